/*
 * CREATE RULE: kept as one canonical statement.
 */
#include "parser/interpreter_state.h"
#include "parser/normalize.h"

static RewriteRule *rule_new(Interpreter *in, const RuleStmt *statement, const Object *relation) {
    RewriteRule *rule = schema_object_new(in->schema, RewriteRule, KIND_RULE);
    rule->object.schema = relation->schema;
    rule->object.relation = relation->name;
    rule->object.name = interpreter_text(in, statement->rulename);
    rule->enabled = 'O';
    return rule;
}

static Text definition_text(Interpreter *in, const RuleStmt *statement,
                            const NormalizeContext *context) {
    RuleStmt definition = *statement;
    definition.replace = false;
    return normalize_statement(in, (Node *)&definition, context);
}

/* OR REPLACE keeps the comment and whether the rule is enabled. */
static Outcome put_rule(Interpreter *in, RewriteRule *new, Object *relation, bool is_replacement) {
    Object *old = schema_find_child(in->schema, KIND_RULE, relation->schema, relation->name,
                                    new->object.name);
    if (old == NULL) {
        interpreter_add_object(in, &new->object, relation);
        return OUTCOME_APPLIED;
    }
    if (!is_replacement) {
        return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, -1,
                                 "rule \"%s\" for relation \"%s\" already exists", new->object.name,
                                 relation->name);
    }
    ((RewriteRule *)old)->definition = new->definition;
    old->references = new->object.references;
    old->where = interpreter_location(in, -1);
    return OUTCOME_APPLIED;
}

Outcome apply_create_rule(Interpreter *in, const RuleStmt *statement) {
    Object *relation = interpreter_find_relation(in, statement->relation);
    if (relation == NULL) {
        return interpreter_no_relation(in, statement->relation, TEXT("rule on"));
    }
    if (statement->event == CMD_SELECT) { /* it would turn the table into a view */
        return interpreter_unsupported(
            in, -1,
            text_format(in->scratch, "rule %I ON SELECT", text_from_string(statement->rulename)));
    }
    RewriteRule *rule = rule_new(in, statement, relation);
    NormalizeContext context = {.relation = relation,
                                .role = REFERENCE_BY_DEFINITION,
                                .references = &rule->object.references};
    rule->definition = definition_text(in, statement, &context);
    return text_is_absent(rule->definition) ? interpreter_absent(in)
                                            : put_rule(in, rule, relation, statement->replace);
}
