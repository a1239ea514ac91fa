/*
 * Catalog: all queries sent ahead, then their answers read in an order in which everything that an
 * object is attached to is there before it.
 *
 * One snapshot serves all queries.  The functions that print definitions (pg_get_viewdef() and so
 * on) look at the newest catalog all the same, as they do for pg_dump; without its table locks, an
 * ALTER that is committed while we read may show in one place and not in another, or end the
 * reading with an error.  Nothing is written, so reading again is enough.
 */
#include "parser/catalog.h"

#include "parser/catalog_reader.h"

#include "parser/queries.h"

/* The two connections share the work of a large catalog. */
enum { FIRST, SECOND, CONNECTION_COUNT };

typedef struct CatalogQuery {
    const char *sql;
    CatalogRowReader read; /* NULL: no rows are wanted */
    int connection;        /* which one asks it, when there are two */
    int before;            /* only for servers before this version; 0 = all */
    bool is_superusers;    /* others may not ask it */
} CatalogQuery;

static const char begin[] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

static const CatalogQuery opening[] = {
    {begin, NULL, FIRST, 0, false},
    {query_session, NULL, FIRST, 0, false},
    {query_database, catalog_read_database, FIRST, 0, false},
};

static const CatalogQuery queries[] = {
    {query_schemas, catalog_read_schema, FIRST, 0, false},
    {query_extensions, catalog_read_extension, FIRST, 0, false},
    {query_externals, catalog_read_external, FIRST, 0, false},
    {query_types, catalog_read_type, FIRST, 0, false},
    {query_definitions, catalog_read_definition, FIRST, 0, false},
    {query_relations, catalog_read_relation, FIRST, 0, false},
    {query_columns, catalog_read_column, FIRST, 0, false},
    {query_inheritance, catalog_read_inheritance, FIRST, 0, false},
    {query_sequences, catalog_read_sequence, FIRST, 0, false},
    {"SET LOCAL quote_all_identifiers = on", NULL, FIRST, 160000, false},
    {query_quoted_routines, catalog_read_quoted_routine, FIRST, 160000, false},
    {"SET LOCAL quote_all_identifiers = off", NULL, FIRST, 160000, false},
    {query_routines, catalog_read_routine, FIRST, 0, false},
    {query_wrappers, catalog_read_wrapper, FIRST, 0, false},
    {query_servers, catalog_read_server, FIRST, 0, false},
    {query_user_mappings, catalog_read_user_mapping, FIRST, 0, false},
    {query_constraints, catalog_read_constraint, SECOND, 0, false},
    {query_views, catalog_read_view, FIRST, 0, false},
    {query_view_columns, catalog_read_view_column, FIRST, 0, false},
    {query_indexes, catalog_read_index, SECOND, 0, false},
    {query_statistics, catalog_read_statistics, FIRST, 0, false},
    {query_triggers, catalog_read_trigger, FIRST, 0, false},
    {query_rules, catalog_read_rule, FIRST, 0, false},
    {query_policies, catalog_read_policy, FIRST, 0, false},
    {query_publications, catalog_read_publication, FIRST, 0, false},
    {query_published, catalog_read_published, FIRST, 0, false},
    {query_subscriptions, catalog_read_subscription, FIRST, 0, true},
    {query_event_triggers, catalog_read_event_trigger, FIRST, 0, false},
    {query_default_privileges, catalog_read_default_privilege, FIRST, 0, false},
    {query_comments, catalog_read_comment, FIRST, 0, false},
    {query_security_labels, catalog_read_security_label, FIRST, 0, false},
    {query_unsupported, catalog_read_unsupported, FIRST, 0, false},
};

typedef struct Conversation {
    CatalogConnection *connections[CONNECTION_COUNT]; /* the second may be the first */
    CatalogReader *reader;
} Conversation;

enum { DATABASE_ROLE, DATABASE_SNAPSHOT, DATABASE_IS_SUPERUSER };

void catalog_read_database(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    reader->schema->current_role = catalog_text(reader, row, DATABASE_ROLE);
    reader->interpreter.current_role = reader->schema->current_role;
    reader->is_superuser = catalog_flag(row, DATABASE_IS_SUPERUSER);
    reader->snapshot = text_copy(&reader->kept, catalog_cell(row, DATABASE_SNAPSHOT));
}

static bool is_asked(const Conversation *talk, const CatalogQuery *query) {
    return (query->before == 0 || talk->reader->server_version < query->before) &&
           (!query->is_superusers || talk->reader->is_superuser);
}

static bool send_queries(const Conversation *talk, const CatalogQuery *list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        CatalogConnection *connection = talk->connections[list[i].connection];
        if (is_asked(talk, &list[i]) && !catalog_send(connection, list[i].sql)) {
            return false;
        }
    }
    return true;
}

static bool receive_answers(const Conversation *talk, const CatalogQuery *list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        CatalogConnection *connection = talk->connections[list[i].connection];
        if (!is_asked(talk, &list[i])) {
            continue;
        }
        if (!catalog_receive(connection, list[i].read, talk->reader)) {
            return false;
        }
        catalog_apply_batch(talk->reader);
    }
    return true;
}

static bool has_second(const Conversation *talk) {
    return talk->connections[FIRST] != talk->connections[SECOND];
}

static bool converse(const Conversation *talk, const CatalogQuery *list, size_t count) {
    bool is_alone = !has_second(talk);
    return send_queries(talk, list, count) && catalog_flush(talk->connections[FIRST]) &&
           (is_alone || catalog_flush(talk->connections[SECOND])) &&
           receive_answers(talk, list, count) && catalog_receive_flush(talk->connections[FIRST]) &&
           (is_alone || catalog_receive_flush(talk->connections[SECOND]));
}

static bool enter_snapshot(CatalogConnection *connection, CatalogReader *reader) {
    const char *adopt = text_to_string(
        &reader->kept, text_format(&reader->kept, "SET TRANSACTION SNAPSHOT %L", reader->snapshot));
    return catalog_send(connection, begin) && catalog_send(connection, adopt) &&
           catalog_send(connection, query_session) && catalog_flush(connection) &&
           catalog_receive(connection, NULL, reader) && catalog_receive(connection, NULL, reader) &&
           catalog_receive(connection, NULL, reader) && catalog_receive_flush(connection);
}

/*
 * A server prints definitions with one processor, so a large catalog is read through two
 * connections that look at one snapshot.  Where a second one cannot be had (a limit, a pooler,
 * another host behind the same name) the first does it all, and nothing is said.
 */
static void open_second(Conversation *talk, Text conninfo) {
    CatalogReader *reader = talk->reader;
    Source source = {0};
    Diagnostics unsaid = {.arena = &reader->kept};
    if (text_is_absent(reader->snapshot)) {
        return;
    }
    CatalogConnection *second = catalog_connect(&reader->kept, conninfo, &source, &unsaid);
    if (second == NULL) {
        return;
    }
    if (!enter_snapshot(second, reader)) {
        catalog_disconnect(second);
        return;
    }
    catalog_report_to(second, reader->source, reader->diagnostics);
    catalog_pair(talk->connections[FIRST], second);
    talk->connections[SECOND] = second;
}

/* Comments and labels of what has no place in the model: a second question, hardly ever asked. */
static bool name_homeless(CatalogConnection *connection, CatalogReader *reader) {
    if (reader->homeless.count == 0) {
        return true;
    }
    Text query = catalog_homeless_query(reader);
    return catalog_send(connection, text_to_string(&reader->kept, query)) &&
           catalog_flush(connection) &&
           catalog_receive(connection, catalog_read_unsupported, reader) &&
           catalog_receive_flush(connection);
}

static bool read_all(Conversation *talk, Text conninfo) {
    if (!converse(talk, opening, sizeof opening / sizeof *opening)) {
        return false;
    }
    open_second(talk, conninfo);
    if (!converse(talk, queries, sizeof queries / sizeof *queries)) {
        return false;
    }
    interpreter_finish_catalog(&talk->reader->interpreter);
    return name_homeless(talk->connections[FIRST], talk->reader);
}

static void open_reader(CatalogReader *reader, const Source *source) {
    reader->source = source;
    reader->schema->server_version = reader->server_version;
    reader->schema->states_owners = reader->schema->states_privileges = true;
    reader->batch = builder_new(&reader->kept);
    reader->interpreter = interpreter_new(reader->schema, &reader->scratch, reader->diagnostics);
    reader->interpreter.source = source;
    reader->interpreter.search_path = (TextList){0};
    reader->interpreter.is_catalog = true;
}

Schema *catalog_read(Arena *arena, Text conninfo, Source *source, Diagnostics *diagnostics) {
    size_t errors_before = diagnostics->error_count;
    CatalogConnection *connection = catalog_connect(arena, conninfo, source, diagnostics);
    if (connection == NULL) {
        return NULL;
    }
    CatalogReader reader = {.schema = schema_new(arena), .diagnostics = diagnostics};
    reader.server_version = catalog_server_version(connection);
    open_reader(&reader, source);
    Conversation talk = {{connection, connection}, &reader};
    read_all(&talk, conninfo);
    if (has_second(&talk)) {
        catalog_disconnect(talk.connections[SECOND]);
    }
    catalog_disconnect(connection);
    arena_end(&reader.scratch);
    arena_end(&reader.kept);
    return diagnostics->error_count == errors_before ? reader.schema : NULL;
}
