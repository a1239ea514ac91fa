/*
 * Recreate: what depends on something that is dropped or retyped has to go before and come back
 * after.
 *
 * In: the steps that the rules made.  Out: more steps: DROP and CREATE of views, routines,
 * triggers, policies, rules, constraints and indexes that stand in the way, a default taken off and
 * put back, an enum's columns converted.  What cannot get out of the way is an error.
 */
#include "diff/planner.h"

#include "compiler/definition.h"
#include "compiler/fingerprint.h"

typedef struct Closure {
    Planner *planner;
    PairList queue;
} Closure;

typedef enum Disruption {
    DISRUPTION_NONE,
    DISRUPTION_GONE,    /* dropped, perhaps created again */
    DISRUPTION_RETYPED, /* a column with another type */
    DISRUPTION_REBUILT, /* an enum made anew, or a column converted to it */
} Disruption;

static bool has_alter(const Pair *pair, StepPart part) {
    for (size_t i = 0; i < pair->alters.count; i++) {
        if (pair->alters.items[i]->part == part) {
            return true;
        }
    }
    return false;
}

static Disruption disruption_of(const Closure *closure, const Pair *pair) {
    if (pair_drop_step(closure->planner, pair) != NULL) {
        return DISRUPTION_GONE;
    }
    if (has_alter(pair, PART_REBUILD)) {
        return DISRUPTION_REBUILT;
    }
    return has_alter(pair, PART_TYPE) ? DISRUPTION_RETYPED : DISRUPTION_NONE;
}

static void enqueue(Closure *closure, Pair *pair) {
    if (!pair->is_queued && disruption_of(closure, pair) != DISRUPTION_NONE) {
        pair->is_queued = true;
        list_push(closure->planner->arena, &closure->queue, pair);
    }
}

static void enqueue_children(Closure *closure, const Object *version) {
    for (size_t i = 0; version != NULL && i < version->children.count; i++) {
        Pair *child = planner_pair(closure->planner, version->children.items[i]);
        if (child->old == version->children.items[i]) {
            enqueue(closure, child);
        }
    }
}

static void mark_recreation(const Pair *pair) {
    pair->drop->is_recreation = pair->create->is_recreation =
        pair->old == pair->new || object_equal(pair->old, pair->new);
}

/* Indexes, triggers and rules of a view, attributes of a composite: they go with it and come back
 * with it. */
static void recreate_children(Closure *closure, const Pair *pair) {
    Planner *planner = closure->planner;
    for (size_t i = 0; i < pair->old->children.count; i++) {
        Pair *child = planner_pair(planner, pair->old->children.items[i]);
        child->alters.count = 0;
        child->drop = NULL; /* DROP of the parent takes it along */
    }
    for (size_t i = 0; i < pair->new->children.count; i++) {
        Pair *child = planner_pair(planner, pair->new->children.items[i]);
        child->alters.count = 0;
        if (child->new == NULL || child->new->kind == KIND_COLUMN) {
            child->create = NULL; /* CREATE of the parent brings it */
            continue;
        }
        planner_make_create(planner, child);
        child->create->is_recreation = pair->create->is_recreation && child->old != NULL;
        child->cause = child->old == NULL ? child->cause : pair->cause;
    }
}

/* Whatever made the pair a DROP and CREATE: settle its children and go on with its users. */
static void settle(Closure *closure, Pair *pair) {
    if (pair->drop != NULL && pair->create != NULL && !pair->is_queued) {
        recreate_children(closure, pair);
    }
    enqueue(closure, pair);
    enqueue_children(closure, pair->old);
}

static void recreate(Closure *closure, Pair *pair, Pair *cause) {
    Planner *planner = closure->planner;
    while (object_whole(pair->old) != NULL) { /* only with the whole */
        pair = planner_pair(planner, object_whole(pair->old));
    }
    if (pair_drop_step(planner, pair) != NULL) {
        if (pair->create != NULL) {
            pair_merge_groups(planner, pair, cause);
        }
        return;
    }
    planner_replace(planner, pair);
    mark_recreation(pair);
    pair_merge_groups(planner, pair, cause);
    settle(closure, pair);
}

static void refuse_user(Closure *closure, Pair *user, const Pair *cause, const char *why) {
    Arena *arena = closure->planner->arena;
    planner_refuse(closure->planner, user,
                   text_format(arena, "it uses %s, which %s",
                               pair_describe(closure->planner, cause), text_from_string(why)));
}

static void split_default(Closure *closure, Pair *pair, Pair *cause) {
    planner_split_default(closure->planner, pair);
    pair_merge_groups(closure->planner, pair, cause);
}

static void split_ownership(Closure *closure, Pair *pair) {
    Planner *planner = closure->planner;
    if (!has_alter(pair, PART_OWNED_BY)) {
        Sequence *bare = planner_copy(planner, pair, Sequence, pair->new);
        bare->owned_schema = bare->owned_table = bare->owned_column = TEXT("");
        planner_alter(planner, pair, PART_OWNED_BY, pair->old, &bare->object);
        planner_alter(planner, pair, PART_OWNED_BY, &bare->object, pair->new);
    }
}

static bool is_generated(const Object *object) {
    return object->kind == KIND_COLUMN && ((const Column *)object)->generated != GENERATED_NEVER;
}

/* The user can be dropped and created without loss. */
static bool is_replaceable(const Object *object) {
    if (object_kind_is_definition(object->kind)) {
        return !object_kind_is_type(object->kind);
    }
    switch (object->kind) {
        case KIND_FUNCTION:
        case KIND_PROCEDURE:
        case KIND_VIEW:
        case KIND_MATERIALIZED_VIEW:
        case KIND_RULE:
        case KIND_TRIGGER:
        case KIND_POLICY:
        case KIND_CONSTRAINT:
        case KIND_INDEX:
        case KIND_SERVER:
        case KIND_USER_MAPPING:
        case KIND_STATISTICS:
        case KIND_PUBLICATION_TABLE:
        case KIND_EVENT_TRIGGER: return true;
        case KIND_COLUMN: return is_generated(object);
        case KIND_TABLE: return object_is_foreign_table(object);
        case KIND_SCHEMA:
        case KIND_EXTENSION:
        case KIND_ENUM:
        case KIND_COMPOSITE:
        case KIND_DOMAIN:
        case KIND_SEQUENCE:
        case KIND_DEFAULT_PRIVILEGE:
#define X(id, ...) case KIND_##id:
            DEFINITION_KINDS(X)
#undef X
        case KIND_WRAPPER:
        case KIND_PUBLICATION:
        case KIND_PUBLICATION_SCHEMA:
        case KIND_SUBSCRIPTION:
        case OBJECT_KIND_COUNT: break;
    }
    return false;
}

bool step_is_structural(const Step *step) {
    const Object *object = step_object(step);
    bool is_of_identity = object->kind == KIND_SEQUENCE && object->parent != NULL;
    return !is_of_identity && step->part != PART_COMMENT && step->part != PART_SECURITY_LABEL &&
           step->part != PART_OWNER && step->part != PART_PRIVILEGES;
}

static bool changes_itself(const Pair *pair) {
    for (size_t i = 0; i < pair->alters.count; i++) {
        if (step_is_structural(pair->alters.items[i])) {
            return true;
        }
    }
    return false;
}

static bool is_same_routine(const Object *left, const Object *right) {
    return left->kind == right->kind && text_equal(left->schema, right->schema) &&
           text_equal(left->name, right->name);
}

/*
 * f(integer) makes room for f(bigint): see pair_overloads().  What calls f by name would find the
 * old one as long as it is there.
 */
static bool uses_successor(const Pair *gone, const Pair *user) {
    const Pair *successor = gone->new == NULL ? gone->cause : NULL;
    return successor != NULL &&
           successor->new != NULL &&is_same_routine(successor->new, gone->old) &&
           pair_still_uses(user, successor);
}

/* With its index the replica identity of a table goes, and does not come back by itself. */
static void split_identity(Closure *closure, Pair *index, Pair *table) {
    Planner *planner = closure->planner;
    bool is_back = index->create != NULL && pair_still_uses(table, index);
    if (!is_back || has_alter(table, PART_REPLICA_IDENTITY)) {
        return;
    }
    Table *bare = planner_copy(planner, table, Table, table->new);
    bare->replica_identity = TEXT("");
    planner_alter(planner, table, PART_REPLICA_IDENTITY, table->old, &bare->object);
    planner_alter(planner, table, PART_REPLICA_IDENTITY, &bare->object, table->new);
    if (index->old->kind == KIND_CONSTRAINT) { /* an index may be built concurrently, by itself */
        pair_merge_groups(planner, table, index);
    }
}

/* PARTITION BY RANGE (f(at)): the key cannot change, and so f() cannot go. */
static bool has_key_on(const Pair *user, const Pair *gone) {
    return user->old->kind == KIND_TABLE && gone->old->kind == KIND_FUNCTION &&
           !text_is_empty(((const Table *)user->old)->partition_key);
}

static void react_to_gone(Closure *closure, Pair *gone, Pair *user, UseRole role) {
    bool is_still = pair_still_uses(user, gone) || uses_successor(gone, user);
    if (user->is_left_alone && gone->new == NULL) {
        if (user->is_settled) {
            return; /* said of the table already */
        }
        refuse_user(closure, user, gone, "is dropped, and was left alone itself");
        return;
    }
    if (role == USE_BODY || role == USE_PARENT || role == USE_WHOLE || role == USE_PART) {
        return; /* a body is looked up when it runs; the others are steps of their own */
    }
    if (role == USE_IDENTITY) {
        split_identity(closure, gone, user);
        return;
    }
    if (!is_still && changes_itself(user)) {
        return; /* its own ALTER lets go in time */
    }
    if (role != USE_DEFAULT && pair_follows_ancestor(closure->planner, user)) {
        return; /* the parent's uses it too */
    }
    if (role == USE_OWNER) {
        split_ownership(closure, user);
    } else if (pair_is_trigger_part(user)) {
        planner_keep_trigger_part(closure->planner, user);
    } else if (is_replaceable(user->old)) {
        recreate(closure, user, gone);
    } else if (role == USE_DEFAULT) {
        split_default(closure, user, gone);
    } else if (role == USE_TYPE || user->old->kind == KIND_DOMAIN || has_key_on(user, gone)) {
        refuse_user(closure, user, gone, "has to be dropped");
        if (gone->new != NULL && user->old->kind != KIND_TABLE) {
            planner_hint_other_name(closure->planner);
        }
    }
}

static bool foreign_key_survives(const Planner *planner, const Pair *retyped, const Pair *user) {
    const TableConstraint *key = (const TableConstraint *)user->new;
    return key->type != CONSTRAINT_TYPE_FOREIGN_KEY ||
           types_compare_directly(planner->arena, ((const Column *)retyped->old)->type,
                                  ((const Column *)retyped->new)->type);
}

static bool has_expression(const Object *object) {
    if (object->kind == KIND_INDEX) {
        const TableIndex *index = (const TableIndex *)object;
        for (size_t i = 0; i < index->columns.count; i++) {
            if (text_is_empty(index->columns.items[i])) {
                return true;
            }
        }
        return text_contains(index->definition, TEXT(" WHERE "));
    }
    return object->kind == KIND_CONSTRAINT &&
           (((const TableConstraint *)object)->type == CONSTRAINT_TYPE_CHECK ||
            ((const TableConstraint *)object)->type == CONSTRAINT_TYPE_EXCLUDE ||
            ((const TableConstraint *)object)->type == CONSTRAINT_TYPE_FOREIGN_KEY);
}

/*
 * PostgreSQL rebuilds an index or constraint from its stored text, in which literals, and all that
 * must be of one type, have the type that the column had: x IN (1, 2) of an integer stays a list of
 * integers when x becomes bigint, COALESCE(x, y) keeps a cast of y, and neither is what the same
 * definition gives on a bigint.
 */
static bool keeps_old_types(const Closure *closure, const Pair *column, const Object *user) {
    static const char *const typed[] = {"'",         " IN (",  "ARRAY[", "COALESCE(",
                                        "GREATEST(", "LEAST(", "CASE "};
    Arena *arena = closure->planner->arena;
    Text old = cast_base_type(arena, ((const Column *)column->old)->type);
    Text new = cast_base_type(arena, ((const Column *)column->new)->type);
    Text definition = user->kind == KIND_INDEX ? ((const TableIndex *)user)->definition
                                               : ((const TableConstraint *)user)->definition;
    bool is_typed = false;
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        is_typed |= text_contains(definition, text_from_string(typed[i]));
    }
    return is_typed && !text_equal(old, new) && has_expression(user);
}

/* What PostgreSQL builds in its place has lost its statistics targets. */
static void keep_targets(Closure *closure, Pair *user) {
    Planner *planner = closure->planner;
    if (user->new == NULL) {
        return;
    }
    if (user->new->kind == KIND_INDEX && ((const TableIndex *)user->new)->statistics.count != 0) {
        TableIndex *bare = planner_copy(planner, user, TableIndex, user->new);
        bare->statistics = (SettingList){0};
        planner_alter(planner, user, PART_STATISTICS, &bare->object, user->new);
    }
    if (user->new->kind == KIND_STATISTICS && !has_alter(user, PART_STATISTICS) &&
        ((const ExtendedStatistics *)user->new)->target >= 0) {
        ExtendedStatistics *bare = planner_copy(planner, user, ExtendedStatistics, user->new);
        bare->target = -1;
        planner_alter(planner, user, PART_STATISTICS, &bare->object, user->new);
    }
}

/* PostgreSQL rebuilds indexes and constraints itself; everything else refuses the new type. */
static void react_to_retyped(Closure *closure, Pair *column, Pair *user, UseRole role) {
    const Object *object = user->old;
    if (role == USE_BODY || role == USE_OWNER) {
        return;
    }
    if (!pair_still_uses(user, column) && changes_itself(user)) {
        return; /* its own ALTER lets go in time */
    }
    bool is_attribute = column->old->parent->kind == KIND_COMPOSITE; /* then it refuses */
    bool is_rebuilt =
        !is_attribute &&
        (object->kind == KIND_INDEX ||
         (object->kind == KIND_CONSTRAINT && foreign_key_survives(closure->planner, column, user)));
    bool is_kept = object->kind == KIND_STATISTICS &&
                   ((const ExtendedStatistics *)object)->expressions.count == 0;
    if (is_kept || (is_rebuilt && !keeps_old_types(closure, column, object))) {
        keep_targets(closure, user);
        return;
    }
    if (is_replaceable(object)) {
        recreate(closure, user, column);
    }
}

static Step *rebuild_of(const Pair *pair) {
    for (size_t i = 0; i < pair->alters.count; i++) {
        if (pair->alters.items[i]->part == PART_REBUILD) {
            return pair->alters.items[i];
        }
    }
    return NULL;
}

/* A generated column of the table is made anew around the conversion. */
static bool is_computed_from(const Pair *column) {
    for (size_t i = 0; i < column->users[0].count; i++) {
        const Object *user = column->users[0].items[i].pair->old;
        if (user != NULL && is_generated(user)) {
            return true;
        }
    }
    return false;
}

/* The column keeps the type: its values are converted, its default is put back afterwards. */
static void convert_column(Closure *closure, Pair *type, Pair *column) {
    Planner *planner = closure->planner;
    Step *rebuild = rebuild_of(type);
    if (has_alter(column, PART_REBUILD)) {
        return;
    }
    bool has_default_step = has_alter(column, PART_DEFAULT);
    StepList own = column->alters;
    column->alters = (StepList){0};
    size_t start = has_default_step && !object_has_default(own.items[0]->new);
    for (size_t i = 0; i < start; i++) { /* a default taken off already */
        list_push(planner->arena, &column->alters, own.items[i]);
    }
    list_push(planner->arena, &column->alters, rebuild);
    for (size_t i = start; i < own.count; i++) {
        list_push(planner->arena, &column->alters, own.items[i]);
    }
    planner_touch(planner, column);
    list_push(planner->arena, &rebuild->converted, (Object *)column->new);
    const Column *new = (const Column *)column->new;
    if (!has_default_step && !is_generated(column->new) && !text_is_absent(new->default_value)) {
        planner_alter(planner, column, PART_DEFAULT, column->old, column->new);
    }
    if (has_alter(column, PART_DEFAULT) || is_computed_from(column)) { /* gone between the two */
        pair_merge_groups(planner, column, type);
    }
    planner_keep_storage(planner, column);
    enqueue(closure, column);
}

static void react_to_rebuilt(Closure *closure, Pair *rebuilt, Pair *user, UseRole role) {
    const Object *object = user->old;
    if (role == USE_BODY || role == USE_OWNER) {
        return;
    }
    if (object->kind == KIND_COLUMN && !is_generated(object)) {
        bool is_fixed = object->parent->kind != KIND_TABLE ||
                        column_is_in_partition_key(closure->planner->arena, object);
        if (role == USE_TYPE && is_fixed) {
            refuse_user(closure, user, rebuilt, "has to be made anew");
        } else if (role == USE_TYPE && pair_still_uses(user, rebuilt)) {
            convert_column(closure, rebuilt, user);
        } else if (role == USE_DEFAULT && pair_still_uses(user, rebuilt)) {
            split_default(closure, user, rebuilt);
        }
        return;
    }
    if (object->kind == KIND_INDEX || object->kind == KIND_CONSTRAINT) {
        if (has_expression(object)) {
            recreate(closure, user, rebuilt);
        }
        return;
    }
    if (is_replaceable(object)) {
        recreate(closure, user, rebuilt);
    } else if (object->kind == KIND_DOMAIN || object->kind == KIND_COMPOSITE ||
               object_kind_is_type(object->kind)) {
        refuse_user(closure, user, rebuilt, "has to be made anew");
    }
}

static void react(Closure *closure, Pair *pair, Pair *user, UseRole role) {
    Planner *planner = closure->planner;
    if (role == USE_PART) { /* goes and comes with the whole's; what uses it reacts to that */
        enqueue(closure, user);
        return;
    }
    if (user->new == NULL || pair_drop_step(planner, user) != NULL) {
        if (user->create != NULL && user->drop != NULL && role != USE_BODY &&
            pair_still_uses(user, pair)) {
            pair_merge_groups(planner, user, pair);
            user->drop->is_in_the_way |= disruption_of(closure, pair) == DISRUPTION_GONE;
        }
        return;
    }
    switch (disruption_of(closure, pair)) {
        case DISRUPTION_GONE: react_to_gone(closure, pair, user, role); break;
        case DISRUPTION_RETYPED: react_to_retyped(closure, pair, user, role); break;
        case DISRUPTION_REBUILT: react_to_rebuilt(closure, pair, user, role); break;
        case DISRUPTION_NONE: break;
    }
}

static size_t count_defaults(const Object *routine) {
    const ParameterList *parameters = &((const Routine *)routine)->parameters;
    size_t count = 0;
    for (size_t i = 0; i < parameters->count; i++) {
        count += !text_is_absent(parameters->items[i].default_value);
    }
    return count;
}

/* f(integer, integer DEFAULT 1) takes calls with one argument, or no longer does. */
static bool takes_other_calls(const Pair *pair) {
    return pair->old != NULL &&
           pair->new != NULL &&count_defaults(pair->old) != count_defaults(pair->new);
}

static bool comes_or_goes(const Pair *pair) {
    return (pair->old == NULL) != (pair->new == NULL);
}

/* Calls that one took are the other's from now on; what makes them is between the two. */
static bool share_calls(const Pair *pair, const Pair *other) {
    return (comes_or_goes(pair) && takes_other_calls(other)) ||
           (comes_or_goes(other) && takes_other_calls(pair));
}

/*
 * f(integer) -> f(integer, integer DEFAULT 1): while both are there, calls are ambiguous.  The old
 * one goes first, in the same file.  Pairs stand in the order of their keys, so that these are
 * neighbours.
 */
static void pair_overloads(Planner *planner) {
    const PairList *pairs = &planner->touched;
    size_t start = 0;
    for (size_t i = 0; i < pairs->count; i++) {
        Pair *pair = pairs->items[i];
        const Object *object = pair->new != NULL ? pair->new : pair->old;
        const Pair *first = pairs->items[start];
        const Object *before = first->new != NULL ? first->new : first->old;
        bool is_routine =
            object != NULL && (object->kind == KIND_FUNCTION || object->kind == KIND_PROCEDURE);
        if (!is_routine || before == NULL || !is_same_routine(object, before)) {
            start = i;
        }
        for (size_t j = start; is_routine && j < i; j++) {
            Pair *other = pairs->items[j];
            if (pair->new == NULL && pair->drop != NULL && other->old == NULL) {
                pair_merge_groups(planner, pair, other);
            } else if ((other->new == NULL && other->drop != NULL && pair->old == NULL) ||
                       share_calls(pair, other)) {
                pair_merge_groups(planner, other, pair);
            }
        }
    }
}

/* A base type and the functions that make it a type come and go in one file. */
static void join_type_functions(Planner *planner, Pair *type, const Object *version) {
    const UseList *uses = pair_uses(type, version);
    for (size_t i = 0; i < uses->count; i++) {
        Pair *function = uses->items[i].pair;
        bool is_new = version == type->new && function->create != NULL && function->old == NULL;
        bool is_gone = version == type->old && function->drop != NULL && function->new == NULL;
        const Object *object = function->new != NULL ? function->new : function->old;
        if ((is_new || is_gone) && object->kind == KIND_FUNCTION) {
            pair_merge_groups(planner, function, type);
        }
    }
}

static void join_base_types(Planner *planner) {
    for (size_t i = 0; i < planner->touched.count; i++) {
        Pair *pair = planner->touched.items[i];
        bool is_made = pair->create != NULL && pair->new->kind == KIND_BASE_TYPE;
        bool is_dropped = pair->drop != NULL && pair->old->kind == KIND_BASE_TYPE;
        if (is_made) {
            join_type_functions(planner, pair, pair->new);
        }
        if (is_dropped) {
            join_type_functions(planner, pair, pair->old);
        }
    }
}

void planner_close(Planner *planner) {
    Closure closure = {planner, {0}};
    pair_overloads(planner);
    join_base_types(planner);
    for (size_t i = 0; i < planner->touched.count; i++) {
        settle(&closure, planner->touched.items[i]);
    }
    for (size_t i = 0; i < closure.queue.count; i++) {
        Pair *pair = closure.queue.items[i];
        for (int side = 0; side < 2; side++) {
            const UseList *users = &pair->users[side];
            for (size_t j = 0; j < users->count; j++) {
                Pair *user = users->items[j].pair;
                if (pair_user_is_live(user, side, user->old)) {
                    react(&closure, pair, user, users->items[j].role);
                }
            }
        }
    }
    planner_settle_parts(planner);
}
