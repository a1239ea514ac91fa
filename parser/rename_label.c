/*
 * Rename label: ALTER TYPE ... RENAME VALUE, in every piece of SQL that holds the label.
 *
 * PostgreSQL stores the value's OID.  A literal is the label when its type is the enum: by a cast,
 * by the column it is compared with, or by the column whose default it is.  Where the type of an
 * equal literal cannot be told and the enum is near, the text is reported.
 */
#include "parser/rename_walk.h"

#include "compiler/builder.h"
#include "nodes/pg_list.h"

static Text enum_name(const RenameWalk *walk) {
    return text_quote_name(walk->renaming->in->scratch, walk->renaming->old.schema,
                           walk->renaming->old.name);
}

static bool is_label(const RenameWalk *walk, const Node *node) {
    const A_Const *constant = (const A_Const *)node;
    return node != NULL && IsA(node, A_Const) && !constant->isnull && IsA(&constant->val, String) &&
           text_equal(text_from_string(constant->val.sval.sval), walk->renaming->old_label);
}

static void replace(RenameWalk *walk, const Node *node) {
    const A_Const *constant = (const A_Const *)node;
    if (!is_label(walk, node)) {
        return;
    }
    if (constant->location < 0) {
        walk->is_certain = false;
        return;
    }
    Arena *scratch = walk->renaming->in->scratch;
    SqlToken token = sql_token(scratch, walk->sql, (size_t)constant->location);
    sql_edit_add(scratch, &walk->edits, token.span,
                 text_quote_literal(scratch, walk->renaming->new_label));
}

/* The members of ARRAY['a', 'b'] or ('a', 'b'); NIL for a single expression. */
static const List *members(const Node *node) {
    return IsA(node, List)          ? (const List *)node
           : IsA(node, A_ArrayExpr) ? ((const A_ArrayExpr *)node)->elements
                                    : NIL;
}

/* Nothing but literals. */
static bool is_literal(const Node *node) {
    const List *list = node == NULL ? NIL : members(node);
    ListCell *cell;
    foreach (cell, list) {
        if (!IsA(lfirst(cell), A_Const)) {
            return false;
        }
    }
    return node != NULL && (list != NIL || IsA(node, A_Const));
}

static void replace_literal(RenameWalk *walk, const Node *node) {
    const List *list = members(node);
    ListCell *cell;
    foreach (cell, list) {
        replace(walk, lfirst(cell));
    }
    if (list == NIL) {
        replace(walk, node);
    }
}

static bool is_enum(const RenameWalk *walk, const TypeName *type) {
    QualifiedName name = interpreter_name(walk->renaming->in, type->names);
    return text_equal(name.schema, walk->renaming->old.schema) &&
           text_equal(name.name, walk->renaming->old.name);
}

bool rename_visit_label_cast(RenameWalk *walk, const TypeCast *cast) {
    if (!is_literal(cast->arg)) {
        return false;
    }
    if (is_enum(walk, cast->typeName)) {
        bool is_array_text = cast->typeName->arrayBounds != NIL && IsA(cast->arg, A_Const);
        if (is_array_text) { /* '{a,b}' */
            walk->is_certain &= !text_contains(walk->sql, walk->renaming->old_label);
        } else {
            replace_literal(walk, cast->arg);
        }
    }
    return true;
}

/* The type of a column of a table in scope; empty when it cannot be told. */
static Text column_type(const RenameWalk *walk, const Node *node) {
    const ColumnRef *reference = (const ColumnRef *)node;
    if (node == NULL || !IsA(node, ColumnRef) || !IsA(llast(reference->fields), String)) {
        return TEXT("");
    }
    Text name = text_from_string(strVal(llast(reference->fields)));
    Text qualifier = list_length(reference->fields) == 2
                         ? text_from_string(strVal(linitial(reference->fields)))
                         : TEXT("");
    for (const RenameScope *scope = walk->scope; scope != NULL; scope = scope->outer) {
        for (size_t i = 0; i < scope->from.count; i++) {
            const FromItem *item = &scope->from.items[i];
            bool is_meant = text_is_empty(qualifier) || text_equal(item->name, qualifier);
            const Column *column =
                is_meant && item->relation != NULL ? table_find_column(item->relation, name) : NULL;
            if (column != NULL) {
                return column->type;
            }
            bool is_domain = item->relation != NULL && item->relation->kind == KIND_DOMAIN;
            if (is_domain && text_equal(name, TEXT("value"))) {
                return ((const Domain *)item->relation)->type;
            }
        }
    }
    return TEXT("");
}

bool rename_visit_label_comparison(RenameWalk *walk, const A_Expr *comparison) {
    const Node *left = comparison->lexpr, *right = comparison->rexpr;
    bool is_reversed = right != NULL && IsA(right, ColumnRef);
    const Node *literal = is_reversed ? left : right;
    Text type = column_type(walk, is_reversed ? right : left);
    if (text_is_empty(type) || !is_literal(literal)) {
        return false;
    }
    if (text_equal(type, enum_name(walk))) {
        replace_literal(walk, literal);
    }
    return true;
}

static bool has_enum_in_scope(const RenameWalk *walk) {
    Text name = enum_name(walk);
    for (const RenameScope *scope = walk->scope; scope != NULL; scope = scope->outer) {
        for (size_t i = 0; i < scope->from.count; i++) {
            const Object *relation = scope->from.items[i].relation;
            for (size_t j = 0; relation != NULL && j < relation->children.count; j++) {
                const Column *column = (const Column *)relation->children.items[j];
                if (column->object.kind == KIND_COLUMN && text_equal(column->type, name)) {
                    return true;
                }
            }
        }
    }
    return false;
}

/* A literal that nothing around it has given a type. */
void rename_visit_bare_literal(RenameWalk *walk, const Node *node) {
    if (is_label(walk, node) && has_enum_in_scope(walk)) {
        walk->is_certain = false;
    }
}

/* DEFAULT 'a' of a column of the enum: the column's type is the literal's. */
void rename_label_of_default(const Renaming *renaming, Text type, Text *default_value) {
    Arena *scratch = renaming->in->scratch;
    Text name = text_quote_name(scratch, renaming->old.schema, renaming->old.name);
    if (renaming->kind == RENAMED_LABEL && text_equal(type, name) &&
        text_equal(*default_value, text_quote_literal(scratch, renaming->old_label))) {
        *default_value = text_quote_literal(renaming->in->schema->arena, renaming->new_label);
    }
}

void rename_label(Interpreter *in, const Object *type, Text old_label, Text new_label) {
    Renaming renaming = {.in = in,
                         .kind = RENAMED_LABEL,
                         .old = {type->schema, type->name},
                         .new = {type->schema, type->name},
                         .old_label = old_label,
                         .new_label = new_label};
    rename_in_model(&renaming);
}
