/*
 * Migration name: what the name of a file says about it: its version, and whether it leads up.
 *
 * Knows the names that migration runners give to files, and nothing of their contents.
 */
#ifndef SCHEMAC_MIGRATION_NAME_H
#define SCHEMAC_MIGRATION_NAME_H

#include "compiler/text.h"

typedef enum MigrationForm {
    MIGRATION_NONE,
    MIGRATION_NUMBERED,   /* 001_name.sql, 20240131120000_name.sql, 2024-01-31-120000_name.sql */
    MIGRATION_UP,         /* 001_name.up.sql */
    MIGRATION_DOWN,       /* 001_name.down.sql */
    MIGRATION_VERSIONED,  /* V1_2__name.sql: Flyway, refinery */
    MIGRATION_BASELINE,   /* B1_2__name.sql: what all versions up to this one lead to */
    MIGRATION_REPEATABLE, /* R__name.sql: after all versions, by name */
    MIGRATION_UNDO,       /* U1_2__name.sql */
} MigrationForm;

typedef struct MigrationName {
    MigrationForm form;
    Text version; /* "001", "2024-01-31-120000", "1_2"; empty for R__ */
    Text title;   /* "001_name": what an up and its down have in common */
} MigrationName;

/* Read the name of a file, without its folder. */
MigrationName migration_name_read(Text name);
/* The version that the name of a folder starts with; empty when none. */
Text migration_name_version(Text name);

/*
 * Order of two versions as numbers: <0, 0, >0.  The parts between dots and underscores are compared
 * one by one, and a missing part is 0; dashes inside a part (dates) do not count.
 */
int migration_version_compare(Text left, Text right);

#endif
