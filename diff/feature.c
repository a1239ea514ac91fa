/*
 * Feature: what the server that the scripts are for does not have yet.
 *
 * In: the objects of the desired schema that the plan makes or changes, and the server's version.
 * Out: an error for each that needs a newer server, with the version from which it is there.  A new
 * piece of syntax is one row of the table below.
 */
#include "diff/planner.h"

#include "compiler/builder.h"
#include "compiler/definition.h"

typedef bool (*UsesFeature)(const Object *object);

static bool is_virtual(const Object *object) {
    return ((const Column *)object)->generated == GENERATED_VIRTUAL;
}

static bool is_compressed(const Object *object) {
    return !text_is_empty(((const Column *)object)->compression);
}

static Text constraint_text(const Object *object) {
    return ((const TableConstraint *)object)->definition;
}

static bool is_not_enforced(const Object *object) {
    return ((const TableConstraint *)object)->is_not_enforced;
}

static bool is_temporal(const Object *object) {
    const TableConstraint *constraint = (const TableConstraint *)object;
    return constraint->type != CONSTRAINT_TYPE_CHECK &&
           (text_contains(constraint->definition, TEXT(" WITHOUT OVERLAPS)")) ||
            text_contains(constraint->definition, TEXT(", PERIOD ")));
}

static bool sets_some_columns(const Object *object) {
    return ((const TableConstraint *)object)->type == CONSTRAINT_TYPE_FOREIGN_KEY &&
           (text_contains(constraint_text(object), TEXT(" SET NULL (")) ||
            text_contains(constraint_text(object), TEXT(" SET DEFAULT (")));
}

static bool is_unique_with_nulls(const Object *object) {
    return text_starts_with(constraint_text(object), TEXT("UNIQUE NULLS NOT DISTINCT"));
}

static bool is_index_with_nulls(const Object *object) {
    return text_contains(((const TableIndex *)object)->definition, TEXT(") NULLS NOT DISTINCT"));
}

static bool has_invoker(const Object *object) {
    return setting_find(&((const View *)object)->options, TEXT("security_invoker")) != NULL;
}

static bool has_standard_body(const Object *object) {
    return ((const Routine *)object)->is_sql_standard_body;
}

static bool has_expression(const Object *object) {
    return ((const ExtendedStatistics *)object)->expressions.count != 0;
}

static bool has_part(const Object *object) {
    const PublishedTable *published = (const PublishedTable *)object;
    return published->columns.count != 0 || !text_is_absent(published->filter);
}

static bool has_generated_columns(const Object *object) {
    return setting_find(&((const Publication *)object)->options,
                        TEXT("publish_generated_columns")) != NULL;
}

static bool always(const Object *object) {
    (void)object;
    return true;
}

static const struct {
    ObjectKind kind;
    int since;
    UsesFeature uses;
    const char *what;
} features[] = {
    {KIND_COLUMN, 14, is_compressed, "COMPRESSION"},
    {KIND_COLUMN, 18, is_virtual, "a VIRTUAL generated column"},
    {KIND_CONSTRAINT, 15, sets_some_columns, "ON DELETE SET NULL or SET DEFAULT of some columns"},
    {KIND_CONSTRAINT, 15, is_unique_with_nulls, "NULLS NOT DISTINCT"},
    {KIND_CONSTRAINT, 18, is_not_enforced, "NOT ENFORCED"},
    {KIND_CONSTRAINT, 18, is_temporal, "WITHOUT OVERLAPS or PERIOD"},
    {KIND_INDEX, 15, is_index_with_nulls, "NULLS NOT DISTINCT"},
    {KIND_VIEW, 15, has_invoker, "security_invoker"},
    {KIND_FUNCTION, 14, has_standard_body, "an SQL-standard body"},
    {KIND_PROCEDURE, 14, has_standard_body, "an SQL-standard body"},
    {KIND_STATISTICS, 14, has_expression, "an expression"},
    {KIND_PUBLICATION_TABLE, 15, has_part, "a column list or row filter"},
    {KIND_PUBLICATION_SCHEMA, 15, always, "TABLES IN SCHEMA"},
    {KIND_PUBLICATION, 18, has_generated_columns, "publish_generated_columns"},
};

/* Subscriptions get new options with nearly every version. */
static const struct {
    const char *option;
    int since;
} subscription_options[] = {
    {"binary", 14},       {"streaming", 14},         {"two_phase", 15}, {"disable_on_error", 15},
    {"run_as_owner", 16}, {"password_required", 16}, {"origin", 16},    {"failover", 17},
};

static void refuse(Planner *planner, Pair *pair, Text what, int since) {
    Arena *arena = planner->arena;
    diagnostic_add(planner->diagnostics, DIAGNOSTIC_SERVER_VERSION, pair->new->where,
                   "%s: %s exists from PostgreSQL %s on; the server is %s",
                   object_describe(arena, pair->new), what, text_from_integer(arena, since),
                   text_from_integer(arena, planner->server_version / 10000));
}

static void check_subscription(Planner *planner, Pair *pair) {
    const SettingList *options = &((const Subscription *)pair->new)->options;
    for (size_t i = 0; i < sizeof subscription_options / sizeof *subscription_options; i++) {
        Text name = text_from_string(subscription_options[i].option);
        int since = subscription_options[i].since;
        if (planner->server_version < since * 10000 && setting_find(options, name) != NULL) {
            refuse(planner, pair, name, since);
        }
    }
}

/* The facts about an object's items say from which version on they are there. */
static void check_items(Planner *planner, Pair *pair) {
    const Definition *definition = (const Definition *)pair->new;
    for (size_t i = 0; i < definition->items.count; i++) {
        Text name = definition->items.items[i].name;
        const ItemFacts *facts = definition_facts(definition->object.kind, name);
        if (facts != NULL && planner->server_version < facts->since) {
            refuse(planner, pair, name, facts->since / 10000);
        }
    }
}

static void check_pair(Planner *planner, Pair *pair) {
    for (size_t i = 0; i < sizeof features / sizeof *features; i++) {
        if (features[i].kind == pair->new->kind &&
            planner->server_version < features[i].since * 10000 && features[i].uses(pair->new)) {
            refuse(planner, pair, text_from_string(features[i].what), features[i].since);
        }
    }
    if (pair->new->kind == KIND_SUBSCRIPTION) {
        check_subscription(planner, pair);
    }
    if (object_kind_is_definition(pair->new->kind)) {
        check_items(planner, pair);
    }
}

void planner_check_features(Planner *planner) {
    for (size_t i = 0; planner->server_version != 0 && i < planner->touched.count; i++) {
        Pair *pair = planner->touched.items[i];
        if (pair->new != NULL && pair->new != pair->old && !pair->is_left_alone) {
            check_pair(planner, pair);
        }
    }
}
