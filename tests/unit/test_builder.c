/* Builder: what stands between a hostile name and the SQL it is put into. */
#include "tests/unit/unit.h"

#include "compiler/builder.h"

static Arena arena;

static Text identifier(Text name) {
    return text_quote_identifier(&arena, name);
}
static Text literal(Text text) {
    return text_quote_literal(&arena, text);
}

static void plain_names_stay_bare(void **state) {
    (void)state;
    assert_text(identifier(TEXT("users")), "users");
    assert_text(identifier(TEXT("_a1$")), "_a1$");
    assert_text(identifier(TEXT("name")), "name"); /* unreserved keyword */
}

static void keywords_are_quoted(void **state) {
    (void)state;
    assert_text(identifier(TEXT("select")), "\"select\"");   /* reserved */
    assert_text(identifier(TEXT("left")), "\"left\"");       /* type or function name */
    assert_text(identifier(TEXT("between")), "\"between\""); /* column name */
    assert_text(identifier(TEXT("user")), "\"user\"");
}

static void other_names_are_quoted(void **state) {
    (void)state;
    assert_text(identifier(TEXT("")), "\"\"");
    assert_text(identifier(TEXT("1a")), "\"1a\"");
    assert_text(identifier(TEXT("$a")), "\"$a\"");
    assert_text(identifier(TEXT("Users")), "\"Users\"");
    assert_text(identifier(TEXT("a b")), "\"a b\"");
    assert_text(identifier(TEXT("a\"b")), "\"a\"\"b\"");
    assert_text(identifier(TEXT("a\\b")), "\"a\\b\"");
    assert_text(identifier(TEXT("a;\nb")), "\"a;\nb\"");
    assert_text(identifier(TEXT("\xc3\xa4")), "\"\xc3\xa4\"");
}

static void literals_do_not_depend_on_settings(void **state) {
    (void)state;
    assert_text(literal(TEXT("")), "''");
    assert_text(literal(TEXT("it's")), "'it''s'");
    assert_text(literal(TEXT("a\\'b")),
                "E'a\\\\''b'"); /* whatever standard_conforming_strings says */
    assert_text(literal(TEXT("$$")), "'$$'");
    assert_text(literal(TEXT_ABSENT), "NULL");
}

static void templates_quote_by_directive(void **state) {
    (void)state;
    assert_text(text_format(&arena, "ALTER TABLE %s ADD %I text DEFAULT %L; -- 100%%",
                            text_quote_name(&arena, TEXT("Shop"), TEXT("orders")), TEXT("order"),
                            TEXT("it's")),
                "ALTER TABLE \"Shop\".orders ADD \"order\" text DEFAULT 'it''s'; -- 100%");
    assert_text(text_quote_name(&arena, TEXT(""), TEXT("a b")), "\"a b\"");
}

static void an_argument_is_never_a_template(void **state) {
    (void)state;
    assert_text(text_format(&arena, "%s|%I", TEXT("%s%I%"), TEXT("%L")), "%s%I%|\"%L\"");
}

static void text_grows_over_many_blocks(void **state) {
    (void)state;
    Builder out = builder_new(&arena);
    assert_text(builder_text(&out), "");
    for (int i = 0; i < 100000; i++) {
        builder_add_integer(&out, i % 10);
    }
    Text text = builder_text(&out);
    assert_int_equal(text.length, 100000);
    for (size_t i = 0; i < text.length; i++) {
        assert_int_equal(text.data[i], '0' + i % 10);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_names_stay_bare),
        cmocka_unit_test(keywords_are_quoted),
        cmocka_unit_test(other_names_are_quoted),
        cmocka_unit_test(literals_do_not_depend_on_settings),
        cmocka_unit_test(templates_quote_by_directive),
        cmocka_unit_test(an_argument_is_never_a_template),
        cmocka_unit_test(text_grows_over_many_blocks),
    };
    int failures = cmocka_run_group_tests_name("builder", tests, NULL, NULL);
    arena_end(&arena);
    return failures;
}
