/*
 * Print: the statements of a random schema, a function for each family of kinds, in an order in
 * which PostgreSQL accepts them.
 */
#ifndef SCHEMAC_TESTS_PRINT_H
#define SCHEMAC_TESTS_PRINT_H

#include "tests/random/draw.h"

enum { TABLE_COUNT = 5, COLUMN_COUNT = 6, VIEW_COUNT = 3 };

void print_types(const Draw *draw);    /* schemas, enums, domains, composites, ranges, sequences */
void print_routines(const Draw *draw); /* functions, procedures */
void print_tables(const Draw *draw);   /* tables, and what follows */
void print_trees(const Draw *draw);    /* partitions, inheritance */
void print_keys(const Draw *draw);     /* constraints, indexes, statistics objects */
void print_views(const Draw *draw);    /* views, materialized views, rules */
void print_programs(const Draw *draw); /* triggers, policies */
void print_kinds(const Draw *draw);    /* casts, operators, aggregates, languages, text search ... */
void print_servers(const Draw *draw);  /* foreign servers, publications, event triggers */
void print_web(const Draw *draw);      /* objects that use each other */
void print_readers(const Draw *draw);  /* functions that use those */
void print_newer(const Draw *draw);    /* what PostgreSQL 18 has */
void print_remarks(const Draw *draw);  /* comments, owners, privileges of tables and schemas */
/* COMMENT ON, ALTER ... OWNER TO and GRANT for "FUNCTION", "app.f(integer)": some of them. */
void print_about(const Draw *draw, const char *word, const char *name);

/* Whether the seed's schemas are for PostgreSQL 18 and newer. */
bool print_is_newer(const Draw *draw);
/* Ranges come and go, or functions get rights by default: not both. */
bool print_may_make_ranges(const Draw *draw);
/* Whether an object is there in this generation: "t0", "type0" ... */
bool print_has(const Draw *draw, const char *object);

/* Tables t0 ... have an "id" and columns c0 ...; a column's family never changes, its variant may.
 */
typedef struct Family {
    const char *variants[3]; /* types that are castable to each other */
    const char *value;       /* a literal that all variants take */
    const char *other;       /* another one */
} Family;

/* "t3", "c2": good for the next 200 calls. */
const char *print_name(const char *prefix, int number);
const char *print_table_name(const Draw *draw, int table); /* with its schema; for the next 60 */
bool print_has_column(const Draw *draw, int table, int column);
const Family *print_family(const Draw *draw, int table, int column);
/* The table that a view, a trigger or the like is about; -1: one of the two is not there. */
int print_table_of(const Draw *draw, const char *object);
/* The first column of the table that is there and of a plain type; -1: none. */
int print_plain_column(const Draw *draw, int table, const char *slot);

#endif
