/*
 * Twins of routines: defaults of parameters and SQL-standard bodies, by one function in pg_temp.
 *
 * The answer is a whole CREATE statement under the routine's own name, because the server writes
 * that name before parameters that could be taken for columns.
 */
#include "compiler/builder.h"
#include "parser/probe_twin.h"

static Text parameter_text(Arena *arena, const Parameter *parameter) {
    bool is_column = text_equal(parameter->mode, TEXT("TABLE"));
    Text mode = text_is_empty(parameter->mode) || is_column
                    ? TEXT("")
                    : text_format(arena, "%s ", parameter->mode);
    Text name =
        text_is_empty(parameter->name) ? TEXT("") : text_format(arena, "%I ", parameter->name);
    Text value = text_is_absent(parameter->default_value)
                     ? TEXT("")
                     : text_format(arena, " DEFAULT %s", parameter->default_value);
    return text_format(arena, "%s%s%s%s", mode, name, parameter->type, value);
}

/* Those of the parentheses, or those of RETURNS TABLE. */
static Text parameter_list(Arena *arena, const Routine *routine, bool wants_columns) {
    TextList list = {0};
    for (size_t i = 0; i < routine->parameters.count; i++) {
        const Parameter *parameter = &routine->parameters.items[i];
        if (text_equal(parameter->mode, TEXT("TABLE")) == wants_columns) {
            list_push(arena, &list, parameter_text(arena, parameter));
        }
    }
    return text_join(arena, &list, TEXT(", "));
}

static Text returns_text(Arena *arena, const Routine *routine) {
    if (text_is_empty(routine->result)) {
        return TEXT("");
    }
    if (text_equal(routine->result, TEXT("TABLE"))) {
        return text_format(arena, " RETURNS TABLE (%s)", parameter_list(arena, routine, true));
    }
    return text_format(arena, " RETURNS %s", routine->result);
}

/* A body that is a string is not in question: an empty one stands for it. */
static Text make_routine(Arena *arena, const Routine *routine) {
    const Object *object = &routine->object;
    Text body = routine->is_sql_standard_body ? text_format(arena, "LANGUAGE sql %s", routine->body)
                                              : TEXT("LANGUAGE plpgsql AS $$$$");
    return text_format(arena, "CREATE %s pg_temp.%I(%s)%s %s",
                       text_from_string(object_kind_facts[object->kind].keyword), object->name,
                       parameter_list(arena, routine, false), returns_text(arena, routine), body);
}

static Text ask_routine(Arena *arena, const Routine *routine) {
    const Object *object = &routine->object;
    Text head = text_format(arena, "CREATE %s %s(",
                            text_from_string(object_kind_facts[object->kind].keyword),
                            text_quote_name(arena, object->schema, object->name));
    Text body = routine->is_sql_standard_body
                    ? TEXT("' LANGUAGE sql ' || pg_catalog.pg_get_function_sqlbody(oid)")
                    : TEXT("' LANGUAGE plpgsql AS $$$$'");
    return text_format(arena,
                       "SELECT %L || pg_catalog.pg_get_function_arguments(oid) || ')' || "
                       "COALESCE(' RETURNS ' || pg_catalog.pg_get_function_result(oid), '') || %s "
                       "FROM pg_catalog.pg_proc "
                       "WHERE pronamespace = pg_catalog.pg_my_temp_schema() AND proname = %L",
                       head, body, object->name);
}

static bool defaults_may_agree(const Routine *old, const Routine *new) {
    if (old->parameters.count != new->parameters.count) {
        return false;
    }
    for (size_t i = 0; i < new->parameters.count; i++) {
        if (text_is_absent(old->parameters.items[i].default_value) !=
            text_is_absent(new->parameters.items[i].default_value)) {
            return false;
        }
    }
    return true;
}

static bool has_same_defaults(const Routine *old, const Routine *new) {
    for (size_t i = 0; i < new->parameters.count; i++) {
        if (!text_same(old->parameters.items[i].default_value,
                       new->parameters.items[i].default_value)) {
            return false;
        }
    }
    return true;
}

void twin_compose_routine(Arena *arena, const Object *old_object, Object *object, TwinList *twins) {
    const Routine *old = (const Routine *)old_object;
    Routine *new = (Routine *)object;
    if (!defaults_may_agree(old, new) || old->is_sql_standard_body != new->is_sql_standard_body) {
        return;
    }
    if (new->is_sql_standard_body && twin_would_lock(new->body)) {
        return;
    }
    bool has_same_body = !new->is_sql_standard_body || text_equal(old->body, new->body);
    if (!has_same_body || !has_same_defaults(old, new)) {
        twin_add(arena, twins, object, &new->body, make_routine(arena, new),
                 ask_routine(arena, new));
    }
}
