/*
 * DO: blocks of PL/pgSQL, and the bodies of procedures that a migration calls.
 */
#ifndef SCHEMAC_PARSE_DO_H
#define SCHEMAC_PARSE_DO_H

#include "parser/interpreter.h"

/* `what` is for messages: "DO block". */
Outcome do_apply_body(Interpreter *in, Text body, const char *what);

Outcome do_apply_call(Interpreter *in, const CallStmt *statement);

#endif
