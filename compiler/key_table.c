/* KeyTable: linear probing, at most half full; removal closes the gap it leaves. */
#include "compiler/key_table.h"

#include <assert.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

static uint64_t hash_of(Text key) {
    return XXH3_64bits(key.data, key.length);
}

static size_t next_slot(const KeyTable *table, size_t slot) {
    return (slot + 1) & (table->slot_count - 1);
}

static size_t home_slot(const KeyTable *table, uint64_t hash) {
    return (size_t)hash & (table->slot_count - 1);
}

static void put(KeyTable *table, KeySlot entry) {
    size_t slot = home_slot(table, entry.hash);
    while (table->slots[slot].object != NULL) {
        slot = next_slot(table, slot);
    }
    table->slots[slot] = entry;
}

static void grow(Arena *arena, KeyTable *table) {
    enum { FIRST_SLOTS = 256 };
    KeyTable old = *table;
    table->slot_count = old.slot_count == 0 ? FIRST_SLOTS : old.slot_count * 2;
    table->slots = arena_array(arena, KeySlot, table->slot_count);
    for (size_t i = 0; i < old.slot_count; i++) {
        if (old.slots[i].object != NULL) {
            put(table, old.slots[i]);
        }
    }
}

void key_table_add(Arena *arena, KeyTable *table, Object *object) {
    if (table->count * 2 >= table->slot_count) {
        grow(arena, table);
    }
    put(table, (KeySlot){object, hash_of(object->key)});
    table->count++;
}

/* Whatever was pushed past its home slot by the one that goes moves up. */
static void close_gap(KeyTable *table, size_t gap) {
    size_t mask = table->slot_count - 1;
    for (size_t i = next_slot(table, gap); table->slots[i].object != NULL;
         i = next_slot(table, i)) {
        size_t home = home_slot(table, table->slots[i].hash);
        bool may_move = ((i - home) & mask) >= ((i - gap) & mask);
        if (may_move) {
            table->slots[gap] = table->slots[i];
            gap = i;
        }
    }
    table->slots[gap] = (KeySlot){NULL, 0};
}

void key_table_remove(KeyTable *table, const Object *object) {
    assert(table->slot_count != 0);
    size_t slot = home_slot(table, hash_of(object->key));
    while (table->slots[slot].object != object) {
        assert(table->slots[slot].object != NULL && "object is not in the table");
        slot = next_slot(table, slot);
    }
    close_gap(table, slot);
    table->count--;
}

Object *key_table_find(const KeyTable *table, Text key) {
    if (table->slot_count == 0) {
        return NULL;
    }
    uint64_t hash = hash_of(key);
    for (size_t slot = home_slot(table, hash); table->slots[slot].object != NULL;
         slot = next_slot(table, slot)) {
        if (table->slots[slot].hash == hash && text_equal(table->slots[slot].object->key, key)) {
            return table->slots[slot].object;
        }
    }
    return NULL;
}
