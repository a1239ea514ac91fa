/*
 * Load: from what the command line names to a finished Schema.
 */
#ifndef SCHEMAC_LOAD_H
#define SCHEMAC_LOAD_H

#include "compiler/options.h"
#include "compiler/schema.h"
#include "diff/diff.h"

/* Where one side of a comparison comes from. */
typedef struct Side {
    Text name; /* connection string when is_database; it may hold a password */
    bool is_database;
    bool may_be_empty;
    int server_version;        /* of SQL: the server it is meant for; 0: as the other side */
    const SourceList *sources; /* what load_keep() has read; NULL: read it each time */
} Side;

Side load_side(const Options *options, Text name, bool may_be_empty);
Side load_side_there(const Options *options); /* what is there: --db URL, or --from SOURCE */

/* Read the side's files once, for a side that is loaded more than once.  False after an error. */
bool load_keep(Arena *arena, Side *side, Diagnostics *diagnostics);

/*
 * Read one side; NULL after an error.  `known`, where not NULL, is the side that was read before:
 * its extension members, server version and role help to understand SQL.
 */
Schema *load_schema(Arena *arena, Side side, const Schema *known, Diagnostics *diagnostics);

/* As load_schema(), but not finished: statements of migrations are still to be applied to it. */
Schema *load_unfinished(Arena *arena, Side side, const Schema *known, Diagnostics *diagnostics);

/* Everything that was met and is not modelled becomes a diagnostic. */
void load_report_unsupported(const Schema *schema, Diagnostics *diagnostics);

/* Does the place lie in one of these sources? */
bool load_is_of(Location where, const SourceList *sources);

DiffOptions load_diff_options(const Options *options);

#endif
