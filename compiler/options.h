/*
 * Options: the command line, read once, into one struct that the pipeline hands on.
 *
 * One table in options.c gives the parser of the command line and the text of --help.  Names follow
 * pg_dump, psql, git and diff.
 */
#ifndef SCHEMAC_OPTIONS_H
#define SCHEMAC_OPTIONS_H

#include "compiler/config.h"
#include "compiler/text.h"

typedef enum Command {
    COMMAND_NONE,
    COMMAND_DIFF,
    COMMAND_CHECK,
    COMMAND_DUMP,
    COMMAND_LINT,
    COMMAND_ROLLBACK,
    COMMAND_CONFIG,
    COMMAND_PRUNE,
    COMMAND_COMPLETION,
    COMMAND_COUNT
} Command;

typedef struct Options {
    Command command;
    TextList sources;  /* positional arguments: DESIRED, the SOURCE of dump, the MIGRATIONs */
    bool has_database; /* --db was given, perhaps empty */
    Text database;     /* --db URL; may hold a password: never print it */
    Text from;         /* --from SOURCE */
    Text desired;      /* --desired SOURCE: in place of the argument */
    Text baseline;     /* check --baseline FILE: known differences */
    Text document;     /* diff --doc FILE.md */
    Text output;       /* -o DIR */
    Text layout;       /* --layout: for which runner; empty = numbered scripts */
    Text timestamp;    /* --timestamp: the least number of the first file; "now": the clock's */
    Text after;        /* rollback --after URL: the database has run the migration */
    Text scratch;      /* rollback --scratch URL: a server to try the migration on */
    bool checks_down;  /* rollback --check UP DOWN */
    bool allows_irreversible;
    Text name;          /* --name: description in the file name */
    TextList allowed;   /* --allow: destructive steps, "drop-column:users.email" */
    bool keeps_dropped; /* diff: put aside what is dropped, so that the rollback has it */
    bool is_strict, allows_destructive, ignores_unsupported;
    bool no_owner, no_privileges, no_comments, no_security_labels;
    bool no_concurrently; /* plain CREATE INDEX also on tables that exist */
    bool no_probe;        /* never ask the server how it would store a definition */
    TextList schemas, excluded_schemas, tables, excluded_tables; /* psql patterns */
    bool wants_rollback;                                         /* diff: print the rollback */
    bool wants_exit_code;     /* diff: exit 1 when there are differences */
    TextList rules, no_rules; /* lint: rules to turn on and off */
    TextList name_patterns;   /* lint: "idx=idx_{table}_{columns}" */
    Text server_version;      /* what the scripts will run on: "15.4"; absent: not stated */
    bool wants_list;          /* lint: print the rules */
    bool wants_sarif;
    bool wants_json, wants_show; /* the report as JSON; check: with the migration */
    bool updates_baseline;       /* check: record what differs */
    bool is_quiet, is_verbose;
    bool wants_help, wants_version;
    Text config;        /* --config FILE */
    bool no_config;     /* read no schemac.ini */
    const Config *file; /* what was read; NULL: none */
    Text *origins;      /* where each option of the table was given; absent: nowhere */
} Options;

/* No option given yet. */
Options options_new(Arena *arena, Command command);

/* False after a usage error (in the diagnostics). */
bool options_parse(Arena *arena, Options *options, int argument_count, char **arguments,
                   Diagnostics *diagnostics);
/*
 * What the file says becomes the options of options->command, where the command line is silent.
 * False after an error: unknown names, values of the wrong kind.
 */
bool options_apply_config(Arena *arena, Options *options, const Config *config,
                          Diagnostics *diagnostics);
/* "[check]" and a line for each option with its value and where it was given. */
Text options_show(Arena *arena, const Options *options, bool with_defaults);
/* The desired schema, without its password, and what limits the comparison: words of a command. */
TextList options_compared(Arena *arena, const Options *options);
/* "--db", "--from" ... of a command; its name. */
TextList options_of_command(Arena *arena, Command command);
Text options_command_name(Command command);
/* The command of that name; COMMAND_NONE when there is none. */
Command options_command(Text name);
Text options_help(Arena *arena, Command command);

#endif
