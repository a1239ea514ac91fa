/*
 * Undo: what the rollback of a hand-written migration does beyond the steps of its plan: names that
 * go back, rows that go again, and what nobody can undo.
 */
#ifndef SCHEMAC_UNDO_H
#define SCHEMAC_UNDO_H

#include "emit/script.h"

/* "Renames ...", "Deletes ...", "STOPS: ...": for the header. */
void undo_list_purposes(Arena *arena, const Undo *undo, TextList *lines);

/* Some step refuses to go on, so that the rollback does nothing until somebody has decided. */
bool undo_stops(const Undo *undo);
bool undo_deletes_rows(const Undo *undo);
bool undo_is_empty(const Undo *undo);

void undo_add(Arena *arena, ScriptPieceList *pieces, const Undo *undo);

#endif
