/*
 * Scratch: a new, empty database on a server, for as long as a migration is tried there.
 *
 * Its name is made up; nothing else on the server is touched.  While it is there the signals that
 * would end schemac wait, so that it is dropped in any case.  Never prints a password.
 */
#ifndef SCHEMAC_SCRATCH_H
#define SCHEMAC_SCRATCH_H

#include "compiler/diagnostic.h"

typedef struct Scratch Scratch;

/* NULL after an error: no server there, or no right to create a database. */
Scratch *scratch_create(Arena *arena, Text conninfo, Diagnostics *diagnostics);

/* For catalog_read(); it may hold a password. */
Text scratch_conninfo(const Scratch *scratch);

/* Run every statement of the source, as psql would; false after an error, told at its place. */
bool scratch_run(Scratch *scratch, const Source *source, Diagnostics *diagnostics);

void scratch_drop(Scratch *scratch, Diagnostics *diagnostics);

#endif
