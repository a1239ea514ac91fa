/*
 * Arena: blocks of memory that are filled from the front and given back all at once.
 *
 * Blocks come zeroed, and only what was used before is cleared again.  Each is twice as large as
 * the one before it, so that a small input takes little and a large one takes few; the large ones
 * ask for huge pages, without which a schema of thousands of tables spends its time in page faults.
 */
#include "compiler/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

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

#define ARENA_FIRST_BLOCK ((size_t)64 * 1024)
#define ARENA_LARGEST_BLOCK ((size_t)16 * 1024 * 1024) /* unless more is asked for at once */
#define ARENA_HUGE_PAGE ((size_t)2 * 1024 * 1024)
#define ARENA_ALIGNMENT alignof(max_align_t)

struct ArenaBlock {
    ArenaBlock *older;
    size_t size; /* bytes in memory[] */
    size_t used;
    size_t dirty; /* bytes that were used at some time: behind them all is zero */
    alignas(max_align_t) char memory[];
};

static _Noreturn void arena_out_of_memory(void) {
    fputs("schemac: out of memory\n", stderr);
    exit(2);
}

/* A wish: where the system has no huge pages, nothing happens. */
static void use_huge_pages(ArenaBlock *block) {
#ifdef MADV_HUGEPAGE
    uintptr_t start = ((uintptr_t)block + ARENA_HUGE_PAGE - 1) & ~(ARENA_HUGE_PAGE - 1);
    uintptr_t end = ((uintptr_t)block->memory + block->size) & ~(ARENA_HUGE_PAGE - 1);
    if (start < end) {
        madvise((char *)block + (start - (uintptr_t)block), end - start, MADV_HUGEPAGE);
    }
#else
    (void)block;
#endif
}

static ArenaBlock *arena_block_new(size_t size) {
    ArenaBlock *block = calloc(1, sizeof *block + size);
    if (block == NULL) {
        arena_out_of_memory();
    }
    block->size = size;
    use_huge_pages(block);
    arena_poison(block->memory, size);
    return block;
}

static void arena_block_free(ArenaBlock *block) {
    if (block != NULL) {
        arena_unpoison(block->memory, block->size);
        free(block);
    }
}

/* Put a block with room for `bytes` in front: the spare one if it is large enough. */
static void arena_extend(Arena *arena, size_t bytes) {
    ArenaBlock *block = arena->spare;
    arena->spare = NULL;
    if (block == NULL || block->size < bytes) {
        arena_block_free(block);
        size_t size = arena->block == NULL ? ARENA_FIRST_BLOCK : arena->block->size * 2;
        size = size > ARENA_LARGEST_BLOCK ? ARENA_LARGEST_BLOCK : size;
        block = arena_block_new(bytes > size ? bytes : size);
    }
    block->older = arena->block;
    arena->block = block;
}

void *arena_allocate(Arena *arena, size_t size, size_t count) {
    if (count != 0 && size > (SIZE_MAX / 2) / count) {
        arena_out_of_memory();
    }
    size_t bytes = size * count;
    size_t padded = (bytes + ARENA_GAP + ARENA_ALIGNMENT - 1) / ARENA_ALIGNMENT * ARENA_ALIGNMENT;
    if (arena->block == NULL || arena->block->size - arena->block->used < padded) {
        arena_extend(arena, padded);
    }
    ArenaBlock *block = arena->block;
    char *memory = block->memory + block->used;
    arena_unpoison(memory, bytes);
    if (block->used < block->dirty) {
        size_t stale = block->dirty - block->used;
        memset(memory, 0, stale < bytes ? stale : bytes);
    }
    block->used += padded;
    block->dirty = block->used > block->dirty ? block->used : block->dirty;
    return memory;
}

ArenaMark arena_mark(const Arena *arena) {
    return (ArenaMark){arena->block, arena->block == NULL ? 0 : arena->block->used};
}

/* The largest one is kept for the next statement, query or name, which will ask for one again. */
static void arena_drop_newest(Arena *arena) {
    ArenaBlock *block = arena->block;
    arena->block = block->older;
    if (arena->spare != NULL && arena->spare->size > block->size) {
        arena_block_free(block);
        return;
    }
    arena_block_free(arena->spare);
    arena_poison(block->memory, block->size);
    block->used = 0;
    arena->spare = block;
}

void arena_release(Arena *arena, ArenaMark mark) {
    while (arena->block != mark.block) {
        arena_drop_newest(arena);
    }
    if (mark.block != NULL) {
        arena_poison(mark.block->memory + mark.used, mark.block->size - mark.used);
        mark.block->used = mark.used;
    }
}

void arena_end(Arena *arena) {
    arena_release(arena, (ArenaMark){NULL, 0});
    arena_block_free(arena->spare);
    arena->spare = NULL;
}

void *list_grow(Arena *arena, const void *items, size_t *capacity, size_t item_size) {
    enum { FIRST_BYTES = 32 }; /* most lists stay as short as this */
    size_t first = item_size < FIRST_BYTES ? FIRST_BYTES / item_size : 1;
    size_t wanted = *capacity == 0 ? first : *capacity * 2;
    void *grown = arena_allocate(arena, item_size, wanted);
    if (*capacity != 0) {
        memcpy(grown, items, *capacity * item_size);
    }
    *capacity = wanted;
    return grown;
}
