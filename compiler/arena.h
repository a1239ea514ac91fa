/*
 * Arena: all memory of schemac.
 *
 * In: sizes.  Out: zeroed memory that lives until the arena ends, or until arena_release() goes
 * back to a mark.  Two arenas exist: "program" (schemas, plan, diagnostics; ends with the process)
 * and "scratch" (one statement, one query).  Nothing else calls malloc or free. Out of memory ends
 * the process with one message: no caller checks for NULL.
 */
#ifndef SCHEMAC_ARENA_H
#define SCHEMAC_ARENA_H

#include <stddef.h>

typedef struct ArenaBlock ArenaBlock;

typedef struct Arena {
    ArenaBlock *block; /* newest block, the one being filled; older ones hang behind it */
    ArenaBlock *spare; /* given back by arena_release() and not yet used again; or NULL */
} Arena;

typedef struct ArenaMark {
    ArenaBlock *block;
    size_t used;
} ArenaMark;

/* size * count bytes, zeroed, aligned for any type. */
void *arena_allocate(Arena *arena, size_t size, size_t count);

ArenaMark arena_mark(const Arena *arena);
void arena_release(Arena *arena, ArenaMark mark); /* forget everything allocated after the mark */
void arena_end(Arena *arena);

#define arena_new(arena, Type) ((Type *)arena_allocate((arena), sizeof(Type), 1))
#define arena_array(arena, Type, count) ((Type *)arena_allocate((arena), sizeof(Type), (count)))

/*
 * Append to a growing array {items, count, capacity}: list_push(arena, &list, item).
 * The old items are abandoned in the arena, so a list costs at most twice its size.
 */
#define list_push(arena, list, item)                                                         \
    do {                                                                                     \
        if ((list)->count == (list)->capacity) {                                             \
            (list)->items =                                                                  \
                list_grow((arena), (list)->items, &(list)->capacity, sizeof *(list)->items); \
        }                                                                                    \
        (list)->items[(list)->count++] = (item);                                             \
    } while (0)

void *list_grow(Arena *arena, const void *items, size_t *capacity, size_t item_size);

#endif
