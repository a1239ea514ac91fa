/*
 * Sequences, and the options that identity columns share with them.
 */
#include "emit/spell.h"

typedef struct SequenceDefaults {
    int64_t minimum, maximum, start;
} SequenceDefaults;

/* What PostgreSQL takes when nothing is said; see init_params() in its sequence.c. */
static SequenceDefaults sequence_defaults(const SequenceOptions *options) {
    int64_t lowest = INT64_MIN, highest = INT64_MAX;
    if (text_equal(options->type, TEXT("integer"))) {
        lowest = INT32_MIN;
        highest = INT32_MAX;
    } else if (text_equal(options->type, TEXT("smallint"))) {
        lowest = INT16_MIN;
        highest = INT16_MAX;
    }
    bool is_rising = options->increment > 0;
    return (SequenceDefaults){
        .minimum = is_rising ? 1 : lowest,
        .maximum = is_rising ? highest : -1,
        .start = is_rising ? options->minimum : options->maximum,
    };
}

static void add_option(Builder *out, Text prefix, const char *name, int64_t value) {
    builder_format(out, "%s%s %s", prefix, text_from_string(name),
                   text_from_integer(out->arena, value));
}

Text spell_sequence_options(Arena *arena, const SequenceOptions *options, bool with_type) {
    Builder out = builder_new(arena);
    SequenceDefaults defaults = sequence_defaults(options);
    Text space = TEXT(" ");
    if (with_type && !text_is_empty(options->type) && !text_equal(options->type, TEXT("bigint"))) {
        builder_format(&out, " AS %s", options->type);
    }
    if (options->increment != 1) {
        add_option(&out, space, "INCREMENT BY", options->increment);
    }
    if (options->minimum != defaults.minimum) {
        add_option(&out, space, "MINVALUE", options->minimum);
    }
    if (options->maximum != defaults.maximum) {
        add_option(&out, space, "MAXVALUE", options->maximum);
    }
    if (options->start != defaults.start) {
        add_option(&out, space, "START WITH", options->start);
    }
    if (options->cache != 1) {
        add_option(&out, space, "CACHE", options->cache);
    }
    if (options->is_cycling) {
        builder_add(&out, TEXT(" CYCLE"));
    }
    return text_trim(builder_text(&out));
}

Text spell_sequence_changes(Arena *arena, const SequenceOptions *old, const SequenceOptions *new,
                            Text prefix, bool with_type) {
    Builder out = builder_new(arena);
    bool is_retyped = with_type && !text_equal(old->type, new->type);
    if (is_retyped) { /* which may move the limits: they are spelled out below */
        builder_format(&out, "%sAS %s", prefix, new->type);
    }
    if (old->increment != new->increment) {
        add_option(&out, prefix, "INCREMENT BY", new->increment);
    }
    if (is_retyped || old->minimum != new->minimum) {
        add_option(&out, prefix, "MINVALUE", new->minimum);
    }
    if (is_retyped || old->maximum != new->maximum) {
        add_option(&out, prefix, "MAXVALUE", new->maximum);
    }
    if (old->start != new->start) {
        add_option(&out, prefix, "START WITH", new->start);
    }
    if (old->cache != new->cache) {
        add_option(&out, prefix, "CACHE", new->cache);
    }
    if (old->is_cycling != new->is_cycling) {
        builder_format(&out, "%s%s", prefix, new->is_cycling ? TEXT("CYCLE") : TEXT("NO CYCLE"));
    }
    return builder_text(&out);
}

/*
 * PostgreSQL refuses limits that leave out the number a sequence stands at; only then it has to
 * start anew.  A sequence that was never used stands at its start.
 */
void spell_sequence_restart(Spelling *out, const QualifiedText *sequence,
                            const SequenceOptions *old, const SequenceOptions *new, Text restart) {
    if (new->minimum <= old->minimum &&new->maximum >= old->maximum) {
        return;
    }
    Text condition = text_format(
        out->arena,
        "EXISTS (\n        SELECT FROM pg_catalog.pg_sequences\n"
        "        WHERE schemaname = %L AND sequencename = %L\n"
        "            AND coalesce(last_value, start_value) NOT BETWEEN %s AND %s\n    )",
        sequence->schema, sequence->name, text_from_integer(out->arena, new->minimum),
        text_from_integer(out->arena, new->maximum));
    guard_add(out,
              text_format(out->arena, "If %s stands outside its new limits, it starts again at %s.",
                          text_quote_name(out->arena, sequence->schema, sequence->name),
                          text_from_integer(out->arena, new->start)),
              condition, restart);
}

void create_sequence(Spelling *out) {
    const Sequence *new = (const Sequence *)out->step->new;
    int version = out->plan->server_version;
    bool is_unlogged = new->is_unlogged && (version == 0 || version >= 150000);
    Text options = spell_sequence_options(out->arena, &new->options, true);
    spell_format(out,
                 text_format(out->arena, "Creates %s, which hands out numbers.",
                             object_describe(out->arena, &new->object)),
                 "CREATE %sSEQUENCE %s%s%s%s", is_unlogged ? TEXT("UNLOGGED ") : TEXT(""),
                 spell_if_not_exists(out), object_sql_name(out->arena, &new->object),
                 text_is_empty(options) ? TEXT("") : TEXT("\n    "), options);
    spell_belongings(out, &new->object);
}

void alter_sequence_options(Spelling *out) {
    const Sequence *old = (const Sequence *)out->step->old, *new = (const Sequence *)out->step->new;
    Text changes =
        spell_sequence_changes(out->arena, &old->options, &new->options, TEXT("\n    "), true);
    if (text_is_empty(changes)) {
        return;
    }
    Text name = object_sql_name(out->arena, &new->object);
    QualifiedText sequence = {new->object.schema, new->object.name};
    spell_sequence_restart(
        out, &sequence, &old->options, &new->options,
        text_format(out->arena, "ALTER SEQUENCE %s%s\n    RESTART", name, changes));
    spell_format(out,
                 text_format(out->arena,
                             "Changes how %s hands out numbers. The number it stands at stays.",
                             object_describe(out->arena, &new->object)),
                 "ALTER SEQUENCE %s%s", name, changes);
}

void alter_owned_by(Spelling *out) {
    const Sequence *new = (const Sequence *)out->step->new;
    Text what = object_describe(out->arena, &new->object);
    Text name = object_sql_name(out->arena, &new->object);
    if (text_is_empty(new->owned_table)) {
        spell_format(out, text_format(out->arena, "%s no longer goes when a column goes.", what),
                     "ALTER SEQUENCE %s OWNED BY NONE", name);
        return;
    }
    Text table = text_quote_name(out->arena, new->owned_schema, new->owned_table);
    spell_format(
        out,
        text_format(out->arena, "Ties %s to the column it numbers: it goes when that goes.", what),
        "ALTER SEQUENCE %s OWNED BY %s.%I", name, table, new->owned_column);
}

bool sequence_is_taken_over(const Schema *target, const Object *sequence) {
    for (size_t i = 0; i < target->all.count; i++) {
        const Column *column = (const Column *)target->all.items[i];
        if (column->object.kind == KIND_COLUMN && column->identity != IDENTITY_NONE &&
            text_equal(column->sequence->object.name, sequence->name) &&
            text_equal(column->sequence->object.schema, sequence->schema)) {
            return true;
        }
    }
    return false;
}

void drop_sequence(Spelling *out) {
    const Object *old = out->step->old;
    if (!sequence_is_taken_over(out->target, old)) {
        drop_named(out);
        return;
    }
    Text name = object_sql_name(out->arena, old);
    Text condition = text_format(out->arena,
                                 "to_regclass(%L) IS NOT NULL AND NOT EXISTS (\n"
                                 "        SELECT FROM pg_catalog.pg_depend\n"
                                 "        WHERE classid = 'pg_class'::regclass\n"
                                 "            AND objid = to_regclass(%L) AND deptype = 'i'\n    )",
                                 name, name);
    guard_add(out,
              text_format(out->arena, "Removes %s, whose name an identity column takes over.",
                          object_describe(out->arena, old)),
              condition, text_format(out->arena, "DROP SEQUENCE %s", name));
}
