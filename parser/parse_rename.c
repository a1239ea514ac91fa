/*
 * RENAME: the object gets its new name; whatever names it follows (see rename.h).
 *
 * As in PostgreSQL, names that were once derived from the old one (of indexes, constraints,
 * sequences) stay as they are.
 */
#include "parser/rename.h"

#include "parser/identity.h"
#include "parser/interpreter_state.h"
#include "parser/inheritance.h"
#include "parser/names.h"
#include "parser/not_null.h"
#include "parser/parse_constraint.h"
#include "parser/parse_named.h"
#include "parser/parse_object.h"
#include "parser/sql_edit.h"
#include "parser/trigger_state.h"

#include "nodes/pg_list.h"

static Outcome exists_already(Interpreter *in, Text word, Text name) {
    return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, -1, "%s \"%s\" already exists", word,
                             name);
}

void object_set_identity(Schema *schema, Object *object, Text in_schema, Text name) {
    object->schema = in_schema;
    object->name = name;
    for (size_t i = 0; i < object->children.count; i++) {
        Object *child = object->children.items[i];
        if (object_kind_facts[child->kind].is_child) {
            child->schema = in_schema;
            child->relation = name;
        }
    }
    schema_rekey(schema, object);
}

/* ---- relations ---- */

static void follow_replica_identity(Interpreter *in, const Object *index, Text new_name) {
    if (index->parent == NULL || index->parent->kind != KIND_TABLE) {
        return;
    }
    Table *table = (Table *)index->parent;
    Text old = text_format(in->scratch, "USING INDEX %I", index->name);
    if (text_equal(table->replica_identity, old)) {
        table->replica_identity = text_format(in->schema->arena, "USING INDEX %I", new_name);
    }
}

static Outcome rename_constraint(Interpreter *in, TableConstraint *constraint, Text new_name);

/* ALTER INDEX on the index of a constraint, ALTER SEQUENCE on that of an identity column. */
static Outcome rename_implicit(Interpreter *in, Text schema, Text name, Text new_name,
                               bool *was_found) {
    TableConstraint *constraint = constraint_of_index(in->schema, schema, name);
    Column *column = identity_column_of_sequence(in->schema, schema, name);
    *was_found = constraint != NULL || column != NULL;
    if (constraint != NULL) {
        return rename_constraint(in, constraint, new_name);
    }
    if (column != NULL) {
        identity_rename(in, column->sequence, column->sequence->object.schema, new_name);
        interpreter_forget_names(in);
    }
    return OUTCOME_APPLIED;
}

static Outcome relation_missing(Interpreter *in, const RenameStmt *statement, Text new_name) {
    const RangeVar *name = statement->relation;
    bool was_found = false;
    size_t count = name->schemaname != NULL ? 1 : in->search_path.count;
    for (size_t i = 0; i < count && statement->renameType != OBJECT_COLUMN; i++) {
        Text schema = name->schemaname != NULL ? text_from_string(name->schemaname)
                                               : in->search_path.items[i];
        Outcome outcome =
            rename_implicit(in, schema, text_from_string(name->relname), new_name, &was_found);
        if (was_found) {
            return outcome;
        }
    }
    return statement->missing_ok ? OUTCOME_APPLIED
                                 : object_missing(in, OBJECT_TABLE, (const Node *)name, -1);
}

/* ALTER TABLE renames any relation; ALTER INDEX a table too, for old times' sake. */
static bool may_rename(const Object *relation, ObjectType type) {
    return type == OBJECT_TABLE || type == OBJECT_INDEX || object_is_of_type(relation, type);
}

/*
 * PostgreSQL 18 names NOT NULL constraints after table and column; those names do not follow
 * either. What was the default name has to be said from now on, and the other way round.
 */
static void keep_not_null_name(Interpreter *in, Column *column, Text old_table, Text old_column) {
    if (in->schema->server_version < 180000 || !column->is_not_null) {
        return;
    }
    bool is_usual = text_is_empty(column->not_null.name);
    not_null_rename(in, column,
                    is_usual
                        ? default_name_make(in->scratch, old_table, old_column, TEXT("not_null"))
                        : column->not_null.name);
}

static void keep_not_null_names(Interpreter *in, Object *table, Text old_name) {
    for (size_t i = 0; table->kind == KIND_TABLE && i < table->children.count; i++) {
        Object *child = table->children.items[i];
        if (child->kind == KIND_COLUMN) {
            keep_not_null_name(in, (Column *)child, old_name, child->name);
        }
    }
}

static Outcome rename_relation(Interpreter *in, const RenameStmt *statement) {
    Text new_name = interpreter_text(in, statement->newname);
    Object *relation = interpreter_find_relation(in, statement->relation);
    if (relation == NULL) {
        return relation_missing(in, statement, new_name);
    }
    if (!may_rename(relation, statement->renameType)) {
        return object_wrong_type(in, statement->renameType, relation,
                                 statement->relation->location);
    }
    if (names_relation_exists(in, relation->schema, new_name)) {
        return exists_already(in, TEXT("relation"), new_name);
    }
    if (relation->kind != KIND_INDEX && relation->kind != KIND_SEQUENCE &&
        schema_find_type(in->schema, relation->schema, new_name) != NULL) {
        return exists_already(in, TEXT("type"), new_name);
    }
    Renaming renaming = {.in = in,
                         .kind = RENAMED_RELATION,
                         .old = {relation->schema, relation->name},
                         .new = {relation->schema, new_name}};
    rename_in_model(&renaming);
    if (relation->kind == KIND_INDEX) {
        follow_replica_identity(in, relation, new_name);
    }
    Text old_name = relation->name;
    object_set_identity(in->schema, relation, relation->schema, new_name);
    keep_not_null_names(in, relation, old_name);
    interpreter_forget_names(in);
    return OUTCOME_APPLIED;
}

/* ---- columns ---- */

static bool has_children(const Interpreter *in, const Object *table) {
    for (size_t i = 0; i < in->schema->roots.count; i++) {
        if (table_is_child_of((const Table *)in->schema->roots.items[i], table)) {
            return true;
        }
    }
    return false;
}

/* The table and all that inherit the column from it. */
static void collect_heirs(Interpreter *in, Object *table, Text column, ObjectList *tables) {
    for (size_t i = 0; i < tables->count; i++) {
        if (tables->items[i] == table) {
            return;
        }
    }
    list_push(in->scratch, tables, table);
    for (size_t i = 0; table->kind == KIND_TABLE && i < in->schema->roots.count; i++) {
        Object *child = in->schema->roots.items[i];
        if (table_is_child_of((const Table *)child, table) &&
            table_find_column(child, column) != NULL) {
            collect_heirs(in, child, column, tables);
        }
    }
}

static bool is_inherited_column(const Interpreter *in, const Object *table, Text column) {
    for (size_t i = 0; table->kind == KIND_TABLE && i < in->schema->roots.count; i++) {
        const Object *parent = in->schema->roots.items[i];
        if (table_is_child_of((const Table *)table, parent) &&
            table_find_column(parent, column) != NULL) {
            return true;
        }
    }
    return false;
}

static bool is_view(const Object *relation) {
    return relation->kind == KIND_VIEW || relation->kind == KIND_MATERIALIZED_VIEW;
}

static bool has_column(Interpreter *in, const Object *relation, Text name) {
    TextList names = {0};
    relation_column_names(in->scratch, relation, &names);
    return text_list_contains(&names, name) || table_find_column(relation, name) != NULL;
}

static void rename_view_column(Interpreter *in, View *view, Text old_name, Text new_name) {
    for (size_t i = 0; i < view->columns.count; i++) {
        if (!text_equal(view->columns.items[i], old_name)) {
            continue;
        }
        Text query = rename_output_column(in, view->query, i, new_name);
        view->columns.items[i] = new_name;
        if (!text_is_absent(query)) {
            view->query = query;
            return;
        }
    }
    interpreter_unsupported(in, -1,
                            text_format(in->scratch, "rename of column \"%s\" of %s", old_name,
                                        object_describe(in->scratch, &view->object)));
}

static void rename_columns(Interpreter *in, const ObjectList *relations, Text old_name,
                           Text new_name) {
    for (size_t i = 0; i < relations->count; i++) {
        Object *relation = relations->items[i];
        if (is_view(relation)) {
            rename_view_column(in, (View *)relation, old_name, new_name);
        }
        Column *column = table_find_column(relation, old_name);
        if (column != NULL) {
            column->object.name = new_name;
            schema_rekey(in->schema, &column->object);
            if (relation->kind == KIND_TABLE) {
                keep_not_null_name(in, column, relation->name, old_name);
            }
        }
    }
}

static Outcome check_column(Interpreter *in, const RenameStmt *statement, Object *relation) {
    Text old_name = text_from_string(statement->subname);
    Text new_name = text_from_string(statement->newname);
    int location = statement->relation->location;
    if (!has_column(in, relation, old_name)) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_COLUMN, location,
                                   "column \"%s\" of relation \"%s\" does not exist", old_name,
                                   relation->name);
    }
    if (is_inherited_column(in, relation, old_name)) {
        return interpreter_error(in, DIAGNOSTIC_INVALID_DEFINITION, location,
                                 "cannot rename inherited column \"%s\"", old_name);
    }
    if (!statement->relation->inh && has_children(in, relation)) {
        return interpreter_error(in, DIAGNOSTIC_INVALID_DEFINITION, location,
                                 "inherited column \"%s\" must be renamed in child tables too",
                                 old_name);
    }
    if (has_column(in, relation, new_name)) {
        return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, location,
                                 "column \"%s\" of relation \"%s\" already exists", new_name,
                                 relation->name);
    }
    return OUTCOME_APPLIED;
}

static Outcome rename_column(Interpreter *in, const RenameStmt *statement) {
    Object *relation = interpreter_find_relation(in, statement->relation);
    if (relation == NULL) {
        return relation_missing(in, statement, TEXT(""));
    }
    if (relation->kind == KIND_INDEX || relation->kind == KIND_SEQUENCE) {
        return object_wrong_type(in, OBJECT_TABLE, relation, statement->relation->location);
    }
    Outcome outcome = check_column(in, statement, relation);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    Text old_name = interpreter_text(in, statement->subname);
    Text new_name = interpreter_text(in, statement->newname);
    Renaming renaming = {
        .in = in, .kind = RENAMED_COLUMN, .old = {TEXT(""), old_name}, .new = {TEXT(""), new_name}};
    collect_heirs(in, relation, old_name, &renaming.relations);
    rename_in_model(&renaming);
    rename_columns(in, &renaming.relations, old_name, new_name);
    return OUTCOME_APPLIED;
}

/* ---- constraints ---- */

static bool has_index(const TableConstraint *constraint) {
    return constraint->type == CONSTRAINT_TYPE_PRIMARY_KEY ||
           constraint->type == CONSTRAINT_TYPE_UNIQUE ||
           constraint->type == CONSTRAINT_TYPE_EXCLUDE;
}

/* Children have a check under the same name. */
static void rename_inherited_checks(Interpreter *in, const Object *table, Text old_name,
                                    Text new_name) {
    for (size_t i = 0; i < in->schema->roots.count; i++) {
        const Object *child = in->schema->roots.items[i];
        if (!table_is_child_of((const Table *)child, table)) {
            continue;
        }
        Object *check =
            schema_find_child(in->schema, KIND_CONSTRAINT, child->schema, child->name, old_name);
        if (check != NULL) {
            check->name = new_name;
            schema_rekey(in->schema, check);
            rename_inherited_checks(in, child, old_name, new_name);
        }
    }
}

static Outcome rename_constraint(Interpreter *in, TableConstraint *constraint, Text new_name) {
    Object *object = &constraint->object;
    if (schema_find_child(in->schema, KIND_CONSTRAINT, object->schema, object->relation,
                          new_name) != NULL) {
        return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, -1,
                                 "constraint \"%s\" for relation \"%s\" already exists", new_name,
                                 object->relation);
    }
    if (has_index(constraint) && names_relation_exists(in, object->schema, new_name)) {
        return exists_already(in, TEXT("relation"), new_name);
    }
    if (constraint->type == CONSTRAINT_TYPE_CHECK && constraint->is_inherited) {
        return interpreter_error(in, DIAGNOSTIC_INVALID_DEFINITION, -1,
                                 "cannot rename inherited constraint \"%s\"", object->name);
    }
    Text old_name = object->name;
    follow_replica_identity(in, object, new_name);
    object->name = new_name;
    schema_rekey(in->schema, object);
    if (constraint->type == CONSTRAINT_TYPE_CHECK && !constraint->is_no_inherit) {
        rename_inherited_checks(in, object->parent, old_name, new_name);
    }
    interpreter_forget_names(in);
    return OUTCOME_APPLIED;
}

/* Children that have it from there follow. */
static void rename_not_null(Interpreter *in, const Object *table, Column *column, Text new_name) {
    not_null_rename(in, column, new_name);
    ObjectList children = {0};
    if (!column->not_null.is_no_inherit) {
        children = inheritance_children(in, table);
    }
    for (size_t i = 0; i < children.count; i++) {
        Column *below = table_find_column(children.items[i], column->object.name);
        if (below != NULL && below->is_not_null) {
            rename_not_null(in, children.items[i], below, new_name);
        }
    }
}

/* {schema, table} and a name, as find_object.c wants it. */
static List *child_name(const RangeVar *relation, const char *child) {
    List *names = NIL;
    if (relation->schemaname != NULL) {
        names = lappend(names, makeString(relation->schemaname));
    }
    names = lappend(names, makeString(relation->relname));
    return lappend(names, makeString((char *)child));
}

static Outcome rename_table_constraint(Interpreter *in, const RenameStmt *statement) {
    List *name = child_name(statement->relation, statement->subname);
    Text new_name = interpreter_text(in, statement->newname);
    Object *found = interpreter_find_object(in, OBJECT_TABCONSTRAINT, (Node *)name);
    if (found != NULL) {
        return rename_constraint(in, (TableConstraint *)found, new_name);
    }
    Object *table = interpreter_find_relation(in, statement->relation);
    Column *column = not_null_find(in, table, text_from_string(statement->subname));
    if (column != NULL) {
        rename_not_null(in, table, column, new_name);
        return OUTCOME_APPLIED;
    }
    return table == NULL && statement->missing_ok
               ? OUTCOME_APPLIED
               : object_missing(in, OBJECT_TABCONSTRAINT, (Node *)name,
                                statement->relation->location);
}

static Outcome rename_domain_constraint(Interpreter *in, const RenameStmt *statement) {
    List *name = list_make2(statement->object, makeString(statement->subname));
    Object *found = interpreter_find_object(in, OBJECT_DOMCONSTRAINT, (Node *)name);
    return found == NULL ? object_missing(in, OBJECT_DOMCONSTRAINT, (Node *)name, -1)
                         : rename_constraint(in, (TableConstraint *)found,
                                             interpreter_text(in, statement->newname));
}

/* ---- triggers, rules, policies ---- */

/* The name follows the word TRIGGER or RULE in the canonical statement. */
static Text rename_in_definition(Interpreter *in, Text definition, const char *word,
                                 Text new_name) {
    SqlToken token = {.kind = TOKEN_END};
    do {
        token = sql_token(in->scratch, definition, token.span.end);
    } while (token.kind != TOKEN_END && !sql_token_is_word(token, word));
    SqlToken name = sql_token(in->scratch, definition, token.span.end);
    SqlEditList edits = {0};
    sql_edit_add(in->scratch, &edits, name.span, text_quote_identifier(in->scratch, new_name));
    return sql_edit_apply(in->schema->arena, definition, &edits);
}

static Outcome rename_child(Interpreter *in, const RenameStmt *statement) {
    ObjectType type = statement->renameType;
    List *name = child_name(statement->relation, statement->subname);
    Text new_name = interpreter_text(in, statement->newname);
    Object *found = interpreter_find_object(in, type, (Node *)name);
    if (found == NULL) {
        bool is_forgiven =
            statement->missing_ok && interpreter_find_relation(in, statement->relation) == NULL;
        return is_forgiven ? OUTCOME_APPLIED
                           : object_missing(in, type, (Node *)name, statement->relation->location);
    }
    if (schema_find_child(in->schema, found->kind, found->schema, found->relation, new_name) !=
        NULL) {
        return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, -1,
                                 "%s \"%s\" for relation \"%s\" already exists",
                                 object_type_word(type), new_name, found->relation);
    }
    if (found->kind == KIND_TRIGGER) {
        Text *definition = &((TableTrigger *)found)->definition;
        *definition = rename_in_definition(in, *definition, "trigger", new_name);
        trigger_state_rename(in, found->parent, found->name, new_name);
    } else if (found->kind == KIND_RULE) {
        Text *definition = &((RewriteRule *)found)->definition;
        *definition = rename_in_definition(in, *definition, "rule", new_name);
    }
    found->name = new_name;
    schema_rekey(in->schema, found);
    return OUTCOME_APPLIED;
}

/* ---- types, routines, schemas ---- */

static Outcome rename_type(Interpreter *in, const RenameStmt *statement) {
    Object *type = interpreter_find_object(in, statement->renameType, statement->object);
    Text new_name = interpreter_text(in, statement->newname);
    if (type == NULL) {
        return object_missing(in, statement->renameType, statement->object, -1);
    }
    if (!object_is_of_type(type, statement->renameType)) {
        return object_wrong_type(in, statement->renameType, type, -1);
    }
    if (schema_find_type(in->schema, type->schema, new_name) != NULL) {
        return exists_already(in, TEXT("type"), new_name);
    }
    if (type->kind == KIND_RANGE) {
        rename_keep_multirange(in, (Definition *)type);
    }
    Renaming renaming = {.in = in,
                         .kind = RENAMED_TYPE,
                         .old = {type->schema, type->name},
                         .new = {type->schema, new_name}};
    rename_in_model(&renaming);
    object_set_identity(in->schema, type, type->schema, new_name);
    interpreter_forget_names(in);
    return OUTCOME_APPLIED;
}

static void move_into(Object *object, void *context) {
    const Renaming *renaming = context;
    if (text_equal(object->schema, renaming->old.schema)) {
        object->schema = renaming->new.schema;
    }
    if (object->kind == KIND_DEFAULT_PRIVILEGE) {
        DefaultPrivilege *rule = (DefaultPrivilege *)object;
        if (text_equal(rule->in_schema, renaming->old.schema)) {
            rule->in_schema = renaming->new.schema;
            object->name = text_format(renaming->in->schema->arena, "%s/%s/%s", rule->role,
                                       rule->in_schema, rule->objects);
        }
    }
}

static void rename_externals(const Renaming *renaming) {
    ExternalNameList *list = &renaming->in->schema->externals;
    size_t count = list->count; /* the old names stay in the hash: add the new ones */
    for (size_t i = 0; i < count; i++) {
        ExternalName external = list->items[i];
        if (text_equal(external.schema, renaming->old.schema)) {
            external.schema = renaming->new.schema;
            list_push(renaming->in->schema->arena, list, external);
        }
    }
}

static Outcome rename_schema(Interpreter *in, const RenameStmt *statement) {
    String name = {T_String, statement->subname};
    Object *schema = interpreter_find_object(in, OBJECT_SCHEMA, (Node *)&name);
    Text new_name = interpreter_text(in, statement->newname);
    if (schema == NULL) {
        return object_missing(in, OBJECT_SCHEMA, (Node *)&name, -1);
    }
    if (schema_find(in->schema, KIND_SCHEMA, TEXT(""), new_name) != NULL) {
        return exists_already(in, TEXT("schema"), new_name);
    }
    Renaming renaming = {.in = in,
                         .kind = RENAMED_SCHEMA,
                         .old = {schema->name, TEXT("")},
                         .new = {new_name, TEXT("")}};
    rename_in_model(&renaming);
    schema_visit(in->schema, move_into, &renaming);
    schema->name = new_name;
    for (size_t i = 0; i < in->schema->roots.count; i++) {
        schema_rekey(in->schema, in->schema->roots.items[i]);
    }
    rename_externals(&renaming);
    interpreter_creation_schema(in, statement->newname); /* it is spoken of */
    interpreter_forget_names(in);
    interpreter_forget_default_privileges(in);
    return OUTCOME_APPLIED;
}

static Outcome rename_elsewhere(Interpreter *in, const RenameStmt *statement) {
    Text word = object_type_word(statement->renameType);
    if (statement->renameType == OBJECT_DATABASE || statement->renameType == OBJECT_TABLESPACE) {
        return interpreter_skip(in, SKIPPED_SERVER);
    }
    if (statement->renameType == OBJECT_ROLE) {
        diagnostic_add(in->diagnostics, DIAGNOSTIC_LEFT_ALONE, interpreter_location(in, -1),
                       "role \"%s\" becomes \"%s\": owners and rights are compared by name, as "
                       "the other statements have them",
                       text_from_string(statement->subname), text_from_string(statement->newname));
        return interpreter_skip(in, SKIPPED_ROLE);
    }
    Text name = statement->object != NULL ? object_name_text(in, statement->object)
                                          : text_from_string(statement->subname);
    return interpreter_unsupported(in, -1, text_format(in->scratch, "rename of %s %s", word, name));
}

Outcome apply_rename(Interpreter *in, const RenameStmt *statement) {
    constraint_try_foreign_keys(in); /* while names are what they were when it was written */
    switch (statement->renameType) {
        case OBJECT_TABLE:
        case OBJECT_FOREIGN_TABLE:
        case OBJECT_VIEW:
        case OBJECT_MATVIEW:
        case OBJECT_SEQUENCE:
        case OBJECT_INDEX: return rename_relation(in, statement);
        case OBJECT_COLUMN:
        case OBJECT_ATTRIBUTE: return rename_column(in, statement);
        case OBJECT_TABCONSTRAINT: return rename_table_constraint(in, statement);
        case OBJECT_DOMCONSTRAINT: return rename_domain_constraint(in, statement);
        case OBJECT_TRIGGER:
        case OBJECT_RULE:
        case OBJECT_POLICY: return rename_child(in, statement);
        case OBJECT_TYPE:
        case OBJECT_DOMAIN: return rename_type(in, statement);
        case OBJECT_FUNCTION:
        case OBJECT_PROCEDURE:
        case OBJECT_AGGREGATE:
        case OBJECT_ROUTINE: return rename_routine(in, statement);
        case OBJECT_SCHEMA: return rename_schema(in, statement);
        case OBJECT_FDW:
        case OBJECT_FOREIGN_SERVER:
        case OBJECT_PUBLICATION:
        case OBJECT_SUBSCRIPTION:
        case OBJECT_STATISTIC_EXT:
        case OBJECT_EVENT_TRIGGER: return named_rename(in, statement);
        default:
            return object_type_is_modelled(statement->renameType) ? rename_definition(in, statement)
                                                                  : rename_elsewhere(in, statement);
    }
}
