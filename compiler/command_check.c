/* Command check: the plan as a list of what differs, less what is known to. */
#include "compiler/command_check.h"

#include "compiler/baseline.h"
#include "compiler/input.h"
#include "compiler/output.h"

static const Location nowhere = {NULL, {0, 0}};

static size_t count_known(const ChangeList *changes) {
    size_t known = 0;
    for (size_t i = 0; i < changes->count; i++) {
        known += changes->items[i].is_known;
    }
    return known;
}

static Text summary(Arena *arena, const ChangeList *changes) {
    Builder out = builder_new(arena);
    for (size_t i = 0; i < changes->count; i++) {
        if (!changes->items[i].is_known) {
            builder_format(&out, "%s\n", emit_change_line(arena, &changes->items[i]));
        }
    }
    return builder_text(&out);
}

/* The migration closes everything that differs, known or not: half of it might not run. */
static Text report(Arena *arena, const Plan *plan, const ChangeList *changes, const TextList *gone,
                   const Options *options) {
    EmitOptions emit = output_options(arena, options);
    bool shows = options->wants_show && plan->groups.count != 0;
    Text migration = shows ? emit_migration(arena, plan, &emit) : TEXT_ABSENT;
    if (options->wants_json) {
        return emit_changes_json(arena, changes, gone, migration);
    }
    Text lines = options->is_quiet ? TEXT("") : summary(arena, changes);
    bool is_divided = shows && !text_is_empty(lines);
    return text_format(arena, "%s%s%s", lines, is_divided ? TEXT("\n") : TEXT(""), migration);
}

static ExitCode record(Arena *arena, const ChangeList *changes, const Options *options,
                       Diagnostics *diagnostics) {
    if (!baseline_write(arena, options->baseline, changes, diagnostics)) {
        return EXIT_TROUBLE;
    }
    diagnostic_add(diagnostics, DIAGNOSTIC_RECORDED, nowhere, "%s recorded in \"%s\"",
                   text_count(arena, changes->count, "difference"), options->baseline);
    return EXIT_DONE;
}

ExitCode command_check(Arena *arena, const Options *options, Diagnostics *diagnostics) {
    const Plan *plan = pipeline_plan(arena, options, diagnostics);
    if (plan == NULL) {
        return EXIT_TROUBLE;
    }
    ChangeList changes = emit_changes(arena, plan);
    TextList gone = {0};
    if (options->updates_baseline) {
        return record(arena, &changes, options, diagnostics);
    }
    if (!text_is_empty(options->baseline) &&
        !baseline_apply(arena, options->baseline, &changes, &gone, diagnostics)) {
        return EXIT_TROUBLE;
    }
    size_t known = count_known(&changes);
    if (known != 0) {
        diagnostic_add(diagnostics, DIAGNOSTIC_RECORDED, nowhere, "%s known from \"%s\"",
                       text_count(arena, known, "difference"), options->baseline);
    }
    if (!output_write_standard(report(arena, plan, &changes, &gone, options), diagnostics)) {
        return EXIT_TROUBLE;
    }
    return known < changes.count ? EXIT_DIFFERENT : EXIT_DONE;
}
