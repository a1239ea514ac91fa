/*
 * User operators: those of the model and of extensions, by name.
 *
 * An operator without a schema means the one whose operands fit best of all along the search path,
 * and pg_catalog's only when it fits as well: with intarray in the path, && between integer[] is
 * intarray's.
 */
#ifndef SCHEMAC_USER_OPERATOR_H
#define SCHEMAC_USER_OPERATOR_H

#include "parser/interpreter.h"

typedef struct UserOperator {
    Text schema;
    Text arguments; /* "integer[], integer[]", "NONE, integer" */
    Text result;    /* empty: not known */
} UserOperator;

typedef struct UserOperatorList {
    UserOperator *items;
    size_t count, capacity;
} UserOperatorList;

/* Of the schema; with none, of all schemas of the path, in its order. */
UserOperatorList user_operators(const Interpreter *in, Arena *arena, Text schema, Text name);
bool user_operator_is_visible(const Interpreter *in, Text name);

/* "integer[], integer[]" -> both sides; the left one is empty for a prefix operator. */
void user_operator_operands(const UserOperator *operator, Text * left, Text *right);

#endif
