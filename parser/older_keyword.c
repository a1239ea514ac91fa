/*
 * Older keywords: see the header.
 */
#include "parser/older_keyword.h"

#include "compiler/builder.h"
#include "parser/statement_scan.h"

/* Keywords that came, or ceased to be plain names, after PostgreSQL 13. */
static const char *const newer_keywords[] = {
    "json",           "json_array",   "json_arrayagg", "json_exists",    "json_object",
    "json_objectagg", "json_query",   "json_scalar",   "json_serialize", "json_table",
    "json_value",     "merge_action", "system_user",
};

static bool is_newer_keyword(Text word) {
    for (size_t i = 0; i < sizeof newer_keywords / sizeof *newer_keywords; i++) {
        if (text_equal_ignoring_case(word, text_from_string(newer_keywords[i]))) {
            return true;
        }
    }
    return false;
}

/* The keywords are plain ASCII: folding is lowering. */
static void add_folded(Builder *out, Text word) {
    for (size_t i = 0; i < word.length; i++) {
        char c = word.data[i];
        builder_add_char(out, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
    }
}

Text older_keywords_quoted(Arena *arena, Text sql) {
    Builder out = builder_new(arena);
    bool is_changed = false;
    for (size_t start = 0, end; start < sql.length; start = end) {
        end = statement_token_end(sql, start);
        Text token = text_slice(sql, start, end);
        if (is_newer_keyword(token)) {
            is_changed = true;
            builder_add_char(&out, '"');
            add_folded(&out, token);
            builder_add_char(&out, '"');
        } else {
            builder_add(&out, token);
        }
    }
    return is_changed ? builder_text(&out) : TEXT_ABSENT;
}
