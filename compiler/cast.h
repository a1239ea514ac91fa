/*
 * Cast: what becomes of the rows when a column's type changes, or when a column is added.
 */
#ifndef SCHEMAC_CAST_H
#define SCHEMAC_CAST_H

#include "compiler/schema.h"

typedef enum CastEffect {
    CAST_NOTHING,  /* binary coercible: no rewrite */
    CAST_WIDENS,   /* rewrites, keeps every value */
    CAST_MAY_FAIL, /* values may be refused */
    CAST_CHANGES,  /* values may be spelled or shifted otherwise */
    CAST_LOSES,    /* values may be rounded or cut: what they were is gone */
} CastEffect;

/* ALTER COLUMN TYPE between two canonical types. */
CastEffect cast_effect(Arena *arena, Text old_type, Text new_type);
/* False where there is none: between a value and an array of them, save through text. */
bool cast_may_exist(Arena *arena, Text old_type, Text new_type);
/* "numeric(8,2)" -> "numeric": what decides which operators and literals an expression has. */
Text cast_base_type(Arena *arena, Text type);
/* A foreign key survives the change. */
bool types_compare_directly(Arena *arena, Text old_type, Text new_type);
/* ALTER COLUMN TYPE takes the default along, and what comes out is the same text. */
bool types_cast_default(Arena *arena, Text old_type, Text new_type, Text default_value);

/* ADD COLUMN writes every row anew: a value of its own for each, or computed and stored. */
bool column_addition_rewrites(const Schema *schema, const Column *column);

#endif
