/*
 * Scope: what names mean at one level of a query.
 *
 * Every item of FROM gets the alias that PostgreSQL would print: unique among the items of this
 * query and of those around it.  Columns are known as far as the model, or a subquery, can tell.
 */
#ifndef SCHEMAC_NORMALIZE_SCOPE_H
#define SCHEMAC_NORMALIZE_SCOPE_H

#include "parser/normalizer.h"

typedef struct RangeItem {
    Text written; /* the alias, or the name of table or function, as the query has it */
    Text alias;   /* what is printed before its columns */
    Text schema,
        relation;        /* REFERENCE_COLUMN goes there; relation empty: no relation of the model */
    Text written_schema; /* when it may be named with its schema: no alias hides it */
    TextList columns;
    bool is_known; /* columns are all there are */
} RangeItem;

/* A column as SELECT * gives it. */
typedef struct RangeColumn {
    Text name;
    RangeItem *item; /* NULL: merged by a FULL JOIN ... USING, printed bare */
} RangeColumn;

typedef struct RangeColumnList {
    RangeColumn *items;
    size_t count, capacity;
    bool is_partial; /* there are others, unknown */
} RangeColumnList;

typedef struct NamedQuery { /* of WITH */
    Text name;
    const SelectStmt
        *query; /* while a recursive one is being read: its first part tells the columns */
    const List *column_names;
    TextList columns;
    bool is_known;
} NamedQuery;

typedef struct RangeItemList {
    RangeItem **items;
    size_t count, capacity;
} RangeItemList;

typedef struct NamedQueryList {
    NamedQuery **items;
    size_t count, capacity;
} NamedQueryList;

struct Scope {
    Scope *
        around; /* the query that this one stands in: its aliases are taken, its WITH can be read */
    Scope *outer;            /* the next level whose columns can be named from here */
    TextList aliases;        /* printed names of all items of this level, before they are read */
    size_t named;            /* how many of them have been given to items */
    RangeItemList items;     /* read so far */
    RangeColumnList columns; /* that can be named without qualification */
    NamedQueryList with;
    TextList output_names; /* ORDER BY x means the output column x before any other */
    List *output_values;   /* the expressions of output_names */
};

/* The scope's own data lives in scratch memory. */
void scope_open(Normalizer *normalizer, Scope *scope);
void scope_close(Normalizer *normalizer, const Scope *scope);

/* Choose the printed alias of an item, before any is read: in the order of the text. */
void scope_reserve_alias(Normalizer *normalizer, Scope *scope, Text written);
/* The item whose alias was reserved next. */
RangeItem *scope_add_item(Normalizer *normalizer, Scope *scope, Text written);

NamedQuery *scope_find_with(const Scope *scope, Text name);

/* Give a column its canonical qualification. */
void scope_resolve(Normalizer *normalizer, ColumnRef *column);

/* The item with this alias, in the innermost scope that has it. */
RangeItem *scope_find_item(const Scope *scope, Text written, const Scope **found_in);

/* A column of this level by its name; NULL when none. */
const RangeColumn *scope_find_column(const Scope *scope, Text name);

/* normalize_from.c: reserve the aliases of a FROM list, then read it into the scope. */
void from_reserve_aliases(Normalizer *normalizer, Scope *scope, const List *from);
void from_read(Normalizer *normalizer, Scope *scope, List *from);
/* The target of INSERT, UPDATE, DELETE, MERGE: an item, but not one that SELECT * would show. */
RangeItem *from_read_target(Normalizer *normalizer, Scope *scope, RangeVar *relation);
void from_reserve_target(Normalizer *normalizer, Scope *scope, const RangeVar *relation);
/* All columns of an item, in order. */
void from_add_columns(Normalizer *normalizer, RangeColumnList *list, RangeItem *item);

/* normalize_query.c: a SELECT list or RETURNING: "*" expanded, expressions visited, labels settled.
 */
OutputColumns query_read_targets(Normalizer *normalizer, Scope *scope, List **targets);
void query_read_with(Normalizer *normalizer, Scope *scope, WithClause *with);

#endif
