/*
 * Twins: how to spell a temporary copy of each kind of definition.
 *
 * A twin of a table has the table's own name, in pg_temp, so that expressions that name it keep
 * their meaning.  CREATE TABLE ... (LIKE ...) takes ACCESS SHARE on the original.
 */
#include "parser/probe_twin.h"

#include "compiler/builder.h"
#include "compiler/definition.h"
#include "parser/statement_scan.h"

void twin_add(Arena *arena, TwinList *twins, Object *object, Text *field, Text make, Text ask) {
    Twin twin = {.object = object, .field = field, .make = make, .ask = ask};
    list_push(arena, twins, twin);
}

/* "CREATE TEMP TABLE users (LIKE public.users);" */
static Text make_table(Arena *arena, const Object *table) {
    return text_format(arena, "CREATE TEMP TABLE %I (LIKE %s); ", table->name,
                       text_quote_name(arena, table->schema, table->name));
}

/* 'pg_temp.users'::regclass */
static Text twin_class(Arena *arena, Text name) {
    Text quoted = text_format(arena, "pg_temp.%I", name);
    return text_format(arena, "%L::pg_catalog.regclass", quoted);
}

static Text ask_default(Arena *arena, Text relation, Text column) {
    return text_format(arena,
                       "SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) "
                       "FROM pg_catalog.pg_attrdef d JOIN pg_catalog.pg_attribute a "
                       "ON a.attrelid = d.adrelid AND a.attnum = d.adnum "
                       "WHERE d.adrelid = %s AND a.attname = %L",
                       twin_class(arena, relation), column);
}

static void compose_column(Arena *arena, const Object *old_object, Object *object,
                           TwinList *twins) {
    const Column *old = (const Column *)old_object;
    Column *new = (Column *)object;
    const Object *table = old_object->parent;
    if (table->kind != KIND_TABLE || text_same(old->default_value, new->default_value) ||
        text_is_absent(new->default_value) || text_is_absent(old->default_value)) {
        return;
    }
    Text make;
    if (new->generated == GENERATED_NEVER) {
        make = text_format(arena, "CREATE TEMP TABLE %I (%I %s DEFAULT %s)", table->name,
                           object->name, new->type, new->default_value);
    } else {
        /* DROP and ADD: the expression may use every other column. */
        make = text_format(arena,
                           "%sALTER TABLE pg_temp.%I DROP COLUMN %I; ALTER TABLE pg_temp.%I "
                           "ADD COLUMN %I %s GENERATED ALWAYS AS (%s) STORED",
                           make_table(arena, table), table->name, object->name, table->name,
                           object->name, new->type, new->default_value);
    }
    twin_add(arena, twins, object, &new->default_value, make,
             ask_default(arena, table->name, object->name));
}

static Text ask_constraint(Arena *arena, const char *owner_column, Text owner, Text name) {
    return text_format(arena,
                       "SELECT pg_catalog.pg_get_constraintdef(oid) FROM pg_catalog.pg_constraint "
                       "WHERE %s = %s AND conname = %L",
                       text_from_string(owner_column), owner, name);
}

static Text twin_type(Arena *arena, Text name) {
    Text quoted = text_format(arena, "pg_temp.%I", name);
    return text_format(arena, "%L::pg_catalog.regtype", quoted);
}

static void compose_constraint(Arena *arena, const Object *old_object, Object *object,
                               TwinList *twins) {
    const TableConstraint *old = (const TableConstraint *)old_object;
    TableConstraint *new = (TableConstraint *)object;
    const Object *parent = old_object->parent;
    bool has_expression =
        new->type == CONSTRAINT_TYPE_CHECK || new->type == CONSTRAINT_TYPE_EXCLUDE;
    if (!has_expression || text_equal(old->definition, new->definition)) {
        return;
    }
    Text make, ask;
    if (parent->kind == KIND_DOMAIN) {
        make = text_format(arena, "CREATE DOMAIN pg_temp.%I AS %s CONSTRAINT %I %s", parent->name,
                           ((const Domain *)parent)->type, object->name, new->definition);
        ask = ask_constraint(arena, "contypid", twin_type(arena, parent->name), object->name);
    } else {
        make = text_format(arena, "%sALTER TABLE pg_temp.%I ADD CONSTRAINT %I %s",
                           make_table(arena, parent), parent->name, object->name, new->definition);
        ask = ask_constraint(arena, "conrelid", twin_class(arena, parent->name), object->name);
    }
    twin_add(arena, twins, object, &new->definition, make, ask);
}

static void compose_domain(Arena *arena, const Object *old_object, Object *object,
                           TwinList *twins) {
    const Domain *old = (const Domain *)old_object;
    Domain *new = (Domain *)object;
    if (text_same(old->default_value, new->default_value) || text_is_absent(new->default_value) ||
        text_is_absent(old->default_value)) {
        return;
    }
    Text make = text_format(arena, "CREATE DOMAIN pg_temp.%I AS %s DEFAULT %s", object->name,
                            new->type, new->default_value);
    Text ask = text_format(arena,
                           "SELECT pg_catalog.pg_get_expr(typdefaultbin, 0) "
                           "FROM pg_catalog.pg_type WHERE oid = %s",
                           twin_type(arena, object->name));
    twin_add(arena, twins, object, &new->default_value, make, ask);
}

static void compose_index(Arena *arena, const Object *old_object, Object *object, TwinList *twins) {
    const TableIndex *old = (const TableIndex *)old_object;
    TableIndex *new = (TableIndex *)object;
    const Object *table = old_object->parent;
    /* pg_get_indexdef() leaves out TABLESPACE: what comes back would be the same without it. */
    if (text_equal(old->definition, new->definition) ||
        text_contains(old->definition, TEXT(" TABLESPACE ")) ||
        text_contains(new->definition, TEXT(" TABLESPACE "))) {
        return;
    }
    Text make = text_format(arena, "%sCREATE INDEX schemac_twin ON pg_temp.%I %s",
                            make_table(arena, table), table->name, new->definition);
    Text ask = text_format(arena,
                           "SELECT pg_catalog.regexp_replace(pg_catalog.pg_get_indexdef(%s), "
                           "'^CREATE INDEX schemac_twin ON .*? USING ', 'USING ')",
                           twin_class(arena, TEXT("schemac_twin")));
    twin_add(arena, twins, object, &new->definition, make, ask);
}

bool twin_would_lock(Text sql) {
    static const char *const words[] = {"insert", "update", "delete", "merge", "share"};
    for (size_t start = 0, end; start < sql.length; start = end) {
        end = statement_token_end(sql, start);
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            if (text_equal_ignoring_case(text_slice(sql, start, end), text_from_string(words[i]))) {
                return true;
            }
        }
    }
    return false;
}

static void compose_view(Arena *arena, const Object *old_object, Object *object, TwinList *twins) {
    const View *old = (const View *)old_object;
    View *new = (View *)object;
    if (text_equal(old->query, new->query) || twin_would_lock(new->query)) {
        return;
    }
    Text make = text_format(arena, "CREATE TEMP VIEW %I AS %s", object->name, new->query);
    Text ask =
        text_format(arena, "SELECT pg_catalog.pg_get_viewdef(%s)", twin_class(arena, object->name));
    twin_add(arena, twins, object, &new->query, make, ask);
}

/* The text with its first `part` replaced; absent when it is not there. */
static Text replace_first(Arena *arena, Text text, Text part, Text by) {
    for (size_t i = 0; i + part.length <= text.length; i++) {
        if (text_equal(text_slice(text, i, i + part.length), part)) {
            return text_format(arena, "%s%s%s", text_slice(text, 0, i), by,
                               text_slice(text, i + part.length, text.length));
        }
    }
    return TEXT_ABSENT;
}

/* What triggers and rules stand on: a temporary table, or a view where the original is one. */
static Text make_relation(Arena *arena, const Object *relation) {
    Text name = text_quote_name(arena, relation->schema, relation->name);
    return relation->kind == KIND_TABLE
               ? make_table(arena, relation)
               : text_format(arena, "CREATE TEMP VIEW %I AS SELECT * FROM %s; ", relation->name,
                             name);
}

/* A statement that names its relation after a word, and where the server keeps it. */
typedef struct Attached {
    const char *word; /* " ON ", " TO " */
    const char *catalog, *print, *relation, *name;
} Attached;

static void compose_attached(Arena *arena, const Attached *attached, Text old, Object *object,
                             Text *new, TwinList *twins) {
    const Object *relation = object->parent;
    Text word = text_from_string(attached->word);
    Text name = text_quote_name(arena, relation->schema, relation->name);
    Text on = text_format(arena, "%s%s", word, name);
    Text twin_on = text_format(arena, "%spg_temp.%I", word, relation->name);
    Text definition = replace_first(arena, *new, text_format(arena, "%s ", on),
                                    text_format(arena, "%s ", twin_on));
    if (text_equal(old, *new) || text_is_absent(definition)) {
        return;
    }
    Text make = text_format(arena, "%s%s", make_relation(arena, relation), definition);
    /* Before 15 servers print "pg_temp_3.". */
    Text ask = text_format(
        arena,
        "SELECT pg_catalog.replace(pg_catalog.replace(pg_catalog.%s(oid), %L || "
        "pg_catalog.pg_my_temp_schema()::pg_catalog.regnamespace || '.', %L), %L, %L) "
        "FROM pg_catalog.%s WHERE %s = %s AND %s = %L",
        text_from_string(attached->print), word, text_format(arena, "%spg_temp.", word), twin_on,
        on, text_from_string(attached->catalog), text_from_string(attached->relation),
        twin_class(arena, relation->name), text_from_string(attached->name), object->name);
    twin_add(arena, twins, object, new, make, ask);
}

static void compose_trigger(Arena *arena, const Object *old, Object *new, TwinList *twins) {
    static const Attached attached = {" ON ", "pg_trigger", "pg_get_triggerdef", "tgrelid",
                                      "tgname"};
    compose_attached(arena, &attached, ((const TableTrigger *)old)->definition, new,
                     &((TableTrigger *)new)->definition, twins);
}

/* What follows DO: before it, ON UPDATE is only the event. */
static Text rule_action(Text definition) {
    for (size_t start = 0, end; start < definition.length; start = end) {
        end = statement_token_end(definition, start);
        if (text_equal(text_slice(definition, start, end), TEXT("DO"))) {
            return text_slice(definition, end, definition.length);
        }
    }
    return definition;
}

static void compose_rule(Arena *arena, const Object *old, Object *new, TwinList *twins) {
    static const Attached attached = {" TO ", "pg_rewrite", "pg_get_ruledef", "ev_class",
                                      "rulename"};
    Text definition = ((const RewriteRule *)new)->definition;
    if (!twin_would_lock(rule_action(definition))) {
        compose_attached(arena, &attached, ((const RewriteRule *)old)->definition, new,
                         &((RewriteRule *)new)->definition, twins);
    }
}

static void compose_policy_part(Arena *arena, Object *object, Text old, Text *new, bool is_using,
                                TwinList *twins) {
    if (text_same(old, *new) || text_is_absent(old) || text_is_absent(*new)) {
        return;
    }
    const Object *table = object->parent;
    Text make =
        text_format(arena, "%sCREATE POLICY %I ON pg_temp.%I %s (%s)", make_table(arena, table),
                    object->name, table->name, is_using ? TEXT("USING") : TEXT("WITH CHECK"), *new);
    Text ask = text_format(arena,
                           "SELECT pg_catalog.pg_get_expr(%s, polrelid) "
                           "FROM pg_catalog.pg_policy WHERE polrelid = %s AND polname = %L",
                           is_using ? TEXT("polqual") : TEXT("polwithcheck"),
                           twin_class(arena, table->name), object->name);
    twin_add(arena, twins, object, new, make, ask);
}

static void compose_policy(Arena *arena, const Object *old_object, Object *object,
                           TwinList *twins) {
    const RowPolicy *old = (const RowPolicy *)old_object;
    RowPolicy *new = (RowPolicy *)object;
    compose_policy_part(arena, object, old->using_expression, &new->using_expression, true, twins);
    compose_policy_part(arena, object, old->check_expression, &new->check_expression, false, twins);
}

static void compose_partition_key(Arena *arena, const Table *old, Table *new, TwinList *twins) {
    if (text_equal(old->partition_key, new->partition_key) || text_is_empty(old->partition_key) ||
        text_is_empty(new->partition_key)) {
        return;
    }
    Text original = text_quote_name(arena, old->object.schema, old->object.name);
    Text make = text_format(arena, "CREATE TEMP TABLE %I (LIKE %s) PARTITION BY %s",
                            old->object.name, original, new->partition_key);
    Text ask = text_format(arena, "SELECT pg_catalog.pg_get_partkeydef(%s)",
                           twin_class(arena, old->object.name));
    twin_add(arena, twins, &new->object, &new->partition_key, make, ask);
}

/* The bound is read by the parent's key, which only the server has in its own words. */
static void compose_partition_bound(Arena *arena, const Table *old, Table *new, TwinList *twins) {
    if (text_equal(old->partition_bound, new->partition_bound) ||
        text_is_empty(old->partition_bound) || text_is_empty(new->partition_bound)) {
        return;
    }
    Text parent = text_quote_name(arena, new->partition_schema, new->partition_parent);
    Text make_parent =
        text_format(arena, "CREATE TEMP TABLE schemac_parent (LIKE %s) PARTITION BY ", parent);
    Text make_child =
        text_format(arena, "CREATE TEMP TABLE schemac_twin PARTITION OF pg_temp.schemac_parent %s",
                    new->partition_bound);
    Text block = text_format(
        arena, "BEGIN EXECUTE %L || pg_catalog.pg_get_partkeydef(%L::pg_catalog.regclass); %s; END",
        make_parent, parent, make_child);
    Text ask = text_format(arena,
                           "SELECT pg_catalog.pg_get_expr(relpartbound, oid) "
                           "FROM pg_catalog.pg_class WHERE oid = %s",
                           twin_class(arena, TEXT("schemac_twin")));
    twin_add(arena, twins, &new->object, &new->partition_bound,
             text_format(arena, "DO LANGUAGE plpgsql %L", block), ask);
}

static void compose_table(Arena *arena, const Object *old, Object *new, TwinList *twins) {
    compose_partition_key(arena, (const Table *)old, (Table *)new, twins);
    compose_partition_bound(arena, (const Table *)old, (Table *)new, twins);
}

static void compose_statistics(Arena *arena, const Object *old_object, Object *object,
                               TwinList *twins) {
    const ExtendedStatistics *old = (const ExtendedStatistics *)old_object;
    ExtendedStatistics *new = (ExtendedStatistics *)object;
    const Object *table = object->parent;
    if (table->kind != KIND_TABLE || old->expressions.count != new->expressions.count) {
        return;
    }
    for (size_t i = 0; i < new->expressions.count; i++) {
        Text *field = &new->expressions.items[i];
        if (text_equal(old->expressions.items[i], *field)) {
            continue;
        }
        Text make =
            text_format(arena, "%sCREATE STATISTICS pg_temp.schemac_twin ON (%s) FROM pg_temp.%I",
                        make_table(arena, table), *field, table->name);
        Text ask = text_format(arena,
                               "SELECT (pg_catalog.pg_get_statisticsobjdef_expressions(oid))[1] "
                               "FROM pg_catalog.pg_statistic_ext WHERE stxrelid = %s",
                               twin_class(arena, table->name));
        twin_add(arena, twins, object, field, make, ask);
        twins->items[twins->count - 1].other = old->expressions.items[i]; /* one of a list */
    }
}

/* A row filter is a condition on the table's columns, as that of a policy is. */
static void compose_published(Arena *arena, const Object *old_object, Object *object,
                              TwinList *twins) {
    Text old = ((const PublishedTable *)old_object)->filter;
    PublishedTable *new = (PublishedTable *)object;
    if (text_same(old, new->filter) || text_is_absent(old) || text_is_absent(new->filter)) {
        return;
    }
    Object table = {.kind = KIND_TABLE, .schema = new->table_schema, .name = new->table};
    Text make = text_format(arena, "%sCREATE POLICY schemac_twin ON pg_temp.%I USING (%s)",
                            make_table(arena, &table), new->table, new->filter);
    Text ask = text_format(arena,
                           "SELECT pg_catalog.pg_get_expr(polqual, polrelid) "
                           "FROM pg_catalog.pg_policy WHERE polrelid = %s",
                           twin_class(arena, new->table));
    twin_add(arena, twins, object, &new->filter, make, ask);
}

/* PostgreSQL 16 stores ICU's locales as language tags. */
static void compose_collation(Arena *arena, const Object *old_object, Object *object,
                              TwinList *twins) {
    const Definition *old = (const Definition *)old_object;
    Definition *new = (Definition *)object;
    Text there = definition_item(old, TEXT("locale"));
    bool is_icu = text_equal(definition_item(old, TEXT("provider")), TEXT("icu")) &&
                  text_equal(definition_item(new, TEXT("provider")), TEXT("icu"));
    for (size_t i = 0; is_icu && i < new->items.count; i++) {
        Setting *item = &new->items.items[i];
        if (!text_equal(item->name, TEXT("locale")) || text_equal(item->value, there)) {
            continue;
        }
        Text make = text_format(
            arena, "CREATE COLLATION pg_temp.schemac_twin (provider = icu, locale = %L)",
            item->value);
        Text ask =
            TEXT("SELECT coalesce(pg_catalog.to_jsonb(c) ->> 'colllocale', "
                 "pg_catalog.to_jsonb(c) ->> 'colliculocale') FROM pg_catalog.pg_collation c "
                 "WHERE collnamespace = pg_catalog.pg_my_temp_schema() "
                 "AND collname = 'schemac_twin'");
        twin_add(arena, twins, object, &item->value, make, ask);
        twins->items[twins->count - 1].other = there;
    }
}

typedef void (*TwinComposer)(Arena *arena, const Object *old, Object *new, TwinList *twins);

/* Kinds without a composer hold no expression that the server would spell its own way. */
static const TwinComposer composers[OBJECT_KIND_COUNT] = {
    [KIND_COLLATION] = compose_collation,
    [KIND_COLUMN] = compose_column,
    [KIND_CONSTRAINT] = compose_constraint,
    [KIND_DOMAIN] = compose_domain,
    [KIND_FUNCTION] = twin_compose_routine,
    [KIND_INDEX] = compose_index,
    [KIND_MATERIALIZED_VIEW] = compose_view,
    [KIND_POLICY] = compose_policy,
    [KIND_PROCEDURE] = twin_compose_routine,
    [KIND_RULE] = compose_rule,
    [KIND_TABLE] = compose_table,
    [KIND_TRIGGER] = compose_trigger,
    [KIND_VIEW] = compose_view,
    [KIND_STATISTICS] = compose_statistics,
    [KIND_PUBLICATION_TABLE] = compose_published,
};

void twin_compose(Arena *arena, const Object *old, Object *new, TwinList *twins) {
    size_t first = twins->count;
    if (composers[new->kind] != NULL) {
        composers[new->kind](arena, old, new, twins);
    }
    for (size_t i = first; i < twins->count; i++) {
        twins->items[i].there = old;
    }
}
