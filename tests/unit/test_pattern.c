/* Pattern: names as psql and pg_dump match them. */
#include "diff/pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static bool matches(const char *pattern, const char *schema, const char *name) {
    return pattern_matches(text_from_string(pattern), text_from_string(schema),
                           text_from_string(name));
}

static void stars_and_question_marks_stand_for_characters(void **state) {
    (void)state;
    assert_true(matches("app_*", "public", "app_users"));
    assert_true(matches("*", "public", ""));
    assert_true(matches("a?c", "public", "abc"));
    assert_true(matches("a?c", "public",
                        "a\xC3\xA9"
                        "c"));
    assert_false(matches("a?c", "public", "ac"));
    assert_false(matches("app", "public", "apple"));
    assert_true(matches("*a*b", "public", "xaybzb"));
}

static void letters_fold_outside_quotes(void **state) {
    (void)state;
    assert_true(matches("USERS", "public", "users"));
    assert_false(matches("\"USERS\"", "public", "users"));
    assert_true(matches("\"Odd \"\"Name\"", "public", "Odd \"Name"));
    assert_true(matches("\"*\"", "public", "*"));
    assert_false(matches("\"*\"", "public", "users"));
}

static void a_dot_parts_schema_and_name(void **state) {
    (void)state;
    assert_true(matches("app.*", "app", "users"));
    assert_false(matches("app.*", "audit", "users"));
    assert_true(matches("\"a.b\"", "public", "a.b"));
    assert_true(matches("*.log", "audit", "log"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stars_and_question_marks_stand_for_characters),
        cmocka_unit_test(letters_fold_outside_quotes),
        cmocka_unit_test(a_dot_parts_schema_and_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
