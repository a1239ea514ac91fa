/*
 * Spell definition: what the files that spell objects with items have of each other.
 */
#ifndef SCHEMAC_SPELL_DEFINITION_H
#define SCHEMAC_SPELL_DEFINITION_H

#include "emit/spell.h"

/* What follows CREATE; absent when the kind is spelled as a list of items. */
Text spell_program(const Spelling *out, const Definition *definition);

#endif
