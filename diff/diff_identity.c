/*
 * Diff of the sequences behind identity columns: comment, labels, rights, LOGGED or UNLOGGED.
 *
 * Name and options are changed with the column's identity; owner and table are the column's.  The
 * steps hold the sequences, and stand among those of the column.
 */
#include "diff/planner.h"

static const Table *table_of(const Object *column) {
    return column->parent->kind == KIND_TABLE ? (const Table *)column->parent : NULL;
}

static bool knows_unlogged(const Planner *planner) {
    return planner->server_version == 0 || planner->server_version >= 150000;
}

static void alter(Planner *planner, Pair *pair, StepPart part, const Sequence *old,
                  const Sequence *new) {
    planner_register(&old->object, pair);
    planner_register(&new->object, pair);
    planner_alter(planner, pair, part, &old->object, &new->object);
}

static void compare(Planner *planner, Pair *pair, const Sequence *old, const Sequence *new) {
    const Object *was = &old->object, *is = &new->object;
    if (!planner->options->no_comments && !text_equal(was->comment, is->comment)) {
        alter(planner, pair, PART_COMMENT, old, new);
    }
    if (!planner->options->no_security_labels &&
        !setting_list_equal(&was->security_labels, &is->security_labels)) {
        alter(planner, pair, PART_SECURITY_LABEL, old, new);
    }
    if (planner_compares_privileges(planner, was, is) &&
        (!privilege_list_equal(&was->privileges, &is->privileges) ||
         !text_list_equal(&was->owner_revoked, &is->owner_revoked))) {
        alter(planner, pair, PART_PRIVILEGES, old, new);
    }
    if (old->is_unlogged != new->is_unlogged && knows_unlogged(planner)) {
        alter(planner, pair, PART_PERSISTENCE, old, new);
    }
}

/* ALTER TABLE ... SET LOGGED reaches the sequences: those that shall differ are set after it. */
void identity_follow_table(Planner *planner, Pair *pair) {
    const Table *table = (const Table *)pair->new;
    for (size_t i = 0; i < table->object.children.count; i++) {
        const Column *new = (const Column *)table->object.children.items[i];
        if (new->object.kind == KIND_COLUMN &&new->identity !=
                IDENTITY_NONE &&new->sequence->is_unlogged != table->is_unlogged &&
            knows_unlogged(planner)) {
            Sequence *old = (Sequence *)object_copy(planner->arena, &new->sequence->object);
            Sequence *wanted = (Sequence *)object_copy(planner->arena, &new->sequence->object);
            old->is_unlogged = table->is_unlogged;
            alter(planner, pair, PART_PERSISTENCE, old, wanted);
        }
    }
}

/* Its persistence is not of interest when that of the table changes: identity_follow_table(). */
static Sequence *after_table(Planner *planner, const Pair *pair) {
    const Column *old_column = (const Column *)pair->old, *new_column = (const Column *)pair->new;
    const Table *old = table_of(pair->old), *new = table_of(pair->new);
    Sequence *after = (Sequence *)object_copy(planner->arena, &old_column->sequence->object);
    if (old != NULL && new != NULL && old->is_unlogged != new->is_unlogged) {
        after->is_unlogged = new_column->sequence->is_unlogged;
    }
    return after;
}

void identity_start_without(Planner *planner, Pair *pair) {
    const Column *new = (const Column *)pair->new;
    const Table *table = table_of(pair->new);
    if (new->identity == IDENTITY_NONE || table == NULL ||
        text_is_empty(new->sequence->object.name)) {
        return;
    }
    Sequence *bare = (Sequence *)object_copy(planner->arena, &new->sequence->object);
    const Pair *parent = pair_parent(planner, pair->new);
    Text creator = parent == NULL || parent->old == NULL ? TEXT_ABSENT : parent->old->owner;
    bare->is_unlogged = table->is_unlogged;
    bare->object.comment = TEXT_ABSENT;
    bare->object.security_labels = (SettingList){0};
    InitialRights initial =
        planner_rights_of_new(planner, &bare->object, creator, pair->sides[0] != NULL);
    bare->object.privileges = initial.privileges;
    bare->object.owner_revoked = initial.owner_revoked;
    compare(planner, pair, bare, new->sequence);
}

void diff_identity(Planner *planner, Pair *pair) {
    const Column *old = (const Column *)pair->old, *new = (const Column *)pair->new;
    if (new->identity == IDENTITY_NONE) {
        return;
    }
    if (old->identity == IDENTITY_NONE) {
        identity_start_without(planner, pair);
        return;
    }
    compare(planner, pair, after_table(planner, pair), new->sequence);
}
