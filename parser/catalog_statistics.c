/* Statistics objects and event triggers. */
#include "parser/catalog_reader.h"

enum {
    STATISTICS_OID,
    STATISTICS_RELATION,
    STATISTICS_SCHEMA,
    STATISTICS_NAME,
    STATISTICS_OWNER,
    STATISTICS_TARGET, /* -1: default */
    STATISTICS_DEFINITION,
};

void catalog_read_statistics(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    Text schema = catalog_cell(row, STATISTICS_SCHEMA), name = catalog_cell(row, STATISTICS_NAME);
    if (catalog_find(reader, CATALOG_RELATION, catalog_oid(row, STATISTICS_RELATION), 0) == NULL) {
        return; /* an extension's */
    }
    catalog_add_statement(reader, "%s", catalog_cell(row, STATISTICS_DEFINITION));
    if (catalog_integer(row, STATISTICS_TARGET) >= 0) {
        catalog_add_statement(reader, "ALTER STATISTICS %I.%I SET STATISTICS %s", schema, name,
                              catalog_cell(row, STATISTICS_TARGET));
    }
    CatalogPending *pending =
        catalog_expect(reader, CATALOG_STATISTICS, catalog_oid(row, STATISTICS_OID),
                       KIND_STATISTICS, NULL, schema, name);
    pending->owner = text_copy(&reader->kept, catalog_cell(row, STATISTICS_OWNER));
}

enum {
    EVENT_OID,
    EVENT_NAME,
    EVENT_EVENT,
    EVENT_OWNER,
    EVENT_ENABLED,
    EVENT_TAGS, /* NULL: all */
    EVENT_FUNCTION_SCHEMA,
    EVENT_FUNCTION,
};

void catalog_read_event_trigger(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    ArenaMark mark = arena_mark(&reader->scratch);
    TextList tags = catalog_array(&reader->scratch, catalog_cell(row, EVENT_TAGS));
    builder_format(&reader->batch, "CREATE EVENT TRIGGER %I ON %I", catalog_cell(row, EVENT_NAME),
                   catalog_cell(row, EVENT_EVENT));
    for (size_t i = 0; i < tags.count; i++) {
        builder_format(&reader->batch, "%s%L", i == 0 ? TEXT(" WHEN TAG IN (") : TEXT(", "),
                       tags.items[i]);
    }
    catalog_add_statement(
        reader, "%s EXECUTE FUNCTION %I.%I()", tags.count == 0 ? TEXT("") : TEXT(")"),
        catalog_cell(row, EVENT_FUNCTION_SCHEMA), catalog_cell(row, EVENT_FUNCTION));
    CatalogPending *pending =
        catalog_expect(reader, CATALOG_EVENT_TRIGGER, catalog_oid(row, EVENT_OID),
                       KIND_EVENT_TRIGGER, NULL, TEXT(""), catalog_cell(row, EVENT_NAME));
    pending->owner = text_copy(&reader->kept, catalog_cell(row, EVENT_OWNER));
    pending->enabled = catalog_letter(row, EVENT_ENABLED);
    arena_release(&reader->scratch, mark);
}
