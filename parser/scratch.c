/* Scratch: CREATE DATABASE, statements, DROP DATABASE. */
#include "parser/scratch.h"

#include "compiler/builder.h"
#include "parser/catalog_connection.h"
#include "parser/statement_scan.h"

#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <sys/random.h>
#include <unistd.h>

static const Location nowhere = {NULL, {0, 0}};

struct Scratch {
    Arena *arena;
    const char *server; /* conninfo of the database that was named */
    Text name;
    Text conninfo;
    PGconn *connection;
    sigset_t blocked, before;
};

static const int deadly_signals[] = {SIGINT, SIGTERM, SIGHUP};

static void hold_signals(Scratch *scratch) {
    sigemptyset(&scratch->blocked);
    for (size_t i = 0; i < sizeof deadly_signals / sizeof *deadly_signals; i++) {
        sigaddset(&scratch->blocked, deadly_signals[i]);
    }
    sigprocmask(SIG_BLOCK, &scratch->blocked, &scratch->before);
}

static Text random_name(Arena *arena) {
    unsigned long long number = 0;
    char name[64];
    if (getrandom(&number, sizeof number, 0) != (ssize_t)sizeof number) {
        number = 0; /* the process number still tells it from others */
    }
    snprintf(name, sizeof name, "schemac_scratch_%ld_%llx", (long)getpid(), number);
    return text_copy_string(arena, name);
}

/* "host='x' user='y' ... dbname='name'": the same connection to another database. */
static Text conninfo_for(Arena *arena, const char *conninfo, Text name) {
    Builder out = builder_new(arena);
    PQconninfoOption *options = PQconninfoParse(conninfo, NULL);
    for (PQconninfoOption *option = options; option != NULL && option->keyword != NULL; option++) {
        if (option->val == NULL || strcmp(option->keyword, "dbname") == 0) {
            continue;
        }
        builder_format(&out, "%s='", text_from_string(option->keyword));
        for (const char *letter = option->val; *letter != '\0'; letter++) {
            if (*letter == '\'' || *letter == '\\') {
                builder_add_char(&out, '\\');
            }
            builder_add_char(&out, *letter);
        }
        builder_add(&out, TEXT("' "));
    }
    PQconninfoFree(options);
    builder_format(&out, "dbname='%s'", name);
    return text_copy(arena, builder_text(&out));
}

static Text first_line(Arena *arena, const char *message) {
    Text text = text_from_string(message);
    const char *end = text.length == 0 ? NULL : memchr(text.data, '\n', text.length);
    return text_copy(arena, end == NULL ? text : text_slice(text, 0, (size_t)(end - text.data)));
}

static bool server_run(const Scratch *scratch, const char *template, Diagnostics *diagnostics) {
    PGconn *server = PQconnectdb(scratch->server);
    Text sql = text_format(scratch->arena, template, scratch->name);
    PGresult *result = PQexec(server, text_to_string(scratch->arena, sql));
    bool is_done = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!is_done) {
        const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
        diagnostic_add(diagnostics, DIAGNOSTIC_CATALOG_ERROR, nowhere, "scratch server: %s",
                       message == NULL ? TEXT("the connection was lost")
                                       : first_line(scratch->arena, message));
    }
    PQclear(result);
    PQfinish(server);
    return is_done;
}

Scratch *scratch_create(Arena *arena, Text conninfo, Diagnostics *diagnostics) {
    Source source = {0};
    CatalogConnection *probe = catalog_connect(arena, conninfo, &source, diagnostics);
    if (probe == NULL) {
        return NULL; /* has said why */
    }
    catalog_disconnect(probe);
    Scratch *scratch = arena_new(arena, Scratch);
    scratch->arena = arena;
    scratch->server = text_to_string(arena, conninfo);
    scratch->name = random_name(arena);
    scratch->conninfo = conninfo_for(arena, scratch->server, scratch->name);
    hold_signals(scratch);
    if (!server_run(scratch, "CREATE DATABASE %I TEMPLATE template0", diagnostics)) {
        sigprocmask(SIG_SETMASK, &scratch->before, NULL);
        return NULL;
    }
    scratch->connection = PQconnectdb(text_to_string(arena, scratch->conninfo));
    PQsetClientEncoding(scratch->connection, "UTF8");
    return scratch;
}

Text scratch_conninfo(const Scratch *scratch) {
    return scratch->conninfo;
}

/* Where in the source the server found the error; the whole statement when it does not say. */
static Span error_span(const Source *source, Span statement, const PGresult *result) {
    const char *position = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
    if (position != NULL) {
        size_t number = 0;
        for (const char *digit = position; *digit >= '0' && *digit <= '9'; digit++) {
            number = number * 10 + (size_t)(*digit - '0');
        }
        statement.start = source_character_offset(source->text, statement.start, number);
        statement.end = statement_token_end(source->text, statement.start);
    }
    return statement;
}

static void send_data(Scratch *scratch, Text data) {
    PQputCopyData(scratch->connection, data.data, (int)data.length);
    PQputCopyEnd(scratch->connection, NULL);
    for (PGresult *rest = PQgetResult(scratch->connection); rest != NULL;
         rest = PQgetResult(scratch->connection)) {
        PQclear(rest);
    }
}

static bool is_success(ExecStatusType status) {
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY ||
           status == PGRES_COPY_IN;
}

/* Leading comments and blanks stay in: positions count from the start of what is sent. */
static bool run_statement(Scratch *scratch, const Source *source, Span statement, size_t *position,
                          Diagnostics *diagnostics) {
    ArenaMark mark = arena_mark(scratch->arena);
    Text sql = text_slice(source->text, statement.start, statement.end);
    PGresult *result = PQexec(scratch->connection, text_to_string(scratch->arena, sql));
    arena_release(scratch->arena, mark);
    bool is_done = is_success(PQresultStatus(result));
    if (PQresultStatus(result) == PGRES_COPY_IN) {
        size_t start = *position;
        *position = statement_skip_data(source->text, start);
        send_data(scratch, text_slice(source->text, start, *position));
    }
    if (!is_done) {
        const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
        Location where = {source, error_span(source, statement, result)};
        diagnostic_add(diagnostics, DIAGNOSTIC_INVALID_DEFINITION, where, "scratch server: %s",
                       message == NULL ? TEXT("the connection was lost")
                                       : first_line(diagnostics->arena, message));
    }
    PQclear(result);
    return is_done;
}

bool scratch_run(Scratch *scratch, const Source *source, Diagnostics *diagnostics) {
    size_t position = 0;
    Span statement;
    while (statement_scan(source->text, &position, &statement)) {
        if (!run_statement(scratch, source, statement, &position, diagnostics)) {
            return false;
        }
    }
    PQclear(PQexec(scratch->connection, "RESET ALL; RESET SESSION AUTHORIZATION"));
    return true;
}

void scratch_drop(Scratch *scratch, Diagnostics *diagnostics) {
    PQfinish(scratch->connection);
    server_run(scratch, "DROP DATABASE %I WITH (FORCE)", diagnostics);
    sigprocmask(SIG_SETMASK, &scratch->before, NULL);
}
