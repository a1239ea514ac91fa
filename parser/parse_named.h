/*
 * Named: what kinds share whose objects are roots found by their name alone, or by a name along the
 * search path: wrappers, servers, publications, subscriptions, event triggers, statistics.
 */
#ifndef SCHEMAC_PARSE_NAMED_H
#define SCHEMAC_PARSE_NAMED_H

#include "parser/interpreter.h"

/* The kind whose objects this type names so; OBJECT_KIND_COUNT when it does not. */
ObjectKind named_kind(ObjectType type);

/* A String, or a List of String; along the search path when the kind lives in a schema. */
Object *named_find(const Interpreter *in, ObjectKind kind, const Node *name);

/* `server "s" already exists`; OUTCOME_FAILED. */
Outcome named_exists(Interpreter *in, ObjectKind kind, Text name);

/* `server "s" does not exist`; see interpreter_missing(). */
Outcome named_missing(Interpreter *in, ObjectKind kind, const char *name);

/* ALTER ... RENAME TO. */
Outcome named_rename(Interpreter *in, const RenameStmt *statement);

#endif
