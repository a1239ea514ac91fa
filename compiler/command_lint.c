/*
 * Command lint: reads what is to be looked at, runs the rules, prints the findings.
 *
 * The findings are the product and go to standard output; what keeps lint from reading its input
 * goes to standard error as everywhere.
 */
#include "compiler/command_lint.h"

#include "compiler/input.h"
#include "compiler/load.h"
#include "compiler/options_check.h"
#include "lint/lint.h"
#include "lint/report.h"
#include "parser/operations.h"
#include "parser/parse.h"

static const Location nowhere = {NULL, {0, 0}};

static bool select_rules(LintOptions *lint, const TextList *ids, bool is_on,
                         Diagnostics *diagnostics) {
    for (size_t i = 0; i < ids->count; i++) {
        if (!is_on && text_equal(ids->items[i], TEXT("all"))) {
            continue; /* before --rule had its say */
        }
        if (!lint_select(lint, ids->items[i], is_on)) {
            diagnostic_add(diagnostics, DIAGNOSTIC_UNKNOWN_RULE, nowhere, "there is no rule \"%s\"",
                           ids->items[i]);
            diagnostic_hint(diagnostics, TEXT("schemac lint --list-rules names them all."));
            return false;
        }
    }
    return true;
}

/* "--no-rule all --rule X" is X alone, in whatever order it is written. */
static bool lint_options(const Options *options, LintOptions *lint, Diagnostics *diagnostics) {
    *lint = lint_default_options();
    if (text_list_contains(&options->no_rules, TEXT("all"))) {
        lint_select(lint, TEXT("all"), false);
    }
    lint->server_version = options_server_version(options);
    for (size_t i = 0; i < options->name_patterns.count; i++) {
        if (!lint_set_pattern(lint, options->name_patterns.items[i])) {
            diagnostic_add(diagnostics, DIAGNOSTIC_USAGE, nowhere, "\"%s\" is no pattern of names",
                           options->name_patterns.items[i]);
            diagnostic_hint(diagnostics, TEXT("For example: --name-pattern "
                                              "idx=idx_{table}_{columns}; likewise pkey, key, "
                                              "excl, fkey, check."));
            return false;
        }
    }
    return select_rules(lint, &options->rules, true, diagnostics) &&
           select_rules(lint, &options->no_rules, false, diagnostics);
}

static bool read_sources(Arena *arena, const Options *options, SourceList *sources,
                         Diagnostics *diagnostics) {
    for (size_t i = 0; i < options->sources.count; i++) {
        if (!input_read(arena, options->sources.items[i], sources, diagnostics)) {
            return false;
        }
    }
    return true;
}

/*
 * Sources over a schema that is there, or a folder of migrations, which starts from nothing.  The
 * desired schema of schemac.ini is never one, whatever database stands beside it there.
 */
static bool is_migration(const Options *options, const SourceList *sources) {
    bool has_before = options->has_database || !text_is_absent(options->from);
    bool is_desired = options->sources.count == 1 && !text_is_absent(options->desired) &&
                      options->sources.items[0].data == options->desired.data;
    return options->sources.count != 0 && ((has_before && !is_desired) || sources->is_history);
}

/* What the migration starts from. */
static Schema *read_before(Arena *arena, const Options *options, Diagnostics *diagnostics) {
    bool has_before = options->has_database || !text_is_absent(options->from);
    return has_before ? load_unfinished(arena, load_side_there(options), NULL, diagnostics)
                      : schema_new(arena);
}

/* What the sources lead to, or the live database; `operations` NULL: they are no migration. */
static Schema *read_schema(Arena *arena, const Options *options, const SourceList *sources,
                           OperationList *operations, Diagnostics *diagnostics) {
    if (options->sources.count == 0) {
        return load_schema(arena, load_side_there(options), NULL, diagnostics);
    }
    Schema *schema =
        operations != NULL ? read_before(arena, options, diagnostics) : schema_new(arena);
    if (schema == NULL ||
        !(operations != NULL ? operations_read(schema, sources, operations, diagnostics)
                             : parse_sources(schema, sources, diagnostics))) {
        return NULL;
    }
    schema_finish(schema);
    return schema;
}

static ExitCode print_findings(Arena *arena, const Options *options, const Diagnostics *findings,
                               Diagnostics *diagnostics) {
    if (options->wants_json || options->wants_sarif) {
        Text report =
            options->wants_json ? report_json(arena, findings) : report_sarif(arena, findings);
        if (!output_write_standard(report, diagnostics)) {
            return EXIT_TROUBLE;
        }
    } else {
        diagnostic_print(findings, stdout, false);
    }
    return findings->count == 0 ? EXIT_DONE : EXIT_DIFFERENT;
}

ExitCode command_lint(Arena *arena, const Options *options, Diagnostics *diagnostics) {
    LintOptions lint;
    SourceList *sources = arena_new(arena, SourceList);
    if (!lint_options(options, &lint, diagnostics)) {
        return EXIT_TROUBLE;
    }
    if (options->wants_list) {
        bool is_written = output_write_standard(lint_list(arena, &lint), diagnostics);
        return is_written ? EXIT_DONE : EXIT_TROUBLE;
    }
    if (!read_sources(arena, options, sources, diagnostics)) {
        return EXIT_TROUBLE;
    }
    OperationList recorded = {0};
    OperationList *operations = is_migration(options, sources) ? &recorded : NULL;
    Schema *schema = read_schema(arena, options, sources, operations, diagnostics);
    if (schema == NULL) {
        return EXIT_TROUBLE;
    }
    diagnostics->ignores_unsupported = true; /* what is not modelled is only not looked at */
    load_report_unsupported(schema, diagnostics);
    if (lint.server_version == 0) {
        lint.server_version = schema->server_version;
    }
    Diagnostics findings =
        operations != NULL ? lint_migration(arena, schema, operations, sources, &lint, diagnostics)
                           : lint_schema(arena, schema, sources, &lint, diagnostics);
    return diagnostics->error_count != 0 ? EXIT_TROUBLE
                                         : print_findings(arena, options, &findings, diagnostics);
}
