/*
 * Initial privileges: what the server grants by itself on an object that is created.
 *
 * PUBLIC's built-in rights and ALTER DEFAULT PRIVILEGES, as they are when the plan starts (of a
 * rollback: as its migration left them).
 */
#include "diff/planner.h"

#include "compiler/definition.h"

/* Who creates it, and what. */
typedef struct Creation {
    const Object *object;
    Text creator;
} Creation;

static bool default_privilege_applies(const Creation *creation, const DefaultPrivilege *privilege) {
    const Object *object = creation->object;
    return (text_is_empty(privilege->role) || text_equal(privilege->role, creation->creator)) &&
           (text_is_empty(privilege->in_schema) ||
            text_equal(privilege->in_schema, object->schema)) &&
           text_equal(privilege->objects, object_kind_default_class(object->kind));
}

static void initial_add(Planner *planner, PrivilegeList *list, Privilege privilege) {
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->items[i].grantee, privilege.grantee) &&
            text_equal(list->items[i].privilege, privilege.privilege)) {
            list->items[i].is_grantable |= privilege.is_grantable;
            return;
        }
    }
    list_push(planner->arena, list, privilege);
}

/* By the default privileges of one moment. */
typedef enum Moment { MOMENT_NOW, MOMENT_BEFORE, MOMENT_AFTER, MOMENT_COUNT } Moment;

static const DefaultPrivilege *default_privilege_at(const Pair *pair, Moment moment) {
    const Object *at[MOMENT_COUNT] = {pair->old, pair->sides[0], pair->sides[1]};
    return (const DefaultPrivilege *)at[moment];
}

static PrivilegeList granted_at(Planner *planner, const Creation *creation, Moment moment) {
    PrivilegeList granted = {0};
    Text right = object_kind_public_privilege(creation->object->kind);
    bool is_taken = false;
    const PairList *defaults = &planner->default_privileges;
    for (size_t i = 0; i < defaults->count; i++) {
        const DefaultPrivilege *privilege = default_privilege_at(defaults->items[i], moment);
        if (privilege == NULL || !default_privilege_applies(creation, privilege)) {
            continue;
        }
        is_taken |=
            !text_is_absent(right) && text_list_contains(&privilege->object.owner_revoked, right);
        for (size_t j = 0; j < privilege->object.privileges.count; j++) {
            initial_add(planner, &granted, privilege->object.privileges.items[j]);
        }
    }
    if (!text_is_absent(right) && !is_taken) {
        initial_add(planner, &granted, (Privilege){TEXT(""), right, false});
    }
    return granted;
}

static bool has_privilege(const PrivilegeList *list, const Privilege *privilege) {
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->items[i].grantee, privilege->grantee) &&
            text_equal(list->items[i].privilege, privilege->privilege)) {
            return true;
        }
    }
    return false;
}

/*
 * A script that drops and creates the object does so again when it runs a second time, and by then
 * other default privileges may hold.  A right that is wanted is taken to be there when it always
 * is; one that is not wanted, when it may be.
 */
static PrivilegeList granted_at_any_run(Planner *planner, const Creation *creation) {
    PrivilegeList at[MOMENT_COUNT], initial = {0};
    for (Moment moment = MOMENT_NOW; moment < MOMENT_COUNT; moment++) {
        at[moment] = granted_at(planner, creation, moment);
    }
    for (Moment moment = MOMENT_NOW; moment < MOMENT_COUNT; moment++) {
        for (size_t i = 0; i < at[moment].count; i++) {
            const Privilege *privilege = &at[moment].items[i];
            bool is_always = has_privilege(&at[MOMENT_NOW], privilege) &&
                             has_privilege(&at[MOMENT_BEFORE], privilege) &&
                             has_privilege(&at[MOMENT_AFTER], privilege);
            if (is_always || !has_privilege(&creation->object->privileges, privilege)) {
                initial_add(planner, &initial, *privilege);
            }
        }
    }
    return initial;
}

/* OWNER TO comes first: what was granted to the new owner is then the owner's own. */
static void leave_out_owner(PrivilegeList *list, Text owner) {
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (text_is_empty(owner) || !text_equal(list->items[i].grantee, owner)) {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
}

PrivilegeList planner_granted_to(Planner *planner, const Object *object, Text creator,
                                 bool is_recreated) {
    if (!planner_compares_privileges(planner, object, object)) {
        return object->privileges; /* whatever it will be is right */
    }
    Creation creation = {object,
                         text_is_empty(creator) ? planner->schemas[0]->current_role : creator};
    PrivilegeList initial = is_recreated ? granted_at_any_run(planner, &creation)
                                         : granted_at(planner, &creation, MOMENT_NOW);
    leave_out_owner(&initial, object->owner);
    privilege_list_sort(&initial);
    return initial;
}

PrivilegeList planner_initial_privileges(Planner *planner, const Pair *pair) {
    bool is_recreated = pair->old != NULL || (pair->sides[0] != NULL && pair->sides[1] != NULL);
    return planner_granted_to(planner, pair->new, TEXT_ABSENT, is_recreated);
}
