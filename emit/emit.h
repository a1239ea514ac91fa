/*
 * Emit: a plan -> the bytes of scripts.
 *
 * Pure: the same plan gives the same bytes.  Everything that came from a database or a file
 * (names, comments, bodies) is hostile and leaves here quoted, or stripped where it stands in a
 * comment.
 */
#ifndef SCHEMAC_EMIT_H
#define SCHEMAC_EMIT_H

#include "diff/plan.h"

typedef struct EmitOptions {
    size_t first_number; /* number of the first script; 1 for an empty folder */
    Text name;           /* description for a plan of one file; empty: taken from what it does */
} EmitOptions;

typedef struct Script {
    Text name; /* "001_create_users.sql", "999_rollback_001_create_users.sql" */
    Text text;
} Script;

typedef struct ScriptList {
    Script *items;
    size_t count, capacity;
} ScriptList;

ScriptList emit_scripts(Arena *arena, const Plan *plan, const EmitOptions *options);
/* In the order of the scripts they undo: item i undoes script i. */
ScriptList emit_rollback_scripts(Arena *arena, const Plan *plan, const EmitOptions *options);

/* Everything as one text, for standard output: the files one after the other, in running order. */
Text emit_migration(Arena *arena, const Plan *plan, const EmitOptions *options);
Text emit_rollback(Arena *arena, const Plan *plan, const EmitOptions *options);
/* One plain file that builds the schema in an empty database: no guards, no per-file headers. */
Text emit_dump(Arena *arena, const Plan *plan);

/* One line for each change, for check: "~ column public.users.email: type", "+ table public.t". */
Text emit_summary(Arena *arena, const Plan *plan);

/* One line for each step that loses data, for the refusal without --allow-destructive. */
TextList emit_destructive_summary(Arena *arena, const Plan *plan);

#endif
