/*
 * Ground: whether what an object uses keeps its types, and means the same operators and classes.
 */
#include "parser/probe_ground.h"

#include "compiler/definition.h"
#include "compiler/fingerprint.h"

enum { DEPTH_LIMIT = 16 }; /* views upon views, beyond which the server is asked all the same */

static bool is_retyped(const Object *old, const Object *new) {
    if (old->kind != new->kind) {
        return true;
    }
    if (old->kind == KIND_DOMAIN) {
        return !text_equal(((const Domain *)old)->type, ((const Domain *)new)->type);
    }
    if (old->kind == KIND_FUNCTION) {
        return !text_equal(((const Routine *)old)->result, ((const Routine *)new)->result);
    }
    for (size_t i = 0; i < old->children.count; i++) {
        const Object *column = old->children.items[i];
        const Column *wanted =
            column->kind == KIND_COLUMN ? table_find_column(new, column->name) : NULL;
        if (wanted != NULL && !text_equal(((const Column *)column)->type, wanted->type)) {
            return true;
        }
    }
    return false;
}

/* A function of that name that only one of them has, or that returns something else: calls may mean
 * another one. */
static bool has_other_functions(const Schema *here, const Schema *there, const Reference *named) {
    for (size_t i = 0; i < here->roots.count; i++) {
        const Object *function = here->roots.items[i];
        if (function->kind != KIND_FUNCTION || !text_equal(function->name, named->name) ||
            !text_equal(function->schema, named->schema)) {
            continue;
        }
        const Object *same = schema_find_key(there, function->key);
        if (same == NULL || is_retyped(same, function)) {
            return true;
        }
    }
    return false;
}

/* An object of that kind and name that only one of them has, or that differs. */
static bool has_other_objects(const Schema *here, const Schema *there, const Reference *named) {
    for (size_t i = 0; i < here->roots.count; i++) {
        const Object *object = here->roots.items[i];
        if (object->kind == named->object && text_equal(object->name, named->name) &&
            text_equal(object->schema, named->schema)) {
            const Object *same = schema_find_key(there, object->key);
            if (same == NULL || !object_equal(same, object)) {
                return true;
            }
        }
    }
    return false;
}

static bool has_other_defaults(const Schema *here, const Schema *there) {
    const ObjectList *classes = schema_definitions(here, KIND_OPERATOR_CLASS);
    for (size_t i = 0; i < classes->count; i++) {
        const Object *class = classes->items[i], *same = schema_find_key(there, class->key);
        bool is_default =
            !text_is_absent(definition_item((const Definition *)class, TEXT("default")));
        if (is_default && (same == NULL || !object_equal(same, class))) {
            return true;
        }
    }
    return false;
}

/* Where no operator class is named, the default of the type is meant: of either schema's. */
static bool changes_class(const Schema *old, const Schema *new, const Object *object) {
    return (object->kind == KIND_INDEX || object->kind == KIND_CONSTRAINT ||
            object->kind == KIND_TABLE) &&
           (has_other_defaults(old, new) || has_other_defaults(new, old));
}

static bool moves_below(const Schema *old, const Schema *new, const Object *object, int depth) {
    const Object *root = object->parent != NULL ? object->parent : object;
    const Object *there = schema_find_key(old, root->key);
    if (there != NULL && is_retyped(there, root)) {
        return true;
    }
    for (size_t i = 0; depth < DEPTH_LIMIT && i < object->references.count; i++) {
        const Reference *reference = &object->references.items[i];
        const Object *used = NULL;
        switch (reference->kind) {
            case REFERENCE_RELATION:
            case REFERENCE_COLUMN:
            case REFERENCE_GROUP:
                used = schema_find_relation(new, reference->schema, reference->name);
                break;
            case REFERENCE_TYPE:
                used = schema_find_type(new, reference->schema, reference->name);
                break;
            case REFERENCE_FUNCTION:
                if (has_other_functions(old, new, reference) ||
                    has_other_functions(new, old, reference)) {
                    return true;
                }
                break;
            case REFERENCE_OBJECT:
                if (has_other_objects(old, new, reference) ||
                    has_other_objects(new, old, reference)) {
                    return true;
                }
                break;
            case REFERENCE_SCHEMA:
            case REFERENCE_EXTENSION:
            case REFERENCE_SERVER: break;
        }
        if (used != NULL && used != root && moves_below(old, new, used, depth + 1)) {
            return true;
        }
    }
    return false;
}

bool ground_moves(const Schema *old, const Schema *new, const Object *object) {
    return changes_class(old, new, object) || moves_below(old, new, object, 0);
}
