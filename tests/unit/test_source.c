/* Source: lines, columns, UTF-8. */
#include "tests/unit/unit.h"

#include "compiler/source.h"

static LinePosition position(Text text, size_t offset) {
    Source source = {.path = TEXT("a.sql"), .text = text};
    return source_position(&source, offset);
}

static void columns_count_characters(void **state) {
    (void)state;
    LinePosition found = position(TEXT("a\n\xc3\xa4\xf0\x9f\x90\x98x\nb"), 8);
    assert_int_equal(found.line, 2);
    assert_int_equal(found.column, 3);
    assert_text(found.text, "\xc3\xa4\xf0\x9f\x90\x98x");
}

static void a_line_ends_before_its_end(void **state) {
    (void)state;
    LinePosition found = position(TEXT("one\r\ntwo\r\n"), 5);
    assert_int_equal(found.line, 2);
    assert_int_equal(found.column, 1);
    assert_text(found.text, "two");
}

static void the_end_of_the_text_is_a_position(void **state) {
    (void)state;
    LinePosition found = position(TEXT("ab"), 99);
    assert_int_equal(found.line, 1);
    assert_int_equal(found.column, 3);
    found = position(TEXT(""), 0);
    assert_int_equal(found.line, 1);
    assert_int_equal(found.column, 1);
}

static void good_utf8_is_accepted(void **state) {
    (void)state;
    size_t offset;
    assert_true(source_is_utf8(TEXT(""), &offset));
    assert_true(
        source_is_utf8(TEXT("a\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xef\xbf\xbf"), &offset));
    assert_true(source_is_utf8(TEXT("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"), &offset));
}

static void bad_utf8_is_found_where_it_begins(void **state) {
    (void)state;
    const Text bad[] = {
        TEXT("ab\x80"),             /* continuation alone */
        TEXT("ab\xc0\x80"),         /* overlong */
        TEXT("ab\xe0\x9f\xbf"),     /* overlong */
        TEXT("ab\xed\xa0\x80"),     /* surrogate */
        TEXT("ab\xf4\x90\x80\x80"), /* above U+10FFFF */
        TEXT("ab\xf8\x88\x80\x80\x80"),
        TEXT("ab\xc3"), /* cut short */
        TEXT("ab\xe2\x82"),
        TEXT("ab\xc3(c"), /* second byte is none */
        TEXT("ab\0c"),    /* PostgreSQL has no NUL in text */
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        size_t offset = 99;
        assert_false(source_is_utf8(bad[i], &offset));
        assert_int_equal(offset, 2);
    }
}

static void character_numbers_become_offsets(void **state) {
    (void)state;
    Text text = TEXT("\xc3\xa4"
                     "bc");
    assert_int_equal(source_character_offset(text, 0, 1), 0);
    assert_int_equal(source_character_offset(text, 0, 2), 2);
    assert_int_equal(source_character_offset(text, 2, 2), 3);
    assert_int_equal(source_character_offset(text, 0, 99), 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_count_characters),
        cmocka_unit_test(a_line_ends_before_its_end),
        cmocka_unit_test(the_end_of_the_text_is_a_position),
        cmocka_unit_test(good_utf8_is_accepted),
        cmocka_unit_test(bad_utf8_is_found_where_it_begins),
        cmocka_unit_test(character_numbers_become_offsets),
    };
    return cmocka_run_group_tests_name("source", tests, NULL, NULL);
}
