/*
 * CREATE TABLE AS, SELECT INTO.
 */
#ifndef SCHEMAC_PARSE_TABLE_AS_H
#define SCHEMAC_PARSE_TABLE_AS_H

#include "parser/interpreter.h"

Outcome table_create_as(Interpreter *in, const CreateTableAsStmt *statement);

/*
 * The table that a query makes: its columns and nothing else.  *create is NULL when only a server
 * could tell their types.
 */
Outcome table_of_query(Interpreter *in, SelectStmt *query, const List *names, CreateStmt **create);

#endif
