/*
 * Rename scope: flattens FROM clauses and looks names up from the inside out.
 */
#include "parser/rename_scope.h"

#include "parser/parse_object.h"

#include "nodes/pg_list.h"

bool rename_is_target(const Renaming *renaming, const Object *relation) {
    if (relation == NULL) {
        return false;
    }
    if (renaming->kind == RENAMED_RELATION) {
        return text_equal(relation->schema, renaming->old.schema) &&
               text_equal(relation->name, renaming->old.name);
    }
    if (renaming->kind == RENAMED_ROUTINE) {
        return relation == renaming->routine;
    }
    for (size_t i = 0; i < renaming->relations.count; i++) {
        if (renaming->relations.items[i] == relation) {
            return true;
        }
    }
    return false;
}

void rename_scope_add_relation(const Renaming *renaming, RenameScope *scope, const Object *relation,
                               Text name, bool has_alias) {
    Arena *scratch = renaming->in->scratch;
    FromItem item = {.name = name,
                     .relation = relation,
                     .is_target = rename_is_target(renaming, relation),
                     .has_alias = has_alias};
    item.knows_columns =
        relation != NULL && relation_column_names(scratch, relation, &item.columns);
    list_push(scratch, &scope->from, item);
}

static const CommonTableExpr *find_cte(const RenameScope *scope, const char *name) {
    for (; scope != NULL; scope = scope->outer) {
        ListCell *cell;
        foreach (cell, scope->ctes) {
            const CommonTableExpr *cte = lfirst_node(CommonTableExpr, cell);
            if (strcmp(cte->ctename, name) == 0) {
                return cte;
            }
        }
    }
    return NULL;
}

/* Output column names; false when one of them cannot be told. */
static bool output_columns(Arena *arena, const Node *query, TextList *columns) {
    if (query == NULL || !IsA(query, SelectStmt)) {
        return false;
    }
    const SelectStmt *select = (const SelectStmt *)query;
    if (select->op != SETOP_NONE) {
        return output_columns(arena, (const Node *)select->larg, columns);
    }
    ListCell *cell;
    foreach (cell, select->targetList) {
        const ResTarget *target = lfirst_node(ResTarget, cell);
        if (target->name != NULL) {
            list_push(arena, columns, text_from_string(target->name));
        } else if (IsA(target->val, ColumnRef) &&
                   IsA(llast(((ColumnRef *)target->val)->fields), String)) {
            list_push(arena, columns,
                      text_from_string(strVal(llast(((ColumnRef *)target->val)->fields))));
        } else if (IsA(target->val, FuncCall)) {
            list_push(arena, columns,
                      text_from_string(strVal(llast(((FuncCall *)target->val)->funcname))));
        } else {
            return false;
        }
    }
    return select->targetList != NIL;
}

static void rename_with_alias(Arena *arena, FromItem *item, const Alias *alias) {
    if (alias == NULL) {
        return;
    }
    item->name = text_from_string(alias->aliasname);
    item->has_alias = true;
    if (alias->colnames == NIL) {
        return;
    }
    /* A column list hides the names behind it; columns beyond the list keep theirs. */
    TextList inner = item->columns;
    item->columns = (TextList){0};
    ListCell *cell;
    foreach (cell, alias->colnames) {
        list_push(arena, &item->columns, text_from_string(strVal(lfirst(cell))));
    }
    for (size_t i = item->columns.count; i < inner.count; i++) {
        list_push(arena, &item->columns, inner.items[i]);
    }
    item->is_target = false;
}

static void add_query(const Renaming *renaming, RenameScope *scope, const Node *query,
                      const Alias *alias, Text name) {
    Arena *scratch = renaming->in->scratch;
    FromItem item = {.name = name};
    item.knows_columns = output_columns(scratch, query, &item.columns);
    rename_with_alias(scratch, &item, alias);
    list_push(scratch, &scope->from, item);
}

static void add_cte(const Renaming *renaming, RenameScope *scope, const CommonTableExpr *cte,
                    const Alias *alias) {
    Alias columns = {.type = T_Alias, .aliasname = cte->ctename, .colnames = cte->aliascolnames};
    add_query(renaming, scope, cte->ctequery, cte->aliascolnames == NIL ? NULL : &columns,
              text_from_string(cte->ctename));
    rename_with_alias(renaming->in->scratch, &scope->from.items[scope->from.count - 1], alias);
}

static void add_range_var(const Renaming *renaming, RenameScope *scope, const RangeVar *range) {
    const CommonTableExpr *cte = range->schemaname == NULL ? find_cte(scope, range->relname) : NULL;
    if (cte != NULL) {
        add_cte(renaming, scope, cte, range->alias);
        return;
    }
    Object *relation = interpreter_find_relation(renaming->in, range);
    rename_scope_add_relation(renaming, scope, relation, text_from_string(range->relname), false);
    rename_with_alias(renaming->in->scratch, &scope->from.items[scope->from.count - 1],
                      range->alias);
}

static void add_item(const Renaming *renaming, RenameScope *scope, const Node *node);

static void add_join(const Renaming *renaming, RenameScope *scope, const JoinExpr *join) {
    add_item(renaming, scope, join->larg);
    add_item(renaming, scope, join->rarg);
    scope->has_merged_columns |= join->isNatural || join->usingClause != NIL;
}

static void add_item(const Renaming *renaming, RenameScope *scope, const Node *node) {
    FromItem unknown = {.name = TEXT("")};
    switch (nodeTag(node)) {
        case T_RangeVar: add_range_var(renaming, scope, (const RangeVar *)node); return;
        case T_JoinExpr: add_join(renaming, scope, (const JoinExpr *)node); return;
        case T_RangeTableSample:
            add_item(renaming, scope, ((const RangeTableSample *)node)->relation);
            return;
        case T_RangeSubselect:
            add_query(renaming, scope, ((const RangeSubselect *)node)->subquery,
                      ((const RangeSubselect *)node)->alias, TEXT(""));
            return;
        case T_RangeFunction:
            rename_with_alias(renaming->in->scratch, &unknown,
                              ((const RangeFunction *)node)->alias);
            unknown.knows_columns = unknown.columns.count != 0;
            break;
        case T_RangeTableFunc:
            rename_with_alias(renaming->in->scratch, &unknown,
                              ((const RangeTableFunc *)node)->alias);
            break;
        case T_JsonTable:
            rename_with_alias(renaming->in->scratch, &unknown, ((const JsonTable *)node)->alias);
            break;
        default: break;
    }
    list_push(renaming->in->scratch, &scope->from, unknown);
}

void rename_scope_add(const Renaming *renaming, RenameScope *scope, const List *from_clause) {
    ListCell *cell;
    foreach (cell, from_clause) {
        add_item(renaming, scope, lfirst(cell));
    }
}

/* MEANS_UNKNOWN: no item is known to have it. */
static Meaning meaning_in(const RenameScope *scope, Text column) {
    Meaning meaning = MEANS_UNKNOWN;
    for (size_t i = 0; i < scope->from.count; i++) {
        const FromItem *item = &scope->from.items[i];
        if (text_list_contains(&item->columns, column)) {
            if (item->is_target) {
                return MEANS_TARGET;
            }
            meaning = MEANS_OTHER;
        }
    }
    return meaning;
}

static bool has_target(const RenameScope *scope) {
    for (; scope != NULL; scope = scope->outer) {
        for (size_t i = 0; i < scope->from.count; i++) {
            if (scope->from.items[i].is_target) {
                return true;
            }
        }
    }
    return false;
}

static bool knows_all(const RenameScope *scope) {
    for (size_t i = 0; i < scope->from.count; i++) {
        if (!scope->from.items[i].knows_columns) {
            return false;
        }
    }
    return true;
}

Meaning rename_column_meaning(const RenameScope *scope, Text column) {
    for (; scope != NULL; scope = scope->outer) {
        Meaning meaning = meaning_in(scope, column);
        if (meaning != MEANS_UNKNOWN) {
            return meaning;
        }
        if (!knows_all(scope)) {
            /* An item whose columns are unknown may have it; else it is one further out. */
            return has_target(scope->outer) ? MEANS_UNKNOWN : MEANS_OTHER;
        }
    }
    return MEANS_OTHER;
}

const FromItem *rename_find_item(const RenameScope *scope, Text qualifier) {
    for (; scope != NULL; scope = scope->outer) {
        for (size_t i = 0; i < scope->from.count; i++) {
            if (text_equal(scope->from.items[i].name, qualifier)) {
                return &scope->from.items[i];
            }
        }
    }
    return NULL;
}
