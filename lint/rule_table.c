/*
 * Rules of tables and of access: keys, comments, row security, privileges.
 */
#include "lint/rule.h"

static bool has_child(const Object *table, ObjectKind kind) {
    for (size_t i = 0; i < table->children.count; i++) {
        if (table->children.items[i]->kind == kind) {
            return true;
        }
    }
    return false;
}

static bool has_primary_key(const Object *table) {
    for (size_t i = 0; i < table->children.count; i++) {
        const TableConstraint *constraint = (const TableConstraint *)table->children.items[i];
        if (constraint->object.kind == KIND_CONSTRAINT &&
            constraint->type == CONSTRAINT_TYPE_PRIMARY_KEY) {
            return true;
        }
    }
    return false;
}

/* A partition has the key of its parent, or lacks it with its parent. */
void rule_no_primary_key(Lint *lint, const Object *object) {
    if (object->kind == KIND_TABLE && !has_primary_key(object) &&
        text_is_empty(((const Table *)object)->partition_parent)) {
        lint_find(lint, object->where, "%s has no primary key",
                  object_describe(lint->arena, object));
    }
}

static bool wants_comment(const Object *object) {
    switch (object->kind) {
        case KIND_SCHEMA: return !text_equal(object->name, TEXT("public"));
        case KIND_COLUMN:
            return object->parent->kind == KIND_TABLE && !((const Column *)object)->is_inherited;
        case KIND_TABLE: return text_is_empty(((const Table *)object)->partition_parent);
        case KIND_ENUM:
        case KIND_COMPOSITE:
        case KIND_DOMAIN:
        case KIND_FUNCTION:
        case KIND_PROCEDURE:
        case KIND_VIEW:
        case KIND_MATERIALIZED_VIEW: return true;
        default: return false;
    }
}

void rule_missing_comment(Lint *lint, const Object *object) {
    if (wants_comment(object) && text_is_empty(object->comment)) {
        lint_find(lint, object->where, "%s has no comment", object_describe(lint->arena, object));
    }
}

void rule_row_security_without_policy(Lint *lint, const Object *object) {
    if (object->kind == KIND_TABLE && ((const Table *)object)->has_row_security &&
        !has_child(object, KIND_POLICY)) {
        lint_find(lint, object->where, "%s has row security and no policy",
                  object_describe(lint->arena, object));
    }
}

void rule_policy_without_row_security(Lint *lint, const Object *object) {
    if (object->kind == KIND_POLICY && object->parent->kind == KIND_TABLE &&
        !((const Table *)object->parent)->has_row_security) {
        lint_find(lint, object->where, "%s has no effect: row security is off",
                  object_describe(lint->arena, object));
    }
}

void rule_security_definer_search_path(Lint *lint, const Object *object) {
    if (object->kind != KIND_FUNCTION && object->kind != KIND_PROCEDURE) {
        return;
    }
    const Routine *routine = (const Routine *)object;
    if (routine->is_security_definer &&
        setting_find(&routine->settings, TEXT("search_path")) == NULL) {
        lint_find(lint, object->where, "%s is SECURITY DEFINER and sets no search_path",
                  object_describe(lint->arena, object));
    }
}

/* What PostgreSQL gives to PUBLIC without being asked. */
static bool is_built_in(const Object *object, Text privilege) {
    switch (object->kind) {
        case KIND_FUNCTION:
        case KIND_PROCEDURE: return text_equal(privilege, TEXT("EXECUTE"));
        case KIND_ENUM:
        case KIND_COMPOSITE:
        case KIND_DOMAIN: return text_equal(privilege, TEXT("USAGE"));
        case KIND_SCHEMA:
            return text_equal(object->name, TEXT("public")) && text_equal(privilege, TEXT("USAGE"));
        default: return false;
    }
}

void rule_grant_to_public(Lint *lint, const Object *object) {
    TextList given = {0};
    for (size_t i = 0; i < object->privileges.count; i++) {
        const Privilege *privilege = &object->privileges.items[i];
        if (text_is_empty(privilege->grantee) && !is_built_in(object, privilege->privilege)) {
            list_push(lint->arena, &given, privilege->privilege);
        }
    }
    if (given.count != 0) {
        lint_find(lint, object->where, "PUBLIC has %s on %s",
                  text_join(lint->arena, &given, TEXT(", ")), object_describe(lint->arena, object));
    }
}
