/*
 * Diff: compare the two objects of each pair and note what has to be done.
 *
 * The walk, and what all kinds have in common (create, drop, owner, comment, privileges), is
 * written once here; what is special to a kind is its DiffRule.  A difference for which no rule
 * makes a step is an error: nothing is passed over.
 */
#include "diff/planner.h"

#include "compiler/definition.h"
#include "compiler/fingerprint.h"

#include <assert.h>
#include <string.h>

static const DiffRule rules[OBJECT_KIND_COUNT] = {
    [KIND_EXTENSION] = diff_extension,
    [KIND_ENUM] = diff_enum,
    [KIND_COMPOSITE] = diff_composite,
    [KIND_DOMAIN] = diff_domain,
    [KIND_SEQUENCE] = diff_sequence,
    [KIND_FUNCTION] = diff_routine,
    [KIND_PROCEDURE] = diff_routine,
    [KIND_TABLE] = diff_table,
    [KIND_COLUMN] = diff_column,
    [KIND_CONSTRAINT] = diff_constraint,
    [KIND_INDEX] = diff_index,
    [KIND_VIEW] = diff_view,
    [KIND_MATERIALIZED_VIEW] = diff_materialized_view,
    [KIND_RULE] = diff_rule,
    [KIND_TRIGGER] = diff_trigger,
    [KIND_POLICY] = diff_policy,
#define X(id, ...) [KIND_##id] = diff_definition,
    DEFINITION_KINDS(X)
#undef X
        [KIND_WRAPPER] = diff_wrapper,
    [KIND_SERVER] = diff_server,
    [KIND_USER_MAPPING] = diff_user_mapping,
    [KIND_STATISTICS] = diff_statistics,
    [KIND_PUBLICATION] = diff_publication,
    [KIND_PUBLICATION_TABLE] = planner_replace,
    [KIND_SUBSCRIPTION] = diff_subscription,
    [KIND_EVENT_TRIGGER] = diff_event_trigger,
    /* Schemas and default privileges have nothing beyond what all kinds have. */
};

Step *planner_step(Planner *planner, StepVerb verb, StepPart part, const Object *old,
                   const Object *new) {
    Step *step = arena_new(planner->arena, Step);
    step->verb = verb;
    step->part = part;
    step->old = old;
    step->new = new;
    step->is_transactional = true;
    return step;
}

Step *planner_alter(Planner *planner, Pair *pair, StepPart part, const Object *old,
                    const Object *new) {
    Step *step = planner_step(planner, STEP_ALTER, part, old, new);
    planner_touch(planner, pair);
    list_push(planner->arena, &pair->alters, step);
    return step;
}

Object *planner_copy_object(Planner *planner, Pair *pair, const Object *object) {
    Object *copy = object_copy(planner->arena, object);
    planner_register(copy, pair);
    return copy;
}

void planner_refuse(Planner *planner, Pair *pair, Text what) {
    pair->is_settled = true;
    const Object *object = pair->new != NULL ? pair->new : pair->old;
    DiagnosticId id = planner->is_rollback ? DIAGNOSTIC_NO_ROLLBACK : DIAGNOSTIC_CANNOT_MIGRATE;
    diagnostic_add(planner->diagnostics, id, object->where, "%s: %s",
                   object_describe(planner->arena, object), what);
}

void planner_hint_other_name(Planner *planner) {
    diagnostic_hint(planner->diagnostics,
                    TEXT("Give the new one another name in the desired schema, and that to the "
                         "columns; \"-- schemac: using (EXPRESSION)\" beside a column says how its "
                         "values are converted."));
}

void planner_make_create(Planner *planner, Pair *pair) {
    if (pair->create == NULL) {
        pair->create = planner_step(planner, STEP_CREATE, PART_WHOLE, NULL, pair->new);
        pair->create->initial = planner_initial_rights(planner, pair);
        planner_touch(planner, pair);
        planner_start_without(planner, pair);
    }
}

void planner_make_drop(Planner *planner, Pair *pair) {
    if (pair->drop == NULL) {
        pair->drop = planner_step(planner, STEP_DROP, PART_WHOLE, pair->old, NULL);
        planner_touch(planner, pair);
    }
}

void planner_replace(Planner *planner, Pair *pair) {
    pair->alters.count = 0;
    planner_make_drop(planner, pair);
    planner_make_create(planner, pair);
}

/* What CREATE leaves for later, because it needs something that comes after the object itself. */
void planner_start_without(Planner *planner, Pair *pair) {
    const Object *new = pair->new;
    if (new->kind == KIND_SEQUENCE && !text_is_empty(((const Sequence *)new)->owned_table)) {
        Sequence *bare = planner_copy(planner, pair, Sequence, new);
        bare->owned_schema = bare->owned_table = bare->owned_column = TEXT("");
        planner_alter(planner, pair, PART_OWNED_BY, &bare->object, new);
    }
    if (new->kind == KIND_TABLE &&
        text_starts_with(((const Table *)new)->replica_identity, TEXT("USING INDEX"))) {
        Table *bare = planner_copy(planner, pair, Table, new);
        bare->replica_identity = TEXT("");
        planner_alter(planner, pair, PART_REPLICA_IDENTITY, &bare->object, new);
    }
    if (new->kind == KIND_COLUMN) {
        column_start_without(planner, pair);
        identity_start_without(planner, pair);
    }
    for (size_t i = 0; new->kind == KIND_TABLE &&i < new->children.count; i++) {
        if (new->children.items[i]->kind == KIND_COLUMN) {
            identity_start_without(planner, planner_pair(planner, new->children.items[i]));
        }
    }
    for (size_t i = 0; new->kind == KIND_TABLE &&i < new->children.count; i++) {
        if (new->children.items[i]->kind == KIND_COLUMN) {
            not_null_start_without(planner, planner_pair(planner, new->children.items[i]));
        }
    }
    if (new->kind == KIND_BASE_TYPE && ((const Definition *)new)->items.count != 0) {
        Definition *shell = planner_copy(planner, pair, Definition, new);
        shell->items = (SettingList){0};
        planner_alter(planner, pair, PART_DEFINITION, &shell->object, new)->initial =
            pair->create->initial;
    }
    if (new->kind == KIND_CONSTRAINT && ((const TableConstraint *)new)->is_clustered) {
        TableConstraint *bare = planner_copy(planner, pair, TableConstraint, new);
        bare->is_clustered = false;
        planner_alter(planner, pair, PART_CLUSTER, &bare->object, new);
    }
    if (new->kind == KIND_INDEX && ((const TableIndex *)new)->is_clustered) {
        TableIndex *bare = planner_copy(planner, pair, TableIndex, new);
        bare->is_clustered = false;
        planner_alter(planner, pair, PART_CLUSTER, &bare->object, new);
    }
}

bool setting_list_equal(const SettingList *left, const SettingList *right) {
    for (size_t i = 0; left->count == right->count && i < left->count; i++) {
        if (!text_equal(left->items[i].name, right->items[i].name) ||
            !text_equal(left->items[i].value, right->items[i].value)) {
            return false;
        }
    }
    return left->count == right->count;
}

bool privilege_list_equal(const PrivilegeList *left, const PrivilegeList *right) {
    for (size_t i = 0; left->count == right->count && i < left->count; i++) {
        const Privilege *one = &left->items[i], *other = &right->items[i];
        if (!text_equal(one->grantee, other->grantee) ||
            !text_equal(one->privilege, other->privilege) ||
            one->is_grantable != other->is_grantable) {
            return false;
        }
    }
    return left->count == right->count;
}

bool sequence_options_equal(const SequenceOptions *left, const SequenceOptions *right) {
    return text_equal(left->type, right->type) && left->start == right->start &&
           left->increment == right->increment && left->minimum == right->minimum &&
           left->maximum == right->maximum && left->cache == right->cache &&
           left->is_cycling == right->is_cycling;
}

/* The owner of a sequence that stays with its column follows that of the table, and only so. */
static bool has_owner_of_table(const Pair *pair) {
    const Sequence *old = (const Sequence *)pair->old, *new = (const Sequence *)pair->new;
    return pair->new->kind == KIND_SEQUENCE && !text_is_empty(new->owned_table) &&
           text_equal(old->owned_table, new->owned_table) &&
           text_equal(old->owned_schema, new->owned_schema);
}

static void compare_owner(Planner *planner, Pair *pair) {
    Text wanted = planner_wanted_owner(planner, pair->new);
    Text there = planner_wanted_owner(planner, pair->old);
    if (text_is_empty(wanted) || text_is_empty(there) || text_equal(wanted, there) ||
        !planner_compares_owner(planner, pair->old, pair->new)) {
        return;
    }
    if (has_owner_of_table(pair)) {
        pair->is_settled = true;
        return;
    }
    const Object *new = pair->new;
    if (text_is_empty(new->owner)) {
        Object *copy = planner_copy(planner, pair, Object, new);
        copy->owner = wanted;
        new = copy;
    }
    planner_alter(planner, pair, PART_OWNER, pair->old, new);
}

/* Owner, comment, security labels and privileges: the same for every kind. */
static void compare_properties(Planner *planner, Pair *pair) {
    const ObjectKindFacts *facts = &object_kind_facts[pair->new->kind];
    const Object *old = pair->old, *new = pair->new;
    if (facts->has_owner) {
        compare_owner(planner, pair);
    }
    /* An extension brings a comment of its own: silence about it is not a wish to remove it. */
    bool is_silent = new->kind == KIND_EXTENSION &&text_is_absent(new->comment);
    if (facts->has_comment && !planner->options->no_comments && !is_silent &&
        !text_equal(old->comment, new->comment)) {
        planner_alter(planner, pair, PART_COMMENT, old, new);
    }
    if (!planner->options->no_security_labels &&
        !setting_list_equal(&old->security_labels, &new->security_labels)) {
        planner_alter(planner, pair, PART_SECURITY_LABEL, old, new);
    }
    if (facts->has_privileges && planner_compares_privileges(planner, old, new) &&
        (!privilege_list_equal(&old->privileges, &new->privileges) ||
         !text_list_equal(&old->owner_revoked, &new->owner_revoked))) {
        planner_alter(planner, pair, PART_PRIVILEGES, old, new);
    }
}

static bool is_inherited(const Object *object) {
    return (object->kind == KIND_COLUMN && ((const Column *)object)->is_inherited) ||
           (object->kind == KIND_CONSTRAINT && ((const TableConstraint *)object)->is_inherited);
}

/* INHERIT leaves the columns of the child its own as well; ATTACH PARTITION does not. */
static bool becomes_inherited(const Pair *pair) {
    const Table *table = (const Table *)pair->new->parent;
    return is_inherited(pair->new) && !is_inherited(pair->old) &&
           table->object.kind == KIND_TABLE && text_is_empty(table->partition_parent);
}

/* Only NO INHERIT makes a column the child's own, and then all that it has from that parent. */
static bool becomes_own(const Planner *planner, const Pair *pair) {
    bool is_check = pair->new->kind == KIND_CONSTRAINT &&
                    ((const TableConstraint *)pair->new)->type == CONSTRAINT_TYPE_CHECK;
    return (pair->new->kind == KIND_COLUMN || is_check) && is_inherited(pair->old) &&
           !is_inherited(pair->new) && pair_common_ancestor(planner, pair) != NULL;
}

static void note_ownership(Planner *planner, const Pair *pair, bool has_steps) {
    if (pair->create == NULL && becomes_own(planner, pair)) {
        diagnostic_add(planner->diagnostics, DIAGNOSTIC_LEFT_ALONE, pair->new->where,
                       "%s stays inherited only: PostgreSQL makes it the table's own as well only "
                       "when the table leaves its parent",
                       object_describe(planner->arena, pair->new));
    }
    if (!has_steps && becomes_inherited(pair)) {
        diagnostic_add(planner->diagnostics, DIAGNOSTIC_LEFT_ALONE, pair->new->where,
                       "%s stays the table's own: PostgreSQL cannot make it inherited only",
                       object_describe(planner->arena, pair->new));
    }
}

static void compare_both(Planner *planner, Pair *pair) {
    if (pair->old == pair->new) {
        return;
    }
    if (!text_equal(pair->old->name, pair->new->name)) {
        planner_alter(planner, pair, PART_NAME, pair->old, pair->new);
    }
    if (!object_equal(pair->old, pair->new)) {
        size_t before = pair->alters.count;
        if (rules[pair->new->kind] != NULL) {
            rules[pair->new->kind](planner, pair);
        }
        bool has_steps = pair->alters.count > before || pair->create != NULL;
        note_ownership(planner, pair, has_steps);
        if (!has_steps && !pair->is_settled && !is_inherited(pair->new)) {
            planner_refuse(planner, pair,
                           TEXT("a difference that schemac sees and cannot migrate"));
        }
    }
    if (pair->create == NULL) {
        compare_properties(planner, pair);
    }
}

const Object *table_parent_at(const Schema *schema, const Table *table, size_t i) {
    if (i < table->inherits.count) {
        return schema_find(schema, KIND_TABLE, table->inherits.items[i].schema,
                           table->inherits.items[i].name);
    }
    return schema_find(schema, KIND_TABLE, table->partition_schema, table->partition_parent);
}

static const Schema *schema_of(const Planner *planner, const Pair *pair, const Object *version) {
    return planner->schemas[version == pair->sides[0] ? 0 : 1];
}

static const Object *child_of(const Object *table, ObjectKind kind, Text name) {
    for (size_t i = 0; table != NULL && i < table->children.count; i++) {
        const Object *child = table->children.items[i];
        if (child->kind == kind && text_equal(child->name, name)) {
            return child;
        }
    }
    return NULL;
}

static bool has_ancestor(const Planner *planner, const Pair *table, const Object *version,
                         const Pair *wanted) {
    const Table *it = (const Table *)version;
    for (size_t i = 0; i <= it->inherits.count; i++) {
        const Object *ancestor = table_parent_at(schema_of(planner, table, version), it, i);
        if (ancestor != NULL && planner_pair(planner, ancestor) == wanted) {
            return true;
        }
    }
    return false;
}

Pair *pair_common_ancestor(const Planner *planner, const Pair *child) {
    const Object *version = child->new != NULL ? child->new : child->old;
    Pair *table = planner_pair(planner, version->parent);
    if (table == NULL || table->old == NULL || table->new == NULL ||
        table->new->kind != KIND_TABLE) {
        return NULL;
    }
    const Table *it = (const Table *)version->parent;
    for (size_t i = 0; i <= it->inherits.count; i++) {
        const Object *ancestor = table_parent_at(schema_of(planner, child, version), it, i);
        Pair *pair = planner_pair(planner, ancestor);
        if (pair != NULL && child_of(ancestor, version->kind, version->name) != NULL &&
            has_ancestor(planner, table, table->old, pair) &&
            has_ancestor(planner, table, table->new, pair)) {
            return planner_pair(planner, child_of(ancestor, version->kind, version->name));
        }
    }
    return NULL;
}

/* A child of a table that comes or goes with it; so does what is inherited from a lasting parent.
 */
static bool follows_parent(const Planner *planner, const Pair *pair, const Object *version,
                           bool is_create) {
    const Pair *parent = pair_parent(planner, version);
    if (parent == NULL) {
        return false;
    }
    const Object *other = is_create ? parent->old : parent->new;
    if (other == NULL) {
        return is_create ? version->kind == KIND_COLUMN || is_inherited(version) : true;
    }
    return is_inherited(version) && pair_common_ancestor(planner, pair) != NULL;
}

bool pair_follows_ancestor(const Planner *planner, const Pair *pair) {
    return pair->old != NULL && is_inherited(pair->old) &&
           pair_common_ancestor(planner, pair) != NULL;
}

/* DROP TABLE and DROP COLUMN take the sequences with them that they own. */
static bool follows_owner(const Planner *planner, const Pair *pair) {
    if (pair->old->kind != KIND_SEQUENCE) {
        return false;
    }
    int side = pair->old == pair->sides[0] ? 0 : 1;
    const Pair *owner = planner_pair(planner, sequence_owner(planner, pair->old, side));
    return owner != NULL && owner->old != NULL && owner->new == NULL;
}

/* A column object of a view only says something about a column that the query makes. */
static bool is_stated_column(const Object *object) {
    return object->kind == KIND_COLUMN && object->parent != NULL &&
           (object->parent->kind == KIND_VIEW || object->parent->kind == KIND_MATERIALIZED_VIEW);
}

Column *planner_bare_column(Planner *planner, Pair *pair, const Object *stated) {
    Column *bare = planner_copy(planner, pair, Column, stated);
    bare->default_value = bare->object.comment = TEXT_ABSENT;
    bare->object.security_labels = (SettingList){0};
    bare->is_not_null = false;
    bare->identity = IDENTITY_NONE;
    bare->generated = GENERATED_NEVER;
    bare->statistics = -1;
    bare->options = (SettingList){0};
    bare->object.privileges = (PrivilegeList){0};
    bare->object.owner_revoked = (TextList){0};
    return bare;
}

static void compare_stated_column(Planner *planner, Pair *pair) {
    const Object *stated = pair->new != NULL ? pair->new : pair->old;
    const Pair *view = planner_pair(planner, stated->parent);
    if (view == NULL || view->old == NULL || view->new == NULL) {
        return;
    }
    Column *bare = planner_bare_column(planner, pair, stated);
    Pair full = *pair;
    full.old = pair->old != NULL ? pair->old : &bare->object;
    full.new = pair->new != NULL ? pair->new : &bare->object;
    diff_column(planner, &full);
    compare_properties(planner, &full);
    planner_touch(planner, pair);
    pair->alters = full.alters;
}

bool pair_follows_type(const Planner *planner, const Pair *pair) {
    const Object *column = pair->new != NULL ? pair->new : pair->old;
    const Pair *table = column->kind == KIND_COLUMN ? pair_parent(planner, column) : NULL;
    if (table == NULL || table->old == NULL || table->new == NULL ||
        table->new->kind != KIND_TABLE || table->old->kind != KIND_TABLE) {
        return false;
    }
    const Table *old = (const Table *)table->old, *new = (const Table *)table->new;
    return !text_is_empty(new->of_type) && text_equal(old->of_type, new->of_type) &&
           text_equal(old->of_schema, new->of_schema);
}

/* ALTER TYPE ... CASCADE brings it and takes it; the table only says more of it. */
static void compare_typed_column(Planner *planner, Pair *pair) {
    if (pair->new != NULL) {
        compare_stated_column(planner, pair);
    }
}

void planner_compare(Planner *planner) {
    size_t count = planner->touched.count; /* rules may add pairs that need no comparing */
    for (size_t i = 0; i < count; i++) {
        Pair *pair = planner->touched.items[i];
        if (pair_is_part(pair)) {
            continue;
        }
        if (pair->old != NULL && pair->new != NULL) {
            compare_both(planner, pair);
        } else if (pair->old == NULL && pair->new == NULL) {
            continue;
        } else if (is_stated_column(pair->new != NULL ? pair->new : pair->old)) {
            compare_stated_column(planner, pair);
        } else if (pair_follows_type(planner, pair)) {
            compare_typed_column(planner, pair);
        } else if (pair_is_trigger_part(pair)) {
            compare_trigger_part(planner, pair);
        } else if (pair->old == NULL) {
            if (!follows_parent(planner, pair, pair->new, true)) {
                planner_make_create(planner, pair);
            }
        } else if (!follows_parent(planner, pair, pair->old, false) &&
                   !follows_owner(planner, pair)) {
            planner_make_drop(planner, pair);
        }
    }
    planner_compare_parts(planner);
    planner_merge_rebound(planner);
    planner_drop_before_adoption(planner);
    planner_keep_trigger_parts(planner);
}

/* No rule could make a step of such a pair: it is touched only if something it uses changes. */
static bool is_unchanged(const Object *old, const Object *new) {
    return old != NULL && new != NULL &&
           (old == new ||
            (object_equal(old, new) && text_equal(old->name, new->name) &&
             text_equal(old->comment, new->comment) && text_equal(old->owner, new->owner) &&
             setting_list_equal(&old->security_labels, &new->security_labels) &&
             privilege_list_equal(&old->privileges, &new->privileges) &&
             text_list_equal(&old->owner_revoked, &new->owner_revoked)));
}

/* Most pairs of most runs are unchanged and cost no more than this look at them. */
static void touch_differing(Planner *planner) {
    for (size_t i = 0; i < planner->pairs.count; i++) {
        Pair *pair = planner->pairs.items[i];
        pair->old = pair->current = pair->sides[0];
        pair->new = pair->sides[1];
        if (!pair->is_left_alone && !is_unchanged(pair->old, pair->new)) {
            planner_touch(planner, pair);
        }
    }
}

static int target_version(const Schema *old, const Schema *new, const DiffOptions *options) {
    if (options->server_version != 0) {
        return options->server_version;
    }
    return old->server_version != 0 ? old->server_version : new->server_version;
}

Plan *diff_schemas(Arena *arena, const Schema *old, const Schema *new, const DiffOptions *options,
                   Diagnostics *diagnostics) {
    size_t errors = diagnostics->error_count;
    Planner *planner = arena_new(arena, Planner);
    *planner = (Planner){.arena = arena,
                         .schemas = {old, new},
                         .options = options,
                         .diagnostics = diagnostics,
                         .server_version = target_version(old, new, options)};
    planner_make_pairs(planner);
    planner_apply_scope(planner);
    touch_differing(planner);
    if (planner->touched.count != 0) {
        planner_resolve_references(planner);
        planner_compare(planner);
        planner_close(planner);
        planner_sort_touched(planner);
        planner_check_features(planner);
        planner_check_containers(planner);
        planner_note_likely_renames(planner);
    }
    planner_note_column_order(planner);
    Plan *plan = arena_new(arena, Plan);
    plan->old = old;
    plan->new = new;
    plan->no_owner = options->no_owner;
    plan->no_privileges = options->no_privileges;
    plan->no_comments = options->no_comments;
    plan->no_security_labels = options->no_security_labels;
    plan->server_version = planner->server_version;
    if (diagnostics->error_count == errors) {
        plan->groups = planner_order(planner, options->is_dump || options->is_single);
    }
    if (diagnostics->error_count == errors && !options->is_dump) {
        planner_roll_back(planner, plan);
        planner_add_renames(planner, plan);
    }
    return diagnostics->error_count == errors ? plan : NULL;
}
