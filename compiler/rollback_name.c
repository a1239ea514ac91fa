/* Rollback name: one function for each layout. */
#include "compiler/rollback_name.h"

#include "compiler/builder.h"
#include "compiler/runner.h"

static const Location nowhere = {NULL, {0, 0}};

typedef struct PathParts {
    Text folder; /* "." when there is none */
    Text parent; /* the folder's own name; empty when there is none */
    Text name;
} PathParts;

static Text after_last_slash(Text path) {
    size_t start = path.length;
    while (start > 0 && path.data[start - 1] != '/') {
        start--;
    }
    return text_slice(path, start, path.length);
}

static PathParts path_split(Text path) {
    PathParts parts = {.folder = TEXT("."), .parent = TEXT(""), .name = after_last_slash(path)};
    if (parts.name.length < path.length) {
        parts.folder = text_slice(path, 0, path.length - parts.name.length - 1);
        parts.parent = after_last_slash(parts.folder);
    }
    return parts;
}

static size_t count_digits(Text name) {
    size_t count = 0;
    while (count < name.length && name.data[count] >= '0' && name.data[count] <= '9') {
        count++;
    }
    return count;
}

static void name_numbered(Arena *arena, PathParts parts, RollbackName *name) {
    size_t digits = count_digits(parts.name);
    Text number = runner_mirror(arena, text_slice(parts.name, 0, digits));
    name->name = text_format(arena, "%s%srollback_%s", number, digits == 0 ? TEXT("") : TEXT("_"),
                             parts.name);
}

/* What a name has between two ends; absent when it has them not. */
static Text between(Text name, const RunnerName *ends) {
    Text before = text_from_string(ends->before), after = text_from_string(ends->after);
    bool fits = name.length > before.length + after.length && text_starts_with(name, before) &&
                text_ends_with(name, after);
    return fits ? text_slice(name, before.length, name.length - after.length) : TEXT_ABSENT;
}

/* "1_x.up.sql" -> "1_x.down.sql", "1_x/up.sql" -> "1_x/down.sql", "V1__x.sql" -> "U1__x.sql" */
static bool name_for_runner(Arena *arena, const Runner *runner, PathParts parts,
                            RollbackName *name) {
    bool is_folder = text_from_string(runner->up.after).data[0] == '/';
    Text whole = text_is_empty(parts.parent) || !is_folder
                     ? parts.name
                     : text_format(arena, "%s/%s", parts.parent, parts.name);
    Text stem = between(whole, &runner->up);
    if (text_is_absent(stem)) {
        return false;
    }
    name->shown = text_format(arena, "%s%s%s", text_from_string(runner->down.before), stem,
                              text_from_string(runner->down.after));
    name->name = after_last_slash(name->shown);
    name->migration = whole;
    if (is_folder && !text_equal(name->folder, parts.folder)) {
        name->folder = text_format(arena, "%s/%s", name->folder, parts.parent);
    }
    return true;
}

/* sqlx knows both: pairs of files, and folders as diesel has them. */
static bool name_fits(Arena *arena, const Runner *runner, PathParts parts, RollbackName *name) {
    return name_for_runner(arena, runner, parts, name) ||
           (runner->id == RUNNER_SQLX &&
            name_for_runner(arena, runner_find(TEXT("diesel")), parts, name));
}

bool rollback_name(Arena *arena, const Options *options, Text migration, RollbackName *name,
                   Diagnostics *diagnostics) {
    const Runner *runner = runner_find(options->layout);
    PathParts parts = path_split(migration);
    *name = (RollbackName){.migration = parts.name};
    name->folder = text_is_empty(options->output) ? parts.folder : options->output;
    if (runner->id == RUNNER_NONE) {
        name_numbered(arena, parts, name);
        name->shown = name->name;
        return true;
    }
    if (runner->down.after == NULL) {
        diagnostic_add(diagnostics, DIAGNOSTIC_USAGE, nowhere,
                       "layout %s has both ways in one file: no file can be written beside \"%s\"",
                       options->layout, migration);
        diagnostic_hint(diagnostics,
                        TEXT("Without --layout the rollback is printed, to be put into it."));
        return false;
    }
    if (!name_fits(arena, runner, parts, name)) {
        diagnostic_add(diagnostics, DIAGNOSTIC_USAGE, nowhere,
                       "layout %s has no rollback for \"%s\"", options->layout, migration);
        diagnostic_hint(diagnostics, text_format(arena, "It wants migrations named %sNNN%sname%s.",
                                                 text_from_string(runner->up.before),
                                                 text_from_string(runner->separator),
                                                 text_from_string(runner->up.after)));
        return false;
    }
    return true;
}
