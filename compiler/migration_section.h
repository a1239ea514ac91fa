/*
 * Migration section: files that hold the way up and the way down one below the other.
 *
 * Comments divide them: "-- migrate:up" (dbmate), "-- +goose Up", "-- +migrate Up" (sql-migrate),
 * "-- Up Migration" (node-pg-migrate), "---- create above / drop below ----" (tern).
 */
#ifndef SCHEMAC_MIGRATION_SECTION_H
#define SCHEMAC_MIGRATION_SECTION_H

#include "compiler/source.h"

typedef enum SectionStyle {
    SECTION_NONE,
    SECTION_DBMATE,
    SECTION_GOOSE,
    SECTION_SQL_MIGRATE,
    SECTION_NODE_PG_MIGRATE,
    SECTION_TERN,
    SECTION_STYLE_COUNT
} SectionStyle;

typedef struct Sections {
    SectionStyle style; /* SECTION_NONE: the whole text leads up */
    bool has_up, has_down;
    Span up, down;
} Sections;

Sections migration_sections(Text text);
/* The text with everything outside the span turned into blanks: positions stay what they are. */
Text migration_section_text(Arena *arena, Text text, Span span);
/* "goose", "dbmate": for messages. */
Text migration_section_tool(SectionStyle style);

#endif
