/*
 * Script: one group of steps -> the text of one file.
 *
 * As pieces first, so that a migration runner's file (runner.h) can hold them in its own way.
 */
#ifndef SCHEMAC_SCRIPT_H
#define SCHEMAC_SCRIPT_H

#include "emit/emit.h"

#include "compiler/builder.h"

/* One migration and its rollback, which are named after each other. */
typedef struct ScriptPair {
    const Plan *plan;
    const StepGroup *up, *down;
    Text up_name, down_name; /* "001_create_users.sql"; both the same: one file holds both */
    const Runner *runner;
    size_t part_count; /* of the files that it is cut into; 0, 1: not cut */
    const Undo *undo;  /* of a migration that was written by hand; else NULL */
} ScriptPair;

/* A statement, and the words over it. */
typedef struct ScriptPiece {
    Text comment; /* "-- ..." with line ends, or empty */
    Text sql;     /* with its semicolon and a line end */
} ScriptPiece;

typedef struct ScriptPieceList {
    ScriptPiece *items;
    size_t count, capacity;
} ScriptPieceList;

/* What a script consists of. */
typedef struct ScriptParts {
    Text header;            /* "-- ..." with line ends */
    ScriptPieceList pieces; /* none: nothing is to be done */
    bool is_transactional;
} ScriptParts;

/* The name of its file; of its section where one file holds both. */
Text script_name(const ScriptPair *pair, bool is_rollback);
ScriptParts script_parts(Arena *arena, const ScriptPair *pair, bool is_rollback);
void script_add_piece(Arena *arena, ScriptPieceList *pieces, Text comment, Text sql);
/* The pieces with a blank line before each, between BEGIN and COMMIT when `in_transaction`. */
Text script_body(Arena *arena, const ScriptPieceList *pieces, bool in_transaction);
/* A transaction that the runner shares with the next file would be too long: one of its own. */
bool script_commits_itself(const Runner *runner, const StepGroup *group);
/* Must the script open its transaction itself? */
bool script_needs_begin(const Runner *runner, const ScriptParts *parts);
Text script_join(Arena *arena, const Runner *runner, const ScriptParts *parts);
Text script_text(Arena *arena, const ScriptPair *pair, bool is_rollback);

/* header.c: what the file does and why, what it touches, what to expect. */
void header_add(Builder *out, const ScriptPair *pair, bool is_rollback);

#endif
