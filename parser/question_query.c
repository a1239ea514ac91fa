/*
 * Question, queries: SELECT ... FROM catalogs WHERE ..., by nested loops.
 *
 * The condition is asked as soon as each relation has its row: where the part that is known makes
 * it false, the relations after it need not be looked at.
 */
#include "parser/question.h"

static const size_t most_work = 2000000;

typedef struct QueryRun {
    Asking *asking;
    const SelectStmt *query;
    List *conditions; /* WHERE and ON */
    size_t first;     /* of the bindings */
    int64_t found;
    bool stops_at_one;
    bool is_unknown;
    AnswerList *row; /* of the first row found; NULL: not wanted */
    bool wants_all;  /* `row` takes the first column of every row */
} QueryRun;

static bool bind(QueryRun *run, const Node *from);

static bool bind_relation(QueryRun *run, const RangeVar *name) {
    Asking *asking = run->asking;
    const CatalogTable *table =
        catalog_table_find(text_from_string(name->schemaname), text_from_string(name->relname));
    if (table == NULL) {
        return false;
    }
    Binding binding = {.table = table, .rows = catalog_table_rows(asking->in, table)};
    binding.alias = text_from_string(name->alias != NULL ? name->alias->aliasname : name->relname);
    struct {
        Binding *items;
        size_t count, capacity;
    } list = {asking->bindings, asking->count, asking->capacity};
    list_push(asking->in->schema->arena, &list, binding);
    asking->bindings = list.items;
    asking->count = list.count;
    asking->capacity = list.capacity;
    return true;
}

static bool bind_join(QueryRun *run, const JoinExpr *join) {
    if (join->jointype != JOIN_INNER || join->isNatural || join->usingClause != NIL ||
        !bind(run, join->larg) || !bind(run, join->rarg)) {
        return false;
    }
    if (join->quals != NULL) {
        run->conditions = lappend(run->conditions, join->quals);
    }
    return true;
}

static bool bind(QueryRun *run, const Node *from) {
    return IsA(from, RangeVar)   ? bind_relation(run, (const RangeVar *)from)
           : IsA(from, JoinExpr) ? bind_join(run, (const JoinExpr *)from)
                                 : false;
}

/* True, or not known as long as not every relation has its row. */
static Answer conditions_hold(QueryRun *run) {
    Answer all = answer_boolean(true);
    ListCell *cell;
    foreach (cell, run->conditions) {
        Answer one = question_evaluate(run->asking, lfirst(cell));
        if (one.is_known && !answer_is(one, "true")) {
            return answer_boolean(false);
        }
        all = one.is_known ? all : one;
    }
    return all;
}

static void take_row(QueryRun *run) {
    ListCell *cell;
    if (run->row == NULL || (run->found++ != 0 && !run->wants_all)) {
        return;
    }
    foreach (cell, run->query->targetList) {
        Answer value = question_evaluate(run->asking, lfirst_node(ResTarget, cell)->val);
        list_push(run->asking->in->schema->arena, run->row, value);
    }
}

static bool is_over(const QueryRun *run) {
    return run->is_unknown || (run->stops_at_one && run->found != 0);
}

static void loop(QueryRun *run, size_t depth) {
    Asking *asking = run->asking;
    Answer holds = conditions_hold(run);
    if (answer_is(holds, "false")) {
        return;
    }
    if (depth == asking->count) {
        run->is_unknown |= !holds.is_known;
        if (holds.is_known) {
            take_row(run);
            run->found += run->row == NULL;
        }
        return;
    }
    size_t count = asking->bindings[depth].rows.count;
    for (size_t i = 0; i < count && !is_over(run); i++) {
        run->is_unknown |= ++asking->work > most_work;
        asking->bindings[depth].item = &asking->bindings[depth].rows.items[i];
        loop(run, depth + 1);
    }
    asking->bindings[depth].item = NULL;
}

static bool is_plain(const SelectStmt *query) {
    return query->op == SETOP_NONE && query->valuesLists == NIL && query->withClause == NULL &&
           query->groupClause == NIL && query->havingClause == NULL && query->limitOffset == NULL &&
           query->distinctClause == NIL;
}

/* False when only a server can tell. */
static bool run_query(QueryRun *run) {
    Asking *asking = run->asking;
    size_t outer = asking->count;
    ListCell *cell;
    run->first = outer;
    bool is_bound = is_plain(run->query);
    foreach (cell, run->query->fromClause) {
        is_bound = is_bound && bind(run, lfirst(cell));
    }
    if (run->query->whereClause != NULL) {
        run->conditions = lappend(run->conditions, run->query->whereClause);
    }
    if (is_bound) {
        loop(run, outer);
    }
    asking->count = outer;
    return is_bound && !run->is_unknown;
}

Answer question_exists(Asking *asking, const SelectStmt *query) {
    QueryRun run = {.asking = asking, .query = query, .stops_at_one = true};
    return run_query(&run) ? answer_boolean(run.found != 0) : answer_unknown();
}

static bool counts_rows(const Node *node) {
    if (IsA(node, A_Expr)) {
        const A_Expr *expression = (const A_Expr *)node;
        return (expression->lexpr != NULL && counts_rows(expression->lexpr)) ||
               (expression->rexpr != NULL && counts_rows(expression->rexpr));
    }
    return IsA(node, FuncCall) && ((const FuncCall *)node)->agg_star;
}

static bool is_count(const SelectStmt *query) {
    return list_length(query->targetList) == 1 && query->limitCount == NULL &&
           counts_rows(linitial_node(ResTarget, query->targetList)->val);
}

bool question_first_row(Asking *asking, const SelectStmt *query, AnswerList *row) {
    QueryRun run = {.asking = asking, .query = query};
    if (!is_count(query)) {
        run.row = row;
        return run_query(&run);
    }
    if (!run_query(&run)) {
        return false;
    }
    Asking counted = *asking;
    counted.rows_counted = run.found;
    counted.is_counting = true;
    Answer value = question_evaluate(&counted, linitial_node(ResTarget, query->targetList)->val);
    list_push(asking->in->schema->arena, row, value);
    return true;
}

bool question_all_rows(Asking *asking, const SelectStmt *query, AnswerList *values) {
    QueryRun run = {.asking = asking, .query = query, .row = values, .wants_all = true};
    return list_length(query->targetList) == 1 && query->limitCount == NULL && run_query(&run);
}
