/*
 * Interpreter: names, places and additions: what every statement's function needs.
 *
 * In: parts of the parse tree.  Out: objects of the schema, copied texts, diagnostics.  Knows
 * nothing of single statements.
 */
#include "compiler/definition.h"
#include "parser/interpreter_state.h"

#include "parser/names.h"
#include "parser/privilege.h"
#include "parser/statement_scan.h"

#include <string.h>

Interpreter interpreter_new(Schema *schema, Arena *scratch, Diagnostics *diagnostics) {
    Interpreter in = {.schema = schema, .scratch = scratch, .diagnostics = diagnostics};
    in.state = arena_new(schema->arena, InterpreterState);
    interpreter_begin_session(&in);
    return in;
}

void interpreter_begin_session(Interpreter *in) {
    in->search_path = (TextList){0};
    list_push(in->schema->arena, &in->search_path, TEXT("public"));
    in->current_role = in->schema->current_role;
    in->state->has_local_search_path = false;
    in->state->default_access_method = in->state->default_tablespace = TEXT("");
}

Location interpreter_location(const Interpreter *in, int node_location) {
    Location where = {.source = in->source};
    if (in->source == NULL && in->state->block.source != NULL) {
        return in->state->block;
    }
    if (in->source == NULL || in->source->is_database) {
        return where;
    }
    where.span = in->statement;
    if (node_location >= 0 && !in->is_respelled) {
        where.span.start = in->location_base + (size_t)node_location;
        where.span.end = statement_token_end(in->source->text, where.span.start);
    }
    return where;
}

int interpreter_locate(const Interpreter *in, int node_location, Text name) {
    if (in->source == NULL || in->source->is_database) {
        return node_location;
    }
    size_t start = in->location_base + (node_location < 0 ? 0 : (size_t)node_location);
    size_t found = statement_find_name(in->source->text, start, in->statement.end, name);
    return found == start ? node_location : (int)(found - in->location_base);
}

Outcome interpreter_unsupported(Interpreter *in, int node_location, Text what) {
    Schema *schema = in->schema;
    Unsupported item = {text_copy(schema->arena, what), interpreter_location(in, node_location)};
    for (size_t i = 0; i < schema->unsupported.count; i++) {
        const Unsupported *known = &schema->unsupported.items[i];
        if (known->where.source == item.where.source &&
            known->where.span.start == item.where.span.start && text_equal(known->what, what)) {
            return OUTCOME_APPLIED; /* a statement that waited and is read again */
        }
    }
    list_push(schema->arena, &schema->unsupported, item);
    return OUTCOME_APPLIED;
}

Outcome interpreter_absent(const Interpreter *in) {
    return in->is_last_try ? OUTCOME_FAILED : OUTCOME_WAITING;
}

Outcome interpreter_skip(Interpreter *in, SkippedKind kind) {
    Skipped *skipped = &in->state->skipped[kind];
    if (skipped->count++ == 0) {
        skipped->first = interpreter_location(in, -1);
    }
    return OUTCOME_APPLIED;
}

void interpreter_report_skipped(Interpreter *in) {
    static const char *const subjects[SKIPPED_KIND_COUNT] = {
        [SKIPPED_DATA] = "data",
        [SKIPPED_ROLE] = "roles",
        [SKIPPED_SERVER] = "the server or its upkeep",
        [SKIPPED_TEMPORARY] = "temporary objects",
        [SKIPPED_RUNNER] = "the migration runner's own table",
        [SKIPPED_SYSTEM] = "system objects",
        [SKIPPED_MEMBER] = "members of extensions",
    };
    for (int kind = 0; kind < SKIPPED_KIND_COUNT && !in->state->is_migration; kind++) {
        const Skipped *skipped = &in->state->skipped[kind];
        if (skipped->count != 0) {
            diagnostic_add(in->diagnostics, DIAGNOSTIC_SKIPPED, skipped->first,
                           skipped->count == 1 ? "%s statement that concerns %s was skipped"
                                               : "%s statements that concern %s were skipped",
                           text_from_integer(in->scratch, (int64_t)skipped->count),
                           text_from_string(subjects[kind]));
        }
    }
}

static void add_named_schema(const Interpreter *in, Text name) {
    if (!in->is_catalog && !text_list_contains(&in->schema->named_schemas, name)) {
        list_push(in->schema->arena, &in->schema->named_schemas, name);
    }
}

Text interpreter_creation_schema(const Interpreter *in, const char *schema_name) {
    Text name = TEXT("public");
    if (schema_name != NULL) {
        name = interpreter_text(in, schema_name);
    } else if (in->search_path.count != 0) {
        name = in->search_path.items[0];
    }
    add_named_schema(in, name);
    return name;
}

Text interpreter_text(const Interpreter *in, const char *string) {
    return text_copy_string(in->schema->arena, string);
}

QualifiedName interpreter_name(const Interpreter *in, const List *names) {
    QualifiedName name = {TEXT(""), TEXT("")};
    int count = list_length(names);
    if (count > 0) {
        name.name = interpreter_text(in, strVal(llast(names)));
    }
    if (count > 1) {
        name.schema = interpreter_text(in, strVal(list_nth(names, count - 2)));
    }
    return name;
}

typedef Object *FindNamed(const Interpreter *in, Text in_schema, Text name);

static Object *find_type(const Interpreter *in, Text in_schema, Text name) {
    return schema_find_type(in->schema, in_schema, name);
}

static Object *find_along_path(const Interpreter *in, QualifiedName name, FindNamed *find) {
    if (!text_is_empty(name.schema)) {
        return find(in, name.schema, name.name);
    }
    for (size_t i = 0; i < in->search_path.count; i++) {
        Object *object = find(in, in->search_path.items[i], name.name);
        if (object != NULL) {
            return object;
        }
    }
    return NULL;
}

Object *interpreter_find_relation_named(const Interpreter *in, QualifiedName name) {
    return find_along_path(in, name, names_find_relation);
}

Object *interpreter_find_relation(const Interpreter *in, const RangeVar *name) {
    return interpreter_find_relation_named(
        in, (QualifiedName){text_from_string(name->schemaname), text_from_string(name->relname)});
}

Object *interpreter_find_type(const Interpreter *in, QualifiedName name) {
    return find_along_path(in, name, find_type);
}

bool interpreter_is_temporary(const RangeVar *name) {
    return name->relpersistence == 't' ||
           (name->schemaname != NULL && strcmp(name->schemaname, "pg_temp") == 0);
}

Outcome interpreter_skip_temporary(Interpreter *in, const RangeVar *name) {
    QualifiedName temporary = {TEXT("pg_temp"), interpreter_text(in, name->relname)};
    interpreter_add_external(in, REFERENCE_RELATION, temporary);
    return interpreter_skip(in, SKIPPED_TEMPORARY);
}

void interpreter_add_external(Interpreter *in, ReferenceKind kind, QualifiedName name) {
    if (text_is_empty(name.schema)) {
        name.schema = interpreter_creation_schema(in, NULL);
    }
    ExternalName external = {.kind = kind, .schema = name.schema, .name = name.name};
    list_push(in->schema->arena, &in->schema->externals, external);
}

bool interpreter_relation_is_external(const Interpreter *in, const RangeVar *name) {
    Text relation = text_from_string(name->relname);
    if (name->schemaname != NULL) {
        return schema_has_external(in->schema, REFERENCE_RELATION,
                                   text_from_string(name->schemaname), relation);
    }
    return !text_is_absent(
        schema_external_schema(in->schema, REFERENCE_RELATION, &in->search_path, relation));
}

Outcome interpreter_no_relation(Interpreter *in, const RangeVar *name, Text what) {
    Text relation = text_from_string(name->relname);
    if (interpreter_is_temporary(name) ||
        schema_has_external(in->schema, REFERENCE_RELATION, TEXT("pg_temp"), relation)) {
        return interpreter_skip(in, SKIPPED_TEMPORARY);
    }
    if (interpreter_relation_is_external(in, name)) {
        return interpreter_unsupported(in, -1, text_format(in->scratch, "%s %I", what, relation));
    }
    return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, name->location,
                               "relation \"%s\" does not exist", relation);
}

static const ObjectList *known_default_privileges(Interpreter *in) {
    InterpreterState *state = in->state;
    if (!state->default_privileges_are_known) {
        state->default_privileges.count = 0;
        for (size_t i = 0; i < in->schema->roots.count; i++) {
            Object *object = in->schema->roots.items[i];
            if (object->kind == KIND_DEFAULT_PRIVILEGE) {
                list_push(in->schema->arena, &state->default_privileges, object);
            }
        }
        state->default_privileges_are_known = true;
    }
    return &state->default_privileges;
}

void interpreter_forget_default_privileges(Interpreter *in) {
    in->state->default_privileges_are_known = false;
}

/* Global revokes of what PUBLIC has by default come first, then every grant that is in force. */
static void give_default_privileges(Interpreter *in, Object *object) {
    Arena *arena = in->schema->arena;
    Text class = object_kind_default_class(object->kind);
    privileges_default(arena, object);
    if (text_is_empty(class)) {
        return;
    }
    const ObjectList *list = known_default_privileges(in);
    Text owner = text_is_absent(object->owner) ? in->current_role : object->owner;
    for (size_t i = 0; i < list->count; i++) {
        const DefaultPrivilege *rule = (const DefaultPrivilege *)list->items[i];
        if (!text_equal(rule->objects, class) || !text_equal(rule->role, owner) ||
            (!text_is_empty(rule->in_schema) && !text_equal(rule->in_schema, object->schema))) {
            continue;
        }
        for (size_t j = 0; j < rule->object.owner_revoked.count; j++) {
            Text entry = rule->object.owner_revoked.items[j];
            Text own = default_privilege_own_right(entry);
            if (text_is_absent(own)) {
                privilege_revoke(arena, object, TEXT(""), entry);
            } else {
                list_push(arena, &object->owner_revoked, own);
            }
        }
        for (size_t j = 0; j < rule->object.privileges.count; j++) {
            const Privilege *privilege = &rule->object.privileges.items[j];
            privilege_grant(arena, object, privilege->grantee, privilege->privilege,
                            privilege->is_grantable);
        }
    }
    if (object_rights_are_none(object, &object->privileges, &object->owner_revoked,
                               in->schema->server_version, in->scratch)) {
        privileges_default(arena, object); /* aclmerge(): defaults that give nothing are none */
    }
    privilege_list_sort(&object->privileges);
}

void interpreter_give_defaults(Interpreter *in, Object *object) {
    if (in->is_catalog) {
        return;
    }
    if (text_is_absent(object->owner) && !text_is_empty(in->current_role)) {
        object->owner = in->current_role;
    }
    give_default_privileges(in, object);
}

void interpreter_add_object(Interpreter *in, Object *object, Object *parent) {
    schema_add(in->schema, object, parent);
    object->where = interpreter_location(in, -1);
    object->is_from_catalog = in->is_catalog;
    names_note(in, object);
    if (object_kind_facts[object->kind].has_owner) {
        interpreter_give_defaults(in, object);
    }
}
