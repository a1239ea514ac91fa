/*
 * Statistics: CREATE STATISTICS and what LIKE ... INCLUDING STATISTICS copies.
 */
#ifndef SCHEMAC_PARSE_STATISTICS_H
#define SCHEMAC_PARSE_STATISTICS_H

#include "parser/interpreter.h"

/* On another table with the same columns, under the name that PostgreSQL would choose. */
ExtendedStatistics *statistics_copy(Interpreter *in, const ExtendedStatistics *statistics,
                                    Object *relation);

#endif
