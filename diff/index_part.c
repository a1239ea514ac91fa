/*
 * Index parts: indexes and keys of partitions that are parts of those of the whole table.
 *
 * PostgreSQL makes a part when the whole's index is made or the partition joins, and takes it away
 * with the whole's.  In: pairs of which a version is a part.  Out: nothing where that is enough;
 * ALTER steps from what PostgreSQL makes to what is wanted; CREATE and ATTACH under an index that
 * was made ON ONLY the partitioned table.
 */
#include "diff/planner.h"

static Pair *whole_pair(const Planner *planner, const Object *part) {
    const Object *whole = part == NULL ? NULL : object_whole(part);
    return whole == NULL ? NULL : planner_pair(planner, whole);
}

bool pair_is_part(const Pair *pair) {
    return (pair->old != NULL && object_whole(pair->old) != NULL) ||
           (pair->new != NULL &&object_whole(pair->new) != NULL);
}

static bool is_only(const Object *index) {
    return index != NULL && index->kind == KIND_INDEX && ((const TableIndex *)index)->is_only;
}

static bool same_whole(const Table *old, const Table *new) {
    return text_equal(old->partition_schema, new->partition_schema) &&
           text_equal(old->partition_parent, new->partition_parent);
}

/* The table comes into its place, or into another one, in this run. */
static bool joins(const Pair *table) {
    return table->new != NULL && (table->old == NULL || !same_whole((const Table *)table->old,
                                                                    (const Table *)table->new));
}

static bool leaves(const Pair *table) {
    return table->old != NULL && table->new != NULL &&
           !same_whole((const Table *)table->old, (const Table *)table->new);
}

/* PostgreSQL makes the part, or takes one that fits, without being asked. */
static bool is_made_along(const Planner *planner, const Pair *pair) {
    const Pair *whole = whole_pair(planner, pair->new);
    if (whole == NULL || whole->new == NULL) {
        return false;
    }
    if (whole->create != NULL) {
        return !is_only(whole->new);
    }
    return is_made_along(planner, whole) || joins(pair_parent(planner, pair->new));
}

/* The whole's step takes the part away. */
static bool goes_along(const Planner *planner, const Pair *pair) {
    const Pair *whole = whole_pair(planner, pair->old);
    return whole != NULL && pair_drop_step(planner, whole) != NULL;
}

/* Storage parameters and tablespace apart. */
static bool same_core(const Object *old, const Object *new) {
    if (old->kind == KIND_CONSTRAINT) {
        return text_equal(((const TableConstraint *)old)->definition,
                          ((const TableConstraint *)new)->definition);
    }
    const TableIndex *one = (const TableIndex *)old, *other = (const TableIndex *)new;
    return one->is_unique == other->is_unique && (text_equal(one->definition, other->definition) ||
                                                  one->options.count + other->options.count != 0 ||
                                                  !text_equal(one->tablespace, other->tablespace));
}

static void alter(Planner *planner, Pair *pair, StepPart part, const Object *old, const Object *new,
                  bool is_different) {
    if (is_different) {
        planner_alter(planner, pair, part, old, new);
    }
}

static void alter_key(Planner *planner, Pair *pair, const Object *old, const Object *new) {
    const TableConstraint *from = (const TableConstraint *)old, *to = (const TableConstraint *)new;
    alter(planner, pair, PART_CLUSTER, old, new, from->is_clustered != to->is_clustered);
    alter(planner, pair, PART_INDEX_COMMENT, old, new,
          !planner->options->no_comments && !text_same(from->index_comment, to->index_comment));
    if (!text_equal(from->definition, to->definition)) {
        planner_refuse(planner, pair,
                       TEXT("a part of a key that is defined otherwise than the key"));
    }
}

static void alter_index(Planner *planner, Pair *pair, const Object *old, const Object *new) {
    const TableIndex *from = (const TableIndex *)old, *to = (const TableIndex *)new;
    alter(planner, pair, PART_OPTIONS, old, new, !setting_list_equal(&from->options, &to->options));
    alter(planner, pair, PART_TABLESPACE, old, new, !text_equal(from->tablespace, to->tablespace));
    alter(planner, pair, PART_STATISTICS, old, new,
          !setting_list_equal(&from->statistics, &to->statistics));
    alter(planner, pair, PART_CLUSTER, old, new, from->is_clustered != to->is_clustered);
}

/* What can be changed of a part that is there. */
static void alter_part(Planner *planner, Pair *pair, const Object *old, const Object *new) {
    pair->is_settled = true;
    alter(planner, pair, PART_NAME, old, new,
          !text_is_empty(new->name) && !text_equal(old->name, new->name));
    if (new->kind == KIND_INDEX) {
        alter_index(planner, pair, old, new);
    } else {
        alter_key(planner, pair, old, new);
    }
    alter(planner, pair, PART_COMMENT, old, new,
          !planner->options->no_comments && !text_equal(old->comment, new->comment));
}

/* The part as PostgreSQL makes it for the whole. */
static const Object *made_part(Planner *planner, Pair *pair, const Object *part) {
    if (part->kind == KIND_CONSTRAINT) {
        TableConstraint *copy = planner_copy(planner, pair, TableConstraint, part);
        copy->object.name = copy->part_name;
        copy->object.comment = copy->index_comment = TEXT_ABSENT;
        copy->is_clustered = false;
        copy->definition = ((const TableConstraint *)copy->whole)->definition;
        return &copy->object;
    }
    TableIndex *copy = planner_copy(planner, pair, TableIndex, part);
    copy->object.name = copy->part_name;
    copy->object.comment = TEXT_ABSENT;
    copy->is_clustered = false;
    copy->statistics = (SettingList){0};
    copy->options = ((const TableIndex *)copy->whole)->options;
    copy->tablespace = ((const TableIndex *)copy->whole)->tablespace;
    return &copy->object;
}

/* Under an index that is not valid a part is made and attached; it goes only with the index. */
static void make_and_attach(Planner *planner, Pair *pair) {
    planner_make_create(planner, pair);
    pair_merge_groups(planner, pair, whole_pair(planner, pair->new));
}

/* A part goes only with the whole, which then comes again as it was. */
static void replace_whole(Planner *planner, Pair *whole) {
    if (pair_drop_step(planner, whole) != NULL) {
        return;
    }
    while (object_whole(whole->old) != NULL) {
        whole = whole_pair(planner, whole->old);
    }
    planner_replace(planner, whole);
    whole->drop->is_recreation = whole->create->is_recreation = true;
}

/* What is said of a part is said where the whole is made, if the partition is there by then. */
static void make_new(Planner *planner, Pair *pair) {
    if (is_made_along(planner, pair)) {
        alter_part(planner, pair, made_part(planner, pair, pair->new), pair->new);
        if (pair->alters.count != 0 && !joins(pair_parent(planner, pair->new))) {
            pair_merge_groups(planner, pair, whole_pair(planner, pair->new));
        }
    } else if (pair->new->kind == KIND_INDEX) {
        make_and_attach(planner, pair);
    } else {
        planner_refuse(planner, pair, TEXT("a part of a key that lacks others"));
    }
}

static void take_old(Planner *planner, Pair *pair) {
    Pair *whole = whole_pair(planner, pair->old);
    if (goes_along(planner, pair) || pair_parent(planner, pair->old)->new == NULL) {
        return;
    }
    if (leaves(pair_parent(planner, pair->old))) {
        planner_make_drop(planner, pair);
    } else if (is_only(whole->new)) {
        replace_whole(planner, whole);
    } else {
        alter_part(planner, pair, pair->old, made_part(planner, pair, pair->old));
    }
}

/* An index of its own becomes a part. */
static void become_part(Planner *planner, Pair *pair) {
    if (!same_core(pair->old, pair->new)) {
        planner_make_drop(planner, pair);
        make_new(planner, pair);
        return;
    }
    if (!is_made_along(planner, pair)) {
        planner_alter(planner, pair, PART_PARTITION, pair->old, pair->new);
        pair_merge_groups(planner, pair, whole_pair(planner, pair->new));
    }
    alter_part(planner, pair, pair->old, pair->new);
}

static void become_own(Planner *planner, Pair *pair) {
    if (goes_along(planner, pair)) {
        planner_make_create(planner, pair);
    } else if (!leaves(pair_parent(planner, pair->old))) {
        replace_whole(planner, whole_pair(planner, pair->old));
        planner_make_create(planner, pair);
    } else if (same_core(pair->old, pair->new)) {
        alter_part(planner, pair, pair->old, pair->new);
    } else {
        planner_replace(planner, pair);
    }
}

static void stay_part(Planner *planner, Pair *pair) {
    const Pair *whole = whole_pair(planner, pair->new);
    if (goes_along(planner, pair)) {
        make_new(planner, pair);
    } else if (whole_pair(planner, pair->old) != whole && !joins(pair_parent(planner, pair->new))) {
        replace_whole(planner, whole_pair(planner, pair->old));
        make_new(planner, pair);
    } else if (same_core(pair->old, pair->new)) {
        alter_part(planner, pair, pair->old, pair->new);
    } else {
        planner_make_drop(planner, pair); /* between its two places it is the table's own */
        make_new(planner, pair);
    }
}

static void compare_part(Planner *planner, Pair *pair) {
    planner_touch(planner, pair);
    pair->alters.count = 0;
    pair->drop = pair->create = NULL;
    pair->is_settled = true;
    if (pair->old == NULL && pair->new == NULL) {
        return;
    }
    if (pair->old == NULL) {
        make_new(planner, pair);
    } else if (pair->new == NULL) {
        take_old(planner, pair);
    } else if (object_whole(pair->old) == NULL) {
        become_part(planner, pair);
    } else if (object_whole(pair->new) == NULL) {
        become_own(planner, pair);
    } else {
        stay_part(planner, pair);
    }
}

/* The parts of a whole, and theirs, after what is done to the whole is known. */
static void compare_parts_of(Planner *planner, const Pair *whole) {
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; i < whole->users[side].count; i++) {
            Pair *part = whole->users[side].items[i].pair;
            bool is_live = pair_user_is_live(part, side, part->old) ||
                           pair_user_is_live(part, side, part->new);
            if (whole->users[side].items[i].role == USE_PART && is_live) {
                compare_part(planner, part);
                compare_parts_of(planner, part);
            }
        }
    }
}

static size_t depth_of(const Pair *pair) {
    const Object *object =
        pair->new != NULL &&object_whole(pair->new) != NULL ? pair->new : pair->old;
    size_t depth = 0;
    while (object != NULL && object_whole(object) != NULL) {
        object = object_whole(object);
        depth++;
    }
    return depth;
}

void planner_compare_parts(Planner *planner) {
    size_t count = planner->touched.count, deepest = 0;
    for (size_t i = 0; i < count; i++) {
        size_t depth = depth_of(planner->touched.items[i]);
        deepest = depth > deepest ? depth : deepest;
    }
    for (size_t depth = 1; depth <= deepest; depth++) {
        for (size_t i = 0; i < count; i++) {
            if (depth_of(planner->touched.items[i]) == depth) {
                compare_part(planner, planner->touched.items[i]);
            }
        }
    }
}

void planner_settle_parts(Planner *planner) {
    size_t count = planner->touched.count;
    for (size_t i = 0; i < count; i++) {
        const Pair *whole = planner->touched.items[i];
        const Object *object = whole->new != NULL ? whole->new : whole->old;
        bool is_index = object != NULL &&
                        (object->kind == KIND_INDEX || object->kind == KIND_CONSTRAINT) &&
                        !pair_is_part(whole);
        if (is_index && (whole->create != NULL || pair_drop_step(planner, whole) != NULL)) {
            compare_parts_of(planner, whole);
        }
    }
}

/* An index that lacked parts is whole once the last is attached, and not before. */
bool index_gets_part(const Planner *planner, const Pair *whole) {
    bool is_found = false;
    const UseList *users = &whole->users[whole->new == whole->sides[0] ? 0 : 1];
    for (size_t i = 0; i < users->count; i++) {
        const Pair *part = users->items[i].pair;
        bool is_new = part->old == NULL || object_whole(part->old) == NULL;
        is_found |= users->items[i].role == USE_PART &&
                    part->new != NULL &&object_whole(part->new) == whole->new &&is_new &&
                    !joins(pair_parent(planner, part->new));
    }
    return is_found;
}
