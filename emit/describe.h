/*
 * Describe: plain words about steps and groups, for comments, headers and summaries.
 *
 * What comes out may hold names from a database: it is not harmless until layout_comment() or
 * layout_harmless() has seen it.
 */
#ifndef SCHEMAC_DESCRIBE_H
#define SCHEMAC_DESCRIBE_H

#include "diff/plan.h"

/* "Adds column public.users.email" */
Text describe_step(Arena *arena, const Step *step);
/* Why: "the desired schema has it and the database does not" */
Text describe_reason(const Step *step, bool is_replaced, bool is_rollback);
/* What to expect of time and values; empty when there is nothing to say. */
Text describe_effects(Arena *arena, const Step *step);
/* The table that the step's lock is on: "public.users"; absent when none or not one. */
Text describe_locked(Arena *arena, const Step *step);

/* describe_lock.c: the tables that a step locks, of those that were there before (in `source`). */
typedef struct TableLock {
    Text table; /* "public.users" */
    const Object *object;
    Lock lock;
    bool is_own; /* the step works on its rows; else it is only reached */
} TableLock;

typedef struct TableLockList {
    TableLock *items;
    size_t count, capacity;
} TableLockList;

Text describe_lock_mode(Lock lock); /* "ACCESS EXCLUSIVE" */
TableLockList describe_locks(Arena *arena, const Schema *source, const Step *step);

/* "type", "default": what an ALTER changes. */
Text describe_part(StepPart part);

/* " (about 1200 rows, 3 MB)" of the table that the object is or belongs to, as a live database has
   counted them; else nothing. */
Text describe_size(Arena *arena, const Object *object);

/* describe_loss.c: what a destructive step takes, how to keep it, what can be undone. */
Text describe_loss(Arena *arena, const Step *step, bool is_rollback);
Text describe_permit(Arena *arena, const Step *step);  /* "drop-column:public.users.email" */
Text describe_keeping(Arena *arena, const Step *step); /* one command; absent when there is none */
Text describe_return(Arena *arena, const Step *step, bool is_rollback);

/* describe_name.c: "add_email_to_users", for file names; at most 63 ASCII characters. */
Text describe_group_name(Arena *arena, const StepGroup *group);

#endif
