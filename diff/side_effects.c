/*
 * Side effects: which of them are still there to be undone when the schema is back.
 *
 * In: what a migration did to rows; the schema after it.  Out: what did not go by itself with a
 * table or column that the migration made, or dropped.  What a dropped table held is the drop's to
 * tell.
 */
#include "diff/diff.h"

/* The schema before knows it, under this name or an older one. */
static bool was_there(const Schema *before, const Object *object) {
    return object->origin != NULL || schema_find_key(before, object->key) != NULL;
}

static bool has_trigger(const Object *table) {
    for (size_t i = 0; i < table->children.count; i++) {
        ObjectKind kind = table->children.items[i]->kind;
        if (kind == KIND_TRIGGER || kind == KIND_RULE) {
            return true;
        }
    }
    return false;
}

/* It set nothing but columns that the rollback drops, or that the migration has dropped. */
static bool is_of_passing_columns(const Schema *before, const SideEffect *effect) {
    for (size_t i = 0; i < effect->columns.count; i++) {
        const Object *column = effect->columns.items[i];
        if (!column->is_removed && was_there(before, column)) {
            return false;
        }
    }
    return effect->columns.count != 0;
}

static bool passes(const Schema *before, const SideEffect *effect) {
    const Object *table = effect->table;
    if (table == NULL) {
        return false;
    }
    if (table->is_removed || !was_there(before, table)) {
        return true;
    }
    return !text_is_absent(effect->reason) && !has_trigger(table) &&
           is_of_passing_columns(before, effect);
}

/* The rows are found by columns that both schemas have. */
static void check_key(const Schema *before, SideEffect *effect) {
    for (size_t i = 0; i < effect->columns.count && text_is_absent(effect->reason); i++) {
        const Object *column = effect->columns.items[i];
        if (column->is_removed || !was_there(before, column)) {
            effect->reason = TEXT("the key of its rows is not there before and after the "
                                  "migration");
        }
    }
}

SideEffectList diff_side_effects(Arena *arena, const Schema *before, const Schema *after) {
    SideEffectList left = {0};
    for (size_t i = 0; i < after->side_effects.count; i++) {
        SideEffect effect = after->side_effects.items[i];
        if (!passes(before, &effect)) {
            check_key(before, &effect);
            list_push(arena, &left, effect);
        }
    }
    return left;
}
