/*
 * Plan JSON: the whole plan for programs, file by file, as emit/plan.schema.json describes it.
 *
 * "sql" of a file is the file, byte for byte; the steps say the same in parts.
 */
#include "emit/emit.h"

#include "emit/step_json.h"

static json_t *json_from_script(Arena *arena, const Plan *plan, const StepGroup *group,
                                const Script *script, bool is_rollback) {
    json_t *json = json_object(), *steps = json_array();
    for (size_t i = 0; i < group->steps.count; i++) {
        json_array_append_new(steps,
                              json_from_step(arena, plan, group->steps.items[i], is_rollback));
    }
    json_add_text(arena, json, "name", script->name);
    json_add(json, "transactional", json_boolean(group->is_transactional));
    json_add(json, "steps", steps);
    json_add_text(arena, json, "sql", script->text);
    return json;
}

Text emit_json(Arena *arena, const Plan *plan, const EmitOptions *options) {
    ScriptList scripts = emit_scripts(arena, plan, options);
    ScriptList rollbacks = emit_rollback_scripts(arena, plan, options);
    LossList losses = emit_losses(arena, plan);
    TextList words = {0};
    for (size_t i = 0; i < losses.count; i++) {
        list_push(arena, &words, losses.items[i].words);
    }
    json_t *tree = json_object(), *files = json_array();
    for (size_t i = 0; i < scripts.count; i++) {
        json_t *file =
            json_from_script(arena, plan, &plan->groups.items[i], &scripts.items[i], false);
        json_add(
            file, "rollback",
            json_from_script(arena, plan, &plan->rollback.items[i], &rollbacks.items[i], true));
        json_array_append_new(files, file);
    }
    json_add(tree, "version", json_integer(1));
    json_add(tree, "different", json_boolean(scripts.count != 0));
    json_add(tree, "destructive", json_from_texts(arena, &words));
    json_add(tree, "files", files);
    return json_finish(arena, tree);
}
