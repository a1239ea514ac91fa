/* Input: reading sources, writing scripts. */
#include "compiler/input.h"

#include "compiler/migration_section.h"
#include "compiler/migrations.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const Location nowhere = {NULL, {0, 0}};

static Text system_words(void) {
    return text_from_string(strerror(errno));
}

static bool is_existing(Text name) {
    char path[4096];
    struct stat status;
    if (name.length >= sizeof path) {
        return false;
    }
    memcpy(path, name.data, name.length);
    path[name.length] = '\0';
    return stat(path, &status) == 0;
}

bool input_is_there(Arena *arena, Text path) {
    struct stat status;
    return stat(text_to_string(arena, path), &status) == 0;
}

bool input_is_same(Arena *arena, Text path, Text other) {
    struct stat one, two;
    return stat(text_to_string(arena, path), &one) == 0 &&
           stat(text_to_string(arena, other), &two) == 0 && one.st_dev == two.st_dev &&
           one.st_ino == two.st_ino;
}

bool input_is_database(Text name) {
    if (text_starts_with(name, TEXT("postgresql://")) ||
        text_starts_with(name, TEXT("postgres://"))) {
        return true;
    }
    return text_contains(name, TEXT("=")) && !text_ends_with(name, TEXT(".sql")) &&
           !is_existing(name);
}

/* What a stream says it holds; 0 for pipes and the like, which do not know. */
static size_t expected_size(FILE *stream) {
    struct stat status;
    bool is_known = fstat(fileno(stream), &status) == 0 && S_ISREG(status.st_mode);
    return is_known && status.st_size > 0 ? (size_t)status.st_size : 0;
}

/* All bytes of a stream, followed by a NUL that is not counted. */
static bool read_stream(Arena *arena, FILE *stream, Text *bytes) {
    Builder out = builder_new(arena);
    char chunk[65536];
    size_t length;
    builder_expect(&out, expected_size(stream) + 1);
    while ((length = fread(chunk, 1, sizeof chunk, stream)) > 0) {
        builder_add(&out, (Text){chunk, length});
    }
    size_t total = out.length;
    builder_add_char(&out, '\0');
    *bytes = text_slice(builder_text(&out), 0, total);
    return !ferror(stream);
}

static const unsigned char byte_order_mark[] = {0xEF, 0xBB, 0xBF};

/* Of sections up and down, the one that leads up. */
static Text way_up(Arena *arena, Text path, Text text, Diagnostics *diagnostics) {
    Sections sections = migration_sections(text);
    if (sections.has_down && !sections.has_up) {
        diagnostic_add(diagnostics, DIAGNOSTIC_DOWN_WITHOUT_UP, nowhere,
                       "\"%s\" has a section that leads down and none that leads up", path);
    }
    return sections.has_down ? migration_section_text(arena, text, sections.up) : text;
}

static bool add_source(Arena *arena, Text path, Text text, SourceList *sources,
                       Diagnostics *diagnostics) {
    Text mark = {(const char *)byte_order_mark, sizeof byte_order_mark};
    if (text_starts_with(text, mark)) {
        text = text_slice(text, mark.length, text.length);
    }
    size_t bad = 0;
    if (!source_is_utf8(text, &bad)) {
        Source *source = arena_new(arena, Source);
        *source = (Source){.path = path, .text = text_slice(text, 0, bad)};
        diagnostic_add(diagnostics, DIAGNOSTIC_NOT_UTF8, ((Location){source, {bad, bad}}),
                       "the file is not UTF-8: byte %s is not part of a character",
                       text_from_integer(arena, (int64_t)bad + 1));
        diagnostic_hint(diagnostics, TEXT("Convert the file, for example with iconv -t UTF-8."));
        return false;
    }
    list_push(arena, sources,
              ((Source){.path = path, .text = way_up(arena, path, text, diagnostics)}));
    return true;
}

bool input_read_bytes(Arena *arena, Text path, Text *bytes, Diagnostics *diagnostics) {
    FILE *stream = fopen(text_to_string(arena, path), "rb");
    bool is_read = stream != NULL && read_stream(arena, stream, bytes);
    if (!is_read) {
        diagnostic_add(diagnostics, DIAGNOSTIC_CANNOT_READ, nowhere, "cannot read \"%s\": %s", path,
                       system_words());
    }
    if (stream != NULL) {
        fclose(stream);
    }
    return is_read;
}

static bool read_file(Arena *arena, Text path, SourceList *sources, Diagnostics *diagnostics) {
    Text text = TEXT_ABSENT;
    return input_read_bytes(arena, path, &text, diagnostics) &&
           add_source(arena, path, text, sources, diagnostics);
}

bool output_list_folder(Arena *arena, Text path, TextList *names, Diagnostics *diagnostics) {
    DIR *folder = opendir(text_to_string(arena, path));
    if (folder == NULL) {
        if (errno == ENOENT) {
            return true;
        }
        diagnostic_add(diagnostics, DIAGNOSTIC_CANNOT_READ, nowhere,
                       "cannot read folder \"%s\": %s", path, system_words());
        return false;
    }
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (entry->d_name[0] != '.') {
            list_push(arena, names, text_copy_string(arena, entry->d_name));
        }
    }
    closedir(folder);
    text_list_sort(names);
    return true;
}

bool input_is_folder(Arena *arena, Text path) {
    struct stat status;
    return stat(text_to_string(arena, path), &status) == 0 && S_ISDIR(status.st_mode);
}

static bool read_folder(Arena *arena, Text path, SourceList *sources, Diagnostics *diagnostics) {
    TextList names = {0};
    bool is_good = output_list_folder(arena, path, &names, diagnostics);
    for (size_t i = 0; is_good && i < names.count; i++) {
        Text inner = text_format(arena, "%s/%s", path, names.items[i]);
        if (input_is_folder(arena, inner)) {
            is_good = read_folder(arena, inner, sources, diagnostics);
        } else if (text_ends_with(names.items[i], TEXT(".sql"))) {
            is_good = read_file(arena, inner, sources, diagnostics);
        }
    }
    return is_good;
}

/* dbmate sorts by name; the others agree with the order of numbers that they were found in. */
static bool is_sorted_by_name(const SourceList *sources) {
    return sources->count != 0 &&
           migration_sections(sources->items[0].text).style == SECTION_DBMATE;
}

/* goose and the like refuse a file without marks; two styles side by side nobody reads. */
static bool check_sections(const SourceList *sources, Diagnostics *diagnostics) {
    SectionStyle style = SECTION_NONE;
    for (size_t i = 0; i < sources->count; i++) {
        SectionStyle found = migration_sections(sources->items[i].text).style;
        if (i > 0 && found != style) {
            const Source *marked = &sources->items[found == SECTION_NONE ? 0 : i];
            diagnostic_add(diagnostics, DIAGNOSTIC_MIXED_LAYOUTS, nowhere,
                           "\"%s\" has sections as %s writes them, and \"%s\" has not",
                           marked->path,
                           migration_section_tool(found == SECTION_NONE ? style : found),
                           sources->items[found == SECTION_NONE ? i : 0].path);
            return false;
        }
        style = found;
    }
    return true;
}

static int compare_paths(const void *left, const void *right) {
    return text_compare(((const Source *)left)->path, ((const Source *)right)->path);
}

static bool read_migrations(Arena *arena, const MigrationList *migrations, SourceList *sources,
                            Diagnostics *diagnostics) {
    for (size_t i = 0; i < migrations->count; i++) {
        if (!read_file(arena, migrations->items[i].path, sources, diagnostics)) {
            return false;
        }
    }
    sources->is_history = migrations->layout != LAYOUT_SNAPSHOT;
    if (is_sorted_by_name(sources)) {
        qsort(sources->items, sources->count, sizeof *sources->items, compare_paths);
    }
    return migrations->layout != LAYOUT_NUMBERED || check_sections(sources, diagnostics);
}

static bool read_standard(Arena *arena, SourceList *sources, Diagnostics *diagnostics) {
    Text text = TEXT_ABSENT;
    if (!read_stream(arena, stdin, &text)) {
        diagnostic_add(diagnostics, DIAGNOSTIC_CANNOT_READ, nowhere,
                       "cannot read standard input: %s", system_words());
        return false;
    }
    return add_source(arena, TEXT("<stdin>"), text, sources, diagnostics);
}

bool input_read(Arena *arena, Text name, SourceList *sources, Diagnostics *diagnostics) {
    if (text_equal(name, TEXT("-"))) {
        return read_standard(arena, sources, diagnostics);
    }
    if (!input_is_folder(arena, name)) {
        return read_file(arena, name, sources, diagnostics);
    }
    MigrationList migrations;
    if (!migrations_find(arena, name, &migrations, diagnostics)) {
        return false;
    }
    if (migrations.layout != LAYOUT_NONE) {
        return read_migrations(arena, &migrations, sources, diagnostics);
    }
    size_t before = sources->count;
    if (!read_folder(arena, name, sources, diagnostics)) {
        return false;
    }
    if (sources->count == before) {
        migrations_report_none(arena, name, diagnostics);
        return false;
    }
    return true;
}

bool output_make_folder(Arena *arena, Text path, Diagnostics *diagnostics) {
    char *name = text_to_string(arena, path);
    for (char *end = name + 1;; end++) {
        if (*end != '/' && *end != '\0') {
            continue;
        }
        char kept = *end;
        *end = '\0';
        if (mkdir(name, 0777) != 0 && errno != EEXIST) {
            diagnostic_add(diagnostics, DIAGNOSTIC_CANNOT_WRITE, nowhere,
                           "cannot create folder \"%s\": %s", text_from_string(name),
                           system_words());
            return false;
        }
        if (kept == '\0') {
            return true;
        }
        *end = kept;
    }
}

static bool write_stream(FILE *stream, Text bytes) {
    bool is_written = fwrite(bytes.data, 1, bytes.length, stream) == bytes.length;
    return fflush(stream) == 0 && is_written;
}

typedef int (*PutInPlace)(const char *from, const char *to);

static bool write_file(Arena *arena, Text path, Text bytes, PutInPlace put,
                       Diagnostics *diagnostics) {
    Text part = text_format(arena, "%s.part", path);
    char *name = text_to_string(arena, path), *part_name = text_to_string(arena, part);
    FILE *stream = fopen(part_name, "wxb");
    bool is_written = stream != NULL && write_stream(stream, bytes);
    if (stream != NULL) {
        is_written = fclose(stream) == 0 && is_written;
        is_written = is_written && put(part_name, name) == 0;
    }
    if (!is_written) {
        diagnostic_add(diagnostics, DIAGNOSTIC_CANNOT_WRITE, nowhere, "cannot write \"%s\": %s",
                       path, system_words());
    }
    if (stream != NULL) {
        unlink(part_name);
    }
    return is_written;
}

/* link() refuses to replace a file that somebody else wrote meanwhile; rename() does not. */
bool output_write_file(Arena *arena, Text path, Text bytes, Diagnostics *diagnostics) {
    return write_file(arena, path, bytes, link, diagnostics);
}

bool output_replace_file(Arena *arena, Text path, Text bytes, Diagnostics *diagnostics) {
    return write_file(arena, path, bytes, rename, diagnostics);
}

bool output_write_standard(Text bytes, Diagnostics *diagnostics) {
    if (!write_stream(stdout, bytes)) {
        diagnostic_add(diagnostics, DIAGNOSTIC_CANNOT_WRITE, nowhere,
                       "cannot write to standard output: %s", system_words());
        return false;
    }
    return true;
}
