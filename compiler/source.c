/* Source: from byte offsets to lines and columns. */
#include "compiler/source.h"

#include <string.h>

static bool is_continuation(char byte) {
    return ((unsigned char)byte & 0xC0) == 0x80;
}

LinePosition source_position(const Source *source, size_t offset) {
    Text text = source->text;
    offset = offset > text.length ? text.length : offset;
    LinePosition position = {.line = 1, .column = 1};
    size_t line_start = 0;
    for (size_t i = 0; i < offset; i++) {
        if (text.data[i] == '\n') {
            position.line++;
            line_start = i + 1;
        }
    }
    for (size_t i = line_start; i < offset; i++) {
        position.column += !is_continuation(text.data[i]);
    }
    size_t line_end = line_start;
    while (line_end < text.length && text.data[line_end] != '\n' && text.data[line_end] != '\r') {
        line_end++;
    }
    position.text = text_slice(text, line_start, line_end);
    return position;
}

/* Length of the UTF-8 character that starts with this byte; 0 when none does. */
static size_t utf8_length(unsigned char byte) {
    if (byte < 0x80) {
        return 1;
    }
    if (byte >= 0xC2 && byte <= 0xDF) {
        return 2;
    }
    if (byte >= 0xE0 && byte <= 0xEF) {
        return 3;
    }
    return byte >= 0xF0 && byte <= 0xF4 ? 4 : 0;
}

/* Overlong forms, surrogates and code points above U+10FFFF show in the second byte. */
static bool second_byte_is_legal(unsigned char first, unsigned char second) {
    switch (first) {
        case 0xE0: return second >= 0xA0;
        case 0xED: return second < 0xA0;
        case 0xF0: return second >= 0x90;
        case 0xF4: return second < 0x90;
        default: return true;
    }
}

/* Eight bytes at a time while none is zero or has its high bit set, which is nearly always. */
static size_t skip_ascii(Text text, size_t i) {
    const uint64_t ones = UINT64_C(0x0101010101010101), high_bits = ones << 7;
    uint64_t word;
    for (; text.length - i >= sizeof word; i += sizeof word) {
        memcpy(&word, text.data + i, sizeof word);
        if (((word | (word - ones)) & high_bits) != 0) {
            break;
        }
    }
    return i;
}

bool source_is_utf8(Text text, size_t *offset) {
    for (size_t i = skip_ascii(text, 0); i < text.length; i = skip_ascii(text, i)) {
        size_t length = utf8_length((unsigned char)text.data[i]);
        bool is_legal = length != 0 && i + length <= text.length && text.data[i] != '\0';
        for (size_t k = 1; is_legal && k < length; k++) {
            is_legal = is_continuation(text.data[i + k]);
        }
        if (!is_legal || (length > 1 && !second_byte_is_legal((unsigned char)text.data[i],
                                                              (unsigned char)text.data[i + 1]))) {
            *offset = i;
            return false;
        }
        i += length;
    }
    return true;
}

size_t source_character_offset(Text text, size_t start, size_t character_number) {
    size_t offset = start;
    for (size_t seen = 1; seen < character_number && offset < text.length; seen++) {
        offset++;
        while (offset < text.length && is_continuation(text.data[offset])) {
            offset++;
        }
    }
    return offset;
}
