/*
 * Partition value: get_const_expr() of PostgreSQL's ruleutils.c, for what people partition by.
 *
 * Dates and times are in the spelling of constant.c: in UTC, the zone in which the catalog is read.
 */
#include "parser/partition_value.h"

#include "compiler/builder.h"
#include "parser/constant.h"

#include <string.h>

static bool type_is(Text type, const char *name) {
    return text_equal(type, text_from_string(name));
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
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
    return text_quote_literal(arena, constant_canonical(arena, value, type));
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

/* A number or truth value whose column is an expression's: as it stands. */
static Text print_unknown(Arena *arena, const A_Const *constant, Text value) {
    bool is_number = nodeTag(&constant->val) == T_Integer || nodeTag(&constant->val) == T_Float;
    bool is_bare = nodeTag(&constant->val) == T_Boolean || (is_number && starts_with_digit(value));
    return is_bare ? value : text_quote_literal(arena, value);
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
