/*
 * Inheritance: tables that have columns and checks from other tables, by INHERITS or as partitions.
 */
#ifndef SCHEMAC_INHERITANCE_H
#define SCHEMAC_INHERITANCE_H

#include "parser/interpreter.h"

/* Remember that the table has a parent. */
void inheritance_note(Interpreter *in, const Table *child);

/* Tables whose parent this one is: direct ones, in order of creation. */
ObjectList inheritance_children(Interpreter *in, const Object *parent);

/* CREATE TABLE: the parent's columns come first, merged with those of parents before it. */
Outcome inheritance_take_columns(Interpreter *in, Table *child, const Table *parent,
                                 int node_location);
/* The parent's CHECK constraints, NO INHERIT ones excepted. */
void inheritance_take_checks(Interpreter *in, Table *child, const Table *parent);

/* ALTER TABLE INHERIT, ATTACH PARTITION: the child must have all that the parent has. */
Outcome inheritance_check_columns(Interpreter *in, const Table *child, const Table *parent,
                                  int node_location);

#endif
