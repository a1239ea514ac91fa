/*
 * Normalize: one canonical form for every piece of SQL in the model.
 *
 * In: a node of the raw parse tree (it is changed in place).  Out: canonical text in the model's
 * arena, and the references it makes.  Canonical means:
 *   - names of pg_catalog are unqualified, all others are qualified along the search path;
 *   - types have the names that format_type() gives them ("integer", "character varying(10)");
 *   - spellings that PostgreSQL's parser turns into the same tree are one: IN and = ANY
 * (ARRAY[...]), BETWEEN and >= AND <=, LIKE and ~~, <> and !=, CAST and ::, AND/OR nests flattened
 * ... Only rewrites that hold for every type are done here; what PostgreSQL would treat differently
 * must never become equal.  Both roads (SQL and catalog) end here: nothing else makes them agree.
 *
 * A name that is neither known, external, nor built in makes the function return an absent Text on
 * a first try (the statement waits), and is taken to be in the first schema of the path on the
 * last.
 */
#ifndef SCHEMAC_NORMALIZE_H
#define SCHEMAC_NORMALIZE_H

#include "parser/interpreter.h"

/* What the text is for: the table's own columns need no qualification, a default knows its type. */
typedef struct NormalizeContext {
    const Object
        *relation; /* table whose columns stand unqualified in CHECK, index, policy ...; or NULL */
    Text target_type;       /* DEFAULT: the column's canonical type; else empty */
    const Routine *routine; /* SQL-standard body: whose parameters may be named; else NULL */
    Text value_type;        /* CHECK of a domain: the type of VALUE; else empty */
    ReferenceRole role;
    ReferenceList *references; /* filled; NULL when not wanted */
} NormalizeContext;

/*
 * With a target type, DEFAULT NULL gives an empty Text that is not absent: there is no default. The
 * node is left as it is: the work is done on a copy.
 */
Text normalize_expression(Interpreter *in, Node *expression, const NormalizeContext *context);
/* A SELECT; `column_names` (List of String, or NIL) is folded into its output aliases. */
Text normalize_query(Interpreter *in, SelectStmt *query, const List *column_names,
                     const NormalizeContext *context, TextList *output_columns);
/* The names and types of what a SELECT gives, for CREATE TABLE AS. */
typedef struct QueryColumns {
    TextList names, types; /* canonical types, with modifiers */
    bool is_missing;       /* the query names something that is not there */
    bool is_known;         /* false: only a server can tell */
} QueryColumns;
QueryColumns normalize_query_columns(Interpreter *in, SelectStmt *query, const List *column_names);
/* A whole statement, deparsed after its names and expressions are canonical (triggers, rules). */
Text normalize_statement(Interpreter *in, Node *statement, const NormalizeContext *context);

/*
 * References made by the string body of a SQL function, as far as it can be parsed; silent when it
 * cannot.  Names that are not there are taken to be in the first schema of the path.
 */
void normalize_body_references(Interpreter *in, Text body, const NormalizeContext *context);

/* Canonical name of a type; adds a REFERENCE_TYPE for what is not built in. */
Text normalize_type(Interpreter *in, const TypeName *type, const NormalizeContext *context);
/* The same without modifiers, as the arguments of a routine have them: "character varying". */
Text normalize_argument_type(Interpreter *in, const TypeName *type,
                             const NormalizeContext *context);
/* Canonical name of a collation from a List of String; empty for "default". */
Text normalize_collation(Interpreter *in, const List *name, const NormalizeContext *context);
/* Canonical "schema.name" of a function; adds a REFERENCE_FUNCTION. */
Text normalize_function_name(Interpreter *in, const List *name, const NormalizeContext *context);

/* Is the canonical type "serial", "bigserial" or "smallserial"?  The real type, or empty. */
Text type_of_serial(const TypeName *type);

/* Parse one expression of SQL text ("a > 0") into a node of the current memory context. */
Node *parse_expression_text(Interpreter *in, Text expression);

/*
 * Whether pg_catalog has it; lists read from a server by parser/queries/builtins.sh.
 */
bool builtin_type_exists(Text name);
bool builtin_function_exists(Text name);
bool builtin_relation_exists(Text name);
/* What a set-returning function gives in FROM: "key,value"; empty for one unnamed column. */
bool builtin_result_columns(Text function, Text *columns);
/* The extension of PostgreSQL's own that has this type or function; absent when none. */
Text builtin_extension_of(Arena *arena, ReferenceKind kind, Text name);
/* An operator of such an extension that shares its name with one of pg_catalog; false: no more. */
typedef struct BuiltinExtensionOperator {
    Text extension, arguments, result; /* "intarray", "integer[], integer[]", "boolean" */
} BuiltinExtensionOperator;
bool builtin_extension_operator(Text name, size_t index, BuiltinExtensionOperator *found);
/* The same for text search dictionaries, templates, parsers and configurations. */
Text builtin_extension_of_object(Arena *arena, ObjectKind kind, Text name);

#endif
