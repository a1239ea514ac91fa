/*
 * Operations: what the statements of a migration do, one after the other.
 *
 * Recorded while the interpreter applies them, so that names are resolved against the schema as it
 * is at that moment.  Holds facts, no SQL and no parse trees; what they mean is for lint to say.
 */
#ifndef SCHEMAC_OPERATIONS_H
#define SCHEMAC_OPERATIONS_H

#include "compiler/diagnostic.h"
#include "compiler/schema.h"

typedef enum OperationKind {
    OPERATION_BEGIN,
    OPERATION_COMMIT, /* or ROLLBACK */
    OPERATION_SET,    /* name: the setting */
    OPERATION_CREATE, /* object_kind; an index and what stands below have kinds of their own */
    OPERATION_CREATE_INDEX,
    OPERATION_ADD_COLUMN,
    OPERATION_DROP_COLUMN,
    OPERATION_SET_TYPE, /* of a column: old_type, new_type */
    OPERATION_SET_NOT_NULL,
    OPERATION_DROP_NOT_NULL,
    OPERATION_ADD_CONSTRAINT, /* to a table or a domain */
    OPERATION_VALIDATE_CONSTRAINT,
    OPERATION_DROP_CONSTRAINT,
    OPERATION_ATTACH_PARTITION, /* relation: the whole; other: the partition */
    OPERATION_DETACH_PARTITION,
    OPERATION_REWRITE, /* SET TABLESPACE, SET LOGGED, SET ACCESS METHOD */
    OPERATION_ALTER,   /* whatever else ALTER TABLE does */
    OPERATION_DROP,    /* object_kind */
    OPERATION_DROP_INDEX,
    OPERATION_DROP_DATABASE,
    OPERATION_RENAME, /* object_kind; name: the old one */
    OPERATION_RENAME_VALUE,
    OPERATION_ADD_VALUE,
    OPERATION_TRUNCATE,
    OPERATION_REINDEX,
    OPERATION_VACUUM_FULL, /* and CLUSTER */
    OPERATION_REFRESH,
    OPERATION_UPDATE,
    OPERATION_DELETE,
} OperationKind;

typedef enum OperationFlag {
    OPERATION_IS_CONCURRENT = 1 << 0,
    OPERATION_IS_GUARDED = 1 << 1, /* IF [NOT] EXISTS, OR REPLACE, or inside a DO block */
    OPERATION_IS_CASCADE = 1 << 2,
    OPERATION_IS_NOT_VALID = 1 << 3,
    OPERATION_USES_INDEX = 1 << 4,  /* ADD CONSTRAINT ... USING INDEX */
    OPERATION_IS_PROVEN = 1 << 5,   /* a valid CHECK says already what would be looked for */
    OPERATION_IS_NULLABLE = 1 << 6, /* a column of the new primary key may hold NULL */
    OPERATION_HAS_WHERE = 1 << 7,
    OPERATION_HAS_PLACE = 1 << 8, /* ADD VALUE ... BEFORE or AFTER */
    OPERATION_IS_LOCAL = 1 << 9,  /* SET LOCAL */
    OPERATION_IS_RESET = 1 << 10, /* the setting is off or at its default */
    OPERATION_IS_LIGHT = 1 << 11, /* no more than SHARE UPDATE EXCLUSIVE */
    OPERATION_IS_UNQUALIFIED = 1 << 12,
    OPERATION_IS_ON_NEW = 1 << 13,      /* the relation was created by the same file */
    OPERATION_HAS_CONSTRAINT = 1 << 14, /* ADD COLUMN: one that every row is checked against */
    OPERATION_HAS_DEFAULT = 1 << 15,
    OPERATION_SETS_DEFAULT_APART = 1 << 16, /* ADD COLUMN x, ALTER COLUMN x SET DEFAULT */
    OPERATION_IS_REQUIRED = 1 << 17,        /* ADD COLUMN: NOT NULL, and nothing fills it */
    OPERATION_REWRITES = 1 << 18,           /* ADD COLUMN: each row gets a value of its own */
} OperationFlag;

typedef struct Operation {
    OperationKind kind;
    unsigned flags;         /* OperationFlag bits */
    Location where;         /* the part of the statement */
    ObjectKind object_kind; /* of what is created, dropped or renamed */
    Text name;              /* column, constraint, index, label, setting ... */
    const Object *relation; /* the table (domain, enum) that is worked on; NULL: none or unknown */
    Text relation_text;     /* "table public.users", as it was called then */
    const Object *other;    /* ATTACH, DETACH: the partition */
    const Object *object;   /* index, constraint or column that was created or dropped; or NULL */
    Text old_type, new_type;
} Operation;

typedef struct OperationList {
    Operation *items;
    size_t count, capacity;
} OperationList;

/*
 * Apply the statements of the sources, each to what those before it left, and say what they do.
 * False after an error.
 */
bool operations_read(Schema *schema, const SourceList *sources, OperationList *operations,
                     Diagnostics *diagnostics);

#endif
