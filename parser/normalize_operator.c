/*
 * Operators and collations in a tree: those of the model get their schema, those of pg_catalog lose
 * it.
 *
 * Which of several operators of one name is meant depends on the types of its operands.  A name
 * that pg_catalog has too stays as it is written: the server's word decides whether two texts
 * differ.
 */
#include "parser/normalizer.h"

#include <string.h>

#include "nodes/pg_list.h"

static bool is_builtin_operator(Text name) {
    static const char *const names[] = {
        "!!",  "!~",   "!~*", "!~~", "!~~*", "#",   "##",  "#-",  "#>",  "#>>", "%",
        "&",   "&&",   "&<",  "&<|", "&>",   "*",   "*<",  "*<=", "*<>", "*=",  "*>",
        "*>=", "+",    "-",   "->",  "->>",  "-|-", "/",   "<",   "<->", "<<",  "<<=",
        "<<|", "<=",   "<>",  "<@",  "<^",   "=",   ">",   ">=",  ">>",  ">>=", ">^",
        "?",   "?#",   "?&",  "?-",  "?-|",  "?|",  "?||", "@",   "@-@", "@>",  "@?",
        "@@",  "@@@",  "^",   "^@",  "|",    "|&>", "|/",  "|>>", "||",  "||/", "~",
        "~*",  "~<=~", "~<~", "~=",  "~>=~", "~>~", "~~",  "~~*",
    };
    for (size_t i = 0; i < lengthof(names); i++) {
        if (text_equal(name, text_from_string(names[i]))) {
            return true;
        }
    }
    return false;
}

static void add_reference(const Normalizer *normalizer, ObjectKind kind, Text schema, Text name,
                          Text member, ReferenceRole role) {
    Arena *arena = normalizer->in->schema->arena;
    if (normalizer->context->references != NULL) {
        Reference reference = {REFERENCE_OBJECT,       role,   text_copy(arena, schema),
                               text_copy(arena, name), member, kind};
        reference_add(arena, normalizer->context->references, reference);
    }
}

/* The first schema of the path with an operator of that name; absent when none has one. */
static Text schema_of_operator(const Normalizer *normalizer, Text name) {
    const TextList *path = &normalizer->in->search_path;
    const ObjectList *operators = schema_definitions(normalizer->in->schema, KIND_OPERATOR);
    for (size_t i = 0; i < path->count; i++) {
        for (size_t j = 0; j < operators->count; j++) {
            const Object *operator= operators->items[j];
            if (text_equal(operator->name, name) && text_equal(operator->schema, path->items[i])) {
                return operator->schema;
            }
        }
    }
    return TEXT_ABSENT;
}

void normalizer_operator(const Normalizer *normalizer, List **names) {
    QualifiedName name = interpreter_name(normalizer->in, *names);
    if (*names == NIL) {
        return;
    }
    if (text_equal(name.schema, TEXT("pg_catalog"))) {
        *names = list_make1(llast(*names));
        return;
    }
    ReferenceRole role = normalizer->context->role;
    if (text_is_empty(name.schema)) {
        name.schema = schema_of_operator(normalizer, name.name);
        if (text_is_absent(name.schema)) {
            return;
        }
        if (is_builtin_operator(name.name)) {
            role = REFERENCE_BY_BODY; /* it may be meant: a better order */
        } else {
            *names = list_make2(makeString(tree_string(name.schema)), llast(*names));
        }
    }
    add_reference(normalizer, KIND_OPERATOR, name.schema, name.name, TEXT_ABSENT, role);
}

/* Collations of PostgreSQL and of the system have no schema in canonical SQL. */
static QualifiedName resolve_collation(const Normalizer *normalizer, const List *names) {
    const Interpreter *in = normalizer->in;
    QualifiedName name = interpreter_name(in, names);
    if (text_equal(name.schema, TEXT("pg_catalog"))) {
        name.schema = TEXT("");
    }
    for (size_t i = 0; text_is_empty(name.schema) && i < in->search_path.count; i++) {
        if (schema_find(in->schema, KIND_COLLATION, in->search_path.items[i], name.name) != NULL) {
            name.schema = in->search_path.items[i];
        }
    }
    if (!text_is_empty(name.schema)) {
        add_reference(normalizer, KIND_COLLATION, name.schema, name.name, TEXT(""),
                      normalizer->context->role);
    }
    return name;
}

void normalizer_collation(const Normalizer *normalizer, List **names) {
    QualifiedName name = resolve_collation(normalizer, *names);
    *names = text_is_empty(name.schema)
                 ? list_make1(llast(*names))
                 : list_make2(makeString(tree_string(name.schema)), llast(*names));
}

Text normalize_collation(Interpreter *in, const List *names, const NormalizeContext *context) {
    Normalizer normalizer = {.in = in, .context = context};
    QualifiedName name = resolve_collation(&normalizer, names);
    if (text_is_empty(name.schema) && text_equal(name.name, TEXT("default"))) {
        return TEXT("");
    }
    return text_quote_name(in->schema->arena, name.schema, name.name);
}
