/*
 * Command rollback: before, after, the plan between them turned round.
 */
#include "compiler/command_rollback.h"

#include "compiler/input.h"
#include "compiler/load.h"
#include "compiler/command_rollback_rename.h"
#include "compiler/command_rollback_server.h"
#include "compiler/rollback_name.h"
#include "diff/diff.h"
#include "emit/emit.h"
#include "parser/parse.h"

/* The schema before, and the migrations that are applied to it one after the other. */
typedef struct History {
    Arena *arena;
    const Options *options;
    Diagnostics *diagnostics;
    Side from;
    SourceList migrations;
} History;

/* One rollback on its way into a file or to standard output. */
typedef struct Rollback {
    RollbackName name;
    Text text;
} Rollback;

typedef struct RollbackList {
    Rollback *items;
    size_t count, capacity;
} RollbackList;

static bool history_open(History *history) {
    const TextList *names = &history->options->sources;
    for (size_t i = 0; i < names->count; i++) {
        if (!input_read(history->arena, names->items[i], &history->migrations,
                        history->diagnostics)) {
            return false;
        }
    }
    history->from = load_side_there(history->options);
    return load_keep(history->arena, &history->from, history->diagnostics);
}

static SourceList history_part(const History *history, size_t start, size_t count) {
    return (SourceList){.items = history->migrations.items + start, .count = count};
}

/*
 * The schema after the first `count` migrations, unfinished; NULL after an error.  Migrations are
 * heard for the first time when they are the last of these: before that, complaints are old.
 */
static Schema *schema_after(const History *history, size_t count, Diagnostics *diagnostics) {
    Schema *schema = load_unfinished(history->arena, history->from, NULL, diagnostics);
    SourceList earlier = history_part(history, 0, count);
    return schema != NULL && parse_migrations(schema, &earlier, diagnostics) ? schema : NULL;
}

static Schema *schema_before(const History *history, size_t number) {
    Diagnostics heard_before = {.arena = history->arena};
    Schema *before =
        schema_after(history, number, number == 0 ? history->diagnostics : &heard_before);
    if (before != NULL) {
        schema_finish(before);
    }
    return before;
}

static void remember_origins(const Schema *before, const ObjectList *objects) {
    for (size_t i = 0; i < objects->count; i++) {
        Object *object = objects->items[i];
        object->origin = schema_find_key(before, object->key);
        remember_origins(before, &object->children);
    }
}

/* Only what the migration itself says: what it does not touch need not be understood. */
static bool report_unsupported(const Schema *after, const SourceList *migrations,
                               Diagnostics *diagnostics) {
    size_t errors = diagnostics->error_count;
    Schema said = {.arena = after->arena};
    for (size_t i = 0; i < after->unsupported.count; i++) {
        if (load_is_of(after->unsupported.items[i].where, migrations)) {
            list_push(said.arena, &said.unsupported, after->unsupported.items[i]);
        }
    }
    load_report_unsupported(&said, diagnostics);
    if (said.unsupported.count != 0) {
        diagnostic_hint(diagnostics, TEXT("--scratch URL would settle it: the migration is then "
                                          "tried on a new database of that server."));
    }
    return diagnostics->error_count == errors;
}

/* What migrations, one or with --check two, make of the schema before; unfinished. */
static Schema *schema_migrated(const History *history, size_t number, size_t count,
                               const Schema *before) {
    Diagnostics heard_before = {.arena = history->arena};
    Schema *after = schema_after(history, number, &heard_before);
    SourceList migrations = history_part(history, number, count);
    if (after == NULL) {
        return NULL;
    }
    after->runs_concurrently = false;
    after->side_effects.count = after->label_renames.count = 0;
    remember_origins(before, &after->roots);
    return parse_migrations(after, &migrations, history->diagnostics) ? after : NULL;
}

/* A file that says nothing of owners and privileges is no reason to change those of a database. */
static DiffOptions undo_options(const History *history, const Schema *before, const Schema *after) {
    DiffOptions options = load_diff_options(history->options);
    options.is_strict = options.is_single = true;
    options.no_concurrently = !after->runs_concurrently;
    options.no_owner |= !before->is_live && !before->states_owners;
    options.no_privileges |= after->is_live && !before->is_live && !before->states_privileges;
    return options;
}

static Text undo_text(const History *history, const RollbackName *name, Schema *before,
                      Schema *after) {
    Undo undo = {.runner = runner_find(history->options->layout),
                 .migration = name->migration,
                 .rollback = name->shown,
                 .allows_irreversible = history->options->allows_irreversible};
    if (!undo_renames(history->arena, after, &undo.renames, history->diagnostics)) {
        return TEXT_ABSENT;
    }
    schema_finish(after);
    schema_finish(before);
    undo.effects = diff_side_effects(history->arena, before, after);
    DiffOptions options = undo_options(history, before, after);
    const Plan *plan = diff_schemas(history->arena, before, after, &options, history->diagnostics);
    return plan == NULL ? TEXT_ABSENT : emit_undo(history->arena, plan, &undo);
}

/* A server has the last word where there is one; else every statement must be understood. */
static bool settle_pair(const History *history, const SourceList *migration, MigratedPair *pair) {
    const Options *options = history->options;
    if (!text_is_absent(options->after)) {
        return server_take_after(history->arena, options->after, migration, pair,
                                 history->diagnostics);
    }
    if (!text_is_absent(options->scratch)) {
        return server_try(history->arena, options, migration, pair, history->diagnostics);
    }
    return report_unsupported(pair->after, migration, history->diagnostics);
}

static bool roll_back(const History *history, size_t number, Rollback *rollback) {
    SourceList migration = history_part(history, number, 1);
    if (!rollback_name(history->arena, history->options, migration.items->path, &rollback->name,
                       history->diagnostics)) {
        return false;
    }
    Schema *before = schema_before(history, number);
    Schema *after = before == NULL ? NULL : schema_migrated(history, number, 1, before);
    if (after == NULL) {
        return false;
    }
    MigratedPair pair = {before, after};
    if (!settle_pair(history, &migration, &pair)) {
        return false;
    }
    rollback->text = undo_text(history, &rollback->name, pair.before, pair.after);
    return !text_is_absent(rollback->text);
}

/* What nobody can see in a schema is said, so that silence means that all is well. */
static void report_rows(const History *history, const Schema *before, const Schema *after) {
    SideEffectList effects = diff_side_effects(history->arena, before, after);
    for (size_t i = 0; i < effects.count; i++) {
        diagnostic_add(history->diagnostics, DIAGNOSTIC_NO_ROLLBACK, effects.items[i].where,
                       "%s: schemas do not tell whether it is undone", effects.items[i].what);
    }
}

/* UP and DOWN one after the other must lead nowhere. */
static ExitCode check_down(const History *history) {
    Arena *arena = history->arena;
    SourceList both = history_part(history, 0, 2);
    Schema *before = schema_before(history, 0);
    Schema *after = before == NULL ? NULL : schema_migrated(history, 0, 2, before);
    if (after == NULL || !report_unsupported(after, &both, history->diagnostics)) {
        return EXIT_TROUBLE;
    }
    schema_finish(after);
    report_rows(history, before, after);
    DiffOptions options = undo_options(history, before, after);
    const Plan *plan = diff_schemas(arena, before, after, &options, history->diagnostics);
    if (plan == NULL) {
        return EXIT_TROUBLE;
    }
    ChangeList changes = emit_changes(arena, plan);
    Builder lines = builder_new(arena);
    for (size_t i = 0; i < changes.count; i++) {
        builder_format(&lines, "%s\n", emit_change_line(arena, &changes.items[i]));
    }
    if (!output_write_standard(builder_text(&lines), history->diagnostics)) {
        return EXIT_TROUBLE;
    }
    return changes.count == 0 ? EXIT_DONE : EXIT_DIFFERENT;
}

static bool write_files(const History *history, const RollbackList *rollbacks) {
    for (size_t i = 0; i < rollbacks->count; i++) {
        const RollbackName *name = &rollbacks->items[i].name;
        Text path = text_format(history->arena, "%s/%s", name->folder, name->name);
        if (!output_make_folder(history->arena, name->folder, history->diagnostics) ||
            !output_write_file(history->arena, path, rollbacks->items[i].text,
                               history->diagnostics)) {
            return false;
        }
    }
    return true;
}

/* In the order in which rollbacks run: the last migration's first. */
static bool print(const History *history, const RollbackList *rollbacks) {
    Builder out = builder_new(history->arena);
    for (size_t i = rollbacks->count; i-- > 0;) {
        builder_format(&out, "%s%s", out.length == 0 ? TEXT("") : TEXT("\n\n"),
                       rollbacks->items[i].text);
    }
    return output_write_standard(builder_text(&out), history->diagnostics);
}

ExitCode command_rollback(Arena *arena, const Options *options, Diagnostics *diagnostics) {
    History history = {.arena = arena, .options = options, .diagnostics = diagnostics};
    RollbackList rollbacks = {0};
    bool is_good = history_open(&history);
    if (is_good && options->checks_down) {
        return check_down(&history);
    }
    for (size_t i = 0; is_good && i < history.migrations.count; i++) {
        Rollback rollback = {0};
        is_good = roll_back(&history, i, &rollback);
        list_push(arena, &rollbacks, rollback);
    }
    bool to_files = !text_is_empty(options->output) || !text_is_empty(options->layout);
    is_good =
        is_good && (to_files ? write_files(&history, &rollbacks) : print(&history, &rollbacks));
    return is_good && diagnostics->error_count == 0 ? EXIT_DONE : EXIT_TROUBLE;
}
