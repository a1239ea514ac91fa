/*
 * Document: the way back, what can be lost, who has to wait and for how long.
 */
#include "emit/doc.h"

#include "emit/describe.h"

/* ---- rollback ---- */

void document_rollback(Document *document) {
    Arena *arena = document->arena;
    document_heading(document, "Rollback procedure");
    if (document->rollbacks.count == 0) {
        builder_add(&document->out, TEXT("Nothing to undo.\n"));
        return;
    }
    builder_add(&document->out,
                TEXT("1. Run the rollback scripts, the last one first:\n\n   ```sh\n"));
    for (size_t i = document->rollbacks.count; i-- > 0;) {
        builder_format(&document->out, "   %s\n",
                       document_command(document, &document->rollbacks.items[i], true));
    }
    builder_add(&document->out,
                TEXT("   ```\n2. Verify it: `schemac check BEFORE --db \"$DATABASE_URL\"` prints "
                     "nothing, where BEFORE is\n   the schema as it was (`schemac dump` writes "
                     "it).\n"));
    TextList limits = {0};
    DocumentStepList steps = document_steps(document);
    for (size_t i = 0; i < steps.count; i++) {
        if (steps.items[i].step->hazards & HAZARD_DROPS_DATA) {
            Text what = object_describe(arena, step_object(steps.items[i].step));
            list_push(arena, &limits,
                      text_format(arena, "   - %s: %s\n", document_text(arena, what),
                                  document_text(
                                      arena, describe_return(arena, steps.items[i].step, false))));
        }
    }
    if (limits.count != 0) {
        builder_format(&document->out, "3. Bring back what no script can:\n%s",
                       text_join(arena, &limits, TEXT("")));
    }
}

/* ---- risk ---- */

static void add_losses(Document *document) {
    LossList losses = emit_losses(document->arena, document->plan);
    builder_add(&document->out, TEXT("### Data loss\n\n"));
    for (size_t i = 0; i < losses.count; i++) {
        builder_format(&document->out, "- It %s.\n",
                       document_text(document->arena, losses.items[i].words));
    }
    if (losses.count == 0) {
        builder_add(&document->out, TEXT("None: no step takes data away.\n"));
    }
}

static bool works_on_rows(const Step *step) {
    return step->hazards & (HAZARD_REWRITES_TABLE | HAZARD_SCANS_TABLE | HAZARD_BUILDS_INDEX);
}

static Text duration_of(const Step *step, bool is_own) {
    if (!is_own || !works_on_rows(step)) {
        return TEXT("briefly: only the catalog changes; and to the end of its script");
    }
    return step->hazards & HAZARD_REWRITES_TABLE ? TEXT("until every row is written anew")
           : step->hazards & HAZARD_BUILDS_INDEX ? TEXT("until the index is built")
                                                 : TEXT("until every row is read");
}

/* What ANALYZE or VACUUM counted last; a question mark when nobody knows. */
static Text rows_of(Arena *arena, const Object *object) {
    const Table *table = (const Table *)object;
    bool is_known = object->kind == KIND_TABLE && table->has_estimate;
    return is_known ? text_from_integer(arena, table->estimated_rows) : TEXT("?");
}

static Text who_waits(Lock lock) {
    return lock == LOCK_ACCESS_EXCLUSIVE ? TEXT("reads and writes")
           : lock >= LOCK_SHARE          ? TEXT("writes")
                                         : TEXT("other schema changes");
}

/* The rows of the table; those with work on rows first, which hide the others of their script. */
static void collect_locks(const Document *document, const DocumentStepList *steps, bool with_work,
                          TextList *places, TextList *rows) {
    Arena *arena = document->arena;
    for (size_t i = 0; i < steps->count; i++) {
        const DocumentStep *now = &steps->items[i];
        Text script = document_code(arena, now->script->name);
        TableLockList locks = describe_locks(arena, document->plan->old, now->step);
        for (size_t j = 0; j < locks.count; j++) {
            const TableLock *lock = &locks.items[j];
            Text duration = duration_of(now->step, lock->is_own);
            Text brief = text_format(arena, "%s %s", lock->table, script);
            Text place = with_work ? text_format(arena, "%s %s", brief, duration) : brief;
            bool has_work = lock->is_own && works_on_rows(now->step);
            if (has_work != with_work || text_list_contains(places, place)) {
                continue;
            }
            list_push(arena, places, place);
            list_push(arena, places, brief);
            list_push(arena, rows,
                      text_format(arena, "| %s | %s | %s | %s | %s | %s |\n",
                                  document_text(arena, lock->table), rows_of(arena, lock->object),
                                  describe_lock_mode(lock->lock), who_waits(lock->lock), duration,
                                  script));
        }
    }
}

static void add_locks(Document *document, const DocumentStepList *steps) {
    Arena *arena = document->arena;
    TextList places = {0}, rows = {0};
    collect_locks(document, steps, true, &places, &rows);
    collect_locks(document, steps, false, &places, &rows);
    builder_add(&document->out, TEXT("\n### Locks\n\n"));
    if (rows.count == 0) {
        builder_add(&document->out,
                    TEXT("No table that is there is locked: nobody has to wait.\n"));
        return;
    }
    builder_format(&document->out,
                   "| table | rows, about | lock | who waits | for how long | script |\n"
                   "| --- | ---: | --- | --- | --- | --- |\n%s\n"
                   "A transactional script waits at most 5 seconds for a lock and then gives up, "
                   "having changed nothing.\n",
                   text_join(arena, &rows, TEXT("")));
}

/* Steps during which others wait for as long as there are rows to go through. */
static void add_window(Document *document, const DocumentStepList *steps) {
    Arena *arena = document->arena;
    TextList tables = {0};
    for (size_t i = 0; i < steps->count; i++) {
        const Step *step = steps->items[i].step;
        TableLockList locks = describe_locks(arena, document->plan->old, step);
        for (size_t j = 0; j < locks.count && works_on_rows(step); j++) {
            Text rows = rows_of(arena, locks.items[j].object);
            Text table = document_text(arena, locks.items[j].table);
            if (!text_equal(rows, TEXT("?"))) {
                table = text_format(arena, "%s (about %s rows)", table, rows);
            }
            if (locks.items[j].is_own && locks.items[j].lock >= LOCK_SHARE &&
                !text_list_contains(&tables, table)) {
                list_push(arena, &tables, table);
            }
        }
    }
    builder_add(&document->out, TEXT("\n### Maintenance window\n\n"));
    if (tables.count == 0) {
        builder_add(&document->out, TEXT("None needed: no lock that others notice is held while "
                                         "rows are read or written.\n"));
        return;
    }
    builder_format(&document->out,
                   "Recommended while these tables can be done without, unless they are small: %s. "
                   "A run on a\ncopy of production's data tells how long it takes.\n",
                   text_join(arena, &tables, TEXT(", ")));
}

void document_risk(Document *document) {
    DocumentStepList steps = document_steps(document);
    document_heading(document, "Risk assessment");
    add_losses(document);
    add_locks(document, &steps);
    add_window(document, &steps);
}
