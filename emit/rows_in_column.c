/*
 * Rows in the way of a column: NULL where it shall be required, values that another type refuses.
 *
 * In: a step on a column, or on an enum that columns have.  Out: checks.  A new type is asked about
 * only where one condition says which values it refuses.
 */
#include "emit/rows_in_way.h"

#include <stdlib.h>

/* The rows of a foreign table are elsewhere. */
static bool is_of_table(const Object *column) {
    return column->parent != NULL && column->parent->kind == KIND_TABLE &&
           !object_is_foreign_table(column->parent);
}

/* A column whose type is a domain with a default gets that. */
static bool has_domain_default(const RowsSearch *in, const Column *column) {
    const Object *type = spell_type_behind(in->target, column->type);
    return type != NULL && type->kind == KIND_DOMAIN &&
           !text_is_absent(((const Domain *)type)->default_value);
}

/* The new column is computed, and NULL for some rows. */
static void rows_computed_null(RowsSearch *in, const Column *column, Text relation, Text absent) {
    Text finding =
        text_format(in->arena, "rows of %s for which the new required column %I would be NULL",
                    relation, column->object.name);
    if (rows_can_be_asked(in, &column->object)) {
        rows_check_where(in, finding, relation,
                         text_format(in->arena, "(%s) IS NULL", column->default_value), absent,
                         TEXT("not_null_violation"));
    }
}

void rows_without_value(RowsSearch *in) {
    const Column *column = (const Column *)in->step->new;
    if (!is_of_table(&column->object) || has_domain_default(in, column)) {
        return;
    }
    Text relation = object_sql_relation(in->arena, &column->object);
    Text there = guard_column(in->arena, relation, column->object.name, TEXT(""));
    Text absent = text_format(in->arena, "NOT %s", there);
    if (column->generated != GENERATED_NEVER) {
        rows_computed_null(in, column, relation, absent);
        return;
    }
    rows_check_where(in,
                     text_format(in->arena,
                                 "rows of %s, which have no value for the new required column %I",
                                 relation, column->object.name),
                     relation, TEXT_ABSENT, absent, TEXT("not_null_violation"));
}

/* Of a composite value with no field set, IS NULL is true although the value is there. */
static Text is_null(const RowsSearch *in, const Column *column) {
    bool is_plain = !text_contains(column->type, TEXT(".")) ||
                    spell_type_behind(in->source, column->type) != NULL;
    return text_format(in->arena, is_plain ? "%I IS NULL" : "%I IS NOT DISTINCT FROM NULL",
                       column->object.name);
}

/* The same script adds the column, or fills it. */
static bool is_made_here(const RowsSearch *in, const Object *column) {
    for (size_t i = 0; i < in->group->steps.count; i++) {
        const Step *step = in->group->steps.items[i];
        bool makes = step->verb == STEP_CREATE || step->part == PART_BACKFILL;
        if (makes && text_equal(step->new->key, column->key)) {
            return true;
        }
    }
    return false;
}

void rows_with_null(RowsSearch *in) {
    const Object *column = in->step->new;
    if (!is_of_table(column) || is_made_here(in, column)) {
        return;
    }
    Text relation = object_sql_relation(in->arena, column);
    Text there =
        in->step->part == PART_VALIDATION
            ? guard_not_null(in->arena, (const Column *)column, TEXT(" AND NOT convalidated"))
            : guard_column(in->arena, relation, column->name,
                           TEXT("\n            AND NOT attnotnull"));
    rows_check_where(
        in, text_format(in->arena, "rows of %s with NULL in %I", relation, column->name), relation,
        is_null(in, (const Column *)column), there, TEXT("not_null_violation"));
}

/* "numeric(10,2)" -> "numeric", 10, 2; sizes that are not said are -1. */
typedef struct SizedType {
    Text base;
    long first, second;
} SizedType;

static SizedType sized_type(Arena *arena, Text type) {
    SizedType sized = {type, -1, -1};
    for (size_t i = 0; i < type.length; i++) {
        if (type.data[i] == '(') {
            char *rest = NULL;
            sized.base = text_slice(type, 0, i);
            sized.first =
                strtol(text_to_string(arena, text_slice(type, i + 1, type.length)), &rest, 10);
            sized.second = *rest == ',' ? strtol(rest + 1, NULL, 10) : 0;
            break;
        }
    }
    return sized;
}

static bool is_string(Text base) {
    static const char *const names[] = {"text", "character varying", "character", "bpchar", "name"};
    return TEXT_IS_ONE_OF(base, names);
}

static bool is_number(Text base) {
    static const char *const names[] = {"smallint", "integer", "bigint",
                                        "numeric",  "real",    "double precision"};
    return TEXT_IS_ONE_OF(base, names);
}

/* Spaces that are too many are cut without a word, as the SQL standard has it. */
static Text refused_by_string(Arena *arena, Text column, SizedType old, SizedType new) {
    bool is_sized =
        text_equal(new.base, TEXT("character varying")) || text_equal(new.base, TEXT("character"));
    if (!is_sized || new.first < 1 || !is_string(old.base)) {
        return TEXT_ABSENT;
    }
    return text_format(arena, "length(rtrim(%s::text, ' ')) > %s", column,
                       text_from_integer(arena, new.first));
}

/* Fractions are rounded before the limit counts; NaN sorts above every number. */
static Text refused_by_integer(Arena *arena, Text column, SizedType old, SizedType new) {
    static const struct {
        const char *type, *least, *most;
    } limits[] = {
        {"smallint", "-32768", "32767"},
        {"integer", "-2147483648", "2147483647"},
        {"bigint", "-9223372036854775808", "9223372036854775807"},
    };
    bool is_float =
        text_equal(old.base, TEXT("real")) || text_equal(old.base, TEXT("double precision"));
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        if (!text_equal(new.base, text_from_string(limits[i].type)) || !is_number(old.base)) {
            continue;
        }
        const char *template = text_equal(old.base, TEXT("numeric")) || is_float
                                   ? "round(%s) < %s OR round(%s) > %s"
                                   : "%s < %s OR %s > %s";
        return text_format(arena, template, column, text_from_string(limits[i].least), column,
                           text_from_string(limits[i].most));
    }
    return TEXT_ABSENT;
}

static Text refused_by_numeric(Arena *arena, Text column, SizedType old, SizedType new) {
    bool is_exact = is_number(old.base) && !text_equal(old.base, TEXT("real")) &&
                    !text_equal(old.base, TEXT("double precision"));
    if (!text_equal(new.base, TEXT("numeric")) || new.first < 1 || !is_exact) {
        return TEXT_ABSENT;
    }
    return text_format(arena, "abs(round(%s::numeric, %s)) >= 1e%s AND %s::numeric <> 'NaN'",
                       column, text_from_integer(arena, new.second),
                       text_from_integer(arena, new.first - new.second), column);
}

/* The condition of the values that the new type refuses; absent when no condition is known. */
static Text refused_values(const RowsSearch *in, const Column *old, const Column *new) {
    Text name = text_quote_identifier(in->arena, old->object.name);
    const Object *type = spell_type_behind(in->target, new->type);
    SizedType from = sized_type(in->arena, old->type), to = sized_type(in->arena, new->type);
    if (text_ends_with(new->type, TEXT("[]")) || text_ends_with(old->type, TEXT("[]"))) {
        return TEXT_ABSENT;
    }
    if (type != NULL && type->kind == KIND_ENUM) {
        const TextList *labels = &((const EnumType *)type)->labels;
        TextList quoted = {0};
        for (size_t i = 0; i < labels->count; i++) {
            list_push(in->arena, &quoted, text_quote_literal(in->arena, labels->items[i]));
        }
        return labels->count == 0 ? text_format(in->arena, "%s IS NOT NULL", name)
                                  : text_format(in->arena, "%s::text NOT IN (%s)", name,
                                                text_join(in->arena, &quoted, TEXT(", ")));
    }
    Text refused = refused_by_string(in->arena, name, from, to);
    refused = text_is_absent(refused) ? refused_by_integer(in->arena, name, from, to) : refused;
    return text_is_absent(refused) ? refused_by_numeric(in->arena, name, from, to) : refused;
}

void rows_that_do_not_fit(RowsSearch *in) {
    const Column *old = (const Column *)in->step->old, *new = (const Column *)in->step->new;
    if (!is_of_table(&new->object)) {
        return;
    }
    bool is_converted = schema_find_hint(in->target, &new->object, HINT_USING) != NULL;
    Text refused = is_converted ? TEXT_ABSENT : refused_values(in, old, new);
    if (text_is_absent(refused)) {
        return;
    }
    Text relation = object_sql_relation(in->arena, &new->object);
    Text also =
        text_format(in->arena, "\n            AND %s",
                    guard_type_is(in->arena, old->type, TEXT("atttypid"), TEXT("atttypmod")));
    rows_check_where(in,
                     text_format(in->arena, "rows of %s whose %I does not fit into %s", relation,
                                 new->object.name, new->type),
                     relation, refused, guard_column(in->arena, relation, new->object.name, also),
                     TEXT("data_exception"));
}

void rows_with_lost_label(RowsSearch *in) {
    const EnumType *old = (const EnumType *)in->step->old, *new = (const EnumType *)in->step->new;
    TextList lost = {0};
    for (size_t i = 0; i < old->labels.count; i++) {
        if (!text_list_contains(&new->labels, old->labels.items[i])) {
            list_push(in->arena, &lost, text_quote_literal(in->arena, old->labels.items[i]));
        }
    }
    Text values = text_join(in->arena, &lost, TEXT(", "));
    for (size_t i = 0; lost.count != 0 && i < in->step->converted.count; i++) {
        const Column *column = (const Column *)in->step->converted.items[i];
        if (!is_of_table(&column->object) || column->is_inherited) {
            continue;
        }
        bool is_array = text_ends_with(column->type, TEXT("[]"));
        Text relation = object_sql_relation(in->arena, &column->object);
        rows_check_where(
            in,
            text_format(in->arena, "rows of %s whose %I holds a value that %s loses", relation,
                        column->object.name, object_sql_name(in->arena, &new->object)),
            relation,
            text_format(in->arena, is_array ? "%I::text[] && ARRAY[%s]" : "%I::text IN (%s)",
                        column->object.name, values),
            guard_column(in->arena, relation, column->object.name, TEXT("")),
            TEXT("invalid_text_representation"));
    }
}
