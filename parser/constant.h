/*
 * Constant: the text of a literal as the output function of its type would print it.
 */
#ifndef SCHEMAC_CONSTANT_H
#define SCHEMAC_CONSTANT_H

#include "compiler/text.h"

/*
 * Moments in PostgreSQL's ISO style, timestamp with time zone in UTC (which a literal without a
 * zone is taken to be in); numbers, intervals, bits, bytes, uuid, jsonb.  Any other type, and what
 * cannot be read, as it stands.
 */
Text constant_canonical(Arena *arena, Text value, Text type);

/* The same by type; what cannot be read comes back as it is. */
Text constant_numeric(Arena *arena, Text value);
Text constant_integer(Arena *arena, Text value);
Text constant_float(Arena *arena, Text value, size_t digit_limit);
Text constant_bits(Arena *arena, Text value);
Text constant_bytea(Arena *arena, Text value);
Text constant_interval(Arena *arena, Text value);
Text constant_time(Arena *arena, Text value);
Text constant_jsonb(Arena *arena, Text value);
Text constant_words(Arena *arena, Text value);

#endif
