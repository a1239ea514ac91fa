/*
 * Operators and collations in a tree: those of the model get their schema, those of pg_catalog lose
 * it.
 *
 * Which of several operators of one name is meant depends on the types of its operands, which are
 * looked for when a name of the model or of an extension is one of pg_catalog's, too.  Where they
 * are not known the name stays as it is written.
 */
#include "parser/newer.h"
#include "parser/normalizer.h"
#include "parser/typing.h"
#include "parser/user_operator.h"

#include "compiler/builder.h"

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

void normalizer_operator(Normalizer *normalizer, List **names) {
    QualifiedName name = interpreter_name(normalizer->in, *names);
    if (*names == NIL) {
        return;
    }
    if (text_equal(name.schema, TEXT("pg_catalog"))) {
        *names = list_make1(llast(*names));
        normalizer->plain_operators = lappend(normalizer->plain_operators, *names);
        return;
    }
    ReferenceRole role = normalizer->context->role;
    if (text_is_empty(name.schema)) {
        bool is_builtin = is_builtin_operator(name.name);
        normalizer->has_operators_in_doubt |=
            is_builtin && user_operator_is_visible(normalizer->in, name.name);
        name.schema = schema_of_operator(normalizer, name.name);
        if (text_is_absent(name.schema)) {
            return;
        }
        if (is_builtin) {
            role = REFERENCE_BY_BODY; /* it may be meant: a better order */
        } else {
            *names = list_make2(makeString(tree_string(name.schema)), llast(*names));
        }
    }
    add_reference(normalizer, KIND_OPERATOR, name.schema, name.name, TEXT_ABSENT, role);
}

/* The operations in doubt: each name gets its number for a schema, as a mark. */
typedef struct Marking {
    Normalizer *normalizer;
    List *marked;
} Marking;

static bool was_plain(const Normalizer *normalizer, const List *name) {
    ListCell *cell;
    foreach (cell, normalizer->plain_operators) {
        if (lfirst(cell) == name) {
            return true;
        }
    }
    return false;
}

static void mark(Node **slot, void *state) {
    Marking *marking = state;
    const Normalizer *normalizer = marking->normalizer;
    A_Expr *operation = (A_Expr *)*slot;
    bool is_printed =
        IsA(*slot, A_Expr) && (operation->kind == AEXPR_OP || operation->kind == AEXPR_OP_ANY ||
                               operation->kind == AEXPR_OP_ALL);
    if (is_printed && list_length(operation->name) == 1 &&
        !was_plain(normalizer, operation->name) &&
        user_operator_is_visible(normalizer->in,
                                 text_from_string(strVal(linitial(operation->name))))) {
        Builder number = builder_new(normalizer->in->scratch);
        builder_add_char(&number, MARK);
        builder_add_integer(&number, list_length(marking->marked));
        operation->name = lcons(makeString(tree_string(builder_text(&number))), operation->name);
        marking->marked = lappend(marking->marked, operation);
    }
    tree_visit_children(*slot, mark, state);
}

/* What the marked operators of a copy mean; only types are of interest. */
static TextList ask_types(const Normalizer *normalizer, const Node *marked, int count) {
    Interpreter in = *normalizer->in;
    in.typing = typing_memory_new(in.scratch, in.schema);
    for (int i = 0; i < count; i++) {
        list_push(in.scratch, &in.typing->operator_schemas, TEXT_ABSENT);
    }
    Normalizer typed = {.in = &in, .context = normalizer->context};
    Node *copy = copyObjectImpl(marked);
    typing_node(&typed, &copy);
    return in.typing->operator_schemas;
}

void normalizer_settle_operators(Normalizer *normalizer, Node **slot) {
    Marking marking = {normalizer, NIL};
    if (!normalizer->has_operators_in_doubt || normalizer->in->typing != NULL) {
        return;
    }
    mark(slot, &marking);
    TextList schemas = ask_types(normalizer, *slot, list_length(marking.marked));
    ListCell *cell;
    foreach (cell, marking.marked) {
        A_Expr *operation = lfirst(cell);
        Node *name = llast(operation->name);
        Text schema = schemas.items[foreach_current_index(cell)];
        if (text_is_empty(schema)) {
            operation->name = list_make1(name);
        } else {
            operation->name = list_make2(makeString(tree_string(schema)), name);
            add_reference(normalizer, KIND_OPERATOR, schema, text_from_string(strVal(name)),
                          TEXT_ABSENT, normalizer->context->role);
        }
    }
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
    if (text_is_empty(name.schema)) {
        newer_note_name(normalizer->in, normalizer->context, BUILTIN_COLLATION, name.name);
    } else {
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
