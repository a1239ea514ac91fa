/*
 * FROM: the columns of its items, with their types; and what a column reference means among them.
 */
#include "parser/typing_scope.h"

#include "compiler/builder.h"
#include "nodes/makefuncs.h"
#include "parser/parser.h"

const TypedColumn *typed_column_find(const TypedColumns *columns, Text name) {
    for (size_t i = 0; i < columns->count; i++) {
        if (text_equal(columns->items[i].name, name)) {
            return &columns->items[i];
        }
    }
    return NULL;
}

TypedColumns typed_columns_renamed(Typing *typing, const TypedColumns *columns, const List *names) {
    TypedColumns renamed = {.is_partial = columns->is_partial};
    for (size_t i = 0; i < columns->count || (int)i < list_length(names); i++) {
        TypedColumn column = {TEXT(""), typing_of(TYPE_NONE)};
        if (i < columns->count) {
            column = columns->items[i];
        }
        if ((int)i < list_length(names)) {
            column.name = text_from_string(strVal(list_nth(names, (int)i)));
        }
        list_push(typing->arena, &renamed, column);
    }
    return renamed;
}

/* ---- Relations */

static TypedColumns declared_columns(Typing *typing, const Object *relation) {
    TypedColumns columns = {0};
    for (size_t i = 0; i < relation->children.count; i++) {
        const Object *child = relation->children.items[i];
        if (child->kind == KIND_COLUMN) {
            TypedColumn column = {child->name,
                                  typing_declared(typing, ((const Column *)child)->type)};
            list_push(typing->arena, &columns, column);
        }
    }
    return columns;
}

static SelectStmt *parse_query(Typing *typing, Text query) {
    const List *tree = raw_parser(text_to_string(typing->arena, query), RAW_PARSE_DEFAULT);
    Node *statement = linitial_node(RawStmt, tree)->stmt;
    return IsA(statement, SelectStmt) ? (SelectStmt *)statement : NULL;
}

/* A view's columns have the types that its query gives them. */
static TypedColumns view_columns(Typing *typing, const View *view) {
    enum { VIEW_DEPTH = 64 };
    static const NormalizeContext no_context = {.references = NULL};
    TypedColumns unknown = {.is_partial = true};
    if (typing->memory->depth >= VIEW_DEPTH) {
        return unknown;
    }
    Normalizer normalizer = {.in = typing->normalizer->in, .context = &no_context};
    Typing inner = *typing;
    inner.normalizer = &normalizer;
    inner.scope = NULL;
    typing->memory->depth++;
    SelectStmt *query = parse_query(typing, view->query);
    TypedColumns columns = unknown;
    if (query != NULL) {
        normalizer_query(&normalizer, query);
        columns = typing_query(&inner, query);
    }
    typing->memory->depth--;
    return columns;
}

TypedColumns typing_relation(Typing *typing, const Object *relation) {
    TypingMemory *memory = typing->memory;
    for (size_t i = 0; i < memory->relations.count; i++) {
        if (memory->relations.items[i].relation == relation) {
            return memory->relations.items[i].columns;
        }
    }
    RelationColumns found = {.relation = relation, .columns = {.is_partial = true}};
    if (relation->kind == KIND_TABLE || relation->kind == KIND_COMPOSITE) {
        found.columns = declared_columns(typing, relation);
    } else if (relation->kind == KIND_VIEW || relation->kind == KIND_MATERIALIZED_VIEW) {
        found.columns = view_columns(typing, (const View *)relation);
    }
    list_push(memory->arena, &memory->relations, found);
    return found.columns;
}

TypedColumns typing_row(Typing *typing, TypeId type) {
    const Object *object = type_entry(typing->types, type)->object;
    bool is_row = type != TYPE_NONE && type_is_row(typing->types, type) && object != NULL;
    return is_row ? typing_relation(typing, object) : (TypedColumns){.is_partial = true};
}

/* ---- Items of FROM */

static void add_item(Typing *typing, Text alias, TypedColumns columns, const Alias *renaming,
                     TypeId row) {
    TypedItem item = {.alias = alias, .columns = columns, .row = row};
    if (renaming != NULL) {
        item.alias = text_from_string(renaming->aliasname);
        item.columns = typed_columns_renamed(typing, &columns, renaming->colnames);
    }
    list_push(typing->arena, &typing->scope->items, item);
}

static const TypedNamedQuery *find_with(const Typing *typing, Text name) {
    for (const TypingScope *scope = typing->scope; scope != NULL; scope = scope->outer) {
        for (size_t i = scope->with.count; i-- > 0;) {
            if (text_equal(scope->with.items[i].name, name)) {
                return &scope->with.items[i];
            }
        }
    }
    return NULL;
}

static void add_relation(Typing *typing, const RangeVar *range) {
    Text name = text_from_string(range->relname);
    const TypedNamedQuery *with = range->schemaname == NULL ? find_with(typing, name) : NULL;
    const Object *relation = with != NULL
                                 ? NULL
                                 : schema_find_relation(typing->types->schema,
                                                        text_from_string(range->schemaname), name);
    TypedColumns columns = {.is_partial = true};
    TypeId row = TYPE_NONE;
    if (with != NULL) {
        columns = with->columns;
    } else if (relation != NULL) {
        columns = typing_relation(typing, relation);
        row = type_find(typing->types,
                        text_quote_name(typing->arena, relation->schema, relation->name));
    } else if (range->schemaname == NULL) { /* all others have a schema */
        columns = typing_catalog_columns(typing, name);
    }
    add_item(typing, name, columns, range->alias, row);
    TypedItemList *items = &typing->scope->items;
    items->items[items->count - 1].is_catalog = with == NULL && relation == NULL;
}

void typing_add_target(Typing *typing, const RangeVar *relation) {
    add_relation(typing, relation);
}

static void add_subquery(Typing *typing, RangeSubselect *range) {
    TypedColumns columns = {.is_partial = true};
    if (IsA(range->subquery, SelectStmt)) {
        columns = typing_query(typing, (SelectStmt *)range->subquery);
    }
    add_item(typing, TEXT("unnamed_subquery"), columns, range->alias, TYPE_NONE);
}

static TypedColumns defined_columns(Typing *typing, const List *definitions) {
    TypedColumns columns = {0};
    const ListCell *cell;
    foreach (cell, definitions) {
        const ColumnDef *definition = lfirst(cell);
        TypedColumn column = {text_from_string(definition->colname),
                              typing_declared(typing, tree_marked_type(definition->typeName))};
        list_push(typing->arena, &columns, column);
    }
    return columns;
}

/* One function of ROWS FROM. */
static TypedColumns columns_of_call(Typing *typing, List *function, Text alias) {
    Typed typed = typing_expression(typing, (Node **)&linitial(function));
    if (lsecond(function) != NULL) {
        return defined_columns(typing, lsecond(function));
    }
    TypedColumns columns = typing_call_columns(typing, linitial(function), typed);
    if (columns.is_partial && typed.type != TYPE_NONE &&
        !type_is_row(typing->types, type_base(typing->types, typed.type))) {
        TypedColumn column = {alias, typed};
        columns = (TypedColumns){0};
        list_push(typing->arena, &columns, column);
    }
    return columns;
}

/* unnest(x) u gives u of x's element type; a function of a row type gives its columns. */
static TypedColumns function_columns(Typing *typing, const RangeFunction *range, Text alias) {
    TypedColumns columns = {0};
    ListCell *cell;
    foreach (cell, range->functions) {
        List *function = lfirst(cell);
        Text name = list_length(range->functions) == 1
                        ? alias
                        : normalizer_label(typing->normalizer, linitial(function));
        TypedColumns its = columns_of_call(typing, function, name);
        columns.is_partial = columns.is_partial || its.is_partial;
        for (size_t i = 0; i < its.count; i++) {
            list_push(typing->arena, &columns, its.items[i]);
        }
    }
    if (range->ordinality) {
        TypedColumn column = {TEXT("ordinality"), typing_of(TYPE_INT8)};
        list_push(typing->arena, &columns, column);
    }
    return columns;
}

/* "unnest(x) u" and "unnest(x) u(u)" both say what their columns are called. */
static void say_columns(const Typing *typing, RangeFunction *range) {
    const TypedItemList *items = &typing->scope->items;
    const TypedItem *item = &items->items[items->count - 1];
    List *names = NIL;
    for (size_t i = 0; i < item->columns.count; i++) {
        names = lappend(names, makeString(tree_string(item->columns.items[i].name)));
    }
    range->alias = makeAlias(tree_string(item->alias), names);
}

/* Without a name it has the function's; its only column is then called by that too. */
static void add_function(Typing *typing, RangeFunction *range) {
    Node *function = linitial((List *)linitial(range->functions));
    bool is_one = list_length(range->functions) == 1;
    Text alias = range->alias != NULL ? text_from_string(range->alias->aliasname)
                                      : normalizer_label(typing->normalizer, function);
    TypedColumns columns = function_columns(typing, range, alias);
    if (range->coldeflist != NIL) {
        columns = defined_columns(typing, range->coldeflist);
    }
    add_item(typing, alias, columns, range->alias, TYPE_NONE);
    TypedItemList *items = &typing->scope->items;
    items->items[items->count - 1].is_scalar =
        is_one && columns.count == 1 && !columns.is_partial && !range->ordinality;
    if (!columns.is_partial && range->coldeflist == NIL) {
        say_columns(typing, range);
    }
}

static void add_xml_table(Typing *typing, RangeTableFunc *range) {
    TypedColumns columns = {0};
    ListCell *cell;
    typing_expression(typing, &range->docexpr);
    typing_text(typing, &range->rowexpr);
    foreach (cell, range->namespaces) {
        typing_text(typing, &((ResTarget *)lfirst(cell))->val);
    }
    foreach (cell, range->columns) {
        RangeTableFuncCol *definition = lfirst(cell);
        Typed typed = definition->for_ordinality
                          ? typing_of(TYPE_INT4)
                          : typing_declared(typing, tree_marked_type(definition->typeName));
        TypedColumn column = {text_from_string(definition->colname), typed};
        list_push(typing->arena, &columns, column);
        typing_text(typing, &definition->colexpr);
        if (definition->coldefexpr != NULL &&
            typing_expression(typing, &definition->coldefexpr).type == TYPE_UNKNOWN) {
            typing_coerce(typing, &definition->coldefexpr, TYPE_UNKNOWN, typed.type);
        }
    }
    add_item(typing, TEXT("xmltable"), columns, range->alias, TYPE_NONE);
}

static void read_item(Typing *typing, Node *node) {
    switch (nodeTag(node)) {
        case T_RangeVar: add_relation(typing, (RangeVar *)node); break;
        case T_RangeSubselect: add_subquery(typing, (RangeSubselect *)node); break;
        case T_RangeFunction: add_function(typing, (RangeFunction *)node); break;
        case T_RangeTableFunc: add_xml_table(typing, (RangeTableFunc *)node); break;
        case T_JsonTable: {
            JsonTable *table = (JsonTable *)node;
            add_item(typing, TEXT("json_table"), typing_json_table(typing, table), table->alias,
                     TYPE_NONE);
            break;
        }
        case T_RangeTableSample: read_item(typing, ((RangeTableSample *)node)->relation); break;
        case T_JoinExpr: {
            JoinExpr *join = (JoinExpr *)node;
            read_item(typing, join->larg);
            read_item(typing, join->rarg);
            typing_condition(typing, &join->quals);
            if (join->alias != NULL) { /* hides them; rare */
                add_item(typing, TEXT(""), (TypedColumns){.is_partial = true}, join->alias,
                         TYPE_NONE);
            }
            break;
        }
        default:
            add_item(typing, TEXT(""), (TypedColumns){.is_partial = true}, NULL, TYPE_NONE);
            break;
    }
}

void typing_from(Typing *typing, List *from) {
    ListCell *cell;
    foreach (cell, from) {
        read_item(typing, lfirst(cell));
    }
}

/* ---- Column references */

static Text field_text(const ColumnRef *column, int index) {
    const Node *field = list_nth(column->fields, index);
    return IsA(field, String) ? text_from_string(strVal(field)) : TEXT_ABSENT;
}

/* Of the relation that the expression is about, or VALUE of a domain. */
static Typed context_column(Typing *typing, Text name) {
    const NormalizeContext *context = typing->normalizer->context;
    if (context->relation != NULL) {
        TypedColumns columns = typing_relation(typing, context->relation);
        const TypedColumn *column = typed_column_find(&columns, name);
        return column == NULL ? typing_of(TYPE_NONE) : column->typed;
    }
    if (text_equal(name, TEXT("value")) && !text_is_empty(context->value_type)) {
        return typing_declared(typing, context->value_type);
    }
    return typing_of(TYPE_NONE);
}

/* A parameter of an SQL body, by its name or as $1. */
static Typed parameter(Typing *typing, Node **slot, Text name) {
    const Routine *routine = typing->normalizer->context->routine;
    int number = 0;
    for (size_t i = 0; routine != NULL && i < routine->parameters.count; i++) {
        const Parameter *candidate = &routine->parameters.items[i];
        bool is_output =
            text_equal(candidate->mode, TEXT("OUT")) || text_equal(candidate->mode, TEXT("TABLE"));
        number += !is_output;
        if (!is_output && text_equal(candidate->name, name)) {
            ParamRef *reference = makeNode(ParamRef);
            reference->number = number;
            reference->location = -1;
            *slot = (Node *)reference;
            return typing_declared(typing, candidate->type);
        }
    }
    return typing_of(TYPE_NONE);
}

/* Two items may have the column where it is merged: then of one type, or it is not known. */
static bool find_bare(const TypingScope *scope, Text name, Typed *typed) {
    bool is_found = false, is_partial = false;
    for (size_t i = 0; i < scope->items.count; i++) {
        const TypedColumns *columns = &scope->items.items[i].columns;
        const TypedColumn *column = typed_column_find(columns, name);
        is_partial = is_partial || columns->is_partial;
        if (column != NULL) {
            bool is_same = !is_found || (typed->type == column->typed.type &&
                                         text_equal(typed->modifier, column->typed.modifier));
            *typed = is_same ? column->typed : typing_of(TYPE_NONE);
            is_found = true;
        }
    }
    if (is_partial) {
        *typed = typing_of(TYPE_NONE);
    }
    return is_found || is_partial;
}

/* The only item that has the column; NULL when it is merged, or could be another's. */
static const TypedItem *only_item(const TypingScope *scope, Text name) {
    const TypedItem *only = NULL;
    for (size_t i = 0; i < scope->items.count; i++) {
        const TypedItem *item = &scope->items.items[i];
        bool has_it = typed_column_find(&item->columns, name) != NULL;
        if (item->columns.is_partial || (has_it && only != NULL)) {
            return NULL;
        }
        only = has_it ? item : only;
    }
    return only == NULL || text_is_empty(only->alias) ? NULL : only;
}

/* g of "generate_series(1, 9) g(n)" is g.n. */
static const TypedItem *scalar_item(const TypingScope *scope, Text alias) {
    for (size_t i = 0; i < scope->items.count; i++) {
        if (scope->items.items[i].is_scalar && text_equal(scope->items.items[i].alias, alias)) {
            return &scope->items.items[i];
        }
    }
    return NULL;
}

static void qualify(Node **slot, Text qualifier, Text name) {
    ColumnRef *column = makeNode(ColumnRef);
    column->fields = list_make2(makeString(tree_string(qualifier)), makeString(tree_string(name)));
    column->location = -1;
    *slot = (Node *)column;
}

static Typed system_column(Text name) {
    static const struct {
        const char *name;
        TypeId type;
    } columns[] = {{"tableoid", TYPE_OID}, {"ctid", TYPE_TID}, {"xmin", TYPE_XID},
                   {"xmax", TYPE_XID},     {"cmin", TYPE_CID}, {"cmax", TYPE_CID}};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        if (text_equal(name, text_from_string(columns[i].name))) {
            return typing_of(columns[i].type);
        }
    }
    return typing_of(TYPE_NONE);
}

static Typed bare_column(Typing *typing, Node **slot, Text name) {
    Typed typed = typing_of(TYPE_NONE);
    for (const TypingScope *scope = typing->scope; scope != NULL; scope = scope->outer) {
        if (find_bare(scope, name, &typed)) {
            const TypedItem *item = only_item(scope, name);
            if (item != NULL) {
                qualify(slot, item->alias, name);
            }
            return typed;
        }
        const TypedItem *scalar = scalar_item(scope, name);
        if (scalar != NULL) {
            qualify(slot, name, scalar->columns.items[0].name);
            return scalar->columns.items[0].typed;
        }
    }
    typed = typing->normalizer->context->routine != NULL ? parameter(typing, slot, name)
                                                         : context_column(typing, name);
    return typed.type == TYPE_NONE ? system_column(name) : typed;
}

static const TypedItem *find_item(const Typing *typing, Text alias) {
    for (const TypingScope *scope = typing->scope; scope != NULL; scope = scope->outer) {
        for (size_t i = scope->items.count; i-- > 0;) {
            if (text_equal(scope->items.items[i].alias, alias)) {
                return &scope->items.items[i];
            }
        }
    }
    return NULL;
}

static Typed qualified_column(Typing *typing, Node **slot, Text qualifier, Text name) {
    const NormalizeContext *context = typing->normalizer->context;
    const TypedItem *item = find_item(typing, qualifier);
    if (item != NULL) {
        const TypedColumn *column = typed_column_find(&item->columns, name);
        return column == NULL ? system_column(name) : column->typed;
    }
    if (context->routine != NULL && text_equal(qualifier, context->routine->object.name)) {
        return parameter(typing, slot, name);
    }
    bool is_own = context->relation != NULL &&
                  (text_equal(qualifier, TEXT("new")) || text_equal(qualifier, TEXT("old")) ||
                   text_equal(qualifier, context->relation->name));
    return is_own ? context_column(typing, name) : typing_of(TYPE_NONE);
}

bool typing_names_row(Typing *typing, const ColumnRef *column) {
    Text name = field_text(column, 0);
    bool is_one = list_length(column->fields) == 1 ||
                  (list_length(column->fields) == 2 && IsA(lsecond(column->fields), A_Star));
    const TypedItem *item = is_one && !text_is_absent(name) ? find_item(typing, name) : NULL;
    Typed typed; /* of a column of that name, which comes first */
    for (const TypingScope *scope = typing->scope; scope != NULL; scope = scope->outer) {
        if (find_bare(scope, name, &typed)) {
            return false;
        }
    }
    return item != NULL && !item->is_scalar;
}

Typed typing_column(Typing *typing, Node **slot) {
    const ColumnRef *column = (const ColumnRef *)*slot;
    int length = list_length(column->fields);
    Text last = field_text(column, length - 1);
    if (text_is_absent(last) || length > 2) {
        return typing_of(TYPE_NONE);
    }
    return length == 1 ? bare_column(typing, slot, last)
                       : qualified_column(typing, slot, field_text(column, 0), last);
}
