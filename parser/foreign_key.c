/*
 * Foreign key: FOREIGN KEY (...) REFERENCES ... of tables that may stand in any order.
 *
 * The constraint is in the model at once; what depends on the referenced table (its schema, and the
 * primary key's columns when none are written) is filled in as soon as it is there.
 */
#include "parser/foreign_key.h"

#include "parser/interpreter_state.h"
#include "parser/parse_constraint.h"

#include <string.h>

static TextList names_of(const Interpreter *in, const List *strings) {
    TextList names = {0};
    ListCell *cell;
    foreach (cell, strings) {
        list_push(in->schema->arena, &names, interpreter_text(in, strVal(lfirst(cell))));
    }
    return names;
}

/* "a, PERIOD b" */
static void add_columns(Builder *out, const TextList *columns, bool has_period) {
    for (size_t i = 0; i < columns->count; i++) {
        bool is_period = has_period && i + 1 == columns->count;
        builder_format(out, "%s%s%I", i == 0 ? TEXT("") : TEXT(", "),
                       is_period ? TEXT("PERIOD ") : TEXT(""), columns->items[i]);
    }
}

static Text action_text(char action) {
    switch (action) {
        case FKCONSTR_ACTION_RESTRICT: return TEXT("RESTRICT");
        case FKCONSTR_ACTION_CASCADE: return TEXT("CASCADE");
        case FKCONSTR_ACTION_SETNULL: return TEXT("SET NULL");
        case FKCONSTR_ACTION_SETDEFAULT: return TEXT("SET DEFAULT");
        default: return TEXT("");
    }
}

static void add_action(Builder *out, const char *event, char action) {
    Text text = action_text(action);
    if (!text_is_empty(text)) {
        builder_format(out, " ON %s %s", text_from_string(event), text);
    }
}

static Text tail_of(const Interpreter *in, const Constraint *node) {
    Builder out = builder_new(in->scratch);
    if (node->fk_matchtype == FKCONSTR_MATCH_FULL) {
        builder_add(&out, TEXT(" MATCH FULL"));
    }
    add_action(&out, "UPDATE", node->fk_upd_action);
    add_action(&out, "DELETE", node->fk_del_action);
    if (node->fk_del_set_cols != NIL) {
        TextList columns = names_of(in, node->fk_del_set_cols);
        builder_add(&out, TEXT(" ("));
        add_columns(&out, &columns, false);
        builder_add_char(&out, ')');
    }
    return builder_text(&out);
}

static Text head_of(const Interpreter *in, const TableConstraint *constraint, bool has_period) {
    Builder out = builder_new(in->scratch);
    builder_add(&out, TEXT("FOREIGN KEY ("));
    add_columns(&out, &constraint->columns, has_period);
    builder_add(&out, TEXT(") REFERENCES "));
    return builder_text(&out);
}

static void add_reference(Interpreter *in, TableConstraint *constraint, ReferenceKind kind,
                          Text member) {
    Reference reference = {.kind = kind,
                           .schema = constraint->foreign_schema,
                           .name = constraint->foreign_table,
                           .member = member};
    reference_add(in->schema->arena, &constraint->object.references, reference);
}

/* All is known: spell the definition. */
static void spell(Interpreter *in, const PendingForeignKey *pending) {
    TableConstraint *constraint = pending->constraint;
    Builder out = builder_new(in->scratch);
    builder_add(&out, pending->head);
    builder_add_name(&out, constraint->foreign_schema, constraint->foreign_table);
    builder_add_char(&out, '(');
    add_columns(&out, &constraint->foreign_columns, pending->has_period);
    builder_format(&out, ")%s", pending->tail);
    constraint->definition = text_copy(in->schema->arena, builder_text(&out));
    add_reference(in, constraint, REFERENCE_RELATION, TEXT_ABSENT);
    for (size_t i = 0; i < constraint->foreign_columns.count; i++) {
        add_reference(in, constraint, REFERENCE_COLUMN, constraint->foreign_columns.items[i]);
    }
    if (constraint->is_deferrable || constraint->is_not_enforced) {
        constraint_set_deferrable(in, constraint, constraint->is_deferrable,
                                  constraint->is_initially_deferred);
    }
}

static Object *find_target(Interpreter *in, const PendingForeignKey *pending) {
    TextList path = in->search_path;
    in->search_path = pending->search_path;
    Object *target = interpreter_find_relation_named(in, pending->target);
    in->search_path = path;
    return target;
}

/* A table of an extension, or one that the model does not hold (a foreign table). */
static bool complete_external(Interpreter *in, const PendingForeignKey *pending) {
    TableConstraint *constraint = pending->constraint;
    Text found = pending->target.schema;
    if (text_is_empty(found)) {
        found = schema_external_schema(in->schema, REFERENCE_RELATION, &pending->search_path,
                                       pending->target.name);
    } else if (!schema_has_external(in->schema, REFERENCE_RELATION, found, pending->target.name)) {
        return false;
    }
    if (text_is_absent(found) || constraint->foreign_columns.count == 0) {
        return false;
    }
    constraint->foreign_schema = found;
    constraint->foreign_table = pending->target.name;
    spell(in, pending);
    return true;
}

/* False while the target, or the primary key that is meant, is not there. */
static bool complete(Interpreter *in, const PendingForeignKey *pending) {
    TableConstraint *constraint = pending->constraint;
    const Object *target = find_target(in, pending);
    if (target == NULL || target->kind != KIND_TABLE) {
        return target == NULL && complete_external(in, pending);
    }
    if (constraint->foreign_columns.count == 0) {
        const TableConstraint *key = constraint_primary_key(target);
        if (key == NULL) {
            return false;
        }
        for (size_t i = 0; i < key->columns.count; i++) {
            list_push(in->schema->arena, &constraint->foreign_columns, key->columns.items[i]);
        }
    }
    for (size_t i = 0; i < constraint->foreign_columns.count; i++) {
        if (table_find_column(target, constraint->foreign_columns.items[i]) == NULL) {
            return false;
        }
    }
    constraint->foreign_schema = target->schema;
    constraint->foreign_table = target->name;
    spell(in, pending);
    return true;
}

Outcome foreign_key_define(Interpreter *in, TableConstraint *constraint, const Constraint *node) {
    if (node->pk_attrs != NIL && list_length(node->pk_attrs) != list_length(node->fk_attrs)) {
        return interpreter_error(
            in, DIAGNOSTIC_INVALID_DEFINITION, node->location, "%s",
            TEXT("number of referencing and referenced columns for foreign key disagree"));
    }
    PendingForeignKey pending = {
        .constraint = constraint,
        .target = {interpreter_text(
                       in, node->pktable->schemaname == NULL ? "" : node->pktable->schemaname),
                   interpreter_text(in, node->pktable->relname)},
        .search_path = in->search_path,
        .tail = tail_of(in, node),
        .head = head_of(in, constraint, node->fk_with_period),
        .has_period = node->fk_with_period,
        .where = interpreter_location(in, node->pktable->location),
    };
    constraint->foreign_columns = names_of(in, node->pk_attrs);
    if (!complete(in, &pending)) {
        pending.head = text_copy(in->schema->arena, pending.head);
        pending.tail = text_copy(in->schema->arena, pending.tail);
        list_push(in->schema->arena, &in->state->foreign_keys, pending);
    }
    return OUTCOME_APPLIED;
}

/* The constraint may have been dropped while it waited. */
static bool is_gone(const PendingForeignKey *pending) {
    return pending->constraint->object.is_removed;
}

void constraint_try_foreign_keys(Interpreter *in) {
    PendingForeignKeyList *list = &in->state->foreign_keys;
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (!is_gone(&list->items[i]) && !complete(in, &list->items[i])) {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
}

/* Says what is wrong with the target, as PostgreSQL does. */
static void report(Interpreter *in, const PendingForeignKey *pending) {
    const Object *target = find_target(in, pending);
    const TableConstraint *constraint = pending->constraint;
    Text name = pending->target.name;
    if (target == NULL) {
        diagnostic_add(in->diagnostics, DIAGNOSTIC_UNKNOWN_OBJECT, pending->where,
                       "relation \"%s\" does not exist", name);
    } else if (target->kind != KIND_TABLE) {
        diagnostic_add(in->diagnostics, DIAGNOSTIC_WRONG_KIND, pending->where,
                       "referenced relation \"%s\" is not a table", name);
    } else if (constraint->foreign_columns.count == 0) {
        diagnostic_add(in->diagnostics, DIAGNOSTIC_INVALID_DEFINITION, pending->where,
                       "there is no primary key for referenced table \"%s\"", name);
    } else {
        for (size_t i = 0; i < constraint->foreign_columns.count; i++) {
            if (table_find_column(target, constraint->foreign_columns.items[i]) == NULL) {
                diagnostic_add(in->diagnostics, DIAGNOSTIC_UNKNOWN_COLUMN, pending->where,
                               "column \"%s\" referenced in foreign key constraint does not exist",
                               constraint->foreign_columns.items[i]);
            }
        }
    }
}

void constraint_settle_foreign_keys(Interpreter *in) {
    constraint_try_foreign_keys(in);
    for (size_t i = 0; i < in->state->foreign_keys.count; i++) {
        report(in, &in->state->foreign_keys.items[i]);
    }
    in->state->foreign_keys.count = 0;
}
