/*
 * Spell: one step of the plan -> SQL statements.
 *
 * The tables below say which function spells what; the functions are in emit_*.c.
 */
#include "emit/spell.h"

#include "compiler/definition.h"

#include <assert.h>

typedef void SpellFunction(Spelling *out);

static SpellFunction *const creates[OBJECT_KIND_COUNT] = {
    [KIND_SCHEMA] = create_schema,
    [KIND_EXTENSION] = create_extension,
    [KIND_ENUM] = create_enum,
    [KIND_COMPOSITE] = create_composite,
    [KIND_DOMAIN] = create_domain,
    [KIND_SEQUENCE] = create_sequence,
    [KIND_FUNCTION] = create_routine,
    [KIND_PROCEDURE] = create_routine,
    [KIND_TABLE] = create_table,
    [KIND_COLUMN] = create_column,
    [KIND_CONSTRAINT] = create_constraint,
    [KIND_INDEX] = create_index,
    [KIND_VIEW] = create_view,
    [KIND_MATERIALIZED_VIEW] = create_view,
    [KIND_RULE] = create_rule,
    [KIND_TRIGGER] = create_trigger,
    [KIND_POLICY] = create_policy,
    [KIND_DEFAULT_PRIVILEGE] = create_default_privilege,
    [KIND_WRAPPER] = create_wrapper,
    [KIND_SERVER] = create_server,
    [KIND_USER_MAPPING] = create_user_mapping,
    [KIND_STATISTICS] = create_statistics,
    [KIND_PUBLICATION] = create_publication,
    [KIND_PUBLICATION_SCHEMA] = create_published,
    [KIND_PUBLICATION_TABLE] = create_published,
    [KIND_SUBSCRIPTION] = create_subscription,
    [KIND_EVENT_TRIGGER] = create_event_trigger,
#define X(id, ...) [KIND_##id] = create_definition,
    DEFINITION_KINDS(X)
#undef X
};

static SpellFunction *const drops[OBJECT_KIND_COUNT] = {[KIND_SCHEMA] = drop_simple,
                                                        [KIND_EXTENSION] = drop_simple,
                                                        [KIND_ENUM] = drop_named,
                                                        [KIND_COMPOSITE] = drop_named,
                                                        [KIND_DOMAIN] = drop_named,
                                                        [KIND_SEQUENCE] = drop_sequence,
                                                        [KIND_FUNCTION] = drop_named,
                                                        [KIND_PROCEDURE] = drop_named,
                                                        [KIND_TABLE] = drop_table,
                                                        [KIND_COLUMN] = drop_column,
                                                        [KIND_CONSTRAINT] = drop_constraint,
                                                        [KIND_INDEX] = drop_index,
                                                        [KIND_VIEW] = drop_named,
                                                        [KIND_MATERIALIZED_VIEW] = drop_named,
                                                        [KIND_RULE] = drop_simple,
                                                        [KIND_TRIGGER] = drop_simple,
                                                        [KIND_POLICY] = drop_simple,
                                                        [KIND_DEFAULT_PRIVILEGE] =
                                                            drop_default_privilege,
                                                        [KIND_WRAPPER] = drop_guarded,
                                                        [KIND_SERVER] = drop_guarded,
                                                        [KIND_USER_MAPPING] = drop_user_mapping,
                                                        [KIND_STATISTICS] = drop_simple,
                                                        [KIND_PUBLICATION] = drop_simple,
                                                        [KIND_PUBLICATION_SCHEMA] = drop_published,
                                                        [KIND_PUBLICATION_TABLE] = drop_published,
                                                        [KIND_SUBSCRIPTION] = drop_subscription,
                                                        [KIND_EVENT_TRIGGER] = drop_simple,
#define X(id, ...) [KIND_##id] = drop_definition,
                                                        DEFINITION_KINDS(X)
#undef X
};

/* An ALTER whose function does not depend on the kind. */
static SpellFunction *const alters[STEP_PART_COUNT] = {
    [PART_RENAME] = alter_rename,
    [PART_BACKFILL] = alter_backfill,
    [PART_OWNER] = alter_owner,
    [PART_COMMENT] = alter_comment,
    [PART_SECURITY_LABEL] = alter_security_label,
    [PART_PRIVILEGES] = alter_privileges,
    [PART_TYPE] = alter_column_type,
    [PART_DEFAULT] = alter_column_default,
    [PART_NOT_NULL] = alter_column_not_null,
    [PART_NO_INHERIT] = alter_no_inherit,
    [PART_NOT_NULL_COMMENT] = alter_not_null_comment,
    [PART_IDENTITY] = alter_column_identity,
    [PART_EXPRESSION] = alter_column_expression,
    [PART_STORAGE] = alter_column_storage,
    [PART_COMPRESSION] = alter_column_compression,
    [PART_STATISTICS] = alter_column_statistics,
    [PART_COLUMN_OPTIONS] = alter_column_options,
    [PART_PERSISTENCE] = alter_persistence,
    [PART_OPTIONS] = alter_table_options,
    [PART_ROW_SECURITY] = alter_row_security,
    [PART_REPLICA_IDENTITY] = alter_replica_identity,
    [PART_INHERITANCE] = alter_inheritance,
    [PART_PARTITION] = alter_partition,
    [PART_ACCESS_METHOD] = alter_access_method,
    [PART_TABLESPACE] = alter_tablespace,
    [PART_OWNED_BY] = alter_owned_by,
    [PART_LABELS] = alter_labels,
    [PART_REBUILD] = alter_rebuild,
    [PART_VALIDATION] = alter_validation,
    [PART_INDEX_COMMENT] = alter_index_comment,
    [PART_DEFERRABILITY] = alter_deferrability,
    [PART_CLUSTER] = alter_cluster,
    [PART_VERSION] = alter_version,
    [PART_SCHEMA] = alter_extension_schema,
    [PART_OF_TYPE] = alter_of_type,
    [PART_FOREIGN_OPTIONS] = alter_foreign_options,
};

/* Where the kind decides, or differs from what the table above says. */
static const struct {
    ObjectKind kind;
    StepPart part;
    SpellFunction *function;
} special_alters[] = {{KIND_DOMAIN, PART_DEFAULT, alter_domain_default},
                      {KIND_DOMAIN, PART_NOT_NULL, alter_domain_not_null},
                      {KIND_SEQUENCE, PART_OPTIONS, alter_sequence_options},
                      {KIND_VIEW, PART_OPTIONS, alter_view_options},
                      {KIND_MATERIALIZED_VIEW, PART_OPTIONS, alter_view_options},
                      {KIND_CONSTRAINT, PART_NAME, alter_constraint_name},
                      {KIND_INDEX, PART_NAME, alter_index_name},
                      {KIND_COLUMN, PART_NAME, alter_column_name},
                      {KIND_COLUMN, PART_VALIDATION, alter_not_null_validation},
                      {KIND_VIEW, PART_DEFINITION, alter_view_definition},
                      {KIND_MATERIALIZED_VIEW, PART_DEFINITION, alter_view_definition},
                      {KIND_FUNCTION, PART_DEFINITION, alter_routine_definition},
                      {KIND_PROCEDURE, PART_DEFINITION, alter_routine_definition},
                      {KIND_TRIGGER, PART_DEFINITION, alter_trigger_definition},
                      {KIND_POLICY, PART_DEFINITION, alter_policy_definition},
                      {KIND_RULE, PART_DEFINITION, alter_rule_definition},
                      {KIND_TRIGGER, PART_ENABLED, alter_trigger_enabled},
                      {KIND_RULE, PART_ENABLED, alter_rule_enabled},
                      {KIND_DEFAULT_PRIVILEGE, PART_PRIVILEGES, alter_default_privileges},
                      {KIND_STATISTICS, PART_STATISTICS, alter_statistics_target},
                      {KIND_INDEX, PART_STATISTICS, alter_index_statistics},
                      {KIND_INDEX, PART_PARTITION, alter_index_partition},
                      {KIND_INDEX, PART_OPTIONS, alter_index_options},
                      {KIND_INDEX, PART_TABLESPACE, alter_index_tablespace},
                      {KIND_EVENT_TRIGGER, PART_ENABLED, alter_event_trigger_enabled},
                      {KIND_WRAPPER, PART_DEFINITION, alter_wrapper_functions},
                      {KIND_SERVER, PART_VERSION, alter_server_version},
                      {KIND_PUBLICATION, PART_OPTIONS, alter_publication_options},
                      {KIND_SUBSCRIPTION, PART_OPTIONS, alter_subscription_options},
                      {KIND_SUBSCRIPTION, PART_DEFINITION, alter_subscription_source},
                      {KIND_SUBSCRIPTION, PART_ENABLED, alter_subscription_enabled},
#define X(id, ...) {KIND_##id, PART_DEFINITION, alter_definition},
                      DEFINITION_KINDS(X)
#undef X
};

static SpellFunction *alter_function(const Step *step) {
    ObjectKind kind = step_object(step)->kind;
    for (size_t i = 0; i < sizeof special_alters / sizeof *special_alters; i++) {
        if (special_alters[i].kind == kind && special_alters[i].part == step->part) {
            return special_alters[i].function;
        }
    }
    return alters[step->part];
}

StatementList spell_step(Arena *arena, const Plan *plan, const Step *step, bool is_rollback,
                         bool is_dump) {
    Spelling out = {
        .arena = arena,
        .plan = plan,
        .step = step,
        .target = is_rollback ? plan->old : plan->new,
        .source = is_rollback ? plan->new : plan->old,
        .is_dump = is_dump,
        .is_rollback = is_rollback,
        .version = plan->server_version == 0 ? 130000 : plan->server_version,
    };
    SpellFunction *function = NULL;
    switch (step->verb) {
        case STEP_CREATE: function = creates[step->new->kind]; break;
        case STEP_DROP: function = drops[step->old->kind]; break;
        case STEP_ALTER: function = alter_function(step); break;
    }
    assert(function != NULL && "a step that no function spells");
    function(&out);
    vanish_guard(&out);
    return out.statements;
}

void spell_add(Spelling *out, Text comment, Text sql) {
    Statement statement = {comment, text_format(out->arena, "%s;", sql), false};
    list_push(out->arena, &out->statements, statement);
}

void spell_aside(Spelling *out) {
    out->statements.items[out->statements.count - 1].is_aside = true;
}

Text spell_if_not_exists(const Spelling *out) {
    return out->is_dump ? TEXT("") : TEXT("IF NOT EXISTS ");
}

Text spell_or_replace(const Spelling *out) {
    return out->is_dump ? TEXT("") : TEXT("OR REPLACE ");
}

Text spell_designation(Arena *arena, const Object *object) {
    Text keyword = object_keyword(object);
    Text name = object_sql_name(arena, object);
    if (object->kind == KIND_COLUMN) {
        return text_format(arena, "%s %s.%s", keyword, object_sql_relation(arena, object), name);
    }
    if (!object_kind_facts[object->kind].is_child) {
        return text_format(arena, "%s %s", keyword, name);
    }
    bool is_domains = object->parent != NULL && object->parent->kind == KIND_DOMAIN;
    return text_format(arena, "%s %s ON %s%s", keyword, name,
                       is_domains ? TEXT("DOMAIN ") : TEXT(""), object_sql_relation(arena, object));
}

/* For good, for the time of a change below, or to make room for another version. */
static Text removal_in_words(const Spelling *out) {
    const Object *old = out->step->old;
    const char *words = "Removes %s.";
    if (out->step->is_recreation) {
        words = "Takes %s out of the way of a change below it; a later step builds it again.";
    } else if (schema_find_key(out->target, old->key) != NULL) {
        words = "Removes the old %s; a later step builds the new one.";
    }
    return text_format(out->arena, words, object_describe(out->arena, old));
}

/* "TABLE IF EXISTS public.t" */
static Text drop_target(const Spelling *out) {
    const Object *old = out->step->old;
    Text designation = spell_designation(out->arena, old);
    Text keyword = text_from_string(object_kind_facts[old->kind].keyword);
    Text name = text_slice(designation, keyword.length + 1, designation.length);
    return text_format(out->arena, "%s IF EXISTS %s", keyword, name);
}

/* DROP of what has no other kind to be taken for. */
void drop_simple(Spelling *out) {
    spell_format(out, removal_in_words(out), "DROP %s", drop_target(out));
}

/* The same of what other objects may be built on. */
void drop_guarded(Spelling *out) {
    guard_drop(out, removal_in_words(out), text_format(out->arena, "DROP %s", drop_target(out)));
}

/* pg_class.relkind of the kind, as a list of literals. */
static const char *relation_kinds(ObjectKind kind) {
    switch (kind) {
        case KIND_TABLE: return "'r', 'p'";
        case KIND_VIEW: return "'v'";
        case KIND_MATERIALIZED_VIEW: return "'m'";
        case KIND_SEQUENCE: return "'S'";
        case KIND_INDEX: return "'i', 'I'";
        default: return "'c'"; /* composite type */
    }
}

/* Values of pg_proc.prokind, as a list of literals. */
static Text routine_kinds(ObjectKind kind) {
    return kind == KIND_PROCEDURE   ? TEXT("'p'")
           : kind == KIND_AGGREGATE ? TEXT("'a'")
                                    : TEXT("'f', 'w'");
}

static bool has_other_routine(const Schema *schema, const Object *old) {
    static const ObjectKind kinds[] = {KIND_FUNCTION, KIND_PROCEDURE, KIND_AGGREGATE};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (kinds[i] != old->kind &&
            schema_find_routine(schema, kinds[i], old->schema, old->name, old->arguments) != NULL) {
            return true;
        }
    }
    return false;
}

/*
 * The condition that the name still belongs to the old kind; absent when the target gives the name
 * to nothing else.  DROP VIEW IF EXISTS fails when the name is a table's by now.
 */
static Text still_old_kind(Spelling *out, const Object *old) {
    Text name = object_sql_name(out->arena, old);
    if (object_kind_is_routine(old->kind)) {
        if (!has_other_routine(out->target, old)) {
            return TEXT_ABSENT;
        }
        return text_format(out->arena,
                           "EXISTS (\n        SELECT FROM pg_catalog.pg_proc\n"
                           "        WHERE oid = to_regprocedure(%L) AND prokind IN (%s)\n    )",
                           definition_routine_address(out->arena, old), routine_kinds(old->kind));
    }
    if (object_kind_is_type(old->kind)) {
        const Object *now = schema_find_type(out->target, old->schema, old->name);
        if (now == NULL || now->kind == old->kind) {
            return TEXT_ABSENT;
        }
        Text type = old->kind == KIND_ENUM     ? TEXT("typtype = 'e'")
                    : old->kind == KIND_DOMAIN ? TEXT("typtype = 'd'")
                    : old->kind == KIND_RANGE  ? TEXT("typtype = 'r'")
                    : old->kind == KIND_BASE_TYPE
                        ? TEXT("typtype = 'b'")
                        : TEXT("typrelid IN (SELECT oid FROM "
                               "pg_catalog.pg_class WHERE relkind = 'c')");
        return text_format(out->arena,
                           "EXISTS (\n        SELECT FROM pg_catalog.pg_type\n"
                           "        WHERE oid = to_regtype(%L) AND %s\n    )",
                           name, type);
    }
    const Object *now = schema_find_relation(out->target, old->schema, old->name);
    return now == NULL || now->kind == old->kind
               ? TEXT_ABSENT
               : guard_relation_kind(out->arena, name, relation_kinds(old->kind));
}

void spell_drop_named(Spelling *out, Text comment) {
    const Object *old = out->step->old;
    Text condition = still_old_kind(out, old);
    Text keyword = object_keyword(old);
    Text name = object_sql_name(out->arena, old);
    if (text_is_absent(condition)) {
        guard_drop(out, comment, text_format(out->arena, "DROP %s IF EXISTS %s", keyword, name));
    } else {
        guard_add(out, comment, condition, text_format(out->arena, "DROP %s %s", keyword, name));
    }
}

void drop_named(Spelling *out) {
    spell_drop_named(out, removal_in_words(out));
}
