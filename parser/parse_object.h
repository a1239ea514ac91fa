/*
 * Object: what COMMENT, OWNER, GRANT, DROP and RENAME share about the objects they name.
 */
#ifndef SCHEMAC_PARSE_OBJECT_H
#define SCHEMAC_PARSE_OBJECT_H

#include "parser/interpreter.h"

/*
 * The column of a relation.  Views and materialized views hold a Column child only when something
 * is said of it: made here when View.columns knows the name or cannot tell.  NULL: no such column.
 */
Column *relation_column_on_demand(Interpreter *in, Object *relation, Text name);

/* OWNER TO: owned sequences follow their table.  Sets schema->states_owners. */
Outcome object_set_owner(Interpreter *in, Object *object, const RoleSpec *role);

/* The role's name; PUBLIC is empty; CURRENT_USER is the current role, or the keyword when unknown.
 */
Text object_role_name(const Interpreter *in, const RoleSpec *role);

/* In the order of the list; kept in the model. */
TextList object_role_names(const Interpreter *in, const List *roles);

/* Is there a model for what this statement names?  Else it is to be reported as unsupported. */
bool object_type_is_modelled(ObjectType type);

/* Not one of the database's schema, but of the cluster: database, role, tablespace, large object
 * ... */
bool object_type_is_outside(ObjectType type);

/* sql, plpgsql, c, internal: the languages of every database. */
bool object_is_builtin_language(Text name);

/* Such a language, or the extension plpgsql: never modelled. */
bool object_is_built_in(ObjectType type, const Node *name);

/* Is the object what the statement says it is: DROP VIEW names no table. */
bool object_is_of_type(const Object *object, ObjectType type);

/* `"x" is not a view`; OUTCOME_FAILED. */
Outcome object_wrong_type(Interpreter *in, ObjectType type, const Object *object,
                          int node_location);

/* "public.f(integer)", "x on t" ...: the name node of DROP, COMMENT ... as a person would say it.
 */
Text object_name_text(const Interpreter *in, const Node *name);

/* {schema, name} of a relation, type or routine; schema empty when not said. */
QualifiedName object_qualified_name(const Interpreter *in, const Node *name);

/* Its last part; for a child that of its relation: what a report of something unsupported holds. */
Text object_last_name(const Interpreter *in, ObjectType type, const Node *name);

/* Where the name stands in the statement; -1 when its node does not know. */
int object_name_location(const Node *name);

/* PostgreSQL's word for the type: "aggregate". */
Text object_type_word(ObjectType type);

/* Something of that name was met and reported as unsupported: it is there, but not in the model. */
bool object_is_reported(const Interpreter *in, Text name);

/* `table "x" does not exist`, as PostgreSQL words it for the type; see interpreter_missing(). */
Outcome object_missing(Interpreter *in, ObjectType type, const Node *name, int node_location);

/* {schema, table} of a RangeVar or a list of strings; schema empty when not said. */
QualifiedName object_relation_name(const Interpreter *in, const Node *name);

/* {schema, table, constraint}: the column whose NOT NULL it is (PostgreSQL 18); NULL when none. */
Column *object_find_not_null(Interpreter *in, const List *names);

/* The key or exclusion constraint whose index has this name; NULL when none. */
TableConstraint *constraint_of_index(const Schema *schema, Text index_schema, Text index);

/*
 * The schema of that name; NULL when there is none.  "public" is in every new database and is added
 * when it is asked for, as PostgreSQL 15 and newer make it: USAGE for PUBLIC.
 */
Object *interpreter_find_schema(Interpreter *in, Text name);

/* Call `visit` for every object of the schema, parents before children. */
typedef void (*ObjectVisitor)(Object *object, void *context);
void schema_visit(const Schema *schema, ObjectVisitor visit, void *context);

/* The table is a partition or an inheritance child of the other one. */
bool table_is_child_of(const Table *child, const Object *parent);

/*
 * The columns of a relation in order: of a table, view or composite type; false when they cannot be
 * told (a view whose output names are unknown).
 */
bool relation_column_names(Arena *arena, const Object *relation, TextList *names);

#endif
