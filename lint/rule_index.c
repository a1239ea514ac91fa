/*
 * Rules of indexes: the one that is missing, and those that are too many.
 */
#include "lint/rule.h"

/* An index of a table, or the one that a constraint has. */
typedef struct Key {
    const Object *object;
    const TextList *columns;
    Text definition; /* "USING btree (a, b)" */
    bool is_unique;
} Key;

/* False for what is no index, and for one that was left half built. */
static bool key_of(Arena *arena, const Object *object, Key *key) {
    if (object->kind == KIND_INDEX) {
        const TableIndex *index = (const TableIndex *)object;
        *key = (Key){object, &index->columns, index->definition, index->is_unique};
        return !index->is_invalid;
    }
    const TableConstraint *constraint = (const TableConstraint *)object;
    if (object->kind != KIND_CONSTRAINT || (constraint->type != CONSTRAINT_TYPE_PRIMARY_KEY &&
                                            constraint->type != CONSTRAINT_TYPE_UNIQUE)) {
        return false;
    }
    TextList names = {0};
    for (size_t i = 0; i < constraint->columns.count; i++) {
        list_push(arena, &names, text_quote_identifier(arena, constraint->columns.items[i]));
    }
    Text joined = text_join(arena, &names, TEXT(", "));
    *key =
        (Key){object, &constraint->columns, text_format(arena, "USING btree (%s)", joined), true};
    return true;
}

static bool is_partial(Text definition) {
    return text_contains(definition, TEXT(" WHERE "));
}

/* ---- foreign keys ---- */

/* A partial index is used for a foreign key when it leaves out nothing but NULLs. */
static bool leaves_out_rows(Arena *arena, const Key *key, const TextList *columns) {
    if (!is_partial(key->definition)) {
        return false;
    }
    for (size_t i = 0; i < columns->count; i++) {
        Text condition = text_format(arena, "WHERE (%I IS NOT NULL)", columns->items[i]);
        if (text_ends_with(key->definition, condition)) {
            return false;
        }
    }
    return true;
}

/* Its first columns are those of the foreign key, in any order. */
static bool serves(Arena *arena, const Key *key, const TextList *columns) {
    if (key->columns->count < columns->count || leaves_out_rows(arena, key, columns) ||
        (!text_starts_with(key->definition, TEXT("USING btree")) &&
         !text_starts_with(key->definition, TEXT("USING hash")))) {
        return false;
    }
    for (size_t i = 0; i < columns->count; i++) {
        if (!text_list_contains(columns, key->columns->items[i])) {
            return false;
        }
    }
    return true;
}

void rule_foreign_key_index(Lint *lint, const Object *object) {
    const TableConstraint *foreign = (const TableConstraint *)object;
    if (object->kind != KIND_CONSTRAINT || foreign->type != CONSTRAINT_TYPE_FOREIGN_KEY ||
        foreign->is_inherited) {
        return;
    }
    const ObjectList *children = &object->parent->children;
    Key key;
    for (size_t i = 0; i < children->count; i++) {
        if (key_of(lint->arena, children->items[i], &key) &&
            serves(lint->arena, &key, &foreign->columns)) {
            return;
        }
    }
    lint_find(lint, object->where, "no index serves foreign key %s (%s)",
              object_describe(lint->arena, object),
              text_join(lint->arena, &foreign->columns, TEXT(", ")));
}

/* ---- too many ---- */

/* The later of two alike is the one too many; a constraint's, or a unique one, is kept. */
static bool is_spare(const Key *key, const Key *other, bool is_later) {
    if (key->object->kind != KIND_INDEX || (key->is_unique && !other->is_unique)) {
        return false;
    }
    bool is_same_rank = other->object->kind == KIND_INDEX && key->is_unique == other->is_unique;
    return !is_same_rank || is_later;
}

void rule_duplicate_index(Lint *lint, const Object *object) {
    Key key, other;
    if (object->kind != KIND_INDEX || !key_of(lint->arena, object, &key)) {
        return;
    }
    bool is_later = true; /* than the siblings that come before it */
    for (size_t i = 0; i < object->parent->children.count; i++) {
        const Object *sibling = object->parent->children.items[i];
        if (sibling == object) {
            is_later = false;
            continue;
        }
        if (!key_of(lint->arena, sibling, &other)) {
            continue;
        }
        if (text_equal(key.definition, other.definition) && is_spare(&key, &other, is_later)) {
            lint_find(lint, object->where, "%s is the same as that of %s",
                      object_describe(lint->arena, object), object_describe(lint->arena, sibling));
            return;
        }
    }
}

/* "USING btree (a, b)" begins "USING btree (a, b, c)". */
static bool begins(Arena *arena, Text definition, Text longer) {
    if (!text_starts_with(definition, TEXT("USING btree (")) ||
        !text_ends_with(definition, TEXT(")")) || is_partial(definition) || is_partial(longer) ||
        text_contains(definition, TEXT(" INCLUDE "))) {
        return false;
    }
    Text head = text_format(arena, "%s, ", text_slice(definition, 0, definition.length - 1));
    return text_starts_with(longer, head);
}

void rule_redundant_index(Lint *lint, const Object *object) {
    Key key, other;
    if (object->kind != KIND_INDEX || !key_of(lint->arena, object, &key) || key.is_unique) {
        return;
    }
    for (size_t i = 0; i < object->parent->children.count; i++) {
        const Object *sibling = object->parent->children.items[i];
        if (key_of(lint->arena, sibling, &other) &&
            begins(lint->arena, key.definition, other.definition)) {
            lint_find(lint, object->where, "%s is the beginning of %s",
                      object_describe(lint->arena, object), object_describe(lint->arena, sibling));
            return;
        }
    }
}

void rule_wide_index(Lint *lint, const Object *object) {
    enum { USUAL = 3 };
    const TableIndex *index = (const TableIndex *)object;
    if (object->kind == KIND_INDEX && !index->is_unique && index->columns.count > USUAL &&
        text_starts_with(index->definition, TEXT("USING btree"))) {
        lint_find(lint, object->where, "%s has %s columns", object_describe(lint->arena, object),
                  text_from_integer(lint->arena, (int64_t)index->columns.count));
    }
}

/* ---- unique and NULL ---- */

void rule_nullable_unique(Lint *lint, const Object *object) {
    Key key;
    if (!key_of(lint->arena, object, &key) || !key.is_unique ||
        object->parent->kind != KIND_TABLE) {
        return;
    }
    Text definition =
        object->kind == KIND_INDEX ? key.definition : ((const TableConstraint *)object)->definition;
    for (size_t i = 0; i < key.columns->count; i++) {
        const Column *column = table_find_column(object->parent, key.columns->items[i]);
        bool is_told = text_contains(definition, TEXT("NULLS NOT DISTINCT")) ||
                       text_contains(definition, text_format(lint->arena, "%I IS NOT NULL",
                                                             key.columns->items[i]));
        if (column != NULL && !column->is_not_null && !is_told) {
            lint_find(lint, object->where, "%s is unique over %s, which may be NULL",
                      object_describe(lint->arena, object), column->object.name);
            return;
        }
    }
}
