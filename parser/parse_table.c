/*
 * Table: CREATE TABLE in all its forms.
 *
 * The table is added to the schema first, then filled, so that its own columns and type can be
 * named; when something it names is not there yet, it is taken out again and the statement waits.
 */
#include "parser/index_part.h"
#include "parser/inheritance.h"
#include "parser/interpreter_state.h"
#include "parser/names.h"
#include "parser/not_null.h"
#include "parser/parse_column.h"
#include "parser/parse_constraint.h"
#include "parser/parse_foreign.h"
#include "parser/parse_like.h"
#include "parser/parse_partition.h"
#include "parser/parse_settings.h"

#include "catalog/pg_class.h" /* libpg_query's */

#include <string.h>

typedef struct TableWork {
    Interpreter *in;
    Table *table;
    const CreateStmt *node;
    const CreateForeignTableStmt *foreign; /* NULL: it is not one */
    List *constraints; /* Constraint nodes of columns and table, in order of appearance */
    bool has_failed;
} TableWork;

/* False: stop, the statement has to wait.  After an error the rest is still read, for its errors.
 */
static bool note(TableWork *work, Outcome outcome) {
    work->has_failed = work->has_failed || outcome == OUTCOME_FAILED;
    return outcome != OUTCOME_WAITING;
}

/* ---- columns ---- */

static Outcome merge_column(TableWork *work, Column *column, const ColumnDef *node) {
    Interpreter *in = work->in;
    if (node->typeName == NULL) {
        return OUTCOME_APPLIED; /* PARTITION OF: options of a column that the parent has */
    }
    if (!column->is_inherited) {
        return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, node->location,
                                 "column \"%s\" specified more than once", column->object.name);
    }
    Text inherited = column->type;
    Outcome outcome = column_set_definition(in, column, node);
    if (outcome == OUTCOME_APPLIED && !text_equal(inherited, column->type)) {
        return interpreter_error(in, DIAGNOSTIC_INVALID_DEFINITION, node->location,
                                 "column \"%s\" has a type conflict", column->object.name);
    }
    column->is_inherited = false;
    return outcome;
}

static Outcome add_column(TableWork *work, const ColumnDef *node) {
    Interpreter *in = work->in;
    Text name = interpreter_text(in, node->colname);
    Column *column = table_find_column(&work->table->object, name);
    if (column != NULL) {
        return merge_column(work, column, node);
    }
    if (node->typeName == NULL) {
        return interpreter_error(in, DIAGNOSTIC_UNKNOWN_COLUMN, node->location,
                                 "column \"%s\" does not exist", name);
    }
    column = column_new(in, &work->table->object, name);
    column->object.where = interpreter_location(in, node->location);
    return column_set_definition(in, column, node);
}

static bool add_columns(TableWork *work) {
    ListCell *cell;
    foreach (cell, work->node->tableElts) {
        Node *element = lfirst(cell);
        Outcome outcome = OUTCOME_APPLIED;
        if (IsA(element, ColumnDef)) {
            outcome = add_column(work, castNode(ColumnDef, element));
        } else if (IsA(element, TableLikeClause)) {
            outcome = like_take_columns(work->in, work->table, castNode(TableLikeClause, element));
        }
        if (!note(work, outcome)) {
            return false;
        }
    }
    return true;
}

/* NOT NULL as a constraint of the table: PostgreSQL 18. */
static Outcome apply_not_null(TableWork *work, const Constraint *node) {
    ListCell *cell;
    foreach (cell, node->keys) {
        Text name = text_from_string(strVal(lfirst(cell)));
        Column *column = table_find_column(&work->table->object, name);
        if (column == NULL) {
            return interpreter_error(work->in, DIAGNOSTIC_UNKNOWN_COLUMN, node->location,
                                     "column \"%s\" does not exist", name);
        }
        not_null_define(work->in, column, node);
    }
    return OUTCOME_APPLIED;
}

/* Defaults, identity ... of every column, now that all columns are there; constraints are
 * collected. */
static bool apply_elements(TableWork *work) {
    ListCell *cell;
    foreach (cell, work->node->tableElts) {
        Node *element = lfirst(cell);
        Outcome outcome = OUTCOME_APPLIED;
        if (IsA(element, ColumnDef)) {
            const ColumnDef *node = castNode(ColumnDef, element);
            Column *column =
                table_find_column(&work->table->object, text_from_string(node->colname));
            if (column != NULL) {
                outcome = column_apply_constraints(work->in, column, node);
            }
            work->constraints = list_concat(work->constraints, constraint_list_of_column(node));
        } else if (IsA(element, Constraint)) {
            Constraint *node = castNode(Constraint, element);
            if (node->contype == CONSTR_NOTNULL) {
                outcome = apply_not_null(work, node);
            }
            work->constraints = lappend(work->constraints, node);
        }
        if (!note(work, outcome)) {
            return false;
        }
    }
    return true;
}

/* ---- constraints ---- */

static bool has_index(const Constraint *node) {
    return node->contype == CONSTR_PRIMARY || node->contype == CONSTR_UNIQUE ||
           node->contype == CONSTR_EXCLUSION;
}

/*
 * transformIndexConstraints(): the primary key first; a constraint that would need the same index
 * as one before it is dropped, but lends it its name.
 */
static List *index_constraints(const List *constraints) {
    List *result = NIL;
    ListCell *cell, *known_cell;
    foreach (cell, constraints) {
        Constraint *node = lfirst_node(Constraint, cell);
        if (node->contype == CONSTR_PRIMARY) {
            result = lappend(result, node);
        }
    }
    foreach (cell, constraints) {
        Constraint *node = lfirst_node(Constraint, cell), *same = NULL;
        if (!has_index(node) || node->contype == CONSTR_PRIMARY) {
            continue;
        }
        foreach (known_cell, result) {
            Constraint *known = lfirst_node(Constraint, known_cell);
            same = constraint_is_same_index(known, node) ? known : same;
        }
        if (same == NULL) {
            result = lappend(result, node);
        } else if (same->conname == NULL) {
            same->conname = node->conname;
        }
    }
    return result;
}

static bool add_constraints(TableWork *work, const List *constraints, ConstrType type) {
    ListCell *cell;
    foreach (cell, constraints) {
        const Constraint *node = lfirst_node(Constraint, cell);
        bool is_wanted = type == CONSTR_PRIMARY ? has_index(node) : node->contype == type;
        if (is_wanted &&
            !note(work, constraint_add(work->in, work->table, node, CONSTRAINT_IN_CREATE))) {
            return false;
        }
    }
    return true;
}

static void take_from_like(TableWork *work,
                           void (*take)(Interpreter *, Table *, const TableLikeClause *)) {
    ListCell *cell;
    foreach (cell, work->node->tableElts) {
        if (IsA(lfirst(cell), TableLikeClause)) {
            take(work->in, work->table, lfirst_node(TableLikeClause, cell));
        }
    }
}

/* In the order in which PostgreSQL makes them, because names depend on it. */
static bool apply_constraints(TableWork *work) {
    if (!add_constraints(work, work->constraints, CONSTR_CHECK)) {
        return false;
    }
    take_from_like(work, like_take_constraints);
    if (!add_constraints(work, index_constraints(work->constraints), CONSTR_PRIMARY)) {
        return false;
    }
    take_from_like(work, like_take_indexes);
    take_from_like(work, like_take_statistics);
    return add_constraints(work, work->constraints, CONSTR_FOREIGN);
}

/* ---- parents ---- */

static Outcome find_parent(TableWork *work, const RangeVar *range, Table **parent) {
    Interpreter *in = work->in;
    Object *object = interpreter_find_relation(in, range);
    Text name = text_from_string(range->relname);
    if (object == NULL || object == &work->table->object) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, range->location,
                                   "relation \"%s\" does not exist", name);
    }
    if (object->kind != KIND_TABLE) {
        return interpreter_error(in, DIAGNOSTIC_WRONG_KIND, range->location,
                                 "inherited relation \"%s\" is not a table or foreign table", name);
    }
    *parent = (Table *)object;
    return OUTCOME_APPLIED;
}

static Outcome become_partition(TableWork *work, const Table *parent, const RangeVar *range) {
    Table *table = work->table;
    if (text_is_empty(parent->partition_key)) {
        return interpreter_error(work->in, DIAGNOSTIC_WRONG_KIND, range->location,
                                 "table \"%s\" is not partitioned", parent->object.name);
    }
    table->partition_schema = parent->object.schema;
    table->partition_parent = parent->object.name;
    return partition_set_bound(work->in, table, parent, work->node->partbound);
}

static void add_reference_to_parent(TableWork *work, const Table *parent) {
    Reference reference = {
        .kind = REFERENCE_RELATION, .schema = parent->object.schema, .name = parent->object.name};
    reference_add(work->in->schema->arena, &work->table->object.references, reference);
}

static Outcome take_parent(TableWork *work, const RangeVar *range) {
    Table *parent = NULL;
    Outcome outcome = find_parent(work, range, &parent);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    if (work->node->partbound != NULL) {
        outcome = become_partition(work, parent, range);
    } else {
        Inheritance inheritance = {parent->object.schema, parent->object.name};
        list_push(work->in->schema->arena, &work->table->inherits, inheritance);
    }
    if (outcome == OUTCOME_APPLIED) {
        outcome = inheritance_take_columns(work->in, work->table, parent, range->location);
        inheritance_take_checks(work->in, work->table, parent);
        inheritance_note(work->in, work->table);
        add_reference_to_parent(work, parent);
    }
    return outcome;
}

/* The indexes and keys of the whole come before what the statement says itself. */
static bool take_indexes(TableWork *work) {
    const Table *table = work->table;
    const Object *parent =
        schema_find(work->in->schema, KIND_TABLE, table->partition_schema, table->partition_parent);
    if (parent != NULL) {
        index_part_take_all(work->in, &work->table->object, parent);
    }
    return true;
}

static bool take_parents(TableWork *work) {
    ListCell *cell;
    foreach (cell, work->node->inhRelations) {
        if (!note(work, take_parent(work, lfirst_node(RangeVar, cell)))) {
            return false;
        }
    }
    return true;
}

void table_set_type(Interpreter *in, Table *table, const Object *type) {
    table->of_schema = type->schema;
    table->of_type = type->name;
    Reference reference = {
        REFERENCE_TYPE, REFERENCE_BY_DEFINITION, type->schema, type->name, TEXT_ABSENT, 0};
    reference_add(in->schema->arena, &table->object.references, reference);
}

/* ---- the whole ---- */

static void set_properties(TableWork *work) {
    const CreateStmt *node = work->node;
    Table *table = work->table;
    table->is_unlogged = node->relation->relpersistence == RELPERSISTENCE_UNLOGGED;
    table->options = settings_read(work->in, node->options);
    if (work->foreign != NULL) {
        return;
    }
    table->tablespace = interpreter_tablespace(work->in, node->tablespacename);
    if (node->partspec == NULL || node->accessMethod != NULL) {
        table->access_method = interpreter_access_method(work->in, node->accessMethod);
    }
}

static Outcome set_server(TableWork *work) {
    if (work->foreign == NULL) {
        return OUTCOME_APPLIED;
    }
    Outcome outcome = foreign_take_server(work->in, work->table, work->foreign->servername);
    return outcome != OUTCOME_APPLIED
               ? outcome
               : foreign_options(work->in, &work->table->foreign_options, work->foreign->options);
}

/* OF: a column for each attribute. */
static Outcome take_type(TableWork *work) {
    const TypeName *of = work->node->ofTypename;
    Interpreter *in = work->in;
    if (of == NULL) {
        return OUTCOME_APPLIED;
    }
    const Object *type = interpreter_find_type(in, interpreter_name(in, of->names));
    if (type == NULL) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, of->location,
                                   "type \"%s\" does not exist",
                                   interpreter_name(in, of->names).name);
    }
    if (type->kind != KIND_COMPOSITE) {
        return interpreter_error(in, DIAGNOSTIC_WRONG_KIND, of->location,
                                 "type %s is not a composite type", type->name);
    }
    table_set_type(in, work->table, type);
    for (size_t i = 0; i < type->children.count; i++) {
        const Column *attribute = (const Column *)type->children.items[i];
        column_copy(in, attribute, &work->table->object, (ColumnCopy){.has_default = false});
    }
    return OUTCOME_APPLIED;
}

static bool fill(TableWork *work) {
    set_properties(work);
    if (!note(work, set_server(work)) || !note(work, take_type(work)) || !take_parents(work) ||
        !add_columns(work) || !take_indexes(work) || !apply_elements(work) ||
        !apply_constraints(work)) {
        return false;
    }
    return work->node->partspec == NULL ||
           note(work, partition_set_key(work->in, work->table, work->node->partspec));
}

/* Take out the table and the sequences made for it, which are behind it in the list of roots. */
static void take_back(TableWork *work) {
    Schema *schema = work->in->schema;
    Object *object = &work->table->object;
    for (size_t i = schema->roots.count; i-- > 0 && schema->roots.items[i] != object;) {
        const Sequence *sequence = (const Sequence *)schema->roots.items[i];
        if (sequence->object.kind == KIND_SEQUENCE &&
            text_equal(sequence->owned_schema, object->schema) &&
            text_equal(sequence->owned_table, object->name)) {
            schema_remove(schema, schema->roots.items[i]);
        }
    }
    schema_remove(schema, object);
}

static Table *new_table(Interpreter *in, Text in_schema, Text name) {
    Table *table = schema_object_new(in->schema, Table, KIND_TABLE);
    table->object.schema = in_schema;
    table->object.name = name;
    interpreter_add_object(in, &table->object, NULL);
    return table;
}

/* Why the table cannot be modelled at all; NULL when it can. */
static const char *obstacle(Interpreter *in, const CreateStmt *statement) {
    ListCell *cell;
    foreach (cell, statement->inhRelations) {
        const RangeVar *range = lfirst_node(RangeVar, cell);
        if (interpreter_find_relation(in, range) == NULL &&
            interpreter_relation_is_external(in, range)) {
            return "table %s, whose parent cannot be compared,";
        }
    }
    return NULL;
}

static Outcome create_unmodelled(Interpreter *in, Text in_schema, Text name, const char *what) {
    interpreter_add_external(in, REFERENCE_RELATION, (QualifiedName){in_schema, name});
    Text quoted = text_quote_name(in->scratch, in_schema, name);
    return interpreter_unsupported(in, -1, text_format(in->scratch, what, quoted));
}

static Outcome create_table(Interpreter *in, const CreateStmt *statement,
                            const CreateForeignTableStmt *foreign) {
    const RangeVar *range = statement->relation;
    if (interpreter_is_temporary(range)) {
        return interpreter_skip_temporary(in, range);
    }
    Text in_schema = interpreter_creation_schema(in, range->schemaname);
    Text name = interpreter_text(in, range->relname);
    if (names_relation_exists(in, in_schema, name)) {
        return statement->if_not_exists
                   ? OUTCOME_APPLIED
                   : interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, range->location,
                                       "relation \"%s\" already exists", name);
    }
    const char *unmodelled = obstacle(in, statement);
    if (unmodelled != NULL) {
        return create_unmodelled(in, in_schema, name, unmodelled);
    }
    TableWork work = {
        .in = in, .node = statement, .foreign = foreign, .table = new_table(in, in_schema, name)};
    bool is_complete = fill(&work);
    /* After an error the table stays, or every later mention of it would be one more error. */
    if (!work.has_failed && !is_complete) {
        take_back(&work);
        return OUTCOME_WAITING;
    }
    if (work.has_failed && in->state->is_trial) {
        take_back(&work);
    }
    return work.has_failed ? OUTCOME_FAILED : OUTCOME_APPLIED;
}

Outcome apply_create_table(Interpreter *in, const CreateStmt *statement) {
    return create_table(in, statement, NULL);
}

Outcome apply_create_foreign_table(Interpreter *in, const CreateForeignTableStmt *statement) {
    return create_table(in, &statement->base, statement);
}
