/* Fingerprint: one writer of canonical bytes per kind. */
#include "compiler/fingerprint.h"

#include "compiler/builder.h"

#include <assert.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/* Seven bits a byte, the sign in the lowest: nearly all are lengths and counts of one byte. */
static void put_integer(Builder *out, int64_t value) {
    uint64_t rest = ((uint64_t)value << 1) ^ (value < 0 ? UINT64_MAX : 0);
    char bytes[10];
    size_t count = 0;
    do {
        bytes[count++] = (char)((rest & 0x7F) | (rest > 0x7F ? 0x80 : 0));
        rest >>= 7;
    } while (rest != 0);
    builder_add(out, (Text){bytes, count});
}

static void put_flag(Builder *out, bool flag) {
    builder_add_char(out, flag ? '1' : '0');
}

/* Absent and empty differ: a DEFAULT of no characters is not the lack of one. */
static void put_text(Builder *out, Text text) {
    put_integer(out, text_is_absent(text) ? -1 : (int64_t)text.length);
    builder_add(out, text);
}

/* For fields where absent and empty both mean "not there". */
static void put_word(Builder *out, Text text) {
    put_integer(out, (int64_t)text.length);
    builder_add(out, text);
}

static void put_words(Builder *out, const TextList *list) {
    put_integer(out, (int64_t)list->count);
    for (size_t i = 0; i < list->count; i++) {
        put_word(out, list->items[i]);
    }
}

static void put_settings(Builder *out, const SettingList *list) {
    put_integer(out, (int64_t)list->count);
    for (size_t i = 0; i < list->count; i++) {
        put_word(out, list->items[i].name);
        put_word(out, list->items[i].value);
    }
}

static void put_sequence_options(Builder *out, const SequenceOptions *options) {
    put_word(out, options->type);
    put_integer(out, options->start);
    put_integer(out, options->increment);
    put_integer(out, options->minimum);
    put_integer(out, options->maximum);
    put_integer(out, options->cache);
    put_flag(out, options->is_cycling);
}

static void put_nothing(Builder *out, const Object *object) {
    (void)out, (void)object;
}

static void put_extension(Builder *out, const Object *object) {
    const Extension *extension = (const Extension *)object;
    put_word(out, extension->in_schema);
    put_word(out, extension->version);
}

static void put_enum(Builder *out, const Object *object) {
    put_words(out, &((const EnumType *)object)->labels);
}

/* The order of the attributes: each is an object of its own, which knows no place. */
static void put_composite(Builder *out, const Object *object) {
    for (size_t i = 0; i < object->children.count; i++) {
        put_word(out, object->children.items[i]->name);
    }
}

static void put_domain(Builder *out, const Object *object) {
    const Domain *domain = (const Domain *)object;
    put_word(out, domain->type);
    put_word(out, domain->collation);
    put_text(out, domain->default_value);
    put_flag(out, domain->is_not_null);
}

static void put_sequence(Builder *out, const Object *object) {
    const Sequence *sequence = (const Sequence *)object;
    put_sequence_options(out, &sequence->options);
    put_flag(out, sequence->is_unlogged);
    put_word(out, sequence->owned_schema);
    put_word(out, sequence->owned_table);
    put_word(out, sequence->owned_column);
}

/* With its comment, labels and rights: in a difference of the column theirs are found too. */
static void put_identity(Builder *out, const Sequence *sequence) {
    const Object *object = &sequence->object;
    put_sequence_options(out, &sequence->options);
    put_flag(out, sequence->is_unlogged);
    put_word(out, object->schema);
    put_word(out, object->name);
    put_text(out, object->comment);
    put_settings(out, &object->security_labels);
    for (size_t i = 0; i < object->privileges.count; i++) {
        put_word(out, object->privileges.items[i].grantee);
        put_word(out, object->privileges.items[i].privilege);
        put_flag(out, object->privileges.items[i].is_grantable);
    }
    put_integer(out, (int)object->privileges.count);
    put_words(out, &object->owner_revoked);
}

static void put_column(Builder *out, const Object *object) {
    const Column *column = (const Column *)object;
    put_word(out, column->type);
    put_word(out, column->collation);
    put_text(out, column->default_value);
    put_integer(out, column->generated);
    put_integer(out, column->identity);
    if (column->identity != IDENTITY_NONE) {
        put_identity(out, column->sequence);
    }
    put_flag(out, column->is_not_null);
    put_flag(out, column->is_inherited);
    put_word(out, column->not_null.name);
    put_text(out, column->not_null.comment);
    put_flag(out, column->not_null.is_not_valid);
    put_flag(out, column->not_null.is_no_inherit);
    put_flag(out, column->not_null.is_inherited);
    put_word(out, column->storage);
    put_word(out, column->compression);
    put_integer(out, column->statistics);
    put_settings(out, &column->options);
    put_settings(out, &column->foreign_options);
}

/* What an index or key of a partition is a part of. */
static void put_whole(Builder *out, const Object *object) {
    const Object *whole = object_whole(object);
    if (whole != NULL) {
        put_word(out, whole->schema);
        put_word(out, whole->name);
    }
}

static void put_constraint(Builder *out, const Object *object) {
    const TableConstraint *constraint = (const TableConstraint *)object;
    put_integer(out, constraint->type);
    put_word(out, constraint->definition);
    put_flag(out, constraint->is_not_valid);
    put_flag(out, constraint->is_not_enforced);
    put_flag(out, constraint->is_inherited);
    put_text(out, constraint->index_comment);
    put_flag(out, constraint->is_clustered);
    put_whole(out, object);
}

static void put_index(Builder *out, const Object *object) {
    const TableIndex *index = (const TableIndex *)object;
    put_word(out, object->parent == NULL ? TEXT("") : object->parent->name);
    put_flag(out, index->is_unique);
    put_flag(out, index->is_invalid);
    put_word(out, index->definition);
    put_flag(out, index->is_only);
    put_flag(out, index->is_clustered);
    put_settings(out, &index->statistics);
    put_whole(out, object);
}

static void put_table(Builder *out, const Object *object) {
    const Table *table = (const Table *)object;
    put_flag(out, table->is_unlogged);
    put_settings(out, &table->options);
    put_integer(out, (int64_t)table->inherits.count);
    for (size_t i = 0; i < table->inherits.count; i++) {
        put_word(out, table->inherits.items[i].schema);
        put_word(out, table->inherits.items[i].name);
    }
    put_word(out, table->partition_key);
    put_word(out, table->partition_schema);
    put_word(out, table->partition_parent);
    put_word(out, table->partition_bound);
    put_word(out, table->replica_identity);
    put_flag(out, table->has_row_security);
    put_flag(out, table->forces_row_security);
    put_word(out, table->access_method);
    put_word(out, table->tablespace);
    put_word(out, table->server);
    put_settings(out, &table->foreign_options);
    put_word(out, table->of_schema);
    put_word(out, table->of_type);
}

static void put_view(Builder *out, const Object *object) {
    const View *view = (const View *)object;
    put_word(out, view->query);
    put_settings(out, &view->options);
    put_word(out, view->access_method);
    put_word(out, view->tablespace);
}

static void put_routine(Builder *out, const Object *object) {
    const Routine *routine = (const Routine *)object;
    put_integer(out, (int64_t)routine->parameters.count);
    for (size_t i = 0; i < routine->parameters.count; i++) {
        const Parameter *parameter = &routine->parameters.items[i];
        put_word(out, parameter->mode);
        put_word(out, parameter->name);
        put_word(out, parameter->type);
        put_text(out, parameter->default_value);
    }
    put_word(out, routine->result);
    put_word(out, routine->language);
    put_word(out, routine->body);
    put_text(out, routine->link_symbol);
    put_flag(out, routine->is_sql_standard_body);
    builder_add_char(out, routine->volatility);
    builder_add_char(out, routine->parallel);
    put_flag(out, routine->is_strict);
    put_flag(out, routine->is_security_definer);
    put_flag(out, routine->is_leakproof);
    put_flag(out, routine->is_window);
    put_word(out, routine->cost);
    put_word(out, routine->rows);
    put_word(out, routine->support);
    put_settings(out, &routine->settings);
    put_words(out, &routine->transforms);
}

static void put_trigger(Builder *out, const Object *object) {
    const TableTrigger *trigger = (const TableTrigger *)object;
    put_word(out, trigger->definition);
    put_flag(out, trigger->is_part);
    builder_add_char(out, trigger->enabled);
}

static void put_policy(Builder *out, const Object *object) {
    const RowPolicy *policy = (const RowPolicy *)object;
    put_word(out, policy->command);
    put_flag(out, policy->is_permissive);
    put_words(out, &policy->roles);
    put_text(out, policy->using_expression);
    put_text(out, policy->check_expression);
}

static void put_rule(Builder *out, const Object *object) {
    const RewriteRule *rule = (const RewriteRule *)object;
    put_word(out, rule->definition);
    builder_add_char(out, rule->enabled);
}

static void put_definition(Builder *out, const Object *object) {
    const Definition *definition = (const Definition *)object;
    put_word(out, definition->parameters);
    put_settings(out, &definition->items);
}

static void put_wrapper(Builder *out, const Object *object) {
    const ForeignWrapper *wrapper = (const ForeignWrapper *)object;
    put_word(out, wrapper->handler);
    put_word(out, wrapper->validator);
    put_settings(out, &wrapper->options);
}

static void put_server(Builder *out, const Object *object) {
    const ForeignServer *server = (const ForeignServer *)object;
    put_word(out, server->wrapper);
    put_text(out, server->type);
    put_text(out, server->version);
    put_settings(out, &server->options);
}

static void put_user_mapping(Builder *out, const Object *object) {
    put_settings(out, &((const UserMapping *)object)->options);
}

static void put_statistics(Builder *out, const Object *object) {
    const ExtendedStatistics *statistics = (const ExtendedStatistics *)object;
    put_word(out, object->parent == NULL ? TEXT("") : object->parent->schema);
    put_word(out, object->parent == NULL ? TEXT("") : object->parent->name);
    put_words(out, &statistics->kinds);
    put_words(out, &statistics->columns);
    put_words(out, &statistics->expressions);
    put_integer(out, statistics->target);
}

static void put_publication(Builder *out, const Object *object) {
    const Publication *publication = (const Publication *)object;
    put_flag(out, publication->has_all_tables);
    put_settings(out, &publication->options);
}

static void put_published_table(Builder *out, const Object *object) {
    const PublishedTable *published = (const PublishedTable *)object;
    put_words(out, &published->columns);
    put_text(out, published->filter);
}

static void put_subscription(Builder *out, const Object *object) {
    const Subscription *subscription = (const Subscription *)object;
    put_word(out, subscription->connection);
    put_words(out, &subscription->publications);
    builder_add_char(out, subscription->enabled);
    put_settings(out, &subscription->options);
}

static void put_event_trigger(Builder *out, const Object *object) {
    const EventTrigger *trigger = (const EventTrigger *)object;
    put_word(out, trigger->event);
    put_words(out, &trigger->tags);
    put_word(out, trigger->function);
    builder_add_char(out, trigger->enabled);
}

typedef void (*CanonicalWriter)(Builder *out, const Object *object);

static const CanonicalWriter writers[OBJECT_KIND_COUNT] = {[KIND_SCHEMA] = put_nothing,
                                                           [KIND_EXTENSION] = put_extension,
                                                           [KIND_ENUM] = put_enum,
                                                           [KIND_COMPOSITE] = put_composite,
                                                           [KIND_DOMAIN] = put_domain,
                                                           [KIND_SEQUENCE] = put_sequence,
                                                           [KIND_FUNCTION] = put_routine,
                                                           [KIND_PROCEDURE] = put_routine,
                                                           [KIND_TABLE] = put_table,
                                                           [KIND_COLUMN] = put_column,
                                                           [KIND_CONSTRAINT] = put_constraint,
                                                           [KIND_INDEX] = put_index,
                                                           [KIND_VIEW] = put_view,
                                                           [KIND_MATERIALIZED_VIEW] = put_view,
                                                           [KIND_RULE] = put_rule,
                                                           [KIND_TRIGGER] = put_trigger,
                                                           [KIND_POLICY] = put_policy,
                                                           [KIND_DEFAULT_PRIVILEGE] = put_nothing,
                                                           [KIND_WRAPPER] = put_wrapper,
                                                           [KIND_SERVER] = put_server,
                                                           [KIND_USER_MAPPING] = put_user_mapping,
                                                           [KIND_STATISTICS] = put_statistics,
                                                           [KIND_PUBLICATION] = put_publication,
                                                           [KIND_PUBLICATION_SCHEMA] = put_nothing,
                                                           [KIND_PUBLICATION_TABLE] =
                                                               put_published_table,
                                                           [KIND_SUBSCRIPTION] = put_subscription,
                                                           [KIND_EVENT_TRIGGER] = put_event_trigger,
#define X(id, ...) [KIND_##id] = put_definition,
                                                           DEFINITION_KINDS(X)
#undef X
};

void fingerprint_object(Arena *arena, Object *object) {
    char room[1024]; /* most canonical texts fit: only their exact size is taken from the arena */
    assert(writers[object->kind] != NULL);
    Builder out = {.arena = arena, .data = room, .capacity = sizeof room};
    writers[object->kind](&out, object);
    object->canonical =
        out.data == room ? text_copy(arena, builder_text(&out)) : builder_text(&out);
    XXH128_hash_t hash = XXH3_128bits(object->canonical.data, object->canonical.length);
    object->fingerprint[0] = hash.low64;
    object->fingerprint[1] = hash.high64;
}

bool object_equal(const Object *left, const Object *right) {
    return left->fingerprint[0] == right->fingerprint[0] &&
           left->fingerprint[1] == right->fingerprint[1] &&
           text_equal(left->canonical, right->canonical);
}
