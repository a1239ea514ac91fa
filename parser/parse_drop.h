/*
 * Drop: take objects out of the schema the way PostgreSQL's dependency walk does.
 *
 * What belongs to the object (columns, constraints, indexes, triggers, policies, owned sequences,
 * partitions) goes with it.  What merely needs it (views, foreign keys, defaults, functions) stops
 * the drop, or goes too with CASCADE; of a column default only the default goes.
 */
#ifndef SCHEMAC_PARSE_DROP_H
#define SCHEMAC_PARSE_DROP_H

#include "parser/interpreter.h"

/* Any object: table, constraint, index, trigger ...; use drop_table_column() for columns of a
 * table. */
Outcome drop_object(Interpreter *in, Object *object, bool cascade, int node_location);

/*
 * ALTER TABLE ... DROP COLUMN: also the constraints and indexes that involve it, and the column of
 * partitions and inheritance children that have it from this table alone.
 */
Outcome drop_table_column(Interpreter *in, Object *table, Column *column, bool cascade,
                          int node_location);

/*
 * ALTER TABLE ... DROP CONSTRAINT: also the constraint that partitions and inheritance children
 * have from it.  Foreign keys that need a primary key or unique constraint are dependents.
 */
Outcome drop_table_constraint(Interpreter *in, Object *table, TableConstraint *constraint,
                              bool cascade, int node_location);

#endif
