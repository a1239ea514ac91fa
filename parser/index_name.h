/*
 * Index name: what PostgreSQL calls the keys of an index, from which it makes the index's name.
 */
#ifndef SCHEMAC_INDEX_NAME_H
#define SCHEMAC_INDEX_NAME_H

#include "compiler/schema.h"

#include "postgres.h" /* libpg_query's */

#include "nodes/parsenodes.h"

/* One name for each IndexElem, told apart by numbers: ChooseIndexColumnNames(). */
TextList index_column_names(Arena *arena, const List *elements);

#endif
