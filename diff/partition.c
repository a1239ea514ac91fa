/*
 * Partitions that make room for one another: whoever leaves a partitioned table does so before
 * anybody takes a place in it, because no two bounds may overlap at any moment.
 *
 * In: the steps of a run.  Out: edges between those that leave a parent and those that join it, and
 * one group for all partitions of a parent that get other bounds.
 */
#include "diff/graph.h"

static const Table *as_partition(const Object *object) {
    const Table *table = (const Table *)object;
    return object != NULL && object->kind == KIND_TABLE && !text_is_empty(table->partition_parent)
               ? table
               : NULL;
}

static bool same_parent(const Table *one, const Table *other) {
    return text_equal(one->partition_parent, other->partition_parent) &&
           text_equal(one->partition_schema, other->partition_schema);
}

/* Its parent stays, and gives it another place. */
static bool is_rebound(const Pair *pair) {
    const Table *old = as_partition(pair->old), *new = as_partition(pair->new);
    return old != NULL && new != NULL &&same_parent(old, new) &&
           !text_equal(old->partition_bound, new->partition_bound);
}

/* Two that exchange their rows' places can do so only together. */
void planner_merge_rebound(Planner *planner) {
    PairList first = {0}; /* one of each parent */
    for (size_t i = 0; i < planner->touched.count; i++) {
        Pair *pair = planner->touched.items[i];
        if (!is_rebound(pair)) {
            continue;
        }
        size_t known = 0;
        while (known < first.count &&
               !same_parent((const Table *)first.items[known]->new, (const Table *)pair->new)) {
            known++;
        }
        if (known < first.count) {
            pair_merge_groups(planner, pair, first.items[known]);
        } else {
            list_push(planner->arena, &first, pair);
        }
    }
}

/* The ALTER that takes the old place away, or the one that gives the new place. */
static const Step *alter_of_place(const Pair *pair, bool is_leaving) {
    for (size_t i = 0; i < pair->alters.count; i++) {
        const Step *step = pair->alters.items[i];
        if (step->part == PART_PARTITION &&
            as_partition(is_leaving ? step->old : step->new) != NULL) {
            return step;
        }
    }
    return NULL;
}

static const Step *leaving_step(const Pair *pair) {
    return as_partition(pair->old) == NULL ? NULL
           : pair->drop != NULL            ? pair->drop
                                           : alter_of_place(pair, true);
}

static const Step *joining_step(const Pair *pair) {
    return as_partition(pair->new) == NULL ? NULL
           : pair->create != NULL          ? pair->create
                                           : alter_of_place(pair, false);
}

void graph_draw_places(Graph *graph) {
    const PairList *touched = &graph->planner->touched;
    PairList leaving = {0};
    for (size_t i = 0; i < touched->count; i++) {
        if (leaving_step(touched->items[i]) != NULL) {
            list_push(graph->arena, &leaving, touched->items[i]);
        }
    }
    for (size_t i = 0; leaving.count != 0 && i < touched->count; i++) {
        const Step *joining = joining_step(touched->items[i]);
        for (size_t j = 0; joining != NULL && j < leaving.count; j++) {
            if (same_parent((const Table *)leaving.items[j]->old,
                            (const Table *)touched->items[i]->new)) {
                graph_add_edge(graph, leaving_step(leaving.items[j]), joining, EDGE_LOOSE, NULL);
            }
        }
    }
}
