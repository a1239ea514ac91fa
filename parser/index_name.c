/*
 * Index name: FigureColname() of PostgreSQL's parse_target.c, for expressions in indexes.
 */
#include "parser/index_name.h"

#include "compiler/builder.h"

/* How sure PostgreSQL is of a name: a type's name gives way to one found deeper. */
typedef enum NameStrength { NAME_UNKNOWN, NAME_WEAK, NAME_STRONG } NameStrength;

static NameStrength figure(const Node *node, const char **name);

static NameStrength strong(const char *text, const char **name) {
    *name = text;
    return NAME_STRONG;
}

static const char *last_string(const List *list) {
    const char *found = NULL;
    ListCell *cell;
    foreach (cell, list) {
        const Node *item = lfirst(cell);
        if (IsA(item, String)) {
            found = strVal(item);
        }
    }
    return found;
}

static NameStrength figure_weak(const Node *inner, const char *text, const char **name) {
    NameStrength strength = inner == NULL ? NAME_UNKNOWN : figure(inner, name);
    if (strength <= NAME_WEAK && text != NULL) {
        *name = text;
        return NAME_WEAK;
    }
    return strength;
}

static NameStrength figure_list(const List *list, const Node *inner, const char **name) {
    const char *text = last_string(list);
    if (text != NULL) {
        return strong(text, name);
    }
    return inner == NULL ? NAME_UNKNOWN : figure(inner, name);
}

static NameStrength figure_value_function(const SQLValueFunction *function, const char **name) {
    switch (function->op) {
        case SVFOP_CURRENT_DATE: return strong("current_date", name);
        case SVFOP_CURRENT_TIME:
        case SVFOP_CURRENT_TIME_N: return strong("current_time", name);
        case SVFOP_CURRENT_TIMESTAMP:
        case SVFOP_CURRENT_TIMESTAMP_N: return strong("current_timestamp", name);
        case SVFOP_LOCALTIME:
        case SVFOP_LOCALTIME_N: return strong("localtime", name);
        case SVFOP_LOCALTIMESTAMP:
        case SVFOP_LOCALTIMESTAMP_N: return strong("localtimestamp", name);
        case SVFOP_CURRENT_ROLE: return strong("current_role", name);
        case SVFOP_CURRENT_USER: return strong("current_user", name);
        case SVFOP_USER: return strong("user", name);
        case SVFOP_SESSION_USER: return strong("session_user", name);
        case SVFOP_CURRENT_CATALOG: return strong("current_catalog", name);
        case SVFOP_CURRENT_SCHEMA: return strong("current_schema", name);
    }
    return NAME_UNKNOWN;
}

static NameStrength figure(const Node *node, const char **name) {
    switch (nodeTag(node)) {
        case T_ColumnRef: return figure_list(((const ColumnRef *)node)->fields, NULL, name);
        case T_A_Indirection: {
            const A_Indirection *indirection = (const A_Indirection *)node;
            return figure_list(indirection->indirection, indirection->arg, name);
        }
        case T_FuncCall: return strong(strVal(llast(((const FuncCall *)node)->funcname)), name);
        case T_A_Expr:
            return ((const A_Expr *)node)->kind == AEXPR_NULLIF ? strong("nullif", name)
                                                                : NAME_UNKNOWN;
        case T_TypeCast: {
            const TypeCast *cast = (const TypeCast *)node;
            return figure_weak(cast->arg, last_string(cast->typeName->names), name);
        }
        case T_CollateClause: return figure(((const CollateClause *)node)->arg, name);
        case T_CaseExpr:
            return figure_weak((const Node *)((const CaseExpr *)node)->defresult, "case", name);
        case T_A_ArrayExpr: return strong("array", name);
        case T_RowExpr: return strong("row", name);
        case T_CoalesceExpr: return strong("coalesce", name);
        case T_MinMaxExpr:
            return strong(((const MinMaxExpr *)node)->op == IS_GREATEST ? "greatest" : "least",
                          name);
        case T_SQLValueFunction: return figure_value_function((const SQLValueFunction *)node, name);
        case T_XmlSerialize: return strong("xmlserialize", name);
        default: return NAME_UNKNOWN;
    }
}

static Text element_name(const IndexElem *element) {
    const char *name = element->indexcolname != NULL ? element->indexcolname : element->name;
    if (name == NULL) {
        figure(element->expr, &name);
    }
    return text_from_string(name == NULL ? "expr" : name);
}

TextList index_column_names(Arena *arena, const List *elements) {
    enum { NAME_LIMIT = 63 };
    TextList names = {0};
    ListCell *cell;
    foreach (cell, elements) {
        Text name = element_name(lfirst_node(IndexElem, cell)), numbered = name;
        for (int i = 1; text_list_contains(&names, numbered); i++) {
            Text number = text_from_integer(arena, i);
            numbered =
                text_format(arena, "%s%s", text_clip(name, NAME_LIMIT - number.length), number);
        }
        list_push(arena, &names, numbered);
    }
    return names;
}
