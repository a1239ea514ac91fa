/*
 * Constants: intervals and times of day.
 *
 * '30 DAY' is '30 days', '1 month 90 minutes' is '1 mon 01:30:00': as IntervalStyle = postgres
 * prints them.  ISO 8601, "ago" and signs on one of several parts stay as they are written.
 */
#include "parser/constant.h"

#include "compiler/builder.h"

enum { MICROSECONDS = 1000000, MONTHS = 12 };

typedef struct Interval {
    int64_t months, days, microseconds;
} Interval;

typedef struct Unit {
    const char *name;
    int64_t months, days, microseconds;
} Unit;

static const Unit units[] = {
    {"us", 0, 0, 1},
    {"usec", 0, 0, 1},
    {"microsecond", 0, 0, 1},
    {"ms", 0, 0, 1000},
    {"msec", 0, 0, 1000},
    {"millisecond", 0, 0, 1000},
    {"s", 0, 0, MICROSECONDS},
    {"sec", 0, 0, MICROSECONDS},
    {"second", 0, 0, MICROSECONDS},
    {"min", 0, 0, 60LL * MICROSECONDS},
    {"minute", 0, 0, 60LL * MICROSECONDS},
    {"h", 0, 0, 3600LL * MICROSECONDS},
    {"hr", 0, 0, 3600LL * MICROSECONDS},
    {"hour", 0, 0, 3600LL * MICROSECONDS},
    {"d", 0, 1, 0},
    {"day", 0, 1, 0},
    {"w", 0, 7, 0},
    {"week", 0, 7, 0},
    {"mon", 1, 0, 0},
    {"month", 1, 0, 0},
    {"y", MONTHS, 0, 0},
    {"yr", MONTHS, 0, 0},
    {"year", MONTHS, 0, 0},
};

static const Unit *find_unit(Text word) {
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        Text name = text_from_string(units[i].name);
        bool is_plural = word.length == name.length + 1 && name.length > 1 &&
                         (word.data[name.length] == 's' || word.data[name.length] == 'S');
        if (text_equal_ignoring_case(is_plural ? text_slice(word, 0, name.length) : word, name)) {
            return &units[i];
        }
    }
    return NULL;
}

typedef struct Reader {
    Text text;
    size_t position;
    bool is_good;
} Reader;

static char peek(const Reader *reader) {
    return reader->position < reader->text.length ? reader->text.data[reader->position] : '\0';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void skip_blanks(Reader *reader) {
    while (peek(reader) == ' ') {
        reader->position++;
    }
}

static int64_t read_number(Reader *reader) {
    enum { DIGIT_LIMIT = 9 };
    size_t start = reader->position;
    int64_t number = 0;
    while (is_digit(peek(reader)) && reader->position - start < DIGIT_LIMIT) {
        number = number * 10 + (reader->text.data[reader->position++] - '0');
    }
    reader->is_good = reader->is_good && reader->position > start && !is_digit(peek(reader));
    return number;
}

/* ".5" as microseconds; nothing is 0. */
static int64_t read_fraction(Reader *reader) {
    int64_t fraction = 0, unit = MICROSECONDS;
    if (peek(reader) != '.') {
        return 0;
    }
    reader->position++;
    while (is_digit(peek(reader))) {
        unit /= 10;
        fraction += (reader->text.data[reader->position++] - '0') * unit;
        reader->is_good = reader->is_good && unit > 0; /* a seventh digit would be rounded */
    }
    return fraction;
}

/* What follows the hours: ":02", ":02:03.5". */
static int64_t read_rest_of_time(Reader *reader, int64_t hours) {
    reader->position++;
    int64_t minutes = read_number(reader), seconds = 0, fraction = 0;
    if (peek(reader) == ':') {
        reader->position++;
        seconds = read_number(reader);
        fraction = read_fraction(reader);
    }
    reader->is_good = reader->is_good && minutes < 60 && seconds < 60;
    return (hours * 3600 + minutes * 60 + seconds) * MICROSECONDS + fraction;
}

static const Unit *read_unit(Reader *reader) {
    skip_blanks(reader);
    size_t start = reader->position;
    while (is_letter(peek(reader))) {
        reader->position++;
    }
    if (start == reader->position) {
        return find_unit(TEXT("second")); /* a bare number, which must be the last */
    }
    return find_unit(text_slice(reader->text, start, reader->position));
}

static void read_part(Reader *reader, int64_t sign, Interval *interval) {
    int64_t number = read_number(reader);
    if (peek(reader) == ':') {
        interval->microseconds += sign * read_rest_of_time(reader, number);
        return;
    }
    int64_t fraction = read_fraction(reader);
    size_t before = reader->position;
    const Unit *unit = read_unit(reader);
    bool is_bare = unit != NULL && !is_letter(reader->text.data[reader->position - 1]);
    reader->is_good = reader->is_good && unit != NULL &&
                      (fraction == 0 || unit->microseconds == MICROSECONDS) &&
                      (!is_bare || before == reader->text.length);
    if (reader->is_good) {
        interval->months += sign * number * unit->months;
        interval->days += sign * number * unit->days;
        interval->microseconds += sign * (number * unit->microseconds + fraction);
    }
}

static void add_padded(Builder *out, int64_t number, int64_t width) {
    for (int64_t limit = width; limit > 1 && number < limit; limit /= 10) {
        builder_add_char(out, '0');
    }
    builder_add_integer(out, number);
}

/* "01:02:03.5" */
static void add_time(Builder *out, int64_t microseconds) {
    int64_t seconds = microseconds / MICROSECONDS, fraction = microseconds % MICROSECONDS;
    add_padded(out, seconds / 3600, 10);
    builder_add_char(out, ':');
    add_padded(out, seconds / 60 % 60, 10);
    builder_add_char(out, ':');
    add_padded(out, seconds % 60, 10);
    if (fraction != 0) {
        int64_t width = MICROSECONDS / 10;
        while (fraction % 10 == 0) {
            fraction /= 10;
            width /= 10;
        }
        builder_add_char(out, '.');
        add_padded(out, fraction, width);
    }
}

static void add_unit(Builder *out, int64_t number, const char *name) {
    if (number == 0) {
        return;
    }
    if (out->length != 0) {
        builder_add_char(out, ' ');
    }
    builder_add_integer(out, number);
    builder_add_char(out, ' ');
    builder_add(out, text_from_string(name));
    if (number != 1) {
        builder_add_char(out, 's');
    }
}

static Text print_interval(Arena *arena, Interval interval) {
    Builder out = builder_new(arena);
    bool is_empty = interval.months == 0 && interval.days == 0;
    add_unit(&out, interval.months / MONTHS, "year");
    add_unit(&out, interval.months % MONTHS, "mon");
    add_unit(&out, interval.days, "day");
    if (interval.microseconds != 0 || is_empty) {
        builder_add(&out, is_empty ? TEXT("") : TEXT(" "));
        builder_add(&out, interval.microseconds < 0 ? TEXT("-") : TEXT(""));
        add_time(&out, interval.microseconds < 0 ? -interval.microseconds : interval.microseconds);
    }
    return builder_text(&out);
}

Text constant_interval(Arena *arena, Text value) {
    Reader reader = {text_trim(value), 0, true};
    Interval interval = {0, 0, 0};
    int64_t sign = peek(&reader) == '-' ? -1 : 1;
    reader.position += sign < 0;
    size_t parts = 0;
    while (reader.is_good && (reader.position < reader.text.length || parts == 0)) {
        read_part(&reader, sign, &interval);
        skip_blanks(&reader);
        parts++;
    }
    bool is_settled = reader.is_good && (sign > 0 || parts == 1);
    return is_settled ? print_interval(arena, interval) : value;
}

Text constant_time(Arena *arena, Text value) {
    Reader reader = {text_trim(value), 0, true};
    int64_t hours = read_number(&reader);
    if (!reader.is_good || peek(&reader) != ':') {
        return value;
    }
    int64_t microseconds = read_rest_of_time(&reader, 0);
    skip_blanks(&reader);
    Text half = text_slice(reader.text, reader.position, reader.text.length);
    bool is_afternoon = text_equal_ignoring_case(half, TEXT("pm"));
    bool is_morning = text_equal_ignoring_case(half, TEXT("am"));
    bool is_halved = is_afternoon || is_morning;
    if (!reader.is_good || (half.length != 0 && !is_halved) || hours > (is_halved ? 12 : 23)) {
        return value;
    }
    hours = is_halved ? hours % 12 + (is_afternoon ? 12 : 0) : hours;
    Builder out = builder_new(arena);
    add_time(&out, hours * 3600 * MICROSECONDS + microseconds);
    return builder_text(&out);
}
