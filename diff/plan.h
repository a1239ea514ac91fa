/*
 * Plan: what has to be done to turn the old schema into the new one, in order.
 *
 * diff/ makes it, emit/ spells it.  A step names objects of the two schemas and never holds SQL of
 * its own.  Steps are in groups: one group is one file, one cohesive change.  rollback[i] undoes
 * groups[i] and nothing else, so rollback groups run from the last to the first.
 */
#ifndef SCHEMAC_PLAN_H
#define SCHEMAC_PLAN_H

#include "compiler/schema.h"

typedef enum StepVerb {
    STEP_CREATE, /* old is NULL */
    STEP_DROP,   /* new is NULL */
    STEP_ALTER,  /* both; `part` says what changes */
} StepVerb;

/* What an ALTER step changes; one step changes one part. */
typedef enum StepPart {
    PART_WHOLE, /* CREATE and DROP */
    /* any kind */
    PART_OWNER,
    PART_NAME,     /* constraint, index: renamed; column: its NOT NULL constraint is (18) */
    PART_BACKFILL, /* column: rows that hold NULL get a value, by a hint */
    PART_RENAME,   /* by a hint: object, or a label of an enum; old is as it was before */
    PART_COMMENT,
    PART_SECURITY_LABEL, /* of one provider or several */
    PART_PRIVILEGES,
    /* column (of a table, or attribute of a composite type: TYPE only) and domain (DEFAULT, NOT
       NULL) */
    PART_TYPE, /* type and collation */
    PART_DEFAULT,
    PART_NOT_NULL,
    PART_NO_INHERIT,       /* of NOT NULL: ALTER CONSTRAINT ... [NO] INHERIT */
    PART_NOT_NULL_COMMENT, /* of the constraint that PostgreSQL 18 keeps NOT NULL as */
    PART_IDENTITY,         /* added, dropped, kind or options changed */
    PART_EXPRESSION,       /* of a generated column: changed in place (17+) or dropped */
    PART_STORAGE,
    PART_COMPRESSION,
    PART_STATISTICS,
    PART_COLUMN_OPTIONS,
    /* table */
    PART_PERSISTENCE,  /* LOGGED, UNLOGGED; also sequences */
    PART_OPTIONS,      /* storage parameters; also views, and a sequence's options */
    PART_ROW_SECURITY, /* enabled and forced */
    PART_REPLICA_IDENTITY,
    PART_INHERITANCE,
    PART_PARTITION, /* ATTACH, DETACH, or both */
    PART_ACCESS_METHOD,
    PART_TABLESPACE,
    /* sequence */
    PART_OWNED_BY,
    /* enum */
    PART_LABELS,  /* labels added in place: ADD VALUE */
    PART_REBUILD, /* labels removed or reordered: new type, columns converted, old type dropped */
    /* view, routine, trigger, policy, rule: replaced in place, OR REPLACE or ALTER POLICY */
    PART_DEFINITION,
    PART_OF_TYPE,         /* typed table: OF, NOT OF */
    PART_FOREIGN_OPTIONS, /* of wrapper, server, user mapping, foreign table, its columns */
    /* trigger, rule */
    PART_ENABLED,
    /* constraint */
    PART_VALIDATION,    /* also of NOT NULL: VALIDATE CONSTRAINT; its inverse drops and adds it NOT
                           VALID */
    PART_INDEX_COMMENT, /* of the index of a key */
    PART_DEFERRABILITY, /* ALTER CONSTRAINT, foreign keys only */
    /* index */
    PART_CLUSTER,
    /* extension */
    PART_VERSION,
    PART_SCHEMA,
    STEP_PART_COUNT
} StepPart;

/* What a step may do to data and to others; by ../research measurements, see hazard.c. */
typedef enum Hazard {
    HAZARD_DROPS_DATA = 1 << 0, /* rows, columns or values are gone afterwards */
    HAZARD_MAY_FAIL = 1 << 1,   /* existing rows may be in the way */
    HAZARD_REWRITES_TABLE = 1 << 2,
    HAZARD_SCANS_TABLE = 1 << 3,
    HAZARD_BUILDS_INDEX = 1 << 4,
    HAZARD_BLOCKS_WRITES = 1 << 5,  /* lock SHARE or stronger */
    HAZARD_BLOCKS_READS = 1 << 6,   /* lock ACCESS EXCLUSIVE */
    HAZARD_CHANGES_VALUES = 1 << 7, /* a conversion may round, cut or shift values */
} Hazard;

/* Table-level lock taken on the subject, weakest first; 0 when no table is locked. */
typedef enum Lock {
    LOCK_NONE,
    LOCK_ACCESS_SHARE,
    LOCK_SHARE_UPDATE_EXCLUSIVE,
    LOCK_SHARE,
    LOCK_SHARE_ROW_EXCLUSIVE,
    LOCK_EXCLUSIVE,
    LOCK_ACCESS_EXCLUSIVE,
} Lock;

/* What the server's defaults give on what a step makes, and what they take from its owner. */
typedef struct InitialRights {
    PrivilegeList privileges;
    TextList owner_revoked;
} InitialRights;

typedef struct Step Step;

typedef struct StepList {
    Step **items;
    size_t count, capacity;
} StepList;

struct Step {
    StepVerb verb;
    StepPart part;
    const Object *old, *new;
    const Object *subject; /* the root object (table, view, type ...) whose file this belongs to */
    StepList needs;        /* steps that must come before; order.c's */
    StepList folded;       /* CREATE TABLE: CREATE steps of constraints spelled inside it */
    ObjectList converted;  /* PART_REBUILD of an enum: the columns whose values are converted */
    bool is_kept; /* DROP: the rows are kept aside first; CREATE of a rollback: and brought back */
    bool is_recreation; /* a CREATE or DROP only because something it depends on changes */
    bool is_in_the_way; /* DROP: what it uses is made anew too, and its new version uses that again
                         */
    ObjectList
        deferred; /* CREATE TABLE: columns whose DEFAULT comes later, in a PART_DEFAULT step */
    InitialRights initial; /* CREATE, PART_REBUILD: of the new object, before any GRANT */
    bool keeps_default;    /* PART_TYPE: the default is cast with the values; else it goes first */
    bool is_concurrent;    /* CREATE INDEX CONCURRENTLY, DROP INDEX CONCURRENTLY */
    bool is_transactional; /* false: cannot run inside a transaction block */
    bool needs_commit;     /* what it makes can be used only after COMMIT: ALTER TYPE ADD VALUE */
    unsigned hazards;      /* Hazard bits */
    Lock lock;
    size_t mark; /* order.c's */
};

typedef struct StepGroup {
    StepList steps; /* in order of execution */
    const Object *subject;
    bool is_transactional;
} StepGroup;

typedef struct StepGroupList {
    StepGroup *items;
    size_t count, capacity;
} StepGroupList;

/*
 * A CREATE step stands for the whole object: its definition, and then its owner, comment,
 * privileges, enabled state.  CREATE of a table holds its columns with theirs; constraints,
 * indexes, triggers, policies and rules are steps of their own (constraints may be folded into it).
 */
typedef struct Plan {
    StepGroupList groups;
    StepGroupList rollback; /* rollback.items[i] undoes groups.items[i] */
    const Schema *old, *new;
    /* Leave these out of CREATE steps too. */
    bool no_owner, no_privileges, no_comments, no_security_labels;
    int server_version; /* what the scripts will run on: 150004; 0 = unknown, then 13 and newer */
} Plan;

static inline const Object *step_object(const Step *step) {
    return step->new != NULL ? step->new : step->old;
}

#endif
