/*
 * Reader: the state shared by the functions that turn rows of the catalog into objects.
 *
 * One reader function for each query of parser/queries; the enum before it names the query's
 * columns. Types, tables and columns become objects directly; definitions that the server hands out
 * as SQL (constraints, indexes, views, routines, triggers ...) go through the interpreter.
 */
#ifndef SCHEMAC_CATALOG_READER_H
#define SCHEMAC_CATALOG_READER_H

#include "parser/catalog_connection.h"
#include "parser/interpreter.h"
#include "parser/newer.h"

/* OIDs of system catalogs: they have been the same since these catalogs exist. */
typedef enum CatalogClass {
    CATALOG_TYPE = 1247,
    CATALOG_ROUTINE = 1255,
    CATALOG_RELATION = 1259,
    CATALOG_SERVER = 1417,
    CATALOG_WRAPPER = 2328,
    CATALOG_CONSTRAINT = 2606,
    CATALOG_NAMESPACE = 2615,
    CATALOG_RULE = 2618,
    CATALOG_TRIGGER = 2620,
    CATALOG_POLICY = 3256,
    CATALOG_ACCESS_METHOD = 2601,
    CATALOG_CAST = 2605,
    CATALOG_CONVERSION = 2607,
    CATALOG_LANGUAGE = 2612,
    CATALOG_OPERATOR_CLASS = 2616,
    CATALOG_OPERATOR = 2617,
    CATALOG_OPERATOR_FAMILY = 2753,
    CATALOG_TRANSFORM = 3576,
    CATALOG_COLLATION = 3456,
    CATALOG_TEXT_SEARCH_DICTIONARY = 3600,
    CATALOG_TEXT_SEARCH_PARSER = 3601,
    CATALOG_TEXT_SEARCH_CONFIGURATION = 3602,
    CATALOG_TEXT_SEARCH_TEMPLATE = 3764,
    CATALOG_STATISTICS = 3381,
    CATALOG_EVENT_TRIGGER = 3466,
    CATALOG_SUBSCRIPTION = 6100,
    CATALOG_PUBLICATION = 6104,
} CatalogClass;

/* Where an object is in the server's catalog. */
typedef struct CatalogAddress {
    uint32_t class, oid;
    uint32_t column; /* attnum; 0 for the object itself */
} CatalogAddress;

typedef struct CatalogEntry {
    CatalogAddress address;
    Object *object; /* NULL: the place is free */
} CatalogEntry;

/*
 * An object that a statement of the batch will make, and what no statement says of it.  Names are
 * kept in the reader's `kept` arena until the batch is applied.
 */
typedef struct CatalogPending {
    CatalogAddress address;
    ObjectKind kind;
    Text schema, relation, name, arguments; /* identity */
    Text owner, acl;
    char enabled;                           /* trigger, rule: 'O', 'D', 'R', 'A'; else '\0' */
    bool is_inherited;                      /* constraint */
    uint32_t index;                         /* constraint: its index in pg_class; else 0 */
    bool is_invalid, is_only, is_clustered; /* index */
    uint32_t whole; /* index, key: the parent's index in pg_class that it is a part of; else 0 */
} CatalogPending;

typedef struct CatalogPendingList {
    CatalogPending *items;
    size_t count, capacity;
} CatalogPendingList;

typedef struct CatalogAddressList {
    CatalogAddress *items;
    size_t count, capacity;
} CatalogAddressList;

/* A comment or security label of what has no place in the model. */
typedef struct CatalogRemark {
    CatalogAddress subject;
    const char *word; /* "comment on" */
} CatalogRemark;

typedef struct CatalogRemarkList {
    CatalogRemark *items;
    size_t count, capacity;
} CatalogRemarkList;

typedef struct CatalogDefault CatalogDefault;

/* Two columns of one type whose defaults the server spells alike. */
typedef struct CatalogSameDefault {
    const Column *from;
    Column *to;
} CatalogSameDefault;

typedef struct CatalogSameDefaultList {
    CatalogSameDefault *items;
    size_t count, capacity;
} CatalogSameDefaultList;

typedef struct CatalogReader {
    Schema *schema;
    Diagnostics *diagnostics;
    const Source *source;
    Interpreter interpreter;
    int server_version;
    bool is_superuser;
    Text snapshot;         /* exported for a second connection; absent = none is wanted */
    Arena kept;            /* lives as long as the reader */
    Arena scratch;         /* one row, one batch */
    CatalogEntry *entries; /* open addressing; the capacity is a power of two */
    size_t entry_count, entry_capacity;
    Builder batch;              /* statements for the interpreter, in `kept` */
    CatalogPendingList pending; /* what they will make */
    CatalogDefault *defaults;   /* open addressing by type and text */
    size_t default_count, default_capacity;
    CatalogSameDefaultList same_defaults; /* to be copied when the batch is applied */
    CatalogAddressList quoted;            /* routines whose definition was read with quoted names */
    CatalogRemarkList homeless;           /* to be named at the end */
} CatalogReader;

/* Cells. */
int64_t catalog_number(Text digits);
uint32_t catalog_oid(const CatalogRow *row, int number);
int64_t catalog_integer(const CatalogRow *row, int number);
bool catalog_flag(const CatalogRow *row, int number);
char catalog_letter(const CatalogRow *row, int number); /* of a "char"; '\0' when empty or NULL */
Text catalog_text(const CatalogReader *reader, const CatalogRow *row, int number); /* kept */
/* The elements of a text[] ("{a,\"b c\"}"); absent gives none.  In the arena. */
TextList catalog_array(Arena *arena, Text array);
/* reloptions: {fillfactor=70}; each name with the prefix. */
void catalog_add_settings(const CatalogReader *reader, SettingList *list, Text array, Text prefix);

/* Objects by their place in the catalog. */
Object *catalog_find(const CatalogReader *reader, CatalogClass class, uint32_t oid,
                     uint32_t column);
void catalog_enter(CatalogReader *reader, CatalogClass class, uint32_t oid, uint32_t column,
                   Object *object);

/* What every object from a catalog has; then it is added to the schema. */
void catalog_add_object(CatalogReader *reader, Object *object, Object *parent);
/* Owner and ACL; an absent ACL is the built-in one. */
void catalog_own(CatalogReader *reader, Object *object, Text owner, Text acl);
/* The same for attacl, which has no default. */
void catalog_column_privileges(CatalogReader *reader, Column *column, Text acl);
/* What pg_catalog has under that name and older servers may lack. */
void catalog_note_newer(const CatalogReader *reader, Object *object, BuiltinKind kind, Text name);
/* The same of a type as format_type() shows it. */
void catalog_note_newer_type(const CatalogReader *reader, Object *object, Text type);

void catalog_add_type_reference(const CatalogReader *reader, Object *object, Text schema,
                                Text name);
/* A name as regcollation shows it: what is in pg_catalog is unqualified, and no reference. */
void catalog_add_collation_reference(const CatalogReader *reader, Object *object, Text name);
void catalog_unsupported(CatalogReader *reader, Text what);

/*
 * Statements composed of the server's words are collected while a query is read and applied
 * together: the interpreter then puts up with any order among them.
 */
#define catalog_add_statement(reader, template, ...) \
    builder_format(&(reader)->batch, template ";\n", __VA_ARGS__)
/* The statement just added makes this object, a child of the parent when there is one. */
CatalogPending *catalog_expect(CatalogReader *reader, CatalogClass class, uint32_t oid,
                               ObjectKind kind, const Object *parent, Text schema, Text name);
/* Apply the batch; objects that it made get their marks.  After each query. */
void catalog_apply_batch(CatalogReader *reader);

/* DEFAULT or the expression of a generated column; in the model when the batch is applied. */
void catalog_add_default(CatalogReader *reader, Column *column, Text expression);
void catalog_copy_defaults(CatalogReader *reader);

/* A query that names the remarks found to have no place; for catalog_read_unsupported(). */
Text catalog_homeless_query(CatalogReader *reader);

/* One for each query; the context is the CatalogReader. */
void catalog_read_database(void *context, const CatalogRow *row);
void catalog_read_schema(void *context, const CatalogRow *row);
void catalog_read_extension(void *context, const CatalogRow *row);
void catalog_read_external(void *context, const CatalogRow *row);
void catalog_read_type(void *context, const CatalogRow *row);
void catalog_read_definition(void *context, const CatalogRow *row);
void catalog_read_relation(void *context, const CatalogRow *row);
void catalog_read_column(void *context, const CatalogRow *row);
void catalog_read_inheritance(void *context, const CatalogRow *row);
void catalog_read_sequence(void *context, const CatalogRow *row);
void catalog_read_constraint(void *context, const CatalogRow *row);
void catalog_read_index(void *context, const CatalogRow *row);
void catalog_read_view(void *context, const CatalogRow *row);
void catalog_read_view_column(void *context, const CatalogRow *row);
void catalog_read_quoted_routine(void *context, const CatalogRow *row);
void catalog_read_routine(void *context, const CatalogRow *row);
void catalog_read_trigger(void *context, const CatalogRow *row);
void catalog_read_rule(void *context, const CatalogRow *row);
void catalog_read_policy(void *context, const CatalogRow *row);
void catalog_read_default_privilege(void *context, const CatalogRow *row);
void catalog_read_wrapper(void *context, const CatalogRow *row);
void catalog_read_server(void *context, const CatalogRow *row);
void catalog_read_user_mapping(void *context, const CatalogRow *row);
void catalog_read_publication(void *context, const CatalogRow *row);
void catalog_read_published(void *context, const CatalogRow *row);
void catalog_read_subscription(void *context, const CatalogRow *row);
void catalog_read_statistics(void *context, const CatalogRow *row);
void catalog_read_event_trigger(void *context, const CatalogRow *row);
void catalog_read_comment(void *context, const CatalogRow *row);
void catalog_read_security_label(void *context, const CatalogRow *row);
void catalog_read_unsupported(void *context, const CatalogRow *row);

#endif
