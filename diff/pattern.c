/* Pattern: psql's name patterns; a star tries every rest of the name. */
#include "diff/pattern.h"

typedef struct PatternChar {
    char letter;
    bool is_quoted; /* a star or question mark in quotes is itself */
    bool is_end;
} PatternChar;

/* Reads one character of the pattern at *position; quotes only switch the state. */
static PatternChar pattern_next(Text pattern, size_t *position, bool *in_quotes) {
    while (*position < pattern.length) {
        char letter = pattern.data[(*position)++];
        if (letter != '"') {
            bool is_upper = letter >= 'A' && letter <= 'Z';
            return (PatternChar){!*in_quotes && is_upper ? (char)(letter - 'A' + 'a') : letter,
                                 *in_quotes, false};
        }
        if (*in_quotes && *position < pattern.length && pattern.data[*position] == '"') {
            (*position)++;
            return (PatternChar){'"', true, false};
        }
        *in_quotes = !*in_quotes;
    }
    return (PatternChar){'\0', false, true};
}

static bool is_continuation(char letter) {
    return ((unsigned char)letter & 0xC0) == 0x80;
}

static size_t next_character(Text name, size_t position) {
    position++;
    while (position < name.length && is_continuation(name.data[position])) {
        position++;
    }
    return position;
}

static bool matches_from(Text pattern, size_t position, bool in_quotes, Text name, size_t at) {
    for (;;) {
        PatternChar next = pattern_next(pattern, &position, &in_quotes);
        if (next.is_end) {
            return at == name.length;
        }
        if (next.letter == '*' && !next.is_quoted) {
            for (size_t i = at; i <= name.length; i++) {
                if (matches_from(pattern, position, in_quotes, name, i)) {
                    return true;
                }
            }
            return false;
        }
        if (at == name.length) {
            return false;
        }
        if (next.letter == '?' && !next.is_quoted) {
            at = next_character(name, at);
        } else if (next.letter == name.data[at]) {
            at++;
        } else {
            return false;
        }
    }
}

/* Position of the dot that parts schema and name; pattern.length when there is none. */
static size_t find_dot(Text pattern) {
    bool in_quotes = false;
    for (size_t i = 0; i < pattern.length; i++) {
        if (pattern.data[i] == '"') {
            in_quotes = !in_quotes;
        } else if (pattern.data[i] == '.' && !in_quotes) {
            return i;
        }
    }
    return pattern.length;
}

bool pattern_matches(Text pattern, Text schema, Text name) {
    size_t dot = find_dot(pattern);
    if (dot == pattern.length) {
        return matches_from(pattern, 0, false, name, 0);
    }
    return matches_from(text_slice(pattern, 0, dot), 0, false, schema, 0) &&
           matches_from(text_slice(pattern, dot + 1, pattern.length), 0, false, name, 0);
}

bool pattern_list_matches(const TextList *patterns, Text schema, Text name) {
    for (size_t i = 0; i < patterns->count; i++) {
        if (pattern_matches(patterns->items[i], schema, name)) {
            return true;
        }
    }
    return false;
}
