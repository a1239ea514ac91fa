/*
 * Constraint: one node of the grammar -> one TableConstraint.
 *
 * The definition is composed here from the node, never copied from the input, so that both roads
 * give the text of pg_get_constraintdef().
 */
#include "parser/parse_constraint.h"

#include "parser/foreign_key.h"
#include "parser/interpreter_state.h"
#include "parser/names.h"
#include "parser/not_null.h"
#include "parser/normalize.h"
#include "parser/parse_column.h"
#include "parser/parse_index.h"
#include "parser/parse_settings.h"

#include "nodes/makefuncs.h" /* libpg_query's */
#include "parser/parser.h"

#include <string.h>

/* ---- constraints behind a column ---- */

/* transformConstraintAttrs(): an attribute belongs to the constraint before it. */
static void apply_attribute(Constraint *constraint, ConstrType attribute) {
    switch (attribute) {
        case CONSTR_ATTR_DEFERRABLE: constraint->deferrable = true; break;
        case CONSTR_ATTR_NOT_DEFERRABLE: constraint->deferrable = false; break;
        case CONSTR_ATTR_DEFERRED:
            constraint->deferrable = true;
            constraint->initdeferred = true;
            break;
        case CONSTR_ATTR_IMMEDIATE: constraint->initdeferred = false; break;
        case CONSTR_ATTR_ENFORCED: constraint->is_enforced = true; break;
        case CONSTR_ATTR_NOT_ENFORCED: constraint->is_enforced = false; break;
        default: break;
    }
}

static bool is_table_constraint(ConstrType type) {
    return type == CONSTR_CHECK || type == CONSTR_PRIMARY || type == CONSTR_UNIQUE ||
           type == CONSTR_EXCLUSION || type == CONSTR_FOREIGN;
}

List *constraint_list_of_column(const ColumnDef *column) {
    List *result = NIL;
    Constraint *last = NULL;
    ListCell *cell;
    foreach (cell, column->constraints) {
        const Constraint *node = lfirst_node(Constraint, cell);
        if (is_table_constraint(node->contype)) {
            last = copyObjectImpl(node);
            if (last->contype == CONSTR_FOREIGN) {
                last->fk_attrs = list_make1(makeString(column->colname));
            } else if (last->contype != CONSTR_CHECK && last->keys == NIL) {
                last->keys = list_make1(makeString(column->colname));
            }
            result = lappend(result, last);
        } else if (node->contype < CONSTR_ATTR_DEFERRABLE) {
            last = NULL;
        } else if (last != NULL) {
            apply_attribute(last, node->contype);
        }
    }
    return result;
}

bool constraint_is_same_index(const Constraint *left, const Constraint *right) {
    return equal(left->keys, right->keys) && equal(left->including, right->including) &&
           equal(left->exclusions, right->exclusions) &&
           equal(left->where_clause, right->where_clause) &&
           left->nulls_not_distinct == right->nulls_not_distinct &&
           left->deferrable == right->deferrable && left->initdeferred == right->initdeferred &&
           left->without_overlaps == right->without_overlaps;
}

/* ---- lookup ---- */

TableConstraint *constraint_find(const Object *table, Text name) {
    for (size_t i = 0; i < table->children.count; i++) {
        Object *child = table->children.items[i];
        if (child->kind == KIND_CONSTRAINT && text_equal(child->name, name)) {
            return (TableConstraint *)child;
        }
    }
    return NULL;
}

TableConstraint *constraint_primary_key(const Object *table) {
    for (size_t i = 0; i < table->children.count; i++) {
        Object *child = table->children.items[i];
        TableConstraint *constraint = (TableConstraint *)child;
        if (child->kind == KIND_CONSTRAINT && constraint->type == CONSTRAINT_TYPE_PRIMARY_KEY) {
            return constraint;
        }
    }
    return NULL;
}

/* ---- definitions ---- */

typedef struct Work {
    Interpreter *in;
    Table *table;
    const Constraint *node;
    ConstraintPlace place;
    TableConstraint *constraint; /* being made */
    Text addition;               /* to its default name */
} Work;

static void add_reference_to_column(Work *work, Text column) {
    Reference reference = {.kind = REFERENCE_COLUMN,
                           .schema = work->table->object.schema,
                           .name = work->table->object.name,
                           .member = column};
    reference_add(work->in->schema->arena, &work->constraint->object.references, reference);
}

static Outcome take_column(Work *work, Text name, const char *message) {
    Outcome outcome = column_check_name(work->in, &work->table->object, name, work->node->location,
                                        work->place == CONSTRAINT_IN_ALTER, message);
    if (outcome == OUTCOME_APPLIED) {
        add_reference_to_column(work, name);
    }
    return outcome;
}

static Text joined(Interpreter *in, const TextList *names, const TextList *more) {
    enum { LIMIT = 64 };
    Builder out = builder_new(in->scratch);
    for (size_t i = 0; i < names->count + more->count && out.length < LIMIT; i++) {
        builder_add(&out, i == 0 ? TEXT("") : TEXT("_"));
        builder_add(&out, i < names->count ? names->items[i] : more->items[i - names->count]);
    }
    return builder_text(&out);
}

static Outcome take_keys(Work *work, const List *keys, TextList *names, const char *message) {
    Interpreter *in = work->in;
    ListCell *cell;
    foreach (cell, keys) {
        Text name = interpreter_text(in, strVal(lfirst(cell)));
        Outcome outcome = take_column(work, name, message);
        if (outcome != OUTCOME_APPLIED) {
            return outcome;
        }
        if (text_list_contains(names, name)) {
            return interpreter_error(in, DIAGNOSTIC_INVALID_DEFINITION, work->node->location,
                                     "column \"%s\" appears twice in constraint", name);
        }
        list_push(in->schema->arena, names, name);
    }
    return OUTCOME_APPLIED;
}

static void add_names(Builder *out, const TextList *names) {
    for (size_t i = 0; i < names->count; i++) {
        builder_format(out, "%s%I", i == 0 ? TEXT("") : TEXT(", "), names->items[i]);
    }
}

static void add_index_clauses(Work *work, Builder *out) {
    builder_add(out, settings_clause(work->in, work->node->options));
    Text tablespace = interpreter_tablespace(work->in, work->node->indexspace);
    if (!text_is_empty(tablespace)) {
        builder_format(out, " USING INDEX TABLESPACE %I", tablespace);
    }
}

/* PRIMARY KEY (a, b), UNIQUE NULLS NOT DISTINCT (a, b WITHOUT OVERLAPS) INCLUDE (c) ... */
static Outcome define_key(Work *work) {
    TableConstraint *constraint = work->constraint;
    const Constraint *node = work->node;
    const char *message = "column \"%s\" named in key does not exist";
    TextList included = {0};
    Outcome outcome = take_keys(work, node->keys, &constraint->columns, message);
    if (outcome == OUTCOME_APPLIED) {
        outcome = take_keys(work, node->including, &included, message);
    }
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    Builder out = builder_new(work->in->scratch);
    bool is_primary = node->contype == CONSTR_PRIMARY;
    builder_add(&out, is_primary ? TEXT("PRIMARY KEY (") : TEXT("UNIQUE "));
    if (!is_primary) {
        builder_add(&out, node->nulls_not_distinct ? TEXT("NULLS NOT DISTINCT (") : TEXT("("));
    }
    add_names(&out, &constraint->columns);
    builder_add(&out, node->without_overlaps ? TEXT(" WITHOUT OVERLAPS)") : TEXT(")"));
    if (included.count != 0) {
        builder_add(&out, TEXT(" INCLUDE ("));
        add_names(&out, &included);
        builder_add_char(&out, ')');
    }
    add_index_clauses(work, &out);
    constraint->definition = text_copy(work->in->schema->arena, builder_text(&out));
    work->addition = is_primary ? TEXT("") : joined(work->in, &constraint->columns, &included);
    return OUTCOME_APPLIED;
}

/* =, or OPERATOR(public.=) */
static Text operator_text(const Interpreter *in, const List *names) {
    QualifiedName name = interpreter_name(in, names);
    bool is_builtin = text_is_empty(name.schema) || text_equal(name.schema, TEXT("pg_catalog"));
    return is_builtin ? name.name
                      : text_format(in->scratch, "OPERATOR(%I.%s)", name.schema, name.name);
}

static Outcome add_exclusions(Work *work, const IndexKeys *keys, Builder *out, List **elements) {
    ListCell *cell;
    foreach (cell, work->node->exclusions) {
        const List *pair = lfirst_node(List, cell);
        IndexElem *element = linitial_node(IndexElem, pair);
        Text column;
        builder_add(out, foreach_current_index(cell) == 0 ? TEXT("") : TEXT(", "));
        Outcome outcome = index_add_key(work->in, keys, element, out, &column);
        if (outcome != OUTCOME_APPLIED) {
            return outcome;
        }
        builder_format(out, " WITH %s", operator_text(work->in, lsecond_node(List, pair)));
        if (!text_is_empty(column)) {
            list_push(work->in->schema->arena, &work->constraint->columns, column);
        }
        *elements = lappend(*elements, element);
    }
    return OUTCOME_APPLIED;
}

static Outcome add_predicate(Work *work, Builder *out) {
    if (work->node->where_clause == NULL) {
        return OUTCOME_APPLIED;
    }
    NormalizeContext context = {.relation = &work->table->object,
                                .references = &work->constraint->object.references};
    Text text = normalize_expression(work->in, work->node->where_clause, &context);
    if (text_is_absent(text)) {
        return interpreter_absent(work->in);
    }
    builder_format(out, " WHERE (%s)", text);
    return OUTCOME_APPLIED;
}

/* EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (...) */
static Outcome define_exclusion(Work *work) {
    const Constraint *node = work->node;
    IndexKeys keys = {&work->table->object, text_from_string(node->access_method),
                      &work->constraint->object.references, work->place == CONSTRAINT_IN_ALTER};
    List *elements = NIL;
    Builder out = builder_new(work->in->scratch);
    builder_format(&out, "EXCLUDE USING %I (", keys.access_method);
    Outcome outcome = add_exclusions(work, &keys, &out, &elements);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    builder_add_char(&out, ')');
    if (node->including != NIL) {
        TextList included = {0};
        outcome = take_keys(work, node->including, &included, "column \"%s\" does not exist");
        builder_add(&out, TEXT(" INCLUDE ("));
        add_names(&out, &included);
        builder_add_char(&out, ')');
    }
    add_index_clauses(work, &out);
    if (outcome == OUTCOME_APPLIED) {
        outcome = add_predicate(work, &out);
    }
    work->constraint->definition = text_copy(work->in->schema->arena, builder_text(&out));
    work->addition = index_name_addition(work->in, elements);
    return outcome;
}

static Outcome define_check(Work *work) {
    Interpreter *in = work->in;
    TextList columns = {0};
    Outcome outcome = column_check_references(in, &work->table->object, work->node->raw_expr,
                                              work->place == CONSTRAINT_IN_ALTER, &columns);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    NormalizeContext context = {.relation = &work->table->object,
                                .references = &work->constraint->object.references};
    Text expression = normalize_expression(in, work->node->raw_expr, &context);
    if (text_is_absent(expression)) {
        return interpreter_absent(in);
    }
    for (size_t i = 0; i < columns.count; i++) {
        add_reference_to_column(work, text_copy(in->schema->arena, columns.items[i]));
    }
    work->constraint->expression = expression;
    work->constraint->definition = text_copy(
        in->schema->arena, text_format(in->scratch, "CHECK (%s)%s", expression,
                                       work->node->is_no_inherit ? TEXT(" NO INHERIT") : TEXT("")));
    work->constraint->is_no_inherit = work->node->is_no_inherit;
    work->addition = columns.count == 1 ? columns.items[0] : TEXT("");
    return OUTCOME_APPLIED;
}

static Outcome define_foreign_key(Work *work) {
    TableConstraint *constraint = work->constraint;
    Outcome outcome =
        take_keys(work, work->node->fk_attrs, &constraint->columns,
                  "column \"%s\" referenced in foreign key constraint does not exist");
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    work->addition = joined(work->in, &constraint->columns, &(TextList){0});
    return foreign_key_define(work->in, constraint, work->node);
}

/* ADD CONSTRAINT ... USING INDEX: the index becomes the constraint's, under the constraint's name.
 */
static Outcome define_from_index(Work *work) {
    Interpreter *in = work->in;
    Text name = text_from_string(work->node->indexname);
    TableIndex *index = index_find(&work->table->object, name);
    if (index == NULL) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, work->node->location,
                                   "index \"%s\" does not exist", name);
    }
    if (!index->is_unique) {
        return interpreter_error(in, DIAGNOSTIC_INVALID_DEFINITION, work->node->location,
                                 "\"%s\" is not a unique index", name);
    }
    const IndexStmt *statement = index_parse_definition(in, index->definition);
    Constraint *node = copyObjectImpl(work->node);
    ListCell *cell;
    foreach (cell, statement->indexParams) {
        const IndexElem *element = lfirst_node(IndexElem, cell);
        if (element->name == NULL) {
            return interpreter_error(in, DIAGNOSTIC_INVALID_DEFINITION, work->node->location,
                                     "index \"%s\" contains expressions", name);
        }
        node->keys = lappend(node->keys, makeString(element->name));
    }
    foreach (cell, statement->indexIncludingParams) {
        node->including = lappend(node->including, makeString(lfirst_node(IndexElem, cell)->name));
    }
    node->nulls_not_distinct = statement->nulls_not_distinct;
    node->options = statement->options;
    node->indexspace = statement->tableSpace;
    node->conname = node->conname == NULL ? node->indexname : node->conname;
    work->node = node;
    Outcome outcome = define_key(work);
    if (outcome == OUTCOME_APPLIED) {
        schema_remove(in->schema, &index->object);
    }
    return outcome;
}

static void set_not_null(Work *work) {
    const TextList *columns = &work->constraint->columns;
    for (size_t i = 0; i < columns->count; i++) {
        not_null_set(table_find_column(&work->table->object, columns->items[i]));
    }
}

static Outcome define_primary_key(Work *work) {
    if (constraint_primary_key(&work->table->object) != NULL) {
        return interpreter_error(work->in, DIAGNOSTIC_INVALID_DEFINITION, work->node->location,
                                 "multiple primary keys for table \"%s\" are not allowed",
                                 work->table->object.name);
    }
    Outcome outcome = work->node->indexname != NULL ? define_from_index(work) : define_key(work);
    if (outcome == OUTCOME_APPLIED) {
        set_not_null(work);
    }
    return outcome;
}

typedef struct TypeFacts {
    ConstraintType type;
    const char *label; /* of the default name */
    bool has_index;
    Outcome (*define)(Work *work);
} TypeFacts;

static Outcome define_unique(Work *work) {
    return work->node->indexname != NULL ? define_from_index(work) : define_key(work);
}

static const TypeFacts *facts_of(ConstrType type) {
    static const TypeFacts primary_key = {CONSTRAINT_TYPE_PRIMARY_KEY, "pkey", true,
                                          define_primary_key};
    static const TypeFacts unique = {CONSTRAINT_TYPE_UNIQUE, "key", true, define_unique};
    static const TypeFacts check = {CONSTRAINT_TYPE_CHECK, "check", false, define_check};
    static const TypeFacts foreign_key = {CONSTRAINT_TYPE_FOREIGN_KEY, "fkey", false,
                                          define_foreign_key};
    static const TypeFacts exclude = {CONSTRAINT_TYPE_EXCLUDE, "excl", true, define_exclusion};
    switch (type) {
        case CONSTR_PRIMARY: return &primary_key;
        case CONSTR_UNIQUE: return &unique;
        case CONSTR_CHECK: return &check;
        case CONSTR_FOREIGN: return &foreign_key;
        case CONSTR_EXCLUSION: return &exclude;
        default: return NULL;
    }
}

/* ---- names ---- */

static Text choose_name(Work *work, const TypeFacts *facts) {
    const Object *table = &work->table->object;
    return facts->has_index ? names_choose_relation(work->in, table->schema, table->name,
                                                    work->addition, facts->label, true)
                            : names_choose_constraint(work->in, table->schema, table->name,
                                                      work->addition, facts->label);
}

/* A CHECK that a parent has too, under the same name, becomes the table's own. */
static bool merges(const TableConstraint *known, const TableConstraint *constraint) {
    return known->is_inherited && constraint->type == CONSTRAINT_TYPE_CHECK &&
           text_equal(known->definition, constraint->definition);
}

static Outcome name_and_add(Work *work, const TypeFacts *facts) {
    Interpreter *in = work->in;
    Object *table = &work->table->object;
    Object *object = &work->constraint->object;
    if (work->node->conname == NULL) {
        object->name = choose_name(work, facts);
    } else {
        object->name = interpreter_text(in, work->node->conname);
        TableConstraint *known = constraint_find(table, object->name);
        if (known != NULL && merges(known, work->constraint)) {
            known->is_inherited = false;
            return OUTCOME_APPLIED;
        }
        if (known != NULL) {
            return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, work->node->location,
                                     "constraint \"%s\" for relation \"%s\" already exists",
                                     object->name, table->name);
        }
        if (facts->has_index && names_relation_exists(in, table->schema, object->name)) {
            return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, work->node->location,
                                     "relation \"%s\" already exists", object->name);
        }
    }
    interpreter_add_object(in, object, table);
    object->where = interpreter_location(in, work->node->location);
    return OUTCOME_APPLIED;
}

static void set_flags(Work *work) {
    TableConstraint *constraint = work->constraint;
    const Constraint *node = work->node;
    bool can_be_unenforced = node->contype == CONSTR_CHECK || node->contype == CONSTR_FOREIGN;
    constraint->is_not_enforced = can_be_unenforced && !node->is_enforced;
    constraint->is_not_valid = can_be_unenforced && node->skip_validation && node->is_enforced &&
                               work->place == CONSTRAINT_IN_ALTER;
    if (node->deferrable || constraint->is_not_enforced) {
        constraint_set_deferrable(work->in, constraint, node->deferrable, node->initdeferred);
    }
}

Outcome constraint_add(Interpreter *in, Table *table, const Constraint *node,
                       ConstraintPlace place) {
    const TypeFacts *facts = facts_of(node->contype);
    Work work = {.in = in, .table = table, .node = node, .place = place};
    if (facts == NULL) {
        return OUTCOME_APPLIED;
    }
    work.constraint = schema_object_new(in->schema, TableConstraint, KIND_CONSTRAINT);
    work.constraint->object.schema = table->object.schema;
    work.constraint->object.relation = table->object.name;
    work.constraint->type = facts->type;
    Outcome outcome = facts->define(&work);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    set_flags(&work);
    return name_and_add(&work, facts);
}

/* ---- copies ---- */

static TextList copy_list(Arena *arena, const TextList *list) {
    TextList copy = {0};
    for (size_t i = 0; i < list->count; i++) {
        list_push(arena, &copy, list->items[i]);
    }
    return copy;
}

TableConstraint *constraint_copy(Interpreter *in, const TableConstraint *constraint,
                                 const Object *table) {
    Arena *arena = in->schema->arena;
    const Object *old = constraint->object.parent;
    TableConstraint *copy = schema_object_new(in->schema, TableConstraint, KIND_CONSTRAINT);
    *copy = *constraint;
    copy->object =
        (Object){.kind = KIND_CONSTRAINT, .schema = table->schema, .relation = table->name};
    copy->columns = copy_list(arena, &constraint->columns);
    copy->foreign_columns = copy_list(arena, &constraint->foreign_columns);
    for (size_t i = 0; i < constraint->object.references.count; i++) {
        Reference reference = constraint->object.references.items[i];
        if (text_equal(reference.schema, old->schema) && text_equal(reference.name, old->name)) {
            reference.schema = table->schema;
            reference.name = table->name;
        }
        reference_add(arena, &copy->object.references, reference);
    }
    return copy;
}

static Constraint *parse_definition(Interpreter *in, Text definition) {
    Text sql = text_format(in->scratch, "ALTER TABLE x ADD %s", definition);
    const List *tree = raw_parser(text_to_string(in->scratch, sql), RAW_PARSE_DEFAULT);
    const AlterTableStmt *alter = castNode(AlterTableStmt, linitial_node(RawStmt, tree)->stmt);
    return castNode(Constraint, linitial_node(AlterTableCmd, alter->cmds)->def);
}

static void add_strings(Interpreter *in, TextList *names, const List *strings) {
    ListCell *cell;
    foreach (cell, strings) {
        list_push(in->scratch, names, text_from_string(strVal(lfirst(cell))));
    }
}

/* Its part of the default name, found again from the definition. */
static Text name_addition(Interpreter *in, const TableConstraint *constraint) {
    const Constraint *node = parse_definition(in, constraint->definition);
    TextList names = {0};
    List *elements = NIL;
    ListCell *cell;
    if (node->contype == CONSTR_PRIMARY) {
        return TEXT("");
    }
    foreach (cell, node->exclusions) {
        elements = lappend(elements, linitial(lfirst_node(List, cell)));
    }
    add_strings(in, &names, node->keys);
    add_strings(in, &names, node->including);
    return elements != NIL ? index_name_addition(in, elements) : joined(in, &names, &(TextList){0});
}

Text constraint_index_name(Interpreter *in, const TableConstraint *constraint, const Object *table,
                           Text own) {
    const char *label = constraint->type == CONSTRAINT_TYPE_PRIMARY_KEY ? "pkey"
                        : constraint->type == CONSTRAINT_TYPE_EXCLUDE   ? "excl"
                                                                        : "key";
    return names_foresee_relation(in, table->schema, table->name, name_addition(in, constraint),
                                  label, true, own);
}

void constraint_add_copy_of_index(Interpreter *in, const TableConstraint *constraint,
                                  Object *table) {
    TableConstraint *copy = constraint_copy(in, constraint, table);
    copy->object.name = constraint_index_name(in, constraint, table, TEXT_ABSENT);
    copy->is_inherited = copy->is_clustered = false;
    copy->index_comment = TEXT_ABSENT;
    copy->whole = NULL;
    interpreter_add_object(in, &copy->object, table);
}

void constraint_inherit_check(Interpreter *in, const TableConstraint *check, Table *child) {
    if (constraint_find(&child->object, check->object.name) != NULL) {
        return;
    }
    TableConstraint *copy = constraint_copy(in, check, &child->object);
    copy->object.name = check->object.name;
    copy->is_inherited = true;
    interpreter_add_object(in, &copy->object, &child->object);
}
