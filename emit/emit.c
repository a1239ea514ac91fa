/*
 * Emit: a plan -> scripts, one text, a dump, summaries.
 */
#include "emit/emit.h"

#include "emit/describe.h"
#include "emit/layout.h"
#include "emit/runner_file.h"
#include "emit/script.h"
#include "emit/spell.h"

static Text description_at(Arena *arena, const Plan *plan, const EmitOptions *options, size_t i) {
    Text wanted = plan->groups.count == 1 ? layout_slug(arena, options->name) : TEXT("");
    return text_is_empty(wanted) ? describe_group_name(arena, &plan->groups.items[i])
                                 : text_slice(wanted, 0, 63);
}

static ScriptPair pair_at(const Plan *plan, const EmitOptions *options, size_t i) {
    return (ScriptPair){.plan = plan,
                        .up = &plan->groups.items[i],
                        .down = &plan->rollback.items[i],
                        .runner = options->runner};
}

/* Rollbacks count down from 999, so that they sort in the order in which they run. */
static void name_pair(Arena *arena, ScriptPair *pair, Text version, Text description) {
    pair->up_name = text_format(arena, "%s_%s.sql", version, description);
    pair->down_name =
        text_format(arena, "%s_rollback_%s", runner_mirror(arena, version), pair->up_name);
}

static ScriptList write_scripts(Arena *arena, const Plan *plan, const EmitOptions *options,
                                bool is_rollback) {
    ScriptList scripts = {0};
    Text version = options->first_version;
    for (size_t i = 0; i < plan->groups.count; i++) {
        ScriptPair pair = pair_at(plan, options, i);
        name_pair(arena, &pair, version, description_at(arena, plan, options, i));
        Script script = {script_name(&pair, is_rollback), script_text(arena, &pair, is_rollback)};
        list_push(arena, &scripts, script);
        version = runner_next_version(arena, version);
    }
    return scripts;
}

static void add_below(Arena *arena, ScriptList *files, Text folder, const ScriptList *scripts) {
    for (size_t i = 0; i < scripts->count; i++) {
        Script file = scripts->items[i];
        file.name = text_format(arena, "%s/%s", folder, file.name);
        list_push(arena, files, file);
    }
}

ScriptList emit_files(Arena *arena, const Plan *plan, const EmitOptions *options) {
    ScriptList files = {0};
    Text version = options->first_version;
    if (options->runner->id == RUNNER_NONE) {
        ScriptList scripts = emit_scripts(arena, plan, options);
        ScriptList rollbacks = emit_rollback_scripts(arena, plan, options);
        add_below(arena, &files, TEXT("scripts"), &scripts);
        add_below(arena, &files, TEXT("rollback-scripts"), &rollbacks);
        return files;
    }
    for (size_t i = 0; i < plan->groups.count; i++) {
        ScriptPair pair = pair_at(plan, options, i);
        Text description = description_at(arena, plan, options, i);
        runner_files_add(arena, &pair, description, &version, &files);
    }
    return files;
}

Text emit_unfit_line(Arena *arena, const Plan *plan, const EmitOptions *options) {
    for (size_t i = 0; i < plan->groups.count && options->runner->mark != NULL; i++) {
        ScriptPair pair = pair_at(plan, options, i);
        for (int is_rollback = 0; is_rollback < 2; is_rollback++) {
            Text line =
                runner_unfit_line(options->runner, script_text(arena, &pair, is_rollback != 0));
            if (!text_is_absent(line)) {
                return line;
            }
        }
    }
    return TEXT_ABSENT;
}

ScriptList emit_scripts(Arena *arena, const Plan *plan, const EmitOptions *options) {
    return write_scripts(arena, plan, options, false);
}

ScriptList emit_rollback_scripts(Arena *arena, const Plan *plan, const EmitOptions *options) {
    return write_scripts(arena, plan, options, true);
}

Text emit_migration(Arena *arena, const Plan *plan, const EmitOptions *options) {
    ScriptList scripts = emit_scripts(arena, plan, options);
    Builder out = builder_new(arena);
    for (size_t i = 0; i < scripts.count; i++) {
        builder_add(&out, i == 0 ? TEXT("") : TEXT("\n\n"));
        builder_add(&out, scripts.items[i].text);
    }
    return builder_text(&out);
}

Text emit_rollback(Arena *arena, const Plan *plan, const EmitOptions *options) {
    ScriptList scripts = emit_rollback_scripts(arena, plan, options);
    Builder out = builder_new(arena);
    for (size_t i = scripts.count; i-- > 0;) {
        builder_add(&out, out.length == 0 ? TEXT("") : TEXT("\n\n"));
        builder_add(&out, scripts.items[i].text);
    }
    return builder_text(&out);
}

Text emit_undo(Arena *arena, const Plan *plan, const Undo *undo) {
    static const StepGroup nothing = {.is_transactional = true};
    bool has_steps = plan->groups.count != 0;
    ScriptPair pair = {.plan = plan,
                       .up = has_steps ? &plan->groups.items[0] : &nothing,
                       .down = has_steps ? &plan->rollback.items[0] : &nothing,
                       .up_name = undo->migration,
                       .down_name = undo->rollback,
                       .runner = undo->runner,
                       .undo = undo};
    return script_text(arena, &pair, true);
}

Text emit_dump(Arena *arena, const Plan *plan) {
    Builder out = builder_new(arena);
    builder_add(&out, TEXT("-- Schema, written by schemac 0.1.\n\n"
                           "SET check_function_bodies = off;\n"));
    for (size_t i = 0; i < plan->groups.count; i++) {
        const StepList *steps = &plan->groups.items[i].steps;
        for (size_t j = 0; j < steps->count; j++) {
            StatementList statements = spell_step(arena, plan, steps->items[j], false, true);
            for (size_t k = 0; k < statements.count; k++) {
                builder_format(&out, "\n%s\n", statements.items[k].sql);
            }
        }
    }
    return builder_text(&out);
}

LossList emit_losses(Arena *arena, const Plan *plan) {
    LossList losses = {0};
    for (size_t i = 0; i < plan->groups.count; i++) {
        const StepList *steps = &plan->groups.items[i].steps;
        for (size_t j = 0; j < steps->count; j++) {
            if (steps->items[j]->hazards & HAZARD_DROPS_DATA) {
                Text words = describe_loss(arena, steps->items[j], false);
                words = text_slice(words, 0, words.length - 1); /* no period ends a message */
                Loss loss = {layout_harmless(arena, words),
                             layout_harmless(arena, describe_permit(arena, steps->items[j]))};
                list_push(arena, &losses, loss);
            }
        }
    }
    return losses;
}
