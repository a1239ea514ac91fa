/*
 * Diff of columns: of tables, and the attributes of composite types.
 *
 * In: a column in both versions.  Out: ALTER steps in the order in which PostgreSQL accepts them
 * (what stands in the way goes first: an expression, an identity, a default), or DROP and CREATE
 * where no ALTER exists and the values can be computed again.
 */
#include "diff/planner.h"

#include "compiler/fingerprint.h"

/* Both versions, and those of the parent table's column that an ALTER would reach this one from. */
typedef struct ColumnChange {
    Planner *planner;
    Pair *pair;
    const Column *old, *new;
    const Column *old_above, *new_above; /* NULL when not inherited */
} ColumnChange;

static Step *alter(const ColumnChange *change, StepPart part) {
    return planner_alter(change->planner, change->pair, part, &change->old->object,
                         &change->new->object);
}

static bool same_type(const Column *left, const Column *right) {
    return text_equal(left->type, right->type) && text_equal(left->collation, right->collation);
}

static bool same_default(const Column *left, const Column *right) {
    return text_same(left->default_value, right->default_value);
}

static bool same_storage(const Column *left, const Column *right) {
    return text_equal(left->storage, right->storage);
}

static bool same_compression(const Column *left, const Column *right) {
    return text_equal(left->compression, right->compression);
}

static bool same_statistics(const Column *left, const Column *right) {
    return left->statistics == right->statistics;
}

static bool same_options(const Column *left, const Column *right) {
    return setting_list_equal(&left->options, &right->options);
}

static bool same_foreign_options(const Column *left, const Column *right) {
    return setting_list_equal(&left->foreign_options, &right->foreign_options);
}

static bool same_expression(const Column *left, const Column *right) {
    return left->generated == right->generated && same_default(left, right);
}

static bool same_identity(const Column *left, const Column *right) {
    if (left->identity == IDENTITY_NONE || right->identity == IDENTITY_NONE) {
        return left->identity == right->identity;
    }
    return left->identity == right->identity &&
           sequence_options_equal(&left->sequence->options, &right->sequence->options) &&
           text_equal(left->sequence->object.schema, right->sequence->object.schema) &&
           text_equal(left->sequence->object.name, right->sequence->object.name);
}

typedef bool (*SameField)(const Column *left, const Column *right);

/* Differs, and not because the parent's column differs in the same way (its ALTER recurses). */
static bool differs(const ColumnChange *change, SameField same) {
    if (same(change->old, change->new)) {
        return false;
    }
    return change->new_above == NULL || !same(change->old, change->old_above) ||
           !same(change->new, change->new_above);
}

/*
 * A generated column whose expression cannot be changed in place is dropped and added again: its
 * values are computed, nothing is lost.  A plain column that becomes a generated one loses them.
 */
static bool must_replace(const ColumnChange *change) {
    const Column *old = change->old, *new = change->new;
    bool can_set_expression = change->planner->server_version >= 170000;
    if (old->generated == new->generated) {
        return new->generated != GENERATED_NEVER && !same_expression(old, new) &&
               (!can_set_expression || !same_type(old, new));
    }
    return new->generated != GENERATED_NEVER || old->generated == GENERATED_VIRTUAL;
}

/* integer DEFAULT 0 -> bigint DEFAULT 0; any other default is dropped before TYPE, and set after.
 */
static bool keeps_default(const ColumnChange *change) {
    return same_default(change->old, change->new) &&
           types_cast_default(change->planner->arena, change->old->type, change->new->type,
                              change->new->default_value);
}

static void alter_default(const ColumnChange *change) {
    const Column *old = change->old, *new = change->new;
    if (new->generated != GENERATED_NEVER) {
        if (differs(change, same_expression)) {
            alter(change, PART_EXPRESSION);
        }
        return;
    }
    bool is_differing = differs(change, same_default);
    if (old->generated != GENERATED_NEVER) { /* the expression is gone, the column has no default */
        is_differing = !text_is_absent(new->default_value);
    }
    bool is_lost = differs(change, same_type) && !text_is_absent(new->default_value) &&
                   old->generated == GENERATED_NEVER && !keeps_default(change);
    if (is_differing || is_lost) {
        alter(change, PART_DEFAULT);
    }
}

/* A hint says what rows that are there get. */
static bool is_filled_by_hint(const Planner *planner, const Pair *pair) {
    return !planner->is_rollback &&
           pair->new->parent->kind ==
               KIND_TABLE &&schema_find_hint(planner->schemas[1], pair->new, HINT_BACKFILL) != NULL;
}

/* A new column that a hint fills: empty first, then filled, then with its default and NOT NULL. */
void column_start_without(Planner *planner, Pair *pair) {
    const Column *new = (const Column *)pair->new;
    const Pair *table = pair_parent(planner, pair->new);
    bool is_plain = new->generated == GENERATED_NEVER &&new->identity == IDENTITY_NONE;
    if (!is_plain || table == NULL || table->old == NULL || pair->old != NULL ||
        !is_filled_by_hint(planner, pair)) {
        not_null_start_without(planner, pair);
        return;
    }
    Column *bare = planner_copy(planner, pair, Column, &new->object);
    bare->is_not_null = false;
    bare->default_value = TEXT_ABSENT;
    fingerprint_object(planner->arena, &bare->object);
    pair->create->new = &bare->object;
    planner_alter(planner, pair, PART_BACKFILL, &bare->object, &new->object);
    if (!text_is_absent(new->default_value)) {
        planner_alter(planner, pair, PART_DEFAULT, &bare->object, &new->object);
    }
    if (new->is_not_null) {
        not_null_add_later(planner, pair, bare);
    }
}

/* Whether its name stands in "RANGE (created_at, lower(name))". */
bool column_is_in_partition_key(Arena *arena, const Object *column) {
    const Object *table = column->parent;
    bool is_of_table = table != NULL && table->kind == KIND_TABLE;
    Text key = is_of_table ? ((const Table *)table)->partition_key : TEXT("");
    Text word = text_quote_identifier(arena, column->name);
    for (size_t i = 0; i + word.length <= key.length; i++) {
        bool is_start = i == 0 || key.data[i - 1] == '(' || key.data[i - 1] == ' ';
        size_t end = i + word.length;
        bool is_end = end == key.length || key.data[end] == ')' || key.data[end] == ',' ||
                      key.data[end] == ' ' || key.data[end] == ':';
        if (is_start && is_end && text_equal(text_slice(key, i, end), word)) {
            return true;
        }
    }
    return false;
}

/* Types that PostgreSQL refuses to change. */
static bool is_type_fixed(const ColumnChange *change) {
    Planner *planner = change->planner;
    const Object *parent = change->old->object.parent;
    if (column_is_in_partition_key(planner->arena, &change->old->object)) {
        planner_refuse(planner, change->pair,
                       TEXT("PostgreSQL cannot change the type of a partition key's column"));
        return true;
    }
    if (parent->kind == KIND_COMPOSITE && pair_is_column_type(planner_pair(planner, parent))) {
        planner_refuse(planner, change->pair,
                       TEXT("PostgreSQL cannot change the attributes of a type that columns have"));
        return true;
    }
    const Schema *wanted = planner->schemas[1];
    if (!cast_may_exist(planner->arena, change->old->type, change->new->type) &&
        schema_find_hint(wanted, &change->new->object, HINT_USING) == NULL) {
        planner_refuse(planner, change->pair,
                       text_format(planner->arena, "there is no cast from %s to %s",
                                   change->old->type, change->new->type));
        diagnostic_hint(planner->diagnostics,
                        TEXT("A comment beside the column says how its values are converted: "
                             "-- schemac: using (expression)"));
        return true;
    }
    return false;
}

static bool has_step(const Pair *pair, StepPart part) {
    for (size_t i = 0; i < pair->alters.count; i++) {
        if (pair->alters.items[i]->part == part) {
            return true;
        }
    }
    return false;
}

/* A column that gets a new type gets the storage of that type, and no compression of its own. */
void planner_keep_storage(Planner *planner, Pair *column) {
    const Column *new = (const Column *)column->new;
    const Pair *above = pair_common_ancestor(planner, column);
    bool comes_from_above =
        above != NULL &&
        above->new != NULL &&text_equal(((const Column *)above->new)->storage, new->storage);
    if (!text_is_empty(new->storage) && !comes_from_above && !has_step(column, PART_STORAGE)) {
        planner_alter(planner, column, PART_STORAGE, column->old, column->new);
    }
    if (!text_is_empty(new->compression) && !has_step(column, PART_COMPRESSION)) {
        planner_alter(planner, column, PART_COMPRESSION, column->old, column->new);
    }
}

static void alter_column(const ColumnChange *change) {
    const Column *old = change->old, *new = change->new;
    if (old->generated == GENERATED_STORED && new->generated == GENERATED_NEVER) {
        alter(change, PART_EXPRESSION);
    }
    bool is_identity_differing = differs(change, same_identity);
    if (is_identity_differing && new->identity == IDENTITY_NONE) {
        alter(change, PART_IDENTITY);
    }
    if (differs(change, same_type) && !is_type_fixed(change) &&
        !pair_follows_type(change->planner, change->pair)) {
        alter(change, PART_TYPE)->keeps_default = keeps_default(change);
    }
    alter_default(change);
    diff_not_null(change->planner, change->pair, is_filled_by_hint(change->planner, change->pair));
    if (is_identity_differing && new->identity != IDENTITY_NONE) {
        alter(change, PART_IDENTITY);
    }
    diff_identity(change->planner, change->pair);
    static const struct {
        SameField same;
        StepPart part;
        bool recurses; /* to the tables below; see ATPrepCmd() */
    } plain[] = {
        {same_storage, PART_STORAGE, true},
        {same_compression, PART_COMPRESSION, false},
        {same_statistics, PART_STATISTICS, true},
        {same_options, PART_COLUMN_OPTIONS, false},
        {same_foreign_options, PART_FOREIGN_OPTIONS, false},
    };
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (plain[i].recurses ? differs(change, plain[i].same) : !plain[i].same(old, new)) {
            alter(change, plain[i].part);
        }
    }
    bool is_attribute = old->object.parent->kind == KIND_COMPOSITE;
    if (!same_type(old, new) && !is_attribute) {
        planner_keep_storage(change->planner, change->pair);
    }
}

void diff_column(Planner *planner, Pair *pair) {
    ColumnChange change = {planner, pair, (const Column *)pair->old, (const Column *)pair->new,
                           NULL,    NULL};
    /* Also of a column that is the table's own as well: an ALTER of the parent's reaches it. */
    const Pair *above = pair_common_ancestor(planner, pair);
    if (above != NULL && above->old != NULL && above->new != NULL) {
        change.old_above = (const Column *)above->old;
        change.new_above = (const Column *)above->new;
    }
    if (must_replace(&change)) {
        if (change.new_above == NULL) {
            planner_replace(planner, pair);
        }
        return;
    }
    alter_column(&change);
}
