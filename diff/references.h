/*
 * References: what the files that resolve them share.
 */
#ifndef SCHEMAC_REFERENCES_H
#define SCHEMAC_REFERENCES_H

#include "diff/planner.h"

/* Whose uses are looked for, on which side. */
typedef struct Resolver {
    Planner *planner;
    const Schema *schema;
    int side;
    Pair *user;
} Resolver;

/* in->user uses `target`; nothing happens for NULL, or when that is known. */
void reference_use(const Resolver *in, const Object *target, UseRole role);

/* implied.c: what in->user uses without naming it; after all that it names. */
void reference_use_implied(const Resolver *in, const Object *object);

#endif
