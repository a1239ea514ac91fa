/*
 * Normalizer: what the files behind normalize.h share.  Nobody else includes this.
 *
 * One walk over a tree: children first, then the node itself is rewritten.  Two things that the
 * deparser cannot say are put into the tree as marks, names that begin with byte 0xFF (which no
 * UTF-8 text holds), and taken out of the printed text: a type by its canonical name, and a pair of
 * parentheses (a call of the function with the empty mark).
 */
#ifndef SCHEMAC_NORMALIZER_H
#define SCHEMAC_NORMALIZER_H

#include "parser/normalize.h"
#include "parser/tree.h"

typedef struct Scope Scope;

typedef struct Normalizer {
    Interpreter *in;
    const NormalizeContext *context; /* never NULL */
    Scope *scope;                    /* innermost query, for WITH and unique aliases; or NULL */
    Scope *visible;                  /* innermost query whose columns can be named; or NULL */
    bool is_missing;                 /* a name is not there: the result is absent */
    bool is_scan;                    /* for the references only: unknown functions are guessed */
    bool has_trigger_rows;           /* OLD and NEW are rows, which PostgreSQL prints as old.* */
    bool is_in_row;                  /* among the items of ROW(...) */
    bool is_group_key;               /* in GROUP BY, as a whole item */
    bool is_sort_key;                /* a name would mean an output column first */
    bool has_operators_in_doubt;     /* one could be that of the model or of an extension */
    List *plain_operators;           /* names of those that were written with pg_catalog */
} Normalizer;

#define MARK '\377'

/* normalize.c */
void normalizer_visit(Node **slot, void *normalizer); /* a TreeVisitor */
void normalizer_add_reference(Normalizer *normalizer, ReferenceKind kind, Text schema, Text name,
                              Text member);

/* normalize_type.c: the TypeName's names become one mark. */
void normalizer_type(Normalizer *normalizer, TypeName *type);
Text tree_marked_type(const TypeName *type); /* the canonical name in the mark */
void tree_mark_type(TypeName *type, Text canonical);
/* "int4" of "integer", "mood" of "public.mood[]": the last part of the name, as a parser gives it.
 */
Text normalizer_internal_type_name(Arena *arena, Text type);
Text normalizer_plain_type(Arena *arena,
                           Text type); /* "character varying(10)" -> "character varying" */
bool normalizer_is_array(Text type, Text *element);

/* normalize_name.c */
void normalizer_function(Normalizer *normalizer, FuncCall *call);
List *normalizer_function_names(Normalizer *normalizer, List *names);
void normalizer_relation(Normalizer *normalizer, RangeVar *relation);
/*
 * The schema of a name that the model does not hold: an extension's, or on the last try the one
 * where it would be created.  Absent when the statement has to wait.
 */
Text normalizer_assumed_schema(Normalizer *normalizer, ReferenceKind kind, QualifiedName name);
bool normalizer_is_system_schema(Text schema);
void normalizer_column(Normalizer *normalizer, ColumnRef *column);
void normalizer_relation_literal(Normalizer *normalizer, String *literal, int location);
/* 'words' as a regconfig: true when it is one of the schema's; its name then becomes qualified. */
bool normalizer_configuration_literal(Normalizer *normalizer, String *literal);
bool tree_name_is(const List *names, const char *name); /* one name, or pg_catalog and the name */
/* "Schema".name as text, as regclass reads it. */
bool normalizer_parse_name(Arena *arena, Text text, QualifiedName *name);

/* normalize_operator.c */
void normalizer_operator(Normalizer *normalizer, List **names);
/*
 * Once the whole tree is done: an operator without a schema gets that of the model's or of the
 * extension's operator that fits its operands better than pg_catalog's.
 */
void normalizer_settle_operators(Normalizer *normalizer, Node **slot);
void normalizer_collation(const Normalizer *normalizer, List **names);

/* normalize_rewrite.c */
void normalizer_rewrite(Normalizer *normalizer, Node **slot);
bool tree_is_string(const Node *node);
bool tree_is_null(const Node *node);
Node *tree_make_cast(Node *argument, Text type);
bool normalizer_is_integer(Text text); /* as PostgreSQL prints an integer: "-12" */
bool normalizer_is_decimal(Text text); /* "-1.50" */
Node *tree_make_number(Text text);
Node *tree_make_boolean(Text text); /* NULL when the text is no boolean */

/* normalize_typed.c: what the type of a column makes superfluous in a comparison with it. */
void normalizer_typed(const Normalizer *normalizer, Node *node);

/* normalize_default.c: what the column's type makes superfluous. */
void normalizer_default(Normalizer *normalizer, Node **slot);

/* normalize_print.c */
Text normalizer_print(Normalizer *normalizer, Node *statement, Text prefix);
Node *tree_make_parentheses(Node *node);

/* normalize_label.c: the name that PostgreSQL gives to a column without one; absent for "?column?".
 */
Text normalizer_label(const Normalizer *normalizer, const Node *expression);

/* normalize_query.c */
typedef struct OutputColumns {
    TextList names;
    bool is_known; /* false: there is a "*" that cannot be expanded */
} OutputColumns;

OutputColumns normalizer_query(Normalizer *normalizer, SelectStmt *query);
/* The query of a view: its column list becomes aliases. */
OutputColumns normalizer_named_query(Normalizer *normalizer, SelectStmt **query, const List *names);

/* normalize_change.c: INSERT, UPDATE, DELETE, MERGE in rules, WITH and SQL bodies. */
OutputColumns normalizer_data_change(Normalizer *normalizer, Node *statement);

#endif
