/* Schemas, extensions and the names they bring, enums and domains. */
#include "parser/catalog_reader.h"

enum { SCHEMA_OID, SCHEMA_NAME, SCHEMA_OWNER, SCHEMA_ACL };

void catalog_read_schema(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    Object *object = schema_object_new(reader->schema, Object, KIND_SCHEMA);
    object->name = catalog_text(reader, row, SCHEMA_NAME);
    catalog_own(reader, object, catalog_cell(row, SCHEMA_OWNER), catalog_cell(row, SCHEMA_ACL));
    catalog_add_object(reader, object, NULL);
    list_push(reader->schema->arena, &reader->schema->named_schemas, object->name);
    catalog_enter(reader, CATALOG_NAMESPACE, catalog_oid(row, SCHEMA_OID), 0, object);
}

enum { EXTENSION_OID, EXTENSION_NAME, EXTENSION_SCHEMA, EXTENSION_VERSION, EXTENSION_COMMENT };

void catalog_read_extension(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    Extension *extension = schema_object_new(reader->schema, Extension, KIND_EXTENSION);
    extension->object.name = catalog_text(reader, row, EXTENSION_NAME);
    extension->object.comment = catalog_text(reader, row, EXTENSION_COMMENT);
    extension->in_schema = catalog_text(reader, row, EXTENSION_SCHEMA);
    extension->version = catalog_text(reader, row, EXTENSION_VERSION);
    if (!text_starts_with(extension->in_schema, TEXT("pg_"))) {
        Reference in_schema = {REFERENCE_SCHEMA, REFERENCE_BY_DEFINITION,
                               TEXT(""),         extension->in_schema,
                               TEXT_ABSENT,      0};
        reference_add(reader->schema->arena, &extension->object.references, in_schema);
    }
    catalog_add_object(reader, &extension->object, NULL);
}

enum {
    EXTERNAL_KIND,
    EXTERNAL_SCHEMA,
    EXTERNAL_NAME,
    EXTERNAL_EXTENSION,
    EXTERNAL_ARGUMENTS,
    EXTERNAL_RESULT,
};

void catalog_read_external(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    ExternalName external = {
        .schema = catalog_text(reader, row, EXTERNAL_SCHEMA),
        .name = catalog_text(reader, row, EXTERNAL_NAME),
        .extension = catalog_text(reader, row, EXTERNAL_EXTENSION),
        .arguments = catalog_text(reader, row, EXTERNAL_ARGUMENTS),
        .result = catalog_text(reader, row, EXTERNAL_RESULT),
    };
    switch (catalog_letter(row, EXTERNAL_KIND)) {
        case 't': external.kind = REFERENCE_TYPE; break;
        case 'f': external.kind = REFERENCE_FUNCTION; break;
        case 'r': external.kind = REFERENCE_RELATION; break;
        case 'o': external.object = KIND_OPERATOR; break;
        case 'd': external.object = KIND_TEXT_SEARCH_DICTIONARY; break;
        case 'm': external.object = KIND_TEXT_SEARCH_TEMPLATE; break;
        case 'p': external.object = KIND_TEXT_SEARCH_PARSER; break;
        default: external.object = KIND_TEXT_SEARCH_CONFIGURATION; break;
    }
    external.kind = external.object != 0 ? REFERENCE_OBJECT : external.kind;
    list_push(reader->schema->arena, &reader->schema->externals, external);
}

enum {
    TYPE_OID,
    TYPE_KIND,
    TYPE_SCHEMA,
    TYPE_NAME,
    TYPE_OWNER,
    TYPE_ACL,
    TYPE_LABELS,
    TYPE_BASE,
    TYPE_BASE_SCHEMA,
    TYPE_BASE_NAME,
    TYPE_COLLATION,
    TYPE_IS_NOT_NULL,
    TYPE_DEFAULT,
};

static Object *read_enum(CatalogReader *reader, const CatalogRow *row) {
    EnumType *type = schema_object_new(reader->schema, EnumType, KIND_ENUM);
    type->labels = catalog_array(reader->schema->arena, catalog_cell(row, TYPE_LABELS));
    return &type->object;
}

static Object *read_domain(CatalogReader *reader, const CatalogRow *row) {
    Domain *domain = schema_object_new(reader->schema, Domain, KIND_DOMAIN);
    Text default_value = catalog_cell(row, TYPE_DEFAULT);
    domain->type = catalog_text(reader, row, TYPE_BASE);
    domain->collation = catalog_text(reader, row, TYPE_COLLATION);
    catalog_add_collation_reference(reader, &domain->object, domain->collation);
    domain->is_not_null = catalog_flag(row, TYPE_IS_NOT_NULL);
    catalog_note_newer_type(reader, &domain->object, domain->type);
    catalog_add_type_reference(reader, &domain->object, catalog_cell(row, TYPE_BASE_SCHEMA),
                               catalog_cell(row, TYPE_BASE_NAME));
    if (!text_is_absent(default_value)) {
        catalog_add_statement(reader, "ALTER DOMAIN %I.%I SET DEFAULT %s",
                              catalog_cell(row, TYPE_SCHEMA), catalog_cell(row, TYPE_NAME),
                              default_value);
    }
    return &domain->object;
}

void catalog_read_type(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    bool is_enum = catalog_letter(row, TYPE_KIND) == 'e';
    Object *object = is_enum ? read_enum(reader, row) : read_domain(reader, row);
    object->schema = catalog_text(reader, row, TYPE_SCHEMA);
    object->name = catalog_text(reader, row, TYPE_NAME);
    catalog_own(reader, object, catalog_cell(row, TYPE_OWNER), catalog_cell(row, TYPE_ACL));
    catalog_add_object(reader, object, NULL);
    catalog_enter(reader, CATALOG_TYPE, catalog_oid(row, TYPE_OID), 0, object);
}
