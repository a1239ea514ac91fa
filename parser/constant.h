/*
 * Constant: the text of a literal as the output function of its type would print it.
 */
#ifndef SCHEMAC_CONSTANT_H
#define SCHEMAC_CONSTANT_H

#include "compiler/text.h"

/*
 * Moments in PostgreSQL's ISO style, timestamp with time zone in UTC (which a literal without a
 * zone is taken to be in); numbers, intervals, bits, bytes, addresses, jsonb.  Any other type, and
 * what cannot be read, as it stands: the very same text comes back.
 */
Text constant_canonical(Arena *arena, Text value, Text type);
bool constant_has_zone(Text moment); /* "Z", "+01" at its end, or no moment of a day at all */

/* With the types of their elements, by name; discrete: of integers or days, and PostgreSQL's own.
 */
Text constant_array(Arena *arena, Text value, Text element);
Text constant_range(Arena *arena, Text value, Text element, bool is_discrete);
Text constant_multirange(Arena *arena, Text value, Text element, bool is_discrete);

/* The integer or date after one in canonical spelling; absent when there is none. */
Text constant_successor(Arena *arena, Text value, Text type);

/*
 * An interval whose type says its fields ("day to hour") or the digits of its seconds: what is
 * smaller is cut off.  "interval day to second(3)" is all of the modifier; empty: none.
 */
Text constant_interval_of(Arena *arena, Text value, Text modifier);

/* The same by type; what cannot be read comes back as it is. */
Text constant_numeric(Arena *arena, Text value);
Text constant_integer(Arena *arena, Text value);
Text constant_float(Arena *arena, Text value, size_t digit_limit);
Text constant_bits(Arena *arena, Text value);
Text constant_bytea(Arena *arena, Text value);
Text constant_interval(Arena *arena, Text value);
Text constant_time(Arena *arena, Text value);
Text constant_jsonb(Arena *arena, Text value);
int constant_boolean(Text value); /* 1, 0; -1: neither */
Text constant_path(Arena *arena, Text value);
Text constant_words(Arena *arena, Text value);
Text constant_inet(Arena *arena, Text value);
Text constant_cidr(Arena *arena, Text value);
Text constant_macaddr(Arena *arena, Text value);
Text constant_uuid(Arena *arena, Text value);

#endif
