/*
 * Command rollback, renames: what a migration renamed goes back to its name before all else, so
 * that the plan compares under the names of the schema before.
 */
#ifndef SCHEMAC_COMMAND_ROLLBACK_RENAME_H
#define SCHEMAC_COMMAND_ROLLBACK_RENAME_H

#include "compiler/diagnostic.h"
#include "compiler/schema.h"
#include "emit/emit.h"

/*
 * Rename in `after` whatever has another name than its origin; the statements that do so are added
 * to the list.  False after an error: an old name that something else has by now.
 */
bool undo_renames(Arena *arena, Schema *after, RenameStatementList *renames,
                  Diagnostics *diagnostics);

#endif
