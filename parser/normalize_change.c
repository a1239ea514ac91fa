/*
 * Data changes: INSERT, UPDATE, DELETE and MERGE, where a rule, a WITH or a SQL body holds them.
 */
#include "parser/normalize_scope.h"

#include "nodes/makefuncs.h"

/* Columns of the target can be named in all parts that are read after this. */
static RangeItem *read_target(Normalizer *normalizer, Scope *scope, RangeVar *relation) {
    RangeItem *item = from_read_target(normalizer, scope, relation);
    from_add_columns(normalizer, &scope->columns, item);
    return item;
}

static OutputColumns read_returning(Normalizer *normalizer, Scope *scope,
                                    ReturningClause *returning) {
    if (returning == NULL) {
        return (OutputColumns){.is_known = true};
    }
    return query_read_targets(normalizer, scope, &returning->exprs);
}

/* The targets of SET keep their names: those are columns, no labels. */
static void visit_assignments(Normalizer *normalizer, List *targets) {
    ListCell *cell;
    foreach (cell, targets) {
        tree_visit_children(lfirst(cell), normalizer_visit, normalizer);
    }
}

static void visit_condition(Normalizer *normalizer, Node **condition) {
    if (*condition != NULL) {
        normalizer_visit(condition, normalizer);
    }
}

/* new.* in a rule's VALUES: the columns of the rule's table. */
static List *expand_row(Normalizer *normalizer, List *values) {
    const Object *relation = normalizer->context->relation;
    List *expanded = NIL;
    ListCell *cell;
    foreach (cell, values) {
        const ColumnRef *column = lfirst(cell);
        bool is_row = IsA(column, ColumnRef) && list_length(column->fields) == 2 &&
                      IsA(llast(column->fields), A_Star) && relation != NULL &&
                      relation->kind == KIND_TABLE;
        if (!is_row) {
            expanded = lappend(expanded, lfirst(cell));
            continue;
        }
        for (size_t i = 0; i < relation->children.count; i++) {
            if (relation->children.items[i]->kind == KIND_COLUMN) {
                ColumnRef *field = makeNode(ColumnRef);
                field->fields =
                    list_make2(linitial(column->fields),
                               makeString(tree_string(relation->children.items[i]->name)));
                field->location = -1;
                expanded = lappend(expanded, field);
            }
        }
    }
    return expanded;
}

static int value_count(const SelectStmt *source) {
    return source == NULL || source->valuesLists == NIL
               ? 0
               : list_length((List *)linitial(source->valuesLists));
}

/* INSERT INTO t VALUES (1, 2) -> INSERT INTO t (a, b) VALUES (1, 2), as PostgreSQL prints it. */
static List *name_columns(List *columns, const RangeItem *item, int count) {
    if (columns != NIL || !item->is_known || count > (int)item->columns.count) {
        return columns;
    }
    for (int i = 0; i < count; i++) {
        ResTarget *target = makeNode(ResTarget);
        target->name = tree_string(item->columns.items[i]);
        target->location = -1;
        columns = lappend(columns, target);
    }
    return columns;
}

static OutputColumns read_insert(Normalizer *normalizer, Scope *scope, InsertStmt *insert) {
    SelectStmt *source = (SelectStmt *)insert->selectStmt;
    int count = 0;
    if (source != NULL) {
        ListCell *cell;
        foreach (cell, source->valuesLists) {
            lfirst(cell) = expand_row(normalizer, lfirst(cell));
        }
        OutputColumns output = normalizer_query(normalizer, source);
        count = source->valuesLists != NIL ? value_count(source) : (int)output.names.count;
    }
    const RangeItem *target = read_target(normalizer, scope, insert->relation);
    insert->cols = name_columns(insert->cols, target, count);
    visit_assignments(normalizer, insert->cols);
    if (insert->onConflictClause != NULL) {
        OnConflictClause *conflict = insert->onConflictClause;
        if (conflict->infer != NULL) {
            tree_visit_children((Node *)conflict->infer, normalizer_visit, normalizer);
        }
        visit_assignments(normalizer, conflict->targetList);
        visit_condition(normalizer, &conflict->whereClause);
    }
    return read_returning(normalizer, scope, insert->returningClause);
}

static OutputColumns read_update(Normalizer *normalizer, Scope *scope, UpdateStmt *update) {
    read_target(normalizer, scope, update->relation);
    from_read(normalizer, scope, update->fromClause);
    visit_assignments(normalizer, update->targetList);
    visit_condition(normalizer, &update->whereClause);
    return read_returning(normalizer, scope, update->returningClause);
}

static OutputColumns read_delete(Normalizer *normalizer, Scope *scope, DeleteStmt *delete) {
    read_target(normalizer, scope, delete->relation);
    from_read(normalizer, scope, delete->usingClause);
    visit_condition(normalizer, &delete->whereClause);
    return read_returning(normalizer, scope, delete->returningClause);
}

static OutputColumns read_merge(Normalizer *normalizer, Scope *scope, MergeStmt *merge) {
    const RangeItem *target = read_target(normalizer, scope, merge->relation);
    from_read(normalizer, scope, list_make1(merge->sourceRelation));
    visit_condition(normalizer, &merge->joinCondition);
    ListCell *cell;
    foreach (cell, merge->mergeWhenClauses) {
        MergeWhenClause *clause = lfirst(cell);
        visit_condition(normalizer, &clause->condition);
        if (clause->commandType == CMD_INSERT) {
            clause->targetList =
                name_columns(clause->targetList, target, list_length(clause->values));
        }
        visit_assignments(normalizer, clause->targetList);
        tree_visit_list(clause->values, normalizer_visit, normalizer);
    }
    return read_returning(normalizer, scope, merge->returningClause);
}

OutputColumns normalizer_data_change(Normalizer *normalizer, Node *statement) {
    Scope scope;
    OutputColumns output = {.is_known = false};
    scope_open(normalizer, &scope);
    switch (nodeTag(statement)) {
        case T_InsertStmt: {
            InsertStmt *insert = (InsertStmt *)statement;
            from_reserve_target(normalizer, &scope, insert->relation);
            query_read_with(normalizer, &scope, insert->withClause);
            output = read_insert(normalizer, &scope, insert);
            break;
        }
        case T_UpdateStmt: {
            UpdateStmt *update = (UpdateStmt *)statement;
            from_reserve_target(normalizer, &scope, update->relation);
            from_reserve_aliases(normalizer, &scope, update->fromClause);
            query_read_with(normalizer, &scope, update->withClause);
            output = read_update(normalizer, &scope, update);
            break;
        }
        case T_DeleteStmt: {
            DeleteStmt *delete = (DeleteStmt *)statement;
            from_reserve_target(normalizer, &scope, delete->relation);
            from_reserve_aliases(normalizer, &scope, delete->usingClause);
            query_read_with(normalizer, &scope, delete->withClause);
            output = read_delete(normalizer, &scope, delete);
            break;
        }
        case T_MergeStmt: {
            MergeStmt *merge = (MergeStmt *)statement;
            from_reserve_target(normalizer, &scope, merge->relation);
            from_reserve_aliases(normalizer, &scope, list_make1(merge->sourceRelation));
            query_read_with(normalizer, &scope, merge->withClause);
            output = read_merge(normalizer, &scope, merge);
            break;
        }
        default: break;
    }
    scope_close(normalizer, &scope);
    return output;
}
