/*
 * Constructors of xml: what their arguments become, and the names of attributes and elements that
 * are not said (transformXmlExpr()).
 */
#include "parser/typing.h"

/* XMLATTRIBUTES(a), XMLFOREST(a): the name is the column's. */
static void name_arguments(Typing *typing, List *arguments) {
    ListCell *cell;
    foreach (cell, arguments) {
        ResTarget *argument = lfirst(cell);
        if (argument->name == NULL) {
            Text name = normalizer_label(typing->normalizer, argument->val);
            argument->name = text_is_absent(name) ? NULL : tree_string(name);
        }
        typing_expression(typing, &argument->val);
    }
}

static TypeId argument_type(XmlExprOp operation, int place) {
    switch (operation) {
        case IS_XMLCONCAT:
        case IS_DOCUMENT: return TYPE_XML;
        case IS_XMLPARSE: return place == 0 ? TYPE_TEXT : TYPE_BOOL;
        case IS_XMLPI: return TYPE_TEXT;
        case IS_XMLROOT: return place == 0 ? TYPE_XML : place == 1 ? TYPE_TEXT : TYPE_INT4;
        case IS_XMLELEMENT:
        case IS_XMLFOREST:
        case IS_XMLSERIALIZE: break;
    }
    return TYPE_NONE;
}

Typed typing_xml(Typing *typing, XmlExpr *expression) {
    ListCell *cell;
    name_arguments(typing, expression->named_args);
    foreach (cell, expression->args) {
        Node **slot = (Node **)&lfirst(cell);
        TypeId wanted = argument_type(expression->op, foreach_current_index(cell));
        if (typing_expression(typing, slot).type == TYPE_UNKNOWN && wanted != TYPE_BOOL &&
            !(expression->op == IS_XMLROOT && foreach_current_index(cell) > 0)) {
            typing_coerce(typing, slot, TYPE_UNKNOWN, wanted); /* XMLROOT's words are no values */
        }
    }
    return typing_of(expression->op == IS_DOCUMENT ? TYPE_BOOL : TYPE_XML);
}
