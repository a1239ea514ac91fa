/*
 * Type table: the types, casts, operators and functions that expressions are typed with.
 *
 * PostgreSQL's own come from a table read from a server; enums, domains, composites, ranges and
 * the row types of relations from the model.  A type that is neither (an extension's) is TYPE_NONE:
 * whoever meets it must not guess.
 */
#ifndef SCHEMAC_TYPE_TABLE_H
#define SCHEMAC_TYPE_TABLE_H

#include "compiler/schema.h"

typedef uint16_t TypeId; /* TYPE_INT4 ... of builtin_types.inc; above them those of the model */

enum { TYPE_NONE = 0, ROUTINE_ARGUMENT_LIMIT = 8 };

#include "parser/builtin_types.inc"

typedef struct BuiltinType {
    char name[32];       /* as format_type() shows it without a modifier */
    char kind, category; /* pg_type.typtype, typcategory */
    uint8_t is_preferred;
    uint8_t element; /* of an array, a range or a multirange */
    uint8_t array;
} BuiltinType;

typedef struct BuiltinCast {
    uint8_t source, target;
    char context, method; /* pg_cast.castcontext, castmethod */
} BuiltinCast;

typedef struct BuiltinOperator {
    uint16_t name; /* its place among the names */
    uint8_t left, right, result;
} BuiltinOperator;

typedef struct BuiltinRoutine {
    uint16_t name;
    char kind; /* pg_proc.prokind */
    uint8_t result;
    uint8_t variadic; /* its element type; 0: not variadic */
    uint8_t default_count, argument_count;
    uint8_t arguments[ROUTINE_ARGUMENT_LIMIT];
} BuiltinRoutine;

typedef struct TypeEntry {
    Text name; /* canonical, without modifiers */
    char kind, category;
    bool is_preferred;
    TypeId element, array;
    TypeId base;          /* of a domain */
    TypeId range;         /* of a multirange of the model */
    Text base_modifier;   /* "(10)" of a domain over varchar(10) */
    const Object *object; /* of a type of the model */
} TypeEntry;

typedef struct UserCast {
    TypeId source, target;
    char context; /* as in BuiltinCast */
} UserCast;

typedef struct TypeTable {
    const Schema *schema;
    Arena *arena;
    struct {
        TypeEntry *items;
        size_t count, capacity;
    } entries;          /* by TypeId */
    TextList operators; /* names that the model defines operators of */
    struct {
        UserCast *items;
        size_t count, capacity;
    } casts;
} TypeTable;

TypeTable *type_table_new(Arena *arena, const Schema *schema);

/* By the canonical name without modifiers: "integer", "public.mood[]". */
TypeId type_find(TypeTable *table, Text name);
const TypeEntry *type_entry(const TypeTable *table, TypeId type);
/* As a cast spells it: "character" would be character(1) there, and "bit" bit(1). */
Text type_cast_name(const TypeTable *table, TypeId type);
TypeId type_array(TypeTable *table, TypeId element);       /* TYPE_NONE when it has none */
TypeId type_element(const TypeTable *table, TypeId array); /* TYPE_NONE of what is no array */
TypeId type_base(const TypeTable *table, TypeId type);     /* under all domains */
bool type_is_polymorphic(TypeId type);
bool type_is_row(const TypeTable *table, TypeId type);

/* Can a value be made the other type in this context: 'i'mplicit, 'a'ssignment, 'e'xplicit? */
bool type_can_coerce(const TypeTable *table, TypeId source, TypeId target, char context);

/* The operators or functions of one name stand together. */
typedef struct BuiltinSpan {
    size_t first, end;
} BuiltinSpan;
BuiltinSpan builtin_operators_named(Text name);
BuiltinSpan builtin_routines_named(Text name);
const BuiltinOperator *builtin_operator(size_t index);
const BuiltinRoutine *builtin_routine(size_t index);

#endif
