/*
 * Command config: which options are in force, and where each was given.
 */
#ifndef SCHEMAC_COMMAND_CONFIG_H
#define SCHEMAC_COMMAND_CONFIG_H

#include "compiler/pipeline.h"

ExitCode command_config(Arena *arena, const Options *options, Diagnostics *diagnostics);

#endif
