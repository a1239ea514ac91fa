/*
 * SQL edit: a small tokenizer for canonical SQL, and edits by position.
 *
 * Canonical SQL has no comments and no dollar quotes; its strings are '...' or E'...'.
 */
#include "parser/sql_edit.h"

#include "compiler/builder.h"

#include <stdlib.h>
#include <string.h>

static bool is_space(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

static bool starts_name(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_' ||
           (letter & '\x80') != 0;
}

static bool continues_name(char letter) {
    return starts_name(letter) || (letter >= '0' && letter <= '9') || letter == '$';
}

/* From an opening quote to one past the closing one; doubled quotes are inside. */
static size_t quoted_end(Text sql, size_t position, bool has_escapes) {
    char quote = sql.data[position++];
    while (position < sql.length) {
        if (has_escapes && sql.data[position] == '\\') {
            position += 2;
        } else if (sql.data[position] != quote) {
            position++;
        } else if (position + 1 < sql.length && sql.data[position + 1] == quote) {
            position += 2;
        } else {
            return position + 1;
        }
    }
    return sql.length;
}

static Text unquote(Arena *arena, Text quoted, char quote) {
    Builder out = builder_new(arena);
    for (size_t i = 1; i + 1 < quoted.length; i++) {
        builder_add_char(&out, quoted.data[i]);
        if (quoted.data[i] == quote) {
            i++;
        }
    }
    return builder_text(&out);
}

static Text fold(Arena *arena, Text word) {
    Builder out = builder_new(arena);
    for (size_t i = 0; i < word.length; i++) {
        char letter = word.data[i];
        builder_add_char(&out,
                         letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter);
    }
    return builder_text(&out);
}

static size_t word_end(Text sql, size_t position) {
    while (position < sql.length && continues_name(sql.data[position])) {
        position++;
    }
    return position;
}

SqlToken sql_token(Arena *arena, Text sql, size_t position) {
    while (position < sql.length && is_space(sql.data[position])) {
        position++;
    }
    SqlToken token = {TOKEN_END, {position, position}, TEXT(""), false};
    if (position >= sql.length) {
        return token;
    }
    char letter = sql.data[position];
    bool has_escapes = (letter == 'E' || letter == 'e') && position + 1 < sql.length &&
                       sql.data[position + 1] == '\'';
    token.kind = TOKEN_OTHER;
    if (letter == '"') {
        token.kind = TOKEN_NAME;
        token.is_quoted = true;
        token.span.end = quoted_end(sql, position, false);
        token.name = unquote(arena, text_slice(sql, position, token.span.end), '"');
    } else if (letter == '\'' || has_escapes) {
        token.kind = TOKEN_STRING;
        token.span.end = quoted_end(sql, position + (has_escapes ? 1 : 0), has_escapes);
        token.name = unquote(arena, text_slice(sql, position, token.span.end), '\'');
    } else if (starts_name(letter)) {
        token.kind = TOKEN_NAME;
        token.span.end = word_end(sql, position);
        token.name = fold(arena, text_slice(sql, position, token.span.end));
    } else if (letter >= '0' && letter <= '9') {
        token.span.end = word_end(sql, position);
    } else {
        token.span.end = position + 1;
    }
    return token;
}

bool sql_token_is(Text sql, SqlToken token, char letter) {
    return token.kind == TOKEN_OTHER && token.span.end == token.span.start + 1 &&
           sql.data[token.span.start] == letter;
}

bool sql_token_is_word(SqlToken token, const char *word) {
    return token.kind == TOKEN_NAME && !token.is_quoted &&
           text_equal(token.name, text_from_string(word));
}

SqlChain sql_chain(Arena *arena, Text sql, size_t position) {
    SqlChain chain = {.count = 0};
    SqlToken token = sql_token(arena, sql, position);
    chain.span = token.span;
    while (token.kind == TOKEN_NAME && chain.count < SQL_CHAIN_LIMIT) {
        chain.parts[chain.count++] = token;
        chain.span.end = token.span.end;
        SqlToken dot = sql_token(arena, sql, token.span.end);
        if (!sql_token_is(sql, dot, '.')) {
            break;
        }
        token = sql_token(arena, sql, dot.span.end);
    }
    return chain;
}

void sql_edit_add(Arena *arena, SqlEditList *list, Span span, Text replacement) {
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].span.start == span.start) {
            return;
        }
    }
    SqlEdit edit = {span, replacement};
    list_push(arena, list, edit);
}

static int compare_edits(const void *left, const void *right) {
    size_t one = ((const SqlEdit *)left)->span.start, other = ((const SqlEdit *)right)->span.start;
    return (one > other) - (one < other);
}

Text sql_edit_apply(Arena *arena, Text sql, SqlEditList *list) {
    if (list->count > 1) {
        qsort(list->items, list->count, sizeof *list->items, compare_edits);
    }
    Builder out = builder_new(arena);
    size_t position = 0;
    for (size_t i = 0; i < list->count; i++) {
        builder_add(&out, text_slice(sql, position, list->items[i].span.start));
        builder_add(&out, list->items[i].replacement);
        position = list->items[i].span.end;
    }
    builder_add(&out, text_slice(sql, position, sql.length));
    return builder_text(&out);
}

bool sql_may_name(Text sql, Text name) {
    if (text_contains(name, TEXT("\"")) || text_contains(name, TEXT("'"))) {
        return true;
    }
    while (!text_is_empty(name) && sql.length >= name.length) {
        const char *found = memmem(sql.data, sql.length, name.data, name.length);
        if (found == NULL) {
            return false;
        }
        size_t start = (size_t)(found - sql.data), end = start + name.length;
        if ((start == 0 || !continues_name(sql.data[start - 1])) &&
            (end == sql.length || !continues_name(sql.data[end]))) {
            return true;
        }
        sql = text_slice(sql, start + 1, sql.length);
    }
    return false;
}
