/*
 * Rules of columns: types that are regretted later.
 */
#include "lint/rule.h"

/* The type of a column, attribute or domain that somebody wrote here; absent for all else. */
static Text written_type(const Object *object) {
    if (object->kind == KIND_DOMAIN) {
        return ((const Domain *)object)->type;
    }
    if (object->kind != KIND_COLUMN || ((const Column *)object)->is_inherited) {
        return TEXT_ABSENT;
    }
    return ((const Column *)object)->type;
}

/* Of an array, the type of its elements. */
static Text element_type(const Object *object) {
    Text type = written_type(object);
    while (text_ends_with(type, TEXT("[]"))) {
        type = text_slice(type, 0, type.length - 2);
    }
    return type;
}

static void find_type(Lint *lint, const Object *object) {
    lint_find(lint, object->where, "%s is of type %s", object_describe(lint->arena, object),
              written_type(object));
}

void rule_timestamp_without_time_zone(Lint *lint, const Object *object) {
    Text type = element_type(object);
    if (text_starts_with(type, TEXT("timestamp")) &&
        text_ends_with(type, TEXT("without time zone"))) {
        find_type(lint, object);
    }
}

void rule_varchar_limit(Lint *lint, const Object *object) {
    if (text_starts_with(element_type(object), TEXT("character varying("))) {
        find_type(lint, object);
    }
}

void rule_char_type(Lint *lint, const Object *object) {
    Text type = element_type(object);
    if (text_equal(type, TEXT("character")) || text_starts_with(type, TEXT("character("))) {
        find_type(lint, object);
    }
}

void rule_json_type(Lint *lint, const Object *object) {
    if (text_equal(element_type(object), TEXT("json"))) {
        find_type(lint, object);
    }
}

void rule_money_type(Lint *lint, const Object *object) {
    if (text_equal(element_type(object), TEXT("money"))) {
        find_type(lint, object);
    }
}

/* A sequence belongs to the column, and the column takes its values from it. */
void rule_serial_column(Lint *lint, const Object *object) {
    if (object->kind != KIND_COLUMN || object->parent->kind != KIND_TABLE ||
        !text_starts_with(((const Column *)object)->default_value, TEXT("nextval("))) {
        return;
    }
    for (size_t i = 0; i < lint->schema->roots.count; i++) {
        const Sequence *sequence = (const Sequence *)lint->schema->roots.items[i];
        if (sequence->object.kind == KIND_SEQUENCE &&
            text_equal(sequence->owned_column, object->name) &&
            text_equal(sequence->owned_table, object->relation) &&
            text_equal(sequence->owned_schema, object->schema)) {
            lint_find(lint, object->where, "%s is a serial column",
                      object_describe(lint->arena, object));
            return;
        }
    }
}

void rule_integer_key(Lint *lint, const Object *object) {
    const TableConstraint *key = (const TableConstraint *)object;
    if (object->kind != KIND_CONSTRAINT || key->type != CONSTRAINT_TYPE_PRIMARY_KEY ||
        key->columns.count != 1) {
        return;
    }
    const Column *column = table_find_column(object->parent, key->columns.items[0]);
    if (column != NULL &&
        (text_equal(column->type, TEXT("integer")) || text_equal(column->type, TEXT("smallint")))) {
        lint_find(lint, column->object.where, "the primary key of %s is of type %s",
                  object_describe(lint->arena, object->parent), column->type);
    }
}

void rule_domain_constraint(Lint *lint, const Object *object) {
    if (object->kind == KIND_DOMAIN &&
        (((const Domain *)object)->is_not_null || object->children.count != 0)) {
        lint_find(lint, object->where, "%s has a constraint", object_describe(lint->arena, object));
    }
}
