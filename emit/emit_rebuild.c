/*
 * An enum whose values are taken away or put in another order: PostgreSQL has no ALTER for that.
 *
 * The new type is built beside the old one, the columns are converted through text, the old type
 * goes.  One DO block that first compares the labels, so that it happens once or not at all.
 */
#include "emit/spell.h"
#include "emit/spell_column.h"

static Text label_array(Arena *arena, const TextList *labels) {
    TextList quoted = {0};
    for (size_t i = 0; i < labels->count; i++) {
        list_push(arena, &quoted, text_quote_literal(arena, labels->items[i]));
    }
    return text_format(arena, "ARRAY[%s]::text[]", text_join(arena, &quoted, TEXT(", ")));
}

static Text labels_differ(const Spelling *out, const EnumType *type) {
    return text_format(out->arena,
                       "ARRAY(\n        SELECT enumlabel::text FROM pg_catalog.pg_enum\n"
                       "        WHERE enumtypid = to_regtype(%L)\n"
                       "        ORDER BY enumsortorder\n    ) <> %s",
                       object_sql_name(out->arena, &type->object),
                       label_array(out->arena, &type->labels));
}

static void convert_column(Spelling *out, Builder *sql, const Column *column) {
    const Object *before = schema_find_key(out->source, column->object.key);
    const Column *old = before == NULL ? column : (const Column *)before;
    Text alter = column_alter(out, column);
    Text name = object_sql_name(out->arena, &column->object);
    bool is_array = text_ends_with(column->type, TEXT("[]"));
    builder_format(sql, "%s\n", alter);
    /* Of the states in between, either may be the one that has the default. */
    bool may_have_default =
        !text_is_absent(old->default_value) || !text_is_absent(column->default_value);
    if (old->generated == GENERATED_NEVER && may_have_default) {
        builder_format(sql, "    ALTER COLUMN %s DROP DEFAULT,\n", name);
    }
    builder_format(sql, "    ALTER COLUMN %s TYPE %s", name, column->type);
    if (!object_is_foreign_table(column->object.parent)) { /* whose rows are elsewhere */
        builder_format(sql, " USING %s::%s::%s", name, is_array ? TEXT("text[]") : TEXT("text"),
                       column->type);
    }
    builder_add(sql, TEXT(";\n"));
}

void alter_rebuild(Spelling *out) {
    const EnumType *new = (const EnumType *)out->step->new;
    Text name = object_sql_name(out->arena, &new->object);
    Text aside = text_format(out->arena, "%s__old", text_clip(new->object.name, 58));
    Builder sql = builder_new(out->arena);
    builder_format(&sql, "ALTER TYPE %s RENAME TO %I;\n%s;\n", name, aside,
                   enum_definition(out->arena, new));
    TextList names = {0};
    for (size_t i = 0; i < out->step->converted.count; i++) {
        const Column *column = (const Column *)out->step->converted.items[i];
        list_push(out->arena, &names, column_in_words(out, column));
        if (!column->is_inherited) { /* those follow their parent's */
            convert_column(out, &sql, column);
        }
    }
    builder_format(&sql, "DROP TYPE %s", text_quote_name(out->arena, new->object.schema, aside));
    guard_add(
        out,
        text_format(out->arena,
                    "Builds %s anew with its values as they are wanted, because PostgreSQL "
                    "cannot take enum values away or reorder them. Its columns are "
                    "converted (%s); a row that holds a value that is no longer there makes "
                    "this fail, and then nothing is changed.",
                    object_describe(out->arena, &new->object),
                    names.count == 0 ? TEXT("none") : text_join(out->arena, &names, TEXT(", "))),
        labels_differ(out, new), builder_text(&sql));
    if (!out->plan->no_owner) {
        spell_owner(out, &new->object);
    }
    spell_remarks(out, &new->object);
    if (!out->plan->no_privileges) {
        spell_privileges(out, &new->object, &out->step->initial);
    }
}
