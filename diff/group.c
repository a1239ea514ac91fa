/*
 * Group: which steps make one file.
 *
 * In: the nodes of the graph.  Out: for each its group: the object it is about, or the one whose
 * change caused it; a step that cannot run in a transaction, or must be committed before use, is
 * alone.
 */
#include "diff/graph.h"

#include <stdlib.h>

static Pair *find_merged(Pair *pair) {
    while (pair->merged != NULL) {
        pair = pair->merged;
    }
    return pair;
}

Pair *pair_group(Planner *planner, Pair *pair) {
    while (pair->cause != NULL) {
        pair = pair->cause;
    }
    Pair *root = pair_root(planner, pair);
    return root != pair && root->cause != NULL ? pair_group(planner, root) : find_merged(root);
}

void pair_merge_groups(Planner *planner, Pair *pair, Pair *cause) {
    Pair *target = pair_group(planner, cause), *own = pair_group(planner, pair);
    if (target == own) {
        return;
    }
    const Object *object = cause->new != NULL ? cause->new : cause->old;
    if (pair->cause == NULL) {
        pair->cause = cause;
    } else if (cause->cause == NULL && object->parent != NULL) {
        cause->cause = pair; /* one column joins; the rest of its table keeps a file of its own */
    } else {
        own->merged = target;
    }
}

static bool is_partitioned(const Object *relation) {
    return relation->kind == KIND_TABLE && !text_is_empty(((const Table *)relation)->partition_key);
}

/*
 * ALTER TABLE ... ADD CONSTRAINT i UNIQUE, after DROP INDEX i: that, run again, has to look whose
 * the name is by now, which takes a DO block.
 */
static bool name_goes_to_constraint(const Planner *planner, const Step *step) {
    const Object *index = step->old;
    return step->verb == STEP_DROP &&
           schema_find_child(planner->schemas[planner->is_rollback ? 0 : 1], KIND_CONSTRAINT,
                             index->schema, index->parent->name, index->name) != NULL;
}

/* A foreign key that rested on it is built anew: between its DROP and its ADD. */
static bool has_rebuilt_user(const Pair *pair, const Step *step) {
    for (size_t i = 0; step->verb == STEP_DROP && i < pair->users[0].count; i++) {
        const Pair *user = pair->users[0].items[i].pair;
        if (user->drop != NULL && user->create != NULL) {
            return true;
        }
    }
    return false;
}

/* An index on a relation that is there before and after, and that others use meanwhile. */
static bool can_be_concurrent(const Planner *planner, const Pair *pair, const Step *step) {
    const DiffOptions *options = planner->options;
    const Object *index = step_object(step);
    if (options->no_concurrently || options->is_dump || planner->forbids_concurrent ||
        index->kind != KIND_INDEX || step->verb == STEP_ALTER || pair->cause != NULL) {
        return false;
    }
    const Pair *relation = pair_parent(planner, index);
    return relation != NULL && relation->old != NULL && relation->new != NULL &&
           relation->create == NULL && relation->drop == NULL && !is_partitioned(index->parent) &&
           !name_goes_to_constraint(planner, step) && !has_rebuilt_user(pair, step);
}

/* Rows that one transaction may well change at once. */
static const int64_t small_table = 100000;

/* A backfill commits as it goes, unless the table is known to be small. */
static bool is_batched(const Planner *planner, const Step *step) {
    if (step->verb != STEP_ALTER || step->part != PART_BACKFILL) {
        return false;
    }
    const Pair *pair = pair_parent(planner, step->new);
    const Table *table = pair == NULL ? NULL : (const Table *)pair->sides[0];
    return table == NULL || !table->has_estimate || table->estimated_rows > small_table;
}

static void classify(const Planner *planner, const Pair *pair, Step *step) {
    step->needs_commit = step->verb == STEP_ALTER && step->part == PART_LABELS;
    step->is_concurrent = can_be_concurrent(planner, pair, step);
    step->is_transactional = !step->is_concurrent && !is_batched(planner, step);
}

typedef struct GroupSlot {
    Pair *pair;
    size_t node;
} GroupSlot;

static int compare_slots(const void *left, const void *right) {
    const GroupSlot *one = left, *other = right;
    if (one->pair != other->pair) {
        return (uintptr_t)one->pair < (uintptr_t)other->pair ? -1 : 1;
    }
    return (one->node > other->node) - (one->node < other->node);
}

static size_t group_add(Graph *graph, Pair *pair, Step *alone) {
    list_push(graph->arena, &graph->groups, ((NodeGroup){.pair = pair, .alone = alone}));
    return graph->groups.count - 1;
}

/* Nodes of one pair's group are brought together by sorting; ranks make the order deterministic. */
void graph_make_groups(Graph *graph) {
    size_t count = graph->nodes.count;
    GroupSlot *slots = arena_array(graph->arena, GroupSlot, count + 1);
    for (size_t i = 0; i < count; i++) {
        Node *node = &graph->nodes.items[i];
        slots[i] = (GroupSlot){pair_group(graph->planner, node->pair), i};
        classify(graph->planner, node->pair, node->step);
        Pair *group = slots[i].pair;
        node->step->subject = group->new != NULL   ? group->new
                              : group->old != NULL ? group->old
                                                   : step_object(node->step);
    }
    qsort(slots, count, sizeof *slots, compare_slots);
    size_t shared = 0;
    bool has_shared = false;
    for (size_t i = 0; i < count; i++) {
        Node *node = &graph->nodes.items[slots[i].node];
        has_shared = has_shared && slots[i].pair == slots[i - 1].pair;
        if (!node->step->is_transactional || node->step->needs_commit) {
            node->group = group_add(graph, slots[i].pair, node->step);
        } else {
            shared = has_shared ? shared : group_add(graph, slots[i].pair, NULL);
            has_shared = true;
            node->group = shared;
        }
        list_push(graph->arena, &graph->groups.items[node->group].nodes, slots[i].node);
    }
}

static int phase_of(const Step *step) {
    if (step->verb == STEP_DROP) {
        return 0;
    }
    if (step->verb == STEP_CREATE) {
        return 2;
    }
    return step_is_structural(step) ? 1 : 3;
}

/* Keys come before what can rest on them. */
static int constraint_rank(const Object *object) {
    ConstraintType type = ((const TableConstraint *)object)->type;
    return type == CONSTRAINT_TYPE_FOREIGN_KEY ? CONSTRAINT_TYPE_EXCLUDE + 1 : (int)type;
}

int graph_compare_nodes(const Node *left, const Node *right) {
    const Step *one = left->step, *other = right->step;
    const Object *object = step_object(one), *against = step_object(other);
    int phase = phase_of(one);
    if (phase != phase_of(other)) {
        return phase - phase_of(other);
    }
    if (object->kind != against->kind) {
        int order = (int)object->kind - (int)against->kind;
        return phase == 0 ? -order : order;
    }
    if (object->kind == KIND_COLUMN && object->parent == against->parent) {
        int order = ((const Column *)object)->position - ((const Column *)against)->position;
        if (order != 0) {
            return order;
        }
    }
    if (object->kind == KIND_CONSTRAINT && phase == 2 &&
        constraint_rank(object) != constraint_rank(against)) {
        return constraint_rank(object) - constraint_rank(against);
    }
    int order = text_compare(object->key, against->key);
    return order != 0 ? order : (int)one->part - (int)other->part;
}

static const Object *group_object(const NodeGroup *group) {
    return group->pair->new != NULL ? group->pair->new : group->pair->old;
}

/*
 * Changes, then drops.  An event trigger that goes goes first and one that comes comes last: it
 * might forbid the rest of the script.
 */
static int stage_of(const NodeGroup *group) {
    enum { FIRST, CHANGES, DROPS, LAST };
    bool is_event_trigger = group_object(group)->kind == KIND_EVENT_TRIGGER;
    if (group->is_drop) {
        return is_event_trigger ? FIRST : DROPS;
    }
    return is_event_trigger && group->pair->old == NULL ? LAST : CHANGES;
}

/* Changes in the order of kinds; drops in the other direction. */
static int compare_groups(const NodeGroup *left, const NodeGroup *right) {
    int stage = stage_of(left) - stage_of(right);
    if (stage != 0) {
        return stage;
    }
    const Object *one = group_object(left), *other = group_object(right);
    int order = one->kind != other->kind ? (int)one->kind - (int)other->kind
                                         : text_compare(one->key, other->key);
    if (order != 0) {
        return left->is_drop ? -order : order;
    }
    if ((left->alone == NULL) != (right->alone == NULL)) {
        return left->alone == NULL ? -1 : 1;
    }
    return left->alone == NULL
               ? 0
               : graph_compare_nodes(&(Node){.step = left->alone}, &(Node){.step = right->alone});
}

static int compare_group_pointers(const void *left, const void *right) {
    return compare_groups(*(NodeGroup *const *)left, *(NodeGroup *const *)right);
}

void graph_rank_groups(Graph *graph) {
    size_t count = graph->groups.count;
    NodeGroup **sorted = arena_array(graph->arena, NodeGroup *, count + 1);
    for (size_t i = 0; i < count; i++) {
        NodeGroup *group = sorted[i] = &graph->groups.items[i];
        group->undone = group->nodes.count;
        group->is_drop = true;
        for (size_t j = 0; j < group->nodes.count; j++) {
            Node *node = &graph->nodes.items[group->nodes.items[j]];
            group->is_drop &= node->step->verb == STEP_DROP;
        }
    }
    qsort(sorted, count, sizeof *sorted, compare_group_pointers);
    for (size_t i = 0; i < count; i++) {
        sorted[i]->rank = i;
    }
}

static bool needs_are_met(const Graph *graph, const Node *node, const Node *table) {
    for (size_t i = 0; i < node->in.count; i++) {
        const Edge *edge = &graph->edges.items[node->in.items[i]];
        const Node *before = &graph->nodes.items[edge->before];
        if (!edge->is_gone && before->place > table->place) {
            return false;
        }
    }
    return true;
}

/* Of two keys over the same columns in one CREATE TABLE, PostgreSQL makes but one. */
static bool has_same_key(const Step *table, const TableConstraint *key) {
    for (size_t i = 0; i < table->folded.count; i++) {
        const TableConstraint *other = (const TableConstraint *)table->folded.items[i]->new;
        bool is_key =
            other->type == CONSTRAINT_TYPE_PRIMARY_KEY || other->type == CONSTRAINT_TYPE_UNIQUE;
        if (is_key && key->type == CONSTRAINT_TYPE_UNIQUE &&
            text_list_equal(&other->columns, &key->columns)) {
            return true;
        }
    }
    return false;
}

static bool can_fold(const Graph *graph, const Node *node, const Node *table) {
    const Step *step = node->step;
    if (step->verb != STEP_CREATE || step->new->kind != KIND_CONSTRAINT ||
        ((const TableConstraint *)step->new)->is_not_valid || table == NULL) {
        return false;
    }
    return table->part == node->part &&
           !has_same_key(table->step, (const TableConstraint *)step->new) &&
           needs_are_met(graph, node, table);
}

/* Constraints whose needs are all met before CREATE TABLE are spelled inside it. */
void graph_fold(Graph *graph, StepGroup *group) {
    size_t kept = 0;
    for (size_t i = 0; i < group->steps.count; i++) {
        Step *step = group->steps.items[i];
        Node *node = graph_node(graph, step);
        const Pair *parent =
            step->verb == STEP_CREATE ? pair_parent(graph->planner, step->new) : NULL;
        const Node *table =
            parent == NULL || parent->create == NULL ? NULL : graph_node(graph, parent->create);
        if (can_fold(graph, node, table)) {
            node->place = table->place; /* for those that need it in turn */
            list_push(graph->arena, &table->step->folded, step);
        } else {
            group->steps.items[kept++] = step;
        }
    }
    group->steps.count = kept;
}
