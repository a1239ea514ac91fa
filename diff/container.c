/*
 * Container: types that columns hold inside another type, and rows that they hold.
 *
 * In: the domains that a run tightens.  Out: an error for each that a column holds inside a
 * composite type, an array or a range: PostgreSQL looks for values in the way in plain columns
 * only, and refuses the rest ("cannot alter type ... because column ... uses it").  What is not
 * looked at needs no looking: NOT VALID is possible, and what a rollback does, with a warning.
 * A table whose rows a column of another holds cannot be rewritten at all ("cannot alter table ...
 * because column ... uses its row type"), nor a column of it retyped, even where no value changes.
 */
#include "diff/planner.h"

#include "compiler/builder.h"
#include "compiler/fingerprint.h"

enum { DEPTH_LIMIT = 16 }; /* types within types */

static const Object *find_holder(const Planner *planner, const Pair *type, bool is_inside,
                                 int depth);

static bool has_rows(const Object *relation) {
    return relation->kind == KIND_MATERIALIZED_VIEW ||
           (relation->kind == KIND_TABLE && !object_is_foreign_table(relation) &&
            text_is_empty(((const Table *)relation)->partition_key));
}

/* The column itself, or one that holds the type that the column is an attribute of. */
static const Object *holder_of_use(const Planner *planner, const Pair *user, bool is_inside,
                                   int depth) {
    const Object *object = user->old;
    if (object->kind == KIND_DOMAIN) {
        bool is_array = text_ends_with(((const Domain *)object)->type, TEXT("[]"));
        return find_holder(planner, user, is_inside || is_array, depth);
    }
    if (object->kind == KIND_RANGE) {
        return find_holder(planner, user, true, depth);
    }
    if (object->kind != KIND_COLUMN || object->parent == NULL) {
        return NULL;
    }
    bool is_array = text_ends_with(((const Column *)object)->type, TEXT("[]"));
    if (has_rows(object->parent) && (is_inside || is_array)) {
        return object;
    }
    const Pair *row = planner_pair(planner, object->parent);
    return row == NULL ? NULL : find_holder(planner, row, true, depth);
}

static const Object *find_holder(const Planner *planner, const Pair *type, bool is_inside,
                                 int depth) {
    const Object *holder = NULL;
    for (int side = 0; depth < DEPTH_LIMIT && side < 2; side++) {
        const UseList *users = &type->users[side];
        for (size_t i = 0; holder == NULL && i < users->count; i++) {
            const Pair *user = users->items[i].pair;
            /* An expression over the table is no column of its row type. */
            bool is_type = users->items[i].role == USE_TYPE || user->old == NULL ||
                           user->old->kind == KIND_RANGE;
            if (is_type && pair_user_is_live(user, side, user->old)) {
                holder = holder_of_use(planner, user, is_inside, depth + 1);
            }
        }
    }
    return holder;
}

/* True when a column holds such values: a rollback then has to do without. */
static bool refuse_held(Planner *planner, Pair *pair, const Pair *domain, const char *way_out) {
    const Object *holder = find_holder(planner, domain, false, 0);
    if (holder == NULL) {
        return false;
    }
    planner_refuse(planner, pair,
                   text_format(planner->arena,
                               "PostgreSQL does not check the values that %s holds inside another "
                               "type, and refuses",
                               object_describe(planner->arena, holder)));
    if (!planner->is_rollback) {
        diagnostic_hint(planner->diagnostics, text_from_string(way_out));
    }
    return planner->is_rollback;
}

static void drop_alter(Pair *pair, StepPart part) {
    size_t kept = 0;
    for (size_t i = 0; i < pair->alters.count; i++) {
        if (pair->alters.items[i]->part != part) {
            pair->alters.items[kept++] = pair->alters.items[i];
        }
    }
    pair->alters.count = kept;
}

/* The rule comes back for new values only. */
static void leave_unchecked(Planner *planner, Pair *pair) {
    drop_alter(pair, PART_VALIDATION);
    if (pair->create != NULL) {
        TableConstraint *loose = planner_copy(planner, pair, TableConstraint, pair->new);
        loose->is_not_valid = true;
        fingerprint_object(planner->arena, &loose->object);
        pair->create->new = &loose->object;
    }
}

static const Step *find_alter(const Pair *pair, StepPart part) {
    for (size_t i = 0; i < pair->alters.count; i++) {
        if (pair->alters.items[i]->part == part) {
            return pair->alters.items[i];
        }
    }
    return NULL;
}

static void check_constraint(Planner *planner, Pair *pair) {
    const Pair *domain = pair_parent(planner, pair->new);
    bool is_checked = pair->create != NULL || find_alter(pair, PART_VALIDATION) != NULL;
    if (is_checked && domain != NULL && domain->old != NULL && domain->drop == NULL &&
        pair->new->parent->kind == KIND_DOMAIN &&
        !((const TableConstraint *)pair->new)
             ->is_not_valid &&refuse_held(
                 planner, pair, domain,
                 "Add NOT VALID to it in the desired schema: it then holds for new values.")) {
        leave_unchecked(planner, pair);
    }
}

/* Who holds the values of an enumeration inside another type, before and after. */
static Pair *find_inner_user(const Pair *type) {
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; i < type->users[side].count; i++) {
            Pair *user = type->users[side].items[i].pair;
            const Object *object = user->old;
            bool is_held = object != NULL && user->new != NULL &&
                           (object->kind == KIND_DOMAIN ||
                            (object->kind == KIND_COLUMN && object->parent != NULL &&
                             object->parent->kind == KIND_COMPOSITE));
            if (is_held && pair_user_is_live(user, side, object) && pair_still_uses(user, type)) {
                return user;
            }
        }
    }
    return NULL;
}

void planner_keep_held_types(Planner *planner) {
    for (size_t i = 0; i < planner->touched.count; i++) {
        Pair *type = planner->touched.items[i];
        Pair *user = find_alter(type, PART_REBUILD) != NULL ? find_inner_user(type) : NULL;
        if (user != NULL) {
            planner_refuse(planner, type,
                           text_format(planner->arena, "it keeps its values, because %s uses it",
                                       object_describe(planner->arena, user->old)));
            drop_alter(type, PART_REBUILD);
        }
    }
}

/* ALTER COLUMN TYPE of its own or from above, also for the sake of an enumeration made anew. */
static bool is_retyped(const Pair *pair) {
    if (pair->old == NULL || pair->new->kind != KIND_COLUMN || pair->drop != NULL) {
        return false;
    }
    const Column *old = (const Column *)pair->old, *new = (const Column *)pair->new;
    return !text_equal(old->type, new->type) || !text_equal(old->collation, new->collation) ||
           find_alter(pair, PART_REBUILD) != NULL;
}

/* SET TABLESPACE copies the file as it is. */
static bool is_rewriting(const Planner *planner, Step *step) {
    if (step == NULL || step->part == PART_TABLESPACE) {
        return false;
    }
    step_set_hazards(planner, step);
    return (step->hazards & HAZARD_REWRITES_TABLE) != 0;
}

static void check_rows(Planner *planner, Pair *pair) {
    const Object *table = pair->new->kind == KIND_TABLE ? pair->new : pair->new->parent;
    const Pair *rows =
        table != NULL && table->kind == KIND_TABLE ? planner_pair(planner, table) : NULL;
    if (rows == NULL || rows->old == NULL || rows->drop != NULL || !pair_is_column_type(rows)) {
        return;
    }
    bool is_rewritten =
        is_retyped(pair) || (pair->new != table &&is_rewriting(planner, pair->create));
    for (size_t i = 0; i < pair->alters.count; i++) {
        is_rewritten |= is_rewriting(planner, pair->alters.items[i]);
    }
    if (is_rewritten) {
        planner_refuse(planner, pair,
                       TEXT("PostgreSQL cannot rewrite a table whose rows other columns hold"));
    }
}

void planner_check_containers(Planner *planner) {
    for (size_t i = 0; i < planner->touched.count; i++) {
        Pair *pair = planner->touched.items[i];
        if (pair->new == NULL) {
            continue;
        }
        check_rows(planner, pair);
        if (pair->new->kind == KIND_CONSTRAINT) {
            check_constraint(planner, pair);
        } else if (pair->new->kind == KIND_DOMAIN && ((const Domain *)pair->new)->is_not_null &&
                   find_alter(pair, PART_NOT_NULL) !=
                       NULL &&refuse_held(
                           planner, pair, pair,
                           "CHECK (VALUE IS NOT NULL) NOT VALID does the same for new "
                           "values.")) {
            drop_alter(pair, PART_NOT_NULL);
        }
    }
}
