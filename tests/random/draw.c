/*
 * Draw: choices by hashing the seed, the object and the slot.
 */
#include "tests/random/draw.h"

/* FNV-1a over the words, then a finalizer, so that near words give far numbers. */
static uint64_t mix_word(uint64_t hash, const char *word) {
    for (; *word != '\0'; word++) {
        hash = (hash ^ (unsigned char)*word) * 0x100000001b3u;
    }
    return (hash ^ 0xff) * 0x100000001b3u;
}

static uint64_t hash_slot(const Draw *draw, const char *object, const char *slot,
                          const char *purpose) {
    uint64_t hash = draw->seed * 0x9e3779b97f4a7c15u + 0xcbf29ce484222325u;
    hash = mix_word(mix_word(mix_word(hash, object), slot), purpose);
    hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9u;
    hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebu;
    return hash ^ (hash >> 31);
}

int draw_fixed(const Draw *draw, const char *object, const char *slot, int count) {
    return (int)(hash_slot(draw, object, slot, "first") % (uint64_t)count);
}

static bool changes(const Draw *draw, const char *object, const char *slot) {
    return draw->is_wanted &&
           hash_slot(draw, object, slot, "changes") % 100 < (uint64_t)draw->changes;
}

int draw_number(const Draw *draw, const char *object, const char *slot, int count) {
    const char *purpose = changes(draw, object, slot) ? "second" : "first";
    return (int)(hash_slot(draw, object, slot, purpose) % (uint64_t)count);
}

bool draw_chance(const Draw *draw, const char *object, const char *slot, int percent) {
    return draw_number(draw, object, slot, 100) < percent;
}
