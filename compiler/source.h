/*
 * Source: a piece of SQL text with a name, and positions in it.
 *
 * Every position inside schemac is a byte offset into a Source.  Lines and columns (characters,
 * 1-based) are worked out only when a diagnostic is printed.
 */
#ifndef SCHEMAC_SOURCE_H
#define SCHEMAC_SOURCE_H

#include "compiler/text.h"

typedef struct Source {
    Text path; /* as the user gave it; "<stdin>" for "-"; "database \"app\"" for a live one */
    Text text; /* empty for a database; followed by a NUL byte that is not counted */
    bool is_database;
} Source;

typedef struct SourceList {
    Source *items;
    size_t count, capacity;
    bool is_history; /* migrations: each statement runs on what those before it left */
} SourceList;

typedef struct Span {
    size_t start, end; /* bytes; end is one past the last */
} Span;

/* Where something was read.  source NULL: nowhere in particular. */
typedef struct Location {
    const Source *source;
    Span span;
} Location;

typedef struct LinePosition {
    size_t line, column; /* 1-based; column counts characters */
    Text text;           /* the whole line, without its end */
} LinePosition;

LinePosition source_position(const Source *source, size_t offset);

/* True when the text is valid UTF-8 without NUL bytes; else *offset is the first bad byte. */
bool source_is_utf8(Text text, size_t *offset);

/* The byte offset of the character_number-th character (1-based), from byte `start` on. */
size_t source_character_offset(Text text, size_t start, size_t character_number);

#endif
