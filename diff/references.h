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

/* Every function, procedure and aggregate of the name; `arguments` absent: whatever it takes. */
void reference_use_routines(const Resolver *in, Text schema, Text name, Text arguments,
                            UseRole role);

/* body.c: what the body of in->user names, in a language that has no references in the model. */
void reference_use_body(const Resolver *in, const TextList *names, Text body);
TextList reference_body_names(const Planner *planner); /* the names that are looked for, sorted */

/* implied.c: what in->user uses without naming it; after all that it names. */
void reference_use_implied(const Resolver *in, const Object *object);

#endif
