/*
 * Script: one group of steps -> the text of one file: transaction, statements, warnings.
 */
#include "emit/script.h"

#include "emit/describe.h"
#include "emit/layout.h"
#include "emit/rows_in_way.h"
#include "emit/spell.h"
#include "emit/undo.h"

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
    if (pair->undo != NULL) {
        return is_rollback ? pair->undo->rollback : pair->undo->migration;
    }
    Text number = number_text(arena, pair->number);
    if (!is_rollback) {
        return text_format(arena, "%s_%s.sql", number, pair->description);
    }
    size_t mirrored = pair->number < 1000 ? 1000 - pair->number : 0;
    return text_format(arena, "%s_rollback_%s_%s.sql", number_text(arena, mirrored), number,
                       pair->description);
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

static void add_checks(Builder *out, const Plan *plan, const StepGroup *group, bool is_rollback) {
    StatementList checks = rows_in_way(out->arena, plan, group, is_rollback);
    for (size_t i = 0; i < checks.count; i++) {
        builder_add_char(out, '\n');
        add_statement(out, checks.items[i].comment, checks.items[i].sql);
    }
}

Text script_text(Arena *arena, const ScriptPair *pair, bool is_rollback) {
    const StepGroup *group = is_rollback ? pair->down : pair->up;
    Builder out = builder_new(arena);
    header_add(&out, pair, is_rollback);
    if (pair->undo != NULL && group->steps.count == 0 && undo_is_empty(pair->undo)) {
        return builder_text(&out);
    }
    if (group->steps.count == 0 && pair->undo == NULL) {
        return builder_text(&out);
    }
    if (group->is_transactional) {
        add_beginning(&out, group);
    }
    if (pair->undo != NULL) {
        undo_add(&out, pair->undo);
    }
    add_checks(&out, pair->plan, group, is_rollback);
    for (size_t i = 0; i < group->steps.count; i++) {
        add_step(&out, pair->plan, group->steps.items[i], is_rollback);
    }
    if (group->is_transactional) {
        builder_add(&out, TEXT("\nCOMMIT;\n"));
    }
    return builder_text(&out);
}
