/* Rollback name: one function for each layout. */
#include "compiler/rollback_name.h"

#include "compiler/builder.h"

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

/* What is left of a number when it is taken from 10...0: "003" -> "997"; every digit counts. */
static Text number_mirrored(Arena *arena, Text digits) {
    Builder out = builder_new(arena);
    size_t last = digits.length;
    while (last > 0 && digits.data[last - 1] == '0') {
        last--;
    }
    for (size_t i = 0; i < digits.length; i++) {
        int digit = digits.data[i] - '0';
        builder_add_char(&out, (char)('0' + (i + 1 == last  ? 10 - digit
                                             : i + 1 < last ? 9 - digit
                                                            : 0)));
    }
    return builder_text(&out);
}

static bool name_numbered(Arena *arena, PathParts parts, RollbackName *name) {
    size_t digits = count_digits(parts.name);
    Text number = number_mirrored(arena, text_slice(parts.name, 0, digits));
    name->name = text_format(arena, "%s%srollback_%s", number, digits == 0 ? TEXT("") : TEXT("_"),
                             parts.name);
    return true;
}

/* "1_x.up.sql" -> "1_x.down.sql" */
static bool name_up_down(Arena *arena, PathParts parts, RollbackName *name) {
    Text end = TEXT(".up.sql");
    if (!text_ends_with(parts.name, end)) {
        return false;
    }
    name->name = text_format(arena, "%s.down.sql",
                             text_slice(parts.name, 0, parts.name.length - end.length));
    return true;
}

/* "1_x/up.sql" -> "1_x/down.sql" */
static bool name_in_folder(Arena *arena, PathParts parts, RollbackName *name) {
    if (!text_equal(parts.name, TEXT("up.sql")) || text_is_empty(parts.parent)) {
        return false;
    }
    name->name = TEXT("down.sql");
    name->migration = text_format(arena, "%s/up.sql", parts.parent);
    name->shown = text_format(arena, "%s/down.sql", parts.parent);
    if (!text_equal(name->folder, parts.folder)) {
        name->folder = text_format(arena, "%s/%s", name->folder, parts.parent);
    }
    return true;
}

static bool name_sqlx(Arena *arena, PathParts parts, RollbackName *name) {
    return name_up_down(arena, parts, name) || name_in_folder(arena, parts, name);
}

static const struct {
    const char *layout;
    bool (*make)(Arena *arena, PathParts parts, RollbackName *name);
    const char *wanted; /* what the migration must be called */
} layouts[] = {
    {"", name_numbered, ""},
    {"golang-migrate", name_up_down, "NNN_name.up.sql"},
    {"sqlx", name_sqlx, "NNN_name.up.sql"},
    {"diesel", name_in_folder, "NNN_name/up.sql"},
};

bool rollback_name(Arena *arena, const Options *options, Text migration, RollbackName *name,
                   Diagnostics *diagnostics) {
    PathParts parts = path_split(migration);
    *name = (RollbackName){.migration = parts.name};
    name->folder = text_is_empty(options->output) ? parts.folder : options->output;
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
        if (!text_equal(options->layout, text_from_string(layouts[i].layout))) {
            continue;
        }
        if (!layouts[i].make(arena, parts, name)) {
            diagnostic_add(diagnostics, DIAGNOSTIC_USAGE, nowhere,
                           "layout %s has no rollback for \"%s\"", options->layout, migration);
            diagnostic_hint(diagnostics, text_format(arena, "It wants migrations named %s.",
                                                     text_from_string(layouts[i].wanted)));
            return false;
        }
        name->shown = text_is_absent(name->shown) ? name->name : name->shown;
        return true;
    }
    diagnostic_add(diagnostics, DIAGNOSTIC_USAGE, nowhere, "there is no layout \"%s\"",
                   options->layout);
    diagnostic_hint(diagnostics, TEXT("There are golang-migrate, sqlx and diesel."));
    return false;
}
