/*
 * Column: columns of tables, from the parse tree or from another table.
 */
#ifndef SCHEMAC_PARSE_COLUMN_H
#define SCHEMAC_PARSE_COLUMN_H

#include "parser/interpreter.h"

/* A column without a type yet, at the end of the relation. */
Column *column_new(Interpreter *in, Object *relation, Text name);

/* What ColumnDef says by itself: type, collation, storage, compression, NOT NULL of serial. */
Outcome column_set_definition(Interpreter *in, Column *column, const ColumnDef *node);

/* ALTER COLUMN TYPE: type and collation, with what they imply. */
Outcome column_set_type(Interpreter *in, Column *column, const TypeName *type,
                        const CollateClause *collation);

/* What its constraints say of the column itself: DEFAULT, GENERATED, identity, NOT NULL; serial. */
Outcome column_apply_constraints(Interpreter *in, Column *column, const ColumnDef *node);

/* What a copy of a column takes along beside its type. */
typedef struct ColumnCopy {
    bool has_default, has_generated, has_storage, has_compression;
} ColumnCopy;

/* A column like one of another table (INHERITS, PARTITION OF, LIKE), at the end. */
Column *column_copy(Interpreter *in, const Column *source, Object *relation, ColumnCopy parts);

/* NULL takes the default away. */
Outcome column_set_default(Interpreter *in, Column *column, Node *expression);
Outcome column_set_generated(Interpreter *in, Column *column, Node *expression, GeneratedKind kind);
Outcome column_set_identity(Interpreter *in, Column *column, const Constraint *node);
void column_drop_default(Column *column); /* or the generation expression */

void column_set_storage(Interpreter *in, Column *column, const char *storage);
void column_set_compression(Interpreter *in, Column *column, const char *compression);

/*
 * Every column that the expression names is one of the relation's, or "column ... does not exist".
 * `names` (may be NULL) gets them, each once.
 */
Outcome column_check_references(Interpreter *in, const Object *relation, Node *expression,
                                bool may_wait, TextList *names);

/* A constraint's or index's key: the column, or its error.  `what` follows the name in the message.
 */
Outcome column_check_name(Interpreter *in, const Object *relation, Text name, int node_location,
                          bool may_wait, const char *message);

/* OF: the table has the columns of this composite type. */
void table_set_type(Interpreter *in, Table *table, const Object *type);

#endif
