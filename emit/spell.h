/*
 * Spell: one step of the plan -> SQL statements with the plain words that stand above them.
 *
 * One table per verb, indexed by kind (and by part for ALTER), is in spell.c; the functions behind
 * it are in emit_*.c, one file per family of objects.  Every statement can run twice.  Text that
 * comes from the model is canonical SQL; names go through %I and literals through %L.
 */
#ifndef SCHEMAC_SPELL_H
#define SCHEMAC_SPELL_H

#include "diff/plan.h"
#include "emit/layout.h"

#include "compiler/builder.h"

typedef struct Statement {
    Text comment;  /* plain words; not yet harmless */
    Text sql;      /* with its semicolon, without a line end */
    bool is_aside; /* clears the way for another one, which the step is about */
} Statement;

typedef struct StatementList {
    Statement *items;
    size_t count, capacity;
} StatementList;

/* What the functions of emit_*.c read and add to while they spell one step. */
typedef struct Spelling {
    Arena *arena;
    const Plan *plan;
    const Step *step;
    const Schema *target; /* the schema that the script leads to; its other side is `source` */
    const Schema *source;
    bool is_dump; /* an empty database is certain: no guards */
    bool is_rollback;
    int version; /* the oldest server that must understand the script, as 150004 */
    StatementList statements;
} Spelling;

/* The statements of one step. */
StatementList spell_step(Arena *arena, const Plan *plan, const Step *step, bool is_rollback,
                         bool is_dump);

/* spell.c: adding statements.  `sql` comes without its semicolon. */
void spell_add(Spelling *out, Text comment, Text sql);
#define spell_format(out, comment, ...) \
    spell_add((out), (comment), text_format((out)->arena, __VA_ARGS__))
/* The statement added last only clears the way. */
void spell_aside(Spelling *out);
/* "IF NOT EXISTS " and "OR REPLACE ", or nothing in a dump. */
Text spell_if_not_exists(const Spelling *out);
Text spell_or_replace(const Spelling *out);
/* "TABLE public.t", "FUNCTION public.f(integer)", "TRIGGER x ON public.t": after DROP, COMMENT ON.
 */
Text spell_designation(Arena *arena, const Object *object);

/* guard.c: statements that first ask the catalog.  A dump leaves the question out. */
void guard_add(Spelling *out, Text comment, Text condition, Text sql);
/* "DO $do$ ... IF condition THEN sql; ... $do$", without the last semicolon. */
Text guard_block(Arena *arena, Text condition, Text sql);
/* Also when what is to be dropped has new dependents by now, on a second run. */
void guard_drop(Spelling *out, Text comment, Text sql);
/* Conditions; names are qualified and quoted. */
Text guard_relation_kind(Arena *arena, Text relation, const char *kinds);
Text guard_constraint(Arena *arena, const Object *constraint, Text also);
Text guard_column(Arena *arena, Text relation, Text column, Text also);
Text guard_column_type(const Spelling *out, const Column *column);
Text guard_type_is(Arena *arena, Text type, Text oid, Text modifier);
/* PostgreSQL 18: the table has the NOT NULL constraint of the column, under its name. */
Text guard_not_null(Arena *arena, const Column *column, Text also);
Text guard_inherits(Arena *arena, Text child, Text parent);
Text guard_bound(Arena *arena, Text child, Text parent, const char *comparison, Text bound);
/* guard_object.c: the object is there, or is not there, under its name; every kind. */
Text guard_is_there(Arena *arena, const Object *object);
/* The index is there, and its name has not gone to the part of a later one or to a constraint. */
Text guard_index_for_itself(Arena *arena, const Schema *target, const Object *index);
Text guard_is_missing(Arena *arena, const Object *object);

/* emit_kept.c: the copy before a drop, and what a rollback brings back from it. */
void kept_copy(Spelling *out);
void kept_restore_table(Spelling *out);
void kept_restore_column(Spelling *out);

/* vanish.c: lets the statements of a step bear that a later script has dropped what they change. */
void vanish_guard(Spelling *out);
/*
 * In a rollback: the condition that the renames which the step relies on have not been undone yet;
 * absent when it relies on none.
 */
Text vanish_renames_hold(const Spelling *out, const Step *step);

/* Shared pieces. */
void spell_owner(Spelling *out, const Object *object);
void spell_comment(Spelling *out, const Object *object);
void spell_new_security_labels(Spelling *out, const Object *object);
/* Comment and labels of what has just been made. */
void spell_remarks(Spelling *out, const Object *object);
void spell_privileges(Spelling *out, const Object *object, const InitialRights *before);
void spell_column_privileges(Spelling *out, const ObjectList *columns);
/* What CREATE adds after the definition: owner, comment, labels, privileges. */
void spell_belongings(Spelling *out, const Object *object);
void spell_settings(Spelling *out, Text comment, Text prefix, const SettingList *before,
                    const SettingList *after);
Text spell_setting_list(Arena *arena, const SettingList *settings); /* "a = 1, b = 'x y'" */
Text spell_sequence_options(Arena *arena, const SequenceOptions *options, bool with_type);
Text spell_sequence_changes(Arena *arena, const SequenceOptions *old, const SequenceOptions *new,
                            Text prefix, bool with_type);

typedef struct QualifiedText {
    Text schema, name;
} QualifiedText;

/* Before narrower limits: starts the sequence anew, by the statement `restart`, if it must. */
void spell_sequence_restart(Spelling *out, const QualifiedText *sequence,
                            const SequenceOptions *old, const SequenceOptions *new, Text restart);
Text spell_foreign_options(Arena *arena, const SettingList *options, Text before);
Text spell_role(Arena *arena, Text role); /* quoted; empty = PUBLIC */
Text spell_column(const Spelling *out, const Column *column, bool with_default);
Text spell_typed_column(const Spelling *out, const Column *column, bool with_default);
void spell_column_extras(Spelling *out, const Column *column);
/* Its comment and that of its index. */
void spell_constraint_comments(Spelling *out, const Object *constraint);
Text spell_constraint(Arena *arena, const Object *constraint);    /* "CONSTRAINT c CHECK (...)" */
const Object *spell_type_behind(const Schema *schema, Text type); /* enum or domain of a column */
/* Removes a relation, type or routine whose name another kind has by now. */
void spell_drop_named(Spelling *out, Text comment);

/* Definitions: create, drop, and alter by part.  Named in the tables of spell.c. */
void create_schema(Spelling *out);
void create_extension(Spelling *out);
void create_enum(Spelling *out);
void create_composite(Spelling *out);
void create_domain(Spelling *out);
void create_sequence(Spelling *out);
void create_routine(Spelling *out);
void create_table(Spelling *out);
void create_column(Spelling *out);
void create_constraint(Spelling *out);
void create_index(Spelling *out);
void create_view(Spelling *out);
void create_rule(Spelling *out);
void create_trigger(Spelling *out);
void create_policy(Spelling *out);
void create_definition(Spelling *out);
void create_default_privilege(Spelling *out);

void create_wrapper(Spelling *out);
void create_server(Spelling *out);
void create_user_mapping(Spelling *out);
void create_statistics(Spelling *out);
void create_publication(Spelling *out);
void create_published(Spelling *out);
void create_subscription(Spelling *out);
void create_event_trigger(Spelling *out);

void drop_simple(Spelling *out);
void drop_named(Spelling *out);
void drop_guarded(Spelling *out);
void drop_sequence(Spelling *out);
void drop_table(Spelling *out);
void drop_column(Spelling *out);
void drop_constraint(Spelling *out);
void drop_index(Spelling *out);
void drop_definition(Spelling *out);
void drop_default_privilege(Spelling *out);
void drop_user_mapping(Spelling *out);
void drop_published(Spelling *out);
void drop_subscription(Spelling *out);

void alter_owner(Spelling *out);
void alter_comment(Spelling *out);
void alter_security_label(Spelling *out);
void alter_rename(Spelling *out);
void alter_backfill(Spelling *out);
void alter_privileges(Spelling *out);
void alter_column_type(Spelling *out);
void alter_attribute_type(Spelling *out);
void alter_column_default(Spelling *out);
void alter_column_not_null(Spelling *out);
void alter_no_inherit(Spelling *out);
void alter_not_null_comment(Spelling *out);
void alter_not_null_validation(Spelling *out);
/* " CONSTRAINT x NOT NULL NO INHERIT"; nothing of one that is added later, NOT VALID. */
Text spell_not_null(Arena *arena, const Column *column);
void spell_new_not_null_comment(Spelling *out, const Column *column);
void alter_column_identity(Spelling *out);
/* The sequence of an identity column has the name of the one that goes. */
bool sequence_is_taken_over(const Schema *target, const Object *sequence);
void alter_column_expression(Spelling *out);
void alter_column_storage(Spelling *out);
void alter_column_compression(Spelling *out);
void alter_column_statistics(Spelling *out);
void alter_column_options(Spelling *out);
void alter_column_name(Spelling *out);
void alter_domain_default(Spelling *out);
void alter_domain_not_null(Spelling *out);
void alter_persistence(Spelling *out);
void alter_table_options(Spelling *out);
void alter_view_options(Spelling *out);
void alter_sequence_options(Spelling *out);
void alter_row_security(Spelling *out);
void alter_replica_identity(Spelling *out);
void alter_inheritance(Spelling *out);
void alter_partition(Spelling *out);
void alter_access_method(Spelling *out);
void alter_tablespace(Spelling *out);
void alter_owned_by(Spelling *out);
void alter_labels(Spelling *out);
void alter_rebuild(Spelling *out);
void alter_view_definition(Spelling *out);
void alter_routine_definition(Spelling *out);
void alter_trigger_definition(Spelling *out);
void alter_definition(Spelling *out);
void alter_policy_definition(Spelling *out);
void alter_rule_definition(Spelling *out);
void alter_trigger_enabled(Spelling *out);
void alter_rule_enabled(Spelling *out);
void alter_validation(Spelling *out);
void alter_index_comment(Spelling *out);
void alter_deferrability(Spelling *out);
void alter_constraint_name(Spelling *out);
void alter_index_name(Spelling *out);
void spell_part_name(Spelling *out, const Object *part);
void alter_cluster(Spelling *out);
void alter_index_statistics(Spelling *out);
void alter_index_partition(Spelling *out);
void alter_index_options(Spelling *out);
void alter_index_tablespace(Spelling *out);
/* Makes an index of a partition a part of the whole table's. */
void spell_attach_index(Spelling *out, const Object *part);
void alter_version(Spelling *out);
void alter_extension_schema(Spelling *out);
void alter_default_privileges(Spelling *out);
void alter_statistics_target(Spelling *out);
void alter_event_trigger_enabled(Spelling *out);
void alter_wrapper_functions(Spelling *out);
void alter_of_type(Spelling *out);
void alter_foreign_options(Spelling *out);
void alter_server_version(Spelling *out);
void alter_publication_options(Spelling *out);
void alter_subscription_options(Spelling *out);
void alter_subscription_source(Spelling *out);
void alter_subscription_enabled(Spelling *out);

#endif
