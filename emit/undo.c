/* Undo: statements and comments. */
#include "emit/undo.h"

#include "emit/layout.h"

/* "line 12 of 003_x.sql" */
static Text place_of(Arena *arena, const Undo *undo, const SideEffect *effect) {
    const Source *source = effect->where.source;
    if (source == NULL) {
        return undo->migration;
    }
    size_t line = source_position(source, effect->where.span.start).line;
    return text_format(arena, "line %s of %s", text_from_integer(arena, (int64_t)line),
                       undo->migration);
}

static bool is_reversible(const SideEffect *effect) {
    return text_is_absent(effect->reason);
}

static Text describe_deletion(Arena *arena, const Undo *undo, const SideEffect *effect) {
    return text_format(arena, "Deletes from %s the %s inserted (%s).",
                       object_describe(arena, effect->table),
                       effect->rows.count == 1
                           ? TEXT("row that the migration")
                           : text_format(arena, "%s rows that the migration",
                                         text_from_integer(arena, (int64_t)effect->rows.count)),
                       place_of(arena, undo, effect));
}

/* "line 12 of 003_x.sql: UPDATE public.users cannot be undone: ..." */
static Text describe_obstacle(Arena *arena, const Undo *undo, const SideEffect *effect) {
    return text_format(arena, "%s: %s cannot be undone: %s", place_of(arena, undo, effect),
                       effect->what, effect->reason);
}

void undo_list_purposes(Arena *arena, const Undo *undo, TextList *lines) {
    for (size_t i = 0; i < undo->effects.count; i++) {
        const SideEffect *effect = &undo->effects.items[i];
        if (!is_reversible(effect)) {
            list_push(arena, lines,
                      text_format(arena, "%s %s.",
                                  undo->allows_irreversible ? TEXT("NOT UNDONE:") : TEXT("STOPS:"),
                                  describe_obstacle(arena, undo, effect)));
        }
    }
    for (size_t i = 0; i < undo->renames.count; i++) {
        list_push(arena, lines, undo->renames.items[i].comment);
    }
    for (size_t i = undo->effects.count; i-- > 0;) {
        if (is_reversible(&undo->effects.items[i])) {
            list_push(arena, lines, describe_deletion(arena, undo, &undo->effects.items[i]));
        }
    }
}

static bool has_effect(const Undo *undo, bool reversible) {
    for (size_t i = 0; i < undo->effects.count; i++) {
        if (is_reversible(&undo->effects.items[i]) == reversible) {
            return true;
        }
    }
    return false;
}

bool undo_stops(const Undo *undo) {
    return !undo->allows_irreversible && has_effect(undo, false);
}

bool undo_deletes_rows(const Undo *undo) {
    return has_effect(undo, true);
}

bool undo_is_empty(const Undo *undo) {
    return undo->renames.count == 0 && undo->effects.count == 0;
}

/* A piece whose comment hangs. */
static void add_warned(Arena *arena, ScriptPieceList *pieces, Text comment, Text sql) {
    Builder words = builder_new(arena);
    layout_comment(&words, comment, 4);
    list_push(arena, pieces, ((ScriptPiece){builder_text(&words), sql}));
}

static void add_obstacle(Arena *arena, ScriptPieceList *pieces, const Undo *undo,
                         const SideEffect *effect) {
    Text message = describe_obstacle(arena, undo, effect);
    if (undo->allows_irreversible) {
        add_warned(arena, pieces, text_format(arena, "WARNING: %s.", message), TEXT(""));
        return;
    }
    Text words = TEXT("Stops here, before anything is changed: a person must decide. Replace "
                      "this step by what brings the rows back, or remove it to go on without "
                      "them.");
    Text inner = text_format(arena,
                             "BEGIN\n    RAISE EXCEPTION USING\n        MESSAGE = %L,\n"
                             "        HINT = 'Replace this step of the rollback, or remove it.';\n"
                             "END\n",
                             layout_harmless(arena, message));
    Text quote = layout_dollar_quote(arena, inner, TEXT("do"));
    script_add_piece(arena, pieces, words, text_format(arena, "DO %s\n%s%s;", quote, inner, quote));
}

static void add_deletion(Arena *arena, ScriptPieceList *pieces, const Undo *undo,
                         const SideEffect *effect) {
    TextList columns = {0};
    for (size_t i = 0; i < effect->columns.count; i++) {
        list_push(arena, &columns, text_quote_identifier(arena, effect->columns.items[i]->name));
    }
    Text rows = text_join(arena, &effect->rows, TEXT(",\n    "));
    add_warned(arena, pieces,
               text_format(arena,
                           "DESTRUCTIVE: %s What was changed in them since goes too, and so "
                           "do rows elsewhere that a foreign key deletes with them.",
                           describe_deletion(arena, undo, effect)),
               text_format(arena, "DELETE FROM %s\nWHERE (%s) IN (\n    %s\n);\n",
                           object_sql_name(arena, effect->table),
                           text_join(arena, &columns, TEXT(", ")), rows));
}

void undo_add(Arena *arena, ScriptPieceList *pieces, const Undo *undo) {
    for (size_t i = 0; i < undo->effects.count; i++) {
        if (!is_reversible(&undo->effects.items[i])) {
            add_obstacle(arena, pieces, undo, &undo->effects.items[i]);
        }
    }
    for (size_t i = 0; i < undo->renames.count; i++) {
        script_add_piece(arena, pieces, undo->renames.items[i].comment,
                         undo->renames.items[i].guarded);
    }
    for (size_t i = undo->effects.count; i-- > 0;) {
        if (is_reversible(&undo->effects.items[i])) {
            add_deletion(arena, pieces, undo, &undo->effects.items[i]);
        }
    }
}
