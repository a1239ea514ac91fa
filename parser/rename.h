/*
 * Rename: where dependents hold OIDs, PostgreSQL's follow a new name by themselves; the model's
 * hold names, in fields and in canonical SQL, and are rewritten here.
 *
 * SQL is edited in place: the tree of the text says where a name stands, and only the name is
 * replaced, so that canonical text stays canonical.
 */
#ifndef SCHEMAC_RENAME_H
#define SCHEMAC_RENAME_H

#include "parser/interpreter.h"

typedef enum RenamedKind {
    RENAMED_RELATION, /* and its row type */
    RENAMED_TYPE,
    RENAMED_ROUTINE,
    RENAMED_SCHEMA,
    RENAMED_COLUMN,
    RENAMED_LABEL, /* a value of an enum */
} RenamedKind;

typedef struct Renaming {
    Interpreter *in;
    RenamedKind kind;
    QualifiedName old,
        new; /* RENAMED_SCHEMA: in schema; RENAMED_COLUMN: the column's name, in name */
    ObjectList relations;  /* RENAMED_COLUMN: the relations that have it */
    const Object *routine; /* RENAMED_ROUTINE: its body may name its parameters by its name */
    size_t least_arguments, most_arguments; /* RENAMED_ROUTINE: a call has as many */
    Text old_label, new_label;              /* RENAMED_LABEL: `old` and `new` are the enum */
    bool is_overloaded;                     /* RENAMED_ROUTINE: another one takes as many */
    bool leaves_namesake;                   /* RENAMED_ROUTINE: another one keeps the old name */
} Renaming;

/* What a piece of canonical SQL is, and so what to put around it to parse it. */
typedef enum SqlForm {
    SQL_EXPRESSION,
    SQL_QUERY,
    SQL_STATEMENT,  /* a trigger, a rule */
    SQL_INDEX,      /* what follows the table's name */
    SQL_CONSTRAINT, /* what follows the constraint's name */
    SQL_PARTITION_KEY,
    SQL_BODY, /* SQL-standard body of a routine */
    SQL_TYPE, /* a type, or several with commas */
} SqlForm;

/*
 * The text with the new name; the text itself when it does not hold the old one.  `relation` is the
 * table whose columns stand unqualified in it (and NEW and OLD of a trigger or rule); or NULL.
 * *is_certain becomes false when what a name means could not be told.
 */
Text rename_in_sql(const Renaming *renaming, SqlForm form, Text sql, const Object *relation,
                   bool *is_certain);

/* RENAMED_ROUTINE: fill in the counts. */
void rename_count_arguments(Renaming *renaming, const Object *routine);

/* In every text and every reference of the model, but not the renamed object's own name. */
void rename_in_model(const Renaming *renaming);

/* ALTER TYPE ... RENAME VALUE: every literal that is the value. */
void rename_label(Interpreter *in, const Object *type, Text old_label, Text new_label);

/* The view's output column gets another name: "SELECT a" -> "SELECT a AS b". */
Text rename_output_column(Interpreter *in, Text query, size_t number, Text new_name);

/* ALTER ... RENAME TO of routines, and of objects with items: collation, text search ... */
Outcome rename_routine(Interpreter *in, const RenameStmt *statement);
Outcome rename_definition(Interpreter *in, const RenameStmt *statement);
/* Another name for a range type leaves its multirange type the one that it has. */
void rename_keep_multirange(Interpreter *in, Definition *range);
/* Is it one of the latter? */
bool rename_is_of_definition(ObjectKind kind);
/* SET SCHEMA of one. */
Outcome rename_definition_into(Interpreter *in, Object *object, Text new_schema);

/* A new schema and name for the object, and so for its children. */
void object_set_identity(Schema *schema, Object *object, Text in_schema, Text name);

/* A function or procedure. */
bool routine_exists(const Schema *schema, Text in_schema, Text name, Text arguments);

#endif
