/*
 * Pipeline: the commands as compositions of the four stages: load both sides, diff, emit.
 */
#ifndef SCHEMAC_PIPELINE_H
#define SCHEMAC_PIPELINE_H

#include "compiler/options.h"
#include "diff/plan.h"

typedef enum ExitCode {
    EXIT_DONE = 0,
    EXIT_DIFFERENT = 1,
    EXIT_TROUBLE = 2,
    EXIT_REFUSED = 3,
} ExitCode;

/* Both sides, then the plan between them; NULL after an error. */
Plan *pipeline_plan(Arena *arena, const Options *options, Diagnostics *diagnostics);

/* Run the command; the product goes to standard output or to files, complaints to the list. */
ExitCode pipeline_run(Arena *arena, const Options *options, Diagnostics *diagnostics);

#endif
