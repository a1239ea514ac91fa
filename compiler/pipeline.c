/*
 * Pipeline: load both sides, diff, emit.
 */
#include "compiler/pipeline.h"

#include "compiler/command_check.h"
#include "compiler/command_completion.h"
#include "compiler/command_config.h"
#include "compiler/command_lint.h"
#include "compiler/command_prune.h"
#include "compiler/command_rollback.h"
#include "compiler/input.h"
#include "compiler/load.h"
#include "compiler/output.h"
#include "diff/diff.h"
#include "emit/emit.h"
#include "parser/hint.h"
#include "parser/probe.h"
#include "parser/typed_pairs.h"

static const Location nowhere = {NULL, {0, 0}};

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

/* Texts that differ, of which SQL alone does not tell whether PostgreSQL would store them alike. */
static void say_in_doubt(const ObjectList *in_doubt, Diagnostics *diagnostics) {
    enum { NAMED = 3 };
    TextList names = {0};
    for (size_t i = 0; i < in_doubt->count && i < NAMED; i++) {
        list_push(diagnostics->arena, &names,
                  object_describe(diagnostics->arena, in_doubt->items[i]));
    }
    if (in_doubt->count > NAMED) {
        size_t others = in_doubt->count - NAMED;
        list_push(diagnostics->arena, &names,
                  text_format(diagnostics->arena, "%s more",
                              text_from_integer(diagnostics->arena, (int64_t)others)));
    }
    if (in_doubt->count != 0) {
        diagnostic_append(
            diagnostics, DIAGNOSTIC_UNDECIDED, nowhere,
            text_format(diagnostics->arena,
                        "spelled differently, so counted as different, and perhaps the same: %s",
                        text_join(diagnostics->arena, &names, TEXT(", "))),
            TEXT("They use operators or functions whose types SQL alone does not tell, or literals "
                 "that a server's settings spell. Compared with a database (--db), the server "
                 "settles "
                 "it."));
    }
}

static void say_compared(Arena *arena, const Options *options, size_t spelled, size_t typed,
                         size_t asked, Diagnostics *diagnostics) {
    if (options->is_verbose && spelled != 0) {
        diagnostic_add(diagnostics, DIAGNOSTIC_PROGRESS, nowhere,
                       "definitions spelled differently: %s; with types written out: %s; "
                       "after asking the server: %s",
                       text_from_integer(arena, (int64_t)spelled),
                       text_from_integer(arena, (int64_t)typed),
                       text_from_integer(arena, (int64_t)asked));
    }
}

Plan *pipeline_plan(Arena *arena, const Options *options, Diagnostics *diagnostics) {
    Side there = load_side_there(options);
    Side wanted = load_side(options, options->sources.items[0], options->is_strict);
    Schema *old = load_schema(arena, there, NULL, diagnostics);
    Schema *new = load_schema(arena, wanted, old, diagnostics);
    if (old == NULL || new == NULL) {
        return NULL;
    }
    say_loaded(arena, options, "what is there", old, diagnostics);
    say_loaded(arena, options, "the desired schema", new, diagnostics);
    size_t spelled = typed_pairs_count(old, new);
    ObjectList in_doubt = typed_pairs_settle(arena, old, new);
    size_t typed = typed_pairs_count(old, new);
    if (there.is_database && !wanted.is_database && !options->no_probe) {
        probe_definitions(arena, there.name, old, new, diagnostics);
    } else {
        say_in_doubt(&in_doubt, diagnostics);
    }
    say_compared(arena, options, spelled, typed, typed_pairs_count(old, new), diagnostics);
    hint_rename(old, new, diagnostics);
    if (old->renames.count != 0) { /* what met its other side only now */
        typed_pairs_settle(arena, old, new);
    }
    load_report_unsupported(old, diagnostics);
    load_report_unsupported(new, diagnostics);
    if (diagnostics->error_count != 0) {
        return NULL;
    }
    DiffOptions how = load_diff_options(options);
    Plan *plan = diff_schemas(arena, old, new, &how, diagnostics);
    if (plan == NULL || diagnostics->error_count != 0) {
        return NULL;
    }
    if (options->keeps_dropped) {
        plan_keep_dropped(plan);
    }
    say_planned(arena, options, plan, diagnostics);
    return plan;
}

static ExitCode run_diff(Arena *arena, const Options *options, Diagnostics *diagnostics) {
    const Plan *plan = pipeline_plan(arena, options, diagnostics);
    if (plan == NULL) {
        return EXIT_TROUBLE;
    }
    EmitOptions emit = output_options(arena, options);
    bool is_written = !text_is_empty(options->output);
    if (is_written) {
        ExitCode code = output_plan(arena, plan, options, &emit, diagnostics);
        if (code != EXIT_DONE) {
            return code;
        }
    } else if (!output_document(arena, plan, options, &emit, diagnostics)) {
        return EXIT_TROUBLE;
    }
    if (!is_written || options->wants_json) {
        Text text = options->wants_json       ? emit_json(arena, plan, &emit)
                    : options->wants_rollback ? emit_rollback(arena, plan, &emit)
                                              : emit_migration(arena, plan, &emit);
        if (!output_write_standard(text, diagnostics)) {
            return EXIT_TROUBLE;
        }
    }
    return options->wants_exit_code && plan->groups.count != 0 ? EXIT_DIFFERENT : EXIT_DONE;
}

static ExitCode run_dump(Arena *arena, const Options *options, Diagnostics *diagnostics) {
    Side source = options->has_database ? load_side_there(options)
                                        : load_side(options, options->sources.items[0], false);
    Schema *schema = load_schema(arena, source, NULL, diagnostics);
    if (schema == NULL) {
        return EXIT_TROUBLE;
    }
    load_report_unsupported(schema, diagnostics);
    if (diagnostics->error_count != 0) {
        return EXIT_TROUBLE;
    }
    Schema *nothing = schema_new(arena);
    schema_finish(nothing);
    nothing->server_version = schema->server_version;
    DiffOptions wanted = load_diff_options(options);
    const Plan *plan = diff_schemas(arena, nothing, schema, &wanted, diagnostics);
    if (plan == NULL || diagnostics->error_count != 0) {
        return EXIT_TROUBLE;
    }
    return output_write_standard(emit_dump(arena, plan), diagnostics) ? EXIT_DONE : EXIT_TROUBLE;
}

ExitCode pipeline_run(Arena *arena, const Options *options, Diagnostics *diagnostics) {
    static ExitCode (*const runs[])(Arena *, const Options *,
                                    Diagnostics *) = {[COMMAND_DIFF] = run_diff,
                                                      [COMMAND_CHECK] = command_check,
                                                      [COMMAND_DUMP] = run_dump,
                                                      [COMMAND_LINT] = command_lint,
                                                      [COMMAND_ROLLBACK] = command_rollback,
                                                      [COMMAND_CONFIG] = command_config,
                                                      [COMMAND_PRUNE] = command_prune,
                                                      [COMMAND_COMPLETION] = command_completion};
    diagnostics->ignores_unsupported = options->ignores_unsupported;
    diagnostics->is_verbose = options->is_verbose;
    return runs[options->command](arena, options, diagnostics);
}
