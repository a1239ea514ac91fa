/*
 * Command lint: rules over a schema or over a migration.
 */
#ifndef SCHEMAC_COMMAND_LINT_H
#define SCHEMAC_COMMAND_LINT_H

#include "compiler/pipeline.h"

ExitCode command_lint(Arena *arena, const Options *options, Diagnostics *diagnostics);

#endif
