/*
 * Identity: the sequence behind an identity column.
 *
 * It is an Object with a name, rights and a comment like any other sequence, but belongs to its
 * column (Column.sequence) and stands in no list of the schema.
 */
#ifndef SCHEMAC_IDENTITY_H
#define SCHEMAC_IDENTITY_H

#include "parser/interpreter.h"

/* Gives the column a sequence, which is its table's owner's and as lasting as the table. */
Sequence *identity_begin(Interpreter *in, Column *column, IdentityKind kind, QualifiedName name,
                         const SequenceOptions *options);
void identity_end(Column *column);

/* After a change of the sequence's schema or name. */
void identity_rename(Interpreter *in, Sequence *sequence, Text in_schema, Text name);

/* The column whose sequence has this name; NULL when none. */
Column *identity_column_of_sequence(const Schema *schema, Text sequence_schema, Text sequence);

/* The sequence that the name of a relation means, along the search path; NULL when none. */
Sequence *identity_find(const Interpreter *in, QualifiedName name);
/* interpreter_find_object(), and identity sequences among the relations. */
Object *identity_find_object(const Interpreter *in, ObjectType type, const Node *name);

/* Call `visit` for every identity sequence of a relation. */
typedef void (*IdentityVisitor)(Sequence *sequence, void *context);
void identity_visit(const Object *relation, IdentityVisitor visit, void *context);

#endif
