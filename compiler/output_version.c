/* Output version: the highest number of a folder, the clock when it is asked for, Alembic's head.
 */
#include "compiler/output_version.h"

#include "compiler/builder.h"
#include "compiler/input.h"
#include "compiler/migration_name.h"

#include <time.h>

static const Location nowhere = {NULL, {0, 0}};

/* -------- Alembic: revisions are a chain -------- */

typedef struct Revisions {
    TextList all, followed; /* followed: some file names it as its down revision */
} Revisions;

/* The strings in quotes: a revision, or a tuple of them. */
static void add_quoted(Arena *arena, Text line, TextList *list) {
    for (size_t i = 0; i < line.length; i++) {
        char quote = line.data[i];
        if (quote == '#') {
            return;
        }
        if (quote == '\'' || quote == '"') {
            size_t start = ++i;
            while (i < line.length && line.data[i] != quote) {
                i++;
            }
            list_push(arena, list, text_slice(line, start, i));
        }
    }
}

/* "revision: str = 'x'": what stands behind the sign; absent for other lines. */
static Text value_of(Text line, Text name) {
    Text rest = text_slice(line, name.length, line.length);
    const char *equals = rest.length == 0 ? NULL : memchr(rest.data, '=', rest.length);
    if (!text_starts_with(line, name) || equals == NULL || memchr(" :=", rest.data[0], 3) == NULL) {
        return TEXT_ABSENT;
    }
    return text_slice(rest, (size_t)(equals - rest.data) + 1, rest.length);
}

static void read_revision(Arena *arena, Text bytes, Revisions *revisions) {
    for (size_t start = 0; start < bytes.length;) {
        const char *newline = memchr(bytes.data + start, '\n', bytes.length - start);
        size_t end = newline == NULL ? bytes.length : (size_t)(newline - bytes.data);
        Text line = text_slice(bytes, start, end);
        add_quoted(arena, value_of(line, TEXT("revision")), &revisions->all);
        add_quoted(arena, value_of(line, TEXT("down_revision")), &revisions->followed);
        start = end + 1;
    }
}

static bool find_head(Arena *arena, Text folder, const TextList *names, Text *head,
                      Diagnostics *diagnostics) {
    Revisions revisions = {0};
    for (size_t i = 0; i < names->count; i++) {
        Text bytes, path = text_format(arena, "%s/%s", folder, names->items[i]);
        if (!text_ends_with(path, TEXT(".py"))) {
            continue;
        }
        if (!input_read_bytes(arena, path, &bytes, diagnostics)) {
            return false;
        }
        read_revision(arena, bytes, &revisions);
    }
    size_t heads = 0;
    *head = TEXT("");
    for (size_t i = 0; i < revisions.all.count; i++) {
        if (!text_list_contains(&revisions.followed, revisions.all.items[i])) {
            *head = revisions.all.items[i];
            heads++;
        }
    }
    if (heads > 1 || (heads == 0 && revisions.all.count != 0)) {
        diagnostic_add(diagnostics, DIAGNOSTIC_CANNOT_WRITE, nowhere,
                       "\"%s\" has %s revisions that no other follows: one is wanted", folder,
                       text_from_integer(arena, (int64_t)heads));
        diagnostic_hint(diagnostics, TEXT("\"alembic merge heads\" joins them."));
        return false;
    }
    return true;
}

/* -------- numbers -------- */

static Text stamp_of_clock(Arena *arena, const Runner *runner) {
    struct timespec now;
    struct tm parts;
    char digits[32] = "";
    clock_gettime(CLOCK_REALTIME, &now);
    if (runner->id == RUNNER_TYPEORM) {
        return text_from_integer(arena, (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000);
    }
    gmtime_r(&now.tv_sec, &parts);
    strftime(digits, sizeof digits, "%Y%m%d%H%M%S", &parts);
    return text_copy_string(arena, digits);
}

bool output_first_version(Arena *arena, const Runner *runner, Text folder, Text timestamp,
                          Text *version, Diagnostics *diagnostics) {
    TextList names = {0};
    if (!output_list_folder(arena, folder, &names, diagnostics)) {
        return false;
    }
    if (runner->id == RUNNER_ALEMBIC) {
        return find_head(arena, folder, &names, version, diagnostics);
    }
    *version = runner_version_after(arena, runner, &names);
    if (text_is_absent(timestamp)) {
        return true;
    }
    Text stamp = text_equal(timestamp, TEXT("now")) ? stamp_of_clock(arena, runner) : timestamp;
    if (migration_version_compare(*version, stamp) < 0) {
        *version = stamp;
    }
    return true;
}
