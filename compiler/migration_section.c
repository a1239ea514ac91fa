/* Migration section: finding the lines that divide up from down. */
#include "compiler/migration_section.h"

typedef struct SectionMarks {
    const char *tool;
    const char *up, *down; /* what follows "--"; NULL: everything before `down` leads up */
    bool is_whole;         /* plain words: only a comment that says nothing else */
} SectionMarks;

static const SectionMarks marks[SECTION_STYLE_COUNT] = {
    [SECTION_DBMATE] = {"dbmate", "migrate:up", "migrate:down", false},
    [SECTION_GOOSE] = {"goose", "+goose up", "+goose down", false},
    [SECTION_SQL_MIGRATE] = {"sql-migrate", "+migrate up", "+migrate down", false},
    [SECTION_NODE_PG_MIGRATE] = {"node-pg-migrate", "up migration", "down migration", true},
    [SECTION_TERN] = {"tern", NULL, "create above / drop below", false},
};

Text migration_section_tool(SectionStyle style) {
    return text_from_string(marks[style].tool);
}

/* Does the comment say this?  After a mark, options may follow ("transaction:false"). */
static bool says(Text comment, const char *wanted, bool is_whole) {
    Text words = text_from_string(wanted);
    Text start = is_whole ? comment : text_slice(comment, 0, words.length);
    return !text_is_absent(words) && text_equal_ignoring_case(start, words);
}

/* The words of a line that is a comment, without dashes; empty for other lines. */
static Text comment_words(Text line) {
    line = text_trim(line);
    if (!text_starts_with(line, TEXT("--"))) {
        return TEXT("");
    }
    size_t start = 2;
    while (start < line.length && (line.data[start] == '-' || line.data[start] == ' ')) {
        start++;
    }
    return text_slice(line, start, line.length);
}

static void close_section(Sections *sections, bool is_down, size_t end) {
    Span *open = is_down ? &sections->down : &sections->up;
    open->end = end;
}

/* One line; `is_down` says which section is open. */
static void read_line(Sections *sections, Text words, Span line, bool *is_down) {
    for (int style = SECTION_NONE + 1; style < SECTION_STYLE_COUNT; style++) {
        bool begins_up = says(words, marks[style].up, marks[style].is_whole);
        bool begins_down = says(words, marks[style].down, marks[style].is_whole);
        bool is_other = sections->style != SECTION_NONE && sections->style != (SectionStyle)style;
        if ((!begins_up && !begins_down) || is_other) {
            continue;
        }
        sections->style = (SectionStyle)style;
        close_section(sections, *is_down, line.start);
        *is_down = begins_down;
        if (begins_up) {
            sections->has_up = true;
            sections->up.start = sections->has_down ? line.end : 0;
        } else {
            sections->has_up = sections->has_up || marks[style].up == NULL;
            sections->has_down = true;
            sections->down.start = line.end;
        }
        return;
    }
}

Sections migration_sections(Text text) {
    Sections sections = {0};
    bool is_down = false;
    size_t start = 0;
    while (start < text.length) {
        const char *newline = memchr(text.data + start, '\n', text.length - start);
        size_t end = newline == NULL ? text.length : (size_t)(newline - text.data) + 1;
        Text words = comment_words(text_slice(text, start, end));
        if (!text_is_empty(words)) {
            read_line(&sections, words, (Span){start, end}, &is_down);
        }
        start = end;
    }
    close_section(&sections, is_down, text.length);
    if (sections.style != SECTION_NONE && !sections.has_up) {
        sections.up = (Span){0, sections.down.start};
    }
    return sections;
}

Text migration_section_text(Arena *arena, Text text, Span span) {
    char *data = text_to_string(arena, text);
    for (size_t i = 0; i < text.length; i++) {
        bool is_kept = (i >= span.start && i < span.end) || data[i] == '\n' || data[i] == '\r';
        data[i] = is_kept ? data[i] : ' ';
    }
    return (Text){data, text.length};
}
