/*
 * Partition value: one constant of FOR VALUES in the server's spelling.
 */
#ifndef SCHEMAC_PARTITION_VALUE_H
#define SCHEMAC_PARTITION_VALUE_H

#include "compiler/schema.h"

#include "postgres.h" /* libpg_query's */

#include "nodes/parsenodes.h"

/*
 * MINVALUE, MAXVALUE, NULL, or the constant as get_const_expr() prints one of that canonical type
 * (empty: unknown).  Absent when the node is no constant.
 */
Text partition_value_text(Arena *arena, const Node *value, Text type);

#endif
