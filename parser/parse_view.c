/*
 * CREATE VIEW, CREATE MATERIALIZED VIEW.
 */
#include "parser/interpreter_state.h"
#include "parser/names.h"
#include "parser/normalize.h"
#include "parser/parse_settings.h"
#include "parser/parse_table_as.h"

static View *view_new(Interpreter *in, ObjectKind kind, const RangeVar *name) {
    View *view = schema_object_new(in->schema, View, kind);
    view->object.schema = interpreter_creation_schema(in, name->schemaname);
    view->object.name = interpreter_text(in, name->relname);
    return view;
}

static bool read_query(Interpreter *in, View *view, Node *query, const List *column_names) {
    NormalizeContext context = {.role = REFERENCE_BY_DEFINITION,
                                .references = &view->object.references};
    view->query =
        normalize_query(in, castNode(SelectStmt, query), column_names, &context, &view->columns);
    return !text_is_absent(view->query);
}

static void read_options(Interpreter *in, View *view, const ViewStmt *statement) {
    view->options = settings_read(in, statement->options);
    if (statement->withCheckOption != NO_CHECK_OPTION) {
        bool is_local = statement->withCheckOption == LOCAL_CHECK_OPTION;
        Setting check = {TEXT("check_option"), is_local ? TEXT("local") : TEXT("cascaded")};
        list_push(in->schema->arena, &view->options, check);
        setting_list_sort(&view->options);
    }
}

static Outcome relation_exists(Interpreter *in, const View *view) {
    return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, -1, "relation \"%s\" already exists",
                             view->object.name);
}

/* OR REPLACE keeps what belongs to the view and not to its query. */
static void replace_view(Interpreter *in, View *old, const View *new) {
    old->query = new->query;
    old->options = new->options;
    old->columns = new->columns;
    old->object.references = new->object.references;
    old->object.where = interpreter_location(in, -1);
}

Outcome apply_create_view(Interpreter *in, const ViewStmt *statement) {
    if (interpreter_is_temporary(statement->view)) {
        return interpreter_skip(in, SKIPPED_TEMPORARY);
    }
    View *view = view_new(in, KIND_VIEW, statement->view);
    Object *old = names_find_relation(in, view->object.schema, view->object.name);
    if (old != NULL && (!statement->replace || old->kind != KIND_VIEW)) {
        return relation_exists(in, view);
    }
    if (!read_query(in, view, statement->query, statement->aliases)) {
        return interpreter_absent(in);
    }
    read_options(in, view, statement);
    if (old != NULL) {
        replace_view(in, (View *)old, view);
    } else {
        interpreter_add_object(in, &view->object, NULL);
    }
    return OUTCOME_APPLIED;
}

static Outcome create_materialized_view(Interpreter *in, const CreateTableAsStmt *statement) {
    const IntoClause *into = statement->into;
    View *view = view_new(in, KIND_MATERIALIZED_VIEW, into->rel);
    if (names_find_relation(in, view->object.schema, view->object.name) != NULL) {
        return statement->if_not_exists ? OUTCOME_APPLIED : relation_exists(in, view);
    }
    if (!read_query(in, view, statement->query, into->colNames)) {
        return interpreter_absent(in);
    }
    view->options = settings_read(in, into->options);
    view->is_not_populated = into->skipData;
    view->access_method = interpreter_access_method(in, into->accessMethod);
    view->tablespace = interpreter_tablespace(in, into->tableSpaceName);
    interpreter_add_object(in, &view->object, NULL);
    return OUTCOME_APPLIED;
}

Outcome apply_create_table_as(Interpreter *in, const CreateTableAsStmt *statement) {
    if (interpreter_is_temporary(statement->into->rel)) {
        return interpreter_skip(in, SKIPPED_TEMPORARY);
    }
    if (statement->objtype == OBJECT_MATVIEW) {
        return create_materialized_view(in, statement);
    }
    return table_create_as(in, statement);
}
