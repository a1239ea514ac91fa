/* Tables, composite types, their columns, inheritance, sequences. */
#include "parser/catalog_reader.h"

#include "parser/identity.h"
#include "parser/names.h"
#include "parser/parse_foreign.h"

enum {
    RELATION_OID,
    RELATION_KIND,
    RELATION_SCHEMA,
    RELATION_NAME,
    RELATION_OWNER,
    RELATION_ACL,
    RELATION_TYPE_OID,
    RELATION_PERSISTENCE,
    RELATION_OPTIONS,
    RELATION_TOAST_OPTIONS,
    RELATION_ACCESS_METHOD,
    RELATION_TABLESPACE,
    RELATION_HAS_ROW_SECURITY,
    RELATION_FORCES_ROW_SECURITY,
    RELATION_REPLICA_IDENTITY,
    RELATION_REPLICA_INDEX,
    RELATION_PARTITION_KEY,
    RELATION_PARTITION_BOUND,
    RELATION_ESTIMATED_ROWS,
    RELATION_ESTIMATED_BYTES,
    RELATION_SERVER,
    RELATION_FOREIGN_OPTIONS,
    RELATION_OF_SCHEMA,
    RELATION_OF_TYPE,
};

static Text replica_identity(CatalogReader *reader, const CatalogRow *row) {
    if (!text_is_empty(catalog_cell(row, RELATION_SERVER))) {
        return TEXT(""); /* a foreign table has none */
    }
    switch (catalog_letter(row, RELATION_REPLICA_IDENTITY)) {
        case 'f': return TEXT("FULL");
        case 'n': return TEXT("NOTHING");
        case 'i': {
            Text index = catalog_cell(row, RELATION_REPLICA_INDEX);
            /* Without a row the index was dropped since, and the server takes it as NOTHING. */
            return text_is_absent(index)
                       ? TEXT("NOTHING")
                       : text_format(reader->schema->arena, "USING INDEX %I", index);
        }
        default: return TEXT("");
    }
}

static Object *read_table(CatalogReader *reader, const CatalogRow *row) {
    Table *table = schema_object_new(reader->schema, Table, KIND_TABLE);
    table->is_unlogged = catalog_letter(row, RELATION_PERSISTENCE) == 'u';
    catalog_add_settings(reader, &table->options, catalog_cell(row, RELATION_OPTIONS), TEXT(""));
    catalog_add_settings(reader, &table->options, catalog_cell(row, RELATION_TOAST_OPTIONS),
                         TEXT("toast."));
    table->access_method = catalog_text(reader, row, RELATION_ACCESS_METHOD);
    table->tablespace = catalog_text(reader, row, RELATION_TABLESPACE);
    table->has_row_security = catalog_flag(row, RELATION_HAS_ROW_SECURITY);
    table->forces_row_security = catalog_flag(row, RELATION_FORCES_ROW_SECURITY);
    table->replica_identity = replica_identity(reader, row);
    table->partition_key = catalog_text(reader, row, RELATION_PARTITION_KEY);
    table->partition_bound = catalog_text(reader, row, RELATION_PARTITION_BOUND);
    table->has_estimate = !text_is_absent(catalog_cell(row, RELATION_ESTIMATED_ROWS));
    table->estimated_rows = table->has_estimate ? catalog_integer(row, RELATION_ESTIMATED_ROWS) : 0;
    table->estimated_bytes = catalog_integer(row, RELATION_ESTIMATED_BYTES);
    table->server = catalog_text(reader, row, RELATION_SERVER);
    catalog_add_settings(reader, &table->foreign_options,
                         catalog_cell(row, RELATION_FOREIGN_OPTIONS), TEXT(""));
    setting_list_sort(&table->foreign_options);
    if (!text_is_empty(table->server)) {
        reference_add(reader->schema->arena, &table->object.references,
                      foreign_reference(KIND_SERVER, table->server));
    }
    table->of_schema = catalog_text(reader, row, RELATION_OF_SCHEMA);
    table->of_type = catalog_text(reader, row, RELATION_OF_TYPE);
    catalog_add_type_reference(reader, &table->object, table->of_schema, table->of_type);
    return &table->object;
}

void catalog_read_relation(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    bool is_composite = catalog_letter(row, RELATION_KIND) == 'c';
    Object *object = is_composite
                         ? &schema_object_new(reader->schema, CompositeType, KIND_COMPOSITE)->object
                         : read_table(reader, row);
    object->schema = catalog_text(reader, row, RELATION_SCHEMA);
    object->name = catalog_text(reader, row, RELATION_NAME);
    catalog_own(reader, object, catalog_cell(row, RELATION_OWNER), catalog_cell(row, RELATION_ACL));
    catalog_add_object(reader, object, NULL);
    catalog_enter(reader, CATALOG_RELATION, catalog_oid(row, RELATION_OID), 0, object);
    if (is_composite) {
        catalog_enter(reader, CATALOG_TYPE, catalog_oid(row, RELATION_TYPE_OID), 0, object);
    }
}

enum {
    COLUMN_RELATION,
    COLUMN_NUMBER,
    COLUMN_NAME,
    COLUMN_TYPE,
    COLUMN_TYPE_SCHEMA,
    COLUMN_TYPE_NAME,
    COLUMN_COLLATION,
    COLUMN_IS_NOT_NULL,
    COLUMN_IDENTITY,
    COLUMN_GENERATED,
    COLUMN_IS_LOCAL,
    COLUMN_STORAGE,
    COLUMN_COMPRESSION,
    COLUMN_STATISTICS,
    COLUMN_OPTIONS,
    COLUMN_ACL,
    COLUMN_FOREIGN_OPTIONS,
    COLUMN_DEFAULT,
};

static Text storage_name(char letter) {
    switch (letter) {
        case 'p': return TEXT("PLAIN");
        case 'e': return TEXT("EXTERNAL");
        case 'm': return TEXT("MAIN");
        case 'x': return TEXT("EXTENDED");
        default: return TEXT("");
    }
}

static Text compression_name(char letter) {
    switch (letter) {
        case 'p': return TEXT("pglz");
        case 'l': return TEXT("lz4");
        default: return TEXT("");
    }
}

static GeneratedKind generated_kind(char letter) {
    switch (letter) {
        case 's': return GENERATED_STORED;
        case 'v': return GENERATED_VIRTUAL; /* 18 */
        default: return GENERATED_NEVER;
    }
}

static IdentityKind identity_kind(char letter) {
    switch (letter) {
        case 'a': return IDENTITY_ALWAYS;
        case 'd': return IDENTITY_BY_DEFAULT;
        default: return IDENTITY_NONE;
    }
}

static Column *new_column(CatalogReader *reader, const Object *relation, Text name) {
    Column *column = schema_object_new(reader->schema, Column, KIND_COLUMN);
    column->object.schema = relation->schema;
    column->object.relation = relation->name;
    column->object.name = text_copy(reader->schema->arena, name);
    column->position = (int)relation->children.count + 1;
    column->statistics = -1;
    return column;
}

/* PostgreSQL 17 and newer have NULL where older ones have -1. */
static int statistics_target(const CatalogRow *row, int number) {
    return text_is_absent(catalog_cell(row, number)) ? -1 : (int)catalog_integer(row, number);
}

static void fill_column(CatalogReader *reader, Column *column, const CatalogRow *row) {
    column->type = catalog_text(reader, row, COLUMN_TYPE);
    column->collation = catalog_text(reader, row, COLUMN_COLLATION);
    catalog_add_collation_reference(reader, &column->object, column->collation);
    catalog_note_newer_type(reader, &column->object, column->type);
    catalog_note_newer(reader, &column->object, BUILTIN_COLLATION, column->collation);
    column->is_not_null = catalog_flag(row, COLUMN_IS_NOT_NULL);
    column->identity = identity_kind(catalog_letter(row, COLUMN_IDENTITY));
    if (column->identity != IDENTITY_NONE) { /* a partition's column has none of its own: 17+ */
        column->sequence = schema_object_new(reader->schema, Sequence, KIND_SEQUENCE);
    }
    column->generated = generated_kind(catalog_letter(row, COLUMN_GENERATED));
    column->is_inherited = !catalog_flag(row, COLUMN_IS_LOCAL);
    column->storage = storage_name(catalog_letter(row, COLUMN_STORAGE));
    column->compression = compression_name(catalog_letter(row, COLUMN_COMPRESSION));
    column->statistics = statistics_target(row, COLUMN_STATISTICS);
    catalog_add_settings(reader, &column->options, catalog_cell(row, COLUMN_OPTIONS), TEXT(""));
    catalog_add_settings(reader, &column->foreign_options,
                         catalog_cell(row, COLUMN_FOREIGN_OPTIONS), TEXT(""));
    setting_list_sort(&column->foreign_options);
    catalog_add_type_reference(reader, &column->object, catalog_cell(row, COLUMN_TYPE_SCHEMA),
                               catalog_cell(row, COLUMN_TYPE_NAME));
}

void catalog_read_column(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    uint32_t oid = catalog_oid(row, COLUMN_RELATION);
    Object *relation = catalog_find(reader, CATALOG_RELATION, oid, 0);
    if (relation == NULL) {
        return; /* an extension's */
    }
    Column *column = new_column(reader, relation, catalog_cell(row, COLUMN_NAME));
    fill_column(reader, column, row);
    catalog_add_object(reader, &column->object, relation);
    catalog_column_privileges(reader, column, catalog_cell(row, COLUMN_ACL));
    catalog_enter(reader, CATALOG_RELATION, oid, catalog_oid(row, COLUMN_NUMBER), &column->object);
    Text default_value = catalog_cell(row, COLUMN_DEFAULT);
    if (!text_is_absent(default_value)) {
        catalog_add_default(reader, column, default_value);
    }
}

enum {
    VIEW_COLUMN_RELATION,
    VIEW_COLUMN_NUMBER,
    VIEW_COLUMN_NAME,
    VIEW_COLUMN_STORAGE,
    VIEW_COLUMN_COMPRESSION,
    VIEW_COLUMN_STATISTICS,
    VIEW_COLUMN_OPTIONS,
    VIEW_COLUMN_ACL,
    VIEW_COLUMN_DEFAULT,
};

void catalog_read_view_column(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    uint32_t oid = catalog_oid(row, VIEW_COLUMN_RELATION);
    Object *view = catalog_find(reader, CATALOG_RELATION, oid, 0);
    if (view == NULL) {
        return; /* an extension's */
    }
    Column *column = new_column(reader, view, catalog_cell(row, VIEW_COLUMN_NAME));
    column->storage = storage_name(catalog_letter(row, VIEW_COLUMN_STORAGE));
    column->compression = compression_name(catalog_letter(row, VIEW_COLUMN_COMPRESSION));
    column->statistics = statistics_target(row, VIEW_COLUMN_STATISTICS);
    catalog_add_settings(reader, &column->options, catalog_cell(row, VIEW_COLUMN_OPTIONS),
                         TEXT(""));
    catalog_add_object(reader, &column->object, view);
    catalog_column_privileges(reader, column, catalog_cell(row, VIEW_COLUMN_ACL));
    catalog_enter(reader, CATALOG_RELATION, oid, catalog_oid(row, VIEW_COLUMN_NUMBER),
                  &column->object);
    Text default_value = catalog_cell(row, VIEW_COLUMN_DEFAULT);
    if (!text_is_absent(default_value)) {
        catalog_add_statement(reader, "ALTER VIEW %I.%I ALTER COLUMN %I SET DEFAULT %s",
                              view->schema, view->name, column->object.name, default_value);
    }
}

enum { INHERITANCE_CHILD, INHERITANCE_IS_PARTITION, INHERITANCE_SCHEMA, INHERITANCE_NAME };

void catalog_read_inheritance(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    Object *child = catalog_find(reader, CATALOG_RELATION, catalog_oid(row, INHERITANCE_CHILD), 0);
    if (child == NULL) {
        return;
    }
    Table *table = (Table *)child;
    Inheritance parent = {catalog_text(reader, row, INHERITANCE_SCHEMA),
                          catalog_text(reader, row, INHERITANCE_NAME)};
    Reference reference = {
        REFERENCE_RELATION, REFERENCE_BY_DEFINITION, parent.schema, parent.name, TEXT_ABSENT, 0};
    if (catalog_flag(row, INHERITANCE_IS_PARTITION)) {
        table->partition_schema = parent.schema;
        table->partition_parent = parent.name;
    } else {
        list_push(reader->schema->arena, &table->inherits, parent);
    }
    reference_add(reader->schema->arena, &child->references, reference);
}

enum {
    SEQUENCE_OID,
    SEQUENCE_SCHEMA,
    SEQUENCE_NAME,
    SEQUENCE_OWNER,
    SEQUENCE_ACL,
    SEQUENCE_PERSISTENCE,
    SEQUENCE_TYPE,
    SEQUENCE_START,
    SEQUENCE_INCREMENT,
    SEQUENCE_MINIMUM,
    SEQUENCE_MAXIMUM,
    SEQUENCE_CACHE,
    SEQUENCE_IS_CYCLING,
    SEQUENCE_DEPENDENCY, /* 'a' OWNED BY, 'i' identity */
    SEQUENCE_TABLE,
    SEQUENCE_COLUMN,
};

static SequenceOptions sequence_options(const CatalogReader *reader, const CatalogRow *row) {
    return (SequenceOptions){
        .type = catalog_text(reader, row, SEQUENCE_TYPE),
        .start = catalog_integer(row, SEQUENCE_START),
        .increment = catalog_integer(row, SEQUENCE_INCREMENT),
        .minimum = catalog_integer(row, SEQUENCE_MINIMUM),
        .maximum = catalog_integer(row, SEQUENCE_MAXIMUM),
        .cache = catalog_integer(row, SEQUENCE_CACHE),
        .is_cycling = catalog_flag(row, SEQUENCE_IS_CYCLING),
    };
}

/* Before 15 a sequence is never UNLOGGED; then it counts as what its table is. */
static bool sequence_is_unlogged(const CatalogReader *reader, const CatalogRow *row,
                                 const Object *column) {
    if (reader->server_version < 150000) {
        return column != NULL && column->parent->kind == KIND_TABLE &&
               ((const Table *)column->parent)->is_unlogged;
    }
    return catalog_letter(row, SEQUENCE_PERSISTENCE) == 'u';
}

/* What free, serial and identity sequences have in common; `column` may be NULL. */
static void finish_sequence(CatalogReader *reader, const CatalogRow *row, Sequence *sequence,
                            const Object *column) {
    Object *object = &sequence->object;
    sequence->is_unlogged = sequence_is_unlogged(reader, row, column);
    catalog_own(reader, object, catalog_cell(row, SEQUENCE_OWNER), catalog_cell(row, SEQUENCE_ACL));
    catalog_enter(reader, CATALOG_RELATION, catalog_oid(row, SEQUENCE_OID), 0, object);
}

static void read_identity(CatalogReader *reader, const CatalogRow *row, Column *column) {
    SequenceOptions options = sequence_options(reader, row);
    QualifiedName name = {catalog_text(reader, row, SEQUENCE_SCHEMA),
                          catalog_text(reader, row, SEQUENCE_NAME)};
    Sequence *sequence =
        identity_begin(&reader->interpreter, column, column->identity, name, &options);
    finish_sequence(reader, row, sequence, &column->object);
}

void catalog_read_sequence(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    Object *column = catalog_find(reader, CATALOG_RELATION, catalog_oid(row, SEQUENCE_TABLE),
                                  catalog_oid(row, SEQUENCE_COLUMN));
    if (catalog_letter(row, SEQUENCE_DEPENDENCY) == 'i') {
        if (column != NULL) {
            read_identity(reader, row, (Column *)column);
        }
        return;
    }
    Sequence *sequence = schema_object_new(reader->schema, Sequence, KIND_SEQUENCE);
    Object *object = &sequence->object;
    object->schema = catalog_text(reader, row, SEQUENCE_SCHEMA);
    object->name = catalog_text(reader, row, SEQUENCE_NAME);
    sequence->options = sequence_options(reader, row);
    if (column != NULL) {
        sequence->owned_schema = column->schema;
        sequence->owned_table = column->relation;
        sequence->owned_column = column->name;
    }
    finish_sequence(reader, row, sequence, column);
    catalog_add_object(reader, object, NULL);
}
