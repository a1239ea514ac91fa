/*
 * Layout: where lines begin and end, in SQL and in comments.
 *
 * In: canonical SQL, plain words.  Out: the same SQL with other white space between its tokens, and
 * comment lines that nothing hostile can leave.
 */
#include "emit/layout.h"

#include <string.h>

static const size_t comment_width = 100;
static const size_t short_query = 72; /* bytes; longer ones are broken */

bool layout_is_word(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '_' || letter == '$' ||
           (unsigned char)letter >= 0x80;
}

/* Bytes of the '...' or "..." that starts at `at`. */
static size_t quoted_length(Text sql, size_t at, bool has_escapes) {
    char quote = sql.data[at];
    size_t end = at + 1;
    while (end < sql.length) {
        if (has_escapes && sql.data[end] == '\\') {
            end += 2;
        } else if (sql.data[end] != quote) {
            end++;
        } else if (end + 1 < sql.length && sql.data[end + 1] == quote) {
            end += 2;
        } else {
            return end + 1 - at;
        }
    }
    return sql.length - at;
}

/* Bytes of the $tag$...$tag$ that starts at `at`; 0 when it is a parameter or part of a name. */
static size_t dollar_quoted_length(Text sql, size_t at) {
    if (at > 0 && layout_is_word(sql.data[at - 1])) {
        return 0;
    }
    size_t end = at + 1;
    while (end < sql.length && layout_is_word(sql.data[end]) && sql.data[end] != '$') {
        end++;
    }
    bool is_parameter = end > at + 1 && sql.data[at + 1] >= '0' && sql.data[at + 1] <= '9';
    if (end >= sql.length || sql.data[end] != '$' || is_parameter) {
        return 0;
    }
    Text quote = text_slice(sql, at, end + 1);
    for (size_t i = end + 1; i + quote.length <= sql.length; i++) {
        if (text_equal(text_slice(sql, i, i + quote.length), quote)) {
            return i + quote.length - at;
        }
    }
    return sql.length - at;
}

size_t layout_opaque_length(Text sql, size_t at) {
    switch (sql.data[at]) {
        case '\'': {
            bool has_prefix = at > 0 && (sql.data[at - 1] == 'E' || sql.data[at - 1] == 'e');
            return quoted_length(sql, at,
                                 has_prefix && (at == 1 || !layout_is_word(sql.data[at - 2])));
        }
        case '"': return quoted_length(sql, at, false);
        case '$': return dollar_quoted_length(sql, at);
        default: return 0;
    }
}

static void add_spaces(Builder *out, size_t count) {
    for (size_t i = 0; i < count; i++) {
        builder_add_char(out, ' ');
    }
}

Text layout_indent(Arena *arena, Text sql, size_t spaces) {
    Builder out = builder_new(arena);
    add_spaces(&out, spaces);
    for (size_t at = 0; at < sql.length;) {
        size_t opaque = layout_opaque_length(sql, at);
        size_t length = opaque == 0 ? 1 : opaque;
        builder_add(&out, text_slice(sql, at, at + length));
        bool is_line_end = opaque == 0 && sql.data[at] == '\n';
        at += length;
        if (is_line_end && at < sql.length && sql.data[at] != '\n') {
            add_spaces(&out, spaces);
        }
    }
    return builder_text(&out);
}

/* A clause that begins a line of its own, and how much deeper than its SELECT. */
typedef struct Clause {
    Text word;
    size_t depth;
} Clause;

static const Clause query_clauses[] = {
    {{"FROM ", 5}, 0},        {{"WHERE ", 6}, 0},
    {{"GROUP BY ", 9}, 0},    {{"HAVING ", 7}, 0},
    {{"WINDOW ", 7}, 0},      {{"ORDER BY ", 9}, 0},
    {{"LIMIT ", 6}, 0},       {{"OFFSET ", 7}, 0},
    {{"UNION ", 6}, 0},       {{"INTERSECT ", 10}, 0},
    {{"EXCEPT ", 7}, 0},      {{"SELECT ", 7}, 0},
    {{"VALUES ", 7}, 0},      {{"JOIN ", 5}, 4},
    {{"LEFT JOIN ", 10}, 4},  {{"RIGHT JOIN ", 11}, 4},
    {{"FULL JOIN ", 10}, 4},  {{"INNER JOIN ", 11}, 4},
    {{"CROSS JOIN ", 11}, 4}, {{"LEFT OUTER JOIN ", 16}, 4},
    {{"AND ", 4}, 4},         {{"OR ", 3}, 4},
};

static const Clause trigger_clauses[] = {
    {{"BEFORE ", 7}, 4},
    {{"AFTER ", 6}, 4},
    {{"INSTEAD OF ", 11}, 4},
    {{"REFERENCING ", 12}, 4},
    {{"NOT DEFERRABLE", 14}, 4},
    {{"DEFERRABLE", 10}, 4},
    {{"FOR EACH ", 9}, 4},
    {{"WHEN ", 5}, 4},
    {{"EXECUTE FUNCTION ", 17}, 4},
    {{"EXECUTE PROCEDURE ", 18}, 4},
};

static const char *const join_kinds[] = {"LEFT ",  "RIGHT ", "FULL ",   "INNER ",
                                         "CROSS ", "OUTER ", "NATURAL "};

/* A SELECT being written: the text's own, or one in parentheses. */
typedef struct QueryLevel {
    size_t parentheses; /* how many are open where its clauses stand */
    size_t indent;
    bool is_in_list; /* between SELECT and FROM: commas end lines */
} QueryLevel;

typedef struct QueryLayout {
    Builder out;
    Text query;
    const Clause *clauses;
    size_t clause_count;
    QueryLevel levels[16];
    size_t count;       /* of levels */
    size_t parentheses; /* open now */
} QueryLayout;

static void query_line(QueryLayout *layout, size_t deeper) {
    builder_add_char(&layout->out, '\n');
    add_spaces(&layout->out, layout->levels[layout->count - 1].indent + deeper);
}

/* The clause that begins at the word `at`, unless the words before make it something else. */
static const Clause *clause_at(const QueryLayout *layout, size_t at) {
    Text query = layout->query;
    Text rest = text_slice(query, at, query.length);
    Text before = text_slice(query, 0, at);
    for (size_t i = 0; i < layout->clause_count; i++) {
        if (!text_starts_with(rest, layout->clauses[i].word)) {
            continue;
        }
        bool is_operator = text_equal(layout->clauses[i].word, TEXT("FROM ")) &&
                           text_ends_with(before, TEXT("IS DISTINCT "));
        is_operator |= text_ends_with(before, TEXT("IS NOT DISTINCT "));
        if (text_equal(layout->clauses[i].word,
                       TEXT("JOIN "))) { /* LEFT JOIN is one clause, not two */
            for (size_t j = 0; j < sizeof join_kinds / sizeof *join_kinds; j++) {
                is_operator |= text_ends_with(before, text_from_string(join_kinds[j]));
            }
        }
        return is_operator ? NULL : &layout->clauses[i];
    }
    return NULL;
}

/* The space at `at`, inside the innermost query: a new line where a clause begins. */
static void query_space(QueryLayout *layout, size_t at) {
    QueryLevel *level = &layout->levels[layout->count - 1];
    const Clause *clause = NULL;
    if (layout->parentheses == level->parentheses) {
        if (level->is_in_list && at > 0 && layout->query.data[at - 1] == ',') {
            query_line(layout, 4);
            return;
        }
        clause = clause_at(layout, at + 1);
    }
    bool is_condition = clause != NULL && clause->depth == 4 && level->is_in_list;
    if (clause == NULL || is_condition) { /* AND inside a select list stays where it is */
        builder_add_char(&layout->out, ' ');
        return;
    }
    level->is_in_list = text_equal(clause->word, TEXT("SELECT "));
    query_line(layout, clause->depth);
}

static size_t closing_parenthesis(Text query, size_t at) {
    size_t open = 0;
    while (at < query.length) {
        size_t opaque = layout_opaque_length(query, at);
        if (opaque != 0) {
            at += opaque;
            continue;
        }
        open += query.data[at] == '(';
        if (query.data[at] == ')' && --open == 0) {
            return at;
        }
        at++;
    }
    return query.length;
}

static void query_open(QueryLayout *layout, size_t at) {
    builder_add_char(&layout->out, '(');
    layout->parentheses++;
    Text rest = text_slice(layout->query, at + 1, layout->query.length);
    bool is_query =
        text_starts_with(rest, TEXT("SELECT ")) || text_starts_with(rest, TEXT("WITH "));
    bool has_room = layout->count < sizeof layout->levels / sizeof *layout->levels;
    if (is_query && has_room && closing_parenthesis(layout->query, at) - at > short_query) {
        size_t indent = layout->levels[layout->count - 1].indent + 4;
        layout->levels[layout->count++] =
            (QueryLevel){layout->parentheses, indent, text_starts_with(rest, TEXT("SELECT "))};
        query_line(layout, 0);
    }
}

static void query_close(QueryLayout *layout) {
    QueryLevel *level = &layout->levels[layout->count - 1];
    if (layout->count > 1 && level->parentheses == layout->parentheses) {
        layout->count--;
        query_line(layout, 0);
    }
    layout->parentheses -= layout->parentheses > 0;
    builder_add_char(&layout->out, ')');
}

static Text layout_run(QueryLayout *layout) {
    for (size_t at = 0; at < layout->query.length; at++) {
        size_t opaque = layout_opaque_length(layout->query, at);
        if (opaque != 0) {
            builder_add(&layout->out, text_slice(layout->query, at, at + opaque));
            at += opaque - 1;
            continue;
        }
        switch (layout->query.data[at]) {
            case ' ': query_space(layout, at); break;
            case '(': query_open(layout, at); break;
            case ')': query_close(layout); break;
            default: builder_add_char(&layout->out, layout->query.data[at]);
        }
    }
    return builder_text(&layout->out);
}

Text layout_query(Arena *arena, Text query) {
    QueryLayout layout = {.out = builder_new(arena),
                          .query = query,
                          .clauses = query_clauses,
                          .clause_count = sizeof query_clauses / sizeof *query_clauses,
                          .count = 1};
    layout.levels[0].is_in_list = text_starts_with(query, TEXT("SELECT "));
    return query.length <= short_query ? query : layout_run(&layout);
}

Text layout_foreign_key(Arena *arena, Text definition) {
    static const Clause references = {{"REFERENCES ", 11}, 8};
    QueryLayout layout = {.out = builder_new(arena),
                          .query = definition,
                          .clauses = &references,
                          .clause_count = 1,
                          .count = 1};
    return definition.length <= short_query ? definition : layout_run(&layout);
}

Text layout_trigger(Arena *arena, Text definition) {
    QueryLayout layout = {.out = builder_new(arena),
                          .query = definition,
                          .clauses = trigger_clauses,
                          .clause_count = sizeof trigger_clauses / sizeof *trigger_clauses,
                          .count = 1};
    return layout_run(&layout);
}

Text layout_dollar_quote(Arena *arena, Text text, Text tag) {
    Text quote = text_format(arena, "$%s", tag);
    for (int64_t i = 1; text_contains(text, quote); i++) {
        quote = text_format(arena, "$%s_%s", tag, text_from_integer(arena, i));
    }
    return text_format(arena, "%s$", quote);
}

/* Bytes of a character that could hide what a comment says: line ends, direction marks; else 0. */
static size_t deceptive_length(Text text, size_t at) {
    static const struct {
        Text first, last;
    } ranges[] = {
        {{"\xC2\x80", 2}, {"\xC2\x9F", 2}},         /* C1 control characters */
        {{"\xE2\x80\x8B", 3}, {"\xE2\x80\x8F", 3}}, /* zero width, direction marks */
        {{"\xE2\x80\xA8", 3}, {"\xE2\x80\xAE", 3}}, /* line ends, embeddings, overrides */
        {{"\xE2\x81\xA0", 3}, {"\xE2\x81\xAF", 3}}, /* isolates */
        {{"\xEF\xBB\xBF", 3}, {"\xEF\xBB\xBF", 3}}, /* byte order mark */
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        Text piece = text_slice(text, at, at + ranges[i].first.length);
        if (piece.length == ranges[i].first.length && text_compare(piece, ranges[i].first) >= 0 &&
            text_compare(piece, ranges[i].last) <= 0) {
            return piece.length;
        }
    }
    return 0;
}

static void add_escaped_byte(Builder *out, unsigned char byte) {
    static const char digits[] = "0123456789abcdef";
    switch (byte) {
        case '\n': builder_add(out, TEXT("\\n")); break;
        case '\r': builder_add(out, TEXT("\\r")); break;
        case '\t': builder_add(out, TEXT("\\t")); break;
        default:
            builder_add(out, TEXT("\\x"));
            builder_add_char(out, digits[byte >> 4]);
            builder_add_char(out, digits[byte & 15]);
    }
}

Text layout_harmless(Arena *arena, Text text) {
    Builder out = builder_new(arena);
    for (size_t at = 0; at < text.length;) {
        unsigned char byte = (unsigned char)text.data[at];
        size_t length = byte < 0x20 || byte == 0x7F ? 1 : deceptive_length(text, at);
        for (size_t i = 0; i < length; i++) {
            add_escaped_byte(&out, (unsigned char)text.data[at + i]);
        }
        if (length == 0) {
            builder_add_char(&out, text.data[at]);
            length = 1;
        }
        at += length;
    }
    return builder_text(&out);
}

void layout_comment(Builder *out, Text text, size_t hanging) {
    Text rest = layout_harmless(out->arena, text);
    size_t indent = 0;
    do {
        size_t width = comment_width - 3 - indent, end = rest.length;
        if (end > width) {
            for (end = width; end > 0 && rest.data[end] != ' '; end--) {
            }
            for (end = end == 0 ? width : end; end < rest.length && rest.data[end] != ' '; end++) {
            }
        }
        builder_add(out, TEXT("-- "));
        add_spaces(out, indent);
        builder_add(out, text_slice(rest, 0, end));
        builder_add_char(out, '\n');
        rest = text_slice(rest, end + 1, rest.length);
        indent = hanging;
    } while (rest.length != 0);
}

Text layout_slug(Arena *arena, Text text) {
    Builder out = builder_new(arena);
    bool is_pending = false; /* a separator is due before the next letter */
    for (size_t i = 0; i < text.length; i++) {
        char letter = text.data[i];
        if (letter >= 'A' && letter <= 'Z') {
            letter = (char)(letter - 'A' + 'a');
        }
        if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9')) {
            if (is_pending && out.length != 0) {
                builder_add_char(&out, '_');
            }
            builder_add_char(&out, letter);
            is_pending = false;
        } else {
            is_pending = true;
        }
    }
    return builder_text(&out);
}
