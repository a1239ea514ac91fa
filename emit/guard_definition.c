/*
 * Guard of objects with items: the condition that there is one of that identity.
 */
#include "emit/spell.h"

#include "compiler/definition.h"

/* The catalog that holds objects of the kind, and its columns for name and schema. */
typedef struct CatalogColumns {
    ObjectKind kind;
    const char *catalog, *name, *schema; /* schema: NULL when it lives in none */
} CatalogColumns;

static const CatalogColumns catalogs[] = {
    {KIND_LANGUAGE, "pg_language", "lanname", NULL},
    {KIND_ACCESS_METHOD, "pg_am", "amname", NULL},
    {KIND_CONVERSION, "pg_conversion", "conname", "connamespace"},
    {KIND_COLLATION, "pg_collation", "collname", "collnamespace"},
    {KIND_TEXT_SEARCH_PARSER, "pg_ts_parser", "prsname", "prsnamespace"},
    {KIND_TEXT_SEARCH_TEMPLATE, "pg_ts_template", "tmplname", "tmplnamespace"},
    {KIND_TEXT_SEARCH_DICTIONARY, "pg_ts_dict", "dictname", "dictnamespace"},
    {KIND_TEXT_SEARCH_CONFIGURATION, "pg_ts_config", "cfgname", "cfgnamespace"},
};

static Text exists(Arena *arena, const char *catalog, Text where) {
    return text_format(arena,
                       "EXISTS (\n        SELECT FROM pg_catalog.%s\n        WHERE %s\n    )",
                       text_from_string(catalog), where);
}

static Text exists_by_name(Arena *arena, const Object *object) {
    for (size_t i = 0; i < sizeof catalogs / sizeof *catalogs; i++) {
        const CatalogColumns *in = &catalogs[i];
        if (in->kind != object->kind) {
            continue;
        }
        Text schema = TEXT("");
        if (in->schema != NULL) {
            schema =
                text_format(arena, "%s = to_regnamespace(%L) AND ", text_from_string(in->schema),
                            text_quote_identifier(arena, object->schema));
        }
        return exists(
            arena, in->catalog,
            text_format(arena, "%s%s = %L", schema, text_from_string(in->name), object->name));
    }
    return TEXT("false"); /* every kind is in the list, or below */
}

static Text exists_for_method(Arena *arena, const Object *object, const char *catalog,
                              const char *prefix) {
    Text column = text_from_string(prefix);
    return exists(arena, catalog,
                  text_format(arena,
                              "%snamespace = to_regnamespace(%L) AND %sname = %L\n"
                              "            AND %smethod = (SELECT oid FROM pg_catalog.pg_am WHERE "
                              "amname = %L)",
                              column, text_quote_identifier(arena, object->schema), column,
                              object->name, column, object->arguments));
}

Text guard_definition(Arena *arena, const Object *object) {
    switch (object->kind) {
        case KIND_RANGE:
            return exists(
                arena, "pg_type",
                text_format(arena, "oid = to_regtype(%L)", object_sql_name(arena, object)));
        case KIND_OPERATOR: /* a partner's COMMUTATOR leaves a shell, without a function */
            return exists(arena, "pg_operator",
                          text_format(arena, "oid = to_regoperator(%L) AND oprcode <> 0",
                                      object_sql_name(arena, object)));
        case KIND_CAST:
            return exists(arena, "pg_cast",
                          text_format(arena,
                                      "castsource = to_regtype(%L) AND casttarget = to_regtype(%L)",
                                      object->name, object->arguments));
        case KIND_TRANSFORM:
            return exists(arena, "pg_transform",
                          text_format(arena,
                                      "trftype = to_regtype(%L) AND trflang = (SELECT oid FROM "
                                      "pg_catalog.pg_language WHERE lanname = %L)",
                                      object->name, object->arguments));
        case KIND_OPERATOR_CLASS: return exists_for_method(arena, object, "pg_opclass", "opc");
        case KIND_OPERATOR_FAMILY: return exists_for_method(arena, object, "pg_opfamily", "opf");
        default: return exists_by_name(arena, object);
    }
}
