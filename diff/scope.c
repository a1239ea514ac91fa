/*
 * Scope: which objects take part, and which differences count.
 *
 * In: the pairs, the options, what the new schema states.  Out: pairs that are left alone have the
 * old object on both sides, so that they can be depended on and recreated but never change.  What
 * is left alone is said, one line for each schema or kind of property.
 */
#include "diff/planner.h"

#include "compiler/definition.h"

#include "compiler/runner_table.h"
#include "diff/pattern.h"

static const Location nowhere = {NULL, {0, 0}};

static const Object *pair_any(const Pair *pair) {
    return pair->sides[1] != NULL ? pair->sides[1] : pair->sides[0];
}

static const Object *root_object(const Object *object) {
    while (object->parent != NULL) {
        object = object->parent;
    }
    return object;
}

/* The schema an object lives in, or that it is about; empty for what lives in none. */
static Text home_schema(const Object *root) {
    if (root->kind == KIND_SCHEMA) {
        return root->name;
    }
    if (root->kind == KIND_DEFAULT_PRIVILEGE) {
        return ((const DefaultPrivilege *)root)->in_schema;
    }
    return root->schema;
}

static bool is_relation(const Object *root) {
    return root->kind == KIND_TABLE || root->kind == KIND_VIEW ||
           root->kind == KIND_MATERIALIZED_VIEW || root->kind == KIND_SEQUENCE;
}

static bool has_patterns(const TextList *patterns) {
    return patterns != NULL && patterns->count != 0;
}

/* -t alone decides when given, as in pg_dump; a sequence goes with the table that owns it. */
static bool matches_tables(const DiffOptions *options, const Object *root) {
    Text name = root->name, schema = root->schema;
    if (root->kind == KIND_SEQUENCE) {
        const Sequence *sequence = (const Sequence *)root;
        if (!text_is_empty(sequence->owned_table)) {
            name = sequence->owned_table;
            schema = sequence->owned_schema;
        }
    }
    if (has_patterns(options->tables) &&
        (!is_relation(root) || !pattern_list_matches(options->tables, schema, name))) {
        return false;
    }
    return !(has_patterns(options->excluded_tables) && is_relation(root) &&
             pattern_list_matches(options->excluded_tables, schema, name));
}

/* What diff --keep-dropped has put aside is nobody's schema; prune removes it. */
static bool is_kept_aside(const DiffOptions *options, const Object *root) {
    return !options->sees_kept && !options->is_dump &&
           text_equal(home_schema(root), TEXT("schemac_kept"));
}

static bool matches_options(const DiffOptions *options, const Object *root) {
    if (is_kept_aside(options, root)) {
        return false;
    }
    if (!matches_tables(options, root)) {
        return false;
    }
    if (has_patterns(options->tables)) {
        return true;
    }
    Text home = home_schema(root);
    if (has_patterns(options->schemas) &&
        (text_is_empty(home) || !pattern_list_matches(options->schemas, TEXT(""), home))) {
        return false;
    }
    return !has_patterns(options->excluded_schemas) || text_is_empty(home) ||
           !pattern_list_matches(options->excluded_schemas, TEXT(""), home);
}

static bool new_is_database(const Planner *planner) {
    return planner->schemas[1]->is_live;
}

/*
 * The schema "public" is there in every new database; SQL need not create it.  A dump says what is
 * special about it.
 */
static bool is_implicit(const Planner *planner, const Pair *pair) {
    const Object *any = pair_any(pair);
    if (any->kind == KIND_EXTENSION && text_equal(any->name, TEXT("plpgsql"))) {
        return pair->sides[0] == NULL || pair->sides[1] == NULL;
    }
    if (any->kind != KIND_SCHEMA || !text_equal(any->name, TEXT("public")) ||
        planner->options->is_dump) {
        return false;
    }
    if (pair->sides[1] == NULL) {
        return !(planner->options->is_strict && new_is_database(planner));
    }
    return pair->sides[0] == NULL && !planner->schemas[0]->is_live;
}

typedef struct ScopeState {
    TextList silent_schemas;          /* already said to be left alone */
    bool is_named[OBJECT_KIND_COUNT]; /* kinds that live in no schema and are spoken of */
    bool is_said[OBJECT_KIND_COUNT];
} ScopeState;

static void say_schema(Planner *planner, ScopeState *state, Text schema) {
    if (!text_list_contains(&state->silent_schemas, schema)) {
        list_push(planner->arena, &state->silent_schemas, schema);
        diagnostic_add(planner->diagnostics, DIAGNOSTIC_LEFT_ALONE, nowhere,
                       "schema \"%s\" is not named by the desired schema and was left alone",
                       schema);
    }
}

static void say_kind(Planner *planner, ScopeState *state, ObjectKind kind) {
    if (!state->is_said[kind]) {
        Text word = text_from_string(object_kind_facts[kind].word);
        state->is_said[kind] = true;
        diagnostic_add(planner->diagnostics, DIAGNOSTIC_LEFT_ALONE, nowhere,
                       "the desired schema names no %s; %ss were left alone", word, word);
    }
}

/* What the desired schema does not speak of, when it is not the whole truth. */
static bool is_unspoken(Planner *planner, ScopeState *state, const Pair *pair, const Object *root) {
    const Schema *new = planner->schemas[1];
    if (planner->options->is_strict || new_is_database(planner) || pair->sides[1] != NULL) {
        return false;
    }
    Text home = home_schema(root);
    bool is_of_database = root->kind == KIND_EXTENSION || object_kind_is_definition(root->kind);
    if (is_of_database && text_is_empty(home)) {
        if (!state->is_named[root->kind]) {
            say_kind(planner, state, root->kind);
        }
        return !state->is_named[root->kind];
    }
    if (root->kind == KIND_DEFAULT_PRIVILEGE && !new->states_privileges) {
        return true; /* goes with the privileges' own line */
    }
    if (text_is_empty(home) || text_list_contains(&new->named_schemas, home)) {
        return false;
    }
    say_schema(planner, state, home);
    return true;
}

static void note_named_kinds(const Schema *schema, ScopeState *state) {
    for (size_t i = 0; i < schema->roots.count; i++) {
        state->is_named[schema->roots.items[i]->kind] = true;
    }
}

static bool owners_count(const Planner *planner) {
    return planner->options->is_strict || new_is_database(planner) ||
           planner->schemas[1]->states_owners;
}

static bool privileges_count(const Planner *planner) {
    return planner->options->is_strict || new_is_database(planner) ||
           planner->schemas[1]->states_privileges;
}

Text planner_wanted_owner(const Planner *planner, const Object *object) {
    if (text_is_empty(object->owner) && planner->options->is_strict) {
        return planner->schemas[0]->current_role;
    }
    return object->owner;
}

static bool is_public_schema(const Object *object) {
    return object->kind == KIND_SCHEMA && text_equal(object->name, TEXT("public"));
}

bool planner_compares_owner(const Planner *planner, const Object *old, const Object *new) {
    if (planner->options->no_owner || !owners_count(planner)) {
        return false;
    }
    /* PostgreSQL 15 gave public to pg_database_owner: a difference only when both sides say it. */
    if (is_public_schema(old) && (text_is_empty(old->owner) || text_is_empty(new->owner))) {
        return false;
    }
    return true;
}

bool planner_compares_privileges(const Planner *planner, const Object *old, const Object *new) {
    if (planner->options->no_privileges || !privileges_count(planner)) {
        return false;
    }
    return !is_public_schema(old) || (old->privileges_are_stated && new->privileges_are_stated);
}

static bool is_builtin_grant(const Object *object, const Privilege *privilege) {
    if (!text_is_empty(privilege->grantee)) {
        return false;
    }
    return is_public_schema(object) ||
           text_same(privilege->privilege, object_kind_public_privilege(object->kind));
}

static bool has_own_privileges(const Object *object) {
    for (size_t i = 0; i < object->privileges.count; i++) {
        if (!is_builtin_grant(object, &object->privileges.items[i])) {
            return true;
        }
    }
    return false;
}

static void say_properties(Planner *planner) {
    const Schema *old = planner->schemas[0];
    bool has_owner = false, has_privileges = false;
    for (size_t i = 0; i < planner->pairs.count; i++) {
        const Pair *pair = planner->pairs.items[i];
        const Object *object = pair->sides[0];
        if (object == NULL || pair->is_left_alone) {
            continue;
        }
        has_owner |= !text_is_empty(object->owner) && !is_public_schema(object) &&
                     !text_equal(object->owner, old->current_role);
        has_privileges |= has_own_privileges(object);
    }
    if (has_owner && !owners_count(planner) && !planner->options->no_owner) {
        diagnostic_append(planner->diagnostics, DIAGNOSTIC_LEFT_ALONE, nowhere,
                          TEXT("the desired schema states no owner; owners were left alone"),
                          TEXT_ABSENT);
    }
    if (has_privileges && !privileges_count(planner) && !planner->options->no_privileges) {
        diagnostic_append(
            planner->diagnostics, DIAGNOSTIC_LEFT_ALONE, nowhere,
            TEXT("the desired schema has no GRANT or REVOKE; privileges were left alone"),
            TEXT_ABSENT);
    }
}

/* SQL that puts something into a schema has no need to create it. */
static bool is_inhabited(const Schema *schema, Text name) {
    for (size_t i = 0; i < schema->roots.count; i++) {
        if (text_equal(schema->roots.items[i]->schema, name)) {
            return true;
        }
    }
    return false;
}

static bool is_needed_schema(const Planner *planner, const Pair *pair, const Object *root) {
    return pair->sides[1] == NULL && root->kind == KIND_SCHEMA && pair_any(pair) == root &&
           !new_is_database(planner) && is_inhabited(planner->schemas[1], root->name);
}

/* The table of a migration runner, which neither migrations nor a written schema create. */
static bool is_runners(const Planner *planner, const Pair *pair, const Object *root) {
    Text name = root->name;
    if (root->kind == KIND_SEQUENCE) {
        name = ((const Sequence *)root)->owned_table;
    }
    bool is_table = root->kind == KIND_TABLE || root->kind == KIND_SEQUENCE;
    bool is_missing = pair->sides[1] == NULL && !new_is_database(planner);
    bool is_replayed = pair->sides[0] == NULL && planner->schemas[0]->is_replayed;
    return !planner->options->is_strict && is_table && runner_table_is(name) &&
           (is_missing || is_replayed);
}

static void say_runners(Planner *planner, const Object *object, const Object *root) {
    if (object == root && root->kind == KIND_TABLE) {
        diagnostic_add(planner->diagnostics, DIAGNOSTIC_LEFT_ALONE, nowhere,
                       "%s belongs to a migration runner and was left alone",
                       object_describe(planner->arena, root));
    }
}

/* Wanted, but of a definition that could not be read: reported as unsupported, never dropped. */
static bool is_unread(const Planner *planner, const Pair *pair, const Object *root) {
    return pair->sides[1] == NULL && root->kind == KIND_TABLE &&
           schema_has_external(planner->schemas[1], REFERENCE_RELATION, root->schema, root->name);
}

/* The new version of a view has the column, and says nothing of it. */
static void keep_view_column(Planner *planner, Pair *pair) {
    const Object *old = pair->sides[0];
    const Pair *parent = old->kind != KIND_COLUMN ? NULL : planner_pair(planner, old->parent);
    Object *view = parent == NULL ? NULL : (Object *)parent->sides[1];
    bool is_view = view != NULL && view != parent->sides[0] &&
                   (view->kind == KIND_VIEW || view->kind == KIND_MATERIALIZED_VIEW);
    if (is_view && old->privileges.count > 0 &&
        text_list_contains(&((const View *)view)->columns, old->name)) {
        Column *column = planner_bare_column(planner, pair, old);
        column->object.parent = view;
        column->object.privileges = old->privileges;
        list_push(planner->arena, &view->children, &column->object);
        pair->sides[1] = pair->new = &column->object;
    }
}

/*
 * What the desired schema does not speak of stays as it is, also where the object has to be dropped
 * and created again: it gets its owner and its privileges back.
 */
static void keep_unspoken(Planner *planner) {
    Text creator = planner->schemas[0]->current_role;
    bool keeps_owner = !owners_count(planner) && !planner->options->no_owner;
    bool keeps_privileges = !privileges_count(planner) && !planner->options->no_privileges;
    for (size_t i = 0; i < planner->pairs.count; i++) {
        Pair *pair = planner->pairs.items[i];
        const Object *old = pair->sides[0];
        Object *new = (Object *)pair->sides[1];
        if (old != NULL && new == NULL && keeps_privileges) {
            keep_view_column(planner, pair);
        }
        if (old == NULL || new == NULL || old == new) {
            continue;
        }
        if (keeps_owner && !text_equal(old->owner, creator)) {
            new->owner = old->owner;
        }
        if (keeps_privileges) {
            new->privileges = old->privileges;
            new->owner_revoked = old->owner_revoked;
        }
    }
}

void planner_apply_scope(Planner *planner) {
    ScopeState state = {0};
    note_named_kinds(planner->schemas[1], &state);
    for (size_t i = 0; i < planner->pairs.count; i++) {
        Pair *pair = planner->pairs.items[i];
        if (pair->sides[0] == NULL && pair->sides[1] == NULL) {
            continue;
        }
        const Object *root = root_object(pair_any(pair));
        const Pair *root_pair = planner_pair(planner, root);
        bool is_out = !matches_options(planner->options, root) || is_implicit(planner, pair) ||
                      is_unread(planner, pair, root) || is_needed_schema(planner, pair, root) ||
                      (root_pair != NULL && root_pair->is_left_alone);
        if (!is_out && root_pair != NULL) {
            is_out = is_unspoken(planner, &state, root_pair, root);
        }
        if (!is_out && root_pair != NULL && is_runners(planner, root_pair, root)) {
            say_runners(planner, pair_any(pair), root);
            is_out = true;
        }
        if (is_out) {
            pair->is_left_alone = true;
            pair->sides[1] = pair->sides[0];
        }
    }
    say_properties(planner);
    keep_unspoken(planner);
}
