/*
 * Rules of names: what they look like, and that those of constraints and indexes say what they are.
 */
#include "lint/rule.h"

#include <string.h>

/* ---- any name ---- */

/* Names that somebody has chosen here: not an extension's, not those that a parent gives. */
static bool is_named_here(const Object *object) {
    switch (object->kind) {
        case KIND_EXTENSION:
        case KIND_DEFAULT_PRIVILEGE: return false;
        case KIND_COLUMN: return !((const Column *)object)->is_inherited;
        case KIND_CONSTRAINT: return !((const TableConstraint *)object)->is_inherited;
        default: return true;
    }
}

static bool has_capital(Text name) {
    for (size_t i = 0; i < name.length; i++) {
        if (name.data[i] >= 'A' && name.data[i] <= 'Z') {
            return true;
        }
    }
    return false;
}

static bool is_snake_case(Text name) {
    for (size_t i = 0; i < name.length; i++) {
        char letter = name.data[i];
        bool is_digit = letter >= '0' && letter <= '9';
        bool is_letter = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
        if (!is_letter && letter != '_' && !(is_digit && i > 0)) {
            return false;
        }
    }
    return true;
}

void rule_name_lower_case(Lint *lint, const Object *object) {
    if (is_named_here(object) && has_capital(object->name)) {
        lint_find(lint, object->where, "the name of %s has capitals",
                  object_describe(lint->arena, object));
    }
}

void rule_name_snake_case(Lint *lint, const Object *object) {
    if (is_named_here(object) && !is_snake_case(object->name)) {
        lint_find(lint, object->where, "the name of %s is not snake_case",
                  object_describe(lint->arena, object));
    }
}

void rule_name_reserved_word(Lint *lint, const Object *object) {
    if (is_named_here(object) && text_is_reserved_word(object->name)) {
        lint_find(lint, object->where, "the name of %s is a key word",
                  object_describe(lint->arena, object));
    }
}

static bool is_identifier_byte(char letter) {
    return letter == '_' || letter == '$' || (letter >= '0' && letter <= '9') ||
           (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter & 0x80) != 0;
}

/* PostgreSQL's scanner has cut the name already: what is longer stands only in the text. */
void rule_name_too_long(Lint *lint, const Object *object) {
    enum { LIMIT = 63, LARGEST_CHARACTER = 4 };
    const Source *source = object->where.source;
    Text name = object->name;
    if (!is_named_here(object) || name.length <= LIMIT - LARGEST_CHARACTER || source == NULL) {
        return;
    }
    Text text = source->text;
    for (size_t at = object->where.span.start; at + name.length < text.length; at++) {
        if (text_equal_ignoring_case(text_slice(text, at, at + name.length), name) &&
            is_identifier_byte(text.data[at + name.length])) {
            lint_find(lint, object->where, "the name of %s is longer than 63 bytes and was cut",
                      object_describe(lint->arena, object));
            return;
        }
    }
}

/* ---- constraints and indexes ---- */

static const char anything = '\1'; /* in a filled-in pattern: any text, or none */

/* Fit, with a number behind it where PostgreSQL had to choose another name. */
static bool fits(Text name, Text pattern) {
    if (pattern.length == 0) {
        size_t digits = 0;
        while (digits < name.length && name.data[digits] >= '0' && name.data[digits] <= '9') {
            digits++;
        }
        return digits == name.length;
    }
    Text rest = text_slice(pattern, 1, pattern.length);
    if (pattern.data[0] != anything) {
        return name.length != 0 && name.data[0] == pattern.data[0] &&
               fits(text_slice(name, 1, name.length), rest);
    }
    for (size_t i = 0; i <= name.length; i++) {
        if (fits(text_slice(name, i, name.length), rest)) {
            return true;
        }
    }
    return false;
}

/* What {table} and {columns} stand for. */
typedef struct NameParts {
    Text table, columns;
    bool is_open; /* more may follow the columns: what makes an expression, a WHERE */
} NameParts;

static Text replace(Arena *arena, Text text, Text what, Text by) {
    const char *found =
        text.length < what.length ? NULL : memmem(text.data, text.length, what.data, what.length);
    if (found == NULL) {
        return text;
    }
    size_t at = (size_t)(found - text.data);
    return text_format(arena, "%s%s%s", text_slice(text, 0, at), by,
                       text_slice(text, at + what.length, text.length));
}

/* As PostgreSQL's makeObjectName(): the longer part gives way until the whole fits 63 bytes. */
static void shorten(NameParts *parts, size_t others) {
    enum { LIMIT = 63 };
    size_t table = parts->table.length, columns = parts->columns.length;
    while (table + columns + others > LIMIT && table + columns > 0) {
        if (table > columns) {
            table--;
        } else {
            columns--;
        }
    }
    parts->table = text_clip(parts->table, table);
    parts->columns = text_clip(parts->columns, columns);
}

static bool fits_pattern(Arena *arena, Text name, Text pattern, NameParts parts) {
    Text table = TEXT("{table}"), columns = TEXT("{columns}");
    size_t others = pattern.length;
    others -= text_contains(pattern, table) ? table.length : 0;
    others -= text_contains(pattern, columns) ? columns.length : 0;
    shorten(&parts, others);
    Text open = {&anything, parts.is_open ? 1 : 0};
    Text filled = replace(arena, pattern, table, parts.table);
    filled = replace(arena, filled, columns, text_format(arena, "%s%s", parts.columns, open));
    return fits(name, filled);
}

static bool fits_any(Arena *arena, Text name, Text patterns, NameParts parts) {
    size_t start = 0;
    for (size_t i = 0; i <= patterns.length; i++) {
        if (i == patterns.length || patterns.data[i] == '|') {
            if (fits_pattern(arena, name, text_slice(patterns, start, i), parts)) {
                return true;
            }
            start = i + 1;
        }
    }
    return false;
}

static NameParts parts_of(Arena *arena, const Object *object, const TextList *columns,
                          Text definition) {
    NameParts parts = {.table = object->parent->name,
                       .columns = text_join(arena, columns, TEXT("_")),
                       .is_open = columns->count == 0 ||
                                  text_contains(definition, TEXT(" WHERE ")) ||
                                  text_contains(definition, TEXT(" INCLUDE "))};
    if (text_list_contains(columns, TEXT(""))) { /* an expression: PostgreSQL guesses a word */
        parts.columns = TEXT("");
        parts.is_open = true;
    }
    return parts;
}

static LintSuffix suffix_of(const Object *object) {
    static const LintSuffix suffixes[] = {
        [CONSTRAINT_TYPE_PRIMARY_KEY] = LINT_PKEY, [CONSTRAINT_TYPE_UNIQUE] = LINT_KEY,
        [CONSTRAINT_TYPE_CHECK] = LINT_CHECK,      [CONSTRAINT_TYPE_FOREIGN_KEY] = LINT_FKEY,
        [CONSTRAINT_TYPE_EXCLUDE] = LINT_EXCL,
    };
    return object->kind == KIND_INDEX ? LINT_IDX
                                      : suffixes[((const TableConstraint *)object)->type];
}

void rule_name_pattern(Lint *lint, const Object *object) {
    bool is_constraint = object->kind == KIND_CONSTRAINT;
    if ((!is_constraint && object->kind != KIND_INDEX) || object->parent == NULL ||
        object->parent->kind == KIND_DOMAIN || !is_named_here(object)) {
        return;
    }
    const TableConstraint *constraint = (const TableConstraint *)object;
    const TableIndex *index = (const TableIndex *)object;
    NameParts parts =
        is_constraint ? parts_of(lint->arena, object, &constraint->columns, constraint->definition)
                      : parts_of(lint->arena, object, &index->columns, index->definition);
    Text pattern = lint->options->patterns[suffix_of(object)];
    if (!fits_any(lint->arena, object->name, pattern, parts)) {
        lint_find(lint, object->where, "the name of %s does not follow the pattern %s",
                  object_describe(lint->arena, object), pattern);
    }
}
