/*
 * Routines: what CREATE and ALTER of functions and procedures share.
 */
#ifndef SCHEMAC_PARSE_ROUTINE_H
#define SCHEMAC_PARSE_ROUTINE_H

#include "parser/normalize.h"

/* Options after the signature (LANGUAGE, VOLATILE, COST, SET, AS ...), into the routine. */
Outcome routine_apply_options(Interpreter *in, Routine *routine, const List *options);

/* Cost and rows that were not said: PostgreSQL's defaults by language and result. */
void routine_fill_estimates(Routine *routine);

#endif
