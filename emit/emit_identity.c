/*
 * Identity columns: added, dropped, changed.
 */
#include "emit/spell.h"
#include "emit/spell_column.h"

/*
 * A sequence made for a column with rows starts at its first number, and the next insert would fail
 * on the primary key: move it behind the highest number in use.
 */
static Text sequence_catches_up(const Spelling *out, const Column *column) {
    Text relation = object_sql_relation(out->arena, &column->object);
    Text name = object_sql_name(out->arena, &column->object);
    const SequenceOptions *options = &column->sequence->options;
    Text highest = options->increment > 0 ? TEXT("max") : TEXT("min");
    Text beyond = options->increment > 0 ? TEXT(">=") : TEXT("<=");
    return text_format(out->arena,
                       ";\nPERFORM setval(pg_get_serial_sequence(%L, %L), %s(%s))\n"
                       "FROM %s\nHAVING %s(%s) %s %s",
                       relation, column->object.name, highest, name, relation, highest, name,
                       beyond, text_from_integer(out->arena, options->start));
}

static void add_identity(Spelling *out, const Column *old, const Column *new) {
    Text alter = column_alter(out, new);
    Text name = object_sql_name(out->arena, &new->object);
    Builder actions = builder_new(out->arena);
    if (!text_is_absent(old->default_value)) {
        builder_format(&actions, "%s\n    ALTER COLUMN %s DROP DEFAULT;\n", alter, name);
    }
    if (!old->is_not_null) {
        builder_format(&actions, "%s\n    ALTER COLUMN %s SET NOT NULL;\n", alter, name);
    }
    builder_format(&actions, "%s\n    ALTER COLUMN %s ADD %s%s", alter, name,
                   column_identity(out->arena, new),
                   out->is_dump ? TEXT("") : sequence_catches_up(out, new));
    Text condition = guard_column(out->arena, object_sql_relation(out->arena, &new->object),
                                  new->object.name, TEXT(" AND attidentity <> ''"));
    guard_add(out,
              text_format(out->arena,
                          "Lets the server number new rows in %s. It goes on after the highest "
                          "number in use.",
                          column_in_words(out, new)),
              text_format(out->arena, "NOT %s", condition), builder_text(&actions));
}

static void rename_sequence(Spelling *out, const Column *old, const Column *new) {
    const Object *was = &old->sequence->object, *is = &new->sequence->object;
    bool is_same = text_equal(was->schema, is->schema) && text_equal(was->name, is->name);
    if (is_same || text_is_empty(is->name) || text_is_empty(was->name)) {
        return;
    }
    Text from = object_sql_name(out->arena, was);
    Text to = object_sql_name(out->arena, is);
    guard_add(out,
              text_format(out->arena, "Gives the sequence behind %s its new name.",
                          column_in_words(out, new)),
              text_format(out->arena, "to_regclass(%L) IS NULL", to),
              text_format(out->arena, "ALTER SEQUENCE %s RENAME TO %I", from, is->name));
}

void spell_identity_type(Spelling *out, const Column *column, Text made) {
    if (column->identity == IDENTITY_NONE || column->sequence == NULL ||
        text_is_empty(column->sequence->object.name)) {
        return;
    }
    const Object *sequence = &column->sequence->object;
    SequenceOptions now = column->sequence->options;
    now.type = made;
    Text changes =
        spell_sequence_changes(out->arena, &now, &column->sequence->options, TEXT(" "), true);
    if (!text_is_empty(changes)) {
        spell_format(out,
                     text_format(out->arena, "The sequence behind %s is of another type.",
                                 column_in_words(out, column)),
                     "ALTER SEQUENCE %s%s",
                     text_quote_name(out->arena, sequence->schema, sequence->name), changes);
    }
}

void alter_column_identity(Spelling *out) {
    const Column *old = (const Column *)out->step->old, *new = (const Column *)out->step->new;
    Text what = column_in_words(out, new);
    Text alter = column_alter(out, new);
    Text name = object_sql_name(out->arena, &new->object);
    if (new->identity == IDENTITY_NONE) {
        spell_format(out,
                     text_format(out->arena,
                                 "The server no longer numbers new rows in %s. Rows that are there "
                                 "keep their numbers; the sequence behind it goes.",
                                 what),
                     "%s\n    ALTER COLUMN %s DROP IDENTITY IF EXISTS", alter, name);
        return;
    }
    if (old->identity == IDENTITY_NONE) {
        add_identity(out, old, new);
        spell_identity_type(out, new, new->type);
        return;
    }
    if (old->identity != new->identity) {
        bool is_always = new->identity == IDENTITY_ALWAYS;
        spell_format(out,
                     text_format(out->arena,
                                 is_always ? "An INSERT may no longer give its own number in %s, "
                                             "unless it says OVERRIDING SYSTEM VALUE."
                                           : "An INSERT may give its own number in %s.",
                                 what),
                     "%s\n    ALTER COLUMN %s SET GENERATED %s", alter, name,
                     is_always ? TEXT("ALWAYS") : TEXT("BY DEFAULT"));
    }
    Text changes = spell_sequence_changes(out->arena, &old->sequence->options,
                                          &new->sequence->options, TEXT(" SET "), false);
    if (!text_is_empty(changes)) {
        QualifiedText sequence = {old->sequence->object.schema, old->sequence->object.name};
        spell_sequence_restart(
            out, &sequence, &old->sequence->options, &new->sequence->options,
            text_format(out->arena, "%s\n    ALTER COLUMN %s%s RESTART", alter, name, changes));
        spell_format(out, text_format(out->arena, "Changes how new rows are numbered in %s.", what),
                     "%s\n    ALTER COLUMN %s%s", alter, name, changes);
    }
    rename_sequence(out, old, new);
    bool is_retyped = !text_equal(old->type, new->type); /* and the sequence with it */
    spell_identity_type(out, new, is_retyped ? new->type : old->sequence->options.type);
}

void alter_column_expression(Spelling *out) {
    const Column *new = (const Column *)out->step->new;
    Text what = column_in_words(out, new);
    Text alter = column_alter(out, new);
    Text name = object_sql_name(out->arena, &new->object);
    if (new->generated == GENERATED_NEVER) {
        spell_format(out,
                     text_format(out->arena,
                                 "Makes %s a plain column. Rows keep the values that were computed "
                                 "last; new values must be given.",
                                 what),
                     "%s\n    ALTER COLUMN %s DROP EXPRESSION IF EXISTS", alter, name);
        return;
    }
    Text relation = object_sql_relation(out->arena, &new->object);
    Text condition = text_format(
        out->arena,
        "NOT EXISTS (\n        SELECT FROM pg_catalog.pg_attrdef\n"
        "            JOIN pg_catalog.pg_attribute ON attrelid = adrelid AND attnum = adnum\n"
        "        WHERE adrelid = to_regclass(%L) AND attname = %L\n"
        "            AND pg_get_expr(adbin, adrelid) IN (%L, %L)\n    )",
        relation, new->object.name, new->default_value,
        text_format(out->arena, "(%s)", new->default_value));
    guard_add(out, text_format(out->arena, "Changes how %s is computed, in every row.", what),
              condition,
              text_format(out->arena, "%s\n    ALTER COLUMN %s SET EXPRESSION AS (%s)", alter, name,
                          new->default_value));
}
