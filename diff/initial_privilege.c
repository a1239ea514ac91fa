/*
 * Initial privileges: what the server grants by itself on an object that is created, and what it
 * keeps from its owner.
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

/* What the defaults of the role take from PUBLIC and from itself, which are both built in. */
static void take_built_in(Planner *planner, const TextList *entries, InitialRights *rights,
                          TextList *of_public) {
    for (size_t i = 0; i < entries->count; i++) {
        Text own = default_privilege_own_right(entries->items[i]);
        TextList *list = text_is_absent(own) ? of_public : &rights->owner_revoked;
        Text right = text_is_absent(own) ? entries->items[i] : own;
        if (!text_list_contains(list, right)) {
            list_push(planner->arena, list, right);
        }
    }
}

/* OWNER TO comes first: the new owner takes the creator's place, and what was granted to him
 * before, by the defaults of a schema for one, is then the owner's own. */
static void give_to_owner(InitialRights *rights, Text owner) {
    size_t kept = 0;
    PrivilegeList *list = &rights->privileges;
    for (size_t i = 0; i < list->count; i++) {
        if (text_is_empty(owner) || !text_equal(list->items[i].grantee, owner)) {
            list->items[kept++] = list->items[i];
        } else {
            text_list_remove(&rights->owner_revoked, list->items[i].privilege);
        }
    }
    list->count = kept;
}

static InitialRights rights_at(Planner *planner, const Creation *creation, Moment moment) {
    InitialRights rights = {0};
    TextList of_public = {0}; /* what PUBLIC has not */
    Text right = object_kind_public_privilege(creation->object->kind);
    const PairList *defaults = &planner->default_privileges;
    for (size_t i = 0; i < defaults->count; i++) {
        const DefaultPrivilege *privilege = default_privilege_at(defaults->items[i], moment);
        if (privilege == NULL || !default_privilege_applies(creation, privilege)) {
            continue;
        }
        take_built_in(planner, &privilege->object.owner_revoked, &rights, &of_public);
        for (size_t j = 0; j < privilege->object.privileges.count; j++) {
            initial_add(planner, &rights.privileges, privilege->object.privileges.items[j]);
        }
    }
    bool is_of_public = !text_is_absent(right) && !text_list_contains(&of_public, right);
    if (!is_of_public &&
        object_rights_are_none(creation->object, &rights.privileges, &rights.owner_revoked,
                               planner->server_version, planner->arena)) {
        rights = (InitialRights){0}; /* aclmerge(): defaults that give nothing are none */
        is_of_public = !text_is_absent(right);
    }
    if (is_of_public) {
        initial_add(planner, &rights.privileges, (Privilege){TEXT(""), right, false});
    }
    Text owner = creation->object->owner;
    give_to_owner(&rights, text_is_empty(owner) ? creation->creator : owner);
    return rights;
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

static void add_at_any_run(Planner *planner, const Object *object, const InitialRights *at,
                           const InitialRights *one, InitialRights *initial) {
    for (size_t i = 0; i < one->privileges.count; i++) {
        const Privilege *privilege = &one->privileges.items[i];
        bool is_always = has_privilege(&at[MOMENT_NOW].privileges, privilege) &&
                         has_privilege(&at[MOMENT_BEFORE].privileges, privilege) &&
                         has_privilege(&at[MOMENT_AFTER].privileges, privilege);
        if (is_always || !has_privilege(&object->privileges, privilege)) {
            initial_add(planner, &initial->privileges, *privilege);
        }
    }
    for (size_t i = 0; i < one->owner_revoked.count; i++) {
        Text right = one->owner_revoked.items[i];
        bool is_always = text_list_contains(&at[MOMENT_NOW].owner_revoked, right) &&
                         text_list_contains(&at[MOMENT_BEFORE].owner_revoked, right) &&
                         text_list_contains(&at[MOMENT_AFTER].owner_revoked, right);
        if ((is_always || !text_list_contains(&object->owner_revoked, right)) &&
            !text_list_contains(&initial->owner_revoked, right)) {
            list_push(planner->arena, &initial->owner_revoked, right);
        }
    }
}

/*
 * A script that drops and creates the object does so again when it runs a second time, and by then
 * other default privileges may hold.  What is wanted, a right or the lack of one, is taken to be
 * there when it always is; what is not wanted, when it may be.
 */
static InitialRights rights_at_any_run(Planner *planner, const Creation *creation) {
    InitialRights at[MOMENT_COUNT], initial = {0};
    for (Moment moment = MOMENT_NOW; moment < MOMENT_COUNT; moment++) {
        at[moment] = rights_at(planner, creation, moment);
    }
    for (Moment moment = MOMENT_NOW; moment < MOMENT_COUNT; moment++) {
        add_at_any_run(planner, creation->object, at, &at[moment], &initial);
    }
    return initial;
}

InitialRights planner_rights_of_new(Planner *planner, const Object *object, Text creator,
                                    bool is_recreated) {
    bool is_kept = is_recreated && !planner->options->no_privileges; /* scope.c has said so */
    if (!is_kept && !planner_compares_privileges(planner, object, object)) {
        /* what it will be is right */
        return (InitialRights){object->privileges, object->owner_revoked};
    }
    Creation creation = {object,
                         text_is_empty(creator) ? planner->schemas[0]->current_role : creator};
    InitialRights initial = is_recreated ? rights_at_any_run(planner, &creation)
                                         : rights_at(planner, &creation, MOMENT_NOW);
    privilege_list_sort(&initial.privileges);
    text_list_sort(&initial.owner_revoked);
    return initial;
}

InitialRights planner_initial_rights(Planner *planner, const Pair *pair) {
    bool is_recreated = pair->old != NULL || (pair->sides[0] != NULL && pair->sides[1] != NULL);
    return planner_rights_of_new(planner, pair->new, TEXT_ABSENT, is_recreated);
}
