/* Comments, security labels, and what the model has no place for. */
#include "parser/catalog_reader.h"

enum { COMMENT_CLASS, COMMENT_OID, COMMENT_COLUMN, COMMENT_TEXT };

/* Remarks on what is not modelled at all need no word of their own: that thing is reported. */
static bool is_modelled(uint32_t class) {
    static const CatalogClass classes[] = {
        CATALOG_TYPE,
        CATALOG_ROUTINE,
        CATALOG_RELATION,
        CATALOG_SERVER,
        CATALOG_WRAPPER,
        CATALOG_CONSTRAINT,
        CATALOG_NAMESPACE,
        CATALOG_OPERATOR,
        CATALOG_OPERATOR_CLASS,
        CATALOG_OPERATOR_FAMILY,
        CATALOG_RULE,
        CATALOG_TRIGGER,
        CATALOG_POLICY,
        CATALOG_OPERATOR,
        CATALOG_ACCESS_METHOD,
        CATALOG_CAST,
        CATALOG_CONVERSION,
        CATALOG_LANGUAGE,
        CATALOG_TRANSFORM,
        CATALOG_STATISTICS,
        CATALOG_COLLATION,
        CATALOG_EVENT_TRIGGER,
        CATALOG_TEXT_SEARCH_DICTIONARY,
        CATALOG_TEXT_SEARCH_PARSER,
        CATALOG_TEXT_SEARCH_CONFIGURATION,
        CATALOG_TEXT_SEARCH_TEMPLATE,
        CATALOG_SUBSCRIPTION,
        CATALOG_PUBLICATION,
    };
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (class == classes[i]) {
            return true;
        }
    }
    return false;
}

void catalog_read_comment(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    CatalogAddress address = {catalog_oid(row, COMMENT_CLASS), catalog_oid(row, COMMENT_OID),
                              catalog_oid(row, COMMENT_COLUMN)};
    if (!is_modelled(address.class)) {
        return;
    }
    Object *object = catalog_find(reader, address.class, address.oid, address.column);
    bool is_of_index =
        object != NULL && object->kind == KIND_CONSTRAINT && address.class == CATALOG_RELATION;
    if (is_of_index) {
        ((TableConstraint *)object)->index_comment = catalog_text(reader, row, COMMENT_TEXT);
    } else if (object != NULL && object->kind == KIND_COLUMN &&
               address.class == CATALOG_CONSTRAINT) {
        ((Column *)object)->not_null.comment = catalog_text(reader, row, COMMENT_TEXT);
    } else if (object != NULL) {
        object->comment = catalog_text(reader, row, COMMENT_TEXT);
    } else {
        CatalogRemark remark = {address, "comment on"};
        list_push(&reader->kept, &reader->homeless, remark);
    }
}

enum { LABEL_CLASS, LABEL_OID, LABEL_COLUMN, LABEL_PROVIDER, LABEL_TEXT };

void catalog_read_security_label(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    CatalogAddress address = {catalog_oid(row, LABEL_CLASS), catalog_oid(row, LABEL_OID),
                              catalog_oid(row, LABEL_COLUMN)};
    Object *object = catalog_find(reader, address.class, address.oid, address.column);
    if (object == NULL && address.class == CATALOG_SUBSCRIPTION) {
        return; /* of another database, or reported itself */
    }
    if (object == NULL) {
        CatalogRemark remark = {address, "security label of"};
        list_push(&reader->kept, &reader->homeless, remark);
        return;
    }
    Setting label = {catalog_text(reader, row, LABEL_PROVIDER),
                     catalog_text(reader, row, LABEL_TEXT)};
    list_push(reader->schema->arena, &object->security_labels, label);
    setting_list_sort(&object->security_labels);
}

Text catalog_homeless_query(CatalogReader *reader) {
    Arena *arena = &reader->kept;
    Builder out = builder_new(arena);
    builder_add(&out, TEXT("SELECT c.word || ' ' || i.type, i.identity FROM (VALUES "));
    for (size_t i = 0; i < reader->homeless.count; i++) {
        CatalogAddress address = reader->homeless.items[i].subject;
        builder_format(&out, "%s(%L, %s::oid, %s::oid, %s)", i == 0 ? TEXT("") : TEXT(", "),
                       text_from_string(reader->homeless.items[i].word),
                       text_from_integer(arena, address.class),
                       text_from_integer(arena, address.oid),
                       text_from_integer(arena, address.column));
    }
    /* An extension's script may comment on its objects. */
    builder_add(&out, TEXT(") AS c (word, class, oid, number), "
                           "pg_identify_object(class, oid, number) i "
                           "WHERE c.word <> 'comment on' OR NOT EXISTS (SELECT FROM pg_depend d "
                           "WHERE d.classid = c.class AND d.objid = c.oid AND d.deptype = 'e')"));
    return builder_text(&out);
}

enum { UNSUPPORTED_KIND, UNSUPPORTED_IDENTITY };

void catalog_read_unsupported(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    catalog_unsupported(reader,
                        text_format(&reader->scratch, "%s %s", catalog_cell(row, UNSUPPORTED_KIND),
                                    catalog_cell(row, UNSUPPORTED_IDENTITY)));
}
