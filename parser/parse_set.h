/*
 * Set: the settings of a session that change what later statements mean.
 */
#ifndef SCHEMAC_PARSE_SET_H
#define SCHEMAC_PARSE_SET_H

#include "parser/interpreter.h"

/* COMMIT ends what SET LOCAL began; ROLLBACK cannot be followed. */
Outcome set_apply_transaction(Interpreter *in, const TransactionStmt *statement);

#endif
