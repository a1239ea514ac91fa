/*
 * Objects whose definition is a list of items: CREATE, DROP, and the ALTERs that PostgreSQL has.
 */
#include "emit/spell_definition.h"

#include "compiler/definition.h"

/* "(\n    sfunc = int4pl,\n    stype = integer\n)" */
static Text item_list(const Spelling *out, const Definition *definition) {
    TextList items = {0};
    for (size_t i = 0; i < definition->items.count; i++) {
        const Setting *item = &definition->items.items[i];
        const ItemFacts *facts = definition_facts(definition->object.kind, item->name);
        bool is_mapping = definition->object.kind == KIND_TEXT_SEARCH_CONFIGURATION &&
                          text_equal(text_from_string(facts->name), TEXT("*"));
        if (!is_mapping) {
            list_push(out->arena, &items,
                      definition_item_text(out->arena, definition->object.kind, item));
        }
    }
    return text_format(out->arena, "(\n    %s\n)", text_join(out->arena, &items, TEXT(",\n    ")));
}

/* What stands between CREATE and the list. */
static Text created_name(Arena *arena, const Definition *definition) {
    const Object *object = &definition->object;
    Text keyword = text_from_string(object_kind_facts[object->kind].keyword);
    switch (object->kind) {
        case KIND_AGGREGATE:
            return text_format(arena, "%s %I.%I(%s)", keyword, object->schema, object->name,
                               definition->parameters);
        case KIND_OPERATOR:
            return text_format(arena, "%s %I.%s", keyword, object->schema, object->name);
        case KIND_RANGE:
            return text_format(arena, "%s %s AS RANGE", keyword, object_sql_name(arena, object));
        default: return text_format(arena, "%s %s", keyword, object_sql_name(arena, object));
    }
}

static Text definition_in_words(Arena *arena, const Object *object) {
    return text_format(arena, "Creates %s.", object_describe(arena, object));
}

/* CREATE has IF NOT EXISTS or OR REPLACE. */
static bool can_run_twice(ObjectKind kind) {
    return kind == KIND_AGGREGATE || kind == KIND_COLLATION || kind == KIND_LANGUAGE ||
           kind == KIND_TRANSFORM;
}

/* What follows CREATE. */
static Text created(const Spelling *out, const Definition *definition) {
    Text program = spell_program(out, definition);
    if (!text_is_absent(program)) {
        return program;
    }
    Text items = item_list(out, definition);
    switch (definition->object.kind) {
        case KIND_AGGREGATE:
            return text_format(out->arena, "%s%s %s", spell_or_replace(out),
                               created_name(out->arena, definition), items);
        case KIND_COLLATION:
            return text_format(out->arena, "COLLATION %s%s %s", spell_if_not_exists(out),
                               object_sql_name(out->arena, &definition->object), items);
        default:
            return text_format(out->arena, "%s %s", created_name(out->arena, definition), items);
    }
}

static Text type_by_name(Arena *arena, const Object *type, const char *also) {
    return text_format(arena,
                       "EXISTS (\n        SELECT FROM pg_catalog.pg_type\n"
                       "        WHERE typnamespace = to_regnamespace(%L) AND typname = %L%s\n    )",
                       text_quote_identifier(arena, type->schema), type->name,
                       text_from_string(also));
}

/* to_regtype() will not have a shell. */
static void create_shell(Spelling *out, const Object *type) {
    guard_add(out,
              text_format(out->arena,
                          "Creates %s as a shell, for the functions that make it a type.",
                          object_describe(out->arena, type)),
              text_format(out->arena, "NOT %s", type_by_name(out->arena, type, "")),
              text_format(out->arena, "CREATE TYPE %s", object_sql_name(out->arena, type)));
}

static void fill_shell(Spelling *out, const Definition *type) {
    guard_add(out,
              text_format(out->arena, "Makes %s a type, by the functions that are there now.",
                          object_describe(out->arena, &type->object)),
              text_format(out->arena, "NOT %s",
                          type_by_name(out->arena, &type->object, " AND typisdefined")),
              text_format(out->arena, "CREATE TYPE %s %s",
                          object_sql_name(out->arena, &type->object), item_list(out, type)));
    spell_belongings(out, &type->object);
}

void create_definition(Spelling *out) {
    const Definition *definition = (const Definition *)out->step->new;
    const Object *object = &definition->object;
    if (object->kind == KIND_BASE_TYPE) {
        create_shell(out, object);
        return;
    }
    Text words = definition_in_words(out->arena, object);
    Text sql = text_format(out->arena, "CREATE %s", created(out, definition));
    if (can_run_twice(object->kind)) {
        spell_add(out, words, sql);
    } else {
        guard_add(out, words, guard_is_missing(out->arena, object), sql);
    }
    if (object->kind == KIND_TEXT_SEARCH_CONFIGURATION) {
        spell_token_mappings(out, NULL, definition);
    } else if (object->kind == KIND_OPERATOR_FAMILY) {
        spell_family_members(out, NULL, definition);
    }
    spell_belongings(out, object);
}

/* On a second run the access method that DROP names may be gone, which IF EXISTS does not bear. */
static bool loses_method(const Spelling *out, const Object *object) {
    return (object->kind == KIND_OPERATOR_CLASS || object->kind == KIND_OPERATOR_FAMILY) &&
           schema_find(out->source, KIND_ACCESS_METHOD, TEXT(""), object->arguments) != NULL &&
           schema_find(out->target, KIND_ACCESS_METHOD, TEXT(""), object->arguments) == NULL;
}

void drop_definition(Spelling *out) {
    ObjectKind kind = out->step->old->kind;
    if (kind == KIND_BASE_TYPE) {
        const Object *type = out->step->old;
        spell_format(out,
                     text_format(out->arena,
                                 "Removes %s. CASCADE takes its own functions along, which cannot "
                                 "go without it, nor it without them.",
                                 object_describe(out->arena, type)),
                     "DROP TYPE IF EXISTS %s CASCADE", object_sql_name(out->arena, type));
    } else if (object_kind_is_type(kind) || object_kind_is_routine(kind)) {
        drop_named(out);
    } else if (loses_method(out, out->step->old)) {
        const Object *old = out->step->old;
        guard_add(out, text_format(out->arena, "Removes %s.", object_describe(out->arena, old)),
                  guard_is_there(out->arena, old),
                  text_format(out->arena, "DROP %s", spell_designation(out->arena, old)));
    } else {
        drop_guarded(out);
    }
}

/* ---- ALTER ---- */

static Text changed_in_words(const Spelling *out) {
    return text_format(out->arena, "Changes the definition of %s.",
                       object_describe(out->arena, out->step->new));
}

/* ALTER OPERATOR ... SET (restrict = f, join = NONE), and the like. */
static void set_items(Spelling *out, const char *verb, const char *without) {
    const Definition *old = (const Definition *)out->step->old;
    const Definition *new = (const Definition *)out->step->new;
    TextList items = {0};
    for (size_t i = 0; i < new->items.count; i++) {
        const Setting *item = &new->items.items[i];
        if (!text_same(item->value, definition_item(old, item->name))) {
            list_push(out->arena, &items, definition_item_text(out->arena, new->object.kind, item));
        }
    }
    for (size_t i = 0; i < old->items.count; i++) {
        Text name = old->items.items[i].name;
        if (text_is_absent(definition_item(new, name))) {
            list_push(out->arena, &items,
                      text_format(out->arena, without, text_quote_identifier(out->arena, name)));
        }
    }
    spell_format(out, changed_in_words(out), "ALTER %s%s (%s)",
                 spell_designation(out->arena, &new->object), text_from_string(verb),
                 text_join(out->arena, &items, TEXT(", ")));
}

void alter_definition(Spelling *out) {
    const Definition *old = (const Definition *)out->step->old;
    const Definition *new = (const Definition *)out->step->new;
    if (new->object.kind == KIND_BASE_TYPE && old->items.count == 0) {
        fill_shell(out, new);
        return;
    }
    switch (new->object.kind) {
        case KIND_AGGREGATE:
        case KIND_LANGUAGE:
        case KIND_TRANSFORM:
            spell_format(out, changed_in_words(out), "CREATE %s", created(out, new));
            break;
        case KIND_TEXT_SEARCH_CONFIGURATION: spell_token_mappings(out, old, new); break;
        case KIND_OPERATOR_FAMILY: spell_family_members(out, old, new); break;
        case KIND_TEXT_SEARCH_DICTIONARY: set_items(out, "", "%s"); break;
        default: set_items(out, " SET", "%s = NONE"); break;
    }
}
