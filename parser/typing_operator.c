/*
 * Operators: which one stands between two types (oper(), left_oper()), and what their operands
 * become.
 */
#include "parser/typing.h"
#include "parser/user_operator.h"

#include <stdlib.h>
#include <string.h>

#include "nodes/makefuncs.h"

/* ---- Finding */

static bool find_exact(BuiltinSpan span, TypeId left, TypeId right, OperatorTypes *found) {
    for (size_t i = span.first; i < span.end; i++) {
        const BuiltinOperator *operator= builtin_operator(i);
        if (operator->left == left && operator->right == right) {
            *found = (OperatorTypes){left, right, operator->result };
            return true;
        }
    }
    return false;
}

static CandidateList candidates_of(Typing *typing, BuiltinSpan span, bool is_prefix) {
    CandidateList list = {0};
    for (size_t i = span.first; i < span.end; i++) {
        const BuiltinOperator *operator= builtin_operator(i);
        if ((operator->left == TYPE_NONE) != is_prefix) {
            continue;
        }
        Candidate candidate = {.arguments = arena_array(typing->arena, TypeId, 2),
                               .result = operator->result };
        candidate.arguments[0] = is_prefix ? operator->right : operator->left;
        candidate.arguments[1] = operator->right;
        list_push(typing->arena, &list, candidate);
    }
    return list;
}

/* An unknown literal is first taken for what stands on the other side. */
static bool find_for_literal(Typing *typing, BuiltinSpan span, TypeId left, TypeId right,
                             OperatorTypes *found) {
    TypeId known = left == TYPE_UNKNOWN ? right : left;
    TypeId base = type_base(typing->types, known);
    return find_exact(span, known, known, found) || find_exact(span, base, base, found);
}

/* ---- Operators of the model and of extensions */

/* All that a name with a schema, or with a mark instead of one, may mean. */
typedef struct UserCandidates {
    BuiltinSpan span; /* empty for a name with a schema */
    UserOperatorList users;
} UserCandidates;

/* Operands of types that are not known fit nothing that is. */
static bool operand_types(Typing *typing, const UserOperator *operator, TypeId * left,
                          TypeId *right) {
    Text left_name, right_name;
    user_operator_operands(operator, & left_name, &right_name);
    *left = text_is_empty(left_name) ? TYPE_NONE : type_find(typing->types, left_name);
    *right = type_find(typing->types, right_name);
    return *right != TYPE_NONE && (text_is_empty(left_name) || *left != TYPE_NONE);
}

/* pg_catalog is looked at first: of two that fit exactly its one is meant. */
static bool find_exact_of_all(Typing *typing, const UserCandidates *all, TypeId left, TypeId right,
                              OperatorTypes *found, Text *schema) {
    *schema = TEXT("");
    if (find_exact(all->span, left, right, found)) {
        return true;
    }
    for (size_t i = 0; i < all->users.count; i++) {
        const UserOperator *operator= & all->users.items[i];
        TypeId its_left, its_right;
        if (operand_types(typing, operator, & its_left, &its_right) && its_left == left &&
            its_right == right) {
            *found = (OperatorTypes){left, right, type_find(typing->types, operator->result)};
            *schema = operator->schema;
            return true;
        }
    }
    return false;
}

static bool find_best_of_all(Typing *typing, const UserCandidates *all, TypeId left, TypeId right,
                             bool is_prefix, OperatorTypes *found, Text *schema) {
    CandidateList list = candidates_of(typing, all->span, is_prefix);
    TypeId actual[] = {is_prefix ? right : left, right};
    size_t count = is_prefix ? 1 : 2;
    for (size_t i = 0; i < all->users.count; i++) {
        const UserOperator *operator= & all->users.items[i];
        TypeId its_left, its_right;
        if (operand_types(typing, operator, & its_left, &its_right) &&
            (its_left == TYPE_NONE) == is_prefix) {
            Candidate candidate = {.arguments = arena_array(typing->arena, TypeId, 2),
                                   .result = type_find(typing->types, operator->result),
                                   .schema = operator->schema };
            candidate.arguments[0] = is_prefix ? its_right : its_left;
            candidate.arguments[1] = its_right;
            list_push(typing->arena, &list, candidate);
        }
    }
    Candidate *best = candidate_select(typing, &list, actual, count);
    if (best == NULL || !candidate_settle(typing, best, actual, count)) {
        return false;
    }
    *schema = best->schema;
    *found = (OperatorTypes){is_prefix ? TYPE_NONE : best->arguments[0], best->arguments[count - 1],
                             best->result};
    return true;
}

static bool find_of_all(Typing *typing, const List *name, TypeId left, TypeId right, bool is_prefix,
                        OperatorTypes *found) {
    Text schema = text_from_string(strVal(linitial(name)));
    Text text = text_from_string(strVal(llast(name)));
    bool is_marked = schema.data[0] == MARK;
    UserCandidates all = {.users = user_operators(typing->normalizer->in, typing->arena,
                                                  is_marked ? TEXT("") : schema, text)};
    Text meant = TEXT("");
    if (is_marked) {
        all.span = builtin_operators_named(text);
    }
    bool has_literal = !is_prefix && (left == TYPE_UNKNOWN || right == TYPE_UNKNOWN);
    TypeId known = left == TYPE_UNKNOWN ? right : left, base = type_base(typing->types, known);
    bool is_found = (has_literal ? find_exact_of_all(typing, &all, known, known, found, &meant) ||
                                       find_exact_of_all(typing, &all, base, base, found, &meant)
                                 : find_exact_of_all(typing, &all, left, right, found, &meant)) ||
                    find_best_of_all(typing, &all, left, right, is_prefix, found, &meant);
    if (is_found && is_marked) {
        size_t number = strtoul(schema.data + 1, NULL, 10);
        typing->memory->operator_schemas.items[number] = meant;
    }
    return is_found;
}

bool typing_find_operator(Typing *typing, const List *name, TypeId left, TypeId right,
                          bool is_prefix, OperatorTypes *found) {
    if (right == TYPE_NONE || (left == TYPE_NONE && !is_prefix)) {
        return false;
    }
    if (list_length(name) == 2) {
        return find_of_all(typing, name, left, right, is_prefix, found);
    }
    Text text = text_from_string(strVal(linitial(name)));
    BuiltinSpan span = builtin_operators_named(text);
    bool has_literal = !is_prefix && (left == TYPE_UNKNOWN || right == TYPE_UNKNOWN);
    if (has_literal ? find_for_literal(typing, span, left, right, found)
                    : find_exact(span, left, right, found)) {
        return true;
    }
    if (text_list_contains(&typing->types->operators, text)) {
        return false; /* one of those could fit better */
    }
    CandidateList list = candidates_of(typing, span, is_prefix);
    TypeId actual[] = {is_prefix ? right : left, right};
    size_t count = is_prefix ? 1 : 2;
    Candidate *candidate = candidate_select(typing, &list, actual, count);
    if (candidate == NULL || !candidate_settle(typing, candidate, actual, count)) {
        return false;
    }
    *found = (OperatorTypes){is_prefix ? TYPE_NONE : candidate->arguments[0],
                             candidate->arguments[count - 1], candidate->result};
    return true;
}

/* ---- What the operands become */

static Typed binary_operation(Typing *typing, A_Expr *operation) {
    bool is_prefix = operation->lexpr == NULL;
    Typed left = is_prefix ? typing_of(TYPE_NONE) : typing_expression(typing, &operation->lexpr);
    Typed right = typing_expression(typing, &operation->rexpr);
    OperatorTypes found;
    if (!typing_find_operator(typing, operation->name, left.type, right.type, is_prefix, &found)) {
        return typing_of(TYPE_NONE);
    }
    if (!is_prefix) {
        typing_coerce(typing, &operation->lexpr, left.type, found.left);
    }
    typing_coerce(typing, &operation->rexpr, right.type, found.right);
    return typing_of(found.result);
}

static bool are_rows(const A_Expr *operation) {
    const RowExpr *left = (const RowExpr *)operation->lexpr;
    const RowExpr *right = (const RowExpr *)operation->rexpr;
    return left != NULL && right != NULL && IsA(left, RowExpr) && IsA(right, RowExpr) &&
           list_length(left->args) == list_length(right->args) && list_length(left->args) > 1;
}

/* (a, b) < (1, 2): each pair is compared, and gets the casts that its operator asks for. */
static Typed row_operation(Typing *typing, A_Expr *operation) {
    ListCell *left, *right;
    forboth(left, ((RowExpr *)operation->lexpr)->args, right, ((RowExpr *)operation->rexpr)->args) {
        A_Expr pair = *operation;
        pair.lexpr = lfirst(left);
        pair.rexpr = lfirst(right);
        binary_operation(typing, &pair);
        lfirst(left) = pair.lexpr;
        lfirst(right) = pair.rexpr;
    }
    return typing_of(TYPE_BOOL);
}

/* (a, b) IS DISTINCT FROM (c, d) -> a IS DISTINCT FROM c OR b IS DISTINCT FROM d */
static Typed distinct_rows(Typing *typing, Node **slot) {
    const A_Expr *operation = (const A_Expr *)*slot;
    List *pairs = NIL;
    ListCell *left, *right;
    forboth(left, ((RowExpr *)operation->lexpr)->args, right, ((RowExpr *)operation->rexpr)->args) {
        A_Expr *pair = copyObjectImpl(operation);
        pair->lexpr = lfirst(left);
        pair->rexpr = lfirst(right);
        binary_operation(typing, pair);
        pairs = lappend(pairs, pair);
    }
    *slot = (Node *)makeBoolExpr(OR_EXPR, pairs, -1);
    return typing_of(TYPE_BOOL);
}

/* x = ANY (array): an operator between x and the elements. */
static Typed array_operation(Typing *typing, A_Expr *operation) {
    Typed left = typing_expression(typing, &operation->lexpr);
    Typed right = typing_expression(typing, &operation->rexpr);
    TypeId base = type_base(typing->types, right.type);
    TypeId element = base == TYPE_UNKNOWN ? TYPE_UNKNOWN : type_element(typing->types, base);
    OperatorTypes found;
    if (element != TYPE_NONE &&
        typing_find_operator(typing, operation->name, left.type, element, false, &found)) {
        typing_coerce(typing, &operation->lexpr, left.type, found.left);
        typing_coerce(typing, &operation->rexpr, right.type,
                      type_array(typing->types, found.right));
    }
    return typing_of(TYPE_BOOL);
}

/*
 * x IN (a, b) is x = ANY (ARRAY[a, b]), where the elements and x find one type together
 * (transformAExprIn()).
 */
static Typed list_operation(Typing *typing, Node **slot) {
    A_Expr *operation = (A_Expr *)*slot;
    List *values = (List *)operation->rexpr;
    size_t count = (size_t)list_length(values);
    TypeId *types = arena_array(typing->arena, TypeId, count + 1);
    ListCell *cell;
    types[0] = typing_expression(typing, &operation->lexpr).type;
    foreach (cell, values) {
        types[foreach_current_index(cell) + 1] =
            typing_expression(typing, (Node **)&lfirst(cell)).type;
    }
    TypeId common = typing_common_type(typing, types, count + 1);
    OperatorTypes found;
    if (common == TYPE_NONE || common == TYPE_RECORD ||
        type_array(typing->types, common) == TYPE_NONE ||
        !typing_find_operator(typing, operation->name, types[0], common, false, &found)) {
        return typing_of(TYPE_BOOL);
    }
    A_ArrayExpr *array = makeNode(A_ArrayExpr);
    array->elements = values;
    array->location = -1;
    foreach (cell, values) {
        typing_coerce(typing, (Node **)&lfirst(cell), types[foreach_current_index(cell) + 1],
                      common);
    }
    operation->rexpr = (Node *)array;
    operation->kind =
        strcmp(strVal(linitial(operation->name)), "<>") == 0 ? AEXPR_OP_ALL : AEXPR_OP_ANY;
    typing_coerce(typing, &operation->lexpr, types[0], found.left);
    typing_coerce(typing, &operation->rexpr, type_array(typing->types, common),
                  type_array(typing->types, found.right));
    return typing_of(TYPE_BOOL);
}

/* IS DISTINCT FROM NULL is IS NOT NULL of what is no row, and stored so. */
static Typed distinct_operation(Typing *typing, Node **slot) {
    A_Expr *operation = (A_Expr *)*slot;
    bool is_null = tree_is_null(operation->rexpr);
    Node *tested = is_null ? operation->lexpr : operation->rexpr;
    if (!is_null && !tree_is_null(operation->lexpr)) {
        binary_operation(typing, operation);
        return typing_of(TYPE_BOOL);
    }
    Typed type = typing_expression(typing, &tested);
    if (type.type != TYPE_NONE && type.type != TYPE_UNKNOWN &&
        !type_is_row(typing->types, type_base(typing->types, type.type))) {
        NullTest *test = makeNode(NullTest);
        test->arg = (Expr *)tested;
        test->nulltesttype = IS_NOT_NULL;
        test->location = -1;
        *slot = (Node *)test;
    } else if (is_null) {
        operation->lexpr = tested;
    } else {
        operation->rexpr = tested;
    }
    return typing_of(TYPE_BOOL);
}

/* NULLIF compares with =, and gives back what it compared. */
static Typed nullif_operation(Typing *typing, A_Expr *operation) {
    Typed left = typing_expression(typing, &operation->lexpr);
    Typed right = typing_expression(typing, &operation->rexpr);
    OperatorTypes found;
    if (!typing_find_operator(typing, operation->name, left.type, right.type, false, &found)) {
        return typing_of(TYPE_NONE);
    }
    typing_coerce(typing, &operation->lexpr, left.type, found.left);
    typing_coerce(typing, &operation->rexpr, right.type, found.right);
    return found.left == left.type ? left : typing_of(found.left);
}

Typed typing_operation(Typing *typing, Node **slot) {
    A_Expr *operation = (A_Expr *)*slot;
    if (are_rows(operation) && operation->kind == AEXPR_DISTINCT) {
        return distinct_rows(typing, slot);
    }
    switch (operation->kind) {
        case AEXPR_OP:
            return are_rows(operation) ? row_operation(typing, operation)
                                       : binary_operation(typing, operation);
        case AEXPR_OP_ANY:
        case AEXPR_OP_ALL: return array_operation(typing, operation);
        case AEXPR_IN: return list_operation(typing, slot);
        case AEXPR_DISTINCT: return distinct_operation(typing, slot);
        case AEXPR_NULLIF: return nullif_operation(typing, operation);
        default: break;
    }
    typing_expression(typing, &operation->lexpr);
    if (operation->rexpr != NULL && IsA(operation->rexpr, List)) {
        typing_list(typing, (List *)operation->rexpr);
    } else {
        typing_expression(typing, &operation->rexpr);
    }
    return typing_of(TYPE_NONE);
}
