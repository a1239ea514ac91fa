/*
 * Runner: the programs that run migrations, and how each wants its files to be named and numbered.
 *
 * One table; the first row is schemac's own layout, which needs none of them.  What stands in the
 * files is emit/runner_file.h's.
 */
#ifndef SCHEMAC_RUNNER_H
#define SCHEMAC_RUNNER_H

#include "compiler/text.h"

typedef enum RunnerId {
    RUNNER_NONE, /* scripts/NNN_x.sql and rollback-scripts/MMM_rollback_NNN_x.sql */
    RUNNER_GOLANG_MIGRATE,
    RUNNER_SQLX,
    RUNNER_DIESEL,
    RUNNER_PRISMA,
    RUNNER_FLYWAY,
    RUNNER_DBMATE,
    RUNNER_GOOSE,
    RUNNER_KNEX,
    RUNNER_TYPEORM,
    RUNNER_SEQUELIZE,
    RUNNER_ALEMBIC,
    RUNNER_COUNT
} RunnerId;

/* "V" + version + separator + description + ".sql" */
typedef struct RunnerName {
    const char *before, *after;
} RunnerName;

typedef struct Runner {
    RunnerId id;
    const char *name;         /* of --layout */
    const char *title;        /* as it calls itself */
    RunnerName up, down;      /* down.after is NULL: one file holds both ways */
    const char *separator;    /* between version and description */
    const char *first;        /* version in an empty folder: its digits are what users expect */
    const char *way_down;     /* what a file of both ways calls the rollback */
    bool opens_transaction;   /* around a file, so that the file has no BEGIN and COMMIT */
    bool shares_transactions; /* around several files, too */
    bool sends_whole_file;    /* so that what cannot be in a transaction must be alone in it */
    const char *outside;      /* how it is told to open none; what a person has to do */
    const char *outside_line; /* the first line of such a file */
    const char *mark;         /* a comment with this divides the file */
} Runner;

/* By the name that --layout has; empty: schemac's own.  NULL when there is none. */
const Runner *runner_find(Text name);
/* "golang-migrate, sqlx, diesel, ..." */
Text runner_names(Arena *arena, Text separator);

/* Is it the name of a migration, and of which version?  Empty when it is not. */
Text runner_version_of(const Runner *runner, Text name);
/* The number after this one: "009" -> "010", "2024-01-31-120000" -> "2024-01-31-120001". */
Text runner_next_version(Arena *arena, Text version);
/* The first version after all that the names have. */
Text runner_version_after(Arena *arena, const Runner *runner, const TextList *names);
/* What is left of a number when it is taken from 10...0: "003" -> "997"; every digit counts. */
Text runner_mirror(Arena *arena, Text digits);

#endif
