/*
 * Alter table: ALTER TABLE, and what else reaches the grammar's AlterTableStmt.
 */
#ifndef SCHEMAC_PARSE_ALTER_TABLE_H
#define SCHEMAC_PARSE_ALTER_TABLE_H

#include "parser/interpreter.h"

/* CLUSTER table USING index: remembered like ALTER TABLE ... CLUSTER ON. */
Outcome alter_table_cluster(Interpreter *in, const ClusterStmt *statement);

/* One subcommand that reaches the table from elsewhere. */
Outcome alter_table_apply(Interpreter *in, Object *table, const AlterTableCmd *command);

#endif
