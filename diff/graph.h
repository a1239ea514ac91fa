/*
 * Graph: the steps of one run and what must come before what.
 *
 * needs.c draws the edges, order.c sorts the nodes, group.c says which node goes into which file.
 */
#ifndef SCHEMAC_GRAPH_H
#define SCHEMAC_GRAPH_H

#include "diff/planner.h"

typedef enum EdgeKind {
    EDGE_FIRM,
    EDGE_LOOSE,   /* the better order, not a must */
    EDGE_BODY,    /* the body of a function names it */
    EDGE_DEFAULT, /* only a default needs it: the default can be set later */
    EDGE_TAKEN,   /* its parent's DROP takes it along: it can go before that */
} EdgeKind;

typedef struct Edge {
    size_t before, after; /* nodes */
    EdgeKind kind;
    Pair *user; /* EDGE_DEFAULT: the column or domain; EDGE_TAKEN: what is taken along */
    bool is_gone;
} Edge;

typedef struct EdgeList {
    Edge *items;
    size_t count, capacity;
} EdgeList;

typedef struct IndexList {
    size_t *items;
    size_t count, capacity;
} IndexList;

typedef struct Node {
    Step *step;
    Pair *pair;
    size_t group;
    IndexList in, out; /* edges */
    size_t waiting;    /* edges from nodes that are not done */
    size_t place;      /* in the order, once done */
    size_t part;       /* number of the StepGroup, once done */
    bool is_done;
} Node;

typedef struct NodeList {
    Node *items;
    size_t count, capacity;
} NodeList;

typedef struct NodeGroup {
    Pair *pair;  /* whose group it is */
    Step *alone; /* a step that must be alone; else NULL */
    IndexList nodes;
    size_t outside; /* edges from undone nodes of other groups */
    size_t undone;
    size_t rank;  /* among groups that could be next, the lowest is */
    bool is_drop; /* nothing but drops */
    bool is_queued;
} NodeGroup;

typedef struct NodeGroupList {
    NodeGroup *items;
    size_t count, capacity;
} NodeGroupList;

typedef struct Graph {
    Planner *planner;
    Arena *arena;
    NodeList nodes;
    EdgeList edges;
    NodeGroupList groups;
    IndexList heap; /* groups that can run whole, lowest rank first */
    size_t done;
    size_t last_group; /* of the part made last */
    bool is_sorting;   /* edges drawn from now on count at once */
} Graph;

static inline Node *graph_node(const Graph *graph, const Step *step) {
    return &graph->nodes.items[step->mark - 1];
}

size_t graph_add_node(Graph *graph, Pair *pair, Step *step);
/* Nothing happens when a step is missing, or both are the same. */
void graph_add_edge(Graph *graph, const Step *before, const Step *after, EdgeKind kind, Pair *user);
void graph_remove_edge(Graph *graph, Edge *edge);

/* needs.c */
void graph_draw_needs(Graph *graph);

/* partition.c */
void graph_draw_places(Graph *graph);
/* needs_constraint.c: for one pair; and what needs.c asks of constraints too */
void graph_draw_constraint(Graph *graph, const Pair *pair);
const TableConstraint *graph_constraint_of(const Object *table, Text name); /* NULL: none */
bool graph_constraint_has_index(const Object *object); /* a key or exclusion constraint */
/* needs_merged.c, needs_not_null.c: for one pair */
void graph_draw_merged_column(Graph *graph, const Pair *pair);
void graph_draw_not_null(Graph *graph, const Pair *pair);

/* part_needs.c: parts of a whole table's indexes and triggers, on a partition */
void graph_draw_part(Graph *graph, const Pair *pair);

/* sequence.c */
void graph_draw_sequence_owners(Graph *graph);

/* group.c */
void graph_make_groups(Graph *graph);
void graph_rank_groups(Graph *graph);
int graph_compare_nodes(const Node *left, const Node *right); /* order within a group */
void graph_fold(Graph *graph, StepGroup *group);

/* cycle.c: give up one edge of the cycle that a node is on; false when none can be. */
bool graph_break_cycle(Graph *graph, const IndexList *cycle);

#endif
