/*
 * Hazard: what a step does to the rows that are there and to those who work with them.
 *
 * In: a step.  Out: its lock and hazards, as measured on PostgreSQL 14 to 18.  A step on something
 * that the same migration made is harmless: nobody has rows in it yet.
 */
#include "diff/planner.h"

typedef struct Effect {
    Lock lock;
    unsigned hazards;
} Effect;

static const Effect column_parts[STEP_PART_COUNT] = {
    [PART_NAME] = {LOCK_ACCESS_EXCLUSIVE, 0},
    [PART_DEFAULT] = {LOCK_ACCESS_EXCLUSIVE, 0},
    [PART_IDENTITY] = {LOCK_ACCESS_EXCLUSIVE, 0},
    [PART_STORAGE] = {LOCK_ACCESS_EXCLUSIVE, 0},
    [PART_COMPRESSION] = {LOCK_ACCESS_EXCLUSIVE, 0},
    [PART_STATISTICS] = {LOCK_SHARE_UPDATE_EXCLUSIVE, 0},
    [PART_COLUMN_OPTIONS] = {LOCK_SHARE_UPDATE_EXCLUSIVE, 0},
    [PART_FOREIGN_OPTIONS] = {LOCK_ACCESS_EXCLUSIVE, 0},
    [PART_COMMENT] = {LOCK_SHARE_UPDATE_EXCLUSIVE, 0},
    [PART_SECURITY_LABEL] = {LOCK_SHARE_UPDATE_EXCLUSIVE, 0},
};

static const Effect table_parts[STEP_PART_COUNT] = {
    [PART_OWNER] = {LOCK_ACCESS_EXCLUSIVE, 0},
    [PART_COMMENT] = {LOCK_SHARE_UPDATE_EXCLUSIVE, 0},
    [PART_SECURITY_LABEL] = {LOCK_SHARE_UPDATE_EXCLUSIVE, 0},
    [PART_PERSISTENCE] = {LOCK_ACCESS_EXCLUSIVE, HAZARD_REWRITES_TABLE},
    [PART_OPTIONS] = {LOCK_SHARE_UPDATE_EXCLUSIVE, 0},
    [PART_ROW_SECURITY] = {LOCK_ACCESS_EXCLUSIVE, 0},
    [PART_REPLICA_IDENTITY] = {LOCK_ACCESS_EXCLUSIVE, 0},
    [PART_INHERITANCE] = {LOCK_ACCESS_EXCLUSIVE, 0},
    [PART_ACCESS_METHOD] = {LOCK_ACCESS_EXCLUSIVE, HAZARD_REWRITES_TABLE},
    [PART_TABLESPACE] = {LOCK_ACCESS_EXCLUSIVE, HAZARD_REWRITES_TABLE},
    [PART_FOREIGN_OPTIONS] = {LOCK_ACCESS_EXCLUSIVE, 0},
    [PART_OF_TYPE] = {LOCK_ACCESS_EXCLUSIVE, 0},
};

static const Effect sequence_parts[STEP_PART_COUNT] = {
    [PART_OWNER] = {LOCK_ACCESS_EXCLUSIVE, 0},
    [PART_COMMENT] = {LOCK_SHARE_UPDATE_EXCLUSIVE, 0},
    [PART_SECURITY_LABEL] = {LOCK_SHARE_UPDATE_EXCLUSIVE, 0},
    [PART_PERSISTENCE] = {LOCK_ACCESS_EXCLUSIVE, 0},
    [PART_OPTIONS] = {LOCK_SHARE_ROW_EXCLUSIVE, 0},
    [PART_OWNED_BY] = {LOCK_SHARE_ROW_EXCLUSIVE, 0},
};

static const Effect constraint_parts[STEP_PART_COUNT] = {
    [PART_NAME] = {LOCK_ACCESS_EXCLUSIVE, 0},
    [PART_COMMENT] = {LOCK_SHARE_UPDATE_EXCLUSIVE, 0},
    [PART_INDEX_COMMENT] = {LOCK_SHARE_UPDATE_EXCLUSIVE, 0},
    [PART_CLUSTER] = {LOCK_SHARE_UPDATE_EXCLUSIVE, 0},
    [PART_VALIDATION] = {LOCK_SHARE_UPDATE_EXCLUSIVE, HAZARD_SCANS_TABLE | HAZARD_MAY_FAIL},
    [PART_DEFERRABILITY] = {LOCK_ACCESS_EXCLUSIVE, 0},
};

static const Effect index_parts[STEP_PART_COUNT] = {
    [PART_NAME] = {LOCK_SHARE_UPDATE_EXCLUSIVE, 0},
    [PART_COMMENT] = {LOCK_SHARE_UPDATE_EXCLUSIVE, 0},
    [PART_CLUSTER] = {LOCK_SHARE_UPDATE_EXCLUSIVE, 0},
    [PART_STATISTICS] = {LOCK_SHARE_UPDATE_EXCLUSIVE, 0},
    [PART_OPTIONS] = {LOCK_SHARE_UPDATE_EXCLUSIVE, 0},
    [PART_PARTITION] = {LOCK_SHARE_UPDATE_EXCLUSIVE, 0},
    [PART_TABLESPACE] = {LOCK_ACCESS_EXCLUSIVE, 0},
};

static const Effect view_parts[STEP_PART_COUNT] = {
    [PART_OWNER] = {LOCK_ACCESS_EXCLUSIVE, 0},
    [PART_COMMENT] = {LOCK_SHARE_UPDATE_EXCLUSIVE, 0},
    [PART_SECURITY_LABEL] = {LOCK_SHARE_UPDATE_EXCLUSIVE, 0},
    [PART_DEFINITION] = {LOCK_ACCESS_EXCLUSIVE, 0},
    [PART_OPTIONS] = {LOCK_ACCESS_EXCLUSIVE, 0},
    [PART_ACCESS_METHOD] = {LOCK_ACCESS_EXCLUSIVE, HAZARD_REWRITES_TABLE},
    [PART_TABLESPACE] = {LOCK_ACCESS_EXCLUSIVE, HAZARD_REWRITES_TABLE},
};

static Effect column_created(const Planner *planner, const Step *step) {
    const Column *column = (const Column *)step->new;
    if (step->new->parent->kind != KIND_TABLE) {
        return (Effect){LOCK_NONE, 0};
    }
    bool is_rewriting = column_addition_rewrites(planner->schemas[1], column);
    bool is_computed = column->generated != GENERATED_NEVER; /* from what may be NULL */
    bool is_filled = (!is_computed && !text_is_absent(column->default_value)) ||
                     column->identity != IDENTITY_NONE;
    return (Effect){LOCK_ACCESS_EXCLUSIVE,
                    (is_rewriting ? HAZARD_REWRITES_TABLE : 0u) |
                        (column->is_not_null && !is_filled ? HAZARD_MAY_FAIL : 0u)};
}

static Effect column_dropped(const Planner *planner, const Step *step) {
    const Column *column = (const Column *)step->old;
    if (step->old->parent->kind == KIND_COMPOSITE) { /* nothing holds values of a type unused */
        const Pair *type = planner_pair(planner, step->old->parent);
        bool is_used = pair_is_column_type(type) || pair_is_table_type(type);
        return (Effect){LOCK_NONE, is_used ? HAZARD_DROPS_DATA : 0u};
    }
    bool is_computed = column->generated != GENERATED_NEVER;
    return (Effect){LOCK_ACCESS_EXCLUSIVE, is_computed ? 0 : HAZARD_DROPS_DATA};
}

static Effect column_retyped(const Planner *planner, const Step *step) {
    static const unsigned hazards[] = {
        [CAST_NOTHING] = 0,
        [CAST_WIDENS] = HAZARD_REWRITES_TABLE,
        [CAST_MAY_FAIL] = HAZARD_REWRITES_TABLE | HAZARD_MAY_FAIL,
        [CAST_CHANGES] = HAZARD_REWRITES_TABLE | HAZARD_MAY_FAIL | HAZARD_CHANGES_VALUES,
        [CAST_LOSES] =
            HAZARD_REWRITES_TABLE | HAZARD_MAY_FAIL | HAZARD_CHANGES_VALUES | HAZARD_DROPS_DATA,
    };
    const Column *old = (const Column *)step->old, *new = (const Column *)step->new;
    CastEffect effect = cast_effect(planner->arena, old->type, new->type);
    bool is_collated_anew = !text_equal(old->collation, new->collation);
    return (Effect){LOCK_ACCESS_EXCLUSIVE,
                    hazards[effect] | (is_collated_anew ? HAZARD_BUILDS_INDEX : 0u)};
}

static Effect not_null_effect(const Column *new) {
    bool is_checked = new->is_not_null && !new->not_null.is_not_valid;
    return (Effect){LOCK_ACCESS_EXCLUSIVE, is_checked ? HAZARD_SCANS_TABLE | HAZARD_MAY_FAIL : 0u};
}

static Effect column_effect(const Planner *planner, const Step *step) {
    if (step->verb != STEP_ALTER) {
        return step->verb == STEP_CREATE ? column_created(planner, step)
                                         : column_dropped(planner, step);
    }
    const Column *new = (const Column *)step->new;
    switch (step->part) {
        case PART_TYPE: return column_retyped(planner, step);
        case PART_NOT_NULL: return not_null_effect(new);
        case PART_VALIDATION:
            return new->not_null.is_not_valid ? (Effect){LOCK_ACCESS_EXCLUSIVE, 0}
                                              : constraint_parts[step->part];
        case PART_EXPRESSION:
            return (Effect){LOCK_ACCESS_EXCLUSIVE,
                            new->generated == GENERATED_STORED ? HAZARD_REWRITES_TABLE : 0u};
        default: return column_parts[step->part];
    }
}

static Effect table_effect(const Planner *planner, const Step *step) {
    (void)planner;
    if (step->verb == STEP_DROP) {
        return (Effect){LOCK_ACCESS_EXCLUSIVE, HAZARD_DROPS_DATA};
    }
    if (step->verb == STEP_CREATE) {
        return (Effect){LOCK_NONE, 0};
    }
    if (step->part == PART_PARTITION) {
        bool is_attached = !text_is_empty(((const Table *)step->new)->partition_parent);
        return (Effect){LOCK_ACCESS_EXCLUSIVE,
                        is_attached ? HAZARD_SCANS_TABLE | HAZARD_MAY_FAIL : 0u};
    }
    return table_parts[step->part];
}

static Effect constraint_created(const TableConstraint *constraint) {
    bool is_foreign = constraint->type == CONSTRAINT_TYPE_FOREIGN_KEY;
    Lock lock = is_foreign ? LOCK_SHARE_ROW_EXCLUSIVE : LOCK_ACCESS_EXCLUSIVE;
    if (constraint->is_not_valid || constraint->is_not_enforced) {
        return (Effect){lock, 0};
    }
    if (constraint->object.parent != NULL && constraint->object.parent->kind == KIND_DOMAIN) {
        return (Effect){LOCK_SHARE, HAZARD_SCANS_TABLE | HAZARD_MAY_FAIL};
    }
    bool is_scan = is_foreign || constraint->type == CONSTRAINT_TYPE_CHECK;
    return (Effect){lock, (is_scan ? HAZARD_SCANS_TABLE : HAZARD_BUILDS_INDEX) | HAZARD_MAY_FAIL};
}

static Effect constraint_effect(const Planner *planner, const Step *step) {
    (void)planner;
    if (step->verb == STEP_CREATE) {
        return constraint_created((const TableConstraint *)step->new);
    }
    bool is_domain =
        step_object(step)->parent != NULL && step_object(step)->parent->kind == KIND_DOMAIN;
    if (step->verb == STEP_DROP) {
        return (Effect){is_domain ? LOCK_NONE : LOCK_ACCESS_EXCLUSIVE, 0};
    }
    if (step->part == PART_VALIDATION && ((const TableConstraint *)step->new)->is_not_valid) {
        return (Effect){is_domain ? LOCK_NONE : LOCK_ACCESS_EXCLUSIVE, 0}; /* added anew, unread */
    }
    return constraint_parts[step->part];
}

static Effect index_effect(const Planner *planner, const Step *step) {
    (void)planner;
    if (step->verb == STEP_DROP) {
        return (Effect){step->is_concurrent ? LOCK_SHARE_UPDATE_EXCLUSIVE : LOCK_ACCESS_EXCLUSIVE,
                        0};
    }
    if (step->verb == STEP_CREATE) {
        bool is_unique = ((const TableIndex *)step->new)->is_unique;
        return (Effect){step->is_concurrent ? LOCK_SHARE_UPDATE_EXCLUSIVE : LOCK_SHARE,
                        HAZARD_BUILDS_INDEX | (is_unique ? HAZARD_MAY_FAIL : 0u)};
    }
    return index_parts[step->part];
}

static Effect sequence_effect(const Planner *planner, const Step *step) {
    (void)planner;
    if (step->verb == STEP_DROP) { /* where it had counted to is gone */
        return (Effect){LOCK_ACCESS_EXCLUSIVE, HAZARD_DROPS_DATA};
    }
    return step->verb == STEP_CREATE ? (Effect){LOCK_NONE, 0} : sequence_parts[step->part];
}

static Effect view_effect(const Planner *planner, const Step *step) {
    (void)planner;
    if (step->verb == STEP_ALTER) {
        return view_parts[step->part];
    }
    return (Effect){step->verb == STEP_DROP ? LOCK_ACCESS_EXCLUSIVE : LOCK_NONE, 0};
}

static Effect trigger_effect(const Planner *planner, const Step *step) {
    (void)planner;
    if (step->verb == STEP_ALTER && step->part == PART_COMMENT) {
        return (Effect){LOCK_SHARE_UPDATE_EXCLUSIVE, 0};
    }
    return (Effect){step->verb == STEP_DROP ? LOCK_ACCESS_EXCLUSIVE : LOCK_SHARE_ROW_EXCLUSIVE, 0};
}

static Effect rule_effect(const Planner *planner, const Step *step) {
    (void)planner;
    bool is_comment = step->verb == STEP_ALTER && step->part == PART_COMMENT;
    return (Effect){is_comment ? LOCK_SHARE_UPDATE_EXCLUSIVE : LOCK_ACCESS_EXCLUSIVE, 0};
}

static bool loses_label(const Step *step) {
    const EnumType *old = (const EnumType *)step->old, *new = (const EnumType *)step->new;
    for (size_t i = 0; i < old->labels.count; i++) {
        if (!text_list_contains(&new->labels, old->labels.items[i])) {
            return true;
        }
    }
    return false;
}

static Effect enum_effect(const Planner *planner, const Step *step) {
    (void)planner;
    if (step->verb != STEP_ALTER || step->part != PART_REBUILD) {
        return (Effect){LOCK_NONE, 0};
    }
    bool is_used = step->converted.count != 0;
    unsigned lost = loses_label(step) ? HAZARD_MAY_FAIL | HAZARD_DROPS_DATA : 0u;
    return (Effect){is_used ? LOCK_ACCESS_EXCLUSIVE : LOCK_NONE,
                    is_used ? HAZARD_REWRITES_TABLE | lost : 0u};
}

static Effect domain_effect(const Planner *planner, const Step *step) {
    (void)planner;
    bool is_not_null = step->verb == STEP_ALTER && step->part == PART_NOT_NULL &&
                       ((const Domain *)step->new)->is_not_null;
    return is_not_null ? (Effect){LOCK_SHARE, HAZARD_SCANS_TABLE | HAZARD_MAY_FAIL}
                       : (Effect){LOCK_NONE, 0};
}

/* An extension takes its own tables, types and functions with it. */
static Effect extension_effect(const Planner *planner, const Step *step) {
    (void)planner;
    return (Effect){LOCK_NONE, step->verb == STEP_DROP ? HAZARD_DROPS_DATA : 0u};
}

static Effect statistics_effect(const Planner *planner, const Step *step) {
    (void)planner;
    bool locks_table = step->verb != STEP_ALTER;
    return (Effect){locks_table ? LOCK_SHARE_UPDATE_EXCLUSIVE : LOCK_NONE, 0};
}

static Effect no_effect(const Planner *planner, const Step *step) {
    (void)planner, (void)step;
    return (Effect){LOCK_NONE, 0};
}

typedef Effect (*EffectRule)(const Planner *planner, const Step *step);

static const EffectRule effects[OBJECT_KIND_COUNT] = {[KIND_SCHEMA] = no_effect,
                                                      [KIND_EXTENSION] = extension_effect,
                                                      [KIND_ENUM] = enum_effect,
                                                      [KIND_COMPOSITE] = no_effect,
                                                      [KIND_DOMAIN] = domain_effect,
                                                      [KIND_SEQUENCE] = sequence_effect,
                                                      [KIND_FUNCTION] = no_effect,
                                                      [KIND_PROCEDURE] = no_effect,
                                                      [KIND_TABLE] = table_effect,
                                                      [KIND_COLUMN] = column_effect,
                                                      [KIND_CONSTRAINT] = constraint_effect,
                                                      [KIND_INDEX] = index_effect,
                                                      [KIND_VIEW] = view_effect,
                                                      [KIND_MATERIALIZED_VIEW] = view_effect,
                                                      [KIND_RULE] = rule_effect,
                                                      [KIND_TRIGGER] = trigger_effect,
                                                      [KIND_POLICY] = rule_effect,
                                                      [KIND_DEFAULT_PRIVILEGE] = no_effect,
                                                      [KIND_WRAPPER] = no_effect,
                                                      [KIND_SERVER] = no_effect,
                                                      [KIND_USER_MAPPING] = no_effect,
                                                      [KIND_STATISTICS] = statistics_effect,
                                                      [KIND_PUBLICATION] = no_effect,
                                                      [KIND_PUBLICATION_SCHEMA] = no_effect,
                                                      [KIND_PUBLICATION_TABLE] = no_effect,
                                                      [KIND_SUBSCRIPTION] = no_effect,
                                                      [KIND_EVENT_TRIGGER] = no_effect,
#define X(id, ...) [KIND_##id] = no_effect,
                                                      DEFINITION_KINDS(X)
#undef X
};

/* The relation that the step works on did not exist before this migration. */
static bool is_on_new_relation(const Planner *planner, const Step *step) {
    const Object *object = step_object(step);
    while (object->parent != NULL) {
        object = object->parent;
    }
    const Pair *root = planner_pair(planner, object);
    return root != NULL && root->old == NULL;
}

/* Its rows are elsewhere: none is read, rewritten or lost, and NOT NULL and CHECK are taken on
 * trust. */
static bool is_on_foreign_table(const Step *step) {
    const Object *object = step_object(step);
    while (object->parent != NULL) {
        object = object->parent;
    }
    return object_is_foreign_table(object);
}

void step_set_hazards(const Planner *planner, Step *step) {
    Effect effect = effects[step_object(step)->kind](planner, step);
    if (is_on_new_relation(planner, step)) {
        effect = (Effect){LOCK_NONE, 0};
    }
    if (is_on_foreign_table(step)) {
        effect.hazards = 0;
    }
    step->lock = effect.lock;
    step->hazards = effect.hazards;
    if (effect.lock >= LOCK_SHARE) {
        step->hazards |= HAZARD_BLOCKS_WRITES;
    }
    if (effect.lock == LOCK_ACCESS_EXCLUSIVE) {
        step->hazards |= HAZARD_BLOCKS_READS;
    }
}
