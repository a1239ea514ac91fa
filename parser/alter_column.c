/*
 * Alter column: the subcommands of ALTER TABLE that change one column.
 */
#include "parser/alter_table.h"

#include "parser/identity.h"
#include "parser/inheritance.h"
#include "parser/interpreter_state.h"
#include "parser/normalize.h"
#include "parser/not_null.h"
#include "parser/parse_column.h"
#include "parser/parse_foreign.h"
#include "parser/parse_constraint.h"
#include "parser/parse_drop.h"
#include "parser/parse_object.h"
#include "parser/parse_sequence.h"
#include "parser/parse_settings.h"
#include "parser/side_effect.h"

#include "catalog/pg_attribute.h" /* libpg_query's */

#include <string.h>

static Outcome find_column(AlterWork *work, Column **column) {
    Text name = text_from_string(work->command->name);
    *column = work->relation->kind == KIND_TABLE
                  ? table_find_column(work->relation, name)
                  : relation_column_on_demand(work->in, work->relation, name);
    if (*column == NULL && text_equal(name, TEXT(""))) {
        return OUTCOME_FAILED;
    }
    return *column != NULL
               ? OUTCOME_APPLIED
               : interpreter_missing(work->in, DIAGNOSTIC_UNKNOWN_COLUMN,
                                     interpreter_locate(work->in, alter_table_location(work), name),
                                     "column \"%s\" of relation \"%s\" does not exist", name,
                                     work->relation->name);
}

/* ---- ADD COLUMN, DROP COLUMN ---- */

/* Take back what was added behind these counts; both lists grow at their ends only. */
static void take_back(AlterWork *work, size_t children, size_t roots) {
    Schema *schema = work->in->schema;
    while (work->relation->children.count > children) {
        schema_remove(schema, work->relation->children.items[work->relation->children.count - 1]);
    }
    while (schema->roots.count > roots) {
        schema_remove(schema, schema->roots.items[schema->roots.count - 1]);
    }
}

static Outcome apply_not_null_and_constraints(AlterWork *work, Column *column,
                                              const ColumnDef *node) {
    Outcome outcome = column_apply_constraints(work->in, column, node);
    ListCell *cell;
    foreach (cell, constraint_list_of_column(node)) {
        if (outcome == OUTCOME_APPLIED) {
            outcome = constraint_add(work->in, (Table *)work->relation,
                                     lfirst_node(Constraint, cell), CONSTRAINT_IN_ALTER);
        }
    }
    return outcome;
}

static void give_to_children(AlterWork *work, const Column *column) {
    ObjectList children = inheritance_children(work->in, work->relation);
    for (size_t i = 0; i < children.count; i++) {
        Object *child = children.items[i];
        if (table_find_column(child, column->object.name) == NULL) {
            ColumnCopy all = {true, true, true, true};
            Column *copy = column_copy(work->in, column, child, all);
            copy->is_inherited = true;
            not_null_inherit(work->in, copy, column);
        }
        inheritance_take_checks(work->in, (Table *)child, (Table *)work->relation);
        AlterWork below = *work;
        below.relation = child;
        give_to_children(&below, column);
    }
}

Outcome alter_table_add_column(AlterWork *work) {
    Interpreter *in = work->in;
    const ColumnDef *node = castNode(ColumnDef, work->command->def);
    Text name = interpreter_text(in, node->colname);
    if (table_find_column(work->relation, name) != NULL) {
        return work->command->missing_ok
                   ? OUTCOME_APPLIED
                   : interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, node->location,
                                       "column \"%s\" of relation \"%s\" already exists", name,
                                       work->relation->name);
    }
    size_t children = work->relation->children.count, roots = in->schema->roots.count;
    Column *column = column_new(in, work->relation, name);
    column->object.where = interpreter_location(in, node->location);
    Outcome outcome = column_set_definition(in, column, node);
    if (outcome == OUTCOME_APPLIED) {
        outcome = apply_not_null_and_constraints(work, column, node);
    }
    if (outcome == OUTCOME_WAITING || (outcome == OUTCOME_FAILED && in->state->is_trial)) {
        take_back(work, children, roots);
    } else if (work->statement->relation->inh) {
        give_to_children(work, column);
    }
    return outcome;
}

Outcome alter_table_drop_column(AlterWork *work) {
    Text name = text_from_string(work->command->name);
    if (work->command->missing_ok && table_find_column(work->relation, name) == NULL) {
        return OUTCOME_APPLIED;
    }
    Column *column = NULL;
    Outcome outcome = find_column(work, &column);
    return outcome != OUTCOME_APPLIED ? outcome
                                      : drop_table_column(work->in, work->relation, column,
                                                          work->command->behavior == DROP_CASCADE,
                                                          alter_table_location(work));
}

/* ---- DEFAULT, NOT NULL, GENERATED ---- */

Outcome alter_table_column_default(AlterWork *work) {
    Column *column = NULL;
    Outcome outcome = find_column(work, &column);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    if (column->generated != GENERATED_NEVER) {
        return interpreter_error(work->in, DIAGNOSTIC_INVALID_DEFINITION,
                                 alter_table_location(work),
                                 "column \"%s\" of relation \"%s\" is a generated column",
                                 column->object.name, work->relation->name);
    }
    outcome = column_set_default(work->in, column, work->command->def);
    return outcome == OUTCOME_APPLIED ? alter_table_children(work, alter_table_column_default)
                                      : outcome;
}

Outcome alter_table_drop_not_null(AlterWork *work) {
    Column *column = NULL;
    Outcome outcome = find_column(work, &column);
    if (outcome == OUTCOME_APPLIED) {
        not_null_drop(column);
        if (work->statement->relation->inh) {
            not_null_take_from_children(work->in, work->relation, column->object.name);
        }
    }
    return outcome;
}

Outcome alter_table_set_not_null(AlterWork *work) {
    Column *column = NULL;
    Outcome outcome = find_column(work, &column);
    if (outcome == OUTCOME_APPLIED) {
        not_null_set(column);
        if (work->statement->relation->inh) {
            not_null_give_to_children(work->in, work->relation, column);
        }
    }
    return outcome;
}

static Outcome not_generated(AlterWork *work, const Column *column) {
    return interpreter_error(work->in, DIAGNOSTIC_INVALID_DEFINITION, alter_table_location(work),
                             "column \"%s\" of relation \"%s\" is not a generated column",
                             column->object.name, work->relation->name);
}

Outcome alter_table_set_expression(AlterWork *work) {
    Column *column = NULL;
    Outcome outcome = find_column(work, &column);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    if (column->generated == GENERATED_NEVER) {
        return not_generated(work, column);
    }
    outcome = column_set_generated(work->in, column, work->command->def, column->generated);
    return outcome == OUTCOME_APPLIED ? alter_table_children(work, alter_table_set_expression)
                                      : outcome;
}

Outcome alter_table_drop_expression(AlterWork *work) {
    Column *column = NULL;
    Outcome outcome = find_column(work, &column);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    if (column->generated == GENERATED_NEVER) {
        return work->command->missing_ok ? OUTCOME_APPLIED : not_generated(work, column);
    }
    column_drop_default(column);
    return alter_table_children(work, alter_table_drop_expression);
}

/* ---- storage and statistics ---- */

Outcome alter_table_set_statistics(AlterWork *work) {
    if (work->command->name == NULL) { /* columns of an index have numbers */
        return alter_table_index_statistics(work);
    }
    Column *column = NULL;
    Outcome outcome = find_column(work, &column);
    if (outcome == OUTCOME_APPLIED && column != NULL) {
        const Node *target = work->command->def;
        column->statistics = target != NULL && IsA(target, Integer) ? intVal(target) : -1;
        outcome = alter_table_children(work, alter_table_set_statistics);
    }
    return outcome;
}

Outcome alter_table_set_column_options(AlterWork *work) {
    Column *column = NULL;
    Outcome outcome = find_column(work, &column);
    if (outcome == OUTCOME_APPLIED) {
        const List *elements = castNode(List, work->command->def);
        if (work->command->subtype == AT_SetOptions) {
            settings_set(work->in, &column->options, elements);
        } else {
            settings_reset(work->in, &column->options, elements);
        }
    }
    return outcome;
}

Outcome alter_table_set_foreign_options(AlterWork *work) {
    Column *column = NULL;
    Outcome outcome = find_column(work, &column);
    return outcome != OUTCOME_APPLIED ? outcome
                                      : foreign_options(work->in, &column->foreign_options,
                                                        castNode(List, work->command->def));
}

Outcome alter_table_set_storage(AlterWork *work) {
    Column *column = NULL;
    Outcome outcome = find_column(work, &column);
    if (outcome == OUTCOME_APPLIED) {
        column_set_storage(work->in, column, strVal(work->command->def));
        outcome = alter_table_children(work, alter_table_set_storage);
    }
    return outcome;
}

Outcome alter_table_set_compression(AlterWork *work) {
    Column *column = NULL;
    Outcome outcome = find_column(work, &column);
    if (outcome == OUTCOME_APPLIED) {
        column_set_compression(work->in, column, strVal(work->command->def));
    }
    return outcome;
}

/* ---- TYPE ---- */

/* "character varying(10)[]" -> "character varying[]" */
static Text without_modifier(Arena *arena, Text type) {
    const char *open = memchr(type.data, '(', type.length);
    const char *close = memchr(type.data, ')', type.length);
    if (open == NULL || close == NULL) {
        return type;
    }
    return text_format(arena, "%s%s", text_slice(type, 0, (size_t)(open - type.data)),
                       text_slice(type, (size_t)(close + 1 - type.data), type.length));
}

static bool is_literal_or_null(const Node *expression) {
    const A_Const *constant = (const A_Const *)expression;
    return IsA(expression, A_Const) && (constant->isnull || nodeTag(&constant->val) == T_String);
}

/*
 * The default stays what it was, with an implicit cast around it that is not shown: a literal keeps
 * the old type, which now has to be said.  So does a NULL that is stored, of varchar(15).
 */
static Outcome retype_default(AlterWork *work, Column *column, Text old_type) {
    Arena *arena = work->in->scratch;
    if (text_is_absent(column->default_value) || column->generated != GENERATED_NEVER) {
        return OUTCOME_APPLIED;
    }
    Text value = column->default_value;
    Node *expression = parse_expression_text(work->in, value);
    if (expression != NULL && is_literal_or_null(expression)) {
        value = text_format(arena, "%s::%s", value, without_modifier(arena, old_type));
        expression = parse_expression_text(work->in, value);
    }
    return expression == NULL ? OUTCOME_APPLIED : column_set_default(work->in, column, expression);
}

Outcome alter_table_column_type(AlterWork *work) {
    Column *column = NULL;
    Outcome outcome = find_column(work, &column);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    const ColumnDef *node = castNode(ColumnDef, work->command->def);
    Text old_type = column->type;
    outcome = column_set_type(work->in, column, node->typeName, node->collClause);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    if (column->identity != IDENTITY_NONE) {
        sequence_retype(&column->sequence->options, column->type);
    }
    side_effect_note_conversion(work->in, work->relation, column, node->raw_default);
    outcome = retype_default(work, column, old_type);
    return outcome == OUTCOME_APPLIED ? alter_table_children(work, alter_table_column_type)
                                      : outcome;
}

/* ---- identity ---- */

Outcome alter_table_add_identity(AlterWork *work) {
    Column *column = NULL;
    Outcome outcome = find_column(work, &column);
    return outcome == OUTCOME_APPLIED
               ? column_set_identity(work->in, column, castNode(Constraint, work->command->def))
               : outcome;
}

static Outcome not_identity(AlterWork *work, const Column *column) {
    return interpreter_missing(work->in, DIAGNOSTIC_INVALID_DEFINITION, alter_table_location(work),
                               "column \"%s\" of relation \"%s\" is not an identity column",
                               column->object.name, work->relation->name);
}

Outcome alter_table_set_identity(AlterWork *work) {
    Column *column = NULL;
    Outcome outcome = find_column(work, &column);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    if (column->identity == IDENTITY_NONE) {
        return not_identity(work, column);
    }
    const List *elements = castNode(List, work->command->def);
    ListCell *cell;
    foreach (cell, elements) {
        const DefElem *element = lfirst_node(DefElem, cell);
        if (strcmp(element->defname, "generated") == 0) {
            column->identity = intVal(element->arg) == ATTRIBUTE_IDENTITY_ALWAYS
                                   ? IDENTITY_ALWAYS
                                   : IDENTITY_BY_DEFAULT;
        }
    }
    return sequence_apply_options(work->in, elements, &column->sequence->options, false);
}

Outcome alter_table_drop_identity(AlterWork *work) {
    Column *column = NULL;
    Outcome outcome = find_column(work, &column);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    if (column->identity == IDENTITY_NONE) {
        return work->command->missing_ok ? OUTCOME_APPLIED : not_identity(work, column);
    }
    identity_end(column);
    return OUTCOME_APPLIED;
}
