/*
 * CREATE TABLE AS: the plain CREATE TABLE that the query's columns make it.
 *
 * In: a query.  Out: a table of columns without defaults and constraints, as the server makes it.
 * Where a type is not known for certain (an extension's function), the table is reported as
 * unsupported; its name is kept, so that it is not dropped where it is.
 */
#include "parser/parse_table_as.h"

#include "parser/interpreter_state.h"
#include "parser/names.h"
#include "parser/normalize.h"

#include "pg_query.h" /* libpg_query's */
#include "pg_query_internal.h"

static Outcome unsupported(Interpreter *in, const RangeVar *range) {
    QualifiedName name = {interpreter_creation_schema(in, range->schemaname),
                          interpreter_text(in, range->relname)};
    interpreter_add_external(in, REFERENCE_RELATION, name);
    return interpreter_unsupported(
        in, range->location,
        text_format(in->scratch, "CREATE TABLE AS of %s",
                    text_quote_name(in->scratch, name.schema, name.name)));
}

/* A column takes the collation of what it is made from, which the types do not tell. */
static bool has_collations(const Schema *schema) {
    for (size_t i = 0; i < schema->roots.count; i++) {
        const ObjectList *children = &schema->roots.items[i]->children;
        for (size_t k = 0; k < children->count; k++) {
            const Column *column = (const Column *)children->items[k];
            if (column->object.kind == KIND_COLUMN && !text_is_empty(column->collation)) {
                return true;
            }
        }
    }
    return false;
}

/* CREATE TABLE with those columns and nothing else; NULL when some type cannot be written. */
static CreateStmt *plain_statement(Interpreter *in, const QueryColumns *columns) {
    Builder sql = builder_new(in->scratch);
    builder_add(&sql, TEXT("CREATE TABLE t ("));
    for (size_t i = 0; i < columns->names.count; i++) {
        builder_format(&sql, i == 0 ? "%I %s" : ", %I %s", columns->names.items[i],
                       columns->types.items[i]);
    }
    builder_add_char(&sql, ')');
    PgQueryInternalParsetreeAndError parsed =
        pg_query_raw_parse(text_to_string(in->scratch, builder_text(&sql)), 0);
    if (parsed.error != NULL) {
        pg_query_free_error(parsed.error);
        return NULL;
    }
    return castNode(CreateStmt, linitial_node(RawStmt, parsed.tree)->stmt);
}

Outcome table_of_query(Interpreter *in, SelectStmt *query, const List *names, CreateStmt **create) {
    *create = NULL;
    if (has_collations(in->schema)) {
        return OUTCOME_APPLIED;
    }
    QueryColumns columns = normalize_query_columns(in, query, names);
    if (columns.is_missing) {
        return interpreter_absent(in);
    }
    *create = columns.is_known ? plain_statement(in, &columns) : NULL;
    return OUTCOME_APPLIED;
}

Outcome table_create_as(Interpreter *in, const CreateTableAsStmt *statement) {
    const IntoClause *into = statement->into;
    if (!IsA(statement->query, SelectStmt)) {
        return unsupported(in, into->rel);
    }
    CreateStmt *create = NULL;
    Outcome outcome = table_of_query(in, (SelectStmt *)statement->query, into->colNames, &create);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    if (create == NULL) {
        return unsupported(in, into->rel);
    }
    create->relation = into->rel;
    create->options = into->options;
    create->accessMethod = into->accessMethod;
    create->tablespacename = into->tableSpaceName;
    create->oncommit = into->onCommit;
    create->if_not_exists = statement->if_not_exists;
    return apply_create_table(in, create);
}
