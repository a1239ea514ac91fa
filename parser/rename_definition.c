/*
 * RENAME TO and SET SCHEMA of collations, operators, text search objects and the like.
 *
 * What names one of them holds a REFERENCE_OBJECT.  The names in items and the collations of
 * columns follow; where the name stands inside an expression, that is reported.
 */
#include "parser/rename.h"

#include "compiler/definition.h"
#include "parser/parse_definition.h"
#include "parser/parse_object.h"

/* One object that gets another name. */
typedef struct Move {
    Interpreter *in;
    const Object *object;
    QualifiedName new;
    Text old_sql, new_sql; /* as items and columns spell them */
} Move;

bool rename_is_of_definition(ObjectKind kind) {
    return object_kind_is_definition(kind) && !object_kind_is_type(kind) &&
           !object_kind_is_routine(kind);
}

static Text spelled(const Move *move, Text schema, Text name) {
    Arena *arena = move->in->schema->arena;
    return move->object->kind == KIND_OPERATOR ? text_format(arena, "OPERATOR(%I.%s)", schema, name)
                                               : text_quote_name(arena, schema, name);
}

static bool is_named_by(const Move *move, const Reference *reference) {
    const Object *object = move->object;
    return reference->kind == REFERENCE_OBJECT && reference->object == object->kind &&
           text_equal(reference->schema, object->schema) &&
           text_equal(reference->name, object->name) &&
           (text_is_absent(reference->member) || text_equal(reference->member, object->arguments));
}

static bool follow_item(const Move *move, Setting *item, const ItemFacts *facts) {
    bool is_name = (facts->form == ITEM_OBJECT || facts->form == ITEM_OPERATOR) &&
                   facts->named == move->object->kind;
    if (!is_name) {
        return false;
    }
    Text value =
        definition_replace_name(move->in->schema->arena, item->value, move->old_sql, move->new_sql);
    bool is_changed = !text_equal(value, item->value);
    item->value = value;
    return is_changed;
}

static bool follow_collation(const Move *move, Text *collation) {
    bool is_it = move->object->kind == KIND_COLLATION && text_equal(*collation, move->old_sql);
    if (is_it) {
        *collation = move->new_sql;
    }
    return is_it;
}

/* The fields that can be told to name it; false when none does. */
static bool follow_fields(const Move *move, Object *user) {
    if (user->kind == KIND_COLUMN) {
        return follow_collation(move, &((Column *)user)->collation);
    }
    if (user->kind == KIND_DOMAIN) {
        return follow_collation(move, &((Domain *)user)->collation);
    }
    bool is_changed = false;
    if (object_kind_is_definition(user->kind)) {
        SettingList *items = &((Definition *)user)->items;
        for (size_t i = 0; i < items->count; i++) {
            is_changed |= follow_item(move, &items->items[i],
                                      definition_facts(user->kind, items->items[i].name));
        }
    }
    return is_changed;
}

static void visit(Object *user, void *context) {
    const Move *move = context;
    bool is_changed = follow_fields(move, user);
    for (size_t i = 0; i < user->references.count; i++) {
        Reference *reference = &user->references.items[i];
        if (!is_named_by(move, reference)) {
            continue;
        }
        if (!is_changed && reference->role != REFERENCE_BY_BODY) {
            Arena *scratch = move->in->scratch;
            interpreter_unsupported(move->in, -1,
                                    text_format(scratch, "rename of %s in %s",
                                                object_describe(scratch, move->object),
                                                object_describe(scratch, user)));
        }
        reference->schema = move->new.schema;
        reference->name = move->new.name;
    }
}

static Outcome move_to(Interpreter *in, Object *object, QualifiedName new) {
    if (schema_find_routine(in->schema, object->kind, new.schema, new.name, object->arguments) !=
        NULL) {
        return interpreter_error(
            in, DIAGNOSTIC_DUPLICATE_OBJECT, -1, "%s \"%s\" already exists in schema \"%s\"",
            text_from_string(object_kind_facts[object->kind].word), new.name, new.schema);
    }
    Move move = {.in = in, .object = object, .new = new};
    move.old_sql = spelled(&move, object->schema, object->name);
    move.new_sql = spelled(&move, new.schema, new.name);
    schema_visit(in->schema, visit, &move);
    object_set_identity(in->schema, object, new.schema, new.name);
    return OUTCOME_APPLIED;
}

void rename_keep_multirange(Interpreter *in, Definition *range) {
    definition_set(in->schema->arena, range, TEXT("multirange_type_name"),
                   definition_multirange(in->schema->arena, range));
}

Outcome rename_definition(Interpreter *in, const RenameStmt *statement) {
    Object *object = interpreter_find_object(in, statement->renameType, statement->object);
    if (object == NULL) {
        return object_missing(in, statement->renameType, statement->object, -1);
    }
    return move_to(in, object,
                   (QualifiedName){object->schema, interpreter_text(in, statement->newname)});
}

Outcome rename_definition_into(Interpreter *in, Object *object, Text new_schema) {
    if (interpreter_find_schema(in, new_schema) == NULL) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, -1,
                                   "schema \"%s\" does not exist", new_schema);
    }
    return move_to(in, object, (QualifiedName){new_schema, object->name});
}
