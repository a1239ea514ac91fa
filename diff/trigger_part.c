/*
 * Trigger parts: triggers of a partitioned table that are switched otherwise on one partition.
 *
 * In: pairs of such states, which have no definition of their own.  Out: ALTER steps alone: the
 * whole table's trigger makes a part and takes it away.
 */
#include "diff/planner.h"

const TableTrigger *trigger_above(const Schema *schema, const Object *part) {
    const Table *table = (const Table *)part->parent;
    while (table != NULL && !text_is_empty(table->partition_parent)) {
        Text in_schema = table->partition_schema, name = table->partition_parent;
        const Object *found = schema_find_child(schema, KIND_TRIGGER, in_schema, name, part->name);
        if (found != NULL) {
            return (const TableTrigger *)found;
        }
        table = (const Table *)schema_find(schema, KIND_TABLE, in_schema, name);
    }
    return NULL;
}

bool pair_is_trigger_part(const Pair *pair) {
    const Object *object = pair->new != NULL ? pair->new : pair->old;
    return object != NULL && object->kind == KIND_TRIGGER &&
           ((const TableTrigger *)object)->is_part;
}

/* The same part as its whole would have it. */
static Object *following(Planner *planner, Pair *pair, const Object *part, int side) {
    const TableTrigger *above = trigger_above(planner->schemas[side], part);
    TableTrigger *copy = planner_copy(planner, pair, TableTrigger, part);
    copy->enabled = above == NULL ? 'O' : above->enabled;
    return &copy->object;
}

static bool is_partition_of(const Object *table, const Table *like) {
    const Table *part = (const Table *)table;
    return text_equal(part->partition_parent, like->partition_parent) &&
           text_equal(part->partition_schema, like->partition_schema);
}

/* The table and the trigger above are there afterwards, in the same relation to one another. */
static bool outlives(const Planner *planner, const Pair *pair) {
    const Pair *table = pair_parent(planner, pair->old);
    const TableTrigger *above =
        trigger_above(planner->schemas[pair->old == pair->sides[0] ? 0 : 1], pair->old);
    const Pair *whole = above == NULL ? NULL : planner_pair(planner, &above->object);
    return whole != NULL && whole->new != NULL &&
           table->new != NULL &&is_partition_of(table->new, (const Table *)table->old);
}

/* A trigger of the table's own has become a part, or the other way round. */
void planner_exchange_trigger_part(Planner *planner, Pair *pair) {
    if (((const TableTrigger *)pair->old)->is_part) {
        planner_make_create(planner, pair); /* the part went with the whole */
        return;
    }
    planner_make_drop(planner, pair);
    Object *bare = following(planner, pair, pair->new, pair->new == pair->sides[0] ? 0 : 1);
    planner_alter(planner, pair, PART_ENABLED, bare, pair->new);
}

void compare_trigger_part(Planner *planner, Pair *pair) {
    bool is_going = pair->new == NULL;
    const Object *part = is_going ? pair->old : pair->new;
    int own = part == pair->sides[0] ? 0 : 1;
    pair->is_settled = true;
    if (!is_going) {
        planner_alter(planner, pair, PART_ENABLED, following(planner, pair, part, own), part);
    } else if (outlives(planner, pair)) {
        planner_alter(planner, pair, PART_ENABLED, part, following(planner, pair, part, 1 - own));
    }
}

void planner_keep_trigger_part(Planner *planner, Pair *pair) {
    bool has_step = false;
    for (size_t i = 0; i < pair->alters.count; i++) {
        has_step |= pair->alters.items[i]->part == PART_ENABLED;
    }
    if (!has_step && pair->new != NULL) {
        planner_alter(planner, pair, PART_ENABLED, pair->old, pair->new);
    }
}

/* A trigger that is made, made anew or switched, and all its parts with it. */
static bool is_switched(const Pair *whole) {
    bool is_found = whole->create != NULL;
    for (size_t i = 0; i < whole->alters.count; i++) {
        StepPart part = whole->alters.items[i]->part;
        is_found |= part == PART_ENABLED || part == PART_DEFINITION;
    }
    return is_found;
}

/* What is done to the whole table's trigger is done to its parts: their own state comes after. */
void planner_keep_trigger_parts(Planner *planner) {
    for (size_t i = 0; i < planner->touched.count; i++) {
        const Pair *whole = planner->touched.items[i];
        const Object *object = whole->new != NULL ? whole->new : whole->old;
        bool is_whole = object != NULL && object->kind == KIND_TRIGGER && whole->old != NULL;
        bool is_disturbed = is_whole && is_switched(whole);
        for (int side = 0; is_disturbed && side < 2; side++) {
            for (size_t j = 0; j < whole->users[side].count; j++) {
                Pair *user = whole->users[side].items[j].pair;
                if (pair_is_trigger_part(user) && user->old != NULL && user->new != NULL) {
                    planner_keep_trigger_part(planner, user);
                }
            }
        }
    }
}
