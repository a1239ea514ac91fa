/*
 * Pieces: parts of canonical one-line SQL.
 */
#include "emit/pieces.h"

#include "emit/layout.h"

/* Bytes of the token at `at`, as far as it matters here: a quoted one whole, else one byte. */
static size_t token_length(Text sql, size_t at) {
    size_t opaque = layout_opaque_length(sql, at);
    return opaque == 0 ? 1 : opaque;
}

/* Place of the first byte outside parentheses that `text` starts at; the length when none is. */
static size_t find_outside(Text sql, size_t at, Text text) {
    size_t depth = 0;
    while (at < sql.length) {
        if (depth == 0 && text_starts_with(text_slice(sql, at, sql.length), text)) {
            return at;
        }
        char letter = sql.data[at];
        depth += letter == '(' || letter == '[';
        depth -= (letter == ')' || letter == ']') && depth > 0;
        at += token_length(sql, at);
    }
    return sql.length;
}

TextList pieces_of_list(Arena *arena, Text sql) {
    TextList items = {0};
    size_t open = find_outside(sql, 0, TEXT("("));
    if (open == sql.length) {
        return items;
    }
    Text rest = text_slice(sql, open + 1, sql.length);
    Text inside = text_slice(rest, 0, find_outside(rest, 0, TEXT(")")));
    for (size_t start = 0; start < inside.length;) {
        size_t end = find_outside(inside, start, TEXT(","));
        list_push(arena, &items, text_trim(text_slice(inside, start, end)));
        start = end + 1;
    }
    return items;
}

Text pieces_after(Text sql, Text word) {
    return text_slice(sql, find_outside(sql, 0, word) + word.length, sql.length);
}

Text pieces_first(Text sql) {
    return text_slice(sql, 0, find_outside(sql, 0, TEXT(" ")));
}

Text pieces_replace_word(Arena *arena, Text sql, Text word, Text by) {
    Builder out = builder_new(arena);
    for (size_t at = 0; at < sql.length;) {
        size_t end = at + token_length(sql, at);
        bool is_start = layout_is_word(sql.data[at]) && end == at + 1;
        while (is_start && end < sql.length && layout_is_word(sql.data[end])) {
            end++;
        }
        Text token = text_slice(sql, at, end);
        bool is_qualified = (at > 0 && sql.data[at - 1] == '.') ||
                            (end < sql.length && (sql.data[end] == '.' || sql.data[end] == '('));
        bool is_word = is_start && !is_qualified && text_equal_ignoring_case(token, word);
        builder_add(&out, is_word ? by : token);
        at = end;
    }
    return builder_text(&out);
}
