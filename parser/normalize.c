/*
 * Normalize: the entrances, and the walk that calls the rest.
 *
 * Each call works on a copy of the node, so that a statement that has to wait can be tried again.
 */
#include "parser/newer.h"
#include "parser/normalize_scope.h"
#include "parser/typing.h"

#include "compiler/builder.h"
#include "nodes/makefuncs.h"
#include "pg_query.h"
#include "pg_query_internal.h"

static const NormalizeContext no_context = {.references = NULL};

static bool is_same_path(const TextList *left, const TextList *right) {
    for (size_t i = 0; left->count == right->count && i < left->count; i++) {
        if (!text_equal(left->items[i], right->items[i])) {
            return false;
        }
    }
    return left->count == right->count;
}

/* Names get their schemas here, but operators keep their meaning by the path alone. */
static void note_search_path(const Interpreter *in) {
    Schema *schema = in->schema;
    if (in->is_catalog || schema->has_several_search_paths) {
        return;
    }
    if (!schema->has_search_path) {
        schema->has_search_path = true;
        schema->search_path = in->search_path;
    } else if (!is_same_path(&schema->search_path, &in->search_path)) {
        schema->has_several_search_paths = true;
        schema->search_path = (TextList){0};
    }
}

static Normalizer normalizer_new(Interpreter *in, const NormalizeContext *context) {
    note_search_path(in);
    return (Normalizer){.in = in, .context = context == NULL ? &no_context : context};
}

void normalizer_add_reference(Normalizer *normalizer, ReferenceKind kind, Text schema, Text name,
                              Text member) {
    const NormalizeContext *context = normalizer->context;
    Arena *arena = normalizer->in->schema->arena;
    if (context->references == NULL) {
        return;
    }
    Reference reference = {.kind = kind,
                           .role = context->role,
                           .schema = text_copy(arena, schema),
                           .name = text_copy(arena, name),
                           .member = text_copy(arena, member)};
    reference_add(arena, context->references, reference);
}

/* Children first, then the node itself; queries have scopes of their own. */
void normalizer_visit(Node **slot, void *state) {
    Normalizer *normalizer = state;
    Node *node = *slot;
    switch (nodeTag(node)) {
        case T_SelectStmt: normalizer_query(normalizer, (SelectStmt *)node); return;
        case T_InsertStmt:
        case T_UpdateStmt:
        case T_DeleteStmt:
        case T_MergeStmt: normalizer_data_change(normalizer, node); return;
        case T_TypeName: normalizer_type(normalizer, (TypeName *)node); return;
        case T_ColumnRef:
            if (normalizer->visible != NULL) {
                scope_resolve(normalizer, (ColumnRef *)node);
            } else {
                normalizer_column(normalizer, (ColumnRef *)node);
            }
            return;
        case T_RangeVar: normalizer_relation(normalizer, (RangeVar *)node); return;
        default: break;
    }
    bool was_in_row = normalizer->is_in_row;
    normalizer->is_in_row = IsA(node, RowExpr);
    tree_visit_children(node, normalizer_visit, normalizer);
    normalizer->is_in_row = was_in_row;
    if (IsA(node, FuncCall)) {
        normalizer_function(normalizer, (FuncCall *)node);
    } else if (IsA(node, CreateTrigStmt)) {
        CreateTrigStmt *trigger = (CreateTrigStmt *)node;
        trigger->funcname = normalizer_function_names(normalizer, trigger->funcname);
    } else {
        normalizer_rewrite(normalizer, slot);
    }
}

static Node *select_of(Node *expression) {
    ResTarget *target = makeNode(ResTarget);
    SelectStmt *select = makeNode(SelectStmt);
    target->val = expression;
    target->location = -1;
    select->targetList = list_make1(target);
    return (Node *)select;
}

/* DEFAULT takes no a_expr: what holds AND, IS or AT TIME ZONE needs parentheses there. */
static bool stands_alone(const Node *node) {
    switch (nodeTag(node)) {
        case T_A_Const:
        case T_ColumnRef:
        case T_TypeCast:
        case T_CoalesceExpr:
        case T_CaseExpr:
        case T_A_ArrayExpr:
        case T_SQLValueFunction: return true;
        case T_FuncCall: return ((const FuncCall *)node)->funcformat != COERCE_SQL_SYNTAX;
        default: return false;
    }
}

Text normalize_expression(Interpreter *in, Node *expression, const NormalizeContext *context) {
    Normalizer normalizer = normalizer_new(in, context);
    newer_note_expression(in, normalizer.context, expression);
    Node *node = copyObjectImpl(expression);
    normalizer_visit(&node, &normalizer);
    if (normalizer.is_missing) {
        return TEXT_ABSENT;
    }
    normalizer_settle_operators(&normalizer, &node);
    if (in->typing != NULL) {
        typing_default(&normalizer, &node, normalizer.context->target_type);
    } else if (!text_is_empty(normalizer.context->target_type)) {
        normalizer_default(&normalizer, &node);
        if (node == NULL) {
            return TEXT("");
        }
        if (!stands_alone(node)) {
            node = tree_make_parentheses(node);
        }
    }
    return normalizer_print(&normalizer, select_of(node), TEXT("SELECT "));
}

Text normalize_statement(Interpreter *in, Node *statement, const NormalizeContext *context) {
    Normalizer normalizer = normalizer_new(in, context);
    newer_note_statement(in, normalizer.context, statement);
    Node *node = copyObjectImpl(statement);
    normalizer.has_trigger_rows = IsA(node, CreateTrigStmt) || IsA(node, RuleStmt);
    if (IsA(node, SelectStmt)) {
        normalizer_query(&normalizer, (SelectStmt *)node);
    } else {
        normalizer_visit(&node, &normalizer);
    }
    if (normalizer.is_missing) {
        return TEXT_ABSENT;
    }
    normalizer_settle_operators(&normalizer, &node);
    if (in->typing != NULL) {
        typing_node(&normalizer, &node);
    }
    if (IsA(node, ReturnStmt)) { /* the deparser knows it only inside CREATE FUNCTION */
        Node *value = select_of(((ReturnStmt *)node)->returnval);
        return text_format(in->schema->arena, "RETURN %s",
                           normalizer_print(&normalizer, value, TEXT("SELECT ")));
    }
    return normalizer_print(&normalizer, node, TEXT(""));
}

void normalize_body_references(Interpreter *in, Text body, const NormalizeContext *context) {
    PgQueryInternalParsetreeAndError parsed =
        pg_query_raw_parse(text_to_string(in->scratch, body), 0);
    if (parsed.error != NULL) {
        pg_query_free_error(parsed.error);
        return;
    }
    Diagnostics unheard = {.arena = in->scratch};
    Interpreter quiet = *in;
    quiet.diagnostics = &unheard;
    quiet.is_last_try = true;
    Normalizer normalizer = normalizer_new(&quiet, context);
    normalizer.is_scan = true;
    ListCell *cell;
    foreach (cell, parsed.tree) {
        newer_note_statement(in, normalizer.context, ((const RawStmt *)lfirst(cell))->stmt);
        normalizer_visit(&((RawStmt *)lfirst(cell))->stmt, &normalizer);
    }
}

Node *parse_expression_text(Interpreter *in, Text expression) {
    char *sql = text_to_string(in->scratch, text_format(in->scratch, "SELECT (%s)", expression));
    PgQueryInternalParsetreeAndError parsed = pg_query_raw_parse(sql, 0);
    if (parsed.error != NULL) {
        pg_query_free_error(parsed.error);
        return NULL;
    }
    const RawStmt *raw = list_length(parsed.tree) == 1 ? linitial(parsed.tree) : NULL;
    const SelectStmt *select =
        raw != NULL && IsA(raw->stmt, SelectStmt) ? (SelectStmt *)raw->stmt : NULL;
    if (select == NULL || list_length(select->targetList) != 1 || select->fromClause != NIL) {
        return NULL;
    }
    return ((ResTarget *)linitial(select->targetList))->val;
}

Text normalize_query(Interpreter *in, SelectStmt *query, const List *column_names,
                     const NormalizeContext *context, TextList *output_columns) {
    Normalizer normalizer = normalizer_new(in, context);
    newer_note_statement(in, normalizer.context, (const Node *)query);
    SelectStmt *copy = copyObjectImpl(query);
    OutputColumns output = normalizer_named_query(&normalizer, &copy, column_names);
    if (normalizer.is_missing) {
        return TEXT_ABSENT;
    }
    normalizer_settle_operators(&normalizer, (Node **)&copy);
    if (in->typing != NULL) {
        typing_node(&normalizer, (Node **)&copy);
    }
    for (size_t i = 0; output.is_known && i < output.names.count; i++) {
        list_push(in->schema->arena, output_columns,
                  text_copy(in->schema->arena, output.names.items[i]));
    }
    return normalizer_print(&normalizer, (Node *)copy, TEXT(""));
}

/* A modifier of "?" may be one or none. */
static Text declared_type(const TypeTable *types, Typed typed) {
    bool is_known = typed.type != TYPE_NONE && typed.type != TYPE_UNKNOWN &&
                    !text_equal(typed.modifier, TEXT("?"));
    return !is_known                       ? TEXT("")
           : text_is_empty(typed.modifier) ? type_cast_name(types, typed.type)
                                           : typed.modifier;
}

QueryColumns normalize_query_columns(Interpreter *in, SelectStmt *query, const List *column_names) {
    Interpreter typing = *in;
    typing.typing = typing_memory_new(in->scratch, in->schema);
    NormalizeContext context = {.role = REFERENCE_BY_DEFINITION};
    Normalizer normalizer = normalizer_new(&typing, &context);
    SelectStmt *copy = copyObjectImpl(query);
    normalizer_named_query(&normalizer, &copy, column_names);
    if (normalizer.is_missing) {
        return (QueryColumns){.is_missing = true};
    }
    TypedColumns typed = typing_columns(&normalizer, copy);
    QueryColumns columns = {.is_known = !typed.is_partial};
    for (size_t i = 0; i < typed.count; i++) {
        Text type = declared_type(typing.typing->types, typed.items[i].typed);
        columns.is_known = columns.is_known && !text_is_empty(type);
        list_push(in->scratch, &columns.names, typed.items[i].name);
        list_push(in->scratch, &columns.types, type);
    }
    return columns;
}
