/*
 * NOT NULL of columns: a clause of its column, a subcommand of ALTER COLUMN, and where PostgreSQL
 * 18 is needed to say it, a constraint of the table.
 */
#include "emit/spell.h"

#include "compiler/default_name.h"
#include "emit/spell_column.h"

/* CREATE TABLE ... INHERITS brings it; before ATTACH PARTITION it must be there. */
static bool comes_with_parents(const Column *column) {
    const Object *table = column->object.parent;
    return column->not_null.is_inherited && table != NULL && table->kind == KIND_TABLE &&
           ((const Table *)table)->inherits.count != 0;
}

static bool is_later(const Column *column) {
    return column->not_null.is_not_valid && !column->not_null.is_inherited;
}

Text spell_not_null(Arena *arena, const Column *column) {
    if (!column->is_not_null || is_later(column) || comes_with_parents(column)) {
        return TEXT("");
    }
    return text_format(arena, "%s NOT NULL%s",
                       text_is_empty(column->not_null.name)
                           ? TEXT("")
                           : text_format(arena, " CONSTRAINT %I", column->not_null.name),
                       column->not_null.is_no_inherit ? TEXT(" NO INHERIT") : TEXT(""));
}

Text guard_not_null(Arena *arena, const Column *column, Text also) {
    return text_format(arena,
                       "EXISTS (\n        SELECT FROM pg_catalog.pg_constraint\n"
                       "        WHERE conrelid = to_regclass(%L) AND conname = %L "
                       "AND contype = 'n'%s\n    )",
                       object_sql_relation(arena, &column->object),
                       default_name_of_not_null(arena, column), also);
}

/* "ADD CONSTRAINT x NOT NULL a NO INHERIT NOT VALID" */
static Text addition(Arena *arena, const Column *column) {
    return text_format(arena, "ADD CONSTRAINT %I NOT NULL %I%s%s",
                       default_name_of_not_null(arena, column), column->object.name,
                       column->not_null.is_no_inherit ? TEXT(" NO INHERIT") : TEXT(""),
                       column->not_null.is_not_valid ? TEXT(" NOT VALID") : TEXT(""));
}

/* Can SET NOT NULL say it? */
static bool is_plain(const Spelling *out, const Column *new) {
    const Column *old = (const Column *)out->step->old;
    bool is_named = !text_is_empty(new->not_null.name) && out->version >= 180000;
    return old->is_not_null ||
           !(is_named || new->not_null.is_not_valid || new->not_null.is_no_inherit);
}

static void rename_not_null(Spelling *out, const Column *old, const Column *new) {
    guard_add(out,
              text_format(out->arena, "Gives the NOT NULL constraint of %s its new name.",
                          column_in_words(out, new)),
              guard_not_null(out->arena, old, TEXT("")),
              text_format(out->arena, "ALTER TABLE %s\n    RENAME CONSTRAINT %I TO %I",
                          object_sql_relation(out->arena, &new->object),
                          default_name_of_not_null(out->arena, old),
                          default_name_of_not_null(out->arena, new)));
}

/* The NOT NULL constraint of a column has another name. */
void alter_column_name(Spelling *out) {
    rename_not_null(out, (const Column *)out->step->old, (const Column *)out->step->new);
}

/*
 * SET NOT NULL, which every server knows.  Where it may be 18 or not, a name is given afterwards: a
 * server that keeps none finds nothing to rename.
 */
static void set_not_null(Spelling *out, const Column *column, Text words) {
    spell_format(out, words, "%s\n    ALTER COLUMN %I SET NOT NULL", column_alter(out, column),
                 column->object.name);
    if (out->plan->server_version == 0 && !text_is_empty(column->not_null.name) &&
        !((const Column *)out->step->old)->is_not_null) {
        Column unnamed = *column;
        unnamed.not_null.name = TEXT("");
        rename_not_null(out, &unnamed, column);
    }
}

void alter_column_not_null(Spelling *out) {
    const Column *column = (const Column *)out->step->new;
    Text what = column_in_words(out, column);
    Text alter = column_alter(out, column);
    if (!column->is_not_null) {
        spell_format(out, text_format(out->arena, "Allows NULL in %s.", what),
                     "%s\n    ALTER COLUMN %I DROP NOT NULL", alter, column->object.name);
        return;
    }
    Text words = text_format(out->arena, "Forbids NULL in %s. %s", what,
                             column->not_null.is_not_valid
                                 ? TEXT("Rows that are there are not looked at; new ones are.")
                                 : TEXT("Fails, and changes nothing, if a row holds NULL there."));
    if (is_plain(out, column)) {
        set_not_null(out, column, words);
        return;
    }
    Text condition = guard_column(out->arena, object_sql_relation(out->arena, &column->object),
                                  column->object.name, TEXT("\n            AND attnotnull"));
    guard_add(out, words, text_format(out->arena, "NOT %s", condition),
              text_format(out->arena, "%s\n    %s", alter, addition(out->arena, column)));
}

void alter_no_inherit(Spelling *out) {
    const Column *new = (const Column *)out->step->new;
    bool is_alone = new->not_null.is_no_inherit;
    guard_add(out,
              text_format(out->arena,
                          is_alone ? "Tables that inherit %s no longer get its NOT NULL; those "
                                     "that have it keep it."
                                   : "Tables that inherit %s get its NOT NULL. Fails, and changes "
                                     "nothing, if a row of theirs holds NULL there.",
                          column_in_words(out, new)),
              guard_not_null(out->arena, new,
                             is_alone ? TEXT(" AND NOT connoinherit") : TEXT(" AND connoinherit")),
              text_format(out->arena, "%s\n    ALTER CONSTRAINT %I %s", column_alter(out, new),
                          default_name_of_not_null(out->arena, new),
                          is_alone ? TEXT("NO INHERIT") : TEXT("INHERIT")));
}

static void spell_not_null_comment(Spelling *out, const Column *column) {
    bool is_removed = text_is_absent(column->not_null.comment);
    spell_format(out,
                 text_format(out->arena,
                             is_removed ? "Removes the description of NOT NULL of %s."
                                        : "Describes NOT NULL of %s, for psql and other tools.",
                             column_in_words(out, column)),
                 "COMMENT ON CONSTRAINT %I ON %s IS\n    %L",
                 default_name_of_not_null(out->arena, column),
                 object_sql_relation(out->arena, &column->object), column->not_null.comment);
}

/* With a column that is made: of a NOT NULL that is there from the start. */
void spell_new_not_null_comment(Spelling *out, const Column *column) {
    if (column->is_not_null && !is_later(column) && !out->plan->no_comments &&
        !text_is_absent(column->not_null.comment)) {
        spell_not_null_comment(out, column);
    }
}

void alter_not_null_comment(Spelling *out) {
    spell_not_null_comment(out, (const Column *)out->step->new);
}

/* To unsay that it is valid PostgreSQL has only DROP and ADD NOT VALID. */
void alter_not_null_validation(Spelling *out) {
    const Column *new = (const Column *)out->step->new;
    Text what = column_in_words(out, new), alter = column_alter(out, new);
    Text name = default_name_of_not_null(out->arena, new);
    if (!new->not_null.is_not_valid) {
        spell_format(out,
                     text_format(out->arena,
                                 "Checks the rows that were there before NOT NULL of %s. If one "
                                 "is in the way, this fails.",
                                 what),
                     "%s\n    VALIDATE CONSTRAINT %I", alter, name);
        return;
    }
    guard_add(out,
              text_format(out->arena,
                          "Puts NOT NULL of %s back as one that looks at new rows only, as it was "
                          "before.",
                          what),
              guard_not_null(out->arena, new, TEXT(" AND convalidated")),
              text_format(out->arena, "%s\n    DROP CONSTRAINT %I;\n%s\n    %s", alter, name, alter,
                          addition(out->arena, new)));
    if (!out->plan->no_comments && !text_is_absent(new->not_null.comment)) {
        spell_not_null_comment(out, new);
    }
}
