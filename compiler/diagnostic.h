/*
 * Diagnostics: everything schemac has to say to a person, in one list, printed in one place.
 *
 * Each message has an id that stands in brackets after it; the list below gives id, severity and a
 * summary.  Primary message: lower case, no period, one line.  Hints are full sentences.
 * No message may hold a password: connection strings are never put into one.
 */
#ifndef SCHEMAC_DIAGNOSTIC_H
#define SCHEMAC_DIAGNOSTIC_H

#include "compiler/builder.h"
#include "compiler/source.h"

#include <stdio.h>

typedef enum Severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE } Severity;

/* clang-format off: one row a message */
#define DIAGNOSTICS(X)                                                                           \
    X(USAGE, "usage", ERROR, "the command line is wrong")                                        \
    X(CONFIG, "config", ERROR, "schemac.ini is wrong")                                           \
    X(CANNOT_READ, "cannot-read", ERROR, "a file or folder cannot be read")                      \
    X(CANNOT_WRITE, "cannot-write", ERROR, "a file or folder cannot be written")                 \
    X(NOT_UTF8, "not-utf8", ERROR, "a file is not UTF-8")                                        \
    X(EMPTY_SOURCE, "empty-source", ERROR, "a file holds no SQL")                                \
    X(NOT_SQL, "not-sql", ERROR, "a folder holds migrations that are programs")                  \
    X(MIXED_LAYOUTS, "mixed-layouts", ERROR, "migrations of two layouts in one folder")          \
    X(DUPLICATE_VERSION, "duplicate-version", ERROR, "two migrations of one version")            \
    X(DOWN_WITHOUT_UP, "down-without-up", WARNING, "a migration can be undone but not done")     \
    X(LEFT_OUT, "left-out", WARNING, "a file beside migrations that is not replayed")            \
    X(SNAPSHOT, "snapshot", NOTE, "a schema file was read instead of migrations")                \
    X(SYNTAX_ERROR, "syntax-error", ERROR, "PostgreSQL's parser refuses the text")               \
    X(UNKNOWN_OBJECT, "unknown-object", ERROR, "a statement names an object that is not there")  \
    X(UNKNOWN_COLUMN, "unknown-column", ERROR, "a column is named that is not there")            \
    X(DUPLICATE_OBJECT, "duplicate-object", ERROR, "an object is defined twice")                 \
    X(WRONG_KIND, "wrong-kind", ERROR, "a name belongs to another kind of object")               \
    X(INVALID_DEFINITION, "invalid-definition", ERROR,                                           \
      "a definition that PostgreSQL would refuse")                                               \
    X(DEPENDENT_OBJECTS, "dependent-objects", ERROR, "others depend on what is to be dropped")   \
    X(UNSUPPORTED, "unsupported", ERROR, "an object or property that cannot be compared yet")    \
    X(CANNOT_MIGRATE, "cannot-migrate", ERROR, "a difference that cannot be migrated")           \
    X(CANNOT_CONNECT, "cannot-connect", ERROR, "the database cannot be reached")                 \
    X(CATALOG_ERROR, "catalog-error", ERROR, "the database refused or broke off")                \
    X(SERVER_VERSION, "server-version", ERROR, "the server is too old, or lacks a feature")      \
    X(NEWER_SERVER, "newer-server", WARNING, "the server is newer than schemac knows")           \
    X(WRONG_HINT, "wrong-hint", ERROR, "a hint that cannot be read, or fits nothing")            \
    X(UNUSED_HINT, "unused-hint", NOTE, "psqldef's @renamed that fits nothing")                  \
    X(LOOKS_RENAMED, "looks-renamed", NOTE, "a drop and an add that may be a rename")            \
    X(DESTRUCTIVE, "destructive", ERROR, "a step loses data and was not allowed")                \
    X(DEPENDENCY_CYCLE, "dependency-cycle", ERROR, "objects need each other and no order works") \
    X(NO_ROLLBACK, "no-rollback", WARNING, "a change that the rollback cannot undo")             \
    X(BASELINE, "baseline", ERROR, "a file of known differences cannot be understood")           \
    X(RECORDED, "recorded", NOTE, "differences that a baseline records")                         \
    X(GONE, "gone", NOTE, "a baseline records a difference that is no more")                     \
    X(NO_CONFIG, "no-config", NOTE, "no schemac.ini was read")                                   \
    X(SKIPPED, "skipped", NOTE, "a statement that is not schema was skipped")                    \
    X(LEFT_ALONE, "left-alone", NOTE, "something the desired schema does not speak of")          \
    X(PROGRESS, "progress", NOTE, "what was done; only with --verbose")                          \
    X(UNDECIDED, "undecided", NOTE, "only a server could tell whether two texts differ")         \
    X(UNKNOWN_RULE, "unknown-rule", ERROR, "lint has no rule of that id")                        \
    X(FINDING, "finding", WARNING, "what a rule of lint found; printed under the rule's id")
/* clang-format on */

typedef enum DiagnosticId {
#define X(id, name, severity, summary) DIAGNOSTIC_##id,
    DIAGNOSTICS(X)
#undef X
        DIAGNOSTIC_COUNT
} DiagnosticId;

typedef struct Diagnostic {
    DiagnosticId id;
    Severity severity;
    Location where;
    Text message;
    Text hint; /* absent = none */
    Text rule; /* FINDING: the id of lint's rule; else absent */
} Diagnostic;

typedef struct Diagnostics {
    Arena *arena;
    Diagnostic *items;
    size_t count, capacity;
    size_t error_count;
    bool ignores_unsupported; /* UNSUPPORTED becomes a warning */
    bool is_verbose;          /* PROGRESS is wanted */
} Diagnostics;

/* diagnostic_add(list, DIAGNOSTIC_X, where, "table \"%s\" is not there", name); see builder.h for
 * %. */
#define diagnostic_add(list, id, where, template, ...)                                            \
    diagnostic_append((list), (id), (where), text_format((list)->arena, (template), __VA_ARGS__), \
                      TEXT_ABSENT)
void diagnostic_append(Diagnostics *list, DiagnosticId id, Location where, Text message, Text hint);
/* Give the last message a hint: a full sentence. */
void diagnostic_hint(Diagnostics *list, Text hint);

/* Order of source, then of position; what is said of one place keeps its order. */
void diagnostic_sort(Diagnostics *list);
/* Print all of them in order of source and position; `is_quiet` leaves out notes. */
void diagnostic_print(const Diagnostics *list, FILE *stream, bool is_quiet);

/* "unknown-object" and so on; for tests and documentation. */
Text diagnostic_name(DiagnosticId id);

#endif
