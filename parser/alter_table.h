/*
 * Alter table (internal): what the files behind parse_alter_table.h share.
 */
#ifndef SCHEMAC_ALTER_TABLE_H
#define SCHEMAC_ALTER_TABLE_H

#include "parser/interpreter.h"

/* One subcommand on its way through the table and its children. */
typedef struct AlterWork {
    Interpreter *in;
    Object *relation; /* table, view, sequence or index */
    const AlterTableStmt *statement;
    const AlterTableCmd *command;
} AlterWork;

/* Where the statement names the relation: the subcommands have no places of their own. */
int alter_table_location(const AlterWork *work);

/* The same subcommand for every child, unless ONLY was written. */
typedef Outcome AlterStep(AlterWork *work);
Outcome alter_table_children(const AlterWork *work, AlterStep *step);

/* Subcommands on a column (ADD COLUMN, ALTER COLUMN ..., DROP COLUMN); each goes on to the
 * children. */
AlterStep alter_table_add_column, alter_table_drop_column, alter_table_column_default,
    alter_table_drop_not_null, alter_table_set_not_null, alter_table_set_expression,
    alter_table_drop_expression, alter_table_set_statistics, alter_table_set_column_options,
    alter_table_set_foreign_options, alter_table_set_storage, alter_table_set_compression,
    alter_table_column_type, alter_table_add_identity, alter_table_set_identity,
    alter_table_drop_identity;

/* Subcommands on constraints. */
AlterStep alter_table_add_constraint, alter_table_alter_constraint, alter_table_validate_constraint,
    alter_table_drop_constraint;

/* Subcommands on indexes: SET (...), SET TABLESPACE, SET STATISTICS, ATTACH PARTITION. */
AlterStep alter_table_index_options, alter_table_index_tablespace, alter_table_index_statistics;

#endif
