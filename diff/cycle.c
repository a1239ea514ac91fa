/*
 * Cycle: which need is given up when objects need each other.
 *
 * In: the edges of a cycle.  Out: one edge less.  An order that was only better is given up first;
 * then a default leaves its CREATE and becomes a step of its own, a foreign key (or whatever else
 * DROP TABLE would take along) is dropped before its table; the body of a SQL function, which the
 * server checks, comes last.
 */
#include "diff/graph.h"

#include <string.h>

typedef enum Sacrifice {
    SACRIFICE_ORDER,
    SACRIFICE_BODY, /* of a language that looks names up when it runs */
    SACRIFICE_DEFAULT,
    SACRIFICE_TAKEN,
    SACRIFICE_SQL_BODY,
    SACRIFICE_COUNT
} Sacrifice;

static bool is_sql_routine(const Object *object) {
    return (object->kind == KIND_FUNCTION || object->kind == KIND_PROCEDURE) &&
           text_equal(((const Routine *)object)->language, TEXT("sql"));
}

static bool is_sacrifice(const Graph *graph, const Edge *edge, Sacrifice sacrifice) {
    const Step *after = graph->nodes.items[edge->after].step;
    switch (sacrifice) {
        case SACRIFICE_ORDER: return edge->kind == EDGE_LOOSE;
        case SACRIFICE_BODY: return edge->kind == EDGE_BODY && !is_sql_routine(step_object(after));
        case SACRIFICE_DEFAULT: return edge->kind == EDGE_DEFAULT;
        case SACRIFICE_TAKEN: return edge->kind == EDGE_TAKEN;
        case SACRIFICE_SQL_BODY: return edge->kind == EDGE_BODY;
        case SACRIFICE_COUNT: break;
    }
    return false;
}

static Step *new_step(Graph *graph, Pair *pair, const Step *like, Step step) {
    Step *made = arena_new(graph->arena, Step);
    *made = step;
    made->subject = like->subject;
    made->is_transactional = true;
    size_t index = graph_add_node(graph, pair, made);
    Node *node = &graph->nodes.items[index];
    node->group = graph_node(graph, like)->group;
    graph->groups.items[node->group].undone++;
    list_push(graph->arena, &graph->groups.items[node->group].nodes, index);
    return made;
}

/* What only the default of `user` needed before `create` is needed before `alter`. */
static void move_default_edges(Graph *graph, const Pair *user, const Step *alter) {
    for (size_t i = 0; i < graph->edges.count; i++) {
        Edge *edge = &graph->edges.items[i];
        if (edge->kind == EDGE_DEFAULT && edge->user == user && !edge->is_gone) {
            const Step *needed = graph->nodes.items[edge->before].step;
            if (!graph->nodes.items[edge->before].is_done) {
                graph_remove_edge(graph, edge);
            }
            graph_add_edge(graph, needed, alter, EDGE_FIRM, NULL);
        }
    }
}

/* CREATE TABLE t (a integer DEFAULT f()) -> CREATE TABLE t (a integer); ... SET DEFAULT f() */
static void defer_default(Graph *graph, Pair *user) {
    Step *create = pair_create_step(graph->planner, user);
    Object *bare = planner_copy_without_default(graph->planner, user, user->new);
    Step *alter =
        new_step(graph, user, create,
                 (Step){.verb = STEP_ALTER, .part = PART_DEFAULT, .old = bare, .new = user->new});
    list_push(graph->arena, &user->alters, alter);
    if (user->new->kind == KIND_DOMAIN) {
        create->new = bare;
    } else {
        list_push(graph->arena, &create->deferred, (Object *)user->new);
    }
    graph_add_edge(graph, create, alter, EDGE_FIRM, NULL);
    move_default_edges(graph, user, alter);
}

/*
 * DROP TABLE a; DROP TABLE b; with keys both ways -> ALTER TABLE a DROP CONSTRAINT ...; first.  Of
 * a column or domain the default goes.
 */
static void let_go_before(Graph *graph, Pair *user) {
    Step *whole = pair_drop_step(graph->planner, user);
    Step *step;
    if (object_has_default(user->old)) {
        Object *bare = planner_copy_without_default(graph->planner, user, user->old);
        step = new_step(
            graph, user, whole,
            (Step){.verb = STEP_ALTER, .part = PART_DEFAULT, .old = user->old, .new = bare});
    } else {
        step = new_step(graph, user, whole, (Step){.verb = STEP_DROP, .old = user->old});
        user->drop = step;
    }
    graph_add_edge(graph, step, whole, EDGE_FIRM, NULL);
    for (size_t i = 0; i < graph->edges.count; i++) {
        Edge *edge = &graph->edges.items[i];
        if (edge->kind == EDGE_TAKEN && edge->user == user && !edge->is_gone) {
            const Step *after = graph->nodes.items[edge->after].step;
            graph_remove_edge(graph, edge);
            graph_add_edge(graph, step, after, EDGE_FIRM, NULL);
        }
    }
}

bool graph_break_cycle(Graph *graph, const IndexList *cycle) {
    for (Sacrifice sacrifice = 0; sacrifice < SACRIFICE_COUNT; sacrifice++) {
        for (size_t i = 0; i < cycle->count; i++) {
            Edge *edge = &graph->edges.items[cycle->items[i]];
            if (!is_sacrifice(graph, edge, sacrifice)) {
                continue;
            }
            if (sacrifice == SACRIFICE_DEFAULT) {
                defer_default(graph, edge->user);
            } else if (sacrifice == SACRIFICE_TAKEN) {
                let_go_before(graph, edge->user);
            } else {
                graph_remove_edge(graph, edge);
            }
            return true;
        }
    }
    return false;
}
