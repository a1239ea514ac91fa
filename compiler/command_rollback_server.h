/*
 * Command rollback, server: the schemas before and after as servers have them.
 *
 * With --after a database has run the migration, with --scratch a new one runs it.  What the
 * statements say is still needed: which names are new names of the same thing, and what happened to
 * rows.
 */
#ifndef SCHEMAC_COMMAND_ROLLBACK_SERVER_H
#define SCHEMAC_COMMAND_ROLLBACK_SERVER_H

#include "compiler/load.h"

/* Both unfinished; `after` is that of the replayed statements, and then that of the server. */
typedef struct MigratedPair {
    Schema *before, *after;
} MigratedPair;

/* The database at `url` has run the migration.  False after an error. */
bool server_take_after(Arena *arena, Text url, const SourceList *migration, MigratedPair *pair,
                       Diagnostics *diagnostics);

/* The migration is run on a new database of the server at --scratch.  False after an error. */
bool server_try(Arena *arena, const Options *options, const SourceList *migration,
                MigratedPair *pair, Diagnostics *diagnostics);

#endif
