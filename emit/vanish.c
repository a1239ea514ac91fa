/*
 * Vanish: steps on an object that a later script of the same run drops.
 *
 * When all scripts run a second time, ALTER TABLE t DROP CONSTRAINT IF EXISTS finds no table t any
 * more, if a later one drops it.  Such statements first ask whether the object is there.
 */
#include "emit/spell.h"

#include "compiler/definition.h"

static Text relation_is_there(Arena *arena, Text name) {
    return text_format(arena, "to_regclass(%L) IS NOT NULL", name);
}

/* The condition that an object without a parent is there. */
static Text is_there(const Spelling *out, const Object *object) {
    Text name = object_sql_name(out->arena, object);
    switch (object->kind) {
        case KIND_SCHEMA: return text_format(out->arena, "to_regnamespace(%L) IS NOT NULL", name);
        case KIND_ENUM:
        case KIND_DOMAIN:
        case KIND_RANGE:
        case KIND_COMPOSITE: return text_format(out->arena, "to_regtype(%L) IS NOT NULL", name);
        case KIND_FUNCTION:
        case KIND_PROCEDURE:
        case KIND_AGGREGATE:
            return text_format(out->arena, "to_regprocedure(%L) IS NOT NULL",
                               definition_routine_address(out->arena, object));
        case KIND_EXTENSION:
            return text_format(out->arena,
                               "EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = %L)",
                               object->name);
        default:
            if (object_kind_is_definition(object->kind)) {
                return guard_definition(out->arena, object);
            }
            return relation_is_there(out->arena, name);
    }
}

static bool is_in_target(const Spelling *out, const Object *object) {
    return schema_find_key(out->target, object->key) != NULL;
}

/* ALTER DEFAULT PRIVILEGES IN SCHEMA s, when s goes. */
static Text schema_is_there(const Spelling *out, const DefaultPrivilege *rule) {
    bool is_gone = !text_is_empty(rule->in_schema) &&
                   schema_find(out->target, KIND_SCHEMA, TEXT(""), rule->in_schema) == NULL;
    return is_gone ? text_format(out->arena, "to_regnamespace(%L) IS NOT NULL",
                                 text_quote_identifier(out->arena, rule->in_schema))
                   : TEXT_ABSENT;
}

/* What must be there for the step's statements to work; absent when it stays. */
static Text condition_of(const Spelling *out) {
    const Step *step = out->step;
    const Object *object = step_object(step);
    if (step->verb == STEP_CREATE) {
        return TEXT_ABSENT;
    }
    if (object->kind == KIND_DEFAULT_PRIVILEGE) {
        return schema_is_there(out, (const DefaultPrivilege *)object);
    }
    bool has_own_drop = object->kind != KIND_COLUMN && object->kind != KIND_CONSTRAINT;
    if (step->verb == STEP_DROP &&
        has_own_drop) { /* DROP ... IF EXISTS bears a missing table too */
        return TEXT_ABSENT;
    }
    if (object_kind_facts[object->kind].is_child && object->parent != NULL) {
        if (!is_in_target(out, object->parent)) {
            return is_there(out, object->parent);
        }
        bool column_goes =
            step->verb == STEP_ALTER && object->kind == KIND_COLUMN && !is_in_target(out, object);
        return column_goes ? guard_column(out->arena, object_sql_relation(out->arena, object),
                                          object->name, TEXT(""))
                           : TEXT_ABSENT;
    }
    return is_in_target(out, object) ? TEXT_ABSENT : is_there(out, object);
}

void vanish_guard(Spelling *out) {
    Text condition = out->is_dump ? TEXT_ABSENT : condition_of(out);
    if (text_is_absent(condition)) {
        return;
    }
    StatementList plain = out->statements;
    out->statements = (StatementList){0};
    for (size_t i = 0; i < plain.count; i++) {
        const Statement *statement = &plain.items[i];
        if (text_starts_with(statement->sql, TEXT("DO "))) { /* it asks already */
            list_push(out->arena, &out->statements, *statement);
            continue;
        }
        Text sql = text_slice(statement->sql, 0, statement->sql.length - 1);
        Text words =
            text_format(out->arena, "%s (On a second run it is gone by now.)", statement->comment);
        guard_add(out, words, condition, sql);
        out->statements.items[out->statements.count - 1].is_aside = statement->is_aside;
    }
}
