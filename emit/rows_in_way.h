/*
 * Rows in the way: what a script asks of the rows that are there before it changes anything.
 *
 * A step that existing rows can make fail gives checks: a query that counts the rows in the way and
 * one that lists them.  The rows_in_*.c files find them, one for each family of steps;
 * rows_in_way.c writes them as DO blocks that stop the script.
 */
#ifndef SCHEMAC_ROWS_IN_WAY_H
#define SCHEMAC_ROWS_IN_WAY_H

#include "emit/spell.h"

typedef struct RowsCheck {
    Text finding;       /* "rows of public.users with NULL in email" */
    Text count;         /* the query that gives their number */
    Text list;          /* the query that lists them */
    Text condition;     /* the change is still to be made; absent = nobody can tell */
    Text error;         /* what PostgreSQL would say: "not_null_violation" */
    bool needs_earlier; /* what an earlier script renames, adds or fills: not to be asked before it
                         */
} RowsCheck;

typedef struct RowsCheckList {
    RowsCheck *items;
    size_t count, capacity;
} RowsCheckList;

/* What the functions that find checks read and add to. */
typedef struct RowsSearch {
    Arena *arena;
    const Step *step;
    const StepGroup *group;
    const Schema *source, *target;
    RowsCheckList checks;
} RowsSearch;

/* The checks of all steps of a group. */
RowsCheckList rows_in_way_checks(Arena *arena, const Plan *plan, const StepGroup *group,
                                 bool is_rollback);
/* The checks of all steps of a group, as statements for the start of its script. */
StatementList rows_in_way(Arena *arena, const Plan *plan, const StepGroup *group, bool is_rollback);
/* Does every step of the group that may fail on rows have its check? */
bool rows_in_way_are_counted(Arena *arena, const Plan *plan, const StepGroup *group,
                             bool is_rollback);

/* Rows of `relation` that meet `where`; absent = all of them. */
void rows_check_where(RowsSearch *in, Text finding, Text relation, Text where, Text condition,
                      Text error);
/* A column that is the same before and after, so that a question about it can be asked at any time.
 */
bool rows_column_stays(const RowsSearch *in, Text schema, Text relation, Text name);
/* All that the definition of the object names is there already, and stays. */
bool rows_can_be_asked(const RowsSearch *in, const Object *object);

/* rows_in_column.c */
void rows_without_value(RowsSearch *in);   /* a required column is added */
void rows_with_null(RowsSearch *in);       /* NOT NULL on a column */
void rows_that_do_not_fit(RowsSearch *in); /* another type */
void rows_with_lost_label(RowsSearch *in); /* an enum that loses values */
/* rows_in_constraint.c */
void rows_against_constraint(RowsSearch *in); /* of a table or a domain: added or validated */
void rows_against_index(RowsSearch *in);      /* unique */
void rows_against_domain(RowsSearch *in);     /* NOT NULL on a domain */
/* rows_in_partition.c */
void rows_outside_bound(RowsSearch *in); /* ATTACH PARTITION */

#endif
