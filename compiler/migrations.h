/*
 * Migrations: a folder of migrations -> the files that lead up, in the order they run in.
 *
 * Recognises the layouts of migration runners by the names in the folder.  A folder that holds
 * anything else is none of them: its files are a schema, in any order.
 */
#ifndef SCHEMAC_MIGRATIONS_H
#define SCHEMAC_MIGRATIONS_H

#include "compiler/diagnostic.h"
#include "compiler/migration_name.h"

typedef enum MigrationLayout {
    LAYOUT_NONE,     /* no folder of migrations */
    LAYOUT_NUMBERED, /* 001_name.sql, also goose, dbmate, sqlx and DIR/scripts of schemac */
    LAYOUT_UP_DOWN,  /* 001_name.up.sql and .down.sql: golang-migrate, sqlx */
    LAYOUT_FOLDERS,  /* 001_name/up.sql: diesel; 001_name/migration.sql: Prisma */
    LAYOUT_FLYWAY,   /* V1__name.sql, R__name.sql: also refinery */
    LAYOUT_SNAPSHOT, /* structure.sql or schema.sql beside a folder of migrations: that file alone
                      */
    LAYOUT_COUNT
} MigrationLayout;

typedef struct Migration {
    Text path;
    MigrationName name;
    bool is_folder; /* path is the file in it */
} Migration;

typedef struct MigrationList {
    Migration *items;
    size_t count, capacity;
    MigrationLayout layout;
} MigrationList;

/* False after an error: a layout that is mixed, two files of one version, an unreadable folder. */
bool migrations_find(Arena *arena, Text folder, MigrationList *found, Diagnostics *diagnostics);

/* The folder holds no .sql file: say so, and what to do when its migrations are programs. */
void migrations_report_none(Arena *arena, Text folder, Diagnostics *diagnostics);

#endif
