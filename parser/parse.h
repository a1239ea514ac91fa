/*
 * Parse: SQL text -> Schema.
 *
 * Statements are parsed one after the other with PostgreSQL's own grammar and applied to the
 * schema. Within one call they may stand in any order: what names something that is not there yet
 * is tried again after the others; migrations run in theirs.
 */
#ifndef SCHEMAC_PARSE_H
#define SCHEMAC_PARSE_H

#include "compiler/diagnostic.h"
#include "compiler/schema.h"

/*
 * Apply every statement of the sources, in their order, to the schema.  All errors are collected;
 * false when there was one.  In a history (SourceList.is_history) each statement must find what it
 * needs already there.  schema_finish() is the caller's.
 */
bool parse_sources(Schema *schema, const SourceList *sources, Diagnostics *diagnostics);

/*
 * Apply the statements of migrations to a schema that holds what was there before.  Each must find
 * what it names when its turn comes, as on a server.
 */
bool parse_migrations(Schema *schema, const SourceList *migrations, Diagnostics *diagnostics);

/* Is the text one SQL expression?  Else *complaint is PostgreSQL's word about it. */
bool parse_is_expression(Arena *arena, Text expression, Text *complaint);

#endif
