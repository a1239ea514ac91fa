/*
 * Pipeline: load both sides, diff, emit.
 */
#include "compiler/pipeline.h"

#include "compiler/input.h"
#include "compiler/output.h"
#include "diff/diff.h"
#include "emit/emit.h"
#include "parser/catalog.h"
#include "parser/parse.h"
#include "parser/probe.h"

static const Location nowhere = {NULL, {0, 0}};

/* Read a file, a folder or standard input.  Extension members of `known` help to resolve names. */
static Schema *load_sql(Arena *arena, Text name, const Schema *known, bool may_be_empty,
                        Diagnostics *diagnostics) {
    SourceList *sources = arena_new(arena, SourceList);
    if (!input_read(arena, name, sources, diagnostics)) {
        return NULL;
    }
    size_t length = 0;
    for (size_t i = 0; i < sources->count; i++) {
        length += text_trim(sources->items[i].text).length;
    }
    if (length == 0 && !may_be_empty) {
        diagnostic_add(diagnostics, DIAGNOSTIC_EMPTY_SOURCE, nowhere, "\"%s\" is empty", name);
        diagnostic_hint(diagnostics, TEXT("With --strict an empty schema means that nothing shall "
                                          "be there."));
        return NULL;
    }
    Schema *schema = schema_new(arena);
    if (known != NULL) {
        schema->externals = known->externals;
        schema->server_version = known->server_version;
        schema->current_role = known->current_role;
    }
    return parse_sources(schema, sources, diagnostics) ? schema : NULL;
}

/* Where one side of a comparison comes from. */
typedef struct Side {
    Text name; /* connection string when is_database; it may hold a password */
    bool is_database;
    bool may_be_empty;
} Side;

static Side side_of(Text name, bool may_be_empty) {
    return (Side){name, input_is_database(name), may_be_empty};
}

/* What is there: --db URL, or --from SOURCE. */
static Side side_there(const Options *options) {
    return options->has_database ? (Side){options->database, true, true}
                                 : side_of(options->from, true);
}

static Schema *load(Arena *arena, Side side, const Schema *known, Diagnostics *diagnostics) {
    Schema *schema = side.is_database
                         ? catalog_read(arena, side.name, arena_new(arena, Source), diagnostics)
                         : load_sql(arena, side.name, known, side.may_be_empty, diagnostics);
    if (schema != NULL) {
        schema_finish(schema);
    }
    return schema;
}

static void report_unsupported(const Schema *schema, Diagnostics *diagnostics) {
    for (size_t i = 0; i < schema->unsupported.count; i++) {
        const Unsupported *met = &schema->unsupported.items[i];
        diagnostic_add(diagnostics, DIAGNOSTIC_UNSUPPORTED, met->where, "%s cannot be compared yet",
                       met->what);
        if (!diagnostics->ignores_unsupported) {
            diagnostic_hint(diagnostics, TEXT("--ignore-unsupported goes on without it."));
        }
    }
}

static void say_loaded(Arena *arena, const Options *options, const char *which,
                       const Schema *schema, Diagnostics *diagnostics) {
    if (options->is_verbose) {
        diagnostic_add(diagnostics, DIAGNOSTIC_PROGRESS, nowhere, "read %s: %s objects",
                       text_from_string(which),
                       text_from_integer(arena, (int64_t)schema->all.count));
    }
}

static void say_planned(Arena *arena, const Options *options, const Plan *plan,
                        Diagnostics *diagnostics) {
    size_t steps = 0;
    for (size_t i = 0; i < plan->groups.count; i++) {
        steps += plan->groups.items[i].steps.count;
    }
    if (options->is_verbose) {
        diagnostic_add(diagnostics, DIAGNOSTIC_PROGRESS, nowhere, "planned %s steps in %s files",
                       text_from_integer(arena, (int64_t)steps),
                       text_from_integer(arena, (int64_t)plan->groups.count));
    }
}

static DiffOptions diff_options(const Options *options) {
    return (DiffOptions){
        .is_strict = options->is_strict,
        .no_owner = options->no_owner,
        .no_privileges = options->no_privileges,
        .no_comments = options->no_comments,
        .no_concurrently = options->no_concurrently,
        .is_dump = options->command == COMMAND_DUMP,
        .schemas = &options->schemas,
        .excluded_schemas = &options->excluded_schemas,
        .tables = &options->tables,
        .excluded_tables = &options->excluded_tables,
    };
}

/* Both sides, then the plan between them; NULL after an error. */
static Plan *plan_between(Arena *arena, const Options *options, Diagnostics *diagnostics) {
    Side there = side_there(options);
    Side wanted = side_of(options->sources.items[0], options->is_strict);
    Schema *old = load(arena, there, NULL, diagnostics);
    Schema *new = load(arena, wanted, old, diagnostics);
    if (old == NULL || new == NULL) {
        return NULL;
    }
    say_loaded(arena, options, "what is there", old, diagnostics);
    say_loaded(arena, options, "the desired schema", new, diagnostics);
    if (there.is_database && !wanted.is_database && !options->no_probe) {
        probe_definitions(arena, there.name, old, new, diagnostics);
    }
    report_unsupported(old, diagnostics);
    report_unsupported(new, diagnostics);
    if (diagnostics->error_count != 0) {
        return NULL;
    }
    DiffOptions how = diff_options(options);
    Plan *plan = diff_schemas(arena, old, new, &how, diagnostics);
    if (plan == NULL || diagnostics->error_count != 0) {
        return NULL;
    }
    say_planned(arena, options, plan, diagnostics);
    return plan;
}

static ExitCode run_diff(Arena *arena, const Options *options, Diagnostics *diagnostics) {
    const Plan *plan = plan_between(arena, options, diagnostics);
    if (plan == NULL) {
        return EXIT_TROUBLE;
    }
    EmitOptions emit = {.first_number = 1, .name = options->name};
    if (!text_is_empty(options->output)) {
        ExitCode code = output_plan(arena, plan, options, &emit, diagnostics);
        if (code != EXIT_DONE) {
            return code;
        }
    } else {
        Text text = options->wants_rollback ? emit_rollback(arena, plan, &emit)
                                            : emit_migration(arena, plan, &emit);
        if (!output_write_standard(text, diagnostics)) {
            return EXIT_TROUBLE;
        }
    }
    return options->wants_exit_code && plan->groups.count != 0 ? EXIT_DIFFERENT : EXIT_DONE;
}

static ExitCode run_check(Arena *arena, const Options *options, Diagnostics *diagnostics) {
    const Plan *plan = plan_between(arena, options, diagnostics);
    if (plan == NULL) {
        return EXIT_TROUBLE;
    }
    if (plan->groups.count == 0) {
        return EXIT_DONE;
    }
    Text summary = options->is_quiet ? TEXT("") : emit_summary(arena, plan);
    return output_write_standard(summary, diagnostics) ? EXIT_DIFFERENT : EXIT_TROUBLE;
}

static ExitCode run_dump(Arena *arena, const Options *options, Diagnostics *diagnostics) {
    Side source =
        options->has_database ? side_there(options) : side_of(options->sources.items[0], false);
    Schema *schema = load(arena, source, NULL, diagnostics);
    if (schema == NULL) {
        return EXIT_TROUBLE;
    }
    report_unsupported(schema, diagnostics);
    if (diagnostics->error_count != 0) {
        return EXIT_TROUBLE;
    }
    Schema *nothing = schema_new(arena);
    schema_finish(nothing);
    nothing->server_version = schema->server_version;
    DiffOptions wanted = diff_options(options);
    const Plan *plan = diff_schemas(arena, nothing, schema, &wanted, diagnostics);
    if (plan == NULL || diagnostics->error_count != 0) {
        return EXIT_TROUBLE;
    }
    return output_write_standard(emit_dump(arena, plan), diagnostics) ? EXIT_DONE : EXIT_TROUBLE;
}

ExitCode pipeline_run(Arena *arena, const Options *options, Diagnostics *diagnostics) {
    static ExitCode (*const runs[])(Arena *, const Options *, Diagnostics *) = {
        [COMMAND_DIFF] = run_diff, [COMMAND_CHECK] = run_check, [COMMAND_DUMP] = run_dump};
    diagnostics->ignores_unsupported = options->ignores_unsupported;
    return runs[options->command](arena, options, diagnostics);
}
