/*
 * Keep: drops whose rows are put aside first.
 *
 * In: a finished plan.  Out: the same plan, with the drops of tables and columns marked whose rows
 * a copy can hold, and the steps of the rollback that bring them back; these lose nothing any more.
 * A partitioned table holds no rows of its own: its partitions' drops keep theirs.
 */
#include "diff/diff.h"

static const TableConstraint *primary_key(const Object *table) {
    for (size_t i = 0; i < table->children.count; i++) {
        const TableConstraint *constraint = (const TableConstraint *)table->children.items[i];
        if (constraint->object.kind == KIND_CONSTRAINT &&
            constraint->type == CONSTRAINT_TYPE_PRIMARY_KEY) {
            return constraint;
        }
    }
    return NULL;
}

/* The rows of the table can be told by a key that outlives the column. */
static bool has_lasting_key(const Plan *plan, const Object *column) {
    const Object *table = schema_find_key(plan->new, column->parent->key);
    const TableConstraint *key = primary_key(column->parent);
    for (size_t i = 0; table != NULL && key != NULL && i < key->columns.count; i++) {
        if (table_find_column(table, key->columns.items[i]) == NULL) {
            return false;
        }
    }
    return table != NULL && key != NULL;
}

static bool can_keep(const Plan *plan, const Step *step) {
    const Object *old = step->old;
    if (step->verb != STEP_DROP || step->is_recreation || schema_find_key(plan->new, old->key)) {
        return false;
    }
    if (old->kind == KIND_TABLE) {
        return true;
    }
    return old->kind == KIND_COLUMN && old->parent->kind == KIND_TABLE &&
           ((const Column *)old)->generated == GENERATED_NEVER &&
           !((const Column *)old)->is_inherited && has_lasting_key(plan, old);
}

static void mark_restoration(const StepGroup *rollback, const Object *object) {
    for (size_t i = 0; i < rollback->steps.count; i++) {
        Step *step = rollback->steps.items[i];
        if (step->verb == STEP_CREATE && text_equal(step->new->key, object->key)) {
            step->is_kept = true;
            step->hazards &= ~(unsigned)HAZARD_MAY_FAIL; /* it is required once it is filled */
        }
    }
}

void plan_keep_dropped(Plan *plan) {
    for (size_t i = 0; i < plan->groups.count; i++) {
        const StepGroup *group = &plan->groups.items[i];
        for (size_t j = 0; j < group->steps.count; j++) {
            Step *step = group->steps.items[j];
            if ((step->hazards & HAZARD_DROPS_DATA) && can_keep(plan, step)) {
                step->is_kept = true;
                step->hazards &= ~(unsigned)HAZARD_DROPS_DATA;
                mark_restoration(&plan->rollback.items[i], step->old);
            }
        }
    }
}
