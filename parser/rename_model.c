/*
 * Rename in the model: every field and reference that names the renamed object.
 *
 * First all texts, while names still mean what they meant; then names, parents and references.  The
 * renamed object's own name is its statement's business.
 */
#include "parser/rename.h"

#include "compiler/definition.h"
#include "parser/identity.h"
#include "parser/parse_object.h"
#include "parser/rename_walk.h"

/* ---- texts ---- */

typedef struct TextPass {
    const Renaming *renaming;
    const Object *object; /* whose texts are being rewritten */
    bool is_certain;
} TextPass;

static void rewrite(TextPass *pass, SqlForm form, Text *sql, const Object *relation) {
    *sql = rename_in_sql(pass->renaming, form, *sql, relation, &pass->is_certain);
}

static void rewrite_function_name(TextPass *pass, Text *name) {
    if (pass->renaming->kind == RENAMED_ROUTINE || pass->renaming->kind == RENAMED_SCHEMA) {
        rewrite(pass, SQL_TYPE, name, NULL);
    }
}

static void rewrite_routine(TextPass *pass, Routine *routine) {
    for (size_t i = 0; i < routine->parameters.count; i++) {
        rewrite(pass, SQL_TYPE, &routine->parameters.items[i].type, NULL);
        rename_label_of_default(pass->renaming, routine->parameters.items[i].type,
                                &routine->parameters.items[i].default_value);
        rewrite(pass, SQL_EXPRESSION, &routine->parameters.items[i].default_value, NULL);
    }
    rewrite(pass, SQL_TYPE, &routine->result, NULL);
    for (size_t i = 0; i < routine->transforms.count; i++) {
        rewrite(pass, SQL_TYPE, &routine->transforms.items[i], NULL);
    }
    rewrite_function_name(pass, &routine->support);
    if (routine->is_sql_standard_body) {
        bool is_itself = pass->renaming->routine == &routine->object;
        rewrite(pass, SQL_BODY, &routine->body, is_itself ? &routine->object : NULL);
    }
}

static void rewrite_column(TextPass *pass, Column *column) {
    const Object *table = column->object.parent;
    rename_label_of_default(pass->renaming, column->type, &column->default_value);
    rewrite(pass, SQL_TYPE, &column->type, NULL);
    rewrite(pass, SQL_TYPE, &column->collation, NULL);
    rewrite(pass, SQL_EXPRESSION, &column->default_value,
            column->generated == GENERATED_NEVER ? NULL : table);
}

static void rewrite_domain(TextPass *pass, Domain *domain) {
    rename_label_of_default(pass->renaming, domain->type, &domain->default_value);
    rewrite(pass, SQL_TYPE, &domain->type, NULL);
    rewrite(pass, SQL_TYPE, &domain->collation, NULL);
    rewrite(pass, SQL_EXPRESSION, &domain->default_value, NULL);
}

static void rewrite_constraint(TextPass *pass, TableConstraint *constraint) {
    const Object *table = constraint->object.parent;
    rewrite(pass, SQL_CONSTRAINT, &constraint->definition, table);
    rewrite(pass, SQL_EXPRESSION, &constraint->expression, table);
}

static void rewrite_policy(TextPass *pass, RowPolicy *policy) {
    rewrite(pass, SQL_EXPRESSION, &policy->using_expression, policy->object.parent);
    rewrite(pass, SQL_EXPRESSION, &policy->check_expression, policy->object.parent);
}

/* Items that name types and functions; those that name other objects follow below. */
static void rewrite_definition(TextPass *pass, Definition *definition) {
    RenamedKind renamed = pass->renaming->kind;
    rewrite(pass, SQL_TYPE, &definition->parameters, NULL);
    for (size_t i = 0; i < definition->items.count; i++) {
        Setting *item = &definition->items.items[i];
        const ItemFacts *facts = definition_facts(definition->object.kind, item->name);
        bool is_type = facts->form == ITEM_TYPE && renamed != RENAMED_ROUTINE;
        bool is_function = facts->form == ITEM_FUNCTION &&
                           (renamed == RENAMED_ROUTINE || renamed == RENAMED_SCHEMA);
        bool is_name = (facts->form == ITEM_OBJECT || facts->form == ITEM_OPERATOR) &&
                       renamed == RENAMED_SCHEMA;
        if (is_type || is_function || is_name) {
            rewrite(pass, SQL_TYPE, &item->value, NULL);
        }
    }
}

static void rewrite_statistics(TextPass *pass, ExtendedStatistics *statistics) {
    for (size_t i = 0; i < statistics->expressions.count; i++) {
        rewrite(pass, SQL_EXPRESSION, &statistics->expressions.items[i], statistics->object.parent);
    }
}

static void rewrite_published(TextPass *pass, PublishedTable *published) {
    const Object *table =
        schema_find_relation(pass->renaming->in->schema, published->table_schema, published->table);
    rewrite(pass, SQL_EXPRESSION, &published->filter, table);
}

static void rewrite_texts(TextPass *pass, Object *object) {
    switch (object->kind) {
        case KIND_DOMAIN: rewrite_domain(pass, (Domain *)object); return;
        case KIND_FUNCTION:
        case KIND_PROCEDURE: rewrite_routine(pass, (Routine *)object); return;
        case KIND_TABLE:
            rewrite(pass, SQL_PARTITION_KEY, &((Table *)object)->partition_key, object);
            return;
        case KIND_COLUMN: rewrite_column(pass, (Column *)object); return;
        case KIND_CONSTRAINT: rewrite_constraint(pass, (TableConstraint *)object); return;
        case KIND_INDEX:
            rewrite(pass, SQL_INDEX, &((TableIndex *)object)->definition, object->parent);
            return;
        case KIND_WRAPPER:
            rewrite_function_name(pass, &((ForeignWrapper *)object)->handler);
            rewrite_function_name(pass, &((ForeignWrapper *)object)->validator);
            return;
        case KIND_EVENT_TRIGGER:
            rewrite_function_name(pass, &((EventTrigger *)object)->function);
            return;
        case KIND_STATISTICS: rewrite_statistics(pass, (ExtendedStatistics *)object); return;
        case KIND_PUBLICATION_TABLE: rewrite_published(pass, (PublishedTable *)object); return;
        case KIND_VIEW:
        case KIND_MATERIALIZED_VIEW:
            rewrite(pass, SQL_QUERY, &((View *)object)->query, NULL);
            return;
        case KIND_RULE:
            rewrite(pass, SQL_STATEMENT, &((RewriteRule *)object)->definition, object->parent);
            return;
        case KIND_TRIGGER:
            rewrite(pass, SQL_STATEMENT, &((TableTrigger *)object)->definition, object->parent);
            return;
        case KIND_POLICY: rewrite_policy(pass, (RowPolicy *)object); return;
#define X(id, ...) case KIND_##id:
            DEFINITION_KINDS(X)
#undef X
            rewrite_definition(pass, (Definition *)object);
            return;
        case KIND_SCHEMA:
        case KIND_EXTENSION:
        case KIND_ENUM:
        case KIND_COMPOSITE:
        case KIND_SEQUENCE:
        case KIND_DEFAULT_PRIVILEGE:
        case KIND_SERVER:
        case KIND_USER_MAPPING:
        case KIND_PUBLICATION:
        case KIND_PUBLICATION_SCHEMA:
        case KIND_SUBSCRIPTION:
        case OBJECT_KIND_COUNT: return;
    }
}

static void visit_texts(Object *object, void *context) {
    TextPass pass = {context, object, true};
    Interpreter *in = pass.renaming->in;
    rewrite_texts(&pass, object);
    if (!pass.is_certain) {
        interpreter_unsupported(in, -1,
                                text_format(in->scratch, "rename of \"%s\" in %s",
                                            pass.renaming->kind == RENAMED_LABEL
                                                ? pass.renaming->old_label
                                                : pass.renaming->old.name,
                                            object_describe(in->scratch, object)));
    }
}

/* ---- names ---- */

static bool is_relation_renaming(const Renaming *renaming) {
    return renaming->kind == RENAMED_RELATION || renaming->kind == RENAMED_SCHEMA;
}

/* A pair of fields that names a relation; empty names nothing. */
static void follow_relation(const Renaming *renaming, Text *schema, Text *name) {
    QualifiedName renamed;
    if (!text_is_empty(*name) && is_relation_renaming(renaming) &&
        rename_name(renaming, *schema, *name, &renamed)) {
        *schema = renamed.schema;
        *name = renamed.name;
    }
}

/* A sequence of its own, because hints keep a copy of the column as it was. */
static void follow_identity(const Renaming *renaming, Column *column) {
    if (column->identity == IDENTITY_NONE) {
        return;
    }
    Object *copy = object_copy(renaming->in->schema->arena, &column->sequence->object);
    QualifiedName name = {copy->schema, copy->name};
    follow_relation(renaming, &name.schema, &name.name);
    column->sequence = (Sequence *)copy;
    identity_rename(renaming->in, column->sequence, name.schema, name.name);
}

static bool is_renamed_column(const Renaming *renaming, Text schema, Text relation, Text column) {
    if (renaming->kind != RENAMED_COLUMN || !text_equal(column, renaming->old.name)) {
        return false;
    }
    for (size_t i = 0; i < renaming->relations.count; i++) {
        if (text_equal(renaming->relations.items[i]->schema, schema) &&
            text_equal(renaming->relations.items[i]->name, relation)) {
            return true;
        }
    }
    return false;
}

static void follow_column(const Renaming *renaming, Text schema, Text relation, Text *column) {
    if (is_renamed_column(renaming, schema, relation, *column)) {
        *column = renaming->new.name;
    }
}

static void follow_columns(const Renaming *renaming, Text schema, Text relation,
                           TextList *columns) {
    for (size_t i = 0; i < columns->count; i++) {
        follow_column(renaming, schema, relation, &columns->items[i]);
    }
}

static bool concerns(RenamedKind renamed, ReferenceKind kind) {
    switch (kind) {
        case REFERENCE_SCHEMA:
        case REFERENCE_EXTENSION:
        case REFERENCE_SERVER: return false;
        case REFERENCE_RELATION:
        case REFERENCE_COLUMN:
        case REFERENCE_GROUP: return renamed == RENAMED_RELATION || renamed == RENAMED_SCHEMA;
        case REFERENCE_TYPE:
            return renamed == RENAMED_TYPE || renamed == RENAMED_RELATION ||
                   renamed == RENAMED_SCHEMA;
        case REFERENCE_FUNCTION: return renamed == RENAMED_ROUTINE || renamed == RENAMED_SCHEMA;
        case REFERENCE_OBJECT: return renamed == RENAMED_SCHEMA;
    }
    return false;
}

static void follow_reference(const Renaming *renaming, Reference *reference) {
    QualifiedName renamed;
    if (reference->role == REFERENCE_BY_BODY) {
        return; /* the string still has the old name */
    }
    if (reference->kind == REFERENCE_SCHEMA) {
        if (renaming->kind == RENAMED_SCHEMA && text_equal(reference->name, renaming->old.schema)) {
            reference->name = renaming->new.schema;
        }
        return;
    }
    if (reference->kind == REFERENCE_COLUMN || reference->kind == REFERENCE_GROUP) {
        follow_column(renaming, reference->schema, reference->name, &reference->member);
    }
    if (concerns(renaming->kind, reference->kind) &&
        rename_name(renaming, reference->schema, reference->name, &renamed)) {
        reference->schema = renamed.schema;
        reference->name = renamed.name;
    }
    if (reference->kind == REFERENCE_FUNCTION && !text_is_absent(reference->member)) {
        bool is_certain = true;
        reference->member = rename_in_sql(renaming, SQL_TYPE, reference->member, NULL, &is_certain);
    }
}

/* A relation's columns are named before the relation itself is. */
static void follow_constraint(const Renaming *renaming, TableConstraint *constraint) {
    follow_columns(renaming, constraint->object.schema, constraint->object.relation,
                   &constraint->columns);
    follow_columns(renaming, constraint->foreign_schema, constraint->foreign_table,
                   &constraint->foreign_columns);
    follow_relation(renaming, &constraint->foreign_schema, &constraint->foreign_table);
}

static void follow_index(const Renaming *renaming, TableIndex *index) {
    const Object *table = index->object.parent;
    follow_columns(renaming, table->schema, table->name, &index->columns);
}

static void follow_statistics(const Renaming *renaming, ExtendedStatistics *statistics) {
    const Object *table = statistics->object.parent;
    follow_columns(renaming, table->schema, table->name, &statistics->columns);
    text_list_sort(&statistics->columns);
}

/* The name of the child is that of the table: a new key follows in rename_in_model(). */
static void follow_published(const Renaming *renaming, PublishedTable *published) {
    follow_columns(renaming, published->table_schema, published->table, &published->columns);
    text_list_sort(&published->columns);
    follow_relation(renaming, &published->table_schema, &published->table);
}

static void follow_table(const Renaming *renaming, Table *table) {
    QualifiedName type;
    bool names_types = renaming->kind == RENAMED_TYPE || renaming->kind == RENAMED_SCHEMA;
    if (!text_is_empty(table->of_type) && names_types &&
        rename_name(renaming, table->of_schema, table->of_type, &type)) {
        table->of_schema = type.schema;
        table->of_type = type.name;
    }
    for (size_t i = 0; i < table->inherits.count; i++) {
        follow_relation(renaming, &table->inherits.items[i].schema, &table->inherits.items[i].name);
    }
    follow_relation(renaming, &table->partition_schema, &table->partition_parent);
}

static void follow_fields(const Renaming *renaming, Object *object) {
    switch (object->kind) {
        case KIND_SEQUENCE: {
            Sequence *sequence = (Sequence *)object;
            follow_column(renaming, sequence->owned_schema, sequence->owned_table,
                          &sequence->owned_column);
            follow_relation(renaming, &sequence->owned_schema, &sequence->owned_table);
            return;
        }
        case KIND_COLUMN: follow_identity(renaming, (Column *)object); return;
        case KIND_CONSTRAINT: follow_constraint(renaming, (TableConstraint *)object); return;
        case KIND_INDEX: follow_index(renaming, (TableIndex *)object); return;
        case KIND_TABLE: follow_table(renaming, (Table *)object); return;
        case KIND_STATISTICS: follow_statistics(renaming, (ExtendedStatistics *)object); return;
        case KIND_PUBLICATION_TABLE: follow_published(renaming, (PublishedTable *)object); return;
        case KIND_EXTENSION:
            if (renaming->kind == RENAMED_SCHEMA &&
                text_equal(((Extension *)object)->in_schema, renaming->old.schema)) {
                ((Extension *)object)->in_schema = renaming->new.schema;
            }
            return;
        default: return;
    }
}

static void visit_names(Object *object, void *context) {
    const Renaming *renaming = context;
    follow_fields(renaming, object);
    size_t count = object->references.count;
    for (size_t i = 0; i < count; i++) {
        Reference reference = object->references.items[i];
        follow_reference(renaming, &reference);
        if (renaming->leaves_namesake) { /* it may mean either */
            reference_add(renaming->in->schema->arena, &object->references, reference);
        } else {
            object->references.items[i] = reference;
        }
    }
}

/* ---- identities ---- */

static bool is_routine(const Object *object) {
    return object_kind_is_routine(object->kind);
}

/* The argument types are part of a routine's identity. */
static void follow_arguments(const Renaming *renaming, Object *object) {
    bool is_certain = true;
    bool is_cast = object->kind == KIND_CAST || object->kind == KIND_TRANSFORM; /* named by types */
    Text arguments = rename_in_sql(renaming, SQL_TYPE, object->arguments, NULL, &is_certain);
    Text name =
        is_cast ? rename_in_sql(renaming, SQL_TYPE, object->name, NULL, &is_certain) : object->name;
    if (!text_equal(arguments, object->arguments) || !text_equal(name, object->name)) {
        object->arguments = arguments;
        object->name = name;
        schema_rekey(renaming->in->schema, object);
    }
}

/* So is the name of a table of that of its row in a publication. */
static void follow_published_names(const Renaming *renaming, Object *publication) {
    for (size_t i = 0; i < publication->children.count; i++) {
        Object *child = publication->children.items[i];
        Arena *arena = renaming->in->schema->arena;
        if (child->kind == KIND_PUBLICATION_TABLE) {
            const PublishedTable *published = (const PublishedTable *)child;
            child->name = text_quote_name(arena, published->table_schema, published->table);
            schema_rekey(renaming->in->schema, child);
        } else if (renaming->kind == RENAMED_SCHEMA &&
                   text_equal(child->name, renaming->old.schema)) {
            child->name = renaming->new.schema;
            schema_rekey(renaming->in->schema, child);
        }
    }
}

void rename_in_model(const Renaming *renaming) {
    Schema *schema = renaming->in->schema;
    schema_visit(schema, visit_texts, (void *)renaming);
    schema_visit(schema, visit_names, (void *)renaming);
    for (size_t i = 0; i < schema->roots.count; i++) {
        Object *object = schema->roots.items[i];
        if (is_routine(object) || object->kind == KIND_OPERATOR || object->kind == KIND_CAST ||
            object->kind == KIND_TRANSFORM) {
            follow_arguments(renaming, object);
        } else if (object->kind == KIND_PUBLICATION) {
            follow_published_names(renaming, object);
        }
    }
}
