/*
 * Foreign-data wrappers, servers, user mappings.
 *
 * A wrapper is often the member of an extension and then no object of the schema: its name is an
 * external, or taken on trust when the desired schema has extensions.
 */
#include "parser/parse_foreign.h"

#include "parser/normalize.h"
#include "parser/parse_named.h"
#include "parser/parse_object.h"
#include "parser/secret.h"

#include "nodes/pg_list.h"

#include <string.h>

/* ---- options ---- */

static Setting *find_option(SettingList *options, Text name) {
    for (size_t i = 0; i < options->count; i++) {
        if (text_equal(options->items[i].name, name)) {
            return &options->items[i];
        }
    }
    return NULL;
}

static Outcome change_option(Interpreter *in, SettingList *options, const DefElem *element) {
    Text name = interpreter_text(in, element->defname);
    Setting *known = find_option(options, name);
    bool is_added = element->defaction == DEFELEM_ADD || element->defaction == DEFELEM_UNSPEC;
    if (is_added && known != NULL) {
        return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, element->location,
                                 "option \"%s\" provided more than once", name);
    }
    if (is_added) {
        Setting setting = {name, interpreter_text(in, strVal(element->arg))};
        list_push(in->schema->arena, options, setting);
        return OUTCOME_APPLIED;
    }
    if (known == NULL) {
        return interpreter_error(in, DIAGNOSTIC_UNKNOWN_OBJECT, element->location,
                                 "option \"%s\" not found", name);
    }
    if (element->defaction == DEFELEM_SET) {
        known->value = interpreter_text(in, strVal(element->arg));
    } else {
        *known = options->items[--options->count];
    }
    return OUTCOME_APPLIED;
}

Outcome foreign_options(Interpreter *in, SettingList *options, const List *elements) {
    SettingList changed = {0};
    for (size_t i = 0; i < options->count; i++) {
        list_push(in->schema->arena, &changed, options->items[i]);
    }
    ListCell *cell;
    foreach (cell, elements) {
        Outcome outcome = change_option(in, &changed, lfirst_node(DefElem, cell));
        if (outcome != OUTCOME_APPLIED) {
            return outcome;
        }
    }
    setting_list_sort(&changed);
    *options = changed;
    return OUTCOME_APPLIED;
}

/* ADD, SET or DROP of a secret changes nothing that is kept. */
static List *without_secrets(const List *elements, bool *has_secret) {
    List *kept = NIL;
    ListCell *cell;
    *has_secret = false;
    foreach (cell, elements) {
        DefElem *element = lfirst_node(DefElem, cell);
        Setting one = {text_from_string(element->defname), TEXT("")};
        SettingList list = {&one, 1, 1};
        if (secret_take_options(&list)) {
            *has_secret = true;
        } else {
            kept = lappend(kept, element);
        }
    }
    return kept;
}

static Outcome set_options(Interpreter *in, const Object *object, SettingList *options,
                           const List *elements, bool *hides_secret) {
    bool has_secret;
    List *kept = without_secrets(elements, &has_secret);
    Outcome outcome = foreign_options(in, options, kept);
    if (has_secret && outcome == OUTCOME_APPLIED) {
        *hides_secret = true;
        secret_report(in, object);
    }
    return outcome;
}

/* ---- wrappers ---- */

static Outcome set_functions(Interpreter *in, ForeignWrapper *wrapper, const List *options) {
    NormalizeContext context = {.role = REFERENCE_BY_DEFINITION,
                                .references = &wrapper->object.references};
    ListCell *cell;
    foreach (cell, options) {
        const DefElem *option = lfirst_node(DefElem, cell);
        Text name = TEXT("");
        if (option->arg != NULL) {
            name = normalize_function_name(in, castNode(List, option->arg), &context);
        }
        if (text_is_absent(name)) {
            return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, option->location,
                                       "function %s does not exist",
                                       interpreter_name(in, castNode(List, option->arg)).name);
        }
        *(strcmp(option->defname, "handler") == 0 ? &wrapper->handler : &wrapper->validator) = name;
    }
    return OUTCOME_APPLIED;
}

Outcome apply_create_wrapper(Interpreter *in, const CreateFdwStmt *statement) {
    Text name = interpreter_text(in, statement->fdwname);
    if (schema_find(in->schema, KIND_WRAPPER, TEXT(""), name) != NULL) {
        return named_exists(in, KIND_WRAPPER, name);
    }
    ForeignWrapper *wrapper = schema_object_new(in->schema, ForeignWrapper, KIND_WRAPPER);
    wrapper->object.name = name;
    Outcome outcome = set_functions(in, wrapper, statement->func_options);
    if (outcome == OUTCOME_APPLIED) {
        outcome = set_options(in, &wrapper->object, &wrapper->options, statement->options,
                              &wrapper->hides_secret);
    }
    if (outcome == OUTCOME_APPLIED) {
        interpreter_add_object(in, &wrapper->object, NULL);
    }
    return outcome;
}

Outcome apply_alter_wrapper(Interpreter *in, const AlterFdwStmt *statement) {
    Text name = text_from_string(statement->fdwname);
    ForeignWrapper *wrapper =
        (ForeignWrapper *)schema_find(in->schema, KIND_WRAPPER, TEXT(""), name);
    if (wrapper == NULL) {
        return named_missing(in, KIND_WRAPPER, statement->fdwname);
    }
    Outcome outcome = set_functions(in, wrapper, statement->func_options);
    return outcome != OUTCOME_APPLIED ? outcome
                                      : set_options(in, &wrapper->object, &wrapper->options,
                                                    statement->options, &wrapper->hides_secret);
}

/* ---- servers ---- */

Reference foreign_reference(ObjectKind kind, Text name) {
    return (Reference){.kind = REFERENCE_OBJECT,
                       .role = REFERENCE_BY_DEFINITION,
                       .schema = TEXT(""),
                       .name = name,
                       .object = kind};
}

static bool has_extensions(const Schema *schema) {
    for (size_t i = 0; i < schema->roots.count; i++) {
        if (schema->roots.items[i]->kind == KIND_EXTENSION) {
            return true;
        }
    }
    return false;
}

/* postgres_fdw is the wrapper of the extension postgres_fdw; others may be named differently. */
static Outcome take_wrapper(Interpreter *in, ForeignServer *server, const char *wrapper) {
    Schema *schema = in->schema;
    server->wrapper = interpreter_text(in, wrapper);
    Reference reference = foreign_reference(KIND_WRAPPER, server->wrapper);
    if (schema_find(schema, KIND_WRAPPER, TEXT(""), server->wrapper) == NULL) {
        reference.kind = REFERENCE_EXTENSION;
        if (!in->is_catalog && !has_extensions(schema)) {
            return named_missing(in, KIND_WRAPPER, wrapper);
        }
    }
    reference_add(schema->arena, &server->object.references, reference);
    return OUTCOME_APPLIED;
}

Outcome apply_create_server(Interpreter *in, const CreateForeignServerStmt *statement) {
    Text name = interpreter_text(in, statement->servername);
    if (schema_find(in->schema, KIND_SERVER, TEXT(""), name) != NULL) {
        return statement->if_not_exists ? OUTCOME_APPLIED : named_exists(in, KIND_SERVER, name);
    }
    ForeignServer *server = schema_object_new(in->schema, ForeignServer, KIND_SERVER);
    server->object.name = name;
    server->type =
        statement->servertype == NULL ? TEXT_ABSENT : interpreter_text(in, statement->servertype);
    server->version =
        statement->version == NULL ? TEXT_ABSENT : interpreter_text(in, statement->version);
    Outcome outcome = take_wrapper(in, server, statement->fdwname);
    if (outcome == OUTCOME_APPLIED) {
        outcome = set_options(in, &server->object, &server->options, statement->options,
                              &server->hides_secret);
    }
    if (outcome == OUTCOME_APPLIED) {
        interpreter_add_object(in, &server->object, NULL);
    }
    return outcome;
}

Outcome apply_alter_server(Interpreter *in, const AlterForeignServerStmt *statement) {
    Text name = text_from_string(statement->servername);
    ForeignServer *server = (ForeignServer *)schema_find(in->schema, KIND_SERVER, TEXT(""), name);
    if (server == NULL) {
        return named_missing(in, KIND_SERVER, statement->servername);
    }
    if (statement->has_version) {
        server->version =
            statement->version == NULL ? TEXT_ABSENT : interpreter_text(in, statement->version);
    }
    return set_options(in, &server->object, &server->options, statement->options,
                       &server->hides_secret);
}

Outcome foreign_take_server(Interpreter *in, Table *table, const char *server) {
    table->server = interpreter_text(in, server);
    if (schema_find(in->schema, KIND_SERVER, TEXT(""), table->server) == NULL && !in->is_catalog) {
        return named_missing(in, KIND_SERVER, server);
    }
    reference_add(in->schema->arena, &table->object.references,
                  foreign_reference(KIND_SERVER, table->server));
    return OUTCOME_APPLIED;
}

/* ---- user mappings ---- */

static UserMapping *find_mapping(const Interpreter *in, const char *server, const RoleSpec *user) {
    return (UserMapping *)schema_find_child(in->schema, KIND_USER_MAPPING, TEXT(""),
                                            text_from_string(server), object_role_name(in, user));
}

static Outcome mapping_missing(Interpreter *in, const char *server, const RoleSpec *user) {
    return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, -1,
                               "user mapping for \"%s\" does not exist for server \"%s\"",
                               object_role_name(in, user), text_from_string(server));
}

Outcome apply_create_user_mapping(Interpreter *in, const CreateUserMappingStmt *statement) {
    if (find_mapping(in, statement->servername, statement->user) != NULL) {
        return statement->if_not_exists
                   ? OUTCOME_APPLIED
                   : interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, -1,
                                       "user mapping for \"%s\" already exists for server \"%s\"",
                                       object_role_name(in, statement->user),
                                       text_from_string(statement->servername));
    }
    UserMapping *mapping = schema_object_new(in->schema, UserMapping, KIND_USER_MAPPING);
    mapping->object.relation = interpreter_text(in, statement->servername);
    mapping->object.name = object_role_name(in, statement->user);
    if (!in->is_catalog &&
        schema_find(in->schema, KIND_SERVER, TEXT(""), mapping->object.relation) == NULL) {
        return named_missing(in, KIND_SERVER, statement->servername);
    }
    reference_add(in->schema->arena, &mapping->object.references,
                  foreign_reference(KIND_SERVER, mapping->object.relation));
    Outcome outcome = set_options(in, &mapping->object, &mapping->options, statement->options,
                                  &mapping->hides_secret);
    if (outcome == OUTCOME_APPLIED) {
        interpreter_add_object(in, &mapping->object, NULL);
    }
    return outcome;
}

Outcome apply_alter_user_mapping(Interpreter *in, const AlterUserMappingStmt *statement) {
    UserMapping *mapping = find_mapping(in, statement->servername, statement->user);
    return mapping == NULL ? mapping_missing(in, statement->servername, statement->user)
                           : set_options(in, &mapping->object, &mapping->options,
                                         statement->options, &mapping->hides_secret);
}

Outcome apply_drop_user_mapping(Interpreter *in, const DropUserMappingStmt *statement) {
    UserMapping *mapping = find_mapping(in, statement->servername, statement->user);
    if (mapping != NULL) {
        schema_remove(in->schema, &mapping->object);
    } else if (!statement->missing_ok) {
        return mapping_missing(in, statement->servername, statement->user);
    }
    return OUTCOME_APPLIED;
}
