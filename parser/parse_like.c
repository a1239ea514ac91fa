/*
 * Like: copies what a LIKE clause includes; what it leaves out is left out here too.
 *
 * Names of CHECK constraints are kept; indexes and the constraints that are indexes get new ones.
 */
#include "parser/parse_like.h"

#include "parser/parse_statistics.h"

#include "parser/identity.h"
#include "parser/names.h"
#include "parser/not_null.h"
#include "parser/parse_column.h"
#include "parser/parse_constraint.h"
#include "parser/parse_index.h"
#include "parser/parse_table_as.h"

#include "parser/parser.h" /* libpg_query's */

static bool includes(const TableLikeClause *like, TableLikeOption option) {
    return (like->options & (bits32)option) != 0;
}

static void copy_comment(const TableLikeClause *like, const Object *source, Object *copy) {
    if (includes(like, CREATE_TABLE_LIKE_COMMENTS)) {
        copy->comment = source->comment;
    }
}

static void copy_identity(Interpreter *in, const Column *source, Column *copy) {
    const Object *table = copy->object.parent;
    SequenceOptions options = source->sequence->options;
    options.type = TEXT("bigint"); /* PostgreSQL does not say AS here: 13 to 18 */
    QualifiedName name = {table->schema, names_choose_relation(in, table->schema, table->name,
                                                               copy->object.name, "seq", false)};
    identity_begin(in, copy, source->identity, name, &options);
}

static Outcome copy_column(Interpreter *in, Table *table, const TableLikeClause *like,
                           const Column *source) {
    if (table_find_column(&table->object, source->object.name) != NULL) {
        return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, like->relation->location,
                                 "column \"%s\" specified more than once", source->object.name);
    }
    ColumnCopy parts = {.has_default = includes(like, CREATE_TABLE_LIKE_DEFAULTS),
                        .has_generated = includes(like, CREATE_TABLE_LIKE_GENERATED),
                        .has_storage = includes(like, CREATE_TABLE_LIKE_STORAGE),
                        .has_compression = includes(like, CREATE_TABLE_LIKE_COMPRESSION)};
    Column *copy = column_copy(in, source, &table->object, parts);
    not_null_copy(in, copy, source, includes(like, CREATE_TABLE_LIKE_COMMENTS));
    if (source->identity != IDENTITY_NONE && includes(like, CREATE_TABLE_LIKE_IDENTITY)) {
        copy_identity(in, source, copy);
    }
    copy_comment(like, &source->object, &copy->object);
    return OUTCOME_APPLIED;
}

/* What the query of a view gives, as CREATE TABLE AS would have it. */
static Outcome take_columns_of_view(Interpreter *in, Table *table, const RangeVar *range,
                                    const View *view) {
    List *tree = raw_parser(text_to_string(in->scratch, view->query), RAW_PARSE_DEFAULT);
    CreateStmt *create = NULL;
    Outcome outcome =
        table_of_query(in, castNode(SelectStmt, linitial_node(RawStmt, tree)->stmt), NIL, &create);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    if (create == NULL) { /* only a server can tell the types */
        Text what =
            text_format(in->scratch, "LIKE %s", object_describe(in->scratch, &view->object));
        return interpreter_unsupported(in, range->location, what);
    }
    ListCell *cell;
    foreach (cell, create->tableElts) {
        const ColumnDef *node = lfirst_node(ColumnDef, cell);
        Text name = interpreter_text(in, node->colname);
        if (table_find_column(&table->object, name) != NULL) {
            return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, range->location,
                                     "column \"%s\" specified more than once", name);
        }
        Column *column = column_new(in, &table->object, name);
        column->object.where = interpreter_location(in, range->location);
        outcome = column_set_definition(in, column, node);
        if (outcome != OUTCOME_APPLIED) {
            return outcome;
        }
    }
    return OUTCOME_APPLIED;
}

Outcome like_take_columns(Interpreter *in, Table *table, const TableLikeClause *like) {
    const RangeVar *range = like->relation;
    const Object *source = interpreter_find_relation(in, range);
    Text name = text_from_string(range->relname);
    if (source == NULL) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, range->location,
                                   "relation \"%s\" does not exist", name);
    }
    if (source->kind == KIND_VIEW || source->kind == KIND_MATERIALIZED_VIEW) {
        return take_columns_of_view(in, table, range, (const View *)source);
    }
    if (source->kind != KIND_TABLE && source->kind != KIND_COMPOSITE) {
        Text what = text_format(in->scratch, "LIKE %s", object_describe(in->scratch, source));
        return interpreter_unsupported(in, range->location, what);
    }
    for (size_t i = 0; i < source->children.count; i++) {
        const Object *child = source->children.items[i];
        if (child->kind == KIND_COLUMN) {
            Outcome outcome = copy_column(in, table, like, (const Column *)child);
            if (outcome != OUTCOME_APPLIED) {
                return outcome;
            }
        }
    }
    return OUTCOME_APPLIED;
}

void like_take_constraints(Interpreter *in, Table *table, const TableLikeClause *like) {
    const Object *source = interpreter_find_relation(in, like->relation);
    if (source == NULL || !includes(like, CREATE_TABLE_LIKE_CONSTRAINTS)) {
        return;
    }
    for (size_t i = 0; i < source->children.count; i++) {
        const TableConstraint *check = (const TableConstraint *)source->children.items[i];
        if (check->object.kind != KIND_CONSTRAINT || check->type != CONSTRAINT_TYPE_CHECK ||
            constraint_find(&table->object, check->object.name) != NULL) {
            continue;
        }
        TableConstraint *copy = constraint_copy(in, check, &table->object);
        copy->object.name = check->object.name;
        copy->is_inherited = copy->is_not_valid = false;
        copy_comment(like, &check->object, &copy->object);
        interpreter_add_object(in, &copy->object, &table->object);
    }
}

void like_take_statistics(Interpreter *in, Table *table, const TableLikeClause *like) {
    const Object *source = interpreter_find_relation(in, like->relation);
    if (source == NULL || !includes(like, CREATE_TABLE_LIKE_STATISTICS)) {
        return;
    }
    size_t count = source->children.count;
    for (size_t i = 0; i < count; i++) {
        if (source->children.items[i]->kind == KIND_STATISTICS) {
            const ExtendedStatistics *statistics =
                (const ExtendedStatistics *)source->children.items[i];
            ExtendedStatistics *copy = statistics_copy(in, statistics, &table->object);
            copy_comment(like, &statistics->object, &copy->object);
        }
    }
}

void like_take_indexes(Interpreter *in, Table *table, const TableLikeClause *like) {
    const Object *source = interpreter_find_relation(in, like->relation);
    if (source == NULL || !includes(like, CREATE_TABLE_LIKE_INDEXES)) {
        return;
    }
    size_t count = source->children.count;
    for (size_t i = 0; i < count; i++) {
        const Object *child = source->children.items[i];
        const TableConstraint *constraint = (const TableConstraint *)child;
        size_t before = table->object.children.count;
        if (child->kind == KIND_INDEX) {
            index_copy(in, (const TableIndex *)child, &table->object);
        } else if (child->kind == KIND_CONSTRAINT &&
                   (constraint->type == CONSTRAINT_TYPE_UNIQUE ||
                    constraint->type == CONSTRAINT_TYPE_EXCLUDE ||
                    (constraint->type == CONSTRAINT_TYPE_PRIMARY_KEY &&
                     constraint_primary_key(&table->object) == NULL))) {
            constraint_add_copy_of_index(in, constraint, &table->object);
        }
        if (table->object.children.count > before) {
            copy_comment(like, child, table->object.children.items[before]);
        }
    }
}
