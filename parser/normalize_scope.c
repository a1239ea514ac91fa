/*
 * Scope: aliases as PostgreSQL chooses them, and what a column reference means.
 *
 * A column is printed bare when its query reads from one item only, and else with that item's
 * alias, as pg_get_viewdef() does it.
 */
#include "parser/normalize_scope.h"

#include <string.h>

#include "compiler/builder.h"
#include "nodes/makefuncs.h"

enum { NAME_LIMIT = 63 };

void scope_open(Normalizer *normalizer, Scope *scope) {
    *scope = (Scope){.around = normalizer->scope, .outer = normalizer->visible};
    normalizer->scope = scope;
    normalizer->visible = scope;
}

void scope_close(Normalizer *normalizer, const Scope *scope) {
    normalizer->scope = scope->around;
    normalizer->visible = scope->outer;
}

static bool alias_is_taken(const Normalizer *normalizer, const Scope *scope, Text alias) {
    const Object *relation = normalizer->context->relation;
    for (; scope != NULL; scope = scope->around) {
        if (text_list_contains(&scope->aliases, alias)) {
            return true;
        }
    }
    return relation != NULL && text_equal(relation->name, alias);
}

/* "t", and when that is taken "t_1", "t_2" ...: as set_rtable_names() does it. */
void scope_reserve_alias(Normalizer *normalizer, Scope *scope, Text written) {
    Arena *arena = normalizer->in->scratch;
    Text alias = written;
    for (int64_t number = 1; alias_is_taken(normalizer, scope, alias); number++) {
        Text suffix = text_format(arena, "_%s", text_from_integer(arena, number));
        alias = text_format(arena, "%s%s", text_clip(written, NAME_LIMIT - suffix.length), suffix);
    }
    list_push(arena, &scope->aliases, alias);
}

RangeItem *scope_add_item(Normalizer *normalizer, Scope *scope, Text written) {
    RangeItem *item = arena_new(normalizer->in->scratch, RangeItem);
    item->written = written;
    item->alias =
        scope->named < scope->aliases.count ? scope->aliases.items[scope->named++] : written;
    list_push(normalizer->in->scratch, &scope->items, item);
    return item;
}

NamedQuery *scope_find_with(const Scope *scope, Text name) {
    for (; scope != NULL; scope = scope->around) {
        for (size_t i = scope->with.count; i-- > 0;) {
            if (text_equal(scope->with.items[i]->name, name)) {
                return scope->with.items[i];
            }
        }
    }
    return NULL;
}

RangeItem *scope_find_item(const Scope *scope, Text written, const Scope **found_in) {
    for (; scope != NULL; scope = scope->outer) {
        for (size_t i = 0; i < scope->items.count; i++) {
            if (text_equal(scope->items.items[i]->written, written)) {
                *found_in = scope;
                return scope->items.items[i];
            }
        }
    }
    return NULL;
}

const RangeColumn *scope_find_column(const Scope *scope, Text name) {
    for (size_t i = 0; i < scope->columns.count; i++) {
        if (text_equal(scope->columns.items[i].name, name)) {
            return &scope->columns.items[i];
        }
    }
    return NULL;
}

static String *string_node(Text text) {
    return makeString(tree_string(text));
}

static void add_column_reference(Normalizer *normalizer, const RangeItem *item, Text name) {
    if (!text_is_empty(item->relation) && text_list_contains(&item->columns, name)) {
        normalizer_add_reference(normalizer, REFERENCE_COLUMN, item->schema, item->relation, name);
        if (normalizer->is_group_key) {
            normalizer_add_reference(normalizer, REFERENCE_GROUP, item->schema, item->relation,
                                     name);
        }
    }
}

/*
 * The qualification that is printed: none if the scope is the query's own and reads from one item.
 * In ORDER BY the bare name would mean an output column first.
 */
static List *column_fields(Normalizer *normalizer, const Scope *scope, const RangeItem *item,
                           Text name) {
    bool is_alone = scope == normalizer->visible && scope->aliases.count == 1;
    if (item == NULL || (is_alone && !normalizer->is_sort_key)) {
        return list_make1(string_node(name));
    }
    if (is_alone) {
        bool is_hidden = text_list_contains(&scope->output_names, name);
        return is_hidden ? list_make2(string_node(item->alias), string_node(name))
                         : list_make1(string_node(name));
    }
    return list_make2(string_node(item->alias), string_node(name));
}

/* A column of the table that the expression is about, seen from a query inside the expression. */
static bool resolve_context_column(Normalizer *normalizer, ColumnRef *column, Text name) {
    const Object *relation = normalizer->context->relation;
    if (relation == NULL || table_find_column(relation, name) == NULL) {
        return false;
    }
    column->fields = list_make2(string_node(relation->name), string_node(name));
    normalizer_add_reference(normalizer, REFERENCE_COLUMN, relation->schema, relation->name, name);
    return true;
}

static bool has_parameter(const Routine *routine, Text name) {
    for (size_t i = 0; routine != NULL && i < routine->parameters.count; i++) {
        const Parameter *parameter = &routine->parameters.items[i];
        if (text_equal(parameter->name, name) && !text_equal(parameter->mode, TEXT("OUT")) &&
            !text_equal(parameter->mode, TEXT("TABLE"))) {
            return true;
        }
    }
    return false;
}

/* A parameter has the routine's name before it where there is a FROM: see ruleutils'
 * get_parameter(). */
static void name_parameter(Normalizer *normalizer, ColumnRef *column, Text name) {
    const Routine *routine = normalizer->context->routine;
    bool has_from = false;
    for (const Scope *scope = normalizer->visible; scope != NULL; scope = scope->outer) {
        has_from = has_from || scope->aliases.count != 0;
    }
    column->fields = has_from ? list_make2(string_node(routine->object.name), string_node(name))
                              : list_make1(string_node(name));
}

/* x: a column of the nearest level that has it, else a whole row by its alias. */
static void resolve_bare(Normalizer *normalizer, ColumnRef *column, Text name) {
    for (const Scope *scope = normalizer->visible; scope != NULL; scope = scope->outer) {
        const RangeColumn *found = scope_find_column(scope, name);
        if (found != NULL) {
            column->fields = column_fields(normalizer, scope, found->item, name);
            if (found->item != NULL) {
                add_column_reference(normalizer, found->item, name);
            }
            return;
        }
        if (scope->columns.is_partial) {
            return; /* it may be one of the columns that are not known */
        }
    }
    if (resolve_context_column(normalizer, column, name)) {
        return;
    }
    const Scope *scope;
    const RangeItem *item = scope_find_item(normalizer->visible, name, &scope);
    if (item != NULL) { /* the row of an item, which PostgreSQL prints as "t.*" */
        column->fields = list_make2(string_node(item->alias), makeNode(A_Star));
    } else if (has_parameter(normalizer->context->routine, name)) {
        name_parameter(normalizer, column, name);
    }
}

/* t.x, schema.t.x, t.*: `column_field` is the last part. */
static void resolve_qualified(Normalizer *normalizer, ColumnRef *column, Text schema,
                              Text qualifier) {
    Node *last = llast(column->fields);
    const Scope *scope = NULL;
    RangeItem *item = scope_find_item(normalizer->visible, qualifier, &scope);
    const Routine *routine = normalizer->context->routine;
    if (item == NULL && IsA(last, String) && routine != NULL && text_is_empty(schema) &&
        text_equal(qualifier, routine->object.name) &&
        has_parameter(routine, text_from_string(strVal(last)))) {
        name_parameter(normalizer, column, text_from_string(strVal(last)));
        return;
    }
    if (item == NULL || (!text_is_empty(schema) && !text_equal(schema, item->written_schema))) {
        return; /* new.x, old.x, a parameter's field, or what is not known */
    }
    if (!IsA(last, String)) {
        column->fields = list_make2(string_node(item->alias), last);
        return;
    }
    Text name = text_from_string(strVal(last));
    column->fields = column_fields(normalizer, scope, item, name);
    add_column_reference(normalizer, item, name);
}

static Text field_text(const ColumnRef *column, int index) {
    const Node *field = list_nth(column->fields, index);
    return IsA(field, String) ? text_from_string(strVal(field)) : TEXT("");
}

void scope_resolve(Normalizer *normalizer, ColumnRef *column) {
    switch (list_length(column->fields)) {
        case 1:
            if (IsA(linitial(column->fields), String)) {
                resolve_bare(normalizer, column, field_text(column, 0));
            }
            break;
        case 2: resolve_qualified(normalizer, column, TEXT(""), field_text(column, 0)); break;
        case 3:
            resolve_qualified(normalizer, column, field_text(column, 0), field_text(column, 1));
            break;
        default: break;
    }
}
