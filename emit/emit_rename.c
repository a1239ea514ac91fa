/*
 * Renames: the statement that gives an object, or an enum's label, its earlier name.
 *
 * PostgreSQL knows IF EXISTS only for some of them, and a second run must find nothing to do: each
 * asks the catalog first whether the one name is there and the other is not.
 */
#include "compiler/definition.h"
#include "emit/emit.h"
#include "emit/spell.h"

/* EXISTS for what has a name of its own: the function that turns the name into an oid, or NULL. */
static const char *lookup_function(ObjectKind kind) {
    switch (kind) {
        case KIND_SCHEMA: return "to_regnamespace";
        case KIND_ENUM:
        case KIND_DOMAIN:
        case KIND_COMPOSITE: return "to_regtype";
        case KIND_FUNCTION:
        case KIND_PROCEDURE: return "to_regprocedure";
        case KIND_TABLE:
        case KIND_VIEW:
        case KIND_MATERIALIZED_VIEW:
        case KIND_SEQUENCE: return "to_regclass";
        default: return NULL;
    }
}

static Text guard_rule(Arena *arena, const Object *rule) {
    return text_format(arena,
                       "EXISTS (\n        SELECT FROM pg_catalog.pg_rewrite\n"
                       "        WHERE ev_class = to_regclass(%L) AND rulename = %L\n    )",
                       object_sql_relation(arena, rule), rule->name);
}

static Text exists(Arena *arena, const Object *object) {
    const char *function = lookup_function(object->kind);
    if (function != NULL) {
        return text_format(arena, "%s(%L) IS NOT NULL", text_from_string(function),
                           object_kind_is_routine(object->kind)
                               ? definition_routine_address(arena, object)
                               : object_sql_name(arena, object));
    }
    switch (object->kind) {
        case KIND_COLUMN:
            return guard_column(arena, object_sql_relation(arena, object), object->name, TEXT(""));
        case KIND_TRIGGER: return guard_trigger(arena, object);
        case KIND_POLICY: return guard_policy(arena, object);
        default: return guard_rule(arena, object);
    }
}

bool emit_can_rename(ObjectKind kind) {
    return lookup_function(kind) != NULL || kind == KIND_COLUMN || kind == KIND_TRIGGER ||
           kind == KIND_POLICY || kind == KIND_RULE;
}

/* "ALTER TABLE public.t RENAME COLUMN a", up to the TO. */
static Text rename_head(Arena *arena, const Object *object) {
    Text name = object_sql_name(arena, object);
    Text keyword = text_from_string(object_kind_facts[object->kind].keyword);
    if (object->kind == KIND_COLUMN) {
        const Object *parent = object->parent;
        return text_format(arena, "ALTER %s %s\n    RENAME %s %s",
                           text_from_string(object_kind_facts[parent->kind].keyword),
                           object_sql_relation(arena, object),
                           parent->kind == KIND_COMPOSITE ? TEXT("ATTRIBUTE") : TEXT("COLUMN"),
                           name);
    }
    if (object_kind_facts[object->kind].is_child) {
        return text_format(arena, "ALTER %s %s ON %s RENAME", keyword, name,
                           object_sql_relation(arena, object));
    }
    return text_format(arena, "ALTER %s %s RENAME", keyword, name);
}

static RenameStatement make_statement(Arena *arena, Text comment, Text condition, Text plain) {
    Text inner = text_format(arena, "BEGIN\n    IF %s THEN\n%s;\n    END IF;\nEND\n", condition,
                             layout_indent(arena, plain, 8));
    Text quote = layout_dollar_quote(arena, inner, TEXT("do"));
    return (RenameStatement){.comment = comment,
                             .plain = text_format(arena, "%s;", plain),
                             .guarded = text_format(arena, "DO %s\n%s%s;", quote, inner, quote)};
}

static Text rename_sql(Arena *arena, const Object *object, Text name) {
    return text_format(arena, "%s TO %I", rename_head(arena, object), name);
}

/* "a AND NOT b": the object is there, and nothing has the name that it shall have. */
static Text condition_of(Arena *arena, const Object *object, const Object *wanted) {
    Text there = exists(arena, wanted);
    return text_format(arena, "%s\n        AND NOT %s", exists(arena, object),
                       lookup_function(object->kind) == NULL ? there
                                                             : text_format(arena, "(%s)", there));
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
        plain = text_format(arena, "ALTER %s %s SET SCHEMA %I",
                            text_from_string(object_kind_facts[object->kind].keyword),
                            object_sql_name(arena, object), origin->schema);
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
    Text condition = text_format(arena, "%s\n        AND %s", exists(arena, wanted),
                                 condition_of(arena, blocker, &aside));
    return make_statement(arena, comment, condition, rename_sql(arena, blocker, aside.name));
}

RenameStatement emit_label_rename(Arena *arena, const LabelRename *rename) {
    Text name = object_sql_name(arena, rename->type);
    Text has = TEXT("EXISTS (\n        SELECT FROM pg_catalog.pg_enum\n        WHERE enumtypid = "
                    "to_regtype(%L) AND enumlabel = %L\n    )");
    const char *template = has.data;
    Text condition =
        text_format(arena, "%s\n        AND NOT %s", text_format(arena, template, name, rename->to),
                    text_format(arena, template, name, rename->from));
    Text comment = text_format(arena, "Gives value %L of %s its name back: %L.", rename->to,
                               object_describe(arena, rename->type), rename->from);
    return make_statement(
        arena, comment, condition,
        text_format(arena, "ALTER TYPE %s RENAME VALUE %L TO %L", name, rename->to, rename->from));
}
