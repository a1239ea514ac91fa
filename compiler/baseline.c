/*
 * Baseline: reading, comparing and writing the file of known differences.
 *
 * A change is known when its line and the SQL that would close it are recorded: a column whose type
 * was known to differ and now differs in another way is new.
 */
#include "compiler/baseline.h"

#include "compiler/input.h"
#include "compiler/json.h"

static const Location nowhere = {NULL, {0, 0}};

static Text text_from_json(const json_t *value) {
    return json_is_string(value) ? (Text){json_string_value(value), json_string_length(value)}
                                 : TEXT_ABSENT;
}

static bool records(const json_t *entry, Text line, const TextList *sql) {
    const json_t *recorded = json_object_get(entry, "sql");
    if (!text_equal(text_from_json(json_object_get(entry, "summary")), line) ||
        json_array_size(recorded) != sql->count) {
        return false;
    }
    for (size_t i = 0; i < sql->count; i++) {
        if (!text_equal(text_from_json(json_array_get(recorded, i)), sql->items[i])) {
            return false;
        }
    }
    return true;
}

static json_t *read_changes(Arena *arena, Text path, json_t **tree, Diagnostics *diagnostics) {
    Text bytes;
    json_error_t error;
    if (!input_read_bytes(arena, path, &bytes, diagnostics)) {
        diagnostic_hint(diagnostics, TEXT("--update-baseline records what differs now."));
        return NULL;
    }
    *tree = json_loadb(bytes.data, bytes.length, 0, &error);
    json_t *changes = json_object_get(*tree, "changes");
    if (json_is_array(changes)) {
        return changes;
    }
    Text why = *tree == NULL
                   ? text_format(arena, "line %s: %s", text_from_integer(arena, error.line),
                                 text_from_string(error.text))
                   : TEXT("it has no list of changes");
    diagnostic_add(diagnostics, DIAGNOSTIC_BASELINE, nowhere, "\"%s\" is not a baseline: %s", path,
                   why);
    return NULL;
}

static void compare(Arena *arena, json_t *recorded, ChangeList *changes, TextList *gone) {
    for (size_t k = 0; k < json_array_size(recorded); k++) {
        const json_t *entry = json_array_get(recorded, k);
        bool is_there = false;
        for (size_t i = 0; i < changes->count && !is_there; i++) {
            Change *change = &changes->items[i];
            is_there =
                !change->is_known && records(entry, emit_change_line(arena, change), &change->sql);
            change->is_known = change->is_known || is_there;
        }
        if (!is_there) {
            Text line = text_from_json(json_object_get(entry, "summary"));
            list_push(arena, gone, text_copy(arena, line));
        }
    }
}

bool baseline_apply(Arena *arena, Text path, ChangeList *changes, TextList *gone,
                    Diagnostics *diagnostics) {
    json_t *tree = NULL;
    json_t *recorded = read_changes(arena, path, &tree, diagnostics);
    if (recorded != NULL) {
        compare(arena, recorded, changes, gone);
    }
    json_decref(tree);
    for (size_t i = 0; i < gone->count; i++) {
        diagnostic_add(diagnostics, DIAGNOSTIC_GONE, nowhere,
                       "recorded in \"%s\" and no longer so: %s", path, gone->items[i]);
    }
    return recorded != NULL;
}

bool baseline_write(Arena *arena, Text path, const ChangeList *changes, Diagnostics *diagnostics) {
    Text bytes = emit_baseline_json(arena, changes);
    return output_replace_file(arena, path, bytes, diagnostics);
}
