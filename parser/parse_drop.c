/*
 * DROP: find what goes, refuse what PostgreSQL refuses, take the rest out of the schema.
 */
#include "parser/parse_drop.h"

#include "parser/dependents.h"
#include "parser/identity.h"
#include "parser/interpreter_state.h"
#include "parser/parse_constraint.h"
#include "parser/parse_object.h"
#include "parser/trigger_state.h"

#include "nodes/pg_list.h"

/* ---- what is refused ---- */

static Text describe(Arena *arena, const Dependent *dependent) {
    Text text = object_describe(arena, dependent->object);
    return dependent->is_default ? text_format(arena, "default value for %s", text) : text;
}

/* A default that goes together with its column is not worth a word. */
static bool needs_cascade(const Dependents *dependents, const Dependent *dependent) {
    return !dependent->is_automatic &&
           !(dependent->is_default && dependents_contain(dependents, dependent->object));
}

static Outcome refuse(Interpreter *in, const Dependents *dependents, const Object *named,
                      int node_location) {
    enum { SHOWN = 10 };
    Builder hint = builder_new(in->diagnostics->arena);
    size_t count = 0;
    for (size_t i = 0; i < dependents->list.count; i++) {
        const Dependent *dependent = &dependents->list.items[i];
        if (needs_cascade(dependents, dependent) && count++ < SHOWN) {
            builder_format(&hint, "%s%s depends on %s", count == 1 ? TEXT("") : TEXT("; "),
                           describe(in->scratch, dependent),
                           object_describe(in->scratch, dependent->because));
        }
    }
    if (count > SHOWN) {
        builder_format(&hint, "; and %s more",
                       text_from_integer(in->scratch, (int64_t)(count - SHOWN)));
    }
    builder_add(&hint, TEXT(". Use CASCADE to drop the dependent objects too."));
    Text message =
        text_format(in->diagnostics->arena, "cannot drop %s because other objects depend on it",
                    object_describe(in->scratch, named));
    diagnostic_append(in->diagnostics, DIAGNOSTIC_DEPENDENT_OBJECTS,
                      interpreter_location(in, node_location), message, builder_text(&hint));
    return OUTCOME_FAILED;
}

static bool any_needs_cascade(const Dependents *dependents) {
    for (size_t i = 0; i < dependents->list.count; i++) {
        if (needs_cascade(dependents, &dependents->list.items[i])) {
            return true;
        }
    }
    return false;
}

/* ---- taking out ---- */

static void remove_default(Object *object) {
    ((Column *)object)->default_value = TEXT_ABSENT;
    size_t kept = 0;
    for (size_t i = 0; i < object->references.count; i++) {
        if (object->references.items[i].role != REFERENCE_BY_DEFAULT) {
            object->references.items[kept++] = object->references.items[i];
        }
    }
    object->references.count = kept;
}

/* A table that was identified by the index is identified by nothing in particular. */
static void forget_replica_identity(Interpreter *in, const Object *object) {
    if ((object->kind != KIND_INDEX && object->kind != KIND_CONSTRAINT) || object->parent == NULL ||
        object->parent->kind != KIND_TABLE) {
        return;
    }
    Table *table = (Table *)object->parent;
    Text identity = text_format(in->scratch, "USING INDEX %I", object->name);
    if (text_equal(table->replica_identity, identity)) {
        table->replica_identity = TEXT("");
    }
}

/* A dropped constraint waits for nothing. */
static void forget_pending(Interpreter *in) {
    PendingForeignKeyList *list = &in->state->foreign_keys;
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (!list->items[i].constraint->object.is_removed) {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
}

static void take_out(Interpreter *in, const Dependents *dependents) {
    bool has_default_privileges = false;
    for (size_t i = 0; i < dependents->list.count; i++) {
        Object *object = dependents->list.items[i].object;
        has_default_privileges |= object->kind == KIND_DEFAULT_PRIVILEGE;
        if (dependents->list.items[i].is_default) {
            remove_default(object);
        }
    }
    for (size_t i = 0; i < dependents->list.count; i++) {
        Object *object = dependents->list.items[i].object;
        bool goes_with_parent = dependents_contain(dependents, object->parent);
        if (!dependents->list.items[i].is_default && !goes_with_parent) {
            forget_replica_identity(in, object);
            schema_remove(in->schema, object);
            if (object->kind == KIND_TRIGGER) {
                trigger_state_forget(in, object->parent, object->name);
            }
        }
    }
    forget_pending(in);
    if (has_default_privileges) {
        interpreter_forget_default_privileges(in);
    }
}

static Outcome drop_all(Interpreter *in, const ObjectList *objects, bool cascade,
                        int node_location) {
    if (objects->count == 0) {
        return OUTCOME_APPLIED;
    }
    Dependents dependents = dependents_new(in->schema, in->scratch);
    for (size_t i = 0; i < objects->count; i++) {
        dependents_name(&dependents, objects->items[i]);
    }
    dependents_find(&dependents);
    if (!cascade && any_needs_cascade(&dependents)) {
        return refuse(in, &dependents, objects->items[0], node_location);
    }
    take_out(in, &dependents);
    return OUTCOME_APPLIED;
}

Outcome drop_object(Interpreter *in, Object *object, bool cascade, int node_location) {
    ObjectList objects = {0};
    list_push(in->scratch, &objects, object);
    return drop_all(in, &objects, cascade, node_location);
}

/* ---- columns and constraints, with what children have from them ---- */

/* The same part of another parent of the child keeps it there. */
typedef bool (*SamePart)(const Object *one, const Object *other);

static bool same_column(const Object *one, const Object *other) {
    return other->kind == KIND_COLUMN && text_equal(one->name, other->name);
}

/* Checks are inherited by name; keys and foreign keys of partitions have names of their own. */
static bool same_constraint(const Object *one, const Object *other) {
    if (other->kind != KIND_CONSTRAINT) {
        return false;
    }
    const TableConstraint *left = (const TableConstraint *)one;
    const TableConstraint *right = (const TableConstraint *)other;
    if (left->type != right->type) {
        return false;
    }
    return left->type == CONSTRAINT_TYPE_CHECK
               ? text_equal(one->name, other->name)
               : text_list_equal(&left->columns, &right->columns) &&
                     text_equal(left->foreign_table, right->foreign_table);
}

static Object *find_same(const Object *table, const Object *part, SamePart same) {
    for (size_t i = 0; i < table->children.count; i++) {
        if (same(part, table->children.items[i])) {
            return table->children.items[i];
        }
    }
    return NULL;
}

static bool another_parent_has(const Interpreter *in, const Object *child, const Object *not_this,
                               const Object *part, SamePart same) {
    for (size_t i = 0; i < in->schema->roots.count; i++) {
        const Object *parent = in->schema->roots.items[i];
        if (parent != not_this && table_is_child_of((const Table *)child, parent) &&
            find_same(parent, part, same) != NULL) {
            return true;
        }
    }
    return false;
}

static bool is_inherited(const Object *part) {
    return part->kind == KIND_COLUMN ? ((const Column *)part)->is_inherited
                                     : ((const TableConstraint *)part)->is_inherited;
}

static void add_with_children(Interpreter *in, ObjectList *objects, Object *part, SamePart same) {
    list_push(in->scratch, objects, part);
    for (size_t i = 0; i < in->schema->roots.count; i++) {
        const Object *child = in->schema->roots.items[i];
        if (child->kind != KIND_TABLE || !table_is_child_of((const Table *)child, part->parent)) {
            continue;
        }
        Object *copy = find_same(child, part, same);
        if (copy != NULL && is_inherited(copy) &&
            !another_parent_has(in, child, part->parent, part, same)) {
            add_with_children(in, objects, copy, same);
        }
    }
}

static Outcome drop_part(Interpreter *in, Object *part, SamePart same, bool cascade,
                         int node_location) {
    ObjectList objects = {0};
    if (part->parent != NULL && part->parent->kind == KIND_TABLE &&
        another_parent_has(in, part->parent, NULL, part, same) && is_inherited(part)) {
        return interpreter_error(in, DIAGNOSTIC_INVALID_DEFINITION, node_location,
                                 "cannot drop inherited %s \"%s\" of relation \"%s\"",
                                 text_from_string(object_kind_facts[part->kind].word), part->name,
                                 part->parent->name);
    }
    add_with_children(in, &objects, part, same);
    return drop_all(in, &objects, cascade, node_location);
}

Outcome drop_table_column(Interpreter *in, Object *table, Column *column, bool cascade,
                          int node_location) {
    if (table->kind != KIND_TABLE) {
        return drop_object(in, &column->object, cascade, node_location);
    }
    return drop_part(in, &column->object, same_column, cascade, node_location);
}

Outcome drop_table_constraint(Interpreter *in, Object *table, TableConstraint *constraint,
                              bool cascade, int node_location) {
    if (table->kind != KIND_TABLE || constraint->is_no_inherit) {
        return drop_object(in, &constraint->object, cascade, node_location);
    }
    return drop_part(in, &constraint->object, same_constraint, cascade, node_location);
}

/* ---- the statement ---- */

static Outcome refuse_part(Interpreter *in, const Node *name, const Object *whole) {
    Arena *arena = in->diagnostics->arena;
    Text text = object_describe(in->scratch, whole);
    diagnostic_append(in->diagnostics, DIAGNOSTIC_DEPENDENT_OBJECTS,
                      interpreter_location(in, object_name_location(name)),
                      text_format(arena, "cannot drop \"%s\" because %s requires it",
                                  object_name_text(in, name), text),
                      text_format(arena, "You can drop %s instead.", text));
    return OUTCOME_FAILED;
}

/* The index of a constraint, the sequence of an identity column: parts, not objects of their own.
 */
static const Object *whole_of_implicit(const Interpreter *in, const List *names) {
    QualifiedName name = interpreter_name(in, names);
    TextList schemas = in->search_path;
    if (!text_is_empty(name.schema)) {
        schemas = (TextList){&name.schema, 1, 1};
    }
    for (size_t i = 0; i < schemas.count; i++) {
        TableConstraint *constraint = constraint_of_index(in->schema, schemas.items[i], name.name);
        if (constraint != NULL) {
            return &constraint->object;
        }
        Column *column = identity_column_of_sequence(in->schema, schemas.items[i], name.name);
        if (column != NULL) {
            return &column->object;
        }
    }
    return NULL;
}

/* DROP says what it looks for; other statements say "relation". */
static bool names_relation(ObjectType type) {
    return type == OBJECT_TABLE || type == OBJECT_FOREIGN_TABLE || type == OBJECT_VIEW ||
           type == OBJECT_MATVIEW || type == OBJECT_SEQUENCE || type == OBJECT_INDEX;
}

static Outcome drop_missing(Interpreter *in, const DropStmt *statement, const Node *name) {
    ObjectType type = statement->removeType;
    bool can_be_implicit = type == OBJECT_INDEX || type == OBJECT_SEQUENCE;
    const Object *whole = can_be_implicit ? whole_of_implicit(in, (const List *)name) : NULL;
    if (whole != NULL) {
        return refuse_part(in, name, whole);
    }
    if (statement->missing_ok) {
        return OUTCOME_APPLIED;
    }
    if (!names_relation(type) || object_is_reported(in, object_last_name(in, type, name))) {
        return object_missing(in, type, name, -1);
    }
    if (in->state->skipped[SKIPPED_TEMPORARY].count != 0 && in->is_last_try) {
        return interpreter_skip(in, SKIPPED_TEMPORARY);
    }
    return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, -1, "%s \"%s\" does not exist",
                               object_type_word(type), object_name_text(in, name));
}

/* A type that is the row type of a relation goes only with the relation. */
static bool is_row_type(const Object *object, ObjectType type) {
    return type == OBJECT_TYPE && !object_is_of_type(object, OBJECT_TYPE);
}

static Outcome collect(Interpreter *in, const DropStmt *statement, const Node *name,
                       ObjectList *objects) {
    Object *object = interpreter_find_object(in, statement->removeType, name);
    if (object == NULL) {
        return drop_missing(in, statement, name);
    }
    if (is_row_type(object, statement->removeType)) {
        return refuse_part(in, name, object);
    }
    if (object->kind == KIND_TRIGGER && ((const TableTrigger *)object)->is_part) {
        return refuse_part(in, name, trigger_state_whole(in, object));
    }
    if (object_whole(object) != NULL) {
        return refuse_part(in, name, object_whole(object));
    }
    if (!object_is_of_type(object, statement->removeType)) {
        Outcome outcome =
            object_wrong_type(in, statement->removeType, object, object_name_location(name));
        diagnostic_hint(in->diagnostics, text_format(in->diagnostics->arena, "Use DROP %s.",
                                                     object_keyword(object)));
        return outcome;
    }
    list_push(in->scratch, objects, object);
    return OUTCOME_APPLIED;
}

/* DROP ... IF EXISTS of a kind that is not modelled does nothing when no such object was met. */
static Outcome drop_unmodelled(Interpreter *in, const DropStmt *statement) {
    ListCell *cell;
    foreach (cell, statement->objects) {
        const Node *name = lfirst(cell);
        Text text = object_name_text(in, name);
        if (!statement->missing_ok || object_is_reported(in, text)) {
            interpreter_unsupported(in, object_name_location(name),
                                    text_format(in->scratch, "drop of %s %s",
                                                object_type_word(statement->removeType), text));
        }
    }
    return OUTCOME_APPLIED;
}

Outcome apply_drop(Interpreter *in, const DropStmt *statement) {
    constraint_try_foreign_keys(in);
    if (!object_type_is_modelled(statement->removeType)) {
        return drop_unmodelled(in, statement);
    }
    ObjectList objects = {0};
    ListCell *cell;
    foreach (cell, statement->objects) {
        const Node *name = lfirst(cell);
        Outcome outcome = object_is_built_in(statement->removeType, name)
                              ? OUTCOME_APPLIED
                              : collect(in, statement, name, &objects);
        if (outcome != OUTCOME_APPLIED) {
            return outcome;
        }
    }
    int location = objects.count == 0 ? -1 : object_name_location(linitial(statement->objects));
    return drop_all(in, &objects, statement->behavior == DROP_CASCADE, location);
}
