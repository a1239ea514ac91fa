/*
 * Builder: text that grows; quoting of identifiers and literals.
 *
 * Quoting follows quote_identifier() and quote_literal_cstr() of PostgreSQL: an identifier stays
 * bare only if it is [a-z_][a-z0-9_$]* and no keyword other than an unreserved one.
 */
#include "compiler/builder.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Builder builder_new(Arena *arena) {
    return (Builder){.arena = arena};
}

static void builder_set_capacity(Builder *out, size_t capacity) {
    char *data = arena_array(out->arena, char, capacity);
    if (out->length != 0) {
        memcpy(data, out->data, out->length);
    }
    out->data = data;
    out->capacity = capacity;
}

static inline void builder_reserve(Builder *out, size_t more) {
    if (out->capacity - out->length <= more) {
        builder_set_capacity(out, out->capacity * 2 + more + 64);
    }
}

void builder_expect(Builder *out, size_t more) {
    if (out->capacity - out->length <= more) {
        builder_set_capacity(out, out->length + more + 1);
    }
}

void builder_add(Builder *out, Text text) {
    builder_reserve(out, text.length);
    if (text.length != 0) {
        memcpy(out->data + out->length, text.data, text.length);
    }
    out->length += text.length;
}

void builder_add_char(Builder *out, char letter) {
    builder_reserve(out, 1);
    out->data[out->length++] = letter;
}

void builder_add_integer(Builder *out, int64_t value) {
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRId64, value);
    builder_add(out, (Text){digits, (size_t)length});
}

/* Where a key word may stand as a name without quotes. */
typedef enum KeywordCategory {
    UNRESERVED_KEYWORD,
    COL_NAME_KEYWORD, /* tables and columns, but not functions */
    TYPE_FUNC_NAME_KEYWORD,
    RESERVED_KEYWORD,
} KeywordCategory;

typedef struct Keyword {
    const char *name;
    KeywordCategory category;
} Keyword;

#define PG_KEYWORD(name, value, category, label) {name, category},

/* PostgreSQL's own list, sorted by name, from libpg_query's headers. */
static const Keyword keywords[] = {
#include "parser/kwlist.h"
};

static int compare_keyword(const void *name, const void *keyword) {
    const Text *text = name;
    const char *word = ((const Keyword *)keyword)->name;
    int order = strncmp(text->data, word, text->length);
    return order != 0 ? order : -(word[text->length] != '\0');
}

static const Keyword *keyword_find(Text name) {
    return bsearch(&name, keywords, sizeof keywords / sizeof *keywords, sizeof *keywords,
                   compare_keyword);
}

bool text_is_reserved_word(Text name) {
    const Keyword *keyword = name.length == 0 ? NULL : keyword_find(name);
    return keyword != NULL &&
           (keyword->category == RESERVED_KEYWORD || keyword->category == TYPE_FUNC_NAME_KEYWORD);
}

static bool identifier_is_safe(Text name) {
    if (name.length == 0 || (name.data[0] >= '0' && name.data[0] <= '9') || name.data[0] == '$') {
        return false;
    }
    bool may_be_keyword = true; /* none has a digit */
    for (size_t i = 0; i < name.length; i++) {
        char letter = name.data[i];
        bool is_digit = letter >= '0' && letter <= '9';
        if (!((letter >= 'a' && letter <= 'z') || is_digit || letter == '_' || letter == '$')) {
            return false;
        }
        may_be_keyword &= !is_digit;
    }
    if (!may_be_keyword) {
        return true;
    }
    const Keyword *keyword = keyword_find(name);
    return keyword == NULL || keyword->category == UNRESERVED_KEYWORD;
}

/* Add the text between quotes, doubling those inside it. */
static void builder_add_quoted(Builder *out, Text text, char quote) {
    builder_add_char(out, quote);
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == quote || (quote == '\'' && text.data[i] == '\\')) {
            builder_add_char(out, text.data[i]);
        }
        builder_add_char(out, text.data[i]);
    }
    builder_add_char(out, quote);
}

void builder_add_identifier(Builder *out, Text name) {
    if (identifier_is_safe(name)) {
        builder_add(out, name);
    } else {
        builder_add_quoted(out, name, '"');
    }
}

void builder_add_literal(Builder *out, Text text) {
    if (text_is_absent(text)) {
        builder_add(out, TEXT("NULL"));
        return;
    }
    if (memchr(text.data, '\\', text.length) != NULL) {
        builder_add_char(out, 'E');
    }
    builder_add_quoted(out, text, '\'');
}

void builder_add_name(Builder *out, Text schema, Text name) {
    if (!text_is_empty(schema)) {
        builder_add_identifier(out, schema);
        builder_add_char(out, '.');
    }
    builder_add_identifier(out, name);
}

Text builder_text(const Builder *out) {
    return out->data == NULL ? TEXT("") : (Text){out->data, out->length};
}

void builder_format_list(Builder *out, const char *template, const Text *arguments, size_t count) {
    size_t next = 0;
    for (const char *rest = template; *rest != '\0';) {
        size_t plain = strcspn(rest, "%");
        builder_add(out, (Text){rest, plain});
        rest += plain;
        if (*rest == '\0') {
            break;
        }
        char directive = rest[1];
        rest += 2;
        if (directive == '%') {
            builder_add_char(out, '%');
            continue;
        }
        assert(next < count && "template has more directives than arguments");
        Text argument = arguments[next++];
        switch (directive) {
            case 's': builder_add(out, argument); break;
            case 'I': builder_add_identifier(out, argument); break;
            case 'L': builder_add_literal(out, argument); break;
            default: assert(false && "unknown directive in template");
        }
    }
    assert(next == count && "template has fewer directives than arguments");
}

/*
 * A text of its own is made in room on the stack, so that the arena holds its exact size: nearly
 * all that the model keeps is made here, and is short.
 */
enum { BUILDER_ROOM = 512 };

static Builder builder_in(Arena *arena, char *room) {
    return (Builder){.arena = arena, .data = room, .capacity = BUILDER_ROOM};
}

static Text builder_keep(const Builder *out, const char *room) {
    return out->data == room ? text_copy(out->arena, builder_text(out)) : builder_text(out);
}

Text text_format_list(Arena *arena, const char *template, const Text *arguments, size_t count) {
    char room[BUILDER_ROOM];
    Builder out = builder_in(arena, room);
    builder_format_list(&out, template, arguments, count);
    return builder_keep(&out, room);
}

Text text_quote_identifier(Arena *arena, Text name) {
    char room[BUILDER_ROOM];
    Builder out = builder_in(arena, room);
    builder_add_identifier(&out, name);
    return builder_keep(&out, room);
}

Text text_quote_name(Arena *arena, Text schema, Text name) {
    char room[BUILDER_ROOM];
    Builder out = builder_in(arena, room);
    builder_add_name(&out, schema, name);
    return builder_keep(&out, room);
}

Text text_quote_literal(Arena *arena, Text text) {
    char room[BUILDER_ROOM];
    Builder out = builder_in(arena, room);
    builder_add_literal(&out, text);
    return builder_keep(&out, room);
}
