/*
 * Defaults of columns.
 *
 * ALTER TABLE changes the default in the tables below too.  Where one of these keeps a default of
 * its own, the tables are named one by one with ONLY.
 */
#include "emit/spell.h"
#include "emit/spell_column.h"

static bool is_child_of(const Table *table, const Object *parent) {
    if (text_equal(table->partition_parent, parent->name) &&
        text_equal(table->partition_schema, parent->schema)) {
        return true;
    }
    for (size_t i = 0; i < table->inherits.count; i++) {
        if (text_equal(table->inherits.items[i].name, parent->name) &&
            text_equal(table->inherits.items[i].schema, parent->schema)) {
            return true;
        }
    }
    return false;
}

/* The tables that inherit from this one, and those that inherit from them. */
static ObjectList descendants(const Spelling *out, Object *table) {
    ObjectList list = {0};
    list_push(out->arena, &list, table);
    for (size_t next = 0; next < list.count; next++) {
        for (size_t i = 0; i < out->target->roots.count; i++) {
            Object *other = out->target->roots.items[i];
            if (other->kind == KIND_TABLE && other != table &&
                is_child_of((const Table *)other, list.items[next])) {
                list_push(out->arena, &list, other);
            }
        }
    }
    return list;
}

static Text action(const Spelling *out, const Column *column) {
    return text_is_absent(column->default_value)
               ? text_format(out->arena, "ALTER COLUMN %I DROP DEFAULT", column->object.name)
               : text_format(out->arena, "ALTER COLUMN %I SET DEFAULT %s", column->object.name,
                             column->default_value);
}

/* True when a table below keeps another default. */
static bool differs_below(const ObjectList *tables, const Column *column) {
    for (size_t i = 1; i < tables->count; i++) {
        const Column *below = table_find_column(tables->items[i], column->object.name);
        if (below != NULL && !text_same(below->default_value, column->default_value)) {
            return true;
        }
    }
    return false;
}

void alter_column_default(Spelling *out) {
    const Column *column = (const Column *)out->step->new;
    Object *parent = column->object.parent;
    Text words = text_format(out->arena,
                             text_is_absent(column->default_value)
                                 ? "New rows no longer get a default in %s. Rows that are there "
                                   "keep their values."
                                 : "Gives new rows a default in %s. Rows that are there keep their "
                                   "values.",
                             column_in_words(out, column));
    ObjectList tables = {0};
    if (parent != NULL && parent->kind == KIND_TABLE) {
        tables = descendants(out, parent);
    }
    if (!differs_below(&tables, column)) {
        spell_format(out, words, "%s\n    %s", column_alter(out, column), action(out, column));
        return;
    }
    for (size_t i = 0; i < tables.count; i++) {
        const Column *below = table_find_column(tables.items[i], column->object.name);
        if (i == 0 || (below != NULL && text_same(below->default_value, column->default_value))) {
            spell_format(out, words, "ALTER TABLE ONLY %s\n    %s",
                         object_sql_name(out->arena, tables.items[i]), action(out, column));
        }
    }
}
