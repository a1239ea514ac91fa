/*
 * Index: keys of indexes and of the constraints that are indexes.
 */
#ifndef SCHEMAC_PARSE_INDEX_H
#define SCHEMAC_PARSE_INDEX_H

#include "parser/interpreter.h"

#include "compiler/builder.h"

/* What an index's key is written with and for. */
typedef struct IndexKeys {
    const Object *relation;
    Text access_method;
    ReferenceList *references;
    bool may_wait; /* a missing column may still come: not in CREATE TABLE */
} IndexKeys;

/*
 * One key: "lower(b) COLLATE \"C\" text_pattern_ops DESC", without what PostgreSQL would add
 * itself. `column`: the plain column, or empty.
 */
Outcome index_add_key(Interpreter *in, const IndexKeys *keys, const IndexElem *element,
                      Builder *out, Text *column);

/* "a_lower_expr": what the names of the keys add to a default name. */
Text index_name_addition(Interpreter *in, const List *elements);

/* Read a definition of the model back into a statement: "USING btree (a)". */
IndexStmt *index_parse_definition(Interpreter *in, Text definition);

/* Everything but name and parent. */
Outcome index_define(Interpreter *in, TableIndex *index, const Object *relation,
                     const IndexStmt *statement);

/* What PostgreSQL would call an index that is not named; the name `own` counts as free. */
Text index_default_name(Interpreter *in, const Object *relation, const IndexStmt *statement,
                        Text own);

/* The index of that name on the relation; NULL when none. */
TableIndex *index_find(const Object *relation, Text name);

/* The same index on another table (LIKE, DETACH PARTITION), under a name of its own. */
TableIndex *index_copy(Interpreter *in, const TableIndex *index, Object *relation);

#endif
