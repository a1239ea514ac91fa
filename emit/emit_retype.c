/*
 * Column types: ALTER COLUMN ... TYPE, and whether values need a USING to get there.
 *
 * Without USING PostgreSQL applies the assignment cast, which refuses a text that is too long where
 * an explicit cast would cut it: USING appears only where no assignment cast is known.
 */
#include "emit/spell.h"
#include "emit/spell_column.h"

static Text without_brackets(Text type) {
    while (text_ends_with(type, TEXT("[]"))) {
        type = text_slice(type, 0, type.length - 2);
    }
    return type;
}

const Object *spell_type_behind(const Schema *schema, Text type) {
    Text element = without_brackets(type);
    if (!text_contains(element, TEXT("."))) { /* of pg_catalog: never qualified */
        return NULL;
    }
    for (size_t i = 0; i < schema->roots.count; i++) {
        const Object *object = schema->roots.items[i];
        if ((object->kind == KIND_ENUM || object->kind == KIND_DOMAIN) &&
            text_equal(element, object_sql_name(schema->arena, object))) {
            return object;
        }
    }
    return NULL;
}

/* The type below domains, without modifiers: "character varying(10)" -> "character varying". */
static Text plain_type(const Schema *schema, Text type, bool *is_enum) {
    Text element = without_brackets(type);
    for (int depth = 0; depth < 32; depth++) {
        const Object *behind = spell_type_behind(schema, element);
        if (behind == NULL || behind->kind == KIND_ENUM) {
            *is_enum = behind != NULL;
            break;
        }
        element = without_brackets(((const Domain *)behind)->type);
    }
    Builder out = builder_new(schema->arena);
    size_t open = 0;
    for (size_t i = 0; i < element.length; i++) {
        char letter = element.data[i];
        open += letter == '(';
        if (open == 0) {
            builder_add_char(&out, letter);
        }
        open -= letter == ')' && open > 0;
    }
    return builder_text(&out);
}

/* Types between which assignment casts lead both ways, and those that take any value as text. */
typedef enum TypeFamily {
    FAMILY_OTHER,
    FAMILY_STRING,
    FAMILY_NUMBER,
    FAMILY_DATE,
    FAMILY_TIME,
    FAMILY_JSON,
    FAMILY_BITS,
    FAMILY_NETWORK,
    FAMILY_MAC,
} TypeFamily;

static TypeFamily family_of(Text type) {
    static const struct {
        const char *name;
        TypeFamily family;
    } families[] = {
        {"text", FAMILY_STRING},
        {"character varying", FAMILY_STRING},
        {"character", FAMILY_STRING},
        {"bpchar", FAMILY_STRING},
        {"name", FAMILY_STRING},
        {"smallint", FAMILY_NUMBER},
        {"integer", FAMILY_NUMBER},
        {"bigint", FAMILY_NUMBER},
        {"numeric", FAMILY_NUMBER},
        {"real", FAMILY_NUMBER},
        {"double precision", FAMILY_NUMBER},
        {"date", FAMILY_DATE},
        {"timestamp without time zone", FAMILY_DATE},
        {"timestamp with time zone", FAMILY_DATE},
        {"time without time zone", FAMILY_TIME},
        {"time with time zone", FAMILY_TIME},
        {"json", FAMILY_JSON},
        {"jsonb", FAMILY_JSON},
        {"bit", FAMILY_BITS},
        {"bit varying", FAMILY_BITS},
        {"inet", FAMILY_NETWORK},
        {"cidr", FAMILY_NETWORK},
        {"macaddr", FAMILY_MAC},
        {"macaddr8", FAMILY_MAC},
    };
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        if (text_equal(type, text_from_string(families[i].name))) {
            return families[i].family;
        }
    }
    return FAMILY_OTHER;
}

/* What follows USING; absent when the assignment cast will do. */
static Text conversion(const Spelling *out, const Column *old, const Column *new) {
    bool was_enum = false, is_enum = false;
    Text from = plain_type(out->source, old->type, &was_enum);
    Text to = plain_type(out->target, new->type, &is_enum);
    bool is_array = text_ends_with(new->type, TEXT("[]"));
    bool same_shape = text_ends_with(old->type, TEXT("[]")) == is_array;
    TypeFamily family = family_of(to);
    bool is_assignable = text_equal(from, to) || (family == FAMILY_STRING && !is_enum) ||
                         (family != FAMILY_OTHER && family == family_of(from));
    bool has_rows = new->object.parent == NULL || !object_is_foreign_table(new->object.parent);
    if (!has_rows || new->generated != GENERATED_NEVER || (is_assignable && same_shape) ||
        (family == FAMILY_STRING && !is_array)) {
        return TEXT_ABSENT;
    }
    Text name = object_sql_name(out->arena, &new->object);
    Text through = (was_enum || is_enum)
                       ? (is_array && same_shape ? TEXT("::text[]") : TEXT("::text"))
                       : TEXT("");
    return text_format(out->arena, "%s%s::%s", name, through, new->type);
}

/* Between timestamps with and without time zone the session decides. */
static bool depends_on_time_zone(const Column *old, const Column *new) {
    Text zone = TEXT("with time zone"), none = TEXT("without time zone");
    bool gains = text_contains(old->type, none) || text_equal(old->type, TEXT("date"));
    bool loses = text_contains(new->type, none) || text_equal(new->type, TEXT("date"));
    return (gains && text_contains(new->type, zone)) || (loses && text_contains(old->type, zone));
}

/* Two built-in types between which PostgreSQL has not even an explicit cast. */
static bool has_no_cast(const Spelling *out, const Column *old, const Column *new) {
    bool was_enum = false, is_enum = false;
    Text from = plain_type(out->source, old->type, &was_enum);
    Text to = plain_type(out->target, new->type, &is_enum);
    bool is_own =
        was_enum || is_enum || text_contains(from, TEXT(".")) || text_contains(to, TEXT("."));
    bool is_array = text_ends_with(old->type, TEXT("[]"));
    TypeFamily family = family_of(from);
    if (is_own || text_equal(from, to) || family == FAMILY_STRING ||
        family_of(to) == FAMILY_STRING || is_array != text_ends_with(new->type, TEXT("[]"))) {
        return false;
    }
    bool is_flag = (text_equal(from, TEXT("boolean")) && text_equal(to, TEXT("integer"))) ||
                   (text_equal(from, TEXT("integer")) && text_equal(to, TEXT("boolean")));
    bool is_time = family == FAMILY_DATE && family_of(to) == FAMILY_TIME;
    bool is_known = (family != FAMILY_OTHER || text_equal(from, TEXT("uuid")) ||
                     text_equal(from, TEXT("boolean"))) &&
                    (family_of(to) != FAMILY_OTHER || text_equal(to, TEXT("uuid")) ||
                     text_equal(to, TEXT("boolean")));
    bool is_bits = family == FAMILY_BITS || family_of(to) == FAMILY_BITS; /* integers have casts */
    return is_known && !is_flag && !is_time && !is_bits &&
           (family == FAMILY_OTHER || family != family_of(to));
}

/* A rollback that nobody can write: it says so before anything is converted. */
static void refuse_conversion(Spelling *out, const Column *old, const Column *new) {
    Arena *arena = out->arena;
    Text what = object_describe(arena, &new->object);
    Text words = text_format(
        arena,
        "STOPS: PostgreSQL has no conversion of %s from %s back to %s. A person must say how: put "
        "ALTER TABLE %s ALTER COLUMN %s TYPE %s USING (an expression of the column) in place of "
        "this step.",
        what, old->type, new->type, object_sql_relation(arena, &new->object),
        object_sql_name(arena, &new->object), new->type);
    guard_add(out, words, text_format(arena, "NOT %s", guard_column_type(out, new)),
              text_format(arena, "RAISE EXCEPTION USING\n    MESSAGE = %L,\n    HINT = %L",
                          text_format(arena, "%s: no conversion from %s to %s is known", what,
                                      old->type, new->type),
                          TEXT("Say in the script how the values are converted.")));
}

void alter_column_type(Spelling *out) {
    const Column *old = (const Column *)out->step->old, *new = (const Column *)out->step->new;
    const Object *parent = new->object.parent;
    if (parent != NULL && parent->kind == KIND_COMPOSITE) {
        alter_attribute_type(out);
        return;
    }
    if (out->is_rollback && new->generated == GENERATED_NEVER && has_no_cast(out, old, new)) {
        refuse_conversion(out, old, new);
        return;
    }
    Text name = object_sql_name(out->arena, &new->object);
    Builder sql = builder_new(out->arena);
    builder_format(&sql, "%s\n", column_alter(out, new));
    if (!text_is_absent(old->default_value) && old->generated == GENERATED_NEVER &&
        !out->step->keeps_default) {
        builder_format(&sql, "    ALTER COLUMN %s DROP DEFAULT,\n", name);
    }
    builder_format(&sql, "    ALTER COLUMN %s TYPE %s", name, new->type);
    if (!text_is_empty(new->collation)) {
        builder_format(&sql, " COLLATE %s", new->collation);
    }
    const Hint *hint = schema_find_hint(out->target, &new->object, HINT_USING);
    Text using = hint == NULL ? conversion(out, old, new) : hint->argument;
    if (!text_is_absent(using)) {
        builder_format(&sql, hint == NULL ? " USING %s" : " USING (%s)", using);
    }
    Text words = text_equal(old->type, new->type)
                     ? text_format(out->arena, "Changes how %s is sorted (its collation).",
                                   column_in_words(out, new))
                     : text_format(out->arena, "Changes the type of %s from %s to %s.",
                                   column_in_words(out, new), old->type, new->type);
    if (!text_is_absent(using)) {
        words = text_format(out->arena,
                            "%s Every value is converted; one that cannot be makes this fail, and "
                            "then nothing is changed.",
                            words);
    }
    if (depends_on_time_zone(old, new)) {
        words = text_format(out->arena,
                            "%s The time zone of the session that runs this decides "
                            "what the values mean: SHOW timezone tells which.",
                            words);
    }
    guard_add(out, words, text_format(out->arena, "NOT %s", guard_column_type(out, new)),
              builder_text(&sql));
}
