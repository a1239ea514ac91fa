/*
 * Rename query: scopes of queries and data-changing statements, and the names of output columns,
 * which a renamed column must not change: "SELECT a" becomes "SELECT b AS a".
 */
#include "parser/rename_walk.h"

#include "compiler/builder.h"
#include "nodes/pg_list.h"
#include "parser/parser.h"

/* Words that end the last expression of a target list. */
static bool ends_target(SqlToken token, SqlToken before) {
    static const char *const words[] = {"from",   "where",  "group",     "having", "window",
                                        "union",  "except", "intersect", "order",  "limit",
                                        "offset", "fetch",  "for"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (sql_token_is_word(token, words[i])) {
            return i != 0 || !sql_token_is_word(before, "distinct"); /* IS DISTINCT FROM */
        }
    }
    return false;
}

/* One past the expression of a target list that begins at the position. */
static size_t target_end(Arena *arena, Text sql, size_t position) {
    SqlToken before = {.kind = TOKEN_END};
    size_t depth = 0, end = position;
    for (;;) {
        SqlToken token = sql_token(arena, sql, end);
        bool is_closing = sql_token_is(sql, token, ')') || sql_token_is(sql, token, ']');
        bool is_end = token.kind == TOKEN_END || sql_token_is(sql, token, ';') ||
                      (depth == 0 &&
                       (is_closing || sql_token_is(sql, token, ',') || ends_target(token, before)));
        if (is_end) {
            return end;
        }
        if (sql_token_is(sql, token, '(') || sql_token_is(sql, token, '[')) {
            depth++;
        } else if (is_closing) {
            depth--;
        }
        before = token;
        end = token.span.end;
    }
}

/* The column or call that gives an unnamed output its name, as FigureColname() looks for it. */
static const Node *naming_node(const Node *value) {
    for (;;) {
        switch (nodeTag(value)) {
            case T_ColumnRef:
            case T_FuncCall: return value;
            case T_TypeCast: value = ((const TypeCast *)value)->arg; break;
            case T_CollateClause: value = ((const CollateClause *)value)->arg; break;
            case T_A_Indirection: value = ((const A_Indirection *)value)->arg; break;
            default: return NULL;
        }
    }
}

static int naming_location(const Node *node) {
    return IsA(node, ColumnRef) ? ((const ColumnRef *)node)->location
                                : ((const FuncCall *)node)->location;
}

static bool is_star(const Node *value) {
    return IsA(value, ColumnRef) && IsA(llast(((const ColumnRef *)value)->fields), A_Star);
}

static void add_column(Builder *out, const Renaming *renaming, const FromItem *item, Text column) {
    Arena *scratch = renaming->in->scratch;
    bool is_renamed = item->is_target && text_equal(column, renaming->old.name);
    builder_format(out, out->length == 0 ? "%s.%s%s" : ", %s.%s%s",
                   text_quote_identifier(scratch, item->name),
                   text_quote_identifier(scratch, is_renamed ? renaming->new.name : column),
                   is_renamed ? text_format(scratch, " AS %I", column) : TEXT(""));
}

/* A star over the renamed column's table: PostgreSQL has stored the columns one by one. */
static void expand_star(RenameWalk *walk, const ColumnRef *star) {
    const RenameScope *scope = walk->scope;
    Arena *scratch = walk->renaming->in->scratch;
    bool is_qualified = list_length(star->fields) > 1, has_target = false, can_tell = true;
    Text qualifier = is_qualified ? text_from_string(strVal(linitial(star->fields))) : TEXT("");
    Builder out = builder_new(scratch);
    for (size_t i = 0; i < scope->from.count; i++) {
        const FromItem *item = &scope->from.items[i];
        if (is_qualified && !text_equal(item->name, qualifier)) {
            continue;
        }
        has_target |= item->is_target;
        can_tell &= item->knows_columns && (is_qualified || !scope->has_merged_columns);
        for (size_t j = 0; j < item->columns.count; j++) {
            add_column(&out, walk->renaming, item, item->columns.items[j]);
        }
    }
    if (!has_target) {
        return;
    }
    if (!can_tell || star->location < 0) {
        walk->is_certain = false;
        return;
    }
    size_t start = (size_t)star->location;
    Span span = {start, target_end(scratch, walk->sql, start)};
    sql_edit_add(scratch, &walk->edits, span, builder_text(&out));
}

static bool is_edited(const RenameWalk *walk, Span span) {
    for (size_t i = 0; i < walk->edits.count; i++) {
        const Span *edit = &walk->edits.items[i].span;
        if (edit->start < span.end && edit->end > span.start) {
            return true;
        }
    }
    return false;
}

/* "SELECT a" was a column named a, and stays one: "SELECT b AS a". */
static void keep_label(RenameWalk *walk, const ResTarget *target) {
    const Node *node = naming_node(target->val);
    const Renaming *renaming = walk->renaming;
    Arena *scratch = renaming->in->scratch;
    if (node == NULL || naming_location(node) < 0 || target->location < 0) {
        return;
    }
    SqlChain chain = sql_chain(scratch, walk->sql, (size_t)naming_location(node));
    bool was_named = chain.count != 0 &&
                     text_equal(chain.parts[chain.count - 1].name, renaming->old.name) &&
                     !text_equal(renaming->old.name, renaming->new.name);
    if (was_named && is_edited(walk, chain.parts[chain.count - 1].span)) {
        size_t end = target_end(scratch, walk->sql, (size_t)target->location);
        sql_edit_add(scratch, &walk->edits, (Span){end, end},
                     text_format(scratch, " AS %I", renaming->old.name));
    }
}

static void visit_target(RenameWalk *walk, ResTarget *target) {
    if (walk->renaming->kind == RENAMED_COLUMN && !walk->hides_outputs && is_star(target->val)) {
        expand_star(walk, (const ColumnRef *)target->val);
        return;
    }
    rename_visit(&target->val, walk);
    if (target->name == NULL && !walk->hides_outputs && walk->renaming->kind != RENAMED_SCHEMA) {
        keep_label(walk, target);
    }
}

/* ORDER BY a: an output column of that name is meant before a table's. */
static bool names_output(const SelectStmt *select, const Node *node) {
    const ColumnRef *column = (const ColumnRef *)node;
    if (!IsA(node, ColumnRef) || list_length(column->fields) != 1) {
        return false;
    }
    ListCell *cell;
    foreach (cell, select->targetList) {
        const ResTarget *target = lfirst_node(ResTarget, cell);
        if (target->name != NULL && IsA(linitial(column->fields), String) &&
            strcmp(target->name, strVal(linitial(column->fields))) == 0) {
            return true;
        }
    }
    return false;
}

static void visit_order(RenameWalk *walk, const SelectStmt *select) {
    ListCell *cell;
    foreach (cell, select->sortClause) {
        SortBy *order = lfirst_node(SortBy, cell);
        if (!names_output(select, order->node)) {
            rename_visit(&order->node, walk);
        }
    }
}

static void visit_plain_select(RenameWalk *walk, SelectStmt *select) {
    ListCell *cell;
    tree_visit_list(select->fromClause, rename_visit, walk);
    foreach (cell, select->targetList) {
        visit_target(walk, lfirst_node(ResTarget, cell));
    }
    foreach (cell, select->distinctClause) {
        rename_visit((Node **)&lfirst(cell), walk);
    }
    tree_visit_list(select->valuesLists, rename_visit, walk);
    rename_visit(&select->whereClause, walk);
    tree_visit_list(select->groupClause, rename_visit, walk);
    rename_visit(&select->havingClause, walk);
    tree_visit_list(select->windowClause, rename_visit, walk);
    visit_order(walk, select);
}

static void visit_with(RenameWalk *walk, const WithClause *with) {
    if (with != NULL) {
        tree_visit_list(with->ctes, rename_visit, walk);
    }
}

void rename_visit_select(RenameWalk *walk, SelectStmt *select) {
    const RenameScope *before = walk->scope;
    RenameScope scope = {.outer = before,
                         .ctes = select->withClause == NULL ? NIL : select->withClause->ctes};
    walk->scope = &scope;
    visit_with(walk, select->withClause);
    if (select->op != SETOP_NONE) {
        rename_visit_select(walk, select->larg);
        rename_visit_select(walk, select->rarg);
    } else {
        rename_scope_add(walk->renaming, &scope, select->fromClause);
        visit_plain_select(walk, select);
    }
    rename_visit(&select->limitOffset, walk);
    rename_visit(&select->limitCount, walk);
    walk->scope = before;
}

/* Columns that INSERT and UPDATE fill: they stand without a qualifier. */
static void visit_assignments(RenameWalk *walk, const List *targets, bool is_target) {
    ListCell *cell;
    foreach (cell, targets) {
        if (!IsA(lfirst(cell), ResTarget)) {
            continue;
        }
        ResTarget *target = lfirst(cell);
        if (is_target && target->name != NULL && walk->renaming->kind == RENAMED_COLUMN &&
            text_equal(text_from_string(target->name), walk->renaming->old.name)) {
            rename_part_at(walk, target->location, 0, walk->renaming->new.name);
        }
        rename_visit(&target->val, walk);
    }
}

static void visit_returning(RenameWalk *walk, const ReturningClause *returning) {
    ListCell *cell;
    if (returning == NULL) {
        return;
    }
    foreach (cell, returning->exprs) {
        visit_target(walk, lfirst_node(ResTarget, cell));
    }
}

/* The arbiter's columns have no position in the tree. */
static void visit_conflict(RenameWalk *walk, const OnConflictClause *conflict, bool is_target) {
    if (conflict == NULL) {
        return;
    }
    const List *elements = conflict->infer == NULL ? NIL : conflict->infer->indexElems;
    ListCell *cell;
    foreach (cell, elements) {
        IndexElem *element = lfirst_node(IndexElem, cell);
        if (is_target && element->name != NULL && walk->renaming->kind == RENAMED_COLUMN &&
            text_equal(text_from_string(element->name), walk->renaming->old.name)) {
            walk->is_certain = false;
        }
        rename_visit(&element->expr, walk);
    }
    visit_assignments(walk, conflict->targetList, is_target);
    Node *where = conflict->whereClause;
    rename_visit(&where, walk);
}

typedef struct Change {
    RangeVar *relation;
    WithClause *with;
    List *from;    /* FROM, USING */
    List *targets; /* columns assigned to */
    Node *source;  /* the SELECT of an INSERT, the source of a MERGE */
    Node *condition;
    List *actions; /* MergeWhenClause */
    OnConflictClause *conflict;
    ReturningClause *returning;
} Change;

static Change change_of(Node *node) {
    switch (nodeTag(node)) {
        case T_InsertStmt: {
            InsertStmt *insert = (InsertStmt *)node;
            return (Change){.relation = insert->relation,
                            .with = insert->withClause,
                            .targets = insert->cols,
                            .source = insert->selectStmt,
                            .conflict = insert->onConflictClause,
                            .returning = insert->returningClause};
        }
        case T_UpdateStmt: {
            UpdateStmt *update = (UpdateStmt *)node;
            return (Change){.relation = update->relation,
                            .with = update->withClause,
                            .from = update->fromClause,
                            .targets = update->targetList,
                            .condition = update->whereClause,
                            .returning = update->returningClause};
        }
        case T_DeleteStmt: {
            DeleteStmt *delete = (DeleteStmt *)node;
            return (Change){.relation = delete->relation,
                            .with = delete->withClause,
                            .from = delete->usingClause,
                            .condition = delete->whereClause,
                            .returning = delete->returningClause};
        }
        default: {
            MergeStmt *merge = (MergeStmt *)node;
            return (Change){.relation = merge->relation,
                            .with = merge->withClause,
                            .from = list_make1(merge->sourceRelation),
                            .condition = merge->joinCondition,
                            .actions = merge->mergeWhenClauses,
                            .returning = merge->returningClause};
        }
    }
}

static void visit_actions(RenameWalk *walk, const List *actions, bool is_target) {
    ListCell *cell;
    foreach (cell, actions) {
        MergeWhenClause *action = lfirst_node(MergeWhenClause, cell);
        rename_visit(&action->condition, walk);
        visit_assignments(walk, action->targetList, is_target);
        tree_visit_list(action->values, rename_visit, walk);
    }
}

void rename_visit_change(RenameWalk *walk, Node *statement) {
    Change change = change_of(statement);
    const RenameScope *before = walk->scope;
    RenameScope scope = {.outer = before, .ctes = change.with == NULL ? NIL : change.with->ctes};
    walk->scope = &scope;
    visit_with(walk, change.with);
    rename_visit(&change.source, walk); /* the SELECT of an INSERT does not see the table */
    rename_scope_add(walk->renaming, &scope, list_make1(change.relation));
    bool is_target = scope.from.items[0].is_target;
    if (change.conflict != NULL) {
        rename_scope_add_relation(walk->renaming, &scope, scope.from.items[0].relation,
                                  TEXT("excluded"), true);
        scope.from.items[1].columns.count = 0; /* only with its qualifier */
    }
    rename_scope_add(walk->renaming, &scope, change.from);
    Node *relation = (Node *)change.relation;
    rename_visit(&relation, walk);
    tree_visit_list(change.from, rename_visit, walk);
    visit_assignments(walk, change.targets, is_target);
    rename_visit(&change.condition, walk);
    visit_actions(walk, change.actions, is_target);
    visit_conflict(walk, change.conflict, is_target);
    visit_returning(walk, change.returning);
    walk->scope = before;
}

/* The last token before the end: the alias. */
static Span last_word(Arena *arena, Text sql, size_t position, size_t end) {
    Span span = {position, position};
    while (position < end) {
        SqlToken token = sql_token(arena, sql, position);
        span = token.span;
        position = token.span.end;
    }
    return span;
}

Text rename_output_column(Interpreter *in, Text query, size_t number, Text new_name) {
    List *tree = raw_parser(text_to_string(in->scratch, query), RAW_PARSE_DEFAULT);
    if (list_length(tree) != 1 || !IsA(linitial_node(RawStmt, tree)->stmt, SelectStmt)) {
        return TEXT_ABSENT;
    }
    const SelectStmt *select = (const SelectStmt *)linitial_node(RawStmt, tree)->stmt;
    while (select->op != SETOP_NONE) {
        select = select->larg;
    }
    if (number >= (size_t)list_length(select->targetList)) {
        return TEXT_ABSENT;
    }
    const ResTarget *target = list_nth(select->targetList, (int)number);
    if (target->location < 0 || is_star(target->val)) {
        return TEXT_ABSENT;
    }
    size_t start = (size_t)target->location;
    Span span = {target_end(in->scratch, query, start), 0};
    span.end = span.start;
    if (target->name != NULL) {
        span.start = last_word(in->scratch, query, start, span.end).start;
    }
    SqlEditList edits = {0};
    sql_edit_add(in->scratch, &edits, span,
                 text_format(in->scratch, target->name == NULL ? " AS %I" : "%I", new_name));
    return sql_edit_apply(in->schema->arena, query, &edits);
}
