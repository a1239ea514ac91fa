/* Arena: blocks of memory that are filled from the front and given back all at once. */
#include "compiler/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_SANITIZED 1
#endif
#endif

#ifdef ARENA_SANITIZED
#include <sanitizer/asan_interface.h>
#define ARENA_GAP 16 /* a poisoned gap after every allocation shows a write one past the end */
#define arena_poison(address, size) ASAN_POISON_MEMORY_REGION(address, size)
#define arena_unpoison(address, size) ASAN_UNPOISON_MEMORY_REGION(address, size)
#else
#define ARENA_GAP 0
#define arena_poison(address, size) ((void)(address), (void)(size))
#define arena_unpoison(address, size) ((void)(address), (void)(size))
#endif

#define ARENA_BLOCK_SIZE ((size_t)256 * 1024)
#define ARENA_ALIGNMENT alignof(max_align_t)

struct ArenaBlock {
    ArenaBlock *older;
    size_t size; /* bytes in memory[] */
    size_t used;
    alignas(max_align_t) char memory[];
};

static _Noreturn void arena_out_of_memory(void) {
    fputs("schemac: out of memory\n", stderr);
    exit(2);
}

static ArenaBlock *arena_block_new(ArenaBlock *older, size_t size) {
    ArenaBlock *block = malloc(sizeof *block + size);
    if (block == NULL) {
        arena_out_of_memory();
    }
    block->older = older;
    block->size = size;
    block->used = 0;
    arena_poison(block->memory, size);
    return block;
}

void *arena_allocate(Arena *arena, size_t size, size_t count) {
    if (count != 0 && size > (SIZE_MAX / 2) / count) {
        arena_out_of_memory();
    }
    size_t bytes = size * count;
    size_t padded = (bytes + ARENA_GAP + ARENA_ALIGNMENT - 1) / ARENA_ALIGNMENT * ARENA_ALIGNMENT;
    if (arena->block == NULL || arena->block->size - arena->block->used < padded) {
        size_t block_size = padded > ARENA_BLOCK_SIZE ? padded : ARENA_BLOCK_SIZE;
        arena->block = arena_block_new(arena->block, block_size);
    }
    char *memory = arena->block->memory + arena->block->used;
    arena->block->used += padded;
    arena_unpoison(memory, bytes);
    memset(memory, 0, bytes);
    return memory;
}

ArenaMark arena_mark(const Arena *arena) {
    return (ArenaMark){arena->block, arena->block == NULL ? 0 : arena->block->used};
}

void arena_release(Arena *arena, ArenaMark mark) {
    while (arena->block != mark.block) {
        ArenaBlock *block = arena->block;
        arena->block = block->older;
        arena_unpoison(block->memory, block->size);
        free(block);
    }
    if (mark.block != NULL) {
        arena_poison(mark.block->memory + mark.used, mark.block->size - mark.used);
        mark.block->used = mark.used;
    }
}

void arena_end(Arena *arena) {
    arena_release(arena, (ArenaMark){NULL, 0});
}

void *list_grow(Arena *arena, const void *items, size_t *capacity, size_t item_size) {
    size_t wanted = *capacity == 0 ? 4 : *capacity * 2;
    void *grown = arena_allocate(arena, item_size, wanted);
    if (*capacity != 0) {
        memcpy(grown, items, *capacity * item_size);
    }
    *capacity = wanted;
    return grown;
}
