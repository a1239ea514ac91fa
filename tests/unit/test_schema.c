/* Schema: the list of kinds, identity, lookup, fingerprints. */
#include "tests/unit/unit.h"

#include "compiler/schema.h"

#include <string.h>

static Arena arena;

static Object *add(Schema *schema, Object *object, const char *in_schema, const char *relation,
                   const char *name, Object *parent) {
    object->schema = text_from_string(in_schema);
    object->relation = text_from_string(relation);
    object->name = text_from_string(name);
    schema_add(schema, object, parent);
    return object;
}

static void every_kind_has_its_facts(void **state) {
    (void)state;
    for (int kind = 0; kind < OBJECT_KIND_COUNT; kind++) {
        const ObjectKindFacts *facts = &object_kind_facts[kind];
        assert_non_null(facts->keyword);
        assert_non_null(facts->word);
        assert_true(strlen(facts->keyword) > 0 && strlen(facts->word) > 0);
        /* A child without a schema would have no name that says which relation it belongs to;
         * a publication has none. */
        bool is_published = kind == KIND_PUBLICATION_SCHEMA || kind == KIND_PUBLICATION_TABLE;
        assert_true(!facts->is_child || facts->is_in_schema || is_published);
    }
}

static void identity_cannot_be_forged_by_a_name(void **state) {
    (void)state;
    Text one = schema_key(&arena, KIND_COLUMN, TEXT("a"), TEXT("b.c"), TEXT("d"), TEXT(""));
    Text two = schema_key(&arena, KIND_COLUMN, TEXT("a.b"), TEXT("c"), TEXT("d"), TEXT(""));
    assert_false(text_equal(one, two));
    assert_false(
        text_equal(schema_key(&arena, KIND_TABLE, TEXT("a"), TEXT(""), TEXT("b"), TEXT("")),
                   schema_key(&arena, KIND_VIEW, TEXT("a"), TEXT(""), TEXT("b"), TEXT(""))));
}

static void objects_are_found_until_removed(void **state) {
    (void)state;
    Schema *schema = schema_new(&arena);
    Table *table = schema_object_new(schema, Table, KIND_TABLE);
    Object *users = add(schema, &table->object, "public", "", "users", NULL);
    Column *column = schema_object_new(schema, Column, KIND_COLUMN);
    add(schema, &column->object, "public", "users", "email", users);

    assert_ptr_equal(schema_find(schema, KIND_TABLE, TEXT("public"), TEXT("users")), users);
    assert_ptr_equal(schema_find_relation(schema, TEXT("public"), TEXT("users")), users);
    assert_ptr_equal(schema_find_type(schema, TEXT("public"), TEXT("users")), users);
    assert_ptr_equal(table_find_column(users, TEXT("email")), column);
    assert_null(schema_find(schema, KIND_VIEW, TEXT("public"), TEXT("users")));
    assert_null(table_find_column(users, TEXT("e-mail")));

    schema_remove(schema, users);
    assert_null(schema_find(schema, KIND_TABLE, TEXT("public"), TEXT("users")));
    assert_null(
        schema_find_child(schema, KIND_COLUMN, TEXT("public"), TEXT("users"), TEXT("email")));
}

static void a_renamed_object_is_found_by_its_new_name(void **state) {
    (void)state;
    Schema *schema = schema_new(&arena);
    Table *table = schema_object_new(schema, Table, KIND_TABLE);
    Object *object = add(schema, &table->object, "public", "", "users", NULL);
    object->name = TEXT("people");
    schema_rekey(schema, object);
    assert_null(schema_find(schema, KIND_TABLE, TEXT("public"), TEXT("users")));
    assert_ptr_equal(schema_find(schema, KIND_TABLE, TEXT("public"), TEXT("people")), object);
}

static void thousands_of_objects_are_all_found(void **state) {
    (void)state;
    Schema *schema = schema_new(&arena);
    for (int i = 0; i < 5000; i++) {
        Sequence *sequence = schema_object_new(schema, Sequence, KIND_SEQUENCE);
        sequence->object.schema = TEXT("public");
        sequence->object.name = text_from_integer(&arena, i);
        schema_add(schema, &sequence->object, NULL);
    }
    for (int i = 0; i < 5000; i++) {
        assert_non_null(
            schema_find(schema, KIND_SEQUENCE, TEXT("public"), text_from_integer(&arena, i)));
    }
    schema_finish(schema);
    assert_int_equal(schema->all.count, 5000);
    for (size_t i = 1; i < schema->all.count; i++) {
        assert_true(text_compare(schema->all.items[i - 1]->key, schema->all.items[i]->key) < 0);
    }
}

static const Object *finished_column(Text type, Text default_value) {
    Schema *schema = schema_new(&arena);
    Table *table = schema_object_new(schema, Table, KIND_TABLE);
    Object *users = add(schema, &table->object, "public", "", "users", NULL);
    Column *column = schema_object_new(schema, Column, KIND_COLUMN);
    column->type = type;
    column->default_value = default_value;
    add(schema, &column->object, "public", "users", "email", users);
    schema_finish(schema);
    return &column->object;
}

static bool same(const Object *left, const Object *right) {
    return memcmp(left->fingerprint, right->fingerprint, sizeof left->fingerprint) == 0 &&
           text_equal(left->canonical, right->canonical);
}

static void fingerprints_tell_properties_apart(void **state) {
    (void)state;
    const Object *plain = finished_column(TEXT("text"), TEXT_ABSENT);
    assert_true(same(plain, finished_column(TEXT("text"), TEXT_ABSENT)));
    assert_false(same(plain, finished_column(TEXT("citext"), TEXT_ABSENT)));
    assert_false(same(plain, finished_column(TEXT("text"), TEXT("''"))));
    /* The border between two properties counts, not only their bytes together. */
    assert_false(
        same(finished_column(TEXT("text1"), TEXT("2")), finished_column(TEXT("text"), TEXT("12"))));
}

static void descriptions_name_kind_and_object(void **state) {
    (void)state;
    const Object *column = finished_column(TEXT("text"), TEXT_ABSENT);
    assert_text(object_describe(&arena, column), "column public.users.email");
    assert_text(object_describe(&arena, column->parent), "table public.users");
    assert_text(object_sql_relation(&arena, column), "public.users");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_has_its_facts),
        cmocka_unit_test(identity_cannot_be_forged_by_a_name),
        cmocka_unit_test(objects_are_found_until_removed),
        cmocka_unit_test(a_renamed_object_is_found_by_its_new_name),
        cmocka_unit_test(thousands_of_objects_are_all_found),
        cmocka_unit_test(fingerprints_tell_properties_apart),
        cmocka_unit_test(descriptions_name_kind_and_object),
    };
    int failures = cmocka_run_group_tests_name("schema", tests, NULL, NULL);
    arena_end(&arena);
    return failures;
}
