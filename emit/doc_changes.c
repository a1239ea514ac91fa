/*
 * Document: what changes, object by object, and what becomes of the rows.
 */
#include "emit/doc.h"

#include "emit/describe.h"

/* ---- purpose ---- */

void document_purpose(Document *document) {
    DocumentStepList steps = document_steps(document);
    Arena *arena = document->arena;
    TextList reasons = {0};
    document_heading(document, "Purpose");
    if (steps.count == 0) {
        builder_add(&document->out, TEXT("There is nothing to migrate.\n"));
        return;
    }
    builder_add(&document->out, TEXT("What it does, script by script:\n\n"));
    const Script *script = NULL;
    for (size_t i = 0; i < steps.count; i++) {
        const DocumentStep *now = &steps.items[i];
        if (now->script != script) {
            script = now->script;
            builder_format(&document->out, "- %s\n", document_code(arena, script->name));
        }
        builder_format(&document->out, "  - %s\n",
                       document_text(arena, describe_step(arena, now->step)));
        Text reason = describe_reason(now->step, false, false);
        if (!text_list_contains(&reasons, reason)) {
            list_push(arena, &reasons, reason);
        }
    }
    builder_format(&document->out, "\nWhy it is needed: %s.\n",
                   text_join(arena, &reasons, TEXT("; ")));
}

/* ---- changes applied ---- */

/* What an object is now, in SQL; empty when its name says enough. */
static Text definition_of(Arena *arena, const Object *object) {
    switch (object->kind) {
        case KIND_COLUMN: {
            const Column *column = (const Column *)object;
            Text words = text_format(arena, "%s%s", column->type,
                                     column->is_not_null ? TEXT(" NOT NULL") : TEXT(""));
            bool is_plain =
                column->generated == GENERATED_NEVER && !text_is_absent(column->default_value);
            return is_plain ? text_format(arena, "%s DEFAULT %s", words, column->default_value)
                            : words;
        }
        case KIND_CONSTRAINT: return ((const TableConstraint *)object)->definition;
        case KIND_INDEX: return ((const TableIndex *)object)->definition;
        default: return TEXT("");
    }
}

static void add_change(Document *document, const DocumentStep *now) {
    Arena *arena = document->arena;
    const Step *step = now->step;
    Text old = step->old == NULL ? TEXT("") : definition_of(arena, step->old);
    Text new = step->new == NULL ? TEXT("") : definition_of(arena, step->new);
    builder_format(&document->out, "- %s", document_text(arena, describe_step(arena, step)));
    if (step->verb == STEP_ALTER && !text_equal(old, new)) {
        builder_format(&document->out, ": %s becomes %s", document_code(arena, old),
                       document_code(arena, new));
    } else if (step->verb == STEP_CREATE && !text_is_empty(new)) {
        builder_format(&document->out, ": %s", document_code(arena, new));
    }
    builder_format(&document->out, " (%s)\n", document_code(arena, now->script->name));
    for (size_t i = 0; i < step->folded.count; i++) {
        const Object *folded = step->folded.items[i]->new;
        builder_format(&document->out, "  - with %s: %s\n", document_text(arena, folded->name),
                       document_code(arena, definition_of(arena, folded)));
    }
}

static ObjectKind section_of(const Step *step) {
    ObjectKind kind = step_object(step)->kind;
    bool is_listed =
        kind == KIND_TABLE || kind == KIND_COLUMN || kind == KIND_INDEX || kind == KIND_CONSTRAINT;
    return is_listed ? kind : OBJECT_KIND_COUNT;
}

static void add_section(Document *document, const DocumentStepList *steps, ObjectKind kind,
                        const char *heading) {
    size_t count = 0;
    builder_format(&document->out, "### %s\n\n", text_from_string(heading));
    for (size_t i = 0; i < steps->count; i++) {
        if (section_of(steps->items[i].step) == kind) {
            add_change(document, &steps->items[i]);
            count++;
        }
    }
    builder_add(&document->out, count == 0 ? TEXT("None.\n\n") : TEXT("\n"));
}

void document_changes(Document *document) {
    DocumentStepList steps = document_steps(document);
    document_heading(document, "Changes applied");
    add_section(document, &steps, KIND_TABLE, "Tables");
    add_section(document, &steps, KIND_COLUMN, "Columns");
    add_section(document, &steps, KIND_INDEX, "Indexes");
    add_section(document, &steps, KIND_CONSTRAINT, "Constraints");
    add_section(document, &steps, OBJECT_KIND_COUNT, "Everything else");
    document->out.length -= 1; /* one blank line before the next heading, not two */
}

/* ---- data migration ---- */

static Text rows_of_new_column(Arena *arena, const Column *column) {
    if (column->generated != GENERATED_NEVER) {
        return TEXT("is computed for the rows that are there");
    }
    if (column->identity != IDENTITY_NONE) {
        return TEXT("numbers the rows that are there");
    }
    if (text_is_absent(column->default_value)) {
        return TEXT("is NULL in the rows that are there");
    }
    return text_format(arena, "is %s in the rows that are there",
                       document_code(arena, column->default_value));
}

/* What the step does to rows that are there; empty when nothing. */
static Text rows_of_step(Arena *arena, const Step *step) {
    const Object *object = step_object(step);
    bool is_column = object->kind == KIND_COLUMN && object->parent->kind == KIND_TABLE;
    if (is_column && step->verb == STEP_CREATE) {
        return rows_of_new_column(arena, (const Column *)object);
    }
    if (is_column && step->verb == STEP_ALTER && step->part == PART_DEFAULT) {
        return TEXT("keeps the values that rows have: its default is for new rows alone");
    }
    if (step->part == PART_BACKFILL) {
        return TEXT("gets a value in the rows where it is NULL");
    }
    if (step->part == PART_TYPE && step->verb == STEP_ALTER) {
        return text_format(arena, "is converted from %s to %s%s",
                           document_code(arena, ((const Column *)step->old)->type),
                           document_code(arena, ((const Column *)step->new)->type),
                           step->hazards & HAZARD_CHANGES_VALUES
                               ? TEXT("; values may be rounded, cut or shifted")
                               : TEXT("; every value stays what it is"));
    }
    if (step->part == PART_REBUILD && step->verb == STEP_ALTER) {
        return TEXT("is built anew, and columns of it are converted by the names of the values");
    }
    return TEXT("");
}

void document_data(Document *document) {
    DocumentStepList steps = document_steps(document);
    Arena *arena = document->arena;
    size_t count = 0;
    document_heading(document, "Data migration");
    for (size_t i = 0; i < steps.count; i++) {
        Text words = rows_of_step(arena, steps.items[i].step);
        if (!text_is_empty(words)) {
            Text what = object_describe(arena, step_object(steps.items[i].step));
            builder_format(&document->out, "- %s %s.\n", document_text(arena, what), words);
            count++;
        }
    }
    if (count == 0) {
        builder_add(&document->out, TEXT("Not needed: no value in any row is written.\n"));
    }
}
