/*
 * References: the names that objects give each other become uses between pairs.
 *
 * In: Object.references and the fields that name other objects (foreign keys, OWNED BY, INHERITS,
 * key columns ...).  Out: Pair.uses and Pair.users, once per side.
 */
#include "diff/references.h"

#include "compiler/definition.h"

void reference_use(const Resolver *in, const Object *target, UseRole role) {
    Pair *pair = planner_pair(in->planner, target);
    if (pair == NULL || pair == in->user) {
        return;
    }
    UseList *uses = &in->user->uses[in->side];
    for (size_t i = 0; i < uses->count; i++) {
        if (uses->items[i].pair == pair && uses->items[i].role == role) {
            return;
        }
    }
    list_push(in->planner->arena, uses, ((Use){pair, role}));
    list_push(in->planner->arena, &pair->users[in->side], ((Use){in->user, role}));
}

static void use_relation(const Resolver *in, Text schema, Text name, UseRole role) {
    if (!text_is_empty(name)) {
        reference_use(in, schema_find_relation(in->schema, schema, name), role);
    }
}

/*
 * What is made of a column that a parent has too rests on the parent's, which brings it, takes it
 * and changes its type.
 */
static void use_column_and_above(const Resolver *in, const Object *relation, Text column,
                                 UseRole role) {
    const Column *found = table_find_column(relation, column);
    reference_use(in, (const Object *)found, role);
    if (found == NULL || relation->kind != KIND_TABLE) {
        return;
    }
    const Table *table = (const Table *)relation;
    for (size_t i = 0; i <= table->inherits.count; i++) {
        const Object *parent = table_parent_at(in->schema, table, i);
        if (parent != NULL) {
            use_column_and_above(in, parent, column, role);
        }
    }
}

static void use_column(const Resolver *in, Text schema, Text name, Text column, UseRole role) {
    const Object *relation = schema_find_relation(in->schema, schema, name);
    if (relation != NULL) {
        use_column_and_above(in, relation, column, role);
        reference_use(in, relation, role);
    }
}

/* Index of the first object whose key is not below `prefix`. */
static size_t lower_bound(const ObjectList *all, Text prefix) {
    size_t low = 0, high = all->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (text_compare(all->items[middle]->key, prefix) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Every object of the kind and name; with arguments only the one that has them. */
static void use_overloads(const Resolver *in, ObjectKind kind, Text schema, Text name,
                          Text arguments, UseRole role) {
    ArenaMark mark = arena_mark(in->planner->arena);
    Text key = schema_key(in->planner->arena, kind, schema, TEXT(""), name, TEXT(""));
    Text prefix = text_slice(key, 0, key.length - 1);
    const ObjectList *all = &in->schema->all;
    size_t first = lower_bound(all, prefix), last = first;
    while (last < all->count && text_starts_with(all->items[last]->key, prefix)) {
        last++;
    }
    arena_release(in->planner->arena, mark);
    for (size_t j = first; j < last; j++) {
        if (text_is_absent(arguments) || text_equal(all->items[j]->arguments, arguments)) {
            reference_use(in, all->items[j], role);
        }
    }
}

void reference_use_routines(const Resolver *in, Text schema, Text name, Text arguments,
                            UseRole role) {
    static const ObjectKind kinds[] = {KIND_FUNCTION, KIND_PROCEDURE, KIND_AGGREGATE};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        use_overloads(in, kinds[i], schema, name, arguments, role);
    }
    /* The constructor of a range type is called as the type is. */
    const Object *type = schema_find_type(in->schema, schema, name);
    if (type != NULL && type->kind == KIND_RANGE) {
        reference_use(in, type, role);
    }
}

static UseRole role_of(const Object *object, const Reference *reference) {
    if (reference->role == REFERENCE_BY_BODY) {
        return USE_BODY;
    }
    if (reference->role == REFERENCE_BY_DEFAULT) {
        return USE_DEFAULT;
    }
    bool is_typed = object->kind == KIND_COLUMN || object->kind == KIND_DOMAIN;
    bool is_of_type = reference->kind == REFERENCE_TYPE ||
                      (reference->kind == REFERENCE_OBJECT && reference->object == KIND_COLLATION);
    /* The expression of a generated column may name types that the column is not of. */
    bool is_computed = object->kind == KIND_COLUMN &&
                       ((const Column *)object)->generated != GENERATED_NEVER &&
                       !text_contains(((const Column *)object)->type, reference->name);
    return is_typed && is_of_type && !is_computed ? USE_TYPE : USE_DEFINITION;
}

static bool names_columns_of(const Object *object, const Reference *relation) {
    for (size_t i = 0; i < object->references.count; i++) {
        const Reference *reference = &object->references.items[i];
        if (reference->kind == REFERENCE_COLUMN && text_equal(reference->name, relation->name) &&
            text_equal(reference->schema, relation->schema)) {
            return true;
        }
    }
    return false;
}

/* A query that names a relation but none of its columns may need any of them (a whole row). */
static void use_all_columns(const Resolver *in, const Reference *reference, UseRole role) {
    const Object *relation = schema_find_relation(in->schema, reference->schema, reference->name);
    for (size_t i = 0; relation != NULL && i < relation->children.count; i++) {
        if (relation->children.items[i]->kind == KIND_COLUMN) {
            reference_use(in, relation->children.items[i], role);
        }
    }
}

static bool names_column(const Object *object, const Reference *relation, ReferenceKind kind,
                         Text column) {
    for (size_t i = 0; i < object->references.count; i++) {
        const Reference *reference = &object->references.items[i];
        if (reference->kind == kind && text_equal(reference->name, relation->name) &&
            text_equal(reference->schema, relation->schema) &&
            text_equal(reference->member, column)) {
            return true;
        }
    }
    return false;
}

static bool is_grouped(const Object *object, const Reference *column) {
    return names_column(object, column, REFERENCE_GROUP, column->member);
}

/* Some column of the relation is named that is not grouped; it may stand in an aggregate. */
static bool names_ungrouped_column(const Object *object, const Reference *group) {
    for (size_t i = 0; i < object->references.count; i++) {
        const Reference *reference = &object->references.items[i];
        if (reference->kind == REFERENCE_COLUMN && text_equal(reference->name, group->name) &&
            text_equal(reference->schema, group->schema) && !is_grouped(object, reference)) {
            return true;
        }
    }
    return false;
}

/*
 * SELECT id, name, count(*) ... GROUP BY id: that `name` may stand there is the primary key's doing
 * (check_functional_grouping), and the query depends on it.
 */
static void use_grouped_key(const Resolver *in, const Object *object, const Reference *group) {
    const Object *relation = schema_find_relation(in->schema, group->schema, group->name);
    for (size_t i = 0; relation != NULL && i < relation->children.count; i++) {
        const TableConstraint *key = (const TableConstraint *)relation->children.items[i];
        bool rests_on_it = key->object.kind == KIND_CONSTRAINT &&
                           key->type == CONSTRAINT_TYPE_PRIMARY_KEY &&
                           names_ungrouped_column(object, group);
        for (size_t j = 0; rests_on_it && j < key->columns.count; j++) {
            rests_on_it = names_column(object, group, REFERENCE_GROUP, key->columns.items[j]);
        }
        if (rests_on_it) {
            reference_use(in, &key->object, USE_DEFINITION);
        }
    }
}

static bool is_query(const Object *object) {
    return object->kind == KIND_VIEW || object->kind == KIND_MATERIALIZED_VIEW ||
           object->kind == KIND_RULE;
}

static void use_reference(const Resolver *in, const Object *object, const Reference *reference) {
    UseRole role = role_of(object, reference);
    switch (reference->kind) {
        case REFERENCE_SCHEMA:
            reference_use(in, schema_find(in->schema, KIND_SCHEMA, TEXT(""), reference->name),
                          role);
            break;
        case REFERENCE_SERVER: break; /* feature.c */
        case REFERENCE_EXTENSION:
            reference_use(in, schema_find(in->schema, KIND_EXTENSION, TEXT(""), reference->name),
                          role);
            break;
        case REFERENCE_RELATION:
            use_relation(in, reference->schema, reference->name, role);
            if (is_query(object) && !names_columns_of(object, reference)) {
                use_all_columns(in, reference, role);
            }
            break;
        case REFERENCE_COLUMN:
            use_column(in, reference->schema, reference->name, reference->member, role);
            break;
        case REFERENCE_GROUP: use_grouped_key(in, object, reference); break;
        case REFERENCE_TYPE:
            reference_use(in, schema_find_type(in->schema, reference->schema, reference->name),
                          role);
            break;
        case REFERENCE_FUNCTION:
            reference_use_routines(in, reference->schema, reference->name, reference->member, role);
            break;
        case REFERENCE_OBJECT:
            use_overloads(in, reference->object, reference->schema, reference->name,
                          reference->member, role);
            break;
    }
}

static void use_own_columns(const Resolver *in, const Object *object, const TextList *columns) {
    for (size_t i = 0; object->parent != NULL && i < columns->count; i++) {
        use_column_and_above(in, object->parent, columns->items[i], USE_DEFINITION);
    }
}

static bool same_names(const TextList *left, const TextList *right) {
    for (size_t i = 0; i < left->count; i++) {
        if (!text_list_contains(right, left->items[i])) {
            return false;
        }
    }
    return left->count == right->count;
}

/* The keys of the foreign table that a foreign key could rest on: same columns in any order. */
static void use_key(const Resolver *in, const TableConstraint *constraint) {
    const Object *table =
        schema_find_relation(in->schema, constraint->foreign_schema, constraint->foreign_table);
    for (size_t i = 0; table != NULL && i < table->children.count; i++) {
        const Object *child = table->children.items[i];
        if (child->kind == KIND_CONSTRAINT) {
            const TableConstraint *key = (const TableConstraint *)child;
            bool is_key =
                key->type == CONSTRAINT_TYPE_PRIMARY_KEY || key->type == CONSTRAINT_TYPE_UNIQUE;
            if (is_key && same_names(&key->columns, &constraint->foreign_columns)) {
                reference_use(in, child, USE_KEY);
            }
        } else if (child->kind == KIND_INDEX && ((const TableIndex *)child)->is_unique &&
                   same_names(&((const TableIndex *)child)->columns,
                              &constraint->foreign_columns)) {
            reference_use(in, child, USE_KEY);
        }
    }
}

/* A unique index of the whole table takes the key of a partition for its part there. */
static void use_whole_index(const Resolver *in, const TableConstraint *key) {
    bool is_key = key->type == CONSTRAINT_TYPE_PRIMARY_KEY || key->type == CONSTRAINT_TYPE_UNIQUE;
    const Object *table = key->object.parent;
    if (!is_key || key->is_inherited || key->whole != NULL || table == NULL ||
        table->kind != KIND_TABLE) {
        return;
    }
    const Table *partition = (const Table *)table;
    const Object *whole = schema_find(in->schema, KIND_TABLE, partition->partition_schema,
                                      partition->partition_parent);
    for (size_t i = 0; whole != NULL && i < whole->children.count; i++) {
        const TableIndex *index = (const TableIndex *)whole->children.items[i];
        if (index->object.kind == KIND_INDEX && index->is_unique &&
            text_list_equal(&index->columns, &key->columns)) {
            reference_use(in, &index->object, USE_WHOLE);
        }
    }
}

static void resolve_constraint(const Resolver *in, const TableConstraint *constraint) {
    use_own_columns(in, &constraint->object, &constraint->columns);
    use_whole_index(in, constraint);
    reference_use(in, constraint->whole, USE_PART);
    if (constraint->type != CONSTRAINT_TYPE_FOREIGN_KEY) {
        return;
    }
    use_relation(in, constraint->foreign_schema, constraint->foreign_table, USE_DEFINITION);
    for (size_t i = 0; i < constraint->foreign_columns.count; i++) {
        use_column(in, constraint->foreign_schema, constraint->foreign_table,
                   constraint->foreign_columns.items[i], USE_DEFINITION);
    }
    use_key(in, constraint);
}

static void resolve_index(const Resolver *in, const TableIndex *index) {
    reference_use(in, index->whole, USE_PART);
    use_own_columns(in, &index->object, &index->columns);
}

static void resolve_table(const Resolver *in, const Table *table) {
    for (size_t i = 0; i < table->inherits.count; i++) {
        use_relation(in, table->inherits.items[i].schema, table->inherits.items[i].name,
                     USE_PARENT);
    }
    use_relation(in, table->partition_schema, table->partition_parent, USE_PARENT);
    if (text_starts_with(table->replica_identity, TEXT("USING INDEX "))) {
        Text name = text_slice(table->replica_identity, 12, table->replica_identity.length);
        for (size_t i = 0; i < table->object.children.count; i++) {
            const Object *child = table->object.children.items[i];
            bool is_index = child->kind == KIND_INDEX || child->kind == KIND_CONSTRAINT;
            if (is_index &&
                (text_equal(child->name, name) ||
                 text_equal(text_quote_identifier(in->planner->arena, child->name), name))) {
                reference_use(in, child, USE_IDENTITY);
            }
        }
    }
}

const Object *sequence_owner(const Planner *planner, const Object *sequence, int side) {
    const Sequence *it = (const Sequence *)sequence;
    if (sequence == NULL || text_is_empty(it->owned_table)) {
        return NULL;
    }
    const Object *table =
        schema_find(planner->schemas[side], KIND_TABLE, it->owned_schema, it->owned_table);
    return table == NULL ? NULL : (const Object *)table_find_column(table, it->owned_column);
}

/* A state on a partition is a matter of the whole table's trigger, and of whose partition it is. */
static void resolve_trigger(const Resolver *in, const TableTrigger *trigger) {
    if (trigger->is_part) {
        reference_use(in, trigger->object.parent, USE_DEFINITION);
        reference_use(in, (const Object *)trigger_above(in->schema, &trigger->object),
                      USE_DEFINITION);
    }
}

static void resolve_object(const Resolver *in, const Object *object) {
    for (size_t i = 0; i < object->references.count; i++) {
        use_reference(in, object, &object->references.items[i]);
    }
    if (!text_is_empty(object->schema)) {
        reference_use(in, schema_find(in->schema, KIND_SCHEMA, TEXT(""), object->schema),
                      USE_DEFINITION);
    }
    if (object->kind == KIND_CONSTRAINT) {
        resolve_constraint(in, (const TableConstraint *)object);
    } else if (object->kind == KIND_INDEX) {
        resolve_index(in, (const TableIndex *)object);
    } else if (object->kind == KIND_TRIGGER) {
        resolve_trigger(in, (const TableTrigger *)object);
    } else if (object->kind == KIND_TABLE) {
        resolve_table(in, (const Table *)object);
    } else if (object->kind == KIND_SEQUENCE) {
        reference_use(in, sequence_owner(in->planner, object, in->side), USE_OWNER);
    } else if (object->kind == KIND_EXTENSION) {
        Text schema = ((const Extension *)object)->in_schema;
        reference_use(in, schema_find(in->schema, KIND_SCHEMA, TEXT(""), schema), USE_DEFINITION);
    } else if (object->kind == KIND_DEFAULT_PRIVILEGE) {
        Text schema = ((const DefaultPrivilege *)object)->in_schema;
        reference_use(in, schema_find(in->schema, KIND_SCHEMA, TEXT(""), schema), USE_DEFINITION);
    }
    reference_use_implied(in, object);
}

/* A body that stays as it is needs no order. */
static bool has_body_to_read(const Pair *pair, int side) {
    const Object *object = pair->sides[side];
    if (pair->sides[0] == pair->sides[1] ||
        (object->kind != KIND_FUNCTION && object->kind != KIND_PROCEDURE)) {
        return false;
    }
    Text language = ((const Routine *)object)->language;
    return !TEXT_IS_ONE_OF(language, ((const char *const[]){"sql", "c", "internal"}));
}

void planner_resolve_references(Planner *planner) {
    TextList names = reference_body_names(planner);
    for (size_t i = 0; i < planner->pairs.count; i++) {
        Pair *pair = planner->pairs.items[i];
        for (int side = 0; side < 2; side++) {
            bool is_repeated = side == 1 && pair->sides[0] == pair->sides[1];
            if (pair->sides[side] != NULL && !is_repeated) {
                Resolver in = {planner, planner->schemas[side], side, pair};
                resolve_object(&in, pair->sides[side]);
                if (has_body_to_read(pair, side)) {
                    reference_use_body(&in, &names, ((const Routine *)pair->sides[side])->body);
                }
            }
        }
    }
}
