/*
 * Tables: created whole, dropped.  What ALTER TABLE changes of a table itself is in
 * emit_table_part.c.
 */
#include "emit/spell.h"
#include "emit/spell_column.h"

#include "compiler/default_name.h"

/* The column that an inherited one comes from; NULL when the parent is not known. */
static const Column *inherited_from(const Spelling *out, const Table *table, Text name) {
    if (!text_is_empty(table->partition_parent)) {
        const Object *parent =
            schema_find(out->target, KIND_TABLE, table->partition_schema, table->partition_parent);
        return parent == NULL ? NULL : table_find_column(parent, name);
    }
    for (size_t i = 0; i < table->inherits.count; i++) {
        const Object *parent = schema_find(out->target, KIND_TABLE, table->inherits.items[i].schema,
                                           table->inherits.items[i].name);
        const Column *column = parent == NULL ? NULL : table_find_column(parent, name);
        if (column != NULL) {
            return column;
        }
    }
    return NULL;
}

/* CREATE TABLE ... OF a composite type, whose attributes are its columns. */
static bool is_typed(const Table *table) {
    return !text_is_empty(table->of_type);
}

static bool is_listed(const ObjectList *list, const Object *object) {
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i] == object) {
            return true;
        }
    }
    return false;
}

/* PostgreSQL 18: NOT NULL comes from the parent, and is not called as it is there. */
static bool has_other_name(const Spelling *out, const Table *table, const Column *column) {
    const Column *parent = inherited_from(out, table, column->object.name);
    return out->version >= 180000 && parent != NULL && parent->is_not_null && column->is_not_null &&
           column->not_null.is_inherited &&
           !text_equal(default_name_of_not_null(out->arena, parent),
                       default_name_of_not_null(out->arena, column));
}

/*
 * A partition whose columns are its own was a table before it was attached: spelled as one, it
 * keeps their order.  PARTITION OF would take the parent's.
 */
static bool is_attached(const Spelling *out, const Table *table) {
    if (text_is_empty(table->partition_parent)) {
        return false;
    }
    for (size_t i = 0; i < table->object.children.count; i++) {
        const Object *child = table->object.children.items[i];
        if (child->kind == KIND_COLUMN && (!((const Column *)child)->is_inherited ||
                                           has_other_name(out, table, (const Column *)child))) {
            return true;
        }
    }
    return false;
}

/*
 * Every parent that INHERITS names generates the column like this: then it comes from there, and
 * servers before 16 refuse to hear it again.
 */
static bool parents_generate(const Spelling *out, const Table *table, const Column *column) {
    bool is_generated = false;
    for (size_t i = 0; i < table->inherits.count; i++) {
        const Object *parent = schema_find(out->target, KIND_TABLE, table->inherits.items[i].schema,
                                           table->inherits.items[i].name);
        const Column *of = parent == NULL ? NULL : table_find_column(parent, column->object.name);
        if (of != NULL && (of->generated != column->generated ||
                           !text_equal(of->default_value, column->default_value))) {
            return false;
        }
        is_generated |= of != NULL && of->generated != GENERATED_NEVER;
    }
    return is_generated;
}

static bool gives_default(const Column *column) {
    return column->generated == GENERATED_NEVER && !text_is_absent(column->default_value);
}

static bool is_without_value(const Column *column) {
    return text_is_absent(column->default_value) && column->generated == GENERATED_NEVER &&
           column->identity == IDENTITY_NONE;
}

/* A partition shares its parent's identity from 17 on, and cannot be attached with one of its own.
 */
static Text column_line(const Spelling *out, const Table *table, const Column *column) {
    bool has_default = !is_listed(&out->step->deferred, &column->object);
    if (is_typed(table)) {
        return spell_typed_column(out, column, has_default);
    }
    const Column *parent = inherited_from(out, table, column->object.name);
    if (out->version >= 170000 && parent != NULL && parent->identity != IDENTITY_NONE &&
        is_attached(out, table)) {
        Column plain = *column;
        plain.identity = IDENTITY_NONE;
        return spell_column(out, &plain, has_default);
    }
    bool takes_default = parent != NULL && !is_attached(out, table) && gives_default(parent);
    if (takes_default && is_without_value(column)) {
        Column plain = *column;
        plain.default_value = TEXT("NULL"); /* not that of the parent */
        return spell_column(out, &plain, has_default);
    }
    if (parents_generate(out, table, column)) {
        Column plain = *column;
        plain.generated = GENERATED_NEVER;
        plain.default_value = TEXT_ABSENT;
        return spell_column(out, &plain, has_default);
    }
    return spell_column(out, column, has_default);
}

static bool is_folded(const StepList *steps, const Object *constraint) {
    for (size_t i = 0; i < steps->count; i++) {
        if (text_equal(steps->items[i]->new->key, constraint->key)) {
            return true;
        }
    }
    return false;
}

/*
 * The column comes from a parent, its NOT NULL does not.  PostgreSQL 18 has a constraint of the
 * table for that, and so has whoever gave it a name; PARTITION OF could always say it.
 */
static Text own_not_null(const Spelling *out, const Table *table, const Column *column) {
    bool is_named = out->plan->server_version == 0 && !text_is_empty(column->not_null.name);
    if (!column->is_not_null || column->not_null.is_inherited ||
        (out->version < 180000 && !is_named)) {
        return TEXT("");
    }
    if (!text_is_empty(table->partition_parent)) {
        return text_format(out->arena, "%I%s", column->object.name,
                           spell_not_null(out->arena, column));
    }
    return text_format(out->arena, "CONSTRAINT %I NOT NULL %I%s",
                       default_name_of_not_null(out->arena, column), column->object.name,
                       column->not_null.is_no_inherit ? TEXT(" NO INHERIT") : TEXT(""));
}

/* Columns, then constraints, both in the order in which the table was written. */
static TextList table_lines(const Spelling *out, const Table *table) {
    TextList lines = {0};
    bool takes_all = is_attached(out, table);
    for (size_t i = 0; i < table->object.children.count; i++) {
        const Object *child = table->object.children.items[i];
        Text line = TEXT("");
        if (child->kind == KIND_COLUMN) {
            line = takes_all || !((const Column *)child)->is_inherited
                       ? column_line(out, table, (const Column *)child)
                       : own_not_null(out, table, (const Column *)child);
        }
        if (!text_is_empty(line)) {
            list_push(out->arena, &lines, line);
        }
    }
    for (size_t i = 0; i < table->object.children.count; i++) {
        if (is_folded(&out->step->folded, table->object.children.items[i])) {
            list_push(out->arena, &lines,
                      spell_constraint(out->arena, table->object.children.items[i]));
        }
    }
    return lines;
}

/* "INHERITS (public.a, public.b)" and what else follows the parentheses. */
static Text table_tail(const Spelling *out, const Table *table) {
    Builder tail = builder_new(out->arena);
    if (table->inherits.count != 0) {
        builder_add(&tail, TEXT("\nINHERITS ("));
        for (size_t i = 0; i < table->inherits.count; i++) {
            builder_add(&tail, i == 0 ? TEXT("") : TEXT(", "));
            builder_add_name(&tail, table->inherits.items[i].schema, table->inherits.items[i].name);
        }
        builder_add_char(&tail, ')');
    }
    if (!text_is_empty(table->partition_parent) && !is_attached(out, table)) {
        builder_format(&tail, " %s", table->partition_bound);
    }
    if (!text_is_empty(table->partition_key)) {
        builder_format(&tail, "\nPARTITION BY %s", table->partition_key);
    }
    if (object_is_foreign_table(&table->object)) {
        builder_format(&tail, "\nSERVER %I%s", table->server,
                       spell_foreign_options(out->arena, &table->foreign_options, TEXT("\n")));
    }
    if (!text_is_empty(table->access_method)) {
        builder_format(&tail, "\nUSING %I", table->access_method);
    }
    if (table->options.count != 0) {
        builder_format(&tail, "\nWITH (%s)", spell_setting_list(out->arena, &table->options));
    }
    if (!text_is_empty(table->tablespace)) {
        builder_format(&tail, "\nTABLESPACE %I", table->tablespace);
    }
    return builder_text(&tail);
}

static Text table_definition(const Spelling *out, const Table *table) {
    Builder sql = builder_new(out->arena);
    TextList lines = table_lines(out, table);
    bool is_partition_of = !text_is_empty(table->partition_parent) && !is_attached(out, table);
    builder_format(&sql, "CREATE %s%s %s%s", table->is_unlogged ? TEXT("UNLOGGED ") : TEXT(""),
                   object_keyword(&table->object), spell_if_not_exists(out),
                   object_sql_name(out->arena, &table->object));
    if (is_typed(table)) {
        builder_add(&sql, TEXT(" OF "));
        builder_add_name(&sql, table->of_schema, table->of_type);
    }
    if (is_partition_of) {
        builder_add(&sql, TEXT("\n    PARTITION OF "));
        builder_add_name(&sql, table->partition_schema, table->partition_parent);
    }
    if (lines.count != 0) {
        builder_format(&sql, " (\n    %s\n)", text_join(out->arena, &lines, TEXT(",\n    ")));
    } else if (!is_partition_of && !is_typed(table)) {
        builder_add(&sql, TEXT(" ()"));
    }
    builder_add(&sql, table_tail(out, table));
    return builder_text(&sql);
}

static Text creation_in_words(const Spelling *out, const Table *table) {
    size_t columns = 0;
    for (size_t i = 0; i < table->object.children.count; i++) {
        columns += table->object.children.items[i]->kind == KIND_COLUMN;
    }
    Text what = object_describe(out->arena, &table->object);
    Text count = text_from_integer(out->arena, (int64_t)columns);
    if (!text_is_empty(table->partition_parent)) {
        Text parent = text_quote_name(out->arena, table->partition_schema, table->partition_parent);
        return text_format(out->arena, "Creates %s, which holds its part of the rows of %s.", what,
                           parent);
    }
    if (!text_is_empty(table->partition_key)) {
        return text_format(out->arena, "Creates %s with %s %s. Its rows are kept in partitions.",
                           what, count, columns == 1 ? TEXT("column") : TEXT("columns"));
    }
    return text_format(
        out->arena,
        "Creates %s with %s %s. A table of that name that is there already is left as it is.", what,
        count, columns == 1 ? TEXT("column") : TEXT("columns"));
}

/* Where an inherited column differs from the one that it comes from. */
static void spell_inherited_differences(Spelling *out, const Table *table, const Column *column) {
    const Column *parent = inherited_from(out, table, column->object.name);
    Text relation = object_sql_name(out->arena, &table->object);
    Text name = object_sql_name(out->arena, &column->object);
    Text what = object_describe(out->arena, &column->object);
    if (parent != NULL) {
        column_keep_own_storage(out, column, parent);
    }
    if (parent == NULL || column->generated != GENERATED_NEVER) {
        return;
    }
    bool is_deferred = is_listed(&out->step->deferred, &column->object);
    if (!text_same(parent->default_value, column->default_value) && !is_deferred) {
        bool has_default = !text_is_absent(column->default_value);
        spell_format(
            out, text_format(out->arena, "Here %s has another default than in the parent.", what),
            "ALTER TABLE ONLY %s\n    ALTER COLUMN %s %s%s", relation, name,
            has_default ? TEXT("SET DEFAULT ") : TEXT("DROP DEFAULT"),
            has_default ? column->default_value : TEXT(""));
    }
    if (column->is_not_null && !parent->is_not_null &&
        text_is_empty(own_not_null(out, table, column))) {
        spell_format(out, text_format(out->arena, "Here %s must not be NULL.", what),
                     "ALTER TABLE %s\n    ALTER COLUMN %s SET NOT NULL", relation, name);
    }
}

static void spell_attach(Spelling *out, const Table *table) {
    Text name = object_sql_name(out->arena, &table->object);
    Text parent = text_quote_name(out->arena, table->partition_schema, table->partition_parent);
    guard_add(out, text_format(out->arena, "Makes it a partition of %s.", parent),
              text_format(out->arena, "NOT %s", guard_inherits(out->arena, name, parent)),
              text_format(out->arena, "ALTER TABLE %s\n    ATTACH PARTITION %s %s", parent, name,
                          table->partition_bound));
}

static void spell_table_flags(Spelling *out, const Table *table) {
    Text name = object_sql_name(out->arena, &table->object);
    if (table->has_row_security) {
        spell_format(out,
                     TEXT("Row security: without a policy that lets them, nobody but the owner "
                          "sees a row."),
                     "ALTER TABLE %s ENABLE ROW LEVEL SECURITY", name);
    }
    if (table->forces_row_security) {
        spell_format(out, TEXT("Row security holds for the owner too."),
                     "ALTER TABLE %s FORCE ROW LEVEL SECURITY", name);
    }
    bool is_by_index = text_starts_with(table->replica_identity, TEXT("USING INDEX"));
    if (!text_is_empty(table->replica_identity) && !is_by_index) {
        spell_format(out, TEXT("What logical replication sends to tell an old row."),
                     "ALTER TABLE %s REPLICA IDENTITY %s", name, table->replica_identity);
    }
}

void create_table(Spelling *out) {
    const Table *table = (const Table *)out->step->new;
    ObjectList columns = {0};
    spell_add(out, creation_in_words(out, table), table_definition(out, table));
    if (is_attached(out, table)) {
        spell_attach(out, table);
    }
    for (size_t i = 0; i < table->object.children.count; i++) {
        Object *child = table->object.children.items[i];
        if (child->kind == KIND_COLUMN) {
            list_push(out->arena, &columns, child);
        }
    }
    for (size_t i = 0; i < columns.count; i++) {
        const Column *column = (const Column *)columns.items[i];
        if (column->is_inherited && !is_attached(out, table)) {
            spell_inherited_differences(out, table, column);
        }
    }
    spell_table_flags(out, table);
    spell_belongings(out, &table->object);
    for (size_t i = 0; i < columns.count; i++) {
        spell_column_extras(out, (const Column *)columns.items[i]);
    }
    if (!out->plan->no_privileges) {
        spell_column_privileges(out, &columns);
    }
    for (size_t i = 0; i < out->step->folded.count; i++) {
        const Object *constraint = out->step->folded.items[i]->new;
        spell_constraint_comments(out, constraint);
    }
    kept_restore_table(out);
}

/* Does a foreign key of the schema point to this table? */
static bool is_referenced(const Schema *schema, Text in_schema, Text name) {
    for (size_t i = 0; i < schema->all.count; i++) {
        const TableConstraint *constraint = (const TableConstraint *)schema->all.items[i];
        if (constraint->object.kind == KIND_CONSTRAINT &&
            constraint->type == CONSTRAINT_TYPE_FOREIGN_KEY &&
            text_equal(constraint->foreign_table, name) &&
            text_equal(constraint->foreign_schema, in_schema)) {
            return true;
        }
    }
    return false;
}

/* Does a foreign key point to one of the tables that this one is a part of? */
static bool is_part_of_referenced(const Schema *schema, const Table *table) {
    bool is_found = false;
    while (table != NULL && !text_is_empty(table->partition_parent) && !is_found) {
        is_found = is_referenced(schema, table->partition_schema, table->partition_parent);
        table = (const Table *)schema_find(schema, KIND_TABLE, table->partition_schema,
                                           table->partition_parent);
    }
    return is_found;
}

/*
 * A foreign key to a partitioned table depends on each partition, and keeps DROP TABLE from taking
 * one: it must be detached first, which PostgreSQL allows when none of its rows is pointed to.
 */
static void detach_referenced(Spelling *out, const Table *table) {
    if (out->is_dump || !is_part_of_referenced(out->source, table)) {
        return;
    }
    Text name = object_sql_name(out->arena, &table->object);
    Text parent = text_quote_name(out->arena, table->partition_schema, table->partition_parent);
    guard_add(out,
              text_format(out->arena,
                          "Takes %s out of %s first, because a foreign key points there. Fails if "
                          "one of its rows is pointed to.",
                          object_describe(out->arena, &table->object), parent),
              guard_inherits(out->arena, name, parent),
              text_format(out->arena, "ALTER TABLE %s\n    DETACH PARTITION %s", parent, name));
    spell_aside(out);
}

/* It is a foreign table of its old server still; or a plain table. */
static Text still_on_server(Arena *arena, const Table *old) {
    Text name = object_sql_name(arena, &old->object);
    if (!object_is_foreign_table(&old->object)) {
        return guard_relation_kind(arena, name, "'r', 'p'");
    }
    return text_format(arena,
                       "EXISTS (\n        SELECT FROM pg_catalog.pg_foreign_table\n"
                       "        JOIN pg_catalog.pg_foreign_server s ON s.oid = ftserver\n"
                       "        WHERE ftrelid = to_regclass(%L) AND srvname = %L\n    )",
                       name, old->server);
}

/*
 * When the target has a table of that name too (partitioned another way, for one), a second run
 * must not drop the new one: the DROP asks whether the table is the old one still.
 */
void drop_table(Spelling *out) {
    const Table *old = (const Table *)out->step->old;
    const Table *now =
        (const Table *)schema_find(out->target, KIND_TABLE, old->object.schema, old->object.name);
    Text what = object_describe(out->arena, &old->object);
    Text name = object_sql_name(out->arena, &old->object);
    kept_copy(out);
    detach_referenced(out, old);
    if (now == NULL) {
        spell_drop_named(out, text_format(out->arena, "Removes %s.", what));
        return;
    }
    if (object_is_foreign_table(&old->object) && text_equal(old->server, now->server)) {
        spell_drop_named(
            out, text_format(out->arena, "Removes the old %s, which is built anew below.", what));
        return;
    }
    if (!text_equal(old->server, now->server)) {
        guard_add(out,
                  text_format(out->arena, "Removes the old %s, which is built anew below.", what),
                  still_on_server(out->arena, old),
                  text_format(out->arena, "DROP %s %s", object_keyword(&old->object), name));
        return;
    }
    Text is_old = text_is_empty(now->partition_key)
                      ? guard_relation_kind(out->arena, name, "'p'")
                      : text_format(out->arena,
                                    "to_regclass(%L) IS NOT NULL\n"
                                    "        AND pg_get_partkeydef(to_regclass(%L)) "
                                    "IS DISTINCT FROM %L",
                                    name, name, now->partition_key);
    guard_add(out, text_format(out->arena, "Removes the old %s, which is built anew below.", what),
              is_old, text_format(out->arena, "DROP TABLE %s", name));
}
