/*
 * SET SCHEMA: the object moves, with its indexes and the sequences that it owns; whatever names it
 * follows.
 */
#include "parser/rename.h"

#include "compiler/definition.h"
#include "parser/identity.h"
#include "parser/interpreter_state.h"
#include "parser/names.h"
#include "parser/parse_constraint.h"
#include "parser/parse_object.h"

#include "nodes/pg_list.h"

static RenamedKind renamed_kind(const Object *object) {
    if (object_kind_is_routine(object->kind)) {
        return RENAMED_ROUTINE;
    }
    return object_kind_is_type(object->kind) ? RENAMED_TYPE : RENAMED_RELATION;
}

static void move_one(Interpreter *in, Object *object, Text new_schema) {
    Renaming renaming = {.in = in,
                         .kind = renamed_kind(object),
                         .old = {object->schema, object->name},
                         .new = {new_schema, object->name}};
    if (renaming.kind == RENAMED_ROUTINE) {
        rename_count_arguments(&renaming, object);
    }
    rename_in_model(&renaming);
    object_set_identity(in->schema, object, new_schema, object->name);
}

static bool is_owned_by(const Object *object, const Object *table) {
    const Sequence *sequence = (const Sequence *)object;
    return object->kind == KIND_SEQUENCE && text_equal(sequence->owned_table, table->name) &&
           text_equal(sequence->owned_schema, table->schema);
}

static void collect_parts(Interpreter *in, const Object *object, ObjectList *parts) {
    for (size_t i = 0; i < object->children.count; i++) {
        if (object->children.items[i]->kind == KIND_INDEX) {
            list_push(in->scratch, parts, object->children.items[i]);
        }
    }
    for (size_t i = 0; object->kind == KIND_TABLE && i < in->schema->roots.count; i++) {
        if (is_owned_by(in->schema->roots.items[i], object)) {
            list_push(in->scratch, parts, in->schema->roots.items[i]);
        }
    }
}

typedef struct Move {
    Interpreter *in;
    Text new_schema;
} Move;

static void move_identity(Sequence *sequence, void *context) {
    const Move *move = context;
    identity_rename(move->in, sequence, move->new_schema, sequence->object.name);
}

static void move(Interpreter *in, Object *object, Text new_schema) {
    ObjectList parts = {0};
    collect_parts(in, object, &parts);
    for (size_t i = 0; i < parts.count; i++) {
        move_one(in, parts.items[i], new_schema);
    }
    if (object->kind == KIND_TABLE) {
        identity_visit(object, move_identity, &(Move){in, new_schema});
    }
    move_one(in, object, new_schema);
    interpreter_forget_names(in);
}

/* Nothing but its own key knows the schema that statistics are in. */
static void move_statistics(Interpreter *in, Object *statistics, Text new_schema) {
    statistics->schema = new_schema;
    schema_rekey(in->schema, statistics);
}

static bool is_taken(Interpreter *in, const Object *object, Text new_schema) {
    if (object->kind == KIND_STATISTICS) {
        return schema_find(in->schema, KIND_STATISTICS, new_schema, object->name) != NULL;
    }
    switch (renamed_kind(object)) {
        case RENAMED_ROUTINE:
            return routine_exists(in->schema, new_schema, object->name, object->arguments);
        case RENAMED_TYPE: return schema_find_type(in->schema, new_schema, object->name) != NULL;
        default: return names_relation_exists(in, new_schema, object->name);
    }
}

static Outcome check_move(Interpreter *in, Object *object, Text new_schema) {
    if (interpreter_find_schema(in, new_schema) == NULL) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, -1,
                                   "schema \"%s\" does not exist", new_schema);
    }
    if (is_taken(in, object, new_schema)) {
        return interpreter_error(
            in, DIAGNOSTIC_DUPLICATE_OBJECT, -1, "%s \"%s\" already exists in schema \"%s\"",
            text_from_string(object_kind_facts[object->kind].word), object->name, new_schema);
    }
    if (object->kind == KIND_SEQUENCE && !text_is_empty(((Sequence *)object)->owned_table)) {
        return interpreter_error(in, DIAGNOSTIC_INVALID_DEFINITION, -1,
                                 "cannot move an owned sequence into another schema: \"%s\"",
                                 object->name);
    }
    return OUTCOME_APPLIED;
}

static Outcome set_schema(Interpreter *in, const AlterObjectSchemaStmt *statement, Object *object) {
    Text new_schema = interpreter_text(in, statement->newschema);
    if (object->kind == KIND_EXTENSION) {
        ((Extension *)object)->in_schema = new_schema;
        return OUTCOME_APPLIED;
    }
    if (text_equal(object->schema, new_schema)) {
        return OUTCOME_APPLIED;
    }
    if (rename_is_of_definition(object->kind)) {
        return rename_definition_into(in, object, new_schema);
    }
    Outcome outcome = check_move(in, object, new_schema);
    if (outcome == OUTCOME_APPLIED && object->kind == KIND_STATISTICS) {
        interpreter_creation_schema(in, statement->newschema);
        move_statistics(in, object, new_schema);
    } else if (outcome == OUTCOME_APPLIED) {
        interpreter_creation_schema(in, statement->newschema); /* it is spoken of */
        move(in, object, new_schema);
    }
    return outcome;
}

Outcome apply_set_schema(Interpreter *in, const AlterObjectSchemaStmt *statement) {
    constraint_try_foreign_keys(in); /* while names are what they were when it was written */
    const Node *name =
        statement->relation != NULL ? (const Node *)statement->relation : statement->object;
    if (!object_type_is_modelled(statement->objectType)) {
        return interpreter_unsupported(in, -1,
                                       text_format(in->scratch, "schema of %s %s",
                                                   object_type_word(statement->objectType),
                                                   object_name_text(in, name)));
    }
    Object *object = interpreter_find_object(in, statement->objectType, name);
    if (object == NULL) {
        return statement->missing_ok ? OUTCOME_APPLIED
                                     : object_missing(in, statement->objectType, name, -1);
    }
    bool is_any_relation = statement->objectType == OBJECT_TABLE && object->kind != KIND_INDEX;
    if (!is_any_relation && !object_is_of_type(object, statement->objectType)) {
        return object_wrong_type(in, statement->objectType, object, object_name_location(name));
    }
    return set_schema(in, statement, object);
}
