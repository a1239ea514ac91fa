/*
 * Options: one table from which the command line is parsed and --help is written.
 *
 * Parsing is getopt_long(3)'s; short options stand in the table as characters, long ones without a
 * short form get numbers from FIRST_LONG on.
 */
#include "compiler/options.h"

#include "compiler/builder.h"
#include "compiler/options_check.h"

#include <getopt.h>
#include <stddef.h>
#include <string.h>

/* OPTION_PATH: a text that starts from schemac.ini's folder when it stands there. */
typedef enum OptionType { OPTION_FLAG, OPTION_TEXT, OPTION_PATH, OPTION_LIST } OptionType;

enum {
    ON_DIFF = 1 << COMMAND_DIFF,
    ON_CHECK = 1 << COMMAND_CHECK,
    ON_DUMP = 1 << COMMAND_DUMP,
    ON_LINT = 1 << COMMAND_LINT,
    ON_CONFIG = 1 << COMMAND_CONFIG,
    ON_ROLLBACK = 1 << COMMAND_ROLLBACK,
    ON_PRUNE = 1 << COMMAND_PRUNE,
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
    {"db", 0, OPTION_TEXT, ON_ALL | ON_LINT | ON_PRUNE, FIELD(database), "URL",
     "the live database; an empty URL lets PGHOST, PGSERVICE ... decide"},
    {"from", 0, OPTION_PATH, ON_COMPARE | ON_ROLLBACK | ON_LINT, FIELD(from), "SOURCE",
     "the schema that is there: a file, a folder, - or a URL"},
    {"desired", 0, OPTION_PATH, ON_COMPARE | ON_LINT, FIELD(desired), "SOURCE",
     "the schema, in place of the argument"},
    {"json", 0, OPTION_FLAG, ON_DIFF | ON_CHECK | ON_LINT, FIELD(wants_json), NULL, "print JSON"},
    {"show", 0, OPTION_FLAG, ON_CHECK, FIELD(wants_show), NULL,
     "print also the migration that would close the differences"},
    {"baseline", 0, OPTION_PATH, ON_CHECK, FIELD(baseline), "FILE",
     "differences recorded in FILE are known and do not count"},
    {"update-baseline", 0, OPTION_FLAG, ON_CHECK, FIELD(updates_baseline), NULL,
     "record in the file of --baseline what differs now"},
    {"output", 'o', OPTION_PATH, ON_DIFF | ON_ROLLBACK | ON_PRUNE, FIELD(output), "DIR",
     "write files in DIR instead of printing: DIR/scripts and DIR/rollback-scripts; rollback: "
     "DIR itself"},
    {"layout", 0, OPTION_TEXT, ON_DIFF | ON_ROLLBACK | ON_PRUNE, FIELD(layout), "LAYOUT",
     "files as a runner wants them: golang-migrate, sqlx, diesel, prisma, flyway, dbmate, "
     "goose, knex, typeorm, sequelize, alembic"},
    {"timestamp", 0, OPTION_TEXT, ON_DIFF | ON_PRUNE, FIELD(timestamp), "NUMBER",
     "number the files of --layout from here on; now: from the time of day (UTC)"},
    {"after", 0, OPTION_TEXT, ON_ROLLBACK, FIELD(after), "URL",
     "this database has run the migration; --from is the schema before it"},
    {"scratch", 0, OPTION_TEXT, ON_ROLLBACK, FIELD(scratch), "URL",
     "try the migration on a new, empty database of this server"},
    {"allow-irreversible", 0, OPTION_FLAG, ON_ROLLBACK, FIELD(allows_irreversible), NULL,
     "warn of what cannot be undone, instead of stopping the rollback there"},
    {"check", 0, OPTION_FLAG, ON_ROLLBACK, FIELD(checks_down), NULL,
     "UP DOWN: say what the rollback DOWN leaves different"},
    {"doc", 0, OPTION_PATH, ON_DIFF, FIELD(document), "FILE.md",
     "write also what has to be known before, during and after it"},
    {"name", 0, OPTION_TEXT, ON_DIFF, FIELD(name), "WORDS",
     "description in the file name, when one file is written"},
    {"rollback", 0, OPTION_FLAG, ON_DIFF, FIELD(wants_rollback), NULL,
     "print the rollback instead of the migration"},
    {"allow-destructive", 0, OPTION_FLAG, ON_DIFF | ON_PRUNE, FIELD(allows_destructive), NULL,
     "write also the steps that lose data"},
    {"keep-dropped", 0, OPTION_FLAG, ON_DIFF, FIELD(keeps_dropped), NULL,
     "keep the rows of dropped tables and columns in schema schemac_kept, for the rollback"},
    {"allow", 0, OPTION_LIST, ON_DIFF | ON_PRUNE, FIELD(allowed), "STEP,...",
     "write these of them: drop-column:users.email, drop-table:log"},
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
    {"no-security-labels", 0, OPTION_FLAG, ON_ALL, FIELD(no_security_labels), NULL,
     "leave SECURITY LABEL out"},
    {"ignore-unsupported", 0, OPTION_FLAG, ON_ALL, FIELD(ignores_unsupported), NULL,
     "go on without objects that cannot be compared yet; they are still listed"},
    {"rule", 0, OPTION_LIST, ON_LINT, FIELD(rules), "RULE", "look also for this; all: everything"},
    {"no-rule", 0, OPTION_LIST, ON_LINT, FIELD(no_rules), "RULE",
     "do not look for this; all: only for what --rule names"},
    {"name-pattern", 0, OPTION_LIST, ON_LINT, FIELD(name_patterns), "KIND=PATTERN",
     "how constraints and indexes are named: idx=idx_{table}_{columns}"},
    {"server-version", 0, OPTION_TEXT, ON_ALL | ON_LINT, FIELD(server_version), "VERSION",
     "the PostgreSQL that the scripts will run on; else the one of --db"},
    {"list-rules", 0, OPTION_FLAG, ON_LINT, FIELD(wants_list), NULL, "print the rules"},
    {"sarif", 0, OPTION_FLAG, ON_LINT, FIELD(wants_sarif), NULL,
     "print SARIF 2.1.0, as code hosts read it"},
    {"config", 0, OPTION_TEXT, ON_ALL | ON_LINT | ON_PRUNE | ON_CONFIG | 1, FIELD(config), "FILE",
     "read options from FILE, not from schemac.ini here or above"},
    {"no-config", 0, OPTION_FLAG, ON_ALL | ON_LINT | ON_PRUNE | ON_CONFIG | 1, FIELD(no_config),
     NULL, "read no schemac.ini"},
    {"quiet", 'q', OPTION_FLAG, ON_ALL | ON_LINT | ON_PRUNE | ON_CONFIG, FIELD(is_quiet), NULL,
     "no notes on standard error"},
    {"verbose", 'v', OPTION_FLAG, ON_ALL | ON_LINT | ON_PRUNE | ON_CONFIG, FIELD(is_verbose), NULL,
     "say on standard error what is being done"},
    {"version", 'V', OPTION_FLAG, ON_ALL | ON_LINT | ON_CONFIG | 1, FIELD(wants_version), NULL,
     "print the version"},
    {"help", '?', OPTION_FLAG, ON_ALL | ON_LINT | ON_CONFIG | 1, FIELD(wants_help), NULL,
     "print this help"},
};

enum { ROW_COUNT = sizeof rows / sizeof *rows, FIRST_LONG = 256 };

typedef struct CommandFacts {
    const char *name, *arguments, *help;
} CommandFacts;

static const CommandFacts commands[COMMAND_COUNT] = {
    [COMMAND_DIFF] = {"diff", "DESIRED (--db URL | --from SOURCE)",
                      "write the migration that leads to the desired schema"},
    [COMMAND_CHECK] = {"check", "DESIRED (--db URL | --from SOURCE)",
                       "say whether the desired schema is in place"},
    [COMMAND_PRUNE] = {"prune", "--db URL",
                       "write what removes the rows that --keep-dropped keeps"},
    [COMMAND_DUMP] = {"dump", "(SOURCE | --db URL)", "print a schema as one ordered SQL file"},
    [COMMAND_CONFIG] = {"config", "[COMMAND]", "print the options in force and their places"},
    [COMMAND_COMPLETION] = {"completion", "bash", "print what completes commands in a shell"},
    [COMMAND_LINT] = {"lint", "[SOURCE ...] [--db URL | --from SOURCE]",
                      "say what is unwise in a schema or a migration"},
    [COMMAND_ROLLBACK] = {"rollback", "MIGRATION... (--db URL | --from SOURCE)",
                          "write the rollbacks of migrations written by hand"},
};

static const Text from_command_line = {"command line", sizeof "command line" - 1};

static void *field_of(Options *options, const OptionRow *row) {
    return (char *)options + row->field;
}

/* A flag without an argument is set.  False when the argument of a flag is no yes or no. */
static bool store(Arena *arena, Options *options, const OptionRow *row, Text argument,
                  Text origin) {
    bool is_good = true;
    switch (row->type) {
        case OPTION_FLAG: {
            bool *flag = field_of(options, row);
            *flag = true;
            is_good = text_is_absent(argument) || config_boolean(argument, flag);
            break;
        }
        case OPTION_TEXT:
        case OPTION_PATH: *(Text *)field_of(options, row) = argument; break;
        case OPTION_LIST: list_push(arena, (TextList *)field_of(options, row), argument); break;
    }
    if (row->field == FIELD(database)) {
        options->has_database = true;
    }
    options->origins[row - rows] = origin;
    return is_good;
}

Text options_command_name(Command command) {
    return text_from_string(commands[command].name);
}

TextList options_of_command(Arena *arena, Command command) {
    TextList names = {0};
    for (int i = 0; i < ROW_COUNT; i++) {
        if ((rows[i].commands & (1 << command)) != 0) {
            list_push(arena, &names, text_format(arena, "--%s", text_from_string(rows[i].name)));
        }
    }
    return names;
}

Command options_command(Text name) {
    for (int i = COMMAND_DIFF; i < COMMAND_COUNT; i++) {
        if (text_equal(text_from_string(commands[i].name), name)) {
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
        int has_argument = row->type == OPTION_FLAG ? optional_argument : required_argument;
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
            return options_usage_error(
                diagnostics, found == ':' ? "option %s needs a value" : "unknown option %s", name);
        }
        if (!store(arena, options, row, text_from_string(optarg), from_command_line)) {
            return options_usage_error(diagnostics, "option --%s takes yes or no",
                                       text_from_string(row->name));
        }
        if ((row->commands & (1 << options->command)) == 0 && options->command != COMMAND_NONE) {
            return options_usage_error(diagnostics, "option --%s does not belong to this command",
                                       text_from_string(row->name));
        }
    }
    for (int i = optind; i < count; i++) {
        list_push(arena, &options->sources, text_from_string(arguments[i]));
    }
    return true;
}

/* -------- schemac.ini -------- */

static const OptionRow *row_named(Text name) {
    for (int i = 0; i < ROW_COUNT; i++) {
        bool is_everywhere = (rows[i].commands & 1) != 0; /* --help, --config: no settings */
        if (!is_everywhere && text_equal(text_from_string(rows[i].name), name)) {
            return &rows[i];
        }
    }
    return NULL;
}

static bool check_entry(Arena *arena, const ConfigEntry *entry, Diagnostics *diagnostics) {
    const OptionRow *row = row_named(entry->name);
    Command command = options_command(entry->section);
    bool is_for_all = text_is_empty(entry->section), is_yes;
    Text message = TEXT_ABSENT;
    if (!is_for_all && (command == COMMAND_NONE || command == COMMAND_CONFIG)) {
        message = text_format(arena, "there is no command \"%s\"", entry->section);
    } else if (row == NULL) {
        message = text_format(arena, "there is no option \"%s\"", entry->name);
    } else if (!is_for_all && (row->commands & (1 << command)) == 0) {
        message =
            text_format(arena, "option \"%s\" does not belong to %s", entry->name, entry->section);
    } else if (row->type == OPTION_FLAG && !config_boolean(entry->value, &is_yes)) {
        message = text_format(arena, "option \"%s\" takes yes or no", entry->name);
    } else {
        return true;
    }
    config_error(diagnostics, entry->where, message);
    return false;
}

static bool is_other_side(const OptionRow *row) {
    return row->field == FIELD(database) || row->field == FIELD(from);
}

/* The command line has spoken of this, or of what goes in its place: --db and --from. */
static bool is_settled(const Options *options, const OptionRow *row) {
    bool takes_either = options->command == COMMAND_DUMP || options->command == COMMAND_LINT;
    if (row->field == FIELD(database) && takes_either && options->sources.count != 0) {
        return true;
    }
    for (int i = 0; i < ROW_COUNT; i++) {
        bool is_rival = &rows[i] == row || (is_other_side(row) && is_other_side(&rows[i]));
        if (is_rival && !text_is_absent(options->origins[i])) {
            return true;
        }
    }
    return false;
}

/* Does the command's own section speak of the option, or of what goes in its place? */
static bool section_speaks(const Config *config, Text section, const OptionRow *row) {
    for (size_t i = 0; i < config->entries.count; i++) {
        const ConfigEntry *entry = &config->entries.items[i];
        const OptionRow *other = row_named(entry->name);
        if (other != NULL && text_equal(entry->section, section) &&
            (other == row || (is_other_side(row) && is_other_side(other)))) {
            return true;
        }
    }
    return false;
}

static Text config_value(Arena *arena, const Config *config, const OptionRow *row, Text value) {
    bool is_elsewhere = text_starts_with(value, TEXT("/")) || text_equal(value, TEXT("-")) ||
                        text_contains(value, TEXT("://"));
    return row->type == OPTION_PATH && !is_elsewhere && !text_is_empty(value)
               ? text_format(arena, "%s%s", config->folder, value)
               : value;
}

bool options_apply_config(Arena *arena, Options *options, const Config *config,
                          Diagnostics *diagnostics) {
    size_t errors_before = diagnostics->error_count;
    Text section = text_from_string(commands[options->command].name);
    Options given = *options; /* with the origins of the command line alone */
    given.origins = arena_array(arena, Text, ROW_COUNT);
    memcpy(given.origins, options->origins, ROW_COUNT * sizeof *given.origins);
    for (size_t i = 0; i < config->entries.count; i++) {
        const ConfigEntry *entry = &config->entries.items[i];
        const OptionRow *row = row_named(entry->name);
        if (!check_entry(arena, entry, diagnostics) ||
            (row->commands & (1 << options->command)) == 0 || is_settled(&given, row)) {
            continue;
        }
        bool is_own = text_equal(entry->section, section);
        if (!is_own && (!text_is_empty(entry->section) || section_speaks(config, section, row))) {
            continue;
        }
        if (row->type != OPTION_LIST && !text_is_absent(options->origins[row - rows])) {
            config_error(
                diagnostics, entry->where,
                text_format(arena, "option \"%s\" is given twice", text_from_string(row->name)));
        } else {
            store(arena, options, row, config_value(arena, config, row, entry->value),
                  entry->where);
        }
    }
    return diagnostics->error_count == errors_before;
}

static bool read_config(Arena *arena, Options *options, Diagnostics *diagnostics) {
    bool is_named = !text_is_absent(options->config);
    Text path = is_named ? options->config : options->no_config ? TEXT_ABSENT : config_find(arena);
    if (text_is_absent(path)) {
        return true;
    }
    Config *config = arena_new(arena, Config);
    options->file = config;
    bool is_read = config_read(arena, path, config, diagnostics);
    return options_apply_config(arena, options, config, diagnostics) && is_read;
}

static Text show_value(Arena *arena, Options *options, const OptionRow *row) {
    switch (row->type) {
        case OPTION_FLAG: return *(bool *)field_of(options, row) ? TEXT("yes") : TEXT("no");
        case OPTION_TEXT:
        case OPTION_PATH: return config_mask_password(arena, *(Text *)field_of(options, row));
        case OPTION_LIST: return text_join(arena, field_of(options, row), TEXT(", "));
    }
    return TEXT("");
}

Text options_show(Arena *arena, const Options *options, bool with_defaults) {
    Builder out = builder_new(arena);
    Options copy = *options;
    builder_format(&out, "[%s]\n", text_from_string(commands[options->command].name));
    for (int i = 0; i < ROW_COUNT; i++) {
        Text origin = options->origins[i];
        bool is_setting =
            (rows[i].commands & 1) == 0 && (rows[i].commands & (1 << options->command)) != 0;
        if (is_setting && (with_defaults || !text_is_absent(origin))) {
            builder_format(&out, "%s = %s  ; %s\n", text_from_string(rows[i].name),
                           show_value(arena, &copy, &rows[i]),
                           text_is_absent(origin) ? TEXT("default") : origin);
        }
    }
    return builder_text(&out);
}

/* Says which objects and properties count, on both commands that compare. */
static bool limits_comparison(const OptionRow *row) {
    static const size_t others[] = {FIELD(wants_json), FIELD(is_quiet), FIELD(is_verbose)};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (row->field == others[i]) {
            return false;
        }
    }
    return (row->commands & ON_COMPARE) == ON_COMPARE && (row->commands & 1) == 0 &&
           (row->type == OPTION_FLAG || row->type == OPTION_LIST);
}

TextList options_compared(Arena *arena, const Options *options) {
    TextList words = {0};
    Options copy = *options;
    for (size_t i = 0; i < options->sources.count; i++) {
        list_push(arena, &words, config_mask_password(arena, options->sources.items[i]));
    }
    for (int i = 0; i < ROW_COUNT; i++) {
        Text name = text_format(arena, "--%s", text_from_string(rows[i].name));
        if (!limits_comparison(&rows[i])) {
            continue;
        }
        if (rows[i].type == OPTION_FLAG && *(bool *)field_of(&copy, &rows[i])) {
            list_push(arena, &words, name);
        }
        const TextList *values = field_of(&copy, &rows[i]);
        for (size_t j = 0; rows[i].type == OPTION_LIST && j < values->count; j++) {
            list_push(arena, &words, name);
            list_push(arena, &words, values->items[j]);
        }
    }
    return words;
}

/* Without an argument, lint looks at the desired schema unless the command line has --db. */
static void take_desired(Arena *arena, Options *options) {
    if (options->sources.count != 0 || text_is_absent(options->desired)) {
        return;
    }
    if (options->command == COMMAND_LINT) {
        for (int i = 0; i < ROW_COUNT; i++) {
            if (rows[i].field == FIELD(database) &&
                text_equal(options->origins[i], from_command_line)) {
                return;
            }
        }
        options->has_database = false;
    }
    list_push(arena, &options->sources, options->desired);
}

Options options_new(Arena *arena, Command command) {
    return (Options){.command = command, .origins = arena_array(arena, Text, ROW_COUNT)};
}

bool options_parse(Arena *arena, Options *options, int argument_count, char **arguments,
                   Diagnostics *diagnostics) {
    *options = options_new(arena, COMMAND_NONE);
    bool has_word = argument_count > 1 && arguments[1][0] != '-';
    if (has_word) {
        options->command = options_command(text_from_string(arguments[1]));
        if (options->command == COMMAND_NONE) {
            return options_usage_error(diagnostics, "there is no command \"%s\"",
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
        return options_usage_error(diagnostics, "a command is missing%s", TEXT(""));
    }
    if (!read_config(arena, options, diagnostics)) {
        return false;
    }
    take_desired(arena, options);
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
