/*
 * Operation record: the subcommands of ALTER TABLE and ALTER DOMAIN.
 */
#include "parser/operation_record.h"

#include "parser/interpreter_state.h"
#include "parser/parse_constraint.h"
#include "parser/parse_index.h"

/* One subcommand on its way into an operation. */
typedef struct Recording {
    Interpreter *in;
    const AlterTableStmt *statement;
    const AlterTableCmd *command;
    const Object *relation;
} Recording;

static Operation *add(const Recording *now, OperationKind kind, unsigned flags, int location) {
    Operation *operation = operation_add(now->in, kind, flags, location);
    operation_set_relation(now->in, operation, now->relation);
    operation->name = interpreter_text(now->in, now->command->name);
    return operation;
}

/* Subcommands have no places of their own: where their name stands, behind the table's. */
static int place_of(const Recording *now) {
    int table = now->statement->relation->location;
    if (now->command->name == NULL) {
        return table;
    }
    int after = table + (int)strlen(now->statement->relation->relname);
    return interpreter_locate(now->in, after, text_from_string(now->command->name));
}

static bool has_default(const ColumnDef *column) {
    ListCell *cell;
    foreach (cell, column->constraints) {
        if (lfirst_node(Constraint, cell)->contype == CONSTR_DEFAULT) {
            return true;
        }
    }
    return false;
}

/* A foreign key of a column that is NULL everywhere has nothing to check. */
static bool has_constraint(const ColumnDef *column) {
    ListCell *cell;
    foreach (cell, constraint_list_of_column(column)) {
        ConstrType type = lfirst_node(Constraint, cell)->contype;
        if (type != CONSTR_FOREIGN || has_default(column)) {
            return true;
        }
    }
    return false;
}

/* The default of a new column that is set after it holds for later rows alone. */
static bool sets_default_apart(const Recording *now, const char *column) {
    ListCell *cell;
    foreach (cell, now->statement->cmds) {
        const AlterTableCmd *command = lfirst_node(AlterTableCmd, cell);
        if (command->subtype == AT_ColumnDefault && strcmp(command->name, column) == 0) {
            return true;
        }
    }
    return false;
}

static void add_column(const Recording *now) {
    const ColumnDef *column = castNode(ColumnDef, now->command->def);
    unsigned flags =
        operation_flag(now->command->missing_ok, OPERATION_IS_GUARDED) |
        operation_flag(has_default(column), OPERATION_HAS_DEFAULT) |
        operation_flag(has_constraint(column), OPERATION_HAS_CONSTRAINT) |
        operation_flag(sets_default_apart(now, column->colname), OPERATION_SETS_DEFAULT_APART);
    add(now, OPERATION_ADD_COLUMN, flags, column->location)->name =
        interpreter_text(now->in, column->colname);
}

static bool is_nullable(const Object *table, Text name) {
    const Column *column = table_find_column(table, name);
    return column != NULL && !column->is_not_null;
}

static bool has_nullable_key(const Recording *now, const Constraint *constraint) {
    if (constraint->indexname != NULL) {
        const TableIndex *index =
            index_find(now->relation, text_from_string(constraint->indexname));
        for (size_t i = 0; index != NULL && i < index->columns.count; i++) {
            if (is_nullable(now->relation, index->columns.items[i])) {
                return true;
            }
        }
        return false;
    }
    ListCell *cell;
    foreach (cell, constraint->keys) {
        if (is_nullable(now->relation, text_from_string(strVal(lfirst(cell))))) {
            return true;
        }
    }
    return false;
}

static void add_constraint(const Recording *now) {
    const Constraint *constraint = castNode(Constraint, now->command->def);
    bool is_key = constraint->contype == CONSTR_PRIMARY;
    unsigned flags =
        operation_flag(constraint->skip_validation, OPERATION_IS_NOT_VALID) |
        operation_flag(constraint->indexname != NULL, OPERATION_USES_INDEX) |
        operation_flag(is_key && has_nullable_key(now, constraint), OPERATION_IS_NULLABLE);
    add(now, OPERATION_ADD_CONSTRAINT, flags, constraint->location)->name =
        interpreter_text(now->in, constraint->conname);
}

/* The same ALTER TABLE drops the constraint: PostgreSQL does that first. */
static bool is_dropped_here(const Recording *now, Text name) {
    ListCell *cell;
    foreach (cell, now->statement->cmds) {
        const AlterTableCmd *command = lfirst_node(AlterTableCmd, cell);
        if (command->subtype == AT_DropConstraint &&
            text_equal(text_from_string(command->name), name)) {
            return true;
        }
    }
    return false;
}

/* A valid CHECK (column IS NOT NULL) spares SET NOT NULL the reading. */
static bool is_not_null_proven(const Recording *now, Text column) {
    if (!is_nullable(now->relation, column)) {
        return true;
    }
    Text proof = text_format(now->in->scratch, "%I IS NOT NULL", column);
    for (size_t i = 0; i < now->relation->children.count; i++) {
        const TableConstraint *check = (const TableConstraint *)now->relation->children.items[i];
        if (check->object.kind == KIND_CONSTRAINT && check->type == CONSTRAINT_TYPE_CHECK &&
            !check->is_not_valid && !check->is_not_enforced &&
            text_equal(check->expression, proof) && !is_dropped_here(now, check->object.name)) {
            return true;
        }
    }
    return false;
}

static void set_not_null(const Recording *now) {
    bool is_proven = is_not_null_proven(now, text_from_string(now->command->name));
    add(now, OPERATION_SET_NOT_NULL, operation_flag(is_proven, OPERATION_IS_PROVEN), place_of(now));
}

static void set_type(const Recording *now) {
    const Column *column = table_find_column(now->relation, text_from_string(now->command->name));
    Operation *operation = add(now, OPERATION_SET_TYPE, 0, place_of(now));
    operation->old_type = column == NULL ? TEXT_ABSENT : column->type;
}

static bool has_valid_check(const Object *table) {
    for (size_t i = 0; i < table->children.count; i++) {
        const TableConstraint *check = (const TableConstraint *)table->children.items[i];
        if (check->object.kind == KIND_CONSTRAINT && check->type == CONSTRAINT_TYPE_CHECK &&
            !check->is_not_valid) {
            return true;
        }
    }
    return false;
}

static void move_partition(const Recording *now, OperationKind kind) {
    const PartitionCmd *command = castNode(PartitionCmd, now->command->def);
    const Object *part = interpreter_find_relation(now->in, command->name);
    Operation *operation =
        add(now, kind, operation_flag(command->concurrent, OPERATION_IS_CONCURRENT),
            command->name->location);
    operation->other = part;
    operation->flags |= operation_flag(part != NULL && has_valid_check(part), OPERATION_IS_PROVEN);
}

static void drop_constraint(const Recording *now, unsigned flags) {
    const TableConstraint *constraint =
        constraint_find(now->relation, text_from_string(now->command->name));
    Operation *operation = add(now, OPERATION_DROP_CONSTRAINT, flags, place_of(now));
    operation->object = constraint == NULL ? NULL : &constraint->object;
}

/* SHARE UPDATE EXCLUSIVE is enough for these. */
static bool is_light(AlterTableType type) {
    switch (type) {
        case AT_SetStatistics:
        case AT_SetOptions:
        case AT_ResetOptions:
        case AT_SetRelOptions:
        case AT_ResetRelOptions:
        case AT_ClusterOn:
        case AT_DropCluster:
        case AT_ValidateConstraint: return true;
        default: return false;
    }
}

static void record_command(const Recording *now) {
    unsigned drop = operation_flag(now->command->missing_ok, OPERATION_IS_GUARDED) |
                    operation_flag(now->command->behavior == DROP_CASCADE, OPERATION_IS_CASCADE);
    switch (now->command->subtype) {
        case AT_AddColumn: add_column(now); break;
        case AT_DropColumn: add(now, OPERATION_DROP_COLUMN, drop, place_of(now)); break;
        case AT_AlterColumnType: set_type(now); break;
        case AT_SetNotNull: set_not_null(now); break;
        case AT_DropNotNull: add(now, OPERATION_DROP_NOT_NULL, 0, place_of(now)); break;
        case AT_AddConstraint: add_constraint(now); break;
        case AT_ValidateConstraint:
            add(now, OPERATION_VALIDATE_CONSTRAINT, 0, place_of(now));
            break;
        case AT_DropConstraint: drop_constraint(now, drop); break;
        case AT_AttachPartition: move_partition(now, OPERATION_ATTACH_PARTITION); break;
        case AT_DetachPartition: move_partition(now, OPERATION_DETACH_PARTITION); break;
        case AT_SetTableSpace:
        case AT_SetLogged:
        case AT_SetUnLogged:
        case AT_SetAccessMethod: add(now, OPERATION_REWRITE, 0, -1); break;
        default:
            add(now, OPERATION_ALTER,
                operation_flag(is_light(now->command->subtype), OPERATION_IS_LIGHT), -1);
            break;
    }
}

void operation_record_alter_table(Interpreter *in, const AlterTableStmt *statement) {
    const Object *relation = interpreter_find_relation(in, statement->relation);
    Recording now = {.in = in, .statement = statement, .relation = relation};
    ListCell *cell;
    if (relation == NULL || statement->objtype == OBJECT_TYPE) {
        return;
    }
    foreach (cell, statement->cmds) {
        now.command = lfirst_node(AlterTableCmd, cell);
        record_command(&now);
    }
}

void operation_record_alter_domain(Interpreter *in, const AlterDomainStmt *statement) {
    const Object *domain = interpreter_find_type(in, interpreter_name(in, statement->typeName));
    Operation *operation = NULL;
    if (statement->subtype == 'C') {
        const Constraint *constraint = castNode(Constraint, statement->def);
        operation =
            operation_add(in, OPERATION_ADD_CONSTRAINT,
                          operation_flag(constraint->skip_validation, OPERATION_IS_NOT_VALID),
                          constraint->location);
        operation->name = interpreter_text(in, constraint->conname);
    } else if (statement->subtype == 'O') {
        operation = operation_add(in, OPERATION_SET_NOT_NULL, 0, -1);
    }
    if (operation != NULL) {
        operation_set_relation(in, operation, domain);
    }
}
