/*
 * Step JSON: a step, its object, locks, hazards and statements.
 */
#include "emit/step_json.h"

#include "emit/describe.h"
#include "emit/layout.h"
#include "emit/spell.h"

static const struct {
    Hazard hazard;
    const char *name;
} hazard_names[] = {
    {HAZARD_DROPS_DATA, "drops-data"},         {HAZARD_MAY_FAIL, "may-fail"},
    {HAZARD_REWRITES_TABLE, "rewrites-table"}, {HAZARD_SCANS_TABLE, "scans-table"},
    {HAZARD_BUILDS_INDEX, "builds-index"},     {HAZARD_BLOCKS_WRITES, "blocks-writes"},
    {HAZARD_BLOCKS_READS, "blocks-reads"},     {HAZARD_CHANGES_VALUES, "changes-values"},
};

json_t *json_from_hazards(unsigned hazards) {
    json_t *array = json_array();
    for (size_t i = 0; i < sizeof hazard_names / sizeof *hazard_names; i++) {
        if (hazards & hazard_names[i].hazard) {
            json_array_append_new(array, json_string(hazard_names[i].name));
        }
    }
    return array;
}

/* Parts of the name that the kind does not have are null. */
static json_t *json_from_object(Arena *arena, const Object *object) {
    json_t *json = json_object();
    Text none = TEXT_ABSENT;
    json_add(json, "kind", json_string(object_kind_facts[object->kind].word));
    json_add_text(arena, json, "schema", text_is_empty(object->schema) ? none : object->schema);
    json_add_text(arena, json, "relation",
                  text_is_empty(object->relation) ? none : object->relation);
    json_add_text(arena, json, "name", object->name);
    bool is_routine = object->kind == KIND_FUNCTION || object->kind == KIND_PROCEDURE;
    json_add_text(arena, json, "arguments", is_routine ? object->arguments : none);
    json_add_text(arena, json, "description", object_describe(arena, object));
    return json;
}

static json_t *json_from_locks(Arena *arena, const Schema *source, const Step *step) {
    json_t *array = json_array();
    TableLockList locks = describe_locks(arena, source, step);
    for (size_t i = 0; i < locks.count; i++) {
        json_t *json = json_object();
        json_add_text(arena, json, "table", locks.items[i].table);
        json_add_text(arena, json, "mode", describe_lock_mode(locks.items[i].lock));
        json_array_append_new(array, json);
    }
    return array;
}

static json_t *json_from_statements(Arena *arena, const StatementList *statements) {
    json_t *array = json_array();
    for (size_t i = 0; i < statements->count; i++) {
        json_t *json = json_object();
        json_add_text(arena, json, "comment", layout_harmless(arena, statements->items[i].comment));
        json_add_text(arena, json, "sql", statements->items[i].sql);
        json_array_append_new(array, json);
    }
    return array;
}

/* What is lost, how to keep a copy first, what can be undone; null for a step that loses nothing.
 */
static json_t *json_from_loss(Arena *arena, const Step *step, bool is_rollback) {
    if ((step->hazards & HAZARD_DROPS_DATA) == 0) {
        return json_null();
    }
    json_t *json = json_object();
    json_add_text(arena, json, "what", describe_loss(arena, step, is_rollback));
    json_add_text(arena, json, "keep", describe_keeping(arena, step));
    json_add_text(arena, json, "return", describe_return(arena, step, is_rollback));
    return json;
}

json_t *json_from_step(Arena *arena, const Plan *plan, const Step *step, bool is_rollback) {
    static const char *const verbs[] = {
        [STEP_CREATE] = "create", [STEP_DROP] = "drop", [STEP_ALTER] = "alter"};
    const Schema *source = is_rollback ? plan->new : plan->old;
    StatementList statements = spell_step(arena, plan, step, is_rollback, false);
    json_t *json = json_object();
    json_add(json, "verb", json_string(verbs[step->verb]));
    json_add_text(arena, json, "part",
                  step->verb == STEP_ALTER ? describe_part(step->part) : TEXT_ABSENT);
    json_add(json, "object", json_from_object(arena, step_object(step)));
    json_add_text(arena, json, "description", describe_step(arena, step));
    json_add(json, "recreation", json_boolean(step->is_recreation));
    json_add(json, "concurrent", json_boolean(step->is_concurrent));
    json_add(json, "locks", json_from_locks(arena, source, step));
    json_add(json, "hazards", json_from_hazards(step->hazards));
    json_add(json, "loss", json_from_loss(arena, step, is_rollback));
    json_add(json, "statements", json_from_statements(arena, &statements));
    return json;
}
