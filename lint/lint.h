/*
 * Lint: rules over a schema, and over the operations of a migration -> findings.
 *
 * A finding is a Diagnostic whose `rule` is the rule's id.  Knows the model and what parser/ hands
 * over of a migration; knows nothing of diff/ and emit/.
 */
#ifndef SCHEMAC_LINT_H
#define SCHEMAC_LINT_H

#include "compiler/diagnostic.h"
#include "compiler/schema.h"

#include "lint/rules.h"
#include "parser/operations.h"

typedef enum LintRule {
#define X(identifier, id, subject, level, state, reason) LINT_##identifier,
    LINT_RULES(X)
#undef X
        LINT_RULE_COUNT
} LintRule;

typedef struct LintRuleFacts {
    const char *id;
    Severity level;
    bool is_default;      /* on unless turned off */
    bool is_of_migration; /* looks at operations, not at objects */
    const char *reason;
} LintRuleFacts;

extern const LintRuleFacts lint_rule_facts[LINT_RULE_COUNT];

/* What follows in the name of a constraint or index; the default is {table}_{columns}_{suffix}. */
typedef enum LintSuffix {
    LINT_PKEY,
    LINT_KEY,
    LINT_EXCL,
    LINT_IDX,
    LINT_FKEY,
    LINT_CHECK,
    LINT_SUFFIX_COUNT,
} LintSuffix;

typedef struct LintOptions {
    bool is_on[LINT_RULE_COUNT];
    Text patterns[LINT_SUFFIX_COUNT]; /* "idx_{table}_{columns}" */
    int server_version;               /* 150004; 0 = not known */
} LintOptions;

/* The rules that are on by default, and PostgreSQL's own patterns. */
LintOptions lint_default_options(void);
/* "foreign-key-index", or "all"; false when there is no such rule. */
bool lint_select(LintOptions *options, Text id, bool is_on);
/* "idx=idx_{table}_{columns}"; false when there is no such kind. */
bool lint_set_pattern(LintOptions *options, Text pattern);

/*
 * Every finding of the rules that are on, in the order of the sources, without those that an inline
 * "-- schemac: allow rule-id" pardons; unknown rules in such comments go to `diagnostics`.
 */
Diagnostics lint_schema(Arena *arena, const Schema *schema, const SourceList *sources,
                        const LintOptions *options, Diagnostics *diagnostics);

/*
 * The same for a migration: its operations, and the objects of `schema`, which it has led to, that
 * stand in the sources.
 */
Diagnostics lint_migration(Arena *arena, const Schema *schema, const OperationList *operations,
                           const SourceList *sources, const LintOptions *options,
                           Diagnostics *diagnostics);

/* What --list-rules prints. */
Text lint_list(Arena *arena, const LintOptions *options);

#endif
