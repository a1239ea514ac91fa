/*
 * Privilege: add to and take from the ACL of an object.
 */
#include "parser/privilege.h"

#include "compiler/definition.h"

static Privilege *find_privilege(const Object *object, Text grantee, Text privilege) {
    for (size_t i = 0; i < object->privileges.count; i++) {
        Privilege *known = &object->privileges.items[i];
        if (text_equal(known->grantee, grantee) && text_equal(known->privilege, privilege)) {
            return known;
        }
    }
    return NULL;
}

/*
 * What is said of a column's owner changes nothing: it is the table that he owns.  Without a server
 * nobody knows who the current user is, but what nobody else was made the owner of is his.
 */
static bool is_owner(const Object *object, Text role) {
    const Object *owned = object->kind == KIND_COLUMN ? object->parent : object;
    if (text_is_empty(role) || owned == NULL) {
        return false;
    }
    return text_equal(role, text_is_empty(owned->owner) ? TEXT("CURRENT_USER") : owned->owner);
}

void privilege_grant(Arena *arena, Object *object, Text grantee, Text privilege,
                     bool is_grantable) {
    if (is_owner(object, grantee)) {
        text_list_remove(&object->owner_revoked, privilege);
        return;
    }
    Privilege *known = find_privilege(object, grantee, privilege);
    if (known != NULL) {
        known->is_grantable |= is_grantable;
        return;
    }
    Privilege added = {text_copy(arena, grantee), text_copy(arena, privilege), is_grantable};
    list_push(arena, &object->privileges, added);
}

void privilege_revoke(Arena *arena, Object *object, Text grantee, Text privilege) {
    if (is_owner(object, grantee)) {
        if (object->kind != KIND_COLUMN && !text_list_contains(&object->owner_revoked, privilege)) {
            list_push(arena, &object->owner_revoked, text_copy(arena, privilege));
        }
        return;
    }
    Privilege *known = find_privilege(object, grantee, privilege);
    if (known != NULL) {
        *known = object->privileges.items[--object->privileges.count];
    }
}

void privilege_revoke_option(Object *object, Text grantee, Text privilege) {
    Privilege *known = find_privilege(object, grantee, privilege);
    if (known != NULL) {
        known->is_grantable = false;
    }
}

void privilege_note_grantor(const Interpreter *in, const Object *object, Text grantor) {
    diagnostic_add(
        in->diagnostics, DIAGNOSTIC_LEFT_ALONE, interpreter_location(in, -1),
        "what role %s grants on %s counts as granted by the owner: who granted is neither "
        "compared nor written",
        grantor, object_describe(in->scratch, object));
}

void privileges_default(Arena *arena, Object *object) {
    object->privileges.count = 0;
    object->owner_revoked.count = 0;
    Text right = object_kind_public_privilege(object->kind);
    if (!text_is_absent(right)) {
        privilege_grant(arena, object, TEXT(""), right, false);
    }
}
