/*
 * Diff: two schemas -> an ordered plan.
 *
 * Pure: no files, no sockets, no SQL spelling.  Both schemas are finished (schema_finish()).
 */
#ifndef SCHEMAC_DIFF_H
#define SCHEMAC_DIFF_H

#include "compiler/diagnostic.h"
#include "diff/plan.h"

typedef struct DiffOptions {
    bool is_strict; /* the new schema is the whole truth */
    bool no_owner, no_privileges, no_comments, no_security_labels;
    bool no_concurrently;
    bool is_single;     /* all steps in one group, and all of its undoing */
    bool is_dump;       /* old is empty and the plan becomes one file: nothing is concurrent */
    bool sees_kept;     /* compare also the schema in which dropped rows are kept */
    int server_version; /* what the scripts will run on; 0: what the schemas say */
    const TextList *schemas, *excluded_schemas, *tables, *excluded_tables; /* psql patterns */
} DiffOptions;

/* NULL after an error.  An empty plan has no groups. */
Plan *diff_schemas(Arena *arena, const Schema *old, const Schema *new, const DiffOptions *options,
                   Diagnostics *diagnostics);

/* Mark what can be kept of what is dropped; it is no loss then.  See keep.c. */
void plan_keep_dropped(Plan *plan);

/* What a migration did besides the schema, and a rollback of the schema alone leaves as it is. */
SideEffectList diff_side_effects(Arena *arena, const Schema *before, const Schema *after);

#endif
