/*
 * Constraints of tables and domains.
 */
#include "emit/spell.h"

/* CREATE TABLE cannot leave a constraint unchecked: NOT VALID belongs to ALTER TABLE. */
Text spell_constraint(Arena *arena, const Object *constraint) {
    const TableConstraint *it = (const TableConstraint *)constraint;
    Text definition = it->type == CONSTRAINT_TYPE_FOREIGN_KEY
                          ? layout_foreign_key(arena, it->definition)
                          : it->definition;
    return text_format(arena, "CONSTRAINT %I %s", constraint->name, definition);
}

static bool is_domains(const Object *constraint) {
    return constraint->parent != NULL && constraint->parent->kind == KIND_DOMAIN;
}

/* "ALTER TABLE public.t" or "ALTER DOMAIN public.d". */
static Text alter_prefix(const Spelling *out, const Object *constraint) {
    return text_format(out->arena, "ALTER %s %s",
                       is_domains(constraint) ? TEXT("DOMAIN") : TEXT("TABLE"),
                       object_sql_relation(out->arena, constraint));
}

static Text columns_in_words(const Spelling *out, const TableConstraint *constraint) {
    TextList names = {0};
    for (size_t i = 0; i < constraint->columns.count; i++) {
        list_push(out->arena, &names,
                  text_quote_identifier(out->arena, constraint->columns.items[i]));
    }
    return text_join(out->arena, &names, TEXT(", "));
}

static Text rule_in_words(const Spelling *out, const TableConstraint *constraint) {
    Text relation = object_sql_relation(out->arena, &constraint->object);
    Text columns = columns_in_words(out, constraint);
    switch (constraint->type) {
        case CONSTRAINT_TYPE_PRIMARY_KEY:
            return text_format(out->arena,
                               "Makes %s the primary key of %s: required, and never twice "
                               "the same.",
                               columns, relation);
        case CONSTRAINT_TYPE_UNIQUE:
            return text_format(out->arena, "Forbids two rows of %s with the same %s.", relation,
                               columns);
        case CONSTRAINT_TYPE_CHECK:
            return text_format(out->arena, "Adds the rule %I, which every %s of %s must meet.",
                               constraint->object.name,
                               is_domains(&constraint->object) ? TEXT("value") : TEXT("row"),
                               relation);
        case CONSTRAINT_TYPE_FOREIGN_KEY:
            return text_format(
                out->arena, "Requires of %s in %s that the row it points to is in %s.", columns,
                relation,
                text_quote_name(out->arena, constraint->foreign_schema, constraint->foreign_table));
        case CONSTRAINT_TYPE_EXCLUDE:
            return text_format(out->arena, "Forbids rows of %s that conflict with each other (%I).",
                               relation, constraint->object.name);
    }
    return TEXT("");
}

static void spell_index_comment(Spelling *out, const TableConstraint *constraint) {
    const Object *object = &constraint->object;
    const char *words = text_is_absent(constraint->index_comment)
                            ? "Removes the description of the index of %s."
                            : "Describes the index of %s, for psql and other tools.";
    spell_format(out, text_format(out->arena, words, object_describe(out->arena, object)),
                 "COMMENT ON INDEX %s IS\n    %L",
                 text_quote_name(out->arena, object->schema, object->name),
                 constraint->index_comment);
}

void spell_constraint_comments(Spelling *out, const Object *constraint) {
    if (out->plan->no_comments) {
        return;
    }
    if (!text_is_absent(constraint->comment)) {
        spell_comment(out, constraint);
    }
    if (!text_is_absent(((const TableConstraint *)constraint)->index_comment)) {
        spell_index_comment(out, (const TableConstraint *)constraint);
    }
}

void alter_index_comment(Spelling *out) {
    spell_index_comment(out, (const TableConstraint *)out->step->new);
}

void create_constraint(Spelling *out) {
    const TableConstraint *new = (const TableConstraint *)out->step->new;
    Text words = text_format(
        out->arena, "%s %s", rule_in_words(out, new),
        new->is_not_enforced ? TEXT("It is written down but not enforced.")
        : new->is_not_valid  ? TEXT("Rows that are there are not looked at; new ones are.")
                             : TEXT("Rows that are there are checked; if one is in the way, this "
                                     "fails and changes nothing."));
    guard_add(
        out, words,
        text_format(out->arena, "NOT %s", guard_constraint(out->arena, &new->object, TEXT(""))),
        text_format(out->arena, "%s\n    ADD %s%s", alter_prefix(out, &new->object),
                    spell_constraint(out->arena, &new->object),
                    new->is_not_valid && !new->is_not_enforced ? TEXT(" NOT VALID") : TEXT("")));
    spell_constraint_comments(out, &new->object);
}

/* Foreign keys name another table, with or without its schema: only these are sure to be the same.
 */
static bool has_one_spelling(const TableConstraint *constraint) {
    return constraint->type == CONSTRAINT_TYPE_PRIMARY_KEY ||
           constraint->type == CONSTRAINT_TYPE_UNIQUE;
}

void drop_constraint(Spelling *out) {
    const TableConstraint *old = (const TableConstraint *)out->step->old;
    const TableConstraint *now =
        (const TableConstraint *)schema_find_key(out->target, old->object.key);
    Text prefix = alter_prefix(out, &old->object);
    Text words =
        text_format(out->arena, "%s %s.", now == NULL ? TEXT("Removes") : TEXT("Removes the old"),
                    object_describe(out->arena, &old->object));
    if (out->step->is_recreation) {
        words = text_format(out->arena,
                            "%s It stands in the way of a change below and comes back "
                            "after it.",
                            words);
    }
    if (now == NULL || out->step->is_in_the_way || !has_one_spelling(now) ||
        text_equal(now->definition, old->definition)) {
        spell_format(out, words, "%s\n    DROP CONSTRAINT IF EXISTS %I", prefix, old->object.name);
        return;
    }
    Text also = text_format(out->arena, "\n            AND pg_get_constraintdef(oid) <> %L",
                            now->definition);
    guard_add(out, words, guard_constraint(out->arena, &old->object, also),
              text_format(out->arena, "%s\n    DROP CONSTRAINT %I", prefix, old->object.name));
}

/* To unsay that a constraint is valid PostgreSQL has only DROP and ADD NOT VALID. */
void alter_validation(Spelling *out) {
    const TableConstraint *new = (const TableConstraint *)out->step->new;
    Text prefix = alter_prefix(out, &new->object);
    Text what = object_describe(out->arena, &new->object);
    if (!new->is_not_valid) {
        spell_format(out,
                     text_format(out->arena,
                                 "Checks the rows that were there before %s. If one is in the way, "
                                 "this fails.",
                                 what),
                     "%s\n    VALIDATE CONSTRAINT %I", prefix, new->object.name);
        return;
    }
    guard_add(
        out,
        text_format(out->arena,
                    "Puts %s back as one that looks at new rows only, as it was before.", what),
        guard_constraint(out->arena, &new->object, TEXT(" AND convalidated")),
        text_format(out->arena, "%s\n    DROP CONSTRAINT %I;\n%s\n    ADD %s NOT VALID", prefix,
                    new->object.name, prefix, spell_constraint(out->arena, &new->object)));
    spell_remarks(out, &new->object);
}

void alter_deferrability(Spelling *out) {
    const TableConstraint *new = (const TableConstraint *)out->step->new;
    Text when = !new->is_deferrable          ? TEXT("NOT DEFERRABLE")
                : new->is_initially_deferred ? TEXT("DEFERRABLE INITIALLY DEFERRED")
                                             : TEXT("DEFERRABLE INITIALLY IMMEDIATE");
    spell_format(out,
                 text_format(out->arena, "Changes when %s is checked: %s.",
                             object_describe(out->arena, &new->object),
                             !new->is_deferrable          ? TEXT("after every statement")
                             : new->is_initially_deferred ? TEXT("at COMMIT")
                                                          : TEXT("after every statement, unless a "
                                                                 "transaction puts it off")),
                 "%s\n    ALTER CONSTRAINT %I %s", alter_prefix(out, &new->object),
                 new->object.name, when);
}

void alter_constraint_name(Spelling *out) {
    const Object *old = out->step->old, *new = out->step->new;
    if (text_is_empty(old->name)) {
        spell_part_name(out, new);
        return;
    }
    guard_add(out,
              text_format(out->arena, "Gives %s its new name, %I.",
                          object_describe(out->arena, old), new->name),
              guard_constraint(out->arena, old, TEXT("")),
              text_format(out->arena, "%s\n    RENAME CONSTRAINT %I TO %I", alter_prefix(out, new),
                          old->name, new->name));
}
