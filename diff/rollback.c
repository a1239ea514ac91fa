/*
 * Rollback: for every group the steps that undo it and nothing else.
 *
 * In: the groups of the migration.  Out: as many groups.  Each is planned like a migration of its
 * own, from the state after the group to the state before it, so that what cannot simply be turned
 * round (a column appended to a view, a label added to an enum) finds its way by the same rules.
 */
#include "diff/planner.h"

#include "compiler/fingerprint.h"

typedef struct Undo {
    Planner *planner;
    const StepGroup *group;
    PairList changed; /* pairs whose state the group changes; pair->new is the state before */
} Undo;

static Pair *step_pair(const Planner *planner, const Step *step) {
    return planner_pair(planner, step_object(step));
}

static void set_current(Undo *undo, Pair *pair, const Object *version) {
    if (!pair->is_touched) {
        pair->new = pair->current;
        planner_touch(undo->planner, pair);
        list_push(undo->planner->arena, &undo->changed, pair);
    }
    pair->current = version;
}

static void take_owned_sequences(Undo *undo, const Pair *column) {
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; i < column->users[side].count; i++) {
            const Use *use = &column->users[side].items[i];
            bool is_there = pair_user_is_live(use->pair, side, use->pair->current);
            if (use->role == USE_OWNER && is_there) {
                set_current(undo, use->pair, NULL);
            }
        }
    }
}

/*
 * A partition that leaves, a trigger and an index that are dropped take parts with them: states of
 * triggers, indexes of partitions.  What comes in their place is as the whole has it, until a step
 * says otherwise.
 */
static void apply_parts_gone(Undo *undo, const Pair *pair) {
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; i < pair->users[side].count; i++) {
            Pair *part = pair->users[side].items[i].pair;
            const Object *version = part->current;
            bool is_part =
                version != NULL && pair_user_is_live(part, side, version) &&
                (pair->users[side].items[i].role == USE_PART ||
                 (version->kind == KIND_TRIGGER && ((const TableTrigger *)version)->is_part));
            if (is_part) {
                set_current(undo, part, NULL);
                apply_parts_gone(undo, part);
            }
        }
    }
}

/* The sequence of an identity column is altered among the steps of the column. */
static bool is_version(const Pair *pair, const Object *object) {
    return object->kind == (pair->sides[1] != NULL ? pair->sides[1] : pair->sides[0])->kind;
}

static bool is_made_up(const Pair *pair, const Object *version) {
    return is_version(pair, version) && version != pair->sides[0] && version != pair->sides[1];
}

static void apply_drop(Undo *undo, Pair *pair) {
    const Object *version = pair->current;
    for (size_t i = 0; version != NULL && i < version->children.count; i++) {
        Pair *child = planner_pair(undo->planner, version->children.items[i]);
        const Object *current = child->current;
        if (current != NULL &&
            (current == version->children.items[i] || is_made_up(child, current))) {
            apply_drop(undo, child);
        }
    }
    take_owned_sequences(undo, pair);
    set_current(undo, pair, NULL);
    if (version != NULL && version->parent != NULL) {
        apply_parts_gone(undo, pair);
    }
}

/* The columns whose default comes in a later step stand without it until then. */
static void apply_deferred(Undo *undo, const Step *step) {
    for (size_t i = 0; i < step->deferred.count; i++) {
        Pair *pair = planner_pair(undo->planner, step->deferred.items[i]);
        Column *bare = planner_copy(undo->planner, pair, Column, step->deferred.items[i]);
        bare->default_value = TEXT_ABSENT;
        fingerprint_object(undo->planner->arena, &bare->object);
        set_current(undo, pair, &bare->object);
    }
}

/* OWNED BY is a step of its own, perhaps of a later group. */
static void apply_unowned(Undo *undo, Pair *pair, const Object *version) {
    Sequence *bare = planner_copy(undo->planner, pair, Sequence, version);
    bare->owned_schema = bare->owned_table = bare->owned_column = TEXT("");
    fingerprint_object(undo->planner->arena, &bare->object);
    set_current(undo, pair, &bare->object);
}

/* An index of the whole table comes with its parts on the partitions that are there. */
static void apply_parts_made(Undo *undo, const Pair *whole) {
    const Object *version = whole->current;
    int side = version == whole->sides[1] ? 1 : 0;
    bool is_only = version->kind == KIND_INDEX && ((const TableIndex *)version)->is_only;
    for (size_t i = 0; !is_only && i < whole->users[side].count; i++) {
        Pair *part = whole->users[side].items[i].pair;
        const Object *made = part->sides[side];
        if (whole->users[side].items[i].role == USE_PART && made != NULL &&
            pair_parent(undo->planner, made)->current != NULL) {
            set_current(undo, part, made);
            apply_parts_made(undo, part);
        }
    }
}

/* A partition that joins gets the parts that it has not, of what the whole table has by then. */
static void apply_parts_joined(Undo *undo, const Object *table) {
    for (size_t i = 0; table != NULL && i < table->children.count; i++) {
        const Object *child = table->children.items[i], *whole = object_whole(child);
        const Pair *above = whole == NULL ? NULL : planner_pair(undo->planner, whole);
        Pair *part = planner_pair(undo->planner, child);
        bool is_only =
            whole != NULL && whole->kind == KIND_INDEX && ((const TableIndex *)whole)->is_only;
        if (above != NULL && above->current != NULL && !is_only && part->current == NULL) {
            set_current(undo, part, child);
            apply_parts_made(undo, part);
        }
    }
}

/* A partition that leaves keeps its indexes and keys, for its own. */
static void apply_parts_left(Undo *undo, const Object *table) {
    for (size_t i = 0; i < table->children.count; i++) {
        Pair *part = planner_pair(undo->planner, table->children.items[i]);
        const Object *version = part == NULL ? NULL : part->current;
        if (version != NULL && object_whole(version) != NULL) {
            Object *own = planner_copy_object(undo->planner, part, version);
            object_set_whole(own, NULL);
            if (own->kind == KIND_CONSTRAINT) {
                ((TableConstraint *)own)->is_inherited = false;
            }
            fingerprint_object(undo->planner->arena, own);
            set_current(undo, part, own);
        }
    }
}

static void apply_create(Undo *undo, Pair *pair, const Object *version) {
    set_current(undo, pair, version);
    for (size_t i = 0; i < version->children.count; i++) {
        const Object *child = version->children.items[i];
        bool is_inherited =
            child->kind == KIND_CONSTRAINT && ((const TableConstraint *)child)->is_inherited;
        if (child->kind == KIND_COLUMN || is_inherited) {
            set_current(undo, planner_pair(undo->planner, child), child);
        }
    }
    if (version->kind == KIND_INDEX || version->kind == KIND_CONSTRAINT) {
        apply_parts_made(undo, pair);
    }
    if (version->kind == KIND_SEQUENCE &&
        !text_is_empty(((const Sequence *)version)->owned_table)) {
        apply_unowned(undo, pair, version);
    }
}

/* What only one side says of a view's column leaves no object; an owner is no version. */
static void apply_alter(Undo *undo, Pair *pair, const Step *step) {
    const Object *wanted = pair->sides[1];
    bool leaves_object = wanted != NULL || step->part == PART_DEFAULT;
    bool is_partial = leaves_object && is_version(pair, step->new) && step->part != PART_OWNER &&
                      step->new != pair->sides[0];
    set_current(undo, pair, is_partial ? step->new : wanted);
    if (step->part != PART_PARTITION || pair->sides[0] == NULL ||
        pair->sides[0]->kind != KIND_TABLE) {
        return;
    }
    if (text_is_empty(((const Table *)step->new)->partition_parent)) {
        apply_parts_gone(undo, pair);
        apply_parts_left(undo, step->old);
    } else {
        apply_parts_joined(undo, pair->sides[1]);
    }
}

/* The attributes of a type change together; their order is the type's own. */
static void apply_to_type(Undo *undo, const Step *step) {
    const Object *attribute = step->new != NULL ? step->new : step->old;
    const Object *type = attribute->kind == KIND_COLUMN ? attribute->parent : NULL;
    Pair *pair =
        type == NULL || type->kind != KIND_COMPOSITE ? NULL : planner_pair(undo->planner, type);
    if (pair != NULL && pair->sides[0] != NULL && pair->sides[1] != NULL) {
        set_current(undo, pair, pair->sides[1]);
    }
}

static void apply_step(Undo *undo, const Step *step) {
    Pair *pair = step_pair(undo->planner, step);
    apply_to_type(undo, step);
    switch (step->verb) {
        case STEP_CREATE:
            apply_create(undo, pair, step->new);
            apply_deferred(undo, step);
            break;
        case STEP_DROP: apply_drop(undo, pair); break;
        case STEP_ALTER: apply_alter(undo, pair, step); break;
    }
    for (size_t i = 0; i < step->folded.count; i++) {
        apply_step(undo, step->folded.items[i]);
    }
}

static bool group_has(const Undo *undo, const Pair *pair, StepVerb verb, StepPart part) {
    for (size_t i = 0; i < undo->group->steps.count; i++) {
        const Step *step = undo->group->steps.items[i];
        if (step->verb == verb && (verb != STEP_ALTER || step->part == part) &&
            step_pair(undo->planner, step) == pair) {
            return true;
        }
    }
    return false;
}

/*
 * Labels come by PART_LABELS and go by PART_REBUILD; a default follows a type, the remark on NOT
 * NULL goes with it, and the sequence of an identity that comes back gets what was said of it.
 */
static bool has_forward_part(const Undo *undo, const Pair *pair, StepPart part) {
    switch (part) {
        case PART_REBUILD:
        case PART_LABELS:
            return group_has(undo, pair, STEP_ALTER, PART_LABELS) ||
                   group_has(undo, pair, STEP_ALTER, PART_REBUILD);
        case PART_DEFAULT:
            return group_has(undo, pair, STEP_ALTER, PART_DEFAULT) ||
                   group_has(undo, pair, STEP_ALTER, PART_TYPE) ||
                   group_has(undo, pair, STEP_ALTER, PART_EXPRESSION);
        case PART_NOT_NULL_COMMENT:
            return group_has(undo, pair, STEP_ALTER, PART_NOT_NULL_COMMENT) ||
                   group_has(undo, pair, STEP_ALTER, PART_NOT_NULL);
        case PART_ENABLED:
            return group_has(undo, pair, STEP_ALTER, PART_ENABLED) ||
                   group_has(undo, pair, STEP_ALTER, PART_DEFINITION);
        case PART_COMMENT:
        case PART_SECURITY_LABEL:
        case PART_PRIVILEGES:
        case PART_PERSISTENCE:
            return group_has(undo, pair, STEP_ALTER, part) ||
                   group_has(undo, pair, STEP_ALTER, PART_IDENTITY);
        default: return group_has(undo, pair, STEP_ALTER, part);
    }
}

static bool is_made_or_dropped(const Undo *undo, const Pair *pair) {
    return pair != NULL && (group_has(undo, pair, STEP_CREATE, PART_WHOLE) ||
                            group_has(undo, pair, STEP_DROP, PART_WHOLE));
}

/* A pair that several groups alter: this rollback takes back this group's part of it. */
static void keep_own_parts(const Undo *undo, Pair *pair) {
    bool is_whole = pair->old == NULL || pair->new == NULL || pair->drop != NULL ||
                    is_made_or_dropped(undo, pair) ||
                    is_made_or_dropped(undo, pair_parent(undo->planner, pair->old));
    size_t kept = 0;
    for (size_t i = 0; !is_whole && i < pair->alters.count; i++) {
        if (has_forward_part(undo, pair, pair->alters.items[i]->part)) {
            pair->alters.items[kept++] = pair->alters.items[i];
        }
    }
    pair->alters.count = is_whole ? pair->alters.count : kept;
}

static bool is_undone(const Pair *pair, StepPart part) {
    if (pair->drop != NULL || pair->create != NULL) {
        return true;
    }
    for (size_t i = 0; i < pair->alters.count; i++) {
        StepPart undone = pair->alters.items[i]->part;
        if (undone == part || (undone == PART_REBUILD && part == PART_LABELS)) {
            return true;
        }
    }
    return false;
}

/* What the comparison cannot see, such as a default that came later than its table: turn it round.
 */
static void add_inverses(Undo *undo) {
    for (size_t i = undo->group->steps.count; i-- > 0;) {
        const Step *step = undo->group->steps.items[i];
        Pair *pair = step->verb == STEP_ALTER ? step_pair(undo->planner, step) : NULL;
        bool is_copy = pair != NULL && (is_made_up(pair, step->old) || is_made_up(pair, step->new));
        if (pair != NULL && step->part != PART_BACKFILL && pair->old != NULL && pair->new != NULL &&
            !is_undone(pair, step->part) && (is_copy || pair->old == pair->new) &&
            pair_drop_step(undo->planner, pair) == NULL) {
            planner_alter(undo->planner, pair, step->part, step->new, step->old);
        }
    }
}

/* A column that a group of its own had taken the default off comes back without it. */
static void defer_defaults(Undo *undo) {
    for (size_t i = 0; i < undo->changed.count; i++) {
        const Pair *pair = undo->changed.items[i];
        const Object *before = pair->sides[0];
        Step *create = pair->old == NULL ? pair_create_step(undo->planner, pair) : NULL;
        if (create != NULL && create != pair->create && before != NULL &&
            pair->new != before &&object_has_default(before) && !object_has_default(pair->new)) {
            list_push(undo->planner->arena, &create->deferred, (Object *)before);
        }
    }
}

static StepGroup undo_group(Planner *planner, const StepGroup *group) {
    Undo undo = {planner, group, {0}};
    for (size_t i = 0; i < group->steps.count; i++) {
        apply_step(&undo, group->steps.items[i]);
    }
    for (size_t i = 0; i < undo.changed.count; i++) {
        undo.changed.items[i]->old = undo.changed.items[i]->current;
    }
    planner->forbids_concurrent = group->is_transactional;
    planner_compare(planner);
    defer_defaults(&undo);
    for (size_t i = 0; i < undo.changed.count; i++) {
        keep_own_parts(&undo, undo.changed.items[i]);
    }
    planner_keep_held_types(planner);
    planner_close(planner);
    planner_check_containers(planner);
    add_inverses(&undo);
    StepGroupList made = planner_order(planner, true);
    for (size_t i = 0; i < planner->touched.count; i++) {
        Pair *pair = planner->touched.items[i];
        pair->old = pair->new = pair->current;
    }
    planner_reset(planner);
    return made.count != 0 ? made.items[0]
                           : (StepGroup){.subject = group->subject, .is_transactional = true};
}

void planner_roll_back(Planner *planner, Plan *plan) {
    planner->is_rollback = true;
    planner_reset(planner);
    for (size_t i = 0; i < planner->pairs.count; i++) {
        Pair *pair = planner->pairs.items[i];
        pair->old = pair->new = pair->current = pair->sides[0];
    }
    for (size_t i = 0; i < plan->groups.count; i++) {
        list_push(planner->arena, &plan->rollback, undo_group(planner, &plan->groups.items[i]));
    }
}
