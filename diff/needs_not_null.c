/*
 * Needs of NOT NULL: which of the steps on a column of a parent and on that of its child is first.
 *
 * A child that shall have a constraint of its own gets it before the parent gives it one.  What it
 * loses, and the name that it gets, wait until the parent has let go; before PostgreSQL 18 the
 * parent takes it away from the child too, which sets it again.
 */
#include "diff/graph.h"

#include "compiler/default_name.h"

static bool is_about_not_null(const Step *step) {
    return step->part == PART_NOT_NULL || step->part == PART_NAME || step->part == PART_NO_INHERIT;
}

static bool comes_first(const Graph *graph, const Step *step) {
    const Column *old = (const Column *)step->old, *new = (const Column *)step->new;
    bool is_kept = old->is_not_null && new->is_not_null;
    return step->part == PART_NOT_NULL && new->is_not_null &&
           !(is_kept && graph->planner->server_version < 180000);
}

static void draw_between(Graph *graph, const Pair *child, const Pair *parent) {
    for (size_t i = 0; i < child->alters.count; i++) {
        const Step *step = child->alters.items[i];
        for (size_t j = 0; is_about_not_null(step) && j < parent->alters.count; j++) {
            const Step *above = parent->alters.items[j];
            if (!is_about_not_null(above)) {
                continue;
            }
            bool is_first = comes_first(graph, step);
            graph_add_edge(graph, is_first ? step : above, is_first ? above : step, EDGE_LOOSE,
                           NULL);
        }
    }
}

/* NOT VALID reaches the tables that are there: those made later get it as valid. */
static void draw_later(Graph *graph, const Pair *table, const Pair *column) {
    for (size_t i = 0; i < column->alters.count; i++) {
        const Step *step = column->alters.items[i];
        bool is_unread =
            step->part == PART_NOT_NULL && ((const Column *)step->new)->not_null.is_not_valid;
        if (is_unread) {
            graph_add_edge(graph, table->create, step, EDGE_FIRM, NULL);
        }
    }
}

static const Pair *column_of(const Graph *graph, const Object *table, Text name) {
    const Column *column = table == NULL ? NULL : table_find_column(table, name);
    return column == NULL ? NULL : planner_pair(graph->planner, &column->object);
}

/* Does the step give the constraint that name, or take it from there? */
static bool names(const Graph *graph, const Step *step, const Object *version, Text name) {
    const Column *column = (const Column *)version;
    return (step->part == PART_NOT_NULL || step->part == PART_NAME) && column->is_not_null &&
           text_equal(default_name_of_not_null(graph->arena, column), name);
}

/* A name that another column of the table has is free before it is taken. */
static void draw_freed_name(Graph *graph, const Step *step, const Pair *other) {
    Text name = default_name_of_not_null(graph->arena, (const Column *)step->new);
    for (size_t i = 0; i < other->alters.count; i++) {
        const Step *freeing = other->alters.items[i];
        if (names(graph, freeing, freeing->old, name) &&
            !names(graph, freeing, freeing->new, name)) {
            graph_add_edge(graph, freeing, step, EDGE_LOOSE, NULL);
        }
    }
}

static void draw_freed_names(Graph *graph, const Pair *column, const Object *table) {
    for (size_t i = 0; i < column->alters.count; i++) {
        const Step *step = column->alters.items[i];
        if ((step->part != PART_NOT_NULL && step->part != PART_NAME) ||
            !((const Column *)step->new)->is_not_null) {
            continue;
        }
        for (size_t j = 0; j < table->children.count; j++) {
            const Object *other = table->children.items[j];
            if (other->kind == KIND_COLUMN && other != column->new) {
                draw_freed_name(graph, step, planner_pair(graph->planner, other));
            }
        }
    }
}

static void draw_column(Graph *graph, const Pair *column) {
    const Pair *table = pair_parent(graph->planner, column->new);
    bool is_of_table = table != NULL && table->new != NULL && table->new->kind == KIND_TABLE;
    if (is_of_table) {
        draw_freed_names(graph, column, table->new);
    }
    const UseList *uses = !is_of_table ? NULL : pair_uses(table, table->new);
    for (size_t i = 0; uses != NULL && i < uses->count; i++) {
        const Pair *above = uses->items[i].role == USE_PARENT
                                ? column_of(graph, uses->items[i].pair->new, column->new->name)
                                : NULL;
        if (above != NULL) {
            draw_between(graph, column, above);
        }
    }
}

static void draw_created_table(Graph *graph, const Pair *table) {
    const UseList *uses = pair_uses(table, table->new);
    for (size_t i = 0; i < table->new->children.count; i++) {
        const Object *column = table->new->children.items[i];
        if (column->kind != KIND_COLUMN) {
            continue;
        }
        draw_later(graph, table, planner_pair(graph->planner, column));
        for (size_t j = 0; j < uses->count; j++) {
            const Pair *above = uses->items[j].role == USE_PARENT
                                    ? column_of(graph, uses->items[j].pair->new, column->name)
                                    : NULL;
            if (above != NULL) {
                draw_later(graph, table, above);
            }
        }
    }
}

void graph_draw_not_null(Graph *graph, const Pair *pair) {
    if (pair->new == NULL) {
        return;
    }
    if (pair->new->kind == KIND_COLUMN && pair->alters.count != 0) {
        draw_column(graph, pair);
    } else if (pair->new->kind == KIND_TABLE && pair->create != NULL) {
        draw_created_table(graph, pair);
    }
}
