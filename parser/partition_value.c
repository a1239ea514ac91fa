/*
 * Partition value: get_const_expr() of PostgreSQL's ruleutils.c, for what people partition by.
 *
 * Dates and times are completed the way their output functions do; a time zone that is not written is
 * taken to be UTC, the zone in which the catalog is read.
 */
#include "parser/partition_value.h"

#include "compiler/builder.h"

#include <string.h>

static bool type_is(Text type, const char *name) {
    return text_equal(type, text_from_string(name));
}

/* "timestamp(3) without time zone" and "timestamp without time zone" alike. */
static bool is_timestamp(Text type, const char *zone) {
    return text_starts_with(type, TEXT("timestamp")) &&
           text_ends_with(type, text_from_string(zone));
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* "2024-1-1" -> "2024-01-01"; absent when it is not of that form. */
static Text complete_date(Arena *arena, Text value) {
    Builder out = builder_new(arena);
    size_t i = 0;
    for (int part = 0; part < 3; part++) {
        size_t start = i;
        while (i < value.length && is_digit(value.data[i])) {
            i++;
        }
        size_t length = i - start;
        if (part == 0 ? length != 4 : length == 0 || length > 2) {
            return TEXT_ABSENT;
        }
        if (part > 0) {
            builder_add(&out, length == 1 ? TEXT("-0") : TEXT("-"));
        }
        builder_add(&out, text_slice(value, start, i));
        if (part < 2 && (i == value.length || value.data[i++] != '-')) {
            return TEXT_ABSENT;
        }
    }
    return i == value.length ? builder_text(&out) : TEXT_ABSENT;
}

/* "9:30" -> "09:30:00"; absent when it is not of that form. */
static Text complete_time(Arena *arena, Text value) {
    size_t colons = 0;
    for (size_t i = 0; i < value.length; i++) {
        bool is_colon = value.data[i] == ':';
        colons += is_colon;
        if (!is_colon && !is_digit(value.data[i]) && value.data[i] != '.') {
            return TEXT_ABSENT;
        }
    }
    if (colons == 0 || colons > 2) {
        return TEXT_ABSENT;
    }
    bool is_short = value.length > 1 && value.data[1] == ':';
    return text_format(arena, "%s%s%s", is_short ? TEXT("0") : TEXT(""), value,
                       colons == 1 ? TEXT(":00") : TEXT(""));
}

/* Length of the zone at the end: "+00", "-05:30", "Z"; 0 when there is none. */
static size_t zone_length(Text time) {
    if (time.length > 0 && (time.data[time.length - 1] == 'Z' || time.data[time.length - 1] == 'z')) {
        return 1;
    }
    for (size_t i = time.length; i > 0; i--) {
        if (time.data[i - 1] == '+' || time.data[i - 1] == '-') {
            return time.length - i + 1;
        }
    }
    return 0;
}

static bool is_utc(Text zone) {
    return text_equal(zone, TEXT("")) || text_equal_ignoring_case(zone, TEXT("z")) ||
           text_equal(zone, TEXT("+00")) || text_equal(zone, TEXT("-00")) ||
           text_equal(zone, TEXT("+00:00")) || text_equal(zone, TEXT("+0"));
}

/* '2024-01-01', '2024-01-01T00:00', '2024-01-01 00:00:00+00' -> one spelling; else as it stands. */
static Text complete_timestamp(Arena *arena, Text value, bool has_zone) {
    size_t split = 0;
    while (split < value.length && value.data[split] != ' ' && value.data[split] != 'T') {
        split++;
    }
    Text date = complete_date(arena, text_slice(value, 0, split));
    Text rest = text_trim(text_slice(value, split + 1, value.length));
    size_t zone = zone_length(rest);
    Text zone_text = text_trim(text_slice(rest, rest.length - zone, rest.length));
    rest = text_trim(text_slice(rest, 0, rest.length - zone));
    Text time = text_is_empty(rest) ? TEXT("00:00:00") : complete_time(arena, rest);
    if (text_is_absent(date) || text_is_absent(time) || (has_zone && !is_utc(zone_text))) {
        return value;
    }
    return text_format(arena, "%s %s%s", date, time, has_zone ? TEXT("+00") : TEXT(""));
}

static Text lower_case(Arena *arena, Text text) {
    Builder out = builder_new(arena);
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        builder_add_char(&out, (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c));
    }
    return builder_text(&out);
}

static Text complete(Arena *arena, Text value, Text type) {
    if (type_is(type, "date")) {
        Text date = complete_date(arena, value);
        return text_is_absent(date) ? value : date;
    }
    if (is_timestamp(type, "without time zone")) {
        return complete_timestamp(arena, value, false);
    }
    if (is_timestamp(type, "with time zone")) {
        return complete_timestamp(arena, value, true);
    }
    return type_is(type, "uuid") ? lower_case(arena, value) : value;
}

static bool starts_with_digit(Text value) {
    return value.length > 0 && is_digit(value.data[0]);
}

static bool has_point(Text value) {
    return memchr(value.data, '.', value.length) != NULL ||
           memchr(value.data, 'e', value.length) != NULL;
}

static bool is_true(Text value) {
    return text_equal(value, TEXT("t")) || text_equal_ignoring_case(value, TEXT("true"));
}

/* Integers and numbers with a point stand bare, unless negative; everything else is quoted. */
static Text print(Arena *arena, Text value, Text type) {
    if (type_is(type, "boolean")) {
        return is_true(value) ? TEXT("true") : TEXT("false");
    }
    bool is_numeric = text_starts_with(type, TEXT("numeric"));
    if ((type_is(type, "integer") && starts_with_digit(value)) ||
        (is_numeric && starts_with_digit(value) && has_point(value))) {
        return value;
    }
    return text_quote_literal(arena, complete(arena, value, type));
}

static Text constant_value(Arena *arena, const A_Const *constant) {
    switch (nodeTag(&constant->val)) {
    case T_Integer: return text_from_integer(arena, intVal(&constant->val));
    case T_Float: return text_from_string(constant->val.fval.fval);
    case T_Boolean: return boolVal(&constant->val) ? TEXT("true") : TEXT("false");
    case T_String: return text_from_string(strVal(&constant->val));
    default: return TEXT_ABSENT;
    }
}

/* A number whose column is an expression's: as it stands. */
static Text print_unknown(Arena *arena, const A_Const *constant, Text value) {
    bool is_number = nodeTag(&constant->val) == T_Integer || nodeTag(&constant->val) == T_Float;
    return is_number && starts_with_digit(value) ? value : text_quote_literal(arena, value);
}

static Text limit_text(const Node *value) {
    if (IsA(value, PartitionRangeDatum)) {
        const PartitionRangeDatum *datum = (const PartitionRangeDatum *)value;
        return datum->kind == PARTITION_RANGE_DATUM_MINVALUE   ? TEXT("MINVALUE")
               : datum->kind == PARTITION_RANGE_DATUM_MAXVALUE ? TEXT("MAXVALUE")
                                                               : TEXT_ABSENT;
    }
    const ColumnRef *name = (const ColumnRef *)value;
    if (!IsA(value, ColumnRef) || list_length(name->fields) != 1 ||
        !IsA(linitial(name->fields), String)) {
        return TEXT_ABSENT;
    }
    Text word = text_from_string(strVal(linitial(name->fields)));
    return text_equal(word, TEXT("minvalue"))   ? TEXT("MINVALUE")
           : text_equal(word, TEXT("maxvalue")) ? TEXT("MAXVALUE")
                                                : TEXT_ABSENT;
}

Text partition_value_text(Arena *arena, const Node *value, Text type) {
    Text limit = limit_text(value);
    if (!text_is_absent(limit)) {
        return limit;
    }
    while (IsA(value, TypeCast)) {
        value = ((const TypeCast *)value)->arg;
    }
    if (!IsA(value, A_Const)) {
        return TEXT_ABSENT;
    }
    const A_Const *constant = (const A_Const *)value;
    if (constant->isnull) {
        return TEXT("NULL");
    }
    Text text = constant_value(arena, constant);
    if (text_is_absent(text)) {
        return text;
    }
    return text_is_empty(type) ? print_unknown(arena, constant, text) : print(arena, text, type);
}
