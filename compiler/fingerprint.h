/*
 * Fingerprint: every compared property of an object as bytes, and their XXH3-128.
 *
 * In: an Object of the model.  Out: Object.canonical and Object.fingerprint.  Two objects of the
 * same identity differ exactly when their canonical bytes differ; fingerprints make that cheap.
 * Owner, comment, privileges and children are compared on their own; a column's position is not
 * compared (ALTER cannot change it), nor is what is said of no state (a matview's WITH NO DATA).
 */
#ifndef SCHEMAC_FINGERPRINT_H
#define SCHEMAC_FINGERPRINT_H

#include "compiler/schema.h"

void fingerprint_object(Arena *arena, Object *object);

/* Same canonical bytes. */
bool object_equal(const Object *left, const Object *right);

#endif
