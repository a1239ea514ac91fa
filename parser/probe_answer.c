/*
 * Answers: what the server would store, read back by the road that reads every catalog.
 *
 * Each answer becomes a statement that makes an object called schemac_twin in the desired schema;
 * its canonical text moves to the object in question, and the twin is taken out again.
 */
#include "compiler/builder.h"
#include "compiler/definition.h"
#include "compiler/fingerprint.h"
#include "parser/interpreter.h"
#include "parser/probe_twin.h"

#include <stddef.h>

#define TWIN TEXT("schemac_twin")

typedef struct AnswerRule {
    Text (*statement)(Arena *arena, const Twin *twin);        /* SQL that makes the model's twin */
    Object *(*find)(const Schema *schema, const Twin *twin);  /* the twin, to take out again */
    Text (*canonical)(const Object *found, const Twin *twin); /* absent: cannot be taken back */
} AnswerRule;

static Text parent_name(Arena *arena, const Twin *twin) {
    return text_quote_name(arena, twin->object->parent->schema, twin->object->parent->name);
}

static Text twin_name(Arena *arena, Text schema) {
    return text_quote_name(arena, schema, TWIN);
}

static Text column_statement(Arena *arena, const Twin *twin) {
    const Column *column = (const Column *)twin->object;
    Text name = twin_name(arena, twin->object->schema);
    if (column->generated == GENERATED_NEVER) {
        return text_format(arena, "CREATE TABLE %s (%I %s DEFAULT %s)", name, twin->object->name,
                           column->type, twin->answer);
    }
    return text_format(arena,
                       "CREATE TABLE %s (LIKE %s); ALTER TABLE %s DROP COLUMN %I; "
                       "ALTER TABLE %s ADD COLUMN %I %s GENERATED ALWAYS AS (%s) STORED",
                       name, parent_name(arena, twin), name, twin->object->name, name,
                       twin->object->name, column->type, twin->answer);
}

static Object *find_table(const Schema *schema, const Twin *twin) {
    return schema_find(schema, KIND_TABLE, twin->object->schema, TWIN);
}

static Text column_canonical(const Object *found, const Twin *twin) {
    const Column *column = table_find_column(found, twin->object->name);
    return column == NULL ? TEXT_ABSENT : column->default_value;
}

static Text constraint_statement(Arena *arena, const Twin *twin) {
    bool is_domain = twin->object->parent->kind == KIND_DOMAIN;
    return text_format(arena, "ALTER %s %s ADD CONSTRAINT schemac_twin %s",
                       is_domain ? TEXT("DOMAIN") : TEXT("TABLE ONLY"), parent_name(arena, twin),
                       twin->answer);
}

static Object *find_constraint(const Schema *schema, const Twin *twin) {
    return schema_find_child(schema, KIND_CONSTRAINT, twin->object->schema, twin->object->relation,
                             TWIN);
}

static Text constraint_canonical(const Object *found, const Twin *twin) {
    (void)twin;
    return ((const TableConstraint *)found)->definition;
}

static Text domain_statement(Arena *arena, const Twin *twin) {
    return text_format(arena, "CREATE DOMAIN %s AS %s DEFAULT %s",
                       twin_name(arena, twin->object->schema), ((const Domain *)twin->object)->type,
                       twin->answer);
}

static Object *find_domain(const Schema *schema, const Twin *twin) {
    return schema_find(schema, KIND_DOMAIN, twin->object->schema, TWIN);
}

static Text domain_canonical(const Object *found, const Twin *twin) {
    (void)twin;
    return ((const Domain *)found)->default_value;
}

static Text index_statement(Arena *arena, const Twin *twin) {
    return text_format(arena, "CREATE INDEX schemac_twin ON ONLY %s %s", parent_name(arena, twin),
                       twin->answer);
}

static Object *find_index(const Schema *schema, const Twin *twin) {
    return schema_find(schema, KIND_INDEX, twin->object->schema, TWIN);
}

static Text index_canonical(const Object *found, const Twin *twin) {
    (void)twin;
    return ((const TableIndex *)found)->definition;
}

static Text view_statement(Arena *arena, const Twin *twin) {
    return text_format(arena, "CREATE VIEW %s AS %s", twin_name(arena, twin->object->schema),
                       twin->answer);
}

static Object *find_view(const Schema *schema, const Twin *twin) {
    return schema_find(schema, KIND_VIEW, twin->object->schema, TWIN);
}

static Text view_canonical(const Object *found, const Twin *twin) {
    (void)twin;
    return ((const View *)found)->query;
}

/* The answer is a statement that makes an object of the same name. */
static Text whole_statement(Arena *arena, const Twin *twin) {
    (void)arena;
    return twin->answer;
}

static Object *find_namesake(const Schema *schema, const Twin *twin) {
    return schema_find_key(schema, twin->object->key);
}

static Text trigger_canonical(const Object *found, const Twin *twin) {
    (void)twin;
    return ((const TableTrigger *)found)->definition;
}

static Text rule_canonical(const Object *found, const Twin *twin) {
    (void)twin;
    return ((const RewriteRule *)found)->definition;
}

/* One answer tells of the body and of every default. */
static Text routine_canonical(const Object *found, const Twin *twin) {
    const Routine *routine = (const Routine *)found;
    Routine *new = (Routine *)twin->object;
    if (routine->parameters.count != new->parameters.count) {
        return TEXT_ABSENT;
    }
    for (size_t i = 0; i < new->parameters.count; i++) {
        new->parameters.items[i].default_value = routine->parameters.items[i].default_value;
    }
    return new->is_sql_standard_body ? routine->body : new->body;
}

static bool is_about_key(const Twin *twin) {
    return twin->field == &((Table *)twin->object)->partition_key;
}

static Text table_statement(Arena *arena, const Twin *twin) {
    const Table *table = (const Table *)twin->object;
    Text name = twin_name(arena, table->object.schema);
    Text self = text_quote_name(arena, table->object.schema, table->object.name);
    Text parent = text_quote_name(arena, table->partition_schema, table->partition_parent);
    return is_about_key(twin) ? text_format(arena, "CREATE TABLE %s (LIKE %s) PARTITION BY %s",
                                            name, self, twin->answer)
                              : text_format(arena, "CREATE TABLE %s PARTITION OF %s %s", name,
                                            parent, twin->answer);
}

static Text table_canonical(const Object *found, const Twin *twin) {
    const Table *table = (const Table *)found;
    return is_about_key(twin) ? table->partition_key : table->partition_bound;
}

static Text policy_statement(Arena *arena, const Twin *twin) {
    return text_format(arena, "CREATE POLICY schemac_twin ON %s USING (%s)",
                       parent_name(arena, twin), twin->answer);
}

static Object *find_policy(const Schema *schema, const Twin *twin) {
    return schema_find_child(schema, KIND_POLICY, twin->object->schema, twin->object->relation,
                             TWIN);
}

static Text policy_canonical(const Object *found, const Twin *twin) {
    (void)twin;
    return ((const RowPolicy *)found)->using_expression;
}

static Text statistics_statement(Arena *arena, const Twin *twin) {
    return text_format(arena, "CREATE STATISTICS %s ON (%s) FROM %s",
                       twin_name(arena, twin->object->schema), twin->answer,
                       parent_name(arena, twin));
}

static Object *find_statistics(const Schema *schema, const Twin *twin) {
    return schema_find(schema, KIND_STATISTICS, twin->object->schema, TWIN);
}

static Text statistics_canonical(const Object *found, const Twin *twin) {
    const ExtendedStatistics *statistics = (const ExtendedStatistics *)found;
    (void)twin;
    return statistics->expressions.count == 1 ? statistics->expressions.items[0] : TEXT_ABSENT;
}

static Text published_statement(Arena *arena, const Twin *twin) {
    const PublishedTable *published = (const PublishedTable *)twin->object;
    return text_format(arena, "CREATE POLICY schemac_twin ON %I.%I USING (%s)",
                       published->table_schema, published->table, twin->answer);
}

static Object *find_filter(const Schema *schema, const Twin *twin) {
    const PublishedTable *published = (const PublishedTable *)twin->object;
    return schema_find_child(schema, KIND_POLICY, published->table_schema, published->table, TWIN);
}

static Text collation_statement(Arena *arena, const Twin *twin) {
    return text_format(arena, "CREATE COLLATION %s (provider = icu, locale = %L)",
                       twin_name(arena, twin->object->schema), twin->answer);
}

static Object *find_collation(const Schema *schema, const Twin *twin) {
    return schema_find(schema, KIND_COLLATION, twin->object->schema, TWIN);
}

static Text collation_canonical(const Object *found, const Twin *twin) {
    (void)twin;
    return definition_item((const Definition *)found, TEXT("locale"));
}

static const AnswerRule rules[OBJECT_KIND_COUNT] = {
    [KIND_COLLATION] = {collation_statement, find_collation, collation_canonical},
    [KIND_COLUMN] = {column_statement, find_table, column_canonical},
    [KIND_CONSTRAINT] = {constraint_statement, find_constraint, constraint_canonical},
    [KIND_DOMAIN] = {domain_statement, find_domain, domain_canonical},
    [KIND_FUNCTION] = {whole_statement, find_namesake, routine_canonical},
    [KIND_INDEX] = {index_statement, find_index, index_canonical},
    [KIND_MATERIALIZED_VIEW] = {view_statement, find_view, view_canonical},
    [KIND_POLICY] = {policy_statement, find_policy, policy_canonical},
    [KIND_PROCEDURE] = {whole_statement, find_namesake, routine_canonical},
    [KIND_RULE] = {whole_statement, find_namesake, rule_canonical},
    [KIND_TABLE] = {table_statement, find_table, table_canonical},
    [KIND_TRIGGER] = {whole_statement, find_namesake, trigger_canonical},
    [KIND_VIEW] = {view_statement, find_view, view_canonical},
    [KIND_STATISTICS] = {statistics_statement, find_statistics, statistics_canonical},
    [KIND_PUBLICATION_TABLE] = {published_statement, find_filter, policy_canonical},
};

/* The same field of the object that is there. */
static Text text_there(const Twin *twin) {
    if (!text_is_absent(twin->other)) {
        return twin->other;
    }
    ptrdiff_t offset = (const char *)twin->field - (const char *)twin->object;
    return *(const Text *)(const void *)((const char *)twin->there + offset);
}

/*
 * An answer that does not end the difference is no gain: what was written reads better.  Where the
 * answer makes an object of the same name, the one in question steps aside for it.
 */
static void take_answer(Interpreter *in, Schema *schema, const Twin *twin) {
    const AnswerRule *rule = &rules[twin->object->kind];
    bool steps_aside = rule->find == find_namesake;
    Object *parent = twin->object->parent;
    if (steps_aside) {
        schema_remove(schema, twin->object);
    }
    interpreter_apply_text(in, rule->statement(schema->arena, twin));
    Object *found = rule->find(schema, twin);
    if (found != NULL && found != twin->object) {
        Text canonical = rule->canonical(found, twin);
        if (text_same(canonical, text_there(twin))) {
            *twin->field = canonical;
        }
        schema_remove(schema, found);
    }
    if (steps_aside) {
        schema_add(schema, twin->object, parent);
    }
    fingerprint_object(schema->arena, twin->object);
}

void twin_take_answers(Schema *schema, TwinList *twins, Diagnostics *diagnostics) {
    Arena scratch = {0};
    /* What the model cannot take back stays as it was written, and counts as a difference. */
    Diagnostics unheard = {.arena = diagnostics->arena};
    Interpreter in = interpreter_new(schema, &scratch, &unheard);
    in.is_catalog = true;
    for (size_t i = 0; i < twins->count; i++) {
        if (!text_is_absent(twins->items[i].answer)) {
            take_answer(&in, schema, &twins->items[i]);
        }
    }
    arena_end(&scratch);
}
