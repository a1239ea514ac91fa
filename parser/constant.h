/*
 * Constant: the text of a literal as the output function of its type would print it.
 */
#ifndef SCHEMAC_CONSTANT_H
#define SCHEMAC_CONSTANT_H

#include "compiler/text.h"

/*
 * For date, timestamp, timestamp with time zone (in UTC, which a literal without a zone is taken to
 * be in) and uuid, in PostgreSQL's ISO style; any other type, and what cannot be read, as it
 * stands.
 */
Text constant_canonical(Arena *arena, Text value, Text type);

#endif
