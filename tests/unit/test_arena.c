/* Arena: zeroed, aligned memory; marks; lists that grow. */
#include "tests/unit/unit.h"

#include "compiler/arena.h"

#include <string.h>

static void memory_is_zeroed_after_a_release(void **state) {
    (void)state;
    Arena arena = {0};
    ArenaMark mark = arena_mark(&arena);
    memset(arena_array(&arena, char, 1000), 'x', 1000);
    arena_release(&arena, mark);
    const char *again = arena_array(&arena, char, 1000);
    for (size_t i = 0; i < 1000; i++) {
        assert_int_equal(again[i], 0);
    }
    arena_end(&arena);
}

static void every_size_is_aligned(void **state) {
    (void)state;
    Arena arena = {0};
    for (size_t size = 0; size < 100; size++) {
        uintptr_t address = (uintptr_t)arena_array(&arena, char, size);
        assert_int_equal(address % _Alignof(max_align_t), 0);
    }
    arena_end(&arena);
}

static void neighbours_do_not_overlap(void **state) {
    (void)state;
    Arena arena = {0};
    char *blocks[300];
    for (size_t i = 0; i < 300; i++) {
        blocks[i] = arena_array(&arena, char, i + 1);
        memset(blocks[i], (int)(i % 127), i + 1);
    }
    for (size_t i = 0; i < 300; i++) {
        assert_int_equal(blocks[i][0], i % 127);
        assert_int_equal(blocks[i][i], i % 127);
    }
    arena_end(&arena);
}

static void a_block_may_be_larger_than_the_usual(void **state) {
    (void)state;
    Arena arena = {0};
    char *small = arena_array(&arena, char, 10);
    small[9] = 's';
    char *large = arena_array(&arena, char, 50 * 1024 * 1024);
    large[50 * 1024 * 1024 - 1] = 'l';
    assert_int_equal(small[9], 's');
    arena_end(&arena);
    assert_null(arena.block);
}

static void a_release_keeps_what_came_before_the_mark(void **state) {
    (void)state;
    Arena arena = {0};
    int *kept = arena_new(&arena, int);
    *kept = 42;
    ArenaMark mark = arena_mark(&arena);
    for (size_t i = 0; i < 100; i++) {
        arena_array(&arena, char, 100000);
    }
    arena_release(&arena, mark);
    assert_int_equal(*kept, 42);
    arena_end(&arena);
}

static void a_list_grows_and_keeps_its_order(void **state) {
    (void)state;
    Arena arena = {0};
    struct {
        int *items;
        size_t count, capacity;
    } list = {NULL, 0, 0};
    for (int i = 0; i < 1000; i++) {
        list_push(&arena, &list, i);
    }
    assert_int_equal(list.count, 1000);
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(list.items[i], i);
    }
    arena_end(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_after_a_release),
        cmocka_unit_test(every_size_is_aligned),
        cmocka_unit_test(neighbours_do_not_overlap),
        cmocka_unit_test(a_block_may_be_larger_than_the_usual),
        cmocka_unit_test(a_release_keeps_what_came_before_the_mark),
        cmocka_unit_test(a_list_grows_and_keeps_its_order),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
