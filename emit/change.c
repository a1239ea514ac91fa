/*
 * Change: a plan told object by object, for people and programs that ask what differs.
 *
 * In: the steps of a plan.  Out: one change for each thing that differs, sorted by object: steps
 * that only clear the way are left out, and what is dropped and created again is one change.
 */
#include "emit/describe.h"
#include "emit/emit.h"
#include "emit/layout.h"
#include "emit/spell.h"

#include <stdlib.h>

static const Object *root_of(const Object *object) {
    while (object->parent != NULL) {
        object = object->parent;
    }
    return object;
}

static bool is_there(const Schema *schema, const Object *object) {
    return schema_find_key(schema, object->key) != NULL;
}

static bool is_folded(const StepList *steps, const Step *step) {
    for (size_t i = 0; i < steps->count; i++) {
        for (size_t j = 0; j < steps->items[i]->folded.count; j++) {
            if (steps->items[i]->folded.items[j] == step) {
                return true;
            }
        }
    }
    return false;
}

/* What comes or goes whole is one change: its columns, constraints and indexes are not told. */
static bool is_told_with_root(const Plan *plan, const Step *step) {
    const Object *object = step_object(step), *root = root_of(object);
    bool is_whole = object == root && step->verb != STEP_ALTER;
    return !is_whole && !(is_there(plan->old, root) && is_there(plan->new, root));
}

static Text came_or_went(bool was_there, bool is_there_now) {
    return !was_there ? TEXT("added") : !is_there_now ? TEXT("dropped") : TEXT("changed");
}

/* What an ALTER changes: "type integer becomes bigint", "comment added". */
static Text alter_words(Arena *arena, const Step *step) {
    const Object *old = step->old, *new = step->new;
    Text part = describe_part(step->part);
    if (step->part == PART_COMMENT) {
        return text_format(
            arena, "%s %s", part,
            came_or_went(!text_is_absent(old->comment), !text_is_absent(new->comment)));
    }
    if (step->part == PART_SECURITY_LABEL) {
        return text_format(
            arena, "%s %s", part,
            came_or_went(old->security_labels.count != 0, new->security_labels.count != 0));
    }
    if (new->kind == KIND_COLUMN && step->part == PART_TYPE) {
        const Column *before = (const Column *)old, *after = (const Column *)new;
        if (!text_equal(before->type, after->type)) {
            return text_format(arena, "type %s becomes %s", before->type, after->type);
        }
        return TEXT("collation changed");
    }
    if (new->kind == KIND_COLUMN && step->part == PART_NOT_NULL) {
        return text_format(arena, "%s %s", part,
                           ((const Column *)new)->is_not_null ? TEXT("added") : TEXT("dropped"));
    }
    if (new->kind == KIND_COLUMN && step->part == PART_DEFAULT) {
        const Column *before = (const Column *)old, *after = (const Column *)new;
        return text_format(arena, "%s %s", part,
                           came_or_went(!text_is_absent(before->default_value),
                                        !text_is_absent(after->default_value)));
    }
    return text_format(arena, "%s changed", part);
}

static Text child_words(Arena *arena, const Object *object) {
    bool is_attribute = object->kind == KIND_COLUMN && object->parent->kind == KIND_COMPOSITE;
    Text word =
        is_attribute ? TEXT("attribute") : text_from_string(object_kind_facts[object->kind].word);
    return text_format(arena, "%s %I", word, object->name);
}

static Text change_words(Arena *arena, const Step *step, bool is_replaced) {
    const Object *object = step_object(step);
    bool is_root = object->parent == NULL;
    Text what = step->verb == STEP_ALTER    ? alter_words(arena, step)
                : is_replaced               ? TEXT("definition changed")
                : is_root                   ? TEXT("")
                : step->verb == STEP_CREATE ? TEXT("added")
                                            : TEXT("dropped");
    if (!is_root) {
        bool is_verb = step->verb != STEP_ALTER && !is_replaced;
        what = text_format(arena, is_verb ? "%s %s" : "%s: %s", child_words(arena, object), what);
    }
    return layout_harmless(arena, what);
}

static void add_statements(Arena *arena, const Plan *plan, const Step *step, Change *change) {
    StatementList statements = spell_step(arena, plan, step, false, true);
    for (size_t i = 0; i < statements.count; i++) {
        list_push(arena, &change->sql, statements.items[i].sql);
    }
    change->hazards |= step->hazards;
}

/* What was dropped to be created again with another definition. */
static Change *find_replaced(ChangeList *list, const Object *object) {
    for (size_t i = list->count; i-- > 0;) {
        if (list->items[i].is_replaced && text_equal(list->items[i].object->key, object->key)) {
            return &list->items[i];
        }
    }
    return NULL;
}

static void add_change(Arena *arena, const Plan *plan, const Step *step, ChangeList *list) {
    const Object *object = step_object(step), *root = root_of(object);
    bool is_replaced =
        step->verb != STEP_ALTER && is_there(plan->old, object) && is_there(plan->new, object);
    Change *known = is_replaced ? find_replaced(list, object) : NULL;
    if (known != NULL) {
        add_statements(arena, plan, step, known);
        return;
    }
    bool is_whole = object == root && !is_replaced;
    Change change = {
        .verb = is_whole ? step->verb : STEP_ALTER,
        .object = object,
        .root = root,
        .is_replaced = is_replaced,
        .name = layout_harmless(arena, object_describe(arena, root)),
        .what = change_words(arena, step, is_replaced),
    };
    add_statements(arena, plan, step, &change);
    list_push(arena, list, change);
}

static int compare_changes(const void *left, const void *right) {
    const Change *one = left, *other = right;
    int order = text_compare(one->root->key, other->root->key);
    return order != 0 ? order : one->position < other->position ? -1 : 1;
}

ChangeList emit_changes(Arena *arena, const Plan *plan) {
    ChangeList list = {0};
    for (size_t i = 0; i < plan->groups.count; i++) {
        const StepList *steps = &plan->groups.items[i].steps;
        for (size_t j = 0; j < steps->count; j++) {
            const Step *step = steps->items[j];
            if (!step->is_recreation && !is_told_with_root(plan, step) && !is_folded(steps, step)) {
                add_change(arena, plan, step, &list);
            }
        }
    }
    for (size_t i = 0; i < list.count; i++) {
        list.items[i].position = i;
    }
    if (list.count > 1) {
        qsort(list.items, list.count, sizeof *list.items, compare_changes);
    }
    return list;
}

Text emit_change_line(Arena *arena, const Change *change) {
    static const char *const signs[] = {[STEP_CREATE] = "+", [STEP_DROP] = "-", [STEP_ALTER] = "~"};
    return text_format(arena, text_is_empty(change->what) ? "%s %s%s" : "%s %s: %s",
                       text_from_string(signs[change->verb]), change->name, change->what);
}
