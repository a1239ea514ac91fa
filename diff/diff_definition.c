/*
 * Diff of objects whose definition is a list of items.
 *
 * In: a pair with both versions, known to differ.  Out: one ALTER step when PostgreSQL can change
 * every item that differs in place; else DROP and CREATE, which recreate.c carries on to those that
 * use the object.
 */
#include "diff/planner.h"

#include "compiler/definition.h"

static bool item_is_alterable(const Definition *definition, Text name) {
    const ItemFacts *facts = definition_facts(definition->object.kind, name);
    return facts != NULL && facts->is_alterable;
}

/* Items of `one` that `other` has not, or not so. */
static bool differs_beyond_repair(const Definition *one, const Definition *other) {
    for (size_t i = 0; i < one->items.count; i++) {
        const Setting *item = &one->items.items[i];
        if (!text_same(item->value, definition_item(other, item->name)) &&
            !item_is_alterable(one, item->name)) {
            return true;
        }
    }
    return false;
}

/* A shell is filled in. */
static bool is_shell(const Definition *type) {
    return type->object.kind == KIND_BASE_TYPE && type->items.count == 0;
}

static bool can_alter(const Definition *old, const Definition *new) {
    if (is_shell(old)) {
        return true;
    }
    return text_equal(old->parameters, new->parameters) && !differs_beyond_repair(old, new) &&
           !differs_beyond_repair(new, old);
}

void diff_definition(Planner *planner, Pair *pair) {
    const Definition *old = (const Definition *)pair->old, *new = (const Definition *)pair->new;
    if (can_alter(old, new)) {
        planner_alter(planner, pair, PART_DEFINITION, pair->old, pair->new);
    } else if (pair->new->kind == KIND_BASE_TYPE) {
        planner_refuse(planner, pair,
                       TEXT("PostgreSQL cannot change it, and to build it anew would take along "
                            "whatever uses it"));
    } else if (object_kind_is_type(pair->new->kind) && pair_is_column_type(pair)) {
        planner_refuse(planner, pair,
                       TEXT("PostgreSQL cannot change the definition of a type that columns use"));
        planner_hint_other_name(planner);
    } else {
        planner_replace(planner, pair);
    }
}
