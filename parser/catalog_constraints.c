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
    CONSTRAINT_INDEX_OPTIONS,
    CONSTRAINT_INDEX_TABLESPACE,
    CONSTRAINT_INDEX_IS_CLUSTERED,
    CONSTRAINT_INDEX_OID,
    CONSTRAINT_COLUMNS, /* {1,2}: attnums */
    CONSTRAINT_FOREIGN_TABLE,
    CONSTRAINT_FOREIGN_COLUMNS,
    CONSTRAINT_ON_UPDATE,
    CONSTRAINT_ON_DELETE,
    CONSTRAINT_DEFINITION, /* NULL: keys and foreign keys of nothing but columns and actions */
    CONSTRAINT_WHOLE,      /* the index of the parent's key that it is a part of; or NULL */
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

/* The column with this attnum, as the catalog writes numbers; NULL when it is not ours. */
static Column *column_numbered(const CatalogReader *reader, uint32_t relation, Text number) {
    uint32_t value = (uint32_t)catalog_number(number);
    return (Column *)catalog_find(reader, CATALOG_RELATION, relation, value);
}

/*
 * PostgreSQL 18 keeps NOT NULL as a constraint, which the model has with the column.  A name with a
 * number at its end is PostgreSQL's choice where the usual one was taken.
 */
static void read_not_null(CatalogReader *reader, const CatalogRow *row) {
    TextList numbers = catalog_array(&reader->scratch, catalog_cell(row, CONSTRAINT_COLUMNS));
    Column *column =
        numbers.count == 0
            ? NULL
            : column_numbered(reader, catalog_oid(row, CONSTRAINT_TABLE), numbers.items[0]);
    if (column == NULL) {
        return; /* an extension's */
    }
    Object *object = &column->object;
    Text name = catalog_cell(row, CONSTRAINT_NAME);
    Text made =
        default_name_make(&reader->scratch, object->relation, object->name, TEXT("not_null"));
    column->not_null = (NotNull){
        .name = is_default_name(name, made) ? TEXT("") : text_copy(reader->schema->arena, name),
        .is_not_valid = !catalog_flag(row, CONSTRAINT_IS_VALIDATED),
        .is_no_inherit = catalog_flag(row, CONSTRAINT_IS_NO_INHERIT),
        .is_inherited = !catalog_flag(row, CONSTRAINT_IS_LOCAL)};
    catalog_enter(reader, CATALOG_CONSTRAINT, catalog_oid(row, CONSTRAINT_OID), 0, object);
}

/* The same for a domain, where the model has no place for the name (17 and newer). */
static void read_domain_not_null(CatalogReader *reader, const CatalogRow *row,
                                 const Object *domain) {
    Text name = catalog_cell(row, CONSTRAINT_NAME);
    Text made = default_name_make(&reader->scratch, domain->name, TEXT(""), TEXT("not_null"));
    if (!is_default_name(name, made)) {
        catalog_unsupported(reader, text_format(&reader->scratch, "name %I of NOT NULL of %s", name,
                                                object_describe(&reader->scratch, domain)));
    }
}

/* "a, b" for {1,2}. */
static Text column_names(CatalogReader *reader, uint32_t relation, Text numbers) {
    Builder out = builder_new(&reader->scratch);
    TextList list = catalog_array(&reader->scratch, numbers);
    for (size_t i = 0; i < list.count; i++) {
        const Column *column = column_numbered(reader, relation, list.items[i]);
        builder_format(&out, "%s%I", i == 0 ? TEXT("") : TEXT(", "),
                       column == NULL ? TEXT("") : column->object.name);
    }
    return builder_text(&out);
}

static Text action_name(char letter) {
    switch (letter) {
        case 'r': return TEXT("RESTRICT");
        case 'c': return TEXT("CASCADE");
        case 'n': return TEXT("SET NULL");
        case 'd': return TEXT("SET DEFAULT");
        default: return TEXT_ABSENT;
    }
}

static void add_action(Builder *out, const char *template, Text action) {
    if (!text_is_absent(action)) {
        builder_format(out, template, action);
    }
}

/* What pg_get_constraintdef() would say of a key without options. */
static Text plain_definition(CatalogReader *reader, const CatalogRow *row) {
    Builder out = builder_new(&reader->scratch);
    Text columns = column_names(reader, catalog_oid(row, CONSTRAINT_TABLE),
                                catalog_cell(row, CONSTRAINT_COLUMNS));
    char type = catalog_letter(row, CONSTRAINT_TYPE);
    if (type != 'f') {
        builder_format(&out, "%s (%s)", type == 'p' ? TEXT("PRIMARY KEY") : TEXT("UNIQUE"),
                       columns);
        return builder_text(&out);
    }
    uint32_t foreign = catalog_oid(row, CONSTRAINT_FOREIGN_TABLE);
    const Object *table = catalog_find(reader, CATALOG_RELATION, foreign, 0);
    builder_format(&out, "FOREIGN KEY (%s) REFERENCES %I.%I(%s)", columns, table->schema,
                   table->name,
                   column_names(reader, foreign, catalog_cell(row, CONSTRAINT_FOREIGN_COLUMNS)));
    add_action(&out, " ON UPDATE %s", action_name(catalog_letter(row, CONSTRAINT_ON_UPDATE)));
    add_action(&out, " ON DELETE %s", action_name(catalog_letter(row, CONSTRAINT_ON_DELETE)));
    return builder_text(&out);
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
 * pg_get_constraintdef() says nothing of the storage parameters of the index of PRIMARY KEY and
 * UNIQUE (EXCLUDE has them) and nothing of a tablespace.  They stand before DEFERRABLE.
 */
static Text definition_with_index(CatalogReader *reader, const CatalogRow *row) {
    Arena *arena = &reader->scratch;
    Text definition = catalog_cell(row, CONSTRAINT_DEFINITION);
    if (text_is_absent(definition)) {
        definition = plain_definition(reader, row);
    }
    Text options = catalog_cell(row, CONSTRAINT_INDEX_OPTIONS);
    Text tablespace = catalog_cell(row, CONSTRAINT_INDEX_TABLESPACE);
    if (catalog_letter(row, CONSTRAINT_TYPE) == 'x') {
        if (!text_is_absent(tablespace)) {
            catalog_unsupported(reader,
                                text_format(arena, "tablespace of the index of constraint %I",
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

/* A foreign key to what is not read: a table that somebody put into information_schema. */
static bool refers_to_nothing(const CatalogReader *reader, const CatalogRow *row) {
    uint32_t foreign = catalog_oid(row, CONSTRAINT_FOREIGN_TABLE);
    return text_is_absent(catalog_cell(row, CONSTRAINT_DEFINITION)) && foreign != 0 &&
           catalog_find(reader, CATALOG_RELATION, foreign, 0) == NULL;
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

static void add_constraint(CatalogReader *reader, const CatalogRow *row, const Object *parent) {
    Text name = catalog_cell(row, CONSTRAINT_NAME);
    if (refers_to_nothing(reader, row)) {
        catalog_unsupported(reader,
                            text_format(&reader->scratch, "foreign key %I of %s to a system table",
                                        name, object_describe(&reader->scratch, parent)));
        return;
    }
    if (parent->kind == KIND_DOMAIN) {
        catalog_add_statement(reader, "ALTER DOMAIN %I.%I ADD CONSTRAINT %I %s", parent->schema,
                              parent->name, name, catalog_cell(row, CONSTRAINT_DEFINITION));
    } else {
        add_table_constraint(reader, row, parent);
    }
    CatalogPending *pending =
        catalog_expect(reader, CATALOG_CONSTRAINT, catalog_oid(row, CONSTRAINT_OID),
                       KIND_CONSTRAINT, parent, TEXT(""), name);
    pending->is_inherited = !catalog_flag(row, CONSTRAINT_IS_LOCAL);
    pending->index = catalog_oid(row, CONSTRAINT_INDEX_OID);
    pending->whole = catalog_oid(row, CONSTRAINT_WHOLE);
}

void catalog_read_constraint(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    ArenaMark mark = arena_mark(&reader->scratch);
    uint32_t domain = catalog_oid(row, CONSTRAINT_DOMAIN);
    uint32_t table = catalog_oid(row, CONSTRAINT_TABLE);
    const Object *parent = domain != 0 ? catalog_find(reader, CATALOG_TYPE, domain, 0)
                                       : catalog_find(reader, CATALOG_RELATION, table, 0);
    bool is_not_null = catalog_letter(row, CONSTRAINT_TYPE) == 'n';
    if (parent == NULL) {
        /* an extension's, or a foreign table's */
    } else if (!is_not_null) {
        add_constraint(reader, row, parent);
    } else if (domain != 0) {
        read_domain_not_null(reader, row, parent);
    } else {
        read_not_null(reader, row);
    }
    arena_release(&reader->scratch, mark);
}

enum {
    INDEX_OID,
    INDEX_TABLE,
    INDEX_NAME,
    INDEX_RELATION_KIND, /* 'I' on a partitioned table */
    INDEX_IS_VALID,
    INDEX_IS_CLUSTERED,
    INDEX_TABLESPACE,
    INDEX_PREDICATE, /* only when there is a tablespace */
    INDEX_IS_UNIQUE,
    INDEX_COLUMNS,    /* int2vector: "2 3" */
    INDEX_DIRECTIONS, /* the same, of bits: 1 DESC, 2 NULLS FIRST */
    INDEX_DEFINITION, /* NULL: a btree of plain columns */
    INDEX_STATISTICS, /* {1=100}: targets of expressions */
    INDEX_WHOLE,      /* the parent's index that it is a part of; or NULL */
};

/* The elements of an int2vector. */
static TextList vector_numbers(Arena *arena, Text vector) {
    TextList list = {0};
    size_t start = 0;
    for (size_t i = 0; i <= vector.length; i++) {
        if (i == vector.length || vector.data[i] == ' ') {
            list_push(arena, &list, text_slice(vector, start, i));
            start = i + 1;
        }
    }
    return list;
}

static Text direction_name(Text bits) {
    switch (catalog_number(bits)) {
        case 1: return TEXT(" DESC NULLS LAST");
        case 2: return TEXT(" NULLS FIRST");
        case 3: return TEXT(" DESC");
        default: return TEXT("");
    }
}

/* What pg_get_indexdef() would say of a btree of columns. */
static Text plain_index(CatalogReader *reader, const CatalogRow *row, const Object *table) {
    Arena *arena = &reader->scratch;
    Builder out = builder_new(arena);
    TextList columns = vector_numbers(arena, catalog_cell(row, INDEX_COLUMNS));
    TextList directions = vector_numbers(arena, catalog_cell(row, INDEX_DIRECTIONS));
    bool is_unique = catalog_flag(row, INDEX_IS_UNIQUE);
    builder_format(&out, "CREATE%s INDEX %I ON ONLY %I.%I USING btree (",
                   is_unique ? TEXT(" UNIQUE") : TEXT(""), catalog_cell(row, INDEX_NAME),
                   table->schema, table->name);
    for (size_t i = 0; i < columns.count; i++) {
        const Column *column =
            column_numbered(reader, catalog_oid(row, INDEX_TABLE), columns.items[i]);
        builder_format(&out, "%s%I%s", i == 0 ? TEXT("") : TEXT(", "), column->object.name,
                       direction_name(directions.items[i]));
    }
    builder_add_char(&out, ')');
    return builder_text(&out);
}

/* pg_get_indexdef() leaves out TABLESPACE, which stands before WHERE. */
static Text definition_with_tablespace(CatalogReader *reader, const CatalogRow *row,
                                       const Object *table) {
    Text definition = catalog_cell(row, INDEX_DEFINITION);
    if (text_is_absent(definition)) {
        definition = plain_index(reader, row, table);
    }
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

/* The statistics target of an expression is one of its column of the index. */
static void add_statistics(CatalogReader *reader, const CatalogRow *row, const Object *table) {
    SettingList targets = {0};
    catalog_add_settings(reader, &targets, catalog_cell(row, INDEX_STATISTICS), TEXT(""));
    for (size_t i = 0; i < targets.count; i++) {
        catalog_add_statement(reader, "ALTER INDEX %I.%I ALTER COLUMN %s SET STATISTICS %s",
                              table->schema, catalog_cell(row, INDEX_NAME), targets.items[i].name,
                              targets.items[i].value);
    }
}

void catalog_read_index(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    const Object *table = catalog_find(reader, CATALOG_RELATION, catalog_oid(row, INDEX_TABLE), 0);
    if (table == NULL) {
        return; /* an extension's */
    }
    ArenaMark mark = arena_mark(&reader->scratch);
    catalog_add_statement(reader, "%s", definition_with_tablespace(reader, row, table));
    add_statistics(reader, row, table);
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
    pending->whole = catalog_oid(row, INDEX_WHOLE);
}
