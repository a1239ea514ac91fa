/*
 * Catalog: a live database -> Schema, over libpq.
 *
 * One READ ONLY, REPEATABLE READ transaction with search_path = '', one round trip of pipelined
 * queries (parser/queries/.sql files).  Servers 13 to 18.  Objects of extensions are left out and
 * become ExternalNames.  The connection string may hold a password and is never printed.
 */
#ifndef SCHEMAC_CATALOG_H
#define SCHEMAC_CATALOG_H

#include "compiler/diagnostic.h"
#include "compiler/schema.h"

/*
 * `conninfo`: URI or key=value string; empty lets libpq's environment decide.  `source` must
 * outlive the schema: catalog_read() fills in its path ("database \"app\"") and objects point to
 * it. NULL after an error.  schema_finish() is the caller's.
 */
Schema *catalog_read(Arena *arena, Text conninfo, Source *source, Diagnostics *diagnostics);

#endif
