/*
 * Header: the comment at the top of a script.
 *
 * In: a group of steps and its counterpart.  Out: what the file does and why, the objects it
 * touches, locks, time, what may fail, and what can be undone.
 */
#include "emit/describe.h"
#include "emit/layout.h"
#include "emit/script.h"

static const size_t longest_list = 12; /* lines of a list */
static const size_t longest_row = 6;   /* names in a line */

static void push_once(Arena *arena, TextList *list, Text text) {
    if (!text_list_contains(list, text)) {
        list_push(arena, list, text);
    }
}

/* Add "-- " and each text, and how many more there are. */
static void add_list(Builder *out, const TextList *lines, Text bullet) {
    for (size_t i = 0; i < lines->count && i < longest_list; i++) {
        layout_comment(out, text_format(out->arena, "%s%s", bullet, lines->items[i]), 4);
    }
    if (lines->count > longest_list) {
        Text more = text_from_integer(out->arena, (int64_t)(lines->count - longest_list));
        layout_comment(out, text_format(out->arena, "%sand %s more", bullet, more), 4);
    }
}

/* "public.a, public.b and 3 more" */
static Text row_of(Arena *arena, const TextList *names) {
    TextList shown = {names->items, names->count < longest_row ? names->count : longest_row, 0};
    Text row = text_join(arena, &shown, TEXT(", "));
    return names->count <= longest_row
               ? row
               : text_format(arena, "%s and %s more", row,
                             text_from_integer(arena, (int64_t)(names->count - longest_row)));
}

/* Does the group also create what the step drops, or drop what it creates? */
static bool has_counterpart(const StepGroup *group, const Step *step) {
    for (size_t i = 0; i < group->steps.count; i++) {
        const Step *other = group->steps.items[i];
        if (other->verb != step->verb && other->verb != STEP_ALTER && step->verb != STEP_ALTER &&
            text_equal(step_object(other)->key, step_object(step)->key)) {
            return true;
        }
    }
    return false;
}

static void add_purpose(Builder *out, const StepGroup *group, bool is_rollback) {
    TextList purposes = {0}, reasons = {0}, objects = {0};
    for (size_t i = 0; i < group->steps.count; i++) {
        const Step *step = group->steps.items[i];
        bool is_replaced = has_counterpart(group, step);
        if (is_replaced && step->verb == STEP_DROP) {
            continue; /* the CREATE speaks for both */
        }
        Text what = object_describe(out->arena, step_object(step));
        Text purpose = is_replaced && !step->is_recreation
                           ? text_format(out->arena, "Replaces %s", what)
                           : describe_step(out->arena, step);
        push_once(out->arena, &purposes, text_format(out->arena, "%s.", purpose));
        push_once(out->arena, &objects, what);
        push_once(out->arena, &reasons, describe_reason(step, is_replaced, is_rollback));
    }
    add_list(out, &purposes, TEXT(""));
    builder_add(out, TEXT("--\n"));
    Text why = text_join(out->arena, &reasons, TEXT("; "));
    layout_comment(out, text_format(out->arena, "Why: %s.", why), 4);
    builder_add(out, TEXT("-- Objects:\n"));
    add_list(out, &objects, TEXT("  - "));
}

/* The tables locked at least and at most so strongly, by steps with one of the hazards (0: any). */
static TextList tables_of(Arena *arena, const StepGroup *group, Lock least, Lock most,
                          unsigned hazards) {
    TextList tables = {0};
    for (size_t i = 0; i < group->steps.count; i++) {
        const Step *step = group->steps.items[i];
        Text table = describe_locked(arena, step);
        if (!text_is_absent(table) && step->lock >= least && step->lock <= most &&
            (hazards == 0 || (step->hazards & hazards))) {
            push_once(arena, &tables, table);
        }
    }
    return tables;
}

static unsigned group_hazards(const StepGroup *group) {
    unsigned hazards = 0;
    for (size_t i = 0; i < group->steps.count; i++) {
        hazards |= group->steps.items[i]->hazards;
    }
    return hazards;
}

static void list_locks(Arena *arena, const StepGroup *group, TextList *lines) {
    Text end = group->is_transactional ? TEXT("until COMMIT") : TEXT("meanwhile");
    TextList all = tables_of(arena, group, LOCK_ACCESS_EXCLUSIVE, LOCK_ACCESS_EXCLUSIVE, 0);
    if (all.count != 0) {
        list_push(arena, lines,
                  text_format(arena, "Locks: ACCESS EXCLUSIVE on %s; reads and writes wait %s.",
                              row_of(arena, &all), end));
    }
    TextList some = tables_of(arena, group, LOCK_SHARE, LOCK_EXCLUSIVE, 0), others = {0};
    for (size_t i = 0; i < some.count; i++) {
        if (!text_list_contains(&all, some.items[i])) {
            list_push(arena, &others, some.items[i]);
        }
    }
    if (others.count != 0) {
        list_push(arena, lines,
                  text_format(arena, "Locks: writes to %s wait %s; reads go on.",
                              row_of(arena, &others), end));
    }
}

static void list_hazards(Arena *arena, const StepGroup *group, TextList *lines) {
    TextList rewritten =
        tables_of(arena, group, LOCK_NONE, LOCK_ACCESS_EXCLUSIVE, HAZARD_REWRITES_TABLE);
    TextList read = tables_of(arena, group, LOCK_NONE, LOCK_ACCESS_EXCLUSIVE,
                              HAZARD_SCANS_TABLE | HAZARD_BUILDS_INDEX);
    unsigned hazards = group_hazards(group);
    if (rewritten.count != 0) {
        list_push(arena, lines,
                  text_format(arena,
                              "Time: rewrites %s; a large table takes minutes, and its size again "
                              "on disk.",
                              row_of(arena, &rewritten)));
    } else if (read.count != 0) {
        list_push(arena, lines,
                  text_format(arena, "Time: reads every row of %s.", row_of(arena, &read)));
    }
    if (hazards & HAZARD_MAY_FAIL) {
        list_push(arena, lines,
                  group->is_transactional
                      ? TEXT("May fail on rows that are there: then nothing is changed.")
                      : TEXT("May fail on rows that are there: mend them and run it again."));
    }
    if (hazards & HAZARD_CHANGES_VALUES) {
        list_push(arena, lines, TEXT("Values: a conversion may round, cut or shift them."));
    }
}

static void list_way_back(Arena *arena, const ScriptPair *pair, bool is_rollback, TextList *lines) {
    bool loses = group_hazards(is_rollback ? pair->down : pair->up) & HAZARD_DROPS_DATA;
    bool undo_loses = group_hazards(is_rollback ? pair->up : pair->down) & HAZARD_DROPS_DATA;
    if (is_rollback) {
        if (loses) {
            list_push(arena, lines,
                      TEXT("DESTRUCTIVE: takes data along that was stored since the "
                           "migration; see below."));
        }
        if (undo_loses) {
            list_push(arena, lines,
                      TEXT("Restores the definition only: the data that the migration "
                           "dropped does not come back."));
        }
        if (!loses && !undo_loses) {
            list_push(arena, lines, TEXT("Loses no data."));
        }
        return;
    }
    Text name = script_name(arena, pair, true);
    list_push(arena, lines,
              loses        ? text_format(arena,
                                         "DESTRUCTIVE: loses data; see below. %s restores the "
                                                "definition, not the data.",
                                         name)
              : undo_loses ? text_format(arena,
                                         "Undone by %s, which drops what has been stored in "
                                         "the new objects by then.",
                                         name)
                           : text_format(arena, "Undone by %s, without loss.", name));
}

void header_add(Builder *out, const ScriptPair *pair, bool is_rollback) {
    const StepGroup *group = is_rollback ? pair->down : pair->up;
    TextList lines = {0};
    layout_comment(out, script_name(out->arena, pair, is_rollback), 0);
    builder_add(out, TEXT("--\n"));
    if (is_rollback) {
        Text name = script_name(out->arena, pair, false);
        layout_comment(out, text_format(out->arena, "Undoes %s.", name), 0);
        builder_add(out, TEXT("--\n"));
    }
    add_purpose(out, group, is_rollback);
    list_push(
        out->arena, &lines,
        group->is_transactional
            ? TEXT("One transaction: all of it happens, or nothing.")
            : TEXT("Not in a transaction, because PostgreSQL does not allow it: run it statement "
                   "by statement, as psql -f does. If it breaks off, run it again."));
    list_locks(out->arena, group, &lines);
    list_hazards(out->arena, group, &lines);
    list_way_back(out->arena, pair, is_rollback, &lines);
    list_push(out->arena, &lines,
              TEXT("Safe to run again: a second run leaves everything as it is."));
    builder_add(out, TEXT("-- Considerations:\n"));
    add_list(out, &lines, TEXT("  - "));
    builder_add(out, TEXT("--\n-- Written by schemac 0.1.\n"));
}
