/*
 * Operation record: from the tag of a statement's root to the facts that are taken down.
 */
#include "parser/operation_record.h"

#include "compiler/cast.h"
#include "parser/interpreter_state.h"
#include "parser/parse_object.h"

#include <string.h>

Operation *operation_add(Interpreter *in, OperationKind kind, unsigned flags, int node_location) {
    bool is_in_block = in->state->block.source != NULL;
    Operation operation = {.kind = kind,
                           .flags = flags | operation_flag(is_in_block, OPERATION_IS_GUARDED),
                           .where = interpreter_location(in, node_location)};
    list_push(in->schema->arena, in->state->operations, operation);
    return &in->state->operations->items[in->state->operations->count - 1];
}

void operation_set_relation(Interpreter *in, Operation *operation, const Object *relation) {
    operation->relation = relation;
    if (relation != NULL) {
        operation->relation_text = object_describe(in->schema->arena, relation);
        operation->flags |=
            operation_flag(relation->where.source == operation->where.source, OPERATION_IS_ON_NEW);
    }
}

static void set_range(Interpreter *in, Operation *operation, const RangeVar *range) {
    operation->name = interpreter_text(in, range->relname);
    operation->flags |= operation_flag(range->schemaname == NULL, OPERATION_IS_UNQUALIFIED);
    operation_set_relation(in, operation, interpreter_find_relation(in, range));
}

/* ---- the session ---- */

static void record_transaction(Interpreter *in, const Node *node) {
    switch (((const TransactionStmt *)node)->kind) {
        case TRANS_STMT_BEGIN:
        case TRANS_STMT_START: operation_add(in, OPERATION_BEGIN, 0, -1); break;
        case TRANS_STMT_COMMIT:
        case TRANS_STMT_ROLLBACK: operation_add(in, OPERATION_COMMIT, 0, -1); break;
        default: break;
    }
}

/* SET lock_timeout = 0 waits for ever, as if nothing had been set. */
static bool turns_off(const VariableSetStmt *set) {
    if (set->kind != VAR_SET_VALUE || list_length(set->args) != 1) {
        return true;
    }
    const Node *value = linitial(set->args);
    if (!IsA(value, A_Const)) {
        return false;
    }
    const A_Const *constant = (const A_Const *)value;
    return nodeTag(&constant->val) == T_Integer
               ? constant->val.ival.ival == 0
               : nodeTag(&constant->val) == T_String &&
                     strspn(constant->val.sval.sval, "0") == strlen(constant->val.sval.sval);
}

static void record_set(Interpreter *in, const Node *node) {
    const VariableSetStmt *set = (const VariableSetStmt *)node;
    if (set->name != NULL) {
        unsigned flags = operation_flag(set->is_local, OPERATION_IS_LOCAL) |
                         operation_flag(turns_off(set), OPERATION_IS_RESET);
        operation_add(in, OPERATION_SET, flags, -1)->name = interpreter_text(in, set->name);
    }
}

/* ---- CREATE ---- */

static Operation *record_created(Interpreter *in, ObjectKind kind, Text name, bool is_guarded) {
    Operation *operation =
        operation_add(in, OPERATION_CREATE, operation_flag(is_guarded, OPERATION_IS_GUARDED), -1);
    operation->object_kind = kind;
    operation->name = name;
    return operation;
}

static void record_named(Interpreter *in, ObjectKind kind, const List *names, bool is_guarded) {
    Operation *operation = record_created(in, kind, interpreter_name(in, names).name, is_guarded);
    operation->flags |= operation_flag(list_length(names) == 1, OPERATION_IS_UNQUALIFIED);
}

static void record_range(Interpreter *in, ObjectKind kind, const RangeVar *range, bool is_guarded) {
    if (interpreter_is_temporary(range)) {
        return;
    }
    Operation *operation =
        record_created(in, kind, interpreter_text(in, range->relname), is_guarded);
    operation->flags |= operation_flag(range->schemaname == NULL, OPERATION_IS_UNQUALIFIED);
}

static void record_create_table(Interpreter *in, const Node *node) {
    const CreateStmt *create = (const CreateStmt *)node;
    size_t before = in->state->operations->count;
    record_range(in, KIND_TABLE, create->relation, create->if_not_exists);
    if (create->partbound != NULL && in->state->operations->count > before) {
        operation_set_relation(in, &in->state->operations->items[before],
                               interpreter_find_relation(in, linitial(create->inhRelations)));
    }
}

static void record_create_as(Interpreter *in, const Node *node) {
    const CreateTableAsStmt *create = (const CreateTableAsStmt *)node;
    bool is_view = create->objtype == OBJECT_MATVIEW;
    record_range(in, is_view ? KIND_MATERIALIZED_VIEW : KIND_TABLE, create->into->rel,
                 create->if_not_exists);
}

static void record_create_view(Interpreter *in, const Node *node) {
    const ViewStmt *view = (const ViewStmt *)node;
    record_range(in, KIND_VIEW, view->view, view->replace);
}

static void record_create_sequence(Interpreter *in, const Node *node) {
    const CreateSeqStmt *create = (const CreateSeqStmt *)node;
    record_range(in, KIND_SEQUENCE, create->sequence, create->if_not_exists);
}

static void record_create_routine(Interpreter *in, const Node *node) {
    const CreateFunctionStmt *create = (const CreateFunctionStmt *)node;
    record_named(in, create->is_procedure ? KIND_PROCEDURE : KIND_FUNCTION, create->funcname,
                 create->replace);
}

static void record_create_enum(Interpreter *in, const Node *node) {
    record_named(in, KIND_ENUM, ((const CreateEnumStmt *)node)->typeName, false);
}

static void record_create_domain(Interpreter *in, const Node *node) {
    record_named(in, KIND_DOMAIN, ((const CreateDomainStmt *)node)->domainname, false);
}

static void record_create_composite(Interpreter *in, const Node *node) {
    record_range(in, KIND_COMPOSITE, ((const CompositeTypeStmt *)node)->typevar, false);
}

static void record_create_schema(Interpreter *in, const Node *node) {
    const CreateSchemaStmt *create = (const CreateSchemaStmt *)node;
    record_created(in, KIND_SCHEMA, interpreter_text(in, create->schemaname),
                   create->if_not_exists);
}

static void record_create_extension(Interpreter *in, const Node *node) {
    const CreateExtensionStmt *create = (const CreateExtensionStmt *)node;
    record_created(in, KIND_EXTENSION, interpreter_text(in, create->extname),
                   create->if_not_exists);
}

/* A child of a relation: trigger, policy, rule. */
static void record_child(Interpreter *in, ObjectKind kind, const char *name, const RangeVar *range,
                         bool is_guarded) {
    Operation *operation = record_created(in, kind, interpreter_text(in, name), is_guarded);
    operation_set_relation(in, operation, interpreter_find_relation(in, range));
}

static void record_create_trigger(Interpreter *in, const Node *node) {
    const CreateTrigStmt *create = (const CreateTrigStmt *)node;
    record_child(in, KIND_TRIGGER, create->trigname, create->relation, create->replace);
}

static void record_create_policy(Interpreter *in, const Node *node) {
    const CreatePolicyStmt *create = (const CreatePolicyStmt *)node;
    record_child(in, KIND_POLICY, create->policy_name, create->table, false);
}

static void record_create_rule(Interpreter *in, const Node *node) {
    const RuleStmt *create = (const RuleStmt *)node;
    record_child(in, KIND_RULE, create->rulename, create->relation, create->replace);
}

static void record_create_index(Interpreter *in, const Node *node) {
    const IndexStmt *create = (const IndexStmt *)node;
    const Object *relation = interpreter_find_relation(in, create->relation);
    if (relation != NULL) {
        unsigned flags = operation_flag(create->concurrent, OPERATION_IS_CONCURRENT) |
                         operation_flag(create->if_not_exists, OPERATION_IS_GUARDED);
        Operation *operation = operation_add(in, OPERATION_CREATE_INDEX, flags, -1);
        operation->object_kind = KIND_INDEX;
        operation->name = interpreter_text(in, create->idxname);
        operation_set_relation(in, operation, relation);
    }
}

/* ---- DROP, RENAME ---- */

/* For a trigger, policy or rule its own, not that of its table. */
static Text last_name(const Interpreter *in, ObjectType type, const Node *name) {
    const Node *last = IsA(name, List) ? llast((const List *)name) : name;
    return last != NULL && IsA(last, String)
               ? interpreter_text(in, strVal(last))
               : text_copy(in->schema->arena, object_last_name(in, type, name));
}

/* The table of a trigger, policy or rule, and what else is dropped, are known by then. */
static void record_drop(Interpreter *in, const Node *node) {
    const DropStmt *drop = (const DropStmt *)node;
    unsigned flags = operation_flag(drop->concurrent, OPERATION_IS_CONCURRENT) |
                     operation_flag(drop->missing_ok, OPERATION_IS_GUARDED) |
                     operation_flag(drop->behavior == DROP_CASCADE, OPERATION_IS_CASCADE);
    ListCell *cell;
    if (!object_type_is_modelled(drop->removeType)) {
        return;
    }
    foreach (cell, drop->objects) {
        const Object *object = interpreter_find_object(in, drop->removeType, lfirst(cell));
        bool is_index = drop->removeType == OBJECT_INDEX;
        Operation *operation =
            operation_add(in, is_index ? OPERATION_DROP_INDEX : OPERATION_DROP, flags, -1);
        operation->name = last_name(in, drop->removeType, lfirst(cell));
        operation->object_kind = OBJECT_KIND_COUNT;
        if (object != NULL) {
            operation->object_kind = object->kind;
            operation->name = object->name;
            operation_set_relation(in, operation, object->parent != NULL ? object->parent : object);
        }
    }
}

static void record_rename(Interpreter *in, const Node *node) {
    const RenameStmt *rename = (const RenameStmt *)node;
    ObjectType type = rename->renameType;
    const Object *object = NULL;
    if (rename->relation != NULL) {
        object = interpreter_find_relation(in, rename->relation);
    } else if (type == OBJECT_SCHEMA) {
        object = schema_find(in->schema, KIND_SCHEMA, TEXT(""), text_from_string(rename->subname));
    } else if (object_type_is_modelled(type) && rename->object != NULL) {
        object = interpreter_find_object(in, type, rename->object);
    }
    if (object == NULL) {
        return;
    }
    bool is_relation = type == OBJECT_TABLE || type == OBJECT_VIEW || type == OBJECT_MATVIEW ||
                       type == OBJECT_SEQUENCE || type == OBJECT_INDEX;
    Operation *operation =
        operation_add(in, OPERATION_RENAME,
                      operation_flag(rename->missing_ok && is_relation, OPERATION_IS_GUARDED), -1);
    operation->object_kind = type == OBJECT_COLUMN          ? KIND_COLUMN
                             : type == OBJECT_TABCONSTRAINT ? KIND_CONSTRAINT
                                                            : object->kind;
    operation->name =
        rename->subname != NULL ? interpreter_text(in, rename->subname) : object->name;
    operation_set_relation(in, operation, object);
}

/* ---- types ---- */

static void record_alter_enum(Interpreter *in, const Node *node) {
    const AlterEnumStmt *alter = (const AlterEnumStmt *)node;
    bool is_rename = alter->oldVal != NULL;
    unsigned flags = operation_flag(alter->skipIfNewValExists, OPERATION_IS_GUARDED) |
                     operation_flag(alter->newValNeighbor != NULL, OPERATION_HAS_PLACE);
    Operation *operation =
        operation_add(in, is_rename ? OPERATION_RENAME_VALUE : OPERATION_ADD_VALUE, flags, -1);
    operation->name = interpreter_text(in, is_rename ? alter->oldVal : alter->newVal);
    operation_set_relation(in, operation,
                           interpreter_find_type(in, interpreter_name(in, alter->typeName)));
}

/* ---- rows and upkeep ---- */

static void record_on(Interpreter *in, OperationKind kind, unsigned flags, const RangeVar *range) {
    set_range(in, operation_add(in, kind, flags, -1), range);
}

static void record_update(Interpreter *in, const Node *node) {
    const UpdateStmt *update = (const UpdateStmt *)node;
    record_on(in, OPERATION_UPDATE,
              operation_flag(update->whereClause != NULL, OPERATION_HAS_WHERE), update->relation);
}

static void record_delete(Interpreter *in, const Node *node) {
    const DeleteStmt *delete = (const DeleteStmt *)node;
    record_on(in, OPERATION_DELETE,
              operation_flag(delete->whereClause != NULL, OPERATION_HAS_WHERE), delete->relation);
}

static void record_truncate(Interpreter *in, const Node *node) {
    const TruncateStmt *truncate = (const TruncateStmt *)node;
    unsigned flags = operation_flag(truncate->behavior == DROP_CASCADE, OPERATION_IS_CASCADE);
    ListCell *cell;
    foreach (cell, truncate->relations) {
        record_on(in, OPERATION_TRUNCATE, flags, lfirst_node(RangeVar, cell));
    }
}

static bool has_option(const List *options, const char *name) {
    ListCell *cell;
    foreach (cell, options) {
        if (strcmp(lfirst_node(DefElem, cell)->defname, name) == 0) {
            return true;
        }
    }
    return false;
}

static void record_reindex(Interpreter *in, const Node *node) {
    const ReindexStmt *reindex = (const ReindexStmt *)node;
    unsigned flags =
        operation_flag(has_option(reindex->params, "concurrently"), OPERATION_IS_CONCURRENT);
    if (reindex->relation != NULL) {
        record_on(in, OPERATION_REINDEX, flags, reindex->relation);
    } else {
        operation_add(in, OPERATION_REINDEX, flags, -1)->name = interpreter_text(in, reindex->name);
    }
}

static void record_vacuum(Interpreter *in, const Node *node) {
    const VacuumStmt *vacuum = (const VacuumStmt *)node;
    if (has_option(vacuum->options, "full")) {
        operation_add(in, OPERATION_VACUUM_FULL, 0, -1)->name = TEXT("VACUUM FULL");
    }
}

static void record_cluster(Interpreter *in, const Node *node) {
    (void)node;
    operation_add(in, OPERATION_VACUUM_FULL, 0, -1)->name = TEXT("CLUSTER");
}

static void record_refresh(Interpreter *in, const Node *node) {
    const RefreshMatViewStmt *refresh = (const RefreshMatViewStmt *)node;
    record_on(in, OPERATION_REFRESH, operation_flag(refresh->concurrent, OPERATION_IS_CONCURRENT),
              refresh->relation);
}

static void record_drop_database(Interpreter *in, const Node *node) {
    const DropdbStmt *drop = (const DropdbStmt *)node;
    operation_add(in, OPERATION_DROP_DATABASE,
                  operation_flag(drop->missing_ok, OPERATION_IS_GUARDED), -1)
        ->name = interpreter_text(in, drop->dbname);
}

static void record_alter_table(Interpreter *in, const Node *node) {
    operation_record_alter_table(in, (const AlterTableStmt *)node);
}

static void record_alter_domain(Interpreter *in, const Node *node) {
    operation_record_alter_domain(in, (const AlterDomainStmt *)node);
}

/* ---- dispatch ---- */

typedef void RecordStatement(Interpreter *in, const Node *node);

/* Indexed by tag; what is not here does nothing that lint asks about. */
static RecordStatement *const records[] = {
    [T_TransactionStmt] = record_transaction,
    [T_VariableSetStmt] = record_set,
    [T_CreateStmt] = record_create_table,
    [T_CreateTableAsStmt] = record_create_as,
    [T_ViewStmt] = record_create_view,
    [T_CreateSeqStmt] = record_create_sequence,
    [T_CreateFunctionStmt] = record_create_routine,
    [T_CreateEnumStmt] = record_create_enum,
    [T_CreateDomainStmt] = record_create_domain,
    [T_CompositeTypeStmt] = record_create_composite,
    [T_CreateSchemaStmt] = record_create_schema,
    [T_CreateExtensionStmt] = record_create_extension,
    [T_CreateTrigStmt] = record_create_trigger,
    [T_CreatePolicyStmt] = record_create_policy,
    [T_RuleStmt] = record_create_rule,
    [T_IndexStmt] = record_create_index,
    [T_DropStmt] = record_drop,
    [T_RenameStmt] = record_rename,
    [T_AlterEnumStmt] = record_alter_enum,
    [T_AlterTableStmt] = record_alter_table,
    [T_AlterDomainStmt] = record_alter_domain,
    [T_UpdateStmt] = record_update,
    [T_DeleteStmt] = record_delete,
    [T_TruncateStmt] = record_truncate,
    [T_ReindexStmt] = record_reindex,
    [T_VacuumStmt] = record_vacuum,
    [T_ClusterStmt] = record_cluster,
    [T_RefreshMatViewStmt] = record_refresh,
    [T_DropdbStmt] = record_drop_database,
};

void operation_record(Interpreter *in, const Node *statement) {
    NodeTag tag = nodeTag(statement);
    if (tag < lengthof(records) && records[tag] != NULL) {
        records[tag](in, statement);
    }
}

/* The newest child of the relation of that kind: what the statement has just made. */
static const Object *newest(const Object *relation, ObjectKind kind) {
    for (size_t i = relation->children.count; i-- > 0;) {
        if (relation->children.items[i]->kind == kind) {
            return relation->children.items[i];
        }
    }
    return NULL;
}

/* The constraint at that place; in a DO block, where all places are one, the newest. */
static const Object *constraint_at(const Operation *operation) {
    const Object *relation = operation->relation;
    for (size_t i = relation->children.count; i-- > 0;) {
        const Object *child = relation->children.items[i];
        if (child->kind == KIND_CONSTRAINT && child->where.source == operation->where.source &&
            child->where.span.start == operation->where.span.start) {
            return child;
        }
    }
    return NULL;
}

/* Its domain has constraints: PostgreSQL checks them for every row. */
static bool has_checked_domain(const Schema *schema, const Column *column) {
    for (size_t i = 0; i < column->object.references.count; i++) {
        const Reference *reference = &column->object.references.items[i];
        const Domain *domain = reference->kind != REFERENCE_TYPE
                                   ? NULL
                                   : (const Domain *)schema_find(
                                         schema, KIND_DOMAIN, reference->schema, reference->name);
        if (domain != NULL && (domain->is_not_null || domain->object.children.count != 0)) {
            return true;
        }
    }
    return false;
}

/* As it is now: later statements may change it again. */
static void complete_column(const Schema *schema, Operation *operation) {
    const Column *column = table_find_column(operation->relation, operation->name);
    if (column == NULL) {
        return;
    }
    bool is_apart = (operation->flags & OPERATION_SETS_DEFAULT_APART) != 0;
    bool is_filled =
        (!text_is_absent(column->default_value) && !is_apart) || column->identity != IDENTITY_NONE;
    operation->object = &column->object;
    operation->new_type = column->type;
    operation->flags |= operation_flag(column->is_not_null && !is_filled, OPERATION_IS_REQUIRED) |
                        operation_flag((column_addition_rewrites(schema, column) && !is_apart) ||
                                           has_checked_domain(schema, column),
                                       OPERATION_REWRITES);
}

static void complete(const Schema *schema, Operation *operation) {
    if (operation->relation == NULL) {
        return;
    }
    switch (operation->kind) {
        case OPERATION_CREATE_INDEX:
            operation->object = newest(operation->relation, KIND_INDEX);
            break;
        case OPERATION_ADD_CONSTRAINT: operation->object = constraint_at(operation); break;
        case OPERATION_ADD_COLUMN:
        case OPERATION_SET_TYPE: complete_column(schema, operation); break;
        default: break;
    }
}

void operation_settle(Interpreter *in, size_t first, Outcome outcome) {
    OperationList *list = in->state->operations;
    if (outcome != OUTCOME_APPLIED) {
        list->count = first;
    }
    for (size_t i = first; i < list->count; i++) {
        complete(in->schema, &list->items[i]);
    }
}
