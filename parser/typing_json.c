/*
 * Constructors and queries of json: what their arguments become, and the clauses that PostgreSQL
 * prints where nothing was said (transformJsonObjectConstructor() and its kin, from version 16 on).
 */
#include "parser/typing.h"

#include "parser/constant.h"

#include "nodes/makefuncs.h"

/* ---- Parts */

static Typed type_value(Typing *typing, JsonValueExpr *value) {
    Node **slot = (Node **)&value->raw_expr;
    Typed typed = typing_expression(typing, slot);
    if (typed.type == TYPE_UNKNOWN) {
        typing_coerce(typing, slot, TYPE_UNKNOWN, TYPE_TEXT);
        return typing_of(TYPE_TEXT);
    }
    return typed;
}

static JsonOutput *make_output(Text type) {
    JsonOutput *output = makeNode(JsonOutput);
    output->typeName = ((TypeCast *)tree_make_cast(NULL, type))->typeName;
    output->returning = makeNode(JsonReturning);
    output->returning->format = makeNode(JsonFormat);
    return output;
}

static Typed output_type(Typing *typing, const JsonOutput *output) {
    return output == NULL ? typing_of(TYPE_NONE)
                          : typing_declared(typing, tree_marked_type(output->typeName));
}

/* Without RETURNING the result is json, or jsonb where an argument is. */
typedef struct Arguments {
    bool has_jsonb, is_unknown;
} Arguments;

static void add_argument(Arguments *arguments, Typed typed) {
    arguments->has_jsonb = arguments->has_jsonb || typed.type == TYPE_JSONB;
    arguments->is_unknown = arguments->is_unknown || typed.type == TYPE_NONE;
}

static Typed settle_output(Typing *typing, JsonOutput **output, const Arguments *arguments) {
    if (*output == NULL && (arguments->has_jsonb || !arguments->is_unknown)) {
        *output = make_output(arguments->has_jsonb ? TEXT("jsonb") : TEXT("json"));
    }
    return output_type(typing, *output);
}

static void type_pair(Typing *typing, JsonKeyValue *pair, Arguments *arguments) {
    add_argument(arguments, typing_expression(typing, (Node **)&pair->key));
    add_argument(arguments, type_value(typing, pair->value));
}

/* ---- Constructors */

static Typed type_object_of_json(Typing *typing, JsonObjectConstructor *object) {
    Arguments arguments = {false, false};
    ListCell *cell;
    foreach (cell, object->exprs) {
        type_pair(typing, lfirst(cell), &arguments);
    }
    return settle_output(typing, &object->output, &arguments);
}

static Typed type_array_of_json(Typing *typing, JsonArrayConstructor *array) {
    Arguments arguments = {false, false};
    ListCell *cell;
    foreach (cell, array->exprs) {
        add_argument(&arguments, type_value(typing, lfirst(cell)));
    }
    return settle_output(typing, &array->output, &arguments);
}

static Typed type_aggregate(Typing *typing, JsonAggConstructor *constructor,
                            const Arguments *arguments) {
    ListCell *cell;
    foreach (cell, constructor->agg_order) {
        typing_expression(typing, &((SortBy *)lfirst(cell))->node);
    }
    typing_condition(typing, &constructor->agg_filter);
    if (constructor->over != NULL) {
        typing_window(typing, constructor->over);
    }
    return settle_output(typing, &constructor->output, arguments);
}

static Typed type_object_aggregate(Typing *typing, JsonObjectAgg *aggregate) {
    Arguments arguments = {false, false};
    type_pair(typing, aggregate->arg, &arguments);
    return type_aggregate(typing, aggregate->constructor, &arguments);
}

static Typed type_array_aggregate(Typing *typing, JsonArrayAgg *aggregate) {
    Arguments arguments = {false, false};
    add_argument(&arguments, type_value(typing, aggregate->arg));
    return type_aggregate(typing, aggregate->constructor, &arguments);
}

static Typed type_serialize(Typing *typing, JsonSerializeExpr *expression) {
    type_value(typing, expression->expr);
    if (expression->output == NULL) {
        expression->output = make_output(TEXT("text"));
    }
    return output_type(typing, expression->output);
}

/* A string of another type is tested as text. */
static Typed type_test(Typing *typing, JsonIsPredicate *test) {
    TypeId type = typing_expression(typing, &test->expr).type;
    bool is_string = type == TYPE_UNKNOWN ||
                     type_entry(typing->types, type_base(typing->types, type))->category == 'S';
    if (is_string) {
        typing_coerce(typing, &test->expr, type, TYPE_TEXT);
    }
    return typing_of(TYPE_BOOL);
}

/* JSON_ARRAY(SELECT x ...) is (SELECT JSON_ARRAYAGG(q.a) FROM (SELECT x ...) q(a)). */
Typed typing_json_array_of_query(Typing *typing, Node **slot) {
    const JsonArrayQueryConstructor *array = (const JsonArrayQueryConstructor *)*slot;
    ColumnRef *column = makeNode(ColumnRef);
    column->fields = list_make2(makeString(pstrdup("q")), makeString(pstrdup("a")));
    column->location = -1;
    JsonArrayAgg *aggregate = makeNode(JsonArrayAgg);
    aggregate->constructor = makeNode(JsonAggConstructor);
    aggregate->constructor->output = array->output;
    aggregate->arg = makeNode(JsonValueExpr);
    aggregate->arg->raw_expr = (Expr *)column;
    aggregate->arg->format = array->format;
    aggregate->absent_on_null = array->absent_on_null;
    ResTarget *target = makeNode(ResTarget);
    target->name = pstrdup("json_arrayagg");
    target->val = (Node *)aggregate;
    target->location = -1;
    RangeSubselect *range = makeNode(RangeSubselect);
    range->subquery = array->query;
    range->alias = makeAlias("q", list_make1(makeString(pstrdup("a"))));
    SelectStmt *select = makeNode(SelectStmt);
    select->targetList = list_make1(target);
    select->fromClause = list_make1(range);
    SubLink *link = makeNode(SubLink);
    link->subLinkType = EXPR_SUBLINK;
    link->subselect = (Node *)select;
    link->location = -1;
    *slot = (Node *)link;
    return typing_expression(typing, slot);
}

/* ---- JSON_VALUE, JSON_QUERY, JSON_EXISTS */

/* The path is printed as any jsonpath, but without its type. */
static void spell_path(Typing *typing, Node *path) {
    if (path != NULL && tree_is_string(path)) {
        typing_respell(typing, (A_Const *)path, TYPE_JSONPATH, TEXT(""));
    }
}

/* NULL ON EMPTY, or FALSE ON ERROR of JSON_EXISTS, is what is meant when nothing is said. */
static JsonBehavior *without_default(JsonBehavior *behavior, JsonExprOp operation) {
    JsonBehaviorType standard =
        operation == JSON_EXISTS_OP ? JSON_BEHAVIOR_FALSE : JSON_BEHAVIOR_NULL;
    return behavior != NULL && behavior->btype == standard ? NULL : behavior;
}

static void type_behavior(Typing *typing, JsonBehavior *behavior, Typed result) {
    if (behavior != NULL && behavior->expr != NULL &&
        typing_expression(typing, &behavior->expr).type == TYPE_UNKNOWN) {
        typing_coerce(typing, &behavior->expr, TYPE_UNKNOWN, result.type);
    }
}

static Typed type_query(Typing *typing, JsonFuncExpr *query) {
    ListCell *cell;
    type_value(typing, query->context_item);
    spell_path(typing, query->pathspec);
    foreach (cell, query->passing) {
        type_value(typing, ((JsonArgument *)lfirst(cell))->val);
    }
    if (query->output == NULL && query->op != JSON_EXISTS_OP) {
        query->output = make_output(query->op == JSON_VALUE_OP ? TEXT("text") : TEXT("jsonb"));
    }
    if (query->op == JSON_QUERY_OP) {
        query->wrapper = query->wrapper == JSW_UNSPEC ? JSW_NONE : query->wrapper;
        query->quotes = query->quotes == JS_QUOTES_UNSPEC ? JS_QUOTES_KEEP : query->quotes;
    }
    Typed result =
        query->op == JSON_EXISTS_OP ? typing_of(TYPE_BOOL) : output_type(typing, query->output);
    query->on_empty = without_default(query->on_empty, query->op);
    query->on_error = without_default(query->on_error, query->op);
    type_behavior(typing, query->on_empty, result);
    type_behavior(typing, query->on_error, result);
    return result;
}

/* ---- JSON_TABLE */

typedef struct TableReader {
    Typing *typing;
    TypedColumns columns;
    int64_t unnamed; /* paths so far */
} TableReader;

static void settle_path(TableReader *reader, JsonTablePathSpec *path) {
    Arena *arena = reader->typing->arena;
    spell_path(reader->typing, path->string);
    if (path->name == NULL) {
        Text number = text_from_integer(arena, reader->unnamed++);
        path->name = tree_string(text_format(arena, "json_table_path_%s", number));
    }
}

/* Without a path a column has that of its name. */
static void settle_column_path(TableReader *reader, JsonTableColumn *column) {
    if (column->pathspec == NULL) {
        Text name = text_from_string(column->name);
        Text path = text_format(reader->typing->arena, "$.\"%s\"", name);
        A_Const *constant = makeNode(A_Const);
        constant->val.sval = *makeString(tree_string(path));
        constant->location = -1;
        column->pathspec = makeNode(JsonTablePathSpec);
        column->pathspec->string = (Node *)constant;
    }
    spell_path(reader->typing, column->pathspec->string);
}

/* What is no scalar is read as by JSON_QUERY. */
static bool is_queried(const Typing *typing, const JsonTableColumn *column, TypeId type) {
    TypeId base = type_base(typing->types, type);
    return column->coltype == JTC_FORMATTED || column->wrapper != JSW_UNSPEC ||
           column->quotes != JS_QUOTES_UNSPEC || base == TYPE_JSON || base == TYPE_JSONB ||
           type_is_row(typing->types, base) || type_element(typing->types, base) != TYPE_NONE;
}

static void read_table_columns(TableReader *reader, List *columns);

static void read_table_column(TableReader *reader, JsonTableColumn *column) {
    Typing *typing = reader->typing;
    if (column->coltype == JTC_NESTED) {
        settle_path(reader, column->pathspec);
        read_table_columns(reader, column->columns);
        return;
    }
    TypedColumn typed = {text_from_string(column->name), typing_of(TYPE_INT4)};
    if (column->coltype != JTC_FOR_ORDINALITY) {
        JsonExprOp operation = column->coltype == JTC_EXISTS ? JSON_EXISTS_OP : JSON_VALUE_OP;
        typed.typed = typing_declared(typing, tree_marked_type(column->typeName));
        settle_column_path(reader, column);
        if (operation != JSON_EXISTS_OP && is_queried(typing, column, typed.typed.type)) {
            column->wrapper = column->wrapper == JSW_UNSPEC ? JSW_NONE : column->wrapper;
            column->quotes = column->quotes == JS_QUOTES_UNSPEC ? JS_QUOTES_KEEP : column->quotes;
        }
        column->on_empty = without_default(column->on_empty, operation);
        column->on_error = without_default(column->on_error, operation);
        type_behavior(typing, column->on_empty, typed.typed);
        type_behavior(typing, column->on_error, typed.typed);
    }
    list_push(typing->arena, &reader->columns, typed);
}

static void read_table_columns(TableReader *reader, List *columns) {
    ListCell *cell;
    foreach (cell, columns) {
        read_table_column(reader, lfirst(cell));
    }
}

TypedColumns typing_json_table(Typing *typing, JsonTable *table) {
    TableReader reader = {.typing = typing};
    ListCell *cell;
    type_value(typing, table->context_item);
    foreach (cell, table->passing) {
        type_value(typing, ((JsonArgument *)lfirst(cell))->val);
    }
    settle_path(&reader, table->pathspec);
    read_table_columns(&reader, table->columns);
    if (table->on_error != NULL && (table->on_error->btype == JSON_BEHAVIOR_EMPTY ||
                                    table->on_error->btype == JSON_BEHAVIOR_EMPTY_ARRAY)) {
        table->on_error = NULL;
    }
    return reader.columns;
}

Typed typing_json(Typing *typing, Node *node) {
    switch (nodeTag(node)) {
        case T_JsonObjectConstructor:
            return type_object_of_json(typing, (JsonObjectConstructor *)node);
        case T_JsonArrayConstructor:
            return type_array_of_json(typing, (JsonArrayConstructor *)node);
        case T_JsonObjectAgg: return type_object_aggregate(typing, (JsonObjectAgg *)node);
        case T_JsonArrayAgg: return type_array_aggregate(typing, (JsonArrayAgg *)node);
        case T_JsonParseExpr:
            type_value(typing, ((JsonParseExpr *)node)->expr);
            return typing_of(TYPE_JSON);
        case T_JsonScalarExpr:
            typing_text(typing, (Node **)&((JsonScalarExpr *)node)->expr);
            return typing_of(TYPE_JSON);
        case T_JsonSerializeExpr: return type_serialize(typing, (JsonSerializeExpr *)node);
        case T_JsonIsPredicate: return type_test(typing, (JsonIsPredicate *)node);
        case T_JsonFuncExpr: return type_query(typing, (JsonFuncExpr *)node);
        default: return typing_of(TYPE_NONE);
    }
}
