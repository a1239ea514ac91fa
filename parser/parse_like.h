/*
 * Like: CREATE TABLE ... (LIKE source INCLUDING ...).
 */
#ifndef SCHEMAC_PARSE_LIKE_H
#define SCHEMAC_PARSE_LIKE_H

#include "parser/interpreter.h"

/* The source's columns, at the end of the table. */
Outcome like_take_columns(Interpreter *in, Table *table, const TableLikeClause *like);

/* Its CHECK constraints and its indexes, as far as they are included; the columns are there. */
void like_take_constraints(Interpreter *in, Table *table, const TableLikeClause *like);
void like_take_statistics(Interpreter *in, Table *table, const TableLikeClause *like);
void like_take_indexes(Interpreter *in, Table *table, const TableLikeClause *like);

#endif
