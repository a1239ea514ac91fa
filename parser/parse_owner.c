/*
 * OWNER TO: the new owner takes over what the old one could do, as PostgreSQL's aclnewowner() does.
 */
#include "parser/identity.h"
#include "parser/interpreter_state.h"
#include "parser/parse_object.h"

#include "parser/privilege.h"

#include "nodes/pg_list.h"

Text object_role_name(const Interpreter *in, const RoleSpec *role) {
    switch (role->roletype) {
        case ROLESPEC_PUBLIC: return TEXT("");
        case ROLESPEC_CSTRING: return interpreter_text(in, role->rolename);
        case ROLESPEC_CURRENT_ROLE:
        case ROLESPEC_CURRENT_USER:
            return text_is_empty(in->current_role) ? TEXT("CURRENT_USER") : in->current_role;
        case ROLESPEC_SESSION_USER:
            return text_is_empty(in->current_role) ? TEXT("SESSION_USER") : in->current_role;
    }
    return TEXT("");
}

TextList object_role_names(const Interpreter *in, const List *roles) {
    TextList names = {0};
    ListCell *cell;
    foreach (cell, roles) {
        list_push(in->schema->arena, &names, object_role_name(in, lfirst_node(RoleSpec, cell)));
    }
    return names;
}

/* CURRENT_USER of an unknown session says nothing about the owner. */
static Text owner_name(const Interpreter *in, const RoleSpec *role) {
    bool is_known = role->roletype == ROLESPEC_CSTRING || !text_is_empty(in->current_role);
    return is_known ? object_role_name(in, role) : TEXT_ABSENT;
}

/* What the new owner was granted before joins what the owner has; it is no longer listed. */
static void merge_grants_of_owner(Object *object, Text owner) {
    PrivilegeList *list = &object->privileges;
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->items[i].grantee, owner)) {
            text_list_remove(&object->owner_revoked, list->items[i].privilege);
        } else {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
}

static void set_owner(Object *object, Text owner) {
    if (text_same(object->owner, owner)) {
        return;
    }
    object->owner = owner;
    if (!text_is_empty(owner)) {
        merge_grants_of_owner(object, owner);
        for (size_t i = 0; i < object->children.count; i++) {
            if (object->children.items[i]->kind == KIND_COLUMN) {
                merge_grants_of_owner(object->children.items[i], owner);
            }
        }
    }
}

static bool is_owned_by(const Object *object, const Object *table) {
    const Sequence *sequence = (const Sequence *)object;
    return object->kind == KIND_SEQUENCE && text_equal(sequence->owned_table, table->name) &&
           text_equal(sequence->owned_schema, table->schema);
}

static void set_identity_owner(Sequence *sequence, void *context) {
    set_owner(&sequence->object, *(const Text *)context);
}

/* Whose column uses the sequence as its own: by IDENTITY, serial or OWNED BY; NULL when none. */
static const Object *linked_table(const Interpreter *in, const Object *object) {
    const Sequence *sequence = (const Sequence *)object;
    if (object->kind != KIND_SEQUENCE) {
        return NULL;
    }
    return object->parent != NULL
               ? object->parent->parent
               : schema_find(in->schema, KIND_TABLE, sequence->owned_schema, sequence->owned_table);
}

/* ATExecChangeOwner(): such a sequence has the owner of its table, and only that can be said. */
static Outcome keep_owner(Interpreter *in, const Object *sequence, const Object *table, Text owner,
                          int location) {
    bool is_known = !text_is_empty(sequence->owner) && !text_is_empty(owner);
    if (!is_known || text_equal(sequence->owner, owner)) {
        return OUTCOME_APPLIED;
    }
    Outcome outcome = interpreter_error(in, DIAGNOSTIC_INVALID_DEFINITION, location,
                                        "cannot change owner of sequence \"%s\"", sequence->name);
    diagnostic_hint(in->diagnostics,
                    text_format(in->schema->arena, "Sequence \"%s\" is linked to table \"%s\".",
                                sequence->name, table->name));
    return outcome;
}

Outcome object_set_owner(Interpreter *in, Object *object, const RoleSpec *role) {
    in->schema->states_owners = true;
    if (!object_kind_facts[object->kind].has_owner) {
        return OUTCOME_APPLIED; /* an index follows its table; PostgreSQL says so and goes on */
    }
    Text owner = owner_name(in, role);
    const Object *table = linked_table(in, object);
    if (table != NULL) {
        return keep_owner(in, object, table, owner, role->location);
    }
    set_owner(object, owner);
    identity_visit(object, set_identity_owner, &owner);
    for (size_t i = 0; object->kind == KIND_TABLE && i < in->schema->roots.count; i++) {
        if (is_owned_by(in->schema->roots.items[i], object)) {
            set_owner(in->schema->roots.items[i], owner);
        }
    }
    return OUTCOME_APPLIED;
}

static Outcome owner_elsewhere(Interpreter *in, const AlterOwnerStmt *statement) {
    Text word = object_type_word(statement->objectType);
    if (object_type_is_outside(statement->objectType)) {
        return interpreter_skip(in, SKIPPED_SERVER);
    }
    return interpreter_unsupported(
        in, -1,
        text_format(in->scratch, "owner of %s %s", word, object_name_text(in, statement->object)));
}

Outcome apply_owner(Interpreter *in, const AlterOwnerStmt *statement) {
    if (statement->object != NULL && object_is_built_in(statement->objectType, statement->object)) {
        return interpreter_skip(in, SKIPPED_SERVER);
    }
    if (!object_type_is_modelled(statement->objectType)) {
        return owner_elsewhere(in, statement);
    }
    const Node *name =
        statement->relation != NULL ? (const Node *)statement->relation : statement->object;
    Object *object = interpreter_find_object(in, statement->objectType, name);
    SkippedKind subject;
    if (object == NULL && in->is_last_try && statement->object != NULL &&
        object_is_never_modelled(in, statement->objectType, statement->object, &subject)) {
        return interpreter_skip(in, subject);
    }
    if (object == NULL) {
        return object_missing(in, statement->objectType, name, -1);
    }
    if (!object_is_of_type(object, statement->objectType)) {
        return object_wrong_type(in, statement->objectType, object, object_name_location(name));
    }
    return object_set_owner(in, object, statement->newowner);
}
