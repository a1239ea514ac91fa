/*
 * Foreign-data wrappers, servers, user mappings; publications and subscriptions.
 */
#include "diff/planner.h"

static void alter(Planner *planner, Pair *pair, StepPart part) {
    planner_alter(planner, pair, part, pair->old, pair->new);
}

void diff_wrapper(Planner *planner, Pair *pair) {
    const ForeignWrapper *old = (const ForeignWrapper *)pair->old;
    const ForeignWrapper *new = (const ForeignWrapper *)pair->new;
    if (!text_equal(old->handler, new->handler) || !text_equal(old->validator, new->validator)) {
        alter(planner, pair, PART_DEFINITION);
    }
    if (!setting_list_equal(&old->options, &new->options)) {
        alter(planner, pair, PART_FOREIGN_OPTIONS);
    }
}

/* Wrapper and type are there for good. */
void diff_server(Planner *planner, Pair *pair) {
    const ForeignServer *old = (const ForeignServer *)pair->old;
    const ForeignServer *new = (const ForeignServer *)pair->new;
    if (!text_equal(old->wrapper, new->wrapper) || !text_same(old->type, new->type)) {
        planner_replace(planner, pair);
        return;
    }
    if (!text_same(old->version, new->version)) {
        alter(planner, pair, PART_VERSION);
    }
    if (!setting_list_equal(&old->options, &new->options)) {
        alter(planner, pair, PART_FOREIGN_OPTIONS);
    }
}

void diff_user_mapping(Planner *planner, Pair *pair) {
    alter(planner, pair, PART_FOREIGN_OPTIONS);
}

/* ALTER PUBLICATION knows no FOR ALL TABLES. */
void diff_publication(Planner *planner, Pair *pair) {
    const Publication *old = (const Publication *)pair->old;
    const Publication *new = (const Publication *)pair->new;
    if (old->has_all_tables != new->has_all_tables) {
        planner_replace(planner, pair);
    } else {
        alter(planner, pair, PART_OPTIONS);
    }
}

/* Streaming is not said where the server is not known; it was off before there was the word. */
static SettingList without_streaming_off(Planner *planner, const SettingList *options) {
    SettingList kept = {0};
    for (size_t i = 0; i < options->count; i++) {
        if (!text_equal(options->items[i].name, TEXT("streaming")) ||
            !text_equal(options->items[i].value, TEXT("off"))) {
            list_push(planner->arena, &kept, options->items[i]);
        }
    }
    return kept;
}

void diff_subscription(Planner *planner, Pair *pair) {
    const Subscription *old = (const Subscription *)pair->old;
    const Subscription *new = (const Subscription *)pair->new;
    if (!text_equal(old->connection, new->connection) ||
        !text_list_equal(&old->publications, &new->publications)) {
        alter(planner, pair, PART_DEFINITION);
    }
    SettingList was = without_streaming_off(planner, &old->options);
    SettingList is = without_streaming_off(planner, &new->options);
    if (!setting_list_equal(&was, &is)) {
        alter(planner, pair, PART_OPTIONS);
    }
    /* off on one side, and not said on the other */
    pair->is_settled |= old->options.count - was.count != new->options.count - is.count;
    bool is_stated = old->enabled != '\0' && new->enabled != '\0';
    if (is_stated && old->enabled != new->enabled) {
        alter(planner, pair, PART_ENABLED);
    }
    pair->is_settled |= !is_stated;
}
