/*
 * FROM: tables, subqueries, functions and joins become items of a scope.
 */
#include "parser/normalize_scope.h"

#include "parser/parse_object.h"

#include "nodes/makefuncs.h"

static Text alias_or(const Alias *alias, Text otherwise) {
    return alias == NULL ? otherwise : text_from_string(alias->aliasname);
}

/* The call in FROM f(x), or the first one of ROWS FROM (f(x), g(y)). */
static Node *first_function(const RangeFunction *range) {
    return linitial((List *)linitial(range->functions));
}

static Text written_name(const Normalizer *normalizer, const Node *node) {
    switch (nodeTag(node)) {
        case T_RangeVar:
            return alias_or(((const RangeVar *)node)->alias,
                            text_from_string(((const RangeVar *)node)->relname));
        case T_RangeSubselect:
            return alias_or(((const RangeSubselect *)node)->alias, TEXT("unnamed_subquery"));
        case T_RangeFunction: {
            const RangeFunction *range = (const RangeFunction *)node;
            return alias_or(range->alias, normalizer_label(normalizer, first_function(range)));
        }
        case T_RangeTableFunc:
            return alias_or(((const RangeTableFunc *)node)->alias, TEXT("xmltable"));
        case T_JsonTable: return alias_or(((const JsonTable *)node)->alias, TEXT("json_table"));
        case T_JoinExpr: return alias_or(((const JoinExpr *)node)->alias, TEXT(""));
        default: return TEXT("");
    }
}

static void reserve_alias(Normalizer *normalizer, Scope *scope, const Node *node) {
    if (IsA(node, RangeTableSample)) {
        node = ((const RangeTableSample *)node)->relation;
    }
    if (IsA(node, JoinExpr)) {
        reserve_alias(normalizer, scope, ((const JoinExpr *)node)->larg);
        reserve_alias(normalizer, scope, ((const JoinExpr *)node)->rarg);
        if (((const JoinExpr *)node)->alias == NULL) {
            return;
        }
    }
    scope_reserve_alias(normalizer, scope, written_name(normalizer, node));
}

void from_reserve_aliases(Normalizer *normalizer, Scope *scope, const List *from) {
    const ListCell *cell;
    foreach (cell, from) {
        reserve_alias(normalizer, scope, lfirst(cell));
    }
}

void from_reserve_target(Normalizer *normalizer, Scope *scope, const RangeVar *relation) {
    scope_reserve_alias(normalizer, scope, written_name(normalizer, (const Node *)relation));
}

void from_add_columns(Normalizer *normalizer, RangeColumnList *list, RangeItem *item) {
    for (size_t i = 0; i < item->columns.count; i++) {
        RangeColumn column = {item->columns.items[i], item};
        list_push(normalizer->in->scratch, list, column);
    }
    list->is_partial = list->is_partial || !item->is_known;
}

static void append_columns(Normalizer *normalizer, RangeColumnList *list,
                           const RangeColumnList *more) {
    for (size_t i = 0; i < more->count; i++) {
        list_push(normalizer->in->scratch, list, more->items[i]);
    }
    list->is_partial = list->is_partial || more->is_partial;
}

static List *name_nodes(const TextList *names) {
    List *nodes = NIL;
    for (size_t i = 0; i < names->count; i++) {
        nodes = lappend(nodes, makeString(tree_string(names->items[i])));
    }
    return nodes;
}

/*
 * Apply "AS t (a, b)" to the item's columns.  The list that stays in the tree is complete or, when
 * it changes no name, none at all.
 */
static List *rename_columns(Normalizer *normalizer, RangeItem *item, List *names) {
    TextList columns = {0};
    bool is_change = false;
    for (int i = 0; i < list_length(names) || (size_t)i < item->columns.count; i++) {
        bool is_new = i >= (int)item->columns.count;
        Text name = i < list_length(names) ? text_from_string(strVal(list_nth(names, i)))
                                           : item->columns.items[i];
        is_change = is_change || is_new || !text_equal(name, item->columns.items[i]);
        list_push(normalizer->in->scratch, &columns, name);
    }
    if (is_change) {
        item->relation = TEXT(""); /* its columns have other names than the relation's */
    }
    item->columns = columns;
    return is_change ? name_nodes(&columns) : NIL;
}

/* The alias to print: none when it says nothing. */
static Alias *printed_alias(const RangeItem *item, Text own_name, List *column_names) {
    if (column_names == NIL && text_equal(item->alias, own_name)) {
        return NULL;
    }
    return makeAlias(tree_string(item->alias), column_names);
}

static void read_relation_columns(Normalizer *normalizer, RangeItem *item, const RangeVar *range) {
    const Object *relation = interpreter_find_relation(normalizer->in, range);
    if (range->schemaname == NULL || relation == NULL) {
        return;
    }
    item->schema = relation->schema;
    item->relation = relation->name;
    item->is_known = relation_column_names(normalizer->in->scratch, relation, &item->columns);
}

static RangeItem *read_relation(Normalizer *normalizer, Scope *scope, RangeVar *range) {
    Text name = text_from_string(range->relname);
    RangeItem *item = scope_add_item(normalizer, scope, alias_or(range->alias, name));
    const NamedQuery *with = range->schemaname == NULL ? scope_find_with(scope, name) : NULL;
    if (with != NULL) {
        item->columns = with->columns;
        item->is_known = with->is_known;
    } else {
        normalizer_relation(normalizer, range);
        read_relation_columns(normalizer, item, range);
        if (range->alias == NULL) {
            item->written_schema = text_from_string(range->schemaname);
        }
    }
    List *names = range->alias == NULL ? NIL : range->alias->colnames;
    range->alias = printed_alias(item, name, rename_columns(normalizer, item, names));
    return item;
}

RangeItem *from_read_target(Normalizer *normalizer, Scope *scope, RangeVar *relation) {
    return read_relation(normalizer, scope, relation);
}

static RangeItem *read_subquery(Normalizer *normalizer, Scope *scope, RangeSubselect *range) {
    Scope *visible = normalizer->visible;
    normalizer->visible = range->lateral ? scope : scope->outer;
    OutputColumns output = normalizer_query(normalizer, (SelectStmt *)range->subquery);
    normalizer->visible = visible;
    RangeItem *item =
        scope_add_item(normalizer, scope, written_name(normalizer, (const Node *)range));
    item->columns = output.names;
    item->is_known = output.is_known;
    List *names = range->alias == NULL ? NIL : range->alias->colnames;
    /* also where it says nothing: before 16 it must be there */
    range->alias = printed_alias(item, TEXT(""), rename_columns(normalizer, item, names));
    return item;
}

static void add_name(Normalizer *normalizer, RangeItem *item, Text name) {
    list_push(normalizer->in->scratch, &item->columns, name);
}

/* "key,value" */
static void add_names(Normalizer *normalizer, RangeItem *item, Text names) {
    size_t start = 0;
    for (size_t i = 0; i <= names.length; i++) {
        if (i == names.length || names.data[i] == ',') {
            add_name(normalizer, item, text_slice(names, start, i));
            start = i + 1;
        }
    }
}

/* All routines of the name must agree; the model's arguments are not matched against the call's. */
static const Routine *find_only_routine(const Normalizer *normalizer, Text schema, Text name) {
    const Schema *model = normalizer->in->schema;
    const Routine *found = NULL;
    for (size_t i = 0; i < model->roots.count; i++) {
        const Object *object = model->roots.items[i];
        if (object->kind == KIND_FUNCTION && text_equal(object->name, name) &&
            text_equal(object->schema, schema)) {
            if (found != NULL) {
                return NULL;
            }
            found = (const Routine *)object;
        }
    }
    return found;
}

/* What the type of a result gives in FROM. */
static bool add_type_columns(Normalizer *normalizer, RangeItem *item, Text type) {
    QualifiedName name;
    if (text_equal(type, TEXT("record")) || text_starts_with(type, TEXT("any"))) {
        return false;
    }
    bool is_user_type = normalizer_parse_name(normalizer->in->scratch, type, &name) &&
                        !text_is_empty(name.schema) && !text_ends_with(type, TEXT("[]"));
    const Object *object = is_user_type ? interpreter_find_type(normalizer->in, name) : NULL;
    if (is_user_type && object == NULL) {
        return false;
    }
    if (object == NULL || object->kind == KIND_ENUM) {
        add_name(normalizer, item, item->written);
        return true;
    }
    return object->kind != KIND_DOMAIN &&
           relation_column_names(normalizer->in->scratch, object, &item->columns);
}

/* Columns of a user's function: its OUT and TABLE parameters, or one named by the alias. */
static bool add_routine_columns(Normalizer *normalizer, RangeItem *item, const Routine *routine) {
    for (size_t i = 0; i < routine->parameters.count; i++) {
        const Parameter *parameter = &routine->parameters.items[i];
        bool is_output = text_equal(parameter->mode, TEXT("OUT")) ||
                         text_equal(parameter->mode, TEXT("INOUT")) ||
                         text_equal(parameter->mode, TEXT("TABLE"));
        if (is_output && text_is_empty(parameter->name)) {
            return false;
        }
        if (is_output) {
            add_name(normalizer, item, parameter->name);
        }
    }
    if (item->columns.count != 0) {
        return true;
    }
    Text type = routine->result;
    if (text_starts_with(type, TEXT("SETOF "))) {
        type = text_slice(type, sizeof "SETOF " - 1, type.length);
    }
    return add_type_columns(normalizer, item, type);
}

static bool add_function_columns(Normalizer *normalizer, RangeItem *item, const FuncCall *call) {
    Text columns, name = text_from_string(strVal(llast(call->funcname)));
    if (list_length(call->funcname) == 1) {
        if (!builtin_result_columns(name, &columns)) {
            return false;
        }
        add_names(normalizer, item, text_is_empty(columns) ? item->written : columns);
        return true;
    }
    const Routine *routine =
        find_only_routine(normalizer, text_from_string(strVal(linitial(call->funcname))), name);
    return routine != NULL && add_routine_columns(normalizer, item, routine);
}

static void read_function_columns(Normalizer *normalizer, RangeItem *item,
                                  const RangeFunction *range) {
    const Node *function = first_function(range);
    ListCell *cell;
    foreach (cell, range->coldeflist) {
        add_name(normalizer, item, text_from_string(((ColumnDef *)lfirst(cell))->colname));
    }
    item->is_known = range->coldeflist != NIL;
    if (!item->is_known && !range->is_rowsfrom && IsA(function, FuncCall)) {
        item->is_known = add_function_columns(normalizer, item, (const FuncCall *)function);
    }
    if (item->is_known && range->ordinality) {
        add_name(normalizer, item, TEXT("ordinality"));
    }
    if (!item->is_known) {
        item->columns.count = 0;
    }
}

static RangeItem *read_function(Normalizer *normalizer, Scope *scope, RangeFunction *range) {
    Text own_name = normalizer_label(normalizer, first_function(range));
    Text written = written_name(normalizer, (const Node *)range);
    tree_visit_children((Node *)range, normalizer_visit, normalizer);
    RangeItem *item = scope_add_item(normalizer, scope, written);
    range->lateral = false; /* a function sees what stands before it, said or not */
    read_function_columns(normalizer, item, range);
    List *names = range->alias == NULL ? NIL : range->alias->colnames;
    names = rename_columns(normalizer, item, names);
    range->alias = printed_alias(item, own_name, names);
    return item;
}

static RangeItem *read_xml_table(Normalizer *normalizer, Scope *scope, RangeTableFunc *range) {
    tree_visit_children((Node *)range, normalizer_visit, normalizer);
    RangeItem *item =
        scope_add_item(normalizer, scope, written_name(normalizer, (const Node *)range));
    ListCell *cell;
    foreach (cell, range->columns) {
        add_name(normalizer, item, text_from_string(((RangeTableFuncCol *)lfirst(cell))->colname));
    }
    item->is_known = true;
    range->lateral = false;
    List *names = range->alias == NULL ? NIL : range->alias->colnames;
    range->alias = printed_alias(item, TEXT("xmltable"), rename_columns(normalizer, item, names));
    return item;
}

static RangeItem *read_json_table(Normalizer *normalizer, Scope *scope, JsonTable *range) {
    tree_visit_children((Node *)range, normalizer_visit, normalizer);
    RangeItem *item =
        scope_add_item(normalizer, scope, written_name(normalizer, (const Node *)range));
    range->lateral = false;
    List *names = range->alias == NULL ? NIL : range->alias->colnames;
    range->alias = printed_alias(item, TEXT("json_table"), rename_columns(normalizer, item, names));
    return item;
}

static RangeColumnList read_item(Normalizer *normalizer, Scope *scope, Node *node);

/* What NATURAL JOIN joins on; false when a side is not known. */
static bool find_common_columns(const RangeColumnList *left, const RangeColumnList *right,
                                List **names) {
    if (left->is_partial || right->is_partial) {
        return false;
    }
    for (size_t i = 0; i < left->count; i++) {
        for (size_t k = 0; k < right->count; k++) {
            if (text_equal(left->items[i].name, right->items[k].name)) {
                *names = lappend(*names, makeString(tree_string(left->items[i].name)));
                break;
            }
        }
    }
    return true;
}

static bool names_contain(const List *names, Text name) {
    const ListCell *cell;
    foreach (cell, names) {
        if (text_equal(text_from_string(strVal(lfirst(cell))), name)) {
            return true;
        }
    }
    return false;
}

static RangeItem *item_of(const RangeColumnList *list, Text name) {
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->items[i].name, name)) {
            return list->items[i].item;
        }
    }
    return NULL;
}

static void append_others(Normalizer *normalizer, RangeColumnList *list,
                          const RangeColumnList *more, const List *merged) {
    for (size_t i = 0; i < more->count; i++) {
        if (!names_contain(merged, more->items[i].name)) {
            list_push(normalizer->in->scratch, list, more->items[i]);
        }
    }
    list->is_partial = list->is_partial || more->is_partial;
}

/* Columns of USING come first and once; they are the left side's, or the right's in a RIGHT JOIN.
 */
static RangeColumnList join_columns(Normalizer *normalizer, const JoinExpr *join,
                                    const RangeColumnList *left, const RangeColumnList *right) {
    RangeColumnList columns = {0};
    ListCell *cell;
    foreach (cell, join->usingClause) {
        Text name = text_from_string(strVal(lfirst(cell)));
        RangeItem *item = join->jointype == JOIN_FULL    ? NULL
                          : join->jointype == JOIN_RIGHT ? item_of(right, name)
                                                         : item_of(left, name);
        RangeColumn column = {name, item};
        list_push(normalizer->in->scratch, &columns, column);
    }
    append_others(normalizer, &columns, left, join->usingClause);
    append_others(normalizer, &columns, right, join->usingClause);
    return columns;
}

/* (a JOIN b ...) AS j hides a and b. */
static RangeColumnList read_join_alias(Normalizer *normalizer, Scope *scope, JoinExpr *join,
                                       const RangeColumnList *columns, size_t first_item) {
    scope->items.count = first_item;
    RangeItem *item = scope_add_item(normalizer, scope, text_from_string(join->alias->aliasname));
    for (size_t i = 0; i < columns->count; i++) {
        add_name(normalizer, item, columns->items[i].name);
    }
    item->is_known = !columns->is_partial;
    List *names = rename_columns(normalizer, item, join->alias->colnames);
    join->alias = makeAlias(tree_string(item->alias), names);
    RangeColumnList renamed = {0};
    from_add_columns(normalizer, &renamed, item);
    return renamed;
}

static RangeColumnList read_join(Normalizer *normalizer, Scope *scope, JoinExpr *join) {
    RangeColumnList before = scope->columns, inside = {0};
    size_t first_item = scope->items.count;
    RangeColumnList left = read_item(normalizer, scope, join->larg);
    append_columns(normalizer, &inside, &before);
    append_columns(normalizer, &inside, &left);
    scope->columns = inside; /* what LATERAL on the right side sees */
    RangeColumnList right = read_item(normalizer, scope, join->rarg);
    if (join->isNatural && find_common_columns(&left, &right, &join->usingClause)) {
        join->isNatural = false;
    }
    inside = (RangeColumnList){0};
    append_columns(normalizer, &inside, &left);
    append_columns(normalizer, &inside, &right);
    if (join->quals != NULL) {
        scope->columns = inside;
        normalizer_visit(&join->quals, normalizer);
    }
    scope->columns = before;
    RangeColumnList columns = join_columns(normalizer, join, &left, &right);
    columns.is_partial = columns.is_partial || join->isNatural;
    return join->alias == NULL ? columns
                               : read_join_alias(normalizer, scope, join, &columns, first_item);
}

static RangeColumnList read_item(Normalizer *normalizer, Scope *scope, Node *node) {
    RangeColumnList columns = {0};
    RangeItem *item = NULL;
    switch (nodeTag(node)) {
        case T_JoinExpr: return read_join(normalizer, scope, (JoinExpr *)node);
        case T_RangeVar: item = read_relation(normalizer, scope, (RangeVar *)node); break;
        case T_RangeSubselect:
            item = read_subquery(normalizer, scope, (RangeSubselect *)node);
            break;
        case T_RangeFunction: item = read_function(normalizer, scope, (RangeFunction *)node); break;
        case T_RangeTableFunc:
            item = read_xml_table(normalizer, scope, (RangeTableFunc *)node);
            break;
        case T_JsonTable: item = read_json_table(normalizer, scope, (JsonTable *)node); break;
        case T_RangeTableSample: {
            RangeTableSample *sample = (RangeTableSample *)node;
            tree_visit_list(sample->args, normalizer_visit, normalizer);
            return read_item(normalizer, scope, sample->relation);
        }
        default: columns.is_partial = true; return columns;
    }
    from_add_columns(normalizer, &columns, item);
    return columns;
}

void from_read(Normalizer *normalizer, Scope *scope, List *from) {
    ListCell *cell;
    foreach (cell, from) {
        RangeColumnList columns = read_item(normalizer, scope, lfirst(cell));
        append_columns(normalizer, &scope->columns, &columns);
    }
}
