/*
 * Rule (internal): what the functions of rule_*.c share.
 */
#ifndef SCHEMAC_RULE_H
#define SCHEMAC_RULE_H

#include "lint/lint.h"

typedef struct Lint {
    Arena *arena;
    const Schema *schema;
    const LintOptions *options;
    Diagnostics *findings;
    LintRule rule; /* the one that is running */
} Lint;

/* A finding of the running rule; the rule's reason is its hint. */
#define lint_find(lint, where, template, ...) \
    lint_add((lint), (where), text_format((lint)->arena, (template), __VA_ARGS__))
void lint_add(Lint *lint, Location where, Text message);

struct Operation;

#define LINT_FUNCTION_OBJECT(identifier) void rule_##identifier(Lint *lint, const Object *object);
#define LINT_FUNCTION_OPERATION(identifier) \
    void rule_##identifier(Lint *lint, const struct Operation *operation);
#define X(identifier, id, subject, level, state, reason) LINT_FUNCTION_##subject(identifier)
LINT_RULES(X)
#undef X

#endif
