/*
 * Output version: what the next file in a folder of migrations is numbered.
 */
#ifndef SCHEMAC_OUTPUT_VERSION_H
#define SCHEMAC_OUTPUT_VERSION_H

#include "compiler/diagnostic.h"
#include "compiler/runner.h"

/*
 * After the highest number in the folder, and not before `timestamp` ("now", a number, or absent).
 * Alembic: the revision that no other file follows, empty in an empty folder.  False after an
 * error.
 */
bool output_first_version(Arena *arena, const Runner *runner, Text folder, Text timestamp,
                          Text *version, Diagnostics *diagnostics);

#endif
