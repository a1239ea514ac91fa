/*
 * Operation record: takes down what a statement is about to do, and what it has done.
 */
#ifndef SCHEMAC_OPERATION_RECORD_H
#define SCHEMAC_OPERATION_RECORD_H

#include "parser/interpreter.h"
#include "parser/operations.h"

/* Before a statement is applied, while names mean what they mean to it. */
void operation_record(Interpreter *in, const Node *statement);

/* After it: the operations from `first` on are completed, or forgotten if it was not applied. */
void operation_settle(Interpreter *in, size_t first, Outcome outcome);

/* For the files of this module: add one, at that place of the statement (-1: all of it). */
Operation *operation_add(Interpreter *in, OperationKind kind, unsigned flags, int node_location);
/* The relation that it works on; NULL is one that is not modelled. */
void operation_set_relation(Interpreter *in, Operation *operation, const Object *relation);
/* flag, or nothing: operation_flag(statement->concurrent, OPERATION_IS_CONCURRENT) */
static inline unsigned operation_flag(bool is_set, OperationFlag flag) {
    return is_set ? (unsigned)flag : 0u;
}

/* operation_alter.c */
void operation_record_alter_table(Interpreter *in, const AlterTableStmt *statement);
void operation_record_alter_domain(Interpreter *in, const AlterDomainStmt *statement);

#endif
