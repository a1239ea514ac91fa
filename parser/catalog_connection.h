/*
 * Connection: one read-only conversation with a server, queries out, rows in.
 *
 * Everything that knows libpq is behind this header (its headers and libpg_query's do not go
 * together). Queries are sent ahead in pipeline mode and answered in the same order; rows are
 * handed on as they arrive, so that server and client work at the same time and no result is held
 * whole. Neither diagnostics nor anything else made here holds a password.
 */
#ifndef SCHEMAC_CATALOG_CONNECTION_H
#define SCHEMAC_CATALOG_CONNECTION_H

#include "compiler/diagnostic.h"

typedef struct CatalogConnection CatalogConnection;

typedef struct CatalogRow {
    const void *result; /* PGresult of this row */
} CatalogRow;

/* A cell of the row, valid until the reader returns; NULL is absent. */
Text catalog_cell(const CatalogRow *row, int number);

typedef void (*CatalogRowReader)(void *context, const CatalogRow *row);

/*
 * Connect; `source` gets its path ("database \"app\"") and stands in the diagnostics.
 * NULL when the server cannot be reached or is older than 13.
 */
CatalogConnection *catalog_connect(Arena *arena, Text conninfo, Source *source,
                                   Diagnostics *diagnostics);
void catalog_disconnect(CatalogConnection *connection);
/* From now on what goes wrong is said there. */
void catalog_report_to(CatalogConnection *connection, const Source *source,
                       Diagnostics *diagnostics);

int catalog_server_version(const CatalogConnection *connection); /* 150004 */

/*
 * Send a query ahead.  Lines of it that end in "-- 14+" are for servers 14 and newer only, those
 * that end in "-- before 14" for older ones.
 */
bool catalog_send(CatalogConnection *connection, const char *query);
/* No more queries for now: the server is to answer all of them. */
bool catalog_flush(CatalogConnection *connection);
/* Read the answer to the next query in order.  False after an error: nothing more will come. */
bool catalog_receive(CatalogConnection *connection, CatalogRowReader read, void *context);
/* Read the end of a flush, so that more can be sent. */
bool catalog_receive_flush(CatalogConnection *connection);

/*
 * While one of them is read from, keep taking in what the other one's server sends, or that server
 * would wait for us.
 */
void catalog_pair(CatalogConnection *one, CatalogConnection *other);

#endif
