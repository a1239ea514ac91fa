/*
 * Definition: the facts about objects whose definition is a list of named items.
 *
 * One table says for each kind which items its CREATE statement takes, what their values are, which
 * value means the same as none, and whether ALTER can change it; both roads, diff and emit follow
 * it.  To add such a kind: a row in DEFINITION_KINDS, rows here, a catalog query that gives
 * statements (parser/queries), and its words in emit/emit_definition.c.
 */
#ifndef SCHEMAC_DEFINITION_H
#define SCHEMAC_DEFINITION_H

#include "compiler/schema.h"

typedef enum ItemForm {
    ITEM_WORD,     /* a key word or plain name, in small letters: plain, read_only */
    ITEM_LITERAL,  /* a string */
    ITEM_NUMBER,   /* an integer */
    ITEM_FLAG,     /* true or false */
    ITEM_TYPE,     /* a type */
    ITEM_FUNCTION, /* the name of a function */
    ITEM_OPERATOR, /* < or OPERATOR(public.<) */
    ITEM_OBJECT,   /* the name of another object, of the kind `named` */
} ItemForm;

typedef struct ItemFacts {
    ObjectKind kind;
    const char *name; /* "*": whatever else is named */
    ItemForm form;
    const char *standard; /* the value that is the same as leaving it out; NULL: none */
    ObjectKind named;
    bool is_alterable; /* in place; else the object is dropped and created */
} ItemFacts;

/* NULL when the kind has no such item.  Former names ("sfunc1") are known. */
const ItemFacts *definition_facts(ObjectKind kind, Text name);

bool object_kind_is_definition(ObjectKind kind);
bool object_kind_is_routine(ObjectKind kind); /* called by name: aggregates too */
bool object_kind_is_type(ObjectKind kind); /* a type of its own, not the row type of a relation */
/* What PUBLIC has on a new object of the kind; absent: nothing. */
Text object_kind_public_privilege(ObjectKind kind);
/* Every privilege of a kind, as ALL means it: MAINTAIN only on servers of version 17 and newer. */
TextList object_kind_privileges(Arena *arena, ObjectKind kind, int server_version);
/* Has nobody any right on it, the owner neither? */
bool object_rights_are_none(const Object *object, const PrivilegeList *privileges,
                            const TextList *owner_revoked, int server_version, Arena *arena);
/* What ALTER DEFAULT PRIVILEGES calls the kind; empty: it does not speak of it. */
Text object_kind_default_class(ObjectKind kind);

/* Absent when the definition has no such item. */
Text definition_item(const Definition *definition, Text name);
/* Give the item that value; an absent value takes it out.  Keeps the order of the facts. */
void definition_set(Arena *arena, Definition *definition, Text name, Text value);
/* The item with this name and value as it stands in a statement: "sfunc = int4pl", "hashes". */
Text definition_item_text(Arena *arena, ObjectKind kind, const Setting *item);

/* The qualified, quoted name of the multirange type that a range type brings. */
Text definition_multirange(Arena *arena, const Definition *range);

/* "public.f(integer)", as to_regprocedure() reads it: not "(*)". */
Text definition_routine_address(Arena *arena, const Object *routine);

/* What follows the keyword in DROP and COMMENT ON; for any object that is no child. */
Text definition_sql_name(Arena *arena, const Object *object);

#endif
