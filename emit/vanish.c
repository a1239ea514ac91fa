/*
 * Vanish: steps on an object that a later script of the same run drops.
 *
 * When all scripts run a second time, ALTER TABLE t DROP CONSTRAINT IF EXISTS finds no table t any
 * more, if a later one drops it.  Such statements first ask whether the object is there.
 */
#include "emit/spell.h"

/* The sequence of an identity column is in no list of the schema. */
static bool has_identity(const Schema *target, const Object *sequence) {
    const Column *column = (const Column *)schema_find_key(target, sequence->parent->key);
    return column != NULL && column->identity != IDENTITY_NONE &&
           text_equal(column->sequence->object.key, sequence->key);
}

static bool is_in_target(const Spelling *out, const Object *object) {
    if (object->kind == KIND_SEQUENCE && object->parent != NULL) {
        return has_identity(out->target, object);
    }
    return schema_find_key(out->target, object->key) != NULL;
}

static bool is_in_schema(const Object *object, Text schema) {
    return text_equal(object->schema, schema);
}

static bool reference_is_to(const Reference *reference, const Object *renamed) {
    if (renamed->kind == KIND_SCHEMA) {
        return text_equal(reference->schema, renamed->name);
    }
    bool is_column = renamed->kind == KIND_COLUMN;
    return text_equal(reference->schema, renamed->schema) &&
           text_equal(reference->name, is_column ? renamed->relation : renamed->name) &&
           (!is_column || text_equal(reference->member, renamed->name));
}

static bool names_in_key(const Object *object, const Object *renamed) {
    const TextList *columns = object->kind == KIND_CONSTRAINT
                                  ? &((const TableConstraint *)object)->columns
                              : object->kind == KIND_INDEX ? &((const TableIndex *)object)->columns
                                                           : NULL;
    return renamed->kind == KIND_COLUMN && columns != NULL && object->parent != NULL &&
           is_in_schema(object->parent, renamed->schema) &&
           text_equal(object->parent->name, renamed->relation) &&
           text_list_contains(columns, renamed->name);
}

/* Does a statement about the object name what was renamed? */
static bool relies_on(const Object *object, const Object *renamed) {
    bool is_in_it = renamed->kind == KIND_SCHEMA && is_in_schema(object, renamed->name);
    if (is_in_it || text_equal(object->key, renamed->key) || names_in_key(object, renamed)) {
        return true;
    }
    if (object->parent != NULL && text_equal(object->parent->key, renamed->key)) {
        return true;
    }
    for (size_t i = 0; i < object->references.count; i++) {
        if (reference_is_to(&object->references.items[i], renamed)) {
            return true;
        }
    }
    for (size_t i = 0; i < object->children.count; i++) {
        if (relies_on(object->children.items[i], renamed)) {
            return true;
        }
    }
    return false;
}

Text vanish_renames_hold(const Spelling *out, const Step *step) {
    const RenameList *renames = &out->plan->old->renames;
    TextList conditions = {0};
    for (size_t i = 0; out->is_rollback && step->part != PART_RENAME && i < renames->count; i++) {
        const Object *renamed = renames->items[i].after;
        if ((step->old != NULL && relies_on(step->old, renamed)) ||
            (step->new != NULL &&relies_on(step->new, renamed))) {
            list_push(out->arena, &conditions, guard_is_there(out->arena, renamed));
        }
    }
    return conditions.count == 0 ? TEXT_ABSENT : text_join(out->arena, &conditions, TEXT(" AND "));
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
            return guard_is_there(out->arena, object->parent);
        }
        bool column_goes =
            step->verb == STEP_ALTER && object->kind == KIND_COLUMN && !is_in_target(out, object);
        return column_goes ? guard_column(out->arena, object_sql_relation(out->arena, object),
                                          object->name, TEXT(""))
                           : TEXT_ABSENT;
    }
    return is_in_target(out, object) ? TEXT_ABSENT : guard_is_there(out->arena, object);
}

/* A DO block leaves at once when the condition does not hold. */
static Text leave_unless(Arena *arena, Text block, Text condition) {
    static const Text begin = {"BEGIN\n", 6};
    size_t at = 0;
    while (!text_starts_with(text_slice(block, at, block.length), begin)) {
        at++;
    }
    at += begin.length;
    return text_format(arena, "%s    IF NOT (%s) THEN\n        RETURN;\n    END IF;\n%s",
                       text_slice(block, 0, at), condition, text_slice(block, at, block.length));
}

static void guard_renames(Spelling *out, Text condition) {
    StatementList plain = out->statements;
    out->statements = (StatementList){0};
    for (size_t i = 0; i < plain.count; i++) {
        Statement statement = plain.items[i];
        if (text_starts_with(statement.sql, TEXT("DO "))) {
            statement.sql = leave_unless(out->arena, statement.sql, condition);
            list_push(out->arena, &out->statements, statement);
        } else {
            guard_add(out, statement.comment, condition,
                      text_slice(statement.sql, 0, statement.sql.length - 1));
            out->statements.items[out->statements.count - 1].is_aside = statement.is_aside;
        }
    }
}

void vanish_guard(Spelling *out) {
    Text renames = vanish_renames_hold(out, out->step);
    if (!text_is_absent(renames) && out->step->is_transactional) {
        guard_renames(out, renames);
    }
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
