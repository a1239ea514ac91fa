/*
 * CREATE POLICY, ALTER POLICY.
 */
#include "parser/interpreter_state.h"
#include "parser/normalize.h"
#include "parser/parse_object.h"

static Text command_text(Interpreter *in, const char *command) {
    Text name = interpreter_text(in, command);
    char *letters = arena_array(in->schema->arena, char, name.length + 1);
    for (size_t i = 0; i < name.length; i++) {
        char letter = name.data[i];
        letters[i] = letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
    }
    return (Text){letters, name.length};
}

/* Sorted; none at all when PUBLIC is among them. */
static TextList policy_roles(Interpreter *in, const List *roles) {
    TextList names = object_role_names(in, roles);
    if (text_list_contains(&names, TEXT(""))) {
        return (TextList){0};
    }
    text_list_sort(&names);
    return names;
}

/* False when a name in the expression is not there yet. */
static bool read_expression(Interpreter *in, RowPolicy *policy, const Object *table, Node *node,
                            Text *expression) {
    if (node == NULL) {
        return true;
    }
    NormalizeContext context = {.relation = table,
                                .role = REFERENCE_BY_DEFINITION,
                                .references = &policy->object.references};
    Text text = normalize_expression(in, node, &context);
    if (text_is_absent(text)) {
        return false;
    }
    *expression = text;
    return true;
}

Outcome apply_create_policy(Interpreter *in, const CreatePolicyStmt *statement) {
    Object *table = interpreter_find_relation(in, statement->table);
    if (table == NULL) {
        return interpreter_no_relation(in, statement->table, TEXT("policy on"));
    }
    RowPolicy *policy = schema_object_new(in->schema, RowPolicy, KIND_POLICY);
    policy->object.schema = table->schema;
    policy->object.relation = table->name;
    policy->object.name = interpreter_text(in, statement->policy_name);
    policy->command = command_text(in, statement->cmd_name);
    policy->is_permissive = statement->permissive;
    policy->roles = policy_roles(in, statement->roles);
    if (!read_expression(in, policy, table, statement->qual, &policy->using_expression) ||
        !read_expression(in, policy, table, statement->with_check, &policy->check_expression)) {
        return interpreter_absent(in);
    }
    if (schema_find_child(in->schema, KIND_POLICY, table->schema, table->name,
                          policy->object.name) != NULL) {
        return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, -1,
                                 "policy \"%s\" for table \"%s\" already exists",
                                 policy->object.name, table->name);
    }
    interpreter_add_object(in, &policy->object, table);
    return OUTCOME_APPLIED;
}

Outcome apply_alter_policy(Interpreter *in, const AlterPolicyStmt *statement) {
    Object *table = interpreter_find_relation(in, statement->table);
    if (table == NULL) {
        return interpreter_no_relation(in, statement->table, TEXT("policy on"));
    }
    RowPolicy *policy =
        (RowPolicy *)schema_find_child(in->schema, KIND_POLICY, table->schema, table->name,
                                       text_from_string(statement->policy_name));
    if (policy == NULL) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, -1,
                                   "policy \"%s\" for table \"%s\" does not exist",
                                   text_from_string(statement->policy_name), table->name);
    }
    if (!read_expression(in, policy, table, statement->qual, &policy->using_expression) ||
        !read_expression(in, policy, table, statement->with_check, &policy->check_expression)) {
        return interpreter_absent(in);
    }
    if (statement->roles != NIL) {
        policy->roles = policy_roles(in, statement->roles);
    }
    return OUTCOME_APPLIED;
}
