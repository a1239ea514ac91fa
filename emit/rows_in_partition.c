/*
 * Rows in the way of ATTACH PARTITION: those that the partition's bound leaves out.
 *
 * In: a table that becomes a partition.  Out: a check, when the parent is partitioned by one plain
 * column and the bound is a range, a list without NULL or a remainder.
 */
#include "emit/pieces.h"
#include "emit/rows_in_way.h"

/* "FROM (1) TO (10)": "a >= 1 AND a < 10"; a side without an end says nothing. */
static Text inside_range(Arena *arena, Text column, Text bound) {
    Text to = pieces_after(bound, TEXT(" TO "));
    Text from = text_slice(bound, 0, bound.length - to.length);
    TextList least = pieces_of_list(arena, from), most = pieces_of_list(arena, to);
    TextList parts = {0};
    if (least.count != 1 || most.count != 1) {
        return TEXT_ABSENT;
    }
    if (!text_equal(least.items[0], TEXT("MINVALUE"))) {
        list_push(arena, &parts, text_format(arena, "%s >= %s", column, least.items[0]));
    }
    if (!text_equal(most.items[0], TEXT("MAXVALUE"))) {
        list_push(arena, &parts, text_format(arena, "%s < %s", column, most.items[0]));
    }
    return parts.count == 0 ? text_format(arena, "%s IS NOT NULL", column)
                            : text_join(arena, &parts, TEXT(" AND "));
}

static Text inside_list(Arena *arena, Text column, Text bound) {
    TextList values = pieces_of_list(arena, bound);
    for (size_t i = 0; i < values.count; i++) {
        if (text_equal_ignoring_case(values.items[i], TEXT("NULL"))) {
            return TEXT_ABSENT;
        }
    }
    return values.count == 0
               ? TEXT_ABSENT
               : text_format(arena, "%s IN (%s)", column, text_join(arena, &values, TEXT(", ")));
}

/* "WITH (modulus 4, remainder 0)" */
static Text inside_remainder(Arena *arena, Text column, Text bound, Text parent) {
    TextList values = pieces_of_list(arena, bound);
    static const Text modulus = {"modulus ", 8}, remainder = {"remainder ", 10};
    if (values.count != 2 || !text_starts_with(values.items[0], modulus) ||
        !text_starts_with(values.items[1], remainder)) {
        return TEXT_ABSENT;
    }
    return text_format(arena, "satisfies_hash_partition(%L::regclass, %s, %s, %s)", parent,
                       text_slice(values.items[0], modulus.length, values.items[0].length),
                       text_slice(values.items[1], remainder.length, values.items[1].length),
                       column);
}

static Text inside_bound(const RowsSearch *in, const Table *parent, const Table *partition) {
    TextList key = pieces_of_list(in->arena, parent->partition_key);
    Text bound = partition->partition_bound;
    if (key.count != 1) {
        return TEXT_ABSENT;
    }
    for (size_t i = 0; i < partition->object.children.count; i++) {
        const Object *column = partition->object.children.items[i];
        if (column->kind != KIND_COLUMN ||
            !text_equal(text_quote_identifier(in->arena, column->name), key.items[0]) ||
            !rows_column_stays(in, partition->object.schema, partition->object.name,
                               column->name) ||
            text_contains(((const Column *)column)->type, TEXT("."))) {
            continue;
        }
        if (text_starts_with(bound, TEXT("FOR VALUES FROM "))) {
            return inside_range(in->arena, key.items[0], bound);
        }
        return text_starts_with(bound, TEXT("FOR VALUES IN "))
                   ? inside_list(in->arena, key.items[0], bound)
                   : inside_remainder(in->arena, key.items[0], bound,
                                      object_sql_name(in->arena, &parent->object));
    }
    return TEXT_ABSENT;
}

/* One that gets another bound is a partition of that parent all the time. */
static Text place_is_taken(const RowsSearch *in, const Table *new, Text relation, Text above) {
    const Table *old =
        (const Table *)schema_find(in->source, KIND_TABLE, new->object.schema, new->object.name);
    return old != NULL && text_equal(old->partition_parent, new->partition_parent) &&
                   text_equal(old->partition_schema, new->partition_schema)
               ? guard_bound(in->arena, relation, above, "=", new->partition_bound)
               : guard_inherits(in->arena, relation, above);
}

void rows_outside_bound(RowsSearch *in) {
    const Table *new = (const Table *)in->step->new;
    const Object *parent =
        schema_find(in->source, KIND_TABLE, new->partition_schema, new->partition_parent);
    Text inside = parent == NULL ? TEXT_ABSENT : inside_bound(in, (const Table *)parent, new);
    if (text_is_absent(inside)) {
        return;
    }
    Text relation = object_sql_name(in->arena, &new->object);
    Text above = object_sql_name(in->arena, parent);
    rows_check_where(
        in, text_format(in->arena, "rows of %s that its place in %s leaves out", relation, above),
        relation, text_format(in->arena, "(%s) IS NOT TRUE", inside),
        text_format(in->arena, "NOT %s", place_is_taken(in, new, relation, above)),
        TEXT("check_violation"));
}
