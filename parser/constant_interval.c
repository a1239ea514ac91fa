/*
 * Constants: intervals and times of day.
 *
 * '30 DAY' is '30 days', '1 month 90 minutes' is '1 mon 01:30:00': as IntervalStyle = postgres
 * prints them.  One sign before several parts stays as it is written.
 */
#include "parser/constant.h"

#include "compiler/builder.h"

#include <string.h>

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

/* What the modifier of the type says: its fields, and how many digits the seconds have. */
typedef struct Fields {
    const Unit *smallest; /* NULL: all fields */
    int64_t step;         /* of microseconds that are kept */
    bool is_minute_to_second;
} Fields;

static const Unit *read_unit(Reader *reader) {
    skip_blanks(reader);
    size_t start = reader->position;
    while (is_letter(peek(reader))) {
        reader->position++;
    }
    return start == reader->position ? NULL
                                     : find_unit(text_slice(reader->text, start, reader->position));
}

/*
 * A bare number counts the smallest field, seconds if nothing is said; before a bare number or a
 * time of day, days: "1 2" as day to hour, "1 02:03:04".
 */
static const Unit *unit_of_bare(const Reader *reader, const Fields *fields) {
    Text rest = text_trim(text_slice(reader->text, reader->position, reader->text.length));
    if (!text_is_empty(rest)) {
        return is_digit(rest.data[0]) ? find_unit(TEXT("day")) : NULL;
    }
    return fields->smallest == NULL ? find_unit(TEXT("second")) : fields->smallest;
}

/* ".5" of what is counted: of months in days of which a month has thirty, of years in months. */
static void add_fraction(Reader *reader, Interval *interval, const Unit *unit, int64_t fraction) {
    enum { DAYS = 30 };
    int64_t day = 24LL * 3600 * MICROSECONDS;
    int64_t days = unit->months == 1 ? fraction * DAYS : fraction * unit->days;
    if (unit->months == MONTHS) {
        interval->months +=
            (fraction * MONTHS + (fraction < 0 ? -MICROSECONDS : MICROSECONDS) / 2) / MICROSECONDS;
        return;
    }
    int64_t time = fraction * unit->microseconds;
    reader->is_good = reader->is_good && time % MICROSECONDS == 0;
    interval->days += days / MICROSECONDS;
    interval->microseconds += time / MICROSECONDS + days % MICROSECONDS * (day / MICROSECONDS);
}

static void add_counted(Reader *reader, Interval *interval, const Unit *unit, int64_t number,
                        int64_t fraction) {
    reader->is_good = reader->is_good && unit != NULL;
    if (reader->is_good) {
        interval->months += number * unit->months;
        interval->days += number * unit->days;
        interval->microseconds += number * unit->microseconds;
        add_fraction(reader, interval, unit, fraction);
    }
}

static void read_part(Reader *reader, int64_t sign, const Fields *fields, Interval *interval) {
    int64_t number = read_number(reader);
    if (peek(reader) == ':') {
        reader->is_good = reader->is_good && !fields->is_minute_to_second;
        interval->microseconds += sign * read_rest_of_time(reader, number);
        return;
    }
    if (peek(reader) == '-') { /* years and months */
        reader->position++;
        int64_t months = read_number(reader);
        reader->is_good = reader->is_good && months < MONTHS;
        interval->months += sign * (number * MONTHS + months);
        return;
    }
    int64_t fraction = read_fraction(reader);
    skip_blanks(reader);
    const Unit *unit = is_letter(peek(reader)) ? read_unit(reader) : unit_of_bare(reader, fields);
    add_counted(reader, interval, unit, sign * number, sign * fraction);
}

static Text iso_unit(char letter, bool is_time) {
    switch (letter) {
        case 'Y': return TEXT("year");
        case 'M': return is_time ? TEXT("minute") : TEXT("month");
        case 'W': return TEXT("week");
        case 'D': return TEXT("day");
        case 'H': return TEXT("hour");
        case 'S': return TEXT("second");
        default: return TEXT("");
    }
}

/* "P1Y2M3DT4H5M6S", without the P */
static void read_iso(Reader *reader, Interval *interval) {
    bool is_time = false;
    do {
        if (peek(reader) == 'T') {
            is_time = true;
            reader->position++;
        }
        int64_t number = read_number(reader), fraction = read_fraction(reader);
        add_counted(reader, interval, find_unit(iso_unit(peek(reader), is_time)), number, fraction);
        reader->position++;
    } while (reader->is_good && reader->position < reader->text.length);
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

/* A sign is printed before what is positive after something negative. */
static void add_unit(Builder *out, int64_t number, const char *name, bool *is_after_minus) {
    if (number == 0) {
        return;
    }
    builder_add(out, out->length != 0 ? TEXT(" ") : TEXT(""));
    builder_add(out, *is_after_minus && number > 0 ? TEXT("+") : TEXT(""));
    builder_add_integer(out, number);
    builder_add_char(out, ' ');
    builder_add(out, text_from_string(name));
    builder_add(out, number != 1 ? TEXT("s") : TEXT(""));
    *is_after_minus = number < 0;
}

static Text print_interval(Arena *arena, Interval interval) {
    Builder out = builder_new(arena);
    bool is_empty = interval.months == 0 && interval.days == 0, is_after_minus = false;
    bool is_minus = interval.microseconds < 0;
    add_unit(&out, interval.months / MONTHS, "year", &is_after_minus);
    add_unit(&out, interval.months % MONTHS, "mon", &is_after_minus);
    add_unit(&out, interval.days, "day", &is_after_minus);
    if (interval.microseconds != 0 || is_empty) {
        builder_add(&out, is_empty ? TEXT("") : TEXT(" "));
        builder_add(&out, is_minus ? TEXT("-") : is_after_minus ? TEXT("+") : TEXT(""));
        add_time(&out, is_minus ? -interval.microseconds : interval.microseconds);
    }
    return builder_text(&out);
}

/* ---- Fields of the type */

/* "interval day to second(3)": the last field named; "interval(3)" has all of them. */
static Fields fields_of(Text modifier) {
    Fields fields = {.smallest = NULL, .step = 1};
    Text words = text_starts_with(modifier, TEXT("interval"))
                     ? text_slice(modifier, strlen("interval"), modifier.length)
                     : TEXT("");
    size_t digits = words.length;
    for (size_t i = 0; i < words.length; i++) {
        if (words.data[i] == '(' && i + 1 < words.length && is_digit(words.data[i + 1])) {
            digits = i;
            for (int digit = words.data[i + 1] - '0'; digit < 6; digit++) {
                fields.step *= 10;
            }
        }
    }
    Text names = text_trim(text_slice(words, 0, digits));
    size_t start = names.length;
    while (start > 0 && is_letter(names.data[start - 1])) {
        start--;
    }
    fields.smallest =
        text_is_empty(names) ? NULL : find_unit(text_slice(names, start, names.length));
    fields.is_minute_to_second = text_equal(names, TEXT("minute to second"));
    return fields;
}

/* AdjustIntervalForTypmod(): what is smaller than the smallest field is cut off, seconds rounded.
 */
static void cut(Interval *interval, const Fields *fields) {
    const Unit *smallest = fields->smallest;
    int64_t time = interval->microseconds, step = fields->step;
    if (smallest != NULL && smallest->months != 0) {
        interval->months -= interval->months % smallest->months;
        interval->days = interval->microseconds = 0;
    } else if (smallest != NULL && smallest->days != 0) {
        interval->microseconds = 0;
    } else if (smallest != NULL && smallest->microseconds > MICROSECONDS) {
        interval->microseconds -= time % smallest->microseconds;
    } else if (step > 1) {
        interval->microseconds = (time + (time < 0 ? -step / 2 : step / 2)) / step * step;
    }
}

static bool is_sign(const Reader *reader) {
    return peek(reader) == '-' || peek(reader) == '+';
}

/* "1 day -02:00 ago": each part has the sign before it; "ago" turns all of them. */
static void read_parts(Reader *reader, const Fields *fields, Interval *interval) {
    bool is_ago =
        reader->text.length > 4 &&
        text_equal_ignoring_case(
            text_slice(reader->text, reader->text.length - 4, reader->text.length), TEXT(" ago"));
    reader->text.length -= is_ago ? 4 : 0;
    bool is_negative = peek(reader) == '-';
    size_t parts = 0, signs = 0;
    while (reader->is_good && (reader->position < reader->text.length || parts == 0)) {
        bool has_sign = is_sign(reader);
        int64_t sign = peek(reader) == '-' ? -1 : 1;
        reader->position += has_sign;
        read_part(reader, is_ago ? -sign : sign, fields, interval);
        skip_blanks(reader);
        parts++;
        signs += has_sign;
    }
    /* One sign before several parts is of all or of the first, as IntervalStyle says. */
    reader->is_good = reader->is_good && (!is_negative || parts == 1 || signs > 1);
}

Text constant_interval_of(Arena *arena, Text value, Text modifier) {
    Reader reader = {text_trim(value), 0, true};
    Interval interval = {0, 0, 0};
    Fields fields = fields_of(modifier);
    if (peek(&reader) == 'P') {
        reader.position++;
        read_iso(&reader, &interval);
    } else {
        read_parts(&reader, &fields, &interval);
    }
    cut(&interval, &fields);
    return reader.is_good ? print_interval(arena, interval) : value;
}

Text constant_interval(Arena *arena, Text value) {
    return constant_interval_of(arena, value, TEXT(""));
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
