/*
 * Partition: keys and bounds of partitioned tables, ATTACH and DETACH.
 *
 * A bound is stored as constants of the key's types, so 1, '1' and '2024-1-1' come back from the
 * server in its own spelling: the spelling here follows get_const_expr().
 */
#include "parser/parse_partition.h"

#include "parser/index_part.h"
#include "parser/inheritance.h"
#include "parser/interpreter_state.h"
#include "parser/normalize.h"
#include "parser/parse_column.h"
#include "parser/parse_constraint.h"
#include "parser/parse_index.h"
#include "parser/partition_value.h"
#include "parser/trigger_state.h"

#include "nodes/makefuncs.h" /* libpg_query's */
#include "parser/parser.h"

#include <string.h>

/* ---- PARTITION BY ---- */

static Text strategy_text(PartitionStrategy strategy) {
    switch (strategy) {
        case PARTITION_STRATEGY_LIST: return TEXT("LIST");
        case PARTITION_STRATEGY_RANGE: return TEXT("RANGE");
        case PARTITION_STRATEGY_HASH: return TEXT("HASH");
    }
    return TEXT("");
}

Outcome partition_set_key(Interpreter *in, Table *table, const PartitionSpec *specification) {
    bool is_hash = specification->strategy == PARTITION_STRATEGY_HASH;
    IndexKeys keys = {&table->object, is_hash ? TEXT("hash") : TEXT("btree"),
                      &table->object.references, false};
    Builder out = builder_new(in->schema->arena);
    builder_format(&out, "%s (", strategy_text(specification->strategy));
    ListCell *cell;
    foreach (cell, specification->partParams) {
        const PartitionElem *part = lfirst_node(PartitionElem, cell);
        IndexElem *element = makeNode(IndexElem);
        element->name = part->name;
        element->expr = part->expr;
        element->collation = part->collation;
        element->opclass = part->opclass;
        Text column;
        builder_add(&out, foreach_current_index(cell) == 0 ? TEXT("") : TEXT(", "));
        Outcome outcome = index_add_key(in, &keys, element, &out, &column);
        if (outcome != OUTCOME_APPLIED) {
            return outcome;
        }
    }
    builder_add_char(&out, ')');
    table->partition_key = builder_text(&out);
    return OUTCOME_APPLIED;
}

static const CreateStmt *parse_create(Interpreter *in, const char *template, Text part) {
    Text sql = text_format(in->scratch, template, part);
    const List *tree = raw_parser(text_to_string(in->scratch, sql), RAW_PARSE_DEFAULT);
    return castNode(CreateStmt, linitial_node(RawStmt, tree)->stmt);
}

static const PartitionSpec *parse_key(Interpreter *in, Text key) {
    return parse_create(in, "CREATE TABLE x () PARTITION BY %s", key)->partspec;
}

/* ---- FOR VALUES ---- */

/* Types of the parent's key, one a column; empty for an expression. */
static TextList key_types(Interpreter *in, const Table *parent) {
    TextList types = {0};
    ListCell *cell;
    foreach (cell, parse_key(in, parent->partition_key)->partParams) {
        const PartitionElem *part = lfirst_node(PartitionElem, cell);
        const Column *column =
            part->name == NULL ? NULL
                               : table_find_column(&parent->object, text_from_string(part->name));
        list_push(in->scratch, &types, column == NULL ? TEXT("") : column->type);
    }
    return types;
}

static Outcome add_value(Interpreter *in, Builder *out, Node *value, Text type) {
    Text constant = partition_value_text(in->scratch, value, type);
    if (text_is_absent(constant)) {
        constant = normalize_expression(in, value, &(NormalizeContext){0});
    }
    if (text_is_absent(constant)) {
        return interpreter_absent(in);
    }
    builder_add(out, constant);
    return OUTCOME_APPLIED;
}

/* "(1, MINVALUE)"; `is_list`: one column, many values. */
static Outcome add_values(Interpreter *in, Builder *out, const List *values, const TextList *types,
                          bool is_list) {
    Outcome outcome = OUTCOME_APPLIED;
    builder_add_char(out, '(');
    ListCell *cell;
    foreach (cell, values) {
        size_t i = (size_t)foreach_current_index(cell);
        size_t column = is_list ? 0 : i;
        builder_add(out, i == 0 ? TEXT("") : TEXT(", "));
        Outcome one = add_value(in, out, lfirst(cell),
                                column < types->count ? types->items[column] : TEXT(""));
        outcome = outcome == OUTCOME_APPLIED ? one : outcome;
    }
    builder_add_char(out, ')');
    return outcome;
}

static Outcome add_bound(Interpreter *in, Builder *out, const Table *parent,
                         const PartitionBoundSpec *bound) {
    if (bound->is_default) {
        builder_add(out, TEXT("DEFAULT"));
        return OUTCOME_APPLIED;
    }
    if (bound->strategy == PARTITION_STRATEGY_HASH) {
        builder_format(out, "FOR VALUES WITH (modulus %s, remainder %s)",
                       text_from_integer(in->scratch, bound->modulus),
                       text_from_integer(in->scratch, bound->remainder));
        return OUTCOME_APPLIED;
    }
    TextList types = key_types(in, parent);
    if (bound->strategy == PARTITION_STRATEGY_LIST) {
        builder_add(out, TEXT("FOR VALUES IN "));
        return add_values(in, out, bound->listdatums, &types, true);
    }
    builder_add(out, TEXT("FOR VALUES FROM "));
    Outcome lower = add_values(in, out, bound->lowerdatums, &types, false);
    builder_add(out, TEXT(" TO "));
    Outcome upper = add_values(in, out, bound->upperdatums, &types, false);
    return lower == OUTCOME_APPLIED ? upper : lower;
}

Outcome partition_set_bound(Interpreter *in, Table *table, const Table *parent,
                            const PartitionBoundSpec *bound) {
    Builder out = builder_new(in->schema->arena);
    Outcome outcome = add_bound(in, &out, parent, bound);
    if (outcome == OUTCOME_APPLIED) {
        table->partition_bound = builder_text(&out);
    }
    return outcome;
}

void partition_respell_key(Interpreter *in, Table *table) {
    partition_set_key(in, table, parse_key(in, table->partition_key));
}

/* ---- ATTACH and DETACH ---- */

/* Attached: a column or check exists because the parent has it.  Detached: it is the table's own.
 */
static void mark_column(Column *column, const Column *above, bool is_inherited) {
    if (above == NULL) {
        return;
    }
    column->is_inherited = is_inherited;
    column->not_null.is_inherited =
        is_inherited && above->is_not_null && !above->not_null.is_no_inherit;
}

static void mark_inherited(Table *child, const Table *parent, bool is_inherited) {
    for (size_t i = 0; i < child->object.children.count; i++) {
        Object *object = child->object.children.items[i];
        TableConstraint *constraint = (TableConstraint *)object;
        if (object->kind == KIND_COLUMN) {
            mark_column((Column *)object, table_find_column(&parent->object, object->name),
                        is_inherited);
        } else if (object->kind == KIND_CONSTRAINT && constraint->type == CONSTRAINT_TYPE_CHECK &&
                   constraint_find(&parent->object, object->name) != NULL) {
            constraint->is_inherited = is_inherited;
        }
    }
}

static bool is_foreign_key(const Object *object) {
    return object->kind == KIND_CONSTRAINT &&
           ((const TableConstraint *)object)->type == CONSTRAINT_TYPE_FOREIGN_KEY;
}

/*
 * A foreign key of the partition that is like one of the parent's becomes a part of the parent's,
 * which the model does not hold.
 */
static void absorb(Interpreter *in, Table *child, const Table *parent) {
    for (size_t i = 0; i < parent->object.children.count; i++) {
        const Object *above = parent->object.children.items[i];
        for (size_t j = 0; is_foreign_key(above) && j < child->object.children.count; j++) {
            Object *own = child->object.children.items[j];
            if (is_foreign_key(own) && text_equal(((const TableConstraint *)own)->definition,
                                                  ((const TableConstraint *)above)->definition)) {
                schema_remove(in->schema, own);
                break;
            }
        }
    }
}

static Outcome find_partition(Interpreter *in, const PartitionCmd *command, Table **partition) {
    Object *object = interpreter_find_relation(in, command->name);
    Text name = text_from_string(command->name->relname);
    if (object == NULL) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, command->name->location,
                                   "relation \"%s\" does not exist", name);
    }
    if (object->kind != KIND_TABLE) {
        return interpreter_error(in, DIAGNOSTIC_WRONG_KIND, command->name->location,
                                 "\"%s\" is not a table", name);
    }
    *partition = (Table *)object;
    return OUTCOME_APPLIED;
}

Outcome partition_attach(Interpreter *in, Table *parent, const PartitionCmd *command) {
    Table *child = NULL;
    Outcome outcome = find_partition(in, command, &child);
    if (outcome == OUTCOME_APPLIED && text_is_empty(parent->partition_key)) {
        outcome = interpreter_error(in, DIAGNOSTIC_WRONG_KIND, command->name->location,
                                    "table \"%s\" is not partitioned", parent->object.name);
    }
    if (outcome == OUTCOME_APPLIED) {
        outcome = inheritance_check_columns(in, child, parent, command->name->location);
    }
    if (outcome == OUTCOME_APPLIED) {
        outcome = partition_set_bound(in, child, parent, command->bound);
    }
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    child->partition_schema = parent->object.schema;
    child->partition_parent = parent->object.name;
    inheritance_note(in, child);
    mark_inherited(child, parent, true);
    absorb(in, child, parent);
    index_part_take_all(in, &child->object, &parent->object);
    return OUTCOME_APPLIED;
}

/* The foreign keys that the partition had as parts of the parent's stay with it. */
static void give_back(Interpreter *in, Table *child, const Table *parent) {
    size_t count = parent->object.children.count;
    for (size_t i = 0; i < count; i++) {
        const Object *object = parent->object.children.items[i];
        if (is_foreign_key(object)) {
            TableConstraint *copy =
                constraint_copy(in, (const TableConstraint *)object, &child->object);
            copy->object.name = object->name;
            interpreter_add_object(in, &copy->object, &child->object);
        }
    }
}

Outcome partition_detach(Interpreter *in, Table *parent, const PartitionCmd *command) {
    Table *child = NULL;
    Outcome outcome = find_partition(in, command, &child);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    if (!text_equal(child->partition_parent, parent->object.name) ||
        !text_equal(child->partition_schema, parent->object.schema)) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, command->name->location,
                                   "relation \"%s\" is not a partition of relation \"%s\"",
                                   child->object.name, parent->object.name);
    }
    child->partition_schema = child->partition_parent = child->partition_bound = TEXT("");
    mark_inherited(child, parent, false);
    trigger_state_forget_all(in, &child->object);
    index_part_release(&child->object);
    give_back(in, child, parent);
    return OUTCOME_APPLIED;
}
