/*
 * NOT NULL of columns: a flag, and from PostgreSQL 18 on a constraint of the table, with a name,
 * validity and inheritance of its own.
 */
#ifndef SCHEMAC_NOT_NULL_H
#define SCHEMAC_NOT_NULL_H

#include "parser/interpreter.h"

/* The column's own NOT NULL, under the name that was given; without one, PostgreSQL's choice. */
void not_null_define(Interpreter *in, Column *column, const Constraint *node);
/* SET NOT NULL, PRIMARY KEY: one that is there becomes the column's own and keeps its name. */
void not_null_set(Column *column);
void not_null_drop(Column *column);

/* From the parent's column; nothing when there is one already, or none to inherit. */
void not_null_inherit(Interpreter *in, Column *column, const Column *parent);
/* What the column of a table gives to those of its children, and takes from them. */
void not_null_give_to_children(Interpreter *in, const Object *table, const Column *column);
void not_null_take_from_children(Interpreter *in, const Object *table, Text column);
/* No parent has the column any more: what came from there is the table's own. */
void not_null_set_free(Column *column);
/* LIKE: as the source has it. */
void not_null_copy(Interpreter *in, Column *copy, const Column *source, bool with_comment);

void not_null_rename(Interpreter *in, Column *column, Text name);
/* The column whose NOT NULL has that name; NULL when none. */
Column *not_null_find(Interpreter *in, const Object *relation, Text name);

#endif
