/*
 * Indexes.  One built CONCURRENTLY stands outside a transaction.
 */
#include "emit/spell.h"

static Text index_definition(const Spelling *out, const TableIndex *index) {
    return text_format(out->arena, "CREATE %sINDEX %s%s%I\n    ON %s%s %s",
                       index->is_unique ? TEXT("UNIQUE ") : TEXT(""),
                       out->step->is_concurrent ? TEXT("CONCURRENTLY ") : TEXT(""),
                       spell_if_not_exists(out), index->object.name,
                       index->is_only ? TEXT("ONLY ") : TEXT(""),
                       object_sql_relation(out->arena, &index->object), index->definition);
}

/*
 * CREATE INDEX CONCURRENTLY that was cancelled leaves an invalid index behind, which IF NOT EXISTS
 * would take for the real one.
 */
static void drop_leftover(Spelling *out, const TableIndex *index) {
    Text name = object_sql_name(out->arena, &index->object);
    Text condition = text_format(out->arena,
                                 "EXISTS (\n        SELECT FROM pg_catalog.pg_index\n"
                                 "        WHERE indexrelid = to_regclass(%L) AND NOT indisvalid\n"
                                 "    )",
                                 name);
    guard_add(out,
              TEXT("An earlier attempt that was broken off leaves an invalid index of this name "
                   "behind: takes that away, and nothing else."),
              condition, text_format(out->arena, "DROP INDEX %s", name));
    spell_aside(out);
}

/* "ALTER COLUMN 1 SET STATISTICS 100", for every number whose target is another one. */
static void add_targets(const Spelling *out, Builder *sql, const SettingList *from,
                        const SettingList *to, bool is_reset) {
    for (size_t i = 0; i < to->count; i++) {
        const Setting *other = setting_find(from, to->items[i].name);
        bool is_wanted =
            other == NULL || (!is_reset && !text_equal(other->value, to->items[i].value));
        if (is_wanted) {
            builder_format(sql, "%s\n    ALTER COLUMN %s SET STATISTICS %s",
                           sql->length == 0 ? TEXT("") : TEXT(","), to->items[i].name,
                           is_reset ? text_from_integer(out->arena, -1) : to->items[i].value);
        }
    }
}

static void spell_targets(Spelling *out, const SettingList *old, const TableIndex *new) {
    Builder targets = builder_new(out->arena);
    add_targets(out, &targets, &new->statistics, old, true);
    add_targets(out, &targets, old, &new->statistics, false);
    spell_format(out,
                 text_format(out->arena,
                             "Changes how closely the next ANALYZE samples the expressions of %s.",
                             object_describe(out->arena, &new->object)),
                 "ALTER INDEX %s%s", object_sql_name(out->arena, &new->object),
                 builder_text(&targets));
}

void alter_index_statistics(Spelling *out) {
    spell_targets(out, &((const TableIndex *)out->step->old)->statistics,
                  (const TableIndex *)out->step->new);
}

void create_index(Spelling *out) {
    const TableIndex *index = (const TableIndex *)out->step->new;
    Text what = text_format(out->arena, "%s on %s", object_describe(out->arena, &index->object),
                            object_sql_relation(out->arena, &index->object));
    if (out->step->is_concurrent && !out->is_dump) {
        drop_leftover(out, index);
    }
    Text unique = index->is_unique ? TEXT(" It forbids rows that are the same in it, and fails if "
                                          "there are such rows.")
                                   : TEXT("");
    spell_add(out, text_format(out->arena, "Builds %s.%s", what, unique),
              index_definition(out, index));
    if (index->whole != NULL) {
        spell_attach_index(out, &index->object);
    }
    if (index->statistics.count != 0) {
        spell_targets(out, &(SettingList){0}, index);
    }
    spell_remarks(out, &index->object);
}

static bool is_of_partitioned_table(const TableIndex *index) {
    const Object *table = index->object.parent;
    return table->kind == KIND_TABLE && !text_is_empty(((const Table *)table)->partition_key);
}

/*
 * As pg_get_indexdef() writes it, to see whether the index is the new one already.  It says ONLY of
 * every partitioned index.
 */
static Text catalog_definition(const Spelling *out, const TableIndex *index) {
    return text_format(out->arena, "CREATE %sINDEX %I ON %s%s %s",
                       index->is_unique ? TEXT("UNIQUE ") : TEXT(""), index->object.name,
                       is_of_partitioned_table(index) ? TEXT("ONLY ") : TEXT(""),
                       object_sql_relation(out->arena, &index->object), index->definition);
}

/* Whether the index that stands under the name is still the old one. */
static Text is_old(const Spelling *out, const TableIndex *old, const TableIndex *new) {
    Text name = object_sql_name(out->arena, &old->object);
    if (old->is_only != new->is_only) { /* valid once all partitions have it */
        return text_format(out->arena,
                           "EXISTS (\n"
                           "        SELECT FROM pg_catalog.pg_index\n"
                           "        WHERE indexrelid = to_regclass(%L) AND %sindisvalid\n"
                           "    )",
                           name, old->is_only ? TEXT("NOT ") : TEXT(""));
    }
    return text_format(out->arena,
                       "to_regclass(%L) IS NOT NULL\n"
                       "        AND pg_get_indexdef(to_regclass(%L)) <> %L",
                       name, name, catalog_definition(out, new));
}

static bool is_of_partition(const Object *index) {
    return index->parent->kind == KIND_TABLE &&
           !text_is_empty(((const Table *)index->parent)->partition_parent);
}

/* The table is a part of the index's, and has a key that is its part of the index. */
static bool has_key_below(const Object *object, const TableIndex *index) {
    const Table *part = (const Table *)object;
    const Object *whole = index->object.parent;
    bool is_found = false;
    if (object->kind != KIND_TABLE || !index->is_unique ||
        !text_equal(part->partition_parent, whole->name) ||
        !text_equal(part->partition_schema, whole->schema)) {
        return false;
    }
    for (size_t i = 0; i < object->children.count; i++) {
        const TableConstraint *key = (const TableConstraint *)object->children.items[i];
        is_found |=
            key->object.kind == KIND_CONSTRAINT && !key->is_inherited &&
            (key->type == CONSTRAINT_TYPE_PRIMARY_KEY || key->type == CONSTRAINT_TYPE_UNIQUE) &&
            text_list_equal(&key->columns, &index->columns);
    }
    return is_found;
}

/*
 * A key below an index keeps the index from being dropped, and the index keeps the key.  Only away
 * from the whole table a partition has its key for itself.
 */
static bool drop_over_keys(Spelling *out, const TableIndex *index, Text words) {
    Text name = object_sql_name(out->arena, &index->object);
    Text whole = object_sql_relation(out->arena, &index->object);
    Builder away = builder_new(out->arena), back = builder_new(out->arena);
    for (size_t i = 0; i < out->source->roots.count; i++) {
        const Object *object = out->source->roots.items[i];
        if (has_key_below(object, index)) {
            Text part = object_sql_name(out->arena, object);
            builder_format(&away, "ALTER TABLE %s\n    DETACH PARTITION %s;\n", whole, part);
            builder_format(&back, ";\nALTER TABLE %s\n    ATTACH PARTITION %s %s", whole, part,
                           ((const Table *)object)->partition_bound);
        }
    }
    if (away.length == 0) {
        return false;
    }
    guard_add(
        out,
        text_format(out->arena,
                    "%s Partitions whose keys are a part of it are taken out of %s meanwhile: "
                    "to put them back reads them once.",
                    words, whole),
        text_format(out->arena, "to_regclass(%L) IS NOT NULL", name),
        text_format(out->arena, "%sDROP INDEX %s%s", builder_text(&away), name,
                    builder_text(&back)));
    return true;
}

/* ADD CONSTRAINT makes an index of the constraint's name. */
static bool is_taken_by_constraint(const Schema *target, const Object *index) {
    const Object *table = schema_find_key(target, index->parent->key);
    for (size_t i = 0; table != NULL && i < table->children.count; i++) {
        const Object *child = table->children.items[i];
        if (child->kind == KIND_CONSTRAINT && text_equal(child->name, index->name)) {
            return true;
        }
    }
    return false;
}

Text guard_index_for_itself(Arena *arena, const Schema *target, const Object *index) {
    Text name = object_sql_name(arena, index);
    Text whose =
        is_taken_by_constraint(target, index)
            ? TEXT("NOT EXISTS (\n"
                   "            SELECT FROM pg_catalog.pg_constraint\n"
                   "            WHERE conindid = pg_class.oid AND contype IN ('p', 'u', 'x')\n"
                   "        )")
            : TEXT("NOT relispartition");
    return text_format(arena,
                       "EXISTS (\n        SELECT FROM pg_catalog.pg_class\n"
                       "        WHERE oid = to_regclass(%L) AND %s\n    )",
                       name, whose);
}

void drop_index(Spelling *out) {
    const Object *old = out->step->old;
    const TableIndex *now = (const TableIndex *)schema_find_key(out->target, old->key);
    Text name = object_sql_name(out->arena, old);
    Text what = object_describe(out->arena, old);
    if (now == NULL || out->step->is_concurrent) {
        Text words =
            text_format(out->arena,
                        now == NULL ? "Removes %s. Queries that used it have to do without."
                                    : "Removes the old %s. Queries that use it do without until a "
                                      "later script has built it anew.",
                        what);
        if (out->step->is_concurrent) {
            spell_format(out, words, "DROP INDEX CONCURRENTLY IF EXISTS %s", name);
        } else if (is_of_partition(old) || is_taken_by_constraint(out->target, old)) {
            guard_add(out, words, guard_index_for_itself(out->arena, out->target, old),
                      text_format(out->arena, "DROP INDEX %s", name));
        } else if (!drop_over_keys(out, (const TableIndex *)old, words)) {
            spell_drop_named(out, words);
        }
        return;
    }
    const TableIndex *before = (const TableIndex *)old;
    bool is_alike = text_equal(before->definition, now->definition) &&
                    before->is_unique == now->is_unique && before->is_only == now->is_only &&
                    before->is_invalid == now->is_invalid;
    if (out->step->is_recreation || out->step->is_in_the_way ||
        is_alike) { /* its text may stay, and mean something else afterwards */
        spell_drop_named(out, text_format(out->arena,
                                          "Takes %s out of the way of a change below; a later step "
                                          "builds it again, on a second run as well.",
                                          what));
        return;
    }
    guard_add(out, text_format(out->arena, "Removes the old %s, which is built anew below.", what),
              is_old(out, (const TableIndex *)old, now),
              text_format(out->arena, "DROP INDEX %s", name));
}

void alter_index_name(Spelling *out) {
    const Object *old = out->step->old, *new = out->step->new;
    if (text_is_empty(old->name)) {
        spell_part_name(out, new);
        return;
    }
    spell_format(out,
                 text_format(out->arena, "Gives %s its new name, %I.",
                             object_describe(out->arena, old), new->name),
                 "ALTER INDEX IF EXISTS %s RENAME TO %I", object_sql_name(out->arena, old),
                 new->name);
}

/* An index, or a key for its index. */
void alter_cluster(Spelling *out) {
    const Object *new = out->step->new;
    Text relation = object_sql_relation(out->arena, new);
    bool is_clustered = new->kind == KIND_INDEX ? ((const TableIndex *)new)->is_clustered
                                                : ((const TableConstraint *)new)->is_clustered;
    if (is_clustered) {
        spell_format(out,
                     text_format(out->arena,
                                 "The next CLUSTER of %s sorts its rows by this index. Nothing "
                                 "moves now.",
                                 relation),
                     "ALTER TABLE %s CLUSTER ON %I", relation, new->name);
        return;
    }
    /* SET WITHOUT CLUSTER would also undo the choice of another index. */
    Text condition = text_format(out->arena,
                                 "EXISTS (\n        SELECT FROM pg_catalog.pg_index\n"
                                 "        WHERE indexrelid = to_regclass(%L) AND indisclustered\n"
                                 "    )",
                                 text_quote_name(out->arena, new->schema, new->name));
    guard_add(out, text_format(out->arena, "The next CLUSTER of %s must name its index.", relation),
              condition, text_format(out->arena, "ALTER TABLE %s SET WITHOUT CLUSTER", relation));
}
