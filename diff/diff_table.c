/*
 * Diff of tables, constraints and indexes.
 *
 * In: a pair with both versions, known to differ.  Out: ALTER steps, or DROP and CREATE for what
 * holds no data of its own (constraints, indexes).  A table is never dropped and created to change
 * it.
 */
#include "diff/planner.h"

#include "compiler/fingerprint.h"

static void alter(Planner *planner, Pair *pair, StepPart part) {
    planner_alter(planner, pair, part, pair->old, pair->new);
}

static bool inheritance_equal(const InheritanceList *left, const InheritanceList *right) {
    for (size_t i = 0; left->count == right->count && i < left->count; i++) {
        if (!text_equal(left->items[i].schema, right->items[i].schema) ||
            !text_equal(left->items[i].name, right->items[i].name)) {
            return false;
        }
    }
    return left->count == right->count;
}

static bool same_partition(const Table *old, const Table *new) {
    return text_equal(old->partition_schema, new->partition_schema) &&
           text_equal(old->partition_parent, new->partition_parent) &&
           text_equal(old->partition_bound, new->partition_bound);
}

static bool has_parent(const InheritanceList *list, const Inheritance *parent) {
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->items[i].schema, parent->schema) &&
            text_equal(list->items[i].name, parent->name)) {
            return true;
        }
    }
    return false;
}

/*
 * From one place to another: in between, as a table of its own, its columns can change, and others
 * can take the place that it had.
 */
static void alter_partition(Planner *planner, Pair *pair) {
    const Table *old = (const Table *)pair->old, *new = (const Table *)pair->new;
    if (text_is_empty(old->partition_parent) || text_is_empty(new->partition_parent)) {
        alter(planner, pair, PART_PARTITION);
        return;
    }
    /* What else is to change comes after it: a rollback has to know. */
    Table *free = planner_copy(planner, pair, Table, pair->old);
    free->partition_schema = free->partition_parent = free->partition_bound = TEXT("");
    free->object.children = new->object.children;
    free->object.references = new->object.references;
    planner_alter(planner, pair, PART_PARTITION, pair->old, &free->object);
    planner_alter(planner, pair, PART_PARTITION, &free->object, pair->new);
}

/* Nothing is done to the columns: they fit both the parents that are left and those joined. */
static bool keeps_columns(const Planner *planner, const Pair *pair) {
    size_t old_count = 0, new_count = 0;
    bool is_same = true;
    for (size_t i = 0; i < pair->old->children.count; i++) {
        const Object *child = pair->old->children.items[i];
        const Pair *column = planner_pair(planner, child);
        bool is_column = child->kind == KIND_COLUMN;
        old_count += is_column;
        is_same &= !is_column || (column->new != NULL &&object_equal(child, column->new));
    }
    for (size_t i = 0; i < pair->new->children.count; i++) {
        new_count += pair->new->children.items[i]->kind == KIND_COLUMN;
    }
    return is_same && old_count == new_count;
}

/* Columns that some parent has at every moment stay inherited: the new is joined first. */
static InheritanceList all_parents(const Planner *planner, const Table *old, const Table *new) {
    InheritanceList all = {0};
    for (size_t i = 0; i < old->inherits.count; i++) {
        list_push(planner->arena, &all, old->inherits.items[i]);
    }
    for (size_t i = 0; i < new->inherits.count; i++) {
        if (!has_parent(&old->inherits, &new->inherits.items[i])) {
            list_push(planner->arena, &all, new->inherits.items[i]);
        }
    }
    return all;
}

/* Parents that are left, then parents that are joined, so that columns can change in between. */
static void alter_inheritance(Planner *planner, Pair *pair) {
    const Table *old = (const Table *)pair->old, *new = (const Table *)pair->new;
    InheritanceList kept = {0};
    for (size_t i = 0; i < old->inherits.count; i++) {
        if (has_parent(&new->inherits, &old->inherits.items[i])) {
            list_push(planner->arena, &kept, old->inherits.items[i]);
        }
    }
    if (kept.count == old->inherits.count || kept.count == new->inherits.count) {
        alter(planner, pair, PART_INHERITANCE);
        return;
    }
    Table *between = planner_copy(planner, pair, Table, pair->new);
    between->inherits = keeps_columns(planner, pair) ? all_parents(planner, old, new) : kept;
    planner_alter(planner, pair, PART_INHERITANCE, pair->old, &between->object);
    planner_alter(planner, pair, PART_INHERITANCE, &between->object, pair->new);
}

static bool same_of_type(const Table *left, const Table *right) {
    return text_equal(left->of_type, right->of_type) &&
           text_equal(left->of_schema, right->of_schema);
}

/* From one type to another the columns may have to change, which no typed table lets them. */
static void alter_type(Planner *planner, Pair *pair, const Table *old, const Table *new) {
    if (same_of_type(old, new)) {
        return;
    }
    if (text_is_empty(old->of_type) || text_is_empty(new->of_type)) {
        alter(planner, pair, PART_OF_TYPE);
        return;
    }
    Table *between = planner_copy(planner, pair, Table, pair->new);
    between->of_schema = between->of_type = TEXT("");
    planner_alter(planner, pair, PART_OF_TYPE, pair->old, &between->object);
    planner_alter(planner, pair, PART_OF_TYPE, &between->object, pair->new);
}

/* Rows have to move, which takes time, space and somebody who knows the load: never done unasked.
 */
static Text partition_recipe(const Planner *planner, const Table *old, const Table *new) {
    Text name = object_sql_name(planner->arena, &new->object);
    const char *how =
        text_is_empty(new->partition_key)
            ? "PostgreSQL cannot make a plain table of a partitioned one; make a new table, copy "
              "the rows of %s into it, then exchange the names"
        : text_is_empty(old->partition_key)
            ? "PostgreSQL cannot partition a table that is there; rename %s, create the "
              "partitioned table and its partitions, then attach the old table as one of them or "
              "copy its rows"
            : "PostgreSQL cannot change the partition key of a table; rename %s, create the table "
              "with the new key and its partitions, copy the rows, then drop the old table";
    return text_format(planner->arena, how, name);
}

void diff_table(Planner *planner, Pair *pair) {
    const Table *old = (const Table *)pair->old, *new = (const Table *)pair->new;
    if (!text_equal(old->server, new->server)) {
        planner_replace(planner, pair);
        return;
    }
    alter_type(planner, pair, old, new);
    if (!setting_list_equal(&old->foreign_options, &new->foreign_options)) {
        alter(planner, pair, PART_FOREIGN_OPTIONS);
    }
    if (!text_equal(old->partition_key, new->partition_key)) {
        planner_refuse(planner, pair, partition_recipe(planner, old, new));
        return;
    }
    if (!same_partition(old, new)) {
        alter_partition(planner, pair);
    }
    if (!inheritance_equal(&old->inherits, &new->inherits)) {
        alter_inheritance(planner, pair);
    }
    if (!text_equal(old->access_method, new->access_method)) {
        if (planner_server_is(planner, 15)) {
            alter(planner, pair, PART_ACCESS_METHOD);
        } else {
            planner_refuse(planner, pair,
                           TEXT("a table's access method can be changed from PostgreSQL 15 on"));
        }
    }
    if (!text_equal(old->tablespace, new->tablespace)) {
        alter(planner, pair, PART_TABLESPACE);
    }
    if (old->is_unlogged != new->is_unlogged) {
        alter(planner, pair, PART_PERSISTENCE);
        identity_follow_table(planner, pair);
    }
    if (!setting_list_equal(&old->options, &new->options)) {
        alter(planner, pair, PART_OPTIONS);
    }
    if (old->has_row_security != new->has_row_security ||
        old->forces_row_security != new->forces_row_security) {
        alter(planner, pair, PART_ROW_SECURITY);
    }
    if (!text_equal(old->replica_identity, new->replica_identity)) {
        alter(planner, pair, PART_REPLICA_IDENTITY);
    }
}

/* The definition without its deferrability, which ends it: "... ON DELETE CASCADE DEFERRABLE". */
static Text without_deferrability(Text definition) {
    static const char *const endings[] = {" NOT ENFORCED", " INITIALLY DEFERRED",
                                          " INITIALLY IMMEDIATE", " NOT DEFERRABLE", " DEFERRABLE"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        Text ending = text_from_string(endings[i]);
        if (text_ends_with(definition, ending)) {
            definition = text_slice(definition, 0, definition.length - ending.length);
        }
    }
    return definition;
}

static bool differs_in_deferrability_only(const TableConstraint *old, const TableConstraint *new) {
    return new->type == CONSTRAINT_TYPE_FOREIGN_KEY &&
           old->is_not_enforced ==
               new->is_not_enforced &&text_equal(without_deferrability(old->definition),
                                                 without_deferrability(new->definition));
}

/* The index of a key has a comment and a mark of its own. */
static void alter_index_of_key(Planner *planner, Pair *pair) {
    const TableConstraint *old = (const TableConstraint *)pair->old;
    const TableConstraint *new = (const TableConstraint *)pair->new;
    if (!text_same(old->index_comment, new->index_comment) && !planner->options->no_comments) {
        alter(planner, pair, PART_INDEX_COMMENT);
    }
    if (old->is_clustered != new->is_clustered) {
        alter(planner, pair, PART_CLUSTER);
    }
    pair->is_settled |= planner->options->no_comments;
}

void diff_constraint(Planner *planner, Pair *pair) {
    const TableConstraint *old = (const TableConstraint *)pair->old;
    const TableConstraint *new = (const TableConstraint *)pair->new;
    bool is_same = text_equal(old->definition, new->definition) && old->type == new->type &&
                   old->is_not_enforced == new->is_not_enforced;
    if (new->is_inherited) {
        if (!is_same && pair_common_ancestor(planner, pair) == NULL) {
            planner_replace(planner, pair);
        }
        return;
    }
    if (is_same && old->is_inherited == new->is_inherited &&
        old->is_not_valid == new->is_not_valid) {
        alter_index_of_key(planner, pair);
        return;
    }
    if (is_same && old->is_inherited && old->is_not_valid == new->is_not_valid) {
        pair->is_settled = true; /* it stays, as the table's own, when the parent's goes */
        return;
    }
    if (is_same && old->is_not_valid && !new->is_not_valid) {
        alter(planner, pair, PART_VALIDATION);
        return;
    }
    if (old->is_not_valid == new->is_not_valid && differs_in_deferrability_only(old, new)) {
        alter(planner, pair, PART_DEFERRABILITY);
        return;
    }
    planner_replace(planner, pair);
    Pair *above = new->type == CONSTRAINT_TYPE_CHECK ? pair_common_ancestor(planner, pair) : NULL;
    if (above != NULL && above->old != above->new) {
        pair_merge_groups(planner, pair, above); /* between whose DROP and ADD it is replaced */
    }
}

static bool same_index(const TableIndex *old, const TableIndex *new) {
    return text_equal(old->definition, new->definition) && old->is_unique == new->is_unique;
}

void diff_index(Planner *planner, Pair *pair) {
    const TableIndex *old = (const TableIndex *)pair->old, *new = (const TableIndex *)pair->new;
    const Pair *old_table = pair_parent(planner, pair->old);
    /* It lacks parts, as it shall, or nothing that is attached makes it whole. */
    bool is_unfinished =
        old->is_only != new->is_only && (new->is_only || !index_gets_part(planner, pair));
    bool is_same = same_index(old, new) && !old->is_invalid && !is_unfinished &&
                   old_table == pair_parent(planner, pair->new);
    /* ATTACH and DETACH PARTITION do the same to the matching indexes. */
    bool is_moved = old_table != NULL && old_table->old != NULL && old_table->new != NULL &&
                    old_table->new->kind == KIND_TABLE &&
                    !same_partition((const Table *)old_table->old, (const Table *)old_table->new);
    if (is_same && is_moved) {
        pair->is_settled = true;
    } else if (!is_same) {
        planner_replace(planner, pair);
        return;
    }
    if (old->is_clustered != new->is_clustered) {
        alter(planner, pair, PART_CLUSTER);
    }
    if (!setting_list_equal(&old->statistics, &new->statistics)) {
        alter(planner, pair, PART_STATISTICS);
    }
    /* ON ONLY says how the index came about; once all partitions have theirs it is the same. */
    pair->is_settled |= old->is_only != new->is_only;
}

/* An index, key or foreign key of a partition that would become a part of the whole table's. */
static bool is_part_of(const Object *old, const Object *whole) {
    if (old->kind != whole->kind) {
        return false;
    }
    if (old->kind == KIND_INDEX) {
        return same_index((const TableIndex *)old, (const TableIndex *)whole);
    }
    const TableConstraint *one = (const TableConstraint *)old;
    const TableConstraint *other = (const TableConstraint *)whole;
    return old->kind == KIND_CONSTRAINT && one->type == other->type &&
           one->type != CONSTRAINT_TYPE_CHECK && text_equal(one->definition, other->definition);
}

/*
 * What is made on a parent of the partition and would adopt this for its part, or is dropped there
 * and has been what this is now; NULL when there is none.
 */
static Pair *find_whole(const Planner *planner, const Object *part, bool is_made) {
    const Pair *partition = pair_parent(planner, part);
    const Object *version = NULL;
    while (partition != NULL && (version = is_made ? partition->new : partition->old) != NULL &&
           version->kind == KIND_TABLE) {
        const Table *table = (const Table *)version;
        const Object *whole =
            schema_find(planner->schemas[planner->is_rollback != is_made], KIND_TABLE,
                        table->partition_schema, table->partition_parent);
        for (size_t i = 0; whole != NULL && i < whole->children.count; i++) {
            Pair *other = planner_pair(planner, whole->children.items[i]);
            if ((is_made ? other->create : other->drop) != NULL &&
                is_part_of(part, is_made ? other->new : other->old)) {
                return other;
            }
        }
        partition = planner_pair(planner, whole);
    }
    return NULL;
}

/*
 * What a partition loses goes in one step with what the whole table gets, and before it: an index
 * or constraint that was adopted cannot be dropped.  The other way round the rollback needs it so.
 *     old: CREATE INDEX ON part (a)      new: CREATE INDEX ON whole (a)
 */
void planner_drop_before_adoption(Planner *planner) {
    for (size_t i = 0; i < planner->touched.count; i++) {
        Pair *pair = planner->touched.items[i];
        const Object *part = pair->new == NULL ? pair->old : pair->new;
        bool is_dropped = pair->drop != NULL && pair->new == NULL;
        bool is_created = pair->create != NULL && pair->old == NULL;
        bool is_followed =
            part != NULL && ((part->kind == KIND_CONSTRAINT && (is_dropped || is_created)) ||
                             (part->kind == KIND_INDEX && is_dropped));
        Pair *whole = is_followed ? find_whole(planner, part, is_dropped) : NULL;
        if (whole != NULL) {
            pair_merge_groups(planner, pair, whole);
        }
    }
}
