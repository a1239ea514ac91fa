/*
 * Constants: arrays, ranges and multiranges, as array_out(), range_out() and multirange_out() print
 * them.
 *
 * '{ 1, 2}' is {1,2}; '[1,3]' of integers is [1,4), of numbers it stays.  Each element is spelled
 * as its own type spells it.  What cannot be read comes back as it is.
 */
#include "parser/constant.h"

#include "compiler/builder.h"

#include <string.h>

typedef struct Reader {
    Arena *arena;
    Text text;
    size_t position;
    bool is_good;
} Reader;

static bool is_at_end(const Reader *reader) {
    return reader->position >= reader->text.length;
}

static char peek(const Reader *reader) {
    return is_at_end(reader) ? '\0' : reader->text.data[reader->position];
}

static bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void skip_blanks(Reader *reader) {
    while (is_blank(peek(reader))) {
        reader->position++;
    }
}

static bool accept(Reader *reader, char letter) {
    bool is_there = !is_at_end(reader) && peek(reader) == letter;
    reader->position += is_there;
    return is_there;
}

static bool holds_any(Text text, const char *letters) {
    for (size_t i = 0; i < text.length; i++) {
        if (is_blank(text.data[i]) || strchr(letters, text.data[i]) != NULL) {
            return true;
        }
    }
    return false;
}

/* In double quotes where one of the letters or a blank asks for it. */
static void add_quoted(Builder *out, Text text, const char *letters, const char *quote) {
    if (!text_is_empty(text) && !holds_any(text, letters)) {
        builder_add(out, text);
        return;
    }
    builder_add_char(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (c == '"' || c == '\\') {
            builder_add(out, c == '"' ? text_from_string(quote) : TEXT("\\\\"));
        } else {
            builder_add_char(out, c);
        }
    }
    builder_add_char(out, '"');
}

/* A moment without a zone is in that of the session: it can be no part of a literal. */
static Text spell_part(Reader *reader, Text part, Text type) {
    bool is_moment = text_equal(type, TEXT("timestamp with time zone"));
    reader->is_good = reader->is_good && (!is_moment || constant_has_zone(part));
    return constant_canonical(reader->arena, part, type);
}

/* ---- Arrays */

static Text read_quoted(Reader *reader) {
    Builder out = builder_new(reader->arena);
    while (!is_at_end(reader) && peek(reader) != '"') {
        accept(reader, '\\');
        builder_add_char(&out, peek(reader));
        reader->position++;
    }
    reader->is_good = reader->is_good && accept(reader, '"');
    return builder_text(&out);
}

static Text read_bare(Reader *reader) {
    size_t start = reader->position;
    while (!is_at_end(reader) && strchr(",{}\"\\", peek(reader)) == NULL) {
        reader->position++;
    }
    char end = peek(reader); /* quotes and backslashes in the middle are left alone */
    reader->is_good = reader->is_good && (end == ',' || end == '}');
    Text bare = text_trim(text_slice(reader->text, start, reader->position));
    reader->is_good = reader->is_good && !text_is_empty(bare);
    return bare;
}

static void read_element(Reader *reader, Builder *out, Text type) {
    bool is_quoted = accept(reader, '"');
    Text element = is_quoted ? read_quoted(reader) : read_bare(reader);
    if (!is_quoted && text_equal_ignoring_case(element, TEXT("null"))) {
        builder_add(out, TEXT("NULL"));
        return;
    }
    element = spell_part(reader, element, type);
    if (text_equal_ignoring_case(element, TEXT("null"))) {
        builder_format(out, "\"%s\"", element);
    } else {
        add_quoted(out, element, "\"\\{},", "\\\"");
    }
}

static void read_array(Reader *reader, Builder *out, Text type, int depth) {
    enum { DIMENSION_LIMIT = 6 };
    reader->is_good = reader->is_good && accept(reader, '{') && depth < DIMENSION_LIMIT;
    builder_add_char(out, '{');
    skip_blanks(reader);
    while (reader->is_good) {
        if (peek(reader) == '{') {
            read_array(reader, out, type, depth + 1);
        } else {
            read_element(reader, out, type);
        }
        skip_blanks(reader);
        if (!accept(reader, ',')) {
            break;
        }
        builder_add_char(out, ',');
        skip_blanks(reader);
    }
    reader->is_good = reader->is_good && accept(reader, '}');
    builder_add_char(out, '}');
}

static bool is_empty_array(Text value) {
    return value.length >= 2 && value.data[0] == '{' && value.data[value.length - 1] == '}' &&
           text_is_empty(text_trim(text_slice(value, 1, value.length - 1)));
}

Text constant_array(Arena *arena, Text value, Text element) {
    Reader reader = {arena, text_trim(value), 0, true};
    if (is_empty_array(reader.text)) {
        return TEXT("{}");
    }
    Builder out = builder_new(arena);
    read_array(&reader, &out, element, 0);
    return reader.is_good && is_at_end(&reader) ? builder_text(&out) : value;
}

/* ---- Ranges */

typedef struct Range {
    Text low, high; /* absent: unbounded */
    bool has_low, has_high;
    bool is_empty;
} Range;

static Text read_bound(Reader *reader) {
    Builder out = builder_new(reader->arena);
    bool is_in_quotes = false;
    size_t start = reader->position;
    while (!is_at_end(reader) && (is_in_quotes || strchr(",)]", peek(reader)) == NULL)) {
        if (accept(reader, '"')) {
            if (is_in_quotes && accept(reader, '"')) {
                builder_add_char(&out, '"');
            } else {
                is_in_quotes = !is_in_quotes;
            }
            continue;
        }
        accept(reader, '\\');
        builder_add_char(&out, peek(reader));
        reader->position++;
    }
    return reader->position == start ? TEXT_ABSENT : builder_text(&out);
}

static Range read_range(Reader *reader, Text type) {
    Range range = {.is_empty = false};
    if (text_equal_ignoring_case(text_slice(reader->text, reader->position, reader->position + 5),
                                 TEXT("empty"))) {
        reader->position += 5;
        range.is_empty = true;
        return range;
    }
    range.has_low = accept(reader, '[');
    reader->is_good = reader->is_good && (range.has_low || accept(reader, '('));
    range.low = read_bound(reader);
    reader->is_good = reader->is_good && accept(reader, ',');
    range.high = read_bound(reader);
    range.has_high = accept(reader, ']');
    reader->is_good = reader->is_good && (range.has_high || accept(reader, ')'));
    if (!text_is_absent(range.low)) {
        range.low = spell_part(reader, range.low, type);
    }
    if (!text_is_absent(range.high)) {
        range.high = spell_part(reader, range.high, type);
    }
    return range;
}

static void move_bound(Reader *reader, Text *bound, bool is_moved, Text type) {
    if (is_moved && !text_is_absent(*bound)) {
        *bound = constant_successor(reader->arena, *bound, type);
        reader->is_good = reader->is_good && !text_is_absent(*bound);
    }
}

/* A discrete range is told by its first value and the first one after it. */
static void settle_range(Reader *reader, Range *range, Text type, bool is_discrete) {
    if (is_discrete) {
        move_bound(reader, &range->low, !range->has_low, type);
        move_bound(reader, &range->high, range->has_high, type);
        range->has_low = true;
        range->has_high = false;
    }
    range->has_low = range->has_low && !text_is_absent(range->low);
    range->has_high = range->has_high && !text_is_absent(range->high);
    bool is_point = !text_is_absent(range->low) && text_same(range->low, range->high);
    range->is_empty = range->is_empty || (is_point && !(range->has_low && range->has_high));
}

static void add_bound(Builder *out, Text bound) {
    if (!text_is_absent(bound)) {
        add_quoted(out, bound, "\"\\()[],", "\"\"");
    }
}

static void print_range(Builder *out, const Range *range) {
    if (range->is_empty) {
        builder_add(out, TEXT("empty"));
        return;
    }
    builder_add_char(out, range->has_low ? '[' : '(');
    add_bound(out, range->low);
    builder_add_char(out, ',');
    add_bound(out, range->high);
    builder_add_char(out, range->has_high ? ']' : ')');
}

Text constant_range(Arena *arena, Text value, Text element, bool is_discrete) {
    Reader reader = {arena, text_trim(value), 0, true};
    Range range = read_range(&reader, element);
    settle_range(&reader, &range, element, is_discrete);
    Builder out = builder_new(arena);
    print_range(&out, &range);
    return reader.is_good && is_at_end(&reader) ? builder_text(&out) : value;
}

/* The ranges are not sorted and not united: such literals are written in order. */
Text constant_multirange(Arena *arena, Text value, Text element, bool is_discrete) {
    Reader reader = {arena, text_trim(value), 0, true};
    Builder out = builder_new(arena);
    reader.is_good = accept(&reader, '{');
    skip_blanks(&reader);
    builder_add_char(&out, '{');
    while (reader.is_good && peek(&reader) != '}') {
        Range range = read_range(&reader, element);
        settle_range(&reader, &range, element, is_discrete);
        if (!range.is_empty) {
            builder_add(&out, out.length > 1 ? TEXT(",") : TEXT(""));
            print_range(&out, &range);
        }
        skip_blanks(&reader);
        if (!accept(&reader, ',')) {
            break;
        }
        skip_blanks(&reader);
    }
    reader.is_good = reader.is_good && accept(&reader, '}');
    builder_add_char(&out, '}');
    return reader.is_good && is_at_end(&reader) ? builder_text(&out) : value;
}
