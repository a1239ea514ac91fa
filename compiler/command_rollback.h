/*
 * Command rollback: migrations that somebody wrote by hand -> the rollback of each.
 *
 * The statements of a migration are applied to the schema before it; the rollback is the plan that
 * leads from what they make back to what was there.
 */
#ifndef SCHEMAC_COMMAND_ROLLBACK_H
#define SCHEMAC_COMMAND_ROLLBACK_H

#include "compiler/pipeline.h"

ExitCode command_rollback(Arena *arena, const Options *options, Diagnostics *diagnostics);

#endif
