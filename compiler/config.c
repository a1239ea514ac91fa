/* Config: finding schemac.ini, and reading it with libinih. */
#include "compiler/config.h"

#include "compiler/input.h"

#include <ini.h>

typedef struct ConfigReader {
    Arena *arena;
    Diagnostics *diagnostics;
    Config *config;
    Text rest;
    size_t line; /* 1-based number of the line that was handed out last */
} ConfigReader;

void config_error(Diagnostics *diagnostics, Text where, Text message) {
    Source *place = arena_new(diagnostics->arena, Source);
    *place = (Source){.path = where};
    diagnostic_append(diagnostics, DIAGNOSTIC_CONFIG, (Location){place, {0, 0}}, message,
                      TEXT_ABSENT);
}

static Text place(const ConfigReader *reader, size_t line) {
    return text_format(reader->arena, "%s:%s", reader->config->path,
                       text_from_integer(reader->arena, (int64_t)line));
}

/* As fgets(): one line, but never a part of one; libinih would take its rest for another line. */
static char *next_line(char *buffer, int size, void *stream) {
    ConfigReader *reader = stream;
    if (text_is_empty(reader->rest)) {
        return NULL;
    }
    reader->line++;
    const char *newline = memchr(reader->rest.data, '\n', reader->rest.length);
    size_t length =
        newline == NULL ? reader->rest.length : (size_t)(newline - reader->rest.data) + 1;
    size_t kept = length;
    if (length >= (size_t)size) {
        config_error(reader->diagnostics, place(reader, reader->line),
                     text_format(reader->arena, "the line is longer than %s characters",
                                 text_from_integer(reader->arena, size - 2)));
        kept = 0;
    }
    memcpy(buffer, reader->rest.data, kept);
    buffer[kept] = '\0';
    reader->rest = text_slice(reader->rest, length, reader->rest.length);
    return buffer;
}

static int add_entry(void *user, const char *section, const char *name, const char *value) {
    ConfigReader *reader = user;
    ConfigEntry entry = {
        .section = text_copy_string(reader->arena, section),
        .name = text_copy_string(reader->arena, name),
        .value = text_copy_string(reader->arena, value),
        .where = place(reader, reader->line),
    };
    list_push(reader->arena, &reader->config->entries, entry);
    return 1;
}

static Text folder_of(Text path) {
    size_t end = path.length;
    while (end > 0 && path.data[end - 1] != '/') {
        end--;
    }
    return text_slice(path, 0, end);
}

bool config_read(Arena *arena, Text path, Config *config, Diagnostics *diagnostics) {
    size_t errors_before = diagnostics->error_count;
    *config = (Config){.path = path, .folder = folder_of(path)};
    ConfigReader reader = {.arena = arena, .diagnostics = diagnostics, .config = config};
    if (!input_read_bytes(arena, path, &reader.rest, diagnostics)) {
        return false;
    }
    int bad_line = ini_parse_stream(next_line, &reader, add_entry, &reader);
    if (bad_line > 0 && diagnostics->error_count == errors_before) {
        config_error(diagnostics, place(&reader, (size_t)bad_line),
                     TEXT("the line is neither [section] nor name = value"));
    }
    return diagnostics->error_count == errors_before;
}

Text config_find(Arena *arena) {
    enum { DEPTH = 64 };
    Text up = TEXT("");
    for (int i = 0; i < DEPTH; i++) {
        Text path = text_format(arena, "%sschemac.ini", up);
        Text folder = text_is_empty(up) ? TEXT(".") : up;
        if (input_is_there(arena, path)) {
            return path;
        }
        if (input_is_there(arena, text_format(arena, "%s.git", up)) ||
            input_is_same(arena, folder, text_format(arena, "%s/..", folder))) {
            break;
        }
        up = text_format(arena, "%s../", up);
    }
    return TEXT_ABSENT;
}

bool config_boolean(Text value, bool *result) {
    static const struct {
        const char *word;
        bool value;
    } words[] = {{"yes", true}, {"true", true},   {"on", true},   {"1", true},
                 {"no", false}, {"false", false}, {"off", false}, {"0", false}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (text_equal_ignoring_case(value, text_from_string(words[i].word))) {
            *result = words[i].value;
            return true;
        }
    }
    return false;
}

/* -------- passwords -------- */

/* Where the part is, at or after `start`; the text's length when it is not. */
static size_t find(Text text, size_t start, Text part) {
    Text rest = text_slice(text, start, text.length);
    const char *found =
        text_is_empty(rest) ? NULL : memmem(rest.data, rest.length, part.data, part.length);
    return found == NULL ? text.length : (size_t)(found - text.data);
}

static Text replace(Arena *arena, Text text, size_t start, size_t end) {
    return text_format(arena, "%s***%s", text_slice(text, 0, start),
                       text_slice(text, end, text.length));
}

/* postgresql://user:secret@host: up to the last @, should the password hold one itself. */
static Text mask_authority(Arena *arena, Text value) {
    size_t start = find(value, 0, TEXT("://")), at = value.length;
    if (start == value.length) {
        return value;
    }
    start += 3;
    while (at > start && value.data[at - 1] != '@') {
        at--;
    }
    size_t colon = find(value, start, TEXT(":"));
    return at > start && colon < at - 1 ? replace(arena, value, colon + 1, at - 1) : value;
}

/* The end of a value that starts here: of password='a b', password=a or ?password=a&. */
static size_t value_end(Text text, size_t start) {
    bool is_quoted = start < text.length && text.data[start] == '\'';
    size_t end = start + is_quoted;
    while (end < text.length) {
        char letter = text.data[end];
        if (is_quoted && letter == '\\') {
            end++;
        } else if (is_quoted ? letter == '\'' : letter == ' ' || letter == '&') {
            break;
        }
        end++;
    }
    end += is_quoted;
    return end > text.length ? text.length : end;
}

Text config_mask_password(Arena *arena, Text value) {
    Text masked = mask_authority(arena, value);
    size_t start = 0;
    for (;;) {
        start = find(masked, start, TEXT("password"));
        if (start == masked.length) {
            return masked;
        }
        start += 8;
        while (start < masked.length && (masked.data[start] == ' ' || masked.data[start] == '=')) {
            start++;
        }
        masked = replace(arena, masked, start, value_end(masked, start));
        start += 3;
    }
}
