/*
 * Probe: one transaction, one question, always rolled back.
 */
#include "parser/probe.h"

#include "compiler/builder.h"
#include "compiler/fingerprint.h"
#include "parser/probe_twin.h"

#include <libpq-fe.h>

static const Location nowhere = {NULL, {0, 0}};

/*
 * Each twin is made and asked about in a subtransaction that is rolled back by an exception of its
 * own, so that twins do not see each other, and one that the server refuses gives NULL.
 */
static const char *const preamble =
    "BEGIN;"
    "SET LOCAL search_path = '';"
    "SET LOCAL lock_timeout = '1s';"
    "SET LOCAL client_min_messages = error;"
    "CREATE FUNCTION pg_temp.schemac_probe(make text, ask text) RETURNS text LANGUAGE plpgsql AS $$"
    " DECLARE answer text;"
    " BEGIN"
    "  BEGIN"
    "   EXECUTE make; EXECUTE ask INTO answer;"
    "   RAISE EXCEPTION 'undo' USING ERRCODE = 'SC001';"
    "  EXCEPTION WHEN SQLSTATE 'SC001' THEN RETURN answer; WHEN OTHERS THEN RETURN NULL;"
    "  END;"
    " END $$";

static TwinList twins_between(Arena *arena, const Schema *old, const Schema *new) {
    TwinList twins = {0};
    for (size_t i = 0; i < new->all.count; i++) {
        Object *object = new->all.items[i];
        const Object *there = schema_find_key(old, object->key);
        if (there != NULL && !object_equal(there, object)) {
            twin_compose(arena, there, object, &twins);
        }
    }
    return twins;
}

static Text question(Arena *arena, const TwinList *twins) {
    Builder out = builder_new(arena);
    builder_add(&out, TEXT("SELECT pg_temp.schemac_probe(make, ask) FROM (VALUES "));
    for (size_t i = 0; i < twins->count; i++) {
        builder_format(&out, "%s(%s, %L, %L)", i == 0 ? TEXT("") : TEXT(", "),
                       text_from_integer(arena, (int64_t)i), twins->items[i].make,
                       twins->items[i].ask);
    }
    builder_add(&out, TEXT(") AS twin (number, make, ask) ORDER BY number"));
    return builder_text(&out);
}

/* False when the server would not have it; the transaction is over in any case when we hang up. */
static bool ask(Arena *arena, PGconn *connection, TwinList *twins) {
    PGresult *result = PQexec(connection, preamble);
    bool is_ready = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    if (!is_ready) {
        return false;
    }
    result = PQexec(connection, text_to_string(arena, question(arena, twins)));
    bool is_answered =
        PQresultStatus(result) == PGRES_TUPLES_OK && (size_t)PQntuples(result) == twins->count;
    for (size_t i = 0; is_answered && i < twins->count; i++) {
        if (!PQgetisnull(result, (int)i, 0)) {
            twins->items[i].answer = text_copy_string(arena, PQgetvalue(result, (int)i, 0));
        }
    }
    PQclear(result);
    PQclear(PQexec(connection, "ROLLBACK"));
    return is_answered;
}

void probe_definitions(Arena *arena, Text conninfo, const Schema *old, Schema *new,
                       Diagnostics *diagnostics) {
    TwinList twins = twins_between(arena, old, new);
    if (twins.count == 0) {
        return;
    }
    PGconn *connection = PQconnectdb(text_to_string(arena, conninfo));
    bool is_answered = PQstatus(connection) == CONNECTION_OK &&
                       PQsetClientEncoding(connection, "UTF8") == 0 &&
                       ask(arena, connection, &twins);
    PQfinish(connection);
    if (!is_answered) {
        diagnostic_append(
            diagnostics, DIAGNOSTIC_UNDECIDED, nowhere,
            TEXT("the server could not be asked how it would store some definitions; "
                 "those spelled differently count as different"),
            TEXT("It must not be a standby, and the role needs TEMP on the database."));
        return;
    }
    twin_take_answers(new, &twins, diagnostics);
}
