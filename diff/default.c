/*
 * Default: of columns and domains, apart from what has it.
 *
 * In: a column or domain whose default needs something that comes later than it does, or that goes
 * and comes again.  Out: a version without the default, and the steps that take it off and put it
 * back.
 */
#include "diff/planner.h"

#include "compiler/fingerprint.h"

bool object_has_default(const Object *object) {
    if (object->kind == KIND_DOMAIN) {
        return !text_is_absent(((const Domain *)object)->default_value);
    }
    return object->kind == KIND_COLUMN && ((const Column *)object)->generated == GENERATED_NEVER &&
           !text_is_absent(((const Column *)object)->default_value);
}

Object *planner_copy_without_default(Planner *planner, Pair *pair, const Object *object) {
    Object *bare = planner_copy_object(planner, pair, object);
    if (bare->kind == KIND_DOMAIN) {
        ((Domain *)bare)->default_value = TEXT_ABSENT;
    } else {
        ((Column *)bare)->default_value = TEXT_ABSENT;
    }
    fingerprint_object(planner->arena, bare);
    return bare;
}

static bool is_default_step(const Step *step) {
    return step->verb == STEP_ALTER && step->part == PART_DEFAULT;
}

void planner_split_default(Planner *planner, Pair *pair) {
    StepList own = pair->alters;
    bool is_split =
        own.count != 0 && is_default_step(own.items[0]) && !object_has_default(own.items[0]->new);
    if (is_split || !object_has_default(pair->old)) {
        return;
    }
    pair->alters = (StepList){0};
    planner_alter(planner, pair, PART_DEFAULT, pair->old,
                  planner_copy_without_default(planner, pair, pair->old));
    bool is_set = false;
    for (size_t i = 0; i < own.count; i++) {
        is_set |= is_default_step(own.items[i]);
        list_push(planner->arena, &pair->alters, own.items[i]);
    }
    if (!is_set && object_has_default(pair->new)) {
        planner_alter(planner, pair, PART_DEFAULT,
                      planner_copy_without_default(planner, pair, pair->new), pair->new);
    }
}
