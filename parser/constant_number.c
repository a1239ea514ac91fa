/*
 * Constants: numbers, bits and bytes.
 *
 * "007" is 7, "1e3" is 1000, "1.50" keeps its scale as a numeric and loses it as a float.
 */
#include "parser/constant.h"

#include "compiler/builder.h"

typedef struct Decimal {
    bool is_good, is_negative;
    Text digits; /* all of them, without the point */
    int64_t scale;
} Decimal;

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static size_t skip_digits(Text text, size_t i) {
    while (i < text.length && is_digit(text.data[i])) {
        i++;
    }
    return i;
}

static bool read_exponent(Text text, size_t *position, int64_t *exponent) {
    enum { EXPONENT_LIMIT = 3 }; /* digits */
    size_t i = *position;
    if (i == text.length || (text.data[i] != 'e' && text.data[i] != 'E')) {
        return true;
    }
    i++;
    bool is_negative = i < text.length && text.data[i] == '-';
    i += i < text.length && (text.data[i] == '-' || text.data[i] == '+');
    size_t end = skip_digits(text, i);
    if (end == i || end - i > EXPONENT_LIMIT) {
        return false;
    }
    for (; i < end; i++) {
        *exponent = *exponent * 10 + (text.data[i] - '0');
    }
    *exponent = is_negative ? -*exponent : *exponent;
    *position = end;
    return true;
}

static Decimal read_decimal(Arena *arena, Text text) {
    Decimal decimal = {.is_good = false};
    int64_t exponent = 0;
    text = text_trim(text);
    size_t i = 0;
    if (i < text.length && (text.data[i] == '-' || text.data[i] == '+')) {
        decimal.is_negative = text.data[i++] == '-';
    }
    size_t whole_end = skip_digits(text, i), end = whole_end;
    if (whole_end < text.length && text.data[whole_end] == '.') {
        end = skip_digits(text, whole_end + 1);
        decimal.scale = (int64_t)(end - whole_end - 1);
    }
    decimal.digits = text_format(arena, "%s%s", text_slice(text, i, whole_end),
                                 text_slice(text, whole_end + 1, end));
    decimal.is_good =
        decimal.digits.length != 0 && read_exponent(text, &end, &exponent) && end == text.length;
    decimal.scale -= exponent;
    return decimal;
}

static Text without_leading_zeros(Text digits, size_t keep) {
    size_t i = 0;
    while (i + keep < digits.length && digits.data[i] == '0') {
        i++;
    }
    return text_slice(digits, i, digits.length);
}

static bool is_zero(Text digits) {
    return skip_digits(without_leading_zeros(digits, 0), 0) == 0;
}

static Text zeros(Arena *arena, int64_t count) {
    Builder out = builder_new(arena);
    for (int64_t i = 0; i < count; i++) {
        builder_add_char(&out, '0');
    }
    return builder_text(&out);
}

static Text print_decimal(Arena *arena, const Decimal *decimal) {
    Text digits = decimal->digits;
    int64_t scale = decimal->scale;
    if (scale < 0) {
        digits = text_format(arena, "%s%s", digits, zeros(arena, -scale));
        scale = 0;
    }
    if ((int64_t)digits.length <= scale) {
        digits =
            text_format(arena, "%s%s", zeros(arena, scale + 1 - (int64_t)digits.length), digits);
    }
    digits = without_leading_zeros(digits, (size_t)scale + 1);
    size_t point = digits.length - (size_t)scale;
    bool is_minus = decimal->is_negative && !is_zero(digits);
    return text_format(arena, "%s%s%s%s", is_minus ? TEXT("-") : TEXT(""),
                       text_slice(digits, 0, point), scale > 0 ? TEXT(".") : TEXT(""),
                       text_slice(digits, point, digits.length));
}

Text constant_numeric(Arena *arena, Text value) {
    Decimal decimal = read_decimal(arena, value);
    return decimal.is_good ? print_decimal(arena, &decimal) : value;
}

Text constant_integer(Arena *arena, Text value) {
    Decimal decimal = read_decimal(arena, value);
    Text trimmed = text_trim(value);
    bool is_plain = decimal.is_good && decimal.scale == 0 && !text_contains(trimmed, TEXT(".")) &&
                    !text_contains(trimmed, TEXT("e")) && !text_contains(trimmed, TEXT("E"));
    return is_plain ? print_decimal(arena, &decimal) : value;
}

/* Up to this many digits, and not too small or large, a float prints as it was written. */
Text constant_float(Arena *arena, Text value, size_t digit_limit) {
    Decimal decimal = read_decimal(arena, value);
    if (!decimal.is_good) {
        return value;
    }
    while (decimal.scale > 0 && decimal.digits.length > 1 &&
           decimal.digits.data[decimal.digits.length - 1] == '0') {
        decimal.digits.length--;
        decimal.scale--;
    }
    Text digits = without_leading_zeros(decimal.digits, 0);
    bool is_small = decimal.scale > (int64_t)digits.length + 3; /* 0.0001 is the last without e */
    bool is_large = (int64_t)digits.length - decimal.scale > (int64_t)digit_limit;
    bool is_negative_zero = decimal.is_negative && digits.length == 0;
    return digits.length > digit_limit || is_small || is_large || is_negative_zero
               ? value
               : print_decimal(arena, &decimal);
}

static int hexadecimal(char c) {
    return is_digit(c)            ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* "x1F", "b0001", "0001" as bits; the value when it is no such thing. */
Text constant_bits(Arena *arena, Text value) {
    bool is_hexadecimal = text_starts_with(value, TEXT("x")) || text_starts_with(value, TEXT("X"));
    bool is_marked =
        is_hexadecimal || text_starts_with(value, TEXT("b")) || text_starts_with(value, TEXT("B"));
    Builder out = builder_new(arena);
    for (size_t i = is_marked; i < value.length; i++) {
        int digit = hexadecimal(value.data[i]);
        if (digit < 0 || (!is_hexadecimal && digit > 1)) {
            return value;
        }
        for (int bit = is_hexadecimal ? 3 : 0; bit >= 0; bit--) {
            builder_add_char(&out, (char)('0' + (digit >> bit & 1)));
        }
    }
    return builder_text(&out);
}

static bool is_octal(Text value, size_t i) {
    return i + 3 < value.length && value.data[i + 1] >= '0' && value.data[i + 1] <= '3' &&
           value.data[i + 2] >= '0' && value.data[i + 2] <= '7' && value.data[i + 3] >= '0' &&
           value.data[i + 3] <= '7';
}

/* The byte at *i, which moves behind it: "a", "\\", "\001"; -1 when it is none of them. */
static int read_byte(Text value, size_t *i) {
    size_t at = *i;
    if (value.data[at] != '\\') {
        *i = at + 1;
        return (unsigned char)value.data[at];
    }
    if (at + 1 < value.length && value.data[at + 1] == '\\') {
        *i = at + 2;
        return '\\';
    }
    *i = at + 4;
    return is_octal(value, at) ? (value.data[at + 1] - '0') * 64 + (value.data[at + 2] - '0') * 8 +
                                     (value.data[at + 3] - '0')
                               : -1;
}

/* As bytea_output = hex prints it. */
Text constant_bytea(Arena *arena, Text value) {
    static const char digits[] = "0123456789abcdef";
    bool is_hexadecimal = text_starts_with(value, TEXT("\\x"));
    Builder out = builder_new(arena);
    builder_add(&out, TEXT("\\x"));
    for (size_t i = is_hexadecimal ? 2 : 0; i < value.length;) {
        if (is_hexadecimal) {
            int digit = hexadecimal(value.data[i++]);
            if (digit < 0) {
                return value;
            }
            builder_add_char(&out, digits[digit]);
            continue;
        }
        int byte = read_byte(value, &i);
        if (byte < 0) {
            return value;
        }
        builder_add_char(&out, digits[byte >> 4]);
        builder_add_char(&out, digits[byte & 15]);
    }
    return builder_text(&out);
}
