/*
 * Load: files, folders, standard input or a live database into a Schema.
 */
#include "compiler/load.h"

#include "compiler/input.h"
#include "compiler/options_check.h"
#include "parser/catalog.h"
#include "parser/parse.h"

static const Location nowhere = {NULL, {0, 0}};

bool load_keep(Arena *arena, Side *side, Diagnostics *diagnostics) {
    SourceList *sources = arena_new(arena, SourceList);
    if (!side->is_database && !input_read(arena, side->name, sources, diagnostics)) {
        return false;
    }
    side->sources = sources;
    return true;
}

/* Read a file, a folder or standard input.  Extension members of `known` help to resolve names. */
static Schema *load_sql(Arena *arena, Side side, const Schema *known, Diagnostics *diagnostics) {
    if (side.sources == NULL && !load_keep(arena, &side, diagnostics)) {
        return NULL;
    }
    const SourceList *sources = side.sources;
    size_t length = 0;
    for (size_t i = 0; i < sources->count; i++) {
        length += text_trim(sources->items[i].text).length;
    }
    if (length == 0 && !side.may_be_empty) {
        diagnostic_add(diagnostics, DIAGNOSTIC_EMPTY_SOURCE, nowhere, "\"%s\" is empty", side.name);
        diagnostic_hint(diagnostics, TEXT("With --strict an empty schema means that nothing shall "
                                          "be there."));
        return NULL;
    }
    Schema *schema = schema_new(arena);
    if (known != NULL) {
        schema->externals = known->externals;
        schema->server_version = known->server_version;
        schema->current_role = known->current_role;
    }
    if (side.server_version != 0) {
        schema->server_version = side.server_version;
    }
    return parse_sources(schema, sources, diagnostics) ? schema : NULL;
}

Side load_side(const Options *options, Text name, bool may_be_empty) {
    return (Side){.name = name,
                  .is_database = input_is_database(name),
                  .may_be_empty = may_be_empty,
                  .server_version = options_server_version(options)};
}

Side load_side_there(const Options *options) {
    return options->has_database
               ? (Side){.name = options->database, .is_database = true, .may_be_empty = true}
               : load_side(options, options->from, true);
}

Schema *load_unfinished(Arena *arena, Side side, const Schema *known, Diagnostics *diagnostics) {
    return side.is_database ? catalog_read(arena, side.name, arena_new(arena, Source), diagnostics)
                            : load_sql(arena, side, known, diagnostics);
}

Schema *load_schema(Arena *arena, Side side, const Schema *known, Diagnostics *diagnostics) {
    Schema *schema = load_unfinished(arena, side, known, diagnostics);
    if (schema != NULL) {
        schema_finish(schema);
    }
    return schema;
}

void load_report_unsupported(const Schema *schema, Diagnostics *diagnostics) {
    for (size_t i = 0; i < schema->unsupported.count; i++) {
        const Unsupported *met = &schema->unsupported.items[i];
        diagnostic_add(diagnostics, DIAGNOSTIC_UNSUPPORTED, met->where, "%s cannot be compared yet",
                       met->what);
        if (!diagnostics->ignores_unsupported) {
            diagnostic_hint(diagnostics, TEXT("--ignore-unsupported goes on without it."));
        }
    }
}

bool load_is_of(Location where, const SourceList *sources) {
    return where.source >= sources->items && where.source < sources->items + sources->count;
}

DiffOptions load_diff_options(const Options *options) {
    return (DiffOptions){
        .is_strict = options->is_strict,
        .no_owner = options->no_owner,
        .no_privileges = options->no_privileges,
        .no_comments = options->no_comments,
        .no_security_labels = options->no_security_labels,
        .no_concurrently = options->no_concurrently,
        .is_dump = options->command == COMMAND_DUMP,
        .server_version = options_server_version(options),
        .schemas = &options->schemas,
        .excluded_schemas = &options->excluded_schemas,
        .tables = &options->tables,
        .excluded_tables = &options->excluded_tables,
    };
}
