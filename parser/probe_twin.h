/*
 * Twins: SQL that makes a temporary copy of a definition, SQL that asks how the server stored it,
 * and the way back of the answer into the model.
 */
#ifndef SCHEMAC_PROBE_TWIN_H
#define SCHEMAC_PROBE_TWIN_H

#include "compiler/diagnostic.h"
#include "compiler/schema.h"

typedef struct Twin {
    Object *object;      /* the desired one */
    const Object *there; /* the one it may turn out to be equal to */
    Text *field;         /* the text in it that is in question */
    Text make;           /* SQL: creates the twin in pg_temp */
    Text ask;            /* SQL: one row, one text: the stored spelling */
    Text other;          /* what the one that is there has, where it is no field; else absent */
    Text answer;         /* absent: the server refused the twin */
} Twin;

typedef struct TwinList {
    Twin *items;
    size_t count, capacity;
} TwinList;

/* Add the twins that can settle whether `old` and `new`, of one identity, differ; perhaps none. */
void twin_compose(Arena *arena, const Object *old, Object *new, TwinList *twins);

/* For those who compose twins of a kind. */
void twin_add(Arena *arena, TwinList *twins, Object *object, Text *field, Text make, Text ask);

/*
 * Rule actions, bodies and queries that write or lock rows: to parse them takes more than ACCESS
 * SHARE on their tables, so the server is not asked.  May be mistaken about a column named "share".
 */
bool twin_would_lock(Text sql);
void twin_compose_routine(Arena *arena, const Object *old, Object *new, TwinList *twins);

/* Make the answers canonical, put them where the questions came from, renew fingerprints. */
void twin_take_answers(Schema *schema, TwinList *twins, Diagnostics *diagnostics);

#endif
