/*
 * Probe: the server's word on definitions that are spelled differently.
 *
 * PostgreSQL stores its own spelling of what people write ("price > 0" becomes "price >
 * (0)::numeric", SELECT * is expanded).  Where the desired schema and the catalog still differ in
 * the text of an expression or a query, the desired text is given to the server as a temporary
 * twin, and what the server would store replaces it.  All twins go in one statement, inside one
 * transaction that always ends in ROLLBACK: nothing remains, and no lock beyond ACCESS SHARE is
 * taken on what is there.
 *
 * A standby, or a role without TEMP: one note, and the texts stay as they are.
 */
#ifndef SCHEMAC_PROBE_H
#define SCHEMAC_PROBE_H

#include "compiler/diagnostic.h"
#include "compiler/schema.h"

/*
 * `old` was read from the database that `conninfo` names, `new` from SQL; both are finished.
 * Changes texts of `new`, with their fingerprints.  `conninfo` may hold a password and is never
 * printed.
 */
void probe_definitions(Arena *arena, Text conninfo, const Schema *old, Schema *new,
                       Diagnostics *diagnostics);

#endif
