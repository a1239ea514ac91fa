/*
 * Older keywords: what PostgreSQL 13 to 17 take as plain names and version 18's grammar does not.
 *
 * pg_dump quotes by the keywords of its own version: a parameter called json is "f(json json)" in a
 * dump of PostgreSQL 15, which is a syntax error from 16 on.
 */
#ifndef SCHEMAC_OLDER_KEYWORD_H
#define SCHEMAC_OLDER_KEYWORD_H

#include "compiler/arena.h"
#include "compiler/text.h"

/* The statement with such words in quotes; absent when it has none. */
Text older_keywords_quoted(Arena *arena, Text sql);

#endif
