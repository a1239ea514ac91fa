/*
 * Describe: the short name of a group of steps, for its file.
 */
#include "emit/describe.h"
#include "emit/layout.h"

#include "compiler/builder.h"

static Text object_name(Arena *arena, const Object *object) {
    Text name = text_is_empty(object->schema) || text_equal(object->schema, TEXT("public"))
                    ? object->name
                    : text_format(arena, "%s_%s", object->schema, object->name);
    Text slug = layout_slug(arena, name);
    return text_is_empty(slug) ? TEXT("unnamed") : slug;
}

/* Tables and indexes need no word: "create_users", "create_orders_status_idx". */
static Text object_words(Arena *arena, const Object *object) {
    if (object->kind == KIND_TABLE || object->kind == KIND_INDEX) {
        return object_name(arena, object);
    }
    Text word = layout_slug(arena, text_from_string(object_kind_facts[object->kind].word));
    return text_format(arena, "%s_%s", word, object_name(arena, object));
}

static Text table_name(Arena *arena, const Object *child) {
    Object table = {.kind = KIND_TABLE, .schema = child->schema, .name = child->relation};
    if (child->parent != NULL) {
        table.schema = child->parent->schema;
        table.name = child->parent->name;
    }
    return object_name(arena, &table);
}

static Text child_name(Arena *arena, const Object *child) {
    Text slug = layout_slug(arena, child->name);
    return text_is_empty(slug) ? TEXT("unnamed") : slug;
}

/* "email_in_users" for children, "users" for the rest. */
static Text place(Arena *arena, const Object *object) {
    return object_kind_facts[object->kind].is_child
               ? text_format(arena, "%s_in_%s", child_name(arena, object),
                             table_name(arena, object))
               : object_words(arena, object);
}

static Text name_of_label_step(Arena *arena, const Step *step) {
    const EnumType *old = (const EnumType *)step->old, *new = (const EnumType *)step->new;
    Text last = TEXT("");
    int64_t count = 0;
    for (size_t i = 0; i < new->labels.count; i++) {
        if (!text_list_contains(&old->labels, new->labels.items[i])) {
            last = layout_slug(arena, new->labels.items[i]);
            count++;
        }
    }
    Text type = object_name(arena, &new->object);
    return count == 1 && !text_is_empty(last)
               ? text_format(arena, "add_%s_to_%s", last, type)
               : text_format(arena, "add_%s_values_to_%s", text_from_integer(arena, count), type);
}

/* "rename_sad_to_unhappy_in_mood" */
static Text name_of_label_rename(Arena *arena, const EnumType *old, const EnumType *new) {
    size_t i = 0;
    while (i + 1 < old->labels.count && text_equal(old->labels.items[i], new->labels.items[i])) {
        i++;
    }
    return text_format(arena, "rename_%s_to_%s_in_%s", layout_slug(arena, old->labels.items[i]),
                       layout_slug(arena, new->labels.items[i]), object_name(arena, &new->object));
}

/* "rename_login_to_username_in_users" */
static Text name_of_rename(Arena *arena, const Step *step) {
    const Object *old = step->old, *new = step->new;
    if (text_equal(old->name, new->name)) {
        return name_of_label_rename(arena, (const EnumType *)old, (const EnumType *)new);
    }
    return object_kind_facts[old->kind].is_child
               ? text_format(arena, "rename_%s_to_%s_in_%s", child_name(arena, old),
                             child_name(arena, new), table_name(arena, old))
               : text_format(arena, "rename_%s_to_%s", object_words(arena, old),
                             child_name(arena, new));
}

static Text name_of_partition(Arena *arena, const Step *step) {
    const Table *old = (const Table *)step->old, *new = (const Table *)step->new;
    bool is_out = text_is_empty(new->partition_parent);
    const Table *side = is_out ? old : new;
    Object parent = {
        .kind = KIND_TABLE, .schema = side->partition_schema, .name = side->partition_parent};
    return text_format(arena, is_out ? "detach_%s_from_%s" : "attach_%s_to_%s",
                       object_words(arena, step->new), object_name(arena, &parent));
}

static Text name_of_alter(Arena *arena, const Step *step) {
    const Column *column = (const Column *)step->new; /* when the part is one of a column's */
    Text where = place(arena, step->new);
    bool is_column = step->new->kind == KIND_COLUMN;
    switch (step->part) {
        case PART_TYPE: return text_format(arena, "retype_%s", where);
        case PART_DEFAULT:
            return text_format(arena,
                               is_column && text_is_absent(column->default_value)
                                   ? "drop_default_of_%s"
                                   : "set_default_of_%s",
                               where);
        case PART_NOT_NULL:
            return is_column
                       ? text_format(arena, column->is_not_null ? "require_%s" : "allow_null_%s",
                                     where)
                       : text_format(arena, "alter_%s", where);
        case PART_NAME:
            return text_format(
                arena, "rename_%s",
                place(arena, text_is_empty(step->old->name) ? step->new : step->old));
        case PART_BACKFILL: return text_format(arena, "backfill_%s", where);
        case PART_RENAME: return name_of_rename(arena, step);
        case PART_COMMENT: return text_format(arena, "describe_%s", where);
        case PART_SECURITY_LABEL: return text_format(arena, "label_%s", where);
        case PART_PRIVILEGES: return text_format(arena, "change_privileges_on_%s", where);
        case PART_OWNER: return text_format(arena, "change_owner_of_%s", where);
        case PART_LABELS: return name_of_label_step(arena, step);
        case PART_REBUILD: return text_format(arena, "rebuild_%s", where);
        case PART_DEFINITION: return text_format(arena, "replace_%s", where);
        case PART_VALIDATION: return text_format(arena, "validate_%s", where);
        case PART_PARTITION: return name_of_partition(arena, step);
        case PART_ROW_SECURITY: return text_format(arena, "change_row_security_of_%s", where);
        default: return text_format(arena, "alter_%s", where);
    }
}

/* "add_email_to_users", "create_trigger_touch_on_users", "drop_index_x". */
static Text name_of_step(Arena *arena, const Step *step) {
    if (step->verb == STEP_ALTER) {
        return name_of_alter(arena, step);
    }
    const Object *object = step_object(step);
    bool is_create = step->verb == STEP_CREATE;
    if (!object_kind_facts[object->kind].is_child) {
        return text_format(arena, is_create ? "create_%s" : "drop_%s", object_words(arena, object));
    }
    Text name = child_name(arena, object), table = table_name(arena, object);
    if (object->kind == KIND_COLUMN) {
        return text_format(arena, is_create ? "add_%s_to_%s" : "drop_%s_from_%s", name, table);
    }
    if (object->kind == KIND_CONSTRAINT) {
        return text_starts_with(name, table)
                   ? text_format(arena, is_create ? "add_%s" : "drop_%s", name)
                   : text_format(arena, is_create ? "add_%s_to_%s" : "drop_%s_from_%s", name,
                                 table);
    }
    Text word = text_from_string(object_kind_facts[object->kind].word);
    return text_format(arena, is_create ? "create_%s_%s_on_%s" : "drop_%s_%s_on_%s", word, name,
                       table);
}

/* What the group is about: steps that only rebuild what depends on it, or say who may, come second.
 */
static StepList main_steps(Arena *arena, const StepGroup *group) {
    StepList kept = {0};
    for (int pass = 0; pass < 3 && kept.count == 0; pass++) {
        for (size_t i = 0; i < group->steps.count; i++) {
            Step *step = group->steps.items[i];
            bool is_aside = step->part == PART_OWNER || step->part == PART_COMMENT ||
                            step->part == PART_SECURITY_LABEL || step->part == PART_PRIVILEGES ||
                            step->part == PART_OWNED_BY;
            if ((pass == 2 || !step->is_recreation) && (pass >= 1 || !is_aside)) {
                list_push(arena, &kept, step);
            }
        }
    }
    return kept;
}

/* All steps add, or all drop, columns of one table. */
static bool are_columns(const StepList *steps, StepVerb verb) {
    for (size_t i = 0; i < steps->count; i++) {
        const Object *object = step_object(steps->items[i]);
        if (steps->items[i]->verb != verb || object->kind != KIND_COLUMN ||
            !text_equal(object->relation, step_object(steps->items[0])->relation)) {
            return false;
        }
    }
    return true;
}

static Text name_of_columns(Arena *arena, const StepList *steps) {
    bool is_create = steps->items[0]->verb == STEP_CREATE;
    const Object *first = step_object(steps->items[0]);
    Text table = table_name(arena, first);
    Text what = steps->count == 2 ? text_format(arena, "%s_and_%s", child_name(arena, first),
                                                child_name(arena, step_object(steps->items[1])))
                                  : text_format(arena, "%s_columns",
                                                text_from_integer(arena, (int64_t)steps->count));
    return text_format(arena, is_create ? "add_%s_to_%s" : "drop_%s_from_%s", what, table);
}

static Text name_of_steps(Arena *arena, const StepGroup *group) {
    StepList steps = main_steps(arena, group);
    bool creates = false, drops = false;
    for (size_t i = 0; i < steps.count; i++) {
        bool is_subject = group->subject != NULL &&
                          text_equal(step_object(steps.items[i])->key, group->subject->key);
        creates |= is_subject && steps.items[i]->verb == STEP_CREATE;
        drops |= is_subject && steps.items[i]->verb == STEP_DROP;
    }
    if (creates || drops) {
        return text_format(arena,
                           creates && drops ? "replace_%s"
                           : creates        ? "create_%s"
                                            : "drop_%s",
                           object_words(arena, group->subject));
    }
    if (steps.count == 1) {
        return name_of_step(arena, steps.items[0]);
    }
    if (steps.count > 1 && (are_columns(&steps, STEP_CREATE) || are_columns(&steps, STEP_DROP))) {
        return name_of_columns(arena, &steps);
    }
    return group->subject == NULL
               ? TEXT("migrate")
               : text_format(arena, "alter_%s", object_words(arena, group->subject));
}

Text describe_group_name(Arena *arena, const StepGroup *group) {
    Text name = text_slice(name_of_steps(arena, group), 0, 63);
    while (text_ends_with(name, TEXT("_"))) {
        name = text_slice(name, 0, name.length - 1);
    }
    return name;
}
