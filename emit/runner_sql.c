/*
 * Runner file, in SQL: pairs of files, and files whose sections lead up and down.
 */
#include "emit/runner_file.h"

static Text body_of(Arena *arena, const RunnerFile *file, const ScriptParts *parts) {
    return script_body(arena, &parts->pieces, script_needs_begin(file->runner, parts));
}

void runner_write_pair(Arena *arena, const RunnerFile *file, ScriptList *files) {
    Script up = {file->up_name, script_join(arena, file->runner, &file->up)};
    Script down = {file->down_name, script_join(arena, file->runner, &file->down)};
    list_push(arena, files, up);
    list_push(arena, files, down);
}

void runner_write_diesel(Arena *arena, const RunnerFile *file, ScriptList *files) {
    runner_write_pair(arena, file, files);
    if (!file->up.is_transactional || !file->down.is_transactional) {
        Text folder = text_slice(file->up_name, 0, file->up_name.length - strlen("/up.sql"));
        Script metadata = {text_format(arena, "%s/metadata.toml", folder),
                           TEXT("run_in_transaction = false\n")};
        list_push(arena, files, metadata);
    }
}

/* What Flyway would do by itself: replace "${name}", and open a transaction. */
void runner_write_flyway(Arena *arena, const RunnerFile *file, ScriptList *files) {
    size_t first = files->count;
    runner_write_pair(arena, file, files);
    const ScriptParts *both[] = {&file->up, &file->down};
    for (size_t i = 0; i < 2; i++) {
        Script script = files->items[first + i];
        bool has_placeholder = text_contains(script.text, TEXT("${"));
        if (has_placeholder || !both[i]->is_transactional) {
            Text text = text_format(
                arena, "%s%s",
                both[i]->is_transactional ? TEXT("") : TEXT("executeInTransaction=false\n"),
                has_placeholder ? TEXT("placeholderReplacement=false\n") : TEXT(""));
            list_push(arena, files, ((Script){text_format(arena, "%s.conf", script.name), text}));
        }
    }
}

void runner_write_dbmate(Arena *arena, const RunnerFile *file, ScriptList *files) {
    Text outside = TEXT(" transaction:false");
    Text text =
        text_format(arena, "%s\n-- migrate:up%s\n%s\n-- migrate:down%s\n\n%s%s", file->up.header,
                    file->up.is_transactional ? TEXT("") : outside, body_of(arena, file, &file->up),
                    file->down.is_transactional ? TEXT("") : outside, file->down.header,
                    body_of(arena, file, &file->down));
    list_push(arena, files, ((Script){file->up_name, text}));
}

/* goose ends a statement at each line that ends in a semicolon, in a body too. */
static Text marked_statements(Arena *arena, const ScriptPieceList *pieces) {
    Builder out = builder_new(arena);
    for (size_t i = 0; i < pieces->count; i++) {
        const ScriptPiece *piece = &pieces->items[i];
        Text inner = text_slice(piece->sql, 0, piece->sql.length < 2 ? 0 : piece->sql.length - 2);
        bool is_marked = text_contains(inner, TEXT(";"));
        builder_format(&out, "\n%s%s%s%s", piece->comment,
                       is_marked ? TEXT("-- +goose StatementBegin\n") : TEXT(""), piece->sql,
                       is_marked ? TEXT("-- +goose StatementEnd\n") : TEXT(""));
    }
    return builder_text(&out);
}

void runner_write_goose(Arena *arena, const RunnerFile *file, ScriptList *files) {
    bool is_transactional = file->up.is_transactional && file->down.is_transactional;
    Text text =
        text_format(arena, "%s\n%s-- +goose Up\n%s\n-- +goose Down\n\n%s%s", file->up.header,
                    is_transactional ? TEXT("") : TEXT("-- +goose NO TRANSACTION\n\n"),
                    marked_statements(arena, &file->up.pieces), file->down.header,
                    marked_statements(arena, &file->down.pieces));
    list_push(arena, files, ((Script){file->up_name, text}));
}
