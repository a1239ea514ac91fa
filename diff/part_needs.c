/*
 * Part needs: what is done to the parts that a partition has of the whole table's indexes and
 * triggers comes after what makes them.
 *
 * In: the steps of a run.  Out: edges from the place of the partition, and from the whole's steps.
 */
#include "diff/graph.h"

static void edge(Graph *graph, const Step *before, const Step *after, EdgeKind kind) {
    graph_add_edge(graph, before, after, kind, NULL);
}

static void edges_to_alters(Graph *graph, const Step *before, const Pair *part) {
    for (size_t i = 0; i < part->alters.count; i++) {
        edge(graph, before, part->alters.items[i], EDGE_FIRM);
    }
}

static void draw_after_joining(Graph *graph, const Step *place, const Pair *part) {
    edge(graph, place, part->create, EDGE_LOOSE);
    edges_to_alters(graph, place, part);
}

static const Object *table_above(const Graph *graph, const Pair *table) {
    const Table *part = (const Table *)table->new;
    int side = table->new == table->sides[0] ? 0 : 1;
    return schema_find(graph->planner->schemas[side], KIND_TABLE, part->partition_schema,
                       part->partition_parent);
}

/* An index waits until its partition, and those above that, are in place, or have left it. */
static void draw_index_part(Graph *graph, const Pair *pair) {
    const Object *version = pair->new != NULL ? pair->new : pair->old;
    const Pair *table = pair_parent(graph->planner, version);
    while (table != NULL && table->new != NULL && table->new->kind == KIND_TABLE) {
        draw_after_joining(graph, table->create, pair);
        for (size_t i = 0; i < table->alters.count; i++) {
            const Step *step = table->alters.items[i];
            if (step->part != PART_PARTITION) {
                continue;
            }
            if (text_is_empty(((const Table *)step->new)->partition_parent)) {
                edge(graph, step, pair->drop, EDGE_FIRM);
            } else {
                draw_after_joining(graph, step, pair);
            }
        }
        table = planner_pair(graph->planner, table_above(graph, table));
    }
}

/* To switch a trigger above switches its parts: their own state comes after. */
static void draw_trigger_part(Graph *graph, const Pair *pair) {
    const UseList *uses = pair->old == NULL ? NULL : pair_uses(pair, pair->old);
    for (size_t i = 0; uses != NULL && i < uses->count; i++) {
        const Pair *above = uses->items[i].pair;
        for (size_t j = 0; j < above->alters.count; j++) {
            if (above->alters.items[j]->part == PART_ENABLED) {
                edges_to_alters(graph, above->alters.items[j], pair);
            }
        }
    }
}

void graph_draw_part(Graph *graph, const Pair *pair) {
    if (pair_is_part(pair)) {
        draw_index_part(graph, pair);
    } else if (pair_is_trigger_part(pair)) {
        draw_trigger_part(graph, pair);
    }
}
