/*
 * Diagnostics: collecting messages and printing them with the line they are about.
 *
 *     schema/app.sql:12:11: error: type "intt" does not exist [unknown-object]
 *             price intt NOT NULL,
 *                   ^~~~
 *       hint: Did you mean "int"?
 */
#include "compiler/diagnostic.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct DiagnosticFacts {
    const char *name;
    Severity severity;
} DiagnosticFacts;

static const DiagnosticFacts facts[DIAGNOSTIC_COUNT] = {
#define X(id, name, severity, summary) [DIAGNOSTIC_##id] = {name, SEVERITY_##severity},
    DIAGNOSTICS(X)
#undef X
};

static const char *const severity_words[] = {
    [SEVERITY_ERROR] = "error", [SEVERITY_WARNING] = "warning", [SEVERITY_NOTE] = "note"};

Text diagnostic_name(DiagnosticId id) {
    return text_from_string(facts[id].name);
}

void diagnostic_append(Diagnostics *list, DiagnosticId id, Location where, Text message,
                       Text hint) {
    Severity severity = facts[id].severity;
    if (id == DIAGNOSTIC_UNSUPPORTED && list->ignores_unsupported) {
        severity = SEVERITY_WARNING;
    }
    Diagnostic diagnostic = {id, severity, where, message, hint, TEXT_ABSENT};
    list_push(list->arena, list, diagnostic);
    list->error_count += severity == SEVERITY_ERROR;
}

void diagnostic_hint(Diagnostics *list, Text hint) {
    if (list->count != 0) {
        list->items[list->count - 1].hint = hint;
    }
}

/* Control characters would let a name from a database forge lines of output: shown as "?". */
static void print_clean(FILE *stream, Text text) {
    for (size_t i = 0; i < text.length; i++) {
        unsigned char letter = (unsigned char)text.data[i];
        fputc((letter < 0x20 && letter != '\t') || letter == 0x7F ? '?' : letter, stream);
    }
}

static size_t count_characters(Text text) {
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++) {
        count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    }
    return count;
}

/* "password 'x'", "password=x" and the like, in any case; not "password text NOT NULL". */
static bool names_secret_at(Text line, size_t position) {
    static const char *const words[] = {"password", "passwd", "passcode", "secret"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i]), at = position + length;
        if (at > line.length || strncasecmp(line.data + position, words[i], length) != 0) {
            continue;
        }
        while (at < line.length && (line.data[at] == ' ' || line.data[at] == '"')) {
            at++;
        }
        if (at < line.length && (line.data[at] == '\'' || line.data[at] == '=')) {
            return true;
        }
    }
    return false;
}

/* "://user:password@host" */
static bool is_secret_address(Text line, size_t position) {
    bool has_colon = false;
    if (position + 3 > line.length || memcmp(line.data + position, "://", 3) != 0) {
        return false;
    }
    for (size_t i = position + 3; i < line.length; i++) {
        char letter = line.data[i];
        if (letter == '@' || letter == '/' || letter == ' ' || letter == '\'') {
            return letter == '@' && has_colon;
        }
        has_colon |= letter == ':';
    }
    return false;
}

static bool holds_secret(Text line) {
    for (size_t i = 0; i < line.length; i++) {
        if (names_secret_at(line, i) || is_secret_address(line, i)) {
            return true;
        }
    }
    return false;
}

/* The line, and under it a caret and tildes as far as the span goes on that line. */
static void print_excerpt(FILE *stream, Location where, LinePosition position) {
    fputs("    ", stream);
    print_clean(stream, position.text);
    fputs("\n    ", stream);
    size_t seen = 0, i = 0;
    while (seen + 1 < position.column && i < position.text.length) {
        if (((unsigned char)position.text.data[i] & 0xC0) != 0x80) {
            fputc(position.text.data[i] == '\t' ? '\t' : ' ', stream);
            seen++;
        }
        i++;
        while (i < position.text.length && ((unsigned char)position.text.data[i] & 0xC0) == 0x80) {
            i++;
        }
    }
    fputc('^', stream);
    size_t length = where.span.end > where.span.start ? where.span.end - where.span.start : 0;
    size_t marked = count_characters(text_slice(position.text, i, i + length));
    for (size_t k = 1; k < marked; k++) {
        fputc('~', stream);
    }
    fputc('\n', stream);
}

static void print_one(const Diagnostic *diagnostic, FILE *stream) {
    const Source *source = diagnostic->where.source;
    if (source == NULL) {
        fputs("schemac", stream);
    } else {
        print_clean(stream, source->path);
    }
    bool has_excerpt = source != NULL && !source->is_database && !text_is_empty(source->text);
    LinePosition position = {0};
    if (has_excerpt) {
        position = source_position(source, diagnostic->where.span.start);
        fprintf(stream, ":%zu:%zu", position.line, position.column);
    }
    fprintf(stream, ": %s: ", severity_words[diagnostic->severity]);
    print_clean(stream, diagnostic->message);
    fputs(" [", stream);
    print_clean(stream, text_is_absent(diagnostic->rule) ? diagnostic_name(diagnostic->id)
                                                         : diagnostic->rule);
    fputs("]\n", stream);
    if (has_excerpt && !text_is_empty(text_trim(position.text)) && !holds_secret(position.text)) {
        print_excerpt(stream, diagnostic->where, position);
    }
    if (!text_is_empty(diagnostic->hint)) {
        fputs("  hint: ", stream);
        print_clean(stream, diagnostic->hint);
        fputc('\n', stream);
    }
}

/* Messages about one source stand together, by position; sources keep the order they came in. */
static int compare_diagnostics(const void *left, const void *right) {
    const Diagnostic *one = *(const Diagnostic *const *)left;
    const Diagnostic *other = *(const Diagnostic *const *)right;
    if (one->where.source != NULL && one->where.source == other->where.source &&
        one->where.span.start != other->where.span.start) {
        return one->where.span.start < other->where.span.start ? -1 : 1;
    }
    return one < other ? -1 : one > other; /* addresses in the list: the order they came in */
}

static const Diagnostic **sorted_items(const Diagnostics *list) {
    const Diagnostic **sorted = arena_array(list->arena, const Diagnostic *, list->count + 1);
    for (size_t i = 0; i < list->count; i++) {
        sorted[i] = &list->items[i];
    }
    if (list->count > 1) {
        qsort(sorted, list->count, sizeof *sorted, compare_diagnostics);
    }
    return sorted;
}

void diagnostic_sort(Diagnostics *list) {
    const Diagnostic **sorted = sorted_items(list);
    Diagnostic *items = arena_array(list->arena, Diagnostic, list->count + 1);
    for (size_t i = 0; i < list->count; i++) {
        items[i] = *sorted[i];
    }
    list->items = items;
    list->capacity = list->count;
}

void diagnostic_print(const Diagnostics *list, FILE *stream, bool is_quiet) {
    const Diagnostic **sorted = sorted_items(list);
    for (size_t i = 0; i < list->count; i++) {
        if (!is_quiet || sorted[i]->severity != SEVERITY_NOTE) {
            print_one(sorted[i], stream);
        }
    }
}
