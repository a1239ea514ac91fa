/*
 * CREATE LANGUAGE, ACCESS METHOD, CAST, CONVERSION, TRANSFORM: objects that say which function does
 * something, in a grammar of their own; their parts become items like those of a definition.
 */
#include "parser/interpreter_state.h"
#include "parser/normalize.h"
#include "parser/parse_definition.h"
#include "parser/parse_object.h"

#include "nodes/pg_list.h"

#include <string.h>

static Definition *program_new(Interpreter *in, ObjectKind kind, Text name, Text arguments) {
    Definition *definition = schema_object_new(in->schema, Definition, kind);
    definition->object.name = name;
    definition->object.arguments = arguments;
    return definition;
}

static void set(Interpreter *in, Definition *definition, const char *item, Text value) {
    definition_set(in->schema->arena, definition, text_from_string(item), value);
}

/* The item is a function's name; false when the function is not there yet.  NIL: no such item. */
static bool set_function(Interpreter *in, Definition *definition, const char *item,
                         const List *names) {
    Text value = TEXT_ABSENT;
    if (names != NIL) {
        value = definition_function_name(in, names, &definition->object.references);
        if (text_is_absent(value)) {
            return false;
        }
    }
    set(in, definition, item, value);
    return true;
}

/* The same with the types of its arguments: "public.f(integer)". */
static bool set_routine(Interpreter *in, Definition *definition, const char *item,
                        const ObjectWithArgs *name) {
    if (name == NULL) {
        return true;
    }
    Text value = definition_routine_name(in, name, &definition->object.references);
    set(in, definition, item, value);
    return !text_is_absent(value);
}

Outcome apply_create_language(Interpreter *in, const CreatePLangStmt *statement) {
    if (strcmp(statement->plname, "plpgsql") == 0) {
        return OUTCOME_APPLIED; /* every database has it */
    }
    Text name = interpreter_text(in, statement->plname);
    if (statement->plhandler == NIL) { /* since 13 this is CREATE EXTENSION */
        CreateExtensionStmt extension = {.type = T_CreateExtensionStmt,
                                         .extname = statement->plname,
                                         .if_not_exists = statement->replace};
        return apply_create_extension(in, &extension);
    }
    Definition *language = program_new(in, KIND_LANGUAGE, name, TEXT(""));
    if (!set_function(in, language, "handler", statement->plhandler) ||
        !set_function(in, language, "inline", statement->plinline) ||
        !set_function(in, language, "validator", statement->plvalidator)) {
        return interpreter_absent(in);
    }
    set(in, language, "trusted", statement->pltrusted ? TEXT("true") : TEXT_ABSENT);
    return definition_add(in, language, statement->replace, false);
}

Outcome apply_create_access_method(Interpreter *in, const CreateAmStmt *statement) {
    Definition *method =
        program_new(in, KIND_ACCESS_METHOD, interpreter_text(in, statement->amname), TEXT(""));
    if (!set_function(in, method, "handler", statement->handler_name)) {
        return interpreter_absent(in);
    }
    set(in, method, "type", statement->amtype == 't' ? TEXT("TABLE") : TEXT("INDEX"));
    return definition_add(in, method, false, false);
}

/* A type that is part of an object's identity; absent when it is not there yet. */
static Text type_name(Interpreter *in, TypeName *type, ReferenceList *references) {
    NormalizeContext context = {.role = REFERENCE_BY_DEFINITION, .references = references};
    return normalize_argument_type(in, type, &context);
}

Outcome apply_create_cast(Interpreter *in, const CreateCastStmt *statement) {
    ReferenceList references = {0};
    Text source = type_name(in, statement->sourcetype, &references);
    Text target = type_name(in, statement->targettype, &references);
    if (text_is_absent(source) || text_is_absent(target)) {
        return interpreter_absent(in);
    }
    Definition *cast = program_new(in, KIND_CAST, source, target);
    cast->object.references = references;
    if (!set_routine(in, cast, "function", statement->func)) {
        return interpreter_absent(in);
    }
    set(in, cast, "inout", statement->inout ? TEXT("true") : TEXT_ABSENT);
    switch (statement->context) {
        case COERCION_IMPLICIT: set(in, cast, "context", TEXT("IMPLICIT")); break;
        case COERCION_ASSIGNMENT: set(in, cast, "context", TEXT("ASSIGNMENT")); break;
        case COERCION_PLPGSQL:
        case COERCION_EXPLICIT: break;
    }
    return definition_add(in, cast, false, false);
}

Outcome apply_create_conversion(Interpreter *in, const CreateConversionStmt *statement) {
    Definition *conversion = definition_new(in, KIND_CONVERSION, statement->conversion_name);
    if (!set_function(in, conversion, "function", statement->func_name)) {
        return interpreter_absent(in);
    }
    set(in, conversion, "for", interpreter_text(in, statement->for_encoding_name));
    set(in, conversion, "to", interpreter_text(in, statement->to_encoding_name));
    set(in, conversion, "default", statement->def ? TEXT("true") : TEXT_ABSENT);
    return definition_add(in, conversion, false, false);
}

Outcome apply_create_transform(Interpreter *in, const CreateTransformStmt *statement) {
    ReferenceList references = {0};
    Text type = type_name(in, statement->type_name, &references);
    if (text_is_absent(type)) {
        return interpreter_absent(in);
    }
    Text language = interpreter_text(in, statement->lang);
    Definition *transform = program_new(in, KIND_TRANSFORM, type, language);
    transform->object.references = references;
    Reference of_language = {
        REFERENCE_OBJECT, REFERENCE_BY_DEFINITION, TEXT(""), language, TEXT(""), KIND_LANGUAGE};
    reference_add(in->schema->arena, &transform->object.references, of_language);
    if (!set_routine(in, transform, "from_sql", statement->fromsql) ||
        !set_routine(in, transform, "to_sql", statement->tosql)) {
        return interpreter_absent(in);
    }
    return definition_add(in, transform, statement->replace, false);
}
