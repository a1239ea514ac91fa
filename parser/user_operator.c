/*
 * User operators: looked up in the model, among what extensions brought to the database, and, where
 * there is none, in the list of those that come with PostgreSQL.
 */
#include "parser/user_operator.h"

#include "compiler/definition.h"
#include "parser/normalize.h"

/* ---- One schema */

static void add_of_model(const Interpreter *in, Arena *arena, Text schema, Text name,
                         UserOperatorList *list) {
    const ObjectList *operators = schema_definitions(in->schema, KIND_OPERATOR);
    for (size_t i = 0; i < operators->count; i++) {
        const Object *object = operators->items[i];
        if (text_equal(object->name, name) && text_equal(object->schema, schema)) {
            UserOperator found = {object->schema, object->arguments, TEXT("")};
            list_push(arena, list, found);
        }
    }
}

static void add_externals(const Interpreter *in, Arena *arena, Text schema, Text name,
                          UserOperatorList *list) {
    const ExternalNameList *externals = &in->schema->externals;
    if (!schema_has_external(in->schema, REFERENCE_OBJECT, schema, name)) {
        return;
    }
    for (size_t i = 0; i < externals->count; i++) {
        const ExternalName *external = &externals->items[i];
        if (external->object == KIND_OPERATOR && text_equal(external->name, name) &&
            text_equal(external->schema, schema)) {
            UserOperator found = {external->schema, external->arguments, external->result};
            list_push(arena, list, found);
        }
    }
}

/* The extension is in the model and has its operators there; types of its own are there, too. */
static void add_of_extensions(const Interpreter *in, Arena *arena, Text schema, Text name,
                              UserOperatorList *list) {
    BuiltinExtensionOperator known;
    for (size_t i = 0; builtin_extension_operator(name, i, &known); i++) {
        const Extension *extension =
            (const Extension *)schema_find(in->schema, KIND_EXTENSION, TEXT(""), known.extension);
        if (extension == NULL ||
            !text_equal(text_is_empty(extension->in_schema) ? TEXT("public") : extension->in_schema,
                        schema)) {
            continue;
        }
        UserOperator found = {text_copy(arena, schema), known.arguments, known.result};
        list_push(arena, list, found);
    }
}

static void add_of_schema(const Interpreter *in, Arena *arena, Text schema, Text name,
                          UserOperatorList *list) {
    size_t before = list->count;
    add_of_model(in, arena, schema, name, list);
    add_externals(in, arena, schema, name, list);
    if (list->count == before) {
        add_of_extensions(in, arena, schema, name, list);
    }
}

UserOperatorList user_operators(const Interpreter *in, Arena *arena, Text schema, Text name) {
    UserOperatorList list = {0};
    if (!text_is_empty(schema)) {
        add_of_schema(in, arena, schema, name, &list);
    }
    for (size_t i = 0; text_is_empty(schema) && i < in->search_path.count; i++) {
        add_of_schema(in, arena, in->search_path.items[i], name, &list);
    }
    return list;
}

bool user_operator_is_visible(const Interpreter *in, Text name) {
    return user_operators(in, in->scratch, TEXT(""), name).count != 0;
}

void user_operator_operands(const UserOperator *operator, Text * left, Text *right) {
    Text arguments = operator->arguments;
    size_t comma = 0;
    while (comma < arguments.length && arguments.data[comma] != ',') {
        comma++;
    }
    *left = text_slice(arguments, 0, comma);
    *right = text_trim(text_slice(arguments, comma + 1, arguments.length));
    if (text_equal(*left, TEXT("NONE"))) {
        *left = TEXT("");
    }
}
