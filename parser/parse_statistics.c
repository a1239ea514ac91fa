/*
 * CREATE and ALTER STATISTICS.
 *
 * PostgreSQL keeps the columns as a set and the kinds as flags, so both are sorted; all kinds at
 * once is what it takes when none is said.
 */
#include "parser/parse_statistics.h"

#include "parser/interpreter_state.h"
#include "parser/names.h"
#include "parser/normalize.h"
#include "parser/parse_named.h"
#include "parser/parse_object.h"

#include "nodes/pg_list.h"

enum { KIND_COUNT = 3 };

/* "ndistinct", "dependencies", "mcv" in any order; all of them is the same as none. */
static TextList read_kinds(const Interpreter *in, const List *names) {
    TextList kinds = {0};
    ListCell *cell;
    foreach (cell, names) {
        Text kind = interpreter_text(in, strVal(lfirst(cell)));
        if (!text_list_contains(&kinds, kind)) {
            list_push(in->schema->arena, &kinds, kind);
        }
    }
    text_list_sort(&kinds);
    return kinds.count == KIND_COUNT ? (TextList){0} : kinds;
}

/* (a) is the column a, as in PostgreSQL. */
static const char *column_of(const StatsElem *element) {
    if (element->name != NULL) {
        return element->name;
    }
    const ColumnRef *column = (const ColumnRef *)element->expr;
    bool is_column = IsA(element->expr, ColumnRef) && list_length(column->fields) == 1 &&
                     IsA(linitial(column->fields), String);
    return is_column ? strVal(linitial(column->fields)) : NULL;
}

static bool has_column(const Object *relation, Text name) {
    Arena arena = {0};
    TextList names = {0};
    bool is_known = relation_column_names(&arena, relation, &names);
    bool is_there = !is_known || text_list_contains(&names, name);
    arena_end(&arena);
    return is_there;
}

static Outcome add_column(Interpreter *in, ExtendedStatistics *statistics, const Object *relation,
                          const char *column) {
    Text name = interpreter_text(in, column);
    if (!has_column(relation, name)) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_COLUMN, -1,
                                   "column \"%s\" does not exist", name);
    }
    Reference reference = {
        REFERENCE_COLUMN, REFERENCE_BY_DEFINITION, relation->schema, relation->name, name, 0};
    reference_add(in->schema->arena, &statistics->object.references, reference);
    list_push(in->schema->arena, &statistics->columns, name);
    return OUTCOME_APPLIED;
}

static Outcome add_elements(Interpreter *in, ExtendedStatistics *statistics, const Object *relation,
                            const List *elements) {
    NormalizeContext context = {.relation = relation,
                                .role = REFERENCE_BY_DEFINITION,
                                .references = &statistics->object.references};
    ListCell *cell;
    foreach (cell, elements) {
        const StatsElem *element = lfirst_node(StatsElem, cell);
        const char *column = column_of(element);
        if (column != NULL) {
            Outcome outcome = add_column(in, statistics, relation, column);
            if (outcome != OUTCOME_APPLIED) {
                return outcome;
            }
            continue;
        }
        Text expression = normalize_expression(in, element->expr, &context);
        if (text_is_absent(expression)) {
            return interpreter_absent(in);
        }
        list_push(in->schema->arena, &statistics->expressions, expression);
    }
    return OUTCOME_APPLIED;
}

/* PostgreSQL's ChooseExtendedStatisticName(): columns in the order written, then a number. */
static Text choose_name(Interpreter *in, const Object *relation, const TextList *columns,
                        size_t expressions) {
    TextList parts = {0};
    for (size_t i = 0; i < columns->count; i++) {
        list_push(in->scratch, &parts, columns->items[i]);
    }
    for (size_t i = 0; i < expressions; i++) {
        list_push(in->scratch, &parts, TEXT("expr"));
    }
    Text addition = text_join(in->scratch, &parts, TEXT("_"));
    Text label = TEXT("stat"), name;
    int64_t number = 0;
    do {
        name = default_name_make(in->schema->arena, relation->name, addition, label);
        label = text_format(in->scratch, "stat%s", text_from_integer(in->scratch, ++number));
    } while (schema_find(in->schema, KIND_STATISTICS, relation->schema, name) != NULL);
    return name;
}

/* In the order of the table, in which the catalog keeps them. */
static TextList columns_in_order(const Interpreter *in, const Object *relation,
                                 const TextList *columns) {
    TextList sorted = {0};
    for (size_t i = 0; i < relation->children.count; i++) {
        const Object *child = relation->children.items[i];
        if (child->kind == KIND_COLUMN && text_list_contains(columns, child->name)) {
            list_push(in->scratch, &sorted, child->name);
        }
    }
    return sorted;
}

ExtendedStatistics *statistics_copy(Interpreter *in, const ExtendedStatistics *statistics,
                                    Object *relation) {
    const Object *source = statistics->object.parent;
    ExtendedStatistics *copy = schema_object_new(in->schema, ExtendedStatistics, KIND_STATISTICS);
    copy->object.schema = relation->schema;
    TextList columns = columns_in_order(in, source, &statistics->columns);
    copy->object.name = choose_name(in, relation, &columns, statistics->expressions.count);
    copy->kinds = statistics->kinds;
    copy->target = -1;
    for (size_t i = 0; i < statistics->columns.count; i++) {
        list_push(in->schema->arena, &copy->columns, statistics->columns.items[i]);
    }
    for (size_t i = 0; i < statistics->expressions.count; i++) {
        list_push(in->schema->arena, &copy->expressions, statistics->expressions.items[i]);
    }
    for (size_t i = 0; i < statistics->object.references.count; i++) {
        Reference reference = statistics->object.references.items[i];
        if (text_equal(reference.schema, source->schema) &&
            text_equal(reference.name, source->name)) {
            reference.schema = relation->schema;
            reference.name = relation->name;
        }
        reference_add(in->schema->arena, &copy->object.references, reference);
    }
    interpreter_add_object(in, &copy->object, relation);
    return copy;
}

static Outcome create_on(Interpreter *in, const CreateStatsStmt *statement, Object *relation) {
    QualifiedName name = interpreter_name(in, statement->defnames);
    if (text_is_empty(name.schema) && !text_is_empty(name.name)) {
        name.schema = interpreter_creation_schema(in, NULL);
    }
    if (!text_is_empty(name.name) &&
        schema_find(in->schema, KIND_STATISTICS, name.schema, name.name) != NULL) {
        return statement->if_not_exists ? OUTCOME_APPLIED
                                        : named_exists(in, KIND_STATISTICS, name.name);
    }
    ExtendedStatistics *statistics =
        schema_object_new(in->schema, ExtendedStatistics, KIND_STATISTICS);
    statistics->target = -1;
    statistics->kinds = read_kinds(in, statement->stat_types);
    Outcome outcome = add_elements(in, statistics, relation, statement->exprs);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    statistics->object.schema = text_is_empty(name.name) ? relation->schema : name.schema;
    statistics->object.name =
        text_is_empty(name.name)
            ? choose_name(in, relation, &statistics->columns, statistics->expressions.count)
            : name.name;
    text_list_sort(&statistics->columns);
    interpreter_add_object(in, &statistics->object, relation);
    return OUTCOME_APPLIED;
}

Outcome apply_create_statistics(Interpreter *in, const CreateStatsStmt *statement) {
    const RangeVar *range = linitial_node(RangeVar, statement->relations);
    Object *relation = interpreter_find_relation(in, range);
    if (relation == NULL) {
        return interpreter_no_relation(in, range, TEXT("statistics on"));
    }
    if (relation->kind != KIND_TABLE && relation->kind != KIND_MATERIALIZED_VIEW) {
        return interpreter_error(in, DIAGNOSTIC_WRONG_KIND, range->location,
                                 "cannot define statistics for relation \"%s\"", relation->name);
    }
    return create_on(in, statement, relation);
}

Outcome apply_alter_statistics(Interpreter *in, const AlterStatsStmt *statement) {
    Object *statistics = named_find(in, KIND_STATISTICS, (const Node *)statement->defnames);
    if (statistics == NULL) {
        return statement->missing_ok
                   ? OUTCOME_APPLIED
                   : named_missing(in, KIND_STATISTICS, strVal(llast(statement->defnames)));
    }
    const Node *target = statement->stxstattarget; /* NULL: DEFAULT */
    ((ExtendedStatistics *)statistics)->target = target == NULL ? -1 : intVal(target);
    return OUTCOME_APPLIED;
}
