/*
 * References: what an object names in its definition, so that diff/ can order the steps.
 */
#ifndef SCHEMAC_REFERENCE_H
#define SCHEMAC_REFERENCE_H

#include "compiler/object_kinds.h"
#include "compiler/text.h"

/* What an object needs from another one, by name; resolved by diff/ when it orders the steps. */
typedef enum ReferenceKind {
    REFERENCE_SCHEMA,   /* name */
    REFERENCE_RELATION, /* schema, name: table, view, materialized view, sequence */
    REFERENCE_COLUMN,   /* schema, name, member: a column of that relation */
    REFERENCE_GROUP,    /* the same, in GROUP BY: with the whole primary key there, the query may
                           name the other columns, and rests on the key */
    REFERENCE_TYPE,     /* schema, name: enum, domain, composite, or the row type of a relation */
    REFERENCE_FUNCTION, /* schema, name; member: argument types as in Object.arguments, absent = any
                         */
    REFERENCE_EXTENSION, /* name */
    REFERENCE_OBJECT,    /* object, schema, name; member: Object.arguments, absent = any */
    REFERENCE_SERVER, /* name: what older ones lack, in words; member: the first to have it: "16" */
} ReferenceKind;

typedef enum ReferenceRole {
    REFERENCE_BY_DEFINITION, /* the object cannot exist without it */
    REFERENCE_BY_DEFAULT,    /* only the column's default needs it: can be split off */
    REFERENCE_BY_BODY,       /* named in the string body of a function: good order, not a must */
} ReferenceRole;

typedef struct Reference {
    ReferenceKind kind;
    ReferenceRole role;
    Text schema, name, member;
    ObjectKind object; /* REFERENCE_OBJECT: its kind; else 0 */
} Reference;

typedef struct ReferenceList {
    Reference *items;
    size_t count, capacity;
} ReferenceList;

void reference_add(Arena *arena, ReferenceList *list, Reference reference); /* once */
void reference_drop(ReferenceList *list, ReferenceRole role);               /* all of that role */

#endif
