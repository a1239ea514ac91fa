/*
 * Script: one group of steps -> the text of one file: header, transaction, statements.
 */
#include "emit/script.h"

#include "emit/describe.h"
#include "emit/layout.h"
#include "emit/spell.h"

/* Numbers have three digits at least; rollbacks count down from 999, so that they sort backwards.
 */
static Text number_text(Arena *arena, size_t number) {
    Text digits = text_from_integer(arena, (int64_t)number);
    while (digits.length < 3) {
        digits = text_format(arena, "0%s", digits);
    }
    return digits;
}

Text script_name(Arena *arena, const ScriptPair *pair, bool is_rollback) {
    Text number = number_text(arena, pair->number);
    if (!is_rollback) {
        return text_format(arena, "%s_%s.sql", number, pair->description);
    }
    size_t mirrored = pair->number < 1000 ? 1000 - pair->number : 0;
    return text_format(arena, "%s_rollback_%s_%s.sql", number_text(arena, mirrored), number,
                       pair->description);
}

static const size_t longest_list = 12; /* lines of a list in a header */

/* Add "-- " and the text of each, once, and how many more there are. */
static void add_list(Builder *out, const TextList *lines, Text bullet) {
    TextList seen = {0};
    for (size_t i = 0; i < lines->count; i++) {
        if (!text_list_contains(&seen, lines->items[i])) {
            list_push(out->arena, &seen, lines->items[i]);
        }
    }
    for (size_t i = 0; i < seen.count && i < longest_list; i++) {
        layout_comment(out, text_format(out->arena, "%s%s", bullet, seen.items[i]), 4);
    }
    if (seen.count > longest_list) {
        Text more = text_from_integer(out->arena, (int64_t)(seen.count - longest_list));
        layout_comment(out, text_format(out->arena, "%sand %s more", bullet, more), 4);
    }
}

static void add_purpose(Builder *out, const StepGroup *group, bool is_rollback) {
    TextList purposes = {0}, reasons = {0}, objects = {0};
    for (size_t i = 0; i < group->steps.count; i++) {
        const Step *step = group->steps.items[i];
        list_push(out->arena, &purposes,
                  text_format(out->arena, "%s.", describe_step(out->arena, step)));
        list_push(out->arena, &objects, object_describe(out->arena, step_object(step)));
        Text reason = describe_reason(step, is_rollback);
        if (!text_list_contains(&reasons, reason)) {
            list_push(out->arena, &reasons, reason);
        }
    }
    add_list(out, &purposes, TEXT(""));
    builder_add(out, TEXT("--\n"));
    layout_comment(
        out, text_format(out->arena, "Why: %s.", text_join(out->arena, &reasons, TEXT("; "))), 4);
    builder_add(out, TEXT("-- Objects:\n"));
    add_list(out, &objects, TEXT("  - "));
}

/* The table's strongest lock, what takes time, what may fail: each said once for the whole file. */
static void list_hazards(Arena *arena, const StepGroup *group, TextList *lines) {
    Lock strongest = LOCK_NONE;
    const Step *locked = NULL;
    unsigned hazards = 0;
    for (size_t i = 0; i < group->steps.count; i++) {
        const Step *step = group->steps.items[i];
        hazards |= step->hazards;
        if (step->lock > strongest && !text_is_absent(describe_locked(arena, step))) {
            strongest = step->lock;
            locked = step;
        }
    }
    if (strongest >= LOCK_SHARE && locked != NULL) {
        list_push(arena, lines,
                  text_format(arena, "Locks: %s on %s%s.", describe_lock(strongest),
                              describe_locked(arena, locked),
                              strongest == LOCK_ACCESS_EXCLUSIVE
                                  ? TEXT(", so reads and writes of it wait until the end")
                                  : TEXT(", so writes to it wait until the end; reads go on")));
    }
    if (hazards & HAZARD_REWRITES_TABLE) {
        list_push(arena, lines,
                  TEXT("Time: rewrites the table; on a large one this takes minutes, and "
                       "its size again on disk."));
    } else if (hazards & (HAZARD_SCANS_TABLE | HAZARD_BUILDS_INDEX)) {
        list_push(arena, lines,
                  TEXT("Time: reads the whole table; on a large one this takes a while."));
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

static unsigned group_hazards(const StepGroup *group) {
    unsigned hazards = 0;
    for (size_t i = 0; i < group->steps.count; i++) {
        hazards |= group->steps.items[i]->hazards;
    }
    return hazards;
}

static void list_way_back(Arena *arena, const ScriptPair *pair, bool is_rollback, TextList *lines) {
    bool loses = group_hazards(is_rollback ? pair->down : pair->up) & HAZARD_DROPS_DATA;
    bool undo_loses = group_hazards(is_rollback ? pair->up : pair->down) & HAZARD_DROPS_DATA;
    if (is_rollback) {
        list_push(arena, lines,
                  loses        ? TEXT("DESTRUCTIVE: takes data along that was stored since the "
                                             "migration; see below.")
                  : undo_loses ? TEXT("Restores the definition only: the data that the migration "
                                      "dropped does not come back.")
                               : TEXT("Loses no data."));
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

static void add_header(Builder *out, const ScriptPair *pair, bool is_rollback) {
    const StepGroup *group = is_rollback ? pair->down : pair->up;
    TextList lines = {0};
    layout_comment(out, script_name(out->arena, pair, is_rollback), 0);
    builder_add(out, TEXT("--\n"));
    if (is_rollback) {
        layout_comment(
            out, text_format(out->arena, "Undoes %s.", script_name(out->arena, pair, false)), 0);
        builder_add(out, TEXT("--\n"));
    }
    add_purpose(out, group, is_rollback);
    list_push(
        out->arena, &lines,
        group->is_transactional
            ? TEXT("One transaction: all of it happens, or nothing.")
            : TEXT("Not in a transaction, because PostgreSQL does not allow it: run it statement "
                   "by statement, as psql -f does. If it breaks off, run it again."));
    list_hazards(out->arena, group, &lines);
    list_way_back(out->arena, pair, is_rollback, &lines);
    list_push(out->arena, &lines, TEXT("Safe to run again: a second run changes nothing."));
    builder_add(out, TEXT("-- Considerations:\n"));
    add_list(out, &lines, TEXT("  - "));
    builder_add(out, TEXT("--\n-- Written by schemac 0.1.\n"));
}

static const Text rule_line = {"-- ============================================================\n",
                               64};

static void add_warning(Builder *out, const Step *step, bool is_rollback) {
    Text keeping = describe_keeping(out->arena, step);
    builder_add(out, rule_line);
    layout_comment(
        out,
        text_format(out->arena, "DESTRUCTIVE: %s", describe_loss(out->arena, step, is_rollback)),
        4);
    if (!text_is_absent(keeping)) {
        layout_comment(out, TEXT("If what it holds may be needed again, keep a copy first:"), 0);
        builder_format(out, "--     %s\n", layout_harmless(out->arena, keeping));
    }
    layout_comment(out, describe_return(out->arena, step, is_rollback), 4);
    builder_add(out, rule_line);
}

static void add_statement(Builder *out, Text comment, Text sql) {
    if (!text_is_empty(comment)) {
        layout_comment(out, comment, 0);
    }
    builder_format(out, "%s\n", sql);
}

/* String bodies may name objects that come later, or never: they are checked when they run. */
static bool has_unchecked_body(const Step *step) {
    if (step->new == NULL ||
        (step->new->kind != KIND_FUNCTION && step->new->kind != KIND_PROCEDURE)) {
        return false;
    }
    const Routine *routine = (const Routine *)step->new;
    return !routine->is_sql_standard_body && !text_equal(routine->language, TEXT("c")) &&
           !text_equal(routine->language, TEXT("internal")) &&
           (step->verb == STEP_CREATE || step->part == PART_DEFINITION);
}

static void add_beginning(Builder *out, const StepGroup *group) {
    bool has_bodies = false;
    for (size_t i = 0; i < group->steps.count; i++) {
        has_bodies |= has_unchecked_body(group->steps.items[i]);
    }
    builder_add(out, TEXT("\nBEGIN;\n\n"));
    add_statement(out,
                  TEXT("Gives up rather than wait longer for a lock: who waits makes everybody "
                       "behind wait too."),
                  TEXT("SET LOCAL lock_timeout = '5s';"));
    if (has_bodies) {
        builder_add_char(out, '\n');
        add_statement(out,
                      TEXT("Bodies of functions may name what a later script creates: they are "
                           "checked when they run."),
                      TEXT("SET LOCAL check_function_bodies = off;"));
    }
}

static void add_step(Builder *out, const Plan *plan, const Step *step, bool is_rollback) {
    StatementList statements = spell_step(out->arena, plan, step, is_rollback, false);
    Text effects = describe_effects(out->arena, step);
    bool is_said = text_is_empty(effects);
    for (size_t i = 0; i < statements.count; i++) {
        const Statement *statement = &statements.items[i];
        Text comment = statement->comment;
        if (!is_said && !statement->is_aside) {
            comment = text_format(out->arena, "%s %s", comment, effects);
            is_said = true;
        }
        builder_add_char(out, '\n');
        if (i == 0 && (step->hazards & HAZARD_DROPS_DATA)) {
            add_warning(out, step, is_rollback);
        }
        add_statement(out, comment, statement->sql);
    }
}

Text script_text(Arena *arena, const ScriptPair *pair, bool is_rollback) {
    const StepGroup *group = is_rollback ? pair->down : pair->up;
    Builder out = builder_new(arena);
    add_header(&out, pair, is_rollback);
    if (group->is_transactional) {
        add_beginning(&out, group);
    }
    for (size_t i = 0; i < group->steps.count; i++) {
        add_step(&out, pair->plan, group->steps.items[i], is_rollback);
    }
    if (group->is_transactional) {
        builder_add(&out, TEXT("\nCOMMIT;\n"));
    }
    return builder_text(&out);
}
