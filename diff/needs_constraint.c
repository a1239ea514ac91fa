/*
 * Needs of constraints: what keys, foreign keys and checks of related tables do to each other.
 */
#include "diff/graph.h"

const TableConstraint *graph_constraint_of(const Object *table, Text name) {
    for (size_t i = 0; i < table->children.count; i++) {
        const Object *child = table->children.items[i];
        if (child->kind == KIND_CONSTRAINT && text_equal(child->name, name)) {
            return (const TableConstraint *)child;
        }
    }
    return NULL;
}

bool graph_constraint_has_index(const Object *object) {
    if (object->kind != KIND_CONSTRAINT) {
        return false;
    }
    ConstraintType type = ((const TableConstraint *)object)->type;
    return type == CONSTRAINT_TYPE_PRIMARY_KEY || type == CONSTRAINT_TYPE_UNIQUE ||
           type == CONSTRAINT_TYPE_EXCLUDE;
}

static void edge(Graph *graph, const Step *before, const Step *after) {
    graph_add_edge(graph, before, after, EDGE_LOOSE, NULL);
}

/* The index of the whole table adopts keys of the partitions, which come first. */
static void draw_adopted_key(Graph *graph, const Pair *pair) {
    const UseList *uses = pair->new == NULL ? NULL : pair_uses(pair, pair->new);
    for (size_t i = 0; uses != NULL && pair->new->kind == KIND_CONSTRAINT &&i < uses->count; i++) {
        if (uses->items[i].role == USE_WHOLE) {
            edge(graph, pair->create, uses->items[i].pair->create);
        }
    }
}

/* PostgreSQL takes the oldest index that fits a foreign key: one that goes is gone before. */
static void draw_key_of_foreign_key(Graph *graph, const Pair *pair) {
    const UseList *uses = pair->create == NULL ? NULL : pair_uses(pair, pair->new);
    for (size_t i = 0; uses != NULL && i < uses->count; i++) {
        const Pair *table = uses->items[i].role != USE_KEY
                                ? NULL
                                : pair_parent(graph->planner, uses->items[i].pair->new);
        const Object *old = table == NULL ? NULL : table->old;
        for (size_t j = 0; old != NULL && j < old->children.count; j++) {
            const Object *child = old->children.items[j];
            if (child->kind == KIND_INDEX || graph_constraint_has_index(child)) {
                edge(graph, planner_pair(graph->planner, child)->drop, pair->create);
            }
        }
    }
}

/*
 * A check that a parent has too is dropped after the parent's, which holds on to it, and made
 * before it, which takes it as it is.
 */
static void draw_check_of_parents(Graph *graph, const Pair *pair) {
    const Object *check = pair->old;
    const Pair *table =
        check == NULL || check->kind != KIND_CONSTRAINT ? NULL : pair_parent(graph->planner, check);
    if (table == NULL || table->old->kind != KIND_TABLE ||
        ((const TableConstraint *)check)->type != CONSTRAINT_TYPE_CHECK) {
        return;
    }
    const UseList *uses = pair_uses(table, table->old);
    for (size_t i = 0; i < uses->count; i++) {
        const Object *parent = uses->items[i].role == USE_PARENT ? uses->items[i].pair->old : NULL;
        const TableConstraint *above =
            parent == NULL ? NULL : graph_constraint_of(parent, check->name);
        const Pair *other = above == NULL ? NULL : planner_pair(graph->planner, &above->object);
        if (other != NULL) {
            edge(graph, other->drop, pair->drop);
            edge(graph, pair->create, other->create);
        }
    }
}

void graph_draw_constraint(Graph *graph, const Pair *pair) {
    draw_adopted_key(graph, pair);
    draw_key_of_foreign_key(graph, pair);
    draw_check_of_parents(graph, pair);
}
