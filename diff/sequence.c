/*
 * Sequence: the owner of a sequence that a column owns.
 *
 * PostgreSQL ties a sequence only to a table of the same owner: both have theirs before OWNED BY.
 */
#include "diff/graph.h"

static const Step *step_of_part(const Pair *pair, StepPart part) {
    for (size_t i = 0; pair != NULL && i < pair->alters.count; i++) {
        if (pair->alters.items[i]->part == part) {
            return pair->alters.items[i];
        }
    }
    return NULL;
}

static void draw_owners(Graph *graph, const Pair *sequence, const Step *tie) {
    const Sequence *tied = (const Sequence *)tie->new;
    const Planner *planner = graph->planner;
    for (int side = 0; side < 2; side++) {
        const Object *table =
            schema_find(planner->schemas[side], KIND_TABLE, tied->owned_schema, tied->owned_table);
        const Pair *pair = table == NULL ? NULL : planner_pair(planner, table);
        graph_add_edge(graph, step_of_part(pair, PART_OWNER), tie, EDGE_FIRM, NULL);
    }
    graph_add_edge(graph, step_of_part(sequence, PART_OWNER), tie, EDGE_FIRM, NULL);
}

void graph_draw_sequence_owners(Graph *graph) {
    const PairList *touched = &graph->planner->touched;
    for (size_t i = 0; i < touched->count; i++) {
        const Pair *pair = touched->items[i];
        for (size_t j = 0; j < pair->alters.count; j++) {
            const Step *step = pair->alters.items[j];
            if (step->part == PART_OWNED_BY && step->new->kind == KIND_SEQUENCE &&
                !text_is_empty(((const Sequence *)step->new)->owned_table)) {
                draw_owners(graph, pair, step);
            }
        }
    }
}
