/*
 * Constants: addresses of networks and cards, and uuid.
 *
 * '10.0.0.1/32' is 10.0.0.1 as inet, '10/8' is 10.0.0.0/8 as cidr, '08002B010203' is
 * 08:00:2b:01:02:03.  An address of the sixth version of IP stays as it is written.
 */
#include "parser/constant.h"

#include "compiler/builder.h"

enum { OCTETS = 4, OCTET_LIMIT = 255, BITS = 32 };

typedef struct Address {
    int64_t octets[OCTETS];
    int64_t mask; /* -1: not said */
    size_t count;
} Address;

static bool read_number(Text text, size_t *position, int64_t limit, int64_t *number) {
    size_t start = *position;
    *number = 0;
    while (*position < text.length && text.data[*position] >= '0' && text.data[*position] <= '9' &&
           *number <= limit) {
        *number = *number * 10 + (text.data[(*position)++] - '0');
    }
    return *position > start && *number <= limit;
}

static bool read_address(Text text, Address *address) {
    size_t i = 0;
    *address = (Address){.mask = -1};
    for (bool is_more = true; is_more; i += is_more) {
        if (address->count == OCTETS ||
            !read_number(text, &i, OCTET_LIMIT, &address->octets[address->count++])) {
            return false;
        }
        is_more = i < text.length && text.data[i] == '.';
    }
    if (i < text.length && text.data[i++] == '/' && !read_number(text, &i, BITS, &address->mask)) {
        return false;
    }
    return i == text.length;
}

static Text print_address(Arena *arena, const Address *address, bool has_mask) {
    Builder out = builder_new(arena);
    for (size_t i = 0; i < OCTETS; i++) {
        builder_add(&out, i == 0 ? TEXT("") : TEXT("."));
        builder_add_integer(&out, address->octets[i]);
    }
    if (has_mask) {
        builder_add_char(&out, '/');
        builder_add_integer(&out, address->mask);
    }
    return builder_text(&out);
}

Text constant_inet(Arena *arena, Text value) {
    Address address;
    if (!read_address(value, &address) || (address.count != OCTETS && address.mask < 0)) {
        return value;
    }
    return print_address(arena, &address, address.mask >= 0 && address.mask < BITS);
}

/* What is left out at the end is zero; without a mask it would be guessed from the first number. */
Text constant_cidr(Arena *arena, Text value) {
    Address address;
    if (!read_address(value, &address) || (address.count != OCTETS && address.mask < 0)) {
        return value;
    }
    address.mask = address.mask < 0 ? BITS : address.mask;
    return print_address(arena, &address, true);
}

/* The hexadecimal digits, in lower case; empty when there is anything else beside the separators.
 */
static Text read_digits(Arena *arena, Text value, Text separators) {
    Builder out = builder_new(arena);
    for (size_t i = 0; i < value.length; i++) {
        char c = value.data[i];
        if (text_contains(separators, text_slice(value, i, i + 1))) {
            continue;
        }
        bool is_upper = c >= 'A' && c <= 'F';
        if (!is_upper && !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
            return TEXT("");
        }
        builder_add_char(&out, is_upper ? (char)(c - 'A' + 'a') : c);
    }
    return builder_text(&out);
}

Text constant_macaddr(Arena *arena, Text value) {
    enum { DIGITS = 12 };
    Text digits = read_digits(arena, text_trim(value), TEXT(":-."));
    if (digits.length != DIGITS) {
        return value;
    }
    Builder out = builder_new(arena);
    for (size_t i = 0; i < DIGITS; i += 2) {
        builder_format(&out, i == 0 ? "%s" : ":%s", text_slice(digits, i, i + 2));
    }
    return builder_text(&out);
}

Text constant_uuid(Arena *arena, Text value) {
    enum { DIGITS = 32 };
    bool has_braces = text_starts_with(value, TEXT("{")) && text_ends_with(value, TEXT("}"));
    Text bare = has_braces ? text_slice(value, 1, value.length - 1) : value;
    Text digits = read_digits(arena, bare, TEXT("-"));
    if (digits.length != DIGITS) {
        return value;
    }
    return text_format(arena, "%s-%s-%s-%s-%s", text_slice(digits, 0, 8), text_slice(digits, 8, 12),
                       text_slice(digits, 12, 16), text_slice(digits, 16, 20),
                       text_slice(digits, 20, DIGITS));
}
