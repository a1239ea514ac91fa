/* Command rollback, server: catalogs in place of replayed schemas. */
#include "compiler/command_rollback_server.h"

#include "emit/emit.h"
#include "parser/catalog.h"
#include "parser/scratch.h"

static const Location nowhere = {NULL, {0, 0}};

/* The object of the catalog that a replayed one stands for; itself when it is not there. */
static Object *counterpart(const Schema *catalog, Object *replayed) {
    Object *found = replayed->is_removed ? NULL : schema_find_key(catalog, replayed->key);
    return found == NULL ? replayed : found;
}

static void take_origins(const Schema *before, const Schema *replayed, const ObjectList *objects) {
    for (size_t i = 0; i < objects->count; i++) {
        Object *object = objects->items[i];
        const Object *twin = schema_find_key(replayed, object->key);
        object->origin =
            twin != NULL && twin->origin == NULL
                ? NULL
                : schema_find_key(before, twin == NULL ? object->key : twin->origin->key);
        take_origins(before, replayed, &object->children);
    }
}

static void take_effects(const Schema *replayed, Schema *catalog) {
    for (size_t i = 0; i < replayed->side_effects.count; i++) {
        SideEffect effect = replayed->side_effects.items[i];
        ObjectList columns = effect.columns;
        effect.columns = (ObjectList){0};
        effect.table = effect.table == NULL ? NULL : counterpart(catalog, effect.table);
        for (size_t j = 0; j < columns.count; j++) {
            list_push(catalog->arena, &effect.columns, counterpart(catalog, columns.items[j]));
        }
        list_push(catalog->arena, &catalog->side_effects, effect);
    }
    for (size_t i = 0; i < replayed->label_renames.count; i++) {
        LabelRename rename = replayed->label_renames.items[i];
        rename.type = counterpart(catalog, rename.type);
        list_push(catalog->arena, &catalog->label_renames, rename);
    }
}

/* The schema of what could not be followed is in the catalog; what it did to rows is nowhere. */
static void take_unfollowed(const Schema *replayed, const SourceList *migration, Schema *catalog) {
    for (size_t i = 0; i < replayed->unsupported.count; i++) {
        const Unsupported *met = &replayed->unsupported.items[i];
        if (load_is_of(met->where, migration)) {
            SideEffect effect = {.what = met->what,
                                 .where = met->where,
                                 .reason = TEXT("what it did to rows is not known")};
            list_push(catalog->arena, &catalog->side_effects, effect);
        }
    }
}

static bool was_unsupported(const Schema *before, Text what) {
    for (size_t i = 0; i < before->unsupported.count; i++) {
        if (text_equal(before->unsupported.items[i].what, what)) {
            return true;
        }
    }
    return false;
}

/* What the migration made and schemac does not know; what was there before may stay unknown. */
static bool report_new_unsupported(const Schema *before, const Schema *after,
                                   Diagnostics *diagnostics) {
    Schema new = {.arena = after->arena};
    size_t errors = diagnostics->error_count;
    for (size_t i = 0; i < after->unsupported.count; i++) {
        if (!was_unsupported(before, after->unsupported.items[i].what)) {
            list_push(new.arena, &new.unsupported, after->unsupported.items[i]);
        }
    }
    load_report_unsupported(&new, diagnostics);
    return diagnostics->error_count == errors;
}

bool server_take_after(Arena *arena, Text url, const SourceList *migration, MigratedPair *pair,
                       Diagnostics *diagnostics) {
    const Schema *replayed = pair->after;
    Schema *catalog = catalog_read(arena, url, arena_new(arena, Source), diagnostics);
    if (catalog == NULL || !report_new_unsupported(pair->before, catalog, diagnostics)) {
        return false;
    }
    take_origins(pair->before, replayed, &catalog->roots);
    take_effects(replayed, catalog);
    take_unfollowed(replayed, migration, catalog);
    catalog->runs_concurrently = replayed->runs_concurrently;
    pair->after = catalog;
    return true;
}

static Text dump(Arena *arena, const Options *options, const Schema *schema,
                 Diagnostics *diagnostics) {
    Schema *nothing = schema_new(arena);
    schema_finish(nothing);
    nothing->server_version = schema->server_version;
    DiffOptions how = load_diff_options(options);
    how.is_dump = true;
    const Plan *plan = diff_schemas(arena, nothing, schema, &how, diagnostics);
    return plan == NULL ? TEXT_ABSENT : emit_dump(arena, plan);
}

static bool try_on(Scratch *scratch, Arena *arena, const Source *schema,
                   const SourceList *migration, MigratedPair *pair, Diagnostics *diagnostics) {
    Text url = scratch_conninfo(scratch);
    if (!scratch_run(scratch, schema, diagnostics)) {
        return false;
    }
    Schema *before = catalog_read(arena, url, arena_new(arena, Source), diagnostics);
    if (before == NULL) {
        return false;
    }
    pair->before = before;
    for (size_t i = 0; i < migration->count; i++) {
        if (!scratch_run(scratch, &migration->items[i], diagnostics)) {
            return false;
        }
    }
    return server_take_after(arena, url, migration, pair, diagnostics);
}

/* The database is ours to spoil; the server it is on is not. */
static bool is_harmless(const Schema *replayed, Diagnostics *diagnostics) {
    for (size_t i = 0; i < replayed->side_effects.count; i++) {
        const SideEffect *effect = &replayed->side_effects.items[i];
        if (effect->is_of_server) {
            diagnostic_add(diagnostics, DIAGNOSTIC_UNSUPPORTED, effect->where,
                           "%s would change the scratch server beyond the scratch database",
                           effect->what);
            return false;
        }
    }
    return true;
}

bool server_try(Arena *arena, const Options *options, const SourceList *migration,
                MigratedPair *pair, Diagnostics *diagnostics) {
    schema_finish(pair->before);
    Source *schema = arena_new(arena, Source);
    *schema = (Source){.path = TEXT("<the schema before the migration>"),
                       .text = dump(arena, options, pair->before, diagnostics)};
    if (text_is_absent(schema->text) || !is_harmless(pair->after, diagnostics)) {
        return false;
    }
    if (pair->before->unsupported.count != 0) {
        diagnostic_add(diagnostics, DIAGNOSTIC_NO_ROLLBACK, nowhere,
                       "the scratch database lacks what cannot be dumped yet: %s",
                       pair->before->unsupported.items[0].what);
    }
    Scratch *scratch = scratch_create(arena, options->scratch, diagnostics);
    if (scratch == NULL) {
        return false;
    }
    bool is_good = try_on(scratch, arena, schema, migration, pair, diagnostics);
    scratch_drop(scratch, diagnostics);
    return is_good;
}
