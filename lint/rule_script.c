/*
 * Rules of the script: transactions, timeouts, and whether it can run twice.
 */
#include "lint/rule.h"

/* ---- transactions ---- */

void rule_transaction_nesting(Lint *lint, const Operation *operation) {
    bool is_begin = operation->kind == OPERATION_BEGIN;
    if (is_begin && lint->session.is_in_transaction) {
        lint_add(lint, operation->where, TEXT("BEGIN inside a transaction"));
    } else if (operation->kind == OPERATION_COMMIT && !lint->session.is_in_transaction) {
        lint_add(lint, operation->where, TEXT("the end of a transaction that has not begun"));
    }
}

void rule_uncommitted_transaction(Lint *lint, const Operation *operation) {
    const Operation *end = lint->operations->items + lint->operations->count;
    if (operation->kind != OPERATION_BEGIN) {
        return;
    }
    for (const Operation *next = operation + 1; next < end; next++) {
        if (next->where.source == operation->where.source && next->kind == OPERATION_COMMIT) {
            return;
        }
    }
    lint_add(lint, operation->where, TEXT("the transaction is never committed"));
}

void rule_enum_value_in_transaction(Lint *lint, const Operation *operation) {
    if (operation->kind == OPERATION_ADD_VALUE && lint->session.is_in_transaction &&
        operation_is_on_old(operation)) {
        lint_find(lint, operation->where, "value \"%s\" is added to %s inside a transaction",
                  operation->name, operation->relation_text);
    }
}

void rule_enum_value_position(Lint *lint, const Operation *operation) {
    if (operation->kind == OPERATION_ADD_VALUE && !operation_has(operation, OPERATION_HAS_PLACE)) {
        lint_find(lint, operation->where, "the place of value \"%s\" is not said", operation->name);
    }
}

/* ---- timeouts ---- */

static void look_for_timeout(Lint *lint, const Operation *operation, LintSetting *setting,
                             Text name) {
    if (operation_blocks(operation) && !setting->is_set && !setting->is_set_locally &&
        !setting->is_told) {
        setting->is_told = true;
        lint_find(lint, operation->where, "%s is locked without a %s", operation->relation_text,
                  name);
    }
}

void rule_lock_timeout(Lint *lint, const Operation *operation) {
    look_for_timeout(lint, operation, &lint->session.lock_timeout, TEXT("lock_timeout"));
}

void rule_statement_timeout(Lint *lint, const Operation *operation) {
    look_for_timeout(lint, operation, &lint->session.statement_timeout, TEXT("statement_timeout"));
}

/* ---- a second run ---- */

static bool needs_guard(OperationKind kind) {
    switch (kind) {
        case OPERATION_CREATE:
        case OPERATION_CREATE_INDEX:
        case OPERATION_ADD_COLUMN:
        case OPERATION_DROP_COLUMN:
        case OPERATION_ADD_CONSTRAINT:
        case OPERATION_DROP_CONSTRAINT:
        case OPERATION_ATTACH_PARTITION:
        case OPERATION_DETACH_PARTITION:
        case OPERATION_DROP:
        case OPERATION_DROP_INDEX:
        case OPERATION_DROP_DATABASE:
        case OPERATION_RENAME:
        case OPERATION_RENAME_VALUE:
        case OPERATION_ADD_VALUE: return true;
        default: return false;
    }
}

/* The operation that makes room for one of this kind. */
static OperationKind opposite(OperationKind kind) {
    return kind == OPERATION_CREATE_INDEX     ? OPERATION_DROP_INDEX
           : kind == OPERATION_ADD_CONSTRAINT ? OPERATION_DROP_CONSTRAINT
           : kind == OPERATION_ADD_COLUMN     ? OPERATION_DROP_COLUMN
                                              : OPERATION_DROP;
}

/* DROP POLICY IF EXISTS p; CREATE POLICY p: as good as OR REPLACE. */
static bool makes_room(const Lint *lint, const Operation *operation) {
    for (const Operation *before = operation; before-- > lint->operations->items;) {
        if (before->where.source == operation->where.source &&
            before->kind == opposite(operation->kind) &&
            operation_has(before, OPERATION_IS_GUARDED) &&
            text_equal(before->name, operation->name)) {
            return true;
        }
    }
    return false;
}

void rule_not_repeatable(Lint *lint, const Operation *operation) {
    if (!needs_guard(operation->kind) || operation_has(operation, OPERATION_IS_GUARDED) ||
        makes_room(lint, operation)) {
        return;
    }
    Text what = text_is_empty(operation->name)
                    ? TEXT("the statement")
                    : text_format(lint->arena, "\"%s\"", operation->name);
    lint_find(lint, operation->where,
              "%s is made, changed or dropped without asking whether it "
              "is there",
              what);
}

void rule_schema_not_written(Lint *lint, const Operation *operation) {
    if (operation->kind == OPERATION_CREATE && operation_has(operation, OPERATION_IS_UNQUALIFIED)) {
        lint_find(lint, operation->where, "\"%s\" is created in whatever schema comes first",
                  operation->name);
    }
}
