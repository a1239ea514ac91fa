/* Objects whose definition is a list of items: the queries compose the statements. */
#include "parser/catalog_reader.h"

enum {
    DEFINITION_CLASS,
    DEFINITION_OID,
    DEFINITION_KIND, /* the identifier of the kind: "AGGREGATE" */
    DEFINITION_SCHEMA,
    DEFINITION_NAME,
    DEFINITION_ARGUMENTS,
    DEFINITION_OWNER,
    DEFINITION_ACL,
    DEFINITION_STATEMENT,
};

static ObjectKind kind_of_identifier(Text identifier) {
    static const struct {
        const char *identifier;
        ObjectKind kind;
    } kinds[] = {
#define X(id, ...) {#id, KIND_##id},
        DEFINITION_KINDS(X)
#undef X
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (text_equal(identifier, text_from_string(kinds[i].identifier))) {
            return kinds[i].kind;
        }
    }
    return OBJECT_KIND_COUNT;
}

void catalog_read_definition(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    ObjectKind kind = kind_of_identifier(catalog_cell(row, DEFINITION_KIND));
    if (kind == OBJECT_KIND_COUNT) {
        catalog_unsupported(reader, catalog_cell(row, DEFINITION_NAME));
        return;
    }
    catalog_add_statement(reader, "%s", catalog_cell(row, DEFINITION_STATEMENT));
    CatalogPending *pending = catalog_expect(
        reader, (CatalogClass)catalog_oid(row, DEFINITION_CLASS), catalog_oid(row, DEFINITION_OID),
        kind, NULL, catalog_cell(row, DEFINITION_SCHEMA), catalog_cell(row, DEFINITION_NAME));
    pending->arguments = text_copy(&reader->kept, catalog_cell(row, DEFINITION_ARGUMENTS));
    pending->owner = text_copy(&reader->kept, catalog_cell(row, DEFINITION_OWNER));
    pending->acl = text_copy(&reader->kept, catalog_cell(row, DEFINITION_ACL));
}
