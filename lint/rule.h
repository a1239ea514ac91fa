/*
 * Rule (internal): what the functions of rule_*.c share.
 */
#ifndef SCHEMAC_RULE_H
#define SCHEMAC_RULE_H

#include "lint/lint.h"
#include "parser/operations.h"

/* SET lasts for the file, SET LOCAL until COMMIT. */
typedef struct LintSetting {
    bool is_set, is_set_locally;
    bool is_told; /* that it is missing: once a file */
} LintSetting;

/* Where the file stands when an operation runs. */
typedef struct LintSession {
    const Source *source;
    bool is_in_transaction;
    LintSetting lock_timeout, statement_timeout;
} LintSession;

typedef struct Lint {
    Arena *arena;
    const Schema *schema;
    const LintOptions *options;
    Diagnostics *findings;
    const OperationList *operations; /* of a migration; else NULL */
    LintSession session;
    LintRule rule; /* the one that is running */
} Lint;

/* A finding of the running rule; the rule's reason is its hint. */
#define lint_find(lint, where, template, ...) \
    lint_add((lint), (where), text_format((lint)->arena, (template), __VA_ARGS__))
void lint_add(Lint *lint, Location where, Text message);

/* session.c */
void session_before(Lint *lint, const Operation *operation);
void session_after(Lint *lint, const Operation *operation);
/* It keeps others from writing, or even reading, a table that was there before the file. */
bool operation_blocks(const Operation *operation);
bool operation_has(const Operation *operation, unsigned flags); /* all of them */
bool operation_is_on_old(
    const Operation *operation); /* a relation that was there before the file */

#define LINT_FUNCTION_OBJECT(identifier) void rule_##identifier(Lint *lint, const Object *object);
#define LINT_FUNCTION_OPERATION(identifier) \
    void rule_##identifier(Lint *lint, const Operation *operation);
#define X(identifier, id, subject, level, state, reason) LINT_FUNCTION_##subject(identifier)
LINT_RULES(X)
#undef X

#endif
