/*
 * CREATE TABLE AS, SELECT INTO.
 */
#ifndef SCHEMAC_PARSE_TABLE_AS_H
#define SCHEMAC_PARSE_TABLE_AS_H

#include "parser/interpreter.h"

Outcome table_create_as(Interpreter *in, const CreateTableAsStmt *statement);

#endif
