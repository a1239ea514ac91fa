/* Runner file: cutting a migration into files, and naming them. */
#include "emit/runner_file.h"

#include "emit/layout.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <stdio.h>

static void (*const writers[RUNNER_COUNT])(Arena *, const RunnerFile *, ScriptList *) = {
    [RUNNER_GOLANG_MIGRATE] = runner_write_pair, [RUNNER_SQLX] = runner_write_pair,
    [RUNNER_PRISMA] = runner_write_pair,         [RUNNER_SEQUELIZE] = runner_write_sequelize,
    [RUNNER_DIESEL] = runner_write_diesel,       [RUNNER_FLYWAY] = runner_write_flyway,
    [RUNNER_DBMATE] = runner_write_dbmate,       [RUNNER_GOOSE] = runner_write_goose,
    [RUNNER_KNEX] = runner_write_knex,           [RUNNER_TYPEORM] = runner_write_typeorm,
    [RUNNER_ALEMBIC] = runner_write_alembic,
};

static ScriptParts parts_of(Arena *arena, const ScriptPair *pair, bool is_rollback) {
    ScriptParts parts = script_parts(arena, pair, is_rollback);
    if (script_commits_itself(pair->runner, is_rollback ? pair->down : pair->up)) {
        ScriptPiece whole = {TEXT(""), script_body(arena, &parts.pieces, true)};
        whole.sql = text_slice(whole.sql, 1, whole.sql.length); /* the blank line before it */
        parts.pieces = (ScriptPieceList){0};
        list_push(arena, &parts.pieces, whole);
        parts.is_transactional = false;
    }
    parts.is_transactional |= parts.pieces.count == 0;
    return parts;
}

/* In how many files must it be? */
static size_t count_units(const ScriptParts *parts, const Runner *runner) {
    bool is_cut = runner->sends_whole_file && !parts->is_transactional;
    return is_cut ? parts->pieces.count : 1;
}

static Text short_header(Arena *arena, Text name, Text words) {
    Builder header = builder_new(arena);
    layout_comment(&header, name, 0);
    builder_add(&header, TEXT("--\n"));
    layout_comment(&header, words, 0);
    return builder_text(&header);
}

/* What the file of that name has of one way; the last one has what it is about. */
static ScriptParts unit_of(Arena *arena, ScriptPair *pair, bool is_rollback, size_t at) {
    Text name = script_name(pair, is_rollback);
    ScriptParts parts = parts_of(arena, pair, is_rollback);
    size_t units = count_units(&parts, pair->runner);
    if (at >= units) {
        Text words = TEXT("Nothing to do here: another file of the same change does all of it.");
        return (ScriptParts){.header = short_header(arena, name, words), .is_transactional = true};
    }
    if (units == 1) {
        return parts;
    }
    pair->part_count = units;
    parts = parts_of(arena, pair, is_rollback);
    pair->part_count = 0;
    parts.pieces = (ScriptPieceList){.items = parts.pieces.items + at, .count = 1};
    if (at + 1 < units) {
        Text count = text_from_integer(arena, (int64_t)units);
        Text words = text_format(arena, "Part %s of %s of one change; part %s says what it does.",
                                 text_from_integer(arena, (int64_t)at + 1), count, count);
        parts.header = short_header(arena, name, words);
    }
    return parts;
}

static Text camel_case(Arena *arena, Text slug) {
    Builder out = builder_new(arena);
    bool is_first = true;
    for (size_t i = 0; i < slug.length; i++) {
        char letter = slug.data[i];
        if (out.length == 0 && letter >= '0' && letter <= '9') {
            builder_add_char(&out, 'M'); /* a class cannot begin with a digit */
        }
        if (letter != '_') {
            bool rises = is_first && letter >= 'a' && letter <= 'z';
            builder_add_char(&out, rises ? (char)(letter - 'a' + 'A') : letter);
        }
        is_first = letter == '_';
    }
    return builder_text(&out);
}

static Text name_of(Arena *arena, const RunnerFile *file, const RunnerName *name) {
    return text_format(arena, "%s%s%s%s%s", text_from_string(name->before), file->version,
                       text_from_string(file->runner->separator), file->description,
                       text_from_string(name->after));
}

/* Twelve digits that the same change after the same revision always gets. */
static Text revision_of(Arena *arena, Text previous, const ScriptParts *up) {
    Text bytes = text_format(arena, "%s\n%s", previous, script_body(arena, &up->pieces, false));
    char digits[17];
    snprintf(digits, sizeof digits, "%016llx",
             (unsigned long long)XXH3_64bits(bytes.data, bytes.length));
    return text_copy(arena, (Text){digits, 12});
}

static void set_names(Arena *arena, RunnerFile *file, ScriptPair *pair, Text *version) {
    const Runner *runner = file->runner;
    file->version = file->previous = *version;
    if (runner->id == RUNNER_ALEMBIC) {
        ScriptParts up = parts_of(arena, pair, false);
        file->version = revision_of(arena, file->previous, &up);
        *version = file->version;
    } else {
        *version = runner_next_version(arena, file->version);
    }
    file->up_name = name_of(arena, file, &runner->up);
    file->down_name =
        runner->down.after == NULL ? file->up_name : name_of(arena, file, &runner->down);
    pair->up_name = file->up_name;
    pair->down_name = file->down_name;
}

void runner_files_add(Arena *arena, ScriptPair *pair, Text description, Text *version,
                      ScriptList *files) {
    const Runner *runner = pair->runner;
    pair->up_name = pair->down_name = TEXT("");
    ScriptParts up = parts_of(arena, pair, false), down = parts_of(arena, pair, true);
    size_t ups = count_units(&up, runner), downs = count_units(&down, runner);
    size_t count = ups > downs ? ups : downs;
    for (size_t i = 0; i < count; i++) {
        RunnerFile file = {.runner = runner, .description = description};
        if (runner->id == RUNNER_TYPEORM) {
            file.description = camel_case(arena, description);
        }
        set_names(arena, &file, pair, version);
        file.up = unit_of(arena, pair, false, i);
        file.down = unit_of(arena, pair, true, count - i - 1);
        writers[runner->id](arena, &file, files);
    }
}

Text runner_unfit_line(const Runner *runner, Text sql) {
    for (size_t start = 0; start < sql.length;) {
        const char *newline = memchr(sql.data + start, '\n', sql.length - start);
        size_t end = newline == NULL ? sql.length : (size_t)(newline - sql.data);
        Text line = text_slice(sql, start, end);
        if (text_starts_with(line, TEXT("--")) &&
            text_contains(line, text_from_string(runner->mark))) {
            return line;
        }
        start = end + 1;
    }
    return TEXT_ABSENT;
}
