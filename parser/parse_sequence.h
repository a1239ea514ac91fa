/*
 * Sequence: options of free, serial and identity sequences, resolved to numbers.
 */
#ifndef SCHEMAC_PARSE_SEQUENCE_H
#define SCHEMAC_PARSE_SEQUENCE_H

#include "parser/interpreter.h"

/* What CREATE SEQUENCE AS `type` gives with no option at all. */
SequenceOptions sequence_default_options(Text type);

/* Apply a list of DefElem: of a new sequence, or of ALTER SEQUENCE and ALTER COLUMN ... SET. */
Outcome sequence_apply_options(Interpreter *in, const List *elements, SequenceOptions *options,
                               bool is_new);

/* The column of an identity sequence changes its type: limits of the old type become the new one's.
 */
void sequence_retype(SequenceOptions *options, Text type);

/* ALTER TABLE ... SET LOGGED, UNLOGGED: its serial and identity sequences follow, from 15 on. */
void sequence_follow_persistence(Interpreter *in, const Table *table);

/* A sequence for a serial column: added, owned by the column. */
Sequence *sequence_add_serial(Interpreter *in, const Object *table, Text column, Text type);

#endif
