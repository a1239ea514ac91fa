/*
 * Rename walk: which names of an expression are the renamed one.
 */
#include "parser/rename_walk.h"

#include "compiler/builder.h"
#include "nodes/pg_list.h"

#include <string.h>

bool rename_name(const Renaming *renaming, Text schema, Text name, QualifiedName *renamed) {
    if (!text_equal(schema, renaming->old.schema)) {
        return false;
    }
    if (renaming->kind == RENAMED_SCHEMA) {
        *renamed = (QualifiedName){renaming->new.schema, name};
        return true;
    }
    *renamed = renaming->new;
    return renaming->kind != RENAMED_COLUMN && renaming->kind != RENAMED_LABEL &&
           text_equal(name, renaming->old.name);
}

void rename_chain_at(RenameWalk *walk, int position) {
    Arena *scratch = walk->renaming->in->scratch;
    QualifiedName renamed;
    if (position < 0) {
        return;
    }
    SqlChain chain = sql_chain(scratch, walk->sql, (size_t)position);
    if (chain.count >= 2 &&
        rename_name(walk->renaming, chain.parts[0].name, chain.parts[1].name, &renamed)) {
        Span span = {chain.parts[0].span.start, chain.parts[1].span.end};
        sql_edit_add(scratch, &walk->edits, span,
                     text_quote_name(scratch, renamed.schema, renamed.name));
    }
}

void rename_part_at(RenameWalk *walk, int position, size_t part, Text replacement) {
    Arena *scratch = walk->renaming->in->scratch;
    SqlChain chain = {.count = 0};
    if (position >= 0) {
        chain = sql_chain(scratch, walk->sql, (size_t)position);
    }
    if (part < chain.count) {
        sql_edit_add(scratch, &walk->edits, chain.parts[part].span,
                     text_quote_identifier(scratch, replacement));
    } else {
        walk->is_certain = false;
    }
}

static Text field(const ColumnRef *column, int number) {
    const Node *node = list_nth(column->fields, number);
    return IsA(node, String) ? text_from_string(strVal(node)) : TEXT_ABSENT;
}

static void visit_column_of(RenameWalk *walk, const ColumnRef *column) {
    const Renaming *renaming = walk->renaming;
    int last = list_length(column->fields) - 1;
    if (!text_equal(field(column, last), renaming->old.name)) {
        return;
    }
    bool is_it = false;
    if (last == 0) {
        Meaning meaning = rename_column_meaning(walk->scope, renaming->old.name);
        is_it = meaning == MEANS_TARGET;
        walk->is_certain &= meaning != MEANS_UNKNOWN;
    } else if (last == 1) {
        const FromItem *item = rename_find_item(walk->scope, field(column, 0));
        is_it = item != NULL && item->is_target;
    } else {
        QualifiedName name = {field(column, last - 2), field(column, last - 1)};
        is_it = rename_is_target(renaming, interpreter_find_relation_named(renaming->in, name));
    }
    if (is_it) {
        rename_part_at(walk, column->location, (size_t)last, renaming->new.name);
    }
}

/* "users.id", or "users" for the whole row, where FROM has public.users without an alias. */
static void visit_column_in(RenameWalk *walk, const ColumnRef *column) {
    const Renaming *renaming = walk->renaming;
    int length = list_length(column->fields);
    if (length >= 3) {
        rename_chain_at(walk, column->location);
        return;
    }
    Text name = field(column, 0);
    if (!text_equal(name, renaming->old.name) ||
        text_equal(renaming->old.name, renaming->new.name)) {
        return;
    }
    const FromItem *item = rename_find_item(walk->scope, name);
    if (item == NULL || !item->is_target || item->has_alias) {
        return;
    }
    if (length == 2 || rename_column_meaning(walk->scope, name) == MEANS_OTHER) {
        rename_part_at(walk, column->location, 0, renaming->new.name);
    }
}

/* "f.x" in the body of f: its parameter. */
static void visit_parameter(RenameWalk *walk, const ColumnRef *column) {
    const FromItem *item = NULL;
    if (list_length(column->fields) == 2) {
        item = rename_find_item(walk->scope, field(column, 0));
    }
    if (item != NULL && item->is_target) {
        rename_part_at(walk, column->location, 0, walk->renaming->new.name);
    }
}

static void visit_column(RenameWalk *walk, const ColumnRef *column) {
    switch (walk->renaming->kind) {
        case RENAMED_COLUMN: visit_column_of(walk, column); return;
        case RENAMED_RELATION: visit_column_in(walk, column); return;
        case RENAMED_SCHEMA:
            if (list_length(column->fields) >= 3) {
                rename_chain_at(walk, column->location);
            }
            return;
        case RENAMED_ROUTINE: visit_parameter(walk, column); return;
        case RENAMED_TYPE:
        case RENAMED_LABEL: return;
    }
}

static void visit_call(RenameWalk *walk, const FuncCall *call) {
    const Renaming *renaming = walk->renaming;
    if (list_length(call->funcname) < 2) {
        return;
    }
    if (renaming->kind == RENAMED_SCHEMA) {
        rename_chain_at(walk, call->location);
        return;
    }
    QualifiedName name = interpreter_name(renaming->in, call->funcname), renamed;
    if (renaming->kind != RENAMED_ROUTINE ||
        !rename_name(renaming, name.schema, name.name, &renamed)) {
        return;
    }
    size_t count = (size_t)list_length(call->args);
    if (count >= renaming->least_arguments && count <= renaming->most_arguments) {
        walk->is_certain &= !renaming->is_overloaded;
        rename_chain_at(walk, call->location);
    }
}

static bool fits_registry(RenamedKind kind, const char *type) {
    if (strcmp(type, "regclass") == 0) {
        return kind == RENAMED_RELATION || kind == RENAMED_SCHEMA;
    }
    if (strcmp(type, "regtype") == 0) {
        return kind == RENAMED_TYPE || kind == RENAMED_RELATION || kind == RENAMED_SCHEMA;
    }
    if (strcmp(type, "regproc") == 0 || strcmp(type, "regprocedure") == 0) {
        return kind == RENAMED_ROUTINE || kind == RENAMED_SCHEMA;
    }
    return false;
}

/* 'public.users_id_seq'::regclass: PostgreSQL stores the OID. */
static void visit_cast(RenameWalk *walk, const TypeCast *cast) {
    const A_Const *constant = (const A_Const *)cast->arg;
    if (!IsA(cast->arg, A_Const) || constant->isnull || !IsA(&constant->val, String) ||
        constant->location < 0 ||
        !fits_registry(walk->renaming->kind, strVal(llast(cast->typeName->names)))) {
        return;
    }
    Arena *scratch = walk->renaming->in->scratch;
    Text value = text_from_string(constant->val.sval.sval);
    SqlChain chain = sql_chain(scratch, value, 0);
    QualifiedName renamed;
    if (chain.count != 2 ||
        !rename_name(walk->renaming, chain.parts[0].name, chain.parts[1].name, &renamed)) {
        return;
    }
    SqlToken token = sql_token(scratch, walk->sql, (size_t)constant->location);
    Text literal =
        text_format(scratch, "%s%s", text_quote_name(scratch, renamed.schema, renamed.name),
                    text_slice(value, chain.span.end, value.length));
    sql_edit_add(scratch, &walk->edits, token.span, text_quote_literal(scratch, literal));
}

/* (row).attribute: whose attribute cannot be told without types. */
static void visit_indirection(RenameWalk *walk, const A_Indirection *node) {
    ListCell *cell;
    foreach (cell, node->indirection) {
        const Node *part = lfirst(cell);
        if (walk->renaming->kind == RENAMED_COLUMN && IsA(part, String) &&
            text_equal(text_from_string(strVal(part)), walk->renaming->old.name)) {
            walk->is_certain = false;
        }
    }
}

/* USING (a) names the column on both sides; PostgreSQL then shows an alias list. */
static void visit_join(RenameWalk *walk, const JoinExpr *join) {
    ListCell *cell;
    if (walk->renaming->kind != RENAMED_COLUMN) {
        return;
    }
    foreach (cell, join->usingClause) {
        if (text_equal(text_from_string(strVal(lfirst(cell))), walk->renaming->old.name) &&
            rename_column_meaning(walk->scope, walk->renaming->old.name) != MEANS_OTHER) {
            walk->is_certain = false;
        }
    }
    if (join->isNatural &&
        rename_column_meaning(walk->scope, walk->renaming->old.name) != MEANS_OTHER) {
        walk->is_certain = false;
    }
}

/* A qualified operator or collation: the name follows a word, OPERATOR( or COLLATE. */
static void rename_chain_after_word(RenameWalk *walk, const List *names, int position) {
    if (walk->renaming->kind != RENAMED_SCHEMA || list_length(names) < 2 || position < 0) {
        return;
    }
    Arena *scratch = walk->renaming->in->scratch;
    SqlToken word = sql_token(scratch, walk->sql, (size_t)position);
    SqlToken next = sql_token(scratch, walk->sql, word.span.end);
    rename_chain_at(walk,
                    (int)(sql_token_is(walk->sql, next, '(') ? next.span.end : next.span.start));
}

static void visit_type(RenameWalk *walk, const TypeName *type) {
    if (walk->renaming->kind != RENAMED_ROUTINE && list_length(type->names) >= 2) {
        rename_chain_at(walk, type->location);
    }
}

static void visit_relation(RenameWalk *walk, const RangeVar *relation) {
    if (relation->schemaname != NULL && walk->renaming->kind != RENAMED_ROUTINE &&
        walk->renaming->kind != RENAMED_TYPE) {
        rename_chain_at(walk, relation->location);
    }
}

/* Subqueries of FROM do not see their neighbours unless LATERAL. */
static void visit_subselect(RenameWalk *walk, const RangeSubselect *subselect) {
    const RenameScope *before = walk->scope;
    RenameScope alone = {.outer = before == NULL ? NULL : before->outer,
                         .ctes = before == NULL ? NIL : before->ctes};
    Node *query = subselect->subquery;
    if (!subselect->lateral) {
        walk->scope = &alone;
    }
    rename_visit(&query, walk);
    walk->scope = before;
}

static void visit_sublink(RenameWalk *walk, SubLink *link) {
    bool before = walk->hides_outputs;
    rename_visit(&link->testexpr, walk);
    walk->hides_outputs |= link->subLinkType != EXPR_SUBLINK; /* (SELECT a) is a column named a */
    rename_visit(&link->subselect, walk);
    walk->hides_outputs = before;
}

/* Literals are looked at together with what gives them a type. */
static bool visit_literal(RenameWalk *walk, const Node *node) {
    if (walk->renaming->kind != RENAMED_LABEL) {
        return false;
    }
    switch (nodeTag(node)) {
        case T_TypeCast: return rename_visit_label_cast(walk, (const TypeCast *)node);
        case T_A_Expr: return rename_visit_label_comparison(walk, (const A_Expr *)node);
        case T_A_Const: rename_visit_bare_literal(walk, node); return true;
        default: return false;
    }
}

void rename_visit(Node **slot, void *state) {
    RenameWalk *walk = state;
    Node *node = *slot;
    if (node == NULL || visit_literal(walk, node)) {
        return;
    }
    switch (nodeTag(node)) {
        case T_SelectStmt: rename_visit_select(walk, (SelectStmt *)node); return;
        case T_InsertStmt:
        case T_UpdateStmt:
        case T_DeleteStmt:
        case T_MergeStmt: rename_visit_change(walk, node); return;
        case T_RangeSubselect: visit_subselect(walk, (RangeSubselect *)node); return;
        case T_SubLink: visit_sublink(walk, (SubLink *)node); return;
        case T_ColumnRef: visit_column(walk, (ColumnRef *)node); return;
        case T_RangeVar: visit_relation(walk, (RangeVar *)node); return;
        case T_TypeName: visit_type(walk, (TypeName *)node); return;
        case T_FuncCall: visit_call(walk, (FuncCall *)node); break;
        case T_TypeCast: visit_cast(walk, (TypeCast *)node); break;
        case T_A_Indirection: visit_indirection(walk, (A_Indirection *)node); break;
        case T_JoinExpr: visit_join(walk, (JoinExpr *)node); break;
        case T_A_Expr:
            rename_chain_after_word(walk, ((A_Expr *)node)->name, ((A_Expr *)node)->location);
            break;
        case T_CollateClause:
            rename_chain_after_word(walk, ((CollateClause *)node)->collname,
                                    ((CollateClause *)node)->location);
            break;
        default: break;
    }
    tree_visit_children(node, rename_visit, walk);
}
