#include "parser/identity.h"

#include "parser/interpreter_state.h"
#include "parser/names.h"
#include "parser/parse_object.h"

static bool is_unlogged(const Object *table) {
    return table->kind == KIND_TABLE && ((const Table *)table)->is_unlogged;
}

void identity_rename(Interpreter *in, Sequence *sequence, Text in_schema, Text name) {
    Object *object = &sequence->object;
    object->schema = in_schema;
    object->name = name;
    object->key = schema_key(in->schema->arena, KIND_SEQUENCE, in_schema, TEXT(""), name, TEXT(""));
    names_note_relation(in, in_schema, name);
}

Sequence *identity_begin(Interpreter *in, Column *column, IdentityKind kind, QualifiedName name,
                         const SequenceOptions *options) {
    const Object *table = column->object.parent;
    Sequence *sequence = schema_object_new(in->schema, Sequence, KIND_SEQUENCE);
    sequence->options = *options;
    sequence->is_unlogged = is_unlogged(table); /* PostgreSQL 15 and newer */
    sequence->object.parent = &column->object;
    sequence->object.owner = table->owner;
    sequence->object.where = column->object.where;
    identity_rename(in, sequence, name.schema, name.name);
    interpreter_give_defaults(in, &sequence->object);
    column->identity = kind;
    column->sequence = sequence;
    return sequence;
}

void identity_end(Column *column) {
    column->identity = IDENTITY_NONE;
    column->sequence = NULL;
}

static bool is_named(const Sequence *sequence, Text in_schema, Text name) {
    return text_equal(sequence->object.name, name) &&
           text_equal(sequence->object.schema, in_schema);
}

Column *identity_column_of_sequence(const Schema *schema, Text sequence_schema, Text sequence) {
    for (size_t i = 0; i < schema->roots.count; i++) {
        const Object *table = schema->roots.items[i];
        for (size_t j = 0; table->kind == KIND_TABLE && j < table->children.count; j++) {
            Column *column = (Column *)table->children.items[j];
            if (column->object.kind == KIND_COLUMN && column->identity != IDENTITY_NONE &&
                is_named(column->sequence, sequence_schema, sequence)) {
                return column;
            }
        }
    }
    return NULL;
}

static Sequence *sequence_in(const Interpreter *in, Text in_schema, Text name) {
    Column *column = identity_column_of_sequence(in->schema, in_schema, name);
    return column == NULL ? NULL : column->sequence;
}

Sequence *identity_find(const Interpreter *in, QualifiedName name) {
    if (!text_is_empty(name.schema)) {
        return sequence_in(in, name.schema, name.name);
    }
    Sequence *found = NULL;
    for (size_t i = 0; found == NULL && i < in->search_path.count; i++) {
        found = sequence_in(in, in->search_path.items[i], name.name);
    }
    return found;
}

Object *identity_find_object(const Interpreter *in, ObjectType type, const Node *name) {
    Object *found = interpreter_find_object(in, type, name);
    if (found != NULL || (type != OBJECT_SEQUENCE && type != OBJECT_TABLE)) {
        return found;
    }
    return (Object *)identity_find(in, object_relation_name(in, name));
}

void identity_visit(const Object *relation, IdentityVisitor visit, void *context) {
    for (size_t i = 0; i < relation->children.count; i++) {
        const Column *column = (const Column *)relation->children.items[i];
        if (column->object.kind == KIND_COLUMN && column->identity != IDENTITY_NONE) {
            visit(column->sequence, context);
        }
    }
}
