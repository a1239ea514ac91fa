/*
 * DO: the anonymous blocks that people put around DDL.
 *
 * In: a DO statement in PL/pgSQL.  Out: its DDL applied, where the block is one of the usual
 * guards: IF NOT EXISTS (SELECT ... FROM pg_type ...) THEN CREATE TYPE ...; END IF; BEGIN CREATE
 * TYPE ...; EXCEPTION WHEN duplicate_object THEN NULL; END; EXECUTE 'CREATE ...'; Under a guard,
 * what exists already stays and what is missing is passed over, as when the block runs.  Variables
 * and conditions are followed as far as the catalogs tell them (question.h).  What depends on rows
 * may change rows or raise an error, and nothing else: the schema must come out the same.  Anything
 * more is reported as unsupported.  The block's tree is libpg_query's JSON, read by jansson.
 */
#include "parser/interpreter_state.h"
#include "parser/parse_do.h"
#include "parser/question.h"
#include "parser/statements.h"

#include "parser/parser.h" /* libpg_query's */
#include "pg_query.h"
#include "pg_query_internal.h"

#include <jansson.h>
#include <string.h>

typedef struct DoBlock {
    Interpreter *in;
    DiagnosticId pardoned; /* the complaint that a guard makes meaningless; _COUNT: none */
    Outcome outcome;
    Text unsupported; /* the first construct that cannot be followed; absent = none */
    VariableList variables;
    bool is_doubtful; /* whether this runs depends on rows */
    bool is_handled;  /* an error is swallowed */
    bool is_over;     /* RETURN */
    bool may_be_over; /* a RETURN that rows decide about: all that follows is doubtful */
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

static bool is_doubtful(const DoBlock *block) {
    return block->is_doubtful || block->may_be_over;
}

static void set_variable(DoBlock *block, Text name, Answer value) {
    Variable variable = {text_copy(block->in->schema->arena, name),
                         is_doubtful(block) ? answer_unknown() : value};
    list_push(block->in->schema->arena, &block->variables, variable);
}

/* INTO: a variable, or several; a record's fields are not followed. */
static void set_target(DoBlock *block, const json_t *statement, const AnswerList *row) {
    const json_t *target = json_object_get(json_object_get(statement, "target"), "PLpgSQL_row");
    size_t i;
    const json_t *field;
    json_array_foreach(json_object_get(target, "fields"), i, field) {
        const char *name = json_string_value(json_object_get(field, "name"));
        Answer value = i < row->count ? row->items[i] : answer_unknown();
        set_variable(block, text_from_string(name), value);
    }
}

/* The statement may change rows; the schema it leaves alone. */
static bool is_about_rows(const char *sql) {
    const List *tree = raw_parser(sql, RAW_PARSE_DEFAULT);
    ListCell *cell;
    foreach (cell, tree) {
        NodeTag tag = nodeTag(lfirst_node(RawStmt, cell)->stmt);
        if (tag != T_SelectStmt && tag != T_InsertStmt && tag != T_UpdateStmt &&
            tag != T_DeleteStmt && tag != T_MergeStmt && tag != T_TruncateStmt) {
            return false;
        }
    }
    return true;
}

/* Rows that were perhaps not inserted must not be deleted. */
static void do_apply_doubtful(DoBlock *block, const char *sql) {
    SideEffectList *effects = &block->in->schema->side_effects;
    size_t before = effects->count;
    if (!is_about_rows(sql)) {
        do_refuse(block, "DDL that rows decide about");
        return;
    }
    do_apply(block, sql);
    for (size_t i = before; i < effects->count; i++) {
        if (text_is_absent(effects->items[i].reason)) {
            effects->items[i].reason = TEXT("whether it was done depends on rows");
        }
    }
}

static void do_sql(DoBlock *block, const json_t *statement, const char *sql) {
    if (json_is_true(json_object_get(statement, "into"))) {
        AnswerList row = question_ask_row(block->in, &block->variables, sql);
        set_target(block, statement, &row);
    }
    if (is_doubtful(block)) {
        do_apply_doubtful(block, sql);
    } else {
        do_apply(block, sql);
    }
}

/*
 * EXECUTE format('GRANT admin TO %I', current_user): whoever that is, it is about roles.  A
 * migration must know what it has done.
 */
static bool is_outside_schema(DoBlock *block, const char *expression) {
    Interpreter *in = block->in;
    Answer shape = question_ask_shape(in, &block->variables, expression);
    if (!shape.is_known || text_is_absent(shape.text) || in->state->is_migration) {
        return false;
    }
    PgQueryInternalParsetreeAndError parsed =
        pg_query_raw_parse(text_to_string(in->scratch, shape.text), 0);
    if (parsed.error != NULL) {
        pg_query_free_error(parsed.error);
        return false;
    }
    ListCell *cell;
    foreach (cell, parsed.tree) {
        if (!statement_is_outside(lfirst_node(RawStmt, cell)->stmt)) {
            return false;
        }
    }
    return parsed.tree != NIL;
}

/* EXECUTE of a string that is a constant, or computed from what the catalogs tell. */
static void do_execute(DoBlock *block, const json_t *statement) {
    const char *expression = expression_text(statement, "query");
    if (expression == NULL || json_object_get(statement, "params") != NULL) {
        do_refuse(block, "EXECUTE with parameters");
        return;
    }
    Answer sql = question_ask(block->in, &block->variables, expression);
    if (!sql.is_known && is_outside_schema(block, expression)) {
        interpreter_skip(block->in, SKIPPED_SERVER);
        return;
    }
    if (!sql.is_known || text_is_absent(sql.text)) {
        do_refuse(block, "EXECUTE of a computed string");
        return;
    }
    do_sql(block, statement, text_to_string(block->in->schema->arena, sql.text));
}

/* "name := expression" */
static void do_assign(DoBlock *block, const json_t *statement) {
    Text text = text_from_string(expression_text(statement, "expr"));
    const char *equals = memchr(text.data, '=', text.length);
    if (equals == NULL) {
        return;
    }
    size_t end = (size_t)(equals - text.data);
    bool has_colon = end > 0 && text.data[end - 1] == ':';
    Text name = text_trim(text_slice(text, 0, end - has_colon));
    Answer value = question_ask(block->in, &block->variables, equals + 1);
    set_variable(block, name, value);
}

static void do_doubtful(DoBlock *block, const json_t *statements) {
    bool before = block->is_doubtful;
    block->is_doubtful = true;
    do_run(block, statements);
    block->is_doubtful = before;
    block->may_be_over |= block->is_over;
    block->is_over = false;
}

/* A question about the catalogs, such as people guard DDL with; any other needs data. */
static bool is_catalog_question(Text condition) {
    return text_contains(condition, TEXT("pg_")) ||
           text_contains(condition, TEXT("information_schema")) ||
           text_contains(condition, TEXT("to_reg"));
}

static bool has_branches(const json_t *statement) {
    return json_object_get(statement, "else_body") != NULL ||
           json_object_get(statement, "elsif_list") != NULL;
}

/* IF [NOT] EXISTS (catalog): what it guards is done, and what the guard forestalls is pardoned. */
static bool do_if_guard(DoBlock *block, const json_t *statement) {
    Text condition = text_trim(text_from_string(expression_text(statement, "cond")));
    bool is_absence = text_equal_ignoring_case(text_slice(condition, 0, 10), TEXT("NOT EXISTS"));
    bool is_presence = text_equal_ignoring_case(text_slice(condition, 0, 6), TEXT("EXISTS"));
    if (has_branches(statement) || !is_catalog_question(condition) ||
        (!is_absence && !is_presence)) {
        return false;
    }
    DiagnosticId outer = block->pardoned;
    block->pardoned = is_absence ? DIAGNOSTIC_DUPLICATE_OBJECT : DIAGNOSTIC_UNKNOWN_OBJECT;
    do_run(block, json_object_get(statement, "then_body"));
    block->pardoned = outer;
    return true;
}

/* One branch of an IF; nothing is asked any more when one before it was certain. */
static void do_branch(DoBlock *block, Answer *taken, Answer condition, const json_t *statements) {
    if (answer_is(*taken, "true") || (condition.is_known && !answer_is(condition, "true"))) {
        return;
    }
    if (condition.is_known && taken->is_known) {
        do_run(block, statements);
    } else {
        do_doubtful(block, statements);
    }
    *taken = condition.is_known ? condition : answer_unknown();
}

static void do_if_evaluated(DoBlock *block, Answer first, const json_t *statement) {
    Answer taken = answer_boolean(false);
    size_t i;
    const json_t *item;
    do_branch(block, &taken, first, json_object_get(statement, "then_body"));
    json_array_foreach(json_object_get(statement, "elsif_list"), i, item) {
        const json_t *branch = json_object_get(item, "PLpgSQL_if_elsif");
        Answer condition =
            question_ask(block->in, &block->variables, expression_text(branch, "cond"));
        do_branch(block, &taken, condition, json_object_get(branch, "stmts"));
    }
    do_branch(block, &taken, answer_boolean(true), json_object_get(statement, "else_body"));
}

/* A file whose statements may stand in any order is asked last: what is not there may follow. */
static void do_if(DoBlock *block, const json_t *statement) {
    bool is_in_order = block->in->is_last_try || block->in->state->is_migration;
    bool is_guarded = !is_in_order && do_if_guard(block, statement);
    if (is_guarded) {
        return;
    }
    Answer answer = question_ask(block->in, &block->variables, expression_text(statement, "cond"));
    if (answer.is_known || !do_if_guard(block, statement)) {
        do_if_evaluated(block, answer, statement);
    }
}

/* RAISE EXCEPTION, where it is certain to be reached, is the end of the migration. */
static void do_raise(DoBlock *block, const json_t *statement) {
    enum { LEVEL_ERROR = 21 };
    Interpreter *in = block->in;
    json_int_t level = json_integer_value(json_object_get(statement, "elog_level"));
    bool is_certain = !is_doubtful(block) && !block->is_handled &&
                      block->pardoned == DIAGNOSTIC_COUNT && in->state->is_migration;
    if (level < LEVEL_ERROR || !is_certain) {
        return;
    }
    const char *message = json_string_value(json_object_get(statement, "message"));
    diagnostic_add(in->diagnostics, DIAGNOSTIC_INVALID_DEFINITION, interpreter_location(in, -1),
                   "in DO block: RAISE EXCEPTION: %s",
                   message == NULL ? TEXT("") : text_copy_string(in->schema->arena, message));
    block->outcome = OUTCOME_FAILED;
}

/* For a role that may not do what the block does: the schema is what one makes of it that may. */
static bool is_of_privilege(const json_t *handler) {
    size_t i;
    const json_t *item;
    json_array_foreach(json_object_get(handler, "conditions"), i, item) {
        const char *name = json_string_value(
            json_object_get(json_object_get(item, "PLpgSQL_condition"), "condname"));
        if (name == NULL || strcmp(name, "insufficient_privilege") != 0) {
            return false;
        }
    }
    return true;
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
        if (is_of_privilege(handler)) {
            continue;
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
            if (!is_of_privilege(handler) &&
                json_object_get(statement, "PLpgSQL_stmt_raise") == NULL) {
                do_refuse(block, "EXCEPTION handler that does something");
            }
        }
    }
}

static void do_block(DoBlock *block, const json_t *statement) {
    const json_t *exceptions =
        json_object_get(json_object_get(statement, "exceptions"), "PLpgSQL_exception_block");
    DiagnosticId outer = block->pardoned;
    bool was_handled = block->is_handled;
    if (exceptions != NULL) {
        const json_t *handlers = json_object_get(exceptions, "exc_list");
        check_handlers(block, handlers);
        block->pardoned = swallowed(handlers);
        block->is_handled = true;
    }
    do_run(block, json_object_get(statement, "body"));
    block->pardoned = outer;
    block->is_handled = was_handled;
}

static bool is_loop(const char *kind) {
    static const char *const loops[] = {"loop", "while", "fori", "fors", "forc", "foreach_a"};
    for (size_t i = 0; i < lengthof(loops); i++) {
        if (strcmp(kind, loops[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void do_statement(DoBlock *block, const char *kind, const json_t *statement) {
    kind += strlen("PLpgSQL_stmt_");
    if (strcmp(kind, "block") == 0) {
        do_block(block, statement);
    } else if (strcmp(kind, "if") == 0) {
        do_if(block, statement);
    } else if (strcmp(kind, "execsql") == 0) {
        do_sql(block, statement, expression_text(statement, "sqlstmt"));
    } else if (strcmp(kind, "perform") == 0) {
        do_sql(block, statement, expression_text(statement, "expr"));
    } else if (strcmp(kind, "dynexecute") == 0) {
        do_execute(block, statement);
    } else if (strcmp(kind, "assign") == 0) {
        do_assign(block, statement);
    } else if (strcmp(kind, "raise") == 0) {
        do_raise(block, statement);
    } else if (strcmp(kind, "return") == 0) {
        block->is_over = true;
    } else if (is_loop(kind)) {
        do_doubtful(block, json_object_get(statement, "body"));
    } else if (strcmp(kind, "exit") != 0 && strcmp(kind, "getdiag") != 0 &&
               strcmp(kind, "commit") != 0) {
        do_refuse(block, kind);
    }
}

static void do_run(DoBlock *block, const json_t *statements) {
    size_t i;
    const json_t *item;
    json_array_foreach(statements, i, item) {
        const char *kind;
        json_t *statement;
        json_object_foreach((json_t *)item, kind, statement) {
            if (block->outcome == OUTCOME_APPLIED && !block->is_over) {
                do_statement(block, kind, statement);
            }
        }
    }
}

static void declare_variables(DoBlock *block, const json_t *datums) {
    size_t i;
    const json_t *item;
    json_array_foreach(datums, i, item) {
        const json_t *variable = json_object_get(item, "PLpgSQL_var");
        const char *name = json_string_value(json_object_get(variable, "refname"));
        const char *value = expression_text(variable, "default_val");
        if (name != NULL && strcmp(name, "found") != 0) {
            set_variable(block, text_from_string(name),
                         value == NULL ? answer_null()
                                       : question_ask(block->in, &block->variables, value));
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

Outcome do_apply_body(Interpreter *in, Text body, const char *what) {
    Arena *arena = in->schema->arena;
    json_t *tree = do_parse(in, body);
    const json_t *function = json_object_get(json_array_get(tree, 0), "PLpgSQL_function");
    const json_t *action =
        json_object_get(json_object_get(function, "action"), "PLpgSQL_stmt_block");
    if (action == NULL) {
        json_decref(tree);
        return interpreter_unsupported(
            in, -1, text_format(arena, "%s whose body is no PL/pgSQL", text_from_string(what)));
    }
    DoBlock block = {.in = in, .pardoned = DIAGNOSTIC_COUNT, .outcome = OUTCOME_APPLIED};
    declare_variables(&block, json_object_get(function, "datums"));
    do_block(&block, action);
    json_decref(tree);
    if (!text_is_absent(block.unsupported)) {
        return interpreter_unsupported(
            in, -1, text_format(arena, "%s with %s", text_from_string(what), block.unsupported));
    }
    return block.outcome;
}

Outcome apply_do(Interpreter *in, const DoStmt *statement) {
    if (!text_equal(do_option(statement, "language", TEXT("plpgsql")), TEXT("plpgsql"))) {
        return interpreter_unsupported(in, -1, TEXT("DO block in another language than plpgsql"));
    }
    return do_apply_body(in, do_option(statement, "as", TEXT("")), "DO block");
}

/* Followed where its body can be read as a DO block: PL/pgSQL, and no parameters. */
Outcome do_apply_call(Interpreter *in, const CallStmt *statement) {
    QualifiedName name = interpreter_name(in, statement->funccall->funcname);
    for (size_t i = 0; i < in->schema->roots.count; i++) {
        const Object *object = in->schema->roots.items[i];
        const Routine *routine = (const Routine *)object;
        if (object->kind == KIND_PROCEDURE && text_equal(object->name, name.name) &&
            (text_is_empty(name.schema) || text_equal(object->schema, name.schema)) &&
            routine->parameters.count == 0 && statement->funccall->args == NIL &&
            text_equal(routine->language, TEXT("plpgsql"))) {
            return do_apply_body(in, routine->body, "CALL of a procedure");
        }
    }
    return interpreter_unsupported(in, -1, TEXT("CALL of a procedure that may change anything"));
}
