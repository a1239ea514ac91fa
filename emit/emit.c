/*
 * Emit: a plan -> scripts, one text, a dump, summaries.
 */
#include "emit/emit.h"

#include "emit/describe.h"
#include "emit/layout.h"
#include "emit/script.h"
#include "emit/spell.h"

static ScriptPair pair_at(Arena *arena, const Plan *plan, const EmitOptions *options, size_t i) {
    const StepGroup *up = &plan->groups.items[i];
    Text wanted = plan->groups.count == 1 ? layout_slug(arena, options->name) : TEXT("");
    return (ScriptPair){
        .plan = plan,
        .up = up,
        .down = &plan->rollback.items[i],
        .number = options->first_number + i,
        .description =
            text_is_empty(wanted) ? describe_group_name(arena, up) : text_slice(wanted, 0, 63),
    };
}

static ScriptList write_scripts(Arena *arena, const Plan *plan, const EmitOptions *options,
                                bool is_rollback) {
    ScriptList scripts = {0};
    for (size_t i = 0; i < plan->groups.count; i++) {
        ScriptPair pair = pair_at(arena, plan, options, i);
        Script script = {script_name(arena, &pair, is_rollback),
                         script_text(arena, &pair, is_rollback)};
        list_push(arena, &scripts, script);
    }
    return scripts;
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
