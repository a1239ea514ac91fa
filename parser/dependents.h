/*
 * Dependents: what goes when something is dropped, as PostgreSQL's findDependentObjects() finds it.
 *
 * In: objects to be dropped.  Out: those, what goes with them by itself, and what needs them.
 * Changes nothing in the schema.
 */
#ifndef SCHEMAC_DEPENDENTS_H
#define SCHEMAC_DEPENDENTS_H

#include "compiler/schema.h"

typedef struct Dependent {
    Object *object;
    bool is_default;   /* only the column's default goes */
    bool is_automatic; /* named in the statement, or goes without CASCADE */
    Object *because;   /* what it needs; NULL for those named */
} Dependent;

typedef struct DependentList {
    Dependent *items;
    size_t count, capacity;
} DependentList;

typedef struct Dependents {
    const Schema *schema;
    Arena *arena;
    DependentList list; /* in order of discovery; the named ones first */
    size_t *slots;      /* hash of the objects that go whole: number in list, plus 1 */
    size_t slot_count;  /* a power of two */
    size_t whole_count;
    uint64_t names[16]; /* a bit for the hash of each name in the set: most questions end here */
} Dependents;

Dependents dependents_new(const Schema *schema, Arena *arena);
void dependents_name(Dependents *dependents, Object *object); /* with all its children */
/* Follow every dependency until nothing more is found. */
void dependents_find(Dependents *dependents);
bool dependents_contain(const Dependents *dependents, const Object *object);

#endif
