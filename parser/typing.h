/*
 * Typing: the types that PostgreSQL's parser would give to an expression, written into it.
 *
 * In: a canonical tree (names resolved, types marked) and the model.  Out: the same tree with every
 * cast that parse analysis adds where pg_get_expr() would show it:
 *     price > 0               price > (0)::numeric                            numeric
 *     status IN ('a', 'b')    (status)::text = ANY (ARRAY[('a'::character varying)::text, ...])
 * What is added is what the parser adds, so the meaning stays; two texts that become one are one
 * definition.  Where a type is not known (TYPE_NONE) nothing is added.  The text serves only to be
 * compared; it is never shown.
 */
#ifndef SCHEMAC_TYPING_H
#define SCHEMAC_TYPING_H

#include "parser/normalizer.h"
#include "parser/type_table.h"

typedef struct Typed {
    TypeId type;
    Text modifier; /* the type's full name, when it has a modifier; "?": it may have one */
} Typed;

typedef struct TypedColumn {
    Text name;
    Typed typed;
} TypedColumn;

typedef struct TypedColumns {
    TypedColumn *items;
    size_t count, capacity;
    bool is_partial; /* there are others, unknown */
} TypedColumns;

typedef struct TypingScope TypingScope;

/* Columns of relations that were asked for before. */
typedef struct RelationColumns {
    const Object *relation;
    TypedColumns columns;
} RelationColumns;

typedef struct TypingMemory {
    TypeTable *types;
    Arena *arena;
    struct {
        RelationColumns *items;
        size_t count, capacity;
    } relations;
    int depth;                 /* of views over views */
    TextList operator_schemas; /* of a tree whose operators are marked: what each one means; absent:
                                  pg_catalog's, or not known */
    bool is_in_doubt; /* of something that was read since this was cleared no type is known */
} TypingMemory;

typedef struct Typing {
    Normalizer *normalizer;
    TypingMemory *memory;
    TypeTable *types;
    Arena *arena;
    TypingScope *scope; /* innermost query, or NULL */
} Typing;

/* typing.c */
TypingMemory *typing_memory_new(Arena *arena, const Schema *schema);
/* The whole of an expression, query or statement. */
void typing_node(Normalizer *normalizer, Node **slot);
/* The canonical type of a view's column; empty when it is not known. */
Text typing_column_type(Interpreter *in, const Object *view, Text column);
/* The columns of a query. */
TypedColumns typing_columns(Normalizer *normalizer, SelectStmt *query);
/* A default: its type becomes the column's, as an assignment makes it. */
void typing_default(Normalizer *normalizer, Node **slot, Text target_type);

/* typing_expression.c */
Typed typing_expression(Typing *typing, Node **slot);
void typing_visit(Node **slot, void *typing); /* a TreeVisitor, where no type is needed */
void typing_list(Typing *typing, List *list);
void typing_condition(Typing *typing, Node **slot); /* WHERE, ON ...: boolean */
void typing_text(Typing *typing, Node **slot);      /* text, if nothing else is known */
Typed typing_of(TypeId type);
bool typing_is_interval(Typing *typing, const Node *node); /* interval '1' hour */
Typed typing_declared(Typing *typing, Text type); /* of the canonical name, with its modifier */

/* typing_coerce.c */
bool typing_is_literal(const Node *node); /* a string or NULL without a type */
void typing_coerce(Typing *typing, Node **slot, TypeId from, TypeId to);
bool typing_is_collatable(const Typing *typing, TypeId type);
void typing_literal(Typing *typing, Node **slot, TypeId to);
void typing_respell(Typing *typing, A_Const *literal, TypeId type, Text modifier);
TypeId typing_common_type(Typing *typing, const TypeId *types, size_t count);

/* typing_candidate.c: func_match_argtypes(), func_select_candidate() and polymorphism. */
typedef struct Candidate {
    TypeId *arguments; /* declared; as many as the call has */
    TypeId result;
    Text schema;  /* of an operator; empty: pg_catalog */
    size_t fixed; /* arguments before those that VARIADIC gathers */
    bool is_gathered;
} Candidate;

typedef struct CandidateList {
    Candidate *items;
    size_t count, capacity;
} CandidateList;

/* NULL when there is none or PostgreSQL would call it ambiguous. */
Candidate *candidate_select(Typing *typing, CandidateList *candidates, const TypeId *actual,
                            size_t count);
/* Polymorphic declared types become what the actual ones make of them; false when they do not fit.
 */
bool candidate_settle(Typing *typing, Candidate *candidate, const TypeId *actual, size_t count);

/* typing_operator.c */
typedef struct OperatorTypes {
    TypeId left, right, result;
} OperatorTypes;

/* `left` is TYPE_NONE and is_prefix set for a prefix operator. */
bool typing_find_operator(Typing *typing, const List *name, TypeId left, TypeId right,
                          bool is_prefix, OperatorTypes *found);
Typed typing_operation(Typing *typing, Node **slot);

/* typing_call.c */
Typed typing_call(Typing *typing, FuncCall *call);
void typing_window(Typing *typing, WindowDef *window);
Typed typing_array(Typing *typing, A_ArrayExpr *array, TypeId element);

/* builtin_columns.c: of PostgreSQL 18; others may have more or fewer. */
TypedColumns typing_catalog_columns(Typing *typing, Text relation);
TypedColumns typing_builtin_outputs(Typing *typing, Text function); /* partial: not known */

/* typing_xml.c */
Typed typing_xml(Typing *typing, XmlExpr *expression);

/* typing_json.c: JSON_OBJECT() ... JSON_VALUE() */
Typed typing_json(Typing *typing, Node *node);
Typed typing_json_array_of_query(Typing *typing, Node **slot);
TypedColumns typing_json_table(Typing *typing, JsonTable *table);

/* typing_query.c */
TypedColumns typing_query(Typing *typing, SelectStmt *query);
void typing_data_change(Typing *typing, Node *statement);
Typed typing_column(Typing *typing, Node **slot);               /* a ColumnRef */
bool typing_names_row(Typing *typing, const ColumnRef *column); /* o or o.* of FROM t o */
/* Of what a call in FROM or before ".*" gives. */
TypedColumns typing_call_columns(Typing *typing, const Node *call, Typed typed);
TypedColumns typing_relation(Typing *typing, const Object *relation);
/* Columns of a row type. */
TypedColumns typing_row(Typing *typing, TypeId type);
const TypedColumn *typed_column_find(const TypedColumns *columns, Text name);

#endif
