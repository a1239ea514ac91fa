/*
 * Typed: comparisons of a column with literals, where the column's type says what PostgreSQL adds.
 *
 * PostgreSQL stores the types that it gave to bare literals, and the casts that its operators need:
 *     status IN ('a', 'b')    status = ANY (ARRAY['a'::text, 'b'::text])       text
 *     status = 'a'            (status)::text = 'a'::text                       varchar
 *     mood <> 'ok'            mood <> 'ok'::public.mood                        enum
 *     price > 0               price > (0)::numeric                             numeric
 * Both spellings become the left one, and only where the left one would be stored as the right one:
 * oper() takes an unknown literal for the other side's type when an operator of that type with
 * itself exists, and varchar has none but text's (parse_oper.c, "Candidates must be coercible").
 */
#include "parser/normalize_scope.h"

#include <string.h>

/* What a comparison is about: the type of its column, as operators see it. */
typedef struct Operand {
    Text type;       /* "text", "numeric", "public.mood"; absent: not a column of known type */
    bool is_varchar; /* operators take it as text */
    Node *column;    /* without PostgreSQL's cast to text */
} Operand;

static bool is_among(Text text, const char *const *words) {
    for (; *words != NULL; words++) {
        if (text_equal(text, text_from_string(*words))) {
            return true;
        }
    }
    return false;
}

/* Types that have =, <>, <, <=, >, >= with themselves, and are what a bare literal becomes. */
static bool is_comparable(const Normalizer *normalizer, Text type) {
    static const char *const types[] = {"text",
                                        "bpchar",
                                        "\"char\"",
                                        "name",
                                        "uuid",
                                        "date",
                                        "time without time zone",
                                        "time with time zone",
                                        "timestamp without time zone",
                                        "timestamp with time zone",
                                        "interval",
                                        "numeric",
                                        "double precision",
                                        "inet",
                                        "macaddr",
                                        "bytea",
                                        "jsonb",
                                        "boolean",
                                        "oid",
                                        "money",
                                        "tsvector",
                                        "bit",
                                        "bit varying",
                                        NULL};
    Text element;
    QualifiedName name;
    if (is_among(type, types)) {
        return true;
    }
    if (normalizer_is_array(type, &element)) {
        return true;
    }
    if (!normalizer_parse_name(normalizer->in->scratch, type, &name) ||
        text_is_empty(name.schema)) {
        return false;
    }
    const Object *object = interpreter_find_type(normalizer->in, name);
    return object != NULL && object->kind == KIND_ENUM;
}

static Text field_text(const List *fields, int index) {
    const Node *field = list_nth(fields, index);
    return IsA(field, String) ? text_from_string(strVal(field)) : TEXT_ABSENT;
}

static Text declared_type(const Object *relation, Text column_name) {
    const Column *column = relation == NULL ? NULL : table_find_column(relation, column_name);
    return column == NULL || text_is_empty(column->type) ? TEXT_ABSENT : column->type;
}

/* x or t.x of a query, as it is printed: t is the alias that was given to the item of FROM. */
static Text query_column_type(const Normalizer *normalizer, const List *fields) {
    Text name = field_text(fields, list_length(fields) - 1);
    for (const Scope *scope = normalizer->visible; scope != NULL; scope = scope->outer) {
        const RangeItem *item = NULL;
        if (list_length(fields) == 1) {
            const RangeColumn *found = scope_find_column(scope, name);
            item = found == NULL ? NULL : found->item;
        }
        for (size_t i = 0; list_length(fields) == 2 && i < scope->items.count; i++) {
            bool is_it = text_equal(scope->items.items[i]->alias, field_text(fields, 0));
            item = is_it ? scope->items.items[i] : item;
        }
        if (item != NULL) {
            return text_is_empty(item->relation)
                       ? TEXT_ABSENT
                       : declared_type(schema_find(normalizer->in->schema, KIND_TABLE, item->schema,
                                                   item->relation),
                                       name);
        }
    }
    return TEXT_ABSENT;
}

/* The declared type of a column of a query, of x, NEW.x or OLD.x of the table at hand, or of VALUE.
 */
static Text column_type(const Normalizer *normalizer, const Node *node) {
    if (node == NULL || !IsA(node, ColumnRef)) {
        return TEXT_ABSENT;
    }
    const List *fields = ((const ColumnRef *)node)->fields;
    int count = list_length(fields);
    Text name = field_text(fields, count - 1);
    if (text_is_absent(name) || count > 2) {
        return TEXT_ABSENT;
    }
    if (normalizer->visible != NULL) {
        return query_column_type(normalizer, fields);
    }
    if (count == 1 && text_equal(name, TEXT("value")) &&
        !text_is_empty(normalizer->context->value_type)) {
        return normalizer->context->value_type;
    }
    bool is_row = count == 2 && (text_equal(field_text(fields, 0), TEXT("new")) ||
                                 text_equal(field_text(fields, 0), TEXT("old")));
    return count == 1 || is_row ? declared_type(normalizer->context->relation, name) : TEXT_ABSENT;
}

static bool is_cast_to(const Node *node, Text type) {
    return node != NULL && IsA(node, TypeCast) &&
           text_equal(tree_marked_type(((const TypeCast *)node)->typeName), type);
}

static Operand operand_of(const Normalizer *normalizer, Node *node) {
    Operand operand = {.column = node};
    bool is_cast = is_cast_to(node, TEXT("text"));
    Text type = column_type(normalizer, is_cast ? ((TypeCast *)node)->arg : node);
    if (text_is_absent(type)) {
        return operand;
    }
    Text plain = normalizer_plain_type(normalizer->in->scratch, type);
    operand.is_varchar = text_equal(plain, TEXT("character varying"));
    if (is_cast && !operand.is_varchar) {
        return operand;
    }
    if (operand.is_varchar) {
        operand.type = TEXT("text");
        operand.column = is_cast ? ((TypeCast *)node)->arg : node;
    } else if (text_equal(plain, TEXT("character"))) {
        operand.type = TEXT("bpchar");
    } else {
        operand.type = plain;
    }
    return operand;
}

static bool is_number_constant(const Node *node) {
    return node != NULL && IsA(node, A_Const) && !((const A_Const *)node)->isnull &&
           (nodeTag(&((const A_Const *)node)->val) == T_Integer ||
            nodeTag(&((const A_Const *)node)->val) == T_Float);
}

/* 0 in price > 0 becomes (0)::numeric, in ratio > 0 (0)::double precision. */
static bool takes_numbers(Text type) {
    return text_equal(type, TEXT("numeric")) || text_equal(type, TEXT("double precision"));
}

/* The literal without the cast to the type that it would get anyway; NULL when it is no such thing.
 */
static Node *bare_literal(Node *node, Text type) {
    if (tree_is_string(node) || (takes_numbers(type) && is_number_constant(node))) {
        return node;
    }
    if (!is_cast_to(node, type)) {
        return NULL;
    }
    Node *argument = ((TypeCast *)node)->arg;
    bool is_bare =
        tree_is_string(argument) || (takes_numbers(type) && is_number_constant(argument));
    return is_bare ? argument : NULL;
}

static bool is_operator(const A_Expr *operation, const char *const *names) {
    return list_length(operation->name) == 1 &&
           is_among(text_from_string(strVal(linitial(operation->name))), names);
}

/* Operators that text has with itself and varchar has not. */
static bool compares_text(const A_Expr *operation) {
    static const char *const names[] = {"=",   "<>",   "<", "<=", ">",  ">=",  "~~", "!~~",
                                        "~~*", "!~~*", "~", "!~", "~*", "!~*", NULL};
    return is_operator(operation, names);
}

static bool compares(const A_Expr *operation) {
    static const char *const names[] = {"=", "<>", "<", "<=", ">", ">=", NULL};
    return is_operator(operation, names);
}

/* Both sides are text columns, varchar columns or literals of text, and not both literals. */
static bool bare_text_comparison(Operand left, Operand right, A_Expr *operation) {
    bool is_left_text = text_equal(left.type, TEXT("text"));
    bool is_right_text = text_equal(right.type, TEXT("text"));
    Node *left_node = is_left_text ? left.column : bare_literal(operation->lexpr, TEXT("text"));
    Node *right_node = is_right_text ? right.column : bare_literal(operation->rexpr, TEXT("text"));
    if ((!is_left_text && !is_right_text) || left_node == NULL || right_node == NULL ||
        !compares_text(operation)) {
        return false;
    }
    operation->lexpr = left_node;
    operation->rexpr = right_node;
    return true;
}

static void bare_comparison(const Normalizer *normalizer, A_Expr *operation) {
    Operand left = operand_of(normalizer, operation->lexpr);
    Operand right = operand_of(normalizer, operation->rexpr);
    if (bare_text_comparison(left, right, operation) || !compares(operation)) {
        return;
    }
    if (!text_is_absent(left.type) && is_comparable(normalizer, left.type)) {
        Node *literal = bare_literal(operation->rexpr, left.type);
        operation->rexpr = literal == NULL ? operation->rexpr : literal;
    } else if (!text_is_absent(right.type) && is_comparable(normalizer, right.type)) {
        Node *literal = bare_literal(operation->lexpr, right.type);
        operation->lexpr = literal == NULL ? operation->lexpr : literal;
    }
}

/*
 * An element of the list that IN has, bare; NULL when IN would store another one.  An element of
 * ARRAY[...] is text or integer when nothing is said; one of IN has the column's type.
 */
static Node *bare_element(Node *element, const Operand *operand, bool is_array) {
    if (operand->is_varchar) {
        return is_array && tree_is_string(element)
                   ? NULL
                   : bare_literal(element, TEXT("character varying"));
    }
    if (is_number_constant(element)) {
        bool is_integer = nodeTag(&((const A_Const *)element)->val) == T_Integer;
        bool has_type = text_equal(operand->type, is_integer ? TEXT("integer") : TEXT("numeric"));
        return has_type || (!is_array && takes_numbers(operand->type)) ? element : NULL;
    }
    bool is_unknown = tree_is_string(element);
    if (is_unknown && is_array && !text_equal(operand->type, TEXT("text"))) {
        return NULL;
    }
    bool is_wide = text_equal(operand->type, TEXT("bigint")); /* beside a smallint, 1 is integer */
    if (is_wide && is_cast_to(element, operand->type) &&
        is_number_constant(((TypeCast *)element)->arg)) {
        return ((TypeCast *)element)->arg;
    }
    return bare_literal(element, operand->type);
}

static List *bare_elements(const List *elements, const Operand *operand, bool is_array) {
    List *bare = NIL;
    ListCell *cell;
    foreach (cell, elements) {
        Node *element = bare_element(lfirst(cell), operand, is_array);
        if (element == NULL) {
            return NIL;
        }
        bare = lappend(bare, element);
    }
    return bare;
}

static bool can_be_listed(const Normalizer *normalizer, Text type) {
    static const char *const integers[] = {"integer", "bigint", "smallint", NULL};
    Text element;
    return is_among(type, integers) ||
           (is_comparable(normalizer, type) && !normalizer_is_array(type, &element));
}

/*
 * The elements of the array that IN would have stored; NIL for anything else.  Of a varchar column
 * that is (ARRAY['a'::character varying])::text[], which only IN can make: written out, the cast
 * would go to each element.
 */
static List *stored_elements(const A_Expr *operation, const Operand *operand) {
    bool is_cast_column = operand->column != operation->lexpr;
    Node *array = operation->rexpr;
    if (operand->is_varchar) {
        bool is_stored = is_cast_column && is_cast_to(array, TEXT("text[]"));
        array = is_stored ? ((TypeCast *)array)->arg : NULL;
    }
    return array != NULL && IsA(array, A_ArrayExpr) ? ((A_ArrayExpr *)array)->elements : NIL;
}

/* x = ANY (ARRAY['a'::text]) and x IN ('a'), x <> ALL and NOT IN, where they are stored alike. */
static void bare_list(const Normalizer *normalizer, A_Expr *operation) {
    bool is_in = operation->kind == AEXPR_IN;
    const char *name = strVal(llast(operation->name));
    const char *wanted = operation->kind == AEXPR_OP_ALL ? "<>" : "=";
    Operand operand = operand_of(normalizer, operation->lexpr);
    if (text_is_absent(operand.type) || !can_be_listed(normalizer, operand.type) ||
        (!is_in && strcmp(name, wanted) != 0) || (is_in && operand.column != operation->lexpr)) {
        return;
    }
    const List *elements = is_in ? (List *)operation->rexpr : stored_elements(operation, &operand);
    List *bare = bare_elements(elements, &operand, !is_in);
    if (list_length(bare) < 2) {
        return; /* IN of one value is a plain comparison */
    }
    operation->kind = AEXPR_IN;
    operation->name = list_make1(makeString(pstrdup(is_in ? name : wanted)));
    operation->lexpr = operand.column;
    operation->rexpr = (Node *)bare;
}

void normalizer_typed(const Normalizer *normalizer, Node *node) {
    if (IsA(node, BoolExpr)) { /* what BETWEEN and IN have become */
        ListCell *cell;
        foreach (cell, ((BoolExpr *)node)->args) {
            normalizer_typed(normalizer, lfirst(cell));
        }
        return;
    }
    if (!IsA(node, A_Expr)) {
        return;
    }
    A_Expr *operation = (A_Expr *)node;
    switch (operation->kind) {
        case AEXPR_OP: bare_comparison(normalizer, operation); break;
        case AEXPR_IN:
        case AEXPR_OP_ANY:
        case AEXPR_OP_ALL: bare_list(normalizer, operation); break;
        default: break;
    }
}
