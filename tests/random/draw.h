/*
 * Draw: choices that depend on nothing but the seed and their place.
 *
 * A random schema has two generations: what is there, and what is wanted.  A choice is named by the
 * object and the slot it belongs to, so that both generations choose alike, save where the seed
 * says that this slot of this object changes.  Statements are then printed from choices alone,
 * which keeps every generation valid: a view names the columns that its table has in that
 * generation.
 */
#ifndef SCHEMAC_TESTS_DRAW_H
#define SCHEMAC_TESTS_DRAW_H

#include <stdbool.h>
#include <stdint.h>

typedef struct Draw {
    uint64_t seed;
    bool is_wanted; /* the second generation */
    int changes;    /* in a hundred: how often a slot changes */
} Draw;

/* A number below `count` for this slot of this object; in the second generation it may differ. */
int draw_number(const Draw *draw, const char *object, const char *slot, int count);
/* The same, alike in both generations. */
int draw_fixed(const Draw *draw, const char *object, const char *slot, int count);
/* True `percent` times in a hundred; may differ between the generations. */
bool draw_chance(const Draw *draw, const char *object, const char *slot, int percent);

#endif
