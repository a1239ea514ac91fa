/*
 * Diff of what is replaced as a whole: routines, views, triggers, rules, policies.
 *
 * In: a pair with both versions, known to differ.  Out: CREATE OR REPLACE where PostgreSQL accepts
 * it for this difference, else DROP and CREATE; what depends on it follows in recreate.c.
 */
#include "diff/planner.h"

static void alter(Planner *planner, Pair *pair, StepPart part) {
    planner_alter(planner, pair, part, pair->old, pair->new);
}

static bool is_output(const Parameter *parameter) {
    return text_equal(parameter->mode, TEXT("OUT")) || text_equal(parameter->mode, TEXT("TABLE"));
}

/*
 * CREATE OR REPLACE FUNCTION keeps names of parameters, modes, output types and results, and may
 * add defaults but not remove them.  A name may be given to a parameter that had none.
 */
static bool can_replace_parameter(const Parameter *old, const Parameter *new) {
    return text_equal(old->mode, new->mode) && text_equal(old->type, new->type) &&
           (text_equal(old->name, new->name) || (text_is_empty(old->name) && !is_output(old))) &&
           (text_is_absent(old->default_value) || !text_is_absent(new->default_value));
}

static bool can_replace_routine(const Routine *old, const Routine *new) {
    if (!text_equal(old->result, new->result) || old->is_window != new->is_window ||
        old->parameters.count != new->parameters.count) {
        return false;
    }
    for (size_t i = 0; i < new->parameters.count; i++) {
        if (!can_replace_parameter(&old->parameters.items[i], &new->parameters.items[i])) {
            return false;
        }
    }
    return true;
}

void diff_routine(Planner *planner, Pair *pair) {
    if (can_replace_routine((const Routine *)pair->old, (const Routine *)pair->new)) {
        alter(planner, pair, PART_DEFINITION);
    } else {
        planner_replace(planner, pair);
    }
}

/* The type of a view's column is not known here: it can only be that of a column it uses. */
static bool has_retyped_source(const Pair *pair) {
    const UseList *uses = pair_uses(pair, pair->new);
    for (size_t i = 0; i < uses->count; i++) {
        const Pair *source = uses->items[i].pair;
        if (source->old == NULL || source->new == NULL || source->new->kind != KIND_COLUMN) {
            continue;
        }
        const Column *old = (const Column *)source->old, *new = (const Column *)source->new;
        if (!text_equal(old->type, new->type) || !text_equal(old->collation, new->collation)) {
            return true;
        }
    }
    return false;
}

static bool is_prefix(const TextList *shorter, const TextList *longer) {
    for (size_t i = 0; i < shorter->count && i < longer->count; i++) {
        if (!text_equal(shorter->items[i], longer->items[i])) {
            return false;
        }
    }
    return shorter->count <= longer->count;
}

/* The piece of a select list that makes one output column; absent when the query is not that plain.
 */
static bool next_item(Text query, size_t *position, Text *item) {
    int depth = 0;
    size_t start = *position;
    for (size_t i = start; i < query.length; i++) {
        char letter = query.data[i];
        if (letter == '\'' || letter == '"') {
            size_t end = i + 1;
            while (end < query.length && query.data[end] != letter) {
                end++;
            }
            i = end;
        } else if (letter == '(' || letter == '[') {
            depth++;
        } else if (letter == ')' || letter == ']') {
            depth--;
        } else if (depth == 0 && letter == ',') {
            *item = text_trim(text_slice(query, start, i));
            *position = i + 1;
            return true;
        } else if (depth == 0 &&
                   text_starts_with(text_slice(query, i, query.length), TEXT(" FROM "))) {
            *item = text_trim(text_slice(query, start, i));
            *position = query.length;
            return true;
        }
    }
    *item = text_trim(text_slice(query, start, query.length));
    *position = query.length;
    return start < query.length;
}

/*
 * CREATE OR REPLACE VIEW needs the same output columns, with the same types, and may append more.
 * Types are taken to be the same where the select items are: what is left of a changed item may
 * have another type, so the view is made anew unless the change is elsewhere (WHERE, joins, order).
 */
static bool has_same_items(const View *old, const View *new) {
    if (!text_starts_with(old->query, TEXT("SELECT ")) ||
        !text_starts_with(new->query, TEXT("SELECT "))) {
        return false;
    }
    size_t old_position = 7, new_position = 7;
    for (size_t i = 0; i < old->columns.count; i++) {
        Text old_item, new_item;
        if (!next_item(old->query, &old_position, &old_item) ||
            !next_item(new->query, &new_position, &new_item) || !text_equal(old_item, new_item)) {
            return false;
        }
    }
    return true;
}

/* An alias in the select list could mean another table when one of the old tables is gone. */
static bool keeps_sources(const Pair *pair) {
    const UseList *uses = pair_uses(pair, pair->old);
    for (size_t i = 0; i < uses->count; i++) {
        const Pair *source = uses->items[i].pair;
        bool is_relation = source->old != NULL && source->old->parent == NULL;
        if (is_relation && !pair_still_uses(pair, source)) {
            return false;
        }
    }
    return true;
}

static bool can_replace_view(const Pair *pair) {
    const View *old = (const View *)pair->old, *new = (const View *)pair->new;
    if (text_equal(old->query, new->query)) {
        return true;
    }
    return old->columns.count != 0 && is_prefix(&old->columns, &new->columns) &&
           has_same_items(old, new) && keeps_sources(pair) && !has_retyped_source(pair);
}

void diff_view(Planner *planner, Pair *pair) {
    const View *old = (const View *)pair->old, *new = (const View *)pair->new;
    if (!can_replace_view(pair)) {
        planner_replace(planner, pair);
        return;
    }
    if (!text_equal(old->query, new->query)) {
        alter(planner, pair, PART_DEFINITION);
    }
    if (!setting_list_equal(&old->options, &new->options)) {
        alter(planner, pair, PART_OPTIONS);
    }
}

void diff_materialized_view(Planner *planner, Pair *pair) {
    const View *old = (const View *)pair->old, *new = (const View *)pair->new;
    bool has_other_method = !text_equal(old->access_method, new->access_method);
    if (!text_equal(old->query, new->query) ||
        (has_other_method && !planner_server_is(planner, 15))) {
        planner_replace(planner, pair);
        return;
    }
    if (!setting_list_equal(&old->options, &new->options)) {
        alter(planner, pair, PART_OPTIONS);
    }
    if (has_other_method) {
        alter(planner, pair, PART_ACCESS_METHOD);
    }
    if (!text_equal(old->tablespace, new->tablespace)) {
        alter(planner, pair, PART_TABLESPACE);
    }
}

/* CREATE OR REPLACE RULE takes any other definition. */
void diff_rule(Planner *planner, Pair *pair) {
    const RewriteRule *old = (const RewriteRule *)pair->old;
    const RewriteRule *new = (const RewriteRule *)pair->new;
    if (!text_equal(old->definition, new->definition)) {
        alter(planner, pair, PART_DEFINITION);
    }
    if (old->enabled != new->enabled) {
        alter(planner, pair, PART_ENABLED);
    }
}

void diff_trigger(Planner *planner, Pair *pair) {
    const TableTrigger *old = (const TableTrigger *)pair->old;
    const TableTrigger *new = (const TableTrigger *)pair->new;
    if (old->is_part != new->is_part) {
        planner_exchange_trigger_part(planner, pair);
        return;
    }
    if (!text_equal(old->definition, new->definition) || old->is_constraint != new->is_constraint) {
        /* CREATE OR REPLACE TRIGGER came with 14 and never takes constraint triggers. */
        if (planner->server_version < 140000 || old->is_constraint || new->is_constraint) {
            planner_replace(planner, pair);
            return;
        }
        alter(planner, pair, PART_DEFINITION);
    }
    /* OR REPLACE enables the trigger again. */
    bool is_reset = !text_equal(old->definition, new->definition) && new->enabled != 'O';
    if (old->enabled != new->enabled || is_reset) {
        alter(planner, pair, PART_ENABLED);
    }
}

/* ALTER POLICY changes roles and expressions, and cannot take an expression away. */
void diff_policy(Planner *planner, Pair *pair) {
    const RowPolicy *old = (const RowPolicy *)pair->old, *new = (const RowPolicy *)pair->new;
    bool loses_expression =
        (!text_is_absent(old->using_expression) && text_is_absent(new->using_expression)) ||
        (!text_is_absent(old->check_expression) && text_is_absent(new->check_expression));
    if (loses_expression || !text_equal(old->command, new->command) ||
        old->is_permissive != new->is_permissive) {
        planner_replace(planner, pair);
    } else {
        alter(planner, pair, PART_DEFINITION);
    }
}
