/*
 * Statements: from the tag of a tree's root to the function that applies it.
 *
 * Four answers, each a table: applied, skipped because it is no schema, skipped because it means
 * nothing here, reported as not supported.  What stands in no table is reported too.
 */
#include "parser/statements.h"

#include "compiler/runner_table.h"
#include "parser/interpreter_state.h"
#include "parser/operation_record.h"
#include "parser/parse_alter_table.h"
#include "parser/parse_constraint.h"
#include "parser/parse_do.h"
#include "parser/parse_object.h"
#include "parser/parse_set.h"
#include "parser/side_effect.h"

#include <stddef.h>
#include <string.h>

/* Objects whose definition is a list of items. */
#define DEFINITION_STATEMENTS(X)                  \
    X(CreateRangeStmt, create_range)              \
    X(CreateOpClassStmt, create_operator_class)   \
    X(CreateOpFamilyStmt, create_operator_family) \
    X(AlterOpFamilyStmt, alter_operator_family)   \
    X(AlterTypeStmt, alter_base_type)             \
    X(CreatePLangStmt, create_language)           \
    X(CreateAmStmt, create_access_method)         \
    X(CreateCastStmt, create_cast)                \
    X(CreateConversionStmt, create_conversion)    \
    X(CreateTransformStmt, create_transform)      \
    X(AlterOperatorStmt, alter_operator)          \
    X(AlterTSDictionaryStmt, alter_dictionary)    \
    X(AlterTSConfigurationStmt, alter_configuration)

/* Foreign data, replication, statistics, event triggers. */
#define SERVER_STATEMENTS(X)                        \
    X(CreateStatsStmt, create_statistics)           \
    X(AlterStatsStmt, alter_statistics)             \
    X(CreateEventTrigStmt, create_event_trigger)    \
    X(AlterEventTrigStmt, alter_event_trigger)      \
    X(CreateForeignTableStmt, create_foreign_table) \
    X(CreateFdwStmt, create_wrapper)                \
    X(AlterFdwStmt, alter_wrapper)                  \
    X(CreateForeignServerStmt, create_server)       \
    X(AlterForeignServerStmt, alter_server)         \
    X(CreateUserMappingStmt, create_user_mapping)   \
    X(AlterUserMappingStmt, alter_user_mapping)     \
    X(DropUserMappingStmt, drop_user_mapping)       \
    X(CreatePublicationStmt, create_publication)    \
    X(AlterPublicationStmt, alter_publication)      \
    X(CreateSubscriptionStmt, create_subscription)  \
    X(AlterSubscriptionStmt, alter_subscription)    \
    X(DropSubscriptionStmt, drop_subscription)

#define STATEMENTS(X)                        \
    X(CreateSchemaStmt, create_schema)       \
    X(CreateExtensionStmt, create_extension) \
    X(AlterExtensionStmt, alter_extension)   \
    X(CreateEnumStmt, create_enum)           \
    X(AlterEnumStmt, alter_enum)             \
    X(CreateDomainStmt, create_domain)       \
    X(AlterDomainStmt, alter_domain)         \
    X(CompositeTypeStmt, create_composite)   \
    X(CreateSeqStmt, create_sequence)        \
    X(AlterSeqStmt, alter_sequence)          \
    X(CreateStmt, create_table)              \
    X(CreateTableAsStmt, create_table_as)    \
    X(ViewStmt, create_view)                 \
    X(CreateFunctionStmt, create_routine)    \
    X(AlterFunctionStmt, alter_routine)      \
    X(CreateTrigStmt, create_trigger)        \
    X(RuleStmt, create_rule)                 \
    X(CreatePolicyStmt, create_policy)       \
    X(AlterPolicyStmt, alter_policy)         \
    X(GrantStmt, grant)                      \
    X(AlterOwnerStmt, owner)                 \
    X(VariableSetStmt, set)                  \
    X(DoStmt, do)                            \
    SERVER_STATEMENTS(X)                     \
    DEFINITION_STATEMENTS(X)

/* Function pointers need one type: each apply_ function gets a wrapper that takes a Node. */
#define X(Type, name)                                              \
    static Outcome run_##name(Interpreter *in, const Node *node) { \
        return apply_##name(in, (const Type *)node);               \
    }
STATEMENTS(X)
#undef X

static Outcome run_rename(Interpreter *in, const Node *node) {
    constraint_try_foreign_keys(in);
    interpreter_begin_renaming(in);
    Outcome outcome = apply_rename(in, (const RenameStmt *)node);
    interpreter_end_renaming(in);
    return outcome;
}

static Outcome run_set_schema(Interpreter *in, const Node *node) {
    constraint_try_foreign_keys(in);
    interpreter_begin_renaming(in);
    Outcome outcome = apply_set_schema(in, (const AlterObjectSchemaStmt *)node);
    interpreter_end_renaming(in);
    return outcome;
}

/* A qualified name (List of String) of something that was skipped because it is temporary. */
static bool is_skipped_temporary(const Interpreter *in, ObjectType type, const Node *name) {
    const List *names = (const List *)name;
    bool is_relation = type == OBJECT_TABLE || type == OBJECT_VIEW || type == OBJECT_SEQUENCE ||
                       type == OBJECT_INDEX || type == OBJECT_COLUMN;
    if (!is_relation || name == NULL || !IsA(name, List)) {
        return false;
    }
    if (list_length(names) != (type == OBJECT_COLUMN ? 2 : 1)) {
        return false;
    }
    QualifiedName relation = {TEXT(""), text_from_string(strVal(linitial(names)))};
    return interpreter_find_relation_named(in, relation) == NULL &&
           schema_has_external(in->schema, REFERENCE_RELATION, TEXT("pg_temp"), relation.name);
}

static Outcome run_drop(Interpreter *in, const Node *node) {
    const DropStmt *statement = (const DropStmt *)node;
    if (list_length(statement->objects) == 1 &&
        is_skipped_temporary(in, statement->removeType, linitial(statement->objects))) {
        return interpreter_skip(in, SKIPPED_TEMPORARY);
    }
    constraint_try_foreign_keys(in);
    in->schema->runs_concurrently |= statement->concurrent;
    return apply_drop(in, statement);
}

static Outcome run_index(Interpreter *in, const Node *node) {
    const IndexStmt *statement = (const IndexStmt *)node;
    in->schema->runs_concurrently |= statement->concurrent;
    return apply_create_index(in, statement);
}

static Outcome run_comment(Interpreter *in, const Node *node) {
    const CommentStmt *statement = (const CommentStmt *)node;
    return is_skipped_temporary(in, statement->objtype, statement->object)
               ? interpreter_skip(in, SKIPPED_TEMPORARY)
               : apply_comment(in, statement);
}

static Outcome run_security_label(Interpreter *in, const Node *node) {
    const SecLabelStmt *statement = (const SecLabelStmt *)node;
    return is_skipped_temporary(in, statement->objtype, statement->object)
               ? interpreter_skip(in, SKIPPED_TEMPORARY)
               : apply_security_label(in, statement);
}

static Outcome run_default_privileges(Interpreter *in, const Node *node) {
    Outcome outcome = apply_default_privileges(in, (const AlterDefaultPrivilegesStmt *)node);
    interpreter_forget_default_privileges(in);
    return outcome;
}

static Outcome run_alter_table(Interpreter *in, const Node *node) {
    const AlterTableStmt *statement = (const AlterTableStmt *)node;
    if (statement->objtype == OBJECT_TYPE) {
        return apply_alter_composite(in, statement);
    }
    return apply_alter_table(in, statement);
}

static Outcome run_cluster(Interpreter *in, const Node *node) {
    return alter_table_cluster(in, (const ClusterStmt *)node);
}

static Outcome run_select(Interpreter *in, const Node *node) {
    Outcome outcome = apply_select(in, (const SelectStmt *)node);
    return outcome == OUTCOME_APPLIED ? side_effect_note(in, node, SKIPPED_DATA) : outcome;
}

/* In a file that describes a schema a CALL is about data; a migration may do all its work in one.
 */
static Outcome run_call(Interpreter *in, const Node *node) {
    return in->state->is_migration || in->is_last_try ? do_apply_call(in, (const CallStmt *)node)
                                                      : interpreter_skip(in, SKIPPED_DATA);
}

static Outcome run_transaction(Interpreter *in, const Node *node) {
    return set_apply_transaction(in, (const TransactionStmt *)node);
}

typedef struct SkippedStatement {
    NodeTag tag;
    SkippedKind kind;
} SkippedStatement;

static const SkippedStatement skipped_statements[] = {
    {T_InsertStmt, SKIPPED_DATA},
    {T_UpdateStmt, SKIPPED_DATA},
    {T_DeleteStmt, SKIPPED_DATA},
    {T_MergeStmt, SKIPPED_DATA},
    {T_CopyStmt, SKIPPED_DATA},
    {T_TruncateStmt, SKIPPED_DATA},
    {T_RefreshMatViewStmt, SKIPPED_DATA},
    {T_PrepareStmt, SKIPPED_DATA},
    {T_ExecuteStmt, SKIPPED_DATA},
    {T_DeclareCursorStmt, SKIPPED_DATA},
    {T_FetchStmt, SKIPPED_DATA},
    {T_ExplainStmt, SKIPPED_DATA},
    {T_CreateRoleStmt, SKIPPED_ROLE},
    {T_AlterRoleStmt, SKIPPED_ROLE},
    {T_AlterRoleSetStmt, SKIPPED_ROLE},
    {T_DropRoleStmt, SKIPPED_ROLE},
    {T_GrantRoleStmt, SKIPPED_ROLE},
    {T_CreatedbStmt, SKIPPED_SERVER},
    {T_AlterDatabaseStmt, SKIPPED_SERVER},
    {T_AlterDatabaseRefreshCollStmt, SKIPPED_SERVER},
    {T_AlterDatabaseSetStmt, SKIPPED_SERVER},
    {T_DropdbStmt, SKIPPED_SERVER},
    {T_CreateTableSpaceStmt, SKIPPED_SERVER},
    {T_DropTableSpaceStmt, SKIPPED_SERVER},
    {T_AlterTableSpaceOptionsStmt, SKIPPED_SERVER},
    {T_AlterSystemStmt, SKIPPED_SERVER},
    {T_VacuumStmt, SKIPPED_SERVER},
    {T_ReindexStmt, SKIPPED_SERVER},
    {T_CheckPointStmt, SKIPPED_SERVER},
};

/* They concern the session alone and say nothing of the schema: not even worth a note. */
static const NodeTag silent_statements[] = {
    T_VariableShowStmt, T_LockStmt,        T_DiscardStmt,        T_ConstraintsSetStmt,
    T_DeallocateStmt,   T_ClosePortalStmt, T_NotifyStmt,         T_ListenStmt,
    T_UnlistenStmt,     T_LoadStmt,        T_AlterCollationStmt, /* REFRESH VERSION */
};

typedef enum NameForm { NAME_NONE, NAME_STRING, NAME_LIST } NameForm;

/* What is not modelled: the word for it and where its name is in the node. */
typedef struct UnsupportedStatement {
    NodeTag tag;
    const char *word;
    NameForm form;
    size_t offset;
} UnsupportedStatement;

#define NAMED(Type, word, field) \
    { T_##Type, word, NAME_STRING, offsetof(Type, field) }
#define QUALIFIED(Type, word, field) \
    { T_##Type, word, NAME_LIST, offsetof(Type, field) }
#define NAMELESS(Type, word) \
    { T_##Type, word, NAME_NONE, 0 }

static const UnsupportedStatement unsupported_statements[] = {
    NAMED(ImportForeignSchemaStmt, "foreign schema", remote_schema),
    NAMED(AlterExtensionContentsStmt, "contents of extension", extname),
    NAMELESS(DropOwnedStmt, "DROP OWNED"),
    NAMELESS(ReassignOwnedStmt, "REASSIGN OWNED"),
    NAMELESS(AlterTableMoveAllStmt, "ALTER ... ALL IN TABLESPACE"),
};

/* The qualified, quoted name of something that CREATE puts into a schema. */
static Text created_name(const Interpreter *in, const List *names) {
    QualifiedName name = interpreter_name(in, names);
    if (text_is_empty(name.schema)) {
        name.schema = interpreter_creation_schema(in, NULL);
    }
    return text_quote_name(in->scratch, name.schema, name.name);
}

static Text statement_name(const Interpreter *in, const UnsupportedStatement *row,
                           const Node *node) {
    const char *field = (const char *)node + row->offset;
    switch (row->form) {
        case NAME_NONE: break;
        case NAME_STRING: {
            char *name;
            memcpy(&name, field, sizeof name);
            return name == NULL ? TEXT("")
                                : text_quote_identifier(in->scratch, text_from_string(name));
        }
        case NAME_LIST: {
            List *names;
            memcpy(&names, field, sizeof names);
            return names == NIL ? TEXT("") : created_name(in, names);
        }
    }
    return TEXT("");
}

static Outcome unsupported_named(Interpreter *in, Text word, Text name) {
    Text what = text_is_empty(name) ? word : text_format(in->scratch, "%s %s", word, name);
    return interpreter_unsupported(in, -1, what);
}

static Outcome run_define(Interpreter *in, const Node *node) {
    const DefineStmt *statement = (const DefineStmt *)node;
    return statement->kind == OBJECT_TYPE ? apply_create_base_type(in, statement)
                                          : apply_define(in, statement);
}

static Outcome unsupported_other(Interpreter *in, const Node *node) {
    Arena *arena = in->scratch;
    switch (nodeTag(node)) {
        case T_AlterObjectDependsStmt: {
            const AlterObjectDependsStmt *depends = (const AlterObjectDependsStmt *)node;
            return unsupported_named(in, TEXT("dependency on extension"),
                                     text_from_string(strVal(depends->extname)));
        }
        default:
            return interpreter_unsupported(
                in, -1,
                text_format(arena, "statement of grammar node %s",
                            text_from_integer(arena, (int64_t)nodeTag(node))));
    }
}

typedef Outcome (*ApplyStatement)(Interpreter *in, const Node *node);

/* Indexed by tag; NULL: look in the other tables. */
static const ApplyStatement applied[] = {
#define X(Type, name) [T_##Type] = run_##name,
    STATEMENTS(X)
#undef X
        [T_CommentStmt] = run_comment,
    [T_SecLabelStmt] = run_security_label,
    [T_DropStmt] = run_drop,
    [T_IndexStmt] = run_index,
    [T_RenameStmt] = run_rename,
    [T_AlterObjectSchemaStmt] = run_set_schema,
    [T_AlterDefaultPrivilegesStmt] = run_default_privileges,
    [T_AlterTableStmt] = run_alter_table,
    [T_ClusterStmt] = run_cluster,
    [T_SelectStmt] = run_select,
    [T_CallStmt] = run_call,
    [T_TransactionStmt] = run_transaction,
    [T_DefineStmt] = run_define,
};

static Outcome run_unsupported(Interpreter *in, const Node *node) {
    for (size_t i = 0; i < lengthof(unsupported_statements); i++) {
        const UnsupportedStatement *row = &unsupported_statements[i];
        if (row->tag == nodeTag(node)) {
            return unsupported_named(in, text_from_string(row->word),
                                     statement_name(in, row, node));
        }
    }
    return unsupported_other(in, node);
}

static const RangeVar *relation_of(const Node *statement) {
    switch (nodeTag(statement)) {
        case T_AlterTableStmt: return ((const AlterTableStmt *)statement)->relation;
        case T_CreateTrigStmt: return ((const CreateTrigStmt *)statement)->relation;
        case T_IndexStmt: return ((const IndexStmt *)statement)->relation;
        case T_RuleStmt: return ((const RuleStmt *)statement)->relation;
        case T_CreatePolicyStmt: return ((const CreatePolicyStmt *)statement)->table;
        case T_RenameStmt: return ((const RenameStmt *)statement)->relation;
        default: return NULL;
    }
}

bool statement_is_outside(const Node *statement) {
    for (size_t i = 0; i < lengthof(skipped_statements); i++) {
        if (skipped_statements[i].tag == nodeTag(statement)) {
            return skipped_statements[i].kind != SKIPPED_DATA;
        }
    }
    return (IsA(statement, GrantStmt) &&
            object_type_is_outside(((const GrantStmt *)statement)->objtype)) ||
           (IsA(statement, CommentStmt) &&
            object_type_is_outside(((const CommentStmt *)statement)->objtype)) ||
           (IsA(statement, SecLabelStmt) &&
            object_type_is_outside(((const SecLabelStmt *)statement)->objtype));
}

/* A migration may work on the table in which its runner keeps what has run, and which it made. */
static bool concerns_runner(const Interpreter *in, const Node *statement) {
    const RangeVar *relation = in->is_history ? relation_of(statement) : NULL;
    return relation != NULL && runner_table_is(text_from_string(relation->relname)) &&
           interpreter_find_relation(in, relation) == NULL;
}

static Outcome apply_statement(Interpreter *in, const Node *statement) {
    NodeTag tag = nodeTag(statement);
    if (concerns_runner(in, statement)) {
        return interpreter_skip(in, SKIPPED_RUNNER);
    }
    if (tag < lengthof(applied) && applied[tag] != NULL) {
        return applied[tag](in, statement);
    }
    for (size_t i = 0; i < lengthof(skipped_statements); i++) {
        if (skipped_statements[i].tag == tag) {
            return side_effect_apply(in, statement, skipped_statements[i].kind);
        }
    }
    for (size_t i = 0; i < lengthof(silent_statements); i++) {
        if (silent_statements[i] == tag) {
            return OUTCOME_APPLIED;
        }
    }
    return run_unsupported(in, statement);
}

Outcome interpreter_apply_node(Interpreter *in, const Node *statement) {
    const OperationList *operations = in->state->operations;
    if (operations == NULL) {
        return apply_statement(in, statement);
    }
    size_t first = operations->count;
    operation_record(in, statement);
    Outcome outcome = apply_statement(in, statement);
    operation_settle(in, first, outcome);
    return outcome;
}

StatementRank statement_rank(const Node *statement) {
    switch (nodeTag(statement)) {
        case T_CreateSchemaStmt:
        case T_CreateExtensionStmt:
        case T_CreateFdwStmt:
        case T_CreateForeignServerStmt:
        case T_CreateEnumStmt:
        case T_CreateDomainStmt:
        case T_CompositeTypeStmt:
        case T_CreateSeqStmt: return RANK_TYPE;
        case T_CreateForeignTableStmt:
        case T_CreateStmt: return RANK_TABLE;
        case T_CreateFunctionStmt: return RANK_ROUTINE;
        case T_ViewStmt:
        case T_CreateTableAsStmt: return RANK_VIEW;
        case T_IndexStmt:
        case T_CreateStatsStmt:
        case T_CreateUserMappingStmt:
        case T_CreatePublicationStmt:
        case T_CreateSubscriptionStmt:
        case T_CreateEventTrigStmt:
        case T_CreateTrigStmt:
        case T_CreatePolicyStmt:
        case T_RuleStmt: return RANK_CREATE;
        default: return RANK_OTHER;
    }
}

bool statement_is_movable(const Node *statement) {
    switch (nodeTag(statement)) {
        case T_CreateStmt: return !((const CreateStmt *)statement)->if_not_exists;
        case T_ViewStmt:
        case T_CreateDomainStmt:
        case T_CompositeTypeStmt: return true;
        default: return false;
    }
}

Text statement_replaced_view(const Node *statement) {
    const ViewStmt *view = (const ViewStmt *)statement;
    return nodeTag(statement) == T_ViewStmt && view->replace ? text_from_string(view->view->relname)
                                                             : TEXT_ABSENT;
}

bool statement_reads_data(const Node *statement) {
    if (nodeTag(statement) != T_CopyStmt) {
        return false;
    }
    const CopyStmt *copy = (const CopyStmt *)statement;
    return copy->is_from && copy->filename == NULL && !copy->is_program;
}
