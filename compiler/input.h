/*
 * Input: files, folders and standard input in; scripts out.  The only module that opens files.
 */
#ifndef SCHEMAC_INPUT_H
#define SCHEMAC_INPUT_H

#include "compiler/diagnostic.h"

/* "postgresql://", "postgres://" or "key=value ...": a connection string rather than a path. */
bool input_is_database(Text name);

/*
 * Read a .sql file, "-" (standard input), or a folder: migrations (see migrations.h) in the order
 * they run in, or every .sql file, folders below included.  Of a file with sections up and down
 * only the way up is taken.  False after an error: missing, unreadable, not UTF-8, nothing in it.
 */
bool input_read(Arena *arena, Text name, SourceList *sources, Diagnostics *diagnostics);

/* All bytes of a file. */
bool input_read_bytes(Arena *arena, Text path, Text *bytes, Diagnostics *diagnostics);
bool input_is_there(Arena *arena, Text path);
bool input_is_same(Arena *arena, Text path, Text other); /* two names of one file or folder */
bool input_is_folder(Arena *arena, Text path);

/* Create the folder and those above it. */
bool output_make_folder(Arena *arena, Text path, Diagnostics *diagnostics);
/* Names in the folder, sorted; none when it is not there. */
bool output_list_folder(Arena *arena, Text path, TextList *names, Diagnostics *diagnostics);
/* Write a new file whole: a temporary file beside it, then link(); never over an existing one. */
bool output_write_file(Arena *arena, Text path, Text bytes, Diagnostics *diagnostics);
/* The same, in place of what the file held. */
bool output_replace_file(Arena *arena, Text path, Text bytes, Diagnostics *diagnostics);
/* Write to standard output, checked to the last byte. */
bool output_write_standard(Text bytes, Diagnostics *diagnostics);

#endif
