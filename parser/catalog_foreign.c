/* Foreign-data wrappers, servers, user mappings; publications and subscriptions. */
#include "parser/catalog_reader.h"

/* " OPTIONS (...)"; the server has quoted what is in it. */
static Text options_clause(CatalogReader *reader, const CatalogRow *row, int number) {
    Text options = catalog_cell(row, number);
    return text_is_empty(options) ? TEXT("")
                                  : text_format(&reader->scratch, " OPTIONS (%s)", options);
}

enum {
    WRAPPER_OID,
    WRAPPER_NAME,
    WRAPPER_OWNER,
    WRAPPER_ACL,
    WRAPPER_HANDLER_SCHEMA,
    WRAPPER_HANDLER,
    WRAPPER_VALIDATOR_SCHEMA,
    WRAPPER_VALIDATOR,
    WRAPPER_OPTIONS,
};

static Text function_clause(CatalogReader *reader, const char *word, Text schema, Text name) {
    return text_is_absent(name)
               ? TEXT("")
               : text_format(&reader->scratch, " %s %I.%I", text_from_string(word), schema, name);
}

static void own_pending(CatalogReader *reader, CatalogPending *pending, Text owner, Text acl) {
    pending->owner = text_copy(&reader->kept, owner);
    pending->acl = text_copy(&reader->kept, acl);
}

void catalog_read_wrapper(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    ArenaMark mark = arena_mark(&reader->scratch);
    Text handler = function_clause(reader, "HANDLER", catalog_cell(row, WRAPPER_HANDLER_SCHEMA),
                                   catalog_cell(row, WRAPPER_HANDLER));
    Text validator =
        function_clause(reader, "VALIDATOR", catalog_cell(row, WRAPPER_VALIDATOR_SCHEMA),
                        catalog_cell(row, WRAPPER_VALIDATOR));
    Text name = catalog_cell(row, WRAPPER_NAME);
    catalog_add_statement(reader, "CREATE FOREIGN DATA WRAPPER %I%s%s%s", name, handler, validator,
                          options_clause(reader, row, WRAPPER_OPTIONS));
    own_pending(reader,
                catalog_expect(reader, CATALOG_WRAPPER, catalog_oid(row, WRAPPER_OID), KIND_WRAPPER,
                               NULL, TEXT(""), name),
                catalog_cell(row, WRAPPER_OWNER), catalog_cell(row, WRAPPER_ACL));
    arena_release(&reader->scratch, mark);
}

enum {
    SERVER_OID,
    SERVER_NAME,
    SERVER_OWNER,
    SERVER_ACL,
    SERVER_TYPE,
    SERVER_VERSION,
    SERVER_WRAPPER,
    SERVER_OPTIONS,
};

static Text literal_clause(CatalogReader *reader, const char *word, Text value) {
    return text_is_absent(value)
               ? TEXT("")
               : text_format(&reader->scratch, " %s %L", text_from_string(word), value);
}

void catalog_read_server(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    ArenaMark mark = arena_mark(&reader->scratch);
    Text name = catalog_cell(row, SERVER_NAME);
    catalog_add_statement(reader, "CREATE SERVER %I%s%s FOREIGN DATA WRAPPER %I%s", name,
                          literal_clause(reader, "TYPE", catalog_cell(row, SERVER_TYPE)),
                          literal_clause(reader, "VERSION", catalog_cell(row, SERVER_VERSION)),
                          catalog_cell(row, SERVER_WRAPPER),
                          options_clause(reader, row, SERVER_OPTIONS));
    own_pending(reader,
                catalog_expect(reader, CATALOG_SERVER, catalog_oid(row, SERVER_OID), KIND_SERVER,
                               NULL, TEXT(""), name),
                catalog_cell(row, SERVER_OWNER), catalog_cell(row, SERVER_ACL));
    arena_release(&reader->scratch, mark);
}

enum {
    MAPPING_SERVER,
    MAPPING_ROLE,
    MAPPING_IS_PUBLIC,
    MAPPING_OPTIONS,
    MAPPING_IS_VISIBLE, /* its options are */
};

void catalog_read_user_mapping(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    ArenaMark mark = arena_mark(&reader->scratch);
    bool is_public = catalog_flag(row, MAPPING_IS_PUBLIC);
    Text role = is_public
                    ? TEXT("PUBLIC")
                    : text_quote_identifier(&reader->scratch, catalog_cell(row, MAPPING_ROLE));
    if (!catalog_flag(row, MAPPING_IS_VISIBLE)) {
        catalog_unsupported(reader,
                            text_format(&reader->scratch, "options of user mapping of %s for %I",
                                        role, catalog_cell(row, MAPPING_SERVER)));
    }
    catalog_add_statement(reader, "CREATE USER MAPPING FOR %s SERVER %I%s", role,
                          catalog_cell(row, MAPPING_SERVER),
                          options_clause(reader, row, MAPPING_OPTIONS));
    arena_release(&reader->scratch, mark);
}

enum {
    PUBLICATION_OID,
    PUBLICATION_NAME,
    PUBLICATION_OWNER,
    PUBLICATION_HAS_ALL_TABLES,
    PUBLICATION_OPERATIONS,
    PUBLICATION_VIA_ROOT,
    PUBLICATION_GENERATED_COLUMNS,
};

void catalog_read_publication(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    Text name = catalog_cell(row, PUBLICATION_NAME);
    bool has_stored = catalog_letter(row, PUBLICATION_GENERATED_COLUMNS) == 's';
    catalog_add_statement(
        reader, "CREATE PUBLICATION %I%s WITH (publish = %L, publish_via_partition_root = %s%s)",
        name, catalog_flag(row, PUBLICATION_HAS_ALL_TABLES) ? TEXT(" FOR ALL TABLES") : TEXT(""),
        catalog_cell(row, PUBLICATION_OPERATIONS),
        catalog_flag(row, PUBLICATION_VIA_ROOT) ? TEXT("true") : TEXT("false"),
        has_stored ? TEXT(", publish_generated_columns = stored") : TEXT(""));
    own_pending(reader,
                catalog_expect(reader, CATALOG_PUBLICATION, catalog_oid(row, PUBLICATION_OID),
                               KIND_PUBLICATION, NULL, TEXT(""), name),
                catalog_cell(row, PUBLICATION_OWNER), TEXT_ABSENT);
}

enum {
    PUBLISHED_PUBLICATION,
    PUBLISHED_SCHEMA,
    PUBLISHED_TABLE, /* NULL: the whole schema */
    PUBLISHED_COLUMNS,
    PUBLISHED_FILTER,
};

void catalog_read_published(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    Text publication = catalog_cell(row, PUBLISHED_PUBLICATION);
    Text schema = catalog_cell(row, PUBLISHED_SCHEMA), table = catalog_cell(row, PUBLISHED_TABLE);
    Text columns = catalog_cell(row, PUBLISHED_COLUMNS);
    Text filter = catalog_cell(row, PUBLISHED_FILTER);
    ArenaMark mark = arena_mark(&reader->scratch);
    if (text_is_absent(table)) {
        catalog_add_statement(reader, "ALTER PUBLICATION %I ADD TABLES IN SCHEMA %I", publication,
                              schema);
    } else {
        Arena *arena = &reader->scratch;
        catalog_add_statement(
            reader, "ALTER PUBLICATION %I ADD TABLE ONLY %I.%I%s%s", publication, schema, table,
            text_is_absent(columns) ? TEXT("") : text_format(arena, " (%s)", columns),
            text_is_absent(filter) ? TEXT("") : text_format(arena, " WHERE (%s)", filter));
    }
    arena_release(&reader->scratch, mark);
}

enum {
    SUBSCRIPTION_OID,
    SUBSCRIPTION_NAME,
    SUBSCRIPTION_OWNER,
    SUBSCRIPTION_CONNECTION,
    SUBSCRIPTION_PUBLICATIONS,
    SUBSCRIPTION_IS_ENABLED,
    SUBSCRIPTION_OPTIONS,
};

void catalog_read_subscription(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    Text name = catalog_cell(row, SUBSCRIPTION_NAME);
    catalog_add_statement(
        reader,
        "CREATE SUBSCRIPTION %I CONNECTION %L PUBLICATION %s WITH (connect = false, enabled = %s, "
        "%s)",
        name, catalog_cell(row, SUBSCRIPTION_CONNECTION),
        catalog_cell(row, SUBSCRIPTION_PUBLICATIONS),
        catalog_flag(row, SUBSCRIPTION_IS_ENABLED) ? TEXT("true") : TEXT("false"),
        catalog_cell(row, SUBSCRIPTION_OPTIONS));
    own_pending(reader,
                catalog_expect(reader, CATALOG_SUBSCRIPTION, catalog_oid(row, SUBSCRIPTION_OID),
                               KIND_SUBSCRIPTION, NULL, TEXT(""), name),
                catalog_cell(row, SUBSCRIPTION_OWNER), TEXT_ABSENT);
}
