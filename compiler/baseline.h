/*
 * Baseline: differences that are known, recorded in a file, so that only new ones count.
 */
#ifndef SCHEMAC_BASELINE_H
#define SCHEMAC_BASELINE_H

#include "compiler/diagnostic.h"
#include "emit/emit.h"

/*
 * Mark the changes that the file records; `gone` gets the lines of those that it records and that
 * are no more.  The file is what --update-baseline or --json wrote.  False after an error.
 */
bool baseline_apply(Arena *arena, Text path, ChangeList *changes, TextList *gone,
                    Diagnostics *diagnostics);
/* Record the changes, in place of what the file held. */
bool baseline_write(Arena *arena, Text path, const ChangeList *changes, Diagnostics *diagnostics);

#endif
