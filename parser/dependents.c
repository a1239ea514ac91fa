/*
 * Dependents: the closure over references, parents, foreign keys, inheritance and ownership.
 *
 * Each rule answers for one object whether it needs something of the set, and how: automatically
 * (it is part of it), or so that only CASCADE may take it.
 */
#include "parser/dependents.h"

#include "compiler/definition.h"
#include "parser/parse_object.h"

/* Stronger ones are greater. */
typedef enum Need {
    NEED_NONE,
    NEED_OF_DEFAULT, /* only the column's default needs it */
    NEED_NORMAL,     /* CASCADE */
    NEED_AUTOMATIC,
} Need;

typedef struct Finding {
    Need need;
    Object *because;
} Finding;

static const Finding nothing = {NEED_NONE, NULL};

Dependents dependents_new(const Schema *schema, Arena *arena) {
    Dependents dependents = {.schema = schema, .arena = arena, .slot_count = 64};
    dependents.slots = arena_array(arena, size_t, dependents.slot_count);
    return dependents;
}

static unsigned name_bit(Text name) {
    unsigned hash = 2166136261U;
    for (size_t i = 0; i < name.length; i++) {
        hash = (hash ^ (unsigned char)name.data[i]) * 16777619U;
    }
    return (hash ^ (hash >> 15)) % 1024;
}

/* False: nothing of that name is in the set. */
static bool may_contain(const Dependents *dependents, Text name) {
    unsigned bit = name_bit(name);
    return (dependents->names[bit / 64] >> (bit % 64) & 1) != 0;
}

static void note_name(Dependents *dependents, Text name) {
    unsigned bit = name_bit(name);
    dependents->names[bit / 64] |= UINT64_C(1) << (bit % 64);
}

static size_t slot_of(const Dependents *dependents, const Object *object) {
    size_t mask = dependents->slot_count - 1;
    size_t slot = (size_t)(((uintptr_t)object >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 20) & mask;
    while (dependents->slots[slot] != 0 &&
           dependents->list.items[dependents->slots[slot] - 1].object != object) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

bool dependents_contain(const Dependents *dependents, const Object *object) {
    return object != NULL && dependents->slots[slot_of(dependents, object)] != 0;
}

static void grow(Dependents *dependents) {
    dependents->slot_count *= 2;
    dependents->slots = arena_array(dependents->arena, size_t, dependents->slot_count);
    for (size_t i = 0; i < dependents->list.count; i++) {
        if (!dependents->list.items[i].is_default) {
            dependents->slots[slot_of(dependents, dependents->list.items[i].object)] = i + 1;
        }
    }
}

static void add_whole(Dependents *dependents, Dependent dependent) {
    if (dependents_contain(dependents, dependent.object)) {
        return;
    }
    if (++dependents->whole_count * 2 > dependents->slot_count) {
        grow(dependents);
    }
    size_t slot = slot_of(dependents, dependent.object);
    list_push(dependents->arena, &dependents->list, dependent);
    dependents->slots[slot] = dependents->list.count;
    note_name(dependents, dependent.object->name);
    if (dependent.object->parent != NULL) {
        note_name(dependents, dependent.object->parent->name); /* a part of it is in the set */
    }
    const ObjectList *children = &dependent.object->children;
    for (size_t i = 0; i < children->count; i++) {
        add_whole(dependents, (Dependent){.object = children->items[i],
                                          .is_automatic = true,
                                          .because = dependent.object});
    }
}

void dependents_name(Dependents *dependents, Object *object) {
    add_whole(dependents, (Dependent){.object = object, .is_automatic = true});
}

static bool contains_default(const Dependents *dependents, const Object *column) {
    for (size_t i = 0; i < dependents->list.count; i++) {
        const Dependent *known = &dependents->list.items[i];
        if (known->is_default && known->object == column) {
            return true;
        }
    }
    return false;
}

static Finding when_contained(const Dependents *dependents, Object *object, Need need) {
    return dependents_contain(dependents, object) ? (Finding){need, object} : nothing;
}

static Finding stronger(Finding one, Finding other) {
    return other.need > one.need ? other : one;
}

static Object *find_column(const Schema *schema, Text in_schema, Text relation, Text name) {
    return schema_find_child(schema, KIND_COLUMN, in_schema, relation, name);
}

/* The columns of views are no objects: what needs one needs the view. */
static Object *referenced_column(const Schema *schema, const Reference *reference) {
    Object *column = find_column(schema, reference->schema, reference->name, reference->member);
    return column != NULL ? column
                          : schema_find_relation(schema, reference->schema, reference->name);
}

static bool is_routine(const Object *object) {
    return object_kind_is_routine(object->kind);
}

static Object *named_routine(const Dependents *dependents, const ObjectList *roots,
                             const Reference *reference, bool is_contained) {
    for (size_t i = 0; i < roots->count; i++) {
        Object *object = roots->items[i];
        if (is_routine(object) && text_equal(object->name, reference->name) &&
            text_equal(object->schema, reference->schema) &&
            dependents_contain(dependents, object) == is_contained) {
            return object;
        }
    }
    return NULL;
}

/* A call does not say which of several functions of one name it means: needed if all of them go. */
static Object *referenced_routine(const Dependents *dependents, const Reference *reference) {
    const Schema *schema = dependents->schema;
    if (!text_is_absent(reference->member)) {
        Object *function = schema_find_routine(schema, KIND_FUNCTION, reference->schema,
                                               reference->name, reference->member);
        if (function == NULL) {
            function = schema_find_routine(schema, KIND_PROCEDURE, reference->schema,
                                           reference->name, reference->member);
        }
        return function != NULL ? function
                                : schema_find_routine(schema, KIND_AGGREGATE, reference->schema,
                                                      reference->name, reference->member);
    }
    for (size_t i = 0; i < dependents->list.count; i++) {
        Object *object = dependents->list.items[i].object;
        if (is_routine(object) && text_equal(object->name, reference->name) &&
            text_equal(object->schema, reference->schema)) {
            bool is_only = named_routine(dependents, &schema->roots, reference, false) == NULL;
            return is_only ? object : NULL;
        }
    }
    return NULL;
}

static Object *referenced_object(const Dependents *dependents, const Reference *reference) {
    if (!text_is_absent(reference->member)) {
        return schema_find_routine(dependents->schema, reference->object, reference->schema,
                                   reference->name, reference->member);
    }
    for (size_t i = 0; i < dependents->list.count; i++) {
        Object *object = dependents->list.items[i].object;
        if (object->kind == reference->object && text_equal(object->name, reference->name) &&
            text_equal(object->schema, reference->schema)) {
            return object;
        }
    }
    return NULL;
}

static Object *referenced(const Dependents *dependents, const Reference *reference) {
    const Schema *schema = dependents->schema;
    if (!may_contain(dependents, reference->name)) {
        return NULL;
    }
    switch (reference->kind) {
        case REFERENCE_SCHEMA: return schema_find(schema, KIND_SCHEMA, TEXT(""), reference->name);
        case REFERENCE_RELATION:
            return schema_find_relation(schema, reference->schema, reference->name);
        case REFERENCE_COLUMN:
        case REFERENCE_GROUP: return referenced_column(schema, reference);
        case REFERENCE_TYPE: return schema_find_type(schema, reference->schema, reference->name);
        case REFERENCE_FUNCTION: return referenced_routine(dependents, reference);
        case REFERENCE_EXTENSION:
            return schema_find(schema, KIND_EXTENSION, TEXT(""), reference->name);
        case REFERENCE_OBJECT: return referenced_object(dependents, reference);
        case REFERENCE_SERVER: return NULL;
    }
    return NULL;
}

/* Constraints and indexes go with any column of their own table that they involve. */
static bool follows_own_columns(const Object *object) {
    return object->kind == KIND_CONSTRAINT || object->kind == KIND_INDEX ||
           object->kind == KIND_STATISTICS;
}

static Need need_of_reference(const Object *object, const Reference *reference,
                              const Object *target) {
    if (reference->role == REFERENCE_BY_DEFAULT && object->kind == KIND_COLUMN) {
        return ((const Column *)object)->generated == GENERATED_NEVER ? NEED_OF_DEFAULT
                                                                      : NEED_NORMAL;
    }
    if (object->kind == KIND_DEFAULT_PRIVILEGE) {
        return NEED_AUTOMATIC;
    }
    bool is_own = follows_own_columns(object) && target->kind == KIND_COLUMN &&
                  target->parent == object->parent;
    return is_own ? NEED_AUTOMATIC : NEED_NORMAL;
}

static Finding by_references(const Dependents *dependents, const Object *object) {
    Finding found = nothing;
    for (size_t i = 0; i < object->references.count; i++) {
        const Reference *reference = &object->references.items[i];
        if (reference->role == REFERENCE_BY_BODY) {
            continue;
        }
        Object *target = referenced(dependents, reference);
        if (target == NULL || target == object || !dependents_contain(dependents, target)) {
            continue;
        }
        Finding one = {need_of_reference(object, reference, target), target};
        found = stronger(found, one);
    }
    return found;
}

static bool same_columns(const TextList *left, const TextList *right) {
    for (size_t i = 0; i < left->count; i++) {
        if (text_is_empty(left->items[i]) || !text_list_contains(right, left->items[i])) {
            return false;
        }
    }
    return left->count != 0 && left->count == right->count;
}

static bool can_be_referenced(const Object *object, const TextList *columns) {
    if (object->kind == KIND_CONSTRAINT) {
        const TableConstraint *constraint = (const TableConstraint *)object;
        return (constraint->type == CONSTRAINT_TYPE_PRIMARY_KEY ||
                constraint->type == CONSTRAINT_TYPE_UNIQUE) &&
               same_columns(&constraint->columns, columns);
    }
    const TableIndex *index = (const TableIndex *)object;
    return object->kind == KIND_INDEX && index->is_unique &&
           !text_contains(index->definition, TEXT(" WHERE (")) &&
           same_columns(&index->columns, columns);
}

/* The key a foreign key needs: PostgreSQL takes the first that fits. */
static Object *referenced_key(const Object *table, const TextList *columns) {
    for (size_t i = 0; i < table->children.count; i++) {
        if (can_be_referenced(table->children.items[i], columns)) {
            return table->children.items[i];
        }
    }
    return NULL;
}

static Finding by_foreign_key(const Dependents *dependents, const TableConstraint *constraint) {
    if (!may_contain(dependents, constraint->foreign_table)) {
        return nothing;
    }
    Object *table = schema_find(dependents->schema, KIND_TABLE, constraint->foreign_schema,
                                constraint->foreign_table);
    if (table == NULL) {
        return nothing;
    }
    Finding found = when_contained(dependents, table, NEED_NORMAL);
    const TextList *columns = &constraint->foreign_columns;
    for (size_t i = 0; i < columns->count && found.need == NEED_NONE; i++) {
        Object *column = (Object *)table_find_column(table, columns->items[i]);
        found = when_contained(dependents, column, NEED_NORMAL);
    }
    return stronger(found, when_contained(dependents, referenced_key(table, columns), NEED_NORMAL));
}

static Finding by_own_columns(const Dependents *dependents, const Object *parent,
                              const TextList *columns) {
    Finding found = nothing;
    if (parent == NULL || !may_contain(dependents, parent->name)) {
        return found;
    }
    for (size_t i = 0; i < columns->count && found.need == NEED_NONE; i++) {
        Object *column = (Object *)table_find_column(parent, columns->items[i]);
        found = when_contained(dependents, column, NEED_AUTOMATIC);
    }
    return found;
}

static Finding by_constraint(const Dependents *dependents, const TableConstraint *constraint) {
    Finding found = by_own_columns(dependents, constraint->object.parent, &constraint->columns);
    found = stronger(found, when_contained(dependents, constraint->whole, NEED_AUTOMATIC));
    return constraint->type == CONSTRAINT_TYPE_FOREIGN_KEY
               ? stronger(found, by_foreign_key(dependents, constraint))
               : found;
}

static Finding by_index(const Dependents *dependents, const TableIndex *index) {
    Finding found = by_own_columns(dependents, index->object.parent, &index->columns);
    return stronger(found, when_contained(dependents, index->whole, NEED_AUTOMATIC));
}

static Finding by_table(const Dependents *dependents, const Table *table) {
    const Schema *schema = dependents->schema;
    Finding found = nothing;
    if (may_contain(dependents, table->partition_parent)) {
        Object *whole =
            schema_find(schema, KIND_TABLE, table->partition_schema, table->partition_parent);
        found = when_contained(dependents, whole, NEED_AUTOMATIC);
    }
    for (size_t i = 0; i < table->inherits.count; i++) {
        Object *parent = schema_find(schema, KIND_TABLE, table->inherits.items[i].schema,
                                     table->inherits.items[i].name);
        found = stronger(found, when_contained(dependents, parent, NEED_NORMAL));
    }
    return found;
}

static Finding by_sequence(const Dependents *dependents, const Sequence *sequence) {
    if (text_is_empty(sequence->owned_table) || !may_contain(dependents, sequence->owned_table)) {
        return nothing;
    }
    Object *column = find_column(dependents->schema, sequence->owned_schema, sequence->owned_table,
                                 sequence->owned_column);
    return when_contained(dependents, column, NEED_AUTOMATIC);
}

static Finding by_kind(const Dependents *dependents, const Object *object) {
    switch (object->kind) {
        case KIND_CONSTRAINT: return by_constraint(dependents, (const TableConstraint *)object);
        case KIND_INDEX: return by_index(dependents, (const TableIndex *)object);
        case KIND_TABLE: return by_table(dependents, (const Table *)object);
        case KIND_SEQUENCE: return by_sequence(dependents, (const Sequence *)object);
        default: return nothing;
    }
}

static Finding examine(const Dependents *dependents, const Object *object) {
    Finding found = when_contained(dependents, object->parent, NEED_AUTOMATIC);
    if (found.need == NEED_NONE) {
        found = by_kind(dependents, object);
    }
    if (found.need != NEED_AUTOMATIC) {
        found = stronger(found, by_references(dependents, object));
    }
    if (found.need < NEED_NORMAL && object->parent == NULL &&
        may_contain(dependents, object->schema)) {
        Object *schema = schema_find(dependents->schema, KIND_SCHEMA, TEXT(""), object->schema);
        found = stronger(found, when_contained(dependents, schema, NEED_NORMAL));
    }
    return found;
}

typedef struct Pass {
    Dependents *dependents;
    bool has_parts;     /* something was found that goes by itself */
    DependentList rest; /* what only CASCADE may take: after all parts are known */
} Pass;

static void visit(Object *object, void *context) {
    Pass *pass = context;
    Dependents *dependents = pass->dependents;
    if (dependents_contain(dependents, object)) {
        return;
    }
    Finding found = examine(dependents, object);
    Dependent dependent = {.object = object,
                           .is_default = found.need == NEED_OF_DEFAULT,
                           .is_automatic = found.need == NEED_AUTOMATIC,
                           .because = found.because};
    if (found.need == NEED_AUTOMATIC) {
        add_whole(dependents, dependent);
        pass->has_parts = true;
    } else if (found.need != NEED_NONE) {
        list_push(dependents->arena, &pass->rest, dependent);
    }
}

/* True when there was something new. */
static bool add_rest(Dependents *dependents, const DependentList *rest) {
    size_t before = dependents->list.count;
    for (size_t i = 0; i < rest->count; i++) {
        if (!rest->items[i].is_default) {
            add_whole(dependents, rest->items[i]);
        } else if (!contains_default(dependents, rest->items[i].object)) {
            list_push(dependents->arena, &dependents->list, rest->items[i]);
        }
    }
    return dependents->list.count != before;
}

/* Nothing can need these. */
static bool is_leaf(const Object *object) {
    if (object->kind == KIND_CONSTRAINT) {
        ConstraintType type = ((const TableConstraint *)object)->type;
        return type != CONSTRAINT_TYPE_PRIMARY_KEY && type != CONSTRAINT_TYPE_UNIQUE;
    }
    return object->kind == KIND_TRIGGER || object->kind == KIND_POLICY || object->kind == KIND_RULE;
}

static bool are_leaves(const DependentList *list) {
    for (size_t i = 0; i < list->count; i++) {
        if (!is_leaf(list->items[i].object)) {
            return false;
        }
    }
    return true;
}

/* Found first as a dependent, and then as a part of something else that goes. */
static void settle(Dependents *dependents) {
    for (size_t i = 0; i < dependents->list.count; i++) {
        Dependent *item = &dependents->list.items[i];
        if (!item->is_automatic && !item->is_default &&
            examine(dependents, item->object).need == NEED_AUTOMATIC) {
            item->is_automatic = true;
        }
    }
}

void dependents_find(Dependents *dependents) {
    if (are_leaves(&dependents->list)) {
        return;
    }
    bool is_complete = false;
    while (!is_complete) {
        Pass pass = {.dependents = dependents};
        schema_visit(dependents->schema, visit, &pass);
        is_complete = !pass.has_parts && !add_rest(dependents, &pass.rest);
    }
    settle(dependents);
}
