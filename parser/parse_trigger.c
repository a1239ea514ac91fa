/*
 * CREATE TRIGGER: kept as one canonical statement.
 */
#include "parser/interpreter_state.h"
#include "parser/normalize.h"
#include "parser/trigger_state.h"

static TableTrigger *find_trigger(const Schema *schema, const Object *relation, Text name) {
    return (TableTrigger *)schema_find_child(schema, KIND_TRIGGER, relation->schema, relation->name,
                                             name);
}

/* UPDATE OF: the trigger needs these columns. */
static Outcome add_column_references(Interpreter *in, const CreateTrigStmt *statement,
                                     const Object *relation, ReferenceList *references) {
    ListCell *cell;
    foreach (cell, statement->columns) {
        Text column = interpreter_text(in, strVal(lfirst(cell)));
        if (relation->kind == KIND_TABLE && table_find_column(relation, column) == NULL) {
            return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_COLUMN, -1,
                                       "column \"%s\" of relation \"%s\" does not exist", column,
                                       relation->name);
        }
        Reference reference = {.kind = REFERENCE_COLUMN,
                               .role = REFERENCE_BY_DEFINITION,
                               .schema = relation->schema,
                               .name = relation->name,
                               .member = column};
        reference_add(in->schema->arena, references, reference);
    }
    return OUTCOME_APPLIED;
}

/* REFERENCING OLD TABLE comes before NEW TABLE, as pg_get_triggerdef() prints them. */
static List *order_transitions(List *transitions) {
    if (list_length(transitions) == 2 && ((TriggerTransition *)linitial(transitions))->isNew) {
        return list_make2(lsecond(transitions), linitial(transitions));
    }
    return transitions;
}

/* The statement without OR REPLACE: that is no property of the trigger. */
static Text definition_text(Interpreter *in, const CreateTrigStmt *statement,
                            const NormalizeContext *context) {
    CreateTrigStmt definition = *statement;
    definition.replace = false;
    definition.transitionRels = order_transitions(definition.transitionRels);
    return normalize_statement(in, (Node *)&definition, context);
}

/* OR REPLACE keeps the comment; the new trigger is enabled. */
static Outcome put_trigger(Interpreter *in, const TableTrigger *new, Object *relation,
                           bool is_replacement) {
    TableTrigger *trigger = find_trigger(in->schema, relation, new->object.name);
    if (trigger == NULL) {
        trigger = arena_new(in->schema->arena, TableTrigger);
        *trigger = *new;
        interpreter_add_object(in, &trigger->object, relation);
        return OUTCOME_APPLIED;
    }
    if (!is_replacement) {
        return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, -1,
                                 "trigger \"%s\" for relation \"%s\" already exists",
                                 new->object.name, relation->name);
    }
    trigger_state_forget(in, relation, new->object.name);
    trigger->definition = new->definition;
    trigger->is_constraint = new->is_constraint;
    trigger->enabled = new->enabled;
    trigger->object.references = new->object.references;
    trigger->object.where = interpreter_location(in, -1);
    return OUTCOME_APPLIED;
}

Outcome apply_create_trigger(Interpreter *in, const CreateTrigStmt *statement) {
    Object *relation = interpreter_find_relation(in, statement->relation);
    if (relation == NULL) {
        return interpreter_no_relation(in, statement->relation, TEXT("trigger on"));
    }
    TableTrigger *trigger = schema_object_new(in->schema, TableTrigger, KIND_TRIGGER);
    NormalizeContext context = {.relation = relation,
                                .role = REFERENCE_BY_DEFINITION,
                                .references = &trigger->object.references};
    trigger->object.schema = relation->schema;
    trigger->object.relation = relation->name;
    trigger->object.name = interpreter_text(in, statement->trigname);
    trigger->is_constraint = statement->isconstraint;
    trigger->enabled = 'O';
    Outcome outcome = add_column_references(in, statement, relation, &trigger->object.references);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    trigger->definition = definition_text(in, statement, &context);
    if (text_is_absent(trigger->definition)) {
        return interpreter_absent(in);
    }
    return put_trigger(in, trigger, relation, statement->replace);
}
