/*
 * Names: default names and the question whether one is taken.
 *
 * PostgreSQL asks pg_class and pg_constraint, where a name is unique within a schema.  The model's
 * lookup has constraints by table only, so a set of hashes of all names ever seen answers "no" at
 * once; only when it says "perhaps" are the objects of the schema searched one by one.
 */
#include "parser/names.h"

#include "parser/interpreter_state.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

static uint64_t name_hash(Text in_schema, Text name) {
    uint64_t hash =
        XXH3_64bits_withSeed(name.data, name.length, XXH3_64bits(in_schema.data, in_schema.length));
    return hash == 0 ? 1 : hash; /* 0 marks a free slot */
}

static bool hash_is_known(const InterpreterState *state, uint64_t hash) {
    if (state->name_capacity == 0) {
        return false;
    }
    size_t mask = state->name_capacity - 1;
    for (size_t i = hash & mask; state->name_hashes[i] != 0; i = (i + 1) & mask) {
        if (state->name_hashes[i] == hash) {
            return true;
        }
    }
    return false;
}

static void hash_put(InterpreterState *state, uint64_t hash) {
    size_t mask = state->name_capacity - 1;
    size_t i = hash & mask;
    while (state->name_hashes[i] != 0) {
        i = (i + 1) & mask;
    }
    state->name_hashes[i] = hash;
    state->name_count++;
}

static void hash_add(Arena *arena, InterpreterState *state, uint64_t hash) {
    if (hash_is_known(state, hash)) {
        return;
    }
    if (state->name_count * 2 >= state->name_capacity) {
        const uint64_t *old = state->name_hashes;
        size_t old_capacity = state->name_capacity;
        state->name_capacity = old_capacity == 0 ? 256 : old_capacity * 2;
        state->name_hashes = arena_array(arena, uint64_t, state->name_capacity);
        state->name_count = 0;
        for (size_t i = 0; i < old_capacity; i++) {
            if (old[i] != 0) {
                hash_put(state, old[i]);
            }
        }
    }
    hash_put(state, hash);
}

void names_note_relation(const Interpreter *in, Text in_schema, Text name) {
    if (in->state->names_are_known) {
        hash_add(in->schema->arena, in->state, name_hash(in_schema, name));
    }
}

void names_note(const Interpreter *in, const Object *object) {
    const Column *column = (const Column *)object;
    switch (object->kind) {
        case KIND_TABLE:
        case KIND_VIEW:
        case KIND_MATERIALIZED_VIEW:
        case KIND_SEQUENCE:
        case KIND_INDEX:
        case KIND_COMPOSITE:
        case KIND_CONSTRAINT: names_note_relation(in, object->schema, object->name); break;
        case KIND_COLUMN:
            if (column->identity != IDENTITY_NONE) {
                names_note_relation(in, column->sequence->object.schema,
                                    column->sequence->object.name);
            }
            break;
        case KIND_SCHEMA:
        case KIND_EXTENSION:
        case KIND_ENUM:
        case KIND_DOMAIN:
        case KIND_FUNCTION:
        case KIND_PROCEDURE:
        case KIND_RULE:
        case KIND_TRIGGER:
        case KIND_POLICY:
        case KIND_DEFAULT_PRIVILEGE:
#define X(id, ...) case KIND_##id:
            DEFINITION_KINDS(X)
#undef X
        case KIND_WRAPPER:
        case KIND_SERVER:
        case KIND_USER_MAPPING:
        case KIND_STATISTICS:
        case KIND_PUBLICATION:
        case KIND_PUBLICATION_SCHEMA:
        case KIND_PUBLICATION_TABLE:
        case KIND_SUBSCRIPTION:
        case KIND_EVENT_TRIGGER:
        case OBJECT_KIND_COUNT: break;
    }
}

void interpreter_forget_names(Interpreter *in) {
    in->state->names_are_known = false;
}

void interpreter_begin_renaming(Interpreter *in) {
    in->state->is_renaming = true;
}

void interpreter_end_renaming(Interpreter *in) {
    in->state->is_renaming = false;
    interpreter_forget_names(in);
}

static void collect_names(const Interpreter *in) {
    in->state->names_are_known = true;
    for (size_t i = 0; i < in->schema->roots.count; i++) {
        const Object *root = in->schema->roots.items[i];
        names_note(in, root);
        for (size_t j = 0; j < root->children.count; j++) {
            names_note(in, root->children.items[j]);
        }
    }
}

/* False: surely nothing has that name. */
static bool may_exist(const Interpreter *in, Text in_schema, Text name) {
    if (!in->state->names_are_known) {
        collect_names(in);
    }
    return hash_is_known(in->state, name_hash(in_schema, name));
}

Object *names_find_relation(const Interpreter *in, Text in_schema, Text name) {
    return in->state->is_renaming || may_exist(in, in_schema, name)
               ? schema_find_relation(in->schema, in_schema, name)
               : NULL;
}

static bool is_identity_sequence(const Object *object, Text in_schema, Text name) {
    const Column *column = (const Column *)object;
    return object->kind == KIND_COLUMN && column->identity != IDENTITY_NONE &&
           text_equal(column->sequence->object.name, name) &&
           text_equal(column->sequence->object.schema, in_schema);
}

static bool is_constraint_named(const Object *object, Text in_schema, Text name) {
    return object->kind == KIND_CONSTRAINT && text_equal(object->name, name) &&
           text_equal(object->schema, in_schema);
}

static bool constraint_has_index(const Object *object) {
    ConstraintType type = ((const TableConstraint *)object)->type;
    return type == CONSTRAINT_TYPE_PRIMARY_KEY || type == CONSTRAINT_TYPE_UNIQUE ||
           type == CONSTRAINT_TYPE_EXCLUDE;
}

typedef bool (*NameTest)(const Object *object, Text in_schema, Text name);

static bool is_hidden_relation(const Object *object, Text in_schema, Text name) {
    return is_identity_sequence(object, in_schema, name) ||
           (is_constraint_named(object, in_schema, name) && constraint_has_index(object));
}

static bool any_child(const Schema *schema, NameTest test, Text in_schema, Text name) {
    for (size_t i = 0; i < schema->roots.count; i++) {
        const ObjectList *children = &schema->roots.items[i]->children;
        for (size_t j = 0; j < children->count; j++) {
            if (test(children->items[j], in_schema, name)) {
                return true;
            }
        }
    }
    return false;
}

bool names_relation_exists(const Interpreter *in, Text in_schema, Text name) {
    return may_exist(in, in_schema, name) &&
           (schema_find_relation(in->schema, in_schema, name) != NULL ||
            any_child(in->schema, is_hidden_relation, in_schema, name));
}

static bool constraint_exists(const Interpreter *in, Text in_schema, Text name) {
    return may_exist(in, in_schema, name) &&
           any_child(in->schema, is_constraint_named, in_schema, name);
}

static Text numbered_label(Arena *arena, const char *label, int number) {
    Text text = text_from_string(label);
    return number == 0 ? text : text_format(arena, "%s%s", text, text_from_integer(arena, number));
}

Text names_foresee_relation(Interpreter *in, Text in_schema, Text first, Text second,
                            const char *label, bool is_constraint, Text own) {
    for (int number = 0;; number++) {
        Text name = default_name_make(in->scratch, first, second,
                                      numbered_label(in->scratch, label, number));
        if (text_same(name, own)) {
            return own;
        }
        if (!names_relation_exists(in, in_schema, name) &&
            !(is_constraint && constraint_exists(in, in_schema, name))) {
            return text_copy(in->schema->arena, name);
        }
    }
}

Text names_choose_relation(Interpreter *in, Text in_schema, Text first, Text second,
                           const char *label, bool is_constraint) {
    return names_foresee_relation(in, in_schema, first, second, label, is_constraint, TEXT_ABSENT);
}

Text names_choose_constraint(Interpreter *in, Text in_schema, Text first, Text second,
                             const char *label) {
    for (int number = 0;; number++) {
        Text name = default_name_make(in->scratch, first, second,
                                      numbered_label(in->scratch, label, number));
        if (!constraint_exists(in, in_schema, name)) {
            return text_copy(in->schema->arena, name);
        }
    }
}
