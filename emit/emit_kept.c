/*
 * Kept rows: a copy of what is dropped, in the schema schemac_kept, and the way back.
 *
 * A copy has no tie to the schema that goes: values of types that are not PostgreSQL's own are kept
 * as text.  A column is kept with the primary key of its table.  The rollback fills what it builds
 * again from the copy, and removes the copy; schemac prune does when no rollback is wanted.
 */
#include "emit/spell.h"
#include "emit/spell_column.h"

/* schemac_kept."public.users.email" */
static Text kept_name(Arena *arena, const Object *object) {
    Text name = object->kind == KIND_COLUMN
                    ? text_format(arena, "%s.%s.%s", object->schema, object->relation, object->name)
                    : text_format(arena, "%s.%s", object->schema, object->name);
    return text_quote_name(arena, TEXT("schemac_kept"), text_clip(name, 63));
}

static bool is_own_type(const Column *column) {
    return text_contains(column->type, TEXT("."));
}

/* "id", "feels::text AS feels" */
static Text kept_column(Arena *arena, const Column *column) {
    Text name = text_quote_identifier(arena, column->object.name);
    return is_own_type(column) ? text_format(arena, "%s::text AS %s", name, name) : name;
}

/* "kept.id", "kept.feels::public.mood" */
static Text restored_value(Arena *arena, const Column *column) {
    return is_own_type(column)
               ? text_format(arena, "kept.%I::%s", column->object.name, column->type)
               : text_format(arena, "kept.%I", column->object.name);
}

static ObjectList key_columns(Arena *arena, const Object *table) {
    ObjectList columns = {0};
    for (size_t i = 0; i < table->children.count; i++) {
        const TableConstraint *key = (const TableConstraint *)table->children.items[i];
        bool is_key =
            key->object.kind == KIND_CONSTRAINT && key->type == CONSTRAINT_TYPE_PRIMARY_KEY;
        for (size_t j = 0; is_key && j < key->columns.count; j++) {
            list_push(arena, &columns, (Object *)table_find_column(table, key->columns.items[j]));
        }
    }
    return columns;
}

/* What a copy of the table holds: not what is computed. */
static ObjectList stored_columns(Arena *arena, const Object *table) {
    ObjectList columns = {0};
    for (size_t i = 0; i < table->children.count; i++) {
        Object *child = table->children.items[i];
        if (child->kind == KIND_COLUMN && ((Column *)child)->generated == GENERATED_NEVER) {
            list_push(arena, &columns, child);
        }
    }
    return columns;
}

static Text list_of(Arena *arena, const ObjectList *columns,
                    Text (*spell)(Arena *arena, const Column *column)) {
    TextList parts = {0};
    for (size_t i = 0; i < columns->count; i++) {
        list_push(arena, &parts, spell(arena, (const Column *)columns->items[i]));
    }
    return text_join(arena, &parts, TEXT(", "));
}

static Text column_name(Arena *arena, const Column *column) {
    return text_quote_identifier(arena, column->object.name);
}

static void keep(Spelling *out, const Object *object, const ObjectList *columns, Text condition,
                 Text from) {
    spell_add(out, TEXT("What is dropped below is kept here first."),
              TEXT("CREATE SCHEMA IF NOT EXISTS schemac_kept"));
    spell_aside(out);
    Text words = text_format(out->arena,
                             "Keeps a copy of %s. The rollback brings it back; schemac prune "
                             "removes it. Time and disk space grow with its size.",
                             object_describe(out->arena, object));
    guard_add(out, words, condition,
              text_format(out->arena, "CREATE TABLE %s AS\nSELECT %s\nFROM %s",
                          kept_name(out->arena, object), list_of(out->arena, columns, kept_column),
                          from));
    spell_aside(out);
}

static bool is_partitioned(const Object *table) {
    return !text_is_empty(((const Table *)table)->partition_key);
}

void kept_copy(Spelling *out) {
    const Object *old = out->step->old;
    if (!out->step->is_kept || out->is_rollback) {
        return;
    }
    if (old->kind == KIND_COLUMN) {
        Text table = object_sql_relation(out->arena, old);
        ObjectList columns = key_columns(out->arena, old->parent);
        list_push(out->arena, &columns, (Object *)old);
        keep(out, old, &columns, guard_column(out->arena, table, old->name, TEXT("")), table);
    } else if (!is_partitioned(old)) {
        Text table = object_sql_name(out->arena, old);
        ObjectList columns = stored_columns(out->arena, old);
        keep(out, old, &columns, guard_relation_kind(out->arena, table, "'r'"),
             text_format(out->arena, "ONLY %s", table));
    }
}

/* Once: a copy that is used goes, and with the last one its schema. */
static void restore(Spelling *out, const Object *object, Text fill) {
    Text kept = kept_name(out->arena, object);
    Text words =
        text_format(out->arena, "Brings back what %s held when it was dropped, if it was kept.",
                    object_describe(out->arena, object));
    guard_add(out, words, text_format(out->arena, "to_regclass(%L) IS NOT NULL", kept),
              text_format(out->arena,
                          "%s;\nDROP TABLE %s;\nIF NOT EXISTS (\n"
                          "    SELECT FROM pg_catalog.pg_class\n"
                          "    WHERE relnamespace = to_regnamespace('schemac_kept')\n) THEN\n"
                          "    DROP SCHEMA schemac_kept;\nEND IF",
                          fill, kept));
}

/* Numbers that are given out from now on follow those that came back. */
static Text set_sequences(Arena *arena, const Object *table) {
    Builder sql = builder_new(arena);
    for (size_t i = 0; i < table->children.count; i++) {
        const Column *column = (const Column *)table->children.items[i];
        if (column->object.kind == KIND_COLUMN && column->identity != IDENTITY_NONE) {
            Text name = object_sql_name(arena, table);
            builder_format(&sql,
                           ";\nPERFORM setval(pg_get_serial_sequence(%L, %L), max(%I))\nFROM %s\n"
                           "HAVING max(%I) IS NOT NULL",
                           name, column->object.name, column->object.name, name,
                           column->object.name);
        }
    }
    return builder_text(&sql);
}

void kept_restore_table(Spelling *out) {
    const Object *new = out->step->new;
    if (!out->step->is_kept || !out->is_rollback || is_partitioned(new)) {
        return;
    }
    ObjectList columns = stored_columns(out->arena, new);
    restore(out, new,
            text_format(out->arena,
                        "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE\nSELECT %s\n"
                        "FROM %s AS kept%s",
                        object_sql_name(out->arena, new),
                        list_of(out->arena, &columns, column_name),
                        list_of(out->arena, &columns, restored_value), kept_name(out->arena, new),
                        set_sequences(out->arena, new)));
}

void kept_restore_column(Spelling *out) {
    const Column *new = (const Column *)out->step->new;
    ObjectList key = key_columns(out->arena, new->object.parent);
    Text table = object_sql_relation(out->arena, &new->object);
    TextList same = {0};
    for (size_t i = 0; i < key.count; i++) {
        const Column *column = (const Column *)key.items[i];
        list_push(out->arena, &same,
                  text_format(out->arena, "there.%I = %s", column->object.name,
                              restored_value(out->arena, column)));
    }
    restore(out, &new->object,
            text_format(out->arena, "UPDATE %s AS there\nSET %I = %s\nFROM %s AS kept\nWHERE %s",
                        table, new->object.name, restored_value(out->arena, new),
                        kept_name(out->arena, &new->object),
                        text_join(out->arena, &same, TEXT(" AND "))));
    if (!new->is_not_null) {
        return;
    }
    Text is_null =
        guard_column(out->arena, table, new->object.name, TEXT("\n            AND NOT attnotnull"));
    bool is_named = !text_is_empty(new->not_null.name) && out->version >= 180000;
    guard_add(out, text_format(out->arena, "Forbids NULL in %s again.", column_in_words(out, new)),
              is_null,
              is_named
                  ? text_format(out->arena, "ALTER TABLE %s\n    ADD CONSTRAINT %I NOT NULL %I",
                                table, new->not_null.name, new->object.name)
                  : text_format(out->arena, "ALTER TABLE %s\n    ALTER COLUMN %I SET NOT NULL",
                                table, new->object.name));
}
