/*
 * Constant: '2024-1-1', '2024-01-01T00:00Z' and '2024-01-01 01:00+01' are one moment.
 *
 * Only plain ISO forms are read; the many others that PostgreSQL takes stay as they are.
 */
#include "parser/constant.h"

#include "compiler/builder.h"

#include <string.h>

typedef struct Reader {
    Text text;
    size_t position;
    bool is_good;
} Reader;

typedef struct Moment {
    int64_t days;    /* since 1970-01-01 */
    int64_t seconds; /* of the day */
    Text fraction;   /* digits behind the point, without zeros at the end */
} Moment;

static bool is_at_end(const Reader *reader) {
    return reader->position >= reader->text.length;
}

static char peek(const Reader *reader) {
    return is_at_end(reader) ? '\0' : reader->text.data[reader->position];
}

static bool accept(Reader *reader, char letter) {
    bool is_there = peek(reader) == letter;
    reader->position += is_there;
    return is_there;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* A number of that many digits; else the reader is no longer good. */
static int64_t read_number(Reader *reader, size_t least, size_t most) {
    int64_t number = 0;
    size_t count = 0;
    while (is_digit(peek(reader)) && count < most) {
        number = number * 10 + (reader->text.data[reader->position++] - '0');
        count++;
    }
    reader->is_good = reader->is_good && count >= least;
    return number;
}

static void expect(Reader *reader, char letter) {
    reader->is_good = accept(reader, letter) && reader->is_good;
}

/* Days since 1970-01-01 of a date of the Gregorian calendar, and back (H. Hinnant's algorithms). */
static int64_t days_of(int64_t year, int64_t month, int64_t day) {
    year -= month <= 2;
    int64_t era = year / 400, year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
           719468;
}

static void add_padded(Builder *out, int64_t number, int64_t width) {
    for (int64_t limit = width; limit > 1 && number < limit; limit /= 10) {
        builder_add_char(out, '0');
    }
    builder_add_integer(out, number);
}

static void add_date(Builder *out, int64_t days) {
    int64_t shifted = days + 719468;
    int64_t era = shifted / 146097, day_of_era = shifted - era * 146097;
    int64_t year =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    int64_t part = (5 * day_of_year + 2) / 153;
    int64_t month = part + (part < 10 ? 3 : -9);
    add_padded(out, year + era * 400 + (month <= 2), 1000);
    builder_add_char(out, '-');
    add_padded(out, month, 10);
    builder_add_char(out, '-');
    add_padded(out, day_of_year - (153 * part + 2) / 5 + 1, 10);
}

/* "2024-1-2", "20240102" */
static int64_t read_date(Reader *reader) {
    int64_t year = read_number(reader, 4, 4);
    bool is_run = is_digit(peek(reader));
    if (!is_run) {
        expect(reader, '-');
    }
    int64_t month = read_number(reader, is_run ? 2 : 1, 2);
    if (!is_run) {
        expect(reader, '-');
    }
    int64_t day = read_number(reader, is_run ? 2 : 1, 2);
    reader->is_good = reader->is_good && month >= 1 && month <= 12 && day >= 1 && day <= 31;
    return reader->is_good ? days_of(year, month, day) : 0;
}

static Text read_fraction(Reader *reader) {
    size_t start = reader->position;
    read_number(reader, 1, 6);
    size_t end = reader->position;
    while (end > start && reader->text.data[end - 1] == '0') {
        end--;
    }
    return text_slice(reader->text, start, end);
}

/* "9:30", "09:30:00.5" */
static void read_time(Reader *reader, Moment *moment) {
    int64_t hours = read_number(reader, 1, 2);
    expect(reader, ':');
    int64_t minutes = read_number(reader, 1, 2), seconds = 0;
    if (accept(reader, ':')) {
        seconds = read_number(reader, 1, 2);
        if (accept(reader, '.')) {
            moment->fraction = read_fraction(reader);
        }
    }
    reader->is_good = reader->is_good && hours <= 24 && minutes < 60 && seconds <= 60;
    moment->seconds = hours * 3600 + minutes * 60 + seconds;
}

/* "Z", "+01", "-05:30": seconds east of Greenwich; nothing is UTC. */
static int64_t read_zone(Reader *reader) {
    if (is_at_end(reader) || accept(reader, 'Z') || accept(reader, 'z')) {
        return 0;
    }
    bool is_west = accept(reader, '-');
    if (!is_west) {
        expect(reader, '+');
    }
    int64_t seconds = read_number(reader, 1, 2) * 3600;
    if (accept(reader, ':') || is_digit(peek(reader))) {
        seconds += read_number(reader, 2, 2) * 60;
    }
    return is_west ? -seconds : seconds;
}

static void normalize(Moment *moment) {
    enum { DAY = 86400 };
    while (moment->seconds < 0) {
        moment->seconds += DAY;
        moment->days--;
    }
    moment->days += moment->seconds / DAY;
    moment->seconds %= DAY;
}

static Text print_timestamp(Arena *arena, const Moment *moment, bool has_zone) {
    Builder out = builder_new(arena);
    add_date(&out, moment->days);
    builder_add_char(&out, ' ');
    add_padded(&out, moment->seconds / 3600, 10);
    builder_add_char(&out, ':');
    add_padded(&out, moment->seconds / 60 % 60, 10);
    builder_add_char(&out, ':');
    add_padded(&out, moment->seconds % 60, 10);
    if (!text_is_empty(moment->fraction)) {
        builder_format(&out, ".%s", moment->fraction);
    }
    builder_add(&out, has_zone ? TEXT("+00") : TEXT(""));
    return builder_text(&out);
}

/* 'Infinity' as infinity, 'epoch' as what it is; absent when it is no such word. */
static Text moment_of_word(Text word, Text epoch) {
    if (text_equal_ignoring_case(word, TEXT("infinity"))) {
        return TEXT("infinity");
    }
    if (text_equal_ignoring_case(word, TEXT("-infinity"))) {
        return TEXT("-infinity");
    }
    return text_equal_ignoring_case(word, TEXT("epoch")) ? epoch : TEXT_ABSENT;
}

static Text canonical_timestamp(Arena *arena, Text value, bool has_zone) {
    Text word = moment_of_word(text_trim(value), has_zone ? TEXT("1970-01-01 00:00:00+00")
                                                          : TEXT("1970-01-01 00:00:00"));
    if (!text_is_absent(word)) {
        return word;
    }
    Reader reader = {text_trim(value), 0, true};
    Moment moment = {.days = read_date(&reader), .fraction = TEXT("")};
    if (accept(&reader, ' ') || accept(&reader, 'T') || accept(&reader, 't')) {
        read_time(&reader, &moment);
        accept(&reader, ' ');
    }
    /* A zone in a literal without time zone is read and forgotten, as PostgreSQL does. */
    int64_t zone = read_zone(&reader);
    moment.seconds -= has_zone ? zone : 0;
    if (!reader.is_good || !is_at_end(&reader)) {
        return value;
    }
    normalize(&moment);
    return print_timestamp(arena, &moment, has_zone);
}

static Text canonical_date(Arena *arena, Text value) {
    Text word = moment_of_word(text_trim(value), TEXT("1970-01-01"));
    if (!text_is_absent(word)) {
        return word;
    }
    Reader reader = {text_trim(value), 0, true};
    int64_t days = read_date(&reader);
    if (!reader.is_good || !is_at_end(&reader)) {
        return value;
    }
    Builder out = builder_new(arena);
    add_date(&out, days);
    return builder_text(&out);
}

Text constant_successor(Arena *arena, Text value, Text type) {
    enum { DIGIT_LIMIT = 17 };
    Reader reader = {value, 0, true};
    bool is_date = text_equal(type, TEXT("date"));
    bool is_negative = !is_date && accept(&reader, '-');
    int64_t number = is_date ? read_date(&reader) : read_number(&reader, 1, DIGIT_LIMIT);
    if (!reader.is_good || !is_at_end(&reader)) {
        return TEXT_ABSENT;
    }
    Builder out = builder_new(arena);
    if (is_date) {
        add_date(&out, number + 1);
    } else {
        builder_add_integer(&out, (is_negative ? -number : number) + 1);
    }
    return builder_text(&out);
}

bool constant_has_zone(Text moment) {
    Text word = moment_of_word(text_trim(moment), TEXT(""));
    size_t i = moment.length;
    while (i > 10 && (is_digit(moment.data[i - 1]) || moment.data[i - 1] == ':')) {
        i--;
    }
    char before = i > 10 ? moment.data[i - 1] : '\0';
    return !text_is_absent(word) || before == '+' || before == '-' ||
           (i == moment.length && (before == 'Z' || before == 'z'));
}

/* "18:00+00", "01:02:03 -05:30" */
static Text canonical_zoned_time(Arena *arena, Text value) {
    Text text = text_trim(value);
    size_t end = 0;
    while (end < text.length && text.data[end] != '+' && text.data[end] != '-') {
        end++;
    }
    Text time = text_slice(text, 0, end), spelled = constant_time(arena, time);
    Reader reader = {text_slice(text, end, text.length), 0, end < text.length};
    int64_t zone = read_zone(&reader);
    if (!reader.is_good || !is_at_end(&reader) || spelled.data == time.data) {
        return value;
    }
    int64_t minutes = zone < 0 ? -zone / 60 : zone / 60;
    Builder out = builder_new(arena);
    builder_format(&out, "%s%s", spelled, zone < 0 ? TEXT("-") : TEXT("+"));
    add_padded(&out, minutes / 60, 10);
    if (minutes % 60 != 0) {
        builder_add_char(&out, ':');
        add_padded(&out, minutes % 60, 10);
    }
    return builder_text(&out);
}

/* As parse_bool(): a unique beginning of true, false, yes, no, on, off; or 1, 0.  */
int constant_boolean(Text text) {
    static const struct {
        const char *word;
        size_t shortest;
        int value;
    } words[] = {{"true", 1, 1}, {"false", 1, 0}, {"yes", 1, 1}, {"no", 1, 0},
                 {"on", 2, 1},   {"off", 2, 0},   {"1", 1, 1},   {"0", 1, 0}};
    text = text_trim(text);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        Text word = text_from_string(words[i].word);
        if (text.length >= words[i].shortest && text.length <= word.length &&
            text_equal_ignoring_case(text, text_slice(word, 0, text.length))) {
            return words[i].value;
        }
    }
    return -1;
}

static Text canonical_boolean(Arena *arena, Text value) {
    (void)arena;
    int truth = constant_boolean(value);
    return truth < 0 ? value : truth == 1 ? TEXT("t") : TEXT("f");
}

static Text canonical_local(Arena *arena, Text value) {
    return canonical_timestamp(arena, value, false);
}

static Text canonical_zoned(Arena *arena, Text value) {
    return canonical_timestamp(arena, value, true);
}

static Text canonical_real(Arena *arena, Text value) {
    return constant_float(arena, value, 6);
}

static Text canonical_double(Arena *arena, Text value) {
    return constant_float(arena, value, 15);
}

static const struct {
    const char *type;
    Text (*canonical)(Arena *arena, Text value);
} spellings[] = {
    {"\"bit\"", constant_bits},
    {"bigint", constant_integer},
    {"bit varying", constant_bits},
    {"boolean", canonical_boolean},
    {"bytea", constant_bytea},
    {"cidr", constant_cidr},
    {"date", canonical_date},
    {"double precision", canonical_double},
    {"inet", constant_inet},
    {"integer", constant_integer},
    {"interval", constant_interval},
    {"jsonb", constant_jsonb},
    {"jsonpath", constant_path},
    {"macaddr", constant_macaddr},
    {"numeric", constant_numeric},
    {"real", canonical_real},
    {"smallint", constant_integer},
    {"time with time zone", canonical_zoned_time},
    {"time without time zone", constant_time},
    {"timestamp with time zone", canonical_zoned},
    {"timestamp without time zone", canonical_local},
    {"tsvector", constant_words},
    {"uuid", constant_uuid},
};

Text constant_canonical(Arena *arena, Text value, Text type) {
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        if (text_equal(type, text_from_string(spellings[i].type))) {
            return spellings[i].canonical(arena, value);
        }
    }
    return value;
}
