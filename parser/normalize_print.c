/*
 * Print: a canonical tree -> canonical text.
 *
 * The deparser leaves out some parentheses that precedence needs ("(a OR b) IS NULL"), so every
 * operand that is not a primary gets its own, as pg_get_expr() does it.
 */
#include "parser/normalizer.h"

#include <assert.h>
#include <string.h>

#include "compiler/builder.h"
#include "lib/stringinfo.h"
#include "nodes/makefuncs.h"
#include "postgres_deparse.h"

static const char parentheses_mark[] = {MARK, MARK, '\0'};

/* A call of the function named by the empty mark: prints as "(...)". */
Node *tree_make_parentheses(Node *node) {
    return (Node *)makeFuncCall(list_make1(makeString(pstrdup(parentheses_mark))), list_make1(node),
                                COERCE_EXPLICIT_CALL, -1);
}

/* AT TIME ZONE, OVERLAPS and IS NORMALIZED are calls that print as operators. */
static bool prints_as_operator(const FuncCall *call) {
    return call->funcformat == COERCE_SQL_SYNTAX &&
           (tree_name_is(call->funcname, "timezone") || tree_name_is(call->funcname, "overlaps") ||
            tree_name_is(call->funcname, "is_normalized"));
}

static bool is_negative_number(const Node *node) {
    const A_Const *constant = (const A_Const *)node;
    if (!IsA(node, A_Const) || constant->isnull) {
        return false;
    }
    return (IsA(&constant->val, Integer) && constant->val.ival.ival < 0) ||
           (IsA(&constant->val, Float) && constant->val.fval.fval[0] == '-');
}

static bool prints_as_operand(const Node *node) {
    switch (nodeTag(node)) {
        case T_A_Expr: return ((const A_Expr *)node)->kind == AEXPR_NULLIF;
        case T_BoolExpr:
        case T_NullTest:
        case T_BooleanTest:
        case T_JsonIsPredicate: return false;
        case T_SubLink:
            return ((const SubLink *)node)->subLinkType != ANY_SUBLINK &&
                   ((const SubLink *)node)->subLinkType != ALL_SUBLINK;
        case T_FuncCall: return !prints_as_operator((const FuncCall *)node);
        default: return true;
    }
}

static void parenthesize(Node **slot) {
    if (*slot != NULL && !IsA(*slot, List) && !prints_as_operand(*slot)) {
        *slot = tree_make_parentheses(*slot);
    }
}

/* Beside "::" and COLLATE, a COLLATE and a negative number need them too. */
static void parenthesize_tightly(Node **slot) {
    if (*slot == NULL) {
        return;
    }
    if (IsA(*slot, CollateClause) || is_negative_number(*slot)) {
        *slot = tree_make_parentheses(*slot);
    } else {
        parenthesize(slot);
    }
}

static void parenthesize_list(List *list) {
    ListCell *cell;
    foreach (cell, list) {
        parenthesize((Node **)&lfirst(cell));
    }
}

/* x ~~ y is what the parser makes of x LIKE y; people read the latter (makeSimpleA_Expr in gram.y).
 */
static void spell_pattern_match(A_Expr *operation) {
    static const struct {
        const char *name;
        A_Expr_Kind kind;
    } matches[] = {
        {"~~", AEXPR_LIKE}, {"!~~", AEXPR_LIKE}, {"~~*", AEXPR_ILIKE}, {"!~~*", AEXPR_ILIKE}};
    bool is_plain = operation->kind == AEXPR_OP && list_length(operation->name) == 1 &&
                    operation->lexpr != NULL && operation->rexpr != NULL;
    for (size_t i = 0; is_plain && i < lengthof(matches); i++) {
        if (strcmp(strVal(linitial(operation->name)), matches[i].name) == 0) {
            operation->kind = matches[i].kind;
        }
    }
}

static void add_parentheses(Node **slot, void *unused) {
    Node *node = *slot;
    tree_visit_children(node, add_parentheses, unused);
    switch (nodeTag(node)) {
        case T_A_Expr: {
            A_Expr *operation = (A_Expr *)node;
            spell_pattern_match(operation);
            bool is_between_parentheses = operation->kind == AEXPR_OP_ANY ||
                                          operation->kind == AEXPR_OP_ALL ||
                                          operation->kind == AEXPR_NULLIF;
            if (operation->kind != AEXPR_NULLIF) {
                parenthesize(&operation->lexpr);
            }
            if (!is_between_parentheses) {
                parenthesize(&operation->rexpr);
            }
            break;
        }
        case T_BoolExpr:
            if (((BoolExpr *)node)->boolop == NOT_EXPR) {
                parenthesize_list(((BoolExpr *)node)->args);
            }
            break;
        case T_NullTest: parenthesize((Node **)&((NullTest *)node)->arg); break;
        case T_BooleanTest: parenthesize((Node **)&((BooleanTest *)node)->arg); break;
        case T_JsonIsPredicate: parenthesize(&((JsonIsPredicate *)node)->expr); break;
        case T_SubLink: parenthesize(&((SubLink *)node)->testexpr); break;
        case T_CollateClause: parenthesize_tightly(&((CollateClause *)node)->arg); break;
        case T_TypeCast: parenthesize_tightly(&((TypeCast *)node)->arg); break;
        case T_FuncCall:
            if (prints_as_operator((FuncCall *)node)) {
                parenthesize_list(((FuncCall *)node)->args);
            }
            break;
        default: break;
    }
}

/* Take the marks, and the quotes that the deparser has put around them, out of the text. */
static Text unmark(Arena *arena, const char *printed, size_t length) {
    Builder out = builder_new(arena);
    bool is_marked = false;
    for (size_t i = 0; i < length; i++) {
        bool is_opening = !is_marked && printed[i] == '"' && printed[i + 1] == MARK;
        bool is_closing = is_marked && printed[i] == MARK && printed[i + 1] == '"';
        if (is_opening || is_closing) {
            is_marked = is_opening;
            i++;
            continue;
        }
        builder_add_char(&out, printed[i]);
        if (is_marked && printed[i] == '"') {
            i++; /* a quote in the mark was doubled */
        }
    }
    return builder_text(&out);
}

Text normalizer_print(Normalizer *normalizer, Node *statement, Text prefix) {
    RawStmt raw = {.type = T_RawStmt, .stmt = statement, .stmt_location = -1};
    StringInfoData printed;
    add_parentheses(&raw.stmt, NULL);
    initStringInfo(&printed);
    deparseRawStmt(&printed, &raw);
    Arena *arena = normalizer->in->schema->arena;
    size_t length = (size_t)printed.len;
    Text text = memchr(printed.data, MARK, length) == NULL
                    ? text_copy(arena, (Text){printed.data, length})
                    : unmark(arena, printed.data, length);
    assert(text_starts_with(text, prefix));
    return text_slice(text, prefix.length, text.length);
}
