/*
 * Describe: what a destructive step takes away, the command that keeps a copy, and what can be
 * undone.
 */
#include "emit/describe.h"

#include "compiler/builder.h"

/* "'a', 'b'" */
static Text lost_labels(Arena *arena, const Step *step) {
    const EnumType *old = (const EnumType *)step->old, *new = (const EnumType *)step->new;
    TextList lost = {0};
    for (size_t i = 0; i < old->labels.count; i++) {
        if (!text_list_contains(&new->labels, old->labels.items[i])) {
            list_push(arena, &lost, text_quote_literal(arena, old->labels.items[i]));
        }
    }
    return text_join(arena, &lost, TEXT(", "));
}

static bool is_attribute(const Object *object) {
    return object->parent != NULL && object->parent->kind == KIND_COMPOSITE;
}

Text describe_permit(Arena *arena, const Step *step) {
    const Object *object = step->old != NULL ? step->old : step->new;
    const char *verb = step->verb == STEP_DROP   ? "drop"
                       : step->part == PART_TYPE ? "retype"
                                                 : "change";
    TextList names = {0};
    const Text parts[] = {object->schema, object->relation, object->name};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!text_is_empty(parts[i])) {
            list_push(arena, &names, parts[i]);
        }
    }
    Builder kind = builder_new(arena);
    for (const char *word = object_kind_facts[object->kind].word; *word != '\0'; word++) {
        builder_add_char(&kind, *word == ' ' ? '-' : *word);
    }
    return text_format(arena, "%s-%s:%s", text_from_string(verb), builder_text(&kind),
                       text_join(arena, &names, TEXT(".")));
}

Text describe_loss(Arena *arena, const Step *step, bool is_rollback) {
    const Object *object = step->old != NULL ? step->old : step->new;
    Text what = object_describe(arena, object);
    if (step->verb == STEP_ALTER && step->part == PART_REBUILD) {
        return text_format(arena, "takes values from %s: %s. Fails if a row holds one of them.",
                           what, lost_labels(arena, step));
    }
    if (step->verb == STEP_ALTER && step->part == PART_TYPE && object->kind == KIND_COLUMN) {
        return text_format(arena,
                           "changes %s from %s to %s; what the new type cannot hold is lost.", what,
                           ((const Column *)step->old)->type, ((const Column *)step->new)->type);
    }
    if (step->verb != STEP_DROP) {
        return text_format(arena, "%s: values that do not fit are lost.",
                           describe_step(arena, step));
    }
    switch (object->kind) {
        case KIND_TABLE:
            return text_format(arena,
                               is_rollback ? "drops %s with every row that it holds by now%s."
                                           : "drops %s with all its rows%s.",
                               what, describe_size(arena, object));
        case KIND_COLUMN:
            if (is_attribute(object)) {
                return text_format(arena, "drops %s, also in the values that columns hold.", what);
            }
            return text_format(arena,
                               is_rollback ? "drops %s and what rows hold in it by now%s."
                                           : "drops %s and its values in every row%s.",
                               what, describe_size(arena, object));
        case KIND_MATERIALIZED_VIEW:
            return text_format(arena, "drops %s with its rows; its query can compute them again.",
                               what);
        case KIND_SEQUENCE:
            return text_format(arena, "drops %s and the number it stands at.", what);
        case KIND_EXTENSION:
            return text_format(arena,
                               "drops %s with the types, functions and tables that belong to "
                               "it.",
                               what);
        default: return text_format(arena, "drops %s and what is stored with it.", what);
    }
}

/* "id, " for each column of the primary key; empty when there is none. */
static Text key_columns(Arena *arena, const Object *table) {
    Builder out = builder_new(arena);
    for (size_t i = 0; table != NULL && i < table->children.count; i++) {
        const TableConstraint *constraint = (const TableConstraint *)table->children.items[i];
        bool is_key = constraint->object.kind == KIND_CONSTRAINT &&
                      constraint->type == CONSTRAINT_TYPE_PRIMARY_KEY;
        for (size_t j = 0; is_key && j < constraint->columns.count; j++) {
            builder_format(&out, "%I, ", constraint->columns.items[j]);
        }
    }
    return builder_text(&out);
}

Text describe_keeping(Arena *arena, const Step *step) {
    const Object *object = step->old != NULL ? step->old : step->new;
    if (object->kind == KIND_COLUMN && object->parent != NULL && !is_attribute(object)) {
        Text copy = text_format(arena, "%s_%s_copy", text_clip(object->relation, 28),
                                text_clip(object->name, 28));
        Text key = key_columns(arena, object->parent);
        Text columns =
            text_is_empty(key) || text_contains(key, text_quote_identifier(arena, object->name))
                ? TEXT("*")
                : text_format(arena, "%s%I", key, object->name);
        return text_format(arena, "CREATE TABLE %s AS SELECT %s FROM %s;",
                           text_quote_name(arena, object->schema, copy), columns,
                           object_sql_relation(arena, object));
    }
    if (object->kind == KIND_TABLE || object->kind == KIND_MATERIALIZED_VIEW) {
        Text copy = text_format(arena, "%s_copy", text_clip(object->name, 58));
        return text_format(arena, "CREATE TABLE %s AS TABLE %s;",
                           text_quote_name(arena, object->schema, copy),
                           object_sql_name(arena, object));
    }
    if (object->kind == KIND_SEQUENCE) {
        return text_format(arena, "SELECT last_value FROM %s;", object_sql_name(arena, object));
    }
    return TEXT_ABSENT;
}

Text describe_return(Arena *arena, const Step *step, bool is_rollback) {
    const Object *object = step->old != NULL ? step->old : step->new;
    bool is_change = step->verb == STEP_ALTER;
    Text again = is_rollback ? TEXT("Running the migration again") : TEXT("The rollback");
    if (is_change && object->kind == KIND_COLUMN) {
        return text_format(arena, "%s changes the type back, not what values have lost.", again);
    }
    switch (object->kind) {
        case KIND_TABLE:
            return text_format(arena,
                               "%s builds the table again, empty. Rows come back only from a "
                               "copy or a backup.",
                               again);
        case KIND_COLUMN:
            return text_format(arena,
                               "%s adds the %s again, without the values. They come back only "
                               "from a copy or a backup.",
                               again, is_attribute(object) ? TEXT("attribute") : TEXT("column"));
        case KIND_MATERIALIZED_VIEW:
            return text_format(arena, "%s builds it again from its query.", again);
        case KIND_SEQUENCE:
            return text_format(arena, "%s builds it again, and it starts anew.", again);
        default:
            return text_format(arena, "%s restores the definition, not what was stored.", again);
    }
}
