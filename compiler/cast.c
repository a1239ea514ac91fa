/*
 * Cast: what ALTER COLUMN TYPE does to the values, by the canonical names of the two types.
 *
 * Measured on PostgreSQL 14 to 18; what is not known here is taken to be able to fail.
 */
#include "compiler/cast.h"

#include "compiler/builder.h"

#include <stdlib.h>

typedef struct TypeName {
    Text base;      /* "character varying", "numeric", "timestamp with time zone" */
    Text modifiers; /* "10,2"; empty = none */
    bool is_array;
} TypeName;

/* "timestamp(3) without time zone" has its modifier in the middle of the name. */
static TypeName type_split(Arena *arena, Text type) {
    TypeName name = {type, TEXT(""), false};
    while (text_ends_with(name.base, TEXT("[]"))) {
        name.is_array = true;
        name.base = text_slice(name.base, 0, name.base.length - 2);
    }
    for (size_t i = 0; i < name.base.length; i++) {
        if (name.base.data[i] == '(') {
            size_t end = i;
            while (end < name.base.length && name.base.data[end] != ')') {
                end++;
            }
            Text before = text_slice(name.base, 0, i);
            Text after = text_slice(name.base, end + 1, name.base.length);
            name.modifiers = text_slice(name.base, i + 1, end);
            name.base = text_format(arena, "%s%s", before, after);
            break;
        }
    }
    return name;
}

Text cast_base_type(Arena *arena, Text type) {
    TypeName name = type_split(arena, type);
    return name.is_array ? text_format(arena, "%s[]", name.base) : name.base;
}

static int modifier(Text modifiers, int index, int otherwise) {
    size_t start = 0;
    for (size_t i = 0; i <= modifiers.length; i++) {
        if (i == modifiers.length || modifiers.data[i] == ',') {
            if (index-- == 0) {
                int value = 0, sign = 1;
                for (size_t j = start; j < i; j++) {
                    char digit = modifiers.data[j];
                    sign = digit == '-' ? -1 : sign;
                    value = digit >= '0' && digit <= '9' ? value * 10 + (digit - '0') : value;
                }
                return i == start ? otherwise : sign * value;
            }
            start = i + 1;
        }
    }
    return otherwise;
}

/* Rank in a family of types where each holds all values of those before it; -1 = not in it. */
static int rank_in(Text name, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (text_equal(name, text_from_string(names[i]))) {
            return (int)i;
        }
    }
    return -1;
}

static const char *const integers[] = {"smallint", "integer", "bigint"};
static const char *const numbers[] = {"smallint", "integer", "bigint", "numeric"};
static const char *const floats[] = {"real", "double precision"};
static const char *const strings[] = {"character varying", "text"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static CastEffect numeric_effect(TypeName old, TypeName new) {
    if (text_is_empty(new.modifiers)) {
        return CAST_NOTHING;
    }
    if (text_is_empty(old.modifiers)) {
        return CAST_LOSES;
    }
    int old_precision = modifier(old.modifiers, 0, 0), old_scale = modifier(old.modifiers, 1, 0);
    int new_precision = modifier(new.modifiers, 0, 0), new_scale = modifier(new.modifiers, 1, 0);
    if (new_scale < old_scale) {
        return CAST_LOSES;
    }
    if (new_precision - new_scale < old_precision - old_scale) {
        return CAST_MAY_FAIL;
    }
    return new_scale == old_scale ? CAST_NOTHING : CAST_WIDENS;
}

static CastEffect same_base_effect(TypeName old, TypeName new) {
    static const char *const rounded[] = {"timestamp without time zone", "timestamp with time zone",
                                          "time without time zone", "time with time zone",
                                          "interval"};
    int old_size = modifier(old.modifiers, 0, -1), new_size = modifier(new.modifiers, 0, -1);
    if (text_equal(old.modifiers, new.modifiers)) {
        return CAST_NOTHING; /* only the collation differs: indexes are rebuilt */
    }
    if (text_equal(new.base, TEXT("numeric"))) {
        return numeric_effect(old, new);
    }
    if (TEXT_IS_ONE_OF(new.base, rounded)) {
        return new_size == -1 || new_size == 6 || (old_size != -1 && new_size >= old_size)
                   ? CAST_NOTHING
                   : CAST_LOSES;
    }
    bool is_wider = new_size == -1 || (old_size != -1 && new_size >= old_size);
    if (text_equal(new.base, TEXT("character varying")) ||
        text_equal(new.base, TEXT("bit varying"))) {
        return is_wider ? CAST_NOTHING : CAST_MAY_FAIL;
    }
    if (text_equal(new.base, TEXT("character"))) {
        return is_wider ? CAST_WIDENS : CAST_MAY_FAIL;
    }
    return CAST_MAY_FAIL;
}

static CastEffect number_effect(TypeName old, TypeName new) {
    int from = rank_in(old.base, numbers, COUNT(numbers));
    int to = rank_in(new.base, numbers, COUNT(numbers));
    bool to_float = rank_in(new.base, floats, COUNT(floats)) >= 0;
    if (rank_in(old.base, floats, COUNT(floats)) >= 0) {
        return text_equal(new.base, TEXT("double precision")) ? CAST_WIDENS : CAST_LOSES;
    }
    if (to_float) {
        return text_equal(old.base, TEXT("smallint")) ||
                       (text_equal(old.base, TEXT("integer")) &&
                        text_equal(new.base, TEXT("double precision")))
                   ? CAST_WIDENS
                   : CAST_LOSES;
    }
    if (from > to) {
        return text_equal(old.base, TEXT("numeric")) ? CAST_LOSES : CAST_MAY_FAIL;
    }
    if (to == 3 && !text_is_empty(new.modifiers)) {
        return CAST_MAY_FAIL;
    }
    return CAST_WIDENS;
}

static bool is_number(Text base) {
    return rank_in(base, numbers, COUNT(numbers)) >= 0 || rank_in(base, floats, COUNT(floats)) >= 0;
}

static CastEffect different_base_effect(TypeName old, TypeName new) {
    static const struct {
        const char *old, *new;
        CastEffect effect;
    } pairs[] = {
        {"cidr", "inet", CAST_NOTHING},
        {"inet", "cidr", CAST_LOSES},
        {"xml", "text", CAST_NOTHING},
        {"json", "jsonb", CAST_CHANGES},
        {"jsonb", "json", CAST_WIDENS},
        {"date", "timestamp without time zone", CAST_WIDENS},
        {"date", "timestamp with time zone", CAST_WIDENS},
        {"timestamp without time zone", "timestamp with time zone", CAST_CHANGES},
        {"timestamp with time zone", "timestamp without time zone", CAST_CHANGES},
        {"timestamp without time zone", "date", CAST_LOSES},
        {"timestamp with time zone", "date", CAST_LOSES},
        {"timestamp without time zone", "time without time zone", CAST_LOSES},
    };
    bool is_text = rank_in(new.base, strings, COUNT(strings)) >= 0;
    if (rank_in(old.base, strings, COUNT(strings)) >= 0 && is_text) {
        return text_is_empty(new.modifiers) ? CAST_NOTHING : CAST_MAY_FAIL;
    }
    if (is_text) { /* every type has an output function; char(n) loses its padding */
        return text_is_empty(new.modifiers) ? CAST_WIDENS : CAST_MAY_FAIL;
    }
    for (size_t i = 0; i < COUNT(pairs); i++) {
        if (text_equal(old.base, text_from_string(pairs[i].old)) &&
            text_equal(new.base, text_from_string(pairs[i].new))) {
            return pairs[i].effect;
        }
    }
    if (is_number(old.base) && is_number(new.base)) {
        return number_effect(old, new);
    }
    return CAST_MAY_FAIL;
}

CastEffect cast_effect(Arena *arena, Text old_type, Text new_type) {
    TypeName old = type_split(arena, old_type), new = type_split(arena, new_type);
    if (text_equal(old_type, new_type)) {
        return CAST_NOTHING;
    }
    if (old.is_array != new.is_array) {
        return text_equal(new_type, TEXT("text")) ? CAST_WIDENS : CAST_MAY_FAIL;
    }
    CastEffect effect = text_equal(old.base, new.base) ? same_base_effect(old, new)
                                                       : different_base_effect(old, new);
    return effect == CAST_NOTHING && new.is_array && !text_equal(old.base, new.base) ? CAST_WIDENS
                                                                                     : effect;
}

bool types_compare_directly(Arena *arena, Text old_type, Text new_type) {
    Text old = type_split(arena, old_type).base, new = type_split(arena, new_type).base;
    return text_equal(old, new) ||
           (TEXT_IS_ONE_OF(old, integers) && TEXT_IS_ONE_OF(new, integers)) ||
           (TEXT_IS_ONE_OF(old, strings) && TEXT_IS_ONE_OF(new, strings));
}

/*
 * A literal with quotes carries the type it was read as ('x'::character varying): to another type
 * it is set anew, so that it reads as if it had always been there.
 */
bool types_cast_default(Arena *arena, Text old_type, Text new_type, Text default_value) {
    TypeName old = type_split(arena, old_type), new = type_split(arena, new_type);
    if (old.is_array != new.is_array || text_equal(old.base, new.base)) {
        return old.is_array == new.is_array;
    }
    static const char *const dates[] = {"date", "timestamp without time zone",
                                        "timestamp with time zone"};
    bool is_family = (is_number(old.base) && is_number(new.base)) ||
                     (TEXT_IS_ONE_OF(old.base, strings) && TEXT_IS_ONE_OF(new.base, strings)) ||
                     (TEXT_IS_ONE_OF(old.base, dates) && TEXT_IS_ONE_OF(new.base, dates));
    return is_family && !text_contains(default_value, TEXT("'"));
}

static bool is_volatile(const Schema *schema, const Reference *reference) {
    for (size_t i = 0; i < schema->roots.count; i++) {
        const Routine *routine = (const Routine *)schema->roots.items[i];
        if (routine->object.kind == KIND_FUNCTION && routine->volatility == 'v' &&
            text_equal(routine->object.name, reference->name) &&
            text_equal(routine->object.schema, reference->schema)) {
            return true;
        }
    }
    return false;
}

/* Its default calls a function of the schema that is VOLATILE. */
static bool has_volatile_default(const Schema *schema, const Column *column) {
    for (size_t i = 0; i < column->object.references.count; i++) {
        const Reference *reference = &column->object.references.items[i];
        if (reference->kind == REFERENCE_FUNCTION && reference->role == REFERENCE_BY_DEFAULT &&
            is_volatile(schema, reference)) {
            return true;
        }
    }
    return false;
}

bool column_addition_rewrites(const Schema *schema, const Column *column) {
    static const char *const volatile_calls[] = {"nextval(", "gen_random_uuid(", "uuid_generate_",
                                                 "random(",  "clock_timestamp(", "timeofday("};
    if (column->generated != GENERATED_NEVER) {
        return column->generated == GENERATED_STORED;
    }
    bool is_rewriting = column->identity != IDENTITY_NONE || has_volatile_default(schema, column);
    for (size_t i = 0; i < COUNT(volatile_calls); i++) {
        is_rewriting |= text_contains(column->default_value, text_from_string(volatile_calls[i]));
    }
    return is_rewriting;
}

bool cast_may_exist(Arena *arena, Text old_type, Text new_type) {
    TypeName old = type_split(arena, old_type), new = type_split(arena, new_type);
    if (old.is_array == new.is_array) {
        return true;
    }
    TypeName single = old.is_array ? new : old;
    return TEXT_IS_ONE_OF(single.base, strings) || text_equal(single.base, TEXT("character"));
}
