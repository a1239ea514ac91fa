/*
 * Script: one group of steps -> the text of one file: transaction, statements, warnings.
 */
#include "emit/script.h"

#include "emit/describe.h"
#include "emit/layout.h"
#include "emit/rows_in_way.h"
#include "emit/spell.h"
#include "emit/undo.h"

Text script_name(const ScriptPair *pair, bool is_rollback) {
    return is_rollback ? pair->down_name : pair->up_name;
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

void script_add_piece(Arena *arena, ScriptPieceList *pieces, Text comment, Text sql) {
    Builder words = builder_new(arena);
    if (!text_is_empty(comment)) {
        layout_comment(&words, comment, 0);
    }
    list_push(arena, pieces,
              ((ScriptPiece){builder_text(&words), text_format(arena, "%s\n", sql)}));
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

static void add_beginning(Arena *arena, ScriptPieceList *pieces, const StepGroup *group) {
    bool has_bodies = false;
    for (size_t i = 0; i < group->steps.count; i++) {
        has_bodies |= has_unchecked_body(group->steps.items[i]);
    }
    script_add_piece(arena, pieces,
                     TEXT("Gives up rather than wait longer for a lock: who waits makes everybody "
                          "behind wait too."),
                     TEXT("SET LOCAL lock_timeout = '5s';"));
    if (has_bodies) {
        script_add_piece(arena, pieces,
                         TEXT("Bodies of functions may name what a later script creates: they are "
                              "checked when they run."),
                         TEXT("SET LOCAL check_function_bodies = off;"));
    }
}

static void warn(Arena *arena, ScriptPiece *piece, const Step *step, bool is_rollback) {
    Builder words = builder_new(arena);
    add_warning(&words, step, is_rollback);
    builder_add(&words, piece->comment);
    piece->comment = builder_text(&words);
}

static void add_step(Arena *arena, ScriptPieceList *pieces, const Plan *plan, const Step *step,
                     bool is_rollback) {
    StatementList statements = spell_step(arena, plan, step, is_rollback, false);
    Text effects = describe_effects(arena, step);
    bool is_said = text_is_empty(effects);
    for (size_t i = 0; i < statements.count; i++) {
        const Statement *statement = &statements.items[i];
        Text comment = statement->comment;
        if (!is_said && !statement->is_aside) {
            comment = text_format(arena, "%s %s", comment, effects);
            is_said = true;
        }
        script_add_piece(arena, pieces, comment, statement->sql);
        if (i == 0 && (step->hazards & HAZARD_DROPS_DATA)) {
            warn(arena, &pieces->items[pieces->count - 1], step, is_rollback);
        }
    }
}

static void add_checks(Arena *arena, ScriptPieceList *pieces, const Plan *plan,
                       const StepGroup *group, bool is_rollback) {
    StatementList checks = rows_in_way(arena, plan, group, is_rollback);
    for (size_t i = 0; i < checks.count; i++) {
        script_add_piece(arena, pieces, checks.items[i].comment, checks.items[i].sql);
    }
}

ScriptParts script_parts(Arena *arena, const ScriptPair *pair, bool is_rollback) {
    const StepGroup *group = is_rollback ? pair->down : pair->up;
    ScriptParts parts = {.is_transactional = group->is_transactional};
    Builder header = builder_new(arena);
    header_add(&header, pair, is_rollback);
    parts.header = builder_text(&header);
    if (group->steps.count == 0 && (pair->undo == NULL || undo_is_empty(pair->undo))) {
        return parts;
    }
    if (group->is_transactional) {
        add_beginning(arena, &parts.pieces, group);
    }
    if (pair->undo != NULL) {
        undo_add(arena, &parts.pieces, pair->undo);
    }
    add_checks(arena, &parts.pieces, pair->plan, group, is_rollback);
    for (size_t i = 0; i < group->steps.count; i++) {
        add_step(arena, &parts.pieces, pair->plan, group->steps.items[i], is_rollback);
    }
    return parts;
}

Text script_body(Arena *arena, const ScriptPieceList *pieces, bool in_transaction) {
    Builder out = builder_new(arena);
    builder_add(&out, in_transaction ? TEXT("\nBEGIN;\n") : TEXT(""));
    for (size_t i = 0; i < pieces->count; i++) {
        builder_format(&out, "\n%s%s", pieces->items[i].comment, pieces->items[i].sql);
    }
    builder_add(&out, in_transaction ? TEXT("\nCOMMIT;\n") : TEXT(""));
    return builder_text(&out);
}

bool script_commits_itself(const Runner *runner, const StepGroup *group) {
    for (size_t i = 0; i < group->steps.count && runner->shares_transactions; i++) {
        if (group->steps.items[i]->needs_commit) {
            return true;
        }
    }
    return false;
}

bool script_needs_begin(const Runner *runner, const ScriptParts *parts) {
    return parts->is_transactional && parts->pieces.count != 0 && !runner->opens_transaction;
}

Text script_join(Arena *arena, const Runner *runner, const ScriptParts *parts) {
    bool is_outside = !parts->is_transactional && parts->pieces.count != 0;
    return text_format(
        arena, "%s%s%s", is_outside ? text_from_string(runner->outside_line) : TEXT(""),
        parts->header, script_body(arena, &parts->pieces, script_needs_begin(runner, parts)));
}

Text script_text(Arena *arena, const ScriptPair *pair, bool is_rollback) {
    ScriptParts parts = script_parts(arena, pair, is_rollback);
    return script_join(arena, pair->runner, &parts);
}
