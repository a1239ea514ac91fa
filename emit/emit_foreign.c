/*
 * Foreign-data wrappers, servers, user mappings, and the options that foreign tables and their
 * columns have too.
 *
 * OPTIONS (ADD ...) fails when the option is there and DROP when it is not, so each asks first.
 * Passwords are not in the model: what had one says so.
 */
#include "emit/spell.h"

/* "OPTIONS (host 'h', port '5432')" with what stands before it; nothing without options. */
Text spell_foreign_options(Arena *arena, const SettingList *options, Text before) {
    Builder out = builder_new(arena);
    for (size_t i = 0; i < options->count; i++) {
        builder_format(&out, "%s%I %L",
                       i == 0 ? text_format(arena, "%sOPTIONS (", before) : TEXT(", "),
                       options->items[i].name, options->items[i].value);
    }
    if (options->count != 0) {
        builder_add_char(&out, ')');
    }
    return builder_text(&out);
}

static Text without_secret(bool hides_secret) {
    return hides_secret ? TEXT(" Its password is not written here: set it by hand, with ALTER ... "
                               "OPTIONS.")
                        : TEXT("");
}

static Text function_clause(Arena *arena, Text word, Text function) {
    return text_is_empty(function) ? text_format(arena, "NO %s", word)
                                   : text_format(arena, "%s %s", word, function);
}

void create_wrapper(Spelling *out) {
    const ForeignWrapper *new = (const ForeignWrapper *)out->step->new;
    Arena *arena = out->arena;
    Builder sql = builder_new(arena);
    builder_format(&sql, "CREATE FOREIGN DATA WRAPPER %I", new->object.name);
    if (!text_is_empty(new->handler)) {
        builder_format(&sql, "\n    HANDLER %s", new->handler);
    }
    if (!text_is_empty(new->validator)) {
        builder_format(&sql, "\n    VALIDATOR %s", new->validator);
    }
    builder_add(&sql, spell_foreign_options(arena, &new->options, TEXT("\n    ")));
    guard_add(out,
              text_format(arena, "Creates %s. Needs a superuser.%s",
                          object_describe(arena, &new->object), without_secret(new->hides_secret)),
              guard_is_missing(arena, &new->object), builder_text(&sql));
    spell_belongings(out, &new->object);
}

void alter_wrapper_functions(Spelling *out) {
    const ForeignWrapper *new = (const ForeignWrapper *)out->step->new;
    spell_format(out,
                 text_format(out->arena, "Changes the functions of %s.",
                             object_describe(out->arena, &new->object)),
                 "ALTER FOREIGN DATA WRAPPER %I\n    %s\n    %s", new->object.name,
                 function_clause(out->arena, TEXT("HANDLER"), new->handler),
                 function_clause(out->arena, TEXT("VALIDATOR"), new->validator));
}

void create_server(Spelling *out) {
    const ForeignServer *new = (const ForeignServer *)out->step->new;
    Arena *arena = out->arena;
    Builder sql = builder_new(arena);
    builder_format(&sql, "CREATE SERVER %s%I", spell_if_not_exists(out), new->object.name);
    if (!text_is_absent(new->type)) {
        builder_format(&sql, "\n    TYPE %L", new->type);
    }
    if (!text_is_absent(new->version)) {
        builder_format(&sql, "\n    VERSION %L", new->version);
    }
    builder_format(&sql, "\n    FOREIGN DATA WRAPPER %I%s", new->wrapper,
                   spell_foreign_options(arena, &new->options, TEXT("\n    ")));
    spell_add(out,
              text_format(arena, "Creates %s. Nothing connects to it now.%s",
                          object_describe(arena, &new->object), without_secret(new->hides_secret)),
              builder_text(&sql));
    spell_belongings(out, &new->object);
}

void alter_server_version(Spelling *out) {
    const ForeignServer *new = (const ForeignServer *)out->step->new;
    Text version =
        text_is_absent(new->version) ? TEXT("NULL") : text_quote_literal(out->arena, new->version);
    spell_format(out,
                 text_format(out->arena, "Says which version %s is.",
                             object_describe(out->arena, &new->object)),
                 "ALTER SERVER %I VERSION %s", new->object.name, version);
}

void create_user_mapping(Spelling *out) {
    const UserMapping *new = (const UserMapping *)out->step->new;
    Arena *arena = out->arena;
    spell_format(out,
                 text_format(arena, "Creates the %s: as whom that role is known there.%s",
                             object_describe(arena, &new->object),
                             without_secret(new->hides_secret)),
                 "CREATE USER MAPPING %sFOR %s\n    SERVER %I%s", spell_if_not_exists(out),
                 spell_role(arena, new->object.name), new->object.relation,
                 spell_foreign_options(arena, &new->options, TEXT("\n    ")));
}

void drop_user_mapping(Spelling *out) {
    const Object *old = out->step->old;
    bool hides_secret = ((const UserMapping *)old)->hides_secret;
    Text words = text_format(out->arena, "Removes the %s%s.", object_describe(out->arena, old),
                             hides_secret ? TEXT(", and its password with it") : TEXT(""));
    spell_format(out, words, "DROP USER MAPPING IF EXISTS FOR %s SERVER %I",
                 spell_role(out->arena, old->name), old->relation);
}

/* Where an object's options are: what ALTER starts with, and the catalog's row. */
typedef struct OptionPlace {
    Text alter;
    Text catalog, column, condition;
    const SettingList *old, *new;
} OptionPlace;

static OptionPlace place_of_mapping(const Spelling *out) {
    const Object *new = out->step->new;
    Arena *arena = out->arena;
    Text role = text_is_empty(new->name) ? TEXT("public") : new->name;
    return (OptionPlace){
        text_format(arena, "ALTER USER MAPPING FOR %s SERVER %I", spell_role(arena, new->name),
                    new->relation),
        TEXT("pg_user_mappings"),
        TEXT("umoptions"),
        text_format(arena, "srvname = %L AND usename = %L", new->relation, role),
        &((const UserMapping *)out->step->old)->options,
        &((const UserMapping *)new)->options,
    };
}

static OptionPlace place_of_column(const Spelling *out) {
    const Column *new = (const Column *)out->step->new;
    Arena *arena = out->arena;
    Text table = object_sql_relation(arena, &new->object);
    return (OptionPlace){
        text_format(arena, "ALTER FOREIGN TABLE %s\n    ALTER COLUMN %I", table, new->object.name),
        TEXT("pg_attribute"),
        TEXT("attfdwoptions"),
        text_format(arena, "attrelid = to_regclass(%L) AND attname = %L", table, new->object.name),
        &((const Column *)out->step->old)->foreign_options,
        &new->foreign_options,
    };
}

static OptionPlace place_of_table(const Spelling *out) {
    const Table *new = (const Table *)out->step->new;
    Arena *arena = out->arena;
    Text name = object_sql_name(arena, &new->object);
    return (OptionPlace){
        text_format(arena, "ALTER FOREIGN TABLE %s", name),
        TEXT("pg_foreign_table"),
        TEXT("ftoptions"),
        text_format(arena, "ftrelid = to_regclass(%L)", name),
        &((const Table *)out->step->old)->foreign_options,
        &new->foreign_options,
    };
}

static OptionPlace place_of(const Spelling *out) {
    const Object *new = out->step->new, *old = out->step->old;
    Arena *arena = out->arena;
    Text alter = text_format(arena, "ALTER %s", spell_designation(arena, new));
    switch (new->kind) {
        case KIND_USER_MAPPING: return place_of_mapping(out);
        case KIND_COLUMN: return place_of_column(out);
        case KIND_TABLE: return place_of_table(out);
        case KIND_WRAPPER:
            return (OptionPlace){alter,
                                 TEXT("pg_foreign_data_wrapper"),
                                 TEXT("fdwoptions"),
                                 text_format(arena, "fdwname = %L", new->name),
                                 &((const ForeignWrapper *)old)->options,
                                 &((const ForeignWrapper *)new)->options};
        default:
            return (OptionPlace){alter,
                                 TEXT("pg_foreign_server"),
                                 TEXT("srvoptions"),
                                 text_format(arena, "srvname = %L", new->name),
                                 &((const ForeignServer *)old)->options,
                                 &((const ForeignServer *)new)->options};
    }
}

static Text option_is_there(Arena *arena, const OptionPlace *place, Text name) {
    return text_format(arena,
                       "EXISTS (\n        SELECT FROM pg_catalog.%s, pg_options_to_table(%s)\n"
                       "        WHERE %s AND option_name = %L\n    )",
                       place->catalog, place->column, place->condition, name);
}

static void set_option(Spelling *out, const OptionPlace *place, const Setting *option) {
    Arena *arena = out->arena;
    const Setting *old = setting_find(place->old, option->name);
    Text what = object_describe(arena, out->step->new);
    if (old == NULL) {
        guard_add(out, text_format(arena, "Gives %s the option %I.", what, option->name),
                  text_format(arena, "NOT %s", option_is_there(arena, place, option->name)),
                  text_format(arena, "%s OPTIONS (ADD %I %L)", place->alter, option->name,
                              option->value));
    } else if (!text_equal(old->value, option->value)) {
        spell_format(out, text_format(arena, "Changes the option %I of %s.", option->name, what),
                     "%s OPTIONS (SET %I %L)", place->alter, option->name, option->value);
    }
}

void alter_foreign_options(Spelling *out) {
    OptionPlace place = place_of(out);
    Arena *arena = out->arena;
    for (size_t i = 0; i < place.old->count; i++) {
        Text name = place.old->items[i].name;
        if (setting_find(place.new, name) == NULL) {
            guard_add(out,
                      text_format(arena, "Takes the option %I from %s.", name,
                                  object_describe(arena, out->step->new)),
                      option_is_there(arena, &place, name),
                      text_format(arena, "%s OPTIONS (DROP %I)", place.alter, name));
        }
    }
    for (size_t i = 0; i < place.new->count; i++) {
        set_option(out, &place, &place.new->items[i]);
    }
}
