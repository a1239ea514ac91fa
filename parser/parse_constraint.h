/*
 * Constraint: PRIMARY KEY, UNIQUE, CHECK, FOREIGN KEY and EXCLUDE of tables.
 */
#ifndef SCHEMAC_PARSE_CONSTRAINT_H
#define SCHEMAC_PARSE_CONSTRAINT_H

#include "parser/interpreter.h"

/*
 * The table constraints that a column definition holds, as if each were written for the table:
 * copies, with their keys, and with the DEFERRABLE or NOT ENFORCED that follows them.
 */
List *constraint_list_of_column(const ColumnDef *column);

/* Where a constraint is written. */
typedef enum ConstraintPlace {
    CONSTRAINT_IN_CREATE, /* all rows fulfil it, and what it names must be there now */
    CONSTRAINT_IN_ALTER,
} ConstraintPlace;

/* Add it to the table, under the name written or chosen.  CHECK does not reach children here. */
Outcome constraint_add(Interpreter *in, Table *table, const Constraint *node,
                       ConstraintPlace place);

/* Two constraints of one CREATE TABLE that PostgreSQL makes one index of. */
bool constraint_is_same_index(const Constraint *left, const Constraint *right);

TableConstraint *constraint_find(const Object *table, Text name);
TableConstraint *constraint_primary_key(const Object *table); /* NULL when none */

/* Add a copy to a child table as inherited; one of the child's own with that name is merged. */
void constraint_inherit_check(Interpreter *in, const TableConstraint *check, Table *child);

/* DEFERRABLE, INITIALLY DEFERRED, NOT ENFORCED: in the fields and in the definition. */
void constraint_set_enforced(Interpreter *in, TableConstraint *constraint, bool is_enforced);
void constraint_set_deferrable(Interpreter *in, TableConstraint *constraint, bool is_deferrable,
                               bool is_initially_deferred);
/* NO INHERIT of a CHECK, likewise. */
void constraint_set_no_inherit(Interpreter *in, TableConstraint *constraint, bool is_no_inherit);

/* The same constraint on another table.  The copy has no name yet and is not yet added. */
TableConstraint *constraint_copy(Interpreter *in, const TableConstraint *constraint,
                                 const Object *table);
/* A copy whose name PostgreSQL would choose anew: of an index (LIKE, DETACH PARTITION). */
/* What PostgreSQL would call a key of that table; the name `own` counts as free. */
Text constraint_index_name(Interpreter *in, const TableConstraint *constraint, const Object *table,
                           Text own);
void constraint_add_copy_of_index(Interpreter *in, const TableConstraint *constraint,
                                  Object *table);

/* Foreign keys whose table has come since: before names change, and at the end. */
void constraint_try_foreign_keys(Interpreter *in);
void constraint_settle_foreign_keys(Interpreter *in);

#endif
