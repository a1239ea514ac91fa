/*
 * Set: search_path and the current role, by SET, RESET, set_config() and COMMIT.
 *
 * All other settings mean nothing to a schema.  SELECT is here because pg_dump sets the search path
 * and the sequences' values with it; any other SELECT is data.
 */
#include "parser/parse_set.h"

#include "parser/interpreter_state.h"

#include <string.h>

/* What a path may name and the model never holds. */
static bool is_implicit_schema(Text name) {
    return text_is_empty(name) || text_equal(name, TEXT("$user")) ||
           text_equal(name, TEXT("pg_catalog")) || text_equal(name, TEXT("pg_temp"));
}

static void path_add(Interpreter *in, TextList *path, Text name) {
    if (!is_implicit_schema(name) && !text_list_contains(path, name)) {
        list_push(in->schema->arena, path, text_copy(in->schema->arena, name));
    }
}

static void set_search_path(Interpreter *in, TextList path, bool is_local) {
    InterpreterState *state = in->state;
    if (!is_local) {
        state->has_local_search_path = false;
    } else if (!state->has_local_search_path) {
        state->session_search_path = in->search_path;
        state->has_local_search_path = true;
    }
    in->search_path = path;
}

static TextList default_search_path(Interpreter *in) {
    TextList path = {0};
    path_add(in, &path, TEXT("public"));
    return path;
}

static Text constant_text(const Interpreter *in, const Node *node) {
    if (node == NULL || !IsA(node, A_Const) || castNode(A_Const, node)->isnull) {
        return TEXT("");
    }
    const A_Const *constant = castNode(A_Const, node);
    return nodeTag(&constant->val) == T_String ? interpreter_text(in, strVal(&constant->val))
                                               : TEXT("");
}

/* The value of set_config(): "a, \"B\"", folded and unquoted like SplitIdentifierString(). */
static TextList split_path(Interpreter *in, Text value) {
    TextList path = {0};
    size_t i = 0;
    while (i < value.length) {
        Builder name = builder_new(in->schema->arena);
        bool is_quoted = false;
        for (; i < value.length && (is_quoted || value.data[i] != ','); i++) {
            char c = value.data[i];
            if (c == '"') {
                bool is_doubled = is_quoted && i + 1 < value.length && value.data[i + 1] == '"';
                i += is_doubled;
                is_quoted = is_quoted == is_doubled;
                if (is_doubled) {
                    builder_add_char(&name, '"');
                }
            } else if (is_quoted) {
                builder_add_char(&name, c);
            } else if (c != ' ' && c != '\t' && c != '\n') {
                builder_add_char(&name, (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c));
            }
        }
        path_add(in, &path, builder_text(&name));
        i++; /* the comma */
    }
    return path;
}

static Outcome apply_search_path(Interpreter *in, const VariableSetStmt *statement) {
    TextList path = {0};
    if (statement->kind != VAR_SET_VALUE) {
        set_search_path(in, default_search_path(in), statement->is_local);
        return OUTCOME_APPLIED;
    }
    ListCell *cell;
    foreach (cell, statement->args) {
        path_add(in, &path, constant_text(in, lfirst(cell)));
    }
    set_search_path(in, path, statement->is_local);
    return OUTCOME_APPLIED;
}

static Outcome apply_role(Interpreter *in, const VariableSetStmt *statement) {
    Text role = TEXT("");
    if (statement->kind == VAR_SET_VALUE && statement->args != NIL) {
        role = constant_text(in, linitial(statement->args));
    }
    if (text_is_empty(role) || text_equal(role, TEXT("none"))) {
        in->current_role = in->schema->current_role;
    } else {
        in->current_role = role;
        in->schema->states_owners = true;
    }
    return OUTCOME_APPLIED;
}

/* "heap" and "pg_default" are what every database has. */
static Text or_default(const Interpreter *in, const char *written, Text of_session,
                       const char *usual) {
    Text name = written != NULL ? interpreter_text(in, written) : of_session;
    return text_equal(name, text_from_string(usual)) ? TEXT("") : name;
}

Text interpreter_access_method(const Interpreter *in, const char *written) {
    return or_default(in, written, in->state->default_access_method, "heap");
}

Text interpreter_tablespace(const Interpreter *in, const char *written) {
    return or_default(in, written, in->state->default_tablespace, "pg_default");
}

static Outcome apply_default(Interpreter *in, const VariableSetStmt *statement, Text *setting) {
    bool is_set = statement->kind == VAR_SET_VALUE && statement->args != NIL;
    *setting = is_set ? constant_text(in, linitial(statement->args)) : TEXT("");
    return OUTCOME_APPLIED;
}

Outcome apply_set(Interpreter *in, const VariableSetStmt *statement) {
    if (statement->kind == VAR_RESET_ALL) {
        in->state->default_access_method = in->state->default_tablespace = TEXT("");
        set_search_path(in, default_search_path(in), false);
        return OUTCOME_APPLIED;
    }
    if (statement->name == NULL || statement->kind == VAR_SET_MULTI ||
        statement->kind == VAR_SET_CURRENT) {
        return OUTCOME_APPLIED;
    }
    if (strcmp(statement->name, "search_path") == 0) {
        return apply_search_path(in, statement);
    }
    if (strcmp(statement->name, "role") == 0 ||
        strcmp(statement->name, "session_authorization") == 0) {
        return apply_role(in, statement);
    }
    if (strcmp(statement->name, "default_table_access_method") == 0) {
        return apply_default(in, statement, &in->state->default_access_method);
    }
    if (strcmp(statement->name, "default_tablespace") == 0) {
        return apply_default(in, statement, &in->state->default_tablespace);
    }
    return OUTCOME_APPLIED;
}

static Outcome end_of_transaction(Interpreter *in) {
    if (in->state->has_local_search_path) {
        in->search_path = in->state->session_search_path;
        in->state->has_local_search_path = false;
    }
    return OUTCOME_APPLIED;
}

Outcome set_apply_transaction(Interpreter *in, const TransactionStmt *statement) {
    switch (statement->kind) {
        case TRANS_STMT_COMMIT:
        case TRANS_STMT_PREPARE:
        case TRANS_STMT_COMMIT_PREPARED: return end_of_transaction(in);
        case TRANS_STMT_ROLLBACK:
        case TRANS_STMT_ROLLBACK_TO:
        case TRANS_STMT_ROLLBACK_PREPARED:
            end_of_transaction(in);
            return interpreter_unsupported(in, -1, TEXT("ROLLBACK"));
        case TRANS_STMT_BEGIN:
        case TRANS_STMT_START:
        case TRANS_STMT_SAVEPOINT:
        case TRANS_STMT_RELEASE: break;
    }
    return OUTCOME_APPLIED;
}

static bool constant_is_true(const Node *node) {
    if (node != NULL && IsA(node, TypeCast)) {
        node = castNode(TypeCast, node)->arg;
    }
    if (node == NULL || !IsA(node, A_Const)) {
        return false;
    }
    const A_Const *constant = castNode(A_Const, node);
    return nodeTag(&constant->val) == T_Boolean && boolVal(&constant->val);
}

/* The one function call that is all of a SELECT's list; NULL when it is anything else. */
static const FuncCall *only_call(const SelectStmt *statement) {
    if (statement->op != SETOP_NONE || statement->fromClause != NIL ||
        list_length(statement->targetList) != 1) {
        return NULL;
    }
    const ResTarget *target = linitial_node(ResTarget, statement->targetList);
    return IsA(target->val, FuncCall) ? castNode(FuncCall, target->val) : NULL;
}

static bool call_is(const FuncCall *call, const char *name) {
    return call != NULL && strcmp(strVal(llast(call->funcname)), name) == 0;
}

static Outcome apply_select_into(Interpreter *in, const SelectStmt *statement) {
    CreateTableAsStmt *create = makeNode(CreateTableAsStmt);
    SelectStmt *query = copyObjectImpl(statement);
    create->into = query->intoClause;
    query->intoClause = NULL;
    create->query = (Node *)query;
    create->objtype = OBJECT_TABLE;
    create->is_select_into = true;
    return apply_create_table_as(in, create);
}

Outcome apply_select(Interpreter *in, const SelectStmt *statement) {
    if (statement->intoClause != NULL) {
        return apply_select_into(in, statement);
    }
    const FuncCall *call = only_call(statement);
    if (call_is(call, "set_config") && list_length(call->args) == 3) {
        if (text_equal(constant_text(in, linitial(call->args)), TEXT("search_path"))) {
            Text value = constant_text(in, lsecond(call->args));
            set_search_path(in, split_path(in, value), constant_is_true(lthird(call->args)));
        }
        return OUTCOME_APPLIED;
    }
    if (call_is(call, "setval")) {
        return OUTCOME_APPLIED;
    }
    return interpreter_skip(in, SKIPPED_DATA);
}
