/*
 * Constraints and indexes: the server's own definitions, completed by what it leaves out of them.
 */
#include "parser/catalog_reader.h"

#include "parser/names.h"

enum {
    CONSTRAINT_OID,
    CONSTRAINT_TABLE,
    CONSTRAINT_DOMAIN,
    CONSTRAINT_NAME,
    CONSTRAINT_TYPE,
    CONSTRAINT_IS_LOCAL,
    CONSTRAINT_IS_VALIDATED,
    CONSTRAINT_IS_NO_INHERIT,
    CONSTRAINT_COLUMN, /* attnum of the first */
    CONSTRAINT_DEFINITION,
    CONSTRAINT_INDEX_OPTIONS,
    CONSTRAINT_INDEX_TABLESPACE,
    CONSTRAINT_INDEX_IS_CLUSTERED,
};

/* Is it PostgreSQL's own choice of a name?  It adds a number to one that is taken. */
static bool is_default_name(Text name, Text made) {
    Text rest = text_slice(name, made.length, name.length);
    if (!text_starts_with(name, made)) {
        return false;
    }
    for (size_t i = 0; i < rest.length; i++) {
        if (rest.data[i] < '0' || rest.data[i] > '9') {
            return false;
        }
    }
    return true;
}

/*
 * PostgreSQL 18 keeps NOT NULL as a constraint, of which the model has the column's flag and a name
 * that somebody chose.
 */
static void read_not_null(CatalogReader *reader, const CatalogRow *row) {
    Object *object = catalog_find(reader, CATALOG_RELATION, catalog_oid(row, CONSTRAINT_TABLE),
                                  catalog_oid(row, CONSTRAINT_COLUMN));
    if (object == NULL) {
        return; /* of a domain, or an extension's */
    }
    Column *column = (Column *)object;
    Text name = catalog_cell(row, CONSTRAINT_NAME);
    Text made =
        names_make(&reader->scratch, object->relation, object->name, TEXT("not_null"));
    if (catalog_flag(row, CONSTRAINT_IS_LOCAL) && !is_default_name(name, made)) {
        column->not_null_name = text_copy(reader->schema->arena, name);
    }
    Text described = object_describe(&reader->scratch, object);
    if (!catalog_flag(row, CONSTRAINT_IS_VALIDATED)) {
        catalog_unsupported(reader, text_format(&reader->scratch, "NOT VALID of NOT NULL of %s",
                                                described));
    }
    if (catalog_flag(row, CONSTRAINT_IS_NO_INHERIT)) {
        catalog_unsupported(reader, text_format(&reader->scratch, "NO INHERIT of NOT NULL of %s",
                                                described));
    }
}

/* flatten_reloptions(): values as string literals mean the same. */
static Text options_text(Arena *arena, Text array) {
    TextList options = catalog_array(arena, array);
    Builder out = builder_new(arena);
    for (size_t i = 0; i < options.count; i++) {
        Text option = options.items[i];
        size_t equals = 0;
        while (equals < option.length && option.data[equals] != '=') {
            equals++;
        }
        builder_format(&out, "%s%I=%L", i == 0 ? TEXT("") : TEXT(", "),
                       text_slice(option, 0, equals),
                       text_slice(option, equals + 1, option.length));
    }
    return builder_text(&out);
}

/* The text without an end that it has, or whole. */
static Text without_end(Text text, Text end) {
    return text_ends_with(text, end) ? text_slice(text, 0, text.length - end.length) : text;
}

/*
 * pg_get_constraintdef() says nothing of the storage parameters of the index of PRIMARY KEY and UNIQUE
 * (EXCLUDE has them) and nothing of a tablespace.  They stand before DEFERRABLE.
 */
static Text definition_with_index(CatalogReader *reader, const CatalogRow *row) {
    Arena *arena = &reader->scratch;
    Text definition = catalog_cell(row, CONSTRAINT_DEFINITION);
    Text options = catalog_cell(row, CONSTRAINT_INDEX_OPTIONS);
    Text tablespace = catalog_cell(row, CONSTRAINT_INDEX_TABLESPACE);
    if (catalog_letter(row, CONSTRAINT_TYPE) == 'x') {
        if (!text_is_absent(tablespace)) {
            catalog_unsupported(reader, text_format(arena, "tablespace of the index of constraint %I",
                                                    catalog_cell(row, CONSTRAINT_NAME)));
        }
        return definition;
    }
    if (text_is_absent(options) && text_is_absent(tablespace)) {
        return definition;
    }
    Text head = without_end(definition, TEXT(" INITIALLY DEFERRED"));
    head = without_end(head, TEXT(" DEFERRABLE"));
    Builder out = builder_new(arena);
    builder_add(&out, head);
    if (!text_is_absent(options)) {
        builder_format(&out, " WITH (%s)", options_text(arena, options));
    }
    if (!text_is_absent(tablespace)) {
        builder_format(&out, " USING INDEX TABLESPACE %I", tablespace);
    }
    builder_add(&out, text_slice(definition, head.length, definition.length));
    return builder_text(&out);
}

static void add_table_constraint(CatalogReader *reader, const CatalogRow *row,
                                 const Object *table) {
    Text name = catalog_cell(row, CONSTRAINT_NAME);
    catalog_add_statement(reader, "ALTER TABLE ONLY %I.%I ADD CONSTRAINT %I %s", table->schema,
                          table->name, name, definition_with_index(reader, row));
    if (catalog_flag(row, CONSTRAINT_INDEX_IS_CLUSTERED)) {
        catalog_add_statement(reader, "ALTER TABLE %I.%I CLUSTER ON %I", table->schema, table->name,
                              name);
    }
}

void catalog_read_constraint(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    ArenaMark mark = arena_mark(&reader->scratch);
    uint32_t domain_oid = catalog_oid(row, CONSTRAINT_DOMAIN);
    const Object *parent =
        domain_oid != 0
            ? catalog_find(reader, CATALOG_TYPE, domain_oid, 0)
            : catalog_find(reader, CATALOG_RELATION, catalog_oid(row, CONSTRAINT_TABLE), 0);
    if (catalog_letter(row, CONSTRAINT_TYPE) == 'n') {
        read_not_null(reader, row);
    } else if (parent != NULL) { /* NULL: an extension's, or a foreign table's */
        Text name = catalog_cell(row, CONSTRAINT_NAME);
        if (parent->kind == KIND_DOMAIN) {
            catalog_add_statement(reader, "ALTER DOMAIN %I.%I ADD CONSTRAINT %I %s",
                                  parent->schema, parent->name, name,
                                  catalog_cell(row, CONSTRAINT_DEFINITION));
        } else {
            add_table_constraint(reader, row, parent);
        }
        CatalogPending *pending =
            catalog_expect(reader, CATALOG_CONSTRAINT, catalog_oid(row, CONSTRAINT_OID),
                           KIND_CONSTRAINT, parent, TEXT(""), name);
        pending->is_inherited = !catalog_flag(row, CONSTRAINT_IS_LOCAL);
    }
    arena_release(&reader->scratch, mark);
}

enum {
    INDEX_OID,
    INDEX_TABLE,
    INDEX_SCHEMA,
    INDEX_NAME,
    INDEX_RELATION_KIND, /* 'I' on a partitioned table */
    INDEX_IS_VALID,
    INDEX_IS_CLUSTERED,
    INDEX_DEFINITION,
    INDEX_TABLESPACE,
    INDEX_PREDICATE, /* only when there is a tablespace */
};

/* pg_get_indexdef() leaves out TABLESPACE, which stands before WHERE. */
static Text definition_with_tablespace(CatalogReader *reader, const CatalogRow *row) {
    Text definition = catalog_cell(row, INDEX_DEFINITION);
    Text tablespace = catalog_cell(row, INDEX_TABLESPACE);
    Text predicate = catalog_cell(row, INDEX_PREDICATE);
    if (text_is_absent(tablespace)) {
        return definition;
    }
    Text head = definition;
    if (!text_is_absent(predicate)) {
        head = without_end(definition, text_format(&reader->scratch, " WHERE %s", predicate));
    }
    return text_format(&reader->scratch, "%s TABLESPACE %I%s", head, tablespace,
                       text_slice(definition, head.length, definition.length));
}

void catalog_read_index(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    const Object *table =
        catalog_find(reader, CATALOG_RELATION, catalog_oid(row, INDEX_TABLE), 0);
    if (table == NULL) {
        return; /* an extension's */
    }
    ArenaMark mark = arena_mark(&reader->scratch);
    catalog_add_statement(reader, "%s", definition_with_tablespace(reader, row));
    arena_release(&reader->scratch, mark);
    CatalogPending *pending =
        catalog_expect(reader, CATALOG_RELATION, catalog_oid(row, INDEX_OID), KIND_INDEX, table,
                       TEXT(""), catalog_cell(row, INDEX_NAME));
    /*
     * An index on a partitioned table is printed with ONLY in any case; it lacks the index of some
     * partition, as after ON ONLY, when it is not valid.
     */
    bool is_partitioned = catalog_letter(row, INDEX_RELATION_KIND) == 'I';
    bool is_valid = catalog_flag(row, INDEX_IS_VALID);
    pending->is_only = is_partitioned && !is_valid;
    pending->is_invalid = !is_partitioned && !is_valid;
    pending->is_clustered = catalog_flag(row, INDEX_IS_CLUSTERED);
}
