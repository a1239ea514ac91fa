/*
 * Statement scan: finds where each statement of a SQL file begins and ends.
 *
 * In: text as psql would read it.  Out: one byte span after the other, from the first token to the
 * semicolon.  Knows quotes, comments, parentheses of CREATE RULE, BEGIN ATOMIC bodies and psql's
 * backslash commands; knows no grammar: that is PostgreSQL's parser's.
 */
#ifndef SCHEMAC_STATEMENT_SCAN_H
#define SCHEMAC_STATEMENT_SCAN_H

#include "compiler/source.h"

/* The next statement from *position on; false at the end of the text. */
bool statement_scan(Text text, size_t *position, Span *statement);

/* The next token or comment from *position on, before `end`; false when there is none. */
bool statement_next_token(Text text, size_t *position, size_t end, Span *token);
bool statement_is_comment(Text text, size_t offset); /* one starts there */

/* Skip the data lines of COPY ... FROM stdin, up to and with the line "\.". */
size_t statement_skip_data(Text text, size_t position);

/* One past the end of the token that starts at `offset`: for the underline of a diagnostic. */
size_t statement_token_end(Text text, size_t offset);

/* Where the identifier stands as a word or in quotes, from `offset` to `end`; `offset` when it does
 * not. */
size_t statement_find_name(Text text, size_t offset, size_t end, Text name);

#endif
