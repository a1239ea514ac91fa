/*
 * Partition: PARTITION BY and FOR VALUES, as the server prints them.
 */
#ifndef SCHEMAC_PARSE_PARTITION_H
#define SCHEMAC_PARSE_PARTITION_H

#include "parser/interpreter.h"

/* table->partition_key: "RANGE (created_at)", as pg_get_partkeydef() prints it. */
Outcome partition_set_key(Interpreter *in, Table *table, const PartitionSpec *specification);

/* table->partition_bound: "FOR VALUES FROM (1) TO (10)", as pg_get_expr() prints relpartbound. */
Outcome partition_set_bound(Interpreter *in, Table *table, const Table *parent,
                            const PartitionBoundSpec *bound);

/* A key that came from a server as text, once the table's columns are there. */
void partition_respell_key(Interpreter *in, Table *table);

/* ALTER TABLE ... ATTACH PARTITION, DETACH PARTITION. */
Outcome partition_attach(Interpreter *in, Table *parent, const PartitionCmd *command);
Outcome partition_detach(Interpreter *in, Table *parent, const PartitionCmd *command);

#endif
