/* Text: comparing, slicing, clipping, lists. */
#include "tests/unit/unit.h"

static void absent_equals_empty_but_is_not_the_same(void **state) {
    (void)state;
    assert_true(text_equal(TEXT_ABSENT, TEXT("")));
    assert_false(text_same(TEXT_ABSENT, TEXT("")));
    assert_true(text_same(TEXT_ABSENT, TEXT_ABSENT));
    assert_true(text_is_absent(text_from_string(NULL)));
}

static void bytes_are_compared_not_strings(void **state) {
    (void)state;
    assert_false(text_equal(TEXT("a\0b"), TEXT("a\0c")));
    assert_true(text_compare(TEXT("a"), TEXT("ab")) < 0);
    assert_true(text_compare(TEXT("\xc3\xa4"), TEXT("z")) > 0);
    assert_int_equal(text_compare(TEXT(""), TEXT_ABSENT), 0);
}

static void parts_are_found(void **state) {
    (void)state;
    assert_true(text_starts_with(TEXT("pg_catalog"), TEXT("pg_")));
    assert_false(text_starts_with(TEXT("p"), TEXT("pg_")));
    assert_true(text_ends_with(TEXT("users_pkey"), TEXT("_pkey")));
    assert_false(text_ends_with(TEXT("key"), TEXT("_pkey")));
    assert_true(text_contains(TEXT("one two"), TEXT("e t")));
    assert_false(text_contains(TEXT("one"), TEXT("one two")));
    assert_true(text_contains(TEXT(""), TEXT("")));
}

static void only_ascii_letters_lose_their_case(void **state) {
    (void)state;
    assert_true(text_equal_ignoring_case(TEXT("SELECT"), TEXT("sElEcT")));
    assert_false(text_equal_ignoring_case(TEXT("\xc3\x84"), TEXT("\xc3\xa4")));
}

static void slices_are_clamped(void **state) {
    (void)state;
    assert_text(text_slice(TEXT("abc"), 1, 2), "b");
    assert_text(text_slice(TEXT("abc"), 2, 99), "c");
    assert_text(text_slice(TEXT("abc"), 9, 1), "");
    assert_text(text_slice(TEXT_ABSENT, 0, 5), "");
}

static void white_space_is_trimmed(void **state) {
    (void)state;
    assert_text(text_trim(TEXT(" \t\r\n a b\v\f ")), "a b");
    assert_text(text_trim(TEXT("  ")), "");
    assert_text(text_trim(TEXT("\xc2\xa0x")), "\xc2\xa0x");
}

static void clipping_never_splits_a_character(void **state) {
    (void)state;
    assert_text(text_clip(TEXT("abcdef"), 3), "abc");
    assert_text(text_clip(TEXT("a\xc3\xa4"), 2), "a");
    assert_text(text_clip(TEXT("\xf0\x9f\x90\x98"), 3), "");
    assert_text(text_clip(TEXT("abc"), 3), "abc");
}

static void copies_are_terminated(void **state) {
    (void)state;
    Arena arena = {0};
    Text copy = text_copy(&arena, text_slice(TEXT("abcdef"), 0, 3));
    assert_text(copy, "abc");
    assert_int_equal(copy.data[3], '\0');
    assert_string_equal(text_to_string(&arena, TEXT_ABSENT), "");
    assert_true(text_is_absent(text_copy(&arena, TEXT_ABSENT)));
    assert_false(text_is_absent(text_copy(&arena, TEXT(""))));
    arena_end(&arena);
}

static void integers_are_written_whole(void **state) {
    (void)state;
    Arena arena = {0};
    assert_text(text_from_integer(&arena, INT64_MIN), "-9223372036854775808");
    assert_text(text_from_integer(&arena, INT64_MAX), "9223372036854775807");
    assert_text(text_from_integer(&arena, 0), "0");
    arena_end(&arena);
}

static void lists_sort_join_and_compare(void **state) {
    (void)state;
    Arena arena = {0};
    TextList list = {NULL, 0, 0}, same = {NULL, 0, 0};
    text_list_sort(&list);
    assert_text(text_join(&arena, &list, TEXT(", ")), "");
    const Text items[] = {TEXT("b"), TEXT("a\0z"), TEXT("B")};
    for (size_t i = 0; i < 3; i++) {
        list_push(&arena, &list, items[i]);
        list_push(&arena, &same, items[i]);
    }
    assert_true(text_list_equal(&list, &same));
    text_list_sort(&list);
    assert_false(text_list_equal(&list, &same));
    assert_text(text_join(&arena, &list, TEXT(", ")), "B, a\0z, b");
    assert_true(text_list_contains(&list, TEXT("B")));
    assert_false(text_list_contains(&list, TEXT("a")));
    arena_end(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(absent_equals_empty_but_is_not_the_same),
        cmocka_unit_test(bytes_are_compared_not_strings),
        cmocka_unit_test(parts_are_found),
        cmocka_unit_test(only_ascii_letters_lose_their_case),
        cmocka_unit_test(slices_are_clamped),
        cmocka_unit_test(white_space_is_trimmed),
        cmocka_unit_test(clipping_never_splits_a_character),
        cmocka_unit_test(copies_are_terminated),
        cmocka_unit_test(integers_are_written_whole),
        cmocka_unit_test(lists_sort_join_and_compare),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
