/*
 * Queries: SELECT, UNION, VALUES and the statements that change data, read in the order that tells
 * the types of columns before they are named.
 */
#include "parser/typing_scope.h"

#include <string.h>

#include "nodes/makefuncs.h"

static TypedColumns read_query(Typing *typing, SelectStmt *query);

static void scope_open(Typing *typing, TypingScope *scope) {
    *scope = (TypingScope){.outer = typing->scope};
    typing->scope = scope;
}

static void scope_close(Typing *typing) {
    typing->scope = typing->scope->outer;
}

/* ---- WITH */

static void read_with(Typing *typing, WithClause *with) {
    if (with == NULL) {
        return;
    }
    ListCell *cell;
    TypingScope *scope = typing->scope;
    foreach (cell, with->ctes) {
        CommonTableExpr *expression = lfirst(cell);
        TypedNamedQuery named = {.name = text_from_string(expression->ctename),
                                 .column_names = expression->aliascolnames,
                                 .query = expression->ctequery,
                                 .columns = {.is_partial = true}};
        bool adds_columns = expression->search_clause != NULL || expression->cycle_clause != NULL;
        size_t place = scope->with.count;
        list_push(typing->arena, &scope->with, named);
        if (!IsA(expression->ctequery, SelectStmt)) {
            typing_data_change(typing, expression->ctequery);
            continue;
        }
        TypedColumns columns = typing_query(typing, (SelectStmt *)expression->ctequery);
        scope->with.items[place].columns =
            typed_columns_renamed(typing, &columns, expression->aliascolnames);
        scope->with.items[place].columns.is_partial = columns.is_partial || adds_columns;
    }
}

/* The first part of a recursive query tells the columns of the whole. */
static void tell_recursive_columns(Typing *typing, const SelectStmt *query,
                                   const TypedColumns *columns) {
    for (TypingScope *scope = typing->scope; scope != NULL; scope = scope->outer) {
        for (size_t i = 0; i < scope->with.count; i++) {
            TypedNamedQuery *named = &scope->with.items[i];
            if (named->query == (const Node *)query) {
                named->columns = typed_columns_renamed(typing, columns, named->column_names);
            }
        }
    }
}

/* ---- SELECT */

static bool is_star(const Node *value) {
    return IsA(value, ColumnRef) && IsA(llast(((const ColumnRef *)value)->fields), A_Star);
}

/*
 * The name that an output column has is settled before casts could change it, and said: "text" is
 * the name of 'a'::text, "?column?" that of 'a'.
 */
static TypedColumn read_target(Typing *typing, ResTarget *target) {
    Text name = target->name != NULL ? text_from_string(target->name)
                                     : normalizer_label(typing->normalizer, target->val);
    name = text_copy(typing->arena, text_is_absent(name) ? TEXT("?column?") : name);
    TypedColumn column = {name, typing_expression(typing, &target->val)};
    target->name = tree_string(name);
    return column;
}

/* (f(x)).* -> (f(x)).a, (f(x)).b; NIL when the columns of the row are not known. */
static List *expand_row(Typing *typing, const ResTarget *target) {
    const A_Indirection *row = (const A_Indirection *)target->val;
    if (!IsA(row, A_Indirection) || list_length(row->indirection) != 1 ||
        !IsA(linitial(row->indirection), A_Star)) {
        return NIL;
    }
    Node *value = copyObjectImpl(row->arg);
    TypedColumns columns = typing_call_columns(typing, value, typing_expression(typing, &value));
    List *targets = NIL;
    for (size_t i = 0; !columns.is_partial && i < columns.count; i++) {
        ResTarget *field = copyObjectImpl(target);
        char *name = tree_string(columns.items[i].name);
        ((A_Indirection *)field->val)->indirection = list_make1(makeString(name));
        field->name = name;
        targets = lappend(targets, field);
    }
    return targets;
}

static List *add_columns(List *targets, const TypedItem *item) {
    for (size_t i = 0; i < item->columns.count; i++) {
        ResTarget *target = makeNode(ResTarget);
        ColumnRef *column = makeNode(ColumnRef);
        char *name = tree_string(item->columns.items[i].name);
        column->fields = list_make2(makeString(tree_string(item->alias)), makeString(name));
        column->location = target->location = -1;
        target->val = (Node *)column;
        targets = lappend(targets, target);
    }
    return targets;
}

/* A join that merges columns, or has a name of its own, does not simply give those of its items. */
static bool gives_all(const Node *item) {
    const JoinExpr *join = (const JoinExpr *)item;
    return !IsA(item, JoinExpr) ||
           (join->usingClause == NIL && !join->isNatural && join->alias == NULL &&
            gives_all(join->larg) && gives_all(join->rarg));
}

/* "*" and "f.*", which are left where a function is among the items; NIL: not known. */
static List *expand_star(const Typing *typing, const ResTarget *target, const List *from) {
    const ColumnRef *star = (const ColumnRef *)target->val;
    const TypedItemList *items = &typing->scope->items;
    bool is_bare = list_length(star->fields) == 1;
    List *columns = NIL;
    ListCell *cell;
    foreach (cell, from) {
        if (is_bare && !gives_all(lfirst(cell))) {
            return NIL;
        }
    }
    for (size_t i = 0; i < items->count; i++) {
        const TypedItem *item = &items->items[i];
        bool is_meant =
            is_bare || (list_length(star->fields) == 2 &&
                        text_equal(item->alias, text_from_string(strVal(linitial(star->fields)))));
        if (is_meant &&
            (item->columns.is_partial || item->is_catalog || text_is_empty(item->alias))) {
            return NIL;
        }
        columns = is_meant ? add_columns(columns, item) : columns;
    }
    return columns;
}

static List *expand_rows(Typing *typing, List *targets, const List *from) {
    List *expanded = NIL;
    ListCell *cell;
    foreach (cell, targets) {
        const ResTarget *target = lfirst(cell);
        List *fields =
            is_star(target->val) ? expand_star(typing, target, from) : expand_row(typing, target);
        expanded = fields != NIL ? list_concat(expanded, fields) : lappend(expanded, lfirst(cell));
    }
    return expanded;
}

static bool is_row_star(const Node *value) {
    return IsA(value, A_Indirection) &&
           IsA(llast(((const A_Indirection *)value)->indirection), A_Star);
}

static TypedColumns read_targets(Typing *typing, List **target_list, const List *from) {
    TypedColumns columns = {0};
    List *targets = expand_rows(typing, *target_list, from);
    *target_list = targets;
    ListCell *cell;
    foreach (cell, targets) {
        ResTarget *target = lfirst(cell);
        if (is_star(target->val) || is_row_star(target->val)) {
            typing_expression(typing, &target->val);
            columns.is_partial = true;
            continue;
        }
        TypedColumn column = read_target(typing, target);
        list_push(typing->arena, &columns, column);
    }
    return columns;
}

/* A literal that found no other type is text. */
static void settle_literals(Typing *typing, List *targets, TypedColumns *columns) {
    for (size_t i = 0; !columns->is_partial && i < columns->count; i++) {
        Typed *typed = &columns->items[i].typed;
        if (typed->type == TYPE_UNKNOWN) {
            ResTarget *target = list_nth(targets, (int)i);
            typing_coerce(typing, &target->val, TYPE_UNKNOWN, TYPE_TEXT);
            *typed = typing_of(TYPE_TEXT);
        }
    }
}

/* ORDER BY x means an output column of that name before anything else. */
static bool is_output_name(const Node *key, const TypedColumns *columns) {
    const List *fields = IsA(key, ColumnRef) ? ((const ColumnRef *)key)->fields : NIL;
    return list_length(fields) == 1 && IsA(linitial(fields), String) &&
           (columns->is_partial ||
            typed_column_find(columns, text_from_string(strVal(linitial(fields)))) != NULL);
}

/* ORDER BY x USING > is ORDER BY x DESC, where > is PostgreSQL's own. */
static void name_direction(const Typing *typing, SortBy *key, Typed typed) {
    bool is_own = typed.type != TYPE_NONE && type_entry(typing->types, typed.type)->object == NULL;
    if (key->sortby_dir != SORTBY_USING || !is_own || list_length(key->useOp) != 1) {
        return;
    }
    const char *name = strVal(linitial(key->useOp));
    if (strcmp(name, "<") == 0 || strcmp(name, ">") == 0) {
        key->sortby_dir = name[0] == '<' ? SORTBY_DEFAULT : SORTBY_DESC;
        key->useOp = NIL;
    }
}

static void read_sort_keys(Typing *typing, List *keys, const TypedColumns *columns) {
    ListCell *cell;
    foreach (cell, keys) {
        SortBy *key = lfirst(cell);
        Typed typed = typing_of(TYPE_NONE);
        if (!is_output_name(key->node, columns)) {
            typed = typing_expression(typing, &key->node);
        }
        name_direction(typing, key, typed);
    }
}

/* ORDER BY x, where x is the name of a column in the list, is that column. */
static void resolve_output_names(List *keys, const List *targets, const TypedColumns *columns) {
    ListCell *cell;
    foreach (cell, keys) {
        SortBy *key = lfirst(cell);
        for (size_t i = 0; !columns->is_partial && i < columns->count; i++) {
            Node *value = ((ResTarget *)list_nth(targets, (int)i))->val;
            if (IsA(value, ColumnRef) && is_output_name(key->node, columns) &&
                text_equal(columns->items[i].name,
                           text_from_string(strVal(linitial(((ColumnRef *)key->node)->fields))))) {
                key->node = copyObjectImpl(value);
                break;
            }
        }
    }
}

static void read_keys(Typing *typing, SelectStmt *query, const TypedColumns *columns) {
    ListCell *cell;
    foreach (cell, query->distinctClause) {
        if (lfirst(cell) != NULL) {
            typing_expression(typing, (Node **)&lfirst(cell));
        }
    }
    typing_list(typing, query->groupClause);
    resolve_output_names(query->sortClause, query->targetList, columns);
    read_sort_keys(typing, query->sortClause, columns);
    ListCell *window;
    foreach (window, query->windowClause) {
        typing_window(typing, lfirst(window));
    }
}

static TypedColumns read_select(Typing *typing, SelectStmt *query) {
    typing_from(typing, query->fromClause);
    TypedColumns columns = read_targets(typing, &query->targetList, query->fromClause);
    typing_condition(typing, &query->whereClause);
    typing_condition(typing, &query->havingClause);
    read_keys(typing, query, &columns);
    return columns;
}

/* ---- VALUES, UNION */

/* A row's literal gets the column's type; casts of other values are not shown. */
static void type_value(Typing *typing, Node **slot, TypeId type, TypeId common) {
    if (type == TYPE_UNKNOWN) {
        typing_coerce(typing, slot, TYPE_UNKNOWN, common);
    }
}

static TypedColumns read_values(Typing *typing, const SelectStmt *query) {
    size_t rows = (size_t)list_length(query->valuesLists), row = 0;
    int width = list_length((List *)linitial(query->valuesLists));
    TypedColumns columns = {0};
    for (int i = 0; i < width; i++) {
        TypeId *types = arena_array(typing->arena, TypeId, rows);
        Text modifier = TEXT("");
        ListCell *cell;
        row = 0;
        foreach (cell, query->valuesLists) {
            Typed typed =
                typing_expression(typing, (Node **)&list_nth_cell(lfirst(cell), i)->ptr_value);
            modifier = text_is_empty(typed.modifier) ? modifier : TEXT("?");
            types[row++] = typed.type;
        }
        TypeId common = typing_common_type(typing, types, rows);
        row = 0;
        foreach (cell, query->valuesLists) {
            type_value(typing, (Node **)&list_nth_cell(lfirst(cell), i)->ptr_value, types[row++],
                       common);
        }
        Text name = text_format(typing->arena, "column%s", text_from_integer(typing->arena, i + 1));
        TypedColumn column = {name, {common, modifier}};
        list_push(typing->arena, &columns, column);
    }
    return columns;
}

/* The literals of a branch that is a plain SELECT. */
static void type_branch_literal(Typing *typing, SelectStmt *branch, size_t place, TypeId common) {
    if (branch->op == SETOP_NONE && (int)place < list_length(branch->targetList)) {
        ResTarget *target = list_nth(branch->targetList, (int)place);
        typing_coerce(typing, &target->val, TYPE_UNKNOWN, common);
    }
}

/* The first branch names the columns. */
static void drop_labels(SelectStmt *query) {
    if (query->op != SETOP_NONE) {
        drop_labels(query->larg);
        drop_labels(query->rarg);
    }
    ListCell *cell;
    foreach (cell, query->targetList) {
        ((ResTarget *)lfirst(cell))->name = NULL;
    }
}

static TypedColumns read_set_operation(Typing *typing, SelectStmt *query) {
    TypingScope *scope = typing->scope;
    TypedColumns left = read_query(typing, query->larg);
    tell_recursive_columns(typing, query, &left);
    typing->scope = scope;
    TypedColumns right = read_query(typing, query->rarg);
    drop_labels(query->rarg);
    if (left.is_partial || right.is_partial || left.count != right.count) {
        left.is_partial = true;
        return left;
    }
    for (size_t i = 0; i < left.count; i++) {
        Typed *typed = &left.items[i].typed;
        Typed other = right.items[i].typed;
        TypeId types[] = {typed->type, other.type};
        TypeId common = typing_common_type(typing, types, 2);
        if (types[0] == TYPE_UNKNOWN) {
            type_branch_literal(typing, query->larg, i, common);
        }
        if (types[1] == TYPE_UNKNOWN) {
            type_branch_literal(typing, query->rarg, i, common);
        }
        bool is_same = typed->type == other.type && typed->type != TYPE_UNKNOWN &&
                       text_equal(typed->modifier, other.modifier);
        bool is_plain = text_is_empty(typed->modifier) && text_is_empty(other.modifier);
        *typed = is_same ? *typed : (Typed){common, is_plain ? TEXT("") : TEXT("?")};
    }
    return left;
}

/* Literals of the SELECT list are left for who knows better. */
static TypedColumns read_query(Typing *typing, SelectStmt *query) {
    TypingScope scope;
    TypedColumns columns;
    scope_open(typing, &scope);
    read_with(typing, query->withClause);
    if (query->op != SETOP_NONE) {
        columns = read_set_operation(typing, query);
        read_sort_keys(typing, query->sortClause, &columns);
    } else if (query->valuesLists != NIL) {
        columns = read_values(typing, query);
    } else {
        columns = read_select(typing, query);
    }
    if (query->limitOffset != NULL) {
        typing_expression(typing, &query->limitOffset);
    }
    if (query->limitCount != NULL) {
        typing_expression(typing, &query->limitCount);
    }
    scope_close(typing);
    return columns;
}

TypedColumns typing_query(Typing *typing, SelectStmt *query) {
    TypedColumns columns = read_query(typing, query);
    if (query->op == SETOP_NONE && query->valuesLists == NIL) {
        settle_literals(typing, query->targetList, &columns);
    }
    for (size_t i = 0; i < columns.count; i++) {
        if (columns.items[i].typed.type == TYPE_UNKNOWN) {
            columns.items[i].typed = typing_of(TYPE_NONE);
        }
    }
    return columns;
}

/* ---- INSERT, UPDATE, DELETE, MERGE */

static TypeId column_type(Typing *typing, const char *name) {
    const TypedItem *target = &typing->scope->items.items[0];
    const TypedColumn *column = typed_column_find(&target->columns, text_from_string(name));
    return column == NULL ? TYPE_NONE : column->typed.type;
}

/* SET a = 'x', and VALUES ('x'): a bare literal has the type of the column it is for. */
static void type_assigned(Typing *typing, const ResTarget *target, Node **slot) {
    if (typing_expression(typing, slot).type == TYPE_UNKNOWN && target->indirection == NIL) {
        TypeId type = column_type(typing, target->name);
        typing_coerce(typing, slot, TYPE_UNKNOWN, type_base(typing->types, type));
    }
}

static void type_assignments(Typing *typing, List *targets) {
    ListCell *cell;
    foreach (cell, targets) {
        ResTarget *target = lfirst(cell);
        if (target->val != NULL) {
            type_assigned(typing, target, &target->val);
        }
    }
}

static void type_rows(Typing *typing, const List *columns, List *rows) {
    ListCell *row;
    foreach (row, rows) {
        List *values = lfirst(row);
        ListCell *value;
        foreach (value, values) {
            int place = foreach_current_index(value);
            if (place < list_length(columns)) {
                type_assigned(typing, list_nth(columns, place), (Node **)&lfirst(value));
            }
        }
    }
}

static void type_returning(Typing *typing, ReturningClause *returning) {
    if (returning != NULL) {
        TypedColumns columns = read_targets(typing, &returning->exprs, NIL);
        settle_literals(typing, returning->exprs, &columns);
    }
}

static void type_insert(Typing *typing, InsertStmt *insert) {
    SelectStmt *source = (SelectStmt *)insert->selectStmt;
    read_with(typing, insert->withClause);
    typing_add_target(typing, insert->relation);
    if (source != NULL && source->valuesLists != NIL) {
        type_rows(typing, insert->cols, source->valuesLists);
    } else if (source != NULL) {
        read_query(typing, source);
    }
    if (insert->onConflictClause != NULL) {
        type_assignments(typing, insert->onConflictClause->targetList);
        typing_condition(typing, &insert->onConflictClause->whereClause);
    }
    type_returning(typing, insert->returningClause);
}

static void type_update(Typing *typing, UpdateStmt *update) {
    read_with(typing, update->withClause);
    typing_add_target(typing, update->relation);
    typing_from(typing, update->fromClause);
    type_assignments(typing, update->targetList);
    typing_condition(typing, &update->whereClause);
    type_returning(typing, update->returningClause);
}

static void type_delete(Typing *typing, DeleteStmt *deletion) {
    read_with(typing, deletion->withClause);
    typing_add_target(typing, deletion->relation);
    typing_from(typing, deletion->usingClause);
    typing_condition(typing, &deletion->whereClause);
    type_returning(typing, deletion->returningClause);
}

static void type_merge_action(Typing *typing, MergeWhenClause *clause) {
    typing_condition(typing, &clause->condition);
    if (clause->values != NIL) {
        type_rows(typing, clause->targetList, list_make1(clause->values));
    } else {
        type_assignments(typing, clause->targetList);
    }
}

static void type_merge(Typing *typing, MergeStmt *merge) {
    read_with(typing, merge->withClause);
    typing_add_target(typing, merge->relation);
    typing_from(typing, list_make1(merge->sourceRelation));
    typing_condition(typing, &merge->joinCondition);
    ListCell *cell;
    foreach (cell, merge->mergeWhenClauses) {
        type_merge_action(typing, lfirst(cell));
    }
    type_returning(typing, merge->returningClause);
}

void typing_data_change(Typing *typing, Node *statement) {
    TypingScope scope;
    scope_open(typing, &scope);
    switch (nodeTag(statement)) {
        case T_InsertStmt: type_insert(typing, (InsertStmt *)statement); break;
        case T_UpdateStmt: type_update(typing, (UpdateStmt *)statement); break;
        case T_DeleteStmt: type_delete(typing, (DeleteStmt *)statement); break;
        case T_MergeStmt: type_merge(typing, (MergeStmt *)statement); break;
        default: break;
    }
    scope_close(typing);
}
