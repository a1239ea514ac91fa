/*
 * Question, catalogs: the rows and columns of the system catalogs that the model can tell.
 *
 * An oid is written as the key of the object, "schema NAME" for a schema, the name of a built-in
 * type; two that mean the same are equal, and none is equal to a name.
 */
#include "parser/question.h"

#include "compiler/builder.h"
#include "parser/names.h"
#include "parser/not_null.h"
#include "parser/normalize.h"

#include <string.h>

typedef void AddRows(Arena *arena, const Object *object, CatalogItemList *rows);
typedef bool ReadColumn(Interpreter *in, const CatalogItem *item, Text column, Answer *value);

struct CatalogTable {
    const char *schema, *name;
    AddRows *add;
    ReadColumn *read;
};

static bool is_relation(const Object *object) {
    return object->kind == KIND_TABLE || object->kind == KIND_VIEW ||
           object->kind == KIND_MATERIALIZED_VIEW || object->kind == KIND_SEQUENCE ||
           object->kind == KIND_INDEX || object->kind == KIND_COMPOSITE;
}

/* A key or unique constraint is also an index of its name. */
bool question_is_key(const Object *object) {
    const TableConstraint *constraint = (const TableConstraint *)object;
    return object->kind == KIND_CONSTRAINT && (constraint->type == CONSTRAINT_TYPE_PRIMARY_KEY ||
                                               constraint->type == CONSTRAINT_TYPE_UNIQUE ||
                                               constraint->type == CONSTRAINT_TYPE_EXCLUDE);
}

static void add_item(Arena *arena, CatalogItemList *rows, const Object *object) {
    list_push(arena, rows, ((CatalogItem){object, object->name}));
}

#define ADD_ROWS(function, condition)                                                 \
    static void function(Arena *arena, const Object *object, CatalogItemList *rows) { \
        if (condition) {                                                              \
            add_item(arena, rows, object);                                            \
        }                                                                             \
    }

static bool has_parent_table(const Object *object) {
    const Table *table = (const Table *)object;
    return object->kind == KIND_TABLE &&
           (table->inherits.count != 0 || !text_is_empty(table->partition_parent));
}

ADD_ROWS(add_relations, is_relation(object) || question_is_key(object))
ADD_ROWS(add_index_rows, object->kind == KIND_INDEX || question_is_key(object))
ADD_ROWS(add_heirs, object_whole(object) != NULL || has_parent_table(object))
ADD_ROWS(add_tables, object->kind == KIND_TABLE || object->kind == KIND_VIEW)
ADD_ROWS(add_plain_tables, object->kind == KIND_TABLE)
ADD_ROWS(add_views, object->kind == KIND_VIEW)
ADD_ROWS(add_materialized_views, object->kind == KIND_MATERIALIZED_VIEW)
ADD_ROWS(add_columns, object->kind == KIND_COLUMN && object->parent != NULL &&
                          object->parent->kind == KIND_TABLE)
/* From 18 on NOT NULL is a constraint, too. */
static bool has_not_null(const Object *object) {
    return object->kind == KIND_COLUMN && ((const Column *)object)->is_not_null &&
           object->parent != NULL && object->parent->kind == KIND_TABLE;
}

ADD_ROWS(add_constraints, object->kind == KIND_CONSTRAINT)
ADD_ROWS(add_all_constraints, object->kind == KIND_CONSTRAINT || has_not_null(object))
ADD_ROWS(add_indexes, object->kind == KIND_INDEX || question_is_key(object))
ADD_ROWS(add_types,
         object->kind == KIND_ENUM || object->kind == KIND_DOMAIN || object->kind == KIND_COMPOSITE)
ADD_ROWS(add_schemas, object->kind == KIND_SCHEMA)
ADD_ROWS(add_extensions, object->kind == KIND_EXTENSION)
ADD_ROWS(add_routines, object->kind == KIND_FUNCTION || object->kind == KIND_PROCEDURE)
ADD_ROWS(add_triggers, object->kind == KIND_TRIGGER)
ADD_ROWS(add_policies, object->kind == KIND_POLICY)
ADD_ROWS(add_rules, object->kind == KIND_RULE)

ADD_ROWS(add_owned_sequences,
         object->kind == KIND_SEQUENCE && !text_is_empty(((const Sequence *)object)->owned_table))

/* The columns of a view are names; where even those are not known, one stands for all of them. */
static void add_attributes(Arena *arena, const Object *object, CatalogItemList *rows) {
    if (object->kind == KIND_VIEW || object->kind == KIND_MATERIALIZED_VIEW) {
        const TextList *columns = &((const View *)object)->columns;
        for (size_t i = 0; i < columns->count; i++) {
            list_push(arena, rows, ((CatalogItem){object, columns->items[i]}));
        }
        if (columns->count == 0) {
            list_push(arena, rows, ((CatalogItem){object, TEXT_ABSENT}));
        }
        return;
    }
    add_columns(arena, object, rows);
}

static void add_labels(Arena *arena, const Object *object, CatalogItemList *rows) {
    const EnumType *type = (const EnumType *)object;
    for (size_t i = 0; object->kind == KIND_ENUM && i < type->labels.count; i++) {
        list_push(arena, rows, ((CatalogItem){object, type->labels.items[i]}));
    }
}

static Answer parent_oid(const Object *object, bool is_of_domain) {
    bool is_domain = object->parent != NULL && object->parent->kind == KIND_DOMAIN;
    return object->parent == NULL || is_domain != is_of_domain ? answer_text(TEXT("0"))
                                                               : question_oid(object->parent);
}

static bool is(Text column, const char *name) {
    return text_equal(column, text_from_string(name));
}

static const char *relation_letter(const Object *object) {
    switch (object->kind) {
        case KIND_TABLE: return text_is_empty(((const Table *)object)->partition_key) ? "r" : "p";
        case KIND_VIEW: return "v";
        case KIND_MATERIALIZED_VIEW: return "m";
        case KIND_SEQUENCE: return "S";
        case KIND_COMPOSITE: return "c";
        default: return "i";
    }
}

static Text relation_schema(const Object *object) {
    return object->parent != NULL ? object->parent->schema : object->schema;
}

static bool read_class(Interpreter *in, const CatalogItem *item, Text column, Answer *value) {
    const Object *object = item->object;
    if (is(column, "relname")) {
        *value = answer_text(object->name);
    } else if (is(column, "oid")) {
        *value = question_oid(object);
    } else if (is(column, "relnamespace")) {
        *value = question_schema_oid(in, relation_schema(object));
    } else if (is(column, "relkind")) {
        *value = answer_text(text_from_string(relation_letter(object)));
    } else {
        return text_starts_with(column, TEXT("rel"));
    }
    return true;
}

static bool read_tables(Interpreter *in, const CatalogItem *item, Text column, Answer *value) {
    const Object *object = item->object;
    (void)in;
    if (is(column, "table_name") || is(column, "tablename") || is(column, "viewname") ||
        is(column, "matviewname")) {
        *value = answer_text(object->name);
    } else if (is(column, "table_schema") || is(column, "schemaname")) {
        *value = answer_text(object->schema);
    } else if (is(column, "table_type")) {
        *value = answer_text(object->kind == KIND_VIEW ? TEXT("VIEW") : TEXT("BASE TABLE"));
    } else {
        return text_starts_with(column, TEXT("table_"));
    }
    return true;
}

/* "character varying" and "10" of "character varying(10)"; absent without modifiers. */
static Text without_modifiers(Arena *arena, Text type, Text *modifiers) {
    const char *open = memchr(type.data, '(', type.length);
    *modifiers = TEXT_ABSENT;
    if (open == NULL) {
        return type;
    }
    size_t start = (size_t)(open - type.data), end = start;
    while (end < type.length && type.data[end] != ')') {
        end++;
    }
    *modifiers = text_slice(type, start + 1, end);
    return text_format(arena, "%s%s", text_slice(type, 0, start),
                       text_slice(type, end + 1, type.length));
}

static Answer column_type_word(Interpreter *in, const Column *column) {
    Text modifiers, type = without_modifiers(in->schema->arena, column->type, &modifiers);
    if (text_ends_with(type, TEXT("[]"))) {
        return answer_text(TEXT("ARRAY"));
    }
    if (!text_contains(type, TEXT("."))) {
        return answer_text(type);
    }
    Answer found = catalog_lookup(in, TEXT("regtype"), type);
    const Object *object = found.is_known && !text_is_absent(found.text)
                               ? schema_find_key(in->schema, found.text)
                               : NULL;
    return object != NULL && object->kind != KIND_DOMAIN ? answer_text(TEXT("USER-DEFINED"))
                                                         : answer_unknown();
}

/* A default that every server prints alike. */
static bool is_digits(Text text) {
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') {
            return false;
        }
    }
    return text.length != 0;
}

static bool read_columns(Interpreter *in, const CatalogItem *item, Text name, Answer *value) {
    const Column *column = (const Column *)item->object;
    Text modifiers, type = without_modifiers(in->schema->arena, column->type, &modifiers);
    if (is(name, "column_name")) {
        *value = answer_text(column->object.name);
    } else if (is(name, "table_name")) {
        *value = answer_text(column->object.parent->name);
    } else if (is(name, "table_schema")) {
        *value = answer_text(column->object.parent->schema);
    } else if (is(name, "data_type")) {
        *value = column_type_word(in, column);
    } else if (is(name, "character_maximum_length")) {
        bool is_text = text_starts_with(type, TEXT("character"));
        *value = text_contains(type, TEXT("."))          ? answer_unknown()
                 : is_text && !text_is_absent(modifiers) ? answer_text(modifiers)
                 : text_equal(type, TEXT("character"))   ? answer_text(TEXT("1"))
                                                         : answer_null();
    } else if (is(name, "is_nullable")) {
        *value = answer_text(column->is_not_null ? TEXT("NO") : TEXT("YES"));
    } else if (is(name, "column_default")) {
        *value = text_is_absent(column->default_value) ? answer_null()
                 : is_digits(column->default_value)    ? answer_text(column->default_value)
                                                       : answer_unknown();
    } else if (is(name, "is_identity")) {
        *value = answer_text(column->identity == IDENTITY_NONE ? TEXT("NO") : TEXT("YES"));
    } else {
        return is(name, "udt_name") || is(name, "ordinal_position") || is(name, "table_catalog") ||
               is(name, "numeric_precision") || is(name, "is_generated") || is(name, "udt_schema");
    }
    return true;
}

static bool read_view_attribute(const CatalogItem *item, Text name, Answer *value) {
    if (is(name, "attname")) {
        *value = text_is_absent(item->name) ? answer_unknown() : answer_text(item->name);
    } else if (is(name, "attrelid")) {
        *value = question_oid(item->object);
    } else if (is(name, "attisdropped") || is(name, "attnotnull")) {
        *value = answer_boolean(false);
    }
    return text_starts_with(name, TEXT("att"));
}

static bool read_attribute(Interpreter *in, const CatalogItem *item, Text name, Answer *value) {
    if (item->object->kind != KIND_COLUMN) {
        return read_view_attribute(item, name, value);
    }
    const Column *column = (const Column *)item->object;
    Text modifiers;
    if (is(name, "attname")) {
        *value = answer_text(column->object.name);
    } else if (is(name, "attrelid")) {
        *value = question_oid(column->object.parent);
    } else if (is(name, "attisdropped")) {
        *value = answer_boolean(false);
    } else if (is(name, "attnotnull")) {
        *value = answer_boolean(column->is_not_null);
    } else if (is(name, "attidentity")) {
        *value = answer_text(column->identity == IDENTITY_NONE     ? TEXT("")
                             : column->identity == IDENTITY_ALWAYS ? TEXT("a")
                                                                   : TEXT("d"));
    } else if (is(name, "attgenerated")) {
        *value = answer_text(column->generated == GENERATED_NEVER    ? TEXT("")
                             : column->generated == GENERATED_STORED ? TEXT("s")
                                                                     : TEXT("v"));
    } else if (is(name, "atthasdef")) {
        *value = answer_boolean(!text_is_absent(column->default_value));
    } else if (is(name, "schemac_type")) {
        *value = answer_text(column->type);
    } else if (is(name, "atttypmod")) {
        without_modifiers(in->schema->arena, column->type, &modifiers);
        *value = text_is_absent(modifiers) ? answer_text(TEXT("-1")) : answer_unknown();
    } else if (is(name, "atttypid")) {
        Text type = without_modifiers(in->schema->arena, column->type, &modifiers);
        *value = catalog_lookup(in, TEXT("regtype"), type);
    } else {
        return text_starts_with(name, TEXT("att"));
    }
    return true;
}

static Text constraint_letter(const TableConstraint *constraint) {
    switch (constraint->type) {
        case CONSTRAINT_TYPE_PRIMARY_KEY: return TEXT("p");
        case CONSTRAINT_TYPE_UNIQUE: return TEXT("u");
        case CONSTRAINT_TYPE_CHECK: return TEXT("c");
        case CONSTRAINT_TYPE_FOREIGN_KEY: return TEXT("f");
        case CONSTRAINT_TYPE_EXCLUDE: return TEXT("x");
    }
    return TEXT("");
}

static bool read_not_null(Interpreter *in, const Object *object, Text column, Answer *value) {
    const Column *required = (const Column *)object;
    if (is(column, "conname")) {
        *value = answer_text(default_name_of_not_null(in->schema->arena, required));
    } else if (is(column, "conrelid")) {
        *value = question_oid(object->parent);
    } else if (is(column, "contype")) {
        *value = answer_text(TEXT("n"));
    } else if (is(column, "convalidated")) {
        *value = answer_boolean(!required->not_null.is_not_valid);
    } else if (is(column, "connoinherit")) {
        *value = answer_boolean(required->not_null.is_no_inherit);
    } else if (is(column, "conislocal")) {
        *value = answer_boolean(!required->not_null.is_inherited);
    } else if (is(column, "contypid")) {
        *value = answer_text(TEXT("0"));
    }
    return text_starts_with(column, TEXT("con"));
}

static bool read_constraint(Interpreter *in, const CatalogItem *item, Text column, Answer *value) {
    if (item->object->kind == KIND_COLUMN) {
        return read_not_null(in, item->object, column, value);
    }
    const TableConstraint *constraint = (const TableConstraint *)item->object;
    const Object *object = item->object;
    if (is(column, "conname")) {
        *value = answer_text(object->name);
    } else if (is(column, "conrelid")) {
        *value = parent_oid(object, false);
    } else if (is(column, "contypid")) {
        *value = parent_oid(object, true);
    } else if (is(column, "contype")) {
        *value = answer_text(constraint_letter(constraint));
    } else if (is(column, "connamespace")) {
        *value = question_schema_oid(in, relation_schema(object));
    } else if (is(column, "convalidated")) {
        *value = answer_boolean(!constraint->is_not_valid);
    } else if (is(column, "condeferrable")) {
        *value = answer_boolean(constraint->is_deferrable);
    } else if (is(column, "condeferred")) {
        *value = answer_boolean(constraint->is_initially_deferred);
    } else {
        return text_starts_with(column, TEXT("con"));
    }
    return true;
}

static bool read_table_constraints(Interpreter *in, const CatalogItem *item, Text column,
                                   Answer *value) {
    const TableConstraint *constraint = (const TableConstraint *)item->object;
    const Object *object = item->object;
    (void)in;
    if (is(column, "constraint_name")) {
        *value = answer_text(object->name);
    } else if (is(column, "table_name")) {
        *value = answer_text(object->parent->name);
    } else if (is(column, "table_schema") || is(column, "constraint_schema")) {
        *value = answer_text(relation_schema(object));
    } else if (is(column, "constraint_type")) {
        static const char *const words[] = {
            [CONSTRAINT_TYPE_PRIMARY_KEY] = "PRIMARY KEY",
            [CONSTRAINT_TYPE_UNIQUE] = "UNIQUE",
            [CONSTRAINT_TYPE_CHECK] = "CHECK",
            [CONSTRAINT_TYPE_FOREIGN_KEY] = "FOREIGN KEY",
            [CONSTRAINT_TYPE_EXCLUDE] = "EXCLUDE",
        };
        *value = answer_text(text_from_string(words[constraint->type]));
    } else {
        return is(column, "table_catalog");
    }
    return true;
}

static bool read_indexes(Interpreter *in, const CatalogItem *item, Text column, Answer *value) {
    const Object *object = item->object;
    (void)in;
    if (is(column, "indexname")) {
        *value = answer_text(object->name);
    } else if (is(column, "schemaname")) {
        *value = answer_text(relation_schema(object));
    } else if (is(column, "tablename")) {
        *value = object->parent == NULL ? answer_unknown() : answer_text(object->parent->name);
    } else {
        return is(column, "indexdef") || is(column, "tablespace");
    }
    return true;
}

static bool is_clustered(const Object *object) {
    return object->kind == KIND_INDEX ? ((const TableIndex *)object)->is_clustered
                                      : ((const TableConstraint *)object)->is_clustered;
}

/* Rows of pg_index: indexes, and the constraints that are made of one. */
static bool read_index(Interpreter *in, const CatalogItem *item, Text column, Answer *value) {
    const Object *object = item->object;
    bool is_index = object->kind == KIND_INDEX;
    (void)in;
    if (is(column, "indexrelid")) {
        *value = question_oid(object);
    } else if (is(column, "indrelid")) {
        *value = parent_oid(object, false);
    } else if (is(column, "indisclustered")) {
        *value = answer_boolean(is_clustered(object));
    } else if (is(column, "indisprimary")) {
        *value = answer_boolean(!is_index && ((const TableConstraint *)object)->type ==
                                                 CONSTRAINT_TYPE_PRIMARY_KEY);
    } else {
        return text_starts_with(column, TEXT("ind"));
    }
    return true;
}

/* Of tables only that they have a parent, or several. */
static bool read_heir(Interpreter *in, const CatalogItem *item, Text column, Answer *value) {
    const Object *whole = object_whole(item->object);
    (void)in;
    if (is(column, "inhrelid")) {
        *value = question_oid(item->object);
    } else if (is(column, "inhparent")) {
        *value = whole == NULL ? answer_unknown() : question_oid(whole);
    } else {
        return text_starts_with(column, TEXT("inh"));
    }
    return true;
}

static bool read_type(Interpreter *in, const CatalogItem *item, Text column, Answer *value) {
    const Object *object = item->object;
    if (is(column, "typname")) {
        *value = answer_text(object->name);
    } else if (is(column, "oid")) {
        *value = question_oid(object);
    } else if (is(column, "typnamespace")) {
        *value = question_schema_oid(in, object->schema);
    } else if (is(column, "typtype")) {
        *value = answer_text(object->kind == KIND_ENUM     ? TEXT("e")
                             : object->kind == KIND_DOMAIN ? TEXT("d")
                                                           : TEXT("c"));
    } else {
        return text_starts_with(column, TEXT("typ"));
    }
    return true;
}

static bool read_label(Interpreter *in, const CatalogItem *item, Text column, Answer *value) {
    (void)in;
    if (is(column, "enumlabel")) {
        *value = answer_text(item->name);
    } else if (is(column, "enumtypid")) {
        *value = question_oid(item->object);
    } else {
        return is(column, "enumsortorder");
    }
    return true;
}

static bool read_schema(Interpreter *in, const CatalogItem *item, Text column, Answer *value) {
    if (is(column, "nspname") || is(column, "schema_name")) {
        *value = answer_text(item->name);
    } else if (is(column, "oid")) {
        *value = question_schema_oid(in, item->name);
    } else {
        return text_starts_with(column, TEXT("nsp"));
    }
    return true;
}

static bool read_extension(Interpreter *in, const CatalogItem *item, Text column, Answer *value) {
    (void)in;
    if (is(column, "extname")) {
        *value = answer_text(item->name);
        return true;
    }
    return text_starts_with(column, TEXT("ext"));
}

static bool read_routine(Interpreter *in, const CatalogItem *item, Text column, Answer *value) {
    const Object *object = item->object;
    if (is(column, "proname") || is(column, "routine_name")) {
        *value = answer_text(object->name);
    } else if (is(column, "pronamespace")) {
        *value = question_schema_oid(in, object->schema);
    } else if (is(column, "routine_schema")) {
        *value = answer_text(object->schema);
    } else if (is(column, "oid")) {
        *value = question_oid(object);
    } else {
        return text_starts_with(column, TEXT("pro"));
    }
    return true;
}

/* Triggers, policies and rules: a name and the table that they are on. */
static bool read_member(Interpreter *in, const CatalogItem *item, Text column, Answer *value) {
    const Object *object = item->object;
    (void)in;
    if (is(column, "tgname") || is(column, "polname") || is(column, "policyname") ||
        is(column, "rulename") || is(column, "trigger_name")) {
        *value = answer_text(object->name);
    } else if (is(column, "tgrelid") || is(column, "polrelid") || is(column, "ev_class")) {
        *value = parent_oid(object, false);
    } else if (is(column, "tablename") || is(column, "event_object_table")) {
        *value = answer_text(object->parent->name);
    } else if (is(column, "schemaname") || is(column, "event_object_schema") ||
               is(column, "trigger_schema")) {
        *value = answer_text(object->parent->schema);
    } else if (is(column, "tgisinternal")) {
        *value = answer_boolean(false);
    } else {
        return text_starts_with(column, TEXT("tg")) || text_starts_with(column, TEXT("pol"));
    }
    return true;
}

/* Of pg_depend only which column owns a sequence. */
static bool read_dependency(Interpreter *in, const CatalogItem *item, Text column, Answer *value) {
    const Sequence *sequence = (const Sequence *)item->object;
    if (is(column, "classid") || is(column, "refclassid")) {
        *value = answer_text(TEXT("catalog pg_class"));
    } else if (is(column, "objid")) {
        *value = question_oid(item->object);
    } else if (is(column, "refobjid")) {
        const Object *owner =
            schema_find(in->schema, KIND_TABLE, sequence->owned_schema, sequence->owned_table);
        *value = owner == NULL ? answer_unknown() : question_oid(owner);
    } else if (is(column, "deptype")) {
        *value = answer_text(TEXT("a"));
    } else {
        return is(column, "refobjsubid") || is(column, "objsubid");
    }
    return true;
}

static const CatalogTable tables[] = {
    {"pg_catalog", "pg_class", add_relations, read_class},
    {"pg_catalog", "pg_attribute", add_attributes, read_attribute},
    {"pg_catalog", "pg_constraint", add_all_constraints, read_constraint},
    {"pg_catalog", "pg_index", add_index_rows, read_index},
    {"pg_catalog", "pg_inherits", add_heirs, read_heir},
    {"pg_catalog", "pg_indexes", add_indexes, read_indexes},
    {"pg_catalog", "pg_tables", add_plain_tables, read_tables},
    {"pg_catalog", "pg_views", add_views, read_tables},
    {"pg_catalog", "pg_matviews", add_materialized_views, read_tables},
    {"pg_catalog", "pg_type", add_types, read_type},
    {"pg_catalog", "pg_enum", add_labels, read_label},
    {"pg_catalog", "pg_namespace", add_schemas, read_schema},
    {"pg_catalog", "pg_depend", add_owned_sequences, read_dependency},
    {"pg_catalog", "pg_extension", add_extensions, read_extension},
    {"pg_catalog", "pg_proc", add_routines, read_routine},
    {"pg_catalog", "pg_trigger", add_triggers, read_member},
    {"pg_catalog", "pg_policy", add_policies, read_member},
    {"pg_catalog", "pg_policies", add_policies, read_member},
    {"pg_catalog", "pg_rewrite", add_rules, read_member},
    {"pg_catalog", "pg_rules", add_rules, read_member},
    {"information_schema", "columns", add_columns, read_columns},
    {"information_schema", "tables", add_tables, read_tables},
    {"information_schema", "table_constraints", add_constraints, read_table_constraints},
    {"information_schema", "schemata", add_schemas, read_schema},
    {"information_schema", "routines", add_routines, read_routine},
    {"information_schema", "triggers", add_triggers, read_member},
};

const CatalogTable *catalog_table_find(Text schema, Text name) {
    for (size_t i = 0; i < lengthof(tables); i++) {
        bool is_meant = text_is_empty(schema) ? strcmp(tables[i].schema, "pg_catalog") == 0
                                              : is(schema, tables[i].schema);
        if (is_meant && is(name, tables[i].name)) {
            return &tables[i];
        }
    }
    return NULL;
}

/* Without a version a script is taken to be for the newest. */
static bool is_before_18(const Schema *schema) {
    return schema->server_version != 0 && schema->server_version < 180000;
}

static void add_rows(Interpreter *in, const CatalogTable *table, const ObjectList *objects,
                     CatalogItemList *rows) {
    bool has_all = table->add != add_all_constraints || !is_before_18(in->schema);
    for (size_t i = 0; i < objects->count; i++) {
        (has_all ? table->add : add_constraints)(in->schema->arena, objects->items[i], rows);
        add_rows(in, table, &objects->items[i]->children, rows);
    }
}

CatalogItemList catalog_table_rows(Interpreter *in, const CatalogTable *table) {
    static const char *const implicit[] = {"public", "pg_catalog", "information_schema"};
    CatalogItemList rows = {0};
    add_rows(in, table, &in->schema->roots, &rows);
    for (size_t i = 0; table->add == add_schemas && i < lengthof(implicit); i++) {
        Text name = text_from_string(implicit[i]);
        if (schema_find(in->schema, KIND_SCHEMA, TEXT(""), name) == NULL) {
            list_push(in->schema->arena, &rows, ((CatalogItem){NULL, name}));
        }
    }
    if (table->add == add_extensions) {
        list_push(in->schema->arena, &rows, ((CatalogItem){NULL, TEXT("plpgsql")}));
    }
    return rows;
}

bool catalog_table_value(Interpreter *in, const CatalogTable *table, const CatalogItem *item,
                         Text column, Answer *value) {
    *value = answer_unknown();
    return table->read(in, item, column, value);
}
