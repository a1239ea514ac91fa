/* Options check: one function for each command that is not plain. */
#include "compiler/options_check.h"

#include "compiler/builder.h"
#include "compiler/runner.h"

static const Location nowhere = {NULL, {0, 0}};

bool options_usage_error(Diagnostics *diagnostics, const char *template, Text argument) {
    diagnostic_add(diagnostics, DIAGNOSTIC_USAGE, nowhere, template, argument);
    diagnostic_hint(diagnostics, TEXT("Try \"schemac --help\"."));
    return false;
}

static bool options_check_rollback(const Options *options, Diagnostics *diagnostics) {
    size_t sources = options->sources.count;
    Text none = TEXT("");
    bool has_from = !text_is_absent(options->from), has_after = !text_is_absent(options->after);
    if (sources == 0) {
        return options_usage_error(diagnostics, "the migration is missing%s", none);
    }
    if (options->checks_down && sources != 2) {
        return options_usage_error(diagnostics, "--check takes a migration and its rollback%s",
                                   none);
    }
    if (options->has_database == has_from) {
        return options_usage_error(diagnostics, "exactly one of --db and --from must be given%s",
                                   none);
    }
    if (has_after && (!has_from || sources != 1 || options->checks_down)) {
        return options_usage_error(diagnostics, "--after goes with one migration and --from%s",
                                   none);
    }
    return true;
}

static bool is_number(Text text) {
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') {
            return false;
        }
    }
    return !text_is_empty(text);
}

static bool options_check_layout(const Options *options, Diagnostics *diagnostics) {
    bool has_layout = !text_is_empty(options->layout);
    Text none = TEXT("");
    if (runner_find(options->layout) == NULL) {
        diagnostic_add(diagnostics, DIAGNOSTIC_USAGE, nowhere, "there is no layout \"%s\"",
                       options->layout);
        diagnostic_hint(diagnostics, text_format(diagnostics->arena, "There are %s.",
                                                 runner_names(diagnostics->arena, TEXT(", "))));
        return false;
    }
    if (has_layout && options->command != COMMAND_ROLLBACK && text_is_empty(options->output)) {
        return options_usage_error(diagnostics, "--layout goes with -o DIR%s", none);
    }
    if (has_layout && (options->wants_json || !text_is_empty(options->document))) {
        return options_usage_error(diagnostics,
                                   "--json and --doc are about schemac's own files, not about "
                                   "those of --layout %s",
                                   options->layout);
    }
    if (text_is_absent(options->timestamp)) {
        return true;
    }
    if (!has_layout || text_is_absent(text_from_string(runner_find(options->layout)->first))) {
        return options_usage_error(diagnostics,
                                   "--timestamp goes with a --layout that has numbers%s", none);
    }
    return text_equal(options->timestamp, TEXT("now")) || is_number(options->timestamp) ||
           options_usage_error(diagnostics, "--timestamp takes a number, or now, not \"%s\"",
                               options->timestamp);
}

/* What no step can be called would allow nothing, and say nothing when nothing is refused. */
static bool options_check_allowed(const Options *options, Diagnostics *diagnostics) {
    for (size_t i = 0; i < options->allowed.count; i++) {
        if (!text_contains(options->allowed.items[i], TEXT(":"))) {
            return options_usage_error(diagnostics,
                                       "--allow takes steps such as drop-column:users.email, not "
                                       "\"%s\"",
                                       options->allowed.items[i]);
        }
    }
    return true;
}

/* "15", "15.4" and "9.6.2". */
int options_server_version(const Options *options) {
    Text text = options->server_version;
    int parts[3] = {0}, count = 0;
    for (size_t i = 0; i < text.length; i++) {
        char letter = text.data[i];
        if (letter == '.' && count < 2 && i > 0) {
            count++;
        } else if (letter < '0' || letter > '9' || parts[count] > 99) {
            return 0;
        } else {
            parts[count] = parts[count] * 10 + (letter - '0');
        }
    }
    return parts[0] >= 10 ? parts[0] * 10000 + parts[1]
                          : parts[0] * 10000 + parts[1] * 100 + parts[2];
}

static bool options_check_server_version(const Options *options, Diagnostics *diagnostics) {
    if (options_server_version(options) == 0 && !text_is_empty(options->server_version)) {
        diagnostic_add(diagnostics, DIAGNOSTIC_USAGE, nowhere, "\"%s\" is no version of PostgreSQL",
                       options->server_version);
        return false;
    }
    return true;
}

bool options_check(const Options *options, Diagnostics *diagnostics) {
    size_t sources = options->sources.count;
    bool has_from = !text_is_absent(options->from);
    Text none = TEXT("");
    if (!options_check_layout(options, diagnostics) ||
        !options_check_allowed(options, diagnostics) ||
        !options_check_server_version(options, diagnostics)) {
        return false;
    }
    if (options->command == COMMAND_DUMP) {
        if (sources + options->has_database != 1) {
            return options_usage_error(diagnostics, "dump takes one SOURCE or --db URL%s", none);
        }
        return true;
    }
    if (options->command == COMMAND_PRUNE) {
        bool is_known = sources == 0 && (options->has_database || has_from);
        return is_known || options_usage_error(diagnostics, "prune takes --db URL%s", none);
    }
    if (options->command == COMMAND_ROLLBACK) {
        return options_check_rollback(options, diagnostics);
    }
    if (options->command == COMMAND_COMPLETION) {
        bool is_known = sources == 1 && text_equal(options->sources.items[0], TEXT("bash"));
        return is_known || options_usage_error(diagnostics, "completion takes bash%s", none);
    }
    if (options->command == COMMAND_CONFIG) {
        return sources <= 1 || options_usage_error(diagnostics, "config takes one command%s", none);
    }
    if (options->command == COMMAND_LINT) {
        if (!options->wants_list && sources == 0 && !options->has_database) {
            return options_usage_error(diagnostics, "lint takes SOURCES or --db URL%s", none);
        }
        if (options->has_database && has_from) {
            return options_usage_error(diagnostics, "--db and --from cannot both be given%s", none);
        }
        return true;
    }
    if (options->updates_baseline && text_is_empty(options->baseline)) {
        return options_usage_error(diagnostics, "--update-baseline goes with --baseline FILE%s",
                                   none);
    }
    if (sources != 1) {
        return options_usage_error(diagnostics,
                                   sources == 0 ? "the desired schema is missing%s"
                                                : "more than one desired schema was given%s",
                                   none);
    }
    if (options->has_database == has_from) {
        return options_usage_error(diagnostics, "exactly one of --db and --from must be given%s",
                                   none);
    }
    return true;
}
