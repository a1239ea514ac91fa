/*
 * Planner: what the files of diff/ share while they work.  Nobody outside diff/ includes this.
 *
 * A Pair is one identity with its object in each of the two schemas.  A run of the planner turns
 * some pairs from `old` (what is there) to `new` (what is wanted): once for the migration, and once
 * for the rollback of every group, with the state after the group as old and the one before as new.
 */
#ifndef SCHEMAC_PLANNER_H
#define SCHEMAC_PLANNER_H

#include "compiler/cast.h"
#include "compiler/diagnostic.h"
#include "diff/diff.h"
#include "diff/plan.h"

typedef struct Pair Pair;

typedef struct PairList {
    Pair **items;
    size_t count, capacity;
} PairList;

/* How one object uses another; says which edges of the graph may be given up to break a cycle. */
typedef enum UseRole {
    USE_DEFINITION, /* cannot exist without it */
    USE_TYPE,       /* its type: a column's, an attribute's, a domain's base */
    USE_DEFAULT,    /* only its default needs it */
    USE_BODY,       /* named in the string body of a function */
    USE_KEY,      /* foreign key: the primary key, unique constraint or unique index it points to */
    USE_OWNER,    /* sequence: the column that owns it */
    USE_PARENT,   /* table: inherits from, or is a partition of */
    USE_IDENTITY, /* table: the index that is its replica identity */
    USE_WHOLE,    /* key of a partition: the index of the whole table that takes it for a part */
    USE_PART,     /* index, key of a partition: the whole table's that it is a part of */
} UseRole;

typedef struct Use {
    Pair *pair; /* in Pair.uses: what is used; in Pair.users: who uses it */
    UseRole role;
} Use;

typedef struct UseList {
    Use *items;
    size_t count, capacity;
} UseList;

struct Pair {
    const Object *sides[2]; /* in the old and in the new schema; the same object when left alone */
    UseList uses[2];        /* what that object needs; only [0] is filled when both are the same */
    UseList users[2];
    const Object *current; /* rollback: what is there after the groups so far */

    /* The run at hand. */
    const Object *old, *new;
    Step *drop, *create;
    StepList alters;    /* in the order in which they must run */
    Pair *cause;        /* recreated or converted because of this one: goes into its group */
    Pair *merged;       /* union-find: the group's pair, NULL = itself */
    bool is_touched;    /* in Planner.touched */
    bool is_settled;    /* differs, and rightly needs no step */
    bool is_queued;     /* in the work list of the closure */
    bool is_left_alone; /* out of scope: it may be recreated, never changed */
};

typedef struct Planner {
    Arena *arena;
    const Schema *schemas[2]; /* old, new */
    const DiffOptions *options;
    Diagnostics *diagnostics;
    int server_version;          /* 0 = unknown */
    PairList pairs;              /* sorted by key */
    PairList default_privileges; /* those of the pairs */
    PairList touched;            /* pairs of the run at hand that have, or may get, steps */
    bool is_rollback;
    bool forbids_concurrent; /* rollback of a group that runs in a transaction */
} Planner;

/* pairs.c */
void planner_make_pairs(Planner *planner);
void planner_touch(Planner *planner, Pair *pair);
void planner_sort_touched(Planner *planner);                      /* in the order of the keys */
void planner_reset(Planner *planner);                             /* forget the run at hand */
Pair *planner_pair(const Planner *planner, const Object *object); /* NULL when unknown */
void planner_register(const Object *object, Pair *pair);
const UseList *pair_uses(const Pair *pair, const Object *version);
bool pair_still_uses(const Pair *pair, const Pair *target); /* pair->new names target */
/* Does user->old (or ->new) name the pair in whose users[side] it stands? */
bool pair_user_is_live(const Pair *user, int side, const Object *version);
bool pair_is_column_type(const Pair *pair); /* some column, attribute or domain has the old type */
bool pair_is_table_type(const Pair *pair);  /* some table is made OF the old type */
Pair *pair_parent(const Planner *planner, const Object *version);
Pair *pair_root(const Planner *planner, const Pair *pair);
/* The step that takes pair->old away: its own, its parent's, or its owning table's; or NULL. */
Step *pair_drop_step(const Planner *planner, const Pair *pair);
/* The step that makes pair->new: its own, or that of the table it is a column of; or NULL. */
Step *pair_create_step(const Planner *planner, const Pair *pair);
Text pair_describe(const Planner *planner, const Pair *pair);

/* A column of a typed table, which comes, goes and changes its type with an attribute. */
bool pair_follows_type(const Planner *planner, const Pair *pair);

/* references.c */
void planner_resolve_references(Planner *planner);
/* Column that owns a sequence; NULL when none. */
const Object *sequence_owner(const Planner *planner, const Object *sequence, int side);

/* scope.c */
void planner_apply_scope(Planner *planner);
bool planner_compares_owner(const Planner *planner, const Object *old, const Object *new);
Text planner_wanted_owner(const Planner *planner, const Object *object);
bool planner_compares_privileges(const Planner *planner, const Object *old, const Object *new);

/* diff.c */
/* A column of a view of which nothing is said: a copy of `stated`, for the pair. */
Column *planner_bare_column(Planner *planner, Pair *pair, const Object *stated);
void planner_compare(Planner *planner); /* rules over planner->touched */
Step *planner_alter(Planner *planner, Pair *pair, StepPart part, const Object *old,
                    const Object *new);
/* What CREATE of pair->new grants and takes by itself. */
InitialRights planner_initial_rights(Planner *planner, const Pair *pair);
/* The same of any new object; the creator is the one who runs it when absent. */
InitialRights planner_rights_of_new(Planner *planner, const Object *object, Text creator,
                                    bool is_recreated);
void planner_replace(Planner *planner, Pair *pair);           /* DROP and CREATE */
void planner_refuse(Planner *planner, Pair *pair, Text what); /* cannot be migrated */
/* The way out for what was refused last: what columns use stays until they have moved on. */
void planner_hint_other_name(Planner *planner);
void planner_make_drop(Planner *planner, Pair *pair);
void planner_make_create(Planner *planner, Pair *pair);
Step *planner_step(Planner *planner, StepVerb verb, StepPart part, const Object *old,
                   const Object *new); /* in no list yet */
/* A copy of pair's object to change a field of; known as the pair's from then on. */
#define planner_copy(planner, pair, Type, object) \
    ((Type *)planner_copy_object((planner), (pair), (object)))
Object *planner_copy_object(Planner *planner, Pair *pair, const Object *object);
void column_start_without(Planner *planner, Pair *pair); /* diff_column.c */
/* diff_identity.c: the sequence of an identity column that comes, or of one that stays */
void identity_start_without(Planner *planner, Pair *pair);
void diff_identity(Planner *planner, Pair *pair);
void identity_follow_table(Planner *planner, Pair *pair); /* SET LOGGED, UNLOGGED */
bool column_is_in_partition_key(Arena *arena, const Object *column);
void planner_start_without(Planner *planner, Pair *pair); /* steps that a CREATE leaves for later */
bool setting_list_equal(const SettingList *left, const SettingList *right);
bool privilege_list_equal(const PrivilegeList *left, const PrivilegeList *right);
bool sequence_options_equal(const SequenceOptions *left, const SequenceOptions *right);
/* The parents of a table, INHERITS and PARTITION OF alike: i <= inherits.count; NULL where none. */
const Object *table_parent_at(const Schema *schema, const Table *table, size_t i);
/* The parent that gives both versions of an inherited column or constraint to their table. */
Pair *pair_common_ancestor(const Planner *planner, const Pair *child);
/* An inherited column or constraint that goes, comes and changes with the parent's. */
bool pair_follows_ancestor(const Planner *planner, const Pair *pair);

typedef void (*DiffRule)(Planner *planner, Pair *pair);
/* diff_table.c, diff_column.c */
void diff_table(Planner *planner, Pair *pair);
void diff_column(Planner *planner, Pair *pair);
/* diff_not_null.c; `is_filled`: a hint says what rows that hold NULL get */
void diff_not_null(Planner *planner, Pair *pair, bool is_filled);
/* NOT VALID: the column of a new table is required afterwards, when the tables below are there. */
void not_null_start_without(Planner *planner, Pair *pair);
void not_null_add_later(Planner *planner, Pair *pair, const Column *bare);
void diff_constraint(Planner *planner, Pair *pair);
void diff_index(Planner *planner, Pair *pair);
void planner_drop_before_adoption(Planner *planner); /* indexes, once all are compared */
/* diff_type.c */
void diff_extension(Planner *planner, Pair *pair);
void diff_enum(Planner *planner, Pair *pair);
void diff_domain(Planner *planner, Pair *pair);
void diff_sequence(Planner *planner, Pair *pair);
/* diff_routine.c */
void diff_routine(Planner *planner, Pair *pair);
void diff_view(Planner *planner, Pair *pair);
void diff_materialized_view(Planner *planner, Pair *pair);
void diff_rule(Planner *planner, Pair *pair);
void diff_trigger(Planner *planner, Pair *pair);
void diff_policy(Planner *planner, Pair *pair);

/* diff_definition.c */
void diff_definition(Planner *planner, Pair *pair);
/* diff_statistics.c, diff_foreign.c, diff_replication.c */
void diff_statistics(Planner *planner, Pair *pair);
void diff_event_trigger(Planner *planner, Pair *pair);
void diff_wrapper(Planner *planner, Pair *pair);
void diff_server(Planner *planner, Pair *pair);
void diff_user_mapping(Planner *planner, Pair *pair);
void diff_publication(Planner *planner, Pair *pair);
void diff_subscription(Planner *planner, Pair *pair);

/* index_part.c: indexes and keys of partitions that are parts of the whole table's */
bool pair_is_part(const Pair *pair);
void planner_compare_parts(Planner *planner); /* once all else is compared */
void planner_settle_parts(Planner *planner);  /* once it is known which wholes are made anew */
bool index_gets_part(const Planner *planner, const Pair *whole); /* by ATTACH */

/* trigger_part.c: states of a whole table's triggers on its partitions */
const TableTrigger *trigger_above(const Schema *schema, const Object *part);
bool pair_is_trigger_part(const Pair *pair);
void compare_trigger_part(Planner *planner, Pair *pair); /* only one version says anything */
void planner_exchange_trigger_part(Planner *planner, Pair *pair);
void planner_keep_trigger_part(Planner *planner, Pair *pair); /* its whole changes under it */
void planner_keep_trigger_parts(Planner *planner);

/* recreate.c */
void planner_close(Planner *planner); /* recreate what depends on what is dropped or retyped */

bool step_is_structural(const Step *step); /* not owner, comment, privileges */

/* default.c: the defaults of columns and domains */
bool object_has_default(const Object *object); /* a generated column has none */
Object *planner_copy_without_default(Planner *planner, Pair *pair, const Object *object);
/* Taken off before what it needs goes, and put back after that has come again. */
void planner_split_default(Planner *planner, Pair *pair);

/* column_order.c: one note for all tables; types are made anew where they can be. */
void planner_note_column_order(const Planner *planner);
void diff_composite(Planner *planner, Pair *pair);

/* partition.c: partitions of one parent that get other bounds, into one group. */
void planner_merge_rebound(Planner *planner);

/* group.c */
Pair *pair_group(Planner *planner, Pair *pair);
void pair_merge_groups(Planner *planner, Pair *pair, Pair *cause);

/* order.c: the steps of the run, cut into groups; one group when `is_single`. */
StepGroupList planner_order(Planner *planner, bool is_single);

/* rollback.c */
void planner_roll_back(Planner *planner, Plan *plan);

/* rename.c: the renames that hints have made in the old schema, as the first files of the plan. */
void planner_add_renames(Planner *planner, Plan *plan);
/* Drops and adds that may be renames which nobody has said: notes, and no guess. */
void planner_note_likely_renames(Planner *planner);

/* feature.c: what the server lacks is an error */
void planner_check_features(Planner *planner);
bool planner_server_is(const Planner *planner, int major); /* that version, newer, or unknown */

/* diff_column.c: what a change of the column's type takes from it comes back after it. */
void planner_keep_storage(Planner *planner, Pair *column);

/* container.c: domains tightened where PostgreSQL cannot check the values are an error */
void planner_check_containers(Planner *planner);
/* In a rollback: enumerations that PostgreSQL cannot let go of stay as they are, with a warning. */
void planner_keep_held_types(Planner *planner);

/* hazard.c */
void step_set_hazards(const Planner *planner, Step *step);

#endif
