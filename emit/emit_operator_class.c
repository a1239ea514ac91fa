/*
 * Operator classes and families.  Members of a class are part of its CREATE; those of a family are
 * added and dropped by ALTER.
 */
#include "emit/spell_definition.h"

#include "compiler/definition.h"

static bool is_member(const Setting *item) {
    return text_starts_with(item->name, TEXT("OPERATOR ")) ||
           text_starts_with(item->name, TEXT("FUNCTION "));
}

/* "OPERATOR 1 < (integer, bigint)", "FUNCTION 1 (integer, bigint) btint48cmp(integer, bigint)" */
static Text member_text(Arena *arena, const Setting *item) {
    if (text_starts_with(item->name, TEXT("FUNCTION "))) {
        return text_format(arena, "%s %s", item->name, item->value);
    }
    size_t end = 0;
    while (end < item->name.length && item->name.data[end] != '(') {
        end++;
    }
    return text_format(arena, "%s%s", text_slice(item->name, 0, end), item->value);
}

Text spell_operator_class(const Spelling *out, const Definition *class) {
    Arena *arena = out->arena;
    TextList members = {0};
    for (size_t i = 0; i < class->items.count; i++) {
        if (is_member(&class->items.items[i])) {
            list_push(arena, &members, member_text(arena, &class->items.items[i]));
        }
    }
    Text storage = definition_item(class, TEXT("storage"));
    if (!text_is_absent(storage)) {
        list_push(arena, &members, text_format(arena, "STORAGE %s", storage));
    } else if (members.count == 0) { /* there must be one; this says nothing new */
        list_push(arena, &members,
                  text_format(arena, "STORAGE %s", definition_item(class, TEXT("type"))));
    }
    bool is_default = !text_is_absent(definition_item(class, TEXT("default")));
    return text_format(arena, "OPERATOR CLASS %s\n    %sFOR TYPE %s USING %I FAMILY %s AS\n    %s",
                       text_quote_name(arena, class->object.schema, class->object.name),
                       is_default ? TEXT("DEFAULT ") : TEXT(""),
                       definition_item(class, TEXT("type")), class->object.arguments,
                       definition_item(class, TEXT("family")),
                       text_join(arena, &members, TEXT(",\n    ")));
}

/* A member of that number for those types is there. */
static Text member_guard(Arena *arena, const Object *family, const Setting *item) {
    bool is_operator = text_starts_with(item->name, TEXT("OPERATOR "));
    size_t start = sizeof "OPERATOR " - 1, end = start;
    while (item->name.data[end] != ' ') {
        end++;
    }
    Text types = text_slice(item->name, end + 2, item->name.length - 1);
    return text_format(
        arena,
        "EXISTS (\n        SELECT FROM pg_catalog.pg_opfamily f, pg_catalog.%s m\n"
        "        WHERE opfnamespace = to_regnamespace(%L) AND opfname = %L\n"
        "            AND opfmethod = (SELECT oid FROM pg_catalog.pg_am WHERE amname = %L)\n"
        "            AND %s = f.oid AND %s = %s\n"
        "            AND concat_ws(', ', %slefttype::regtype, %srighttype::regtype) = %L\n    )",
        is_operator ? TEXT("pg_amop") : TEXT("pg_amproc"),
        text_quote_identifier(arena, family->schema), family->name, family->arguments,
        is_operator ? TEXT("amopfamily") : TEXT("amprocfamily"),
        is_operator ? TEXT("amopstrategy") : TEXT("amprocnum"), text_slice(item->name, start, end),
        is_operator ? TEXT("amop") : TEXT("amproc"), is_operator ? TEXT("amop") : TEXT("amproc"),
        types);
}

static void change_member(Spelling *out, const Object *family, const Setting *item, bool is_drop) {
    Arena *arena = out->arena;
    Text there = member_guard(arena, family, item);
    Text what = object_describe(arena, family);
    Text name = object_sql_name(arena, family);
    if (is_drop) {
        guard_add(out, text_format(arena, "Removes %s from %s.", item->name, what), there,
                  text_format(arena, "ALTER OPERATOR FAMILY %s\n    DROP %s", name, item->name));
    } else {
        guard_add(out, text_format(arena, "Adds %s to %s.", item->name, what),
                  text_format(arena, "NOT %s", there),
                  text_format(arena, "ALTER OPERATOR FAMILY %s\n    ADD %s", name,
                              member_text(arena, item)));
    }
}

void spell_family_members(Spelling *out, const Definition *old, const Definition *new) {
    for (size_t i = 0; old != NULL && i < old->items.count; i++) {
        const Setting *item = &old->items.items[i];
        if (!text_same(item->value, definition_item(new, item->name))) {
            change_member(out, &new->object, item, true);
        }
    }
    for (size_t i = 0; i < new->items.count; i++) {
        const Setting *item = &new->items.items[i];
        if (old == NULL || !text_same(item->value, definition_item(old, item->name))) {
            change_member(out, &new->object, item, false);
        }
    }
}
