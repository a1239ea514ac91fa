/*
 * Typing scope: the types of the columns that a canonical query can name.
 */
#ifndef SCHEMAC_TYPING_SCOPE_H
#define SCHEMAC_TYPING_SCOPE_H

#include "parser/typing.h"

typedef struct TypedItem { /* of FROM */
    Text alias;
    TypedColumns columns;
    TypeId row;      /* the type of "alias.*" as one value */
    bool is_catalog; /* "*" would be what the server's version has */
    bool is_scalar;  /* a function of one column that is no row: the alias means the column too */
} TypedItem;

typedef struct TypedItemList {
    TypedItem *items;
    size_t count, capacity;
} TypedItemList;

typedef struct TypedNamedQuery { /* of WITH */
    Text name;
    const List *column_names;
    const Node *query;
    TypedColumns columns;
} TypedNamedQuery;

typedef struct TypedNamedQueryList {
    TypedNamedQuery *items;
    size_t count, capacity;
} TypedNamedQueryList;

struct TypingScope {
    TypingScope *outer;
    TypedItemList items;
    TypedNamedQueryList with;
};

/* typing_from.c */
void typing_from(Typing *typing, List *from);
/* Columns renamed from the left by a list of String. */
TypedColumns typed_columns_renamed(Typing *typing, const TypedColumns *columns, const List *names);
void typing_add_target(Typing *typing, const RangeVar *relation);

#endif
