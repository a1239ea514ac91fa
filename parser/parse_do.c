/*
 * DO: the anonymous blocks that people put around DDL.
 *
 * In: a DO statement in PL/pgSQL.  Out: its DDL applied, where the block is one of the usual
 * guards: IF NOT EXISTS (SELECT ... FROM pg_type ...) THEN CREATE TYPE ...; END IF; BEGIN CREATE
 * TYPE ...; EXCEPTION WHEN duplicate_object THEN NULL; END; EXECUTE 'CREATE ...'; Under a guard,
 * what exists already stays and what is missing is passed over, as when the block runs. Anything
 * else is reported as unsupported.  The block's tree is libpg_query's JSON, read by jansson.
 */
#include "parser/interpreter_state.h"

#include "parser/parser.h" /* libpg_query's */
#include "pg_query.h"

#include <jansson.h>
#include <string.h>

/* Which complaint a guard makes meaningless; DIAGNOSTIC_COUNT: none. */
typedef struct DoBlock {
    Interpreter *in;
    DiagnosticId pardoned;
    Outcome outcome;
    Text unsupported; /* the first construct that cannot be followed; absent = none */
} DoBlock;

static void do_run(DoBlock *block, const json_t *statements);

static void do_refuse(DoBlock *block, const char *what) {
    if (text_is_absent(block->unsupported)) {
        block->unsupported = text_copy_string(block->in->schema->arena, what);
    }
}

/* The first error that the guard does not pardon; NULL when there is none. */
static const Diagnostic *first_error(const Diagnostics *heard, DiagnosticId pardoned) {
    for (size_t i = 0; i < heard->count; i++) {
        if (heard->items[i].severity == SEVERITY_ERROR && heard->items[i].id != pardoned) {
            return &heard->items[i];
        }
    }
    return NULL;
}

/* Positions inside the block's string mean nothing to the file: errors are told at the DO. */
static void do_apply(DoBlock *block, const char *sql) {
    Interpreter *in = block->in;
    Diagnostics *diagnostics = in->diagnostics;
    Diagnostics heard = {.arena = diagnostics->arena};
    const Source *source = in->source;
    Location outer = in->state->block;
    if (source != NULL) {
        in->state->block = interpreter_location(in, -1);
    }
    in->source = NULL;
    in->diagnostics = &heard;
    interpreter_apply_text(in, text_copy_string(in->schema->arena, sql));
    in->source = source;
    in->state->block = outer;
    in->diagnostics = diagnostics;
    const Diagnostic *error = first_error(&heard, block->pardoned);
    if (error == NULL) {
        return;
    }
    if (!in->is_last_try) {
        block->outcome = OUTCOME_WAITING;
        return;
    }
    diagnostic_add(diagnostics, error->id, interpreter_location(in, -1), "in DO block: %s",
                   error->message);
    block->outcome = OUTCOME_FAILED;
}

static const char *expression_text(const json_t *holder, const char *field) {
    const json_t *expression = json_object_get(json_object_get(holder, field), "PLpgSQL_expr");
    return json_string_value(json_object_get(expression, "query"));
}

/* EXECUTE of a constant string; format() and concatenations need a server. */
static void do_execute(DoBlock *block, const json_t *statement) {
    const char *expression = expression_text(statement, "query");
    if (expression == NULL || json_object_get(statement, "params") != NULL) {
        do_refuse(block, "EXECUTE with parameters");
        return;
    }
    const List *tree = raw_parser(expression, RAW_PARSE_PLPGSQL_EXPR);
    const SelectStmt *select = (const SelectStmt *)linitial_node(RawStmt, tree)->stmt;
    const Node *value = ((const ResTarget *)linitial(select->targetList))->val;
    if (!IsA(value, A_Const) || nodeTag(&((const A_Const *)value)->val) != T_String) {
        do_refuse(block, "EXECUTE of a computed string");
        return;
    }
    do_apply(block, strVal(&((const A_Const *)value)->val));
}

/* A question about the catalogs, such as people guard DDL with; any other needs data. */
static bool is_catalog_question(Text condition) {
    return text_contains(condition, TEXT("pg_")) ||
           text_contains(condition, TEXT("information_schema")) ||
           text_contains(condition, TEXT("to_reg"));
}

static void do_if(DoBlock *block, const json_t *statement) {
    Text condition = text_trim(text_from_string(expression_text(statement, "cond")));
    bool is_absence = text_equal_ignoring_case(text_slice(condition, 0, 10), TEXT("NOT EXISTS"));
    bool is_presence = text_equal_ignoring_case(text_slice(condition, 0, 6), TEXT("EXISTS"));
    bool has_branches = json_object_get(statement, "else_body") != NULL ||
                        json_object_get(statement, "elsif_list") != NULL;
    if (has_branches || !is_catalog_question(condition) || (!is_absence && !is_presence)) {
        do_refuse(block, "IF whose condition only a server can decide");
        return;
    }
    DiagnosticId outer = block->pardoned;
    block->pardoned = is_absence ? DIAGNOSTIC_DUPLICATE_OBJECT : DIAGNOSTIC_UNKNOWN_OBJECT;
    do_run(block, json_object_get(statement, "then_body"));
    block->pardoned = outer;
}

/* The complaint that the handlers of a block swallow; DIAGNOSTIC_COUNT when it has no name. */
static DiagnosticId swallowed(const json_t *handlers) {
    DiagnosticId pardoned = DIAGNOSTIC_COUNT;
    size_t i;
    const json_t *item;
    json_array_foreach(handlers, i, item) {
        const json_t *handler = json_object_get(item, "PLpgSQL_exception");
        const json_t *condition = json_object_get(
            json_array_get(json_object_get(handler, "conditions"), 0), "PLpgSQL_condition");
        const char *name = json_string_value(json_object_get(condition, "condname"));
        if (name == NULL) {
            return DIAGNOSTIC_COUNT;
        }
        pardoned = strncmp(name, "undefined_", 10) == 0 ? DIAGNOSTIC_UNKNOWN_OBJECT
                                                        : DIAGNOSTIC_DUPLICATE_OBJECT;
    }
    return pardoned;
}

/* A handler may be empty or RAISE a notice; anything more runs only when a server says so. */
static void check_handlers(DoBlock *block, const json_t *handlers) {
    size_t i, j;
    const json_t *item, *statement;
    json_array_foreach(handlers, i, item) {
        const json_t *handler = json_object_get(item, "PLpgSQL_exception");
        json_array_foreach(json_object_get(handler, "action"), j, statement) {
            if (json_object_get(statement, "PLpgSQL_stmt_raise") == NULL) {
                do_refuse(block, "EXCEPTION handler that does something");
            }
        }
    }
}

static void do_block(DoBlock *block, const json_t *statement) {
    const json_t *exceptions =
        json_object_get(json_object_get(statement, "exceptions"), "PLpgSQL_exception_block");
    DiagnosticId outer = block->pardoned;
    if (exceptions != NULL) {
        const json_t *handlers = json_object_get(exceptions, "exc_list");
        check_handlers(block, handlers);
        block->pardoned = swallowed(handlers);
    }
    do_run(block, json_object_get(statement, "body"));
    block->pardoned = outer;
}

static void do_statement(DoBlock *block, const char *kind, const json_t *statement) {
    if (strcmp(kind, "PLpgSQL_stmt_block") == 0) {
        do_block(block, statement);
    } else if (strcmp(kind, "PLpgSQL_stmt_if") == 0) {
        do_if(block, statement);
    } else if (strcmp(kind, "PLpgSQL_stmt_execsql") == 0) {
        do_apply(block, expression_text(statement, "sqlstmt"));
    } else if (strcmp(kind, "PLpgSQL_stmt_dynexecute") == 0) {
        do_execute(block, statement);
    } else if (strcmp(kind, "PLpgSQL_stmt_raise") != 0 &&
               strcmp(kind, "PLpgSQL_stmt_return") != 0) {
        do_refuse(block, kind + strlen("PLpgSQL_stmt_"));
    }
}

static void do_run(DoBlock *block, const json_t *statements) {
    size_t i;
    const json_t *item;
    json_array_foreach(statements, i, item) {
        const char *kind;
        json_t *statement;
        json_object_foreach((json_t *)item, kind, statement) {
            if (block->outcome == OUTCOME_APPLIED) {
                do_statement(block, kind, statement);
            }
        }
    }
}

/* The tree of the block as JSON; NULL when PL/pgSQL's parser refuses it. */
static json_t *do_parse(const Interpreter *in, Text body) {
    Text sql = text_format(in->scratch, "DO %L", body);
    MemoryContext before = CurrentMemoryContext;
    PgQueryPlpgsqlParseResult result = pg_query_parse_plpgsql(text_to_string(in->scratch, sql));
    MemoryContextSwitchTo(before);
    json_t *tree = result.error == NULL ? json_loads(result.plpgsql_funcs, 0, NULL) : NULL;
    pg_query_free_plpgsql_parse_result(result);
    return tree;
}

static Text do_option(const DoStmt *statement, const char *name, Text otherwise) {
    ListCell *cell;
    foreach (cell, statement->args) {
        const DefElem *option = lfirst_node(DefElem, cell);
        if (strcmp(option->defname, name) == 0) {
            return text_from_string(strVal(option->arg));
        }
    }
    return otherwise;
}

Outcome apply_do(Interpreter *in, const DoStmt *statement) {
    if (!text_equal(do_option(statement, "language", TEXT("plpgsql")), TEXT("plpgsql"))) {
        return interpreter_unsupported(in, -1, TEXT("DO block in another language than plpgsql"));
    }
    json_t *tree = do_parse(in, do_option(statement, "as", TEXT("")));
    const json_t *function = json_object_get(json_array_get(tree, 0), "PLpgSQL_function");
    const json_t *action =
        json_object_get(json_object_get(function, "action"), "PLpgSQL_stmt_block");
    if (action == NULL) {
        json_decref(tree);
        return interpreter_unsupported(in, -1, TEXT("DO block whose body is no PL/pgSQL"));
    }
    DoBlock block = {.in = in, .pardoned = DIAGNOSTIC_COUNT, .outcome = OUTCOME_APPLIED};
    do_block(&block, action);
    json_decref(tree);
    if (!text_is_absent(block.unsupported)) {
        Text what = text_format(in->schema->arena, "DO block with %s", block.unsupported);
        return interpreter_unsupported(in, -1, what);
    }
    return block.outcome;
}
