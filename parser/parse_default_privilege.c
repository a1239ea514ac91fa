/*
 * ALTER DEFAULT PRIVILEGES: one object for each role, schema and kind of object; gone again when it
 * equals what PostgreSQL does by itself.
 *
 * Built in: EXECUTE on functions and USAGE on types for PUBLIC.  Taking those away is kept in
 * owner_revoked; defaults of one schema can only add, so there it means nothing.
 */
#include "parser/interpreter_state.h"
#include "parser/parse_object.h"

#include "compiler/definition.h"
#include "parser/privilege.h"

#include "nodes/pg_list.h"

#include <string.h>

typedef struct DefaultTarget {
    const char *objects;
    ObjectKind kind;       /* which privileges there are */
    const char *of_public; /* what PUBLIC has by default, or NULL */
} DefaultTarget;

static const DefaultTarget *target_of(ObjectType type) {
    static const DefaultTarget tables = {"TABLES", KIND_TABLE, NULL};
    static const DefaultTarget sequences = {"SEQUENCES", KIND_SEQUENCE, NULL};
    static const DefaultTarget functions = {"FUNCTIONS", KIND_FUNCTION, "EXECUTE"};
    static const DefaultTarget types = {"TYPES", KIND_ENUM, "USAGE"};
    static const DefaultTarget schemas = {"SCHEMAS", KIND_SCHEMA, NULL};
    switch (type) {
        case OBJECT_TABLE: return &tables;
        case OBJECT_SEQUENCE: return &sequences;
        case OBJECT_FUNCTION:
        case OBJECT_PROCEDURE:
        case OBJECT_ROUTINE: return &functions;
        case OBJECT_TYPE: return &types;
        case OBJECT_SCHEMA: return &schemas;
        default: return NULL; /* LARGE OBJECTS (PostgreSQL 18) */
    }
}

static DefaultPrivilege *find_or_create(Interpreter *in, Text role, Text in_schema, Text objects) {
    Arena *arena = in->schema->arena;
    Text name = text_format(arena, "%s/%s/%s", role, in_schema, objects);
    Object *found = schema_find(in->schema, KIND_DEFAULT_PRIVILEGE, TEXT(""), name);
    if (found != NULL) {
        return (DefaultPrivilege *)found;
    }
    DefaultPrivilege *made =
        schema_object_new(in->schema, DefaultPrivilege, KIND_DEFAULT_PRIVILEGE);
    made->object.name = name;
    made->object.where = interpreter_location(in, -1);
    made->object.privileges_are_stated = true;
    made->role = text_copy(arena, role);
    made->in_schema = text_copy(arena, in_schema);
    made->objects = text_copy(arena, objects);
    if (!text_is_empty(in_schema)) {
        reference_add(arena, &made->object.references,
                      (Reference){REFERENCE_SCHEMA, REFERENCE_BY_DEFINITION, TEXT(""),
                                  made->in_schema, TEXT_ABSENT, 0});
    }
    schema_add(in->schema, &made->object, NULL);
    return made;
}

/* PUBLIC and a built-in default of all schemas: the list holds the exception, not the rule. */
static void change_built_in(Interpreter *in, Object *object, Text privilege, bool is_grant) {
    if (is_grant) {
        text_list_remove(&object->owner_revoked, privilege);
    } else if (!text_list_contains(&object->owner_revoked, privilege)) {
        list_push(in->schema->arena, &object->owner_revoked,
                  text_copy(in->schema->arena, privilege));
    }
}

/* By default the role has all rights; what an older server lacks cannot be taken. */
static void change_own(Interpreter *in, DefaultPrivilege *target, const GrantStmt *action,
                       Text privilege) {
    ObjectKind kind = target_of(action->objtype)->kind;
    TextList all = object_kind_privileges(in->scratch, kind, in->schema->server_version);
    if (!action->grant_option && text_list_contains(&all, privilege)) {
        change_built_in(in, &target->object, default_privilege_own(in->scratch, privilege),
                        action->is_grant);
    }
}

static void change_default(Interpreter *in, const GrantStmt *action, DefaultPrivilege *target,
                           Text privilege, Text grantee) {
    Object *object = &target->object;
    const DefaultTarget *facts = target_of(action->objtype);
    Text role = text_is_empty(target->role) ? TEXT("CURRENT_USER") : target->role;
    bool is_role_itself = text_equal(grantee, role);
    if (is_role_itself && text_is_empty(target->in_schema)) {
        change_own(in, target, action, privilege);
        return;
    }
    bool is_built_in =
        text_is_empty(grantee) && text_is_empty(target->in_schema) && facts->of_public != NULL;
    if (is_built_in) {
        change_built_in(in, object, privilege, action->is_grant);
    } else if (action->is_grant) {
        privilege_grant(in->schema->arena, object, grantee, privilege, action->grant_option);
    } else if (action->grant_option) {
        privilege_revoke_option(object, grantee, privilege);
    } else {
        privilege_revoke(in->schema->arena, object, grantee, privilege);
    }
}

static Outcome named_privileges(Interpreter *in, const GrantStmt *action, TextList *privileges) {
    ObjectKind kind = target_of(action->objtype)->kind;
    TextList all = object_kind_privileges(in->scratch, kind, 170000);
    if (action->privileges == NIL) {
        *privileges = action->is_grant
                          ? object_kind_privileges(in->scratch, kind, in->schema->server_version)
                          : all;
        return OUTCOME_APPLIED;
    }
    ListCell *cell;
    foreach (cell, action->privileges) {
        const char *name = lfirst_node(AccessPriv, cell)->priv_name;
        bool is_known = false;
        for (size_t i = 0; i < all.count; i++) {
            if (text_equal_ignoring_case(all.items[i], text_from_string(name))) {
                list_push(in->scratch, privileges, all.items[i]);
                is_known = true;
            }
        }
        if (!is_known) {
            return interpreter_error(in, DIAGNOSTIC_INVALID_DEFINITION, -1,
                                     "invalid privilege type %s for default privileges on %s",
                                     text_from_string(name),
                                     text_from_string(target_of(action->objtype)->objects));
        }
    }
    return OUTCOME_APPLIED;
}

static void change_target(Interpreter *in, const GrantStmt *action, DefaultPrivilege *target,
                          const TextList *privileges) {
    TextList grantees = object_role_names(in, action->grantees);
    for (size_t i = 0; i < grantees.count; i++) {
        for (size_t j = 0; j < privileges->count; j++) {
            change_default(in, action, target, privileges->items[j], grantees.items[i]);
        }
    }
    if (target->object.privileges.count == 0 && target->object.owner_revoked.count == 0) {
        schema_remove(in->schema, &target->object);
    }
}

static const List *option(const AlterDefaultPrivilegesStmt *statement, const char *name) {
    ListCell *cell;
    foreach (cell, statement->options) {
        const DefElem *element = lfirst_node(DefElem, cell);
        if (strcmp(element->defname, name) == 0) {
            return (const List *)element->arg;
        }
    }
    return NIL;
}

/* The schemas named; one empty text when there are none. */
static Outcome named_schemas(Interpreter *in, const AlterDefaultPrivilegesStmt *statement,
                             TextList *names) {
    ListCell *cell;
    foreach (cell, option(statement, "schemas")) {
        if (interpreter_find_object(in, OBJECT_SCHEMA, lfirst(cell)) == NULL) {
            return object_missing(in, OBJECT_SCHEMA, lfirst(cell), -1);
        }
        list_push(in->scratch, names, text_from_string(strVal(lfirst(cell))));
    }
    if (names->count == 0) {
        list_push(in->scratch, names, TEXT(""));
    }
    return OUTCOME_APPLIED;
}

Outcome apply_default_privileges(Interpreter *in, const AlterDefaultPrivilegesStmt *statement) {
    const GrantStmt *action = statement->action;
    in->schema->states_privileges = true;
    const DefaultTarget *facts = target_of(action->objtype);
    if (facts == NULL) {
        return interpreter_unsupported(in, -1,
                                       text_format(in->scratch, "default privileges on %s",
                                                   object_type_word(action->objtype)));
    }
    TextList privileges = {0}, schemas = {0};
    Outcome outcome = named_privileges(in, action, &privileges);
    if (outcome == OUTCOME_APPLIED) {
        outcome = named_schemas(in, statement, &schemas);
    }
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    TextList roles = object_role_names(in, option(statement, "roles"));
    if (roles.count == 0) {
        list_push(in->scratch, &roles, in->current_role);
    }
    for (size_t i = 0; i < roles.count; i++) { /* of a session that nobody knows */
        if (text_equal(roles.items[i], TEXT("CURRENT_USER"))) {
            roles.items[i] = TEXT("");
        }
    }
    for (size_t i = 0; i < roles.count; i++) {
        for (size_t j = 0; j < schemas.count; j++) {
            DefaultPrivilege *target = find_or_create(in, roles.items[i], schemas.items[j],
                                                      text_from_string(facts->objects));
            change_target(in, action, target, &privileges);
        }
    }
    interpreter_forget_default_privileges(in);
    return OUTCOME_APPLIED;
}
