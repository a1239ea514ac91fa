/*
 * Sequence: CREATE SEQUENCE, ALTER SEQUENCE and the options they share with identity columns.
 *
 * Every option is resolved as init_params() of PostgreSQL's sequence.c does, so that what is
 * written and what is left to the defaults compare equal.
 */
#include "parser/parse_sequence.h"

#include "parser/identity.h"
#include "parser/interpreter_state.h"
#include "parser/names.h"
#include "parser/normalize.h"
#include "parser/parse_object.h"

#include "catalog/pg_class.h" /* libpg_query's */
#include "nodes/makefuncs.h"

#include <stdlib.h>
#include <string.h>

static int64_t type_maximum(Text type) {
    return text_equal(type, TEXT("smallint"))  ? INT16_MAX
           : text_equal(type, TEXT("integer")) ? INT32_MAX
                                               : INT64_MAX;
}

static int64_t type_minimum(Text type) {
    return -type_maximum(type) - 1;
}

static int64_t ascending_or(const SequenceOptions *options, int64_t ascending, int64_t descending) {
    return options->increment > 0 ? ascending : descending;
}

static int64_t default_maximum(const SequenceOptions *options) {
    return ascending_or(options, type_maximum(options->type), -1);
}

static int64_t default_minimum(const SequenceOptions *options) {
    return ascending_or(options, 1, type_minimum(options->type));
}

SequenceOptions sequence_default_options(Text type) {
    SequenceOptions options = {.type = type, .increment = 1, .cache = 1};
    options.maximum = default_maximum(&options);
    options.minimum = default_minimum(&options);
    options.start = options.minimum;
    return options;
}

/* init_params(): limits that were those of the old type are taken to be nobody's choice. */
void sequence_retype(SequenceOptions *options, Text type) {
    bool had_maximum = options->maximum == type_maximum(options->type);
    bool had_minimum = options->minimum == type_minimum(options->type);
    options->type = type;
    options->maximum = had_maximum ? type_maximum(type) : options->maximum;
    options->minimum = had_minimum ? type_minimum(type) : options->minimum;
}

static int64_t element_number(const DefElem *element) {
    const Node *value = element->arg;
    if (value != NULL && IsA(value, Integer)) {
        return intVal(value);
    }
    if (value != NULL && IsA(value, Float)) {
        return strtoll(castNode(Float, value)->fval, NULL, 10);
    }
    return 0;
}

static const DefElem *find_element(const List *elements, const char *name) {
    ListCell *cell;
    foreach (cell, elements) {
        const DefElem *element = lfirst_node(DefElem, cell);
        if (strcmp(element->defname, name) == 0) {
            return element;
        }
    }
    return NULL;
}

static Outcome apply_type(Interpreter *in, const List *elements, SequenceOptions *options,
                          bool is_new) {
    const DefElem *as = find_element(elements, "as");
    if (as == NULL) {
        return OUTCOME_APPLIED;
    }
    Text type = normalize_type(in, castNode(TypeName, as->arg), &(NormalizeContext){0});
    if (!text_equal(type, TEXT("smallint")) && !text_equal(type, TEXT("integer")) &&
        !text_equal(type, TEXT("bigint"))) {
        return interpreter_error(in, DIAGNOSTIC_INVALID_DEFINITION, as->location, "%s",
                                 TEXT("sequence type must be smallint, integer, or bigint"));
    }
    if (is_new) {
        options->type = type;
    } else {
        sequence_retype(options, type);
    }
    return OUTCOME_APPLIED;
}

Outcome sequence_apply_options(Interpreter *in, const List *elements, SequenceOptions *options,
                               bool is_new) {
    Outcome outcome = apply_type(in, elements, options, is_new);
    const DefElem *increment = find_element(elements, "increment");
    const DefElem *maximum = find_element(elements, "maxvalue");
    const DefElem *minimum = find_element(elements, "minvalue");
    const DefElem *start = find_element(elements, "start");
    const DefElem *cache = find_element(elements, "cache");
    const DefElem *cycle = find_element(elements, "cycle");
    if (increment != NULL) {
        options->increment = element_number(increment);
    }
    if (maximum != NULL && maximum->arg != NULL) {
        options->maximum = element_number(maximum);
    } else if (is_new || maximum != NULL) {
        options->maximum = default_maximum(options);
    }
    if (minimum != NULL && minimum->arg != NULL) {
        options->minimum = element_number(minimum);
    } else if (is_new || minimum != NULL) {
        options->minimum = default_minimum(options);
    }
    if (start != NULL) {
        options->start = element_number(start);
    } else if (is_new) {
        options->start = ascending_or(options, options->minimum, options->maximum);
    }
    options->cache = cache != NULL ? element_number(cache) : options->cache;
    if (cycle != NULL) {
        options->is_cycling =
            cycle->arg == NULL || !IsA(cycle->arg, Boolean) || boolVal(cycle->arg);
    }
    return outcome;
}

static void set_owned_by(Sequence *sequence, const Object *table, Text column) {
    sequence->owned_schema = table == NULL ? TEXT("") : table->schema;
    sequence->owned_table = table == NULL ? TEXT("") : table->name;
    sequence->owned_column = column;
}

static RangeVar *owning_table(const DefElem *owned_by) {
    List *names = castNode(List, owned_by->arg);
    int column = list_length(names) - 1;
    char *schema = column < 2 ? NULL : strVal(list_nth(names, column - 2));
    return makeRangeVar(schema, strVal(list_nth(names, column - 1)), owned_by->location);
}

/* OWNED BY table.column, or NONE. */
static Outcome apply_owned_by(Interpreter *in, const List *elements, Sequence *sequence) {
    const DefElem *owned_by = find_element(elements, "owned_by");
    if (owned_by == NULL) {
        return OUTCOME_APPLIED;
    }
    List *names = castNode(List, owned_by->arg);
    if (list_length(names) == 1) {
        set_owned_by(sequence, NULL, TEXT(""));
        return OUTCOME_APPLIED;
    }
    Text column = interpreter_text(in, strVal(llast(names)));
    const RangeVar *table_name = owning_table(owned_by);
    const Object *table = interpreter_find_relation(in, table_name);
    if (table == NULL) {
        return interpreter_no_relation(in, table_name, TEXT("OWNED BY a column of"));
    }
    if (table_find_column(table, column) == NULL) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_COLUMN, owned_by->location,
                                   "column \"%s\" of relation \"%s\" does not exist", column,
                                   table->name);
    }
    Text owner = sequence->object.owner;
    if (!text_is_empty(owner) && !text_is_empty(table->owner) && !text_equal(owner, table->owner)) {
        return interpreter_error(in, DIAGNOSTIC_INVALID_DEFINITION, owned_by->location, "%s",
                                 TEXT("sequence must have same owner as table it is linked to"));
    }
    set_owned_by(sequence, table, column);
    return OUTCOME_APPLIED;
}

static Sequence *sequence_new(Interpreter *in, Text in_schema, Text name, Text type) {
    Sequence *sequence = schema_object_new(in->schema, Sequence, KIND_SEQUENCE);
    sequence->object.schema = in_schema;
    sequence->object.name = name;
    sequence->options = sequence_default_options(type);
    return sequence;
}

Sequence *sequence_add_serial(Interpreter *in, const Object *table, Text column, Text type) {
    Text name = names_choose_relation(in, table->schema, table->name, column, "seq", false);
    Sequence *sequence = sequence_new(in, table->schema, name, type);
    /* PostgreSQL 15 and newer: it is as lasting as its table. */
    sequence->is_unlogged = table->kind == KIND_TABLE && ((const Table *)table)->is_unlogged;
    sequence->object.owner = table->owner;
    set_owned_by(sequence, table, column);
    interpreter_add_object(in, &sequence->object, NULL);
    return sequence;
}

static void set_persistence(Sequence *sequence, void *context) {
    sequence->is_unlogged = ((const Table *)context)->is_unlogged;
}

void sequence_follow_persistence(Interpreter *in, const Table *table) {
    const Object *object = &table->object;
    for (size_t i = 0; i < in->schema->roots.count; i++) {
        Sequence *sequence = (Sequence *)in->schema->roots.items[i];
        if (sequence->object.kind == KIND_SEQUENCE &&
            text_equal(sequence->owned_table, object->name) &&
            text_equal(sequence->owned_schema, object->schema)) {
            sequence->is_unlogged = table->is_unlogged;
        }
    }
    identity_visit(object, set_persistence, (void *)(uintptr_t)table);
}

Outcome apply_create_sequence(Interpreter *in, const CreateSeqStmt *statement) {
    const RangeVar *range = statement->sequence;
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
    Sequence *sequence = sequence_new(in, in_schema, name, TEXT("bigint"));
    sequence->is_unlogged = range->relpersistence == RELPERSISTENCE_UNLOGGED;
    Outcome outcome = sequence_apply_options(in, statement->options, &sequence->options, true);
    if (outcome == OUTCOME_APPLIED) {
        outcome = apply_owned_by(in, statement->options, sequence);
    }
    if (outcome == OUTCOME_APPLIED) {
        interpreter_add_object(in, &sequence->object, NULL);
    }
    return outcome;
}

static Outcome alter_identity(Interpreter *in, const AlterSeqStmt *statement, Sequence *sequence) {
    const DefElem *owned_by = find_element(statement->options, "owned_by");
    if (owned_by != NULL) {
        return interpreter_error(in, DIAGNOSTIC_INVALID_DEFINITION, owned_by->location, "%s",
                                 TEXT("cannot change ownership of identity sequence"));
    }
    return sequence_apply_options(in, statement->options, &sequence->options, false);
}

Outcome apply_alter_sequence(Interpreter *in, const AlterSeqStmt *statement) {
    const RangeVar *range = statement->sequence;
    Object *object = interpreter_find_relation(in, range);
    if (object != NULL && object->kind == KIND_SEQUENCE) {
        Sequence *sequence = (Sequence *)object;
        Outcome outcome = apply_owned_by(in, statement->options, sequence);
        return outcome != OUTCOME_APPLIED
                   ? outcome
                   : sequence_apply_options(in, statement->options, &sequence->options, false);
    }
    Text name = text_from_string(range->relname);
    if (object != NULL) {
        return interpreter_error(in, DIAGNOSTIC_WRONG_KIND, range->location,
                                 "\"%s\" is not a sequence", name);
    }
    QualifiedName qualified = {interpreter_text(in, range->schemaname), name};
    Sequence *identity = identity_find(in, qualified);
    if (identity != NULL) {
        return alter_identity(in, statement, identity);
    }
    if (statement->missing_ok) {
        return OUTCOME_APPLIED;
    }
    return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, range->location,
                               "relation \"%s\" does not exist", name);
}
