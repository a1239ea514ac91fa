/*
 * CREATE SCHEMA with its embedded statements, CREATE EXTENSION, ALTER EXTENSION.
 *
 * The schema "public" is there from the start; plpgsql is in every database and is never modelled.
 */
#include "parser/parse_object.h"
#include "parser/privilege.h"

#include "nodes/pg_list.h"

#include <string.h>

static void name_schema(Schema *schema, Text name) {
    if (!text_list_contains(&schema->named_schemas, name)) {
        list_push(schema->arena, &schema->named_schemas, name);
    }
}

Object *interpreter_find_schema(Interpreter *in, Text name) {
    Object *found = schema_find(in->schema, KIND_SCHEMA, TEXT(""), name);
    if (found != NULL || in->is_catalog || !text_equal(name, TEXT("public"))) {
        return found;
    }
    Object *public = schema_object_new(in->schema, Object, KIND_SCHEMA);
    public->name = TEXT("public");
    privilege_grant(in->schema->arena, public, TEXT(""), TEXT("USAGE"), false);
    schema_add(in->schema, public, NULL);
    return public;
}

/* PostgreSQL's transformCreateSchemaStmtElements(): an unqualified name means the new schema. */
static void qualify_element(Node *element, char *schema_name) {
    RangeVar *relation = NULL;
    switch (nodeTag(element)) {
        case T_CreateStmt: relation = ((CreateStmt *)element)->relation; break;
        case T_CreateSeqStmt: relation = ((CreateSeqStmt *)element)->sequence; break;
        case T_ViewStmt: relation = ((ViewStmt *)element)->view; break;
        case T_IndexStmt: relation = ((IndexStmt *)element)->relation; break;
        case T_CreateTrigStmt: relation = ((CreateTrigStmt *)element)->relation; break;
        default: break;
    }
    if (relation != NULL && relation->schemaname == NULL) {
        relation->schemaname = schema_name;
    }
}

/* Inside, the new schema is the first of the search path, and its owner the current role. */
static Outcome apply_elements(Interpreter *in, const CreateSchemaStmt *statement, Text name) {
    TextList outer = in->search_path, inner = {0};
    Text role = in->current_role;
    list_push(in->scratch, &inner, name);
    for (size_t i = 0; i < outer.count; i++) {
        list_push(in->scratch, &inner, outer.items[i]);
    }
    char *schema_name = text_to_string(in->scratch, name);
    in->search_path = inner;
    if (statement->authrole != NULL) {
        in->current_role = object_role_name(in, statement->authrole);
    }
    Outcome outcome = OUTCOME_APPLIED;
    ListCell *cell;
    foreach (cell, statement->schemaElts) {
        qualify_element(lfirst(cell), schema_name);
        Outcome one = interpreter_apply_node(in, lfirst(cell));
        outcome = one > outcome ? one : outcome;
    }
    in->search_path = outer;
    in->current_role = role;
    return outcome;
}

/* "public" is there before it is created; any other schema only once. */
static bool is_implicit(const Object *schema) {
    return text_equal(schema->name, TEXT("public")) && schema->where.source == NULL;
}

static Outcome schema_exists(Interpreter *in, const CreateSchemaStmt *statement, Object *found) {
    if (statement->if_not_exists) {
        return OUTCOME_APPLIED;
    }
    if (!is_implicit(found)) {
        return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, -1,
                                 "schema \"%s\" already exists", found->name);
    }
    found->where = interpreter_location(in, -1);
    return statement->authrole == NULL ? OUTCOME_APPLIED
                                       : object_set_owner(in, found, statement->authrole);
}

/*
 * Elements that wait for something outside the statement make the whole statement wait, so the
 * schema is created only when it is not there, and elements that were applied are taken back by
 * name.
 */
static bool elements_are_created(const Interpreter *in, Text name) {
    for (size_t i = 0; i < in->schema->roots.count; i++) {
        if (text_equal(in->schema->roots.items[i]->schema, name)) {
            return true;
        }
    }
    return false;
}

static void remove_elements(Schema *schema, Text name) {
    for (size_t i = schema->roots.count; i-- != 0;) {
        if (text_equal(schema->roots.items[i]->schema, name)) {
            schema_remove(schema, schema->roots.items[i]);
        }
    }
}

Outcome apply_create_schema(Interpreter *in, const CreateSchemaStmt *statement) {
    Text name = statement->schemaname != NULL ? interpreter_text(in, statement->schemaname)
                                              : object_role_name(in, statement->authrole);
    Object *found = interpreter_find_schema(in, name);
    if (found != NULL) {
        name_schema(in->schema, name);
        return schema_exists(in, statement, found);
    }
    bool was_there = elements_are_created(in, name);
    Object *schema = schema_object_new(in->schema, Object, KIND_SCHEMA);
    schema->name = name;
    schema->where = interpreter_location(in, -1);
    interpreter_add_object(in, schema, NULL);
    name_schema(in->schema, name);
    if (statement->authrole != NULL) {
        object_set_owner(in, schema, statement->authrole);
    }
    Outcome outcome = apply_elements(in, statement, name);
    if (outcome == OUTCOME_WAITING && !was_there) {
        remove_elements(in->schema, name);
        schema_remove(in->schema, schema);
    }
    return outcome;
}

static void extension_options(const Interpreter *in, const List *options, Extension *extension) {
    ListCell *cell;
    foreach (cell, options) {
        const DefElem *option = lfirst_node(DefElem, cell);
        if (strcmp(option->defname, "schema") == 0) {
            extension->in_schema = interpreter_text(in, strVal(option->arg));
        } else if (strcmp(option->defname, "new_version") == 0) {
            extension->version = interpreter_text(in, strVal(option->arg));
        }
    }
}

static bool is_system_schema(Text name) {
    return text_starts_with(name, TEXT("pg_")) || text_equal(name, TEXT("information_schema"));
}

Outcome apply_create_extension(Interpreter *in, const CreateExtensionStmt *statement) {
    if (strcmp(statement->extname, "plpgsql") == 0) {
        return OUTCOME_APPLIED;
    }
    Text name = interpreter_text(in, statement->extname);
    if (schema_find(in->schema, KIND_EXTENSION, TEXT(""), name) != NULL) {
        return statement->if_not_exists
                   ? OUTCOME_APPLIED
                   : interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, -1,
                                       "extension \"%s\" already exists", name);
    }
    Extension *extension = schema_object_new(in->schema, Extension, KIND_EXTENSION);
    extension->object.name = name;
    extension->object.where = interpreter_location(in, -1);
    extension_options(in, statement->options, extension);
    bool is_schema_modelled =
        !text_is_empty(extension->in_schema) && !is_system_schema(extension->in_schema);
    if (is_schema_modelled && interpreter_find_schema(in, extension->in_schema) == NULL) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, -1,
                                   "schema \"%s\" does not exist", extension->in_schema);
    }
    if (is_schema_modelled) {
        reference_add(in->schema->arena, &extension->object.references,
                      (Reference){REFERENCE_SCHEMA, REFERENCE_BY_DEFINITION, TEXT(""),
                                  extension->in_schema, TEXT_ABSENT, 0});
    }
    interpreter_add_object(in, &extension->object, NULL);
    return OUTCOME_APPLIED;
}

/* ALTER EXTENSION name UPDATE [TO version]. */
Outcome apply_alter_extension(Interpreter *in, const AlterExtensionStmt *statement) {
    if (strcmp(statement->extname, "plpgsql") == 0) {
        return OUTCOME_APPLIED;
    }
    Text name = text_from_string(statement->extname);
    Object *extension = schema_find(in->schema, KIND_EXTENSION, TEXT(""), name);
    if (extension == NULL) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, -1,
                                   "extension \"%s\" does not exist", name);
    }
    ((Extension *)extension)->version = TEXT(""); /* the newest one: no version is stated */
    extension_options(in, statement->options, (Extension *)extension);
    return OUTCOME_APPLIED;
}
