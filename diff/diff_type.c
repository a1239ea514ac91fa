/*
 * Diff of types, sequences and extensions.
 *
 * In: a pair with both versions, known to differ.  Out: ALTER steps.  A type that columns use
 * cannot be dropped and created: an enum that loses labels is rebuilt, with the columns converted.
 */
#include "diff/planner.h"

static void alter(Planner *planner, Pair *pair, StepPart part) {
    planner_alter(planner, pair, part, pair->old, pair->new);
}

static bool is_schema_chosen(Text schema) {
    return !text_is_empty(schema);
}

void diff_extension(Planner *planner, Pair *pair) {
    const Extension *old = (const Extension *)pair->old, *new = (const Extension *)pair->new;
    if (!text_equal(old->in_schema, new->in_schema) && is_schema_chosen(new->in_schema) &&
        is_schema_chosen(old->in_schema)) {
        alter(planner, pair, PART_SCHEMA);
    }
    if (!text_equal(old->version, new->version) && !text_is_empty(new->version) &&
        !text_is_empty(old->version)) {
        if (planner->is_rollback) {
            planner_refuse(planner, pair,
                           TEXT("extensions have no way back to an earlier version"));
        } else {
            alter(planner, pair, PART_VERSION);
        }
    }
    pair->is_settled = true; /* what one side does not state is not compared */
}

/* Are the old labels all there, in the same order, among the new ones? */
static bool can_add_labels(const TextList *old, const TextList *new) {
    size_t i = 0;
    for (size_t j = 0; j < new->count &&i < old->count; j++) {
        i += text_equal(old->items[i], new->items[j]);
    }
    return i == old->count;
}

void diff_enum(Planner *planner, Pair *pair) {
    const EnumType *old = (const EnumType *)pair->old, *new = (const EnumType *)pair->new;
    /* A new label cannot be used before COMMIT, and a rollback is one transaction. */
    bool is_in_place = !planner->is_rollback && can_add_labels(&old->labels, &new->labels);
    if (is_in_place) {
        alter(planner, pair, PART_LABELS);
    } else {
        planner_alter(planner, pair, PART_REBUILD, pair->old, pair->new)->initial =
            planner_initial_rights(planner, pair);
    }
}

void diff_domain(Planner *planner, Pair *pair) {
    const Domain *old = (const Domain *)pair->old, *new = (const Domain *)pair->new;
    if (!text_equal(old->type, new->type) || !text_equal(old->collation, new->collation)) {
        if (pair_is_column_type(pair)) {
            planner_refuse(planner, pair,
                           TEXT("PostgreSQL cannot change the base type of a domain that is used"));
            planner_hint_other_name(planner);
        } else {
            planner_replace(planner, pair);
        }
        return;
    }
    if (!text_same(old->default_value, new->default_value)) {
        alter(planner, pair, PART_DEFAULT);
    }
    if (old->is_not_null != new->is_not_null) {
        alter(planner, pair, PART_NOT_NULL);
    }
}

void diff_sequence(Planner *planner, Pair *pair) {
    const Sequence *old = (const Sequence *)pair->old, *new = (const Sequence *)pair->new;
    if (old->is_unlogged != new->is_unlogged && planner_server_is(planner, 15)) {
        alter(planner, pair, PART_PERSISTENCE);
    }
    /* Before 15 one that counts as UNLOGGED is only owned by such a table. */
    pair->is_settled = old->is_unlogged != new->is_unlogged && !planner_server_is(planner, 15);
    if (!sequence_options_equal(&old->options, &new->options)) {
        alter(planner, pair, PART_OPTIONS);
    }
    if (!text_equal(old->owned_schema, new->owned_schema) ||
        !text_equal(old->owned_table, new->owned_table) ||
        !text_equal(old->owned_column, new->owned_column)) {
        alter(planner, pair, PART_OWNED_BY);
    }
}
