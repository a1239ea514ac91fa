/*
 * Rename: the first files of a plan, and what is not taken for a rename.
 *
 * In: the renames that hints have made in the old schema before it was compared.  Out: one group
 * for each, ahead of all others, and its inverse.  Without a hint a drop and an add stay what they
 * are, however alike: the user is told which hint would say otherwise.
 */
#include "diff/planner.h"

static bool is_relation(ObjectKind kind) {
    return kind == KIND_TABLE || kind == KIND_VIEW || kind == KIND_MATERIALIZED_VIEW ||
           kind == KIND_SEQUENCE;
}

static Lock lock_of(const Object *object) {
    if (object->kind == KIND_INDEX) {
        return LOCK_SHARE_UPDATE_EXCLUSIVE;
    }
    const Object *relation = object->parent != NULL ? object->parent : object;
    return is_relation(relation->kind) ? LOCK_ACCESS_EXCLUSIVE : LOCK_NONE;
}

static Step *make_step(Planner *planner, const Object *before, const Object *after,
                       const Object *subject) {
    Step *step = planner_step(planner, STEP_ALTER, PART_RENAME, before, after);
    step->subject = subject;
    step->lock = lock_of(before);
    step->hazards =
        step->lock == LOCK_ACCESS_EXCLUSIVE ? HAZARD_BLOCKS_READS | HAZARD_BLOCKS_WRITES : 0u;
    return step;
}

/* A sequence that follows its column belongs to the rename of the column, or of its table. */
static size_t group_of(const StepGroupList *groups, const Object *object) {
    const Sequence *sequence = object->kind == KIND_SEQUENCE ? (const Sequence *)object : NULL;
    for (size_t i = 0; sequence != NULL && i < groups->count; i++) {
        const Object *subject = groups->items[i].subject;
        bool is_owner =
            (subject->kind == KIND_TABLE && text_equal(subject->name, sequence->owned_table)) ||
            (subject->kind == KIND_COLUMN && text_equal(subject->relation, sequence->owned_table) &&
             text_equal(subject->name, sequence->owned_column));
        if (is_owner && text_equal(subject->schema, sequence->owned_schema)) {
            return i;
        }
    }
    return groups->count;
}

static void add_rest(Arena *arena, StepGroupList *list, const StepGroupList *rest) {
    for (size_t i = 0; i < rest->count; i++) {
        list_push(arena, list, rest->items[i]);
    }
}

void planner_add_renames(Planner *planner, Plan *plan) {
    const RenameList *renames = &planner->schemas[0]->renames;
    StepGroupList groups = {0}, rollback = {0};
    for (size_t i = 0; i < renames->count; i++) {
        const Rename *rename = &renames->items[i];
        size_t at = group_of(&groups, rename->after);
        if (at == groups.count) {
            StepGroup empty = {.subject = rename->after, .is_transactional = true};
            list_push(planner->arena, &groups, empty);
            list_push(planner->arena, &rollback, empty);
        }
        const Object *subject = groups.items[at].subject;
        list_push(planner->arena, &groups.items[at].steps,
                  make_step(planner, rename->before, rename->after, subject));
        list_push(planner->arena, &rollback.items[at].steps,
                  make_step(planner, rename->after, rename->before, subject));
    }
    if (groups.count != 0) {
        add_rest(planner->arena, &groups, &plan->groups);
        add_rest(planner->arena, &rollback, &plan->rollback);
        plan->groups = groups;
        plan->rollback = rollback;
    }
}

static bool same_column(const Object *dropped, const Object *created) {
    const Column *old = (const Column *)dropped, *new = (const Column *)created;
    return text_equal(old->object.schema, new->object.schema) &&
           text_equal(old->object.relation, new->object.relation) &&
           text_equal(old->type, new->type) && old->generated == new->generated &&
           dropped->parent->kind == KIND_TABLE;
}

static bool same_table(const Object *dropped, const Object *created) {
    size_t columns = 0, alike = 0;
    for (size_t i = 0; i < dropped->children.count; i++) {
        const Object *child = dropped->children.items[i];
        if (child->kind == KIND_COLUMN) {
            const Column *other = table_find_column(created, child->name);
            columns++;
            alike += other != NULL && text_equal(other->type, ((const Column *)child)->type);
        }
    }
    return columns != 0 && columns == alike && text_equal(dropped->schema, created->schema);
}

static bool looks_alike(const Object *dropped, const Object *created) {
    if (dropped->kind != created->kind) {
        return false;
    }
    return dropped->kind == KIND_COLUMN  ? same_column(dropped, created)
           : dropped->kind == KIND_TABLE ? same_table(dropped, created)
                                         : false;
}

/* What is only dropped, or only created, in a table that stays. */
static const Object *only_dropped(const Pair *pair) {
    return pair->drop != NULL && pair->new == NULL ? pair->old : NULL;
}

static const Object *only_created(const Pair *pair) {
    return pair->create != NULL && pair->old == NULL ? pair->new : NULL;
}

/* The one thing created that looks like it; NULL when there is none, or more than one. */
static const Object *only_lookalike(const Planner *planner, const Object *dropped) {
    const Object *found = NULL;
    for (size_t i = 0; i < planner->touched.count; i++) {
        const Object *created = only_created(planner->touched.items[i]);
        if (created != NULL && looks_alike(dropped, created)) {
            if (found != NULL) {
                return NULL;
            }
            found = created;
        }
    }
    return found;
}

void planner_note_likely_renames(Planner *planner) {
    for (size_t i = 0; i < planner->touched.count; i++) {
        const Object *dropped = only_dropped(planner->touched.items[i]);
        const Object *created = dropped == NULL ? NULL : only_lookalike(planner, dropped);
        if (created == NULL) {
            continue;
        }
        diagnostic_add(planner->diagnostics, DIAGNOSTIC_LOOKS_RENAMED, created->where,
                       "%s goes and %s comes: not taken for a rename",
                       object_describe(planner->arena, dropped),
                       object_describe(planner->arena, created));
        diagnostic_hint(planner->diagnostics,
                        text_format(planner->diagnostics->arena,
                                    "To keep what it holds, write beside the new one: "
                                    "-- schemac: renamed from %I",
                                    dropped->name));
    }
}
