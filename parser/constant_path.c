/*
 * Constants of jsonpath, as jsonPathToCstring() prints them.
 *
 * '$.a' is $."a", '$.a > 1' is ($."a" > 1), '$ ? (@.b == "x")' is $?(@."b" == "x").  Escapes, and
 * whatever else is not read here, leave the whole as it is written.
 */
#include "parser/constant.h"

#include "compiler/builder.h"

#include <string.h>

typedef struct Reader {
    Arena *arena;
    Text text;
    size_t position;
    int depth;
    bool is_good;
} Reader;

/* What was read, and how it is printed where an operator above it binds as tightly or more. */
typedef struct Item {
    Text bare, bracketed;
    int priority;
} Item;

enum {
    PRIORITY_OR,
    PRIORITY_AND,
    PRIORITY_COMPARE,
    PRIORITY_ADD,
    PRIORITY_MULTIPLY,
    PRIORITY_SIGN,
    PRIORITY_LEAF
};

static Item read_or(Reader *reader);

static Item leaf(Text text) {
    return (Item){text, text, PRIORITY_LEAF};
}

static void skip_blanks(Reader *reader) {
    while (reader->position < reader->text.length &&
           strchr(" \t\n\r\f", reader->text.data[reader->position]) != NULL) {
        reader->position++;
    }
}

static bool accept(Reader *reader, const char *sign) {
    skip_blanks(reader);
    Text rest = text_slice(reader->text, reader->position, reader->text.length);
    bool is_there = text_starts_with(rest, text_from_string(sign));
    reader->position += is_there ? strlen(sign) : 0;
    return is_there;
}

static void expect(Reader *reader, const char *sign) {
    reader->is_good = accept(reader, sign) && reader->is_good;
}

static bool is_special(char c) {
    return strchr("?%$.[]{}()|&!=<>@#,*:-+/\\\" \t\n\r\f", c) != NULL;
}

/* A bare word; empty when there is none. */
static Text peek_word(Reader *reader) {
    skip_blanks(reader);
    size_t end = reader->position;
    while (end < reader->text.length && !is_special(reader->text.data[end])) {
        end++;
    }
    return text_slice(reader->text, reader->position, end);
}

static bool accept_word(Reader *reader, const char *word) {
    Text found = peek_word(reader);
    bool is_it = text_equal(found, text_from_string(word));
    reader->position += is_it ? found.length : 0;
    return is_it;
}

/* "..." without escapes, quotes included. */
static Text read_string(Reader *reader) {
    size_t start = reader->position;
    expect(reader, "\"");
    while (reader->position < reader->text.length && reader->text.data[reader->position] != '"') {
        reader->is_good = reader->is_good && reader->text.data[reader->position] != '\\';
        reader->position++;
    }
    expect(reader, "\"");
    return text_trim(text_slice(reader->text, start, reader->position));
}

/* A key or a variable: "a" of a and of "a". */
static Text read_name(Reader *reader) {
    Text word = peek_word(reader);
    if (text_is_empty(word)) {
        return read_string(reader);
    }
    reader->position += word.length;
    return text_format(reader->arena, "\"%s\"", word);
}

static Text join(Reader *reader, Text left, const char *between, Text right) {
    return text_format(reader->arena, "%s%s%s", left, text_from_string(between), right);
}

/* ---- Steps: .a, .*, [0], ?(...), .size() */

static Text read_subscripts(Reader *reader) {
    Builder out = builder_new(reader->arena);
    if (accept(reader, "*")) {
        expect(reader, "]");
        return TEXT("[*]");
    }
    builder_add_char(&out, '[');
    do {
        builder_add(&out, out.length > 1 ? TEXT(",") : TEXT(""));
        builder_add(&out, read_or(reader).bare);
        if (accept_word(reader, "to")) {
            builder_format(&out, " to %s", read_or(reader).bare);
        }
    } while (reader->is_good && accept(reader, ","));
    expect(reader, "]");
    builder_add_char(&out, ']');
    return builder_text(&out);
}

static Text read_member(Reader *reader) {
    if (accept(reader, "*")) {
        reader->is_good = reader->is_good && !accept(reader, "*"); /* .**: levels are not read */
        return TEXT(".*");
    }
    bool is_word = !text_is_empty(peek_word(reader));
    Text word = peek_word(reader), name = read_name(reader);
    if (is_word && accept(reader, "(")) { /* a method; those with arguments are not read */
        expect(reader, ")");
        return text_format(reader->arena, ".%s()", word);
    }
    return text_format(reader->arena, ".%s", name);
}

static Text read_steps(Reader *reader, Text text) {
    while (reader->is_good) {
        if (accept(reader, ".")) {
            text = join(reader, text, "", read_member(reader));
        } else if (accept(reader, "[")) {
            text = join(reader, text, "", read_subscripts(reader));
        } else if (accept(reader, "?")) {
            expect(reader, "(");
            text = text_format(reader->arena, "%s?(%s)", text, read_or(reader).bare);
            expect(reader, ")");
        } else {
            break;
        }
    }
    return text;
}

/* ---- Values */

static Item read_number(Reader *reader, Text word) {
    reader->position += word.length;
    if (reader->position < reader->text.length && reader->text.data[reader->position] == '.') {
        size_t start = reader->position++;
        Text fraction = peek_word(reader);
        reader->position += fraction.length;
        word = text_format(reader->arena, "%s%s", word,
                           text_slice(reader->text, start, reader->position));
    }
    Text number = constant_numeric(reader->arena, word);
    reader->is_good = reader->is_good && number.data != word.data;
    return leaf(number);
}

static Item read_parentheses(Reader *reader) {
    Item inner = read_or(reader);
    expect(reader, ")");
    if (accept_word(reader, "is")) {
        reader->is_good = accept_word(reader, "unknown") && reader->is_good;
        return leaf(text_format(reader->arena, "(%s) is unknown", inner.bare));
    }
    skip_blanks(reader);
    char next = reader->position < reader->text.length ? reader->text.data[reader->position] : ' ';
    reader->is_good = reader->is_good && strchr(".[?", next) == NULL;
    return inner;
}

static Item read_word(Reader *reader) {
    Text word = peek_word(reader);
    if (!text_is_empty(word) && word.data[0] >= '0' && word.data[0] <= '9') {
        return read_number(reader, word);
    }
    reader->position += word.length;
    if (text_equal(word, TEXT("exists"))) {
        expect(reader, "(");
        Item inner = read_or(reader);
        expect(reader, ")");
        return leaf(text_format(reader->arena, "exists (%s)", inner.bare));
    }
    reader->is_good =
        reader->is_good && (text_equal(word, TEXT("true")) || text_equal(word, TEXT("false")) ||
                            text_equal(word, TEXT("null")) || text_equal(word, TEXT("last")));
    return leaf(word);
}

static Item read_value(Reader *reader) {
    enum { DEPTH_LIMIT = 100 };
    reader->is_good = reader->is_good && ++reader->depth < DEPTH_LIMIT;
    if (!reader->is_good) {
        return leaf(TEXT(""));
    }
    if (accept(reader, "(")) {
        return read_parentheses(reader);
    }
    if (accept(reader, "!")) {
        expect(reader, "(");
        Item inner = read_or(reader);
        expect(reader, ")");
        return leaf(text_format(reader->arena, "!(%s)", inner.bare));
    }
    if (accept(reader, "@")) {
        return leaf(read_steps(reader, TEXT("@")));
    }
    if (accept(reader, "$")) {
        bool is_variable = reader->position < reader->text.length &&
                           (reader->text.data[reader->position] == '"' ||
                            !is_special(reader->text.data[reader->position]));
        Text root = is_variable ? text_format(reader->arena, "$%s", read_name(reader)) : TEXT("$");
        return leaf(read_steps(reader, root));
    }
    skip_blanks(reader);
    bool is_string =
        reader->position < reader->text.length && reader->text.data[reader->position] == '"';
    return is_string ? leaf(read_string(reader)) : read_word(reader);
}

/* ---- Operators */

static Item bracket(Reader *reader, Text bare, int priority) {
    return (Item){bare, text_format(reader->arena, "(%s)", bare), priority};
}

static Text below(const Item *item, int priority) {
    return item->priority <= priority ? item->bracketed : item->bare;
}

static Item read_sign(Reader *reader) {
    bool is_minus = accept(reader, "-");
    if (!is_minus && !accept(reader, "+")) {
        return read_value(reader);
    }
    Item item = read_value(reader);
    bool is_number = item.bare.length != 0 && item.bare.data[0] >= '0' && item.bare.data[0] <= '9';
    if (is_number) { /* the sign is the number's own */
        return leaf(is_minus ? join(reader, TEXT("-"), "", item.bare) : item.bare);
    }
    Text sign = is_minus ? TEXT("-") : TEXT("+");
    return bracket(reader, text_format(reader->arena, "%s%s", sign, below(&item, PRIORITY_SIGN)),
                   PRIORITY_SIGN);
}

typedef struct Level {
    const char *signs[8];
    const char *printed[8];
} Level;

static const Level levels[] = {
    [PRIORITY_OR] = {{"||"}, {" || "}},
    [PRIORITY_AND] = {{"&&"}, {" && "}},
    [PRIORITY_COMPARE] = {{"==", "!=", "<>", "<=", ">=", "<", ">"},
                          {" == ", " != ", " != ", " <= ", " >= ", " < ", " > "}},
    [PRIORITY_ADD] = {{"+", "-"}, {" + ", " - "}},
    [PRIORITY_MULTIPLY] = {{"*", "/", "%"}, {" * ", " / ", " % "}},
};

static Text read_flags(Reader *reader) {
    Builder out = builder_new(reader->arena);
    if (!accept_word(reader, "flag")) {
        return TEXT("");
    }
    Text flags = read_string(reader);
    for (const char *letter = "ismxq"; *letter != '\0'; letter++) {
        if (text_contains(flags, (Text){letter, 1})) {
            builder_add_char(&out, *letter);
        }
    }
    return out.length == 0 ? TEXT("")
                           : text_format(reader->arena, " flag \"%s\"", builder_text(&out));
}

/* like_regex "a", starts with "a" */
static bool read_match(Reader *reader, Item *left) {
    if (accept_word(reader, "like_regex")) {
        Text pattern = read_string(reader), flags = read_flags(reader);
        *left = bracket(reader,
                        text_format(reader->arena, "%s like_regex %s%s", below(left, PRIORITY_LEAF),
                                    pattern, flags),
                        PRIORITY_LEAF);
        return true;
    }
    if (accept_word(reader, "starts")) {
        reader->is_good = accept_word(reader, "with") && reader->is_good;
        Item right = read_value(reader);
        *left = bracket(reader,
                        join(reader, below(left, PRIORITY_COMPARE), " starts with ",
                             below(&right, PRIORITY_COMPARE)),
                        PRIORITY_COMPARE);
        return true;
    }
    return false;
}

static Item read_level(Reader *reader, int priority) {
    Item left =
        priority == PRIORITY_MULTIPLY ? read_sign(reader) : read_level(reader, priority + 1);
    bool is_more = !(priority == PRIORITY_COMPARE && read_match(reader, &left));
    while (is_more && reader->is_good) {
        size_t i = 0;
        while (levels[priority].signs[i] != NULL && !accept(reader, levels[priority].signs[i])) {
            i++;
        }
        if (levels[priority].signs[i] == NULL) {
            break;
        }
        Item right =
            priority == PRIORITY_MULTIPLY ? read_sign(reader) : read_level(reader, priority + 1);
        left = bracket(reader,
                       join(reader, below(&left, priority), levels[priority].printed[i],
                            below(&right, priority)),
                       priority);
        is_more = priority != PRIORITY_COMPARE;
    }
    return left;
}

static Item read_or(Reader *reader) {
    return read_level(reader, PRIORITY_OR);
}

Text constant_path(Arena *arena, Text value) {
    Reader reader = {arena, value, 0, 0, true};
    bool is_strict = accept_word(&reader, "strict");
    accept_word(&reader, "lax");
    Item item = read_or(&reader);
    skip_blanks(&reader);
    if (!reader.is_good || reader.position < value.length) {
        return value;
    }
    return text_format(arena, "%s%s", is_strict ? TEXT("strict ") : TEXT(""), item.bracketed);
}
