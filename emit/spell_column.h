/*
 * Pieces that the files about columns and attributes share.
 */
#ifndef SCHEMAC_SPELL_COLUMN_H
#define SCHEMAC_SPELL_COLUMN_H

#include "emit/spell.h"

/* "GENERATED ALWAYS AS IDENTITY (START WITH 10)" */
Text column_identity(Arena *arena, const Column *column);
/* LIKE ... INCLUDING IDENTITY leaves a sequence of bigint behind any column: it was made as `made`.
 */
void spell_identity_type(Spelling *out, const Column *column, Text made);
/* "ALTER TABLE public.users"; VIEW, TYPE ... by the column's parent. */
Text column_alter(const Spelling *out, const Column *column);
/* One such, or one with ONLY for each table, where some below keep their own; emit_default.c. */
typedef bool (*SameSetting)(const Column *left, const Column *right);
TextList column_alter_each(const Spelling *out, const Column *column, SameSetting same);
/* In a new table, of a column that it has from its parent. */
void column_keep_own_storage(Spelling *out, const Column *column, const Column *parent);
/* "column public.users.email" */
Text column_in_words(const Spelling *out, const Column *column);

/* Inherits from the parent, or is a partition of it; emit_default.c. */
bool spell_is_child_of(const Table *table, const Object *parent);

/* "CREATE TYPE public.mood AS ENUM (...)" */
Text enum_definition(Arena *arena, const EnumType *type);

/* Attributes of composite types. */
void attribute_create(Spelling *out);
void attribute_drop(Spelling *out);

#endif
