/*
 * Tree: one table says which fields of which node hold other nodes.
 *
 * It covers what can stand in an expression, a query, or one of the data-changing statements of a
 * rule.  Strings, constants and names have no children.
 */
#include "parser/tree.h"

#include "miscadmin.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define TREE_FIELD_LIMIT 15
#define AT(Type, field) offsetof(Type, field)

/*
 * Offsets of the fields of each kind of node, ended by 0 (where the tag is).  The order is that of
 * the text as far as it matters: WITH and FROM before what uses them.
 */
static const uint16_t tree_fields[][TREE_FIELD_LIMIT] = {
    [T_A_Expr] = {AT(A_Expr, lexpr), AT(A_Expr, rexpr)},
    [T_TypeCast] = {AT(TypeCast, arg), AT(TypeCast, typeName)},
    [T_CollateClause] = {AT(CollateClause, arg)},
    [T_BoolExpr] = {AT(BoolExpr, args)},
    [T_NullTest] = {AT(NullTest, arg)},
    [T_BooleanTest] = {AT(BooleanTest, arg)},
    [T_CaseExpr] = {AT(CaseExpr, arg), AT(CaseExpr, args), AT(CaseExpr, defresult)},
    [T_CaseWhen] = {AT(CaseWhen, expr), AT(CaseWhen, result)},
    [T_CoalesceExpr] = {AT(CoalesceExpr, args)},
    [T_MinMaxExpr] = {AT(MinMaxExpr, args)},
    [T_RowExpr] = {AT(RowExpr, args)},
    [T_A_ArrayExpr] = {AT(A_ArrayExpr, elements)},
    [T_A_Indirection] = {AT(A_Indirection, arg), AT(A_Indirection, indirection)},
    [T_A_Indices] = {AT(A_Indices, lidx), AT(A_Indices, uidx)},
    [T_SubLink] = {AT(SubLink, testexpr), AT(SubLink, subselect)},
    [T_GroupingFunc] = {AT(GroupingFunc, args)},
    [T_GroupingSet] = {AT(GroupingSet, content)},
    [T_NamedArgExpr] = {AT(NamedArgExpr, arg)},
    [T_FuncCall] = {AT(FuncCall, args), AT(FuncCall, agg_order), AT(FuncCall, agg_filter),
                    AT(FuncCall, over)},
    [T_WindowDef] = {AT(WindowDef, partitionClause), AT(WindowDef, orderClause),
                     AT(WindowDef, startOffset), AT(WindowDef, endOffset)},
    [T_SortBy] = {AT(SortBy, node)},
    [T_ResTarget] = {AT(ResTarget, indirection), AT(ResTarget, val)},
    [T_MultiAssignRef] = {AT(MultiAssignRef, source)},
    [T_XmlExpr] = {AT(XmlExpr, named_args), AT(XmlExpr, args)},
    [T_XmlSerialize] = {AT(XmlSerialize, expr), AT(XmlSerialize, typeName)},
    [T_JsonValueExpr] = {AT(JsonValueExpr, raw_expr)},
    [T_JsonKeyValue] = {AT(JsonKeyValue, key), AT(JsonKeyValue, value)},
    [T_JsonArgument] = {AT(JsonArgument, val)},
    [T_JsonOutput] = {AT(JsonOutput, typeName)},
    [T_JsonBehavior] = {AT(JsonBehavior, expr)},
    [T_JsonFuncExpr] = {AT(JsonFuncExpr, context_item), AT(JsonFuncExpr, pathspec),
                        AT(JsonFuncExpr, passing), AT(JsonFuncExpr, output),
                        AT(JsonFuncExpr, on_empty), AT(JsonFuncExpr, on_error)},
    [T_JsonTable] = {AT(JsonTable, context_item), AT(JsonTable, passing), AT(JsonTable, columns),
                     AT(JsonTable, on_error)},
    [T_JsonTableColumn] = {AT(JsonTableColumn, typeName), AT(JsonTableColumn, columns),
                           AT(JsonTableColumn, on_empty), AT(JsonTableColumn, on_error)},
    [T_JsonObjectConstructor] = {AT(JsonObjectConstructor, exprs),
                                 AT(JsonObjectConstructor, output)},
    [T_JsonArrayConstructor] = {AT(JsonArrayConstructor, exprs), AT(JsonArrayConstructor, output)},
    [T_JsonArrayQueryConstructor] = {AT(JsonArrayQueryConstructor, query),
                                     AT(JsonArrayQueryConstructor, output)},
    [T_JsonAggConstructor] = {AT(JsonAggConstructor, output), AT(JsonAggConstructor, agg_filter),
                              AT(JsonAggConstructor, agg_order), AT(JsonAggConstructor, over)},
    [T_JsonObjectAgg] = {AT(JsonObjectAgg, constructor), AT(JsonObjectAgg, arg)},
    [T_JsonArrayAgg] = {AT(JsonArrayAgg, constructor), AT(JsonArrayAgg, arg)},
    [T_JsonIsPredicate] = {AT(JsonIsPredicate, expr)},
    [T_JsonParseExpr] = {AT(JsonParseExpr, expr), AT(JsonParseExpr, output)},
    [T_JsonScalarExpr] = {AT(JsonScalarExpr, expr), AT(JsonScalarExpr, output)},
    [T_JsonSerializeExpr] = {AT(JsonSerializeExpr, expr), AT(JsonSerializeExpr, output)},
    [T_RangeSubselect] = {AT(RangeSubselect, subquery)},
    [T_RangeFunction] = {AT(RangeFunction, functions), AT(RangeFunction, coldeflist)},
    [T_RangeTableFunc] = {AT(RangeTableFunc, namespaces), AT(RangeTableFunc, docexpr),
                          AT(RangeTableFunc, rowexpr), AT(RangeTableFunc, columns)},
    [T_RangeTableFuncCol] = {AT(RangeTableFuncCol, typeName), AT(RangeTableFuncCol, colexpr),
                             AT(RangeTableFuncCol, coldefexpr)},
    [T_RangeTableSample] = {AT(RangeTableSample, relation), AT(RangeTableSample, args),
                            AT(RangeTableSample, repeatable)},
    [T_JoinExpr] = {AT(JoinExpr, larg), AT(JoinExpr, rarg), AT(JoinExpr, quals)},
    [T_ColumnDef] = {AT(ColumnDef, typeName)},
    [T_WithClause] = {AT(WithClause, ctes)},
    [T_CommonTableExpr] = {AT(CommonTableExpr, ctequery)},
    [T_SelectStmt] = {AT(SelectStmt, withClause), AT(SelectStmt, larg), AT(SelectStmt, rarg),
                      AT(SelectStmt, valuesLists), AT(SelectStmt, fromClause),
                      AT(SelectStmt, targetList), AT(SelectStmt, distinctClause),
                      AT(SelectStmt, whereClause), AT(SelectStmt, groupClause),
                      AT(SelectStmt, havingClause), AT(SelectStmt, windowClause),
                      AT(SelectStmt, sortClause), AT(SelectStmt, limitOffset),
                      AT(SelectStmt, limitCount)},
    [T_InsertStmt] = {AT(InsertStmt, withClause), AT(InsertStmt, relation), AT(InsertStmt, cols),
                      AT(InsertStmt, selectStmt), AT(InsertStmt, onConflictClause),
                      AT(InsertStmt, returningClause)},
    [T_OnConflictClause] = {AT(OnConflictClause, infer), AT(OnConflictClause, targetList),
                            AT(OnConflictClause, whereClause)},
    [T_InferClause] = {AT(InferClause, indexElems), AT(InferClause, whereClause)},
    [T_IndexElem] = {AT(IndexElem, expr)},
    [T_ReturningClause] = {AT(ReturningClause, exprs)},
    [T_UpdateStmt] = {AT(UpdateStmt, withClause), AT(UpdateStmt, relation),
                      AT(UpdateStmt, fromClause), AT(UpdateStmt, targetList),
                      AT(UpdateStmt, whereClause), AT(UpdateStmt, returningClause)},
    [T_DeleteStmt] = {AT(DeleteStmt, withClause), AT(DeleteStmt, relation),
                      AT(DeleteStmt, usingClause), AT(DeleteStmt, whereClause),
                      AT(DeleteStmt, returningClause)},
    [T_MergeStmt] = {AT(MergeStmt, withClause), AT(MergeStmt, relation),
                     AT(MergeStmt, sourceRelation), AT(MergeStmt, joinCondition),
                     AT(MergeStmt, mergeWhenClauses), AT(MergeStmt, returningClause)},
    [T_MergeWhenClause] = {AT(MergeWhenClause, condition), AT(MergeWhenClause, targetList),
                           AT(MergeWhenClause, values)},
    [T_CreateTrigStmt] = {AT(CreateTrigStmt, relation), AT(CreateTrigStmt, whenClause),
                          AT(CreateTrigStmt, constrrel)},
    [T_RuleStmt] = {AT(RuleStmt, relation), AT(RuleStmt, whereClause), AT(RuleStmt, actions)},
    [T_ReturnStmt] = {AT(ReturnStmt, returnval)},
    [T_CallStmt] = {AT(CallStmt, funccall)},
};

static void visit_slot(Node **slot, TreeVisitor *visit, void *state) {
    if (*slot == NULL) {
        return;
    }
    if (IsA(*slot, List)) {
        tree_visit_list((List *)*slot, visit, state);
    } else {
        visit(slot, state);
    }
}

void tree_visit_list(List *list, TreeVisitor *visit, void *state) {
    ListCell *cell;
    foreach (cell, list) {
        visit_slot((Node **)&lfirst(cell), visit, state);
    }
}

void tree_visit_children(Node *node, TreeVisitor *visit, void *state) {
    check_stack_depth(); /* an error of PostgreSQL's, as its own walkers would give */
    if (IsA(node, List)) {
        tree_visit_list((List *)node, visit, state);
        return;
    }
    size_t tag = (size_t)nodeTag(node);
    if (tag >= sizeof tree_fields / sizeof *tree_fields) {
        return;
    }
    for (const uint16_t *offset = tree_fields[tag]; *offset != 0; offset++) {
        visit_slot((Node **)((char *)node + *offset), visit, state);
    }
}

char *tree_string(Text text) {
    char *string = palloc(text.length + 1);
    if (text.length != 0) {
        memcpy(string, text.data, text.length);
    }
    string[text.length] = '\0';
    return string;
}
