/*
 * Enums, domains, composite types.  Rebuilding an enum is in emit_rebuild.c.
 */
#include "emit/spell.h"
#include "emit/spell_column.h"

static Text type_is_missing(const Spelling *out, const Object *type) {
    return text_format(out->arena, "to_regtype(%L) IS NULL", object_sql_name(out->arena, type));
}

Text enum_definition(Arena *arena, const EnumType *type) {
    TextList labels = {0};
    size_t length = 0;
    for (size_t i = 0; i < type->labels.count; i++) {
        list_push(arena, &labels, text_quote_literal(arena, type->labels.items[i]));
        length += labels.items[i].length + 2;
    }
    Text name = object_sql_name(arena, &type->object);
    return length <= 60 ? text_format(arena, "CREATE TYPE %s AS ENUM (%s)", name,
                                      text_join(arena, &labels, TEXT(", ")))
                        : text_format(arena, "CREATE TYPE %s AS ENUM (\n    %s\n)", name,
                                      text_join(arena, &labels, TEXT(",\n    ")));
}

void create_enum(Spelling *out) {
    const EnumType *type = (const EnumType *)out->step->new;
    Text count = text_from_integer(out->arena, (int64_t)type->labels.count);
    guard_add(out,
              text_format(out->arena, "Creates %s, an enumeration of %s %s.",
                          object_describe(out->arena, &type->object), count,
                          type->labels.count == 1 ? TEXT("value") : TEXT("values")),
              type_is_missing(out, &type->object), enum_definition(out->arena, type));
    spell_belongings(out, &type->object);
}

/* The first label that the old type has: a new one in front of all of them goes BEFORE it. */
static Text first_known(const EnumType *old, const EnumType *new) {
    for (size_t i = 0; i < new->labels.count; i++) {
        if (text_list_contains(&old->labels, new->labels.items[i])) {
            return new->labels.items[i];
        }
    }
    return TEXT_ABSENT;
}

void alter_labels(Spelling *out) {
    const EnumType *old = (const EnumType *)out->step->old, *new = (const EnumType *)out->step->new;
    Text name = object_sql_name(out->arena, &new->object);
    Text what = object_describe(out->arena, &new->object);
    Text anchor = first_known(old, new);
    bool has_anchor = !text_is_absent(anchor), is_before = has_anchor;
    for (size_t i = 0; i < new->labels.count; i++) {
        Text label = new->labels.items[i];
        if (text_list_contains(&old->labels, label)) {
            is_before = false;
            continue;
        }
        Builder sql = builder_new(out->arena);
        builder_format(&sql, "ALTER TYPE %s ADD VALUE IF NOT EXISTS %L", name, label);
        if (is_before) {
            builder_format(&sql, " BEFORE %L", anchor);
        } else if (i > 0) {
            builder_format(&sql, " AFTER %L", new->labels.items[i - 1]);
        }
        spell_add(out,
                  text_format(out->arena,
                              "Adds the value %L to %s. PostgreSQL cannot take a value away again: "
                              "undoing this builds the type anew.",
                              label, what),
                  builder_text(&sql));
    }
}

/* CREATE DOMAIN over a domain takes the default of that. */
static void drop_taken_default(Spelling *out, const Domain *domain) {
    const Object *base = spell_type_behind(out->target, domain->type);
    bool is_taken = base != NULL && base->kind == KIND_DOMAIN &&
                    text_equal(object_sql_name(out->arena, base), domain->type) &&
                    !text_is_absent(((const Domain *)base)->default_value);
    if (is_taken && text_is_absent(domain->default_value)) {
        spell_format(out,
                     text_format(out->arena, "The default of %s is not for this one.",
                                 object_describe(out->arena, base)),
                     "ALTER DOMAIN %s DROP DEFAULT", object_sql_name(out->arena, &domain->object));
    }
}

void create_domain(Spelling *out) {
    const Domain *domain = (const Domain *)out->step->new;
    Builder sql = builder_new(out->arena);
    builder_format(&sql, "CREATE DOMAIN %s AS %s", object_sql_name(out->arena, &domain->object),
                   domain->type);
    if (!text_is_empty(domain->collation)) {
        builder_format(&sql, "\n    COLLATE %s", domain->collation);
    }
    if (!text_is_absent(domain->default_value)) {
        builder_format(&sql, "\n    DEFAULT %s", domain->default_value);
    }
    if (domain->is_not_null) {
        builder_add(&sql, TEXT("\n    NOT NULL"));
    }
    for (size_t i = 0; i < out->step->folded.count; i++) {
        builder_format(&sql, "\n    %s",
                       spell_constraint(out->arena, out->step->folded.items[i]->new));
    }
    guard_add(out,
              text_format(out->arena, "Creates %s, a name for %s with rules of its own.",
                          object_describe(out->arena, &domain->object), domain->type),
              type_is_missing(out, &domain->object), builder_text(&sql));
    drop_taken_default(out, domain);
    spell_belongings(out, &domain->object);
    for (size_t i = 0; i < out->step->folded.count; i++) {
        const Object *constraint = out->step->folded.items[i]->new;
        spell_remarks(out, constraint);
    }
}

void alter_domain_default(Spelling *out) {
    const Domain *new = (const Domain *)out->step->new;
    bool has_default = !text_is_absent(new->default_value);
    spell_format(out,
                 text_format(out->arena,
                             has_default ? "Gives columns of %s a default, where they have none of "
                                           "their own."
                                         : "Columns of %s no longer get a default from it.",
                             object_describe(out->arena, &new->object)),
                 "ALTER DOMAIN %s %s%s", object_sql_name(out->arena, &new->object),
                 has_default ? TEXT("SET DEFAULT ") : TEXT("DROP DEFAULT"),
                 has_default ? new->default_value : TEXT(""));
}

void alter_domain_not_null(Spelling *out) {
    const Domain *new = (const Domain *)out->step->new;
    spell_format(
        out,
        text_format(out->arena,
                    new->is_not_null
                        ? "Forbids NULL in every column of %s. Fails, and changes nothing, "
                          "if one holds NULL."
                        : "Allows NULL in columns of %s.",
                    object_describe(out->arena, &new->object)),
        "ALTER DOMAIN %s %s NOT NULL", object_sql_name(out->arena, &new->object),
        new->is_not_null ? TEXT("SET") : TEXT("DROP"));
}

static Text attribute_definition(Arena *arena, const Column *attribute) {
    return text_is_empty(attribute->collation)
               ? text_format(arena, "%I %s", attribute->object.name, attribute->type)
               : text_format(arena, "%I %s COLLATE %s", attribute->object.name, attribute->type,
                             attribute->collation);
}

void create_composite(Spelling *out) {
    const Object *type = out->step->new;
    TextList lines = {0};
    for (size_t i = 0; i < type->children.count; i++) {
        if (type->children.items[i]->kind == KIND_COLUMN) {
            list_push(out->arena, &lines,
                      attribute_definition(out->arena, (const Column *)type->children.items[i]));
        }
    }
    Text name = object_sql_name(out->arena, type);
    guard_add(out,
              text_format(out->arena, "Creates %s, a row of values under one name.",
                          object_describe(out->arena, type)),
              type_is_missing(out, type),
              lines.count == 0 ? text_format(out->arena, "CREATE TYPE %s AS ()", name)
                               : text_format(out->arena, "CREATE TYPE %s AS (\n    %s\n)", name,
                                             text_join(out->arena, &lines, TEXT(",\n    "))));
    spell_belongings(out, type);
    for (size_t i = 0; i < type->children.count; i++) {
        const Object *child = type->children.items[i];
        spell_remarks(out, child);
    }
}

static bool has_typed_table(const Schema *schema, const Object *attribute) {
    for (size_t i = 0; i < schema->roots.count; i++) {
        const Table *table = (const Table *)schema->roots.items[i];
        if (table->object.kind == KIND_TABLE && text_equal(table->of_type, attribute->relation) &&
            text_equal(table->of_schema, attribute->schema)) {
            return true;
        }
    }
    return false;
}

/* Tables that are made OF the type change with it, those that are still or already there. */
static Text cascade(const Spelling *out, const Column *attribute) {
    bool is_typed = has_typed_table(out->source, &attribute->object) ||
                    has_typed_table(out->target, &attribute->object);
    return is_typed ? TEXT(" CASCADE") : TEXT("");
}

void attribute_create(Spelling *out) {
    const Column *new = (const Column *)out->step->new;
    Text type = object_sql_relation(out->arena, &new->object);
    guard_add(out,
              text_format(out->arena, "Adds %s. It is NULL in values that are there already.",
                          column_in_words(out, new)),
              text_format(out->arena, "NOT %s",
                          guard_column(out->arena, type, new->object.name, TEXT(""))),
              text_format(out->arena, "ALTER TYPE %s\n    ADD ATTRIBUTE %s%s", type,
                          attribute_definition(out->arena, new), cascade(out, new)));
    spell_remarks(out, &new->object);
}

void attribute_drop(Spelling *out) {
    const Column *old = (const Column *)out->step->old;
    const Object *now = schema_find_key(out->target, old->object.key);
    Text what = column_in_words(out, old);
    Text type = object_sql_relation(out->arena, &old->object);
    if (now == NULL) {
        spell_format(out, text_format(out->arena, "Removes %s.", what),
                     "ALTER TYPE %s\n    DROP ATTRIBUTE IF EXISTS %I%s", type, old->object.name,
                     cascade(out, old));
        return;
    }
    Text other =
        guard_type_is(out->arena, ((const Column *)now)->type, TEXT("atttypid"), TEXT("atttypmod"));
    guard_add(out, text_format(out->arena, "Removes the old %s, which is built anew below.", what),
              guard_column(out->arena, type, old->object.name,
                           text_format(out->arena, "\n            AND NOT (%s)", other)),
              text_format(out->arena, "ALTER TYPE %s\n    DROP ATTRIBUTE %I%s", type,
                          old->object.name, cascade(out, old)));
}

void alter_attribute_type(Spelling *out) {
    const Column *old = (const Column *)out->step->old, *new = (const Column *)out->step->new;
    guard_add(out,
              text_format(out->arena, "Changes the type of %s from %s to %s.",
                          column_in_words(out, new), old->type, new->type),
              text_format(out->arena, "NOT %s", guard_column_type(out, new)),
              text_format(out->arena, "%s\n    ALTER ATTRIBUTE %I TYPE %s%s%s",
                          column_alter(out, new), new->object.name, new->type,
                          text_is_empty(new->collation)
                              ? TEXT("")
                              : text_format(out->arena, " COLLATE %s", new->collation),
                          cascade(out, new)));
}
