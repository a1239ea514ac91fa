/*
 * Interpreter: the state shared by all that applies DDL statements to a Schema.
 *
 * Only the .c files of parser/ include libpg_query's headers.  A parse tree lives in libpg_query's
 * memory context for one statement and never leaves parser/: what the model keeps is copied into
 * schema->arena.
 */
#ifndef SCHEMAC_INTERPRETER_H
#define SCHEMAC_INTERPRETER_H

#include "compiler/diagnostic.h"
#include "compiler/schema.h"

#include "postgres.h" /* libpg_query's */

#include "nodes/parsenodes.h"

/* What became of a statement. */
typedef enum Outcome {
    OUTCOME_APPLIED,
    OUTCOME_WAITING, /* it names something that is not there yet: tried again after the others */
    OUTCOME_FAILED,  /* a diagnostic was added */
} Outcome;

typedef struct Interpreter {
    Schema *schema;
    Arena *scratch; /* released after every statement */
    Diagnostics *diagnostics;
    const Source *source;
    Span statement;       /* bytes of the current statement in source->text */
    size_t location_base; /* add to a node's location to get a byte offset in source->text */
    bool is_respelled;    /* the tree is of another spelling: locations of nodes mean nothing */
    TextList search_path; /* without pg_catalog and "$user"; ("public") at the start */
    Text current_role;    /* SET ROLE, SET SESSION AUTHORIZATION; empty = unknown */
    bool is_history;      /* a folder of migrations: see SourceList.is_history */
    bool is_last_try;     /* report what is missing instead of WAITING */
    bool is_catalog;      /* text comes from a server with search_path = '': names are qualified */
    struct TypingMemory *typing; /* the typed form is wanted (typing.h), to compare; else NULL */
    struct InterpreterState
        *state; /* names in use, foreign keys that wait ...: interpreter_state.h */
} Interpreter;

Interpreter interpreter_new(Schema *schema, Arena *scratch, Diagnostics *diagnostics);

/*
 * Parse SQL that schemac itself has composed (from a catalog) and apply its statements in order.
 * False after an error.  User's text goes through parse_sources().
 */
bool interpreter_apply_text(Interpreter *in, Text sql);

/*
 * Once all objects of a catalog are there: partition keys with expressions, collations or operator
 * classes that a server printed into canonical form, and the names foreseen for parts of indexes.
 */
void interpreter_finish_catalog(Interpreter *in);

/* Apply one statement of a tree: the elements of CREATE SCHEMA. */
Outcome interpreter_apply_node(Interpreter *in, const Node *statement);

/* Work that parses and may meet an error of PostgreSQL's code; false then, which is reported. */
typedef void InterpreterWork(Interpreter *in, void *state);
bool interpreter_run(Interpreter *in, InterpreterWork *work, void *state);

/* The place of a node, for diagnostics: the token at that location; the whole statement for -1. */
Location interpreter_location(const Interpreter *in, int node_location);

/*
 * Something named by the statement is missing.  On a first try nothing is said and the statement
 * waits; on the last try the diagnostic is added and the statement has failed.
 */
#define interpreter_missing(in, id, node_location, template, ...)                                \
    ((in)->is_last_try                                                                           \
         ? (diagnostic_add((in)->diagnostics, (id), interpreter_location((in), (node_location)), \
                           (template), __VA_ARGS__),                                             \
            OUTCOME_FAILED)                                                                      \
         : OUTCOME_WAITING)

/* A definition that PostgreSQL would refuse; always OUTCOME_FAILED. */
#define interpreter_error(in, id, node_location, template, ...)                           \
    (diagnostic_add((in)->diagnostics, (id), interpreter_location((in), (node_location)), \
                    (template), __VA_ARGS__),                                             \
     OUTCOME_FAILED)

/* Met and not modelled: into schema->unsupported, reported by the pipeline. */
Outcome interpreter_unsupported(Interpreter *in, int node_location, Text what);

/* Where CREATE puts an unqualified name: the first schema of the search path. */
Text interpreter_creation_schema(const Interpreter *in, const char *schema_name);

/* A String node, a char * of the tree: copied into the model's arena. */
Text interpreter_text(const Interpreter *in, const char *string);

/* {schema, name} of a possibly qualified name in a List of String nodes; schema empty when not
 * said. */
typedef struct QualifiedName {
    Text schema, name;
} QualifiedName;
QualifiedName interpreter_name(const Interpreter *in, const List *names);

/*
 * Find what an unqualified or qualified name means along the search path; NULL when it is nothing.
 */
Object *interpreter_find_relation(const Interpreter *in, const RangeVar *name);
Object *interpreter_find_relation_named(const Interpreter *in, QualifiedName name);
Object *interpreter_find_type(const Interpreter *in, QualifiedName name);

/* Privileges that default privileges give to a new object; called by schema additions in parser/.
 */
void interpreter_add_object(Interpreter *in, Object *object, Object *parent);
/* The current role as the owner, when none is known yet, and what its default privileges give. */
void interpreter_give_defaults(Interpreter *in, Object *object);

/* Each statement has one function; the table in parse.c maps node tags to them. */
Outcome apply_create_schema(Interpreter *in, const CreateSchemaStmt *statement);
Outcome apply_create_extension(Interpreter *in, const CreateExtensionStmt *statement);
Outcome apply_alter_extension(Interpreter *in, const AlterExtensionStmt *statement);
Outcome apply_create_enum(Interpreter *in, const CreateEnumStmt *statement);
Outcome apply_alter_enum(Interpreter *in, const AlterEnumStmt *statement);
Outcome apply_create_domain(Interpreter *in, const CreateDomainStmt *statement);
Outcome apply_alter_domain(Interpreter *in, const AlterDomainStmt *statement);
Outcome apply_create_composite(Interpreter *in, const CompositeTypeStmt *statement);
Outcome apply_alter_composite(Interpreter *in,
                              const AlterTableStmt *statement); /* ALTER TYPE ... ATTRIBUTE */
Outcome apply_create_sequence(Interpreter *in, const CreateSeqStmt *statement);
Outcome apply_alter_sequence(Interpreter *in, const AlterSeqStmt *statement);
Outcome apply_create_table(Interpreter *in, const CreateStmt *statement);
Outcome apply_create_foreign_table(Interpreter *in, const CreateForeignTableStmt *statement);
Outcome apply_create_table_as(Interpreter *in,
                              const CreateTableAsStmt *statement); /* and materialized views */
Outcome apply_alter_table(Interpreter *in, const AlterTableStmt *statement);
Outcome apply_create_index(Interpreter *in, const IndexStmt *statement);
Outcome apply_create_view(Interpreter *in, const ViewStmt *statement);
Outcome apply_create_routine(Interpreter *in, const CreateFunctionStmt *statement);
Outcome apply_alter_routine(Interpreter *in, const AlterFunctionStmt *statement);
Outcome apply_create_trigger(Interpreter *in, const CreateTrigStmt *statement);
Outcome apply_create_rule(Interpreter *in, const RuleStmt *statement);
Outcome apply_create_policy(Interpreter *in, const CreatePolicyStmt *statement);
Outcome apply_alter_policy(Interpreter *in, const AlterPolicyStmt *statement);
Outcome apply_create_statistics(Interpreter *in, const CreateStatsStmt *statement);
Outcome apply_alter_statistics(Interpreter *in, const AlterStatsStmt *statement);
Outcome apply_create_event_trigger(Interpreter *in, const CreateEventTrigStmt *statement);
Outcome apply_alter_event_trigger(Interpreter *in, const AlterEventTrigStmt *statement);
Outcome apply_create_wrapper(Interpreter *in, const CreateFdwStmt *statement);
Outcome apply_alter_wrapper(Interpreter *in, const AlterFdwStmt *statement);
Outcome apply_create_server(Interpreter *in, const CreateForeignServerStmt *statement);
Outcome apply_alter_server(Interpreter *in, const AlterForeignServerStmt *statement);
Outcome apply_create_user_mapping(Interpreter *in, const CreateUserMappingStmt *statement);
Outcome apply_alter_user_mapping(Interpreter *in, const AlterUserMappingStmt *statement);
Outcome apply_drop_user_mapping(Interpreter *in, const DropUserMappingStmt *statement);
Outcome apply_create_publication(Interpreter *in, const CreatePublicationStmt *statement);
Outcome apply_alter_publication(Interpreter *in, const AlterPublicationStmt *statement);
Outcome apply_create_subscription(Interpreter *in, const CreateSubscriptionStmt *statement);
Outcome apply_alter_subscription(Interpreter *in, const AlterSubscriptionStmt *statement);
Outcome apply_drop_subscription(Interpreter *in, const DropSubscriptionStmt *statement);
Outcome apply_comment(Interpreter *in, const CommentStmt *statement);
Outcome apply_security_label(Interpreter *in, const SecLabelStmt *statement);
Outcome apply_grant(Interpreter *in, const GrantStmt *statement); /* GRANT and REVOKE */
Outcome apply_default_privileges(Interpreter *in, const AlterDefaultPrivilegesStmt *statement);
Outcome apply_owner(Interpreter *in, const AlterOwnerStmt *statement);
Outcome apply_define(Interpreter *in, const DefineStmt *statement); /* AGGREGATE, OPERATOR ... */
Outcome apply_create_range(Interpreter *in, const CreateRangeStmt *statement);
Outcome apply_create_base_type(Interpreter *in, const DefineStmt *statement);
Outcome apply_alter_base_type(Interpreter *in, const AlterTypeStmt *statement);
Outcome apply_create_operator_class(Interpreter *in, const CreateOpClassStmt *statement);
Outcome apply_create_operator_family(Interpreter *in, const CreateOpFamilyStmt *statement);
Outcome apply_alter_operator_family(Interpreter *in, const AlterOpFamilyStmt *statement);
Outcome apply_create_language(Interpreter *in, const CreatePLangStmt *statement);
Outcome apply_create_access_method(Interpreter *in, const CreateAmStmt *statement);
Outcome apply_create_cast(Interpreter *in, const CreateCastStmt *statement);
Outcome apply_create_conversion(Interpreter *in, const CreateConversionStmt *statement);
Outcome apply_create_transform(Interpreter *in, const CreateTransformStmt *statement);
Outcome apply_alter_operator(Interpreter *in, const AlterOperatorStmt *statement);
Outcome apply_alter_dictionary(Interpreter *in, const AlterTSDictionaryStmt *statement);
Outcome apply_alter_configuration(Interpreter *in, const AlterTSConfigurationStmt *statement);
Outcome apply_drop(Interpreter *in, const DropStmt *statement);
Outcome apply_rename(Interpreter *in, const RenameStmt *statement);
Outcome apply_set_schema(Interpreter *in, const AlterObjectSchemaStmt *statement);
Outcome apply_set(Interpreter *in, const VariableSetStmt *statement);
Outcome apply_select(Interpreter *in,
                     const SelectStmt *statement); /* set_config, setval; else skipped */
Outcome apply_do(Interpreter *in, const DoStmt *statement);

/* The object that DROP, COMMENT, GRANT, OWNER, RENAME mean: ObjectType plus the name node. */
Object *interpreter_find_object(const Interpreter *in, ObjectType type, const Node *name);

#endif
