/*
 * Owner, comment and privileges: the same for every kind.
 *
 * GRANT and REVOKE come from comparing what the object has with what it shall have; an object just
 * created has what the server's defaults gave it.  Each may run any number of times.
 */
#include "emit/spell.h"

#include "compiler/definition.h"

Text spell_role(Arena *arena, Text role) {
    if (text_is_empty(role)) {
        return TEXT("PUBLIC");
    }
    bool is_keyword = text_equal(role, TEXT("CURRENT_USER")) ||
                      text_equal(role, TEXT("CURRENT_ROLE")) ||
                      text_equal(role, TEXT("SESSION_USER"));
    return is_keyword ? role : text_quote_identifier(arena, role);
}

static Text role_in_words(Arena *arena, Text role) {
    return text_is_empty(role) ? TEXT("everybody (PUBLIC)")
                               : text_format(arena, "role %s", spell_role(arena, role));
}

void spell_owner(Spelling *out, const Object *object) {
    if (text_is_absent(object->owner) || text_is_empty(object->owner)) {
        return;
    }
    Text role = spell_role(out->arena, object->owner);
    spell_format(out,
                 text_format(out->arena, "Makes role %s the owner of %s.", role,
                             object_describe(out->arena, object)),
                 "ALTER %s OWNER TO %s", spell_designation(out->arena, object), role);
}

void alter_owner(Spelling *out) {
    spell_owner(out, out->step->new);
}

void spell_comment(Spelling *out, const Object *object) {
    Text what = object_describe(out->arena, object);
    Text words = text_is_absent(object->comment)
                     ? text_format(out->arena, "Removes the description of %s.", what)
                     : text_format(out->arena, "Describes %s, for psql and other tools.", what);
    spell_format(out, words,
                 text_is_absent(object->comment) ? "COMMENT ON %s IS %L"
                                                 : "COMMENT ON %s IS\n    %L",
                 spell_designation(out->arena, object), object->comment);
}

void alter_comment(Spelling *out) {
    spell_comment(out, out->step->new);
}

static const Privilege *privilege_find(const PrivilegeList *list, const Privilege *wanted) {
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->items[i].grantee, wanted->grantee) &&
            text_equal(list->items[i].privilege, wanted->privilege)) {
            return &list->items[i];
        }
    }
    return NULL;
}

/* What GRANT and REVOKE say after ON. */
static Text grant_object(Arena *arena, const Object *object) {
    Text keyword = text_from_string(object_kind_facts[object->kind].keyword);
    bool is_relation = object->kind == KIND_VIEW || object->kind == KIND_MATERIALIZED_VIEW;
    if (object->kind == KIND_SERVER) {
        return text_format(arena, "FOREIGN SERVER %I", object->name);
    }
    if (object->kind == KIND_COLUMN) {
        return text_format(arena, "TABLE %s", object_sql_relation(arena, object));
    }
    if (object->kind == KIND_AGGREGATE) {
        return text_format(arena, "FUNCTION %s", definition_routine_address(arena, object));
    }
    return text_format(arena, "%s %s", is_relation ? TEXT("TABLE") : keyword,
                       object_sql_name(arena, object));
}

typedef enum GrantAction {
    ACTION_REVOKE,
    ACTION_REVOKE_OPTION,
    ACTION_GRANT,
    ACTION_GRANT_OPTION
} GrantAction;

typedef struct Grant {
    GrantAction action;
    Text grantee;
    TextList privileges; /* "SELECT", or "SELECT (a, b)" */
} Grant;

typedef struct GrantList {
    Grant *items;
    size_t count, capacity;
} GrantList;

/* Add a privilege to the last grant when it is of the same kind, else begin another one. */
static void grant_push(Arena *arena, GrantList *list, GrantAction action, Text grantee,
                       Text privilege) {
    Grant *last = list->count == 0 ? NULL : &list->items[list->count - 1];
    if (last == NULL || last->action != action || !text_equal(last->grantee, grantee)) {
        Grant grant = {action, grantee, {0}};
        list_push(arena, list, grant);
        last = &list->items[list->count - 1];
    }
    list_push(arena, &last->privileges, privilege);
}

/* New rights of named roles (or of PUBLIC alone), with or without the option to pass them on. */
static void add_grants(Arena *arena, GrantList *list, const PrivilegeList *before,
                       const PrivilegeList *after, bool is_to_public, bool with_option) {
    for (size_t i = 0; i < after->count; i++) {
        const Privilege *new = &after->items[i];
        const Privilege *old = privilege_find(before, new);
        bool is_new = old == NULL || (new->is_grantable && !old->is_grantable);
        if (is_new && new->is_grantable == with_option &&
            text_is_empty(new->grantee) == is_to_public) {
            grant_push(arena, list, with_option ? ACTION_GRANT_OPTION : ACTION_GRANT, new->grantee,
                       new->privilege);
        }
    }
}

/*
 * REVOKE first: it may take more than is meant, as column privileges, and GRANT gives that again.
 * PUBLIC comes last, as people write it; an ACL keeps the order of its grants.
 */
static GrantList grants_between(Arena *arena, const PrivilegeList *before,
                                const PrivilegeList *after) {
    GrantList list = {0};
    for (size_t i = 0; i < before->count; i++) {
        const Privilege *old = &before->items[i];
        const Privilege *new = privilege_find(after, old);
        if (new == NULL) {
            grant_push(arena, &list, ACTION_REVOKE, old->grantee, old->privilege);
        } else if (old->is_grantable && !new->is_grantable) {
            grant_push(arena, &list, ACTION_REVOKE_OPTION, old->grantee, old->privilege);
        }
    }
    add_grants(arena, &list, before, after, false, false);
    add_grants(arena, &list, before, after, false, true);
    add_grants(arena, &list, before, after, true, false);
    return list;
}

/* `after_on` is "TABLE public.t"; for default privileges, "TABLES". */
static void grant_spell(Spelling *out, const Grant *grant, Text prefix, Text after_on, Text what) {
    Arena *arena = out->arena;
    Text privileges = text_join(arena, &grant->privileges, TEXT(", "));
    Text role = spell_role(arena, grant->grantee);
    Text who = role_in_words(arena, grant->grantee);
    switch (grant->action) {
        case ACTION_REVOKE:
            spell_format(out,
                         text_format(arena, "Takes %s on %s away from %s.", privileges, what, who),
                         "%sREVOKE %s ON %s FROM %s", prefix, privileges, after_on, role);
            break;
        case ACTION_REVOKE_OPTION:
            spell_format(out,
                         text_format(arena, "From now on %s may not pass %s on %s on to others.",
                                     who, privileges, what),
                         "%sREVOKE GRANT OPTION FOR %s ON %s FROM %s", prefix, privileges, after_on,
                         role);
            break;
        case ACTION_GRANT:
            spell_format(out, text_format(arena, "Allows %s on %s to %s.", privileges, what, who),
                         "%sGRANT %s ON %s TO %s", prefix, privileges, after_on, role);
            break;
        case ACTION_GRANT_OPTION:
            spell_format(out,
                         text_format(arena, "Allows %s on %s to %s, who may pass it on to others.",
                                     privileges, what, who),
                         "%sGRANT %s ON %s TO %s WITH GRANT OPTION", prefix, privileges, after_on,
                         role);
            break;
    }
}

/* "a, b" -> "SELECT (a)" for each: the column's name goes after every privilege. */
static void spell_grants_of_column(Spelling *out, const Object *column, GrantList *list) {
    Text name = object_sql_name(out->arena, column);
    for (size_t i = 0; i < list->count; i++) {
        TextList *privileges = &list->items[i].privileges;
        for (size_t j = 0; j < privileges->count; j++) {
            privileges->items[j] = text_format(out->arena, "%s (%s)", privileges->items[j], name);
        }
    }
}

/* Privileges that the owner took from himself, by default had not, or gave himself again. */
static void spell_owner_revoked(Spelling *out, const Object *object, const TextList *before) {
    const TextList *after = &object->owner_revoked;
    Text owner = text_is_empty(object->owner) ? TEXT("CURRENT_USER") : object->owner;
    GrantList list = {0};
    for (size_t i = 0; i < after->count; i++) {
        if (!text_list_contains(before, after->items[i])) {
            grant_push(out->arena, &list, ACTION_REVOKE, owner, after->items[i]);
        }
    }
    for (size_t i = 0; i < before->count; i++) {
        if (!text_list_contains(after, before->items[i])) {
            grant_push(out->arena, &list, ACTION_GRANT, owner, before->items[i]);
        }
    }
    for (size_t i = 0; i < list.count; i++) {
        grant_spell(out, &list.items[i], TEXT(""), grant_object(out->arena, object),
                    object_describe(out->arena, object));
    }
}

/* REVOKE on a table takes the same privilege on its columns too: give those again. */
static void restore_column_privileges(Spelling *out, const Object *table, const GrantList *list) {
    for (size_t i = 0; i < table->children.count; i++) {
        const Object *column = table->children.items[i];
        if (column->kind != KIND_COLUMN) {
            continue;
        }
        PrivilegeList kept = {0};
        for (size_t j = 0; j < column->privileges.count; j++) {
            const Privilege *privilege = &column->privileges.items[j];
            for (size_t k = 0; k < list->count; k++) {
                bool is_hit = list->items[k].action <= ACTION_REVOKE_OPTION &&
                              text_equal(list->items[k].grantee, privilege->grantee) &&
                              text_list_contains(&list->items[k].privileges, privilege->privilege);
                if (is_hit) {
                    list_push(out->arena, &kept, *privilege);
                    break;
                }
            }
        }
        GrantList again = grants_between(out->arena, &(PrivilegeList){0}, &kept);
        spell_grants_of_column(out, column, &again);
        for (size_t j = 0; j < again.count; j++) {
            grant_spell(out, &again.items[j], TEXT(""), grant_object(out->arena, column),
                        object_describe(out->arena, table));
        }
    }
}

void spell_privileges(Spelling *out, const Object *object, const InitialRights *before) {
    GrantList list = grants_between(out->arena, &before->privileges, &object->privileges);
    GrantList plain = {0};
    for (size_t i = 0; i < list.count; i++) { /* a copy: column names are added to the other one */
        Grant grant = list.items[i];
        grant.privileges = (TextList){0};
        for (size_t j = 0; j < list.items[i].privileges.count; j++) {
            list_push(out->arena, &grant.privileges, list.items[i].privileges.items[j]);
        }
        list_push(out->arena, &plain, grant);
    }
    if (object->kind == KIND_COLUMN) {
        spell_grants_of_column(out, object, &list);
    }
    for (size_t i = 0; i < list.count; i++) {
        grant_spell(out, &list.items[i], TEXT(""), grant_object(out->arena, object),
                    object_describe(out->arena, object));
    }
    if (object->kind != KIND_COLUMN) {
        restore_column_privileges(out, object, &plain);
        spell_owner_revoked(out, object, &before->owner_revoked);
    }
}

void alter_privileges(Spelling *out) {
    const Object *old = out->step->old;
    spell_privileges(out, out->step->new, &(InitialRights){old->privileges, old->owner_revoked});
}

/* GRANT SELECT (a, b) ON TABLE t TO r: the columns that share grantee and privilege at once. */
void spell_column_privileges(Spelling *out, const ObjectList *columns) {
    for (size_t i = 0; i < columns->count; i++) {
        const Object *first = columns->items[i];
        for (size_t j = 0; j < first->privileges.count; j++) {
            const Privilege *privilege = &first->privileges.items[j];
            TextList names = {0};
            bool is_done = false; /* an earlier column has it and has taken this one along */
            for (size_t k = 0; k < columns->count; k++) {
                const Privilege *same = privilege_find(&columns->items[k]->privileges, privilege);
                if (same != NULL && same->is_grantable == privilege->is_grantable) {
                    is_done |= k < i;
                    list_push(out->arena, &names, object_sql_name(out->arena, columns->items[k]));
                }
            }
            if (is_done) {
                continue;
            }
            Grant grant = {privilege->is_grantable ? ACTION_GRANT_OPTION : ACTION_GRANT,
                           privilege->grantee,
                           {0}};
            list_push(out->arena, &grant.privileges,
                      text_format(out->arena, "%s (%s)", privilege->privilege,
                                  text_join(out->arena, &names, TEXT(", "))));
            grant_spell(
                out, &grant, TEXT(""), grant_object(out->arena, first),
                text_format(out->arena, "table %s", object_sql_relation(out->arena, first)));
        }
    }
}

void spell_belongings(Spelling *out, const Object *object) {
    if (!out->plan->no_owner && object_kind_facts[object->kind].has_owner) {
        spell_owner(out, object);
    }
    spell_remarks(out, object);
    if (!out->plan->no_privileges && object_kind_facts[object->kind].has_privileges) {
        spell_privileges(out, object, &out->step->initial);
    }
}

/* A right that PUBLIC or the role itself has by default. */
static void push_built_in(Spelling *out, GrantList *list, const DefaultPrivilege *rule,
                          GrantAction action, Text entry) {
    Text own = default_privilege_own_right(entry);
    if (text_is_absent(own)) {
        grant_push(out->arena, list, action, TEXT(""), entry);
    } else {
        Text role = text_is_empty(rule->role) ? TEXT("CURRENT_USER") : rule->role;
        grant_push(out->arena, list, action, role, own);
    }
}

/* ALTER DEFAULT PRIVILEGES ... from one list of rights to another. */
static void spell_default_privileges(Spelling *out, const Object *object,
                                     const PrivilegeList *before, const TextList *before_revoked,
                                     const PrivilegeList *after, const TextList *after_revoked) {
    const DefaultPrivilege *rule = (const DefaultPrivilege *)object;
    Arena *arena = out->arena;
    Text role = text_is_empty(rule->role)
                    ? TEXT("")
                    : text_format(arena, " FOR ROLE %s", spell_role(arena, rule->role));
    Text place = text_is_empty(rule->in_schema)
                     ? TEXT("")
                     : text_format(arena, " IN SCHEMA %I", rule->in_schema);
    Text prefix = text_format(arena, "ALTER DEFAULT PRIVILEGES%s%s\n    ", role, place);
    GrantList list = {0};
    for (size_t i = 0; i < after_revoked->count; i++) {
        if (!text_list_contains(before_revoked, after_revoked->items[i])) {
            push_built_in(out, &list, rule, ACTION_REVOKE, after_revoked->items[i]);
        }
    }
    for (size_t i = 0; i < before_revoked->count; i++) {
        if (!text_list_contains(after_revoked, before_revoked->items[i])) {
            push_built_in(out, &list, rule, ACTION_GRANT, before_revoked->items[i]);
        }
    }
    GrantList more = grants_between(arena, before, after);
    for (size_t i = 0; i < more.count; i++) {
        list_push(arena, &list, more.items[i]);
    }
    Text what = text_format(arena, "%s created from now on", rule->objects);
    for (size_t i = 0; i < list.count; i++) {
        grant_spell(out, &list.items[i], prefix, rule->objects, what);
    }
}

static const PrivilegeList no_privileges;
static const TextList nothing_revoked;

void create_default_privilege(Spelling *out) {
    const Object *new = out->step->new;
    spell_default_privileges(out, new, &no_privileges, &nothing_revoked, &new->privileges,
                             &new->owner_revoked);
}

void drop_default_privilege(Spelling *out) {
    const Object *old = out->step->old;
    spell_default_privileges(out, old, &old->privileges, &old->owner_revoked, &no_privileges,
                             &nothing_revoked);
}

void alter_default_privileges(Spelling *out) {
    const Object *old = out->step->old, *new = out->step->new;
    spell_default_privileges(out, new, &old->privileges, &old->owner_revoked, &new->privileges,
                             &new->owner_revoked);
}
