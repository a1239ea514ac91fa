/*
 * Rules of loss: operations that take data away, or names that programs rely on.
 *
 * What the same file has created is nobody's yet.
 */
#include "lint/rule.h"

static bool drops(const Operation *operation, ObjectKind kind) {
    return operation->kind == OPERATION_DROP && operation->object_kind == kind &&
           operation_is_on_old(operation);
}

void rule_drop_table(Lint *lint, const Operation *operation) {
    if (drops(operation, KIND_TABLE)) {
        lint_find(lint, operation->where, "%s is dropped", operation->relation_text);
    }
}

void rule_drop_schema(Lint *lint, const Operation *operation) {
    if (drops(operation, KIND_SCHEMA)) {
        lint_find(lint, operation->where, "%s is dropped", operation->relation_text);
    }
}

void rule_drop_database(Lint *lint, const Operation *operation) {
    if (operation->kind == OPERATION_DROP_DATABASE) {
        lint_find(lint, operation->where, "database \"%s\" is dropped", operation->name);
    }
}

void rule_drop_column(Lint *lint, const Operation *operation) {
    if (operation->kind == OPERATION_DROP_COLUMN && operation_is_on_old(operation)) {
        lint_find(lint, operation->where, "column \"%s\" of %s is dropped", operation->name,
                  operation->relation_text);
    }
}

void rule_drop_cascade(Lint *lint, const Operation *operation) {
    if (operation_has(operation, OPERATION_IS_CASCADE) &&
        !operation_has(operation, OPERATION_IS_ON_NEW)) {
        lint_find(lint, operation->where, "\"%s\" goes with CASCADE", operation->name);
    }
}

/* A CHECK that only helps SET NOT NULL is dropped as a matter of course. */
void rule_drop_constraint(Lint *lint, const Operation *operation) {
    const TableConstraint *constraint = (const TableConstraint *)operation->object;
    if (operation->kind == OPERATION_DROP_CONSTRAINT && constraint != NULL &&
        constraint->type != CONSTRAINT_TYPE_CHECK &&
        constraint->object.where.source != operation->where.source) {
        lint_find(lint, operation->where, "constraint \"%s\" of %s is dropped", operation->name,
                  operation->relation_text);
    }
}

void rule_drop_not_null(Lint *lint, const Operation *operation) {
    if (operation->kind == OPERATION_DROP_NOT_NULL && operation_is_on_old(operation)) {
        lint_find(lint, operation->where, "column \"%s\" of %s may be NULL from now on",
                  operation->name, operation->relation_text);
    }
}

void rule_truncate(Lint *lint, const Operation *operation) {
    if (operation->kind == OPERATION_TRUNCATE && operation_is_on_old(operation)) {
        lint_find(lint, operation->where, "%s is emptied", operation->relation_text);
    }
}

void rule_update_without_where(Lint *lint, const Operation *operation) {
    bool is_update = operation->kind == OPERATION_UPDATE || operation->kind == OPERATION_DELETE;
    if (is_update && operation_is_on_old(operation) &&
        !operation_has(operation, OPERATION_HAS_WHERE)) {
        lint_find(lint, operation->where, "every row of %s is changed at once",
                  operation->relation_text);
    }
}

/* ---- names ---- */

static bool renames(const Operation *operation, ObjectKind kind) {
    return operation->kind == OPERATION_RENAME && operation->object_kind == kind &&
           operation_is_on_old(operation);
}

void rule_rename_table(Lint *lint, const Operation *operation) {
    if (renames(operation, KIND_TABLE) || renames(operation, KIND_VIEW) ||
        renames(operation, KIND_MATERIALIZED_VIEW)) {
        lint_find(lint, operation->where, "%s is renamed", operation->relation_text);
    }
}

void rule_rename_column(Lint *lint, const Operation *operation) {
    if (renames(operation, KIND_COLUMN) && operation->relation->kind != KIND_COMPOSITE) {
        lint_find(lint, operation->where, "column \"%s\" of %s is renamed", operation->name,
                  operation->relation_text);
    }
}

void rule_rename_schema(Lint *lint, const Operation *operation) {
    if (renames(operation, KIND_SCHEMA)) {
        lint_find(lint, operation->where, "%s is renamed", operation->relation_text);
    }
}

void rule_rename_enum_value(Lint *lint, const Operation *operation) {
    if (operation->kind == OPERATION_RENAME_VALUE && operation_is_on_old(operation)) {
        lint_find(lint, operation->where, "value \"%s\" of %s is renamed", operation->name,
                  operation->relation_text);
    }
}
