/*
 * Describe: which tables a step locks.
 *
 * In: a step.  Out: the table that it works on with the step's own lock, and those it reaches from
 * there: both ends of a foreign key, the parent of a partition, every column of a rebuilt enum.
 */
#include "emit/describe.h"

Text describe_lock_mode(Lock lock) {
    static const char *const modes[] = {
        [LOCK_NONE] = "",
        [LOCK_ACCESS_SHARE] = "ACCESS SHARE",
        [LOCK_SHARE_UPDATE_EXCLUSIVE] = "SHARE UPDATE EXCLUSIVE",
        [LOCK_SHARE] = "SHARE",
        [LOCK_SHARE_ROW_EXCLUSIVE] = "SHARE ROW EXCLUSIVE",
        [LOCK_EXCLUSIVE] = "EXCLUSIVE",
        [LOCK_ACCESS_EXCLUSIVE] = "ACCESS EXCLUSIVE",
    };
    return text_from_string(modes[lock]);
}

static bool is_relation(const Object *object) {
    return object->kind == KIND_TABLE || object->kind == KIND_VIEW ||
           object->kind == KIND_MATERIALIZED_VIEW || object->kind == KIND_SEQUENCE;
}

static void add(Arena *arena, TableLockList *locks, const Object *object, Lock lock, bool is_own) {
    while (object != NULL && object->parent != NULL && object->kind != KIND_SEQUENCE) {
        object = object->parent;
    }
    if (object != NULL && is_relation(object) && lock != LOCK_NONE) {
        Text table = object_sql_name(arena, object);
        list_push(arena, locks, ((TableLock){table, object, lock, is_own}));
    }
}

/* A table that the migration makes itself is locked from nobody. */
static void add_other(Arena *arena, TableLockList *locks, const Schema *source, Text schema,
                      Text name, Lock lock) {
    add(arena, locks, text_is_empty(name) ? NULL : schema_find(source, KIND_TABLE, schema, name),
        lock, false);
}

static void add_referenced(Arena *arena, TableLockList *locks, const Schema *source,
                           const Object *object, StepVerb verb) {
    const TableConstraint *key = (const TableConstraint *)object;
    if (object->kind == KIND_CONSTRAINT && key->type == CONSTRAINT_TYPE_FOREIGN_KEY) {
        add_other(arena, locks, source, key->foreign_schema, key->foreign_table,
                  verb == STEP_DROP ? LOCK_ACCESS_EXCLUSIVE : LOCK_SHARE_ROW_EXCLUSIVE);
    }
}

static void add_partitioned(Arena *arena, TableLockList *locks, const Schema *source,
                            const Object *object, Lock lock) {
    if (object != NULL && object->kind == KIND_TABLE) {
        const Table *table = (const Table *)object;
        add_other(arena, locks, source, table->partition_schema, table->partition_parent, lock);
    }
}

/* ATTACH also reads the default partition, for rows that belong to the new one. */
static void add_default_partition(Arena *arena, TableLockList *locks, const Schema *source,
                                  const Table *added) {
    for (size_t i = 0; i < source->roots.count; i++) {
        const Table *table = (const Table *)source->roots.items[i];
        if (table->object.kind == KIND_TABLE && !text_is_empty(added->partition_parent) &&
            text_equal(table->partition_parent, added->partition_parent) &&
            text_equal(table->partition_schema, added->partition_schema) &&
            text_equal(table->partition_bound, TEXT("DEFAULT")) &&
            !text_equal(table->object.key, added->object.key)) {
            add(arena, locks, &table->object, LOCK_ACCESS_EXCLUSIVE, true);
        }
    }
}

static bool is_below(const Table *table, const Object *parent) {
    if (text_equal(table->partition_parent, parent->name) &&
        text_equal(table->partition_schema, parent->schema)) {
        return true;
    }
    for (size_t i = 0; i < table->inherits.count; i++) {
        const Inheritance *link = &table->inherits.items[i];
        if (text_equal(link->name, parent->name) && text_equal(link->schema, parent->schema)) {
            return true;
        }
    }
    return false;
}

/* What changes columns, constraints or indexes of a table changes those of its children. */
static void add_children(Arena *arena, TableLockList *locks, const Schema *source,
                         const Object *parent, Lock lock) {
    for (size_t i = 0; i < source->roots.count; i++) {
        const Table *table = (const Table *)source->roots.items[i];
        if (table->object.kind == KIND_TABLE && is_below(table, parent)) {
            add(arena, locks, &table->object, lock, true);
            add_children(arena, locks, source, &table->object, lock);
        }
    }
}

static void add_below(Arena *arena, TableLockList *locks, const Schema *source, const Step *step) {
    const Object *object = step_object(step);
    bool recurses = object->kind == KIND_COLUMN || object->kind == KIND_CONSTRAINT ||
                    object->kind == KIND_INDEX;
    bool is_words = step->part == PART_COMMENT || step->part == PART_SECURITY_LABEL ||
                    step->part == PART_PRIVILEGES;
    if (recurses && !is_words && step->lock != LOCK_NONE && object->parent != NULL &&
        object->parent->kind == KIND_TABLE) {
        add_children(arena, locks, source, object->parent, step->lock);
    }
}

/* What ALTER DOMAIN checks it checks in every table that has a column of the domain. */
static void add_domain_tables(Arena *arena, TableLockList *locks, const Schema *source,
                              const Step *step) {
    const Object *domain = step_object(step);
    domain = domain->kind == KIND_CONSTRAINT ? domain->parent : domain;
    if (domain == NULL || domain->kind != KIND_DOMAIN || step->lock == LOCK_NONE) {
        return;
    }
    Text type = object_sql_name(arena, domain);
    for (size_t i = 0; i < source->all.count; i++) {
        const Object *object = source->all.items[i];
        if (object->kind == KIND_COLUMN && text_equal(((const Column *)object)->type, type)) {
            add(arena, locks, object, step->lock, true);
        }
    }
}

static void add_reached(Arena *arena, TableLockList *locks, const Schema *source,
                        const Step *step) {
    const Object *object = step_object(step);
    if (step->verb != STEP_ALTER) {
        add_referenced(arena, locks, source, object, step->verb);
        add_partitioned(arena, locks, source, object, LOCK_ACCESS_EXCLUSIVE);
        if (object->kind == KIND_TABLE) {
            add_default_partition(arena, locks, source, (const Table *)object);
        }
    } else if (step->part == PART_PARTITION) {
        add_partitioned(arena, locks, source, step->old, LOCK_ACCESS_EXCLUSIVE);
        add_partitioned(arena, locks, source, step->new, LOCK_SHARE_UPDATE_EXCLUSIVE);
        add_default_partition(arena, locks, source, (const Table *)step->new);
    }
    for (size_t i = 0; i < step->folded.count; i++) {
        add_referenced(arena, locks, source, step->folded.items[i]->new, STEP_CREATE);
    }
    for (size_t i = 0; step->verb == STEP_DROP && i < object->children.count; i++) {
        add_referenced(arena, locks, source, object->children.items[i], STEP_DROP);
    }
}

TableLockList describe_locks(Arena *arena, const Schema *source, const Step *step) {
    TableLockList locks = {0};
    if (step->converted.count == 0) {
        add(arena, &locks, step_object(step), step->lock, true);
    }
    for (size_t i = 0; i < step->converted.count; i++) {
        add(arena, &locks, step->converted.items[i], step->lock, true);
    }
    add_domain_tables(arena, &locks, source, step);
    add_below(arena, &locks, source, step);
    add_reached(arena, &locks, source, step);
    return locks;
}
