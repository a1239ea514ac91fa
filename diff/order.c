/*
 * Order: a stable topological sort that keeps the steps of one group together.
 *
 * In: the pairs of a run with their steps.  Out: groups of steps in order of execution.  A group is
 * taken whole when all it needs from others is done; when there is none, a part of one is; when no
 * step can go at all, a cycle is broken.
 */
#include "diff/graph.h"

size_t graph_add_node(Graph *graph, Pair *pair, Step *step) {
    list_push(graph->arena, &graph->nodes, ((Node){.step = step, .pair = pair}));
    step->mark = graph->nodes.count;
    return graph->nodes.count - 1;
}

void graph_add_edge(Graph *graph, const Step *before, const Step *after, EdgeKind kind,
                    Pair *user) {
    if (before == NULL || after == NULL || before == after || before->mark == 0 ||
        after->mark == 0) {
        return;
    }
    Node *from = graph_node(graph, before), *to = graph_node(graph, after);
    size_t index = graph->edges.count;
    list_push(graph->arena, &graph->edges,
              ((Edge){before->mark - 1, after->mark - 1, kind, user, false}));
    list_push(graph->arena, &from->out, index);
    list_push(graph->arena, &to->in, index);
    if (!from->is_done) {
        to->waiting++;
        if (graph->is_sorting && from->group != to->group) {
            graph->groups.items[to->group].outside++;
        }
    }
}

static void heap_push(Graph *graph, size_t group) {
    NodeGroup *groups = graph->groups.items;
    if (groups[group].is_queued || groups[group].undone == 0) {
        return;
    }
    groups[group].is_queued = true;
    list_push(graph->arena, &graph->heap, group);
    size_t *heap = graph->heap.items, at = graph->heap.count - 1;
    while (at > 0 && groups[heap[at]].rank < groups[heap[(at - 1) / 2]].rank) {
        size_t parent = (at - 1) / 2, moved = heap[at];
        heap[at] = heap[parent];
        heap[parent] = moved;
        at = parent;
    }
}

static size_t heap_pop(Graph *graph) {
    NodeGroup *groups = graph->groups.items;
    size_t *heap = graph->heap.items, top = heap[0];
    heap[0] = heap[--graph->heap.count];
    for (size_t at = 0;;) {
        size_t least = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < graph->heap.count; child++) {
            least = groups[heap[child]].rank < groups[heap[least]].rank ? child : least;
        }
        if (least == at) {
            break;
        }
        size_t moved = heap[at];
        heap[at] = heap[least];
        heap[least] = moved;
        at = least;
    }
    groups[top].is_queued = false;
    return top;
}

static void release(Graph *graph, const Edge *edge) {
    Node *before = &graph->nodes.items[edge->before], *after = &graph->nodes.items[edge->after];
    after->waiting--;
    if (before->group != after->group && --graph->groups.items[after->group].outside == 0) {
        heap_push(graph, after->group);
    }
}

void graph_remove_edge(Graph *graph, Edge *edge) {
    if (!edge->is_gone) {
        edge->is_gone = true;
        release(graph, edge);
    }
}

/* The first node of the group that can go now; NULL when none can. */
static Node *next_node(Graph *graph, const NodeGroup *group) {
    Node *best = NULL;
    for (size_t i = 0; i < group->nodes.count; i++) {
        Node *node = &graph->nodes.items[group->nodes.items[i]];
        if (!node->is_done && node->waiting == 0 &&
            (best == NULL || graph_compare_nodes(node, best) < 0)) {
            best = node;
        }
    }
    return best;
}

static void finish_node(Graph *graph, Node *node, size_t part) {
    node->is_done = true;
    node->place = ++graph->done;
    node->part = part;
    graph->groups.items[node->group].undone--;
    for (size_t i = 0; i < node->out.count; i++) {
        const Edge *edge = &graph->edges.items[node->out.items[i]];
        if (!edge->is_gone) {
            release(graph, edge);
        }
    }
}

static void append_part(Graph *graph, StepGroupList *parts, size_t index) {
    NodeGroup *group = &graph->groups.items[index];
    bool goes_on = parts->count != 0 && graph->last_group == index;
    StepGroup part = {.is_transactional = true};
    if (goes_on) {
        part = parts->items[--parts->count];
    }
    graph->last_group = index;
    Node *node;
    while ((node = next_node(graph, group)) != NULL) {
        finish_node(graph, node, parts->count);
        part.subject = node->step->subject;
        part.is_transactional &= node->step->is_transactional;
        list_push(graph->arena, &part.steps, node->step);
    }
    if (part.steps.count != 0) {
        list_push(graph->arena, parts, part);
    }
}

/* The undone group of the lowest rank. */
static size_t first_undone(const Graph *graph) {
    size_t best = graph->groups.count;
    for (size_t i = 0; i < graph->groups.count; i++) {
        const NodeGroup *group = &graph->groups.items[i];
        if (group->undone != 0 &&
            (best == graph->groups.count || group->rank < graph->groups.items[best].rank)) {
            best = i;
        }
    }
    return best;
}

static const Edge *unmet_need(const Graph *graph, const Node *node) {
    for (size_t i = 0; i < node->in.count; i++) {
        const Edge *edge = &graph->edges.items[node->in.items[i]];
        if (!edge->is_gone && !graph->nodes.items[edge->before].is_done) {
            return edge;
        }
    }
    return NULL;
}

static const Node *some_undone_node(const Graph *graph, const NodeGroup *group) {
    for (size_t i = 0; i < group->nodes.count; i++) {
        const Node *node = &graph->nodes.items[group->nodes.items[i]];
        if (!node->is_done) {
            return node;
        }
    }
    return NULL;
}

/* From what a group waits for to what that waits for: ends at a step that can go, or in a cycle. */
static const Node *walk_needs(Graph *graph, const Node *node, IndexList *cycle) {
    size_t *seen = arena_array(graph->arena, size_t, graph->nodes.count); /* 1 + place in path */
    IndexList path = {0};
    for (;;) {
        const Edge *need = unmet_need(graph, node);
        if (need == NULL) {
            return node;
        }
        size_t index = (size_t)(node - graph->nodes.items);
        if (seen[index] != 0) {
            for (size_t i = seen[index] - 1; i < path.count; i++) {
                list_push(graph->arena, cycle, path.items[i]);
            }
            return NULL;
        }
        list_push(graph->arena, &path, (size_t)(need - graph->edges.items));
        seen[index] = path.count;
        node = &graph->nodes.items[need->before];
    }
}

static void report_cycle(const Graph *graph, const IndexList *cycle) {
    Builder names = builder_new(graph->arena);
    for (size_t i = 0; i < cycle->count; i++) {
        const Edge *edge = &graph->edges.items[cycle->items[i]];
        const Object *object = step_object(graph->nodes.items[edge->after].step);
        builder_add(&names, i == 0 ? TEXT("") : TEXT(", "));
        builder_add(&names, object_describe(graph->arena, object));
    }
    diagnostic_add(graph->planner->diagnostics, DIAGNOSTIC_DEPENDENCY_CYCLE, ((Location){0}),
                   "no order of steps works for objects that need each other: %s",
                   builder_text(&names));
}

/* No group can go whole: take the part of one that others wait for.  False when nothing helps. */
static bool resolve_stall(Graph *graph, StepGroupList *parts) {
    const NodeGroup *stuck = &graph->groups.items[first_undone(graph)];
    IndexList cycle = {0};
    const Node *ready = walk_needs(graph, some_undone_node(graph, stuck), &cycle);
    if (ready != NULL) {
        append_part(graph, parts, ready->group);
        return true;
    }
    if (!graph_break_cycle(graph, &cycle)) {
        report_cycle(graph, &cycle);
        return false;
    }
    return true;
}

static void add_nodes(Graph *graph) {
    const PairList *touched = &graph->planner->touched;
    for (size_t i = 0; i < touched->count; i++) {
        Pair *pair = touched->items[i];
        if (pair->drop != NULL) {
            graph_add_node(graph, pair, pair->drop);
        }
        if (pair->create != NULL) {
            graph_add_node(graph, pair, pair->create);
        }
        for (size_t j = 0; j < pair->alters.count; j++) {
            Step *step = pair->alters.items[j];
            bool is_shared = step->part == PART_REBUILD && step->new != pair->new;
            if (!is_shared) {
                graph_add_node(graph, pair, step);
            }
        }
    }
}

static void fill_needs(Graph *graph) {
    for (size_t i = 0; i < graph->edges.count; i++) {
        const Edge *edge = &graph->edges.items[i];
        Step *after = graph->nodes.items[edge->after].step;
        if (!edge->is_gone) {
            list_push(graph->arena, &after->needs, graph->nodes.items[edge->before].step);
        }
    }
    for (size_t i = 0; i < graph->nodes.count; i++) {
        const Node *node = &graph->nodes.items[i];
        step_set_hazards(graph->planner, node->step);
    }
}

static StepGroupList join_parts(Graph *graph, const StepGroupList *parts) {
    StepGroupList joined = {0};
    StepGroup whole = {.is_transactional = true};
    for (size_t i = 0; i < parts->count; i++) {
        const StepGroup *part = &parts->items[i];
        whole.subject = whole.subject == NULL ? part->subject : whole.subject;
        whole.is_transactional &= part->is_transactional;
        for (size_t j = 0; j < part->steps.count; j++) {
            list_push(graph->arena, &whole.steps, part->steps.items[j]);
        }
    }
    if (whole.steps.count != 0) {
        list_push(graph->arena, &joined, whole);
    }
    return joined;
}

static void prepare(Graph *graph) {
    add_nodes(graph);
    graph_make_groups(graph);
    graph_rank_groups(graph);
    graph_draw_needs(graph);
    graph_draw_sequence_owners(graph);
    graph->is_sorting = true;
    for (size_t i = 0; i < graph->edges.count; i++) {
        const Edge *edge = &graph->edges.items[i];
        const Node *before = &graph->nodes.items[edge->before];
        const Node *after = &graph->nodes.items[edge->after];
        if (before->group != after->group) {
            graph->groups.items[after->group].outside++;
        }
    }
    for (size_t i = 0; i < graph->groups.count; i++) {
        if (graph->groups.items[i].outside == 0) {
            heap_push(graph, i);
        }
    }
}

StepGroupList planner_order(Planner *planner, bool is_single) {
    Graph graph = {.planner = planner, .arena = planner->arena};
    StepGroupList parts = {0};
    prepare(&graph);
    while (graph.done < graph.nodes.count) {
        if (graph.heap.count != 0) {
            append_part(&graph, &parts, heap_pop(&graph));
        } else if (!resolve_stall(&graph, &parts)) {
            return (StepGroupList){0};
        }
    }
    for (size_t i = 0; i < parts.count; i++) {
        graph_fold(&graph, &parts.items[i]);
    }
    fill_needs(&graph);
    return is_single ? join_parts(&graph, &parts) : parts;
}
