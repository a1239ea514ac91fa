/*
 * Typed pairs: definitions that differ in their canonical text, and are one once both are typed.
 *
 * Between loading and the diff.  What PostgreSQL's parser would add to both texts is added
 * (typing.h); where they are equal then, the desired object takes the text that is there, so that
 * the diff finds nothing.  Pairs that still differ keep their own texts.
 */
#ifndef SCHEMAC_TYPED_PAIRS_H
#define SCHEMAC_TYPED_PAIRS_H

#include "compiler/schema.h"

/*
 * Both are finished.  Changes texts of `new`, with their fingerprints; needs no server.  Returns
 * the objects of `new` whose texts differ and hold something of which no type is known (an operator
 * or function of an extension): only a server could tell whether they are one.
 */
ObjectList typed_pairs_settle(Arena *arena, Schema *old, Schema *new);

/* Objects that both sides have, of kinds that hold SQL, and that differ as they stand. */
size_t typed_pairs_count(const Schema *old, const Schema *new);

#endif
