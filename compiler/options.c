/*
 * Options: one table from which the command line is parsed and --help is written.
 *
 * Parsing is getopt_long(3)'s; short options stand in the table as characters, long ones without a
 * short form get numbers from FIRST_LONG on.
 */
#include "compiler/options.h"

#include "compiler/builder.h"

#include <getopt.h>
#include <stddef.h>
#include <string.h>

typedef enum OptionType { OPTION_FLAG, OPTION_TEXT, OPTION_LIST } OptionType;

enum {
    ON_DIFF = 1 << COMMAND_DIFF,
    ON_CHECK = 1 << COMMAND_CHECK,
    ON_DUMP = 1 << COMMAND_DUMP,
    ON_LINT = 1 << COMMAND_LINT,
    ON_ROLLBACK = 1 << COMMAND_ROLLBACK,
    ON_COMPARE = ON_DIFF | ON_CHECK,
    ON_ALL = ON_COMPARE | ON_DUMP | ON_ROLLBACK,
};

typedef struct OptionRow {
    const char *name;
    char letter; /* 0: no short form */
    OptionType type;
    int commands; /* bits: which commands take it */
    size_t field; /* offset in Options */
    const char *argument;
    const char *help;
} OptionRow;

#define FIELD(name) offsetof(Options, name)

static const OptionRow rows[] = {
    {"db", 0, OPTION_TEXT, ON_ALL | ON_LINT, FIELD(database), "URL",
     "the live database; an empty URL lets PGHOST, PGSERVICE ... decide"},
    {"from", 0, OPTION_TEXT, ON_COMPARE | ON_ROLLBACK, FIELD(from), "SOURCE",
     "the schema that is there: a file, a folder, - or a URL"},
    {"desired", 0, OPTION_TEXT, ON_COMPARE, FIELD(desired), "SOURCE",
     "the desired schema, in place of the argument"},
    {"json", 0, OPTION_FLAG, ON_CHECK | ON_LINT, FIELD(wants_json), NULL, "print JSON"},
    {"show", 0, OPTION_FLAG, ON_CHECK, FIELD(wants_show), NULL,
     "print also the migration that would close the differences"},
    {"baseline", 0, OPTION_TEXT, ON_CHECK, FIELD(baseline), "FILE",
     "differences recorded in FILE are known and do not count"},
    {"update-baseline", 0, OPTION_FLAG, ON_CHECK, FIELD(updates_baseline), NULL,
     "record in the file of --baseline what differs now"},
    {"output", 'o', OPTION_TEXT, ON_DIFF | ON_ROLLBACK, FIELD(output), "DIR",
     "write files in DIR instead of printing: DIR/scripts and DIR/rollback-scripts; rollback: "
     "DIR itself"},
    {"layout", 0, OPTION_TEXT, ON_ROLLBACK, FIELD(layout), "LAYOUT",
     "name the rollback as a runner wants it: golang-migrate, sqlx, diesel"},
    {"after", 0, OPTION_TEXT, ON_ROLLBACK, FIELD(after), "URL",
     "this database has run the migration; --from is the schema before it"},
    {"allow-irreversible", 0, OPTION_FLAG, ON_ROLLBACK, FIELD(allows_irreversible), NULL,
     "warn of what cannot be undone, instead of stopping the rollback there"},
    {"check", 0, OPTION_FLAG, ON_ROLLBACK, FIELD(checks_down), NULL,
     "UP DOWN: say what the rollback DOWN leaves different"},
    {"name", 0, OPTION_TEXT, ON_DIFF, FIELD(name), "WORDS",
     "description in the file name, when one file is written"},
    {"rollback", 0, OPTION_FLAG, ON_DIFF, FIELD(wants_rollback), NULL,
     "print the rollback instead of the migration"},
    {"allow-destructive", 0, OPTION_FLAG, ON_DIFF, FIELD(allows_destructive), NULL,
     "write also the steps that lose data"},
    {"exit-code", 0, OPTION_FLAG, ON_DIFF, FIELD(wants_exit_code), NULL,
     "exit with 1 when there are differences"},
    {"strict", 0, OPTION_FLAG, ON_COMPARE, FIELD(is_strict), NULL,
     "the desired schema is the whole truth: nothing is left alone"},
    {"no-concurrently", 0, OPTION_FLAG, ON_DIFF, FIELD(no_concurrently), NULL,
     "build indexes inside the transaction, blocking writes"},
    {"no-probe", 0, OPTION_FLAG, ON_COMPARE, FIELD(no_probe), NULL,
     "never ask the server how it would store a definition"},
    {"schema", 'n', OPTION_LIST, ON_ALL, FIELD(schemas), "PATTERN", "only these schemas"},
    {"exclude-schema", 'N', OPTION_LIST, ON_ALL, FIELD(excluded_schemas), "PATTERN",
     "not these schemas"},
    {"table", 't', OPTION_LIST, ON_ALL, FIELD(tables), "PATTERN",
     "only these tables, views and sequences"},
    {"exclude-table", 'T', OPTION_LIST, ON_ALL, FIELD(excluded_tables), "PATTERN",
     "not these tables, views and sequences"},
    {"no-owner", 'O', OPTION_FLAG, ON_ALL, FIELD(no_owner), NULL, "leave owners out"},
    {"no-privileges", 'x', OPTION_FLAG, ON_ALL, FIELD(no_privileges), NULL,
     "leave GRANT and REVOKE out"},
    {"no-comments", 0, OPTION_FLAG, ON_ALL, FIELD(no_comments), NULL, "leave COMMENT ON out"},
    {"ignore-unsupported", 0, OPTION_FLAG, ON_ALL, FIELD(ignores_unsupported), NULL,
     "go on without objects that cannot be compared yet; they are still listed"},
    {"rule", 0, OPTION_LIST, ON_LINT, FIELD(rules), "RULE", "look also for this; all: everything"},
    {"no-rule", 0, OPTION_LIST, ON_LINT, FIELD(no_rules), "RULE",
     "do not look for this; all: only for what --rule names"},
    {"name-pattern", 0, OPTION_LIST, ON_LINT, FIELD(name_patterns), "KIND=PATTERN",
     "how constraints and indexes are named: idx=idx_{table}_{columns}"},
    {"list-rules", 0, OPTION_FLAG, ON_LINT, FIELD(wants_list), NULL, "print the rules"},
    {"sarif", 0, OPTION_FLAG, ON_LINT, FIELD(wants_sarif), NULL,
     "print SARIF 2.1.0, as code hosts read it"},
    {"quiet", 'q', OPTION_FLAG, ON_ALL | ON_LINT, FIELD(is_quiet), NULL,
     "no notes on standard error"},
    {"verbose", 'v', OPTION_FLAG, ON_ALL | ON_LINT, FIELD(is_verbose), NULL,
     "say on standard error what is being done"},
    {"version", 'V', OPTION_FLAG, ON_ALL | ON_LINT | 1, FIELD(wants_version), NULL,
     "print the version"},
    {"help", '?', OPTION_FLAG, ON_ALL | ON_LINT | 1, FIELD(wants_help), NULL, "print this help"},
};

enum { ROW_COUNT = sizeof rows / sizeof *rows, FIRST_LONG = 256 };

typedef struct CommandFacts {
    const char *name, *arguments, *help;
} CommandFacts;

static const CommandFacts commands[] = {
    [COMMAND_DIFF] = {"diff", "DESIRED (--db URL | --from SOURCE)",
                      "write the migration that leads to the desired schema"},
    [COMMAND_CHECK] = {"check", "DESIRED (--db URL | --from SOURCE)",
                       "say whether the desired schema is in place"},
    [COMMAND_DUMP] = {"dump", "(SOURCE | --db URL)", "print a schema as one ordered SQL file"},
    [COMMAND_LINT] = {"lint", "(SOURCE ... | --db URL)", "say what is unwise in a schema"},
    [COMMAND_ROLLBACK] = {"rollback", "MIGRATION... (--db URL | --from SOURCE)",
                          "write the rollbacks of migrations written by hand"},
};

enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

static const Location nowhere = {NULL, {0, 0}};

static bool usage_error(Diagnostics *diagnostics, const char *template, Text argument) {
    diagnostic_add(diagnostics, DIAGNOSTIC_USAGE, nowhere, template, argument);
    diagnostic_hint(diagnostics, TEXT("Try \"schemac --help\"."));
    return false;
}

static void store(Arena *arena, Options *options, const OptionRow *row, const char *argument) {
    char *field = (char *)options + row->field;
    switch (row->type) {
        case OPTION_FLAG: *(bool *)(void *)field = true; break;
        case OPTION_TEXT: *(Text *)(void *)field = text_from_string(argument); break;
        case OPTION_LIST:
            list_push(arena, (TextList *)(void *)field, text_from_string(argument));
            break;
    }
}

static Command command_find(const char *word) {
    for (int i = COMMAND_DIFF; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i].name, word) == 0) {
            return (Command)i;
        }
    }
    return COMMAND_NONE;
}

/* What getopt_long() wants: its own table, and the string of short options. */
typedef struct GetoptTables {
    struct option longs[ROW_COUNT + 1];
    char shorts[2 * ROW_COUNT + 2];
} GetoptTables;

static void getopt_tables(GetoptTables *tables) {
    *tables = (GetoptTables){0};
    size_t used = 0;
    tables->shorts[used++] = ':';
    for (int i = 0; i < ROW_COUNT; i++) {
        const OptionRow *row = &rows[i];
        int has_argument = row->type == OPTION_FLAG ? no_argument : required_argument;
        tables->longs[i] = (struct option){row->name, has_argument, NULL, FIRST_LONG + i};
        if (row->letter != 0) {
            tables->shorts[used++] = row->letter;
            if (has_argument == required_argument) {
                tables->shorts[used++] = ':';
            }
        }
    }
}

/* The row for a value of getopt_long(); NULL for '?' and ':'. */
static const OptionRow *row_find(int found) {
    if (found >= FIRST_LONG) {
        return &rows[found - FIRST_LONG];
    }
    for (int i = 0; i < ROW_COUNT; i++) {
        if (rows[i].letter == found && found != '?') {
            return &rows[i];
        }
    }
    return NULL;
}

/* An argument such as --db=postgresql://user:secret@host must not come back in a message. */
static Text option_name_only(const char *argument) {
    Text text = text_from_string(argument);
    const char *equals = memchr(text.data, '=', text.length);
    return equals == NULL ? text : text_slice(text, 0, (size_t)(equals - text.data));
}

static bool options_read(Arena *arena, Options *options, int count, char **arguments,
                         Diagnostics *diagnostics) {
    GetoptTables tables;
    getopt_tables(&tables);
    optind = 0; /* glibc: start anew */
    opterr = 0;
    for (;;) {
        int found = getopt_long(count, arguments, tables.shorts, tables.longs, NULL);
        if (found == -1) {
            break;
        }
        const OptionRow *row = row_find(found);
        if (row == NULL && optopt == '?' && strcmp(arguments[optind - 1], "-?") == 0) {
            options->wants_help = true;
            continue;
        }
        if (row == NULL) {
            Text name = option_name_only(arguments[optind - 1]);
            return usage_error(
                diagnostics, found == ':' ? "option %s needs a value" : "unknown option %s", name);
        }
        store(arena, options, row, optarg);
        if (row->field == FIELD(database)) {
            options->has_database = true;
        }
        if ((row->commands & (1 << options->command)) == 0 && options->command != COMMAND_NONE) {
            return usage_error(diagnostics, "option --%s does not belong to this command",
                               text_from_string(row->name));
        }
    }
    for (int i = optind; i < count; i++) {
        list_push(arena, &options->sources, text_from_string(arguments[i]));
    }
    return true;
}

static bool options_check_rollback(const Options *options, Diagnostics *diagnostics) {
    size_t sources = options->sources.count;
    Text none = TEXT("");
    bool has_from = !text_is_absent(options->from), has_after = !text_is_absent(options->after);
    if (sources == 0) {
        return usage_error(diagnostics, "the migration is missing%s", none);
    }
    if (options->checks_down && sources != 2) {
        return usage_error(diagnostics, "--check takes a migration and its rollback%s", none);
    }
    if (options->has_database == has_from) {
        return usage_error(diagnostics, "exactly one of --db and --from must be given%s", none);
    }
    if (has_after && (!has_from || sources != 1 || options->checks_down)) {
        return usage_error(diagnostics, "--after goes with one migration and --from%s", none);
    }
    return true;
}

static bool options_check(const Options *options, Diagnostics *diagnostics) {
    size_t sources = options->sources.count;
    bool has_from = !text_is_absent(options->from);
    Text none = TEXT("");
    if (options->command == COMMAND_DUMP) {
        if (sources + options->has_database != 1) {
            return usage_error(diagnostics, "dump takes one SOURCE or --db URL%s", none);
        }
        return true;
    }
    if (options->command == COMMAND_ROLLBACK) {
        return options_check_rollback(options, diagnostics);
    }
    if (options->command == COMMAND_LINT) {
        if (!options->wants_list && (sources == 0) != options->has_database) {
            return usage_error(diagnostics, "lint takes SOURCES or --db URL%s", none);
        }
        return true;
    }
    if (options->updates_baseline && text_is_empty(options->baseline)) {
        return usage_error(diagnostics, "--update-baseline goes with --baseline FILE%s", none);
    }
    if (sources != 1) {
        return usage_error(diagnostics,
                           sources == 0 ? "the desired schema is missing%s"
                                        : "more than one desired schema was given%s",
                           none);
    }
    if (options->has_database == has_from) {
        return usage_error(diagnostics, "exactly one of --db and --from must be given%s", none);
    }
    return true;
}

bool options_parse(Arena *arena, Options *options, int argument_count, char **arguments,
                   Diagnostics *diagnostics) {
    bool has_word = argument_count > 1 && arguments[1][0] != '-';
    if (has_word) {
        options->command = command_find(arguments[1]);
        if (options->command == COMMAND_NONE) {
            return usage_error(diagnostics, "there is no command \"%s\"",
                               text_from_string(arguments[1]));
        }
    }
    int skipped = has_word ? 1 : 0;
    if (!options_read(arena, options, argument_count - skipped, arguments + skipped, diagnostics)) {
        return false;
    }
    if (options->wants_help || options->wants_version) {
        return true;
    }
    if (options->command == COMMAND_NONE) {
        return usage_error(diagnostics, "a command is missing%s", TEXT(""));
    }
    if (options->sources.count == 0 && !text_is_absent(options->desired)) {
        list_push(arena, &options->sources, options->desired);
    }
    return options_check(options, diagnostics);
}

static void help_pad(Builder *out, size_t from, size_t to) {
    for (size_t i = from; i < to; i++) {
        builder_add_char(out, ' ');
    }
}

static void help_row(Builder *out, const OptionRow *row) {
    size_t start = out->length;
    builder_add(out, TEXT("  "));
    if (row->letter != 0) {
        builder_add_char(out, '-');
        builder_add_char(out, row->letter);
        builder_add(out, TEXT(", "));
    } else {
        builder_add(out, TEXT("    "));
    }
    builder_format(out, "--%s", text_from_string(row->name));
    if (row->argument != NULL) {
        builder_format(out, " %s", text_from_string(row->argument));
    }
    help_pad(out, out->length - start, 32);
    builder_format(out, " %s\n", text_from_string(row->help));
}

Text options_help(Arena *arena, Command command) {
    Builder out = builder_new(arena);
    builder_add(&out, TEXT("schemac compares PostgreSQL schemas and writes the migration between "
                           "them.\n\nUsage:\n"));
    for (int i = COMMAND_DIFF; i < COMMAND_COUNT; i++) {
        if (command != COMMAND_NONE && command != (Command)i) {
            continue;
        }
        size_t start = out.length;
        builder_format(&out, "  schemac %s %s", text_from_string(commands[i].name),
                       text_from_string(commands[i].arguments));
        help_pad(&out, out.length - start, 52);
        builder_format(&out, " %s\n", text_from_string(commands[i].help));
    }
    builder_add(&out, TEXT("\nDESIRED and SOURCE are a .sql file, a folder of .sql files, - for "
                           "standard input,\nor a postgresql:// URL.\n\nOptions:\n"));
    for (int i = 0; i < ROW_COUNT; i++) {
        if (command == COMMAND_NONE || (rows[i].commands & (1 << command)) != 0) {
            help_row(&out, &rows[i]);
        }
    }
    builder_add(&out, TEXT("\nExit code: 0 done, 1 differences (check, diff --exit-code) or\n"
                           "findings (lint), 2 trouble, 3 steps that lose data were refused.\n"));
    return builder_text(&out);
}
