/*
 * CREATE FUNCTION, CREATE PROCEDURE, ALTER FUNCTION.
 *
 * A string body is kept byte for byte; a SQL-standard body becomes canonical text.  Names in the
 * string body of a SQL function are references too, for a good order.
 */
#include "parser/parse_routine.h"

#include "compiler/builder.h"
#include "parser/interpreter_state.h"
#include "parser/parse_object.h"

static Text parameter_mode(FunctionParameterMode mode) {
    switch (mode) {
        case FUNC_PARAM_OUT: return TEXT("OUT");
        case FUNC_PARAM_INOUT: return TEXT("INOUT");
        case FUNC_PARAM_VARIADIC: return TEXT("VARIADIC");
        case FUNC_PARAM_TABLE: return TEXT("TABLE");
        case FUNC_PARAM_IN:
        case FUNC_PARAM_DEFAULT: break;
    }
    return TEXT("");
}

static NormalizeContext routine_context(Routine *routine, Text target_type) {
    return (NormalizeContext){.target_type = target_type,
                              .role = REFERENCE_BY_DEFINITION,
                              .references = &routine->object.references};
}

/* DEFAULT NULL of a parameter is no missing default: it makes the argument optional. */
static Text parameter_default(Interpreter *in, Routine *routine, const Parameter *parameter,
                              Node *expression) {
    NormalizeContext context = routine_context(routine, parameter->type);
    Text value = normalize_expression(in, expression, &context);
    return !text_is_absent(value) && text_is_empty(value) ? TEXT("NULL") : value;
}

static bool read_parameter(Interpreter *in, Routine *routine, const FunctionParameter *written) {
    NormalizeContext context = routine_context(routine, TEXT(""));
    Parameter parameter = {.mode = parameter_mode(written->mode),
                           .name = written->name == NULL ? TEXT("")
                                                         : interpreter_text(in, written->name),
                           .type = normalize_argument_type(in, written->argType, &context)};
    if (text_is_absent(parameter.type)) {
        return false;
    }
    if (written->defexpr != NULL) {
        parameter.default_value = parameter_default(in, routine, &parameter, written->defexpr);
        if (text_is_absent(parameter.default_value)) {
            return false;
        }
    }
    list_push(in->schema->arena, &routine->parameters, parameter);
    return true;
}

static bool parameter_is_input(const Parameter *parameter) {
    return !text_equal(parameter->mode, TEXT("OUT")) && !text_equal(parameter->mode, TEXT("TABLE"));
}

static bool parameter_is_output(const Parameter *parameter) {
    return text_equal(parameter->mode, TEXT("OUT")) || text_equal(parameter->mode, TEXT("INOUT"));
}

static Text input_types(Interpreter *in, const Routine *routine) {
    TextList types = {0};
    for (size_t i = 0; i < routine->parameters.count; i++) {
        if (parameter_is_input(&routine->parameters.items[i])) {
            list_push(in->scratch, &types, routine->parameters.items[i].type);
        }
    }
    return text_join(in->schema->arena, &types, TEXT(", "));
}

/* Without RETURNS the output parameters are the result: one by its type, several as a record. */
static Text result_of_parameters(const Routine *routine) {
    Text result = TEXT("void");
    size_t outputs = 0;
    for (size_t i = 0; i < routine->parameters.count; i++) {
        if (parameter_is_output(&routine->parameters.items[i])) {
            result = ++outputs == 1 ? routine->parameters.items[i].type : TEXT("record");
        }
    }
    return result;
}

/* Empty for a procedure; absent when the type is not there yet. */
static Text read_result(Interpreter *in, Routine *routine, const CreateFunctionStmt *statement) {
    if (statement->is_procedure) {
        return TEXT("");
    }
    if (statement->returnType == NULL) {
        return result_of_parameters(routine);
    }
    for (size_t i = 0; i < routine->parameters.count; i++) {
        if (text_equal(routine->parameters.items[i].mode, TEXT("TABLE"))) {
            return TEXT("TABLE");
        }
    }
    NormalizeContext context = routine_context(routine, TEXT(""));
    Text type = normalize_argument_type(in, statement->returnType, &context);
    if (text_is_absent(type) || !statement->returnType->setof) {
        return type;
    }
    return text_format(in->schema->arena, "SETOF %s", type);
}

static bool read_signature(Interpreter *in, Routine *routine, const CreateFunctionStmt *statement) {
    ListCell *cell;
    foreach (cell, statement->parameters) {
        if (!read_parameter(in, routine, lfirst(cell))) {
            return false;
        }
    }
    routine->object.arguments = input_types(in, routine);
    routine->result = read_result(in, routine, statement);
    return !text_is_absent(routine->result);
}

/* BEGIN ATOMIC ... END, or RETURN expression: as a tree, so its names are definite. */
static bool read_standard_body(Interpreter *in, Routine *routine, Node *body) {
    NormalizeContext context = routine_context(routine, TEXT(""));
    context.routine = routine;
    routine->is_sql_standard_body = true;
    if (!IsA(body, List)) {
        routine->body = normalize_statement(in, body, &context);
        return !text_is_absent(routine->body);
    }
    Builder out = builder_new(in->schema->arena);
    builder_add(&out, TEXT("BEGIN ATOMIC\n"));
    ListCell *cell;
    foreach (cell, (List *)linitial((List *)body)) {
        Text text = normalize_statement(in, lfirst(cell), &context);
        if (text_is_absent(text)) {
            return false;
        }
        builder_format(&out, "    %s;\n", text);
    }
    builder_add(&out, TEXT("END"));
    routine->body = builder_text(&out);
    return true;
}

/* The languages that every database has are no objects of the schema. */
static void add_language_reference(Interpreter *in, Routine *routine) {
    if (object_is_builtin_language(routine->language)) {
        return;
    }
    Reference reference = {REFERENCE_OBJECT, REFERENCE_BY_DEFINITION,
                           TEXT(""),         routine->language,
                           TEXT(""),         KIND_LANGUAGE};
    reference_add(in->schema->arena, &routine->object.references, reference);
}

static bool read_body(Interpreter *in, Routine *routine, const CreateFunctionStmt *statement) {
    add_language_reference(in, routine);
    if (statement->sql_body != NULL) {
        return read_standard_body(in, routine, statement->sql_body);
    }
    if (text_equal(routine->language, TEXT("c")) && text_is_absent(routine->link_symbol)) {
        routine->link_symbol = routine->object.name;
    }
    if (text_equal(routine->language, TEXT("sql"))) {
        NormalizeContext context = routine_context(routine, TEXT(""));
        context.role = REFERENCE_BY_BODY;
        normalize_body_references(in, routine->body, &context);
    }
    return true;
}

static Routine *routine_new(Interpreter *in, const CreateFunctionStmt *statement) {
    QualifiedName name = interpreter_name(in, statement->funcname);
    Routine *routine = schema_object_new(in->schema, Routine,
                                         statement->is_procedure ? KIND_PROCEDURE : KIND_FUNCTION);
    routine->object.schema = interpreter_creation_schema(
        in, text_is_empty(name.schema) ? NULL : text_to_string(in->scratch, name.schema));
    routine->object.name = name.name;
    routine->language = TEXT("sql");
    routine->volatility = 'v';
    routine->parallel = 'u';
    return routine;
}

/* OR REPLACE keeps what belongs to the object and not to its definition. */
static void replace_routine(Interpreter *in, Routine *old, const Routine *new) {
    Object kept = old->object;
    *old = *new;
    old->object = kept;
    old->object.references = new->object.references;
    old->object.where = interpreter_location(in, -1);
}

Outcome apply_create_routine(Interpreter *in, const CreateFunctionStmt *statement) {
    Routine *routine = routine_new(in, statement);
    if (!read_signature(in, routine, statement)) {
        return interpreter_absent(in);
    }
    Object *old = schema_find_routine(in->schema, routine->object.kind, routine->object.schema,
                                      routine->object.name, routine->object.arguments);
    if (old != NULL && !statement->replace) {
        return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, -1,
                                 "function \"%s\" already exists with same argument types",
                                 routine->object.name);
    }
    Outcome outcome = routine_apply_options(in, routine, statement->options);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    if (!read_body(in, routine, statement)) {
        return interpreter_absent(in);
    }
    routine_fill_estimates(routine);
    if (old != NULL) {
        replace_routine(in, (Routine *)old, routine);
    } else {
        interpreter_add_object(in, &routine->object, NULL);
    }
    return OUTCOME_APPLIED;
}

Outcome apply_alter_routine(Interpreter *in, const AlterFunctionStmt *statement) {
    Object *object = interpreter_find_object(in, statement->objtype, (const Node *)statement->func);
    if (object == NULL) {
        return object_missing(in, statement->objtype, (const Node *)statement->func, -1);
    }
    return routine_apply_options(in, (Routine *)object, statement->actions);
}
