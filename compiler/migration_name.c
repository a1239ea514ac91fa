/* Migration name: reading file names as golang-migrate, sqlx, diesel, Flyway and others do. */
#include "compiler/migration_name.h"

static bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

static size_t find_char(Text text, char wanted) {
    const char *found = text.length == 0 ? NULL : memchr(text.data, wanted, text.length);
    return found == NULL ? text.length : (size_t)(found - text.data);
}

/* Digits, with single separators of the set between them: the length of what fits. */
static size_t digits_length(Text text, Text separators) {
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (is_digit(text.data[i])) {
            length = i + 1;
        } else if (length != i || i == 0 ||
                   find_char(separators, text.data[i]) == separators.length) {
            break;
        }
    }
    return length;
}

Text migration_name_version(Text name) {
    size_t end = find_char(name, '_');
    size_t dated = digits_length(name, TEXT("-"));
    if (dated == end && dated < name.length) {
        return text_slice(name, 0, dated); /* diesel: 2019-02-26-002946_create_user */
    }
    size_t plain = digits_length(name, TEXT(""));
    bool is_ended = plain == name.length || find_char(TEXT("_-."), name.data[plain]) < 3;
    return is_ended ? text_slice(name, 0, plain) : TEXT("");
}

/* V1_2__name, R__name: a letter, the version, two underscores. */
static MigrationName read_flyway(Text stem) {
    static const struct {
        char letter;
        MigrationForm form;
    } prefixes[] = {{'V', MIGRATION_VERSIONED},
                    {'B', MIGRATION_BASELINE},
                    {'R', MIGRATION_REPEATABLE},
                    {'U', MIGRATION_UNDO}};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (stem.length == 0 || stem.data[0] != prefixes[i].letter) {
            continue;
        }
        Text rest = text_slice(stem, 1, stem.length);
        size_t length = digits_length(rest, TEXT("._"));
        bool is_repeatable = prefixes[i].form == MIGRATION_REPEATABLE;
        Text after = text_slice(rest, length, rest.length);
        if ((length == 0) == is_repeatable && text_starts_with(after, TEXT("__"))) {
            return (MigrationName){prefixes[i].form, text_slice(rest, 0, length), stem};
        }
    }
    return (MigrationName){0};
}

MigrationName migration_name_read(Text name) {
    static const struct {
        const char *suffix;
        MigrationForm form;
    } suffixes[] = {
        {".up.sql", MIGRATION_UP}, {".down.sql", MIGRATION_DOWN}, {".sql", MIGRATION_NUMBERED}};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        Text suffix = text_from_string(suffixes[i].suffix);
        if (!text_ends_with(name, suffix)) {
            continue;
        }
        Text title = text_slice(name, 0, name.length - suffix.length);
        Text version = migration_name_version(title);
        if (!text_is_empty(version)) {
            return (MigrationName){suffixes[i].form, version, title};
        }
        return read_flyway(title);
    }
    return (MigrationName){0};
}

/* The digits of the next part, without leading zeros, one after the other. */
typedef struct VersionPart {
    Text rest;
    size_t position, digits; /* where the first digit that counts is; how many there are */
} VersionPart;

static bool ends_part(char letter) {
    return letter == '.' || letter == '_';
}

static VersionPart part_open(Text rest) {
    VersionPart part = {.rest = rest};
    bool is_leading = true;
    for (size_t i = 0; i < rest.length && !ends_part(rest.data[i]); i++) {
        if (!is_digit(rest.data[i]) || (is_leading && rest.data[i] == '0')) {
            continue;
        }
        part.position = is_leading ? i : part.position;
        is_leading = false;
        part.digits++;
    }
    return part;
}

static char part_next(VersionPart *part) {
    while (!is_digit(part->rest.data[part->position])) {
        part->position++;
    }
    return part->rest.data[part->position++];
}

static int compare_parts(Text left, Text right) {
    VersionPart one = part_open(left), other = part_open(right);
    if (one.digits != other.digits) {
        return one.digits < other.digits ? -1 : 1;
    }
    for (size_t i = 0; i < one.digits; i++) {
        int difference = part_next(&one) - part_next(&other);
        if (difference != 0) {
            return difference;
        }
    }
    return 0;
}

static Text after_part(Text version) {
    size_t i = 0;
    while (i < version.length && !ends_part(version.data[i])) {
        i++;
    }
    return text_slice(version, i + 1, version.length);
}

int migration_version_compare(Text left, Text right) {
    while (left.length != 0 || right.length != 0) {
        int order = compare_parts(left, right);
        if (order != 0) {
            return order;
        }
        left = after_part(left);
        right = after_part(right);
    }
    return 0;
}
