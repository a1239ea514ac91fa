/*
 * Default name: what PostgreSQL calls something that is created without a name.
 *
 * {table}_{columns}_{label}, the longer of the two cut until all fit into 63 bytes, as
 * makeObjectName() does.  Whether the name is free is asked elsewhere.
 */
#ifndef SCHEMAC_DEFAULT_NAME_H
#define SCHEMAC_DEFAULT_NAME_H

#include "compiler/schema.h"

/* "first_second_label"; `second` may be empty. */
Text default_name_make(Arena *arena, Text first, Text second, Text label);
/* What the NOT NULL of a column is called: the name that it was given, or the default. */
Text default_name_of_not_null(Arena *arena, const Column *column);

#endif
