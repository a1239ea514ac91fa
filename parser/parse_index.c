/*
 * Index: CREATE INDEX, and the spelling of index keys that constraints share.
 *
 * In: IndexStmt, from a file or from pg_get_indexdef().  Out: a TableIndex whose definition leaves
 * out what PostgreSQL leaves out: ascending order, the usual place of nulls, default operator
 * classes.
 */
#include "parser/parse_index.h"

#include "parser/index_name.h"
#include "parser/index_part.h"
#include "parser/interpreter_state.h"
#include "parser/names.h"
#include "parser/newer.h"
#include "parser/normalize.h"
#include "parser/operator_class.h"
#include "parser/parse_column.h"
#include "parser/parse_definition.h"
#include "parser/parse_settings.h"

#include "parser/parser.h" /* libpg_query's */

#include <string.h>

/* A name as PostgreSQL spells it in a definition: pg_catalog is not said. */
static Text visible_name(const Interpreter *in, const List *names) {
    QualifiedName name = interpreter_name(in, names);
    bool is_builtin = text_is_empty(name.schema) || text_equal(name.schema, TEXT("pg_catalog"));
    return text_quote_name(in->scratch, is_builtin ? TEXT("") : name.schema, name.name);
}

static bool is_enum_column(const Interpreter *in, const Column *column) {
    for (size_t i = 0; i < column->object.references.count; i++) {
        const Reference *reference = &column->object.references.items[i];
        if (reference->kind == REFERENCE_TYPE && reference->role == REFERENCE_BY_DEFINITION) {
            return schema_find(in->schema, KIND_ENUM, reference->schema, reference->name) != NULL;
        }
    }
    return false;
}

/* Classes that are not pg_catalog's are qualified, as a server with an empty path prints them. */
static Text operator_class_name(const Interpreter *in, const List *names) {
    QualifiedName name = interpreter_name(in, names);
    if (text_is_empty(name.schema) && !operator_class_is_builtin(name.name)) {
        name.schema = in->search_path.count != 0 ? in->search_path.items[0] : TEXT("public");
        return text_quote_name(in->scratch, name.schema, name.name);
    }
    return visible_name(in, names);
}

static NormalizeContext context_of(const IndexKeys *keys) {
    return (NormalizeContext){.relation = keys->relation, .references = keys->references};
}

/* What the schema itself makes is a reference. */
static void refer_to_class(const Interpreter *in, const IndexKeys *keys, const List *names) {
    const Object *class =
        definition_find(in, KIND_OPERATOR_CLASS, interpreter_name(in, names), keys->access_method);
    if (class != NULL && keys->references != NULL) {
        Reference reference = {REFERENCE_OBJECT, REFERENCE_BY_DEFINITION, class->schema,
                               class->name,      class->arguments,        KIND_OPERATOR_CLASS};
        reference_add(in->schema->arena, keys->references, reference);
    }
}

static void add_operator_class(Interpreter *in, const IndexKeys *keys, const IndexElem *element,
                               const Column *column, Builder *out) {
    if (element->opclass == NIL) {
        return;
    }
    refer_to_class(in, keys, element->opclass);
    Text name = operator_class_name(in, element->opclass);
    if (element->opclassopts == NIL && column != NULL &&
        operator_class_is_default(keys->access_method, name, column->type,
                                  is_enum_column(in, column))) {
        return;
    }
    const NormalizeContext context = context_of(keys);
    newer_note_name(in, &context, BUILTIN_OPERATOR_CLASS, name);
    builder_format(out, " %s", name);
    if (element->opclassopts != NIL) {
        Text options = settings_clause(in, element->opclassopts);
        size_t start = sizeof " WITH" - 1;
        builder_add(out, text_slice(options, start, options.length));
    }
}

static void add_order(const IndexElem *element, Builder *out) {
    bool is_descending = element->ordering == SORTBY_DESC;
    if (is_descending) {
        builder_add(out, TEXT(" DESC"));
    }
    if (element->nulls_ordering == SORTBY_NULLS_FIRST && !is_descending) {
        builder_add(out, TEXT(" NULLS FIRST"));
    } else if (element->nulls_ordering == SORTBY_NULLS_LAST && is_descending) {
        builder_add(out, TEXT(" NULLS LAST"));
    }
}

static void add_column_reference(Interpreter *in, const IndexKeys *keys, Text column) {
    if (keys->references != NULL) {
        Reference reference = {.kind = REFERENCE_COLUMN,
                               .schema = keys->relation->schema,
                               .name = keys->relation->name,
                               .member = column};
        reference_add(in->schema->arena, keys->references, reference);
    }
}

/* A function call stands by itself; any other expression is in parentheses. */
static Outcome add_expression(Interpreter *in, const IndexKeys *keys, Node *expression,
                              Builder *out) {
    Outcome outcome = column_check_references(in, keys->relation, expression, keys->may_wait, NULL);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    NormalizeContext context = context_of(keys);
    Text text = normalize_expression(in, expression, &context);
    if (text_is_absent(text)) {
        return interpreter_absent(in);
    }
    bool is_call = IsA(expression, FuncCall) &&
                   castNode(FuncCall, expression)->funcformat == COERCE_EXPLICIT_CALL;
    builder_format(out, is_call ? "%s" : "(%s)", text);
    return OUTCOME_APPLIED;
}

static Outcome add_collation(Interpreter *in, const IndexKeys *keys, const IndexElem *element,
                             const Column *column, Builder *out) {
    if (element->collation == NIL) {
        return OUTCOME_APPLIED;
    }
    NormalizeContext context = context_of(keys);
    Text name = normalize_collation(in, element->collation, &context);
    if (text_is_absent(name)) {
        return interpreter_absent(in);
    }
    if (!text_is_empty(name) && (column == NULL || !text_equal(name, column->collation))) {
        builder_format(out, " COLLATE %s", name);
    }
    return OUTCOME_APPLIED;
}

/* A column in parentheses is that column, and its COLLATE that of the key. */
static IndexElem plain_element(const IndexElem *element) {
    IndexElem plain = *element;
    const Node *expression = element->expr;
    if (expression != NULL && IsA(expression, CollateClause)) {
        plain.collation = element->collation != NIL ? element->collation
                                                    : ((const CollateClause *)expression)->collname;
        expression = (const Node *)((const CollateClause *)expression)->arg;
    }
    const List *fields = expression != NULL && IsA(expression, ColumnRef)
                             ? ((const ColumnRef *)expression)->fields
                             : NIL;
    if (list_length(fields) != 1 || !IsA(linitial(fields), String)) {
        return *element;
    }
    plain.expr = NULL;
    plain.name = strVal(linitial(fields));
    return plain;
}

Outcome index_add_key(Interpreter *in, const IndexKeys *keys, const IndexElem *written,
                      Builder *out, Text *column) {
    IndexElem plain = plain_element(written);
    const IndexElem *element = &plain;
    const Column *found = NULL;
    Outcome outcome = OUTCOME_APPLIED;
    *column = TEXT("");
    if (element->name != NULL) {
        *column = interpreter_text(in, element->name);
        outcome = column_check_name(in, keys->relation, *column, -1, keys->may_wait,
                                    "column \"%s\" does not exist");
        found = table_find_column(keys->relation, *column);
        add_column_reference(in, keys, *column);
        builder_add_identifier(out, *column);
    } else {
        outcome = add_expression(in, keys, element->expr, out);
    }
    if (outcome == OUTCOME_APPLIED) {
        outcome = add_collation(in, keys, element, found, out);
    }
    if (outcome == OUTCOME_APPLIED) {
        add_operator_class(in, keys, element, found, out);
        add_order(element, out);
    }
    return outcome;
}

static Outcome add_keys(Interpreter *in, TableIndex *index, const IndexKeys *keys,
                        const List *elements, Builder *out) {
    ListCell *cell;
    foreach (cell, elements) {
        Text column;
        builder_add(out, foreach_current_index(cell) == 0 ? TEXT("") : TEXT(", "));
        Outcome outcome = index_add_key(in, keys, lfirst_node(IndexElem, cell), out, &column);
        if (outcome != OUTCOME_APPLIED) {
            return outcome;
        }
        list_push(in->schema->arena, &index->columns, column);
    }
    return OUTCOME_APPLIED;
}

static Outcome add_included(Interpreter *in, const IndexKeys *keys, const List *elements,
                            Builder *out) {
    if (elements == NIL) {
        return OUTCOME_APPLIED;
    }
    builder_add(out, TEXT(" INCLUDE ("));
    ListCell *cell;
    foreach (cell, elements) {
        Text column;
        builder_add(out, foreach_current_index(cell) == 0 ? TEXT("") : TEXT(", "));
        Outcome outcome = index_add_key(in, keys, lfirst_node(IndexElem, cell), out, &column);
        if (outcome != OUTCOME_APPLIED) {
            return outcome;
        }
    }
    builder_add_char(out, ')');
    return OUTCOME_APPLIED;
}

static Outcome add_predicate(Interpreter *in, const IndexKeys *keys, Node *predicate,
                             Builder *out) {
    if (predicate == NULL) {
        return OUTCOME_APPLIED;
    }
    Outcome outcome = column_check_references(in, keys->relation, predicate, keys->may_wait, NULL);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    NormalizeContext context = context_of(keys);
    Text text = normalize_expression(in, predicate, &context);
    if (text_is_absent(text)) {
        return interpreter_absent(in);
    }
    builder_format(out, " WHERE (%s)", text);
    return OUTCOME_APPLIED;
}

Outcome index_define(Interpreter *in, TableIndex *index, const Object *relation,
                     const IndexStmt *statement) {
    ReferenceList references = {0};
    IndexKeys keys = {relation, text_from_string(statement->accessMethod), &references, true};
    Builder out = builder_new(in->scratch);
    builder_format(&out, "USING %I (", keys.access_method);
    index->columns = (TextList){0};
    Outcome outcome = add_keys(in, index, &keys, statement->indexParams, &out);
    builder_add_char(&out, ')');
    if (outcome == OUTCOME_APPLIED) {
        outcome = add_included(in, &keys, statement->indexIncludingParams, &out);
    }
    builder_add(&out, statement->nulls_not_distinct ? TEXT(" NULLS NOT DISTINCT") : TEXT(""));
    builder_add(&out, settings_clause(in, statement->options));
    index->options = (SettingList){0};
    settings_set(in, &index->options, statement->options);
    Text tablespace = interpreter_tablespace(in, statement->tableSpace);
    index->tablespace = tablespace;
    if (!text_is_empty(tablespace)) {
        builder_format(&out, " TABLESPACE %I", tablespace);
    }
    if (outcome == OUTCOME_APPLIED) {
        outcome = add_predicate(in, &keys, statement->whereClause, &out);
    }
    index->is_unique = statement->unique;
    index->definition = text_copy(in->schema->arena, builder_text(&out));
    index->object.references = references;
    return outcome;
}

Text index_name_addition(Interpreter *in, const List *elements) {
    enum { LIMIT = 64 };
    TextList names = index_column_names(in->scratch, elements);
    Builder out = builder_new(in->scratch);
    for (size_t i = 0; i < names.count && out.length < LIMIT; i++) {
        builder_add(&out, i == 0 ? TEXT("") : TEXT("_"));
        builder_add(&out, names.items[i]);
    }
    return builder_text(&out);
}

IndexStmt *index_parse_definition(Interpreter *in, Text definition) {
    Text sql = text_format(in->scratch, "CREATE INDEX ON x %s", definition);
    const List *tree = raw_parser(text_to_string(in->scratch, sql), RAW_PARSE_DEFAULT);
    return castNode(IndexStmt, linitial_node(RawStmt, tree)->stmt);
}

TableIndex *index_find(const Object *relation, Text name) {
    for (size_t i = 0; i < relation->children.count; i++) {
        Object *child = relation->children.items[i];
        if (child->kind == KIND_INDEX && text_equal(child->name, name)) {
            return (TableIndex *)child;
        }
    }
    return NULL;
}

static TableIndex *index_new(Interpreter *in, const Object *relation, Text name) {
    TableIndex *index = schema_object_new(in->schema, TableIndex, KIND_INDEX);
    index->object.schema = relation->schema;
    index->object.name = name;
    return index;
}

Text index_default_name(Interpreter *in, const Object *relation, const IndexStmt *statement,
                        Text own) {
    List *all = list_concat(list_copy(statement->indexParams), statement->indexIncludingParams);
    return names_foresee_relation(in, relation->schema, relation->name,
                                  index_name_addition(in, all), "idx", false, own);
}

/* References to the old table's own columns become references to the new one's. */
static void copy_references(Interpreter *in, const TableIndex *index, TableIndex *copy,
                            const Object *relation) {
    const Object *old = index->object.parent;
    for (size_t i = 0; i < index->object.references.count; i++) {
        Reference reference = index->object.references.items[i];
        if (text_equal(reference.schema, old->schema) && text_equal(reference.name, old->name)) {
            reference.schema = relation->schema;
            reference.name = relation->name;
        }
        reference_add(in->schema->arena, &copy->object.references, reference);
    }
}

TableIndex *index_copy(Interpreter *in, const TableIndex *index, Object *relation) {
    const IndexStmt *statement = index_parse_definition(in, index->definition);
    Text name = index_default_name(in, relation, statement, TEXT_ABSENT);
    TableIndex *copy = index_new(in, relation, name);
    copy->is_unique = index->is_unique;
    copy->definition = index->definition;
    copy->options = index->options;
    copy->tablespace = index->tablespace;
    for (size_t i = 0; i < index->columns.count; i++) {
        list_push(in->schema->arena, &copy->columns, index->columns.items[i]);
    }
    copy_references(in, index, copy, relation);
    interpreter_add_object(in, &copy->object, relation);
    return copy;
}

/* ON ONLY means something only while there are partitions whose indexes are still to be attached.
 */
static bool is_only(const Interpreter *in, const Object *relation, const IndexStmt *statement) {
    if (statement->relation->inh || in->is_catalog || relation->kind != KIND_TABLE ||
        text_is_empty(((const Table *)relation)->partition_key)) {
        return false;
    }
    for (size_t i = 0; i < in->schema->roots.count; i++) {
        const Table *table = (const Table *)in->schema->roots.items[i];
        if (table->object.kind == KIND_TABLE &&
            text_equal(table->partition_parent, relation->name) &&
            text_equal(table->partition_schema, relation->schema)) {
            return true;
        }
    }
    return false;
}

static Outcome create_on(Interpreter *in, Object *relation, const IndexStmt *statement) {
    Text name = statement->idxname != NULL
                    ? interpreter_text(in, statement->idxname)
                    : index_default_name(in, relation, statement, TEXT_ABSENT);
    if (statement->idxname != NULL && names_relation_exists(in, relation->schema, name)) {
        return statement->if_not_exists ? OUTCOME_APPLIED
                                        : interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, -1,
                                                            "relation \"%s\" already exists", name);
    }
    TableIndex *index = index_new(in, relation, name);
    Outcome outcome = index_define(in, index, relation, statement);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    index->is_only = is_only(in, relation, statement);
    interpreter_add_object(in, &index->object, relation);
    if (statement->relation->inh) {
        index_part_give(in, &index->object);
    }
    return OUTCOME_APPLIED;
}

static Outcome skip_temporary(Interpreter *in, const IndexStmt *statement) {
    RangeVar index = {.relname = statement->idxname};
    return index.relname == NULL ? interpreter_skip(in, SKIPPED_TEMPORARY)
                                 : interpreter_skip_temporary(in, &index);
}

Outcome apply_create_index(Interpreter *in, const IndexStmt *statement) {
    const RangeVar *range = statement->relation;
    Object *relation = interpreter_find_relation(in, range);
    Text name = text_from_string(range->relname);
    if (relation == NULL &&
        (interpreter_is_temporary(range) ||
         schema_has_external(in->schema, REFERENCE_RELATION, TEXT("pg_temp"), name))) {
        return skip_temporary(in, statement);
    }
    if (relation == NULL) {
        return interpreter_no_relation(in, range, TEXT("index on"));
    }
    if (relation->kind != KIND_TABLE && relation->kind != KIND_MATERIALIZED_VIEW) {
        return interpreter_error(in, DIAGNOSTIC_WRONG_KIND, range->location,
                                 "cannot create index on relation \"%s\"", name);
    }
    return create_on(in, relation, statement);
}
