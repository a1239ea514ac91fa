/*
 * Statistics objects and event triggers: little can be altered, the rest is made anew.
 */
#include "diff/planner.h"

void diff_statistics(Planner *planner, Pair *pair) {
    const ExtendedStatistics *old = (const ExtendedStatistics *)pair->old;
    const ExtendedStatistics *new = (const ExtendedStatistics *)pair->new;
    bool is_same = text_list_equal(&old->kinds, &new->kinds) &&
                   text_list_equal(&old->columns, &new->columns) &&
                   text_list_equal(&old->expressions, &new->expressions) &&
                   pair_parent(planner, pair->old) == pair_parent(planner, pair->new);
    if (!is_same) {
        planner_replace(planner, pair);
    } else if (old->target != new->target) {
        planner_alter(planner, pair, PART_STATISTICS, pair->old, pair->new);
    }
}

void diff_event_trigger(Planner *planner, Pair *pair) {
    const EventTrigger *old = (const EventTrigger *)pair->old;
    const EventTrigger *new = (const EventTrigger *)pair->new;
    bool is_same = text_equal(old->event, new->event) && text_list_equal(&old->tags, &new->tags) &&
                   text_equal(old->function, new->function);
    if (!is_same) {
        planner_replace(planner, pair);
    } else if (old->enabled != new->enabled) {
        planner_alter(planner, pair, PART_ENABLED, pair->old, pair->new);
    }
}
