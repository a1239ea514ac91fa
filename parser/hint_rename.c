/*
 * Hint rename: the old schema under its new names.
 *
 * In: the hints of the desired schema.  Out: the old schema as it is once the renames are made,
 * through the same interpreter that reads ALTER ... RENAME anywhere, and the list of them.  Outer
 * objects come first, so that inner ones are found under the names that hold by then.
 */
#include "parser/hint.h"
#include "parser/interpreter.h"

typedef struct Renamer {
    Schema *old;
    const Schema *new;
    Diagnostics *diagnostics;
} Renamer;

static bool is_child(const Object *object) {
    return object_kind_facts[object->kind].is_child;
}

/* What has the identity of `object` with another name, in the old schema; NULL when nothing. */
static Object *find_named(const Renamer *in, const Object *object, Text name) {
    ObjectKind kind = object->kind;
    return schema_find_key(in->old, schema_key(in->old->arena, kind, object->schema,
                                               object->relation, name, object->arguments));
}

static bool has_label(const Object *type, Text label) {
    return type != NULL && text_list_contains(&((const EnumType *)type)->labels, label);
}

/* ALTER ... RENAME, with everything qualified. */
static Text rename_statement(Arena *arena, const Object *object, const Hint *hint, Text new_name) {
    Text keyword = text_from_string(object_kind_facts[object->kind].keyword);
    if (!text_is_absent(hint->label)) {
        return text_format(arena, "ALTER TYPE %s RENAME VALUE %L TO %L",
                           object_sql_name(arena, object), hint->argument, hint->label);
    }
    if (!is_child(object)) {
        return text_format(arena, "ALTER %s %s RENAME TO %I", keyword,
                           object_sql_name(arena, object), new_name);
    }
    Text relation = object_sql_relation(arena, object);
    if (object->kind != KIND_COLUMN && object->kind != KIND_CONSTRAINT) {
        return text_format(arena, "ALTER %s %I ON %s RENAME TO %I", keyword, object->name, relation,
                           new_name);
    }
    const Object *parent = object->parent;
    return text_format(arena, "ALTER %s %s RENAME %s %I TO %I",
                       text_from_string(object_kind_facts[parent->kind].keyword), relation,
                       parent->kind == KIND_COMPOSITE ? TEXT("ATTRIBUTE") : keyword, object->name,
                       new_name);
}

static void make_rename(const Renamer *in, Object *object, const Hint *hint, Text new_name) {
    Arena scratch = {0};
    Arena *arena = in->old->arena;
    const Object *before = object_copy(arena, object);
    Interpreter interpreter = interpreter_new(in->old, &scratch, in->diagnostics);
    Text statement = rename_statement(arena, object, hint, new_name);
    if (before->kind == KIND_ENUM) { /* its labels are renamed in place */
        EnumType *type = (EnumType *)before;
        TextList labels = type->labels;
        type->labels = (TextList){0};
        for (size_t i = 0; i < labels.count; i++) {
            list_push(arena, &type->labels, labels.items[i]);
        }
    }
    if (interpreter_apply_text(&interpreter, statement)) {
        list_push(arena, &in->old->renames, ((Rename){before, object_copy(arena, object)}));
    }
    arena_end(&scratch);
}

/* Nothing of this kind is there yet in that schema: whoever builds it anew has nothing to rename.
 */
static bool is_all_new(const Renamer *in, const Object *object) {
    if (is_child(object)) {
        return object->parent == NULL || schema_find_key(in->old, object->parent->key) == NULL;
    }
    for (size_t i = 0; i < in->old->all.count; i++) {
        const Object *other = in->old->all.items[i];
        if (other->kind == object->kind && text_equal(other->schema, object->schema) &&
            !text_equal(other->name, TEXT("public"))) {
            return false;
        }
    }
    return true;
}

/* psqldef passes over such a hint. */
static void report_unmatched(const Renamer *in, const Hint *hint, Text what) {
    DiagnosticId id = hint->is_lenient ? DIAGNOSTIC_UNUSED_HINT : DIAGNOSTIC_WRONG_HINT;
    diagnostic_add(in->diagnostics, id, hint->where,
                   "%s is said to be renamed from \"%s\", and neither is there", what,
                   hint->argument);
    diagnostic_hint(in->diagnostics,
                    TEXT("Once every database has the new name, the hint can go."));
}

static void rename_label_of(const Renamer *in, const Hint *hint) {
    Object *type = find_named(in, hint->object, hint->object->name);
    if (type == NULL || has_label(type, hint->label)) {
        return;
    }
    if (has_label(type, hint->argument)) {
        make_rename(in, type, hint, TEXT(""));
        return;
    }
    report_unmatched(in, hint,
                     text_format(in->old->arena, "value %L of %s", hint->label,
                                 object_describe(in->old->arena, hint->object)));
}

static void rename_object(const Renamer *in, const Hint *hint) {
    const Object *object = hint->object;
    if (find_named(in, object, object->name) != NULL) {
        return;
    }
    Object *found = find_named(in, object, hint->argument);
    if (found != NULL) {
        make_rename(in, found, hint, object->name);
    } else if (!is_all_new(in, object)) {
        report_unmatched(in, hint, object_describe(in->old->arena, object));
    }
}

/* Names with a table or a type are made of its new name: that one first, and schemas before all. */
static int depth_of(const Hint *hint) {
    return !text_is_absent(hint->label)        ? 3
           : is_child(hint->object)            ? 2
           : hint->object->kind == KIND_SCHEMA ? 0
                                               : 1;
}

/* The sequence of a serial column follows the column, which is known under its new name by now. */
static void rename_owned_sequences(const Renamer *in) {
    ObjectList missing = {0};
    for (size_t i = 0; i < in->new->roots.count; i++) {
        Object *object = in->new->roots.items[i];
        bool is_owned = object->kind == KIND_SEQUENCE &&
                        !text_is_empty(((const Sequence *)object)->owned_table);
        if (is_owned && find_named(in, object, object->name) == NULL) {
            list_push(in->old->arena, &missing, object);
        }
    }
    for (size_t i = 0; i < missing.count; i++) {
        const Sequence *wanted = (const Sequence *)missing.items[i];
        for (size_t j = 0; j < in->old->roots.count; j++) {
            Sequence *found = (Sequence *)in->old->roots.items[j];
            if (found->object.kind == KIND_SEQUENCE &&
                text_equal(found->object.schema, wanted->object.schema) &&
                text_equal(found->owned_schema, wanted->owned_schema) &&
                text_equal(found->owned_table, wanted->owned_table) &&
                text_equal(found->owned_column, wanted->owned_column) &&
                schema_find_key(in->new, found->object.key) == NULL) {
                Hint follows = {.verb = HINT_RENAMED_FROM, .object = &wanted->object};
                make_rename(in, &found->object, &follows, wanted->object.name);
                break;
            }
        }
    }
}

void hint_rename(Schema *old, const Schema *new, Diagnostics *diagnostics) {
    Renamer in = {old, new, diagnostics};
    for (int depth = 0; depth <= 3; depth++) {
        for (size_t i = 0; i < new->hints.count; i++) {
            const Hint *hint = &new->hints.items[i];
            if (hint->verb != HINT_RENAMED_FROM || depth_of(hint) != depth) {
                continue;
            }
            if (!text_is_absent(hint->label)) {
                rename_label_of(&in, hint);
            } else {
                rename_object(&in, hint);
            }
        }
    }
    if (old->renames.count != 0) {
        rename_owned_sequences(&in);
        schema_finish(old);
    }
}
