/*
 * Guard: the condition that an object is there, under its name, for every kind of object.
 *
 * Relations, types and routines are found by PostgreSQL's to_reg...() functions, which give NULL
 * for what is missing; everything else by a look into its own catalog.
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
    {KIND_EXTENSION, "pg_extension", "extname", NULL},
    {KIND_CONVERSION, "pg_conversion", "conname", "connamespace"},
    {KIND_COLLATION, "pg_collation", "collname", "collnamespace"},
    {KIND_TEXT_SEARCH_PARSER, "pg_ts_parser", "prsname", "prsnamespace"},
    {KIND_TEXT_SEARCH_TEMPLATE, "pg_ts_template", "tmplname", "tmplnamespace"},
    {KIND_TEXT_SEARCH_DICTIONARY, "pg_ts_dict", "dictname", "dictnamespace"},
    {KIND_TEXT_SEARCH_CONFIGURATION, "pg_ts_config", "cfgname", "cfgnamespace"},
    {KIND_STATISTICS, "pg_statistic_ext", "stxname", "stxnamespace"},
    {KIND_WRAPPER, "pg_foreign_data_wrapper", "fdwname", NULL},
    {KIND_SERVER, "pg_foreign_server", "srvname", NULL},
    {KIND_PUBLICATION, "pg_publication", "pubname", NULL},
    {KIND_SUBSCRIPTION, "pg_subscription", "subname", NULL},
    {KIND_EVENT_TRIGGER, "pg_event_trigger", "evtname", NULL},
};

static Text exists(Arena *arena, const char *catalog, Text where) {
    return text_format(arena,
                       "EXISTS (\n        SELECT FROM pg_catalog.%s\n        WHERE %s\n    )",
                       text_from_string(catalog), where);
}

/* Absent when the kind is not in the list. */
static Text exists_by_name(Arena *arena, const Object *object) {
    for (size_t i = 0; i < sizeof catalogs / sizeof *catalogs; i++) {
        const CatalogColumns *in = &catalogs[i];
        if (in->kind != object->kind) {
            continue;
        }
        Text also = TEXT("");
        if (in->schema != NULL) {
            also = text_format(arena, " AND %s = to_regnamespace(%L)", text_from_string(in->schema),
                               text_quote_identifier(arena, object->schema));
        } else if (object->kind == KIND_SUBSCRIPTION) { /* those of all databases are there */
            also = TEXT("\n            AND subdbid = (SELECT oid FROM pg_catalog.pg_database "
                        "WHERE datname = current_database())");
        }
        return exists(
            arena, in->catalog,
            text_format(arena, "%s = %L%s", text_from_string(in->name), object->name, also));
    }
    return TEXT_ABSENT;
}

static Text exists_for_method(Arena *arena, const Object *object, const char *catalog,
                              const char *prefix) {
    Text column = text_from_string(prefix);
    return exists(arena, catalog,
                  text_format(arena,
                              "%sname = %L AND %snamespace = to_regnamespace(%L)\n"
                              "            AND %smethod = (SELECT oid FROM pg_catalog.pg_am WHERE "
                              "amname = %L)",
                              column, object->name, column,
                              text_quote_identifier(arena, object->schema), column,
                              object->arguments));
}

static Text exists_in(Arena *arena, const Object *object, const char *catalog, const char *owner,
                      const char *name) {
    return exists(arena, catalog,
                  text_format(arena, "%s = to_regclass(%L) AND %s = %L", text_from_string(owner),
                              object_sql_relation(arena, object), text_from_string(name),
                              object->name));
}

/* What has another identity than a name; absent for every other kind. */
static Text exists_by_identity(Arena *arena, const Object *object) {
    switch (object->kind) {
        case KIND_COLUMN:
            return guard_column(arena, object_sql_relation(arena, object), object->name, TEXT(""));
        case KIND_CONSTRAINT: return guard_constraint(arena, object, TEXT(""));
        case KIND_TRIGGER: return exists_in(arena, object, "pg_trigger", "tgrelid", "tgname");
        case KIND_POLICY: return exists_in(arena, object, "pg_policy", "polrelid", "polname");
        case KIND_RULE: return exists_in(arena, object, "pg_rewrite", "ev_class", "rulename");
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
        default: return TEXT_ABSENT;
    }
}

/* to_regclass('public.t') and its kin. */
static Text lookup(Arena *arena, const Object *object) {
    switch (object->kind) {
        case KIND_SCHEMA:
            return text_format(arena, "to_regnamespace(%L)", object_sql_name(arena, object));
        case KIND_ENUM:
        case KIND_DOMAIN:
        case KIND_RANGE:
        case KIND_BASE_TYPE:
        case KIND_COMPOSITE:
            return text_format(arena, "to_regtype(%L)", object_sql_name(arena, object));
        case KIND_FUNCTION:
        case KIND_PROCEDURE:
        case KIND_AGGREGATE:
            return text_format(arena, "to_regprocedure(%L)",
                               definition_routine_address(arena, object));
        default: return text_format(arena, "to_regclass(%L)", object_sql_name(arena, object));
    }
}

static Text look_into_catalog(Arena *arena, const Object *object) {
    Text found = exists_by_identity(arena, object);
    return text_is_absent(found) ? exists_by_name(arena, object) : found;
}

Text guard_is_there(Arena *arena, const Object *object) {
    Text found = look_into_catalog(arena, object);
    return text_is_absent(found) ? text_format(arena, "%s IS NOT NULL", lookup(arena, object))
                                 : found;
}

Text guard_is_missing(Arena *arena, const Object *object) {
    Text found = look_into_catalog(arena, object);
    return text_is_absent(found) ? text_format(arena, "%s IS NULL", lookup(arena, object))
                                 : text_format(arena, "NOT %s", found);
}
