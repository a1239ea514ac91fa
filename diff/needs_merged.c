/*
 * Needs of merged columns: which of the steps on a column of a parent and on that of its child is
 * first, but for NOT NULL.
 */
#include "diff/graph.h"

static void edge(Graph *graph, const Step *before, const Step *after) {
    graph_add_edge(graph, before, after, EDGE_LOOSE, NULL);
}

/* ALTER COLUMN TYPE of the parent's comes down: a new default is one of the new type. */
static void draw_default_after_type(Graph *graph, const Step *type, const Pair *child) {
    for (size_t i = 0; i < child->alters.count; i++) {
        const Step *step = child->alters.items[i];
        if (step->part == PART_DEFAULT && object_has_default(step->new)) {
            edge(graph, type, step);
        }
    }
}

/*
 * The table's own and its parent's too: made first it stays its own, when the parent's lets go it
 * can go.
 */
void graph_draw_merged_column(Graph *graph, const Pair *pair) {
    const Pair *above = pair_common_ancestor(graph->planner, pair);
    if (above == NULL) {
        return;
    }
    edge(graph, pair->create, above->create);
    edge(graph, above->drop, pair->drop);
    for (size_t i = 0; i < above->alters.count; i++) {
        if (above->alters.items[i]->part == PART_TYPE) {
            draw_default_after_type(graph, above->alters.items[i], pair);
        }
    }
}
