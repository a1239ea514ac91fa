/*
 * Renames: ALTER ... RENAME, for every kind of object and for values of enums.
 *
 * PostgreSQL knows IF EXISTS only for some of them, and a second run must find nothing to do: each
 * asks the catalog first whether the one name is there and the other is not.  A step of a plan
 * holds the object as it was and as it will be; the rollback of a migration that somebody wrote
 * gives back, one by one, the names that objects had before (Object.origin).
 */
#include "emit/spell.h"

#include "emit/emit.h"

/* ---- statements and their conditions ---- */

static Text condition_of(Arena *arena, const Object *old, const Object *new) {
    return text_format(arena, "%s\n        AND %s", guard_is_there(arena, old),
                       guard_is_missing(arena, new));
}

static Text rename_sql(Arena *arena, const Object *object, Text name) {
    Text keyword = text_from_string(object_kind_facts[object->kind].keyword);
    if (object->kind == KIND_COLUMN || object->kind == KIND_CONSTRAINT) {
        bool is_attribute = object->parent != NULL && object->parent->kind == KIND_COMPOSITE;
        Text owner = object->parent == NULL
                         ? TEXT("TABLE")
                         : text_from_string(object_kind_facts[object->parent->kind].keyword);
        return text_format(arena, "ALTER %s %s\n    RENAME %s %I TO %I", owner,
                           object_sql_relation(arena, object),
                           is_attribute ? TEXT("ATTRIBUTE") : keyword, object->name, name);
    }
    return text_format(arena, "ALTER %s\n    RENAME TO %I", spell_designation(arena, object), name);
}

static Text label_condition(Arena *arena, Text type, Text label) {
    return text_format(arena,
                       "EXISTS (\n        SELECT FROM pg_catalog.pg_enum\n"
                       "        WHERE enumtypid = to_regtype(%L) AND enumlabel = %L\n    )",
                       type, label);
}

static Text label_sql(Arena *arena, Text type, Text from, Text to) {
    return text_format(arena, "ALTER TYPE %s\n    RENAME VALUE %L TO %L", type, from, to);
}

/* ---- steps of a plan ---- */

static bool holds_data(ObjectKind kind) {
    return kind == KIND_TABLE || kind == KIND_COLUMN || kind == KIND_SCHEMA ||
           kind == KIND_MATERIALIZED_VIEW;
}

/* The value that has another name: the lists are the same but for that. */
static void rename_label(Spelling *out, const EnumType *old, const EnumType *new) {
    Text type = object_sql_name(out->arena, &new->object);
    for (size_t i = 0; i < old->labels.count && i < new->labels.count; i++) {
        Text before = old->labels.items[i], after = new->labels.items[i];
        if (!text_equal(before, after)) {
            Text words = text_format(out->arena,
                                     "Gives the value %L of %s its new name, %L, in every row that "
                                     "holds it.",
                                     before, object_describe(out->arena, &new->object), after);
            guard_add(out, words, label_condition(out->arena, type, before),
                      label_sql(out->arena, type, before, after));
        }
    }
}

void alter_rename(Spelling *out) {
    const Object *old = out->step->old, *new = out->step->new;
    if (old->kind == KIND_ENUM && text_equal(old->name, new->name)) {
        rename_label(out, (const EnumType *)old, (const EnumType *)new);
        return;
    }
    Text words = text_format(
        out->arena, "Gives %s its new name, %I.%s", object_describe(out->arena, old), new->name,
        holds_data(old->kind) ? TEXT(" What it holds stays as it is.") : TEXT(""));
    guard_add(out, words, condition_of(out->arena, old, new),
              rename_sql(out->arena, old, new->name));
}

/* ---- names given back ---- */

static RenameStatement make_statement(Arena *arena, Text comment, Text condition, Text plain) {
    return (RenameStatement){.comment = comment,
                             .plain = text_format(arena, "%s;", plain),
                             .guarded =
                                 text_format(arena, "%s;", guard_block(arena, condition, plain))};
}

bool emit_can_rename(ObjectKind kind) {
    switch (kind) {
        case KIND_SCHEMA:
        case KIND_ENUM:
        case KIND_DOMAIN:
        case KIND_COMPOSITE:
        case KIND_FUNCTION:
        case KIND_PROCEDURE:
        case KIND_TABLE:
        case KIND_VIEW:
        case KIND_MATERIALIZED_VIEW:
        case KIND_SEQUENCE:
        case KIND_COLUMN:
        case KIND_TRIGGER:
        case KIND_POLICY:
        case KIND_RULE: return true;
        default: return false;
    }
}

RenameStatement emit_rename(Arena *arena, const Object *object) {
    const Object *origin = object->origin;
    Object wanted = *object;
    Text plain;
    if (text_equal(object->schema, origin->schema) || object_kind_facts[object->kind].is_child) {
        wanted.name = origin->name;
        plain = rename_sql(arena, object, origin->name);
    } else {
        wanted.schema = origin->schema;
        plain = text_format(arena, "ALTER %s\n    SET SCHEMA %I", spell_designation(arena, object),
                            origin->schema);
    }
    Text comment = text_format(arena, "Gives %s its name back: %s.", object_describe(arena, object),
                               object_sql_name(arena, &wanted));
    return make_statement(arena, comment, condition_of(arena, object, &wanted), plain);
}

RenameStatement emit_rename_aside(Arena *arena, const Object *blocker, const Object *wanted) {
    Object aside = *blocker;
    aside.name = text_format(arena, "%s__new", text_clip(blocker->name, 58));
    Text comment = text_format(arena, "Moves %s aside, to %s: its name goes back to %s.",
                               object_describe(arena, blocker), object_sql_name(arena, &aside),
                               object_describe(arena, wanted));
    Text condition = text_format(arena, "%s\n        AND %s", guard_is_there(arena, wanted),
                                 condition_of(arena, blocker, &aside));
    return make_statement(arena, comment, condition, rename_sql(arena, blocker, aside.name));
}

RenameStatement emit_label_rename(Arena *arena, const LabelRename *rename) {
    Text type = object_sql_name(arena, rename->type);
    Text condition =
        text_format(arena, "%s\n        AND NOT %s", label_condition(arena, type, rename->to),
                    label_condition(arena, type, rename->from));
    Text comment = text_format(arena, "Gives value %L of %s its name back: %L.", rename->to,
                               object_describe(arena, rename->type), rename->from);
    return make_statement(arena, comment, condition,
                          label_sql(arena, type, rename->to, rename->from));
}
