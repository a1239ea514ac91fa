/*
 * Inheritance: what a child has from its parent, and who the children are.
 *
 * A column that a child has only from a parent is a Column of the child too, with is_inherited set:
 * the catalog shows it like that.
 */
#include "parser/inheritance.h"

#include "parser/interpreter_state.h"
#include "parser/not_null.h"
#include "parser/parse_column.h"
#include "parser/parse_constraint.h"
#include "parser/parse_object.h"

static bool has_parent(const Table *table) {
    return table->inherits.count != 0 || !text_is_empty(table->partition_parent);
}

void inheritance_note(Interpreter *in, const Table *child) {
    InterpreterState *state = in->state;
    if (!state->child_tables_are_known) {
        return;
    }
    for (size_t i = 0; i < state->child_tables.count; i++) {
        if (state->child_tables.items[i] == &child->object) {
            return;
        }
    }
    list_push(in->schema->arena, &state->child_tables, (Object *)&child->object);
}

static const ObjectList *child_tables(Interpreter *in) {
    InterpreterState *state = in->state;
    if (!state->child_tables_are_known) {
        for (size_t i = 0; i < in->schema->roots.count; i++) {
            Object *object = in->schema->roots.items[i];
            if (object->kind == KIND_TABLE && has_parent((const Table *)object)) {
                list_push(in->schema->arena, &state->child_tables, object);
            }
        }
        state->child_tables_are_known = true;
    }
    return &state->child_tables;
}

/* Tables that were dropped since are still in the list. */
ObjectList inheritance_children(Interpreter *in, const Object *parent) {
    const ObjectList *tables = child_tables(in);
    ObjectList children = {0};
    for (size_t i = 0; i < tables->count; i++) {
        Object *table = tables->items[i];
        if (!table->is_removed && table_is_child_of((const Table *)table, parent)) {
            list_push(in->scratch, &children, table);
        }
    }
    return children;
}

static Outcome check_type(Interpreter *in, const Column *column, const Column *source,
                          int node_location) {
    return text_equal(column->type, source->type)
               ? OUTCOME_APPLIED
               : interpreter_error(in, DIAGNOSTIC_INVALID_DEFINITION, node_location,
                                   "inherited column \"%s\" has a type conflict",
                                   column->object.name);
}

Outcome inheritance_take_columns(Interpreter *in, Table *child, const Table *parent,
                                 int node_location) {
    ColumnCopy all = {true, true, true, true};
    for (size_t i = 0; i < parent->object.children.count; i++) {
        const Column *source = (const Column *)parent->object.children.items[i];
        if (source->object.kind != KIND_COLUMN) {
            continue;
        }
        Column *column = table_find_column(&child->object, source->object.name);
        if (column == NULL) {
            column = column_copy(in, source, &child->object, all);
            column->is_inherited = true;
            not_null_inherit(in, column, source);
            continue;
        }
        Outcome outcome = check_type(in, column, source, node_location);
        if (outcome != OUTCOME_APPLIED) {
            return outcome;
        }
        not_null_inherit(in, column, source);
    }
    return OUTCOME_APPLIED;
}

void inheritance_take_checks(Interpreter *in, Table *child, const Table *parent) {
    for (size_t i = 0; i < parent->object.children.count; i++) {
        const TableConstraint *check = (const TableConstraint *)parent->object.children.items[i];
        if (check->object.kind == KIND_CONSTRAINT && check->type == CONSTRAINT_TYPE_CHECK &&
            !check->is_no_inherit) {
            constraint_inherit_check(in, check, child);
        }
    }
}

Outcome inheritance_check_columns(Interpreter *in, const Table *child, const Table *parent,
                                  int node_location) {
    for (size_t i = 0; i < parent->object.children.count; i++) {
        const Column *source = (const Column *)parent->object.children.items[i];
        if (source->object.kind != KIND_COLUMN) {
            continue;
        }
        const Column *column = table_find_column(&child->object, source->object.name);
        if (column == NULL) {
            return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_COLUMN, node_location,
                                       "child table is missing column \"%s\"", source->object.name);
        }
        Outcome outcome = check_type(in, column, source, node_location);
        if (outcome != OUTCOME_APPLIED) {
            return outcome;
        }
    }
    return OUTCOME_APPLIED;
}
