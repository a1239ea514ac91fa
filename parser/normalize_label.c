/*
 * Labels: what PostgreSQL's FigureColname() calls a column of a query that has no AS.
 *
 * A name found deeper in the expression may be weak ("text" of 'a'::text) or strong (of a column or
 * a function); a cast takes a strong one from below and else gives its own, weak.
 */
#include "parser/normalizer.h"

typedef struct Label {
    Text name; /* absent: none */
    bool is_strong;
} Label;

static const Label no_label = {.is_strong = false};

static Label strong(Text name) {
    return (Label){name, true};
}

static Label strong_string(const char *name) {
    return strong(text_from_string(name));
}

static Label find_label(const Normalizer *normalizer, const Node *node);

/* The last name among fields and subscripts; absent when there is only "*" or "[1]". */
static Text last_field(const List *fields) {
    Text name = TEXT_ABSENT;
    const ListCell *cell;
    foreach (cell, fields) {
        if (IsA(lfirst(cell), String)) {
            name = text_from_string(strVal(lfirst(cell)));
        }
    }
    return name;
}

static Label label_of_cast(const Normalizer *normalizer, const TypeCast *cast) {
    Label inner = find_label(normalizer, cast->arg);
    if (inner.is_strong) {
        return inner;
    }
    Text canonical = tree_marked_type(cast->typeName);
    Text name = text_is_absent(canonical)
                    ? text_from_string(strVal(llast(cast->typeName->names)))
                    : normalizer_internal_type_name(normalizer->in->scratch, canonical);
    return (Label){name, false};
}

static Label label_of_case(const Normalizer *normalizer, const CaseExpr *expression) {
    Label otherwise = find_label(normalizer, (const Node *)expression->defresult);
    return otherwise.is_strong ? otherwise : (Label){TEXT("case"), false};
}

static Label label_of_sublink(const Normalizer *normalizer, const SubLink *link) {
    switch (link->subLinkType) {
        case EXISTS_SUBLINK: return strong_string("exists");
        case ARRAY_SUBLINK: return strong_string("array");
        case EXPR_SUBLINK: {
            const SelectStmt *query = (const SelectStmt *)link->subselect;
            if (!IsA(query, SelectStmt)) {
                return no_label;
            }
            while (query->larg != NULL) {
                query = query->larg;
            }
            if (query->targetList == NIL) {
                return query->valuesLists == NIL ? no_label : strong_string("column1");
            }
            const ResTarget *target = linitial(query->targetList);
            Label label = target->name != NULL ? strong_string(target->name)
                                               : find_label(normalizer, target->val);
            return strong(text_is_absent(label.name) ? TEXT("?column?") : label.name);
        }
        default: return no_label;
    }
}

static Label label_of_value_function(const SQLValueFunction *function) {
    switch (function->op) {
        case SVFOP_CURRENT_DATE: return strong_string("current_date");
        case SVFOP_CURRENT_TIME:
        case SVFOP_CURRENT_TIME_N: return strong_string("current_time");
        case SVFOP_CURRENT_TIMESTAMP:
        case SVFOP_CURRENT_TIMESTAMP_N: return strong_string("current_timestamp");
        case SVFOP_LOCALTIME:
        case SVFOP_LOCALTIME_N: return strong_string("localtime");
        case SVFOP_LOCALTIMESTAMP:
        case SVFOP_LOCALTIMESTAMP_N: return strong_string("localtimestamp");
        case SVFOP_CURRENT_ROLE: return strong_string("current_role");
        case SVFOP_CURRENT_USER: return strong_string("current_user");
        case SVFOP_USER: return strong_string("user");
        case SVFOP_SESSION_USER: return strong_string("session_user");
        case SVFOP_CURRENT_CATALOG: return strong_string("current_catalog");
        case SVFOP_CURRENT_SCHEMA: return strong_string("current_schema");
    }
    return no_label;
}

static Label label_of_xml(const XmlExpr *expression) {
    static const char *const names[] = {
        [IS_XMLCONCAT] = "xmlconcat",
        [IS_XMLELEMENT] = "xmlelement",
        [IS_XMLFOREST] = "xmlforest",
        [IS_XMLPARSE] = "xmlparse",
        [IS_XMLPI] = "xmlpi",
        [IS_XMLROOT] = "xmlroot",
        [IS_XMLSERIALIZE] = "xmlserialize",
    };
    return expression->op < IS_DOCUMENT ? strong_string(names[expression->op]) : no_label;
}

static Label label_of_json_function(const JsonFuncExpr *function) {
    switch (function->op) {
        case JSON_EXISTS_OP: return strong_string("json_exists");
        case JSON_QUERY_OP: return strong_string("json_query");
        case JSON_VALUE_OP: return strong_string("json_value");
        case JSON_TABLE_OP: break;
    }
    return no_label;
}

/* Expressions whose label is the name of their syntax. */
static Label label_of_syntax(const Node *node) {
    switch (nodeTag(node)) {
        case T_GroupingFunc: return strong_string("grouping");
        case T_MinMaxExpr:
            return strong_string(((const MinMaxExpr *)node)->op == IS_GREATEST ? "greatest"
                                                                               : "least");
        case T_CoalesceExpr: return strong_string("coalesce");
        case T_A_ArrayExpr: return strong_string("array");
        case T_RowExpr: return strong_string("row");
        case T_XmlSerialize: return strong_string("xmlserialize");
        case T_MergeSupportFunc: return strong_string("merge_action");
        case T_JsonParseExpr: return strong_string("json");
        case T_JsonScalarExpr: return strong_string("json_scalar");
        case T_JsonSerializeExpr: return strong_string("json_serialize");
        case T_JsonObjectConstructor: return strong_string("json_object");
        case T_JsonArrayConstructor:
        case T_JsonArrayQueryConstructor: return strong_string("json_array");
        case T_JsonObjectAgg: return strong_string("json_objectagg");
        case T_JsonArrayAgg: return strong_string("json_arrayagg");
        default: return no_label;
    }
}

static Label find_label(const Normalizer *normalizer, const Node *node) {
    if (node == NULL) {
        return no_label;
    }
    switch (nodeTag(node)) {
        case T_ColumnRef: {
            Text name = last_field(((const ColumnRef *)node)->fields);
            return text_is_absent(name) ? no_label : strong(name);
        }
        case T_A_Indirection: {
            Text name = last_field(((const A_Indirection *)node)->indirection);
            return text_is_absent(name) ? find_label(normalizer, ((const A_Indirection *)node)->arg)
                                        : strong(name);
        }
        case T_FuncCall: return strong_string(strVal(llast(((const FuncCall *)node)->funcname)));
        case T_A_Expr:
            return ((const A_Expr *)node)->kind == AEXPR_NULLIF ? strong_string("nullif")
                                                                : no_label;
        case T_TypeCast: return label_of_cast(normalizer, (const TypeCast *)node);
        case T_CollateClause: return find_label(normalizer, ((const CollateClause *)node)->arg);
        case T_SubLink: return label_of_sublink(normalizer, (const SubLink *)node);
        case T_CaseExpr: return label_of_case(normalizer, (const CaseExpr *)node);
        case T_SQLValueFunction: return label_of_value_function((const SQLValueFunction *)node);
        case T_XmlExpr: return label_of_xml((const XmlExpr *)node);
        case T_JsonFuncExpr: return label_of_json_function((const JsonFuncExpr *)node);
        default: return label_of_syntax(node);
    }
}

Text normalizer_label(const Normalizer *normalizer, const Node *expression) {
    return find_label(normalizer, expression).name;
}
