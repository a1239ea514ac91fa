/*
 * CREATE AGGREGATE, OPERATOR, COLLATION, TYPE ... AS RANGE, TEXT SEARCH ...: the object around the
 * items that parse_definition.c reads.
 */
#include "parser/interpreter_state.h"
#include "parser/normalize.h"
#include "parser/parse_definition.h"
#include "parser/parse_object.h"

#include "nodes/makefuncs.h"
#include "nodes/pg_list.h"

#include <string.h>

Definition *definition_new(Interpreter *in, ObjectKind kind, const List *names) {
    Definition *definition = schema_object_new(in->schema, Definition, kind);
    QualifiedName name = interpreter_name(in, names);
    definition->object.name = name.name;
    definition->object.schema = interpreter_creation_schema(
        in, text_is_empty(name.schema) ? NULL : text_to_string(in->scratch, name.schema));
    return definition;
}

/* The new definition takes the place of the old one, which keeps owner, comment and privileges. */
static void replace_definition(Definition *old, const Definition *new) {
    old->parameters = new->parameters;
    old->items = new->items;
    old->object.references = new->object.references;
}

Outcome definition_add(Interpreter *in, Definition *definition, bool is_replaced,
                       bool is_forgiven) {
    const Object *new = &definition->object;
    Object *old =
        schema_find_routine(in->schema, new->kind, new->schema, new->name, new->arguments);
    if (old == NULL) {
        interpreter_add_object(in, &definition->object, NULL);
        return OUTCOME_APPLIED;
    }
    if (is_replaced) {
        replace_definition((Definition *)old, definition);
        return OUTCOME_APPLIED;
    }
    if (is_forgiven) {
        return OUTCOME_APPLIED;
    }
    return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, -1, "%s already exists",
                             object_describe(in->scratch, new));
}

/* ---- aggregates ---- */

static bool add_parameter(Interpreter *in, Definition *aggregate,
                          const FunctionParameter *parameter, TextList *spelled, TextList *types) {
    NormalizeContext context = {.role = REFERENCE_BY_DEFINITION,
                                .references = &aggregate->object.references};
    Text type = normalize_argument_type(in, parameter->argType, &context);
    if (text_is_absent(type)) {
        return false;
    }
    Arena *arena = in->schema->arena;
    Text mode = parameter->mode == FUNC_PARAM_VARIADIC ? TEXT("VARIADIC ") : TEXT("");
    list_push(arena, types, type);
    list_push(arena, spelled,
              parameter->name == NULL
                  ? text_format(arena, "%s%s", mode, type)
                  : text_format(arena, "%s%I %s", mode, text_from_string(parameter->name), type));
    return true;
}

static Text join(Arena *arena, const TextList *list, size_t start, size_t end) {
    TextList part = {list->items + start, end - start, end - start};
    return text_join(arena, &part, TEXT(", "));
}

/* "(a ORDER BY b)"; a last direct argument that is VARIADIC stands for the ordered ones as well. */
static Text spell_parameters(Arena *arena, const TextList *spelled, int direct_count) {
    if (spelled->count == 0) {
        return TEXT("*");
    }
    if (direct_count < 0) {
        return join(arena, spelled, 0, spelled->count);
    }
    size_t direct = (size_t)direct_count;
    Text before = join(arena, spelled, 0, direct);
    size_t first = direct < spelled->count ? direct : spelled->count - 1;
    Text after = join(arena, spelled, first, spelled->count);
    return text_is_empty(before) ? text_format(arena, "ORDER BY %s", after)
                                 : text_format(arena, "%s ORDER BY %s", before, after);
}

static bool read_parameters(Interpreter *in, const DefineStmt *statement, Definition *aggregate,
                            int *direct_count) {
    TextList spelled = {0}, types = {0};
    ListCell *cell;
    foreach (cell, (const List *)linitial(statement->args)) {
        if (!add_parameter(in, aggregate, lfirst(cell), &spelled, &types)) {
            return false;
        }
    }
    Arena *arena = in->schema->arena;
    *direct_count = (int)intVal(lsecond(statement->args));
    aggregate->parameters = spell_parameters(arena, &spelled, *direct_count);
    aggregate->object.arguments = text_join(arena, &types, TEXT(", "));
    return true;
}

/* Before 8.2: the type of the only parameter stands among the items; "ANY" for none. */
static bool read_base_type(Interpreter *in, Definition *aggregate, const DefElem *element) {
    const Node *value = element->arg;
    aggregate->parameters = TEXT("*");
    if (IsA(value, String) && pg_strcasecmp(strVal(value), "any") == 0) {
        return true;
    }
    NormalizeContext context = {.role = REFERENCE_BY_DEFINITION,
                                .references = &aggregate->object.references};
    TypeName *type = IsA(value, TypeName) ? copyObjectImpl(value)
                                          : makeTypeNameFromNameList(definition_names(value));
    if (strcmp(strVal(llast(type->names)), "any") == 0) {
        return true;
    }
    aggregate->object.arguments = normalize_argument_type(in, type, &context);
    aggregate->parameters = aggregate->object.arguments;
    return !text_is_absent(aggregate->object.arguments);
}

static void drop_standard_modify(Arena *arena, Definition *aggregate, Text name, Text standard) {
    if (text_equal(definition_item(aggregate, name), standard)) {
        definition_set(arena, aggregate, name, TEXT_ABSENT);
    }
}

static Outcome define_aggregate(Interpreter *in, const DefineStmt *statement) {
    Definition *aggregate = definition_new(in, KIND_AGGREGATE, statement->defnames);
    List *items = NIL;
    int direct_count = -1;
    if (!statement->oldstyle && !read_parameters(in, statement, aggregate, &direct_count)) {
        return interpreter_absent(in);
    }
    ListCell *cell;
    foreach (cell, statement->definition) {
        DefElem *element = lfirst(cell);
        if (!statement->oldstyle || pg_strcasecmp(element->defname, "basetype") != 0) {
            items = lappend(items, element);
        } else if (!read_base_type(in, aggregate, element)) {
            return interpreter_absent(in);
        }
    }
    Outcome outcome = definition_read_items(in, aggregate, items);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    Text standard = direct_count < 0 ? TEXT("read_only") : TEXT("read_write");
    drop_standard_modify(in->schema->arena, aggregate, TEXT("finalfunc_modify"), standard);
    drop_standard_modify(in->schema->arena, aggregate, TEXT("mfinalfunc_modify"), standard);
    return definition_add(in, aggregate, statement->replace, false);
}

/* ---- operators ---- */

static Text operand(const Definition *operator, Text side) {
    Text type = definition_item(operator, side);
    return text_is_absent(type) ? TEXT("NONE") : type;
}

static Text operator_reference(Arena *arena, const Object *operator) {
    return text_format(arena, "OPERATOR(%I.%s)", operator->schema, operator->name);
}

/* The operator that an item names: `arguments` are its operands. */
static Definition *find_partner(const Interpreter *in, Text name, Text arguments) {
    const ObjectList *operators = schema_definitions(in->schema, KIND_OPERATOR);
    for (size_t i = 0; i < operators->count; i++) {
        Object *object = operators->items[i];
        if (text_equal(object->arguments, arguments) &&
            text_equal(operator_reference(in->scratch, object), name)) {
            return (Definition *)object;
        }
    }
    return NULL;
}

/* As PostgreSQL's OperatorUpd(): the partner learns of it, if it has none. */
static void link_partner(Interpreter *in, const Definition *operator, Text item, Text arguments) {
    Text name = definition_item(operator, item);
    Definition *partner = text_is_absent(name) ? NULL : find_partner(in, name, arguments);
    if (partner != NULL && text_is_absent(definition_item(partner, item))) {
        definition_set(in->schema->arena, partner, item,
                       operator_reference(in->schema->arena, &operator->object));
    }
}

static Outcome define_operator(Interpreter *in, const DefineStmt *statement) {
    Definition *operator= definition_new(in, KIND_OPERATOR, statement->defnames);
    Outcome outcome = definition_read_items(in, operator, statement->definition);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    Arena *arena = in->schema->arena;
    Text left = operand(operator, TEXT("leftarg")), right = operand(operator, TEXT("rightarg"));
    operator->object.arguments = text_format(arena, "%s, %s", left, right);
    outcome = definition_add(in, operator, false, false);
    if (outcome == OUTCOME_APPLIED) {
        link_partner(in, operator, TEXT("commutator"),
                     text_format(in->scratch, "%s, %s", right, left));
        link_partner(in, operator, TEXT("negator"), operator->object.arguments);
    }
    return outcome;
}

/* ---- collations ---- */

/* A locale for both purposes is spelled once. */
static void join_locales(Arena *arena, Definition *collation) {
    Text collate = definition_item(collation, TEXT("lc_collate"));
    Text ctype = definition_item(collation, TEXT("lc_ctype"));
    if (!text_is_absent(collate) && text_same(collate, ctype)) {
        definition_set(arena, collation, TEXT("locale"), collate);
        definition_set(arena, collation, TEXT("lc_collate"), TEXT_ABSENT);
        definition_set(arena, collation, TEXT("lc_ctype"), TEXT_ABSENT);
    }
}

/* CREATE COLLATION x FROM y: everything of y, which the model has, or which every system has. */
static Outcome copy_collation(Interpreter *in, Definition *collation, const List *names) {
    QualifiedName name = interpreter_name(in, names);
    const Definition *from =
        (const Definition *)definition_find(in, KIND_COLLATION, name, TEXT(""));
    if (from != NULL) {
        for (size_t i = 0; i < from->items.count; i++) {
            definition_set(in->schema->arena, collation, from->items.items[i].name,
                           from->items.items[i].value);
        }
        return OUTCOME_APPLIED;
    }
    if (text_equal(name.name, TEXT("C")) || text_equal(name.name, TEXT("POSIX"))) {
        definition_set(in->schema->arena, collation, TEXT("locale"), name.name);
        return OUTCOME_APPLIED;
    }
    if (!in->is_last_try) {
        return OUTCOME_WAITING;
    }
    return interpreter_unsupported(in, -1,
                                   text_format(in->scratch, "collation %I FROM %I of the system",
                                               collation->object.name, name.name));
}

/* The version is what the system's library has, not what somebody wants. */
static List *without_version(const List *items) {
    List *rest = NIL;
    ListCell *cell;
    foreach (cell, items) {
        if (strcmp(lfirst_node(DefElem, cell)->defname, "version") != 0) {
            rest = lappend(rest, lfirst(cell));
        }
    }
    return rest;
}

static Outcome define_collation(Interpreter *in, const DefineStmt *statement) {
    Definition *collation = definition_new(in, KIND_COLLATION, statement->defnames);
    const DefElem *first = statement->definition == NIL ? NULL : linitial(statement->definition);
    bool is_copy = first != NULL && strcmp(first->defname, "from") == 0;
    Outcome outcome =
        is_copy ? copy_collation(in, collation, definition_names(first->arg))
                : definition_read_items(in, collation, without_version(statement->definition));
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    join_locales(in->schema->arena, collation);
    return definition_add(in, collation, false, statement->if_not_exists);
}

/* ---- text search ---- */

/* Those of pg_catalog; their words go to LANGUAGE_stem. */
static bool is_system_configuration(Text name) {
    static const char *const names[] = {
        "arabic",  "armenian",  "basque",     "catalan",  "danish",  "dutch",
        "english", "estonian",  "finnish",    "french",   "german",  "greek",
        "hindi",   "hungarian", "indonesian", "irish",    "italian", "lithuanian",
        "nepali",  "norwegian", "portuguese", "romanian", "russian", "serbian",
        "simple",  "spanish",   "swedish",    "tamil",    "turkish", "yiddish",
    };
    for (size_t i = 0; i < lengthof(names); i++) {
        if (text_equal(name, text_from_string(names[i]))) {
            return true;
        }
    }
    return false;
}

/* What initdb maps: words to the language, ASCII words too where its script has them, the rest to
 * simple. */
static void copy_system_configuration(Interpreter *in, Definition *configuration, Text language) {
    static const struct {
        const char *token;
        char words; /* 'a' of ASCII letters, 'w' of any, '-' none */
    } tokens[] = {
        {"asciihword", 'a'},    {"asciiword", 'a'},  {"email", '-'}, {"file", '-'},
        {"float", '-'},         {"host", '-'},       {"hword", 'w'}, {"hword_asciipart", 'a'},
        {"hword_numpart", '-'}, {"hword_part", 'w'}, {"int", '-'},   {"numhword", '-'},
        {"numword", '-'},       {"sfloat", '-'},     {"uint", '-'},  {"url", '-'},
        {"url_path", '-'},      {"version", '-'},    {"word", 'w'},
    };
    Arena *arena = in->schema->arena;
    bool has_stems = !text_equal(language, TEXT("simple"));
    bool is_ascii_english =
        text_equal(language, TEXT("russian")) || text_equal(language, TEXT("hindi"));
    definition_set(arena, configuration, TEXT("parser"), TEXT("\"default\""));
    for (size_t i = 0; i < lengthof(tokens); i++) {
        Text stemmed = tokens[i].words == 'a' && is_ascii_english ? TEXT("english") : language;
        bool is_stemmed = has_stems && tokens[i].words != '-';
        definition_set(arena, configuration, text_from_string(tokens[i].token),
                       is_stemmed ? text_format(arena, "%s_stem", stemmed) : TEXT("simple"));
    }
}

static Outcome copy_configuration(Interpreter *in, Definition *configuration, const List *names) {
    QualifiedName name = interpreter_name(in, names);
    bool is_system = text_equal(name.schema, TEXT("pg_catalog"));
    if ((is_system || text_is_empty(name.schema)) && is_system_configuration(name.name)) {
        copy_system_configuration(in, configuration, name.name);
        return OUTCOME_APPLIED;
    }
    Object *from = definition_find(in, KIND_TEXT_SEARCH_CONFIGURATION, name, TEXT(""));
    if (from == NULL) {
        return in->is_last_try
                   ? interpreter_unsupported(
                         in, -1,
                         text_format(
                             in->scratch,
                             "text search configuration %I, a copy of one that is not known",
                             configuration->object.name))
                   : OUTCOME_WAITING;
    }
    const Definition *copied = (const Definition *)from;
    for (size_t i = 0; i < copied->items.count; i++) {
        definition_set(in->schema->arena, configuration, copied->items.items[i].name,
                       copied->items.items[i].value);
    }
    for (size_t i = 0; i < from->references.count; i++) {
        reference_add(in->schema->arena, &configuration->object.references,
                      from->references.items[i]);
    }
    return OUTCOME_APPLIED;
}

static Outcome define_text_search(Interpreter *in, const DefineStmt *statement, ObjectKind kind) {
    Definition *definition = definition_new(in, kind, statement->defnames);
    const DefElem *first = statement->definition == NIL ? NULL : linitial(statement->definition);
    bool is_copy = kind == KIND_TEXT_SEARCH_CONFIGURATION && first != NULL &&
                   strcmp(first->defname, "copy") == 0;
    Outcome outcome = is_copy ? copy_configuration(in, definition, definition_names(first->arg))
                              : definition_read_items(in, definition, statement->definition);
    return outcome == OUTCOME_APPLIED ? definition_add(in, definition, false, false) : outcome;
}

Outcome apply_define(Interpreter *in, const DefineStmt *statement) {
    switch (statement->kind) {
        case OBJECT_AGGREGATE: return define_aggregate(in, statement);
        case OBJECT_OPERATOR: return define_operator(in, statement);
        case OBJECT_COLLATION: return define_collation(in, statement);
        case OBJECT_TSPARSER: return define_text_search(in, statement, KIND_TEXT_SEARCH_PARSER);
        case OBJECT_TSTEMPLATE: return define_text_search(in, statement, KIND_TEXT_SEARCH_TEMPLATE);
        case OBJECT_TSDICTIONARY:
            return define_text_search(in, statement, KIND_TEXT_SEARCH_DICTIONARY);
        case OBJECT_TSCONFIGURATION:
            return define_text_search(in, statement, KIND_TEXT_SEARCH_CONFIGURATION);
        default: return interpreter_unsupported(in, -1, object_type_word(statement->kind));
    }
}

/* ---- range types ---- */

Outcome apply_create_range(Interpreter *in, const CreateRangeStmt *statement) {
    Definition *range = definition_new(in, KIND_RANGE, statement->typeName);
    Text schema = range->object.schema;
    if (schema_find_type(in->schema, schema, range->object.name) != NULL) {
        return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, -1, "type \"%s\" already exists",
                                 range->object.name);
    }
    Outcome outcome = definition_read_items(in, range, statement->params);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    Text item = TEXT("multirange_type_name"), named = definition_item(range, item);
    definition_set(in->schema->arena, range, item, TEXT_ABSENT);
    if (!text_equal(named, definition_multirange(in->scratch, range))) {
        definition_set(in->schema->arena, range, item, named);
    }
    return definition_add(in, range, false, false);
}
