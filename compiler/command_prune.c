/*
 * Command prune: everything in the schema of kept copies goes, and so does the schema.
 */
#include "compiler/command_prune.h"

#include "compiler/input.h"
#include "compiler/load.h"
#include "compiler/output.h"
#include "diff/diff.h"
#include "emit/emit.h"

ExitCode command_prune(Arena *arena, const Options *options, Diagnostics *diagnostics) {
    Schema *old = load_schema(arena, load_side_there(options), NULL, diagnostics);
    if (old == NULL) {
        return EXIT_TROUBLE;
    }
    Schema *nothing = schema_new(arena);
    schema_finish(nothing);
    nothing->server_version = old->server_version;
    TextList kept = {0};
    list_push(arena, &kept, TEXT("schemac_kept"));
    DiffOptions how = load_diff_options(options);
    how.is_strict = how.sees_kept = true;
    how.schemas = &kept;
    const Plan *plan = diff_schemas(arena, old, nothing, &how, diagnostics);
    if (plan == NULL || diagnostics->error_count != 0) {
        return EXIT_TROUBLE;
    }
    EmitOptions emit = output_options(arena, options);
    if (!text_is_empty(options->output)) {
        return output_plan(arena, plan, options, &emit, diagnostics);
    }
    return output_write_standard(emit_migration(arena, plan, &emit), diagnostics) ? EXIT_DONE
                                                                                  : EXIT_TROUBLE;
}
