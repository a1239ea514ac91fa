/*
 * Constants: jsonb, as jsonb_out() prints it: keys by length and bytes, the last of equal ones, one
 * blank behind ":" and ",", strings without needless escapes.
 */
#include "parser/constant.h"

#include "compiler/builder.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH_LIMIT = 200 };

typedef struct Reader {
    Arena *arena;
    Text text;
    size_t position;
    int depth;
    bool is_good;
} Reader;

static Text read_value(Reader *reader);

static char peek(const Reader *reader) {
    return reader->position < reader->text.length ? reader->text.data[reader->position] : '\0';
}

static void skip_blanks(Reader *reader) {
    while (peek(reader) != '\0' && strchr(" \t\r\n", peek(reader)) != NULL) {
        reader->position++;
    }
}

static bool accept(Reader *reader, char letter) {
    skip_blanks(reader);
    bool is_there = reader->is_good && peek(reader) == letter;
    reader->position += is_there;
    return is_there;
}

static void expect(Reader *reader, char letter) {
    reader->is_good = accept(reader, letter) && reader->is_good;
}

static Text fail(Reader *reader) {
    reader->is_good = false;
    return TEXT("");
}

/* ---- Strings */

static uint32_t read_code(Reader *reader) {
    uint32_t code = 0;
    for (int i = 0; i < 4; i++) {
        char c = peek(reader);
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0) {
            reader->is_good = false;
            return 0;
        }
        code = code * 16 + (uint32_t)digit;
        reader->position++;
    }
    return code;
}

static void add_character(Builder *out, uint32_t code) {
    if (code < 0x80) {
        builder_add_char(out, (char)code);
        return;
    }
    int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const uint8_t heads[] = {0, 0xC0, 0xE0, 0xF0};
    builder_add_char(out, (char)(heads[more] | code >> 6 * more));
    while (more-- > 0) {
        builder_add_char(out, (char)(0x80 | (code >> 6 * more & 0x3F)));
    }
}

static void read_unicode(Reader *reader, Builder *out) {
    uint32_t code = read_code(reader);
    if (code >= 0xD800 && code < 0xDC00) {
        bool is_pair = reader->position + 1 < reader->text.length &&
                       memcmp(reader->text.data + reader->position, "\\u", 2) == 0;
        reader->position += is_pair ? 2 : 0;
        uint32_t low = is_pair ? read_code(reader) : 0;
        reader->is_good = reader->is_good && low >= 0xDC00 && low < 0xE000;
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    } else if (code == 0 || (code >= 0xDC00 && code < 0xE000)) {
        reader->is_good = false;
    }
    if (reader->is_good) {
        add_character(out, code);
    }
}

static void read_escape(Reader *reader, Builder *out) {
    static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    char c = peek(reader);
    reader->position++;
    const char *found = c == '\0' ? NULL : strchr(letters, c);
    if (c == 'u') {
        read_unicode(reader, out);
    } else if (found != NULL) {
        builder_add_char(out, meant[found - letters]);
    } else {
        reader->is_good = false;
    }
}

/* The string itself, without quotes and escapes. */
static Text read_string(Reader *reader) {
    Builder out = builder_new(reader->arena);
    expect(reader, '"');
    while (reader->is_good && peek(reader) != '"') {
        char c = peek(reader);
        if ((unsigned char)c < ' ') {
            return fail(reader);
        }
        reader->position++;
        if (c == '\\') {
            read_escape(reader, &out);
        } else {
            builder_add_char(&out, c);
        }
    }
    reader->position++;
    return builder_text(&out);
}

static Text print_string(Arena *arena, Text string) {
    static const char meant[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
    static const char digits[] = "0123456789abcdef";
    Builder out = builder_new(arena);
    builder_add_char(&out, '"');
    for (size_t i = 0; i < string.length; i++) {
        char c = string.data[i];
        const char *found = c == '\0' ? NULL : strchr(meant, c);
        if (found != NULL) {
            builder_add_char(&out, '\\');
            builder_add_char(&out, letters[found - meant]);
        } else if ((unsigned char)c < ' ') {
            builder_add(&out, TEXT("\\u00"));
            builder_add_char(&out, digits[c >> 4]);
            builder_add_char(&out, digits[c & 15]);
        } else {
            builder_add_char(&out, c);
        }
    }
    builder_add_char(&out, '"');
    return builder_text(&out);
}

/* ---- Objects, arrays, numbers */

typedef struct Member {
    Text key, value;
    size_t place;
} Member;

typedef struct MemberList {
    Member *items;
    size_t count, capacity;
} MemberList;

static int compare_keys(Text left, Text right) {
    if (left.length != right.length) {
        return left.length < right.length ? -1 : 1;
    }
    return left.length == 0 ? 0 : memcmp(left.data, right.data, left.length);
}

static int compare_members(const void *left, const void *right) {
    const Member *a = left, *b = right;
    int by_key = compare_keys(a->key, b->key);
    return by_key != 0 ? by_key : a->place < b->place ? -1 : 1;
}

static Text print_object(Arena *arena, const MemberList *members) {
    Builder out = builder_new(arena);
    const char *separator = "{";
    for (size_t i = 0; i < members->count; i++) {
        const Member *member = &members->items[i];
        bool is_last = i + 1 == members->count || compare_keys(member->key, member[1].key) != 0;
        if (is_last) {
            builder_format(&out, "%s%s: %s", text_from_string(separator),
                           print_string(arena, member->key), member->value);
            separator = ", ";
        }
    }
    builder_add(&out, members->count == 0 ? TEXT("{}") : TEXT("}"));
    return builder_text(&out);
}

static Text read_object(Reader *reader) {
    MemberList members = {0};
    expect(reader, '{');
    while (reader->is_good && (members.count == 0 || accept(reader, ','))) {
        if (members.count == 0 && accept(reader, '}')) {
            return TEXT("{}");
        }
        Member member = {.key = read_string(reader), .place = members.count};
        expect(reader, ':');
        member.value = read_value(reader);
        list_push(reader->arena, &members, member);
    }
    expect(reader, '}');
    if (!reader->is_good) {
        return TEXT("");
    }
    qsort(members.items, members.count, sizeof *members.items, compare_members);
    return print_object(reader->arena, &members);
}

static Text read_array(Reader *reader) {
    Builder out = builder_new(reader->arena);
    expect(reader, '[');
    builder_add_char(&out, '[');
    while (reader->is_good && (out.length == 1 || accept(reader, ','))) {
        if (out.length == 1 && accept(reader, ']')) {
            return TEXT("[]");
        }
        builder_add(&out, out.length == 1 ? TEXT("") : TEXT(", "));
        builder_add(&out, read_value(reader));
    }
    expect(reader, ']');
    builder_add_char(&out, ']');
    return builder_text(&out);
}

static Text read_number(Reader *reader) {
    size_t start = reader->position;
    while (peek(reader) != '\0' && strchr("+-.eE0123456789", peek(reader)) != NULL) {
        reader->position++;
    }
    Text number = text_slice(reader->text, start, reader->position);
    bool is_number = number.length != 0 && number.data[0] != '+' && number.data[0] != '.' &&
                     number.data[number.length - 1] != '.';
    return is_number ? constant_numeric(reader->arena, number) : fail(reader);
}

static Text read_word(Reader *reader) {
    static const char *const words[] = {"true", "false", "null"};
    Text rest = text_slice(reader->text, reader->position, reader->text.length);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        Text word = text_from_string(words[i]);
        if (text_starts_with(rest, word)) {
            reader->position += word.length;
            return word;
        }
    }
    return fail(reader);
}

static Text read_value(Reader *reader) {
    skip_blanks(reader);
    if (!reader->is_good || ++reader->depth > DEPTH_LIMIT) {
        return fail(reader);
    }
    Text value;
    switch (peek(reader)) {
        case '{': value = read_object(reader); break;
        case '[': value = read_array(reader); break;
        case '"': value = print_string(reader->arena, read_string(reader)); break;
        case 't':
        case 'f':
        case 'n': value = read_word(reader); break;
        default: value = read_number(reader); break;
    }
    reader->depth--;
    return value;
}

Text constant_jsonb(Arena *arena, Text value) {
    Reader reader = {.arena = arena, .text = value, .is_good = true};
    Text canonical = read_value(&reader);
    skip_blanks(&reader);
    return reader.is_good && reader.position == value.length ? canonical : value;
}
