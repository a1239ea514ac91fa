/*
 * Feature: what the server that the scripts are for does not have yet.
 *
 * In: the objects of the desired schema that the plan makes or changes, and the server's version.
 * Out: an error for each that needs a newer server, with the version from which it is there.  A new
 * piece of syntax is one row of a table below; what only a look into expressions and queries tells
 * is found by the parser (REFERENCE_SERVER).
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

static bool says_more_than_not_null(const Object *object) {
    const Column *column = (const Column *)object;
    return column->is_not_null && !column->not_null.is_inherited &&
           (column->not_null.is_not_valid || column->not_null.is_no_inherit);
}

static bool describes_not_null(const Object *object) {
    const Column *column = (const Column *)object;
    return column->is_not_null && !text_is_absent(column->not_null.comment);
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

/* What comes out of a procedure was not part of it before. */
static bool gives_out(const Object *object) {
    const ParameterList *parameters = &((const Routine *)object)->parameters;
    for (size_t i = 0; i < parameters->count; i++) {
        if (text_equal(parameters->items[i].mode, TEXT("OUT"))) {
            return true;
        }
    }
    return false;
}

/* One that a column owns counts as what its table is; older servers log it all the same. */
static bool is_unlogged(const Object *object) {
    const Sequence *sequence = (const Sequence *)object;
    return sequence->is_unlogged && text_is_empty(sequence->owned_table) && object->parent == NULL;
}

static bool is_at_login(const Object *object) {
    return text_equal(((const EventTrigger *)object)->event, TEXT("login"));
}

static bool is_partitioned(const Object *object) {
    return object->kind == KIND_TABLE && !text_is_empty(((const Table *)object)->partition_key);
}

static bool has_method_for_partitions(const Object *object) {
    return is_partitioned(object) && !text_is_empty(((const Table *)object)->access_method);
}

static bool excludes_across_partitions(const Object *object) {
    return ((const TableConstraint *)object)->type == CONSTRAINT_TYPE_EXCLUDE &&
           is_partitioned(object->parent);
}

static bool is_not_valid_across_partitions(const Object *object) {
    const TableConstraint *constraint = (const TableConstraint *)object;
    return constraint->type == CONSTRAINT_TYPE_FOREIGN_KEY && constraint->is_not_valid &&
           is_partitioned(object->parent);
}

static bool is_spgist_with_more(const Object *object) {
    Text definition = ((const TableIndex *)object)->definition;
    return text_starts_with(definition, TEXT("USING spgist ")) &&
           text_contains(definition, TEXT(") INCLUDE ("));
}

static bool is_truncate_of_foreign_table(const Object *object) {
    return object_is_foreign_table(object->parent) &&
           text_contains(((const TableTrigger *)object)->definition, TEXT(" TRUNCATE ON "));
}

static bool grants_maintain(const Object *object) {
    for (size_t i = 0; i < object->privileges.count; i++) {
        if (text_equal(object->privileges.items[i].privilege, TEXT("MAINTAIN"))) {
            return true;
        }
    }
    return false;
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
    {KIND_COLUMN, 18, says_more_than_not_null, "NOT VALID or NO INHERIT of NOT NULL"},
    {KIND_COLUMN, 18, describes_not_null, "a comment on NOT NULL"},
    {KIND_CONSTRAINT, 15, sets_some_columns, "ON DELETE SET NULL or SET DEFAULT of some columns"},
    {KIND_CONSTRAINT, 15, is_unique_with_nulls, "NULLS NOT DISTINCT"},
    {KIND_CONSTRAINT, 17, excludes_across_partitions,
     "an exclusion constraint on a partitioned table"},
    {KIND_CONSTRAINT, 18, is_not_enforced, "NOT ENFORCED"},
    {KIND_CONSTRAINT, 18, is_temporal, "WITHOUT OVERLAPS or PERIOD"},
    {KIND_CONSTRAINT, 18, is_not_valid_across_partitions,
     "a foreign key NOT VALID of a partitioned table"},
    {KIND_INDEX, 14, is_spgist_with_more, "INCLUDE of an SP-GiST index"},
    {KIND_INDEX, 15, is_index_with_nulls, "NULLS NOT DISTINCT"},
    {KIND_TRIGGER, 16, is_truncate_of_foreign_table, "a TRUNCATE trigger on a foreign table"},
    {KIND_TABLE, 17, has_method_for_partitions, "an access method of a partitioned table"},
    {KIND_TABLE, 17, grants_maintain, "MAINTAIN"},
    {KIND_VIEW, 17, grants_maintain, "MAINTAIN"},
    {KIND_MATERIALIZED_VIEW, 17, grants_maintain, "MAINTAIN"},
    {KIND_DEFAULT_PRIVILEGE, 17, grants_maintain, "MAINTAIN"},
    {KIND_SEQUENCE, 15, is_unlogged, "an UNLOGGED sequence"},
    {KIND_FUNCTION, 14, has_standard_body, "an SQL-standard body"},
    {KIND_PROCEDURE, 14, has_standard_body, "an SQL-standard body"},
    {KIND_PROCEDURE, 14, gives_out, "an OUT parameter"},
    {KIND_STATISTICS, 14, has_expression, "an expression"},
    {KIND_EVENT_TRIGGER, 17, is_at_login, "the event login"},
    {KIND_PUBLICATION_TABLE, 15, has_part, "a column list or row filter"},
    {KIND_PUBLICATION_SCHEMA, 15, always, "TABLES IN SCHEMA"},
};

/* Options and items of definitions; with a value, only that value of it is new. */
static const struct {
    ObjectKind kind;
    int since;
    const char *name, *value;
} settings[] = {
    {KIND_COLLATION, 16, "rules", NULL},
    {KIND_COLLATION, 17, "provider", "builtin"},
    {KIND_BASE_TYPE, 14, "subscript", NULL},
    {KIND_RANGE, 14, "multirange_type_name", NULL},
    {KIND_VIEW, 15, "security_invoker", NULL},
    {KIND_TABLE, 18, "autovacuum_vacuum_max_threshold", NULL},
    {KIND_TABLE, 18, "vacuum_max_eager_freeze_failure_rate", NULL},
    {KIND_MATERIALIZED_VIEW, 18, "autovacuum_vacuum_max_threshold", NULL},
    {KIND_MATERIALIZED_VIEW, 18, "vacuum_max_eager_freeze_failure_rate", NULL},
    {KIND_PUBLICATION, 18, "publish_generated_columns", NULL},
    {KIND_SUBSCRIPTION, 14, "binary", NULL},
    {KIND_SUBSCRIPTION, 14, "streaming", "on"},
    {KIND_SUBSCRIPTION, 15, "two_phase", NULL},
    {KIND_SUBSCRIPTION, 15, "disable_on_error", NULL},
    {KIND_SUBSCRIPTION, 16, "streaming", "parallel"},
    {KIND_SUBSCRIPTION, 16, "run_as_owner", NULL},
    {KIND_SUBSCRIPTION, 16, "password_required", NULL},
    {KIND_SUBSCRIPTION, 16, "origin", NULL},
    {KIND_SUBSCRIPTION, 17, "failover", NULL},
};

static const SettingList *settings_of(const Object *object) {
    if (object_kind_is_definition(object->kind)) {
        return &((const Definition *)object)->items;
    }
    switch ((int)object->kind) {
        case KIND_TABLE: return &((const Table *)object)->options;
        case KIND_VIEW:
        case KIND_MATERIALIZED_VIEW: return &((const View *)object)->options;
        case KIND_PUBLICATION: return &((const Publication *)object)->options;
        case KIND_SUBSCRIPTION: return &((const Subscription *)object)->options;
    }
    static const SettingList none = {0};
    return &none;
}

static void require(Planner *planner, const Pair *pair, Text what, int since) {
    Arena *arena = planner->arena;
    if (planner->server_version >= since * 10000) {
        return;
    }
    diagnostic_add(planner->diagnostics, DIAGNOSTIC_SERVER_VERSION, pair->new->where,
                   "%s: %s exists from PostgreSQL %s on; the server is %s",
                   object_describe(arena, pair->new), what, text_from_integer(arena, since),
                   text_from_integer(arena, planner->server_version / 10000));
}

static bool is_new_setting(size_t row, const Setting *setting) {
    Text name = setting->name, toast = TEXT("toast.");
    if (text_starts_with(name, toast)) {
        name = text_slice(name, toast.length, name.length);
    }
    return text_equal(name, text_from_string(settings[row].name)) &&
           (settings[row].value == NULL ||
            text_equal(setting->value, text_from_string(settings[row].value)));
}

static void check_settings(Planner *planner, Pair *pair) {
    const SettingList *list = settings_of(pair->new);
    for (size_t i = 0; i < list->count; i++) {
        const Setting *setting = &list->items[i];
        for (size_t row = 0; row < sizeof settings / sizeof *settings; row++) {
            if (settings[row].kind == pair->new->kind && is_new_setting(row, setting)) {
                require(planner, pair,
                        settings[row].value == NULL
                            ? setting->name
                            : text_format(planner->arena, "%s = %s", setting->name, setting->value),
                        settings[row].since);
            }
        }
    }
}

static int major_version(Text text) {
    int version = 0;
    for (size_t i = 0; i < text.length; i++) {
        version = version * 10 + (text.data[i] - '0');
    }
    return version;
}

static void check_pair(Planner *planner, Pair *pair) {
    const ReferenceList *references = &pair->new->references;
    for (size_t i = 0; i < sizeof features / sizeof *features; i++) {
        if (features[i].kind == pair->new->kind && features[i].uses(pair->new)) {
            require(planner, pair, text_from_string(features[i].what), features[i].since);
        }
    }
    for (size_t i = 0; i < references->count; i++) { /* what the parser found in its SQL */
        const Reference *reference = &references->items[i];
        if (reference->kind == REFERENCE_SERVER) {
            require(planner, pair, reference->name, major_version(reference->member));
        }
    }
    check_settings(planner, pair);
}

bool planner_server_is(const Planner *planner, int major) {
    return planner->server_version == 0 || planner->server_version >= major * 10000;
}

void planner_check_features(Planner *planner) {
    for (size_t i = 0; planner->server_version != 0 && i < planner->touched.count; i++) {
        Pair *pair = planner->touched.items[i];
        if (pair->new != NULL && pair->new != pair->old && !pair->is_left_alone) {
            check_pair(planner, pair);
        }
    }
}
