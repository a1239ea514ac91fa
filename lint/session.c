/*
 * Session: what is in force when an operation of a migration runs.
 *
 * Every file is a session of its own, as with psql -f and with most runners.
 */
#include "lint/rule.h"

bool operation_has(const Operation *operation, unsigned flags) {
    return (operation->flags & flags) == flags;
}

bool operation_is_on_old(const Operation *operation) {
    return operation->relation != NULL && !operation_has(operation, OPERATION_IS_ON_NEW);
}

/* Which kinds take SHARE or a stronger lock, unless their flags say otherwise. */
static bool takes_strong_lock(const Operation *operation) {
    switch (operation->kind) {
        case OPERATION_CREATE: /* a trigger, policy, rule or partition of the relation */
        case OPERATION_ADD_COLUMN:
        case OPERATION_DROP_COLUMN:
        case OPERATION_SET_TYPE:
        case OPERATION_SET_NOT_NULL:
        case OPERATION_DROP_NOT_NULL:
        case OPERATION_ADD_CONSTRAINT:
        case OPERATION_DROP_CONSTRAINT:
        case OPERATION_ATTACH_PARTITION:
        case OPERATION_REWRITE:
        case OPERATION_DROP:
        case OPERATION_RENAME:
        case OPERATION_TRUNCATE: return true;
        case OPERATION_CREATE_INDEX:
        case OPERATION_DROP_INDEX:
        case OPERATION_DETACH_PARTITION:
        case OPERATION_REINDEX:
        case OPERATION_REFRESH: return !operation_has(operation, OPERATION_IS_CONCURRENT);
        case OPERATION_ALTER: return !operation_has(operation, OPERATION_IS_LIGHT);
        default: return false;
    }
}

bool operation_blocks(const Operation *operation) {
    return operation_is_on_old(operation) && takes_strong_lock(operation) &&
           (operation->relation->kind == KIND_TABLE ||
            operation->relation->kind == KIND_MATERIALIZED_VIEW);
}

void session_before(Lint *lint, const Operation *operation) {
    if (lint->session.source != operation->where.source) {
        lint->session = (LintSession){.source = operation->where.source};
    }
}

static void change_setting(LintSetting *setting, const Operation *operation) {
    bool is_set = !operation_has(operation, OPERATION_IS_RESET);
    if (operation_has(operation, OPERATION_IS_LOCAL)) {
        setting->is_set_locally = is_set;
    } else {
        setting->is_set = is_set;
    }
}

void session_after(Lint *lint, const Operation *operation) {
    LintSession *session = &lint->session;
    switch (operation->kind) {
        case OPERATION_BEGIN: session->is_in_transaction = true; break;
        case OPERATION_COMMIT:
            session->is_in_transaction = false;
            session->lock_timeout.is_set_locally = false;
            session->statement_timeout.is_set_locally = false;
            break;
        case OPERATION_SET:
            if (text_equal(operation->name, TEXT("lock_timeout"))) {
                change_setting(&session->lock_timeout, operation);
            } else if (text_equal(operation->name, TEXT("statement_timeout"))) {
                change_setting(&session->statement_timeout, operation);
            }
            break;
        default: break;
    }
}
