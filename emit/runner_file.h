/*
 * Runner file: a migration and its rollback -> the files that a migration runner wants.
 *
 * BEGIN and COMMIT are left out where the runner opens the transaction itself, and what cannot run
 * in one gets what the runner needs for that.  Where a runner can hold no file that says it, one
 * migration becomes several.
 */
#ifndef SCHEMAC_RUNNER_FILE_H
#define SCHEMAC_RUNNER_FILE_H

#include "emit/script.h"

/* One version: what runs, and what takes it back. */
typedef struct RunnerFile {
    const Runner *runner;
    Text version, previous; /* previous: what Alembic calls the down revision; empty for none */
    Text description;
    Text up_name, down_name; /* in the folder; the same where one file holds both */
    ScriptParts up, down;
} RunnerFile;

/*
 * The files of one pair; its names are set here.  `version` is that of the first and becomes what
 * the next pair starts from.
 */
void runner_files_add(Arena *arena, ScriptPair *pair, Text description, Text *version,
                      ScriptList *files);

/* The first comment that the runner would take for a division of the file; absent: none. */
Text runner_unfit_line(const Runner *runner, Text sql);

/* runner_sql.c, runner_code.c: the texts. */
void runner_write_pair(Arena *arena, const RunnerFile *file, ScriptList *files);
void runner_write_diesel(Arena *arena, const RunnerFile *file, ScriptList *files);
void runner_write_flyway(Arena *arena, const RunnerFile *file, ScriptList *files);
void runner_write_dbmate(Arena *arena, const RunnerFile *file, ScriptList *files);
void runner_write_goose(Arena *arena, const RunnerFile *file, ScriptList *files);
void runner_write_knex(Arena *arena, const RunnerFile *file, ScriptList *files);
void runner_write_typeorm(Arena *arena, const RunnerFile *file, ScriptList *files);
void runner_write_sequelize(Arena *arena, const RunnerFile *file, ScriptList *files);
void runner_write_alembic(Arena *arena, const RunnerFile *file, ScriptList *files);

#endif
