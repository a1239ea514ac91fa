/*
 * Allow: comments "-- schemac: allow rule-id, rule-id", which pardon what follows or stands before.
 *
 * Behind SQL the comment is about its own line; alone on a line, about the next line with SQL.
 */
#ifndef SCHEMAC_ALLOW_H
#define SCHEMAC_ALLOW_H

#include "compiler/diagnostic.h"

typedef struct Allowance {
    const Source *source;
    Span span; /* what it is about */
    Text rule;
} Allowance;

typedef struct AllowanceList {
    Allowance *items;
    size_t count, capacity;
} AllowanceList;

/* A rule that lint does not have becomes a diagnostic. */
AllowanceList allow_read(const SourceList *sources, Diagnostics *diagnostics);

bool allow_covers(const AllowanceList *allowed, const Diagnostic *finding);

#endif
