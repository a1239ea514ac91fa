/* Command prune: the scripts that remove what diff --keep-dropped has put aside. */
#ifndef SCHEMAC_COMMAND_PRUNE_H
#define SCHEMAC_COMMAND_PRUNE_H

#include "compiler/options.h"
#include "compiler/pipeline.h"

ExitCode command_prune(Arena *arena, const Options *options, Diagnostics *diagnostics);

#endif
