/*
 * Config: schemac.ini -> entries with the place that each was read at.
 *
 * Knows the form of the file and where it lies; what names mean is for options.c to say.
 */
#ifndef SCHEMAC_CONFIG_H
#define SCHEMAC_CONFIG_H

#include "compiler/diagnostic.h"

typedef struct ConfigEntry {
    Text section; /* a command; empty: before the first section, for all commands */
    Text name, value;
    Text where; /* "schemac.ini:3" */
} ConfigEntry;

typedef struct ConfigEntryList {
    ConfigEntry *items;
    size_t count, capacity;
} ConfigEntryList;

typedef struct Config {
    Text path;
    Text folder; /* that relative paths in it start from: empty, or with a slash at the end */
    ConfigEntryList entries;
} Config;

/* The nearest schemac.ini from the working directory up to the project's root; absent when none. */
Text config_find(Arena *arena);
/* False after an error. */
bool config_read(Arena *arena, Text path, Config *config, Diagnostics *diagnostics);

/* An error in the file: "schemac.ini:3: error: ...", without the line, which may hold a password.
 */
void config_error(Diagnostics *diagnostics, Text where, Text message);

/* yes, no, true, false, on, off, 1, 0; false when it is none of them. */
bool config_boolean(Text value, bool *result);

/* The text with the password of a connection string, if it is one, replaced by "***". */
Text config_mask_password(Arena *arena, Text value);

#endif
