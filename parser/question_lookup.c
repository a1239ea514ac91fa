/*
 * Question, lookups: what to_regclass() and its relatives find in the schema.
 */
#include "compiler/builder.h"
#include "compiler/definition.h"
#include "parser/names.h"
#include "parser/normalize.h"
#include "parser/question.h"

#include <string.h>

Answer question_schema_oid(Interpreter *in, Text name) {
    return answer_text(text_format(in->schema->arena, "schema %s", name));
}

Answer question_oid(const Object *object) {
    return answer_text(object->key);
}

/* schema.name or name, each perhaps in quotes. */
static QualifiedName split_name(Arena *arena, Text text) {
    QualifiedName name = {TEXT(""), TEXT("")};
    Builder part = builder_new(arena);
    bool is_quoted = false;
    for (size_t i = 0; i < text.length; i++) {
        char letter = text.data[i];
        bool is_doubled = is_quoted && i + 1 < text.length && text.data[i + 1] == '"';
        if (letter == '"' && is_doubled) {
            builder_add_char(&part, letter);
            i++;
        } else if (letter == '"') {
            is_quoted = !is_quoted;
        } else if (letter == '.' && !is_quoted) {
            name.schema = text_copy(arena, builder_text(&part));
            part.length = 0;
        } else {
            bool is_upper = !is_quoted && letter >= 'A' && letter <= 'Z';
            builder_add_char(&part, is_upper ? (char)(letter - 'A' + 'a') : letter);
        }
    }
    name.name = text_copy(arena, builder_text(&part));
    return name;
}

/* The index of a key has the key's name and no object of its own. */
static const Object *find_key_index(const Interpreter *in, QualifiedName name) {
    for (size_t i = 0; i < in->schema->roots.count; i++) {
        const Object *table = in->schema->roots.items[i];
        bool is_near = table->kind == KIND_TABLE && text_equal(table->schema, name.schema);
        for (size_t j = 0; is_near && j < table->children.count; j++) {
            const Object *child = table->children.items[j];
            if (question_is_key(child) && text_equal(child->name, name.name)) {
                return child;
            }
        }
    }
    return NULL;
}

static Answer lookup_relation(Interpreter *in, QualifiedName name) {
    const Object *object = interpreter_find_relation_named(in, name);
    if (object == NULL && !text_is_empty(name.schema)) {
        object = find_key_index(in, name);
    }
    if (object != NULL) {
        return question_oid(object);
    }
    bool is_there = false;
    for (size_t i = 0; i < in->search_path.count; i++) {
        Text schema = text_is_empty(name.schema) ? in->search_path.items[i] : name.schema;
        is_there |= names_relation_exists(in, schema, name.name) ||
                    schema_has_external(in->schema, REFERENCE_RELATION, schema, name.name);
    }
    bool is_builtin = text_is_empty(name.schema) || text_equal(name.schema, TEXT("pg_catalog"));
    if (is_builtin && builtin_relation_exists(name.name)) {
        return answer_text(text_format(in->schema->arena, "catalog %s", name.name));
    }
    return is_there ? answer_unknown() : answer_null();
}

/* "schema.f(integer)", as the catalog spells it; types under other names are not looked up. */
static Answer lookup_routine(Interpreter *in, Text text) {
    const char *open = memchr(text.data, '(', text.length);
    size_t end = open == NULL ? text.length : (size_t)(open - text.data);
    QualifiedName name = split_name(in->schema->arena, text_slice(text, 0, end));
    bool is_namesake = false;
    for (size_t i = 0; i < in->schema->roots.count; i++) {
        const Object *object = in->schema->roots.items[i];
        if (object->kind != KIND_FUNCTION && object->kind != KIND_PROCEDURE) {
            continue;
        }
        if (text_equal(definition_routine_address(in->scratch, object), text)) {
            return question_oid(object);
        }
        is_namesake |= text_equal(object->name, name.name);
    }
    return is_namesake || text_is_empty(name.schema) ? answer_unknown() : answer_null();
}

/* A type that is nowhere may be built in, under this name or another. */
static Answer lookup_type(Interpreter *in, QualifiedName name, Text text) {
    const Object *object = interpreter_find_type(in, name);
    if (object != NULL) {
        return question_oid(object);
    }
    if (!text_is_empty(name.schema) && !text_equal(name.schema, TEXT("pg_catalog"))) {
        return schema_has_external(in->schema, REFERENCE_TYPE, name.schema, name.name)
                   ? answer_unknown()
                   : answer_null();
    }
    return text_equal(text, TEXT("text")) ? answer_text(text) : answer_unknown();
}

Answer catalog_lookup(Interpreter *in, Text kind, Text text) {
    QualifiedName name = split_name(in->schema->arena, text);
    if (text_equal(kind, TEXT("regclass"))) {
        return lookup_relation(in, name);
    }
    if (text_equal(kind, TEXT("regtype"))) {
        return lookup_type(in, name, text);
    }
    if (text_equal(kind, TEXT("regprocedure"))) {
        return lookup_routine(in, text);
    }
    if (text_equal(kind, TEXT("regnamespace"))) {
        bool is_there = schema_find(in->schema, KIND_SCHEMA, TEXT(""), name.name) != NULL ||
                        text_equal(name.name, TEXT("public"));
        return is_there ? question_schema_oid(in, name.name) : answer_null();
    }
    return answer_unknown();
}

Answer catalog_index_definition(Interpreter *in, Text oid) {
    const Object *object = schema_find_key(in->schema, oid);
    if (object == NULL || object->kind != KIND_INDEX || object->parent == NULL) {
        return answer_unknown();
    }
    const TableIndex *index = (const TableIndex *)object;
    return answer_text(text_format(in->schema->arena, "CREATE %sINDEX %I ON %s%s %s",
                                   index->is_unique ? TEXT("UNIQUE ") : TEXT(""), object->name,
                                   index->is_only ? TEXT("ONLY ") : TEXT(""),
                                   object_sql_relation(in->schema->arena, object),
                                   index->definition));
}
