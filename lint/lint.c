/*
 * Lint: runs the rules that are on, and keeps what no comment allows.
 */
#include "lint/lint.h"

#include "lint/allow.h"
#include "lint/rule.h"

enum { ON = true, OFF = false };
enum { IS_OBJECT = false, IS_OPERATION = true };

const LintRuleFacts lint_rule_facts[LINT_RULE_COUNT] = {
#define X(identifier, id, subject, level, state, reason) \
    [LINT_##identifier] = {id, SEVERITY_##level, state, IS_##subject, reason},
    LINT_RULES(X)
#undef X
};

typedef void ObjectRule(Lint *lint, const Object *object);

/* NULL: a rule of operations. */
static ObjectRule *const object_rules[LINT_RULE_COUNT] = {
#define RULE_OBJECT(identifier) rule_##identifier
#define RULE_OPERATION(identifier) NULL
#define X(identifier, id, subject, level, state, reason) \
    [LINT_##identifier] = RULE_##subject(identifier),
    LINT_RULES(X)
#undef X
};

typedef void OperationRule(Lint *lint, const Operation *operation);

/* NULL: a rule of objects. */
static OperationRule *const operation_rules[LINT_RULE_COUNT] = {
#undef RULE_OBJECT
#undef RULE_OPERATION
#define RULE_OBJECT(identifier) NULL
#define RULE_OPERATION(identifier) rule_##identifier
#define X(identifier, id, subject, level, state, reason) \
    [LINT_##identifier] = RULE_##subject(identifier),
    LINT_RULES(X)
#undef X
};

typedef struct SuffixFacts {
    const char *word, *pattern;
} SuffixFacts;

/* What PostgreSQL itself would choose; a primary key may name its columns too. */
static const SuffixFacts suffix_facts[LINT_SUFFIX_COUNT] = {
    [LINT_PKEY] = {"pkey", "{table}_pkey|{table}_{columns}_pkey"},
    [LINT_KEY] = {"key", "{table}_{columns}_key"},
    [LINT_EXCL] = {"excl", "{table}_{columns}_excl"},
    [LINT_IDX] = {"idx", "{table}_{columns}_idx"},
    [LINT_FKEY] = {"fkey", "{table}_{columns}_fkey"},
    [LINT_CHECK] = {"check", "{table}_check|{table}_{columns}_check"},
};

LintOptions lint_default_options(void) {
    LintOptions options = {0};
    for (int i = 0; i < LINT_RULE_COUNT; i++) {
        options.is_on[i] = lint_rule_facts[i].is_default;
    }
    for (int i = 0; i < LINT_SUFFIX_COUNT; i++) {
        options.patterns[i] = text_from_string(suffix_facts[i].pattern);
    }
    return options;
}

bool lint_select(LintOptions *options, Text id, bool is_on) {
    bool is_all = text_equal(id, TEXT("all")), is_found = is_all;
    for (int i = 0; i < LINT_RULE_COUNT; i++) {
        if (is_all || text_equal(id, text_from_string(lint_rule_facts[i].id))) {
            options->is_on[i] = is_on;
            is_found = true;
        }
    }
    return is_found;
}

bool lint_set_pattern(LintOptions *options, Text pattern) {
    for (int i = 0; i < LINT_SUFFIX_COUNT; i++) {
        Text word = text_from_string(suffix_facts[i].word);
        if (text_starts_with(pattern, word) && pattern.length > word.length + 1 &&
            pattern.data[word.length] == '=') {
            options->patterns[i] = text_slice(pattern, word.length + 1, pattern.length);
            return true;
        }
    }
    return false;
}

void lint_add(Lint *lint, Location where, Text message) {
    const LintRuleFacts *facts = &lint_rule_facts[lint->rule];
    diagnostic_append(lint->findings, DIAGNOSTIC_FINDING, where, message,
                      text_from_string(facts->reason));
    Diagnostic *finding = &lint->findings->items[lint->findings->count - 1];
    finding->severity = facts->level;
    finding->rule = text_from_string(facts->id);
}

static bool is_in(const SourceList *sources, Location where) {
    return where.source >= sources->items && where.source < sources->items + sources->count;
}

/* Children are in schema->all too: parents, then kinds, as the keys order them. */
static void look_at_objects(Lint *lint, const SourceList *sources, bool only_sources) {
    for (size_t i = 0; i < lint->schema->all.count; i++) {
        const Object *object = lint->schema->all.items[i];
        if (only_sources && !is_in(sources, object->where)) {
            continue;
        }
        for (int rule = 0; rule < LINT_RULE_COUNT; rule++) {
            if (lint->options->is_on[rule] && object_rules[rule] != NULL) {
                lint->rule = (LintRule)rule;
                object_rules[rule](lint, object);
            }
        }
    }
}

static Diagnostics without_allowed(Arena *arena, Diagnostics findings, AllowanceList *allowed) {
    Diagnostics kept = {.arena = arena};
    for (size_t i = 0; i < findings.count; i++) {
        if (!allow_covers(allowed, &findings.items[i])) {
            list_push(arena, &kept, findings.items[i]);
        }
    }
    diagnostic_sort(&kept);
    return kept;
}

Diagnostics lint_schema(Arena *arena, const Schema *schema, const SourceList *sources,
                        const LintOptions *options, Diagnostics *diagnostics) {
    Diagnostics findings = {.arena = arena};
    Lint lint = {.arena = arena, .schema = schema, .options = options, .findings = &findings};
    look_at_objects(&lint, sources, false);
    AllowanceList allowed = allow_read(sources, diagnostics);
    return without_allowed(arena, findings, &allowed);
}

static void look_at_operations(Lint *lint) {
    for (size_t i = 0; i < lint->operations->count; i++) {
        const Operation *operation = &lint->operations->items[i];
        session_before(lint, operation);
        for (int rule = 0; rule < LINT_RULE_COUNT; rule++) {
            if (lint->options->is_on[rule] && operation_rules[rule] != NULL) {
                lint->rule = (LintRule)rule;
                operation_rules[rule](lint, operation);
            }
        }
        session_after(lint, operation);
    }
}

Diagnostics lint_migration(Arena *arena, const Schema *schema, const OperationList *operations,
                           const SourceList *sources, const LintOptions *options,
                           Diagnostics *diagnostics) {
    Diagnostics findings = {.arena = arena};
    Lint lint = {.arena = arena,
                 .schema = schema,
                 .options = options,
                 .findings = &findings,
                 .operations = operations};
    look_at_operations(&lint);
    look_at_objects(&lint, sources, true);
    AllowanceList allowed = allow_read(sources, diagnostics);
    return without_allowed(arena, findings, &allowed);
}

static const char *const level_words[] = {
    [SEVERITY_ERROR] = "error", [SEVERITY_WARNING] = "warning", [SEVERITY_NOTE] = "note"};

Text lint_list(Arena *arena, const LintOptions *options) {
    Builder out = builder_new(arena);
    for (int i = 0; i < LINT_RULE_COUNT; i++) {
        const LintRuleFacts *facts = &lint_rule_facts[i];
        builder_format(&out, "%s (%s, %s%s)\n    %s\n", text_from_string(facts->id),
                       text_from_string(level_words[facts->level]),
                       options->is_on[i] ? TEXT("on") : TEXT("off"),
                       facts->is_of_migration ? TEXT(", migrations") : TEXT(""),
                       text_from_string(facts->reason));
    }
    return builder_text(&out);
}
