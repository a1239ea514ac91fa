/*
 * Check JSON: what differs, for programs; and the same, shorter, as a baseline to compare with.
 */
#include "compiler/json.h"
#include "emit/emit.h"
#include "emit/step_json.h"

static json_t *json_from_change(Arena *arena, const Change *change) {
    static const char *const actions[] = {
        [STEP_CREATE] = "create", [STEP_DROP] = "drop", [STEP_ALTER] = "alter"};
    const Object *root = change->root;
    json_t *object = json_object();
    json_add_text(arena, object, "summary", emit_change_line(arena, change));
    json_add_text(arena, object, "action", text_from_string(actions[change->verb]));
    json_add_text(arena, object, "kind", text_from_string(object_kind_facts[root->kind].word));
    json_add_text(arena, object, "object", object_sql_name(arena, root));
    json_add_text(arena, object, "detail",
                  text_is_empty(change->what) ? TEXT_ABSENT : change->what);
    json_add(object, "hazards", json_from_hazards(change->hazards));
    json_add(object, "sql", json_from_texts(arena, &change->sql));
    json_add(object, "known", json_boolean(change->is_known));
    return object;
}

Text emit_changes_json(Arena *arena, const ChangeList *changes, const TextList *gone,
                       Text migration) {
    json_t *tree = json_object(), *array = json_array();
    bool is_new = false;
    for (size_t i = 0; i < changes->count; i++) {
        json_array_append_new(array, json_from_change(arena, &changes->items[i]));
        is_new = is_new || !changes->items[i].is_known;
    }
    json_add(tree, "version", json_integer(1));
    json_add(tree, "different", json_boolean(is_new));
    json_add(tree, "changes", array);
    json_add(tree, "gone", json_from_texts(arena, gone));
    if (!text_is_absent(migration)) {
        json_add_text(arena, tree, "migration", migration);
    }
    return json_finish(arena, tree);
}

Text emit_baseline_json(Arena *arena, const ChangeList *changes) {
    json_t *tree = json_object(), *array = json_array();
    for (size_t i = 0; i < changes->count; i++) {
        json_t *object = json_object();
        json_add_text(arena, object, "summary", emit_change_line(arena, &changes->items[i]));
        json_add(object, "sql", json_from_texts(arena, &changes->items[i].sql));
        json_array_append_new(array, object);
    }
    json_add(tree, "version", json_integer(1));
    json_add(tree, "changes", array);
    return json_finish(arena, tree);
}
