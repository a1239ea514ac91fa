/*
 * Index part: what a partition has of the indexes and keys of its partitioned table.
 */
#ifndef SCHEMAC_INDEX_PART_H
#define SCHEMAC_INDEX_PART_H

#include "parser/alter_table.h"

/* A new index or key of a partitioned table: each partition takes or gets a part of it. */
void index_part_give(Interpreter *in, Object *whole);

/* A partition that joins: a part of each index and key of its parent. */
void index_part_take_all(Interpreter *in, Object *partition, const Object *parent);

/* A partition that leaves: what it has is its own from now on. */
void index_part_release(Object *partition);

/* ALTER INDEX whole ATTACH PARTITION part. */
Outcome index_part_attach(Interpreter *in, const AlterTableStmt *statement,
                          const AlterTableCmd *command);

/* Once all is read: the names that PostgreSQL would choose for parts. */
void index_part_foresee_names(Interpreter *in);

#endif
