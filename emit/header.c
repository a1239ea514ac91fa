/*
 * Header: the comment at the top of a script.
 *
 * In: a group of steps and its counterpart.  Out: what the file does and why, the objects it
 * touches, locks, time, what may fail, and what can be undone.
 */
#include "emit/describe.h"
#include "emit/layout.h"
#include "emit/rows_in_way.h"
#include "emit/script.h"
#include "emit/undo.h"

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

/* A group of steps, what was there before them, and what shall be there in the end. */
typedef struct Work {
    const StepGroup *group;
    const Schema *source, *target;
    bool is_counted; /* the script asks for the rows in the way before it changes anything */
} Work;

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

/* Both versions exist, and PostgreSQL cannot turn one into the other: dropped, then created. */
static bool is_replaced_anywhere(const Work *work, const Step *step) {
    return step->verb != STEP_ALTER && !step->is_recreation &&
           schema_find_key(work->source, step_object(step)->key) != NULL &&
           schema_find_key(work->target, step_object(step)->key) != NULL;
}

static Text purpose_of(Arena *arena, const Work *work, const Step *step, bool is_replaced) {
    Text what = object_describe(arena, step_object(step));
    if (is_replaced && !step->is_recreation) {
        return text_format(arena, "Replaces %s.", what);
    }
    if (is_replaced_anywhere(work, step)) {
        return text_format(arena,
                           step->verb == STEP_DROP
                               ? "Drops the old %s; a later script creates it anew."
                               : "Creates %s anew, with its new definition.",
                           what);
    }
    return text_format(arena, "%s.", describe_step(arena, step));
}

static void add_purpose(Builder *out, const Work *work, const Undo *undo, bool is_rollback) {
    const StepGroup *group = work->group;
    TextList purposes = {0}, reasons = {0}, objects = {0};
    if (undo != NULL) {
        undo_list_purposes(out->arena, undo, &purposes);
    }
    for (size_t i = 0; i < group->steps.count; i++) {
        const Step *step = group->steps.items[i];
        bool is_replaced = has_counterpart(group, step);
        if (is_replaced && step->verb == STEP_DROP) {
            continue; /* the CREATE speaks for both */
        }
        Text what = object_describe(out->arena, step_object(step));
        push_once(out->arena, &purposes, purpose_of(out->arena, work, step, is_replaced));
        push_once(out->arena, &objects, what);
        push_once(
            out->arena, &reasons,
            describe_reason(step, is_replaced || is_replaced_anywhere(work, step), is_rollback));
    }
    add_list(out, &purposes, TEXT(""));
    builder_add(out, TEXT("--\n"));
    if (undo != NULL) {
        reasons = (TextList){0};
        list_push(out->arena, &reasons, TEXT("to undo a migration that was written by hand"));
    }
    Text why = text_join(out->arena, &reasons, TEXT("; "));
    layout_comment(out, text_format(out->arena, "Why: %s.", why), 4);
    if (objects.count != 0) {
        builder_add(out, TEXT("-- Objects:\n"));
    }
    add_list(out, &objects, TEXT("  - "));
}

/* Every table that a step locks, once, with the strongest of its locks. */
static TableLockList locks_of(Arena *arena, const Work *work) {
    TableLockList all = {0};
    for (size_t i = 0; i < work->group->steps.count; i++) {
        TableLockList some = describe_locks(arena, work->source, work->group->steps.items[i]);
        for (size_t j = 0; j < some.count; j++) {
            size_t at = 0;
            while (at < all.count && !text_equal(all.items[at].table, some.items[j].table)) {
                at++;
            }
            if (at == all.count) {
                list_push(arena, &all, some.items[j]);
            } else if (all.items[at].lock < some.items[j].lock) {
                all.items[at].lock = some.items[j].lock;
            }
        }
    }
    return all;
}

static TextList tables_locked(Arena *arena, const TableLockList *locks, Lock least, Lock most) {
    TextList tables = {0};
    for (size_t i = 0; i < locks->count; i++) {
        if (locks->items[i].lock >= least && locks->items[i].lock <= most) {
            list_push(arena, &tables, locks->items[i].table);
        }
    }
    return tables;
}

/* The tables that steps with one of the hazards work on. */
static TextList tables_with(Arena *arena, const Work *work, unsigned hazards) {
    TextList tables = {0};
    for (size_t i = 0; i < work->group->steps.count; i++) {
        const Step *step = work->group->steps.items[i];
        TableLockList locks = describe_locks(arena, work->source, step);
        for (size_t j = 0; (step->hazards & hazards) && j < locks.count; j++) {
            if (locks.items[j].is_own) {
                const Object *before = schema_find_key(work->source, locks.items[j].object->key);
                push_once(
                    arena, &tables,
                    text_format(arena, "%s%s", locks.items[j].table, describe_size(arena, before)));
            }
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

static void list_locks(Arena *arena, const Work *work, TextList *lines) {
    Text end = work->group->is_transactional ? TEXT("until COMMIT") : TEXT("meanwhile");
    TableLockList locks = locks_of(arena, work);
    TextList all = tables_locked(arena, &locks, LOCK_ACCESS_EXCLUSIVE, LOCK_ACCESS_EXCLUSIVE);
    if (all.count != 0) {
        list_push(arena, lines,
                  text_format(arena, "Locks: ACCESS EXCLUSIVE on %s; reads and writes wait %s.",
                              row_of(arena, &all), end));
    }
    TextList writes = tables_locked(arena, &locks, LOCK_SHARE, LOCK_EXCLUSIVE);
    if (writes.count != 0) {
        list_push(arena, lines,
                  text_format(arena, "Locks: writes to %s wait %s; reads go on.",
                              row_of(arena, &writes), end));
    }
}

static void list_hazards(Arena *arena, const Work *work, TextList *lines) {
    const StepGroup *group = work->group;
    TextList rewritten = tables_with(arena, work, HAZARD_REWRITES_TABLE);
    TextList read = tables_with(arena, work, HAZARD_SCANS_TABLE | HAZARD_BUILDS_INDEX);
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
                  work->is_counted ? TEXT("Rows in the way are counted first, which blocks "
                                          "nobody: if there are any, the script stops before it "
                                          "changes anything.")
                  : group->is_transactional
                      ? TEXT("May fail on rows that are there: then nothing is changed.")
                      : TEXT("May fail on rows that are there: mend them and run it again."));
    }
    if (hazards & HAZARD_CHANGES_VALUES) {
        list_push(arena, lines, TEXT("Values: a conversion may round, cut or shift them."));
    }
}

/* Programs say the names of these; not those of constraints, indexes and the like. */
static bool is_named_by_programs(ObjectKind kind) {
    return kind != KIND_CONSTRAINT && kind != KIND_INDEX && kind != KIND_TRIGGER &&
           kind != KIND_POLICY && kind != KIND_RULE && kind != KIND_SEQUENCE;
}

static void list_renames(Arena *arena, const StepGroup *group, TextList *lines) {
    for (size_t i = 0; i < group->steps.count; i++) {
        const Step *step = group->steps.items[i];
        if (step->part == PART_RENAME && is_named_by_programs(step->old->kind) &&
            !text_equal(step->old->name, step->new->name)) {
            list_push(arena, lines,
                      text_format(arena,
                                  "Deploy: programs that say %I fail from then on; deploy those "
                                  "that say %I together with this script.",
                                  step->old->name, step->new->name));
        }
    }
}

static bool has_part(const StepGroup *group, StepPart part) {
    for (size_t i = 0; i < group->steps.count; i++) {
        if (group->steps.items[i]->part == part) {
            return true;
        }
    }
    return false;
}

static void list_way_back(Arena *arena, const ScriptPair *pair, bool is_rollback, TextList *lines) {
    bool loses = group_hazards(is_rollback ? pair->down : pair->up) & HAZARD_DROPS_DATA;
    bool undo_loses = group_hazards(is_rollback ? pair->up : pair->down) & HAZARD_DROPS_DATA;
    if (is_rollback) {
        if (pair->undo != NULL && undo_stops(pair->undo)) {
            list_push(arena, lines,
                      TEXT("Does nothing until a person has decided what to do "
                           "about what cannot be undone."));
        }
        loses |= pair->undo != NULL && undo_deletes_rows(pair->undo);
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
    bool is_section = text_equal(pair->up_name, pair->down_name);
    Text name = is_section ? text_from_string(pair->runner->way_down) : script_name(pair, true);
    if (has_part(pair->up, PART_LABELS) && !loses) {
        list_push(arena, lines,
                  text_format(arena,
                              "Undone by %s, which stops as long as a row holds a new value.",
                              name));
        return;
    }
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

/* How it runs outside a transaction, and what to do when it breaks off. */
static Text way_outside(Arena *arena, const ScriptPair *pair, const StepGroup *group) {
    Text outside = text_from_string(pair->runner->outside);
    if (has_part(group, PART_BACKFILL)) {
        return text_format(arena,
                           "Not in one transaction, because it commits after every batch: %s. If "
                           "it breaks off, run it again: it goes on with what is still empty.",
                           outside);
    }
    return text_format(arena,
                       "Not in a transaction, because PostgreSQL does not allow it: %s. If it "
                       "breaks off, %s.",
                       outside,
                       pair->part_count > 1 ? TEXT("go back to before part 1 and run all again")
                                            : TEXT("run it again"));
}

static Text way_inside(Arena *arena, const ScriptPair *pair, const StepGroup *group) {
    const Runner *runner = pair->runner;
    if (script_commits_itself(runner, group)) {
        return text_format(arena,
                           "One transaction of its own, because what it adds can be used only "
                           "after COMMIT: %s.",
                           text_from_string(runner->outside));
    }
    return runner->opens_transaction
               ? text_format(arena,
                             "In the transaction that %s opens: all of it happens, or nothing.",
                             text_from_string(runner->title))
               : TEXT("One transaction: all of it happens, or nothing.");
}

static void list_parts(Arena *arena, const ScriptPair *pair, TextList *lines) {
    if (pair->part_count > 1) {
        Text count = text_from_integer(arena, (int64_t)pair->part_count);
        list_push(arena, lines,
                  text_format(arena,
                              "Part %s of %s of one change, because %s sends a file as a whole.",
                              count, count, text_from_string(pair->runner->title)));
    }
}

static void add_title(Builder *out, const ScriptPair *pair, bool is_rollback) {
    bool is_section = is_rollback && text_equal(pair->up_name, pair->down_name);
    if (!is_section) {
        layout_comment(out, script_name(pair, is_rollback), 0);
        builder_add(out, TEXT("--\n"));
    }
    if (is_rollback) {
        Text undone = is_section ? TEXT("the migration above") : script_name(pair, false);
        layout_comment(out, text_format(out->arena, "Undoes %s.", undone), 0);
        builder_add(out, TEXT("--\n"));
    }
}

static const Text signature = {"--\n-- Written by schemac 0.1.\n",
                               sizeof "--\n-- Written by schemac 0.1.\n" - 1};

static bool only_fills(const StepGroup *group) {
    for (size_t i = 0; i < group->steps.count; i++) {
        if (group->steps.items[i]->part != PART_BACKFILL) {
            return false;
        }
    }
    return true;
}

/* Why there is nothing to do; absent when there is something. */
static Text idle_reason(const ScriptPair *pair, const StepGroup *group) {
    if (group->steps.count != 0 || (pair->undo != NULL && !undo_is_empty(pair->undo))) {
        return TEXT_ABSENT;
    }
    if (pair->undo != NULL) {
        return TEXT("Nothing to undo: the migration changes neither the schema nor rows of a "
                    "table that was there before.");
    }
    return only_fills(pair->up)
               ? TEXT("Nothing to undo: the values that were filled in stay until another script "
                      "takes their column away.")
               : TEXT("Nothing is undone: PostgreSQL cannot take back what the script did, and it "
                      "is in nobody's way.");
}

void header_add(Builder *out, const ScriptPair *pair, bool is_rollback) {
    const StepGroup *group = is_rollback ? pair->down : pair->up;
    Text idle = idle_reason(pair, group);
    TextList lines = {0};
    add_title(out, pair, is_rollback);
    if (!text_is_absent(idle)) {
        layout_comment(out, idle, 0);
        builder_add(out, signature);
        return;
    }
    Work work = {group, is_rollback ? pair->plan->new : pair->plan->old,
                 is_rollback ? pair->plan->old : pair->plan->new,
                 rows_in_way_are_counted(out->arena, pair->plan, group, is_rollback)};
    add_purpose(out, &work, pair->undo, is_rollback);
    list_push(out->arena, &lines,
              group->is_transactional ? way_inside(out->arena, pair, group)
                                      : way_outside(out->arena, pair, group));
    list_parts(out->arena, pair, &lines);
    list_locks(out->arena, &work, &lines);
    list_hazards(out->arena, &work, &lines);
    list_renames(out->arena, group, &lines);
    list_way_back(out->arena, pair, is_rollback, &lines);
    list_push(out->arena, &lines,
              TEXT("Safe to run again: a second run leaves everything as it is."));
    builder_add(out, TEXT("-- Considerations:\n"));
    add_list(out, &lines, TEXT("  - "));
    builder_add(out, signature);
}
