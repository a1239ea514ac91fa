/*
 * Statements: which function applies which node of PostgreSQL's grammar.
 */
#ifndef SCHEMAC_STATEMENTS_H
#define SCHEMAC_STATEMENTS_H

#include "parser/interpreter.h"

/* When statements wait for each other, those of a lower rank are given their last try first. */
typedef enum StatementRank {
    RANK_TYPE,
    RANK_TABLE,
    RANK_ROUTINE,
    RANK_VIEW,
    RANK_CREATE, /* index, trigger, policy, rule */
    RANK_OTHER,  /* ALTER, DROP, GRANT ...: in their order */
} StatementRank;

StatementRank statement_rank(const Node *statement);

/* It creates, and its order among others like it does not matter unless they replace each other. */
bool statement_is_movable(const Node *statement);

/* CREATE OR REPLACE VIEW: the view's name; absent for all else. */
Text statement_replaced_view(const Node *statement);

/* Of the cluster, not of the schema: roles, databases. */
bool statement_is_outside(const Node *statement);

/* COPY ... FROM stdin: the lines after it are data. */
bool statement_reads_data(const Node *statement);

#endif
