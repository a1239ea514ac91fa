/*
 * Layout: where lines begin and end, in SQL and in comments.
 *
 * Knows PostgreSQL's quotes, so that white space changes only between tokens, and makes text that
 * came from a database or a file harmless before it stands in a `--` comment.  Knows no schema.
 */
#ifndef SCHEMAC_LAYOUT_H
#define SCHEMAC_LAYOUT_H

#include "compiler/builder.h"

bool layout_is_word(char letter); /* may be part of an unquoted name */
/* Bytes of the literal or quoted identifier that starts at `at`; 0 when none does. */
size_t layout_opaque_length(Text sql, size_t at);

/* The same SQL with `spaces` more at the start of every line, except lines inside quotes. */
Text layout_indent(Arena *arena, Text sql, size_t spaces);

/* A canonical one-line query broken at its clauses; short ones stay on one line. */
Text layout_query(Arena *arena, Text query);
/* A canonical FOREIGN KEY, on two lines when it is long. */
Text layout_foreign_key(Arena *arena, Text definition);
/* A canonical CREATE TRIGGER, one clause a line. */
Text layout_trigger(Arena *arena, Text definition);

/* "$function$", or "$function_1$" and so on: a dollar quote that does not occur in the text. */
Text layout_dollar_quote(Arena *arena, Text text, Text tag);

/*
 * Control characters and characters that change the direction of text, escaped: what is left cannot
 * end a comment or pretend to be something else.
 */
Text layout_harmless(Arena *arena, Text text);

/* Add "-- " lines of at most 100 columns, `hanging` spaces before the second and later ones. */
void layout_comment(Builder *out, Text text, size_t hanging);

/* Lower-case ASCII words joined by "_", for file names. */
Text layout_slug(Arena *arena, Text text);

#endif
