/*
 * Hints: comments of the desired schema that say how to get there.
 *
 *     login text, -- schemac: renamed from username      (or psqldef's: -- @renamed from=username)
 *     email text NOT NULL, -- schemac: backfill (login || '@example.org')
 *     amount numeric, -- schemac: using (amount::numeric / 100)
 *
 * A hint at the end of a line is about the column, the table constraint or the enum value that
 * begins last before it, on this line or above, or about the statement when none has begun; after
 * the statement's semicolon it is about the statement.  A hint on lines of its own is about what
 * begins next.
 */
#ifndef SCHEMAC_HINT_H
#define SCHEMAC_HINT_H

#include "compiler/diagnostic.h"
#include "compiler/schema.h"

/* Read the hints of the sources, whose statements have been applied, into schema->hints. */
void hint_read(Schema *schema, const SourceList *sources, Diagnostics *diagnostics);

/* hint_place.c: what a comment is about; object NULL when it is about nothing. */
typedef struct HintPlace {
    const Object *object;
    Text label; /* of the enum `object`; absent = the object itself */
} HintPlace;

/* The objects of one source, by the place where they begin. */
ObjectList hint_objects_of(const Schema *schema, const Source *source);
/* `statement` is the one that the comment stands in, or the next; or the one whose line it ends. */
HintPlace hint_place(const ObjectList *objects, const Source *source, Span statement, Span comment,
                     Arena *arena);

/*
 * hint_rename.c: make the renames that the hints of `new` ask for in `old`, as the migration will,
 * and note them in old->renames.  Silent about those that have been made; a hint that fits nothing
 * is an error, unless what it stands in is new as a whole.  `old` is finished anew.
 */
void hint_rename(Schema *old, const Schema *new, Diagnostics *diagnostics);

#endif
