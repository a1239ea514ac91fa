/*
 * Definition: the items of CREATE AGGREGATE, OPERATOR, TYPE ... (name = value, ...) in canonical
 * form.
 */
#ifndef SCHEMAC_PARSE_DEFINITION_H
#define SCHEMAC_PARSE_DEFINITION_H

#include "parser/interpreter.h"

#include "compiler/definition.h"

/*
 * Put each element into the definition; NONE takes an item out, and so does the value that means
 * the same as leaving it out.  References are added to the object.  Not APPLIED: nothing was
 * changed that matters.
 */
Outcome definition_read_items(Interpreter *in, Definition *definition, const List *elements);

/*
 * The canonical name of an object of that kind: of pg_catalog without a schema.  Adds a reference
 * to what is not.  Absent when it is not there yet.
 */
Text definition_object_name(Interpreter *in, ObjectKind kind, const List *names,
                            ReferenceList *references);
Object *definition_find(const Interpreter *in, ObjectKind kind, QualifiedName name, Text arguments);

/* A new definition of that name, in the schema where CREATE puts it; not in the model yet. */
Definition *definition_new(Interpreter *in, ObjectKind kind, const List *names);
/* Into the model.  `is_replaced`: OR REPLACE; `is_forgiven`: IF NOT EXISTS. */
Outcome definition_add(Interpreter *in, Definition *definition, bool is_replaced, bool is_forgiven);

/* The canonical type that a value of the grammar names; absent when it is not there yet. */
Text definition_type_name(Interpreter *in, const Node *value);

/* "public.f(integer)"; absent when it is not there yet. */
Text definition_routine_name(Interpreter *in, const ObjectWithArgs *name,
                             ReferenceList *references);

/* The canonical name of a function; its exact arguments tell overloads apart, absent: any. */
Text definition_function_name(Interpreter *in, const List *names, ReferenceList *references);

/* "a, b" with b -> c, in the model. */
Text definition_replace_name(Arena *arena, Text list, Text old, Text new);

/* A name wherever the grammar takes one for a value: TypeName, List, String. */
List *definition_names(const Node *value);

#endif
