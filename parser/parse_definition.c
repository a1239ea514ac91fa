/*
 * Items of a definition: what the grammar calls a definition is a list of DefElem whose values look
 * like types, names or constants; the facts of the kind say which of them each one is.
 */
#include "parser/parse_definition.h"

#include "parser/interpreter_state.h"
#include "parser/normalize.h"
#include "parser/operator_class.h"
#include "parser/parse_object.h"
#include "parser/type_table.h"

#include "nodes/makefuncs.h"
#include "nodes/pg_list.h"

#include <string.h>

/* One item on its way into the model. */
typedef struct ItemReader {
    Interpreter *in;
    Definition *definition;
    ReferenceList *references;
    const ItemFacts *facts;
} ItemReader;

List *definition_names(const Node *value) {
    if (value == NULL) {
        return NIL;
    }
    switch (nodeTag(value)) {
        case T_TypeName: return ((const TypeName *)value)->names;
        case T_List: return (List *)value;
        case T_String: return list_make1((Node *)value);
        default: return NIL;
    }
}

static Text lower_case(Arena *arena, Text text) {
    char *copy = text_to_string(arena, text);
    for (size_t i = 0; i < text.length; i++) {
        if (copy[i] >= 'A' && copy[i] <= 'Z') {
            copy[i] = (char)(copy[i] - 'A' + 'a');
        }
    }
    return (Text){copy, text.length};
}

/* As PostgreSQL's defGetString() has it: the value of an item that takes text. */
static Text plain_value(const ItemReader *it, const Node *value) {
    Arena *arena = it->in->schema->arena;
    switch (nodeTag(value)) {
        case T_Integer: return text_from_integer(arena, intVal(value));
        case T_Float: return interpreter_text(it->in, castNode(Float, value)->fval);
        case T_Boolean: return boolVal(value) ? TEXT("true") : TEXT("false");
        case T_String: return interpreter_text(it->in, strVal(value));
        default: break;
    }
    Builder out = builder_new(arena);
    ListCell *cell;
    foreach (cell, definition_names(value)) {
        builder_format(&out, out.length == 0 ? "%s" : ".%s",
                       text_from_string(strVal(lfirst(cell))));
    }
    return builder_text(&out);
}

/* "char" and "double" are words here, though the grammar takes them for types. */
static Text word_value(const ItemReader *it, const Node *value) {
    List *names = definition_names(value);
    Text word = names == NIL ? plain_value(it, value) : text_from_string(strVal(llast(names)));
    word = lower_case(it->in->schema->arena, word);
    if (it->definition->object.kind != KIND_BASE_TYPE) {
        return word;
    }
    return text_equal(word, TEXT("float8"))   ? TEXT("double")
           : text_equal(word, TEXT("bpchar")) ? TEXT("char")
                                              : word;
}

static Text flag_value(const ItemReader *it, const Node *value) {
    if (value == NULL) {
        return TEXT("true");
    }
    Text word = lower_case(it->in->scratch, plain_value(it, value));
    bool is_true = text_equal(word, TEXT("true")) || text_equal(word, TEXT("on")) ||
                   text_equal(word, TEXT("1"));
    return is_true ? TEXT("true") : TEXT("false");
}

static Text named_type(Interpreter *in, const Node *value, ReferenceList *references) {
    NormalizeContext context = {.role = REFERENCE_BY_DEFINITION, .references = references};
    TypeName *type = IsA(value, TypeName) ? copyObjectImpl(value)
                                          : makeTypeNameFromNameList(definition_names(value));
    return normalize_type(in, type, &context);
}

static Text type_value(const ItemReader *it, const Node *value) {
    return named_type(it->in, value, it->references);
}

Text definition_type_name(Interpreter *in, const Node *value) {
    ReferenceList unused = {0};
    return named_type(in, value, &unused);
}

Text definition_function_name(Interpreter *in, const List *names, ReferenceList *references) {
    NormalizeContext context = {.role = REFERENCE_BY_DEFINITION, .references = references};
    return normalize_function_name(in, names, &context);
}

static Text argument_types(Interpreter *in, const List *arguments, ReferenceList *references) {
    NormalizeContext context = {.role = REFERENCE_BY_DEFINITION, .references = references};
    TextList types = {0};
    ListCell *cell;
    foreach (cell, arguments) {
        Text type = normalize_argument_type(in, lfirst_node(TypeName, cell), &context);
        if (text_is_absent(type)) {
            return TEXT_ABSENT;
        }
        list_push(in->scratch, &types, type);
    }
    return text_join(in->schema->arena, &types, TEXT(", "));
}

/* Without arguments it is the only function of the name. */
static Text known_arguments(const Interpreter *in, const ObjectWithArgs *name) {
    const Object *routine = interpreter_find_object(in, OBJECT_FUNCTION, (const Node *)name);
    return routine == NULL ? TEXT_ABSENT : routine->arguments;
}

Text definition_routine_name(Interpreter *in, const ObjectWithArgs *name,
                             ReferenceList *references) {
    ReferenceList found = {0};
    Text function = definition_function_name(in, name->objname, &found);
    Text arguments = name->args_unspecified ? known_arguments(in, name)
                                            : argument_types(in, name->objargs, references);
    if (text_is_absent(function) || text_is_absent(arguments)) {
        return TEXT_ABSENT;
    }
    for (size_t i = 0; i < found.count; i++) {
        Reference reference = found.items[i];
        reference.member = reference.kind == REFERENCE_FUNCTION ? arguments : reference.member;
        reference_add(in->schema->arena, references, reference);
    }
    return text_format(in->schema->arena, "%s(%s)", function, arguments);
}

Object *definition_find(const Interpreter *in, ObjectKind kind, QualifiedName name,
                        Text arguments) {
    if (!object_kind_facts[kind].is_in_schema) {
        return schema_find_routine(in->schema, kind, TEXT(""), name.name, arguments);
    }
    if (!text_is_empty(name.schema)) {
        return schema_find_routine(in->schema, kind, name.schema, name.name, arguments);
    }
    for (size_t i = 0; i < in->search_path.count; i++) {
        Object *object =
            schema_find_routine(in->schema, kind, in->search_path.items[i], name.name, arguments);
        if (object != NULL) {
            return object;
        }
    }
    return NULL;
}

/* Names that every database has in pg_catalog. */
static bool is_builtin(ObjectKind kind, Text name) {
    static const struct {
        ObjectKind kind;
        const char *name;
    } known[] = {
        {KIND_TEXT_SEARCH_PARSER, "default"},     {KIND_TEXT_SEARCH_TEMPLATE, "simple"},
        {KIND_TEXT_SEARCH_TEMPLATE, "synonym"},   {KIND_TEXT_SEARCH_TEMPLATE, "ispell"},
        {KIND_TEXT_SEARCH_TEMPLATE, "thesaurus"}, {KIND_TEXT_SEARCH_TEMPLATE, "snowball"},
        {KIND_TEXT_SEARCH_DICTIONARY, "simple"},  {KIND_TEXT_SEARCH_CONFIGURATION, "simple"},
    };
    for (size_t i = 0; i < lengthof(known); i++) {
        if (known[i].kind == kind && text_equal(name, text_from_string(known[i].name))) {
            return true;
        }
    }
    /* english_stem, german_stem ...; collations are those of the system: nobody knows them here */
    return kind == KIND_COLLATION ||
           (kind == KIND_TEXT_SEARCH_DICTIONARY && text_ends_with(name, TEXT("_stem")));
}

static Text object_name(Interpreter *in, const Object *object, ReferenceList *references) {
    Reference reference = {REFERENCE_OBJECT, REFERENCE_BY_DEFINITION, object->schema,
                           object->name,     object->arguments,       object->kind};
    reference_add(in->schema->arena, references, reference);
    return text_quote_name(in->schema->arena, object->schema, object->name);
}

static bool is_visible(const Interpreter *in, QualifiedName name, Text schema) {
    return text_is_empty(name.schema) ? text_list_contains(&in->search_path, schema)
                                      : text_equal(name.schema, schema);
}

/* Where an extension has put it; absent when none did. */
static Text extension_schema(Interpreter *in, ObjectKind kind, QualifiedName name,
                             ReferenceList *references) {
    const ExternalNameList *externals = &in->schema->externals;
    for (size_t i = 0; i < externals->count; i++) {
        const ExternalName *external = &externals->items[i];
        if (external->kind == REFERENCE_OBJECT && external->object == kind &&
            text_equal(external->name, name.name) && is_visible(in, name, external->schema)) {
            return external->schema;
        }
    }
    Text extension = builtin_extension_of_object(in->schema->arena, kind, name.name);
    const Extension *object =
        text_is_absent(extension)
            ? NULL
            : (const Extension *)schema_find(in->schema, KIND_EXTENSION, TEXT(""), extension);
    if (object == NULL) {
        return TEXT_ABSENT;
    }
    Reference needed = {
        REFERENCE_EXTENSION, REFERENCE_BY_DEFINITION, TEXT(""), extension, TEXT_ABSENT, 0};
    reference_add(in->schema->arena, references, needed);
    return text_is_empty(object->in_schema) ? TEXT("public") : object->in_schema;
}

Text definition_object_name(Interpreter *in, ObjectKind kind, const List *names,
                            ReferenceList *references) {
    QualifiedName name = interpreter_name(in, names);
    bool is_system = text_equal(name.schema, TEXT("pg_catalog"));
    const Object *object = is_system ? NULL : definition_find(in, kind, name, TEXT(""));
    if (object != NULL) {
        return object_name(in, object, references);
    }
    if (is_system ||
        (text_is_empty(name.schema) && (in->is_catalog || is_builtin(kind, name.name)))) {
        return text_quote_identifier(in->schema->arena, name.name);
    }
    if (in->is_catalog) { /* it is read later, or belongs to an extension */
        Object later = {
            .kind = kind, .schema = name.schema, .name = name.name, .arguments = TEXT("")};
        return object_name(in, &later, references);
    }
    Text brought = extension_schema(in, kind, name, references);
    if (!text_is_absent(brought)) {
        return text_quote_name(in->schema->arena, brought, name.name);
    }
    interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, -1, "%s \"%s\" does not exist",
                        text_from_string(object_kind_facts[kind].word), name.name);
    return TEXT_ABSENT;
}

/* The operator of that name, whatever its operands. */
static const Object *find_operator(const Interpreter *in, QualifiedName name) {
    const ObjectList *operators = schema_definitions(in->schema, KIND_OPERATOR);
    for (size_t i = 0; i < operators->count; i++) {
        const Object *object = operators->items[i];
        bool is_there = text_equal(object->name, name.name);
        if (is_there && (text_equal(object->schema, name.schema) ||
                         (text_is_empty(name.schema) &&
                          text_list_contains(&in->search_path, object->schema)))) {
            return object;
        }
    }
    return NULL;
}

/* Does PostgreSQL have a function of that name for exactly these? */
static bool is_builtin_for(const ItemReader *it, Text name, Text arguments) {
    BuiltinSpan span = builtin_routines_named(name);
    TypeTable *types = type_table_new(it->in->scratch, it->in->schema);
    for (size_t i = span.first; i < span.end; i++) {
        const BuiltinRoutine *routine = builtin_routine(i);
        TextList names = {0};
        for (size_t j = 0; j < routine->argument_count; j++) {
            list_push(it->in->scratch, &names, type_entry(types, routine->arguments[j])->name);
        }
        if (text_equal(text_join(it->in->scratch, &names, TEXT(", ")), arguments)) {
            return true;
        }
    }
    return false;
}

static Text append_type(Arena *arena, Text types, Text type) {
    if (text_is_empty(types)) {
        return type;
    }
    return text_is_empty(type) ? types : text_format(arena, "%s, %s", types, type);
}

/* The arguments that the function of this item is called with; absent when they are not looked at.
 */
static Text called_with(const ItemReader *it) {
    static const struct {
        const char *item, *state;
        bool takes_input, takes_two;
    } calls[] = {
        {"sfunc", "stype", true, false},       {"finalfunc", "stype", false, false},
        {"combinefunc", "stype", false, true}, {"msfunc", "mstype", true, false},
        {"minvfunc", "mstype", true, false},   {"mfinalfunc", "mstype", false, false},
    };
    const Definition *definition = it->definition;
    Arena *arena = it->in->schema->arena;
    if (definition->object.kind == KIND_OPERATOR && strcmp(it->facts->name, "function") == 0) {
        return append_type(arena, definition_item(definition, TEXT("leftarg")),
                           definition_item(definition, TEXT("rightarg")));
    }
    for (size_t i = 0; definition->object.kind == KIND_AGGREGATE && i < lengthof(calls); i++) {
        if (strcmp(it->facts->name, calls[i].item) == 0) {
            Text state = definition_item(definition, text_from_string(calls[i].state));
            Text rest = calls[i].takes_input ? definition->object.arguments : TEXT("");
            return append_type(arena, state, calls[i].takes_two ? state : rest);
        }
    }
    return TEXT_ABSENT;
}

/* A function of ours that takes just this goes before its namesake in pg_catalog. */
static Text function_value(const ItemReader *it, List *names) {
    QualifiedName name = interpreter_name(it->in, names);
    Text arguments = text_is_empty(name.schema) ? called_with(it) : TEXT_ABSENT;
    const Object *ours =
        text_is_absent(arguments) ? NULL : definition_find(it->in, KIND_FUNCTION, name, arguments);
    if (ours != NULL && !is_builtin_for(it, name.name, arguments)) {
        names = list_make2(makeString(text_to_string(it->in->scratch, ours->schema)), llast(names));
    }
    return definition_function_name(it->in, names, it->references);
}

/*
 * COMMUTATOR and NEGATOR may name an operator that is yet to come, so they are no references; it
 * will be where this one is.
 */
static Text operator_value(const ItemReader *it, const Node *value) {
    QualifiedName name = interpreter_name(it->in, definition_names(value));
    bool is_partner = it->definition->object.kind == KIND_OPERATOR;
    const Object *known = find_operator(it->in, name);
    if (text_is_empty(name.schema) && known != NULL) {
        name.schema = known->schema;
    } else if (text_is_empty(name.schema) && is_partner) {
        name.schema = it->definition->object.schema;
    }
    if (text_is_empty(name.schema) || text_equal(name.schema, TEXT("pg_catalog"))) {
        return name.name;
    }
    if (!is_partner) {
        Reference reference = {REFERENCE_OBJECT, REFERENCE_BY_DEFINITION,
                               name.schema,      name.name,
                               TEXT_ABSENT,      KIND_OPERATOR};
        reference_add(it->in->schema->arena, it->references, reference);
    }
    return text_format(it->in->schema->arena, "OPERATOR(%I.%s)", name.schema, name.name);
}

/* A default operator class is the same as none; the type comes before it. */
static Text operator_class_value(const ItemReader *it, const List *names) {
    QualifiedName name = interpreter_name(it->in, names);
    Text type = definition_item(it->definition, TEXT("subtype"));
    bool is_system = text_is_empty(name.schema) || text_equal(name.schema, TEXT("pg_catalog"));
    if (is_system && operator_class_is_default(TEXT("btree"), name.name, type, false)) {
        return TEXT("");
    }
    return text_quote_name(it->in->schema->arena, is_system ? TEXT("") : name.schema, name.name);
}

/* The type that comes with a range type: in the same schema, unless it is said otherwise. */
static Text multirange_value(const ItemReader *it, const List *names) {
    QualifiedName name = interpreter_name(it->in, names);
    if (text_is_empty(name.schema)) {
        name.schema = it->definition->object.schema;
    }
    return text_quote_name(it->in->schema->arena, name.schema, name.name);
}

static Text object_value(const ItemReader *it, const Node *value) {
    List *names = definition_names(value);
    if (it->definition->object.kind != KIND_RANGE) {
        return definition_object_name(it->in, it->facts->named, names, it->references);
    }
    switch (it->facts->named) {
        case KIND_COLLATION:
            return definition_object_name(it->in, KIND_COLLATION, names, it->references);
        case KIND_RANGE: return multirange_value(it, names);
        default: return operator_class_value(it, names);
    }
}

/* Absent: to wait; empty: the item is not there. */
static Text item_value(const ItemReader *it, const Node *value) {
    if (it->facts->form == ITEM_FLAG) {
        return flag_value(it, value);
    }
    if (value == NULL || (IsA(value, String) && it->facts->form != ITEM_LITERAL &&
                          strcmp(strVal(value), "none") == 0)) {
        return TEXT("");
    }
    switch (it->facts->form) {
        case ITEM_TYPE: return type_value(it, value);
        case ITEM_FUNCTION: return function_value(it, definition_names(value));
        case ITEM_OPERATOR: return operator_value(it, value);
        case ITEM_OBJECT: return object_value(it, value);
        case ITEM_WORD: return word_value(it, value);
        case ITEM_LITERAL:
        case ITEM_NUMBER:
        case ITEM_FLAG: break;
    }
    return plain_value(it, value);
}

static bool is_standard(const ItemFacts *facts, Text value) {
    return facts->standard != NULL && text_equal(value, text_from_string(facts->standard));
}

/* PostgreSQL warns of what it does not know and goes on. */
static bool bears_unknown_items(ObjectKind kind) {
    return kind == KIND_AGGREGATE || kind == KIND_OPERATOR || kind == KIND_BASE_TYPE;
}

static Outcome read_item(ItemReader *it, const DefElem *element) {
    Interpreter *in = it->in;
    ObjectKind kind = it->definition->object.kind;
    Text name = lower_case(in->schema->arena, text_from_string(element->defname));
    it->facts = definition_facts(kind, name);
    if (it->facts == NULL) {
        return bears_unknown_items(kind)
                   ? OUTCOME_APPLIED
                   : interpreter_error(in, DIAGNOSTIC_INVALID_DEFINITION, element->location,
                                       "%s attribute \"%s\" not recognized",
                                       text_from_string(object_kind_facts[kind].word), name);
    }
    size_t errors_before = in->diagnostics->error_count;
    Text value = item_value(it, element->arg);
    if (text_is_absent(value)) {
        return in->diagnostics->error_count > errors_before ? OUTCOME_FAILED
                                                            : interpreter_absent(in);
    }
    bool is_left_out =
        is_standard(it->facts, value) || (text_is_empty(value) && it->facts->form != ITEM_LITERAL);
    Text known = text_from_string(it->facts->name);
    definition_set(in->schema->arena, it->definition, text_equal(known, TEXT("*")) ? name : known,
                   is_left_out ? TEXT_ABSENT : value);
    return OUTCOME_APPLIED;
}

static bool is_type_item(const ItemReader *it, const DefElem *element) {
    Text name = lower_case(it->in->scratch, text_from_string(element->defname));
    const ItemFacts *facts = definition_facts(it->definition->object.kind, name);
    return facts != NULL && facts->form == ITEM_TYPE;
}

Outcome definition_read_items(Interpreter *in, Definition *definition, const List *elements) {
    ItemReader it = {in, definition, &definition->object.references, NULL};
    Outcome outcome = OUTCOME_APPLIED;
    ListCell *cell;
    for (int pass = 0; pass < 2; pass++) { /* by the types, functions are found */
        foreach (cell, elements) {
            DefElem *element = lfirst_node(DefElem, cell);
            if (outcome == OUTCOME_APPLIED && is_type_item(&it, element) == (pass == 0)) {
                outcome = read_item(&it, element);
            }
        }
    }
    return outcome;
}

Text definition_replace_name(Arena *arena, Text list, Text old, Text new) {
    TextList names = {0};
    size_t start = 0;
    for (size_t i = 0; i <= list.length; i++) {
        bool is_end =
            i == list.length || text_starts_with(text_slice(list, i, list.length), TEXT(", "));
        if (is_end && i >= start) {
            Text name = text_slice(list, start, i);
            list_push(arena, &names, text_equal(name, old) ? new : name);
            start = i + 2;
        }
    }
    return text_join(arena, &names, TEXT(", "));
}
