/*
 * Queries: SELECT with all that stands around it.
 *
 * "*" is expanded as far as columns are known, positions and output names in GROUP BY and ORDER BY
 * become the expressions that they mean, and an AS that says what PostgreSQL would say anyway is
 * dropped.
 */
#include "parser/normalize_scope.h"

#include "compiler/builder.h"
#include "nodes/makefuncs.h"

static const OutputColumns unknown_columns = {.is_known = false};

/* ---- WITH */

static OutputColumns read_named_query(Normalizer *normalizer, CommonTableExpr *expression) {
    if (!IsA(expression->ctequery, SelectStmt)) {
        return normalizer_data_change(normalizer, expression->ctequery);
    }
    return normalizer_query(normalizer, (SelectStmt *)expression->ctequery);
}

static NamedQuery *named_query_new(Normalizer *normalizer, const CommonTableExpr *expression) {
    NamedQuery *named = arena_new(normalizer->in->scratch, NamedQuery);
    named->name = text_from_string(expression->ctename);
    named->column_names = expression->aliascolnames;
    if (IsA(expression->ctequery, SelectStmt)) {
        named->query = (const SelectStmt *)expression->ctequery;
    }
    return named;
}

/* WITH x (a, b): the list renames the first columns. */
static void set_columns(Normalizer *normalizer, NamedQuery *named, const OutputColumns *output) {
    named->columns = (TextList){0};
    size_t renamed = (size_t)list_length(named->column_names);
    for (size_t i = 0; i < renamed || i < output->names.count; i++) {
        Text name = i < renamed ? text_from_string(strVal(list_nth(named->column_names, (int)i)))
                                : output->names.items[i];
        list_push(normalizer->in->scratch, &named->columns, name);
    }
    named->is_known = output->is_known;
}

void query_read_with(Normalizer *normalizer, Scope *scope, WithClause *with) {
    if (with == NULL) {
        return;
    }
    ListCell *cell;
    NamedQueryList list = {0};
    foreach (cell, with->ctes) {
        NamedQuery *named = named_query_new(normalizer, lfirst(cell));
        list_push(normalizer->in->scratch, &list, named);
    }
    if (with->recursive) { /* each can name itself and those after it */
        scope->with = list;
    }
    Scope *visible = normalizer->visible;
    foreach (cell, with->ctes) {
        CommonTableExpr *expression = lfirst(cell);
        NamedQuery *named = list.items[foreach_current_index(cell)];
        normalizer->visible = scope->outer;
        OutputColumns output = read_named_query(normalizer, expression);
        normalizer->visible = visible;
        set_columns(normalizer, named, &output);
        if (expression->search_clause != NULL || expression->cycle_clause != NULL) {
            named->is_known = false; /* they add columns */
        }
        if (!with->recursive) {
            list_push(normalizer->in->scratch, &scope->with, named);
        }
    }
}

/* ---- The SELECT list */

static bool is_star(const ResTarget *target) {
    const ColumnRef *column = (const ColumnRef *)target->val;
    return column != NULL && IsA(column, ColumnRef) && IsA(llast(column->fields), A_Star);
}

/* As a person would have written them: they are resolved like all others. */
static List *column_targets(const RangeColumnList *columns) {
    List *targets = NIL;
    for (size_t i = 0; i < columns->count; i++) {
        const RangeColumn *column = &columns->items[i];
        ResTarget *target = makeNode(ResTarget);
        ColumnRef *reference = makeNode(ColumnRef);
        String *name = makeString(tree_string(column->name));
        reference->fields = column->item == NULL
                                ? list_make1(name)
                                : list_make2(makeString(tree_string(column->item->written)), name);
        reference->location = target->location = -1;
        target->val = (Node *)reference;
        targets = lappend(targets, target);
    }
    return targets;
}

/* The columns that "*" or "t.*" stands for; NIL when they are not known. */
static List *expand_star(Normalizer *normalizer, const Scope *scope, const ResTarget *target) {
    const ColumnRef *column = (const ColumnRef *)target->val;
    int length = list_length(column->fields);
    if (length == 1) {
        return scope->columns.is_partial ? NIL : column_targets(&scope->columns);
    }
    const Scope *found_in = NULL;
    Text qualifier = text_from_string(strVal(list_nth(column->fields, length - 2)));
    RangeItem *item = scope_find_item(scope, qualifier, &found_in);
    if (item == NULL || !item->is_known) {
        return NIL;
    }
    RangeColumnList columns = {0};
    from_add_columns(normalizer, &columns, item);
    return column_targets(&columns);
}

/* Returns whether all stars could be expanded. */
static bool expand_stars(Normalizer *normalizer, const Scope *scope, List **targets) {
    List *expanded = NIL;
    bool is_complete = true;
    ListCell *cell;
    foreach (cell, *targets) {
        ResTarget *target = lfirst(cell);
        List *columns = is_star(target) ? expand_star(normalizer, scope, target) : NIL;
        if (columns != NIL) {
            expanded = list_concat(expanded, columns);
        } else {
            expanded = lappend(expanded, target);
            is_complete = is_complete && !is_star(target);
        }
    }
    *targets = expanded;
    return is_complete;
}

static Text output_name(const Normalizer *normalizer, const ResTarget *target) {
    Text name = target->name != NULL ? text_from_string(target->name)
                                     : normalizer_label(normalizer, target->val);
    return text_is_absent(name) ? TEXT("?column?") : name;
}

static TextList output_names(Normalizer *normalizer, const List *targets) {
    TextList names = {0};
    const ListCell *cell;
    foreach (cell, targets) {
        Text name = output_name(normalizer, lfirst(cell));
        list_push(normalizer->in->scratch, &names, text_copy(normalizer->in->scratch, name));
    }
    return names;
}

/* AS only where the name is not the one that PostgreSQL would give. */
static void settle_label(Normalizer *normalizer, ResTarget *target, Text name) {
    target->name = NULL;
    if (!is_star(target) && !text_equal(output_name(normalizer, target), name)) {
        target->name = tree_string(name);
    }
}

/*
 * SELECT t FROM t is one column, a row; "t.*" in its place would be all columns.  PostgreSQL prints
 * t.*::public.t; a row of no known type stays as it was written.
 */
static void keep_row(Normalizer *normalizer, ResTarget *target, const ColumnRef *written) {
    const Scope *found_in = NULL;
    Text name = text_from_string(strVal(linitial(written->fields)));
    const RangeItem *item = scope_find_item(normalizer->visible, name, &found_in);
    if (item == NULL || text_is_empty(item->relation)) {
        target->val = (Node *)written;
        return;
    }
    Text type = text_quote_name(normalizer->in->scratch, item->schema, item->relation);
    target->val = tree_make_cast(target->val, type);
}

static OutputColumns visit_targets(Normalizer *normalizer, List *targets, bool is_complete) {
    OutputColumns output = {output_names(normalizer, targets), is_complete};
    ListCell *cell;
    foreach (cell, targets) {
        ResTarget *target = lfirst(cell);
        const ColumnRef *written = copyObjectImpl(target->val);
        bool was_star = is_star(target);
        normalizer_visit(&target->val, normalizer);
        if (is_star(target) && !was_star) {
            keep_row(normalizer, target, written);
        }
        settle_label(normalizer, target, output.names.items[foreach_current_index(cell)]);
    }
    return is_complete ? output : unknown_columns;
}

OutputColumns query_read_targets(Normalizer *normalizer, Scope *scope, List **targets) {
    bool is_complete = expand_stars(normalizer, scope, targets);
    return visit_targets(normalizer, *targets, is_complete);
}

/* ---- GROUP BY, ORDER BY, DISTINCT ON */

static int position_of(const Node *node) {
    const A_Const *constant = (const A_Const *)node;
    bool is_integer = IsA(node, A_Const) && !constant->isnull && IsA(&constant->val, Integer);
    return is_integer ? constant->val.ival.ival : 0;
}

static Text bare_name(const Node *node) {
    const ColumnRef *column = (const ColumnRef *)node;
    bool is_bare = IsA(node, ColumnRef) && list_length(column->fields) == 1 &&
                   IsA(linitial(column->fields), String);
    return is_bare ? text_from_string(strVal(linitial(column->fields))) : TEXT_ABSENT;
}

static const ResTarget *find_output(const Normalizer *normalizer, const List *targets, Text name) {
    const ListCell *cell;
    foreach (cell, targets) {
        if (!is_star(lfirst(cell)) && text_equal(output_name(normalizer, lfirst(cell)), name)) {
            return lfirst(cell);
        }
    }
    return NULL;
}

static bool has_star(const List *targets) {
    const ListCell *cell;
    foreach (cell, targets) {
        if (is_star(lfirst(cell))) {
            return true;
        }
    }
    return false;
}

/* In GROUP BY a name is a column of FROM if there is one, elsewhere an output column. */
typedef enum NamePreference { PREFER_OUTPUT, PREFER_COLUMN } NamePreference;

/* ORDER BY 1 and ORDER BY name -> ORDER BY the expression that this output column has. */
static void replace_key(Normalizer *normalizer, const Scope *scope, const SelectStmt *query,
                        Node **slot, NamePreference preference) {
    int position = position_of(*slot);
    Text name = bare_name(*slot);
    const ResTarget *target = NULL;
    if (position > 0 && position <= list_length(query->targetList) &&
        !has_star(query->targetList)) {
        target = list_nth(query->targetList, position - 1);
    } else if (!text_is_absent(name)) {
        bool is_column = preference == PREFER_COLUMN &&
                         (scope_find_column(scope, name) != NULL || scope->columns.is_partial);
        target = is_column ? NULL : find_output(normalizer, query->targetList, name);
    }
    /* A constant stays a position: as an expression it would not be one. */
    if (target != NULL && !IsA(target->val, A_Const)) {
        *slot = copyObjectImpl(target->val);
    }
}

/* Output names that hide a column in ORDER BY: all but those of plain columns of that name. */
static void set_hiding_names(Normalizer *normalizer, Scope *scope, const List *targets) {
    const ListCell *cell;
    foreach (cell, targets) {
        const ResTarget *target = lfirst(cell);
        Text name = output_name(normalizer, target);
        bool is_itself = IsA(target->val, ColumnRef) && !is_star(target) &&
                         text_equal(normalizer_label(normalizer, target->val), name);
        if (!is_itself) {
            list_push(normalizer->in->scratch, &scope->output_names, name);
        }
    }
}

static void replace_group_list(Normalizer *normalizer, const Scope *scope, const SelectStmt *query,
                               List *list) {
    ListCell *cell;
    foreach (cell, list) {
        Node *item = lfirst(cell);
        if (IsA(item, GroupingSet)) {
            replace_group_list(normalizer, scope, query, ((GroupingSet *)item)->content);
        } else if (IsA(item, RowExpr) && ((RowExpr *)item)->row_format == COERCE_IMPLICIT_CAST) {
            replace_group_list(normalizer, scope, query, ((RowExpr *)item)->args);
        } else {
            replace_key(normalizer, scope, query, (Node **)&lfirst(cell), PREFER_COLUMN);
        }
    }
}

/* GROUP BY (a, b) is GROUP BY a, b. */
static List *flatten_group_list(List *list) {
    List *flat = NIL;
    ListCell *cell;
    foreach (cell, list) {
        RowExpr *row = lfirst(cell);
        if (IsA(row, RowExpr) && row->row_format == COERCE_IMPLICIT_CAST) {
            flat = list_concat(flat, row->args);
        } else {
            flat = lappend(flat, row);
        }
    }
    return flat;
}

static void replace_keys(Normalizer *normalizer, const Scope *scope, SelectStmt *query) {
    ListCell *cell;
    foreach (cell, query->distinctClause) {
        if (lfirst(cell) != NULL) {
            replace_key(normalizer, scope, query, (Node **)&lfirst(cell), PREFER_OUTPUT);
        }
    }
    query->groupClause = flatten_group_list(query->groupClause);
    replace_group_list(normalizer, scope, query, query->groupClause);
    foreach (cell, query->sortClause) {
        replace_key(normalizer, scope, query, &((SortBy *)lfirst(cell))->node, PREFER_OUTPUT);
    }
}

/* A set of columns in ROLLUP ((a, b), c) is no ROW(a, b). */
static void visit_group_item(Node **slot, void *state) {
    Node *item = *slot;
    if (IsA(item, GroupingSet)) {
        tree_visit_children(item, visit_group_item, state);
    } else if (IsA(item, RowExpr) && ((RowExpr *)item)->row_format == COERCE_IMPLICIT_CAST) {
        tree_visit_children(item, visit_group_item, state);
    } else {
        Normalizer *normalizer = state;
        normalizer->is_group_key = IsA(item, ColumnRef);
        normalizer_visit(slot, normalizer);
        normalizer->is_group_key = false;
    }
}

/* A bare column as a whole key could be taken for an output column. */
static void visit_key(Normalizer *normalizer, Node **slot) {
    normalizer->is_sort_key = IsA(*slot, ColumnRef);
    normalizer_visit(slot, normalizer);
    normalizer->is_sort_key = false;
}

static void visit_keys(Normalizer *normalizer, SelectStmt *query) {
    ListCell *cell;
    foreach (cell, query->distinctClause) {
        if (lfirst(cell) != NULL) {
            visit_key(normalizer, (Node **)&lfirst(cell));
        }
    }
    tree_visit_list(query->groupClause, visit_group_item, normalizer);
    foreach (cell, query->sortClause) {
        SortBy *key = lfirst(cell);
        visit_key(normalizer, &key->node);
        Node *node = (Node *)key;
        normalizer_rewrite(normalizer, &node);
    }
}

/* FOR UPDATE OF t: the alias may have changed; of the only item it need not be said. */
static void rename_locked(const Scope *scope, List *locking) {
    ListCell *cell, *name;
    foreach (cell, locking) {
        if (scope->aliases.count == 1) {
            ((LockingClause *)lfirst(cell))->lockedRels = NIL;
        }
        foreach (name, ((LockingClause *)lfirst(cell))->lockedRels) {
            RangeVar *range = lfirst(name);
            const Scope *found_in = NULL;
            const RangeItem *item =
                scope_find_item(scope, text_from_string(range->relname), &found_in);
            if (item != NULL && found_in == scope) {
                range->relname = tree_string(item->alias);
            }
        }
    }
}

static OutputColumns read_select(Normalizer *normalizer, Scope *scope, SelectStmt *query) {
    from_read(normalizer, scope, query->fromClause);
    bool is_complete = expand_stars(normalizer, scope, &query->targetList);
    set_hiding_names(normalizer, scope, query->targetList);
    replace_keys(normalizer, scope, query);
    OutputColumns output = visit_targets(normalizer, query->targetList, is_complete);
    if (query->whereClause != NULL) {
        normalizer_visit(&query->whereClause, normalizer);
    }
    if (query->havingClause != NULL) {
        normalizer_visit(&query->havingClause, normalizer);
    }
    tree_visit_list(query->windowClause, normalizer_visit, normalizer);
    visit_keys(normalizer, query);
    rename_locked(scope, query->lockingClause);
    return output;
}

/* ---- UNION, VALUES */

/* The first part of a recursive query tells the columns of the whole. */
static void tell_recursive_columns(Normalizer *normalizer, const SelectStmt *query,
                                   const OutputColumns *output) {
    for (const Scope *scope = normalizer->scope; scope != NULL; scope = scope->around) {
        for (size_t i = 0; i < scope->with.count; i++) {
            NamedQuery *named = scope->with.items[i];
            if (named->query == query && !named->is_known) {
                set_columns(normalizer, named, output);
            }
        }
    }
}

/* ORDER BY name -> ORDER BY position: all that there is to sort a UNION or VALUES by. */
static void number_keys(Normalizer *normalizer, List *keys, const OutputColumns *output) {
    ListCell *cell;
    foreach (cell, keys) {
        SortBy *key = lfirst(cell);
        Text name = bare_name(key->node);
        for (size_t i = 0; !text_is_absent(name) && output->is_known && i < output->names.count;
             i++) {
            if (text_equal(output->names.items[i], name)) {
                key->node =
                    tree_make_number(text_from_integer(normalizer->in->scratch, (int64_t)i + 1));
                break;
            }
        }
        Node *node = (Node *)key;
        normalizer_rewrite(normalizer, &node);
    }
}

static OutputColumns read_set_operation(Normalizer *normalizer, SelectStmt *query) {
    OutputColumns output = normalizer_query(normalizer, query->larg);
    tell_recursive_columns(normalizer, query, &output);
    normalizer_query(normalizer, query->rarg);
    number_keys(normalizer, query->sortClause, &output);
    return output;
}

static OutputColumns read_values(Normalizer *normalizer, const SelectStmt *query) {
    OutputColumns output = {.is_known = true};
    Arena *arena = normalizer->in->scratch;
    tree_visit_list(query->valuesLists, normalizer_visit, normalizer);
    int count = list_length((List *)linitial(query->valuesLists));
    for (int i = 1; i <= count; i++) {
        list_push(arena, &output.names,
                  text_format(arena, "column%s", text_from_integer(arena, i)));
    }
    number_keys(normalizer, query->sortClause, &output);
    return output;
}

OutputColumns normalizer_query(Normalizer *normalizer, SelectStmt *query) {
    if (!IsA(query, SelectStmt)) {
        return unknown_columns;
    }
    Scope scope;
    OutputColumns output;
    bool is_sort_key = normalizer->is_sort_key;
    normalizer->is_sort_key = false;
    scope_open(normalizer, &scope);
    from_reserve_aliases(normalizer, &scope, query->fromClause);
    query_read_with(normalizer, &scope, query->withClause);
    if (query->op != SETOP_NONE) {
        output = read_set_operation(normalizer, query);
    } else if (query->valuesLists != NIL) {
        output = read_values(normalizer, query);
    } else {
        output = read_select(normalizer, &scope, query);
    }
    if (query->limitOffset != NULL) {
        normalizer_visit(&query->limitOffset, normalizer);
    }
    if (query->limitCount != NULL) {
        normalizer_visit(&query->limitCount, normalizer);
    }
    scope_close(normalizer, &scope);
    normalizer->is_sort_key = is_sort_key;
    return output;
}

/* ---- The column list of a view */

static SelectStmt *first_select(SelectStmt *query) {
    while (query->larg != NULL) {
        query = query->larg;
    }
    return query;
}

/* SELECT column1 AS a FROM (VALUES ...) "*VALUES*": as PostgreSQL stores CREATE VIEW v (a) AS
 * VALUES ... */
static SelectStmt *select_from(SelectStmt *query, const char *alias, const OutputColumns *output) {
    SelectStmt *outer = makeNode(SelectStmt);
    RangeSubselect *range = makeNode(RangeSubselect);
    range->subquery = (Node *)query;
    range->alias = makeAlias(alias, NIL);
    outer->fromClause = list_make1(range);
    for (size_t i = 0; i < output->names.count; i++) {
        ResTarget *target = makeNode(ResTarget);
        ColumnRef *column = makeNode(ColumnRef);
        column->fields = list_make1(makeString(tree_string(output->names.items[i])));
        target->val = (Node *)column;
        outer->targetList = lappend(outer->targetList, target);
    }
    return outer;
}

/* SELECT * FROM (query) AS v (a, b), where the query's own columns are not known. */
static SelectStmt *select_all_from(SelectStmt *query, const List *names) {
    static const OutputColumns none = {.is_known = false};
    SelectStmt *outer = select_from(query, "v", &none);
    ColumnRef *column = makeNode(ColumnRef);
    ResTarget *target = makeNode(ResTarget);
    ((RangeSubselect *)linitial(outer->fromClause))->alias->colnames = copyObjectImpl(names);
    column->fields = list_make1(makeNode(A_Star));
    target->val = (Node *)column;
    outer->targetList = list_make1(target);
    return outer;
}

OutputColumns normalizer_named_query(Normalizer *normalizer, SelectStmt **query,
                                     const List *names) {
    OutputColumns output = normalizer_query(normalizer, *query);
    if (names == NIL) {
        return output;
    }
    if (!output.is_known || list_length(names) > (int)output.names.count) {
        *query = select_all_from(*query, names);
        return unknown_columns;
    }
    if (first_select(*query)->valuesLists != NIL) {
        *query = select_from(*query, "*VALUES*", &output);
    }
    List *targets = first_select(*query)->targetList;
    ListCell *cell;
    foreach (cell, (List *)names) {
        int index = foreach_current_index(cell);
        output.names.items[index] = text_from_string(strVal(lfirst(cell)));
        settle_label(normalizer, list_nth(targets, index), output.names.items[index]);
    }
    return output;
}
