/* Newer: names from data that was read from servers (parser/queries/since.sh), grammar by node. */
#include "parser/newer.h"
#include "parser/normalizer.h"

#include "compiler/builder.h"
#include "nodes/nodeFuncs.h"

#include <stdlib.h>

typedef struct BuiltinSince {
    const char *name; /* "function any_value", "function random/2", "type int4multirange" */
    int major;
} BuiltinSince;

#include "parser/builtin_since.inc"

static const char *const kind_words[] = {
    [BUILTIN_FUNCTION] = "function",
    [BUILTIN_TYPE] = "type",
    [BUILTIN_RELATION] = "relation",
    [BUILTIN_COLLATION] = "collation",
    [BUILTIN_OPERATOR_CLASS] = "operator class",
};

static int compare_name(const void *name, const void *item) {
    return text_compare(*(const Text *)name, text_from_string(((const BuiltinSince *)item)->name));
}

static int since_of(Text entry) {
    const BuiltinSince *found = bsearch(&entry, builtin_since_list, lengthof(builtin_since_list),
                                        sizeof *builtin_since_list, compare_name);
    return found == NULL ? 0 : found->major;
}

int builtin_since(Arena *scratch, BuiltinKind kind, Text name) {
    return since_of(text_format(scratch, "%s %s", text_from_string(kind_words[kind]), name));
}

bool newer_may_lack_function(const Interpreter *in, Text name) {
    int since = builtin_since(in->scratch, BUILTIN_FUNCTION, name);
    return since != 0 && in->schema->server_version < since * 10000;
}

static void note(const Interpreter *in, const NormalizeContext *context, Text what, int since) {
    if (since != 0 && context != NULL && context->references != NULL) {
        Arena *arena = in->schema->arena;
        Reference reference = {.kind = REFERENCE_SERVER,
                               .role = context->role,
                               .name = text_copy(arena, what),
                               .member = text_from_integer(arena, since)};
        reference_add(arena, context->references, reference);
    }
}

void newer_note_name(const Interpreter *in, const NormalizeContext *context, BuiltinKind kind,
                     Text name) {
    Text entry = text_format(in->scratch, "%s %s", text_from_string(kind_words[kind]), name);
    note(in, context, entry, since_of(entry));
}

/* The grammar calls functions for some syntax; older ones call others for the same. */
static void note_syntax_call(const Interpreter *in, const NormalizeContext *context,
                             const FuncCall *call) {
    if (tree_name_is(call->funcname, "system_user")) {
        note(in, context, TEXT("SYSTEM_USER"), 16);
    } else if (tree_name_is(call->funcname, "timezone") && list_length(call->args) == 1) {
        note(in, context, TEXT("AT LOCAL"), 17);
    }
}

void newer_note_call(const Interpreter *in, const NormalizeContext *context, const FuncCall *call) {
    if (call->funcformat == COERCE_SQL_SYNTAX) {
        note_syntax_call(in, context, call);
        return;
    }
    Text name = text_from_string(strVal(llast(call->funcname)));
    Text count = text_from_integer(in->scratch, list_length(call->args));
    int since = since_of(text_format(in->scratch, "function %s/%s", name, count));
    if (since != 0) {
        note(in, context, text_format(in->scratch, "function %s with so many arguments", name),
             since);
    }
}

typedef struct SyntaxWalk {
    const Interpreter *in;
    const NormalizeContext *context;
} SyntaxWalk;

static void note_merge(const SyntaxWalk *walk, const MergeStmt *merge) {
    ListCell *cell;
    foreach (cell, merge->mergeWhenClauses) {
        if (((const MergeWhenClause *)lfirst(cell))->matchKind ==
            MERGE_WHEN_NOT_MATCHED_BY_SOURCE) {
            note(walk->in, walk->context, TEXT("MERGE with WHEN NOT MATCHED BY SOURCE"), 17);
        }
    }
    if (merge->returningClause != NULL) {
        note(walk->in, walk->context, TEXT("MERGE with RETURNING"), 17);
    }
    note(walk->in, walk->context, TEXT("MERGE"), 15);
}

static void note_query(const SyntaxWalk *walk, const Node *node) {
    const Interpreter *in = walk->in;
    const NormalizeContext *context = walk->context;
    if (IsA(node, SelectStmt) && ((const SelectStmt *)node)->groupDistinct) {
        note(in, context, TEXT("GROUP BY DISTINCT"), 14);
    } else if (IsA(node, CommonTableExpr)) {
        const CommonTableExpr *expression = (const CommonTableExpr *)node;
        note(in, context, TEXT("SEARCH"), expression->search_clause != NULL ? 14 : 0);
        note(in, context, TEXT("CYCLE"), expression->cycle_clause != NULL ? 14 : 0);
    } else if (IsA(node, JoinExpr) && ((const JoinExpr *)node)->join_using_alias != NULL) {
        note(in, context, TEXT("an alias for JOIN USING"), 14);
    } else if (IsA(node, ReturningClause) && ((const ReturningClause *)node)->options != NIL) {
        note(in, context, TEXT("RETURNING WITH"), 18);
    } else if (IsA(node, XmlSerialize) && ((const XmlSerialize *)node)->indent) {
        note(in, context, TEXT("XMLSERIALIZE with INDENT"), 16);
    }
}

/* SQL/JSON.  JSON('{}') is a cast to json in older ones. */
static void note_json(const SyntaxWalk *walk, const Node *node) {
    Text what = TEXT("an SQL/JSON constructor");
    int since = 17;
    switch (nodeTag(node)) {
        case T_JsonObjectConstructor: what = TEXT("JSON_OBJECT"), since = 16; break;
        case T_JsonArrayConstructor:
        case T_JsonArrayQueryConstructor: what = TEXT("JSON_ARRAY"), since = 16; break;
        case T_JsonObjectAgg: what = TEXT("JSON_OBJECTAGG"), since = 16; break;
        case T_JsonArrayAgg: what = TEXT("JSON_ARRAYAGG"), since = 16; break;
        case T_JsonIsPredicate: what = TEXT("IS JSON"), since = 16; break;
        case T_JsonScalarExpr: what = TEXT("JSON_SCALAR"); break;
        case T_JsonSerializeExpr: what = TEXT("JSON_SERIALIZE"); break;
        case T_JsonTable: what = TEXT("JSON_TABLE"); break;
        case T_JsonFuncExpr: what = TEXT("JSON_EXISTS, JSON_QUERY or JSON_VALUE"); break;
        case T_JsonParseExpr:
            what = TEXT("JSON() WITH UNIQUE KEYS");
            since = ((const JsonParseExpr *)node)->unique_keys ? 17 : 0;
            break;
        default: return;
    }
    note(walk->in, walk->context, what, since);
}

static bool walk_syntax(Node *node, void *state) {
    const SyntaxWalk *walk = state;
    if (node == NULL) {
        return false;
    }
    if (IsA(node, MergeStmt)) {
        note_merge(walk, (const MergeStmt *)node);
    } else {
        note_query(walk, node);
        note_json(walk, node);
    }
    return raw_expression_tree_walker(node, walk_syntax, state);
}

void newer_note_expression(const Interpreter *in, const NormalizeContext *context,
                           const Node *tree) {
    SyntaxWalk walk = {in, context};
    if (context->references != NULL) {
        walk_syntax((Node *)tree, &walk);
    }
}

void newer_note_statement(const Interpreter *in, const NormalizeContext *context,
                          const Node *tree) {
    ListCell *cell;
    switch (nodeTag(tree)) { /* the walker knows no others than the first five */
        case T_SelectStmt:
        case T_InsertStmt:
        case T_UpdateStmt:
        case T_DeleteStmt:
        case T_MergeStmt: newer_note_expression(in, context, tree); break;
        case T_ReturnStmt:
            newer_note_expression(in, context, ((const ReturnStmt *)tree)->returnval);
            break;
        case T_CreateTrigStmt:
            newer_note_expression(in, context, ((const CreateTrigStmt *)tree)->whenClause);
            break;
        case T_RuleStmt:
            newer_note_expression(in, context, ((const RuleStmt *)tree)->whereClause);
            foreach (cell, ((const RuleStmt *)tree)->actions) {
                newer_note_statement(in, context, lfirst(cell));
            }
            break;
        default: break;
    }
}
