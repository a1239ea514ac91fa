/*
 * Side effect: what statements do besides changing the schema.
 *
 * In: INSERT, UPDATE, COPY, SELECT, CREATE ROLE ...  Out: in a migration, Schema.side_effects; in a
 * description of a schema they are counted as skipped.
 */
#ifndef SCHEMAC_SIDE_EFFECT_H
#define SCHEMAC_SIDE_EFFECT_H

#include "parser/interpreter_state.h"

Outcome side_effect_apply(Interpreter *in, const Node *statement, SkippedKind kind);

/* The same, with nothing counted: the statement may be harmless. */
Outcome side_effect_note(Interpreter *in, const Node *statement, SkippedKind kind);

/* ALTER COLUMN ... TYPE ... USING: an expression that is no cast of the column itself. */
void side_effect_note_conversion(Interpreter *in, Object *table, Column *column, const Node *by);

/* side_effect_rows.c: an INSERT of literal rows that a DELETE by key can undo; else the reason. */
void side_effect_read_rows(Interpreter *in, const InsertStmt *insert, SideEffect *effect);

#endif
