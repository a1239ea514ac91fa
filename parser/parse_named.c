/*
 * Named: find, miss and rename objects that have nothing but a name.
 */
#include "parser/parse_named.h"

#include "parser/parse_object.h"

#include "nodes/pg_list.h"

static const struct {
    ObjectType type;
    ObjectKind kind;
} kinds[] = {
    {OBJECT_FDW, KIND_WRAPPER},
    {OBJECT_FOREIGN_SERVER, KIND_SERVER},
    {OBJECT_STATISTIC_EXT, KIND_STATISTICS},
    {OBJECT_PUBLICATION, KIND_PUBLICATION},
    {OBJECT_SUBSCRIPTION, KIND_SUBSCRIPTION},
    {OBJECT_EVENT_TRIGGER, KIND_EVENT_TRIGGER},
};

ObjectKind named_kind(ObjectType type) {
    for (size_t i = 0; i < lengthof(kinds); i++) {
        if (kinds[i].type == type) {
            return kinds[i].kind;
        }
    }
    return OBJECT_KIND_COUNT;
}

Object *named_find(const Interpreter *in, ObjectKind kind, const Node *name) {
    if (IsA(name, String)) {
        return schema_find(in->schema, kind, TEXT(""), text_from_string(strVal(name)));
    }
    QualifiedName qualified = interpreter_name(in, (const List *)name);
    if (!text_is_empty(qualified.schema)) {
        return schema_find(in->schema, kind, qualified.schema, qualified.name);
    }
    Object *found = NULL;
    for (size_t i = 0; i < in->search_path.count && found == NULL; i++) {
        found = schema_find(in->schema, kind, in->search_path.items[i], qualified.name);
    }
    return found;
}

Outcome named_exists(Interpreter *in, ObjectKind kind, Text name) {
    return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, -1, "%s \"%s\" already exists",
                             text_from_string(object_kind_facts[kind].word), name);
}

Outcome named_missing(Interpreter *in, ObjectKind kind, const char *name) {
    return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, -1, "%s \"%s\" does not exist",
                               text_from_string(object_kind_facts[kind].word),
                               text_from_string(name));
}

/* Names that others keep of a wrapper or a server. */
typedef struct NameChange {
    ObjectKind kind;
    Text old_name, new_name;
    Schema *schema;
} NameChange;

static void follow(Text *name, const NameChange *change) {
    if (text_equal(*name, change->old_name)) {
        *name = change->new_name;
    }
}

static void follow_name(Object *object, void *context) {
    const NameChange *change = context;
    for (size_t i = 0; i < object->references.count; i++) {
        Reference *reference = &object->references.items[i];
        if (reference->kind == REFERENCE_OBJECT && reference->object == change->kind) {
            follow(&reference->name, change);
        }
    }
    if (change->kind == KIND_WRAPPER && object->kind == KIND_SERVER) {
        follow(&((ForeignServer *)object)->wrapper, change);
    } else if (change->kind == KIND_SERVER && object->kind == KIND_USER_MAPPING) {
        follow(&object->relation, change);
        schema_rekey(change->schema, object);
    } else if (change->kind == KIND_SERVER && object->kind == KIND_TABLE) {
        follow(&((Table *)object)->server, change);
    }
}

static void follow_children(Schema *schema, Object *object) {
    for (size_t i = 0; i < object->children.count; i++) {
        object->children.items[i]->relation = object->name;
        schema_rekey(schema, object->children.items[i]);
    }
}

Outcome named_rename(Interpreter *in, const RenameStmt *statement) {
    ObjectKind kind = named_kind(statement->renameType);
    Object *object = named_find(in, kind, statement->object);
    Text new_name = interpreter_text(in, statement->newname);
    if (object == NULL) {
        return object_missing(in, statement->renameType, statement->object, -1);
    }
    if (schema_find(in->schema, kind, object->schema, new_name) != NULL) {
        return named_exists(in, kind, new_name);
    }
    if (kind == KIND_WRAPPER || kind == KIND_SERVER) {
        NameChange change = {kind, object->name, new_name, in->schema};
        schema_visit(in->schema, follow_name, &change);
    }
    object->name = new_name;
    schema_rekey(in->schema, object);
    follow_children(in->schema, object);
    return OUTCOME_APPLIED;
}
