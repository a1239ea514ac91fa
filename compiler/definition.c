/* Definition: items by kind, and the names of objects that need more than a schema and a name. */
#include "compiler/definition.h"

#include "compiler/builder.h"

#define FUNCTION(kind, name) \
    { KIND_##kind, name, ITEM_FUNCTION, NULL, 0, false }

/* In the order in which they are written. */
static const ItemFacts facts[] = {
    {KIND_LANGUAGE, "trusted", ITEM_FLAG, "false", 0, true},
    {KIND_LANGUAGE, "handler", ITEM_FUNCTION, NULL, 0, true},
    {KIND_LANGUAGE, "inline", ITEM_FUNCTION, NULL, 0, true},
    {KIND_LANGUAGE, "validator", ITEM_FUNCTION, NULL, 0, true},
    {KIND_ACCESS_METHOD, "type", ITEM_WORD, NULL, 0, false},
    FUNCTION(ACCESS_METHOD, "handler"),
    FUNCTION(CAST, "function"),
    {KIND_CAST, "inout", ITEM_FLAG, "false", 0, false},
    {KIND_CAST, "context", ITEM_WORD, NULL, 0, false},
    {KIND_TRANSFORM, "from_sql", ITEM_FUNCTION, NULL, 0, true},
    {KIND_TRANSFORM, "to_sql", ITEM_FUNCTION, NULL, 0, true},
    {KIND_CONVERSION, "default", ITEM_FLAG, "false", 0, false},
    {KIND_CONVERSION, "for", ITEM_LITERAL, NULL, 0, false},
    {KIND_CONVERSION, "to", ITEM_LITERAL, NULL, 0, false},
    FUNCTION(CONVERSION, "function"),

    {KIND_COLLATION, "provider", ITEM_WORD, "libc", 0, false},
    {KIND_COLLATION, "locale", ITEM_LITERAL, NULL, 0, false},
    {KIND_COLLATION, "lc_collate", ITEM_LITERAL, NULL, 0, false},
    {KIND_COLLATION, "lc_ctype", ITEM_LITERAL, NULL, 0, false},
    {KIND_COLLATION, "deterministic", ITEM_FLAG, "true", 0, false},
    {KIND_COLLATION, "rules", ITEM_LITERAL, NULL, 0, false},

    /* without items it is a shell */
    FUNCTION(BASE_TYPE, "input"),
    FUNCTION(BASE_TYPE, "output"),
    {KIND_BASE_TYPE, "receive", ITEM_FUNCTION, NULL, 0, true},
    {KIND_BASE_TYPE, "send", ITEM_FUNCTION, NULL, 0, true},
    {KIND_BASE_TYPE, "typmod_in", ITEM_FUNCTION, NULL, 0, true},
    {KIND_BASE_TYPE, "typmod_out", ITEM_FUNCTION, NULL, 0, true},
    {KIND_BASE_TYPE, "analyze", ITEM_FUNCTION, NULL, 0, true},
    {KIND_BASE_TYPE, "subscript", ITEM_FUNCTION, NULL, 0, true},
    {KIND_BASE_TYPE, "internallength", ITEM_WORD, "variable", 0, false},
    {KIND_BASE_TYPE, "passedbyvalue", ITEM_FLAG, "false", 0, false},
    {KIND_BASE_TYPE, "alignment", ITEM_WORD, "int4", 0, false},
    {KIND_BASE_TYPE, "storage", ITEM_WORD, "plain", 0, true},
    {KIND_BASE_TYPE, "category", ITEM_LITERAL, "U", 0, false},
    {KIND_BASE_TYPE, "preferred", ITEM_FLAG, "false", 0, false},
    {KIND_BASE_TYPE, "default", ITEM_LITERAL, NULL, 0, false},
    {KIND_BASE_TYPE, "element", ITEM_TYPE, NULL, 0, false},
    {KIND_BASE_TYPE, "delimiter", ITEM_LITERAL, ",", 0, false},
    {KIND_BASE_TYPE, "collatable", ITEM_FLAG, "false", 0, false},

    {KIND_RANGE, "subtype", ITEM_TYPE, NULL, 0, false},
    {KIND_RANGE, "subtype_opclass", ITEM_OBJECT, NULL, 0, false},
    {KIND_RANGE, "collation", ITEM_OBJECT, NULL, KIND_COLLATION, false},
    FUNCTION(RANGE, "canonical"),
    FUNCTION(RANGE, "subtype_diff"),
    {KIND_RANGE, "multirange_type_name", ITEM_OBJECT, NULL, KIND_RANGE, false},

    FUNCTION(AGGREGATE, "sfunc"),
    {KIND_AGGREGATE, "stype", ITEM_TYPE, NULL, 0, false},
    {KIND_AGGREGATE, "sspace", ITEM_NUMBER, "0", 0, true},
    FUNCTION(AGGREGATE, "finalfunc"),
    {KIND_AGGREGATE, "finalfunc_extra", ITEM_FLAG, "false", 0, true},
    {KIND_AGGREGATE, "finalfunc_modify", ITEM_WORD, NULL, 0, true},
    FUNCTION(AGGREGATE, "combinefunc"),
    FUNCTION(AGGREGATE, "serialfunc"),
    FUNCTION(AGGREGATE, "deserialfunc"),
    {KIND_AGGREGATE, "initcond", ITEM_LITERAL, NULL, 0, true},
    FUNCTION(AGGREGATE, "msfunc"),
    FUNCTION(AGGREGATE, "minvfunc"),
    {KIND_AGGREGATE, "mstype", ITEM_TYPE, NULL, 0, true},
    {KIND_AGGREGATE, "msspace", ITEM_NUMBER, "0", 0, true},
    FUNCTION(AGGREGATE, "mfinalfunc"),
    {KIND_AGGREGATE, "mfinalfunc_extra", ITEM_FLAG, "false", 0, true},
    {KIND_AGGREGATE, "mfinalfunc_modify", ITEM_WORD, NULL, 0, true},
    {KIND_AGGREGATE, "minitcond", ITEM_LITERAL, NULL, 0, true},
    {KIND_AGGREGATE, "sortop", ITEM_OPERATOR, NULL, KIND_OPERATOR, true},
    {KIND_AGGREGATE, "parallel", ITEM_WORD, "unsafe", 0, true},
    {KIND_AGGREGATE, "hypothetical", ITEM_FLAG, "false", 0, false},

    FUNCTION(OPERATOR, "function"),
    {KIND_OPERATOR, "leftarg", ITEM_TYPE, NULL, 0, false},
    {KIND_OPERATOR, "rightarg", ITEM_TYPE, NULL, 0, false},
    {KIND_OPERATOR, "commutator", ITEM_OPERATOR, NULL, KIND_OPERATOR, false},
    {KIND_OPERATOR, "negator", ITEM_OPERATOR, NULL, KIND_OPERATOR, false},
    {KIND_OPERATOR, "restrict", ITEM_FUNCTION, NULL, 0, true},
    {KIND_OPERATOR, "join", ITEM_FUNCTION, NULL, 0, true},
    {KIND_OPERATOR, "hashes", ITEM_FLAG, "false", 0, false},
    {KIND_OPERATOR, "merges", ITEM_FLAG, "false", 0, false},

    /* members: "OPERATOR 1 (integer, bigint)" and so on */
    {KIND_OPERATOR_FAMILY, "*", ITEM_FUNCTION, NULL, 0, true},
    {KIND_OPERATOR_CLASS, "default", ITEM_FLAG, "false", 0, false},
    {KIND_OPERATOR_CLASS, "type", ITEM_TYPE, NULL, 0, false},
    {KIND_OPERATOR_CLASS, "family", ITEM_OBJECT, NULL, KIND_OPERATOR_FAMILY, false},
    {KIND_OPERATOR_CLASS, "storage", ITEM_TYPE, NULL, 0, false},
    {KIND_OPERATOR_CLASS, "*", ITEM_FUNCTION, NULL, 0, false},

    FUNCTION(TEXT_SEARCH_PARSER, "start"),
    FUNCTION(TEXT_SEARCH_PARSER, "gettoken"),
    FUNCTION(TEXT_SEARCH_PARSER, "end"),
    FUNCTION(TEXT_SEARCH_PARSER, "lextypes"),
    FUNCTION(TEXT_SEARCH_PARSER, "headline"),
    FUNCTION(TEXT_SEARCH_TEMPLATE, "init"),
    FUNCTION(TEXT_SEARCH_TEMPLATE, "lexize"),
    {KIND_TEXT_SEARCH_DICTIONARY, "template", ITEM_OBJECT, NULL, KIND_TEXT_SEARCH_TEMPLATE, false},
    {KIND_TEXT_SEARCH_DICTIONARY, "*", ITEM_LITERAL, NULL, 0, true},
    {KIND_TEXT_SEARCH_CONFIGURATION, "parser", ITEM_OBJECT, NULL, KIND_TEXT_SEARCH_PARSER, false},
    /* MAPPING FOR a kind of token: names of dictionaries */
    {KIND_TEXT_SEARCH_CONFIGURATION, "*", ITEM_OBJECT, NULL, KIND_TEXT_SEARCH_DICTIONARY, true},
};

enum { FACTS_COUNT = sizeof facts / sizeof *facts };

typedef struct FormerName {
    ObjectKind kind;
    const char *former, *name;
} FormerName;

static const FormerName former_names[] = {
    {KIND_AGGREGATE, "sfunc1", "sfunc"},
    {KIND_AGGREGATE, "stype1", "stype"},
    {KIND_AGGREGATE, "initcond1", "initcond"},
    {KIND_OPERATOR, "procedure", "function"},
};

static size_t facts_index(ObjectKind kind, Text name) {
    for (size_t i = 0; i < sizeof former_names / sizeof *former_names; i++) {
        if (former_names[i].kind == kind &&
            text_equal(name, text_from_string(former_names[i].former))) {
            name = text_from_string(former_names[i].name);
        }
    }
    for (size_t i = 0; i < FACTS_COUNT; i++) {
        Text known = text_from_string(facts[i].name);
        if (facts[i].kind == kind && (text_equal(known, name) || text_equal(known, TEXT("*")))) {
            return i;
        }
    }
    return FACTS_COUNT;
}

const ItemFacts *definition_facts(ObjectKind kind, Text name) {
    size_t index = facts_index(kind, name);
    return index == FACTS_COUNT ? NULL : &facts[index];
}

bool object_kind_is_definition(ObjectKind kind) {
    static const bool definitions[OBJECT_KIND_COUNT] = {
#define X(id, ...) [KIND_##id] = true,
        DEFINITION_KINDS(X)
#undef X
    };
    return definitions[kind];
}

bool object_kind_is_routine(ObjectKind kind) {
    return kind == KIND_FUNCTION || kind == KIND_PROCEDURE || kind == KIND_AGGREGATE;
}

Text object_kind_public_privilege(ObjectKind kind) {
    if (object_kind_is_routine(kind)) {
        return TEXT("EXECUTE");
    }
    return object_kind_is_type(kind) || kind == KIND_LANGUAGE ? TEXT("USAGE") : TEXT_ABSENT;
}

static void add_names(Arena *arena, TextList *list, const char *const *names) {
    for (; *names != NULL; names++) {
        list_push(arena, list, text_from_string(*names));
    }
}

TextList object_kind_privileges(Arena *arena, ObjectKind kind, int server_version) {
    static const char *const of_schema[] = {"USAGE", "CREATE", NULL};
    static const char *const of_type[] = {"USAGE", NULL};
    static const char *const of_sequence[] = {"USAGE", "SELECT", "UPDATE", NULL};
    static const char *const of_routine[] = {"EXECUTE", NULL};
    static const char *const of_column[] = {"SELECT", "INSERT", "UPDATE", "REFERENCES", NULL};
    static const char *const of_usage[] = {"USAGE", NULL};
    static const char *const of_table[] = {"SELECT",   "INSERT",     "UPDATE",  "DELETE",
                                           "TRUNCATE", "REFERENCES", "TRIGGER", NULL};
    static const char *const *const of_kind[OBJECT_KIND_COUNT] = {
        [KIND_SCHEMA] = of_schema,
        [KIND_ENUM] = of_type,
        [KIND_COMPOSITE] = of_type,
        [KIND_DOMAIN] = of_type,
        [KIND_SEQUENCE] = of_sequence,
        [KIND_FUNCTION] = of_routine,
        [KIND_PROCEDURE] = of_routine,
        [KIND_AGGREGATE] = of_routine,
        [KIND_RANGE] = of_type,
        [KIND_BASE_TYPE] = of_type,
        [KIND_LANGUAGE] = of_type,
        [KIND_TABLE] = of_table,
        [KIND_COLUMN] = of_column,
        [KIND_VIEW] = of_table,
        [KIND_MATERIALIZED_VIEW] = of_table,
        [KIND_WRAPPER] = of_usage,
        [KIND_SERVER] = of_usage,
    };
    TextList list = {0};
    if (of_kind[kind] != NULL) {
        add_names(arena, &list, of_kind[kind]);
    }
    if (of_kind[kind] == of_table && server_version >= 170000) {
        list_push(arena, &list, TEXT("MAINTAIN"));
    }
    return list;
}

bool object_rights_are_none(const Object *object, const PrivilegeList *privileges,
                            const TextList *owner_revoked, int server_version, Arena *arena) {
    TextList all = object_kind_privileges(arena, object->kind, server_version);
    size_t taken = 0;
    for (size_t i = 0; i < all.count; i++) {
        taken += text_list_contains(owner_revoked, all.items[i]);
    }
    return privileges->count == 0 && all.count != 0 && taken == all.count;
}

bool object_kind_is_type(ObjectKind kind) {
    return kind == KIND_ENUM || kind == KIND_COMPOSITE || kind == KIND_DOMAIN ||
           kind == KIND_RANGE || kind == KIND_BASE_TYPE;
}

Text object_kind_default_class(ObjectKind kind) {
    if (object_kind_is_routine(kind)) {
        return TEXT("FUNCTIONS");
    }
    if (object_kind_is_type(kind)) {
        return TEXT("TYPES");
    }
    switch (kind) {
        case KIND_TABLE:
        case KIND_VIEW:
        case KIND_MATERIALIZED_VIEW: return TEXT("TABLES");
        case KIND_SEQUENCE: return TEXT("SEQUENCES");
        case KIND_SCHEMA: return TEXT("SCHEMAS");
        default: return TEXT("");
    }
}

Text definition_item(const Definition *definition, Text name) {
    const Setting *item = setting_find(&definition->items, name);
    return item == NULL ? TEXT_ABSENT : item->value;
}

static bool comes_before(ObjectKind kind, Text left, Text right) {
    size_t one = facts_index(kind, left), other = facts_index(kind, right);
    return one != other ? one < other : text_compare(left, right) < 0;
}

void definition_set(Arena *arena, Definition *definition, Text name, Text value) {
    SettingList *items = &definition->items;
    ObjectKind kind = definition->object.kind;
    size_t i = 0;
    while (i < items->count && comes_before(kind, items->items[i].name, name)) {
        i++;
    }
    bool is_there = i < items->count && text_equal(items->items[i].name, name);
    if (text_is_absent(value)) {
        if (is_there) {
            memmove(items->items + i, items->items + i + 1,
                    (items->count - i - 1) * sizeof *items->items);
            items->count--;
        }
        return;
    }
    if (!is_there) {
        list_push(arena, items, ((Setting){name, value}));
        memmove(items->items + i + 1, items->items + i,
                (items->count - i - 1) * sizeof *items->items);
    }
    items->items[i] = (Setting){name, value};
}

Text definition_item_text(Arena *arena, ObjectKind kind, const Setting *item) {
    const ItemFacts *known = definition_facts(kind, item->name);
    bool is_flag = known->form == ITEM_FLAG && text_equal(item->value, TEXT("true"));
    if (is_flag) {
        return text_format(arena, "%I", item->name);
    }
    return text_format(arena, known->form == ITEM_LITERAL ? "%I = %L" : "%I = %s", item->name,
                       item->value);
}

static size_t find_range(Text name) {
    Text word = TEXT("range");
    size_t i = 0;
    while (i < name.length && !text_starts_with(text_slice(name, i, name.length), word)) {
        i++;
    }
    return i;
}

/* "float_range" -> "float_multirange"; "spans" -> "spans_multirange"; cut as PostgreSQL does. */
static Text multirange_name(Arena *arena, Text range) {
    size_t at = find_range(range);
    if (at == range.length) {
        return text_format(arena, "%s_multirange",
                           text_clip(range, 63 - (sizeof "_multirange" - 1)));
    }
    return text_clip(text_format(arena, "%s%s%s", text_slice(range, 0, at), TEXT("multi"),
                                 text_slice(range, at, range.length)),
                     63);
}

Text definition_multirange(Arena *arena, const Definition *range) {
    Text named = definition_item(range, TEXT("multirange_type_name"));
    return text_is_absent(named) ? text_quote_name(arena, range->object.schema,
                                                   multirange_name(arena, range->object.name))
                                 : named;
}

Text definition_routine_address(Arena *arena, const Object *routine) {
    return text_format(arena, "%s(%s)", text_quote_name(arena, routine->schema, routine->name),
                       routine->arguments);
}

/*
 * "public.p(IN integer)": without the word, DROP, ALTER and COMMENT would also take a procedure
 * whose parameters are the same once those that it gives out count, and call the name ambiguous
 * (14+).
 */
static Text procedure_sql_name(Arena *arena, const Object *procedure) {
    Builder out = builder_new(arena);
    bool is_quoted = false;
    builder_add_name(&out, procedure->schema, procedure->name);
    builder_add(&out, text_is_empty(procedure->arguments) ? TEXT("(") : TEXT("(IN "));
    for (size_t i = 0; i < procedure->arguments.length; i++) {
        char letter = procedure->arguments.data[i];
        is_quoted ^= letter == '"';
        builder_add_char(&out, letter);
        if (letter == ',' && !is_quoted) { /* types of arguments have no modifiers with commas */
            builder_add(&out, TEXT(" IN"));
        }
    }
    builder_add_char(&out, ')');
    return builder_text(&out);
}

Text definition_sql_name(Arena *arena, const Object *object) {
    Builder out = builder_new(arena);
    if (object->kind == KIND_PROCEDURE) {
        return procedure_sql_name(arena, object);
    }
    if (object->kind == KIND_OPERATOR) {
        builder_format(&out, "%I.%s (%s)", object->schema, object->name, object->arguments);
        return builder_text(&out);
    }
    if (object->kind == KIND_CAST) {
        return text_format(arena, "(%s AS %s)", object->name, object->arguments);
    }
    if (object->kind == KIND_TRANSFORM) {
        return text_format(arena, "FOR %s LANGUAGE %I", object->name, object->arguments);
    }
    if (object->kind == KIND_OPERATOR_CLASS || object->kind == KIND_OPERATOR_FAMILY) {
        return text_format(arena, "%s USING %I",
                           text_quote_name(arena, object->schema, object->name), object->arguments);
    }
    bool has_no_arguments = text_is_empty(object->arguments);
    if (object_kind_is_routine(object->kind) &&
        !(object->kind == KIND_AGGREGATE && has_no_arguments)) {
        return definition_routine_address(arena, object);
    }
    builder_add_name(&out, object->schema, object->name);
    builder_add(&out, object->kind == KIND_AGGREGATE ? TEXT("(*)") : TEXT(""));
    return builder_text(&out);
}
