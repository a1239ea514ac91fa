/*
 * Command check: is the desired schema in place?
 */
#ifndef SCHEMAC_COMMAND_CHECK_H
#define SCHEMAC_COMMAND_CHECK_H

#include "compiler/pipeline.h"

ExitCode command_check(Arena *arena, const Options *options, Diagnostics *diagnostics);

#endif
