/*
 * Emit: a plan -> the bytes of scripts.
 *
 * Pure: the same plan gives the same bytes.  Everything that came from a database or a file
 * (names, comments, bodies) is hostile and leaves here quoted, or stripped where it stands in a
 * comment.
 */
#ifndef SCHEMAC_EMIT_H
#define SCHEMAC_EMIT_H

#include "compiler/runner.h"
#include "diff/plan.h"

typedef struct EmitOptions {
    const Runner *runner; /* which layout */
    Text first_version;   /* of the first script: "001"; Alembic: the revision before it */
    Text name;            /* description for a plan of one file; empty: taken from what it does */
    Text folder;          /* -o: where the files are; empty: they are printed */
    TextList compared;    /* "schema.sql", "--table", "x": what was compared, without passwords */
} EmitOptions;

typedef struct Script {
    Text name; /* "001_create_users.sql", "999_rollback_001_create_users.sql" */
    Text text;
} Script;

typedef struct ScriptList {
    Script *items;
    size_t count, capacity;
} ScriptList;

ScriptList emit_scripts(Arena *arena, const Plan *plan, const EmitOptions *options);
/* In the order of the scripts they undo: item i undoes script i. */
ScriptList emit_rollback_scripts(Arena *arena, const Plan *plan, const EmitOptions *options);

/* All files, named from the folder of the layout. */
ScriptList emit_files(Arena *arena, const Plan *plan, const EmitOptions *options);
/* A line of a comment that the runner would take for its own; absent when there is none. */
Text emit_unfit_line(Arena *arena, const Plan *plan, const EmitOptions *options);

/* Everything as one text, for standard output: the files one after the other, in running order. */
Text emit_migration(Arena *arena, const Plan *plan, const EmitOptions *options);
Text emit_rollback(Arena *arena, const Plan *plan, const EmitOptions *options);
/* The statement that gives an object the name that it had before (Object.origin). */
typedef struct RenameStatement {
    Text comment;
    Text plain, guarded; /* with a semicolon; guarded: can run twice */
} RenameStatement;

typedef struct RenameStatementList {
    RenameStatement *items;
    size_t count, capacity;
} RenameStatementList;

bool emit_can_rename(ObjectKind kind);
RenameStatement emit_rename(Arena *arena, const Object *object);
/* The statement that lets `wanted` have the name of `blocker`, which did not have it before. */
RenameStatement emit_rename_aside(Arena *arena, const Object *blocker, const Object *wanted);
RenameStatement emit_label_rename(Arena *arena, const LabelRename *rename);

/* The rollback of a migration that somebody wrote by hand, beyond the steps of the plan. */
typedef struct Undo {
    const Runner *runner;
    Text migration, rollback;    /* names of the two files */
    RenameStatementList renames; /* in the order in which they run */
    SideEffectList effects;      /* in the order of the migration */
    bool allows_irreversible;
} Undo;

/* `plan` leads from before the migration to after it, with the old names, in one group at most. */
Text emit_undo(Arena *arena, const Plan *plan, const Undo *undo);
/* One plain file that builds the schema in an empty database: no guards, no per-file headers. */
Text emit_dump(Arena *arena, const Plan *plan);

/* One thing that differs; change.c makes them from the steps of a plan. */
typedef struct Change {
    StepVerb verb;               /* of the root; ALTER also when a part of it comes or goes */
    const Object *object, *root; /* the column, and the table that it is in */
    Text name;                   /* "table public.users", harmless */
    Text what;                   /* "column email added", harmless; empty: the whole object */
    TextList sql;                /* what would close it, without guards */
    unsigned hazards;            /* Hazard bits */
    bool is_replaced;            /* dropped and created again */
    bool is_known;               /* recorded in a baseline */
    size_t position;             /* in the plan */
} Change;

typedef struct ChangeList {
    Change *items;
    size_t count, capacity;
} ChangeList;

/* Sorted by object, then as in the plan. */
ChangeList emit_changes(Arena *arena, const Plan *plan);
/* "~ table public.users: column email added", "+ table public.t": without a line end. */
Text emit_change_line(Arena *arena, const Change *change);
/* check_json.c: the report of check, see README.md; `migration` may be absent. */
Text emit_changes_json(Arena *arena, const ChangeList *changes, const TextList *gone,
                       Text migration);
/* The changes as a baseline records them. */
Text emit_baseline_json(Arena *arena, const ChangeList *changes);

/* plan_json.c: the whole plan, with its rollback; emit/plan.schema.json describes it. */
Text emit_json(Arena *arena, const Plan *plan, const EmitOptions *options);

/* doc.c: what a person has to know who plans, runs, checks or undoes it, in Markdown. */
Text emit_document(Arena *arena, const Plan *plan, const EmitOptions *options);

/* A step that loses data. */
typedef struct Loss {
    Text words;  /* "drops column public.users.email and its values in every row (about 1200)" */
    Text permit; /* what --allow calls it: "drop-column:public.users.email" */
} Loss;

typedef struct LossList {
    Loss *items;
    size_t count, capacity;
} LossList;

LossList emit_losses(Arena *arena, const Plan *plan);

#endif
