/*
 * Rules of locks: operations that keep others waiting while rows are read or written.
 *
 * What locks, scans and rewrites was measured on PostgreSQL 14 to 18.  A relation that the same
 * file has created holds nobody up.
 */
#include "lint/rule.h"

#include "compiler/cast.h"

/* The server has the feature, or it is not known which server it is. */
static bool has_version(const Lint *lint, int version) {
    return lint->options->server_version == 0 || lint->options->server_version >= version;
}

static bool is_partitioned(const Object *relation) {
    return relation->kind == KIND_TABLE && !text_is_empty(((const Table *)relation)->partition_key);
}

static bool is_plain(const Operation *operation, OperationKind kind) {
    return operation->kind == kind && operation_is_on_old(operation) &&
           !operation_has(operation, OPERATION_IS_CONCURRENT);
}

/* ---- indexes ---- */

void rule_index_not_concurrent(Lint *lint, const Operation *operation) {
    if (!is_plain(operation, OPERATION_CREATE_INDEX)) {
        return;
    }
    lint_find(lint, operation->where, "an index is built on %s while it cannot be written",
              operation->relation_text);
    if (is_partitioned(operation->relation)) {
        diagnostic_hint(lint->findings,
                        TEXT("Build the index CONCURRENTLY on every partition first: CREATE INDEX "
                             "on the whole then takes them over."));
    }
}

void rule_drop_index_not_concurrent(Lint *lint, const Operation *operation) {
    if (is_plain(operation, OPERATION_DROP_INDEX) && !is_partitioned(operation->relation)) {
        lint_find(lint, operation->where, "index \"%s\" is dropped while %s cannot be read",
                  operation->name, operation->relation_text);
    }
}

void rule_reindex_not_concurrent(Lint *lint, const Operation *operation) {
    if (operation->kind == OPERATION_REINDEX && has_version(lint, 120000) &&
        !operation_has(operation, OPERATION_IS_CONCURRENT) &&
        !operation_has(operation, OPERATION_IS_ON_NEW)) {
        lint_find(lint, operation->where, "REINDEX of \"%s\" keeps writers out", operation->name);
    }
}

void rule_unique_on_rows(Lint *lint, const Operation *operation) {
    const TableIndex *index = (const TableIndex *)operation->object;
    if (operation->kind == OPERATION_CREATE_INDEX && operation_is_on_old(operation) &&
        index != NULL && index->is_unique) {
        lint_find(lint, operation->where, "a unique index is built over the rows of %s",
                  operation->relation_text);
    }
}

void rule_concurrently_in_transaction(Lint *lint, const Operation *operation) {
    if (lint->session.is_in_transaction && operation_has(operation, OPERATION_IS_CONCURRENT) &&
        operation->kind != OPERATION_REFRESH) {
        lint_add(lint, operation->where, TEXT("CONCURRENTLY inside a transaction"));
    }
}

void rule_concurrent_index_corruption(Lint *lint, const Operation *operation) {
    int version = lint->options->server_version;
    bool builds = operation->kind == OPERATION_CREATE_INDEX || operation->kind == OPERATION_REINDEX;
    if (builds && operation_has(operation, OPERATION_IS_CONCURRENT) && version >= 140000 &&
        version < 140004) {
        lint_add(lint, operation->where,
                 TEXT("an index is built CONCURRENTLY on PostgreSQL 14.0 "
                      "to 14.3"));
    }
}

/* ---- constraints ---- */

/* A constraint of that type, over rows that are there, and checked at once. */
static const TableConstraint *checked_constraint(const Operation *operation, ConstraintType type) {
    const TableConstraint *constraint = (const TableConstraint *)operation->object;
    bool is_checked = operation->kind == OPERATION_ADD_CONSTRAINT && constraint != NULL &&
                      operation_is_on_old(operation) && operation->relation->kind == KIND_TABLE &&
                      !operation_has(operation, OPERATION_IS_NOT_VALID) &&
                      !constraint->is_not_enforced;
    return is_checked && constraint->type == type ? constraint : NULL;
}

static void find_constraint(Lint *lint, const Operation *operation, const char *template) {
    lint_find(lint, operation->where, template, operation->object->name, operation->relation_text);
}

void rule_check_validates(Lint *lint, const Operation *operation) {
    if (checked_constraint(operation, CONSTRAINT_TYPE_CHECK) != NULL) {
        find_constraint(lint, operation, "constraint \"%s\" is checked for every row of %s");
    }
}

void rule_foreign_key_validates(Lint *lint, const Operation *operation) {
    if (checked_constraint(operation, CONSTRAINT_TYPE_FOREIGN_KEY) != NULL) {
        find_constraint(lint, operation, "foreign key \"%s\" is checked for every row of %s");
    }
}

void rule_unique_constraint_builds(Lint *lint, const Operation *operation) {
    bool is_key = checked_constraint(operation, CONSTRAINT_TYPE_UNIQUE) != NULL ||
                  checked_constraint(operation, CONSTRAINT_TYPE_PRIMARY_KEY) != NULL;
    if (is_key && !operation_has(operation, OPERATION_USES_INDEX)) {
        find_constraint(lint, operation, "the index of constraint \"%s\" is built on %s");
    }
}

void rule_exclusion_constraint_builds(Lint *lint, const Operation *operation) {
    if (checked_constraint(operation, CONSTRAINT_TYPE_EXCLUDE) != NULL) {
        find_constraint(lint, operation, "the index of constraint \"%s\" is built on %s");
    }
}

void rule_primary_key_nullable(Lint *lint, const Operation *operation) {
    if (checked_constraint(operation, CONSTRAINT_TYPE_PRIMARY_KEY) != NULL &&
        operation_has(operation, OPERATION_IS_NULLABLE)) {
        find_constraint(lint, operation, "primary key \"%s\" makes columns of %s NOT NULL");
    }
}

void rule_domain_constraint_validates(Lint *lint, const Operation *operation) {
    bool is_constraint =
        operation->kind == OPERATION_ADD_CONSTRAINT || operation->kind == OPERATION_SET_NOT_NULL;
    if (is_constraint && operation_is_on_old(operation) &&
        operation->relation->kind == KIND_DOMAIN &&
        !operation_has(operation, OPERATION_IS_NOT_VALID)) {
        lint_find(lint, operation->where, "%s is checked wherever it is used",
                  operation->relation_text);
    }
}

void rule_validate_under_lock(Lint *lint, const Operation *operation) {
    if (operation->kind != OPERATION_VALIDATE_CONSTRAINT || !lint->session.is_in_transaction) {
        return;
    }
    const Operation *before = operation;
    while (before > lint->operations->items && (--before)->kind != OPERATION_BEGIN) {
        if (before->relation == operation->relation && operation_blocks(before)) {
            lint_find(lint, operation->where, "constraint \"%s\" is validated while %s is locked",
                      operation->name, operation->relation_text);
            return;
        }
    }
}

/* ---- columns ---- */

void rule_set_not_null_scans(Lint *lint, const Operation *operation) {
    bool is_cheap = operation_has(operation, OPERATION_IS_PROVEN) && has_version(lint, 120000);
    if (operation->kind == OPERATION_SET_NOT_NULL && operation_is_on_old(operation) &&
        operation->relation->kind == KIND_TABLE && !is_cheap) {
        lint_find(lint, operation->where, "every row of %s is looked at for NULL in \"%s\"",
                  operation->relation_text, operation->name);
    }
}

void rule_type_change_rewrites(Lint *lint, const Operation *operation) {
    if (operation->kind == OPERATION_SET_TYPE && operation_is_on_old(operation) &&
        cast_effect(lint->arena, operation->old_type, operation->new_type) != CAST_NOTHING) {
        lint_find(lint, operation->where, "column \"%s\" of %s changes from %s to %s",
                  operation->name, operation->relation_text, operation->old_type,
                  operation->new_type);
    }
}

static bool adds_column(const Operation *operation) {
    return operation->kind == OPERATION_ADD_COLUMN && operation_is_on_old(operation);
}

void rule_column_addition_rewrites(Lint *lint, const Operation *operation) {
    bool is_filled = operation_has(operation, OPERATION_HAS_DEFAULT) && !has_version(lint, 110000);
    if (adds_column(operation) && (is_filled || operation_has(operation, OPERATION_REWRITES))) {
        lint_find(lint, operation->where, "column \"%s\" rewrites %s", operation->name,
                  operation->relation_text);
    }
}

void rule_column_addition_validates(Lint *lint, const Operation *operation) {
    if (adds_column(operation) && operation_has(operation, OPERATION_HAS_CONSTRAINT)) {
        lint_find(lint, operation->where, "column \"%s\" comes to %s with a constraint",
                  operation->name, operation->relation_text);
    }
}

void rule_required_column(Lint *lint, const Operation *operation) {
    if (adds_column(operation) && operation_has(operation, OPERATION_IS_REQUIRED)) {
        lint_find(lint, operation->where, "column \"%s\" of %s is NOT NULL and nothing fills it",
                  operation->name, operation->relation_text);
    }
}

/* ---- tables ---- */

void rule_detach_not_concurrent(Lint *lint, const Operation *operation) {
    if (is_plain(operation, OPERATION_DETACH_PARTITION) && has_version(lint, 140000)) {
        lint_find(lint, operation->where, "a partition of %s is detached while it cannot be read",
                  operation->relation_text);
    }
}

void rule_attach_partition_scans(Lint *lint, const Operation *operation) {
    const Object *part = operation->other;
    if (operation->kind == OPERATION_ATTACH_PARTITION && part != NULL &&
        part->where.source != operation->where.source &&
        !operation_has(operation, OPERATION_IS_PROVEN)) {
        lint_find(lint, operation->where, "every row of %s is checked against its bound",
                  object_describe(lint->arena, part));
    }
}

void rule_partition_of_locks(Lint *lint, const Operation *operation) {
    if (operation->kind == OPERATION_CREATE && operation->object_kind == KIND_TABLE &&
        operation_is_on_old(operation)) {
        lint_find(lint, operation->where, "partition \"%s\" is created while %s cannot be read",
                  operation->name, operation->relation_text);
    }
}

void rule_table_rewrite(Lint *lint, const Operation *operation) {
    if (operation->kind == OPERATION_REWRITE && operation_is_on_old(operation)) {
        lint_find(lint, operation->where, "%s is written anew", operation->relation_text);
    }
}

void rule_vacuum_full(Lint *lint, const Operation *operation) {
    if (operation->kind == OPERATION_VACUUM_FULL) {
        lint_find(lint, operation->where, "%s in a migration", operation->name);
    }
}

void rule_refresh_not_concurrent(Lint *lint, const Operation *operation) {
    if (is_plain(operation, OPERATION_REFRESH)) {
        lint_find(lint, operation->where, "%s cannot be read while it is refreshed",
                  operation->relation_text);
    }
}
