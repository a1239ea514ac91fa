/*
 * Index part: CREATE INDEX and ADD CONSTRAINT on a partitioned table reach its partitions, new
 * partitions get what their parent has, and matching indexes that are there are taken.
 *
 * A part is an index or key like any other, with `whole` set to what it is a part of.  A key below
 * a mere index stays the table's own: it comes and goes by itself.
 */
#include "parser/index_part.h"

#include "parser/inheritance.h"
#include "parser/interpreter_state.h"
#include "parser/names.h"
#include "parser/parse_constraint.h"
#include "parser/parse_index.h"
#include "parser/parse_object.h"

static bool is_key(const Object *object) {
    ConstraintType type = ((const TableConstraint *)object)->type;
    return object->kind == KIND_CONSTRAINT &&
           (type == CONSTRAINT_TYPE_PRIMARY_KEY || type == CONSTRAINT_TYPE_UNIQUE ||
            type == CONSTRAINT_TYPE_EXCLUDE);
}

/* ---- what matches: storage parameters and tablespaces may differ ---- */

static bool same_index(Interpreter *in, const TableIndex *one, const TableIndex *other) {
    if (one->is_unique != other->is_unique) {
        return false;
    }
    if (text_equal(one->definition, other->definition)) {
        return true;
    }
    IndexStmt *left = index_parse_definition(in, one->definition);
    IndexStmt *right = index_parse_definition(in, other->definition);
    left->options = right->options = NIL;
    left->tableSpace = right->tableSpace = NULL;
    return equal(left, right);
}

static bool same_key(const TableConstraint *one, const TableConstraint *other) {
    return one->type == other->type && text_list_equal(&one->columns, &other->columns) &&
           (one->type != CONSTRAINT_TYPE_EXCLUDE || text_equal(one->definition, other->definition));
}

/* A key of the partition that a unique index of the whole takes for its part. */
static bool is_key_for(const Object *object, const Object *whole) {
    const TableIndex *index = (const TableIndex *)whole;
    return whole->kind == KIND_INDEX && index->is_unique && is_key(object) &&
           ((const TableConstraint *)object)->type != CONSTRAINT_TYPE_EXCLUDE &&
           ((const TableConstraint *)object)->whole == NULL &&
           text_list_equal(&((const TableConstraint *)object)->columns, &index->columns);
}

static bool matches(Interpreter *in, const Object *object, const Object *whole) {
    if (is_key_for(object, whole)) {
        return true;
    }
    if (object->kind != whole->kind || object_whole(object) != NULL) {
        return false;
    }
    return object->kind == KIND_INDEX
               ? same_index(in, (const TableIndex *)object, (const TableIndex *)whole)
               : is_key(object) &&
                     same_key((const TableConstraint *)object, (const TableConstraint *)whole);
}

static Object *find_match(Interpreter *in, const Object *partition, const Object *whole) {
    for (size_t i = 0; i < partition->children.count; i++) {
        Object *child = partition->children.items[i];
        bool is_candidate = child->kind == KIND_INDEX || child->kind == KIND_CONSTRAINT;
        if (is_candidate && matches(in, child, whole)) {
            return child;
        }
    }
    return NULL;
}

/* ---- giving and taking ---- */

static Object *make_part(Interpreter *in, Object *partition, const Object *whole) {
    size_t before = partition->children.count;
    if (whole->kind == KIND_INDEX) {
        index_copy(in, (const TableIndex *)whole, partition);
    } else {
        constraint_add_copy_of_index(in, (const TableConstraint *)whole, partition);
    }
    return partition->children.items[before];
}

static bool has_indexes(const Object *partition) {
    return partition->kind == KIND_TABLE && !object_is_foreign_table(partition);
}

static void take(Interpreter *in, Object *partition, Object *whole) {
    Object *part = find_match(in, partition, whole);
    bool is_new = part == NULL;
    if (is_new) {
        part = make_part(in, partition, whole);
    }
    if (part->kind == whole->kind) {
        object_set_whole(part, whole);
    }
    if (is_new) {
        index_part_give(in, part);
    }
}

static bool is_partition_of(const Object *object, const Object *table) {
    const Table *partition = (const Table *)object;
    return text_equal(partition->partition_parent, table->name) &&
           text_equal(partition->partition_schema, table->schema);
}

void index_part_give(Interpreter *in, Object *whole) {
    const Table *table = (const Table *)whole->parent;
    if (table->object.kind != KIND_TABLE || text_is_empty(table->partition_key)) {
        return;
    }
    ObjectList children = inheritance_children(in, &table->object);
    for (size_t i = 0; i < children.count; i++) {
        if (has_indexes(children.items[i])) {
            take(in, children.items[i], whole);
        }
    }
}

void index_part_take_all(Interpreter *in, Object *partition, const Object *parent) {
    size_t count = parent->children.count;
    for (size_t i = 0; i < count && has_indexes(partition); i++) {
        Object *child = parent->children.items[i];
        if (child->kind == KIND_INDEX || is_key(child)) {
            take(in, partition, child);
        }
    }
}

void index_part_release(Object *partition) {
    for (size_t i = 0; i < partition->children.count; i++) {
        Object *child = partition->children.items[i];
        if (object_whole(child) != NULL) {
            object_set_whole(child, NULL);
        }
    }
}

/* ---- ALTER INDEX ... ATTACH PARTITION ---- */

static bool has_part(const Object *partition, const Object *whole) {
    for (size_t i = 0; i < partition->children.count; i++) {
        const Object *child = partition->children.items[i];
        bool is_finished = child->kind != KIND_INDEX || !((const TableIndex *)child)->is_only;
        if ((object_whole(child) == whole && is_finished) || is_key_for(child, whole)) {
            return true;
        }
    }
    return false;
}

/* An index that was made ON ONLY the table serves queries once every partition has its part. */
static void finish(Interpreter *in, Object *whole) {
    if (whole == NULL || whole->kind != KIND_INDEX || !((const TableIndex *)whole)->is_only) {
        return;
    }
    ObjectList children = inheritance_children(in, whole->parent);
    for (size_t i = 0; i < children.count; i++) {
        if (is_partition_of(children.items[i], whole->parent) &&
            !has_part(children.items[i], whole)) {
            return;
        }
    }
    ((TableIndex *)whole)->is_only = false;
    finish(in, (Object *)(uintptr_t)object_whole(whole));
}

/* An index, or the key that the index of that name belongs to. */
static Object *find_index(const Interpreter *in, const RangeVar *range) {
    Object *object = interpreter_find_relation(in, range);
    if (object != NULL) {
        return object;
    }
    Text in_schema = interpreter_creation_schema(in, range->schemaname);
    TableConstraint *constraint =
        constraint_of_index(in->schema, in_schema, text_from_string(range->relname));
    return constraint == NULL ? NULL : &constraint->object;
}

Outcome index_part_attach(Interpreter *in, const AlterTableStmt *statement,
                          const AlterTableCmd *command) {
    const RangeVar *range = castNode(PartitionCmd, command->def)->name;
    Object *part = find_index(in, range), *whole = find_index(in, statement->relation);
    if (part == NULL) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, range->location,
                                   "relation \"%s\" does not exist",
                                   text_from_string(range->relname));
    }
    if (whole == NULL) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, statement->relation->location,
                                   "relation \"%s\" does not exist",
                                   text_from_string(statement->relation->relname));
    }
    bool are_tables = part->parent != NULL && part->parent->kind == KIND_TABLE &&
                      whole->parent != NULL && is_partition_of(part->parent, whole->parent);
    if (!are_tables) {
        return interpreter_error(in, DIAGNOSTIC_INVALID_DEFINITION, range->location,
                                 "cannot attach index \"%s\" as a partition of index \"%s\"",
                                 part->name, whole->name);
    }
    if (part->kind == whole->kind) {
        object_set_whole(part, whole);
    }
    finish(in, whole);
    return OUTCOME_APPLIED;
}

/* ---- names ---- */

/* Two parts of one table that PostgreSQL would call the same: the older whole's gets the name. */
static bool is_alike(const Object *part, const Object *other) {
    if (other == part || other->kind != part->kind || object_whole(other) == NULL) {
        return false;
    }
    if (part->kind == KIND_CONSTRAINT) {
        return ((const TableConstraint *)part)->type == ((const TableConstraint *)other)->type &&
               text_list_equal(&((const TableConstraint *)part)->columns,
                               &((const TableConstraint *)other)->columns);
    }
    return text_list_equal(&((const TableIndex *)part)->columns,
                           &((const TableIndex *)other)->columns);
}

static bool is_contested(const Object *part) {
    const ObjectList *children = &part->parent->children;
    for (size_t i = 0; i < children->count; i++) {
        if (is_alike(part, children->items[i])) {
            return true;
        }
    }
    return false;
}

static Text foresee(Interpreter *in, const Object *part) {
    if (is_contested(part)) {
        return TEXT("");
    }
    const TableIndex *index = (const TableIndex *)part;
    if (part->kind == KIND_CONSTRAINT) {
        return constraint_index_name(in, (const TableConstraint *)part, part->parent, part->name);
    }
    const IndexStmt *statement = index_parse_definition(in, index->definition);
    return index_default_name(in, part->parent, statement, part->name);
}

void index_part_foresee_names(Interpreter *in) {
    for (size_t i = 0; i < in->schema->roots.count; i++) {
        const ObjectList *children = &in->schema->roots.items[i]->children;
        for (size_t j = 0; j < children->count; j++) {
            Object *part = children->items[j];
            if (object_whole(part) == NULL) {
                continue;
            }
            Text *name = part->kind == KIND_INDEX ? &((TableIndex *)part)->part_name
                                                  : &((TableConstraint *)part)->part_name;
            *name = foresee(in, part);
        }
    }
}
