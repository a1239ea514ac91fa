/*
 * NOT NULL of columns.
 *
 * In: what statements say of it.  Out: Column.is_not_null, and in Column.not_null what PostgreSQL
 * 18 keeps beside the flag.  Older servers keep the flag alone; what is said beyond it is read all
 * the same, and left to the comparison.
 */
#include "parser/not_null.h"

#include "parser/inheritance.h"
#include "parser/interpreter_state.h"
#include "parser/names.h"
#include "parser/parse_object.h"

enum { FIRST_WITH_CONSTRAINTS = 180000 };

static Text usual_name(Arena *arena, const Column *column) {
    return default_name_make(arena, column->object.relation, column->object.name, TEXT("not_null"));
}

void not_null_rename(Interpreter *in, Column *column, Text name) {
    bool is_usual = text_equal(name, usual_name(in->scratch, column));
    column->not_null.name = is_usual ? TEXT("") : text_copy(in->schema->arena, name);
}

Column *not_null_find(Interpreter *in, const Object *relation, Text name) {
    for (size_t i = 0; relation != NULL && i < relation->children.count; i++) {
        Column *column = (Column *)relation->children.items[i];
        if (column->object.kind == KIND_COLUMN && column->is_not_null &&
            text_equal(name, default_name_of_not_null(in->scratch, column))) {
            return column;
        }
    }
    return NULL;
}

void not_null_define(Interpreter *in, Column *column, const Constraint *node) {
    if (column->not_null.is_inherited) {
        column->not_null = (NotNull){.is_inherited = false};
    }
    column->is_not_null = true;
    column->not_null.is_no_inherit = node->is_no_inherit;
    if (node->conname != NULL) {
        not_null_rename(in, column, text_from_string(node->conname));
    }
}

void not_null_set(Column *column) {
    column->is_not_null = true;
    column->not_null.is_inherited = false;
    column->not_null.is_not_valid = false;
}

void not_null_drop(Column *column) {
    column->is_not_null = false;
    column->not_null = (NotNull){.is_inherited = false};
}

void not_null_set_free(Column *column) {
    column->not_null.is_inherited = false;
}

void not_null_inherit(Interpreter *in, Column *column, const Column *parent) {
    if (column->is_not_null || !parent->is_not_null || parent->not_null.is_no_inherit) {
        return;
    }
    column->is_not_null = true;
    column->not_null = (NotNull){.is_inherited = true};
    not_null_rename(in, column, default_name_of_not_null(in->scratch, parent));
}

void not_null_give_to_children(Interpreter *in, const Object *table, const Column *column) {
    ObjectList children = inheritance_children(in, table);
    for (size_t i = 0; i < children.count; i++) {
        Column *below = table_find_column(children.items[i], column->object.name);
        if (below == NULL) {
            continue;
        }
        bool is_new = !below->is_not_null;
        not_null_inherit(in, below, column);
        if (is_new) {
            below->not_null.is_not_valid = column->not_null.is_not_valid;
        } else if (!column->not_null.is_not_valid) {
            below->not_null.is_not_valid = false;
        }
        not_null_give_to_children(in, children.items[i], below);
    }
}

static bool gives_not_null(const Interpreter *in, Text in_schema, Text name, Text column) {
    const Object *parent = schema_find(in->schema, KIND_TABLE, in_schema, name);
    const Column *above = parent == NULL ? NULL : table_find_column(parent, column);
    return above != NULL && above->is_not_null && !above->not_null.is_no_inherit;
}

static bool some_parent_gives(const Interpreter *in, const Table *table, Text column) {
    bool is_given = gives_not_null(in, table->partition_schema, table->partition_parent, column);
    for (size_t i = 0; i < table->inherits.count; i++) {
        is_given |= gives_not_null(in, table->inherits.items[i].schema,
                                   table->inherits.items[i].name, column);
    }
    return is_given;
}

/* Before 18 there is no telling whose it was, and every child loses it. */
void not_null_take_from_children(Interpreter *in, const Object *table, Text column) {
    bool is_told = in->schema->server_version >= FIRST_WITH_CONSTRAINTS;
    ObjectList children = inheritance_children(in, table);
    for (size_t i = 0; i < children.count; i++) {
        Column *below = table_find_column(children.items[i], column);
        if (below == NULL || !below->is_not_null ||
            (is_told && (!below->not_null.is_inherited ||
                         some_parent_gives(in, (const Table *)children.items[i], column)))) {
            continue;
        }
        not_null_drop(below);
        not_null_take_from_children(in, children.items[i], column);
    }
}

void not_null_copy(Interpreter *in, Column *copy, const Column *source, bool with_comment) {
    copy->is_not_null = source->is_not_null;
    if (!source->is_not_null) {
        return;
    }
    copy->not_null.is_no_inherit = source->not_null.is_no_inherit;
    copy->not_null.comment = with_comment ? source->not_null.comment : TEXT_ABSENT;
    not_null_rename(in, copy, default_name_of_not_null(in->scratch, source));
}
