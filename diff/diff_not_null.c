/*
 * Diff of NOT NULL: the flag of a column, and the constraint that PostgreSQL 18 keeps it as.
 *
 * In: a column in both versions.  Out: ALTER steps.  What an ALTER of a parent gives or takes
 * along needs no step here; before 18 it takes from every child, whoever asked for it there.
 *     old: p (a int NOT NULL), c (a int NOT NULL) INHERITS (p)      new: p (a int), c as before
 */
#include "diff/planner.h"

#include "compiler/default_name.h"
#include "compiler/fingerprint.h"

enum { FIRST_WITH_CONSTRAINTS = 180000 };

/* What the parents that the table has before and after do to its column. */
typedef struct Family {
    bool gains, loses;              /* some parent's column becomes NOT NULL, or nullable */
    bool frees;                     /* by NO INHERIT: what the children have is their own then */
    bool gives_before, gives_now;   /* some parent's column is NOT NULL for its children too */
    bool renames, changes_validity; /* the constraint that both versions of a parent have */
} Family;

typedef struct NotNullChange {
    Planner *planner;
    Pair *pair;
    const Column *old, *new;
    Family family;
} NotNullChange;

static bool gives(const Column *column) {
    return column != NULL && column->is_not_null && !column->not_null.is_no_inherit;
}

static bool is_parent(const UseList *uses, const Pair *table) {
    for (size_t i = 0; i < uses->count; i++) {
        if (uses->items[i].role == USE_PARENT && uses->items[i].pair == table) {
            return true;
        }
    }
    return false;
}

static void add_parent(NotNullChange *change, const Pair *parent) {
    Arena *arena = change->planner->arena;
    Family *family = &change->family;
    const Column *before = table_find_column(parent->old, change->old->object.name);
    const Column *now = table_find_column(parent->new, change->new->object.name);
    family->gains |= !gives(before) && gives(now);
    family->loses |= gives(before) && (now == NULL || !now->is_not_null);
    family->frees |= gives(before) && now != NULL && now->not_null.is_no_inherit;
    family->gives_before |= gives(before);
    family->gives_now |= gives(now);
    if (gives(before) && gives(now)) {
        family->renames |= text_equal(default_name_of_not_null(arena, before),
                                      default_name_of_not_null(arena, change->old)) &&
                           text_equal(default_name_of_not_null(arena, now),
                                      default_name_of_not_null(arena, change->new));
        family->changes_validity |= before->not_null.is_not_valid != now->not_null.is_not_valid;
    }
}

static void find_family(NotNullChange *change) {
    const Pair *table = pair_parent(change->planner, change->pair->new);
    if (table == NULL || table->old == NULL || table->new == NULL ||
        table->new->kind != KIND_TABLE || table->old->kind != KIND_TABLE) {
        return;
    }
    const UseList *before = pair_uses(table, table->old), *now = pair_uses(table, table->new);
    for (size_t i = 0; i < now->count; i++) {
        const Pair *parent = now->items[i].pair;
        if (now->items[i].role == USE_PARENT && is_parent(before, parent) && parent->old != NULL &&
            parent->new != NULL) {
            add_parent(change, parent);
        }
    }
}

/* Servers before 18 keep the flag alone; offline it is not known what they keep. */
static bool keeps_constraints(const Planner *planner) {
    return planner->server_version == 0 || planner->server_version >= FIRST_WITH_CONSTRAINTS;
}

static bool needs_own_step(const NotNullChange *change) {
    const Column *old = change->old, *new = change->new;
    const Family *family = &change->family;
    bool is_kept = keeps_constraints(change->planner);
    if (!old->is_not_null && new->is_not_null) {
        bool comes_along = is_kept ? new->not_null.is_inherited : new->is_inherited;
        return !(comes_along && family->gains);
    }
    if (old->is_not_null && !new->is_not_null) {
        bool goes_along = family->loses && (!is_kept || old->not_null.is_inherited);
        return !goes_along && !family->frees; /* from the parent's, see below */
    }
    return old->is_not_null && change->planner->server_version >= FIRST_WITH_CONSTRAINTS &&
           old->not_null.is_inherited && !new->not_null.is_inherited && family->gives_before &&
           !family->frees;
}

static void alter(const NotNullChange *change, StepPart part) {
    planner_alter(change->planner, change->pair, part, &change->old->object, &change->new->object);
}

/* A constraint that a parent has too cannot be renamed but from there. */
static void compare_names(const NotNullChange *change) {
    const Column *old = change->old, *new = change->new;
    Planner *planner = change->planner;
    int inherited = old->not_null.is_inherited + new->not_null.is_inherited;
    bool is_parents = planner->server_version == 0 ? inherited != 0 : inherited == 2;
    if (is_parents || change->family.renames ||
        text_equal(default_name_of_not_null(planner->arena, old),
                   default_name_of_not_null(planner->arena, new))) {
        return;
    }
    if (change->family.gives_before && change->family.gives_now) {
        diagnostic_add(planner->diagnostics, DIAGNOSTIC_LEFT_ALONE, new->object.where,
                       "the NOT NULL constraint of %s keeps its name: PostgreSQL renames no "
                       "constraint that a parent has too",
                       object_describe(planner->arena, &new->object));
        return;
    }
    alter(change, PART_NAME);
}

/* Inherited from one that is not validated, it may be validated or not: that is no harm. */
static void compare_validity(const NotNullChange *change) {
    const Column *old = change->old, *new = change->new;
    bool is_same = old->not_null.is_not_valid == new->not_null.is_not_valid;
    bool is_parents = new->not_null.is_inherited &&
                      (change->family.changes_validity || new->not_null.is_not_valid);
    if (!is_same && !is_parents) {
        alter(change, PART_VALIDATION);
    }
}

static void compare_comments(const NotNullChange *change) {
    if (!change->planner->options->no_comments &&
        !text_same(change->old->not_null.comment, change->new->not_null.comment)) {
        alter(change, PART_NOT_NULL_COMMENT);
    }
}

static bool has_step(const Pair *pair, StepPart part) {
    for (size_t i = 0; i < pair->alters.count; i++) {
        if (pair->alters.items[i]->part == part) {
            return true;
        }
    }
    return false;
}

static Pair *column_pair(const Planner *planner, const Object *table, Text name) {
    const Column *column = table == NULL ? NULL : table_find_column(table, name);
    return column == NULL ? NULL : planner_pair(planner, &column->object);
}

/* Before 18 DROP NOT NULL of a parent takes it from every child: those that keep it get it again.
 */
static void keep_in_children(Planner *planner, Pair *column) {
    const Pair *table = pair_parent(planner, column->old);
    if (planner->server_version >= FIRST_WITH_CONSTRAINTS || table == NULL) {
        return;
    }
    for (size_t i = 0; i < table->users[0].count; i++) {
        const Use *use = &table->users[0].items[i];
        Pair *below = use->role == USE_PARENT
                          ? column_pair(planner, use->pair->new, column->old->name)
                          : NULL;
        if (below == NULL || below->old == NULL || below->new == NULL ||
            !((const Column *)below->old)->is_not_null) {
            continue;
        }
        if (((const Column *)below->new)->is_not_null && !has_step(below, PART_NOT_NULL)) {
            planner_alter(planner, below, PART_NOT_NULL, below->old, below->new);
            pair_merge_groups(planner, below, column);
        }
        keep_in_children(planner, below);
    }
}

/* NO INHERIT leaves it to the children: those that shall not have it drop it themselves. */
static void drop_from_children(Planner *planner, Pair *column) {
    const Pair *table = pair_parent(planner, column->old);
    for (size_t i = 0; table != NULL && i < table->users[0].count; i++) {
        const Use *use = &table->users[0].items[i];
        Pair *below = use->role == USE_PARENT
                          ? column_pair(planner, use->pair->new, column->old->name)
                          : NULL;
        if (below != NULL && below->old != NULL && below->new != NULL &&
            !((const Column *)below->new)->is_not_null && !has_step(below, PART_NOT_NULL)) {
            planner_alter(planner, below, PART_NOT_NULL, below->old, below->new);
        }
    }
}

void diff_not_null(Planner *planner, Pair *pair, bool is_filled) {
    NotNullChange change = {
        planner, pair, (const Column *)pair->old, (const Column *)pair->new, {.gains = false}};
    find_family(&change);
    bool is_gained = !change.old->is_not_null && change.new->is_not_null;
    bool is_own = needs_own_step(&change);
    if (is_own && is_gained && is_filled) {
        alter(&change, PART_BACKFILL);
    }
    if (is_own) {
        alter(&change, PART_NOT_NULL);
    }
    if (gives(change.old) && !change.new->is_not_null) {
        keep_in_children(planner, pair);
    } else if (gives(change.old) && change.new->not_null.is_no_inherit) {
        drop_from_children(planner, pair);
    }
    pair->is_settled = true; /* of a nullable column, or where names are not kept */
    if (!change.new->is_not_null || !keeps_constraints(planner)) {
        return;
    }
    if (!is_gained) {
        compare_names(&change);
        compare_validity(&change);
        if (change.old->not_null.is_no_inherit != change.new->not_null.is_no_inherit) {
            alter(&change, PART_NO_INHERIT);
        }
    }
    compare_comments(&change);
}

void not_null_add_later(Planner *planner, Pair *pair, const Column *bare) {
    const Column *new = (const Column *)pair->new;
    planner_alter(planner, pair, PART_NOT_NULL, &bare->object, &new->object);
    if (!text_is_absent(new->not_null.comment) && !planner->options->no_comments) {
        planner_alter(planner, pair, PART_NOT_NULL_COMMENT, &bare->object, &new->object);
    }
}

void not_null_start_without(Planner *planner, Pair *pair) {
    const Column *new = (const Column *)pair->new;
    bool is_added = pair->create != NULL; /* ADD COLUMN gives NO INHERIT to the children too */
    if (!new->is_not_null || new->not_null.is_inherited ||
        !(new->not_null.is_not_valid || (is_added && new->not_null.is_no_inherit))) {
        return;
    }
    Column *bare = planner_copy(planner, pair, Column, &new->object);
    bare->is_not_null = false;
    if (is_added) {
        fingerprint_object(planner->arena, &bare->object);
        pair->create->new = &bare->object;
    }
    not_null_add_later(planner, pair, bare);
}
