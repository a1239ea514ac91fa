/*
 * Alter table: ALTER TABLE, ALTER VIEW, ALTER INDEX and ALTER SEQUENCE as the grammar's
 * AlterTableStmt.
 *
 * Subcommands run in PostgreSQL's passes: what drops comes before what changes types, that before
 * new columns, those before the rest.  When one has to wait, those before it are done: the
 * statement goes on from there when it is read again.
 */
#include "parser/parse_alter_table.h"

#include "parser/alter_table.h"
#include "parser/identity.h"
#include "parser/index_part.h"
#include "parser/inheritance.h"
#include "parser/interpreter_state.h"
#include "parser/not_null.h"
#include "parser/parse_column.h"
#include "parser/parse_constraint.h"
#include "parser/parse_foreign.h"
#include "parser/parse_index.h"
#include "parser/parse_object.h"
#include "parser/parse_partition.h"
#include "parser/parse_sequence.h"
#include "parser/parse_settings.h"
#include "parser/trigger_state.h"

#include "catalog/pg_class.h" /* libpg_query's */
#include "nodes/makefuncs.h"

#include <string.h>

int alter_table_location(const AlterWork *work) {
    return work->statement->relation->location;
}

Outcome alter_table_children(const AlterWork *work, AlterStep *step) {
    if (!work->statement->relation->inh || work->relation->kind != KIND_TABLE) {
        return OUTCOME_APPLIED;
    }
    ObjectList children = inheritance_children(work->in, work->relation);
    Outcome outcome = OUTCOME_APPLIED;
    for (size_t i = 0; i < children.count && outcome == OUTCOME_APPLIED; i++) {
        AlterWork below = *work;
        below.relation = children.items[i];
        outcome = step(&below);
    }
    return outcome;
}

/* ---- the table itself ---- */

static Outcome change_owner(AlterWork *work) {
    return object_set_owner(work->in, work->relation, work->command->newowner);
}

static Outcome cluster_on(AlterWork *work) {
    Interpreter *in = work->in;
    Text name = work->command->name == NULL ? TEXT("") : text_from_string(work->command->name);
    const Object *wanted = (const Object *)index_find(work->relation, name);
    if (wanted == NULL) { /* the index of a key */
        wanted = (const Object *)constraint_find(work->relation, name);
    }
    if (wanted == NULL && work->command->subtype == AT_ClusterOn) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, alter_table_location(work),
                                   "index \"%s\" for table \"%s\" does not exist", name,
                                   work->relation->name);
    }
    for (size_t i = 0; i < work->relation->children.count; i++) {
        Object *child = work->relation->children.items[i];
        if (child->kind == KIND_INDEX) {
            ((TableIndex *)child)->is_clustered = child == wanted;
        } else if (child->kind == KIND_CONSTRAINT) {
            ((TableConstraint *)child)->is_clustered = child == wanted;
        }
    }
    return OUTCOME_APPLIED;
}

static Outcome set_persistence(AlterWork *work) {
    bool is_unlogged = work->command->subtype == AT_SetUnLogged;
    if (work->relation->kind == KIND_TABLE) {
        ((Table *)work->relation)->is_unlogged = is_unlogged;
        sequence_follow_persistence(work->in, (const Table *)work->relation);
    } else if (work->relation->kind == KIND_SEQUENCE) {
        ((Sequence *)work->relation)->is_unlogged = is_unlogged;
    }
    return OUTCOME_APPLIED;
}

static bool is_view(const Object *relation) {
    return relation->kind == KIND_VIEW || relation->kind == KIND_MATERIALIZED_VIEW;
}

static Outcome set_options(AlterWork *work) {
    if (work->relation->kind == KIND_INDEX) {
        return alter_table_index_options(work);
    }
    SettingList *options = is_view(work->relation) ? &((View *)work->relation)->options
                                                   : &((Table *)work->relation)->options;
    const List *elements = castNode(List, work->command->def);
    if (work->command->subtype == AT_ResetRelOptions) {
        settings_reset(work->in, options, elements);
    } else {
        settings_set(work->in, options, elements);
    }
    return OUTCOME_APPLIED;
}

static Outcome set_tablespace(AlterWork *work) {
    if (work->relation->kind == KIND_INDEX) {
        return alter_table_index_tablespace(work);
    }
    bool is_default = strcmp(work->command->name, "pg_default") == 0;
    Text name = is_default ? TEXT("") : interpreter_text(work->in, work->command->name);
    if (is_view(work->relation)) {
        ((View *)work->relation)->tablespace = name;
    } else {
        ((Table *)work->relation)->tablespace = name;
    }
    return OUTCOME_APPLIED;
}

static Outcome set_access_method(AlterWork *work) {
    const char *method = work->command->name; /* NULL: DEFAULT */
    bool is_default = method == NULL || strcmp(method, "heap") == 0;
    Text name = is_default ? TEXT("") : interpreter_text(work->in, method);
    if (is_view(work->relation)) {
        ((View *)work->relation)->access_method = name;
    } else {
        ((Table *)work->relation)->access_method = name;
    }
    return OUTCOME_APPLIED;
}

static Outcome set_row_security(AlterWork *work) {
    Table *table = (Table *)work->relation;
    switch (work->command->subtype) {
        case AT_EnableRowSecurity: table->has_row_security = true; break;
        case AT_DisableRowSecurity: table->has_row_security = false; break;
        case AT_ForceRowSecurity: table->forces_row_security = true; break;
        default: table->forces_row_security = false; break;
    }
    return OUTCOME_APPLIED;
}

static Outcome set_replica_identity(AlterWork *work) {
    Interpreter *in = work->in;
    Table *table = (Table *)work->relation;
    const ReplicaIdentityStmt *node = castNode(ReplicaIdentityStmt, work->command->def);
    switch (node->identity_type) {
        case REPLICA_IDENTITY_FULL: table->replica_identity = TEXT("FULL"); break;
        case REPLICA_IDENTITY_NOTHING: table->replica_identity = TEXT("NOTHING"); break;
        case REPLICA_IDENTITY_INDEX: {
            Text name = text_from_string(node->name);
            if (index_find(work->relation, name) == NULL &&
                constraint_find(work->relation, name) == NULL) {
                return interpreter_missing(
                    in, DIAGNOSTIC_UNKNOWN_OBJECT, alter_table_location(work),
                    "index \"%s\" for table \"%s\" does not exist", name, work->relation->name);
            }
            table->replica_identity = text_format(in->schema->arena, "USING INDEX %I", name);
            break;
        }
        default: table->replica_identity = TEXT(""); break;
    }
    return OUTCOME_APPLIED;
}

/* ---- rules ---- */

/* A NULL name means all of them. */
static Outcome set_rule(AlterWork *work) {
    const char *name = work->command->name;
    bool is_found = name == NULL;
    for (size_t i = 0; i < work->relation->children.count; i++) {
        Object *child = work->relation->children.items[i];
        if (child->kind == KIND_RULE &&
            (name == NULL || text_equal(child->name, text_from_string(name)))) {
            is_found = true;
            ((RewriteRule *)child)->enabled = trigger_state_letter(work->command->subtype);
        }
    }
    return is_found ? OUTCOME_APPLIED
                    : interpreter_missing(work->in, DIAGNOSTIC_UNKNOWN_OBJECT,
                                          alter_table_location(work),
                                          "rule \"%s\" for relation \"%s\" does not exist",
                                          text_from_string(name), work->relation->name);
}

/* ---- inheritance and partitions ---- */

static Outcome find_parent(AlterWork *work, Table **parent) {
    const RangeVar *range = castNode(RangeVar, work->command->def);
    Object *object = interpreter_find_relation(work->in, range);
    if (object == NULL || object->kind != KIND_TABLE) {
        return interpreter_missing(work->in, DIAGNOSTIC_UNKNOWN_OBJECT, range->location,
                                   "relation \"%s\" does not exist",
                                   text_from_string(range->relname));
    }
    *parent = (Table *)object;
    return OUTCOME_APPLIED;
}

static Outcome add_inherit(AlterWork *work) {
    Table *table = (Table *)work->relation, *parent = NULL;
    Outcome outcome = find_parent(work, &parent);
    if (outcome == OUTCOME_APPLIED && table_is_child_of(table, &parent->object)) {
        return interpreter_error(work->in, DIAGNOSTIC_DUPLICATE_OBJECT, alter_table_location(work),
                                 "relation \"%s\" would be inherited from more than once",
                                 parent->object.name);
    }
    if (outcome == OUTCOME_APPLIED) {
        outcome = inheritance_check_columns(work->in, table, parent, alter_table_location(work));
    }
    if (outcome == OUTCOME_APPLIED) {
        Inheritance inheritance = {parent->object.schema, parent->object.name};
        list_push(work->in->schema->arena, &table->inherits, inheritance);
        inheritance_note(work->in, table);
    }
    return outcome;
}

static bool any_parent_has(const Interpreter *in, const Table *table, const Object *part) {
    for (size_t i = 0; i < table->inherits.count; i++) {
        const Object *parent = schema_find(in->schema, KIND_TABLE, table->inherits.items[i].schema,
                                           table->inherits.items[i].name);
        if (parent != NULL &&
            (part->kind == KIND_COLUMN ? (void *)table_find_column(parent, part->name)
                                       : (void *)constraint_find(parent, part->name)) != NULL) {
            return true;
        }
    }
    return false;
}

/* What came from that parent alone is the table's own from now on. */
static void keep_parts(Interpreter *in, const Table *table) {
    for (size_t i = 0; i < table->object.children.count; i++) {
        Object *part = table->object.children.items[i];
        bool is_kept = part->kind == KIND_COLUMN || part->kind == KIND_CONSTRAINT;
        if (!is_kept || any_parent_has(in, table, part)) {
            continue;
        }
        if (part->kind == KIND_CONSTRAINT) {
            ((TableConstraint *)part)->is_inherited = false;
            continue;
        }
        ((Column *)part)->is_inherited = false;
        not_null_set_free((Column *)part);
    }
}

static Outcome drop_inherit(AlterWork *work) {
    Table *table = (Table *)work->relation, *parent = NULL;
    Outcome outcome = find_parent(work, &parent);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    size_t kept = 0;
    for (size_t i = 0; i < table->inherits.count; i++) {
        Inheritance one = table->inherits.items[i];
        if (!text_equal(one.name, parent->object.name) ||
            !text_equal(one.schema, parent->object.schema)) {
            table->inherits.items[kept++] = one;
        }
    }
    if (kept == table->inherits.count) {
        return interpreter_missing(work->in, DIAGNOSTIC_UNKNOWN_OBJECT, alter_table_location(work),
                                   "relation \"%s\" is not a parent of relation \"%s\"",
                                   parent->object.name, table->object.name);
    }
    table->inherits.count = kept;
    keep_parts(work->in, table);
    return OUTCOME_APPLIED;
}

static Outcome attach_partition(AlterWork *work) {
    return partition_attach(work->in, (Table *)work->relation,
                            castNode(PartitionCmd, work->command->def));
}

static Outcome detach_partition(AlterWork *work) {
    return partition_detach(work->in, (Table *)work->relation,
                            castNode(PartitionCmd, work->command->def));
}

static Outcome do_nothing(AlterWork *work) {
    (void)work;
    return OUTCOME_APPLIED;
}

/* ---- dispatch ---- */

static Outcome set_foreign_options(AlterWork *work) {
    Table *table = (Table *)work->relation;
    return foreign_options(work->in, &table->foreign_options, castNode(List, work->command->def));
}

static Outcome drop_type(AlterWork *work) {
    Table *table = (Table *)work->relation;
    ReferenceList *references = &table->object.references;
    size_t kept = 0;
    for (size_t i = 0; i < references->count; i++) {
        const Reference *reference = &references->items[i];
        bool is_type = reference->kind == REFERENCE_TYPE &&
                       text_equal(reference->schema, table->of_schema) &&
                       text_equal(reference->name, table->of_type);
        if (!is_type) {
            references->items[kept++] = *reference;
        }
    }
    references->count = kept;
    table->of_schema = table->of_type = TEXT("");
    return OUTCOME_APPLIED;
}

static Outcome set_type(AlterWork *work) {
    Interpreter *in = work->in;
    const TypeName *of = castNode(TypeName, work->command->def);
    const Object *type = interpreter_find_type(in, interpreter_name(in, of->names));
    if (type == NULL || type->kind != KIND_COMPOSITE) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, of->location,
                                   "type \"%s\" does not exist",
                                   interpreter_name(in, of->names).name);
    }
    drop_type(work);
    table_set_type(in, (Table *)work->relation, type);
    return OUTCOME_APPLIED;
}

/* PostgreSQL's AT_PASS_..., as far as order between different subcommands matters. */
typedef enum AlterPass { PASS_DROP, PASS_TYPE, PASS_ADD_COLUMN, PASS_REST, PASS_COUNT } AlterPass;

typedef enum AlterTarget {
    FOR_TABLE = 1,
    FOR_VIEW = 2,
    FOR_INDEX = 4,
    FOR_SEQUENCE = 8
} AlterTarget;

typedef struct AlterRule {
    AlterStep *step;
    AlterPass pass;
    int targets; /* AlterTarget bits; a table alone when 0 */
} AlterRule;

enum { FOR_STORAGE = FOR_TABLE | FOR_VIEW, FOR_ALL = FOR_STORAGE | FOR_INDEX | FOR_SEQUENCE };

static const AlterRule rules[] = {
    [AT_AddColumn] = {alter_table_add_column, PASS_ADD_COLUMN, 0},
    [AT_DropColumn] = {alter_table_drop_column, PASS_DROP, 0},
    [AT_ColumnDefault] = {alter_table_column_default, PASS_REST, FOR_STORAGE},
    [AT_DropNotNull] = {alter_table_drop_not_null, PASS_DROP, 0},
    [AT_SetNotNull] = {alter_table_set_not_null, PASS_REST, 0},
    [AT_SetExpression] = {alter_table_set_expression, PASS_REST, 0},
    [AT_DropExpression] = {alter_table_drop_expression, PASS_DROP, 0},
    [AT_SetStatistics] = {alter_table_set_statistics, PASS_REST, FOR_STORAGE | FOR_INDEX},
    [AT_SetOptions] = {alter_table_set_column_options, PASS_REST, FOR_STORAGE},
    [AT_ResetOptions] = {alter_table_set_column_options, PASS_REST, FOR_STORAGE},
    [AT_SetStorage] = {alter_table_set_storage, PASS_REST, FOR_STORAGE},
    [AT_SetCompression] = {alter_table_set_compression, PASS_REST, FOR_STORAGE},
    [AT_AlterColumnType] = {alter_table_column_type, PASS_TYPE, 0},
    [AT_AddIdentity] = {alter_table_add_identity, PASS_REST, 0},
    [AT_SetIdentity] = {alter_table_set_identity, PASS_REST, 0},
    [AT_DropIdentity] = {alter_table_drop_identity, PASS_DROP, 0},
    [AT_AddConstraint] = {alter_table_add_constraint, PASS_REST, 0},
    [AT_AlterConstraint] = {alter_table_alter_constraint, PASS_REST, 0},
    [AT_ValidateConstraint] = {alter_table_validate_constraint, PASS_REST, 0},
    [AT_DropConstraint] = {alter_table_drop_constraint, PASS_DROP, 0},
    [AT_ChangeOwner] = {change_owner, PASS_REST, FOR_ALL},
    [AT_ClusterOn] = {cluster_on, PASS_REST, FOR_STORAGE},
    [AT_DropCluster] = {cluster_on, PASS_REST, FOR_STORAGE},
    [AT_SetLogged] = {set_persistence, PASS_REST, FOR_TABLE | FOR_SEQUENCE},
    [AT_SetUnLogged] = {set_persistence, PASS_REST, FOR_TABLE | FOR_SEQUENCE},
    [AT_DropOids] = {do_nothing, PASS_REST, 0},
    [AT_SetAccessMethod] = {set_access_method, PASS_REST, FOR_STORAGE},
    [AT_SetTableSpace] = {set_tablespace, PASS_REST, FOR_STORAGE | FOR_INDEX},
    [AT_SetRelOptions] = {set_options, PASS_REST, FOR_STORAGE | FOR_INDEX},
    [AT_ResetRelOptions] = {set_options, PASS_REST, FOR_STORAGE | FOR_INDEX},
    [AT_EnableTrig] = {alter_table_trigger_state, PASS_REST, FOR_STORAGE},
    [AT_EnableAlwaysTrig] = {alter_table_trigger_state, PASS_REST, FOR_STORAGE},
    [AT_EnableReplicaTrig] = {alter_table_trigger_state, PASS_REST, FOR_STORAGE},
    [AT_DisableTrig] = {alter_table_trigger_state, PASS_REST, FOR_STORAGE},
    [AT_EnableTrigAll] = {alter_table_trigger_state, PASS_REST, FOR_STORAGE},
    [AT_DisableTrigAll] = {alter_table_trigger_state, PASS_REST, FOR_STORAGE},
    [AT_EnableTrigUser] = {alter_table_trigger_state, PASS_REST, FOR_STORAGE},
    [AT_DisableTrigUser] = {alter_table_trigger_state, PASS_REST, FOR_STORAGE},
    [AT_EnableRule] = {set_rule, PASS_REST, FOR_STORAGE},
    [AT_EnableAlwaysRule] = {set_rule, PASS_REST, FOR_STORAGE},
    [AT_EnableReplicaRule] = {set_rule, PASS_REST, FOR_STORAGE},
    [AT_DisableRule] = {set_rule, PASS_REST, FOR_STORAGE},
    [AT_AddInherit] = {add_inherit, PASS_REST, 0},
    [AT_DropInherit] = {drop_inherit, PASS_REST, 0},
    [AT_ReplicaIdentity] = {set_replica_identity, PASS_REST, 0},
    [AT_EnableRowSecurity] = {set_row_security, PASS_REST, 0},
    [AT_DisableRowSecurity] = {set_row_security, PASS_REST, 0},
    [AT_ForceRowSecurity] = {set_row_security, PASS_REST, 0},
    [AT_NoForceRowSecurity] = {set_row_security, PASS_REST, 0},
    [AT_GenericOptions] = {set_foreign_options, PASS_REST, 0},
    [AT_AlterColumnGenericOptions] = {alter_table_set_foreign_options, PASS_REST, 0},
    [AT_AddOf] = {set_type, PASS_REST, 0},
    [AT_DropOf] = {drop_type, PASS_REST, 0},
    [AT_AttachPartition] = {attach_partition, PASS_REST, 0},
    [AT_DetachPartition] = {detach_partition, PASS_REST, 0},
    [AT_DetachPartitionFinalize] = {do_nothing, PASS_REST, 0},
};

static const AlterRule *rule_of(AlterTableType type) {
    bool is_known = type < lengthof(rules) && rules[type].step != NULL;
    return is_known ? &rules[type] : NULL;
}

static AlterPass pass_of(const AlterTableCmd *command) {
    if (command->subtype == AT_ColumnDefault && command->def == NULL) {
        return PASS_DROP;
    }
    const AlterRule *rule = rule_of(command->subtype);
    return rule == NULL ? PASS_REST : rule->pass;
}

static List *in_order_of_passes(const List *commands) {
    List *sorted = NIL;
    ListCell *cell;
    for (int pass = 0; pass < PASS_COUNT; pass++) {
        foreach (cell, commands) {
            AlterTableCmd *command = lfirst_node(AlterTableCmd, cell);
            if ((int)pass_of(command) == pass) {
                sorted = lappend(sorted, command);
            }
        }
    }
    return sorted;
}

static int target_of(const Object *relation) {
    return relation->kind == KIND_TABLE      ? FOR_TABLE
           : is_view(relation)               ? FOR_VIEW
           : relation->kind == KIND_INDEX    ? FOR_INDEX
           : relation->kind == KIND_SEQUENCE ? FOR_SEQUENCE
                                             : 0;
}

static Outcome apply_command(AlterWork *work) {
    Interpreter *in = work->in;
    const AlterRule *rule = rule_of(work->command->subtype);
    if (rule == NULL) {
        return interpreter_unsupported(in, alter_table_location(work),
                                       text_format(in->scratch,
                                                   "ALTER of %s in a way that is not known",
                                                   object_describe(in->scratch, work->relation)));
    }
    int targets = rule->targets == 0 ? FOR_TABLE : rule->targets;
    if ((target_of(work->relation) & targets) == 0) {
        return interpreter_error(in, DIAGNOSTIC_WRONG_KIND, alter_table_location(work),
                                 "ALTER action cannot be performed on relation \"%s\"",
                                 work->relation->name);
    }
    return rule->step(work);
}

/* From where the statement stopped to wait; how far it came is left in the state. */
static Outcome apply_commands(AlterWork *work) {
    InterpreterState *state = work->in->state;
    const List *commands = in_order_of_passes(work->statement->cmds);
    bool has_failed = false;
    int first = state->commands_done_at == alter_table_location(work) ? state->commands_done : 0;
    state->commands_done_at = alter_table_location(work);
    state->commands_done = 0;
    for (int i = first; i < list_length(commands); i++) {
        work->command = list_nth_node(AlterTableCmd, commands, i);
        Outcome outcome = apply_command(work);
        if (outcome == OUTCOME_WAITING && !has_failed) {
            state->commands_done = i;
            return OUTCOME_WAITING;
        }
        if (outcome != OUTCOME_APPLIED) {
            has_failed = true;
            if (state->is_trial) {
                state->commands_done = i;
                break;
            }
        }
    }
    return has_failed ? OUTCOME_FAILED : OUTCOME_APPLIED;
}

static bool attaches_index(const AlterTableStmt *statement) {
    return statement->objtype == OBJECT_INDEX && list_length(statement->cmds) == 1 &&
           linitial_node(AlterTableCmd, statement->cmds)->subtype == AT_AttachPartition;
}

/* Something that has the name and is no object of the model. */
static Outcome alter_other(Interpreter *in, const AlterTableStmt *statement) {
    const RangeVar *range = statement->relation;
    Text in_schema = interpreter_creation_schema(in, range->schemaname);
    Text name = text_from_string(range->relname);
    if (interpreter_is_temporary(range) ||
        schema_has_external(in->schema, REFERENCE_RELATION, TEXT("pg_temp"), name)) {
        return interpreter_skip(in, SKIPPED_TEMPORARY);
    }
    Text quoted = text_quote_name(in->scratch, in_schema, name);
    if (constraint_of_index(in->schema, in_schema, name) != NULL) {
        return interpreter_unsupported(
            in, range->location,
            text_format(in->scratch, "ALTER INDEX of the index of constraint %s", quoted));
    }
    if (interpreter_relation_is_external(in, range)) {
        return interpreter_unsupported(in, range->location,
                                       text_format(in->scratch, "ALTER of %s", quoted));
    }
    if (statement->missing_ok) {
        return OUTCOME_APPLIED;
    }
    return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, range->location,
                               "relation \"%s\" does not exist", name);
}

Outcome apply_alter_table(Interpreter *in, const AlterTableStmt *statement) {
    if (attaches_index(statement)) {
        return index_part_attach(in, statement, linitial_node(AlterTableCmd, statement->cmds));
    }
    Object *relation = identity_find_object(in, OBJECT_SEQUENCE, (Node *)statement->relation);
    if (relation == NULL) {
        return alter_other(in, statement);
    }
    AlterWork work = {.in = in, .relation = relation, .statement = statement};
    return apply_commands(&work);
}

Outcome alter_table_apply(Interpreter *in, Object *table, const AlterTableCmd *command) {
    AlterTableStmt *statement = makeNode(AlterTableStmt);
    statement->relation = makeRangeVar(text_to_string(in->scratch, table->schema),
                                       text_to_string(in->scratch, table->name), -1);
    statement->cmds = list_make1((void *)command);
    statement->objtype = OBJECT_TABLE;
    AlterWork work = {.in = in, .relation = table, .statement = statement, .command = command};
    return apply_command(&work);
}

Outcome alter_table_cluster(Interpreter *in, const ClusterStmt *statement) {
    if (statement->relation == NULL || statement->indexname == NULL) {
        return interpreter_skip(in, SKIPPED_SERVER);
    }
    AlterTableCmd *command = makeNode(AlterTableCmd);
    command->subtype = AT_ClusterOn;
    command->name = statement->indexname;
    AlterTableStmt *alter = makeNode(AlterTableStmt);
    alter->relation = statement->relation;
    alter->cmds = list_make1(command);
    alter->objtype = OBJECT_TABLE;
    return apply_alter_table(in, alter);
}
