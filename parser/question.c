/* Question, expressions: three-valued logic, and "only a server knows" as a fourth. */
#include "parser/question.h"

#include "parser/normalizer.h"

#include "compiler/builder.h"

#include "parser/parser.h" /* libpg_query's */

#include <stdlib.h>
#include <string.h>

Answer answer_unknown(void) {
    return (Answer){.is_known = false};
}

Answer answer_null(void) {
    return (Answer){.is_known = true, .text = TEXT_ABSENT};
}

Answer answer_text(Text text) {
    return (Answer){.is_known = true, .text = text};
}

Answer answer_boolean(bool value) {
    return answer_text(value ? TEXT("true") : TEXT("false"));
}

bool answer_is(Answer answer, const char *text) {
    return answer.is_known && !text_is_absent(answer.text) &&
           text_equal(answer.text, text_from_string(text));
}

static bool is_null(Answer answer) {
    return answer.is_known && text_is_absent(answer.text);
}

static Answer evaluate_constant(const Asking *asking, const A_Const *constant) {
    if (constant->isnull) {
        return answer_null();
    }
    const Node *value = (const Node *)&constant->val;
    switch (nodeTag(value)) {
        case T_Integer:
            return answer_text(text_from_integer(asking->in->schema->arena, intVal(value)));
        case T_Float: return answer_text(text_from_string(castNode(Float, value)->fval));
        case T_Boolean: return answer_boolean(boolVal(value));
        case T_String: return answer_text(text_from_string(strVal(value)));
        default: return answer_unknown();
    }
}

static Answer evaluate_variable(const Asking *asking, Text name) {
    for (size_t i = asking->variables->count; i-- > 0;) {
        if (text_equal(asking->variables->items[i].name, name)) {
            return asking->variables->items[i].value;
        }
    }
    return answer_unknown();
}

/* The innermost relation that has the column; a relation without a row yet knows nothing. */
static Answer evaluate_column(Asking *asking, const ColumnRef *reference) {
    const List *fields = reference->fields;
    if (list_length(fields) > 2 || !IsA(llast(fields), String)) {
        return answer_unknown();
    }
    Text name = text_from_string(strVal(llast(fields)));
    Text alias =
        list_length(fields) == 2 ? text_from_string(strVal(linitial(fields))) : TEXT_ABSENT;
    for (size_t i = asking->count; i-- > 0;) {
        const Binding *binding = &asking->bindings[i];
        Answer value;
        if (!text_is_absent(alias) && !text_equal(alias, binding->alias)) {
            continue;
        }
        if (binding->rows.count == 0) {
            return answer_unknown(); /* of no consequence: there is no row */
        }
        const CatalogItem *item = binding->item != NULL ? binding->item : &binding->rows.items[0];
        if (catalog_table_value(asking->in, binding->table, item, name, &value)) {
            return binding->item != NULL ? value : answer_unknown();
        }
    }
    return text_is_absent(alias) ? evaluate_variable(asking, name) : answer_unknown();
}

static Answer evaluate_boolean(Asking *asking, const BoolExpr *expression) {
    bool is_and = expression->boolop == AND_EXPR, has_null = false, has_unknown = false;
    ListCell *cell;
    if (expression->boolop == NOT_EXPR) {
        Answer inner = question_evaluate(asking, linitial(expression->args));
        return !inner.is_known || is_null(inner) ? inner
                                                 : answer_boolean(answer_is(inner, "false"));
    }
    foreach (cell, expression->args) {
        Answer part = question_evaluate(asking, lfirst(cell));
        if (answer_is(part, is_and ? "false" : "true")) {
            return answer_boolean(!is_and);
        }
        has_unknown |= !part.is_known;
        has_null |= is_null(part);
    }
    return has_unknown ? answer_unknown() : has_null ? answer_null() : answer_boolean(is_and);
}

static bool is_number(Text text) {
    for (size_t i = 0; i < text.length; i++) {
        bool is_sign = i == 0 && text.data[i] == '-' && text.length > 1;
        if (!is_sign && (text.data[i] < '0' || text.data[i] > '9')) {
            return false;
        }
    }
    return text.length != 0 && text.length < 18;
}

static Answer compare(const Asking *asking, const char *operator, Text left, Text right) {
    int order;
    if (is_number(left) && is_number(right)) {
        long long one = strtoll(text_to_string(asking->in->schema->arena, left), NULL, 10);
        long long other = strtoll(text_to_string(asking->in->schema->arena, right), NULL, 10);
        order = (one > other) - (one < other);
    } else {
        order = text_compare(left, right);
        if (strchr("<>", operator[0]) != NULL && strcmp(operator, "<>") != 0) {
            return answer_unknown(); /* the order of texts is the database's */
        }
    }
    return strcmp(operator, "=") == 0                                   ? answer_boolean(order == 0)
           : strcmp(operator, "<>") == 0 || strcmp(operator, "!=") == 0 ? answer_boolean(order != 0)
           : strcmp(operator, "<") == 0                                 ? answer_boolean(order < 0)
           : strcmp(operator, "<=") == 0                                ? answer_boolean(order <= 0)
           : strcmp(operator, ">") == 0                                 ? answer_boolean(order > 0)
           : strcmp(operator, ">=") == 0                                ? answer_boolean(order >= 0)
                                                                        : answer_unknown();
}

static Answer evaluate_in(Asking *asking, const A_Expr *expression, Answer left) {
    bool is_not = strcmp(strVal(linitial(expression->name)), "<>") == 0, has_unknown = false;
    ListCell *cell;
    foreach (cell, (const List *)expression->rexpr) {
        Answer item = question_evaluate(asking, lfirst(cell));
        has_unknown |= !item.is_known || is_null(item);
        if (item.is_known && !is_null(item) && text_equal(item.text, left.text)) {
            return answer_boolean(!is_not);
        }
    }
    return has_unknown ? answer_unknown() : answer_boolean(is_not);
}

/* current_setting('server_version_num'), cast to what it may be. */
static bool is_server_version(const Node *node) {
    while (IsA(node, TypeCast)) {
        node = ((const TypeCast *)node)->arg;
    }
    const FuncCall *call = (const FuncCall *)node;
    return IsA(node, FuncCall) && list_length(call->args) >= 1 &&
           strcmp(strVal(llast(call->funcname)), "current_setting") == 0 &&
           tree_is_string(linitial(call->args)) &&
           strcmp(((const A_Const *)linitial(call->args))->val.sval.sval, "server_version_num") ==
               0;
}

/*
 * Which server it will be is known for a database only, but never is it older than PostgreSQL 10:
 * whoever asks for 9.5 has his answer.
 */
static Answer compare_version(const Asking *asking, const char *operator, Text limit) {
    enum { OLDEST = 100000 };
    Arena *arena = asking->in->schema->arena;
    int version = asking->in->schema->server_version;
    if (version != 0) {
        return compare(asking, operator, text_from_integer(arena, version), limit);
    }
    bool is_below_all =
        is_number(limit) && strtoll(text_to_string(arena, limit), NULL, 10) < OLDEST;
    return is_below_all ? compare(asking, operator, text_from_integer(arena, OLDEST), limit)
                        : answer_unknown();
}

static Answer evaluate_operator(Asking *asking, const A_Expr *expression) {
    if (expression->lexpr == NULL || expression->rexpr == NULL) {
        return answer_unknown();
    }
    if (expression->kind == AEXPR_OP && is_server_version(expression->lexpr)) {
        Answer limit = question_evaluate(asking, expression->rexpr);
        return limit.is_known && !is_null(limit)
                   ? compare_version(asking, strVal(llast(expression->name)), limit.text)
                   : limit;
    }
    Answer left = question_evaluate(asking, expression->lexpr);
    if (!left.is_known || is_null(left)) {
        return left;
    }
    if (expression->kind == AEXPR_IN) {
        return evaluate_in(asking, expression, left);
    }
    Answer right = question_evaluate(asking, expression->rexpr);
    if (expression->kind != AEXPR_OP || !right.is_known || is_null(right)) {
        return right.is_known && is_null(right) ? right : answer_unknown();
    }
    const char *operator= strVal(llast(expression->name));
    return strcmp(operator, "||") == 0
               ? answer_text(text_format(asking->in->schema->arena, "%s%s", left.text, right.text))
               : compare(asking, operator, left.text, right.text);
}

static Text type_word(const TypeName *type) {
    return type->names == NIL ? TEXT("") : text_from_string(strVal(llast(type->names)));
}

/* Casts among texts, numbers and names change nothing here; reg... casts look a name up. */
static Answer evaluate_cast(Asking *asking, const TypeCast *cast) {
    Answer value = question_evaluate(asking, cast->arg);
    Text type = type_word(cast->typeName);
    if (!value.is_known || is_null(value)) {
        return value;
    }
    if (cast->typeName->arrayBounds != NIL) {
        return IsA(cast->arg, A_ArrayExpr) || IsA(cast->arg, SubLink) ? value : answer_unknown();
    }
    if (text_starts_with(type, TEXT("reg"))) {
        return catalog_lookup(asking->in, type, value.text);
    }
    if (text_equal(type, TEXT("bool"))) {
        bool is_true = answer_is(value, "t") || answer_is(value, "true");
        return answer_boolean(is_true);
    }
    return value;
}

static Answer format_piece(Asking *asking, char letter, Answer value) {
    Arena *arena = asking->in->schema->arena;
    switch (letter) {
        case 'I': return answer_text(text_quote_identifier(arena, value.text));
        case 'L': return answer_text(text_quote_literal(arena, value.text));
        case 's': return value;
        default: return answer_unknown();
    }
}

/* format('%I ... %L', a, b) */
static Answer evaluate_format(Asking *asking, const List *arguments) {
    Answer template = question_evaluate(asking, linitial(arguments));
    Builder out = builder_new(asking->in->schema->arena);
    int next = 1;
    for (size_t i = 0; template.is_known && i < template.text.length; i++) {
        char letter = template.text.data[i];
        if (letter != '%' || i + 1 == template.text.length) {
            builder_add_char(&out, letter);
            continue;
        }
        letter = template.text.data[++i];
        if (letter == '%') {
            builder_add_char(&out, letter);
            continue;
        }
        if (next >= list_length(arguments)) {
            return answer_unknown();
        }
        Answer value = question_evaluate(asking, list_nth(arguments, next++));
        bool is_quoted = letter == 'I' || letter == 'L';
        if (!value.is_known && is_quoted && asking->takes_stand_ins) {
            value = answer_text(TEXT("unknown"));
        }
        Answer piece = value.is_known && !is_null(value) ? format_piece(asking, letter, value)
                                                         : answer_unknown();
        if (!piece.is_known) {
            return piece;
        }
        builder_add(&out, piece.text);
    }
    return template.is_known ? answer_text(builder_text(&out)) : template;
}

static Answer evaluate_call(Asking *asking, const FuncCall *call) {
    const char *name = strVal(llast(call->funcname));
    Arena *arena = asking->in->schema->arena;
    int count = list_length(call->args);
    if (strcmp(name, "count") == 0 && asking->is_counting && call->agg_star) {
        return answer_text(text_from_integer(arena, asking->rows_counted));
    }
    if (strcmp(name, "current_schema") == 0) {
        const TextList *path = &asking->in->search_path;
        return path->count == 0 ? answer_unknown() : answer_text(path->items[0]);
    }
    if (strcmp(name, "format") == 0 && count > 0 && !call->func_variadic) {
        return evaluate_format(asking, call->args);
    }
    if (strcmp(name, "format_type") == 0 && count == 2 && IsA(linitial(call->args), ColumnRef)) {
        ColumnRef type = *(const ColumnRef *)linitial(call->args);
        type.fields = list_make1(makeString(pstrdup("schemac_type")));
        return evaluate_column(asking, &type);
    }
    if (count != 1) {
        return answer_unknown();
    }
    Answer value = question_evaluate(asking, linitial(call->args));
    if (!value.is_known || is_null(value)) {
        return value;
    }
    if (strncmp(name, "to_reg", 6) == 0) {
        return catalog_lookup(asking->in, text_from_string(name + 3), value.text);
    }
    if (strcmp(name, "pg_get_indexdef") == 0) {
        return catalog_index_definition(asking->in, value.text);
    }
    if (strcmp(name, "text") == 0) {
        return value;
    }
    return strcmp(name, "quote_ident") == 0 ? answer_text(text_quote_identifier(arena, value.text))
                                            : answer_unknown();
}

static Answer evaluate_coalesce(Asking *asking, const CoalesceExpr *expression) {
    ListCell *cell;
    foreach (cell, expression->args) {
        Answer value = question_evaluate(asking, lfirst(cell));
        if (!is_null(value)) {
            return value;
        }
    }
    return answer_null();
}

/* The elements with a byte between them that no name holds: equal arrays are equal texts. */
static Answer array_answer(const Asking *asking, const AnswerList *elements) {
    Builder out = builder_new(asking->in->schema->arena);
    for (size_t i = 0; i < elements->count; i++) {
        if (!elements->items[i].is_known || is_null(elements->items[i])) {
            return answer_unknown();
        }
        builder_add(&out, elements->items[i].text);
        builder_add_char(&out, '\x1f');
    }
    return answer_text(builder_text(&out));
}

static Answer evaluate_array(Asking *asking, const A_ArrayExpr *array) {
    AnswerList elements = {0};
    ListCell *cell;
    foreach (cell, array->elements) {
        list_push(asking->in->schema->arena, &elements, question_evaluate(asking, lfirst(cell)));
    }
    return array_answer(asking, &elements);
}

static Answer evaluate_sublink(Asking *asking, const SubLink *link) {
    const SelectStmt *query = (const SelectStmt *)link->subselect;
    AnswerList row = {0};
    if (link->subLinkType == EXISTS_SUBLINK) {
        return question_exists(asking, query);
    }
    if (link->subLinkType == ARRAY_SUBLINK) {
        return question_all_rows(asking, query, &row) ? array_answer(asking, &row)
                                                      : answer_unknown();
    }
    if (link->subLinkType != EXPR_SUBLINK || !question_first_row(asking, query, &row)) {
        return answer_unknown();
    }
    return row.count == 0 ? answer_null() : row.items[0];
}

static Answer evaluate_null_test(Asking *asking, const NullTest *test) {
    Answer value = question_evaluate(asking, (const Node *)test->arg);
    return value.is_known ? answer_boolean(is_null(value) == (test->nulltesttype == IS_NULL))
                          : value;
}

Answer question_evaluate(Asking *asking, const Node *expression) {
    switch (nodeTag(expression)) {
        case T_A_Const: return evaluate_constant(asking, (const A_Const *)expression);
        case T_ColumnRef: return evaluate_column(asking, (const ColumnRef *)expression);
        case T_BoolExpr: return evaluate_boolean(asking, (const BoolExpr *)expression);
        case T_A_Expr: return evaluate_operator(asking, (const A_Expr *)expression);
        case T_TypeCast: return evaluate_cast(asking, (const TypeCast *)expression);
        case T_FuncCall: return evaluate_call(asking, (const FuncCall *)expression);
        case T_CoalesceExpr: return evaluate_coalesce(asking, (const CoalesceExpr *)expression);
        case T_A_ArrayExpr: return evaluate_array(asking, (const A_ArrayExpr *)expression);
        case T_SubLink: return evaluate_sublink(asking, (const SubLink *)expression);
        case T_NullTest: return evaluate_null_test(asking, (const NullTest *)expression);
        case T_SQLValueFunction:
            if (((const SQLValueFunction *)expression)->op == SVFOP_CURRENT_SCHEMA &&
                asking->in->search_path.count != 0) {
                return answer_text(asking->in->search_path.items[0]);
            }
            return answer_unknown();
        default: return answer_unknown();
    }
}

/* What is kept leaves the tree's memory. */
static Answer kept(const Interpreter *in, Answer answer) {
    answer.text = text_copy(in->schema->arena, answer.text);
    return answer;
}

static AnswerList ask(Asking asking, const List *tree) {
    Interpreter *in = asking.in;
    AnswerList row = {0}, result = {0};
    const SelectStmt *query = (const SelectStmt *)linitial_node(RawStmt, tree)->stmt;
    bool is_answered = IsA(query, SelectStmt) && question_first_row(&asking, query, &row);
    for (size_t i = 0; is_answered && i < row.count; i++) {
        list_push(in->schema->arena, &result, kept(in, row.items[i]));
    }
    for (int i = 0; is_answered && row.count == 0 && i < list_length(query->targetList); i++) {
        list_push(in->schema->arena, &result, answer_null());
    }
    return result;
}

Answer question_ask(Interpreter *in, const VariableList *variables, const char *expression) {
    AnswerList row = ask((Asking){.in = in, .variables = variables},
                         raw_parser(expression, RAW_PARSE_PLPGSQL_EXPR));
    return row.count == 1 ? row.items[0] : answer_unknown();
}

Answer question_ask_shape(Interpreter *in, const VariableList *variables, const char *expression) {
    AnswerList row = ask((Asking){.in = in, .variables = variables, .takes_stand_ins = true},
                         raw_parser(expression, RAW_PARSE_PLPGSQL_EXPR));
    return row.count == 1 ? row.items[0] : answer_unknown();
}

AnswerList question_ask_row(Interpreter *in, const VariableList *variables, const char *query) {
    return ask((Asking){.in = in, .variables = variables}, raw_parser(query, RAW_PARSE_DEFAULT));
}
