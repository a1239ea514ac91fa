/*
 * Statement scan: the lexical rules of scan.l and psql that decide where a statement ends.
 *
 * Runs over every byte of the input before the real parser does, so it must be cheap: one switch a
 * byte, no tokens, no memory.
 */
#include "parser/statement_scan.h"

#include <string.h>

/* One comparison a range: a letter of either case, a digit. */
static bool is_letter(char c) {
    unsigned char byte = (unsigned char)c;
    return (unsigned char)((byte | 0x20) - 'a') < 26 || byte == '_' || byte >= 0x80;
}

static bool is_digit(char c) {
    return (unsigned char)(c - '0') < 10;
}

static bool is_word(char c) {
    return is_letter(c) || is_digit(c) || c == '$';
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static size_t skip_line(Text text, size_t i) {
    const char *end = memchr(text.data + i, '\n', text.length - i);
    return end == NULL ? text.length : (size_t)(end - text.data);
}

/* Block comments nest. */
static size_t skip_block_comment(Text text, size_t i) {
    int depth = 0;
    while (i + 1 < text.length) {
        if (text.data[i] == '/' && text.data[i + 1] == '*') {
            depth++;
            i += 2;
        } else if (text.data[i] == '*' && text.data[i + 1] == '/') {
            i += 2;
            if (--depth == 0) {
                return i;
            }
        } else {
            i++;
        }
    }
    return text.length;
}

/* From the opening quote to one past the closing one; a doubled quote is two strings in a row. */
static size_t skip_quoted(Text text, size_t i, bool has_escapes) {
    char quote = text.data[i++];
    while (i < text.length) {
        if (has_escapes && text.data[i] == '\\') {
            i += 2;
        } else if (text.data[i++] == quote) {
            return i;
        }
    }
    return text.length;
}

/* $tag$ ... $tag$; when it is no dollar quote (a parameter, $1), only the dollar is skipped. */
static size_t skip_dollar_quoted(Text text, size_t start) {
    size_t i = start + 1;
    if (i < text.length && is_digit(text.data[i])) {
        return i;
    }
    while (i < text.length && text.data[i] != '$' && is_word(text.data[i])) {
        i++;
    }
    if (i >= text.length || text.data[i] != '$') {
        return start + 1;
    }
    size_t tag_length = i + 1 - start;
    const char *end = memmem(text.data + i + 1, text.length - i - 1, text.data + start, tag_length);
    return end == NULL ? text.length : (size_t)(end - text.data) + tag_length;
}

static bool is_comment_start(Text text, size_t i) {
    return i + 1 < text.length && ((text.data[i] == '-' && text.data[i + 1] == '-') ||
                                   (text.data[i] == '/' && text.data[i + 1] == '*'));
}

static size_t skip_comment(Text text, size_t i) {
    return text.data[i] == '-' ? skip_line(text, i) : skip_block_comment(text, i);
}

/* White space, comments, empty statements and psql's commands: what may stand before a statement.
 */
static size_t skip_to_statement(Text text, size_t i) {
    while (i < text.length) {
        if (is_space(text.data[i]) || text.data[i] == ';') {
            i++;
        } else if (is_comment_start(text, i)) {
            i = skip_comment(text, i);
        } else if (text.data[i] == '\\') {
            i = skip_line(text, i);
        } else {
            break;
        }
    }
    return i;
}

/* What is known of the statement being scanned from the words it has shown so far. */
typedef struct StatementState {
    int words;
    bool is_create, is_replace, is_routine, is_rule;
    bool follows_begin; /* the word before was BEGIN */
    int body_depth;     /* in BEGIN ATOMIC ... END, counting CASE ... END */
    int parentheses;
} StatementState;

static bool word_is(Text word, const char *lower) {
    return text_equal_ignoring_case(word, text_from_string(lower));
}

/* psql's rule, but BEGIN counts only before ATOMIC: a function may be called "begin". */
static void see_word(StatementState *state, Text word) {
    state->words++;
    if (state->words == 1) {
        state->is_create = word_is(word, "create");
    } else if (state->is_create && state->words == (state->is_replace ? 4 : 2)) {
        state->is_replace = word_is(word, "or");
        state->is_routine = word_is(word, "function") || word_is(word, "procedure");
        state->is_rule = word_is(word, "rule");
    }
    if (!state->is_routine) {
        return;
    }
    if (state->body_depth == 0) {
        if (state->follows_begin && word_is(word, "atomic")) {
            state->body_depth = 1;
        }
        state->follows_begin = word_is(word, "begin");
    } else if (word_is(word, "case")) {
        state->body_depth++;
    } else if (word_is(word, "end")) {
        state->body_depth--;
    }
}

static size_t scan_word(Text text, size_t start, StatementState *state) {
    size_t i = start + 1;
    while (i < text.length && is_word(text.data[i])) {
        i++;
    }
    bool has_escapes = i == start + 1 && (text.data[start] == 'e' || text.data[start] == 'E');
    if (has_escapes && i < text.length && text.data[i] == '\'') {
        return skip_quoted(text, i, true);
    }
    if (state->words < 4 || state->is_routine) {
        see_word(state, text_slice(text, start, i));
    }
    return i;
}

/* \g, \gexec ... send what stands before them, like a semicolon. */
static bool is_send_command(Text text, size_t i) {
    return i + 1 < text.length && text.data[i] == '\\' && text.data[i + 1] == 'g';
}

static bool is_inside(const StatementState *state) {
    return state->body_depth > 0 || (state->is_rule && state->parentheses > 0);
}

/* From the statement's first token to its semicolon, or to the end of the text. */
static size_t scan_to_end(Text text, size_t i) {
    StatementState state = {0};
    while (i < text.length) {
        char c = text.data[i];
        if (is_letter(c)) {
            i = scan_word(text, i, &state);
        } else if (c == '\'' || c == '"') {
            i = skip_quoted(text, i, false);
        } else if (c == '$') {
            i = skip_dollar_quoted(text, i);
        } else if ((c == '-' || c == '/') && is_comment_start(text, i)) {
            i = skip_comment(text, i);
        } else if (c == ';' && !is_inside(&state)) {
            return i;
        } else if (c == '\\' && is_send_command(text, i)) {
            return i;
        } else if (is_digit(c)) {
            /* "1e$..." and the like: digits swallow the word that follows them */
            do {
                i++;
            } while (i < text.length && is_word(text.data[i]));
        } else {
            state.parentheses += c == '(' ? 1 : c == ')' ? -1 : 0;
            i++;
        }
    }
    return text.length;
}

bool statement_scan(Text text, size_t *position, Span *statement) {
    size_t start = skip_to_statement(text, *position);
    if (start >= text.length) {
        *position = text.length;
        return false;
    }
    size_t end = scan_to_end(text, start);
    *statement = (Span){start, end};
    *position = end; /* the semicolon is skipped as an empty statement */
    return true;
}

size_t statement_skip_data(Text text, size_t position) {
    size_t i = skip_line(text, position);
    while (i < text.length) {
        size_t line = i + 1;
        i = skip_line(text, line);
        Text content = text_trim(text_slice(text, line, i));
        if (text_equal(content, TEXT("\\."))) {
            return i;
        }
    }
    return text.length;
}

size_t statement_token_end(Text text, size_t offset) {
    if (offset >= text.length) {
        return text.length;
    }
    char c = text.data[offset];
    size_t i = offset + 1;
    if (c == '\'' || c == '"') {
        i = skip_quoted(text, offset, false);
        while (i < text.length && text.data[i] == c) { /* doubled: the string goes on */
            i = skip_quoted(text, i, false);
        }
        return i;
    }
    if (c == '$') {
        return skip_dollar_quoted(text, offset);
    }
    if (is_word(c)) {
        while (i < text.length && is_word(text.data[i])) {
            i++;
        }
    }
    return i;
}

/* "a""b" is the name a"b; letters of a bare word are folded. */
static bool token_is_name(Text token, Text name) {
    if (token.length < 2 || token.data[0] != '"') {
        return text_equal_ignoring_case(token, name);
    }
    size_t j = 0;
    for (size_t i = 1; i + 1 < token.length; i++, j++) {
        i += token.data[i] == '"'; /* the second of two */
        if (j >= name.length || token.data[i] != name.data[j]) {
            return false;
        }
    }
    return j == name.length;
}

size_t statement_find_name(Text text, size_t offset, size_t end, Text name) {
    size_t i = offset;
    while (i < end) {
        if (is_comment_start(text, i)) {
            i = skip_comment(text, i);
            continue;
        }
        size_t token_end = statement_token_end(text, i);
        if (token_is_name(text_slice(text, i, token_end), name)) {
            return i;
        }
        i = token_end;
    }
    return offset;
}

bool statement_is_comment(Text text, size_t offset) {
    return is_comment_start(text, offset);
}

bool statement_next_token(Text text, size_t *position, size_t end, Span *token) {
    size_t i = *position;
    while (i < end && is_space(text.data[i])) {
        i++;
    }
    if (i >= end) {
        *position = end;
        return false;
    }
    token->start = i;
    token->end = is_comment_start(text, i) ? skip_comment(text, i) : statement_token_end(text, i);
    bool may_escape = token->end == i + 1 && (text.data[i] == 'e' || text.data[i] == 'E');
    if (may_escape && token->end < end && text.data[token->end] == '\'') {
        token->end = skip_quoted(text, token->end, true);
    }
    *position = token->end;
    return true;
}
