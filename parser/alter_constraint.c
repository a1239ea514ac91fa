/*
 * Alter constraint: ADD, ALTER, VALIDATE and DROP CONSTRAINT; and ALTER INDEX.
 */
#include "parser/alter_table.h"

#include "parser/index_part.h"
#include "parser/inheritance.h"
#include "parser/interpreter_state.h"
#include "parser/not_null.h"
#include "parser/parse_column.h"
#include "parser/parse_constraint.h"
#include "parser/parse_drop.h"
#include "parser/parse_index.h"
#include "parser/parse_object.h"

#include "nodes/makefuncs.h" /* libpg_query's */

#include <string.h>

/* ---- NOT NULL as a constraint: PostgreSQL 18 ---- */

static Outcome add_not_null(AlterWork *work, const Constraint *node) {
    Interpreter *in = work->in;
    Text name = text_from_string(strVal(linitial(node->keys)));
    Column *column = table_find_column(work->relation, name);
    if (column == NULL) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_COLUMN, node->location,
                                   "column \"%s\" of relation \"%s\" does not exist", name,
                                   work->relation->name);
    }
    if (column->is_not_null) {
        not_null_set(column);
    } else {
        not_null_define(in, column, node);
        column->not_null.is_not_valid = node->skip_validation;
    }
    if (work->statement->relation->inh) {
        not_null_give_to_children(in, work->relation, column);
    }
    return OUTCOME_APPLIED;
}

/* ---- ADD CONSTRAINT ---- */

/* Checks reach the children as they are; of a primary key only NOT NULL does. */
static void give_to_children(AlterWork *work, const TableConstraint *constraint) {
    ObjectList children = inheritance_children(work->in, work->relation);
    for (size_t i = 0; i < children.count; i++) {
        if (constraint->type == CONSTRAINT_TYPE_CHECK) {
            constraint_inherit_check(work->in, constraint, (Table *)children.items[i]);
        }
        for (size_t j = 0; j < constraint->columns.count; j++) {
            Column *column = table_find_column(children.items[i], constraint->columns.items[j]);
            if (column != NULL && constraint->type == CONSTRAINT_TYPE_PRIMARY_KEY) {
                not_null_inherit(work->in, column,
                                 table_find_column(work->relation, column->object.name));
            }
        }
        AlterWork below = *work;
        below.relation = children.items[i];
        give_to_children(&below, constraint);
    }
}

Outcome alter_table_add_constraint(AlterWork *work) {
    const Constraint *node = castNode(Constraint, work->command->def);
    if (node->contype == CONSTR_NOTNULL) {
        return add_not_null(work, node);
    }
    size_t before = work->relation->children.count;
    Outcome outcome = constraint_add(work->in, (Table *)work->relation, node, CONSTRAINT_IN_ALTER);
    size_t after = work->relation->children.count;
    const Object *added = after == 0 ? NULL : work->relation->children.items[after - 1];
    bool is_new = outcome == OUTCOME_APPLIED && added != NULL && after >= before &&
                  added->kind == KIND_CONSTRAINT;
    if (is_new && work->statement->relation->inh) {
        const TableConstraint *constraint = (const TableConstraint *)added;
        if (!constraint->is_no_inherit) {
            give_to_children(work, constraint);
        }
        if (constraint->type != CONSTRAINT_TYPE_CHECK &&
            constraint->type != CONSTRAINT_TYPE_FOREIGN_KEY) {
            index_part_give(work->in, work->relation->children.items[after - 1]);
        }
    }
    return outcome;
}

/* ---- ALTER, VALIDATE, DROP CONSTRAINT ---- */

static Outcome missing_constraint(AlterWork *work, Text name) {
    return interpreter_missing(work->in, DIAGNOSTIC_UNKNOWN_OBJECT, alter_table_location(work),
                               "constraint \"%s\" of relation \"%s\" does not exist", name,
                               work->relation->name);
}

static void make_own_below(const AlterWork *work, Text column) {
    ObjectList children = inheritance_children(work->in, work->relation);
    for (size_t i = 0; i < children.count; i++) {
        not_null_set_free(table_find_column(children.items[i], column));
    }
}

/* NO INHERIT leaves the children theirs, as their own. */
static Outcome alter_not_null(AlterWork *work, Column *column, const ATAlterConstraint *change) {
    if (!change->alterInheritability) {
        return interpreter_error(work->in, DIAGNOSTIC_WRONG_KIND, alter_table_location(work),
                                 "constraint \"%s\" of relation \"%s\" is not a foreign key "
                                 "constraint",
                                 text_from_string(change->conname), work->relation->name);
    }
    column->not_null.is_no_inherit = change->noinherit;
    if (change->noinherit) {
        make_own_below(work, column->object.name);
    } else {
        not_null_give_to_children(work->in, work->relation, column);
    }
    return OUTCOME_APPLIED;
}

Outcome alter_table_alter_constraint(AlterWork *work) {
    const ATAlterConstraint *change = castNode(ATAlterConstraint, work->command->def);
    Text name = text_from_string(change->conname);
    TableConstraint *constraint = constraint_find(work->relation, name);
    if (constraint == NULL) {
        Column *column = not_null_find(work->in, work->relation, name);
        return column != NULL ? alter_not_null(work, column, change)
                              : missing_constraint(work, name);
    }
    if (change->alterDeferrability) {
        constraint_set_deferrable(work->in, constraint, change->deferrable, change->initdeferred);
    }
    if (change->alterEnforceability) {
        constraint_set_enforced(work->in, constraint, change->is_enforced);
        constraint->is_not_valid = false;
    }
    if (change->alterInheritability) {
        constraint_set_no_inherit(work->in, constraint, change->noinherit);
    }
    return OUTCOME_APPLIED;
}

static Outcome validate_below(AlterWork *work) {
    TableConstraint *constraint =
        constraint_find(work->relation, text_from_string(work->command->name));
    if (constraint != NULL) {
        constraint->is_not_valid = false;
    }
    return alter_table_children(work, validate_below);
}

Outcome alter_table_validate_constraint(AlterWork *work) {
    Text name = text_from_string(work->command->name);
    if (constraint_find(work->relation, name) != NULL) {
        return validate_below(work);
    }
    Column *column = not_null_find(work->in, work->relation, name);
    if (column == NULL) {
        return missing_constraint(work, name);
    }
    column->not_null.is_not_valid = false;
    not_null_give_to_children(work->in, work->relation, column);
    return OUTCOME_APPLIED;
}

Outcome alter_table_drop_constraint(AlterWork *work) {
    Text name = text_from_string(work->command->name);
    TableConstraint *constraint = constraint_find(work->relation, name);
    if (constraint != NULL) {
        return drop_table_constraint(work->in, work->relation, constraint,
                                     work->command->behavior == DROP_CASCADE,
                                     alter_table_location(work));
    }
    Column *column = not_null_find(work->in, work->relation, name);
    if (column != NULL) {
        not_null_drop(column);
        not_null_take_from_children(work->in, work->relation, column->object.name);
        return OUTCOME_APPLIED;
    }
    return work->command->missing_ok ? OUTCOME_APPLIED : missing_constraint(work, name);
}

/* ---- ALTER INDEX ---- */

static Outcome redefine(AlterWork *work, const IndexStmt *statement) {
    TableIndex *index = (TableIndex *)work->relation;
    bool is_unique = index->is_unique;
    Outcome outcome = index_define(work->in, index, index->object.parent, statement);
    index->is_unique = is_unique;
    return outcome;
}

static List *without_option(List *options, const char *name) {
    List *kept = NIL;
    ListCell *cell;
    foreach (cell, options) {
        DefElem *element = lfirst_node(DefElem, cell);
        if (strcmp(element->defname, name) != 0) {
            kept = lappend(kept, element);
        }
    }
    return kept;
}

Outcome alter_table_index_options(AlterWork *work) {
    const TableIndex *index = (const TableIndex *)work->relation;
    IndexStmt *statement = index_parse_definition(work->in, index->definition);
    ListCell *cell;
    foreach (cell, castNode(List, work->command->def)) {
        DefElem *element = lfirst_node(DefElem, cell);
        statement->options = without_option(statement->options, element->defname);
        if (work->command->subtype == AT_SetRelOptions) {
            statement->options = lappend(statement->options, element);
        }
    }
    return redefine(work, statement);
}

Outcome alter_table_index_tablespace(AlterWork *work) {
    const TableIndex *index = (const TableIndex *)work->relation;
    IndexStmt *statement = index_parse_definition(work->in, index->definition);
    bool is_default = strcmp(work->command->name, "pg_default") == 0;
    statement->tableSpace = is_default ? NULL : work->command->name;
    return redefine(work, statement);
}

/* Only expressions have a target of their own: those of plain columns are the table's. */
static Outcome check_is_expression(AlterWork *work, Text number) {
    Interpreter *in = work->in;
    const TableIndex *index = (const TableIndex *)work->relation;
    if (index->object.kind != KIND_INDEX) {
        return interpreter_error(in, DIAGNOSTIC_WRONG_KIND, alter_table_location(work),
                                 "cannot refer to non-index column by number", number);
    }
    size_t place = (size_t)work->command->num;
    if (place == 0 || place > index->columns.count) {
        return interpreter_error(in, DIAGNOSTIC_UNKNOWN_COLUMN, alter_table_location(work),
                                 "column number %s of relation \"%s\" does not exist", number,
                                 index->object.name);
    }
    if (!text_is_empty(index->columns.items[place - 1])) {
        return interpreter_error(in, DIAGNOSTIC_WRONG_KIND, alter_table_location(work),
                                 "cannot alter statistics on non-expression column \"%s\" of "
                                 "index \"%s\"",
                                 index->columns.items[place - 1], index->object.name);
    }
    return OUTCOME_APPLIED;
}

Outcome alter_table_index_statistics(AlterWork *work) {
    Interpreter *in = work->in;
    Text number = text_from_integer(in->schema->arena, work->command->num);
    Outcome outcome = check_is_expression(work, number);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    TableIndex *index = (TableIndex *)work->relation;
    const Node *target = work->command->def;
    SettingList targets = {0}; /* a new list: a copy of the index may share the old one */
    for (size_t i = 0; i < index->statistics.count; i++) {
        if (!text_equal(index->statistics.items[i].name, number)) {
            list_push(in->schema->arena, &targets, index->statistics.items[i]);
        }
    }
    if (target != NULL && IsA(target, Integer) && intVal(target) >= 0) {
        Setting setting = {number, text_from_integer(in->schema->arena, intVal(target))};
        list_push(in->schema->arena, &targets, setting);
    }
    setting_list_sort(&targets);
    index->statistics = targets;
    return OUTCOME_APPLIED;
}
