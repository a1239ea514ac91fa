/*
 * Script: one group of steps -> the text of one file.
 */
#ifndef SCHEMAC_SCRIPT_H
#define SCHEMAC_SCRIPT_H

#include "emit/emit.h"

#include "compiler/builder.h"

/* One migration and its rollback, which are named after each other. */
typedef struct ScriptPair {
    const Plan *plan;
    const StepGroup *up, *down;
    size_t number;
    Text description; /* "create_users" */
    const Undo *undo; /* of a migration that was written by hand; else NULL */
} ScriptPair;

Text script_name(Arena *arena, const ScriptPair *pair, bool is_rollback);
Text script_text(Arena *arena, const ScriptPair *pair, bool is_rollback);

/* header.c: what the file does and why, what it touches, what to expect. */
void header_add(Builder *out, const ScriptPair *pair, bool is_rollback);

#endif
