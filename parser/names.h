/*
 * Names: the names PostgreSQL gives to what is created without one.
 *
 * {table}_{columns}_{label}, numbered while the name is taken: by ChooseRelationName() and
 * ChooseConstraintName() of its source.
 */
#ifndef SCHEMAC_NAMES_H
#define SCHEMAC_NAMES_H

#include "compiler/default_name.h"
#include "parser/interpreter.h"

/* For an index or a sequence; with `is_constraint` no constraint of the schema may have it either.
 */
Text names_choose_relation(Interpreter *in, Text in_schema, Text first, Text second,
                           const char *label, bool is_constraint);
/* The same for what has the name `own` already, which counts as free. */
Text names_foresee_relation(Interpreter *in, Text in_schema, Text first, Text second,
                            const char *label, bool is_constraint, Text own);
/* For a check constraint or a foreign key. */
Text names_choose_constraint(Interpreter *in, Text in_schema, Text first, Text second,
                             const char *label);

/* Remember the name of a new object; every addition must be noted. */
void names_note(const Interpreter *in, const Object *object);
/* The same for the sequence of an identity column, which is no object of its own. */
void names_note_relation(const Interpreter *in, Text in_schema, Text name);

/* schema_find_relation(), with a quick "no": most names that are asked for are new or elsewhere. */
Object *names_find_relation(const Interpreter *in, Text in_schema, Text name);

/* Is there a relation of that name, indexes of constraints and identity sequences included? */
bool names_relation_exists(const Interpreter *in, Text in_schema, Text name);

#endif
