/*
 * KeyTable: a hash of objects by their keys.
 *
 * In: objects with Object.key filled.  Out: the object with the same bytes as its key, or NULL.
 * Open addressing, 16 bytes a slot, the hash beside the pointer: a search for something that is not
 * there, which is most searches, seldom looks at an object at all.
 */
#ifndef SCHEMAC_KEY_TABLE_H
#define SCHEMAC_KEY_TABLE_H

#include "compiler/schema.h"

typedef struct KeySlot {
    Object *object; /* NULL: free */
    uint64_t hash;
} KeySlot;

typedef struct KeyTable {
    KeySlot *slots;
    size_t slot_count; /* a power of two, or 0 */
    size_t count;
} KeyTable;

void key_table_add(Arena *arena, KeyTable *table, Object *object);
void key_table_remove(KeyTable *table, const Object *object);
Object *key_table_find(const KeyTable *table, Text key);

#endif
