/*
 * Column: what ColumnDef and its constraints say, put into the model.
 *
 * Used by CREATE TABLE and ALTER TABLE alike.  Constraints of the table that are written behind a
 * column (PRIMARY KEY, CHECK ...) are not taken here.
 */
#include "compiler/storage.h"
#include "parser/parse_column.h"

#include "parser/parse_foreign.h"

#include "parser/identity.h"
#include "parser/interpreter_state.h"
#include "parser/names.h"
#include "parser/normalize.h"
#include "parser/not_null.h"
#include "parser/parse_sequence.h"

#include "catalog/pg_attribute.h" /* libpg_query's */
#include "nodes/nodeFuncs.h"

#include <string.h>

Column *column_new(Interpreter *in, Object *relation, Text name) {
    Column *column = schema_object_new(in->schema, Column, KIND_COLUMN);
    column->object.schema = relation->schema;
    column->object.relation = relation->name;
    column->object.name = name;
    column->position = (int)relation->children.count + 1;
    column->statistics = -1;
    interpreter_add_object(in, &column->object, relation);
    return column;
}

static NormalizeContext context_of(Column *column, ReferenceRole role) {
    return (NormalizeContext){.role = role, .references = &column->object.references};
}

static Text upper_case(Arena *arena, const char *word) {
    Builder out = builder_new(arena);
    for (; *word != '\0'; word++) {
        builder_add_char(&out, (char)(*word >= 'a' && *word <= 'z' ? *word - 'a' + 'A' : *word));
    }
    return builder_text(&out);
}

void column_set_storage(Interpreter *in, Column *column, const char *storage) {
    Text name = upper_case(in->schema->arena, storage);
    bool is_default =
        text_equal(name, TEXT("DEFAULT")) || text_equal(name, storage_of_type(column->type));
    column->storage = is_default ? TEXT("") : name;
}

void column_set_compression(Interpreter *in, Column *column, const char *compression) {
    column->compression =
        strcmp(compression, "default") == 0 ? TEXT("") : interpreter_text(in, compression);
}

/*
 * A type that nobody defines is a mistake, unless an extension may bring it: of one that is created
 * here the members may be unknown, those that come with PostgreSQL are known even when it is not.
 */
static bool is_nobodys_type(const Interpreter *in, const Reference *reference) {
    const Schema *schema = in->schema;
    if (in->is_catalog || !in->is_last_try || reference->kind != REFERENCE_TYPE ||
        schema_find_type(schema, reference->schema, reference->name) != NULL ||
        schema_has_external(schema, REFERENCE_TYPE, reference->schema, reference->name) ||
        schema_has_external(schema, REFERENCE_RELATION, reference->schema, reference->name) ||
        !text_is_absent(builtin_extension_of(in->scratch, REFERENCE_TYPE, reference->name))) {
        return false;
    }
    for (size_t i = 0; i < schema->roots.count; i++) {
        if (schema->roots.items[i]->kind == KIND_EXTENSION) {
            return false;
        }
    }
    return true;
}

static Outcome check_type_exists(Interpreter *in, const ReferenceList *references,
                                 int node_location) {
    for (size_t i = 0; i < references->count; i++) {
        const Reference *reference = &references->items[i];
        if (is_nobodys_type(in, reference)) {
            return interpreter_error(in, DIAGNOSTIC_UNKNOWN_OBJECT, node_location,
                                     "type \"%s\" does not exist", reference->name);
        }
    }
    return OUTCOME_APPLIED;
}

Outcome column_set_type(Interpreter *in, Column *column, const TypeName *type,
                        const CollateClause *collation) {
    ReferenceList references = {0};
    NormalizeContext context = {.references = &references};
    Text serial = type_of_serial(type);
    Text name = text_is_empty(serial) ? normalize_type(in, type, &context) : serial;
    Text collation_name = TEXT("");
    if (collation != NULL) {
        collation_name = normalize_collation(in, collation->collname, &context);
    }
    if (text_is_absent(name) || text_is_absent(collation_name)) {
        return interpreter_absent(in);
    }
    Outcome outcome = check_type_exists(in, &references, type->location);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    bool keeps_references = column->generated != GENERATED_NEVER;
    if (!keeps_references) {
        reference_drop(&column->object.references, REFERENCE_BY_DEFINITION);
    }
    for (size_t i = 0; i < references.count; i++) {
        reference_add(in->schema->arena, &column->object.references, references.items[i]);
    }
    column->type = name;
    column->collation = collation_name;
    if (!text_is_empty(column->storage)) {
        column_set_storage(in, column, text_to_string(in->scratch, column->storage));
    }
    return OUTCOME_APPLIED;
}

Outcome column_set_definition(Interpreter *in, Column *column, const ColumnDef *node) {
    Outcome outcome = column_set_type(in, column, node->typeName, node->collClause);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    if (node->storage_name != NULL) {
        column_set_storage(in, column, node->storage_name);
    }
    if (node->compression != NULL) {
        column_set_compression(in, column, node->compression);
    }
    return foreign_options(in, &column->foreign_options, node->fdwoptions);
}

void column_drop_default(Column *column) {
    if (column->generated == GENERATED_NEVER) {
        reference_drop(&column->object.references, REFERENCE_BY_DEFAULT);
    }
    column->generated = GENERATED_NEVER;
    column->default_value = TEXT_ABSENT;
}

Outcome column_set_default(Interpreter *in, Column *column, Node *expression) {
    ReferenceList references = {0};
    NormalizeContext context = {
        .target_type = column->type, .role = REFERENCE_BY_DEFAULT, .references = &references};
    Text value = TEXT("");
    if (expression != NULL) {
        value = normalize_expression(in, expression, &context);
        if (text_is_absent(value)) {
            return interpreter_absent(in);
        }
    }
    column_drop_default(column);
    if (!text_is_empty(value)) {
        column->default_value = value;
        for (size_t i = 0; i < references.count; i++) {
            reference_add(in->schema->arena, &column->object.references, references.items[i]);
        }
    }
    return OUTCOME_APPLIED;
}

Outcome column_set_generated(Interpreter *in, Column *column, Node *expression,
                             GeneratedKind kind) {
    NormalizeContext context = context_of(column, REFERENCE_BY_DEFINITION);
    context.relation = column->object.parent;
    Outcome outcome = column_check_references(in, column->object.parent, expression, false, NULL);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    Text value = normalize_expression(in, expression, &context);
    if (text_is_absent(value)) {
        return interpreter_absent(in);
    }
    reference_drop(&column->object.references, REFERENCE_BY_DEFAULT);
    column->default_value = value;
    column->generated = kind;
    return OUTCOME_APPLIED;
}

/* References of the old table to itself become references of the new table to itself. */
static void copy_references(Interpreter *in, const Column *source, Column *copy) {
    for (size_t i = 0; i < source->object.references.count; i++) {
        Reference reference = source->object.references.items[i];
        bool is_default = reference.role == REFERENCE_BY_DEFAULT;
        if (is_default && text_is_absent(copy->default_value)) {
            continue;
        }
        if (text_equal(reference.schema, source->object.schema) &&
            text_equal(reference.name, source->object.relation)) {
            reference.schema = copy->object.schema;
            reference.name = copy->object.relation;
        }
        reference_add(in->schema->arena, &copy->object.references, reference);
    }
}

Column *column_copy(Interpreter *in, const Column *source, Object *relation, ColumnCopy parts) {
    Column *copy = column_new(in, relation, source->object.name);
    copy->type = source->type;
    copy->collation = source->collation;
    copy->storage = parts.has_storage ? source->storage : TEXT("");
    copy->compression = parts.has_compression ? source->compression : TEXT("");
    bool has_value = source->generated == GENERATED_NEVER ? parts.has_default : parts.has_generated;
    if (has_value) {
        copy->default_value = source->default_value;
        copy->generated = source->generated;
    }
    copy_references(in, source, copy);
    return copy;
}

/* SEQUENCE NAME of an identity column, as pg_dump and the catalog reader write it. */
static const RangeVar *written_sequence_name(const List *elements) {
    ListCell *cell;
    foreach (cell, elements) {
        const DefElem *element = lfirst_node(DefElem, cell);
        if (strcmp(element->defname, "sequence_name") == 0) {
            List *names = castNode(List, element->arg);
            RangeVar *range = makeNode(RangeVar);
            range->relname = strVal(llast(names));
            range->schemaname =
                list_length(names) > 1 ? strVal(list_nth(names, list_length(names) - 2)) : NULL;
            return range;
        }
    }
    return NULL;
}

static QualifiedName identity_sequence_name(Interpreter *in, const Column *column,
                                            const List *elements) {
    const Object *table = column->object.parent;
    const RangeVar *written = written_sequence_name(elements);
    if (written == NULL) {
        return (QualifiedName){table->schema,
                               names_choose_relation(in, table->schema, table->name,
                                                     column->object.name, "seq", false)};
    }
    return (QualifiedName){written->schemaname == NULL ? table->schema
                                                       : interpreter_text(in, written->schemaname),
                           interpreter_text(in, written->relname)};
}

/* LOGGED and UNLOGGED among the options: how pg_dump says it, from 15 on. */
static void apply_persistence(Sequence *sequence, const List *elements) {
    ListCell *cell;
    foreach (cell, elements) {
        const char *name = lfirst_node(DefElem, cell)->defname;
        if (strcmp(name, "logged") == 0 || strcmp(name, "unlogged") == 0) {
            sequence->is_unlogged = name[0] == 'u';
        }
    }
}

Outcome column_set_identity(Interpreter *in, Column *column, const Constraint *node) {
    if (column->identity != IDENTITY_NONE) {
        return interpreter_error(in, DIAGNOSTIC_INVALID_DEFINITION, node->location,
                                 "column \"%s\" of relation \"%s\" is already an identity column",
                                 column->object.name, column->object.relation);
    }
    SequenceOptions options = sequence_default_options(column->type);
    Outcome outcome = sequence_apply_options(in, node->options, &options, true);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    bool is_always = node->generated_when == ATTRIBUTE_IDENTITY_ALWAYS;
    not_null_set(column);
    Sequence *sequence =
        identity_begin(in, column, is_always ? IDENTITY_ALWAYS : IDENTITY_BY_DEFAULT,
                       identity_sequence_name(in, column, node->options), &options);
    apply_persistence(sequence, node->options);
    return OUTCOME_APPLIED;
}

/* serial: a sequence, NOT NULL, and nextval() of the sequence as the default. */
static Outcome apply_serial(Interpreter *in, Column *column) {
    Arena *arena = in->schema->arena;
    const Object *sequence =
        &sequence_add_serial(in, column->object.parent, column->object.name, column->type)->object;
    Reference reference = {.kind = REFERENCE_RELATION,
                           .role = REFERENCE_BY_DEFAULT,
                           .schema = sequence->schema,
                           .name = sequence->name};
    not_null_set(column);
    column->default_value =
        text_format(arena, "nextval(%L::regclass)",
                    text_quote_name(in->scratch, sequence->schema, sequence->name));
    reference_add(arena, &column->object.references, reference);
    return OUTCOME_APPLIED;
}

static Outcome apply_constraint(Interpreter *in, Column *column, const Constraint *node) {
    switch (node->contype) {
        case CONSTR_NOTNULL: not_null_define(in, column, node); return OUTCOME_APPLIED;
        case CONSTR_DEFAULT: return column_set_default(in, column, node->raw_expr);
        case CONSTR_IDENTITY: return column_set_identity(in, column, node);
        case CONSTR_GENERATED:
            return column_set_generated(in, column, node->raw_expr,
                                        node->generated_kind == ATTRIBUTE_GENERATED_VIRTUAL
                                            ? GENERATED_VIRTUAL
                                            : GENERATED_STORED);
        case CONSTR_NULL:
        case CONSTR_CHECK:
        case CONSTR_PRIMARY:
        case CONSTR_UNIQUE:
        case CONSTR_EXCLUSION:
        case CONSTR_FOREIGN:
        case CONSTR_ATTR_DEFERRABLE:
        case CONSTR_ATTR_NOT_DEFERRABLE:
        case CONSTR_ATTR_DEFERRED:
        case CONSTR_ATTR_IMMEDIATE:
        case CONSTR_ATTR_ENFORCED:
        case CONSTR_ATTR_NOT_ENFORCED: break;
    }
    return OUTCOME_APPLIED;
}

static const Constraint *find_constraint(const ColumnDef *node, ConstrType type) {
    ListCell *cell;
    foreach (cell, node->constraints) {
        const Constraint *constraint = lfirst_node(Constraint, cell);
        if (constraint->contype == type) {
            return constraint;
        }
    }
    return NULL;
}

/* Two declarations of one column that PostgreSQL does not accept beside each other. */
static Outcome check_conflicts(Interpreter *in, const Column *column, const ColumnDef *node,
                               bool is_serial) {
    const Constraint *null = find_constraint(node, CONSTR_NULL);
    const Constraint *value = find_constraint(node, CONSTR_DEFAULT);
    const char *message = NULL;
    const Constraint *culprit = null;
    if (null != NULL && (find_constraint(node, CONSTR_NOTNULL) != NULL || is_serial)) {
        message = "conflicting NULL/NOT NULL declarations for column \"%s\" of table \"%s\"";
    } else if (value != NULL) {
        culprit = value;
        message = is_serial ? "multiple default values specified for column \"%s\" of table \"%s\""
                  : find_constraint(node, CONSTR_IDENTITY) != NULL
                      ? "both default and identity specified for column \"%s\" of table \"%s\""
                  : find_constraint(node, CONSTR_GENERATED) != NULL
                      ? "both default and generation expression specified for column \"%s\" of "
                        "table \"%s\""
                      : NULL;
    }
    return message == NULL
               ? OUTCOME_APPLIED
               : interpreter_error(in, DIAGNOSTIC_INVALID_DEFINITION, culprit->location, message,
                                   column->object.name, column->object.relation);
}

Outcome column_apply_constraints(Interpreter *in, Column *column, const ColumnDef *node) {
    bool is_serial = node->typeName != NULL && !text_is_empty(type_of_serial(node->typeName));
    Outcome outcome = check_conflicts(in, column, node, is_serial);
    if (outcome == OUTCOME_APPLIED && is_serial) {
        outcome = apply_serial(in, column);
    }
    ListCell *cell;
    foreach (cell, node->constraints) {
        if (outcome == OUTCOME_APPLIED) {
            outcome = apply_constraint(in, column, lfirst_node(Constraint, cell));
        }
    }
    return outcome;
}

typedef struct ReferenceCheck {
    Interpreter *in;
    const Object *relation;
    TextList *names;
    bool may_wait;
    Outcome outcome;
} ReferenceCheck;

static bool is_system_column(Text name) {
    static const char *const names[] = {"tableoid", "ctid", "xmin", "xmax", "cmin", "cmax"};
    return TEXT_IS_ONE_OF(name, names);
}

Outcome column_check_name(Interpreter *in, const Object *relation, Text name, int node_location,
                          bool may_wait, const char *message) {
    const View *view = (const View *)relation;
    bool is_view = relation->kind == KIND_VIEW || relation->kind == KIND_MATERIALIZED_VIEW;
    if (is_view ? view->columns.count == 0 || text_list_contains(&view->columns, name)
                : table_find_column(relation, name) != NULL || is_system_column(name)) {
        return OUTCOME_APPLIED;
    }
    int location = interpreter_locate(in, node_location, name);
    if (may_wait) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_COLUMN, location, message, name);
    }
    return interpreter_error(in, DIAGNOSTIC_UNKNOWN_COLUMN, location, message, name);
}

/* The relation's own name is a reference to the whole row. */
static void check_column_reference(ReferenceCheck *check, const ColumnRef *reference) {
    const Node *last = llast(reference->fields);
    if (!IsA(last, String)) {
        return;
    }
    Text name = text_from_string(strVal(last));
    bool is_row = list_length(reference->fields) == 1 && text_equal(name, check->relation->name) &&
                  table_find_column(check->relation, name) == NULL;
    if (is_row) {
        return;
    }
    Outcome outcome = column_check_name(check->in, check->relation, name, reference->location,
                                        check->may_wait, "column \"%s\" does not exist");
    if (outcome != OUTCOME_APPLIED) {
        check->outcome = outcome;
    } else if (check->names != NULL && !text_list_contains(check->names, name)) {
        list_push(check->in->scratch, check->names, name);
    }
}

static bool check_walker(Node *node, void *context) {
    ReferenceCheck *check = context;
    if (node == NULL || check->outcome != OUTCOME_APPLIED) {
        return check->outcome != OUTCOME_APPLIED;
    }
    if (IsA(node, ColumnRef)) {
        check_column_reference(check, (const ColumnRef *)node);
        return false;
    }
    if (IsA(node, SubLink)) {
        return false; /* PostgreSQL refuses it here; its names are not this relation's */
    }
    return raw_expression_tree_walker(node, check_walker, context);
}

Outcome column_check_references(Interpreter *in, const Object *relation, Node *expression,
                                bool may_wait, TextList *names) {
    ReferenceCheck check = {in, relation, names, may_wait, OUTCOME_APPLIED};
    check_walker(expression, &check);
    return check.outcome;
}
