/*
 * Pieces: parts of canonical one-line SQL, found by its tokens.
 *
 * Knows PostgreSQL's quotes and parentheses, and no grammar: what stands in a literal or in a
 * quoted name is never taken for anything else.
 */
#ifndef SCHEMAC_PIECES_H
#define SCHEMAC_PIECES_H

#include "compiler/builder.h"

/* "USING btree (a, lower(b)) INCLUDE (c)" -> "a", "lower(b)": the first list in parentheses. */
TextList pieces_of_list(Arena *arena, Text sql);
/* What follows the first `word` outside parentheses and quotes; empty when it is not there. */
Text pieces_after(Text sql, Text word);
/* "lower(c) COLLATE "C" DESC" -> "lower(c)": up to the first space outside parentheses. */
Text pieces_first(Text sql);
/* The same SQL with every unquoted, unqualified `word` replaced. */
Text pieces_replace_word(Arena *arena, Text sql, Text word, Text by);

#endif
