/*
 * Privilege: add to and take from the ACL of an object; which privileges a kind has.
 */
#include "parser/privilege.h"

#include "compiler/definition.h"

static void add_names(Arena *arena, TextList *list, const char *const *names) {
    for (; *names != NULL; names++) {
        list_push(arena, list, text_from_string(*names));
    }
}

TextList privileges_of_kind(Arena *arena, ObjectKind kind, int server_version) {
    static const char *const of_schema[] = {"USAGE", "CREATE", NULL};
    static const char *const of_type[] = {"USAGE", NULL};
    static const char *const of_sequence[] = {"USAGE", "SELECT", "UPDATE", NULL};
    static const char *const of_routine[] = {"EXECUTE", NULL};
    static const char *const of_column[] = {"SELECT", "INSERT", "UPDATE", "REFERENCES", NULL};
    static const char *const of_usage[] = {"USAGE", NULL};
    static const char *const of_table[] = {"SELECT",   "INSERT",     "UPDATE",  "DELETE",
                                           "TRUNCATE", "REFERENCES", "TRIGGER", NULL};
    static const char *const *const of_kind[OBJECT_KIND_COUNT] = {
        [KIND_SCHEMA] = of_schema,
        [KIND_ENUM] = of_type,
        [KIND_COMPOSITE] = of_type,
        [KIND_DOMAIN] = of_type,
        [KIND_SEQUENCE] = of_sequence,
        [KIND_FUNCTION] = of_routine,
        [KIND_PROCEDURE] = of_routine,
        [KIND_AGGREGATE] = of_routine,
        [KIND_RANGE] = of_type,
        [KIND_BASE_TYPE] = of_type,
        [KIND_LANGUAGE] = of_type,
        [KIND_TABLE] = of_table,
        [KIND_COLUMN] = of_column,
        [KIND_VIEW] = of_table,
        [KIND_MATERIALIZED_VIEW] = of_table,
        [KIND_WRAPPER] = of_usage,
        [KIND_SERVER] = of_usage,
    };
    TextList list = {0};
    if (of_kind[kind] != NULL) {
        add_names(arena, &list, of_kind[kind]);
    }
    if (of_kind[kind] == of_table && server_version >= 170000) {
        list_push(arena, &list, TEXT("MAINTAIN"));
    }
    return list;
}

static Privilege *find_privilege(const Object *object, Text grantee, Text privilege) {
    for (size_t i = 0; i < object->privileges.count; i++) {
        Privilege *known = &object->privileges.items[i];
        if (text_equal(known->grantee, grantee) && text_equal(known->privilege, privilege)) {
            return known;
        }
    }
    return NULL;
}

/* What is said of a column's owner changes nothing: it is the table that he owns. */
static bool is_owner(const Object *object, Text role) {
    const Object *owned = object->kind == KIND_COLUMN ? object->parent : object;
    return !text_is_empty(role) && owned != NULL && text_equal(owned->owner, role);
}

static void text_list_take(TextList *list, Text text) {
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->items[i], text)) {
            list->items[i] = list->items[--list->count];
            return;
        }
    }
}

void privilege_grant(Arena *arena, Object *object, Text grantee, Text privilege,
                     bool is_grantable) {
    if (is_owner(object, grantee)) {
        text_list_take(&object->owner_revoked, privilege);
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

void privileges_default(Arena *arena, Object *object) {
    object->privileges.count = 0;
    object->owner_revoked.count = 0;
    Text right = object_kind_public_privilege(object->kind);
    if (!text_is_absent(right)) {
        privilege_grant(arena, object, TEXT(""), right, false);
    }
}
