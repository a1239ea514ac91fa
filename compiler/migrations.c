/* Migrations: telling the layouts apart, and putting the files in order. */
#include "compiler/migrations.h"

#include "compiler/input.h"

#include <stdlib.h>

static const Location nowhere = {NULL, {0, 0}};

typedef struct Scan {
    Arena *arena;
    Diagnostics *diagnostics;
    MigrationList ups, downs;
    TextList others;   /* .sql files that are no migration */
    TextList programs; /* migrations in another language */
    Text first[LAYOUT_COUNT];
} Scan;

static const char *const snapshots[] = {"structure.sql", "schema.sql"};
static const char *const down_folders[] = {"rollback-scripts", "rollbacks", "rollback", "down",
                                           "undo"};

static Text join(Arena *arena, Text folder, Text name) {
    bool is_slashed = text_ends_with(folder, TEXT("/"));
    return text_format(arena, is_slashed ? "%s%s" : "%s/%s", folder, name);
}

static bool is_program(Text name) {
    static const char *const endings[] = {".go", ".rb",   ".py", ".js",
                                          ".ts", ".java", ".kt", ".php"};
    bool has_version = !text_is_empty(migration_name_version(name)) ||
                       (name.length > 1 && name.data[0] == 'V' && text_contains(name, TEXT("__")));
    for (size_t i = 0; has_version && i < sizeof endings / sizeof *endings; i++) {
        if (text_ends_with(name, text_from_string(endings[i]))) {
            return true;
        }
    }
    return false;
}

static void see_layout(Scan *scan, MigrationLayout layout, Text path) {
    if (text_is_absent(scan->first[layout])) {
        scan->first[layout] = path;
    }
}

static void add_file(Scan *scan, Text path, Text name, bool is_below) {
    static const MigrationLayout layouts[] = {
        [MIGRATION_NUMBERED] = LAYOUT_NUMBERED, [MIGRATION_UP] = LAYOUT_UP_DOWN,
        [MIGRATION_DOWN] = LAYOUT_UP_DOWN,      [MIGRATION_VERSIONED] = LAYOUT_FLYWAY,
        [MIGRATION_BASELINE] = LAYOUT_FLYWAY,   [MIGRATION_REPEATABLE] = LAYOUT_FLYWAY,
        [MIGRATION_UNDO] = LAYOUT_FLYWAY,
    };
    Migration found = {.path = path, .name = migration_name_read(name)};
    MigrationForm form = found.name.form;
    if (form == MIGRATION_NONE || (is_below && layouts[form] != LAYOUT_FLYWAY)) {
        list_push(scan->arena, &scan->others, path);
        return;
    }
    see_layout(scan, layouts[form], path);
    if (form == MIGRATION_DOWN || form == MIGRATION_UNDO) {
        list_push(scan->arena, &scan->downs, found);
    } else {
        list_push(scan->arena, &scan->ups, found);
    }
}

/* 001_name/up.sql, 001_name/migration.sql: true when the folder is one migration. */
static bool add_folder(Scan *scan, Text path, Text name, const TextList *inner) {
    static const char *const files[] = {"up.sql", "migration.sql", "down.sql"};
    Text version = migration_name_version(name);
    bool is_found = false;
    for (size_t i = 0; i < sizeof files / sizeof *files && !text_is_empty(version); i++) {
        Text file = text_from_string(files[i]);
        if (!text_list_contains(inner, file)) {
            continue;
        }
        bool is_down = i == 2;
        Migration migration = {.path = join(scan->arena, path, file), .is_folder = true};
        migration.name = (MigrationName){is_down ? MIGRATION_DOWN : MIGRATION_UP, version, name};
        is_found = true;
        if (is_down) {
            list_push(scan->arena, &scan->downs, migration);
        } else {
            list_push(scan->arena, &scan->ups, migration);
        }
        see_layout(scan, LAYOUT_FOLDERS, migration.path);
    }
    return is_found;
}

static bool scan_names(Scan *scan, Text folder, const TextList *names, bool is_below);

static bool scan_folder(Scan *scan, Text path, Text name) {
    TextList inner = {0};
    if (TEXT_IS_ONE_OF(name, down_folders)) {
        return true;
    }
    if (!output_list_folder(scan->arena, path, &inner, scan->diagnostics)) {
        return false;
    }
    return add_folder(scan, path, name, &inner) || scan_names(scan, path, &inner, true);
}

static bool scan_names(Scan *scan, Text folder, const TextList *names, bool is_below) {
    for (size_t i = 0; i < names->count; i++) {
        Text name = names->items[i];
        Text path = join(scan->arena, folder, name);
        if (input_is_folder(scan->arena, path)) {
            if (!scan_folder(scan, path, name)) {
                return false;
            }
        } else if (is_program(name)) {
            list_push(scan->arena, &scan->programs, path);
        } else if (text_ends_with(name, TEXT(".sql"))) {
            add_file(scan, path, name, is_below);
        }
    }
    return true;
}

/* -------- order -------- */

/* diesel and Prisma sort by text; the others by number; what has no version comes last, by name. */
static int compare_migrations(const void *left, const void *right) {
    const Migration *one = left, *other = right;
    bool is_repeatable = one->name.form == MIGRATION_REPEATABLE;
    if (is_repeatable != (other->name.form == MIGRATION_REPEATABLE)) {
        return is_repeatable ? 1 : -1;
    }
    bool is_text =
        is_repeatable || (one->is_folder && text_ends_with(one->path, TEXT("/migration.sql")));
    int order = is_text ? text_compare(one->name.title, other->name.title)
                        : migration_version_compare(one->name.version, other->name.version);
    return order != 0 ? order : text_compare(one->path, other->path);
}

/* A baseline stands for all versions up to its own: the newest one counts. */
static void apply_baseline(MigrationList *list) {
    size_t first = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].name.form == MIGRATION_BASELINE) {
            first = i;
        }
    }
    Text version = list->count == 0 ? TEXT("") : list->items[first].name.version;
    bool has_baseline = list->count != 0 && list->items[first].name.form == MIGRATION_BASELINE;
    size_t kept = 0;
    for (size_t i = 0; has_baseline && i < list->count; i++) {
        const Migration *migration = &list->items[i];
        if (i == first || migration->name.form == MIGRATION_REPEATABLE ||
            migration_version_compare(migration->name.version, version) > 0) {
            list->items[kept++] = *migration;
        }
    }
    list->count = has_baseline ? kept : list->count;
}

/* -------- complaints -------- */

static bool has_version(const Migration *migration) {
    return !text_is_empty(migration->name.version) &&
           !text_ends_with(migration->path, TEXT("/migration.sql"));
}

static bool check_twins(const MigrationList *list, Diagnostics *diagnostics) {
    bool is_good = true;
    for (size_t i = 1; i < list->count; i++) {
        const Migration *one = &list->items[i - 1], *other = &list->items[i];
        bool is_baseline = other->name.form == MIGRATION_BASELINE;
        if (has_version(one) && has_version(other) &&
            is_baseline == (one->name.form == MIGRATION_BASELINE) &&
            migration_version_compare(one->name.version, other->name.version) == 0) {
            diagnostic_add(diagnostics, DIAGNOSTIC_DUPLICATE_VERSION, nowhere,
                           "\"%s\" and \"%s\" have one version: %s", one->path, other->path,
                           other->name.version);
            is_good = false;
        }
    }
    return is_good;
}

static void report_lonely_downs(const Scan *scan) {
    for (size_t i = 0; i < scan->downs.count; i++) {
        const Migration *down = &scan->downs.items[i];
        bool has_up = false;
        for (size_t k = 0; k < scan->ups.count && !has_up; k++) {
            has_up =
                migration_version_compare(scan->ups.items[k].name.version, down->name.version) == 0;
        }
        if (!has_up) {
            diagnostic_add(scan->diagnostics, DIAGNOSTIC_DOWN_WITHOUT_UP, nowhere,
                           "\"%s\" undoes a migration that is not there", down->path);
        }
    }
}

static bool is_counted(Text version) {
    return version.length > 0 && version.length <= 6 && !text_contains(version, TEXT("-")) &&
           !text_contains(version, TEXT("."));
}

static long number(Arena *arena, Text version) {
    return strtol(text_to_string(arena, version), NULL, 10);
}

/* Every runner goes on over a gap, so it is told only to those who ask. */
static void report_gaps(const Scan *scan) {
    for (size_t i = 1; scan->diagnostics->is_verbose && i < scan->ups.count; i++) {
        Text before = scan->ups.items[i - 1].name.version, after = scan->ups.items[i].name.version;
        if (is_counted(before) && is_counted(after) &&
            number(scan->arena, after) > number(scan->arena, before) + 1) {
            diagnostic_add(scan->diagnostics, DIAGNOSTIC_PROGRESS, nowhere,
                           "after version %s comes version %s, in \"%s\"", before, after,
                           scan->ups.items[i].path);
        }
    }
}

static void report_left_out(const Scan *scan) {
    for (size_t i = 0; i < scan->others.count; i++) {
        diagnostic_add(scan->diagnostics, DIAGNOSTIC_LEFT_OUT, nowhere,
                       "\"%s\" is not named like the migrations beside it and was left out",
                       scan->others.items[i]);
    }
    for (size_t i = 0; i < scan->programs.count; i++) {
        diagnostic_add(scan->diagnostics, DIAGNOSTIC_LEFT_OUT, nowhere,
                       "\"%s\" is not SQL: what it does to the schema is not known",
                       scan->programs.items[i]);
    }
}

static bool is_snapshot(Text path) {
    for (size_t i = 0; i < sizeof snapshots / sizeof *snapshots; i++) {
        Text ending = text_from_string(snapshots[i]);
        if (text_ends_with(path, ending) &&
            (path.length == ending.length || path.data[path.length - ending.length - 1] == '/')) {
            return true;
        }
    }
    return false;
}

/* -------- deciding -------- */

/* Only numbers tell such a folder from the files of a schema: then all files must have one. */
static bool is_all_numbered(const Scan *scan) {
    for (size_t i = 0; i < scan->others.count; i++) {
        if (!is_snapshot(scan->others.items[i])) {
            return false;
        }
    }
    return true;
}

/* LAYOUT_COUNT: two layouts that no runner reads together. */
static MigrationLayout decide(const Scan *scan) {
    static const MigrationLayout clear[] = {LAYOUT_UP_DOWN, LAYOUT_FOLDERS, LAYOUT_FLYWAY};
    MigrationLayout layout = LAYOUT_NONE;
    for (size_t i = 0; i < sizeof clear / sizeof *clear; i++) {
        if (text_is_absent(scan->first[clear[i]])) {
            continue;
        }
        if (layout != LAYOUT_NONE) {
            return LAYOUT_COUNT;
        }
        layout = clear[i];
    }
    bool has_numbered = !text_is_absent(scan->first[LAYOUT_NUMBERED]);
    if (has_numbered && layout == LAYOUT_NONE) {
        return is_all_numbered(scan) ? LAYOUT_NUMBERED : LAYOUT_NONE;
    }
    /* sqlx reads 001_x.sql and 002_y.up.sql side by side. */
    return has_numbered && layout != LAYOUT_UP_DOWN ? LAYOUT_COUNT : layout;
}

static void report_mixture(const Scan *scan, Text folder) {
    TextList examples = {0};
    for (int layout = 0; layout < LAYOUT_COUNT; layout++) {
        if (!text_is_absent(scan->first[layout])) {
            list_push(scan->arena, &examples,
                      text_format(scan->arena, "\"%s\"", scan->first[layout]));
        }
    }
    diagnostic_add(scan->diagnostics, DIAGNOSTIC_MIXED_LAYOUTS, nowhere,
                   "folder \"%s\" holds migrations of different layouts: %s", folder,
                   text_join(scan->arena, &examples, TEXT(" and ")));
    diagnostic_hint(scan->diagnostics, TEXT("Name the folder whose migrations shall be replayed."));
}

/* db/structure.sql and db/migrate/: the file is what the migrations led to. */
static bool find_snapshot(Arena *arena, Text folder, const TextList *names, MigrationList *found,
                          Diagnostics *diagnostics) {
    static const char *const folders[] = {"migrate", "migrations"};
    for (size_t i = 0; i < sizeof snapshots / sizeof *snapshots; i++) {
        Text snapshot = text_from_string(snapshots[i]);
        for (size_t k = 0; k < sizeof folders / sizeof *folders; k++) {
            Text beside = join(arena, folder, text_from_string(folders[k]));
            if (!text_list_contains(names, snapshot) || !input_is_folder(arena, beside)) {
                continue;
            }
            Migration file = {.path = join(arena, folder, snapshot)};
            list_push(arena, found, file);
            found->layout = LAYOUT_SNAPSHOT;
            diagnostic_add(diagnostics, DIAGNOSTIC_SNAPSHOT, nowhere,
                           "\"%s\" was read; the migrations in \"%s\" were not", file.path, beside);
            return true;
        }
    }
    return false;
}

static bool finish(Scan *scan, MigrationList *found) {
    MigrationList *ups = &scan->ups;
    if (ups->count > 1) {
        qsort(ups->items, ups->count, sizeof *ups->items, compare_migrations);
    }
    if (!check_twins(ups, scan->diagnostics)) {
        return false;
    }
    report_lonely_downs(scan);
    report_gaps(scan);
    report_left_out(scan);
    apply_baseline(ups);
    MigrationLayout layout = found->layout;
    *found = *ups;
    found->layout = layout;
    return true;
}

bool migrations_find(Arena *arena, Text folder, MigrationList *found, Diagnostics *diagnostics) {
    Scan scan = {.arena = arena, .diagnostics = diagnostics};
    TextList names = {0};
    *found = (MigrationList){0};
    if (!output_list_folder(arena, folder, &names, diagnostics)) {
        return false;
    }
    if (text_list_contains(&names, TEXT("scripts")) &&
        text_list_contains(&names, TEXT("rollback-scripts"))) {
        return migrations_find(arena, join(arena, folder, TEXT("scripts")), found, diagnostics);
    }
    if (find_snapshot(arena, folder, &names, found, diagnostics)) {
        return true;
    }
    if (!scan_names(&scan, folder, &names, false)) {
        return false;
    }
    found->layout = decide(&scan);
    if (found->layout == LAYOUT_NONE) {
        return true;
    }
    if (found->layout == LAYOUT_COUNT) {
        report_mixture(&scan, folder);
        return false;
    }
    return finish(&scan, found);
}
