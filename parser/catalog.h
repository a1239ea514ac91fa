/*
 * Catalog: a live database -> Schema, over libpq.
 *
 * READ ONLY, REPEATABLE READ, search_path = ''; a handful of pipelined queries, kept as .sql files
 * in parser/queries; two connections on one snapshot when the catalog is large.  Servers 13 to 18.
 * Objects of extensions are left out and become ExternalNames; what has no place in the model goes
 * to Schema.unsupported.  The connection string may hold a password and is never printed.
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
