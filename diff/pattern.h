/*
 * Pattern: names as psql and pg_dump match them on the command line.
 *
 * "app.*", "user?", "\"Odd Name\"": * is any run of characters, ? is one, a dot parts schema and
 * name, letters fold to lower case outside double quotes.
 */
#ifndef SCHEMAC_PATTERN_H
#define SCHEMAC_PATTERN_H

#include "compiler/text.h"

/* A pattern without a dot says nothing of the schema. */
bool pattern_matches(Text pattern, Text schema, Text name);
bool pattern_list_matches(const TextList *patterns, Text schema, Text name);

#endif
