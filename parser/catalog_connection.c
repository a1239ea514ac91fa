/* Connection: libpq in pipeline mode, its errors made fit to be printed. */
#include "parser/catalog_connection.h"

#include "compiler/builder.h"

#include <libpq-fe.h>
#include <string.h>

#define OLDEST_SERVER 130000
#define NEWEST_KNOWN_SERVER 190000 /* the first that is not known */

struct CatalogConnection {
    PGconn *libpq;
    Arena *arena;
    Location where;
    Diagnostics *diagnostics;
    CatalogConnection *beside; /* see catalog_pair(); or NULL */
    unsigned row_count;
};

Text catalog_cell(const CatalogRow *row, int number) {
    if (PQgetisnull(row->result, 0, number)) {
        return TEXT_ABSENT;
    }
    return (Text){PQgetvalue(row->result, 0, number), (size_t)PQgetlength(row->result, 0, number)};
}

/* The first line, without "ERROR:  ". */
static Text first_line(const char *message) {
    Text text = {message, strcspn(message, "\n")};
    static const Text severities[] = {{"ERROR:  ", 8}, {"FATAL:  ", 8}};
    for (size_t i = 0; i < sizeof severities / sizeof *severities; i++) {
        if (text_starts_with(text, severities[i])) {
            return text_slice(text, severities[i].length, text.length);
        }
    }
    return text;
}

/*
 * libpq quotes pieces of a connection string that it could not read, and with a stray "@", "/" or
 * "%" such a piece may be the password.  Quoted pieces stay only where they are surely something
 * else.
 */
static bool may_quote(Text message, Text quoted, Text password) {
    if (text_contains(quoted, TEXT("@")) ||
        (!text_is_empty(password) && text_contains(quoted, password))) {
        return false;
    }
    return text_starts_with(message, TEXT("connection to server ")) ||
           text_starts_with(message, TEXT("could not translate host name ")) ||
           text_starts_with(message, TEXT("definition of service "));
}

static Text without_secrets(Arena *arena, Text message, Text password, bool *is_cut) {
    Builder out = builder_new(arena);
    size_t start = 0;
    for (;;) {
        Text rest = text_slice(message, start, message.length);
        const char *open = text_is_empty(rest) ? NULL : memchr(rest.data, '"', rest.length);
        if (open == NULL) {
            builder_add(&out, rest);
            return builder_text(&out);
        }
        size_t inside = (size_t)(open - rest.data) + 1;
        const char *close = memchr(open + 1, '"', rest.length - inside);
        size_t end = close == NULL ? rest.length : (size_t)(close - rest.data) + 1;
        Text quoted = text_slice(rest, inside - 1, end);
        builder_add(&out, text_slice(rest, 0, inside - 1));
        bool is_kept = may_quote(message, quoted, password);
        builder_add(&out, is_kept ? quoted : TEXT("\"...\""));
        *is_cut |= !is_kept;
        start += end;
    }
}

/* The value of an option as libpq reads the connection string; absent when it cannot. */
static Text option_of(Arena *arena, const char *conninfo, const char *keyword) {
    Text value = TEXT_ABSENT;
    PQconninfoOption *options = PQconninfoParse(conninfo, NULL);
    for (PQconninfoOption *option = options; option != NULL && option->keyword != NULL; option++) {
        if (strcmp(option->keyword, keyword) == 0) {
            value = text_copy_string(arena, option->val);
        }
    }
    PQconninfoFree(options);
    return value;
}

static void add_connect_error(CatalogConnection *connection, const char *conninfo) {
    Arena *arena = connection->arena;
    Text message = first_line(PQerrorMessage(connection->libpq));
    Text password = option_of(arena, conninfo, "password");
    bool is_cut = false;
    message = without_secrets(arena, message, password, &is_cut);
    diagnostic_add(connection->diagnostics, DIAGNOSTIC_CANNOT_CONNECT, connection->where,
                   "cannot connect: %s", message);
    if (is_cut) {
        diagnostic_hint(connection->diagnostics,
                        TEXT("In a URL, write \"@\", \":\", \"/\" and \"%\" of a user name or "
                             "password as %40, %3A, %2F and %25."));
    }
}

static void add_catalog_error(CatalogConnection *connection, Text message) {
    diagnostic_add(connection->diagnostics, DIAGNOSTIC_CATALOG_ERROR, connection->where,
                   "cannot read the catalog: %s", message);
}

static Text result_message(const CatalogConnection *connection, const PGresult *result) {
    const char *primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *message = primary != NULL ? primary : PQresultErrorMessage(result);
    Text text = first_line(
        message != NULL && message[0] != '\0' ? message : PQerrorMessage(connection->libpq));
    return text_is_empty(text) ? TEXT("the connection was lost") : text;
}

/*
 * "database \"app\"".  libpq knows a name even when there is no connection, but from a URL with a
 * stray
 * "@" or "/" it may be the end of the password.
 */
static Text source_path(Arena *arena, const PGconn *libpq) {
    Text name = text_from_string(PQdb(libpq));
    bool is_doubtful = PQstatus(libpq) != CONNECTION_OK && text_contains(name, TEXT("@"));
    if (text_is_empty(name) || is_doubtful) {
        return TEXT("database");
    }
    return text_format(arena, "database \"%s\"", text_copy(arena, name));
}

static bool check_version(CatalogConnection *connection) {
    int version = PQserverVersion(connection->libpq);
    Text number = text_from_integer(connection->arena, version / 10000);
    if (version < OLDEST_SERVER) {
        diagnostic_add(connection->diagnostics, DIAGNOSTIC_SERVER_VERSION, connection->where,
                       "the server is PostgreSQL %s; schemac reads 13 and newer", number);
        return false;
    }
    if (version >= NEWEST_KNOWN_SERVER) {
        diagnostic_add(
            connection->diagnostics, DIAGNOSTIC_NEWER_SERVER, connection->where,
            "the server is PostgreSQL %s, newer than schemac knows: what is new in it is "
            "not seen",
            number);
    }
    return true;
}

CatalogConnection *catalog_connect(Arena *arena, Text conninfo, Source *source,
                                   Diagnostics *diagnostics) {
    CatalogConnection *connection = arena_new(arena, CatalogConnection);
    const char *string = text_to_string(arena, conninfo);
    const char *const keywords[] = {"fallback_application_name", "dbname", "client_encoding", NULL};
    const char *const values[] = {"schemac", string, "UTF8", NULL};
    connection->arena = arena;
    connection->diagnostics = diagnostics;
    connection->libpq = PQconnectdbParams(keywords, values, 1);
    *source = (Source){source_path(arena, connection->libpq), {"", 0}, true};
    connection->where = (Location){source, {0, 0}};
    if (PQstatus(connection->libpq) != CONNECTION_OK) {
        add_connect_error(connection, string);
    } else if (check_version(connection)) {
        if (PQenterPipelineMode(connection->libpq) == 1) {
            return connection;
        }
        add_catalog_error(connection, first_line(PQerrorMessage(connection->libpq)));
    }
    catalog_disconnect(connection);
    return NULL;
}

void catalog_disconnect(CatalogConnection *connection) {
    PQfinish(connection->libpq);
    connection->libpq = NULL;
}

void catalog_report_to(CatalogConnection *connection, const Source *source,
                       Diagnostics *diagnostics) {
    connection->where.source = source;
    connection->diagnostics = diagnostics;
}

int catalog_server_version(const CatalogConnection *connection) {
    return PQserverVersion(connection->libpq);
}

/* The number between two parts of a line's end: "-- " 14 "+".  0 when the line does not end so. */
static int line_version(Text line, Text prefix, Text suffix) {
    size_t end = line.length - suffix.length, factor = 1, start = end;
    int number = 0;
    if (!text_ends_with(line, suffix)) {
        return 0;
    }
    for (; start > 0 && line.data[start - 1] >= '0' && line.data[start - 1] <= '9'; start--) {
        number += (int)factor * (line.data[start - 1] - '0');
        factor *= 10;
    }
    return text_ends_with(text_slice(line, 0, start), prefix) ? number : 0;
}

/* Is the line for this server?  See catalog_send(). */
static bool line_applies(Text line, int major) {
    int since = line_version(line, TEXT("-- "), TEXT("+"));
    int before = line_version(line, TEXT("-- before "), TEXT(""));
    return (since == 0 || major >= since) && (before == 0 || major < before);
}

static const char *query_for_version(Arena *arena, const char *query, int major) {
    Builder out = builder_new(arena);
    while (*query != '\0') {
        size_t length = strcspn(query, "\n");
        Text line = {query, length};
        if (line_applies(line, major)) {
            builder_add(&out, line);
            builder_add_char(&out, '\n');
        }
        query += length + (query[length] == '\n');
    }
    return text_to_string(arena, builder_text(&out));
}

bool catalog_send(CatalogConnection *connection, const char *query) {
    int major = catalog_server_version(connection) / 10000;
    const char *sql = query_for_version(connection->arena, query, major);
    if (PQsendQueryParams(connection->libpq, sql, 0, NULL, NULL, NULL, NULL, 0) == 1) {
        return true;
    }
    add_catalog_error(connection, first_line(PQerrorMessage(connection->libpq)));
    return false;
}

bool catalog_flush(CatalogConnection *connection) {
    if (PQpipelineSync(connection->libpq) == 1) {
        return true;
    }
    add_catalog_error(connection, first_line(PQerrorMessage(connection->libpq)));
    return false;
}

void catalog_pair(CatalogConnection *one, CatalogConnection *other) {
    one->beside = other;
    other->beside = one;
}

/* An error of the other connection will be met again, and told, when it is read from. */
static void listen_beside(CatalogConnection *connection) {
    if (connection->beside != NULL && ++connection->row_count % 64 == 0) {
        PQconsumeInput(connection->beside->libpq);
    }
}

static void add_result_error(CatalogConnection *connection, const PGresult *result) {
    static const char lock_not_available[] = "55P03";
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    add_catalog_error(connection, result_message(connection, result));
    if (state != NULL && strcmp(state, lock_not_available) == 0) {
        diagnostic_hint(connection->diagnostics,
                        TEXT("Another session has locked a table, perhaps a migration; try again "
                             "when it is done."));
    }
}

bool catalog_receive(CatalogConnection *connection, CatalogRowReader read, void *context) {
    bool is_good = true;
    PQsetSingleRowMode(connection->libpq);
    for (;;) {
        PGresult *result = PQgetResult(connection->libpq);
        if (result == NULL) {
            return is_good;
        }
        ExecStatusType status = PQresultStatus(result);
        listen_beside(connection);
        if (status == PGRES_SINGLE_TUPLE && is_good && read != NULL) {
            read(context, &(CatalogRow){result});
        } else if (status != PGRES_SINGLE_TUPLE && status != PGRES_TUPLES_OK &&
                   status != PGRES_COMMAND_OK && is_good) {
            add_result_error(connection, result);
            is_good = false;
        }
        PQclear(result);
        /* After an error of the connection libpq would go on returning it. */
        if (!is_good && PQstatus(connection->libpq) != CONNECTION_OK) {
            return false;
        }
    }
}

bool catalog_receive_flush(CatalogConnection *connection) {
    PGresult *result = PQgetResult(connection->libpq);
    bool is_good = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
    if (!is_good) {
        add_catalog_error(connection, result_message(connection, result));
    }
    PQclear(result);
    return is_good;
}
