/*
 * SQL edit: replace names in a piece of SQL by position.
 *
 * A name chain is a dotted name ("public.users.id"); a position is a byte offset in the text.
 */
#ifndef SCHEMAC_SQL_EDIT_H
#define SCHEMAC_SQL_EDIT_H

#include "compiler/source.h"

typedef struct SqlEdit {
    Span span;
    Text replacement;
} SqlEdit;

typedef struct SqlEditList {
    SqlEdit *items;
    size_t count, capacity;
} SqlEditList;

/* A token: the kinds that a name can be confused with. */
typedef enum SqlTokenKind { TOKEN_END, TOKEN_NAME, TOKEN_STRING, TOKEN_OTHER } SqlTokenKind;

typedef struct SqlToken {
    SqlTokenKind kind;
    Span span;
    Text name; /* TOKEN_NAME: folded, without quotes; TOKEN_STRING: the string's value */
    bool is_quoted;
} SqlToken;

SqlToken sql_token(Arena *arena, Text sql, size_t position);
bool sql_token_is(Text sql, SqlToken token, char letter); /* a single character */
bool sql_token_is_word(SqlToken token, const char *word); /* an unquoted word, in lower case */

enum { SQL_CHAIN_LIMIT = 4 };

typedef struct SqlChain {
    SqlToken parts[SQL_CHAIN_LIMIT];
    size_t count;
    Span span;
} SqlChain;

/* The dotted name that begins at the position; count 0 when there is none. */
SqlChain sql_chain(Arena *arena, Text sql, size_t position);

/* Each position is edited once: a second edit at the same place is ignored. */
void sql_edit_add(Arena *arena, SqlEditList *list, Span span, Text replacement);
Text sql_edit_apply(Arena *arena, Text sql, SqlEditList *list);

/* Whole: "t" is not in "text".  A name with a quote in it may be: it is spelled differently in SQL.
 */
bool sql_may_name(Text sql, Text name);

#endif
