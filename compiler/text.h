/*
 * Text: a counted, immutable piece of UTF-8.
 *
 * Passed by value.  The bytes belong to an arena, to a Source or to the program; they are not
 * NUL-terminated.  NUL-terminated strings exist only at the edges: libpq, libpg_query, the system.
 */
#ifndef SCHEMAC_TEXT_H
#define SCHEMAC_TEXT_H

#include "compiler/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct Text {
    const char *data; /* NULL: absent ("no comment"), unlike empty ("a comment of no characters") */
    size_t length;    /* bytes */
} Text;

typedef struct TextList {
    Text *items;
    size_t count, capacity;
} TextList;

#define TEXT(literal) ((Text){"" literal, sizeof(literal) - 1})
#define TEXT_ABSENT ((Text){NULL, 0})

static inline bool text_is_empty(Text text) {
    return text.length == 0;
}
static inline bool text_is_absent(Text text) {
    return text.data == NULL;
}

/* Same bytes; absent equals empty. */
static inline bool text_equal(Text left, Text right) {
    return left.length == right.length &&
           (left.length == 0 || memcmp(left.data, right.data, left.length) == 0);
}

bool text_same(Text left, Text right);   /* as text_equal, but absent differs from empty */
int text_compare(Text left, Text right); /* byte order, as strcmp: <0, 0, >0 */
bool text_starts_with(Text text, Text prefix);
bool text_ends_with(Text text, Text suffix);
bool text_is_in(Text text, const char *const *words, size_t count);
#define TEXT_IS_ONE_OF(text, words) text_is_in((text), (words), sizeof(words) / sizeof *(words))
bool text_contains(Text text, Text part);
bool text_equal_ignoring_case(Text left, Text right); /* ASCII letters only */
Text text_slice(Text text, size_t start, size_t end); /* bytes start..end-1, clamped */
Text text_trim(Text text);                            /* without white space at both ends */

/* No copy; NULL gives an absent text.  Here, so that the length of a literal costs nothing. */
static inline Text text_from_string(const char *string) {
    return (Text){string, string == NULL ? 0 : strlen(string)};
}

Text text_copy(Arena *arena, Text text);           /* absent stays absent */
Text text_copy_string(Arena *arena, const char *); /* copy of a C string; NULL gives absent */
char *text_to_string(Arena *arena, Text text);     /* NUL-terminated copy */
Text text_join(Arena *arena, const TextList *list, Text separator);
Text text_from_integer(Arena *arena, int64_t value);
Text text_count(Arena *arena, size_t count, const char *word); /* "1 difference", "2 differences" */
/* Cut to at most `limit` bytes without splitting a UTF-8 character, as PostgreSQL cuts names. */
Text text_clip(Text text, size_t limit);

bool text_list_contains(const TextList *list, Text text);
void text_list_remove(TextList *list, Text text);                  /* wherever it is in it */
bool text_list_equal(const TextList *left, const TextList *right); /* same texts, same order */
void text_list_sort(TextList *list);                               /* byte order */

#endif
