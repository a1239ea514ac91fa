/*
 * Rows in the way: from the steps of a script to the DO blocks that count and stop.
 *
 * In: a group of steps.  Out: one statement a check, to stand before the first change.  What cannot
 * be asked before the change, because it needs something that the same script makes, is left to
 * the change itself, which then fails and takes the script back.
 */
#include "emit/rows_in_way.h"

typedef void RowsFunction(RowsSearch *in);

static const struct {
    StepVerb verb;
    ObjectKind kind;
    StepPart part;
    RowsFunction *find;
} searches[] = {
    {STEP_CREATE, KIND_COLUMN, PART_WHOLE, rows_without_value},
    {STEP_ALTER, KIND_COLUMN, PART_NOT_NULL, rows_with_null},
    {STEP_ALTER, KIND_COLUMN, PART_VALIDATION, rows_with_null},
    {STEP_ALTER, KIND_COLUMN, PART_TYPE, rows_that_do_not_fit},
    {STEP_ALTER, KIND_ENUM, PART_REBUILD, rows_with_lost_label},
    {STEP_CREATE, KIND_CONSTRAINT, PART_WHOLE, rows_against_constraint},
    {STEP_ALTER, KIND_CONSTRAINT, PART_VALIDATION, rows_against_constraint},
    {STEP_CREATE, KIND_INDEX, PART_WHOLE, rows_against_index},
    {STEP_ALTER, KIND_DOMAIN, PART_NOT_NULL, rows_against_domain},
    {STEP_ALTER, KIND_TABLE, PART_PARTITION, rows_outside_bound},
};

static void search(RowsSearch *in) {
    const Step *step = in->step;
    const Object *parent = step_object(step)->parent;
    bool is_elsewhere = parent != NULL && object_is_foreign_table(parent);
    if (!(step->hazards & HAZARD_MAY_FAIL) || step->is_recreation || is_elsewhere) {
        return;
    }
    for (size_t i = 0; i < sizeof searches / sizeof *searches; i++) {
        if (searches[i].verb == step->verb && searches[i].kind == step_object(step)->kind &&
            searches[i].part == step->part) {
            searches[i].find(in);
        }
    }
}

void rows_check_where(RowsSearch *in, Text finding, Text relation, Text where, Text condition,
                      Text error) {
    Text from = text_is_absent(where) ? text_format(in->arena, "FROM %s", relation)
                                      : text_format(in->arena, "FROM %s WHERE %s", relation, where);
    RowsCheck check = {finding,
                       text_format(in->arena, "SELECT count(*) %s", from),
                       text_format(in->arena, "SELECT * %s", from),
                       condition,
                       error,
                       false};
    list_push(in->arena, &in->checks, check);
}

/* Types of ours whose definition changes are not asked about: their values may not be known yet. */
static bool type_stays(const RowsSearch *in, Text type) {
    const Object *before = spell_type_behind(in->source, type);
    const Object *after = spell_type_behind(in->target, type);
    return before == after ||
           (before != NULL && after != NULL && text_equal(before->canonical, after->canonical));
}

/* A generated column that gave way in an earlier script is not there to be asked. */
static bool is_made_anew(const RowsSearch *in, const Object *column) {
    for (size_t i = 0; i < in->group->steps.count; i++) {
        const Step *step = in->group->steps.items[i];
        if (step->verb == STEP_CREATE && text_equal(step->new->key, column->key)) {
            return true;
        }
    }
    return false;
}

bool rows_column_stays(const RowsSearch *in, Text schema, Text relation, Text name) {
    const Object *before = schema_find(in->source, KIND_TABLE, schema, relation);
    const Object *after = schema_find(in->target, KIND_TABLE, schema, relation);
    const Column *old = before == NULL ? NULL : table_find_column(before, name);
    const Column *new = after == NULL ? NULL : table_find_column(after, name);
    bool is_same = old != NULL && new != NULL &&text_equal(old->type, new->type) &&
                   text_equal(old->collation, new->collation) && old->generated == new->generated;
    return is_same && type_stays(in, new->type) && !is_made_anew(in, &new->object) &&
           (new->generated == GENERATED_NEVER || text_same(old->default_value, new->default_value));
}

static bool definition_stays(const RowsSearch *in, const Reference *reference) {
    const ObjectList *all = schema_definitions(in->source, reference->object);
    for (size_t i = 0; i < all->count; i++) {
        if (text_equal(all->items[i]->name, reference->name) &&
            text_equal(all->items[i]->schema, reference->schema)) {
            return true;
        }
    }
    return false;
}

static bool reference_stays(const RowsSearch *in, const Reference *reference) {
    switch (reference->kind) {
        case REFERENCE_COLUMN:
        case REFERENCE_GROUP:
            return rows_column_stays(in, reference->schema, reference->name, reference->member);
        case REFERENCE_RELATION:
            return schema_find_relation(in->source, reference->schema, reference->name) != NULL;
        case REFERENCE_TYPE:
            return schema_find_type(in->source, reference->schema, reference->name) != NULL ||
                   schema_has_external(in->source, REFERENCE_TYPE, reference->schema,
                                       reference->name);
        case REFERENCE_FUNCTION:
            return schema_has_routine(in->source, reference->schema, reference->name) ||
                   schema_has_external(in->source, REFERENCE_FUNCTION, reference->schema,
                                       reference->name);
        case REFERENCE_OBJECT: return definition_stays(in, reference);
        case REFERENCE_SCHEMA:
        case REFERENCE_EXTENSION:
        case REFERENCE_SERVER: return true;
    }
    return false;
}

bool rows_can_be_asked(const RowsSearch *in, const Object *object) {
    for (size_t i = 0; i < object->references.count; i++) {
        if (!reference_stays(in, &object->references.items[i])) {
            return false;
        }
    }
    return true;
}

/* One check inside the DO block: its words, the count, the way out. */
static void spell_check(Builder *out, const RowsCheck *check) {
    Arena *arena = out->arena;
    Builder words = builder_new(arena);
    layout_comment(&words, text_format(arena, "Counts the %s.", check->finding), 0);
    builder_add(out, layout_indent(arena, builder_text(&words), 4));
    Text asking = text_format(
        arena,
        "%s\nINTO in_the_way;\nIF in_the_way > 0 THEN\n    RAISE EXCEPTION USING\n"
        "        ERRCODE = %L,\n        MESSAGE = %L || in_the_way,\n        HINT = %L;\nEND IF;",
        layout_query(arena, check->count), check->error, text_format(arena, "%s: ", check->finding),
        text_format(arena, "To see them: %s;", check->list));
    if (text_is_absent(check->condition)) {
        builder_format(out, "%s\n", layout_indent(arena, asking, 4));
    } else {
        builder_format(out, "    IF %s THEN\n%s\n    END IF;\n", check->condition,
                       layout_indent(arena, asking, 8));
    }
}

static Statement spell_checks(Arena *arena, const RowsCheckList *checks) {
    Builder body = builder_new(arena);
    for (size_t i = 0; i < checks->count; i++) {
        builder_add_char(&body, '\n');
        spell_check(&body, &checks->items[i]);
    }
    Text inner =
        text_format(arena, "DECLARE\n    in_the_way bigint;\nBEGIN%sEND\n", builder_text(&body));
    Text quote = layout_dollar_quote(arena, inner, TEXT("do"));
    return (Statement){TEXT("Looks for rows that would be in the way. If there are any, the script "
                            "stops here, and nothing is changed."),
                       text_format(arena, "DO %s\n%s%s;", quote, inner, quote), false};
}

/* A rollback that runs again after all others finds the old names. */
static void add_rename_conditions(RowsSearch *in, const Plan *plan, bool is_rollback,
                                  size_t first) {
    Spelling out = {.arena = in->arena, .plan = plan, .is_rollback = is_rollback};
    Text hold = vanish_renames_hold(&out, in->step);
    for (size_t i = first; !text_is_absent(hold) && i < in->checks.count; i++) {
        Text *condition = &in->checks.items[i].condition;
        *condition = text_is_absent(*condition)
                         ? hold
                         : text_format(in->arena, "%s AND %s", hold, *condition);
    }
}

static RowsSearch search_of(Arena *arena, const Plan *plan, const StepGroup *group,
                            bool is_rollback) {
    return (RowsSearch){
        .arena = arena,
        .group = group,
        .source = is_rollback ? plan->new : plan->old,
        .target = is_rollback ? plan->old : plan->new,
    };
}

/* Earlier scripts give the step's table or column its name, make it, or fill it. */
static bool needs_earlier(const RowsSearch *in, const Plan *plan) {
    const Object *object = in->step->new;
    Spelling names = {.arena = in->arena, .plan = plan, .is_rollback = true};
    bool is_of_column = in->step->verb == STEP_ALTER && object->kind == KIND_COLUMN;
    return !text_is_absent(vanish_renames_hold(&names, in->step)) ||
           (is_of_column && schema_find_key(in->source, object->key) == NULL) ||
           (is_of_column && schema_find_hint(in->target, object, HINT_BACKFILL) != NULL);
}

RowsCheckList rows_in_way_checks(Arena *arena, const Plan *plan, const StepGroup *group,
                                 bool is_rollback) {
    RowsSearch in = search_of(arena, plan, group, is_rollback);
    for (size_t i = 0; i < group->steps.count; i++) {
        size_t first = in.checks.count;
        in.step = group->steps.items[i];
        search(&in);
        add_rename_conditions(&in, plan, is_rollback, first);
        for (size_t j = first; j < in.checks.count; j++) {
            in.checks.items[j].needs_earlier = needs_earlier(&in, plan);
        }
    }
    return in.checks;
}

StatementList rows_in_way(Arena *arena, const Plan *plan, const StepGroup *group,
                          bool is_rollback) {
    StatementList statements = {0};
    RowsCheckList checks = rows_in_way_checks(arena, plan, group, is_rollback);
    if (checks.count != 0) {
        list_push(arena, &statements, spell_checks(arena, &checks));
    }
    return statements;
}

bool rows_in_way_are_counted(Arena *arena, const Plan *plan, const StepGroup *group,
                             bool is_rollback) {
    RowsSearch in = search_of(arena, plan, group, is_rollback);
    for (size_t i = 0; i < group->steps.count; i++) {
        size_t before = in.checks.count;
        in.step = group->steps.items[i];
        search(&in);
        if ((in.step->hazards & HAZARD_MAY_FAIL) && in.checks.count == before) {
            return false;
        }
    }
    return true;
}
