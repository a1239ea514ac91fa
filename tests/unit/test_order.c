/*
 * Order: which steps a difference needs, in which order, cut into which groups, undone how.
 *
 * Each test builds two small schemas by hand and compares the plan, written one group a line.
 */
#include "compiler/schema.h"
#include "diff/diff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

typedef struct Sides {
    Arena arena;
    Schema *old, *new;
    Diagnostics diagnostics;
} Sides;

static Sides sides_new(Arena *arena) {
    Sides sides = {.old = schema_new(arena), .new = schema_new(arena)};
    sides.diagnostics.arena = arena;
    list_push(arena, &sides.new->named_schemas, TEXT("public"));
    return sides;
}

static Object *name_object(Object *object, Text relation, const char *name) {
    object->schema = TEXT("public");
    object->relation = relation;
    object->name = text_from_string(name);
    return object;
}

static Table *add_table(Schema *schema, const char *name) {
    Table *table = schema_object_new(schema, Table, KIND_TABLE);
    schema_add(schema, name_object(&table->object, TEXT(""), name), NULL);
    return table;
}

static Column *add_column(Schema *schema, Table *table, const char *name, const char *type) {
    Column *column = schema_object_new(schema, Column, KIND_COLUMN);
    column->type = text_from_string(type);
    column->statistics = -1;
    schema_add(schema, name_object(&column->object, table->object.name, name), &table->object);
    return column;
}

static TableConstraint *add_key(Schema *schema, Table *table, const char *name,
                                const char *column) {
    TableConstraint *key = schema_object_new(schema, TableConstraint, KIND_CONSTRAINT);
    key->type = CONSTRAINT_TYPE_PRIMARY_KEY;
    key->definition = text_format(schema->arena, "PRIMARY KEY (%I)", text_from_string(column));
    list_push(schema->arena, &key->columns, text_from_string(column));
    schema_add(schema, name_object(&key->object, table->object.name, name), &table->object);
    return key;
}

static void add_foreign_key(Schema *schema, Table *table, const char *name, const char *column,
                            const char *foreign_table, const char *foreign_column) {
    TableConstraint *key = add_key(schema, table, name, column);
    key->type = CONSTRAINT_TYPE_FOREIGN_KEY;
    key->definition = text_format(schema->arena, "FOREIGN KEY (%I) REFERENCES public.%I(%I)",
                                  text_from_string(column), text_from_string(foreign_table),
                                  text_from_string(foreign_column));
    key->foreign_schema = TEXT("public");
    key->foreign_table = text_from_string(foreign_table);
    list_push(schema->arena, &key->foreign_columns, text_from_string(foreign_column));
}

static void add_index(Schema *schema, Table *table, const char *name, const char *column) {
    TableIndex *index = schema_object_new(schema, TableIndex, KIND_INDEX);
    index->definition = text_format(schema->arena, "USING btree (%I)", text_from_string(column));
    list_push(schema->arena, &index->columns, text_from_string(column));
    schema_add(schema, name_object(&index->object, TEXT(""), name), &table->object);
}

static View *add_view(Schema *schema, const char *name, const char *relation, const char *column) {
    View *view = schema_object_new(schema, View, KIND_VIEW);
    view->query = text_format(schema->arena, "SELECT %I FROM public.%I", text_from_string(column),
                              text_from_string(relation));
    list_push(schema->arena, &view->columns, text_from_string(column));
    reference_add(schema->arena, &view->object.references,
                  (Reference){.kind = REFERENCE_COLUMN,
                              .role = REFERENCE_BY_DEFINITION,
                              .schema = TEXT("public"),
                              .name = text_from_string(relation),
                              .member = text_from_string(column)});
    schema_add(schema, name_object(&view->object, TEXT(""), name), NULL);
    return view;
}

static Routine *add_function(Schema *schema, const char *name, const char *language) {
    Routine *routine = schema_object_new(schema, Routine, KIND_FUNCTION);
    routine->language = text_from_string(language);
    routine->result = TEXT("integer");
    schema_add(schema, name_object(&routine->object, TEXT(""), name), NULL);
    return routine;
}

static EnumType *add_enum(Schema *schema, const char *name, const char *first, const char *second) {
    EnumType *type = schema_object_new(schema, EnumType, KIND_ENUM);
    list_push(schema->arena, &type->labels, text_from_string(first));
    if (second != NULL) {
        list_push(schema->arena, &type->labels, text_from_string(second));
    }
    schema_add(schema, name_object(&type->object, TEXT(""), name), NULL);
    return type;
}

static void add_reference(Schema *schema, Object *object, ReferenceKind kind, ReferenceRole role,
                          const char *name) {
    reference_add(schema->arena, &object->references,
                  (Reference){.kind = kind,
                              .role = role,
                              .schema = TEXT("public"),
                              .name = text_from_string(name),
                              .member = TEXT_ABSENT});
}

static Text part_name(StepPart part) {
    switch (part) {
        case PART_NAME: return TEXT("name");
        case PART_TYPE: return TEXT("type");
        case PART_DEFAULT: return TEXT("default");
        case PART_NOT_NULL: return TEXT("not null");
        case PART_OWNED_BY: return TEXT("owned by");
        case PART_LABELS: return TEXT("labels");
        case PART_REBUILD: return TEXT("rebuild");
        case PART_DEFINITION: return TEXT("definition");
        case PART_COMMENT: return TEXT("comment");
        case PART_SECURITY_LABEL: return TEXT("security label");
        default: return TEXT("?");
    }
}

static void describe_step(Builder *out, const Step *step) {
    static const char *const verbs[] = {"create ", "drop ", "alter "};
    builder_add(out, text_from_string(verbs[step->verb]));
    if (step->is_concurrent) {
        builder_add(out, TEXT("concurrently "));
    }
    builder_add(out, object_describe(out->arena, step_object(step)));
    if (step->verb == STEP_ALTER) {
        builder_format(out, ": %s", part_name(step->part));
    }
    for (size_t i = 0; i < step->folded.count; i++) {
        builder_format(out, " with %I", step->folded.items[i]->new->name);
    }
    for (size_t i = 0; i < step->deferred.count; i++) {
        builder_format(out, " without default of %I", step->deferred.items[i]->name);
    }
}

static Text describe(Arena *arena, const StepGroupList *groups) {
    Builder out = builder_new(arena);
    for (size_t i = 0; i < groups->count; i++) {
        const StepList *steps = &groups->items[i].steps;
        for (size_t j = 0; j < steps->count; j++) {
            builder_add(&out, j == 0 ? TEXT("") : TEXT("; "));
            describe_step(&out, steps->items[j]);
        }
        builder_add(&out, TEXT("\n"));
    }
    return builder_text(&out);
}

static const Plan *plan_of(Arena *arena, Sides *sides) {
    DiffOptions options = {0};
    schema_finish(sides->old);
    schema_finish(sides->new);
    const Plan *plan = diff_schemas(arena, sides->old, sides->new, &options, &sides->diagnostics);
    assert_non_null(plan);
    assert_int_equal(plan->groups.count, plan->rollback.count);
    return plan;
}

static void expect(Arena *arena, Sides *sides, const char *forward, const char *rollback) {
    const Plan *plan = plan_of(arena, sides);
    assert_string_equal(text_to_string(arena, describe(arena, &plan->groups)), forward);
    assert_string_equal(text_to_string(arena, describe(arena, &plan->rollback)), rollback);
}

static void same_schemas_need_nothing(void **state) {
    (void)state;
    Arena arena = {0};
    Sides sides = sides_new(&arena);
    add_column(sides.old, add_table(sides.old, "t"), "a", "integer");
    add_column(sides.new, add_table(sides.new, "t"), "a", "integer");
    expect(&arena, &sides, "", "");
    arena_end(&arena);
}

static void tables_that_name_each_other_are_cut_once(void **state) {
    (void)state;
    Arena arena = {0};
    Sides sides = sides_new(&arena);
    Table *a = add_table(sides.new, "a"), *b = add_table(sides.new, "b");
    add_column(sides.new, a, "id", "integer");
    add_column(sides.new, b, "id", "integer");
    add_key(sides.new, a, "a_pkey", "id");
    add_key(sides.new, b, "b_pkey", "id");
    add_foreign_key(sides.new, a, "a_b", "id", "b", "id");
    add_foreign_key(sides.new, b, "b_a", "id", "a", "id");
    expect(&arena, &sides,
           "create table public.a with a_pkey\n"
           "create table public.b with b_pkey with b_a\n"
           "create constraint a_b on public.a\n",
           "drop table public.a\n"
           "drop table public.b\n"
           "drop constraint a_b on public.a\n");
    arena_end(&arena);
}

static void dropped_tables_that_name_each_other_lose_a_key_first(void **state) {
    (void)state;
    Arena arena = {0};
    Sides sides = sides_new(&arena);
    Table *a = add_table(sides.old, "a"), *b = add_table(sides.old, "b");
    add_column(sides.old, a, "id", "integer");
    add_column(sides.old, b, "id", "integer");
    add_key(sides.old, a, "a_pkey", "id");
    add_key(sides.old, b, "b_pkey", "id");
    add_foreign_key(sides.old, a, "a_b", "id", "b", "id");
    add_foreign_key(sides.old, b, "b_a", "id", "a", "id");
    expect(&arena, &sides,
           "drop constraint a_b on public.a\n"
           "drop table public.b\n"
           "drop table public.a\n",
           "create constraint a_b on public.a\n"
           "create table public.b with b_pkey with b_a\n"
           "create table public.a with a_pkey\n");
    arena_end(&arena);
}

static void a_view_is_made_anew_around_a_new_type(void **state) {
    (void)state;
    Arena arena = {0};
    Sides sides = sides_new(&arena);
    for (int side = 0; side < 2; side++) {
        Schema *schema = side == 0 ? sides.old : sides.new;
        Table *t = add_table(schema, "t");
        add_column(schema, t, "a", side == 0 ? "integer" : "text");
        add_view(schema, "v", "t", "a");
        add_view(schema, "w", "v", "a");
    }
    expect(&arena, &sides,
           "drop view public.w; drop view public.v; alter column public.t.a: type; create view "
           "public.v; create view public.w\n",
           "drop view public.w; drop view public.v; alter column public.t.a: type; create view "
           "public.v; create view public.w\n");
    arena_end(&arena);
}

static void a_default_that_needs_its_table_comes_later(void **state) {
    (void)state;
    Arena arena = {0};
    Sides sides = sides_new(&arena);
    Column *a = add_column(sides.new, add_table(sides.new, "t"), "a", "integer");
    a->default_value = TEXT("public.f()");
    add_reference(sides.new, &a->object, REFERENCE_FUNCTION, REFERENCE_BY_DEFAULT, "f");
    Routine *f = add_function(sides.new, "f", "sql");
    add_reference(sides.new, &f->object, REFERENCE_RELATION, REFERENCE_BY_BODY, "t");
    expect(&arena, &sides,
           "create table public.t without default of a\n"
           "create function public.f()\n"
           "alter column public.t.a: default\n",
           "drop table public.t\n"
           "drop function public.f()\n"
           "alter column public.t.a: default\n");
    arena_end(&arena);
}

static void an_index_on_a_table_that_is_there_is_alone(void **state) {
    (void)state;
    Arena arena = {0};
    Sides sides = sides_new(&arena);
    add_column(sides.old, add_table(sides.old, "t"), "a", "integer");
    Table *t = add_table(sides.new, "t");
    add_column(sides.new, t, "a", "integer");
    add_column(sides.new, t, "b", "integer");
    add_index(sides.new, t, "t_a_idx", "a");
    add_index(sides.new, t, "t_b_idx", "b");
    expect(&arena, &sides,
           "create column public.t.b\n"
           "create concurrently index public.t_a_idx\n"
           "create concurrently index public.t_b_idx\n",
           "drop column public.t.b\n"
           "drop concurrently index public.t_a_idx\n"
           "drop concurrently index public.t_b_idx\n");
    arena_end(&arena);
}

static void a_constraint_with_another_name_is_renamed(void **state) {
    (void)state;
    Arena arena = {0};
    Sides sides = sides_new(&arena);
    for (int side = 0; side < 2; side++) {
        Schema *schema = side == 0 ? sides.old : sides.new;
        Table *t = add_table(schema, "t");
        add_column(schema, t, "a", "integer");
        add_key(schema, t, side == 0 ? "pk" : "t_pkey", "a");
    }
    expect(&arena, &sides, "alter constraint t_pkey on public.t: name\n",
           "alter constraint pk on public.t: name\n");
    arena_end(&arena);
}

static void enum_change(Sides *sides, bool is_reverse) {
    for (int side = 0; side < 2; side++) {
        Schema *schema = side == 0 ? sides->old : sides->new;
        Column *a = add_column(schema, add_table(schema, "t"), "a", "public.mood");
        a->default_value = TEXT("'sad'::public.mood");
        add_reference(schema, &a->object, REFERENCE_TYPE, REFERENCE_BY_DEFINITION, "mood");
        add_enum(schema, "mood", "sad", (side == 1) != is_reverse ? "happy" : NULL);
        add_view(schema, "v", "t", "a");
    }
}

static void labels_are_added_alone_and_taken_by_rebuilding(void **state) {
    (void)state;
    Arena arena = {0};
    Sides sides = sides_new(&arena);
    enum_change(&sides, false);
    expect(&arena, &sides, "alter type public.mood: labels\n",
           "drop view public.v; alter type public.mood: rebuild; alter column public.t.a: default; "
           "create view public.v\n");
    arena_end(&arena);
}

static void a_type_that_loses_a_label_is_rebuilt(void **state) {
    (void)state;
    Arena arena = {0};
    Sides sides = sides_new(&arena);
    enum_change(&sides, true);
    expect(&arena, &sides,
           "drop view public.v; alter type public.mood: rebuild; alter column public.t.a: default; "
           "create view public.v\n",
           "drop view public.v; alter type public.mood: rebuild; alter column public.t.a: default; "
           "create view public.v\n");
    arena_end(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_schemas_need_nothing),
        cmocka_unit_test(tables_that_name_each_other_are_cut_once),
        cmocka_unit_test(dropped_tables_that_name_each_other_lose_a_key_first),
        cmocka_unit_test(a_view_is_made_anew_around_a_new_type),
        cmocka_unit_test(a_default_that_needs_its_table_comes_later),
        cmocka_unit_test(an_index_on_a_table_that_is_there_is_alone),
        cmocka_unit_test(a_constraint_with_another_name_is_renamed),
        cmocka_unit_test(labels_are_added_alone_and_taken_by_rebuilding),
        cmocka_unit_test(a_type_that_loses_a_label_is_rebuilt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
