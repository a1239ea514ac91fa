/*
 * Foreign key: its definition, complete only when the table it refers to is known.
 */
#ifndef SCHEMAC_FOREIGN_KEY_H
#define SCHEMAC_FOREIGN_KEY_H

#include "parser/interpreter.h"

/* Columns, actions and target of the node; completed now, or kept until the target is there. */
Outcome foreign_key_define(Interpreter *in, TableConstraint *constraint, const Constraint *node);

#endif
