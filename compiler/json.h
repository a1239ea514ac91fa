/*
 * JSON: what jansson needs to speak of Text, and to give back arena memory.
 */
#ifndef SCHEMAC_JSON_H
#define SCHEMAC_JSON_H

#include "compiler/text.h"

#include <jansson.h>

/* A string; null when absent.  Bytes that are not UTF-8 (of a database) become "?". */
json_t *json_from_text(Arena *arena, Text text);
json_t *json_from_texts(Arena *arena, const TextList *list);
/* object[name] = value; both go into the object. */
void json_add(json_t *object, const char *name, json_t *value);
void json_add_text(Arena *arena, json_t *object, const char *name, Text text);
/* Indented, members in the order they were added, with a line end; the tree is gone afterwards. */
Text json_finish(Arena *arena, json_t *tree);

#endif
