/*
 * Constants of tsvector: the lexemes once each, in byte order, in quotes.
 */
#include "parser/constant.h"

#include "compiler/builder.h"

#include <string.h>

/* Quotes, escapes, positions, and letters beyond ASCII, which a locale may take for blanks. */
static bool is_plain(Text value) {
    for (size_t i = 0; i < value.length; i++) {
        if ((unsigned char)value.data[i] >= 0x80 || strchr("'\\:", value.data[i]) != NULL) {
            return false;
        }
    }
    return true;
}

static bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* "b a  b" as 'a' 'b' */
Text constant_words(Arena *arena, Text value) {
    TextList words = {0};
    for (size_t i = 0, start; is_plain(value) && i < value.length;) {
        for (start = i; i < value.length && !is_blank(value.data[i]); i++) {
        }
        Text word = text_slice(value, start, i);
        if (!text_is_empty(word) && !text_list_contains(&words, word)) {
            list_push(arena, &words, word);
        }
        i += i < value.length;
    }
    if (words.count == 0) {
        return value;
    }
    text_list_sort(&words);
    Builder out = builder_new(arena);
    for (size_t i = 0; i < words.count; i++) {
        builder_format(&out, i == 0 ? "'%s'" : " '%s'", words.items[i]);
    }
    return builder_text(&out);
}
