/*
 * Publications, what they publish, and subscriptions.
 *
 * No script connects to a publisher: a subscription is made with connect = false, and lets go of
 * its slot before it is dropped.
 */
#include "emit/spell.h"

static Text setting_list(Arena *arena, const SettingList *settings) {
    Builder out = builder_new(arena);
    for (size_t i = 0; i < settings->count; i++) {
        const Setting *setting = &settings->items[i];
        bool is_none = text_equal(setting->name, TEXT("slot_name")) &&
                       text_equal(setting->value, TEXT("none"));
        builder_format(&out, "%s%I = %s", i == 0 ? TEXT("") : TEXT(", "), setting->name,
                       is_none ? TEXT("NONE") : text_quote_literal(arena, setting->value));
    }
    return builder_text(&out);
}

/* ---- publications ---- */

void create_publication(Spelling *out) {
    const Publication *new = (const Publication *)out->step->new;
    Arena *arena = out->arena;
    Builder sql = builder_new(arena);
    builder_format(&sql, "CREATE PUBLICATION %I", new->object.name);
    if (new->has_all_tables) {
        builder_add(&sql, TEXT("\n    FOR ALL TABLES"));
    }
    if (new->options.count != 0) {
        builder_format(&sql, "\n    WITH (%s)", setting_list(arena, &new->options));
    }
    guard_add(out,
              text_format(arena, "Creates %s%s.", object_describe(arena, &new->object),
                          new->has_all_tables ? TEXT(", of all tables; needs a superuser")
                                              : TEXT("; what it publishes is added below")),
              guard_is_missing(arena, &new->object), builder_text(&sql));
    spell_belongings(out, &new->object);
}

/* What an option is when nothing is said of it. */
static Text usual_publication_option(Text name) {
    if (text_equal(name, TEXT("publish"))) {
        return TEXT("insert, update, delete, truncate");
    }
    return text_equal(name, TEXT("publish_generated_columns")) ? TEXT("none") : TEXT("false");
}

typedef Text UsualOption(const Object *object, Text name);

static Text usual_of_publication(const Object *object, Text name) {
    (void)object;
    return usual_publication_option(name);
}

/* The options that differ, with the default for those that are no longer said. */
static SettingList changed_options(Arena *arena, const Object *object, const SettingList *old,
                                   const SettingList *new, UsualOption *usual) {
    SettingList changed = {0};
    for (size_t i = 0; i < new->count; i++) {
        const Setting *before = setting_find(old, new->items[i].name);
        Text was = before == NULL ? usual(object, new->items[i].name) : before->value;
        if (!text_equal(was, new->items[i].value)) {
            list_push(arena, &changed, new->items[i]);
        }
    }
    for (size_t i = 0; i < old->count; i++) {
        Setting setting = {old->items[i].name, usual(object, old->items[i].name)};
        if (setting_find(new, setting.name) == NULL &&
            !text_equal(setting.value, old->items[i].value)) {
            list_push(arena, &changed, setting);
        }
    }
    return changed;
}

void alter_publication_options(Spelling *out) {
    const Publication *old = (const Publication *)out->step->old;
    const Publication *new = (const Publication *)out->step->new;
    SettingList changed = changed_options(out->arena, &new->object, &old->options, &new->options,
                                          usual_of_publication);
    spell_format(out,
                 text_format(out->arena, "Changes what %s publishes of its tables, and how.",
                             object_describe(out->arena, &new->object)),
                 "ALTER PUBLICATION %I\n    SET (%s)", new->object.name,
                 setting_list(out->arena, &changed));
}

/* "TABLE ONLY t" or "TABLES IN SCHEMA s". */
static Text published_words(Arena *arena, const Object *object) {
    if (object->kind == KIND_PUBLICATION_SCHEMA) {
        return text_format(arena, "TABLES IN SCHEMA %I", object->name);
    }
    return text_format(arena, "TABLE ONLY %s", object->name);
}

static Text guard_published(Arena *arena, const Object *object) {
    bool is_table = object->kind == KIND_PUBLICATION_TABLE;
    return text_format(
        arena,
        "EXISTS (\n        SELECT FROM pg_catalog.%s\n        JOIN pg_catalog.pg_publication p ON "
        "p.oid = %s\n        WHERE p.pubname = %L AND %s(%L)\n    )",
        is_table ? TEXT("pg_publication_rel") : TEXT("pg_publication_namespace"),
        is_table ? TEXT("prpubid") : TEXT("pnpubid"), object->relation,
        is_table ? TEXT("prrelid = to_regclass") : TEXT("pnnspid = to_regnamespace"),
        is_table ? object->name : text_quote_identifier(arena, object->name));
}

static Text published_details(Arena *arena, const Object *object) {
    const PublishedTable *published = (const PublishedTable *)object;
    Builder out = builder_new(arena);
    if (object->kind != KIND_PUBLICATION_TABLE) {
        return TEXT("");
    }
    for (size_t i = 0; i < published->columns.count; i++) {
        builder_format(&out, "%s%I", i == 0 ? TEXT(" (") : TEXT(", "), published->columns.items[i]);
    }
    if (published->columns.count != 0) {
        builder_add_char(&out, ')');
    }
    if (!text_is_absent(published->filter)) {
        builder_format(&out, " WHERE (%s)", published->filter);
    }
    return builder_text(&out);
}

void create_published(Spelling *out) {
    const Object *new = out->step->new;
    Arena *arena = out->arena;
    guard_add(out, text_format(arena, "Publishes %s.", object_describe(arena, new)),
              text_format(arena, "NOT %s", guard_published(arena, new)),
              text_format(arena, "ALTER PUBLICATION %I\n    ADD %s%s", new->relation,
                          published_words(arena, new), published_details(arena, new)));
}

void drop_published(Spelling *out) {
    const Object *old = out->step->old;
    Arena *arena = out->arena;
    guard_add(out, text_format(arena, "No longer publishes %s.", object_describe(arena, old)),
              guard_published(arena, old),
              text_format(arena, "ALTER PUBLICATION %I\n    DROP %s", old->relation,
                          published_words(arena, old)));
}

/* ---- subscriptions ---- */

static Text name_list(Arena *arena, const TextList *names) {
    TextList quoted = {0};
    for (size_t i = 0; i < names->count; i++) {
        list_push(arena, &quoted, text_quote_identifier(arena, names->items[i]));
    }
    return text_join(arena, &quoted, TEXT(", "));
}

static Text without_password(const Subscription *subscription) {
    return subscription->hides_secret
               ? TEXT(" The password is not written here: set it by hand, with ALTER SUBSCRIPTION "
                      "... CONNECTION, or use a password file.")
               : TEXT("");
}

/* PostgreSQL 13 does not have the word, and does what off means. */
static SettingList options_of_server(const Spelling *out, const SettingList *options) {
    bool is_older = out->plan->server_version != 0 && out->plan->server_version < 140000;
    SettingList kept = {0};
    for (size_t i = 0; i < options->count; i++) {
        if (!is_older || !text_equal(options->items[i].name, TEXT("streaming"))) {
            list_push(out->arena, &kept, options->items[i]);
        }
    }
    return kept;
}

void create_subscription(Spelling *out) {
    const Subscription *new = (const Subscription *)out->step->new;
    Arena *arena = out->arena;
    SettingList options = options_of_server(out, &new->options);
    Builder sql = builder_new(arena);
    builder_format(&sql,
                   "CREATE SUBSCRIPTION %I\n    CONNECTION %L\n    PUBLICATION %s\n    WITH (",
                   new->object.name, new->connection_text, name_list(arena, &new->publications));
    builder_format(&sql, "connect = false%s%s)", options.count == 0 ? TEXT("") : TEXT(", "),
                   setting_list(arena, &options));
    guard_add(out,
              text_format(arena,
                          "Creates %s without connecting to the publisher: make its slot there, "
                          "then enable and refresh it.%s",
                          object_describe(arena, &new->object), without_password(new)),
              guard_is_missing(arena, &new->object), builder_text(&sql));
    if (new->enabled == 't') {
        spell_format(out, TEXT("Starts it."), "ALTER SUBSCRIPTION %I ENABLE", new->object.name);
    }
    spell_belongings(out, &new->object);
}

/* The slot is the publisher's: DROP SUBSCRIPTION would connect to remove it. */
void drop_subscription(Spelling *out) {
    const Object *old = out->step->old;
    Arena *arena = out->arena;
    Text release = text_format(arena,
                               "ALTER SUBSCRIPTION %I DISABLE;\n"
                               "ALTER SUBSCRIPTION %I SET (slot_name = NONE);\n"
                               "DROP SUBSCRIPTION %I",
                               old->name, old->name, old->name);
    guard_add(out,
              text_format(arena,
                          "Removes %s without connecting to the publisher. Its slot stays there "
                          "and keeps WAL until it is dropped there.",
                          object_describe(arena, old)),
              guard_is_there(arena, old), release);
}

static Text usual_of_subscription(const Object *object, Text name) {
    static const char *const usual[][2] = {{"origin", "any"},
                                           {"password_required", "true"},
                                           {"streaming", "off"},
                                           {"synchronous_commit", "off"}};
    if (text_equal(name, TEXT("slot_name"))) {
        return object->name;
    }
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        if (text_equal(text_from_string(usual[i][0]), name)) {
            return text_from_string(usual[i][1]);
        }
    }
    return TEXT("false");
}

void alter_subscription_options(Spelling *out) {
    const Subscription *old = (const Subscription *)out->step->old;
    const Subscription *new = (const Subscription *)out->step->new;
    SettingList changed = changed_options(out->arena, &new->object, &old->options, &new->options,
                                          usual_of_subscription);
    spell_format(
        out,
        text_format(out->arena, "Changes how %s works.", object_describe(out->arena, &new->object)),
        "ALTER SUBSCRIPTION %I\n    SET (%s)", new->object.name,
        setting_list(out->arena, &changed));
}

void alter_subscription_source(Spelling *out) {
    const Subscription *old = (const Subscription *)out->step->old;
    const Subscription *new = (const Subscription *)out->step->new;
    Arena *arena = out->arena;
    if (!text_equal(old->connection, new->connection)) {
        spell_format(out,
                     text_format(arena, "Changes where %s connects to.%s",
                                 object_describe(arena, &new->object), without_password(new)),
                     "ALTER SUBSCRIPTION %I\n    CONNECTION %L", new->object.name,
                     new->connection_text);
    }
    if (!text_list_equal(&old->publications, &new->publications)) {
        spell_format(out,
                     text_format(arena,
                                 "Changes what %s subscribes to; refresh it afterwards. Nothing "
                                 "connects to the publisher now.",
                                 object_describe(arena, &new->object)),
                     "ALTER SUBSCRIPTION %I\n    SET PUBLICATION %s WITH (refresh = false)",
                     new->object.name, name_list(arena, &new->publications));
    }
}

void alter_subscription_enabled(Spelling *out) {
    const Subscription *new = (const Subscription *)out->step->new;
    bool is_enabled = new->enabled == 't';
    spell_format(out,
                 text_format(out->arena, is_enabled ? "Starts %s." : "Stops %s.",
                             object_describe(out->arena, &new->object)),
                 "ALTER SUBSCRIPTION %I %s", new->object.name,
                 is_enabled ? TEXT("ENABLE") : TEXT("DISABLE"));
}
