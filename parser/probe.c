/*
 * Probe: one transaction, one question, always rolled back.
 */
#include "parser/probe.h"

#include "compiler/builder.h"
#include "compiler/fingerprint.h"
#include "parser/probe_ground.h"
#include "parser/probe_twin.h"

#include <libpq-fe.h>

static const Location nowhere = {NULL, {0, 0}};

/*
 * Dates and numbers are spelled as the catalog reader has them spelled (queries/session.sql).
 * Nobody's lock is waited for: what cannot be told at once counts as a difference.
 */
static const char *const settings = "BEGIN;"
                                    "SET LOCAL search_path = '';"
                                    "SET LOCAL lock_timeout = '200ms';"
                                    "SET LOCAL client_min_messages = error;"
                                    "SET LOCAL check_function_bodies = off;"
                                    "SET LOCAL quote_all_identifiers = off;"
                                    "SET LOCAL DateStyle = 'ISO';"
                                    "SET LOCAL IntervalStyle = 'postgres';"
                                    "SET LOCAL extra_float_digits = 3;";

/*
 * Each twin is made and asked about in a subtransaction that is rolled back by an exception of its
 * own, so that twins do not see each other, and one that the server refuses gives NULL.  It is made
 * under the search path that the desired schema was written for, because operators are looked for
 * along it; pg_temp comes last, so that a twin hides nothing.
 */
static const char *const function =
    "CREATE FUNCTION pg_temp.schemac_probe(make text, ask text) RETURNS text LANGUAGE plpgsql AS $$"
    " DECLARE answer text;"
    " BEGIN"
    "  BEGIN"
    "   PERFORM pg_catalog.set_config('search_path', %s, true);"
    "   EXECUTE make;"
    "   PERFORM pg_catalog.set_config('search_path', '', true);"
    "   EXECUTE ask INTO answer;"
    "   RAISE EXCEPTION 'undo' USING ERRCODE = 'SC001';"
    "  EXCEPTION WHEN SQLSTATE 'SC001' THEN RETURN answer; WHEN OTHERS THEN RETURN NULL;"
    "  END;"
    " END $$;";

static TwinList twins_between(Arena *arena, const Schema *old, const Schema *new) {
    TwinList twins = {0};
    for (size_t i = 0; i < new->all.count; i++) {
        Object *object = new->all.items[i];
        const Object *there = schema_find_key(old, object->key);
        if (there != NULL && !object_equal(there, object) && !ground_moves(old, new, object)) {
            twin_compose(arena, there, object, &twins);
        }
    }
    return twins;
}

/* "public, pg_temp" as a literal. */
static Text search_path_literal(Arena *arena, const Schema *schema) {
    Builder path = builder_new(arena);
    for (size_t i = 0; i < schema->search_path.count; i++) {
        builder_format(&path, "%I, ", schema->search_path.items[i]);
    }
    builder_add(&path, TEXT("pg_temp"));
    return text_format(arena, "%L", builder_text(&path));
}

/* All of it is one message: a server that refuses the first statements answers none. */
static Text conversation(Arena *arena, const Schema *schema, const TwinList *twins) {
    Builder out = builder_new(arena);
    builder_add(&out, text_from_string(settings));
    builder_format(&out, function, search_path_literal(arena, schema));
    builder_add(&out, TEXT("SELECT pg_temp.schemac_probe(make, ask) FROM (VALUES "));
    for (size_t i = 0; i < twins->count; i++) {
        builder_format(&out, "%s(%s, %L, %L)", i == 0 ? TEXT("") : TEXT(", "),
                       text_from_integer(arena, (int64_t)i), twins->items[i].make,
                       twins->items[i].ask);
    }
    builder_add(&out, TEXT(") AS twin (number, make, ask) ORDER BY number; ROLLBACK"));
    return builder_text(&out);
}

static void take_rows(Arena *arena, const PGresult *result, TwinList *twins) {
    for (size_t i = 0; i < twins->count; i++) {
        if (!PQgetisnull(result, (int)i, 0)) {
            twins->items[i].answer = text_copy_string(arena, PQgetvalue(result, (int)i, 0));
        }
    }
}

/* False when the server would not have it; the transaction is over in any case when we hang up. */
static bool ask(Arena *arena, PGconn *connection, const Schema *schema, TwinList *twins) {
    bool is_answered = false;
    PQsendQuery(connection, text_to_string(arena, conversation(arena, schema, twins)));
    for (PGresult *result; (result = PQgetResult(connection)) != NULL; PQclear(result)) {
        if (PQresultStatus(result) == PGRES_TUPLES_OK &&
            (size_t)PQntuples(result) == twins->count) {
            is_answered = true;
            take_rows(arena, result, twins);
        }
    }
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
                       ask(arena, connection, new, &twins);
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
