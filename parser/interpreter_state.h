/*
 * Interpreter state: what the interpreter remembers between statements and no statement's function
 * needs to see.
 *
 * In: what is added and renamed.  Out: whether a name is taken, which default privileges apply, the
 * foreign keys whose table is still to come, what was skipped.
 */
#ifndef SCHEMAC_INTERPRETER_STATE_H
#define SCHEMAC_INTERPRETER_STATE_H

#include "parser/interpreter.h"

/* A foreign key whose referenced table was not there when it was read. */
typedef struct PendingForeignKey {
    TableConstraint *constraint;
    QualifiedName target; /* as written */
    TextList search_path; /* that it was written under */
    Text head, tail;      /* of the definition: before the table's name, after its columns */
    bool has_period;      /* PERIOD before the last column */
    Location where;
} PendingForeignKey;

typedef struct PendingForeignKeyList {
    PendingForeignKey *items;
    size_t count, capacity;
} PendingForeignKeyList;

/* Statements passed over with one note for all of them. */
typedef enum SkippedKind {
    SKIPPED_DATA,   /* INSERT, COPY, SELECT ... */
    SKIPPED_ROLE,   /* roles, their members and settings */
    SKIPPED_SERVER, /* databases, tablespaces, maintenance */
    SKIPPED_TEMPORARY,
    SKIPPED_RUNNER, /* what a migration does to the table of the migration runner */
    SKIPPED_SYSTEM, /* pg_catalog, information_schema */
    SKIPPED_MEMBER, /* of an extension */
    SKIPPED_KIND_COUNT,
} SkippedKind;

typedef struct Skipped {
    size_t count;
    Location first;
} Skipped;

typedef struct InterpreterState {
    /* Hashes of every "schema.name" that was ever a relation or constraint: see names.c. */
    uint64_t *name_hashes;
    size_t name_count, name_capacity;
    bool names_are_known; /* false: to be collected from the schema first */
    bool is_renaming;     /* names change: the hashes say nothing for now */

    ObjectList default_privileges; /* DefaultPrivilege objects of the schema */
    bool default_privileges_are_known;

    int commands_done;    /* of an ALTER TABLE that waits: subcommands that are applied */
    int commands_done_at; /* where it names its table, because a DO block may hold several */
    bool is_trial;        /* what fails now is tried once more: it must leave nothing behind */
    PendingForeignKeyList foreign_keys;
    ObjectList child_tables; /* partitions and inheritance children: see inheritance.c */
    bool child_tables_are_known;
    Skipped skipped[SKIPPED_KIND_COUNT];

    bool is_migration; /* side effects are kept, and none is passed over */
    Location block;    /* of the DO block whose statements are being applied; source NULL: none */

    TextList session_search_path; /* what COMMIT restores after SET LOCAL */
    bool has_local_search_path;
    /* SET default_table_access_method, default_tablespace: how pg_dump says them. */
    Text default_access_method, default_tablespace;

    struct OperationList *operations; /* where statements are recorded; NULL: nobody asks */
} InterpreterState;

/* What a new relation gets when it names none; empty for the server's own default. */
Text interpreter_access_method(const Interpreter *in, const char *written);
Text interpreter_tablespace(const Interpreter *in, const char *written);

/* The statement is no schema: counted, and told in one note by interpreter_report_skipped(). */
Outcome interpreter_skip(Interpreter *in, SkippedKind kind);
void interpreter_report_skipped(Interpreter *in);

/* Does the name mean a system object or a member of an extension?  *subject: which of the two. */
bool object_is_never_modelled(const Interpreter *in, ObjectType type, const Node *name,
                              SkippedKind *subject);

/* CREATE TEMP TABLE and the like: skipped, and the name kept so that later mentions are, too. */
Outcome interpreter_skip_temporary(Interpreter *in, const RangeVar *name);

/* A name that exists but is not modelled (an aggregate, a range type) that others may use. */
void interpreter_add_external(Interpreter *in, ReferenceKind kind, QualifiedName name);

/* Is there a relation of that name that is not modelled? */
bool interpreter_relation_is_external(const Interpreter *in, const RangeVar *name);
/*
 * interpreter_find_relation() has found nothing: temporary; there, but not modelled, and then
 * `what`
 * ("trigger", "OWNED BY") of it is not either; or missing.
 */
Outcome interpreter_no_relation(Interpreter *in, const RangeVar *name, Text what);

/* Around a statement that changes names: they are collected again when they are needed. */
void interpreter_forget_names(Interpreter *in);
void interpreter_begin_renaming(Interpreter *in);
void interpreter_end_renaming(Interpreter *in);
/* Default privileges changed: likewise. */
void interpreter_forget_default_privileges(Interpreter *in);

/* A new file, a new session: search path and role as at the start. */
void interpreter_begin_session(Interpreter *in);

/*
 * Many nodes keep a name without its place: where it stands in the statement, at or after that
 * location, as a location; the location itself when it is not found.
 */
int interpreter_locate(const Interpreter *in, int node_location, Text name);

/* What an absent normalized text means for the statement. */
Outcome interpreter_absent(const Interpreter *in);

/* CREATE TEMP ..., or pg_temp.name. */
bool interpreter_is_temporary(const RangeVar *name);

#endif
