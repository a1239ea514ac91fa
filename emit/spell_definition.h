/*
 * Spell definition: what the files that spell objects with items have of each other.
 */
#ifndef SCHEMAC_SPELL_DEFINITION_H
#define SCHEMAC_SPELL_DEFINITION_H

#include "emit/spell.h"

/* What follows CREATE; absent when the kind is spelled as a list of items. */
Text spell_program(const Spelling *out, const Definition *definition);

Text spell_operator_class(const Spelling *out, const Definition *class);
/* From the members of one version of a family to those of the other; `old` may be NULL. */
void spell_family_members(Spelling *out, const Definition *old, const Definition *new);
/* Likewise the dictionaries of a text search configuration's tokens. */
void spell_token_mappings(Spelling *out, const Definition *old, const Definition *new);

#endif
