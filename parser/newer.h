/*
 * Newer: what SQL uses that PostgreSQL 13, the oldest that schemac knows, does not have.
 *
 * It becomes a REFERENCE_SERVER of the object that the SQL belongs to, so that diff/ can refuse it
 * for an older server (diff/feature.c) instead of writing a script that fails there.
 */
#ifndef SCHEMAC_NEWER_H
#define SCHEMAC_NEWER_H

#include "parser/normalize.h"

typedef enum BuiltinKind {
    BUILTIN_FUNCTION,
    BUILTIN_TYPE,
    BUILTIN_RELATION,
    BUILTIN_COLLATION,
    BUILTIN_OPERATOR_CLASS,
} BuiltinKind;

/* The major version from which on pg_catalog has it; 0: always, or not at all. */
int builtin_since(Arena *scratch, BuiltinKind kind, Text name);

/* The SQL names this of pg_catalog. */
void newer_note_name(const Interpreter *in, const NormalizeContext *context, BuiltinKind kind,
                     Text name);
/* The same of a function that is called with so many arguments. */
void newer_note_call(const Interpreter *in, const NormalizeContext *context, const FuncCall *call);
/* The grammar of the tree, names apart. */
void newer_note_expression(const Interpreter *in, const NormalizeContext *context,
                           const Node *tree);
void newer_note_statement(const Interpreter *in, const NormalizeContext *context, const Node *tree);

/*
 * pg_catalog may lack the function, on the server that the SQL is for: one of that name along the
 * search path would be meant, such as people write them until the server has its own.
 */
bool newer_may_lack_function(const Interpreter *in, Text name);

#endif
