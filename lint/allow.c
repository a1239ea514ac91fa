/*
 * Allow: finds the comments, and the lines that they are about.
 */
#include "lint/allow.h"

#include "lint/lint.h"

#include <string.h>

static size_t line_end(Text text, size_t at) {
    const char *found = at < text.length ? memchr(text.data + at, '\n', text.length - at) : NULL;
    return found == NULL ? text.length : (size_t)(found - text.data);
}

static size_t line_start(Text text, size_t at) {
    while (at > 0 && text.data[at - 1] != '\n') {
        at--;
    }
    return at;
}

/* Blank, or nothing but a comment. */
static bool has_no_sql(Text line) {
    line = text_trim(line);
    return text_is_empty(line) || text_starts_with(line, TEXT("--"));
}

/* Its own line; for a comment alone, to the end of the next line that holds SQL. */
static Span covered(Text text, size_t at) {
    Span span = {line_start(text, at), line_end(text, at)};
    size_t start = span.start;
    while (has_no_sql(text_slice(text, start, span.end)) && span.end < text.length) {
        start = span.end + 1;
        span.end = line_end(text, start);
    }
    return span;
}

static bool is_known(Text rule) {
    LintOptions any = {0};
    return lint_select(&any, rule, true);
}

static bool is_of_rule(char letter) {
    return letter == '-' || (letter >= 'a' && letter <= 'z');
}

/* The rules behind "allow", parted by commas or blanks. */
static void read_rules(AllowanceList *list, const Source *source, size_t at,
                       Diagnostics *diagnostics) {
    Text text = source->text;
    size_t end = line_end(text, at);
    Span span = covered(text, at);
    while (at < end) {
        size_t start = at;
        while (at < end && is_of_rule(text.data[at])) {
            at++;
        }
        Allowance allowance = {source, span, text_slice(text, start, at)};
        if (start == at) {
            at++;
        } else if (is_known(allowance.rule)) {
            list_push(diagnostics->arena, list, allowance);
        } else {
            diagnostic_add(diagnostics, DIAGNOSTIC_UNKNOWN_RULE, ((Location){source, {start, at}}),
                           "there is no rule \"%s\"", allowance.rule);
            diagnostic_hint(diagnostics, TEXT("schemac lint --list-rules names them all."));
        }
    }
}

static void read_source(AllowanceList *list, const Source *source, Diagnostics *diagnostics) {
    static const char mark[] = "-- schemac: allow ";
    Text text = source->text;
    size_t at = 0;
    while (at < text.length) {
        const char *found = memmem(text.data + at, text.length - at, mark, sizeof mark - 1);
        if (found == NULL) {
            return;
        }
        at = (size_t)(found - text.data) + sizeof mark - 1;
        read_rules(list, source, at, diagnostics);
    }
}

AllowanceList allow_read(const SourceList *sources, Diagnostics *diagnostics) {
    AllowanceList list = {0};
    for (size_t i = 0; i < sources->count; i++) {
        read_source(&list, &sources->items[i], diagnostics);
    }
    return list;
}

bool allow_covers(const AllowanceList *allowed, const Diagnostic *finding) {
    for (size_t i = 0; i < allowed->count; i++) {
        const Allowance *one = &allowed->items[i];
        size_t at = finding->where.span.start;
        if (one->source == finding->where.source && at >= one->span.start && at < one->span.end &&
            (text_equal(one->rule, finding->rule) || text_equal(one->rule, TEXT("all")))) {
            return true;
        }
    }
    return false;
}
