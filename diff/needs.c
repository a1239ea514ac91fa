/*
 * Needs: which step must come before which.
 *
 * In: the steps of a run and the uses between their pairs.  Out: edges.  What is made needs what it
 * names; what is dropped waits until nothing names it any more; a name is free before it is taken.
 */
#include "diff/graph.h"

#include "compiler/definition.h"

#include <stdlib.h>

static void edge(Graph *graph, const Step *before, const Step *after, EdgeKind kind) {
    graph_add_edge(graph, before, after, kind, NULL);
}

/* Takes something off that is put back later: its `new` is not the pair's. */
static bool is_release(const Pair *pair, const Step *step) {
    return step->verb == STEP_ALTER && step->part != PART_REBUILD && step->new != pair->new;
}

/* Puts back what a release has taken off. */
static bool is_return(const Pair *pair, const Step *step) {
    return step->verb == STEP_ALTER && step->part != PART_REBUILD && step->old != pair->old;
}

/* Does this part of an ALTER have to do with that kind of use? */
static bool concerns(const Step *step, UseRole role) {
    if (step->part == PART_REBUILD) { /* perhaps a column's, whose default is a step of its own */
        return role != USE_DEFAULT;
    }
    if (step_object(step)->kind == KIND_COLUMN) {
        return step->part == PART_TYPE || step->part == PART_DEFAULT ||
               step->part == PART_EXPRESSION;
    }
    switch (role) {
        case USE_OWNER: return step->part == PART_OWNED_BY;
        case USE_PARENT: return step->part == PART_INHERITANCE || step->part == PART_PARTITION;
        case USE_IDENTITY: return step->part == PART_REPLICA_IDENTITY;
        case USE_WHOLE: return false;
        case USE_PART:
        case USE_DEFINITION:
        case USE_TYPE:
        case USE_DEFAULT:
        case USE_BODY:
        case USE_KEY: break;
    }
    return step_is_structural(step);
}

/* What those that use an object can notice of an ALTER of it. */
static bool is_visible(const Step *step) {
    switch (step->part) {
        case PART_NAME:
        case PART_TYPE:
        case PART_EXPRESSION:
        case PART_LABELS:
        case PART_REBUILD:
        case PART_DEFINITION:
        case PART_PARTITION:
        case PART_INHERITANCE:
        case PART_ENABLED:
        case PART_VERSION:
        case PART_SCHEMA: return true;
        default: return false;
    }
}

/* A table's own columns, constraints and indexes are no matter of whose partition it is. */
static bool is_visible_to(const Pair *user, const Pair *target, const Step *step) {
    const Object *object = user->new != NULL ? user->new : user->old;
    const Object *parent = object->parent;
    bool is_own = parent != NULL && (parent == target->new || parent == target->old) &&
                  !pair_is_trigger_part(user);
    return is_visible(step) &&
           !(is_own && (step->part == PART_PARTITION || step->part == PART_INHERITANCE));
}

static void edges_to_visible_alters(Graph *graph, const Pair *user, const Step *before,
                                    const Pair *pair, EdgeKind kind) {
    for (size_t i = 0; i < pair->alters.count; i++) {
        if (is_visible_to(user, pair, pair->alters.items[i])) {
            edge(graph, before, pair->alters.items[i], kind);
        }
    }
}

static void edges_from_alters(Graph *graph, const Pair *pair, const Step *after, EdgeKind kind) {
    for (size_t i = 0; i < pair->alters.count; i++) {
        if (step_is_structural(pair->alters.items[i])) {
            edge(graph, pair->alters.items[i], after, kind);
        }
    }
}

static void edges_to_alters(Graph *graph, const Step *before, const Pair *pair, EdgeKind kind) {
    for (size_t i = 0; i < pair->alters.count; i++) {
        if (step_is_structural(pair->alters.items[i])) {
            edge(graph, before, pair->alters.items[i], kind);
        }
    }
}

/* A dropped routine whose cause is another overload makes room for that; so does the index of a
   partition for that of the whole table. */
static void draw_overload(Graph *graph, const Pair *pair) {
    if (pair->new == NULL && pair->drop != NULL && pair->cause != NULL &&
        pair->cause->create != NULL && pair->cause->new->kind == pair->old->kind) {
        edge(graph, pair->drop, pair->cause->create, EDGE_LOOSE);
    }
}

/* DROP, CREATE, then the ALTERs one after the other; comments and rights at the end. */
static void draw_own_order(Graph *graph, const Pair *pair) {
    edge(graph, pair->drop, pair->create, EDGE_FIRM);
    const Step *last = pair->new == NULL ? NULL : pair_create_step(graph->planner, pair);
    for (size_t i = 0; i < pair->alters.count; i++) {
        const Step *step = pair->alters.items[i];
        if (step_is_structural(step)) {
            edge(graph, last, step, EDGE_FIRM);
            last = step;
        }
    }
    for (size_t i = 0; last != NULL && i < pair->alters.count; i++) {
        if (!step_is_structural(pair->alters.items[i])) {
            edge(graph, last, pair->alters.items[i], EDGE_LOOSE);
        }
    }
}

/*
 * Constraints, indexes and so on come after the work on the table's columns, and go before it.  An
 * index only goes before work on the columns it has: until then queries need it, and a new one with
 * another name shall be there first.
 */
static void draw_columns_of_parent(Graph *graph, const Pair *pair) {
    const Planner *planner = graph->planner;
    const Object *new = pair->create == NULL ? NULL : pair->new->parent;
    for (size_t i = 0; new != NULL &&i < new->children.count; i++) {
        const Pair *column = planner_pair(planner, new->children.items[i]);
        if (new->children.items[i]->kind == KIND_COLUMN) {
            edge(graph, column->create, pair->create, EDGE_LOOSE);
            edges_from_alters(graph, column, pair->create, EDGE_LOOSE);
        }
    }
    bool is_index = pair->old != NULL && pair->old->kind == KIND_INDEX;
    const Object *old = pair->drop == NULL || is_index ? NULL : pair->old->parent;
    for (size_t i = 0; old != NULL && i < old->children.count; i++) {
        const Pair *column = planner_pair(planner, old->children.items[i]);
        if (old->children.items[i]->kind == KIND_COLUMN) {
            edge(graph, pair->drop, column->drop, EDGE_LOOSE);
            edges_to_alters(graph, pair->drop, column, EDGE_LOOSE);
        }
    }
}

/* What a parent must have in common with its partitions. */
static bool is_shared(const Object *object) {
    return object->kind == KIND_COLUMN ||
           (object->kind == KIND_CONSTRAINT &&
            ((const TableConstraint *)object)->type == CONSTRAINT_TYPE_CHECK);
}

/* Parts of the whole's indexes come and go with the table's place. */
static bool is_of_rows(const Object *object) {
    bool is_index = object->kind == KIND_CONSTRAINT || object->kind == KIND_INDEX;
    return object->kind == KIND_COLUMN || (is_index && object_whole(object) == NULL);
}

/* The work on those children of one version of a table: all of it before `step`, or after it. */
static void draw_children_around(Graph *graph, const Object *table, bool (*filter)(const Object *),
                                 const Step *step, bool is_before) {
    for (size_t i = 0; table != NULL && i < table->children.count; i++) {
        const Object *child = table->children.items[i];
        const Pair *pair = planner_pair(graph->planner, child);
        if (!filter(child)) {
            continue;
        }
        if (is_before) {
            edge(graph, pair->drop, step, EDGE_LOOSE);
            edge(graph, pair->create, step, EDGE_LOOSE);
            edges_from_alters(graph, pair, step, EDGE_LOOSE);
        } else {
            edge(graph, step, pair->drop, EDGE_LOOSE);
            edge(graph, step, pair->create, EDGE_LOOSE);
            edges_to_alters(graph, step, pair, EDGE_LOOSE);
        }
    }
}

static bool is_key(const Object *object) {
    ConstraintType type = object->kind == KIND_CONSTRAINT ? ((const TableConstraint *)object)->type
                                                          : CONSTRAINT_TYPE_CHECK;
    return type == CONSTRAINT_TYPE_PRIMARY_KEY || type == CONSTRAINT_TYPE_UNIQUE ||
           type == CONSTRAINT_TYPE_EXCLUDE;
}

/*
 * DROP INDEX on the whole takes the index of each partition along, also of one about to leave; a
 * partition that joins before CREATE INDEX gets its own by that, and the rollback takes it away.
 */
static void draw_whole_indexes(Graph *graph, const Object *parent, const Step *step) {
    for (size_t i = 0; parent != NULL && i < parent->children.count; i++) {
        const Object *child = parent->children.items[i];
        if (child->kind == KIND_INDEX || is_key(child)) {
            edge(graph, planner_pair(graph->planner, child)->drop, step, EDGE_LOOSE);
            edge(graph, step, planner_pair(graph->planner, child)->create, EDGE_LOOSE);
        }
    }
}

/* The step only takes the table away from parents. */
static bool is_leaving(const Step *step) {
    return step->part == PART_PARTITION
               ? text_is_empty(((const Table *)step->new)->partition_parent)
               : ((const Table *)step->new)->inherits.count <
                     ((const Table *)step->old)->inherits.count;
}

/*
 * A table leaves its parent before the columns of either change, so that neither change reaches
 * across, and joins one when the columns of both are as they shall be.
 */
static void draw_columns_of_partition(Graph *graph, const Pair *pair) {
    for (size_t i = 0; pair->old != NULL && i < pair->alters.count; i++) {
        const Step *step = pair->alters.items[i];
        if (!concerns(step, USE_PARENT)) {
            continue;
        }
        bool is_before = !is_leaving(step);
        draw_children_around(graph, pair->old, is_of_rows, step, is_before);
        draw_children_around(graph, pair->new, is_of_rows, step, is_before);
        const UseList *uses = pair_uses(pair, is_before ? pair->new : pair->old);
        for (size_t j = 0; j < uses->count; j++) {
            const Pair *parent = uses->items[j].pair;
            if (uses->items[j].role == USE_PARENT) {
                draw_whole_indexes(graph, parent->sides[0], step);
                draw_whole_indexes(graph, parent->sides[1], step);
                draw_children_around(graph, parent->old, is_shared, step, is_before);
                draw_children_around(graph, parent->new, is_shared, step, is_before);
            }
        }
    }
}

/* Inherited by CREATE TABLE a CHECK is valid; NOT VALID it reaches only tables that are there. */
static bool comes_later(const Object *table, const Object *object) {
    const TableConstraint *inherited =
        object->kind == KIND_CONSTRAINT ? graph_constraint_of(table, object->name) : NULL;
    return inherited != NULL && inherited->is_not_valid;
}

static bool uses_as_part_of(const Pair *pair, const Pair *whole) {
    const UseList *uses = pair_uses(pair, pair->new);
    bool is_found = false;
    for (size_t i = 0; i < uses->count; i++) {
        is_found |= uses->items[i].role == USE_WHOLE && uses->items[i].pair == whole;
    }
    return is_found;
}

/* An index of the parent takes a key that the table has for its part there. */
static bool takes_key(const Graph *graph, const Pair *whole, const Object *table) {
    bool is_found = false;
    for (size_t i = 0; i < table->children.count; i++) {
        const Object *key = table->children.items[i];
        is_found |= key->kind == KIND_CONSTRAINT &&
                    uses_as_part_of(planner_pair(graph->planner, key), whole);
    }
    return is_found;
}

/* A new table takes from its parents what they have by then; an index ON ONLY is not for it. */
static void draw_taken_along(Graph *graph, const Object *parent, const Pair *pair) {
    for (size_t i = 0; parent != NULL && i < parent->children.count; i++) {
        const Object *child = parent->children.items[i];
        const Pair *other = planner_pair(graph->planner, child);
        bool is_only = child->kind == KIND_INDEX && ((const TableIndex *)child)->is_only;
        if (is_only || takes_key(graph, other, pair->new) ||
            (is_shared(child) && comes_later(pair->new, child))) {
            edge(graph, pair->create, other->create, EDGE_LOOSE);
        } else if (is_shared(child)) {
            edge(graph, other->drop, pair->create, EDGE_LOOSE);
            edge(graph, other->create, pair->create, EDGE_LOOSE);
            edges_from_alters(graph, other, pair->create, EDGE_LOOSE);
        }
    }
}

static void draw_columns_of_parents(Graph *graph, const Pair *pair) {
    const UseList *uses = pair_uses(pair, pair->new);
    for (size_t i = 0; pair->create != NULL && i < uses->count; i++) {
        const Pair *parent = uses->items[i].pair;
        if (uses->items[i].role == USE_PARENT) {
            draw_taken_along(graph, parent->old, pair);
            draw_taken_along(graph, parent->new, pair);
        }
    }
}

/* Switching a trigger on a table switches it on the partitions below, whichever version says so. */
static void draw_trigger_part(Graph *graph, const Pair *pair) {
    for (int side = 0; side < 2 && pair_is_trigger_part(pair); side++) {
        const UseList *uses = pair->sides[side] == NULL ? NULL : pair_uses(pair, pair->sides[side]);
        for (size_t i = 0; uses != NULL && i < uses->count; i++) {
            for (size_t j = 0; j < pair->alters.count; j++) {
                edges_from_alters(graph, uses->items[i].pair, pair->alters.items[j], EDGE_LOOSE);
            }
        }
    }
}

static void draw_family(Graph *graph, const Pair *pair) {
    const Planner *planner = graph->planner;
    const Pair *parent = pair_parent(planner, pair->new);
    draw_trigger_part(graph, pair);
    if (parent != NULL && pair->create != NULL) {
        edge(graph, parent->create, pair->create, EDGE_FIRM);
    }
    if (pair->create != NULL || pair->drop != NULL) {
        const Object *object = pair->new != NULL ? pair->new : pair->old;
        if (object->kind != KIND_COLUMN && object->parent != NULL) {
            draw_columns_of_parent(graph, pair);
        } else if (object->kind == KIND_COLUMN && object->parent != NULL) {
            graph_draw_merged_column(graph, pair);
        }
    }
    if (pair->new != NULL && pair->new->kind == KIND_TABLE) {
        draw_columns_of_partition(graph, pair);
        draw_columns_of_parents(graph, pair);
    }
}

static EdgeKind kind_of_use(UseRole role) {
    return role == USE_BODY ? EDGE_BODY : EDGE_FIRM;
}

/*
 * A base type and its functions need each other: they are made while it is a shell, and DROP TYPE
 * ... CASCADE takes them along.
 */
static bool makes_type(const Pair *function, const Pair *type, const Object *version) {
    if (version == NULL || version->kind != KIND_BASE_TYPE) {
        return false;
    }
    const UseList *uses = pair_uses(type, version);
    for (size_t i = 0; i < uses->count; i++) {
        if (uses->items[i].pair == function) {
            return true;
        }
    }
    return false;
}

/* `step` makes the pair's new version, or a part of it, which uses `target`. */
static void draw_new_use(Graph *graph, Pair *pair, const Step *step, const Use *use) {
    const Pair *target = use->pair;
    const Step *made = pair_create_step(graph->planner, target);
    if (use->role == USE_DEFAULT && step->verb == STEP_CREATE && object_has_default(pair->new)) {
        graph_add_edge(graph, made, step, EDGE_DEFAULT, pair);
    } else {
        edge(graph, made, step, kind_of_use(use->role));
    }
    EdgeKind kind = pair->drop != NULL && use->role != USE_BODY ? EDGE_FIRM : EDGE_LOOSE;
    bool is_of_shell = makes_type(pair, target, target->new);
    for (size_t i = 0; !is_of_shell && i < target->alters.count; i++) {
        const Step *alter = target->alters.items[i];
        if (is_visible_to(pair, target, alter) && !is_release(target, alter)) {
            edge(graph, alter, step, alter->needs_commit ? kind_of_use(use->role) : kind);
        }
    }
}

/* CREATE makes a shell, which needs no more than its schema; the functions come before the ALTER.
 */
static bool is_for_later(const Pair *pair, const Use *use) {
    return pair->new->kind == KIND_BASE_TYPE && use->pair->new != NULL &&
           use->pair->new->kind != KIND_SCHEMA;
}

static void draw_new_uses(Graph *graph, Pair *pair) {
    const Step *made = pair_is_part(pair) ? pair->create : pair_create_step(graph->planner, pair);
    const UseList *uses = pair_uses(pair, pair->new);
    for (size_t i = 0; i < uses->count; i++) {
        const Use *use = &uses->items[i];
        bool is_made_so =
            use->role != USE_OWNER && use->role != USE_IDENTITY && use->role != USE_WHOLE;
        if (made != NULL && is_made_so && !is_for_later(pair, use)) {
            draw_new_use(graph, pair, made, use);
        }
        for (size_t j = 0; j < pair->alters.count; j++) {
            const Step *step = pair->alters.items[j];
            if (concerns(step, use->role) && !is_release(pair, step)) {
                draw_new_use(graph, pair, step, use);
            }
        }
    }
}

/* DROP TABLE takes constraints, policies and so on along; each can also go before it. */
static bool can_go_before(const Pair *pair, UseRole role) {
    const Object *object = pair->old;
    if (object_has_default(object) && role == USE_DEFAULT) {
        return true;
    }
    if (pair->drop != NULL) {
        return false;
    }
    switch (object->kind) {
        case KIND_CONSTRAINT: return !((const TableConstraint *)object)->is_inherited;
        case KIND_COLUMN: return ((const Column *)object)->generated != GENERATED_NEVER;
        case KIND_INDEX:
        case KIND_STATISTICS:
        case KIND_TRIGGER:
        case KIND_POLICY:
        case KIND_RULE: return true;
        default: return false;
    }
}

/* The pair's old version goes with `step`: what it uses can go, or change, after that. */
static void draw_dropped_uses(Graph *graph, Pair *pair, const Step *step) {
    const Planner *planner = graph->planner;
    const UseList *uses = pair_uses(pair, pair->old);
    for (size_t i = 0; i < uses->count; i++) {
        const Use *use = &uses->items[i];
        if (use->role == USE_OWNER) {
            continue;
        }
        if (use->role == USE_WHOLE && pair->old->kind == KIND_CONSTRAINT) {
            edge(graph, use->pair->drop, step, EDGE_LOOSE); /* it holds on to its parts */
            continue;
        }
        EdgeKind kind = can_go_before(pair, use->role) ? EDGE_TAKEN : kind_of_use(use->role);
        kind = makes_type(pair, use->pair, use->pair->old) ? EDGE_LOOSE : kind;
        graph_add_edge(graph, step, pair_drop_step(planner, use->pair), kind, pair);
        edges_to_visible_alters(graph, pair, step, use->pair,
                                pair->create != NULL ? kind : EDGE_LOOSE);
    }
}

/* The pair lasts; the ALTERs that let go of something come before that is dropped. */
static void draw_released_uses(Graph *graph, const Pair *pair) {
    const UseList *uses = pair_uses(pair, pair->old);
    for (size_t i = 0; i < uses->count; i++) {
        const Pair *target = uses->items[i].pair;
        const Step *drop = pair_drop_step(graph->planner, target);
        bool is_still = pair_still_uses(pair, target);
        for (size_t j = 0; j < pair->alters.count; j++) {
            const Step *step = pair->alters.items[j];
            bool lets_go = is_still ? is_release(pair, step) : !is_return(pair, step);
            if (lets_go && concerns(step, uses->items[i].role)) {
                edge(graph, step, drop, EDGE_FIRM);
                edges_to_visible_alters(graph, pair, step, target, EDGE_LOOSE);
            }
        }
    }
}

typedef struct FreedName {
    Text key;
    const Step *step;
} FreedName;

typedef struct FreedNameList {
    FreedName *items;
    size_t count, capacity;
} FreedNameList;

/*
 * The space of names an object lives in: relations and types share one here, because every table
 * and view has a row type; routines have one; other constraints and so on have their table's.
 */
static Text name_key(Graph *graph, const Object *object) {
    if (object_kind_is_routine(object->kind)) {
        return text_format(graph->arena, "f %I.%I(%s)", object->schema, object->name,
                           object->arguments);
    }
    switch (object->kind) {
        case KIND_TABLE:
        case KIND_VIEW:
        case KIND_MATERIALIZED_VIEW:
        case KIND_SEQUENCE:
        case KIND_INDEX:
        case KIND_ENUM:
        case KIND_DOMAIN:
        case KIND_COMPOSITE:
        case KIND_BASE_TYPE:
        case KIND_RANGE: return text_format(graph->arena, "r %I.%I", object->schema, object->name);
        case KIND_CONSTRAINT:
            if (graph_constraint_has_index(object)) {
                return text_format(graph->arena, "r %I.%I", object->schema, object->name);
            }
            return text_format(graph->arena, "c %I.%I.%I", object->schema, object->relation,
                               object->name);
        default: return TEXT_ABSENT;
    }
}

/* A column's identity has a sequence, whose name is one of a relation. */
static Text identity_key(Graph *graph, const Object *object) {
    const Column *column = (const Column *)object;
    if (object->kind != KIND_COLUMN || column->identity == IDENTITY_NONE) {
        return TEXT_ABSENT;
    }
    return text_format(graph->arena, "r %I.%I", column->sequence->object.schema,
                       column->sequence->object.name);
}

static const Step *find_alter(const Pair *pair, StepPart part) {
    for (size_t i = 0; i < pair->alters.count; i++) {
        if (pair->alters.items[i]->part == part) {
            return pair->alters.items[i];
        }
    }
    return NULL;
}

/* The step after which the old version's name is free, or with which the new one's is taken. */
static const Step *naming_step(const Pair *pair, const Object *version, const Step *whole) {
    if (version == NULL || whole != NULL) {
        return version == NULL ? NULL : whole;
    }
    return find_alter(pair, version->kind == KIND_COLUMN ? PART_IDENTITY : PART_NAME);
}

static Text taken_name(Graph *graph, const Object *object) {
    return object->kind == KIND_COLUMN ? identity_key(graph, object) : name_key(graph, object);
}

static int compare_freed(const void *left, const void *right) {
    return text_compare(((const FreedName *)left)->key, ((const FreedName *)right)->key);
}

static void draw_names(Graph *graph) {
    FreedNameList freed = {0};
    const PairList *touched = &graph->planner->touched;
    for (size_t i = 0; i < touched->count; i++) {
        const Pair *pair = touched->items[i];
        const Step *step = naming_step(
            pair, pair->old, pair->old == NULL ? NULL : pair_drop_step(graph->planner, pair));
        Text key = step == NULL ? TEXT_ABSENT : taken_name(graph, pair->old);
        if (!text_is_absent(key)) {
            list_push(graph->arena, &freed, ((FreedName){key, step}));
        }
    }
    if (freed.count == 0) {
        return;
    }
    qsort(freed.items, freed.count, sizeof *freed.items, compare_freed);
    for (size_t i = 0; i < touched->count; i++) {
        const Pair *pair = touched->items[i];
        const Step *step = naming_step(pair, pair->new, pair_create_step(graph->planner, pair));
        Text key = step == NULL ? TEXT_ABSENT : taken_name(graph, pair->new);
        if (text_is_absent(key)) {
            continue;
        }
        FreedName wanted = {key, NULL};
        const FreedName *found =
            bsearch(&wanted, freed.items, freed.count, sizeof *freed.items, compare_freed);
        if (found != NULL) {
            edge(graph, found->step, step, EDGE_FIRM);
        }
    }
}

void graph_draw_needs(Graph *graph) {
    const PairList *touched = &graph->planner->touched;
    for (size_t i = 0; i < touched->count; i++) {
        Pair *pair = touched->items[i];
        draw_own_order(graph, pair);
        draw_overload(graph, pair);
        draw_family(graph, pair);
        graph_draw_constraint(graph, pair);
        graph_draw_not_null(graph, pair);
        graph_draw_part(graph, pair);
        if (pair->new != NULL) {
            draw_new_uses(graph, pair);
        }
        const Step *dropped = pair->old == NULL ? NULL : pair_drop_step(graph->planner, pair);
        if (dropped != NULL) {
            draw_dropped_uses(graph, pair, dropped);
        } else if (pair->old != NULL && pair->new != NULL && !pair_is_trigger_part(pair)) {
            draw_released_uses(graph, pair);
        }
    }
    draw_names(graph);
    graph_draw_places(graph);
}
