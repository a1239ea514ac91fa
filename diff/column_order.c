/*
 * Column order: ALTER TABLE adds columns at the end and moves none, so that only a table built anew
 * has them in the order of the desired schema.  That is never done unasked; a note says so.  A
 * composite type is built anew as long as nothing holds values of it.
 */
#include "diff/planner.h"

/* Most columns stand where they stand in the other table, and need no search. */
static bool is_shared(const Object *child, const Object *other, size_t place) {
    return (place < other->children.count && other->children.items[place]->kind == KIND_COLUMN &&
            text_equal(other->children.items[place]->name, child->name)) ||
           table_find_column(other, child->name) != NULL;
}

/* The next column that the other table has too; NULL at the end. */
static const Column *next_shared(const Object *table, const Object *other, size_t *place) {
    while (*place < table->children.count) {
        size_t at = (*place)++;
        const Object *child = table->children.items[at];
        if (child->kind == KIND_COLUMN && is_shared(child, other, at)) {
            return (const Column *)child;
        }
    }
    return NULL;
}

/* Of the columns that both have. */
static bool has_other_order(const Object *old, const Object *new) {
    size_t place = 0, wanted = 0;
    const Column *column;
    while ((column = next_shared(old, new, &place)) != NULL) {
        const Column *other = next_shared(new, old, &wanted);
        if (!text_equal(other->object.name, column->object.name)) {
            return true;
        }
    }
    return false;
}

/* What a table has from its parents is in their order. */
static bool has_own_order(const Table *table) {
    return text_is_empty(table->partition_parent) && table->inherits.count == 0 &&
           text_is_empty(table->of_type);
}

void planner_note_column_order(const Planner *planner) {
    size_t count = 0;
    const Object *first = NULL;
    for (size_t i = 0; i < planner->pairs.count; i++) {
        const Pair *pair = planner->pairs.items[i];
        const Object *old = pair->sides[0], *new = pair->sides[1];
        bool is_table = old != NULL && new != NULL &&new->kind == KIND_TABLE &&old != new;
        if (is_table && !pair->is_left_alone && has_own_order((const Table *)new) &&
            has_other_order(old, new)) {
            first = first == NULL ? new : first;
            count++;
        }
    }
    if (first == NULL) {
        return;
    }
    Text others = count == 1 ? TEXT("")
                             : text_format(planner->arena, " and those of %s more",
                                           text_from_integer(planner->arena, (int64_t)count - 1));
    diagnostic_add(planner->diagnostics, DIAGNOSTIC_LEFT_ALONE, first->where,
                   "the columns of %s%s stand in another order than the desired schema has them; "
                   "only a table that is built anew would have that",
                   object_describe(planner->arena, first), others);
}

/* ALTER TYPE leaves attributes where they are, and adds those that come after them. */
static bool reaches_order(const Object *old, const Object *new) {
    bool has_added = false;
    for (size_t i = 0; i < new->children.count; i++) {
        bool is_kept = table_find_column(old, new->children.items[i]->name) != NULL;
        if (is_kept && has_added) {
            return false;
        }
        has_added |= !is_kept;
    }
    return !has_other_order(old, new);
}

void diff_composite(Planner *planner, Pair *pair) {
    pair->is_settled = true; /* attributes that come and go are steps of their own */
    if (reaches_order(pair->old, pair->new)) {
        return;
    }
    if (!pair_is_column_type(pair) && !pair_is_table_type(pair)) {
        planner_replace(planner, pair);
    } else if (!planner->is_rollback) {
        diagnostic_add(planner->diagnostics, DIAGNOSTIC_LEFT_ALONE, pair->new->where,
                       "the attributes of %s stand in another order than the desired schema has "
                       "them; only a type that is built anew would have that, and values of this "
                       "one are stored",
                       object_describe(planner->arena, pair->new));
    }
}
