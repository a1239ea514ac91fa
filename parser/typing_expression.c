/*
 * Expressions: the type of each node, and the casts that its place gives to the nodes below it.
 */
#include "parser/typing.h"

#include "compiler/builder.h"

#include <string.h>

#include "miscadmin.h"
#include "nodes/makefuncs.h"

Typed typing_of(TypeId type) {
    return (Typed){type, TEXT("")};
}

static bool has_modifier(Text type) {
    return text_contains(type, TEXT("(")) || text_starts_with(type, TEXT("interval "));
}

Typed typing_declared(Typing *typing, Text type) {
    Text plain = normalizer_plain_type(typing->arena, type);
    return (Typed){type_find(typing->types, plain), has_modifier(type) ? type : TEXT("")};
}

void typing_visit(Node **slot, void *typing) {
    typing_expression(typing, slot);
}

void typing_list(Typing *typing, List *list) {
    tree_visit_list(list, typing_visit, typing);
}

void typing_condition(Typing *typing, Node **slot) {
    if (*slot != NULL && typing_expression(typing, slot).type == TYPE_UNKNOWN) {
        typing_coerce(typing, slot, TYPE_UNKNOWN, TYPE_BOOL);
    }
}

/* B'01' is printed as '01'::"bit", 1e3 as '1000'::numeric. */
static Typed respell_constant(Typing *typing, Node **slot, const char *value, TypeId type) {
    A_Const *literal = makeNode(A_Const);
    literal->val.sval = *makeString(pstrdup(value));
    literal->location = -1;
    *slot = (Node *)literal;
    typing_literal(typing, slot, type);
    return typing_of(type);
}

/* Where a literal that nothing else tells the type of is text. */
void typing_text(Typing *typing, Node **slot) {
    if (*slot != NULL && typing_expression(typing, slot).type == TYPE_UNKNOWN) {
        typing_coerce(typing, slot, TYPE_UNKNOWN, TYPE_TEXT);
    }
}

/* 1e3, .5, 5. */
static bool is_spelled_freely(const char *number) {
    return strpbrk(number, "eE") != NULL || number[0] == '.' || number[strlen(number) - 1] == '.';
}

static Typed type_constant(Typing *typing, Node **slot) {
    const A_Const *constant = (const A_Const *)*slot;
    if (constant->isnull) {
        return typing_of(TYPE_UNKNOWN);
    }
    if (nodeTag(&constant->val) == T_BitString) {
        return respell_constant(typing, slot, constant->val.bsval.bsval, TYPE_BIT);
    }
    if (nodeTag(&constant->val) == T_Float && is_spelled_freely(constant->val.fval.fval)) {
        return respell_constant(typing, slot, constant->val.fval.fval, TYPE_NUMERIC);
    }
    switch (nodeTag(&constant->val)) {
        case T_Integer: return typing_of(TYPE_INT4);
        case T_Float: {
            Text text = text_from_string(constant->val.fval.fval);
            bool is_integer = normalizer_is_integer(text);
            return typing_of(!is_integer         ? TYPE_NUMERIC
                             : text.length <= 18 ? TYPE_INT8
                             : text.length > 20  ? TYPE_NUMERIC
                                                 : TYPE_NONE); /* near the end of eight bytes */
        }
        case T_Boolean: return typing_of(TYPE_BOOL);
        case T_String: return typing_of(TYPE_UNKNOWN);
        default: return typing_of(TYPE_NONE);
    }
}

/* ---- Casts that are written */

/* ARRAY[a, b]::varchar(3)[] -> ARRAY[a::varchar(3), b::varchar(3)] */
static void cast_each(Typing *typing, A_ArrayExpr *array, Text element) {
    ListCell *cell;
    foreach (cell, array->elements) {
        if (IsA(lfirst(cell), A_ArrayExpr)) {
            cast_each(typing, lfirst(cell), element);
        } else {
            lfirst(cell) = tree_make_cast(lfirst(cell), element);
            typing_expression(typing, (Node **)&lfirst(cell));
        }
    }
}

/* A cast of an array that is written out is one of each element. */
static bool cast_array(Typing *typing, Node **slot, Typed to) {
    TypeCast *cast = (TypeCast *)*slot;
    A_ArrayExpr *array = (A_ArrayExpr *)cast->arg;
    TypeId element = type_element(typing->types, to.type);
    Text element_name;
    if (element == TYPE_NONE || !IsA(array, A_ArrayExpr)) {
        return false;
    }
    if (!text_is_empty(to.modifier) && normalizer_is_array(to.modifier, &element_name)) {
        cast_each(typing, array, element_name);
    } else {
        typing_array(typing, array, element);
    }
    if (array->elements != NIL) {
        *slot = (Node *)array;
    }
    return true;
}

/* interval '1' hour: a literal that its modifier says the fields of. */
bool typing_is_interval(Typing *typing, const Node *node) {
    const TypeCast *cast = (const TypeCast *)node;
    return IsA(cast, TypeCast) && tree_is_string(cast->arg) &&
           typing_declared(typing, tree_marked_type(cast->typeName)).type == TYPE_INTERVAL;
}

static Typed type_cast(Typing *typing, Node **slot);

/* (a COLLATE "C")::t is (a)::t COLLATE "C". */
static bool lift_collate(Typing *typing, Node **slot, Typed to) {
    TypeCast *cast = (TypeCast *)*slot;
    CollateClause *clause = (CollateClause *)cast->arg;
    if (!IsA(clause, CollateClause) || to.type == TYPE_NONE) {
        return false;
    }
    cast->arg = (Node *)clause->arg;
    clause->arg = (Node *)cast;
    type_cast(typing, (Node **)&clause->arg);
    *slot = typing_is_collatable(typing, to.type) ? (Node *)clause : (Node *)clause->arg;
    return true;
}

/* ROW(1, 'a')::pair: each field is cast to the type of its column. */
static bool cast_row(Typing *typing, const TypeCast *cast, Typed to) {
    List *fields = IsA(cast->arg, RowExpr) ? ((RowExpr *)cast->arg)->args : NIL;
    if (fields == NIL) {
        return false;
    }
    TypedColumns columns = typing_row(typing, to.type);
    if (columns.is_partial || columns.count != (size_t)list_length(fields)) {
        return false;
    }
    ListCell *cell;
    foreach (cell, fields) {
        Typed column = columns.items[foreach_current_index(cell)].typed;
        if (column.type != TYPE_NONE) {
            Text name = text_is_empty(column.modifier) ? type_cast_name(typing->types, column.type)
                                                       : column.modifier;
            lfirst(cell) = tree_make_cast(lfirst(cell), name);
        }
        typing_expression(typing, (Node **)&lfirst(cell));
    }
    return true;
}

static Typed type_cast(Typing *typing, Node **slot) {
    TypeCast *cast = (TypeCast *)*slot;
    Typed to = typing_declared(typing, tree_marked_type(cast->typeName));
    if (cast_array(typing, slot, to)) {
        return to;
    }
    if (lift_collate(typing, slot, to) || cast_row(typing, cast, to)) {
        return to;
    }
    Typed from = typing_expression(typing, &cast->arg);
    if (to.type == TYPE_NONE) {
        return to;
    }
    if (from.type == to.type && text_equal(from.modifier, to.modifier)) {
        *slot = cast->arg; /* there is nothing to do, and nothing is stored */
    } else if (to.type == TYPE_INTERVAL && tree_is_string(cast->arg)) {
        typing_respell(typing, (A_Const *)cast->arg, to.type, to.modifier);
    } else if (typing_is_literal(cast->arg) && text_is_empty(to.modifier)) {
        *slot = cast->arg;
        typing_literal(typing, slot, to.type);
    } else if (typing_is_literal(cast->arg)) {
        typing_literal(typing, &cast->arg, to.type); /* which the modifier then cuts */
    }
    return to;
}

/* ---- Expressions whose parts find a common type */

typedef struct Parts {
    Node ***slots;
    TypeId *types;
    size_t count;
    bool has_modifier;
} Parts;

static Parts parts_new(Typing *typing, int limit) {
    return (Parts){.slots = arena_array(typing->arena, Node **, (size_t)limit + 1),
                   .types = arena_array(typing->arena, TypeId, (size_t)limit + 1)};
}

static void add_part(Typing *typing, Parts *parts, Node **slot) {
    Typed typed = typing_expression(typing, slot);
    parts->types[parts->count] = typed.type;
    parts->slots[parts->count++] = slot;
    parts->has_modifier = parts->has_modifier || !text_is_empty(typed.modifier);
}

static Typed unite(Typing *typing, const Parts *parts) {
    TypeId common = typing_common_type(typing, parts->types, parts->count);
    for (size_t i = 0; i < parts->count; i++) {
        typing_coerce(typing, parts->slots[i], parts->types[i], common);
    }
    return (Typed){common, parts->has_modifier ? TEXT("?") : TEXT("")};
}

static Typed type_list_of_equals(Typing *typing, List *arguments) {
    Parts parts = parts_new(typing, list_length(arguments));
    ListCell *cell;
    foreach (cell, arguments) {
        add_part(typing, &parts, (Node **)&lfirst(cell));
    }
    return unite(typing, &parts);
}

/* CASE x WHEN y: x = y, where a bare x is text. */
static void type_case_test(Typing *typing, CaseExpr *expression, TypeId tested) {
    List *equals = list_make1(makeString(pstrdup("=")));
    ListCell *cell;
    foreach (cell, expression->args) {
        Node **slot = (Node **)&((CaseWhen *)lfirst(cell))->expr;
        TypeId type = typing_expression(typing, slot).type;
        OperatorTypes found;
        if (typing_find_operator(typing, equals, tested, type, false, &found)) {
            typing_coerce(typing, slot, type, found.right);
        }
    }
}

/* What is not said is NULL of the common type; one with a modifier may say more. */
static bool is_null_of_plain_type(const Node *node) {
    const TypeCast *cast = (const TypeCast *)node;
    return tree_is_null(node) || (node != NULL && IsA(cast, TypeCast) && tree_is_null(cast->arg) &&
                                  !has_modifier(tree_marked_type(cast->typeName)));
}

static Node *make_null(void) {
    A_Const *constant = makeNode(A_Const);
    constant->isnull = true;
    constant->location = -1;
    return (Node *)constant;
}

static Typed type_case(Typing *typing, CaseExpr *expression) {
    Parts parts = parts_new(typing, list_length(expression->args) + 1);
    if (expression->arg != NULL) {
        Typed tested = typing_expression(typing, (Node **)&expression->arg);
        if (tested.type == TYPE_UNKNOWN) {
            typing_coerce(typing, (Node **)&expression->arg, TYPE_UNKNOWN, TYPE_TEXT);
            tested = typing_of(TYPE_TEXT);
        }
        type_case_test(typing, expression, tested.type);
    }
    Node *nothing = make_null(); /* what ELSE is when it is not said */
    add_part(typing, &parts,
             expression->defresult != NULL ? (Node **)&expression->defresult : &nothing);
    ListCell *cell;
    foreach (cell, expression->args) {
        CaseWhen *when = lfirst(cell);
        if (expression->arg == NULL) {
            typing_condition(typing, (Node **)&when->expr);
        }
        add_part(typing, &parts, (Node **)&when->result);
    }
    Typed typed = unite(typing, &parts);
    if (typed.type != TYPE_NONE && is_null_of_plain_type((Node *)expression->defresult)) {
        expression->defresult = NULL;
    }
    return typed;
}

/* ---- Fields and subscripts */

/* Of an array, or of a type of fixed length that is subscripted like one. */
static TypeId subscripted(const TypeTable *types, TypeId base) {
    switch (base) {
        case TYPE_POINT: return TYPE_FLOAT8;
        case TYPE_INT2VECTOR: return TYPE_INT2;
        case TYPE_OIDVECTOR: return TYPE_OID;
        default: return type_element(types, base);
    }
}

static Typed type_subscript(Typing *typing, Typed of, const A_Indices *subscript) {
    TypeId base = type_base(typing->types, of.type);
    if (subscript->is_slice || base == TYPE_JSONB) {
        return (Typed){base, TEXT("?")};
    }
    return (Typed){subscripted(typing->types, base), TEXT("?")};
}

/* Of an array they are integers, of jsonb text unless they are. */
static void type_subscripts(Typing *typing, Typed of, A_Indices *indices) {
    TypeId base = type_base(typing->types, of.type);
    TypeId wanted = type_element(typing->types, base) != TYPE_NONE ? TYPE_INT4
                    : base == TYPE_JSONB                           ? TYPE_TEXT
                                                                   : TYPE_NONE;
    Node **slots[] = {&indices->lidx, &indices->uidx};
    for (size_t i = 0; i < 2; i++) {
        if (*slots[i] != NULL && typing_expression(typing, slots[i]).type == TYPE_UNKNOWN) {
            typing_coerce(typing, slots[i], TYPE_UNKNOWN, wanted);
        }
    }
}

static Typed type_field(Typing *typing, const Node *value, Typed of, Text name) {
    TypedColumns columns = typing_call_columns(typing, value, of);
    const TypedColumn *column = typed_column_find(&columns, name);
    return column == NULL ? typing_of(TYPE_NONE) : column->typed;
}

/* (o).t of a relation o is its column o.t. */
static bool take_first_field(Typing *typing, Node **slot) {
    const A_Indirection *indirection = (const A_Indirection *)*slot;
    const ColumnRef *row = (const ColumnRef *)indirection->arg;
    if (!IsA(row, ColumnRef) || !IsA(linitial(indirection->indirection), String) ||
        !typing_names_row(typing, row)) {
        return false;
    }
    ColumnRef *column = makeNode(ColumnRef);
    column->fields = list_make2(linitial(row->fields), linitial(indirection->indirection));
    column->location = -1;
    List *rest = list_copy_tail(indirection->indirection, 1);
    ((A_Indirection *)*slot)->arg = (Node *)column;
    ((A_Indirection *)*slot)->indirection = rest;
    *slot = rest == NIL ? (Node *)column : *slot;
    return rest == NIL;
}

static Typed type_indirection(Typing *typing, Node **slot) {
    if (take_first_field(typing, slot)) {
        return typing_column(typing, slot);
    }
    A_Indirection *indirection = (A_Indirection *)*slot;
    Typed typed = typing_expression(typing, &indirection->arg);
    ListCell *cell;
    foreach (cell, indirection->indirection) {
        Node *step = lfirst(cell);
        if (IsA(step, A_Indices)) {
            type_subscripts(typing, typed, (A_Indices *)step);
            typed = type_subscript(typing, typed, (A_Indices *)step);
        } else if (IsA(step, String)) {
            bool is_first = foreach_current_index(cell) == 0;
            typed = type_field(typing, is_first ? indirection->arg : step, typed,
                               text_from_string(strVal(step)));
        } else {
            typed = typing_of(TYPE_NONE);
        }
    }
    return typed;
}

/* ---- Subqueries */

static Typed type_sublink(Typing *typing, SubLink *link) {
    Typed tested =
        link->testexpr == NULL ? typing_of(TYPE_NONE) : typing_expression(typing, &link->testexpr);
    if (!IsA(link->subselect, SelectStmt)) {
        return typing_of(TYPE_NONE);
    }
    TypedColumns columns = typing_query(typing, (SelectStmt *)link->subselect);
    bool is_one = columns.count == 1 && !columns.is_partial;
    Typed column = is_one ? columns.items[0].typed : typing_of(TYPE_NONE);
    switch (link->subLinkType) {
        case EXISTS_SUBLINK: return typing_of(TYPE_BOOL);
        case EXPR_SUBLINK: return column;
        case ARRAY_SUBLINK: return (Typed){type_array(typing->types, column.type), column.modifier};
        case ANY_SUBLINK:
        case ALL_SUBLINK: {
            List *name =
                link->operName == NIL ? list_make1(makeString(pstrdup("="))) : link->operName;
            OperatorTypes found;
            if (is_one &&
                typing_find_operator(typing, name, tested.type, column.type, false, &found)) {
                typing_coerce(typing, &link->testexpr, tested.type, found.left);
            }
            return typing_of(TYPE_BOOL);
        }
        default: return typing_of(TYPE_NONE);
    }
}

/* ---- The rest */

static Typed type_value_function(const SQLValueFunction *function) {
    switch (function->op) {
        case SVFOP_CURRENT_DATE: return typing_of(TYPE_DATE);
        case SVFOP_CURRENT_TIME: return typing_of(TYPE_TIMETZ);
        case SVFOP_CURRENT_TIMESTAMP: return typing_of(TYPE_TIMESTAMPTZ);
        case SVFOP_LOCALTIME: return typing_of(TYPE_TIME);
        case SVFOP_LOCALTIMESTAMP: return typing_of(TYPE_TIMESTAMP);
        case SVFOP_CURRENT_TIME_N: return (Typed){TYPE_TIMETZ, TEXT("?")};
        case SVFOP_CURRENT_TIMESTAMP_N: return (Typed){TYPE_TIMESTAMPTZ, TEXT("?")};
        case SVFOP_LOCALTIME_N: return (Typed){TYPE_TIME, TEXT("?")};
        case SVFOP_LOCALTIMESTAMP_N: return (Typed){TYPE_TIMESTAMP, TEXT("?")};
        default: return typing_of(TYPE_NAME); /* CURRENT_USER ... */
    }
}

static Typed type_parameter(Typing *typing, const ParamRef *reference) {
    const Routine *routine = typing->normalizer->context->routine;
    int number = 0;
    for (size_t i = 0; routine != NULL && i < routine->parameters.count; i++) {
        const Parameter *parameter = &routine->parameters.items[i];
        bool is_output =
            text_equal(parameter->mode, TEXT("OUT")) || text_equal(parameter->mode, TEXT("TABLE"));
        if (!is_output && ++number == reference->number) {
            return typing_declared(typing, parameter->type);
        }
    }
    return typing_of(TYPE_NONE);
}

static Typed type_boolean(Typing *typing, BoolExpr *expression) {
    ListCell *cell;
    foreach (cell, expression->args) {
        typing_condition(typing, (Node **)&lfirst(cell));
    }
    return typing_of(TYPE_BOOL);
}

static Typed type_children(Typing *typing, Node *node, TypeId type) {
    tree_visit_children(node, typing_visit, typing);
    return typing_of(type);
}

static Typed type_by_node(Typing *typing, Node **slot) {
    Node *node = *slot;
    switch (nodeTag(node)) {
        case T_A_Const: return type_constant(typing, slot);
        case T_ColumnRef: return typing_column(typing, slot);
        case T_ParamRef: return type_parameter(typing, (ParamRef *)node);
        case T_TypeCast: return type_cast(typing, slot);
        case T_CollateClause:
            return typing_expression(typing, (Node **)&((CollateClause *)node)->arg);
        case T_A_Expr: return typing_operation(typing, slot);
        case T_BoolExpr: return type_boolean(typing, (BoolExpr *)node);
        case T_NullTest: return type_children(typing, node, TYPE_BOOL);
        case T_BooleanTest:
            typing_condition(typing, (Node **)&((BooleanTest *)node)->arg);
            return typing_of(TYPE_BOOL);
        case T_CaseExpr: return type_case(typing, (CaseExpr *)node);
        case T_CoalesceExpr: return type_list_of_equals(typing, ((CoalesceExpr *)node)->args);
        case T_MinMaxExpr: return type_list_of_equals(typing, ((MinMaxExpr *)node)->args);
        case T_A_ArrayExpr: return typing_array(typing, (A_ArrayExpr *)node, TYPE_NONE);
        case T_RowExpr: return type_children(typing, node, TYPE_RECORD);
        case T_A_Indirection: return type_indirection(typing, slot);
        case T_SubLink: return type_sublink(typing, (SubLink *)node);
        case T_FuncCall: return typing_call(typing, (FuncCall *)node);
        case T_JsonArrayQueryConstructor: return typing_json_array_of_query(typing, slot);
        case T_JsonObjectConstructor:
        case T_JsonArrayConstructor:
        case T_JsonObjectAgg:
        case T_JsonArrayAgg:
        case T_JsonParseExpr:
        case T_JsonScalarExpr:
        case T_JsonSerializeExpr:
        case T_JsonIsPredicate:
        case T_JsonFuncExpr: return typing_json(typing, node);
        case T_XmlExpr: return typing_xml(typing, (XmlExpr *)node);
        case T_SQLValueFunction: return type_value_function((SQLValueFunction *)node);
        case T_GroupingFunc: return type_children(typing, node, TYPE_INT4);
        case T_ReturnStmt: typing_text(typing, &((ReturnStmt *)node)->returnval); break;
        case T_SelectStmt: typing_query(typing, (SelectStmt *)node); break;
        case T_InsertStmt:
        case T_UpdateStmt:
        case T_DeleteStmt:
        case T_MergeStmt: typing_data_change(typing, node); break;
        case T_TypeName: break;
        default: return type_children(typing, node, TYPE_NONE);
    }
    return typing_of(TYPE_NONE);
}

/* A name, an operator or a function of which the types are not known: only a server could tell. */
static bool is_in_doubt(const Node *node, Typed typed) {
    switch (nodeTag(node)) {
        case T_ColumnRef: /* old.* is a row */
            return typed.type == TYPE_NONE &&
                   !IsA(llast(((const ColumnRef *)node)->fields), A_Star);
        case T_A_Expr:
        case T_FuncCall:
        case T_A_Indirection: return typed.type == TYPE_NONE;
        default: return false;
    }
}

Typed typing_expression(Typing *typing, Node **slot) {
    const Node *node = *slot;
    check_stack_depth();
    Typed typed = type_by_node(typing, slot);
    typing->memory->is_in_doubt |= is_in_doubt(node, typed);
    return typed;
}
