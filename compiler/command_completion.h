/*
 * Command completion: the options table as a script that completes commands in bash.
 */
#ifndef SCHEMAC_COMMAND_COMPLETION_H
#define SCHEMAC_COMMAND_COMPLETION_H

#include "compiler/pipeline.h"

ExitCode command_completion(Arena *arena, const Options *options, Diagnostics *diagnostics);

#endif
