/*
 * Pairs: the objects of the two schemas side by side, and what is asked of a pair everywhere.
 *
 * In: two sorted lists of objects.  Out: one list of pairs, and Object.pair.  A
 * constraint or index that only has another name makes one pair, so that it is renamed.
 */
#include "diff/planner.h"

#include <stdlib.h>

/*
 * An object knows its pair by itself: the schemas are read-only here but for that, and asking is
 * what diff/ does most.
 */
void planner_register(const Object *object, Pair *pair) {
    ((Object *)(uintptr_t)object)->pair = pair;
}

Pair *planner_pair(const Planner *planner, const Object *object) {
    (void)planner;
    return object == NULL ? NULL : object->pair;
}

static Pair *pair_add(Planner *planner, const Object *old, const Object *new) {
    Pair *pair = arena_new(planner->arena, Pair);
    pair->sides[0] = old;
    pair->sides[1] = new;
    if (old != NULL) {
        planner_register(old, pair);
    }
    if (new != NULL) {
        planner_register(new, pair);
    }
    list_push(planner->arena, &planner->pairs, pair);
    if ((old != NULL ? old : new)->kind == KIND_DEFAULT_PRIVILEGE) {
        list_push(planner->arena, &planner->default_privileges, pair);
    }
    return pair;
}

static bool can_be_renamed(const Object *object) {
    if (object->kind == KIND_CONSTRAINT) {
        return !((const TableConstraint *)object)->is_inherited && object_whole(object) == NULL;
    }
    return object->kind == KIND_INDEX && object_whole(object) == NULL;
}

/* An old sibling of the same kind and definition that has no counterpart. */
static Pair *find_renamed(const Planner *planner, const Pair *pair) {
    const Object *new = pair->sides[1];
    const Pair *parent = planner_pair(planner, new->parent);
    const Object *old_parent = parent == NULL ? NULL : parent->sides[0];
    if (old_parent == NULL || old_parent->kind != new->parent->kind) {
        return NULL;
    }
    for (size_t i = 0; i < old_parent->children.count; i++) {
        const Object *old = old_parent->children.items[i];
        Pair *other = planner_pair(planner, old);
        if (old->kind == new->kind && other->sides[1] == NULL &&can_be_renamed(old) &&
            text_equal(old->canonical, new->canonical)) {
            return other;
        }
    }
    return NULL;
}

/*
 * CHECK and foreign key names only have to be free in their table; index names in the schema.  A
 * name that is still taken by something else makes it a drop and a create after all.
 */
static void pair_renamed(Planner *planner) {
    for (size_t i = 0; i < planner->pairs.count; i++) {
        Pair *pair = planner->pairs.items[i];
        const Object *new = pair->sides[1];
        if (new == NULL || pair->sides[0] != NULL || new->parent == NULL || !can_be_renamed(new) ||
            schema_find_relation(planner->schemas[0], new->schema, new->name) != NULL) {
            continue;
        }
        Pair *other = find_renamed(planner, pair);
        if (other != NULL) {
            pair->sides[0] = other->sides[0];
            other->sides[0] = NULL;
            planner_register(pair->sides[0], pair);
        }
    }
}

/* The index of a table is not that of the materialized view that takes the table's name. */
static bool has_other_parent(const Object *old, const Object *new) {
    return old->parent != NULL && new->parent != NULL && old->parent->kind != new->parent->kind;
}

/* The old part of the same whole on the same partition, under whatever name. */
static Pair *find_part(const Planner *planner, const Object *part) {
    const Pair *table = planner_pair(planner, part->parent);
    const Pair *whole = planner_pair(planner, object_whole(part));
    const Object *old = table->sides[0];
    for (size_t i = 0; old != NULL && i < old->children.count; i++) {
        const Object *child = old->children.items[i];
        const Object *of = object_whole(child);
        if (child->kind == part->kind && of != NULL && planner_pair(planner, of) == whole &&
            whole->sides[0] == of && planner_pair(planner, child)->sides[1] == NULL) {
            return planner_pair(planner, child);
        }
    }
    return NULL;
}

/* Wholes first, then parts of parts: until no more are found. */
static void pair_parts(Planner *planner) {
    bool is_changed = true;
    while (is_changed) {
        is_changed = false;
        for (size_t i = 0; i < planner->pairs.count; i++) {
            Pair *pair = planner->pairs.items[i];
            const Object *new = pair->sides[1];
            Pair *other = new == NULL || pair->sides[0] != NULL || object_whole(new) == NULL
                              ? NULL
                              : find_part(planner, new);
            if (other != NULL &&
                schema_find_relation(planner->schemas[0], new->schema, new->name) == NULL) {
                pair->sides[0] = other->sides[0];
                other->sides[0] = NULL;
                planner_register(pair->sides[0], pair);
                is_changed = true;
            }
        }
    }
}

void planner_make_pairs(Planner *planner) {
    const ObjectList *old = &planner->schemas[0]->all, *new = &planner->schemas[1]->all;
    size_t i = 0, j = 0;
    while (i < old->count || j < new->count) {
        int order = i == old->count   ? 1
                    : j == new->count ? -1
                                      : text_compare(old->items[i]->key, new->items[j]->key);
        if (order == 0 && has_other_parent(old->items[i], new->items[j])) {
            pair_add(planner, old->items[i], NULL);
            pair_add(planner, NULL, new->items[j]);
        } else {
            pair_add(planner, order <= 0 ? old->items[i] : NULL, order >= 0 ? new->items[j] : NULL);
        }
        i += order <= 0;
        j += order >= 0;
    }
    pair_renamed(planner);
    pair_parts(planner);
}

void planner_touch(Planner *planner, Pair *pair) {
    if (!pair->is_touched) {
        pair->is_touched = true;
        list_push(planner->arena, &planner->touched, pair);
    }
}

/* Left alone comes last: what takes part is in the order of its keys, as in Planner.pairs. */
static int compare_touched(const void *left, const void *right) {
    const Pair *one = *(Pair *const *)left, *other = *(Pair *const *)right;
    if (one->is_left_alone != other->is_left_alone) {
        return one->is_left_alone ? 1 : -1;
    }
    const Object *object = one->sides[1] != NULL ? one->sides[1] : one->sides[0];
    const Object *other_object = other->sides[1] != NULL ? other->sides[1] : other->sides[0];
    if (object == NULL || other_object == NULL) { /* what is left of a pair that was renamed */
        return (object == NULL) - (other_object == NULL);
    }
    return text_compare(object->key, other_object->key);
}

/* Nothing was added, as a rule, and then nothing moves. */
void planner_sort_touched(Planner *planner) {
    PairList *touched = &planner->touched;
    bool is_sorted = true;
    for (size_t i = 1; is_sorted && i < touched->count; i++) {
        is_sorted = compare_touched(&touched->items[i - 1], &touched->items[i]) <= 0;
    }
    if (is_sorted) {
        return;
    }
    qsort(touched->items, touched->count, sizeof *touched->items, compare_touched);
}

void planner_reset(Planner *planner) {
    for (size_t i = 0; i < planner->touched.count; i++) {
        Pair *pair = planner->touched.items[i];
        pair->drop = pair->create = NULL;
        pair->alters = (StepList){0};
        pair->cause = pair->merged = NULL;
        pair->is_touched = pair->is_queued = pair->is_settled = false;
    }
    planner->touched.count = 0;
}

const UseList *pair_uses(const Pair *pair, const Object *version) {
    return &pair->uses[version == pair->sides[0] ? 0 : 1];
}

bool pair_still_uses(const Pair *pair, const Pair *target) {
    if (pair->new == NULL) {
        return false;
    }
    const UseList *uses = pair_uses(pair, pair->new);
    for (size_t i = 0; i < uses->count; i++) {
        if (uses->items[i].pair == target) {
            return true;
        }
    }
    return false;
}

bool pair_user_is_live(const Pair *user, int side, const Object *version) {
    return version != NULL && version == user->sides[side] &&
           !(side == 1 && user->sides[0] == user->sides[1]);
}

bool pair_is_column_type(const Pair *pair) {
    for (int side = 0; side < 2; side++) {
        const UseList *users = &pair->users[side];
        for (size_t i = 0; i < users->count; i++) {
            const Pair *user = users->items[i].pair;
            if (users->items[i].role == USE_TYPE && pair_user_is_live(user, side, user->old)) {
                return true;
            }
        }
    }
    return false;
}

bool pair_is_table_type(const Pair *pair) {
    const UseList *users = &pair->users[0];
    for (size_t i = 0; i < users->count; i++) {
        const Object *user = users->items[i].pair->old;
        if (user != NULL && user->kind == KIND_TABLE &&
            text_equal(((const Table *)user)->of_type, pair->old->name)) {
            return true;
        }
    }
    return false;
}

Pair *pair_parent(const Planner *planner, const Object *version) {
    return version == NULL ? NULL : planner_pair(planner, version->parent);
}

Pair *pair_root(const Planner *planner, const Pair *pair) {
    const Object *version = pair->new != NULL ? pair->new : pair->old;
    if (version == NULL) {
        version = pair->sides[1] != NULL ? pair->sides[1] : pair->sides[0];
    }
    while (version->parent != NULL) {
        version = version->parent;
    }
    Pair *root = planner_pair(planner, version);
    if (version->kind != KIND_SEQUENCE) {
        return root;
    }
    const Object *owner = sequence_owner(planner, version, version == root->sides[0] ? 0 : 1);
    return owner == NULL ? root : pair_root(planner, planner_pair(planner, owner));
}

Step *pair_drop_step(const Planner *planner, const Pair *pair) {
    if (pair->drop != NULL || pair->old == NULL) {
        return pair->drop;
    }
    if (pair->old->kind == KIND_SEQUENCE) {
        int side = pair->old == pair->sides[0] ? 0 : 1;
        Pair *owner = planner_pair(planner, sequence_owner(planner, pair->old, side));
        return owner == NULL || pair->new != NULL ? NULL : pair_drop_step(planner, owner);
    }
    Pair *parent = pair_parent(planner, pair->old);
    Step *step = parent == NULL ? NULL : pair_drop_step(planner, parent);
    const Object *whole = object_whole(pair->old);
    return step != NULL || whole == NULL ? step
                                         : pair_drop_step(planner, planner_pair(planner, whole));
}

Step *pair_create_step(const Planner *planner, const Pair *pair) {
    const Object *whole = pair->new == NULL ? NULL : object_whole(pair->new);
    if (pair->create == NULL && whole != NULL) {
        Step *step = pair_create_step(planner, planner_pair(planner, whole));
        return step != NULL ? step : pair_parent(planner, pair->new)->create;
    }
    if (pair->create != NULL || pair->new == NULL || pair->new->kind != KIND_COLUMN) {
        return pair->create;
    }
    Pair *parent = pair_parent(planner, pair->new);
    return parent == NULL ? NULL : parent->create;
}

Text pair_describe(const Planner *planner, const Pair *pair) {
    const Object *object = pair->new != NULL ? pair->new : pair->old;
    return object_describe(planner->arena, object);
}
