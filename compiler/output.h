/*
 * Output: a plan into numbered files, or refused whole.
 *
 * DIR/scripts/NNN_x.sql and DIR/rollback-scripts/MMM_rollback_NNN_x.sql, or what --layout wants,
 * going on after the highest number there.  Steps that lose data are written only with
 * --allow-destructive or after a yes at the prompt; otherwise they are listed and nothing is
 * written.
 */
#ifndef SCHEMAC_OUTPUT_H
#define SCHEMAC_OUTPUT_H

#include "compiler/pipeline.h"
#include "emit/emit.h"

/* What the command line says of what is emitted. */
EmitOptions output_options(Arena *arena, const Options *options);
/* --doc FILE.md, where it was given; false after an error. */
bool output_document(Arena *arena, const Plan *plan, const Options *options,
                     const EmitOptions *emit, Diagnostics *diagnostics);

ExitCode output_plan(Arena *arena, const Plan *plan, const Options *options, EmitOptions *emit,
                     Diagnostics *diagnostics);

#endif
