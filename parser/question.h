/*
 * Question: what a DO block asks the catalogs, answered from the schema.
 *
 * In: an expression of PL/pgSQL and the values of variables.  Out: its value, where the model tells
 * it for certain; rows of tables, roles and settings are known to a server only.  Four files:
 * expressions (question.c), queries (question_query.c), the rows of the catalogs
 * (question_catalog.c), names that are looked up (question_lookup.c).
 */
#ifndef SCHEMAC_QUESTION_H
#define SCHEMAC_QUESTION_H

#include "parser/interpreter.h"

/* A value as text, as its type prints it; an object of the catalogs is its key or type. */
typedef struct Answer {
    bool is_known;
    Text text; /* absent = NULL */
} Answer;

typedef struct Variable {
    Text name;
    Answer value;
} Variable;

typedef struct VariableList {
    Variable *items;
    size_t count, capacity;
} VariableList;

typedef struct AnswerList {
    Answer *items;
    size_t count, capacity;
} AnswerList;

/* One expression, as in IF or :=. */
Answer question_ask(Interpreter *in, const VariableList *variables, const char *expression);

/* The same, with a name of no meaning where format() would quote what only a server knows. */
Answer question_ask_shape(Interpreter *in, const VariableList *variables, const char *expression);

/* The columns of the one row of a SELECT ... INTO; none when a server is needed. */
AnswerList question_ask_row(Interpreter *in, const VariableList *variables, const char *query);

/* Shared by the four files. */
typedef struct CatalogTable CatalogTable;

typedef struct CatalogItem {
    const Object *object; /* NULL: only a name */
    Text name;            /* of a schema, of an enum's label */
} CatalogItem;

typedef struct CatalogItemList {
    CatalogItem *items;
    size_t count, capacity;
} CatalogItemList;

/* One relation of FROM; item NULL: not bound yet. */
typedef struct Binding {
    Text alias;
    const CatalogTable *table;
    CatalogItemList rows;
    const CatalogItem *item;
} Binding;

typedef struct Asking {
    Interpreter *in;
    const VariableList *variables;
    Binding *bindings; /* of the query at hand and those around it */
    size_t count, capacity;
    int64_t rows_counted; /* for count(*) in the select list */
    bool is_counting;
    bool takes_stand_ins;
    size_t work; /* rows looked at; too many are no answer */
} Asking;

Answer answer_unknown(void);
Answer answer_null(void);
Answer answer_text(Text text);
Answer answer_boolean(bool value);
bool answer_is(Answer answer, const char *text);

Answer question_evaluate(Asking *asking, const Node *expression);
/* `exists`: true or false; else the first row's columns, into `row` */
Answer question_exists(Asking *asking, const SelectStmt *query);
bool question_first_row(Asking *asking, const SelectStmt *query, AnswerList *row);
/* ARRAY(SELECT ...): the first column of all rows. */
bool question_all_rows(Asking *asking, const SelectStmt *query, AnswerList *values);

/* NULL when it is no catalog that the model has. */
const CatalogTable *catalog_table_find(Text schema, Text name);
CatalogItemList catalog_table_rows(Interpreter *in, const CatalogTable *table);
/* False when the catalog has no such column; *value is unknown when the model does not tell it. */
bool catalog_table_value(Interpreter *in, const CatalogTable *table, const CatalogItem *item,
                         Text column, Answer *value);
/* A key, a unique or an exclusion constraint: also an index of its name. */
bool question_is_key(const Object *object);
/* What stands for an oid. */
Answer question_schema_oid(Interpreter *in, Text name);
Answer question_oid(const Object *object);
/* pg_get_indexdef() of an index's key, in canonical spelling. */
Answer catalog_index_definition(Interpreter *in, Text oid);
/* What regclass, regtype, regnamespace make of a name; NULL when there is none. */
Answer catalog_lookup(Interpreter *in, Text kind, Text name);

#endif
