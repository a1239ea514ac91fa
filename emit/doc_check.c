/*
 * Document: the checklist before the migration, and the queries after it.
 */
#include "emit/doc.h"

#include "emit/describe.h"
#include "emit/layout.h"
#include "emit/rows_in_way.h"
#include "emit/spell.h"

/* ---- before ---- */

static void add_copies(Document *document, const DocumentStepList *steps) {
    Arena *arena = document->arena;
    TextList commands = {0};
    for (size_t i = 0; i < steps->count; i++) {
        const Step *step = steps->items[i].step;
        Text keeping =
            step->hazards & HAZARD_DROPS_DATA ? describe_keeping(arena, step) : TEXT_ABSENT;
        if (!text_is_absent(keeping)) {
            list_push(arena, &commands, keeping);
        }
    }
    if (commands.count != 0) {
        builder_add(&document->out, TEXT("- [ ] Keep a copy of what will be gone, if it may be "
                                         "needed again:\n"));
        document_sql(document, text_join(arena, &commands, TEXT("\n")));
    }
}

static void add_counts(Document *document) {
    Arena *arena = document->arena;
    TextList queries = {0};
    for (size_t i = 0; i < document->plan->groups.count; i++) {
        RowsCheckList checks =
            rows_in_way_checks(arena, document->plan, &document->plan->groups.items[i], false);
        for (size_t j = 0; j < checks.count; j++) {
            if (!checks.items[j].needs_earlier) {
                list_push(arena, &queries, text_format(arena, "%s;", checks.items[j].count));
            }
        }
    }
    if (queries.count != 0) {
        builder_add(&document->out,
                    TEXT("- [ ] Count the rows in the way; each of these must give 0, else the "
                         "script stops:\n"));
        document_sql(document, text_join(arena, &queries, TEXT("\n")));
    }
}

static void add_commands(Document *document) {
    builder_add(&document->out,
                TEXT("- [ ] Run it on a staging database with data like production's, up, down "
                     "and up again:\n\n  ```sh\n"));
    for (size_t i = 0; i < document->scripts.count; i++) {
        builder_format(&document->out, "  %s\n",
                       document_command(document, &document->scripts.items[i], false));
    }
    builder_add(&document->out, TEXT("  ```\n"));
}

/* Names and types that programs may rely on, and that go away or change. */
static bool is_noticed(const Step *step) {
    ObjectKind kind = step_object(step)->kind;
    bool is_used = kind == KIND_TABLE || kind == KIND_COLUMN || kind == KIND_VIEW ||
                   kind == KIND_MATERIALIZED_VIEW || kind == KIND_FUNCTION ||
                   kind == KIND_PROCEDURE || kind == KIND_ENUM || kind == KIND_SEQUENCE;
    bool is_changed = step->verb == STEP_DROP || step->part == PART_TYPE ||
                      step->part == PART_RENAME || step->part == PART_REBUILD ||
                      step->part == PART_DEFINITION || step->part == PART_NOT_NULL;
    return is_used && is_changed;
}

static void add_notices(Document *document, const DocumentStepList *steps) {
    size_t count = 0;
    for (size_t i = 0; i < steps->count; i++) {
        const Step *step = steps->items[i].step;
        if (is_noticed(step)) {
            builder_add(&document->out,
                        count++ == 0 ? TEXT("- [ ] Notify the services that depend on what goes "
                                            "away or changes:\n")
                                     : TEXT(""));
            builder_format(&document->out, "  - %s\n",
                           document_text(document->arena, describe_step(document->arena, step)));
        }
    }
    if (count == 0) {
        builder_add(&document->out,
                    TEXT("- [ ] Notify dependent services: nothing that they use goes away or "
                         "changes its type.\n"));
    }
}

void document_before(Document *document) {
    DocumentStepList steps = document_steps(document);
    document_heading(document, "Pre-migration checklist");
    if (steps.count == 0) {
        builder_add(&document->out, TEXT("Nothing to do.\n"));
        return;
    }
    builder_add(&document->out,
                TEXT("- [ ] Back up the database:\n\n  ```sh\n  pg_dump -Fc -f before.dump "
                     "\"$DATABASE_URL\"\n  ```\n"));
    add_copies(document, &steps);
    add_counts(document);
    add_commands(document);
    add_notices(document, &steps);
}

/* ---- after ---- */

static Text column_holds(const Document *document, const Step *step) {
    Arena *arena = document->arena;
    /* A column that a hint fills is added open, and required later. */
    const Object *last = schema_find_key(document->plan->new, step_object(step)->key);
    const Column *column = (const Column *)(last != NULL ? last : step_object(step));
    Text also = column->is_not_null ? TEXT(" AND attnotnull") : TEXT(" AND NOT attnotnull");
    bool goes_later = step->verb == STEP_ALTER && last == NULL;
    if (column->object.parent->kind != KIND_TABLE || goes_later) {
        return TEXT_ABSENT;
    }
    if (step->verb == STEP_ALTER && step->part == PART_TYPE) {
        Spelling spelling = {.arena = arena, .plan = document->plan, .step = step};
        return guard_column_type(&spelling, column);
    }
    bool is_about_null = step->verb == STEP_CREATE || step->part == PART_NOT_NULL;
    return guard_column(arena, object_sql_relation(arena, &column->object), column->object.name,
                        is_about_null ? also : TEXT(""));
}

/* A condition that holds when the step is done; absent when only `schemac check` can tell. */
static Text condition_of(const Document *document, const Step *step) {
    Arena *arena = document->arena;
    const Object *object = step_object(step);
    bool is_parted = object->parent != NULL && object->parent->kind != KIND_DOMAIN;
    switch (object->kind) {
        case KIND_TABLE:
        case KIND_VIEW:
        case KIND_MATERIALIZED_VIEW:
        case KIND_SEQUENCE:
        case KIND_TRIGGER:
        case KIND_POLICY: return guard_is_there(arena, object);
        case KIND_COLUMN: return column_holds(document, step);
        case KIND_CONSTRAINT: {
            const TableConstraint *new = (const TableConstraint *)step->new;
            bool is_valid = new != NULL &&is_parted && !new->is_not_valid && !new->is_not_enforced;
            return guard_constraint(arena, object, is_valid ? TEXT(" AND convalidated") : TEXT(""));
        }
        case KIND_INDEX:
            if (step->verb == STEP_DROP) {
                return guard_index_for_itself(arena, document->plan->new, object);
            }
            if (((const TableIndex *)object)->is_only) { /* valid once all partitions have it */
                return guard_is_there(arena, object);
            }
            return text_format(arena,
                               "EXISTS (\n        SELECT FROM pg_catalog.pg_index\n"
                               "        WHERE indexrelid = to_regclass(%L) AND indisvalid\n    )",
                               object_sql_name(arena, object));
        default: return TEXT_ABSENT;
    }
}

static Text fact_of(const Document *document, const Step *step, Text condition) {
    Arena *arena = document->arena;
    Text holds = step->verb == STEP_DROP ? text_format(arena, "NOT (%s)", condition) : condition;
    return text_format(arena, "SELECT %L AS fact,\n    %s AS holds",
                       layout_harmless(arena, describe_step(arena, step)), holds);
}

/* Dropped, and created again in another form. */
static bool is_replaced(const Document *document, const Step *step) {
    const Schema *target = document->plan->new;
    return step->verb == STEP_DROP &&
           (schema_find_key(target, step->old->key) != NULL ||
            (step->old->kind == KIND_SEQUENCE && sequence_is_taken_over(target, step->old)));
}

/* One row a fact. */
static Text facts_query(const Document *document, const DocumentStepList *steps) {
    Arena *arena = document->arena;
    TextList told = {0}, backwards = {0}, facts = {0};
    for (size_t i = steps->count; i-- > 0;) {
        Text condition = condition_of(document, steps->items[i].step);
        if (!text_is_absent(condition) && !is_replaced(document, steps->items[i].step) &&
            !text_list_contains(&told, condition)) {
            list_push(arena, &told, condition);
            list_push(arena, &backwards, fact_of(document, steps->items[i].step, condition));
        }
    }
    for (size_t i = backwards.count; i-- > 0;) {
        list_push(arena, &facts, backwards.items[i]);
    }
    return facts.count == 0
               ? TEXT("")
               : text_format(arena, "%s;", text_join(arena, &facts, TEXT("\nUNION ALL\n")));
}

void document_after(Document *document) {
    DocumentStepList steps = document_steps(document);
    Text facts = facts_query(document, &steps);
    document_heading(document, "Post-migration verification");
    builder_format(&document->out,
                   "- [ ] The schema is what it shall be: this prints nothing and exits with 0:\n\n"
                   "  ```sh\n  schemac check %s --db \"$DATABASE_URL\"\n  ```\n",
                   document_words(document->arena, &document->options->compared));
    if (!text_is_empty(facts)) {
        builder_add(&document->out,
                    TEXT("- [ ] Each step is done and the data fits: every row says true:\n"));
        document_sql(document, facts);
    }
    builder_add(&document->out,
                TEXT("- [ ] The application works: run its tests against the database, and watch "
                     "its errors.\n"));
}
