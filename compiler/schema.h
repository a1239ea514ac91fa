/*
 * Schema: what a database holds, or should hold.
 *
 * Filled by parser/ (from SQL text or from a live catalog, by the same road), compared by diff/,
 * spelled by emit/.  Every object, down to single columns and constraints, is an Object, so that
 * comments, owners, privileges, lookup and comparison are written once.  What is special to a kind
 * stands in a struct whose first member is the Object.
 *
 * Names are stored as PostgreSQL stores them (folded, unquoted, at most 63 bytes).  Every piece of
 * SQL in the model (types, expressions, queries, definitions) is canonical: see parser/normalize.h.
 * In canonical SQL whatever lives in pg_catalog is unqualified and everything else is qualified.
 * All memory is in Schema.arena.
 */
#ifndef SCHEMAC_SCHEMA_H
#define SCHEMAC_SCHEMA_H

#include "compiler/object_kinds.h"
#include "compiler/property.h"
#include "compiler/reference.h"
#include "compiler/source.h"
#include "compiler/text.h"

typedef struct Object Object;

typedef struct ObjectList {
    Object **items;
    size_t count, capacity;
} ObjectList;

struct Object {
    ObjectKind kind;
    bool privileges_are_stated; /* SQL: a GRANT or REVOKE named it; catalog: always */
    bool is_from_catalog;
    bool is_removed; /* schema_remove() took it out of its schema */
    Text schema;     /* empty when the kind lives in no schema */
    Text relation;   /* table, view, type or domain that a child belongs to; else empty */
    Text name;
    /*
     * What a name needs to be one object.  Routines, aggregates: input types, canonical, "integer,
     * public.mood"; operators: "NONE, integer"; operator classes and families: the access method;
     * casts: the target; transforms: the language.  Else empty.
     */
    Text arguments;

    Text owner;                  /* absent: not stated */
    Text comment;                /* absent: none */
    SettingList security_labels; /* name: the provider; the list is never changed in place */
    PrivilegeList privileges;
    TextList owner_revoked; /* privileges that the owner took from himself; nearly always empty */

    Location where;
    Object *parent; /* column, constraint, trigger, policy, rule, index: the table (view, type) */
    ObjectList children; /* in order of creation; columns in order of position */
    ReferenceList references;

    Text key;                /* identity as bytes; see schema_key() */
    Text canonical;          /* compared properties as bytes; see fingerprint.h */
    uint64_t fingerprint[2]; /* XXH3-128 of canonical */
    const Object *origin;    /* of a migration: what it was in the schema before; NULL = new */
    struct Pair *pair;       /* diff/'s: where the plan being made has it; else NULL */
};

/*
 * CREATE SCHEMA needs nothing beyond Object.  Structs whose plain name PostgreSQL's headers use for
 * something else (Constraint, Index, Trigger, Rule) carry a longer one, and kinds are KIND_X
 * because OBJECT_X is PostgreSQL's ObjectType.
 */

typedef struct Extension {
    Object object;
    Text in_schema; /* empty: not stated */
    Text version;   /* empty: not stated (SQL); the catalog always knows */
} Extension;

typedef struct EnumType {
    Object object;
    TextList labels; /* in sort order */
} EnumType;

/* Attributes of a composite type are its children: Column with type and collation only. */
typedef struct CompositeType {
    Object object;
} CompositeType;

/* CHECK constraints of a domain are its children. */
typedef struct Domain {
    Object object;
    Text type;          /* base type with modifiers */
    Text collation;     /* canonical name; empty = the type's own */
    Text default_value; /* canonical expression; absent = none */
    bool is_not_null;
} Domain;

typedef struct SequenceOptions {
    Text type; /* "bigint", "integer", "smallint" */
    int64_t start, increment, minimum, maximum, cache;
    bool is_cycling;
} SequenceOptions;

typedef struct Sequence {
    Object object;
    SequenceOptions options;
    bool is_unlogged;
    Text owned_schema, owned_table, owned_column; /* OWNED BY; empty = NONE */
} Sequence;

typedef enum GeneratedKind { GENERATED_NEVER, GENERATED_STORED, GENERATED_VIRTUAL } GeneratedKind;
typedef enum IdentityKind { IDENTITY_NONE, IDENTITY_ALWAYS, IDENTITY_BY_DEFAULT } IdentityKind;

/*
 * PostgreSQL 18 keeps NOT NULL as a constraint of the table; older servers know the flag alone.
 */
typedef struct NotNull {
    Text name;          /* empty = {table}_{column}_not_null */
    Text comment;       /* absent: none */
    bool is_not_valid;  /* rows that are there have not been looked at */
    bool is_no_inherit; /* children do not get it */
    bool is_inherited;  /* conislocal is false: it exists only because a parent has it */
} NotNull;

typedef struct Column {
    Object
        object;   /* parent: Table, View (only if something is said of the column), CompositeType */
    int position; /* 1, 2 ... without gaps */
    Text type;    /* canonical: "character varying(10)", "public.mood[]" */
    Text collation;     /* canonical name; empty = the type's own */
    Text default_value; /* DEFAULT or generation expression; absent = none */
    GeneratedKind generated;
    IdentityKind identity;
    Sequence *sequence; /* behind the identity, in no list of the schema; else NULL */
    bool is_not_null;
    bool is_inherited;           /* attislocal is false: it exists only because a parent has it */
    NotNull not_null;            /* when is_not_null */
    Text storage;                /* "MAIN", "EXTERNAL" ...; empty = the type's own */
    Text compression;            /* "pglz", "lz4"; empty = default */
    int statistics;              /* SET STATISTICS; -1 = default */
    SettingList options;         /* n_distinct ...; never pg_attver */
    SettingList foreign_options; /* of a foreign table; sorted */
} Column;

typedef enum ConstraintType {
    CONSTRAINT_TYPE_PRIMARY_KEY,
    CONSTRAINT_TYPE_UNIQUE,
    CONSTRAINT_TYPE_CHECK,
    CONSTRAINT_TYPE_FOREIGN_KEY,
    CONSTRAINT_TYPE_EXCLUDE,
} ConstraintType;

typedef struct TableConstraint {
    Object object; /* parent: Table or Domain */
    ConstraintType type;
    /*
     * Canonical, as pg_get_constraintdef() spells it but without NOT VALID:
     * "PRIMARY KEY (id)", "CHECK (a > 0) NO INHERIT", "FOREIGN KEY (a) REFERENCES public.t(id) ON
     * DELETE CASCADE".
     */
    Text definition;
    Text expression;                    /* CHECK: the canonical expression alone */
    TextList columns;                   /* key columns, in order; empty for CHECK */
    Text foreign_schema, foreign_table; /* FOREIGN KEY */
    TextList foreign_columns;           /* resolved to the primary key's when not written */
    bool is_deferrable, is_initially_deferred;
    bool is_not_valid;
    bool is_not_enforced; /* PostgreSQL 18 */
    bool is_no_inherit;
    bool is_inherited;  /* conislocal is false: it exists only because a parent table has it */
    Text index_comment; /* of the index of a key or exclusion constraint; absent: none */
    bool is_clustered;  /* CLUSTER ON that index */
    Object *whole;      /* of a partition: the parent's key that this is a part of; else NULL */
    Text part_name;     /* what PostgreSQL calls the part; empty: only it can tell */
} TableConstraint;

typedef struct TableIndex {
    Object object; /* parent: Table or materialized View; name lives in the table's schema */
    bool is_unique;
    bool is_invalid; /* a leftover of CREATE INDEX CONCURRENTLY */
    /* Canonical, what follows the table's name: "USING btree (a, lower(b)) INCLUDE (c) WHERE (d)".
     */
    Text definition;
    TextList columns; /* plain key columns, in order; an expression is an empty Text */
    bool is_only;     /* ON ONLY a partitioned table */
    bool is_clustered;
    SettingList statistics; /* SET STATISTICS: the number of an expression's column, its target */
    SettingList options;    /* storage parameters, and */
    Text tablespace;        /* where it is: both stand in the definition too */
    Object *whole;          /* of a partition: the parent's index that this is a part of, or NULL */
    Text part_name;         /* what PostgreSQL calls the part; empty: only it can tell */
} TableIndex;

/* The index or key of the parent that one of a partition is a part of; NULL for anything else. */
Object *object_whole(const Object *object);
void object_set_whole(Object *part, Object *whole); /* of the same kind; NULL: none any more */

/* CREATE STATISTICS; parent: Table or materialized View; its name has a schema of its own. */
typedef struct ExtendedStatistics {
    Object object;
    TextList kinds;       /* "dependencies", "mcv", "ndistinct"; sorted; empty = all there are */
    TextList columns;     /* sorted: the order means nothing */
    TextList expressions; /* canonical, in order */
    int target;           /* SET STATISTICS; -1 = default */
} ExtendedStatistics;

typedef struct Inheritance {
    Text schema, name;
} Inheritance;

typedef struct InheritanceList {
    Inheritance *items;
    size_t count, capacity; /* in order of inhseqno */
} InheritanceList;

typedef struct Table {
    Object object;
    bool is_unlogged;
    SettingList options;                     /* storage parameters; toast's as "toast.name" */
    InheritanceList inherits;                /* INHERITS; a partition's parent is not here */
    Text partition_key;                      /* "RANGE (created_at)"; empty = not partitioned */
    Text partition_schema, partition_parent; /* PARTITION OF; empty = none */
    Text partition_bound;                    /* "FOR VALUES FROM (1) TO (10)", "DEFAULT" */
    Text replica_identity; /* empty = default; "FULL", "NOTHING", or "USING INDEX name" */
    bool has_row_security, forces_row_security;
    Text access_method, tablespace; /* empty = default */
    bool has_estimate;              /* catalog: what ANALYZE or VACUUM last counted is known */
    int64_t estimated_rows;
    int64_t estimated_bytes;     /* of the rows themselves: without indexes and long values */
    Text server;                 /* foreign table; else empty */
    SettingList foreign_options; /* sorted */
    Text of_schema, of_type;     /* typed table: OF; empty = none */
} Table;

/* Views and materialized views; their indexes, triggers, rules and stated columns are children. */
typedef struct View {
    Object object;
    Text query; /* canonical SELECT; a column list is folded into the select's aliases */
    SettingList
        options; /* security_barrier, check_option ...; storage parameters when materialized */
    bool is_recursive;
    bool is_not_populated; /* WITH NO DATA; not compared */
    TextList columns;      /* output column names when they could be told; else empty */
    Text access_method, tablespace;
} View;

typedef struct Parameter {
    Text mode; /* "", "OUT", "INOUT", "VARIADIC", "TABLE" */
    Text name; /* empty = unnamed */
    Text type;
    Text default_value; /* absent = none */
} Parameter;

typedef struct ParameterList {
    Parameter *items;
    size_t count, capacity;
} ParameterList;

/* Functions and procedures. */
typedef struct Routine {
    Object object;
    ParameterList parameters;
    Text result;      /* "integer", "SETOF public.t", "TABLE"; empty for procedures */
    Text language;    /* "sql", "plpgsql", "c" */
    Text body;        /* the string, byte for byte; or the canonical SQL-standard body */
    Text link_symbol; /* LANGUAGE c: body is the object file; absent = none */
    bool is_sql_standard_body;
    char volatility; /* 'i', 's', 'v' */
    char parallel;   /* 'u', 'r', 's' */
    bool is_strict, is_security_definer, is_leakproof, is_window;
    Text cost, rows;      /* resolved numbers: "100", "1", "1000", "0" */
    Text support;         /* function name; empty = none */
    SettingList settings; /* SET name = value; in order; value is SQL text as emitted after "TO" */
    TextList transforms;  /* FOR TYPE */
} Routine;

typedef struct TableTrigger {
    Object object;   /* parent: Table or View */
    Text definition; /* canonical CREATE [CONSTRAINT] TRIGGER ... */
    bool is_constraint;
    bool is_part; /* of the parent's trigger of that name, and switched unlike it; no definition */
    char enabled; /* 'O', 'D', 'R', 'A' as in pg_trigger.tgenabled */
} TableTrigger;

typedef struct RowPolicy {
    Object object;
    Text command; /* "ALL", "SELECT", "INSERT", "UPDATE", "DELETE" */
    bool is_permissive;
    TextList roles;                          /* sorted; empty = PUBLIC */
    Text using_expression, check_expression; /* absent = none */
} RowPolicy;

typedef struct RewriteRule {
    Object object;
    Text definition; /* canonical CREATE RULE ... */
    char enabled;
} RewriteRule;

/*
 * ALTER DEFAULT PRIVILEGES: name is "role/schema/TABLES" and so on; Object.privileges holds what is
 * granted beyond, or (owner_revoked) what is taken from, the built-in defaults: "EXECUTE" from
 * PUBLIC, "own EXECUTE" from the role itself.
 */
typedef struct DefaultPrivilege {
    Object object;
    Text role;      /* empty: the current role */
    Text in_schema; /* empty: everywhere */
    Text objects;   /* "TABLES", "SEQUENCES", "FUNCTIONS", "TYPES", "SCHEMAS" */
} DefaultPrivilege;

/*
 * An object whose definition is a list of named items: "sfunc = int4pl", "stype = integer".  Which
 * items a kind has, what their values are and which of them can be altered: compiler/definition.h.
 */
typedef struct Definition {
    Object object;
    Text parameters;   /* aggregates: what stands in the parentheses, names included; else empty */
    SettingList items; /* values are canonical SQL; in the order of the kind's facts */
} Definition;

/*
 * Foreign data.  The values of options that hold secrets are not kept: see parser/secret.h.
 */
typedef struct ForeignWrapper {
    Object object;
    Text handler, validator; /* quoted, qualified function names; empty = none */
    SettingList options;
    bool hides_secret; /* some option is not kept */
} ForeignWrapper;

typedef struct ForeignServer {
    Object object;
    Text wrapper;
    Text type, version; /* absent = not stated */
    SettingList options;
    bool hides_secret;
} ForeignServer;

/* Object.relation is the server, name the role; the name of PUBLIC is empty. */
typedef struct UserMapping {
    Object object;
    SettingList options;
    bool hides_secret;
} UserMapping;

/* What it publishes is its children: PublishedSchema, PublishedTable. */
typedef struct Publication {
    Object object;
    bool has_all_tables;
    SettingList options; /* publish, publish_via_partition_root ...: those that are not the default
                          */
} Publication;

/* Child of a Publication; the name is the quoted, qualified name of the table. */
typedef struct PublishedTable {
    Object object;
    Text table_schema, table;
    TextList columns; /* sorted; empty = all */
    Text filter;      /* canonical expression; absent = all rows */
} PublishedTable;

/* Never connected to; a password in the connection string is not kept. */
typedef struct Subscription {
    Object object;
    Text connection;       /* as libpq understands it, without secrets */
    Text connection_text;  /* as it is written in scripts; not compared */
    TextList publications; /* sorted */
    char enabled;          /* 't', 'f'; '\0': not stated */
    SettingList options;   /* those that are not the default */
    bool hides_secret;
} Subscription;

typedef struct EventTrigger {
    Object object;
    Text event;    /* "ddl_command_end" */
    TextList tags; /* sorted; empty = all */
    Text function; /* quoted, qualified name */
    char enabled;  /* as in pg_event_trigger.evtenabled */
} EventTrigger;

/* A name that exists on the server but is no object of the schema: a member of an extension. */
typedef struct ExternalName {
    ReferenceKind kind; /* REFERENCE_TYPE, _FUNCTION, _RELATION, _OBJECT */
    ObjectKind object;  /* REFERENCE_OBJECT: its kind; else 0 */
    Text schema, name;
    Text extension;
    Text arguments, result; /* of an operator: "integer[], integer[]", "boolean" */
} ExternalName;

typedef struct ExternalNameList {
    ExternalName *items;
    size_t count, capacity;
} ExternalNameList;

/* What was met and cannot be compared: reported by name, never passed over. */
typedef struct Unsupported {
    Text what; /* "operator public.+++ (integer, integer)" */
    Location where;
} Unsupported;

typedef struct UnsupportedList {
    Unsupported *items;
    size_t count, capacity;
} UnsupportedList;

/*
 * What a statement of a migration does besides changing the schema: rows, roles, the server.  An
 * INSERT of literal rows into a table with a key can be undone; for all else `reason` says why not.
 */
typedef struct SideEffect {
    Text what; /* "INSERT INTO public.users" */
    Location where;
    Object *table;      /* the rows of this table change; NULL: not of one known table */
    ObjectList columns; /* UPDATE: the columns it sets; INSERT that can be undone: the key */
    TextList rows;      /* INSERT that can be undone: "(1, 'x')", the key of each row */
    Text reason;        /* why it cannot be undone; absent = it can */
    bool is_of_server;  /* roles, databases, settings: more than this database has them */
} SideEffect;

typedef struct SideEffectList {
    SideEffect *items;
    size_t count, capacity;
} SideEffectList;

/* ALTER TYPE ... RENAME VALUE: labels are no objects that could know their old name. */
typedef struct LabelRename {
    Object *type;
    Text from, to;
} LabelRename;

typedef struct LabelRenameList {
    LabelRename *items;
    size_t count, capacity;
} LabelRenameList;

/* What a comment beside an object of the desired schema says of how to get there; parser/hint.h. */
typedef enum HintVerb { HINT_RENAMED_FROM, HINT_BACKFILL, HINT_USING } HintVerb;

typedef struct Hint {
    HintVerb verb;
    const Object *object; /* that it stands beside */
    Text label;           /* a value of the enum `object`; absent = the object itself */
    Text argument;        /* the old name as it is stored; the expression without its parentheses */
    Location where;       /* the comment */
    bool is_lenient;      /* psqldef's: no error when it fits nothing */
} Hint;

typedef struct HintList {
    Hint *items;
    size_t count, capacity;
} HintList;

/* An object that a hint has renamed in the old schema: what it was, and what it is there now. */
typedef struct Rename {
    const Object *before, *after;
} Rename;

typedef struct RenameList {
    Rename *items;
    size_t count, capacity;
} RenameList;

typedef struct Schema {
    Arena *arena;
    ObjectList roots; /* objects without a parent, in order of creation */
    ObjectList all;   /* after schema_finish(): everything, children included, sorted by key */
    ExternalNameList externals;
    UnsupportedList unsupported;
    SideEffectList side_effects;   /* of migrations only */
    LabelRenameList label_renames; /* in order of the statements */
    HintList hints;                /* SQL: in the order of the text */
    RenameList renames; /* made in the old schema, so that the rest can be compared; in order */
    Text current_role;  /* the role that connected, or will run what is written; else empty */
    bool is_live;       /* read from a database */
    bool is_replayed;   /* SQL: read from migrations */
    int server_version; /* as PQserverVersion(), 150004; of SQL: the server it is meant for; else 0
                         */
    bool runs_concurrently; /* SQL: some CREATE or DROP INDEX CONCURRENTLY was read */
    bool states_owners, states_privileges; /* SQL: some OWNER TO, some GRANT or REVOKE was read */
    TextList search_path; /* SQL: that its expressions were written for; empty when several */
    bool has_search_path, has_several_search_paths;
    TextList named_schemas; /* SQL: schemas in which something is created, or that are */
    void *lookup;           /* schema.c's hash by key */
} Schema;

Schema *schema_new(Arena *arena);

/* Allocate an object of a kind: schema_object_new(schema, Table, KIND_TABLE). */
#define schema_object_new(schema, Type, object_kind)                                       \
    ((Type *)object_initialize((Object *)arena_allocate((schema)->arena, sizeof(Type), 1), \
                               (object_kind)))
/* "TABLE", "FOREIGN TABLE": the keyword of its kind, but for foreign tables. */
Text object_keyword(const Object *object);
bool object_is_foreign_table(const Object *object);
Object *object_initialize(Object *object, ObjectKind kind);
Object *object_copy(Arena *arena,
                    const Object *object); /* the struct of its kind, not what it owns */

/* Identity: kind, schema, relation, name, arguments, separated by bytes that sort below all others.
 */
Text schema_key(Arena *arena, ObjectKind kind, Text schema, Text relation, Text name,
                Text arguments);

Object *schema_find(const Schema *schema, ObjectKind kind, Text in_schema, Text name);
Object *schema_find_child(const Schema *schema, ObjectKind kind, Text in_schema, Text relation,
                          Text name);
Object *schema_find_routine(const Schema *schema, ObjectKind kind, Text in_schema, Text name,
                            Text arguments);
Object *schema_find_key(const Schema *schema, Text key);
/* What pg_class holds under this name: table, view, materialized view, sequence, index, composite.
 */
Object *schema_find_relation(const Schema *schema, Text in_schema, Text name);
/* What pg_type holds: enum, domain, composite, or the relation whose row type it is. */
Object *schema_find_type(const Schema *schema, Text in_schema, Text name);
/* The objects of a kind of DEFINITION_KINDS. */
const ObjectList *schema_definitions(const Schema *schema, ObjectKind kind);
/* Does anything called like a function have that name: a routine, the constructor of a range? */
bool schema_has_routine(const Schema *schema, Text in_schema, Text name);
Column *table_find_column(const Object *table, Text name); /* NULL when none */

/* Add to the lookup and to parent->children (or to roots).  The identity must be new. */
void schema_add(Schema *schema, Object *object, Object *parent);
/* Take out of the lookup and of the parent, with all its children. */
void schema_remove(Schema *schema, Object *object);
/* After a change of schema, relation, name or arguments of the object or its children. */
void schema_rekey(Schema *schema, Object *object);

/* Names the schema of an external (extension member) visible along the path; absent when unknown.
 */
Text schema_external_schema(const Schema *schema, ReferenceKind kind, const TextList *search_path,
                            Text name);
bool schema_has_external(const Schema *schema, ReferenceKind kind, Text in_schema, Text name);

/* Number positions, sort lists, fill canonical bytes and fingerprints, fill schema->all. */
void schema_finish(Schema *schema);

/* Of DefaultPrivilege.owner_revoked: the entry for a right that is taken from the role itself. */
Text default_privilege_own(Arena *arena, Text privilege);
/* The right of such an entry; absent for one that is about PUBLIC. */
Text default_privilege_own_right(Text entry);

/* The hint of that kind beside the object of the same identity; NULL when none. */
const Hint *schema_find_hint(const Schema *schema, const Object *object, HintVerb verb);

/* "table public.users", "column public.users.email", "function public.f(integer)": for messages. */
Text object_describe(Arena *arena, const Object *object);
/* The name that follows the keyword, quoted: "public.users", "public.f(integer)", "email". */
Text object_sql_name(Arena *arena, const Object *object);
/* The parent's qualified, quoted name: what follows ON or ALTER TABLE. */
Text object_sql_relation(Arena *arena, const Object *object);

#endif
