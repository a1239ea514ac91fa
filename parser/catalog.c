/*
 * Catalog: all queries sent ahead, then their answers read in an order in which everything that an
 * object is attached to is there before it.
 *
 * One snapshot serves all queries.  The functions that print definitions (pg_get_viewdef() and so on)
 * look at the newest catalog all the same, as they do for pg_dump; without its table locks, an ALTER
 * that is committed while we read may show in one place and not in another, or end the reading with an
 * error.  Nothing is written, so reading again is enough.
 */
#include "parser/catalog.h"

#include "parser/catalog_reader.h"

#include "parser/queries.h"

typedef struct CatalogQuery {
    const char *sql;
    CatalogRowReader read; /* NULL: no rows are wanted */
    int before;            /* only for servers before this version; 0 = all */
} CatalogQuery;

static const CatalogQuery queries[] = {
    {"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", NULL, 0},
    {query_session, NULL, 0},
    {query_database, catalog_read_database, 0},
    {query_schemas, catalog_read_schema, 0},
    {query_extensions, catalog_read_extension, 0},
    {query_externals, catalog_read_external, 0},
    {query_types, catalog_read_type, 0},
    {query_relations, catalog_read_relation, 0},
    {query_columns, catalog_read_column, 0},
    {query_inheritance, catalog_read_inheritance, 0},
    {query_sequences, catalog_read_sequence, 0},
    {query_routines, catalog_read_routine, 0},
    {"SET LOCAL quote_all_identifiers = on", NULL, 160000},
    {query_routines, catalog_read_routine, 160000},
    {"SET LOCAL quote_all_identifiers = off", NULL, 160000},
    {query_constraints, catalog_read_constraint, 0},
    {query_views, catalog_read_view, 0},
    {query_view_columns, catalog_read_view_column, 0},
    {query_indexes, catalog_read_index, 0},
    {query_triggers, catalog_read_trigger, 0},
    {query_rules, catalog_read_rule, 0},
    {query_policies, catalog_read_policy, 0},
    {query_default_privileges, catalog_read_default_privilege, 0},
    {query_comments, catalog_read_comment, 0},
    {query_unsupported, catalog_read_unsupported, 0},
};

void catalog_read_database(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    reader->schema->current_role = catalog_text(reader, row, 0);
    reader->interpreter.current_role = reader->schema->current_role;
}

static bool is_asked(const CatalogConnection *connection, const CatalogQuery *query) {
    return query->before == 0 || catalog_server_version(connection) < query->before;
}

static bool send_queries(CatalogConnection *connection) {
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        if (is_asked(connection, &queries[i]) && !catalog_send(connection, queries[i].sql)) {
            return false;
        }
    }
    return catalog_flush(connection);
}

static bool receive_answers(CatalogConnection *connection, CatalogReader *reader) {
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        if (!is_asked(connection, &queries[i])) {
            continue;
        }
        if (!catalog_receive(connection, queries[i].read, reader)) {
            return false;
        }
        catalog_apply_batch(reader);
    }
    interpreter_respell_partition_keys(&reader->interpreter);
    return catalog_receive_flush(connection);
}

/* Comments on what has no place in the model: a second question, hardly ever asked. */
static bool name_uncommented(CatalogConnection *connection, CatalogReader *reader) {
    if (reader->uncommented.count == 0) {
        return true;
    }
    Text query = catalog_uncommented_query(reader);
    return catalog_send(connection, text_to_string(&reader->kept, query)) &&
           catalog_flush(connection) &&
           catalog_receive(connection, catalog_read_unsupported, reader) &&
           catalog_receive_flush(connection);
}

static bool read_all(CatalogConnection *connection, CatalogReader *reader) {
    return send_queries(connection) && receive_answers(connection, reader) &&
           name_uncommented(connection, reader);
}

Schema *catalog_read(Arena *arena, Text conninfo, Source *source, Diagnostics *diagnostics) {
    size_t errors_before = diagnostics->error_count;
    CatalogConnection *connection = catalog_connect(arena, conninfo, source, diagnostics);
    if (connection == NULL) {
        return NULL;
    }
    CatalogReader reader = {.schema = schema_new(arena), .diagnostics = diagnostics};
    reader.source = source;
    reader.server_version = catalog_server_version(connection);
    reader.schema->is_live = true;
    reader.schema->server_version = reader.server_version;
    reader.batch = builder_new(&reader.kept);
    reader.interpreter = interpreter_new(reader.schema, &reader.scratch, diagnostics);
    reader.interpreter.source = source;
    reader.interpreter.search_path = (TextList){0};
    reader.interpreter.is_catalog = true;
    read_all(connection, &reader);
    catalog_disconnect(connection);
    arena_end(&reader.scratch);
    arena_end(&reader.kept);
    return diagnostics->error_count == errors_before ? reader.schema : NULL;
}
