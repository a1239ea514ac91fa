/*
 * Rows in the way of a constraint or a unique index.
 *
 * In: a step that adds or validates one on rows that are there.  Out: checks.  Keys of expressions
 * are asked about as they are written; operators that only a search_path would find are not.
 */
#include "emit/pieces.h"
#include "emit/rows_in_way.h"
#include "emit/spell_column.h"

static bool has_heirs(const RowsSearch *in, const Object *table) {
    const Table *it = (const Table *)table;
    for (size_t i = 0; text_is_empty(it->partition_key) && i < in->source->roots.count; i++) {
        const Object *other = in->source->roots.items[i];
        if (other->kind == KIND_TABLE && spell_is_child_of((const Table *)other, table)) {
            return true;
        }
    }
    return false;
}

/* Keys hold for the rows of the table itself, not for those of tables that inherit from it. */
static Text own_rows(const RowsSearch *in, const Object *table) {
    Text name = object_sql_name(in->arena, table);
    return has_heirs(in, table) ? text_format(in->arena, "ONLY %s", name) : name;
}

/* When the step is still to be made: a constraint of another definition gives no answer. */
static Text still_to_do(const RowsSearch *in, const Object *constraint) {
    if (in->step->verb == STEP_ALTER) {
        return guard_constraint(in->arena, constraint, TEXT(" AND NOT convalidated"));
    }
    return schema_find_key(in->source, constraint->key) != NULL
               ? TEXT_ABSENT
               : text_format(in->arena, "NOT %s",
                             guard_constraint(in->arena, constraint, TEXT("")));
}

static bool columns_stay(const RowsSearch *in, const Object *table, const TextList *columns) {
    for (size_t i = 0; i < columns->count; i++) {
        if (!rows_column_stays(in, table->schema, table->name, columns->items[i])) {
            return false;
        }
    }
    return columns->count != 0;
}

static TextList quoted_names(Arena *arena, const TextList *names, const char *template) {
    TextList quoted = {0};
    for (size_t i = 0; i < names->count; i++) {
        list_push(arena, &quoted, text_format(arena, template, names->items[i]));
    }
    return quoted;
}

/* Rows that are alike in `keys`; by default NULL is like nothing. */
static void add_doubles(RowsSearch *in, const Object *table, const TextList *keys, Text predicate,
                        bool nulls_are_alike, Text condition) {
    Builder from = builder_new(in->arena);
    Text key = text_join(in->arena, keys, TEXT(", "));
    TextList wheres = {0};
    if (!text_is_empty(predicate)) {
        list_push(in->arena, &wheres, predicate);
    }
    for (size_t i = 0; !nulls_are_alike && i < keys->count; i++) {
        list_push(in->arena, &wheres, text_format(in->arena, "%s IS NOT NULL", keys->items[i]));
    }
    builder_format(&from, "FROM %s", own_rows(in, table));
    if (wheres.count != 0) {
        builder_format(&from, " WHERE %s", text_join(in->arena, &wheres, TEXT(" AND ")));
    }
    builder_format(&from, " GROUP BY %s HAVING count(*) > 1", key);
    Text doubles = builder_text(&from);
    RowsCheck check = {
        text_format(in->arena, "rows of %s with the same %s", object_sql_name(in->arena, table),
                    key),
        text_format(in->arena,
                    "SELECT coalesce(sum(alike), 0)\nFROM (SELECT count(*) AS alike %s) AS doubles",
                    doubles),
        text_format(in->arena, "SELECT %s, count(*) %s", key, doubles),
        condition,
        TEXT("unique_violation"),
        false,
    };
    list_push(in->arena, &in->checks, check);
}

/* A column of the primary key that is nullable today has a step, and a check, of its own. */
static void against_key(RowsSearch *in, const TableConstraint *key) {
    const Object *table = key->object.parent;
    if (!columns_stay(in, table, &key->columns) ||
        text_contains(key->definition, TEXT(" WITHOUT OVERLAPS"))) {
        return;
    }
    TextList columns = quoted_names(in->arena, &key->columns, "%I");
    add_doubles(in, table, &columns, TEXT(""),
                text_contains(key->definition, TEXT(" NULLS NOT DISTINCT ")),
                still_to_do(in, &key->object));
}

/* Equality that pg_catalog has: of our own types, and of what an enum or a domain is made from. */
static bool compares_anywhere(const RowsSearch *in, const Object *table, Text name) {
    const Column *column = table_find_column(table, name);
    if (column == NULL) {
        return false;
    }
    const Object *type = spell_type_behind(in->target, column->type);
    return type == NULL
               ? !text_contains(column->type, TEXT("."))
               : type->kind == KIND_ENUM || !text_contains(((const Domain *)type)->type, TEXT("."));
}

/* With MATCH FULL only a key that is NULL as a whole points nowhere; else one NULL is enough. */
static Text unmatched_rows(const RowsSearch *in, const TableConstraint *key, const Object *target) {
    TextList set = quoted_names(in->arena, &key->columns, "here.%I IS NOT NULL");
    TextList columns = quoted_names(in->arena, &key->columns, "here.%I");
    TextList matches = {0};
    for (size_t i = 0; i < key->columns.count; i++) {
        list_push(in->arena, &matches,
                  text_format(in->arena, "there.%I = here.%I", key->foreign_columns.items[i],
                              key->columns.items[i]));
    }
    bool is_full = key->columns.count > 1 && text_contains(key->definition, TEXT(" MATCH FULL"));
    Text points = is_full ? text_format(in->arena, "num_nulls(%s) < %s",
                                        text_join(in->arena, &columns, TEXT(", ")),
                                        text_from_integer(in->arena, (int64_t)columns.count))
                          : text_join(in->arena, &set, TEXT(" AND "));
    return text_format(in->arena, "%s AND NOT EXISTS (SELECT FROM %s AS there WHERE %s)", points,
                       own_rows(in, target), text_join(in->arena, &matches, TEXT(" AND ")));
}

static void against_foreign_key(RowsSearch *in, const TableConstraint *key) {
    const Object *table = key->object.parent;
    const Object *target =
        schema_find(in->source, KIND_TABLE, key->foreign_schema, key->foreign_table);
    bool is_known = target != NULL && key->columns.count == key->foreign_columns.count &&
                    columns_stay(in, table, &key->columns) &&
                    columns_stay(in, target, &key->foreign_columns) &&
                    !text_contains(key->definition, TEXT(" PERIOD "));
    for (size_t i = 0; is_known && i < key->columns.count; i++) {
        is_known = compares_anywhere(in, table, key->columns.items[i]) &&
                   compares_anywhere(in, target, key->foreign_columns.items[i]);
    }
    if (!is_known) {
        return;
    }
    Text relation = object_sql_name(in->arena, table);
    TextList columns = quoted_names(in->arena, &key->columns, "%I");
    rows_check_where(
        in,
        text_format(in->arena, "rows of %s whose %s is not in %s", relation,
                    text_join(in->arena, &columns, TEXT(", ")), object_sql_name(in->arena, target)),
        text_format(in->arena, "%s AS here", own_rows(in, table)), unmatched_rows(in, key, target),
        still_to_do(in, &key->object), TEXT("foreign_key_violation"));
}

static void against_check(RowsSearch *in, const TableConstraint *check) {
    const Object *table = check->object.parent;
    if (!rows_can_be_asked(in, &check->object)) {
        return;
    }
    Text relation = object_sql_name(in->arena, table);
    rows_check_where(
        in,
        text_format(in->arena, "rows of %s that break the rule %I", relation, check->object.name),
        check->is_no_inherit ? own_rows(in, table) : relation,
        text_format(in->arena, "NOT (%s)", check->expression), still_to_do(in, &check->object),
        TEXT("check_violation"));
}

/* "r WITH &&" for each element: compared between two rows; false when one is not a plain column. */
static bool list_conflicts(const RowsSearch *in, const TableConstraint *rule, TextList *conflicts,
                           bool *has_equality) {
    TextList elements = pieces_of_list(in->arena, rule->definition);
    *has_equality = false;
    for (size_t i = 0; i < elements.count; i++) {
        Text name = i < rule->columns.count
                        ? text_format(in->arena, "%I WITH ", rule->columns.items[i])
                        : TEXT(" ");
        if (!text_starts_with(elements.items[i], name)) {
            return false;
        }
        Text operation = text_slice(elements.items[i], name.length, elements.items[i].length);
        *has_equality |= text_equal(operation, TEXT("="));
        list_push(in->arena, conflicts,
                  text_format(in->arena, "there.%I %s here.%I", rule->columns.items[i], operation,
                              rule->columns.items[i]));
    }
    return elements.count != 0;
}

/*
 * Without an equality every row must be compared with every other: only a small table is asked.
 * The size is in bytes; some three thousand rows.
 */
static void against_exclusion(RowsSearch *in, const TableConstraint *rule) {
    const Object *table = rule->object.parent;
    TextList conflicts = {0};
    bool has_equality;
    if (!columns_stay(in, table, &rule->columns) ||
        !text_is_empty(((const Table *)table)->partition_key) ||
        text_contains(rule->definition, TEXT(" WHERE (")) ||
        !list_conflicts(in, rule, &conflicts, &has_equality)) {
        return;
    }
    Text relation = object_sql_name(in->arena, table), condition = still_to_do(in, &rule->object);
    if (!has_equality) {
        Text small = text_format(in->arena, "pg_relation_size(to_regclass(%L)) < 262144", relation);
        condition = text_is_absent(condition)
                        ? small
                        : text_format(in->arena, "%s\n        AND %s", condition, small);
    }
    rows_check_where(
        in,
        text_format(in->arena, "rows of %s that conflict with others (%I)", relation,
                    rule->object.name),
        text_format(in->arena, "%s AS here", own_rows(in, table)),
        text_format(in->arena,
                    "EXISTS (SELECT FROM %s AS there WHERE there.ctid <> here.ctid AND %s)",
                    own_rows(in, table), text_join(in->arena, &conflicts, TEXT(" AND "))),
        condition, TEXT("exclusion_violation"));
}

/* The columns that have the domain as their type, before and after. */
static ObjectList columns_of_domain(const RowsSearch *in, const Object *domain) {
    ObjectList columns = {0};
    Text type = object_sql_name(in->arena, domain);
    for (size_t i = 0; i < in->source->all.count; i++) {
        const Object *object = in->source->all.items[i];
        const Object *now = object->kind == KIND_COLUMN && object->parent != NULL &&
                                    object->parent->kind == KIND_TABLE
                                ? schema_find_key(in->target, object->key)
                                : NULL;
        if (now != NULL && text_equal(((const Column *)object)->type, type) &&
            text_equal(((const Column *)now)->type, type) &&
            !((const Column *)object)->is_inherited) {
            list_push(in->arena, &columns, (Object *)object);
        }
    }
    return columns;
}

static void against_domain_check(RowsSearch *in, const TableConstraint *check) {
    ObjectList columns = columns_of_domain(in, check->object.parent);
    for (size_t i = 0; rows_can_be_asked(in, &check->object) && i < columns.count; i++) {
        const Object *column = columns.items[i];
        Text relation = object_sql_relation(in->arena, column);
        Text name = text_quote_identifier(in->arena, column->name);
        rows_check_where(
            in,
            text_format(in->arena, "rows of %s whose %s breaks the rule %I", relation, name,
                        check->object.name),
            relation,
            text_format(in->arena, "NOT (%s)",
                        pieces_replace_word(in->arena, check->expression, TEXT("value"), name)),
            still_to_do(in, &check->object), TEXT("check_violation"));
    }
}

void rows_against_domain(RowsSearch *in) {
    const Object *domain = in->step->new;
    ObjectList columns = columns_of_domain(in, domain);
    for (size_t i = 0; i < columns.count; i++) {
        Text relation = object_sql_relation(in->arena, columns.items[i]);
        rows_check_where(
            in,
            text_format(in->arena, "rows of %s with NULL in %I, which is a %s", relation,
                        columns.items[i]->name, object_sql_name(in->arena, domain)),
            relation, text_format(in->arena, "%I IS NULL", columns.items[i]->name),
            text_format(
                in->arena,
                "NOT (SELECT typnotnull FROM pg_catalog.pg_type WHERE oid = to_regtype(%L))",
                object_sql_name(in->arena, domain)),
            TEXT("not_null_violation"));
    }
}

void rows_against_constraint(RowsSearch *in) {
    const TableConstraint *constraint = (const TableConstraint *)in->step->new;
    const Object *parent = constraint->object.parent;
    if (parent != NULL && parent->kind == KIND_DOMAIN) {
        against_domain_check(in, constraint);
    }
    if (parent == NULL || parent->kind != KIND_TABLE) {
        return;
    }
    switch (constraint->type) {
        case CONSTRAINT_TYPE_PRIMARY_KEY:
        case CONSTRAINT_TYPE_UNIQUE: against_key(in, constraint); break;
        case CONSTRAINT_TYPE_CHECK: against_check(in, constraint); break;
        case CONSTRAINT_TYPE_FOREIGN_KEY: against_foreign_key(in, constraint); break;
        case CONSTRAINT_TYPE_EXCLUDE: against_exclusion(in, constraint); break;
    }
}

void rows_against_index(RowsSearch *in) {
    const TableIndex *index = (const TableIndex *)in->step->new;
    const Object *table = index->object.parent;
    if (table == NULL || table->kind != KIND_TABLE || !rows_can_be_asked(in, &index->object)) {
        return;
    }
    TextList keys = pieces_of_list(in->arena, index->definition);
    for (size_t i = 0; i < keys.count; i++) {
        Text column = i < index->columns.count ? index->columns.items[i] : TEXT("");
        if (!text_is_empty(column) && !rows_column_stays(in, table->schema, table->name, column)) {
            return;
        }
        keys.items[i] = pieces_first(keys.items[i]);
    }
    Text predicate = pieces_after(index->definition, TEXT(" WHERE "));
    Text condition = text_format(in->arena,
                                 "NOT EXISTS (\n        SELECT FROM pg_catalog.pg_index\n"
                                 "        WHERE indexrelid = to_regclass(%L) AND indisvalid\n    )",
                                 object_sql_name(in->arena, &index->object));
    add_doubles(in, table, &keys, predicate,
                text_contains(index->definition, TEXT(") NULLS NOT DISTINCT")),
                schema_find_key(in->source, index->object.key) == NULL ? condition : TEXT_ABSENT);
}
