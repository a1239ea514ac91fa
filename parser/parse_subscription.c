/*
 * CREATE, ALTER and DROP SUBSCRIPTION: read, never connected.
 *
 * Whether it is enabled is known only when the statement says so: CREATE with connect = false, as
 * pg_dump writes it, makes a disabled one of whatever there was.
 */
#include "parser/parse_named.h"
#include "parser/parse_settings.h"
#include "parser/secret.h"

#include "nodes/pg_list.h"

typedef struct OptionFacts {
    const char *name;
    const char *usual; /* its default; NULL: it depends on the server, and is always kept */
} OptionFacts;

static const OptionFacts facts[] = {
    {"binary", "false"}, {"disable_on_error", "false"}, {"failover", "false"},
    {"origin", "any"},   {"password_required", "true"}, {"run_as_owner", "false"},
    {"streaming", NULL}, {"synchronous_commit", "off"}, {"two_phase", "false"},
    {"slot_name", ""},
};

static const OptionFacts *find_facts(Text name) {
    for (size_t i = 0; i < lengthof(facts); i++) {
        if (text_equal(text_from_string(facts[i].name), name)) {
            return &facts[i];
        }
    }
    return NULL;
}

static Text canonical_boolean(Text value) {
    static const char *const yes[] = {"true", "on", "1", "yes", "t"};
    for (size_t i = 0; i < lengthof(yes); i++) {
        if (text_equal(value, text_from_string(yes[i]))) {
            return TEXT("true");
        }
    }
    return TEXT("false");
}

static Text canonical_value(const OptionFacts *option, Text value) {
    if (option->usual == NULL) { /* streaming */
        bool is_parallel = text_equal(value, TEXT("parallel"));
        bool is_on = text_equal(canonical_boolean(value), TEXT("true"));
        return is_parallel ? value : is_on ? TEXT("on") : TEXT("off");
    }
    Text usual = text_from_string(option->usual);
    bool is_boolean = text_equal(usual, TEXT("true")) || text_equal(usual, TEXT("false"));
    return is_boolean ? canonical_boolean(value) : value;
}

static bool is_usual(const Subscription *subscription, const OptionFacts *option, Text value) {
    if (option->usual == NULL) {
        return false;
    }
    return text_equal(value, text_equal(text_from_string(option->name), TEXT("slot_name"))
                                 ? subscription->object.name
                                 : text_from_string(option->usual));
}

static void remove_option(SettingList *options, Text name) {
    for (size_t i = 0; i < options->count; i++) {
        if (text_equal(options->items[i].name, name)) {
            options->items[i] = options->items[--options->count];
            return;
        }
    }
}

static void set_options(const Interpreter *in, Subscription *subscription, const List *elements) {
    SettingList read = settings_read(in, elements);
    for (size_t i = 0; i < read.count; i++) {
        Setting setting = read.items[i];
        const OptionFacts *option = find_facts(setting.name);
        if (text_equal(setting.name, TEXT("enabled"))) {
            bool is_enabled = text_equal(canonical_boolean(setting.value), TEXT("true"));
            subscription->enabled = is_enabled ? 't' : 'f';
        } else if (option != NULL) { /* connect, create_slot, copy_data, refresh: one-time */
            setting.value = canonical_value(option, setting.value);
            remove_option(&subscription->options, setting.name);
            if (!is_usual(subscription, option, setting.value)) {
                list_push(in->schema->arena, &subscription->options, setting);
            }
        }
    }
    setting_list_sort(&subscription->options);
}

/*
 * What CREATE without the word means: off from 14 to 17, parallel on 18.  Of a server that is not
 * known nothing is said.
 */
static void give_streaming(const Interpreter *in, Subscription *subscription) {
    int version = in->schema->server_version;
    Setting streaming = {TEXT("streaming"), version >= 180000 ? TEXT("parallel") : TEXT("off")};
    if (version >= 140000 && setting_find(&subscription->options, streaming.name) == NULL) {
        list_push(in->schema->arena, &subscription->options, streaming);
        setting_list_sort(&subscription->options);
    }
}

static Outcome set_connection(Interpreter *in, Subscription *subscription, const char *text) {
    bool has_secret;
    Text written = interpreter_text(in, text);
    Text connection = secret_strip_connection(in->schema->arena, written, &has_secret);
    if (text_is_absent(connection)) { /* what libpq says of it would repeat it */
        return interpreter_error(in, DIAGNOSTIC_INVALID_DEFINITION, -1,
                                 "invalid connection string syntax: subscription \"%s\"",
                                 subscription->object.name);
    }
    subscription->connection = connection;
    subscription->connection_text = has_secret ? connection : written;
    subscription->hides_secret = has_secret;
    if (has_secret) {
        secret_report(in, &subscription->object);
    }
    return OUTCOME_APPLIED;
}

static void add_publications(const Interpreter *in, Subscription *subscription, const List *names) {
    ListCell *cell;
    foreach (cell, names) {
        Text name = interpreter_text(in, strVal(lfirst(cell)));
        if (!text_list_contains(&subscription->publications, name)) {
            list_push(in->schema->arena, &subscription->publications, name);
        }
    }
    text_list_sort(&subscription->publications);
}

static void drop_publications(Subscription *subscription, const List *names) {
    TextList *list = &subscription->publications;
    ListCell *cell;
    foreach (cell, names) {
        size_t kept = 0;
        for (size_t i = 0; i < list->count; i++) {
            if (!text_equal(list->items[i], text_from_string(strVal(lfirst(cell))))) {
                list->items[kept++] = list->items[i];
            }
        }
        list->count = kept;
    }
}

Outcome apply_create_subscription(Interpreter *in, const CreateSubscriptionStmt *statement) {
    Text name = interpreter_text(in, statement->subname);
    if (schema_find(in->schema, KIND_SUBSCRIPTION, TEXT(""), name) != NULL) {
        return named_exists(in, KIND_SUBSCRIPTION, name);
    }
    Subscription *subscription = schema_object_new(in->schema, Subscription, KIND_SUBSCRIPTION);
    subscription->object.name = name;
    Outcome outcome = set_connection(in, subscription, statement->conninfo);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    add_publications(in, subscription, statement->publication);
    set_options(in, subscription, statement->options);
    give_streaming(in, subscription);
    interpreter_add_object(in, &subscription->object, NULL);
    return OUTCOME_APPLIED;
}

Outcome apply_alter_subscription(Interpreter *in, const AlterSubscriptionStmt *statement) {
    Text name = text_from_string(statement->subname);
    Subscription *subscription =
        (Subscription *)schema_find(in->schema, KIND_SUBSCRIPTION, TEXT(""), name);
    if (subscription == NULL) {
        return named_missing(in, KIND_SUBSCRIPTION, statement->subname);
    }
    switch (statement->kind) {
        case ALTER_SUBSCRIPTION_CONNECTION:
            return set_connection(in, subscription, statement->conninfo);
        case ALTER_SUBSCRIPTION_SET_PUBLICATION:
            subscription->publications = (TextList){0};
            add_publications(in, subscription, statement->publication);
            break;
        case ALTER_SUBSCRIPTION_ADD_PUBLICATION:
            add_publications(in, subscription, statement->publication);
            break;
        case ALTER_SUBSCRIPTION_DROP_PUBLICATION:
            drop_publications(subscription, statement->publication);
            break;
        case ALTER_SUBSCRIPTION_OPTIONS:
        case ALTER_SUBSCRIPTION_ENABLED: set_options(in, subscription, statement->options); break;
        case ALTER_SUBSCRIPTION_REFRESH:
        case ALTER_SUBSCRIPTION_SKIP: break; /* work, not definition */
    }
    return OUTCOME_APPLIED;
}

Outcome apply_drop_subscription(Interpreter *in, const DropSubscriptionStmt *statement) {
    Text name = text_from_string(statement->subname);
    Object *subscription = schema_find(in->schema, KIND_SUBSCRIPTION, TEXT(""), name);
    if (subscription != NULL) {
        schema_remove(in->schema, subscription);
    } else if (!statement->missing_ok) {
        return named_missing(in, KIND_SUBSCRIPTION, statement->subname);
    }
    return OUTCOME_APPLIED;
}
