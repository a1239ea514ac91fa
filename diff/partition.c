/*
 * Partitions that make room for one another: whoever leaves a partitioned table does so before
 * anybody takes a place in it, because no two bounds may overlap at any moment.
 *
 * In: the steps of a run.  Out: edges between those that leave a parent and those that join it, and
 * one group for all partitions of a parent that get other bounds.  A partition that leaves only to
 * get other bounds is one until the whole table's columns and rules have changed.
 */
#include "diff/graph.h"

enum { DEPTH_LIMIT = 16 }; /* partitions of partitions */

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

static bool comes_down(const Object *object) {
    return object->kind == KIND_COLUMN ||
           (object->kind == KIND_CONSTRAINT &&
            ((const TableConstraint *)object)->type == CONSTRAINT_TYPE_CHECK);
}

/* What changes of the whole table's columns and rules reaches the partition while it is one. */
static void draw_changes_above(Graph *graph, const Table *partition, const Step *leaving) {
    const PairList *touched = &graph->planner->touched;
    for (size_t i = 0; i < touched->count; i++) {
        const Pair *pair = touched->items[i];
        const Object *object = pair->new != NULL ? pair->new : pair->old;
        if (!comes_down(object) || !text_equal(object->relation, partition->partition_parent) ||
            !text_equal(object->schema, partition->partition_schema)) {
            continue;
        }
        graph_add_edge(graph, pair->drop, leaving, EDGE_LOOSE, NULL);
        graph_add_edge(graph, pair->create, leaving, EDGE_LOOSE, NULL);
        for (size_t j = 0; j < pair->alters.count; j++) {
            graph_add_edge(graph, pair->alters.items[j], leaving, EDGE_LOOSE, NULL);
        }
    }
}

static void draw_rebound(Graph *graph, const Pair *pair) {
    const Step *leaving = is_rebound(pair) ? alter_of_place(pair, true) : NULL;
    const Table *table = leaving == NULL ? NULL : as_partition(pair->old);
    for (int depth = 0; table != NULL && depth < DEPTH_LIMIT; depth++) {
        draw_changes_above(graph, table, leaving);
        table = as_partition(schema_find(graph->planner->schemas[0], KIND_TABLE,
                                         table->partition_schema, table->partition_parent));
    }
}

void graph_draw_places(Graph *graph) {
    const PairList *touched = &graph->planner->touched;
    PairList leaving = {0};
    for (size_t i = 0; i < touched->count; i++) {
        draw_rebound(graph, touched->items[i]);
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
