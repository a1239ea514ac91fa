/*
 * Rollback name: the path of a migration -> the path of its rollback.
 *
 * Numbered scripts count down ("003_x.sql" -> "997_rollback_003_x.sql"), so that rollbacks sort in
 * the order in which they run; migration runners want names of their own.
 */
#ifndef SCHEMAC_ROLLBACK_NAME_H
#define SCHEMAC_ROLLBACK_NAME_H

#include "compiler/options.h"

typedef struct RollbackName {
    Text folder; /* where it is written */
    Text name;   /* in the folder */
    Text shown;  /* in its own header: the name, or folder/name where the name alone says nothing */
    Text migration; /* the same of the migration */
} RollbackName;

/* False after an error: a name that does not fit the layout, or a layout nobody knows. */
bool rollback_name(Arena *arena, const Options *options, Text migration, RollbackName *name,
                   Diagnostics *diagnostics);

#endif
