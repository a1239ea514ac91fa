/*
 * Rewrites: spellings that PostgreSQL's parse analysis turns into one tree become one tree here.
 *
 * Called for each node after its children.  Everything here holds for every type; what depends on
 * the types of columns is not done.
 */
#include "parser/constant.h"
#include "parser/normalizer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "nodes/makefuncs.h"

bool tree_is_string(const Node *node) {
    return node != NULL && IsA(node, A_Const) && !((const A_Const *)node)->isnull &&
           IsA(&((const A_Const *)node)->val, String);
}

bool tree_is_null(const Node *node) {
    return node != NULL && IsA(node, A_Const) && ((const A_Const *)node)->isnull;
}

static bool is_constant_of(const Node *node, NodeTag tag) {
    return node != NULL && IsA(node, A_Const) && !((const A_Const *)node)->isnull &&
           nodeTag(&((const A_Const *)node)->val) == tag;
}

static Text string_value(const Node *constant) {
    return text_from_string(((const A_Const *)constant)->val.sval.sval);
}

Node *tree_make_cast(Node *argument, Text type) {
    TypeCast *cast = makeNode(TypeCast);
    cast->arg = argument;
    cast->typeName = makeNode(TypeName);
    cast->typeName->typemod = -1;
    cast->typeName->location = -1;
    cast->location = -1;
    tree_mark_type(cast->typeName, type);
    return (Node *)cast;
}

static Node *make_operation(const char *operator, Node * left, Node *right) {
    return (Node *)makeSimpleA_Expr(AEXPR_OP, pstrdup(operator), copyObjectImpl(left),
                                    copyObjectImpl(right), -1);
}

static Node *make_boolean(BoolExprType operator, List * arguments) {
    return (Node *)makeBoolExpr(operator, arguments, -1);
}

static Node *make_not(Node *argument) {
    return make_boolean(NOT_EXPR, list_make1(argument));
}

/* a AND (b AND c) -> a AND b AND c, to be compared; (a AND b) AND c is that to the grammar. */
static void flatten_boolean(BoolExpr *expression) {
    if (expression->boolop == NOT_EXPR) {
        return;
    }
    List *arguments = NIL;
    ListCell *cell;
    foreach (cell, expression->args) {
        BoolExpr *argument = lfirst(cell);
        if (IsA(argument, BoolExpr) && argument->boolop == expression->boolop) {
            arguments = list_concat(arguments, argument->args);
        } else {
            arguments = lappend(arguments, argument);
        }
    }
    expression->args = arguments;
}

static Node *flat_boolean(BoolExprType operator, List * arguments) {
    Node *node = make_boolean(operator, arguments);
    flatten_boolean((BoolExpr *)node);
    return node;
}

/* (a, b) = (c, d) -> a = c AND b = d; as PostgreSQL does for = and <> only. */
static Node *compare_rows(const char *operator, const RowExpr * left, const RowExpr *right) {
    List *comparisons = NIL;
    ListCell *left_cell, *right_cell;
    forboth(left_cell, left->args, right_cell, right->args) {
        comparisons =
            lappend(comparisons, make_operation(operator, lfirst(left_cell), lfirst(right_cell)));
    }
    if (list_length(comparisons) == 1) {
        return linitial(comparisons);
    }
    return make_boolean(strcmp(operator, "=") == 0 ? AND_EXPR : OR_EXPR, comparisons);
}

static bool is_row_comparison(const char *operator, const Node * left, const Node *right) {
    return left != NULL && right != NULL && IsA(left, RowExpr) && IsA(right, RowExpr) &&
           list_length(((const RowExpr *)left)->args) ==
               list_length(((const RowExpr *)right)->args) &&
           (strcmp(operator, "=") == 0 || strcmp(operator, "<>") == 0);
}

static Node *compare(const char *operator, Node * left, Node *right) {
    if (is_row_comparison(operator, left, right)) {
        return compare_rows(operator,(RowExpr *) left, (RowExpr *)right);
    }
    return make_operation(operator, left, right);
}

static void find_column(Node **slot, void *found) {
    if (IsA(*slot, ColumnRef)) {
        *(bool *)found = true;
    }
    tree_visit_children(*slot, find_column, found);
}

static bool has_column(Node *node) {
    bool found = false;
    find_column(&node, &found);
    return found;
}

/*
 * x IN (1) -> x = 1; x IN (1, 2, y) -> x IN (1, 2) OR x = y, as transformAExprIn() does it: what
 * holds a column stays out of the array.  IN does not become = ANY (ARRAY[...]): the elements of an
 * array find their type among themselves, those of IN with x (see normalize_typed.c).
 */
static Node *rewrite_in(A_Expr *in) {
    bool is_not = strcmp(strVal(linitial(in->name)), "<>") == 0;
    const char *operator= is_not ? "<>" : "=";
    List *values = NIL, *comparisons = NIL;
    ListCell *cell;
    foreach (cell, (List *)in->rexpr) {
        if (!has_column(lfirst(cell)) && !IsA(in->lexpr, RowExpr)) {
            values = lappend(values, lfirst(cell));
        }
    }
    if (list_length(values) > 1) {
        comparisons = list_make1(makeSimpleA_Expr(AEXPR_IN, pstrdup(operator),
                                                  copyObjectImpl(in->lexpr), (Node *)values, -1));
    }
    foreach (cell, (List *)in->rexpr) {
        if (list_length(values) <= 1 || has_column(lfirst(cell))) {
            comparisons = lappend(comparisons, compare(operator, in->lexpr, lfirst(cell)));
        }
    }
    if (list_length(comparisons) == 1) {
        return linitial(comparisons);
    }
    return flat_boolean(is_not ? AND_EXPR : OR_EXPR, comparisons);
}

/* a BETWEEN b AND c -> a >= b AND a <= c; NOT BETWEEN -> a < b OR a > c; SYMMETRIC tries both ways.
 */
static Node *rewrite_between(const A_Expr *between) {
    Node *value = between->lexpr;
    Node *low = linitial((List *)between->rexpr), *high = lsecond((List *)between->rexpr);
    bool is_not = between->kind == AEXPR_NOT_BETWEEN || between->kind == AEXPR_NOT_BETWEEN_SYM;
    bool is_symmetric =
        between->kind == AEXPR_BETWEEN_SYM || between->kind == AEXPR_NOT_BETWEEN_SYM;
    const char *above = is_not ? "<" : ">=", *below = is_not ? ">" : "<=";
    BoolExprType inner = is_not ? OR_EXPR : AND_EXPR, outer = is_not ? AND_EXPR : OR_EXPR;
    Node *there = make_boolean(
        inner, list_make2(make_operation(above, value, low), make_operation(below, value, high)));
    if (!is_symmetric) {
        return there;
    }
    Node *back = make_boolean(
        inner, list_make2(make_operation(above, value, high), make_operation(below, value, low)));
    return make_boolean(outer, list_make2(there, back));
}

/*
 * a IS NOT DISTINCT FROM b -> NOT (a IS DISTINCT FROM b).  IS DISTINCT FROM NULL stays: of a row it
 * is not what IS NOT NULL is.
 */
static Node *rewrite_distinct(A_Expr *distinct) {
    bool is_not = distinct->kind == AEXPR_NOT_DISTINCT;
    distinct->kind = AEXPR_DISTINCT;
    return is_not ? make_not((Node *)distinct) : (Node *)distinct;
}

static Node *rewrite_operation(A_Expr *operation) {
    switch (operation->kind) {
        case AEXPR_IN: return rewrite_in(operation);
        case AEXPR_BETWEEN:
        case AEXPR_NOT_BETWEEN:
        case AEXPR_BETWEEN_SYM:
        case AEXPR_NOT_BETWEEN_SYM: return rewrite_between(operation);
        case AEXPR_DISTINCT:
        case AEXPR_NOT_DISTINCT: return rewrite_distinct(operation);
        case AEXPR_LIKE:
        case AEXPR_ILIKE:
        case AEXPR_SIMILAR: operation->kind = AEXPR_OP; return (Node *)operation;
        case AEXPR_OP:
            if (list_length(operation->name) == 1 &&
                is_row_comparison(strVal(linitial(operation->name)), operation->lexpr,
                                  operation->rexpr)) {
                return compare(strVal(linitial(operation->name)), operation->lexpr,
                               operation->rexpr);
            }
            return (Node *)operation;
        case AEXPR_OP_ANY:
        case AEXPR_OP_ALL:
        case AEXPR_NULLIF: return (Node *)operation;
    }
    return (Node *)operation;
}

static bool is_digits(Text text, size_t start) {
    for (size_t i = start; i < text.length; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') {
            return false;
        }
    }
    return start < text.length;
}

/* "-12", "12" without leading zeros: what an integer constant prints as. */
bool normalizer_is_integer(Text text) {
    size_t start = text.length != 0 && text.data[0] == '-' ? 1 : 0;
    bool is_zero = text_equal(text, TEXT("0"));
    return is_digits(text, start) && (is_zero || text.data[start] != '0');
}

bool normalizer_is_decimal(Text text) {
    size_t point = 0;
    while (point < text.length && text.data[point] != '.') {
        point++;
    }
    Text before = text_slice(text, 0, point);
    bool is_zero = text_equal(before, TEXT("0")) || text_equal(before, TEXT("-0"));
    return point < text.length && (is_zero || normalizer_is_integer(before)) &&
           is_digits(text, point + 1);
}

/* A number constant as the grammar makes it: Integer when it fits four bytes, else Float. */
Node *tree_make_number(Text text) {
    A_Const *constant = makeNode(A_Const);
    char *string = tree_string(text);
    errno = 0;
    long value = strtol(string, NULL, 10);
    constant->location = -1;
    if (normalizer_is_integer(text) && errno == 0 && value >= INT32_MIN && value <= INT32_MAX) {
        constant->val.ival = *makeInteger((int)value);
    } else {
        constant->val.fval = *makeFloat(string);
    }
    return (Node *)constant;
}

static bool fits(Text text, int64_t minimum, int64_t maximum) {
    char digits[24];
    if (!normalizer_is_integer(text) || text.length >= sizeof digits) {
        return false;
    }
    memcpy(digits, text.data, text.length);
    digits[text.length] = '\0';
    errno = 0;
    long long value = strtoll(digits, NULL, 10);
    return errno == 0 && value >= minimum && value <= maximum;
}

/*
 * '-1'::integer is how PostgreSQL prints the constant -1, '5000000000'::bigint the constant
 * 5000000000,
 * '-1.5'::numeric the constant -1.5.  Not '1'::bigint: that is no integer constant.
 */
static Node *number_of_literal(const Node *argument, Text type) {
    Text text = string_value(argument);
    bool is_four_bytes = fits(text, INT32_MIN, INT32_MAX);
    bool is_eight_bytes = fits(text, INT64_MIN, INT64_MAX);
    if ((text_equal(type, TEXT("integer")) && is_four_bytes) ||
        (text_equal(type, TEXT("bigint")) && is_eight_bytes && !is_four_bytes) ||
        (text_equal(type, TEXT("numeric")) &&
         (normalizer_is_decimal(text) || (normalizer_is_integer(text) && !is_eight_bytes)))) {
        return tree_make_number(text);
    }
    return NULL;
}

Node *tree_make_boolean(Text text) {
    int value = constant_boolean(text);
    if (value < 0) {
        return NULL;
    }
    A_Const *constant = makeNode(A_Const);
    constant->val.boolval = *makeBoolean(value == 1);
    constant->location = -1;
    return (Node *)constant;
}

/* 1::integer, true::boolean, 1.5::numeric: the constant has the type already. */
static bool constant_has_type(const Node *argument, Text type) {
    if (is_constant_of(argument, T_Float)) {
        Text text = text_from_string(((const A_Const *)argument)->val.fval.fval);
        bool is_bigint = fits(text, INT64_MIN, INT64_MAX);
        return text_equal(type, is_bigint ? TEXT("bigint") : TEXT("numeric"));
    }
    return (is_constant_of(argument, T_Integer) && text_equal(type, TEXT("integer"))) ||
           (is_constant_of(argument, T_Boolean) && text_equal(type, TEXT("boolean")));
}

static bool has_modifier(Text type) {
    return text_contains(type, TEXT("(")) || text_starts_with(type, TEXT("interval "));
}

static Node *rewrite_cast(Normalizer *normalizer, TypeCast *cast);

/*
 * ARRAY['a', 'b']::text[] -> ARRAY['a'::text, 'b'::text], as transformArrayExpr() does it.  Where
 * the server prints a cast of a whole array, it has stored one: that is not this.
 */
static Node *cast_elements(Normalizer *normalizer, A_ArrayExpr *array, Text type,
                           Text element_type) {
    ListCell *cell;
    foreach (cell, array->elements) {
        Node *element = lfirst(cell);
        if (IsA(element, A_ArrayExpr)) {
            lfirst(cell) = cast_elements(normalizer, (A_ArrayExpr *)element, type, element_type);
        } else {
            lfirst(cell) =
                rewrite_cast(normalizer, (TypeCast *)tree_make_cast(element, element_type));
        }
    }
    return array->elements == NIL ? tree_make_cast((Node *)array, type) : (Node *)array;
}

static Node *rewrite_cast(Normalizer *normalizer, TypeCast *cast) {
    Text type = tree_marked_type(cast->typeName), element_type;
    if (text_is_absent(type) || cast->typeName->setof) {
        return (Node *)cast;
    }
    if (tree_is_string(cast->arg)) {
        Node *constant = number_of_literal(cast->arg, type);
        if (constant == NULL && text_equal(type, TEXT("boolean"))) {
            constant = tree_make_boolean(string_value(cast->arg));
        }
        if (text_equal(type, TEXT("regclass"))) {
            A_Const *literal = (A_Const *)cast->arg;
            normalizer_relation_literal(normalizer, &literal->val.sval, literal->location);
        } else if (text_equal(type, TEXT("regconfig"))) {
            normalizer_configuration_literal(normalizer, &((A_Const *)cast->arg)->val.sval);
        }
        return constant != NULL ? constant : (Node *)cast;
    }
    if (constant_has_type(cast->arg, type)) {
        return cast->arg;
    }
    if (IsA(cast->arg, A_ArrayExpr) && normalizer_is_array(type, &element_type) &&
        !has_modifier(element_type) && !normalizer->in->is_catalog) {
        return cast_elements(normalizer, (A_ArrayExpr *)cast->arg, type, element_type);
    }
    if (IsA(cast->arg, TypeCast) && !has_modifier(type) &&
        text_equal(tree_marked_type(((TypeCast *)cast->arg)->typeName), type)) {
        return cast->arg; /* a cast to the type that it already has */
    }
    return (Node *)cast;
}

/* PostgreSQL prints ELSE NULL::type where there was no ELSE; the others have said the type. */
static void drop_null_else(CaseExpr *expression) {
    Node *otherwise = (Node *)expression->defresult;
    if (tree_is_null(otherwise)) {
        expression->defresult = NULL;
        return;
    }
    if (otherwise == NULL || !IsA(otherwise, TypeCast) ||
        !tree_is_null(((TypeCast *)otherwise)->arg)) {
        return;
    }
    Text type = tree_marked_type(((TypeCast *)otherwise)->typeName);
    ListCell *cell;
    foreach (cell, expression->args) {
        Node *result = (Node *)((CaseWhen *)lfirst(cell))->result;
        if (constant_has_type(result, type) ||
            (IsA(result, TypeCast) &&
             text_equal(tree_marked_type(((TypeCast *)result)->typeName), type))) {
            expression->defresult = NULL;
            return;
        }
    }
}

/* ASC, and the place of nulls that goes with the direction, are what is meant when nothing is said.
 */
static void drop_default_direction(SortBy *key) {
    if (key->sortby_dir == SORTBY_ASC) {
        key->sortby_dir = SORTBY_DEFAULT;
    }
    if ((key->sortby_dir == SORTBY_DEFAULT && key->sortby_nulls == SORTBY_NULLS_LAST) ||
        (key->sortby_dir == SORTBY_DESC && key->sortby_nulls == SORTBY_NULLS_FIRST)) {
        key->sortby_nulls = SORTBY_NULLS_DEFAULT;
    }
}

/* 1_000.5 -> 1000.5, 0xFFFFFFFFFF -> 1099511627775; one that fits four bytes is read already. */
static void plain_number(A_Const *constant) {
    if (!is_constant_of((Node *)constant, T_Float)) {
        return;
    }
    char *number = constant->val.fval.fval, *end = number;
    bool is_marked = number[0] == '0' && number[1] != '\0' && strchr("xXoObB", number[1]) != NULL;
    if (!is_marked && strchr(number, '_') == NULL) {
        return;
    }
    number = end = pstrdup(number);
    for (const char *from = number; *from != '\0'; from++) {
        if (*from != '_') {
            *end++ = *from;
        }
    }
    *end = '\0';
    if (is_marked) {
        bool is_hexadecimal = number[1] == 'x' || number[1] == 'X';
        bool is_octal = number[1] == 'o' || number[1] == 'O';
        errno = 0;
        unsigned long long value = strtoull(number + 2, &end,
                                            is_hexadecimal ? 16
                                            : is_octal     ? 8
                                                           : 2);
        if (errno != 0 || *end != '\0') {
            return; /* more than eight bytes */
        }
        number = psprintf("%llu", value);
    }
    constant->val.fval.fval = number;
}

/* XMLROOT(x, VERSION '1.0'::text) as PostgreSQL prints it: the deparser wants the bare literal. */
static void bare_version(XmlExpr *expression) {
    TypeCast *version = expression->op == IS_XMLROOT ? lsecond(expression->args) : NULL;
    if (version != NULL && IsA(version, TypeCast) && tree_is_string(version->arg)) {
        lsecond(expression->args) = version->arg;
    }
}

void normalizer_rewrite(Normalizer *normalizer, Node **slot) {
    Node *node = *slot;
    switch (nodeTag(node)) {
        case T_A_Const: plain_number((A_Const *)node); break;
        case T_XmlExpr: bare_version((XmlExpr *)node); break;
        case T_A_Expr:
            normalizer_operator(normalizer, &((A_Expr *)node)->name);
            *slot = rewrite_operation((A_Expr *)node);
            if (normalizer->in->typing == NULL) {
                normalizer_typed(normalizer, *slot);
            }
            break;
        case T_TypeCast: *slot = rewrite_cast(normalizer, (TypeCast *)node); break;
        case T_BoolExpr:
            if (normalizer->in->typing != NULL) { /* PostgreSQL keeps a AND (b AND c) so */
                flatten_boolean((BoolExpr *)node);
            }
            break;
        case T_CaseExpr: drop_null_else((CaseExpr *)node); break;
        case T_RowExpr: ((RowExpr *)node)->row_format = COERCE_EXPLICIT_CALL; break;
        case T_CollateClause:
            normalizer_collation(normalizer, &((CollateClause *)node)->collname);
            break;
        case T_SortBy:
            normalizer_operator(normalizer, &((SortBy *)node)->useOp);
            drop_default_direction((SortBy *)node);
            break;
        case T_SubLink: {
            SubLink *link = (SubLink *)node;
            normalizer_operator(normalizer, &link->operName);
            /* x = ANY (SELECT ...) is what x IN (SELECT ...) means. */
            if (link->subLinkType == ANY_SUBLINK && tree_name_is(link->operName, "=")) {
                link->operName = NIL;
            }
            break;
        }
        default: break;
    }
}
