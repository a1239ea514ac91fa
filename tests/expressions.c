/*
 * expressions: random pairs of boolean SQL expressions over the columns of one table.
 *
 *   expressions SEED COUNT        one pair a line: left, tab, right
 *
 * Both sides are written at the same time, each with its own choice among spellings that often
 * mean the same (IN or = ANY, CAST or ::, int4 or integer, with or without the type of a literal).
 * In two of three pairs one place differs in meaning as well.  Which pairs are the same is for the
 * server to say.  The same seed gives the same pairs.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

typedef enum Type {
    SMALLINT,
    INTEGER,
    BIGINT,
    NUMERIC,
    REAL,
    DOUBLE,
    TEXT,
    VARCHAR,
    CHAR,
    DATE,
    TIMESTAMP,
    TIMESTAMPTZ,
    INTERVAL,
    JSONB,
    MOOD,
    UUID,
    INTEGERS,
    TEXTS,
    TIME,
    INTEGER_RANGE,
    NUMERIC_RANGE,
    MULTIRANGE,
    ADDRESS,
    BYTES,
    TYPE_COUNT,
} Type;

#define FEW(...)            \
    (const char *const[]) { \
        __VA_ARGS__, NULL   \
    }

typedef struct TypeFacts {
    const char *const *columns, *const *names, *const *literals, *const *functions;
} TypeFacts;

/* Of a type: columns of the table, names, literals, functions that give it back. */
static const TypeFacts facts[TYPE_COUNT] = {
    [SMALLINT] = {FEW("s"), FEW("smallint", "int2"), FEW("1", "'2'"), FEW("abs")},
    [INTEGER] = {FEW("i", "j"), FEW("integer", "int", "int4"), FEW("0", "1", "-1", "'7'"),
                 FEW("abs")},
    [BIGINT] = {FEW("b"), FEW("bigint", "int8"), FEW("0", "1", "5000000000"), FEW("abs")},
    [NUMERIC] = {FEW("n", "n2"), FEW("numeric", "decimal", "numeric(10,2)", "numeric(8,3)"),
                 FEW("0", "1.5", "0.10", "'2.5'"), FEW("abs", "round", "trunc", "floor")},
    [REAL] = {FEW("r"), FEW("real", "float4"), FEW("0", "1.5"), FEW("abs")},
    [DOUBLE] = {FEW("f"), FEW("double precision", "float8", "float"), FEW("0", "2.5", "1e10"),
                FEW("abs", "floor", "sqrt")},
    [TEXT] = {FEW("t", "u"), FEW("text"), FEW("'a'", "'b'", "''", "'a%'", "'it''s'"),
              FEW("lower", "upper", "btrim", "reverse")},
    [VARCHAR] = {FEW("v", "w"), FEW("varchar", "character varying", "varchar(5)", "varchar(20)"),
                 FEW("'a'", "'b'", "'abc'"), FEW("lower", "upper")},
    [CHAR] = {FEW("c"), FEW("char(5)", "character(5)", "bpchar"), FEW("'a'", "'ab'"), NULL},
    [DATE] = {FEW("d", "e"), FEW("date"),
              FEW("'2020-01-01'", "'2021-12-31'", "CURRENT_DATE", "'20200101'", "'2020-1-1'"),
              NULL},
    [TIMESTAMP] = {FEW("ts"), FEW("timestamp", "timestamp without time zone", "timestamp(3)"),
                   FEW("'2020-01-01 00:00:00'", "'2020-06-01 12:30:00'", "LOCALTIMESTAMP"), NULL},
    [TIMESTAMPTZ] = {FEW("tz"), FEW("timestamptz", "timestamp with time zone"),
                     FEW("'2020-01-01 00:00:00+00'", "now()", "CURRENT_TIMESTAMP"), NULL},
    [INTERVAL] = {FEW("iv"), FEW("interval", "interval(3)", "interval hour"),
                  FEW("'1 day'", "'02:00:00'", "'1 mon'", "'24:00'", "'P1DT2H'", "'1 day 2 hours'",
                      "'1.5 hours'", "'90 minutes'", "'1-2'", "'1 day ago'", "'-1 days +02:00'",
                      "interval '1' day", "interval '1.2345' second(2)"),
                  NULL},
    [JSONB] = {FEW("jb"), FEW("jsonb"), FEW("'{}'", "'{\"a\": 1}'", "'null'"), NULL},
    [MOOD] = {FEW("m"), FEW("mood", "public.mood"), FEW("'sad'", "'ok'", "'happy'"), NULL},
    [UUID] = {FEW("id"), FEW("uuid"),
              FEW("'00000000-0000-0000-0000-000000000000'", "'{A0EEBC999C0B4EF8BB6D6BB9BD380A11}'",
                  "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"),
              NULL},
    [INTEGERS] = {FEW("ar", "ar[1:2]"), FEW("integer[]", "int[]", "int4[]"),
                  FEW("'{}'", "'{1,2}'", "'{ 1, 2 }'", "'{2,1}'", "'{{1,2}}'", "'{1,NULL}'",
                      "ARRAY[1,2]"),
                  NULL},
    [TEXTS] = {FEW("ta"), FEW("text[]", "varchar(2)[]"),
               FEW("'{}'", "'{a,b}'", "'{a, b}'", "'{\"a\",b}'", "'{\"a,b\"}'", "'{a,null}'",
                   "'{a,\"NULL\"}'", "'{\"\"}'", "ARRAY['a','b']"),
               NULL},
    [TIME] = {FEW("tm"), FEW("time", "time(0)"),
              FEW("'10:00'", "'10:00:00'", "'10:00 PM'", "'22:00'", "'10:00:00.50'"), NULL},
    [INTEGER_RANGE] = {FEW("ra"), FEW("int4range"),
                       FEW("'[1,3]'", "'[1,4)'", "'(0,3]'", "'[1,3)'", "'empty'", "'[1,1)'",
                           "'(,3]'", "int4range(1,3)"),
                       NULL},
    [NUMERIC_RANGE] = {FEW("nr"), FEW("numrange"),
                       FEW("'[1,3]'", "'[1,4)'", "'(0,3]'", "'[1.0,3]'", "'[ 1,3]'", "'[1,1)'"),
                       NULL},
    [MULTIRANGE] = {FEW("mr"), FEW("int4multirange"),
                    FEW("'{}'", "'{[1,3]}'", "'{[1,4)}'", "'{[1,3], [7,9)}'", "'{[1,3],[7,8]}'",
                        "'{[1,3],empty}'"),
                    NULL},
    [ADDRESS] = {FEW("ip"), FEW("inet"),
                 FEW("'10.0.0.1'", "'10.0.0.1/32'", "'10.0.0.1/8'", "'10.0.0.0/8'", "'10/8'"),
                 NULL},
    [BYTES] = {FEW("ba"), FEW("bytea"), FEW("'a'", "'\\x61'", "'\\141'", "'\\\\'", "'\\x5C'", "''"),
               NULL},
};

static uint64_t state;
static char text[2][1 << 16];
static size_t length[2];
static int mutations; /* still to be made: 0 or 1 */

static unsigned below(unsigned limit) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned)((state >> 33) % limit);
}

static bool one_in(unsigned n) {
    return below(n) == 0;
}

static void add(int side, const char *word) {
    for (; *word != '\0' && length[side] + 1 < sizeof text[side]; word++) {
        text[side][length[side]++] = *word;
    }
    text[side][length[side]] = '\0';
}

static void both(const char *word) {
    add(0, word);
    add(1, word);
}

static unsigned count_of(const char *const *words) {
    unsigned count = 0;
    while (words[count] != NULL) {
        count++;
    }
    return count;
}

/* Spellings that may be the same: each side draws its own. */
static void spell(const char *const *words) {
    for (int side = 0; side < 2; side++) {
        add(side, words[below(count_of(words))]);
    }
}

/* A choice with a meaning: the same for both sides, unless this is the place that differs. */
static void mean(const char *const *words) {
    unsigned count = count_of(words), chosen = below(count);
    unsigned other = chosen;
    if (mutations > 0 && count > 1 && one_in(4)) {
        mutations--;
        other = (chosen + 1 + below(count - 1)) % count;
    }
    add(0, words[chosen]);
    add(1, words[other]);
}

static void scalar(Type type, int depth);
static void boolean(int depth);

/* Parentheses that both sides need, and some that only one has. */
static void open(bool has[2]) {
    for (int side = 0; side < 2; side++) {
        has[side] = one_in(6);
        add(side, has[side] ? "((" : "(");
    }
}

static void close(const bool has[2]) {
    for (int side = 0; side < 2; side++) {
        add(side, has[side] ? "))" : ")");
    }
}

static void literal(Type type) {
    unsigned chosen = below(count_of(facts[type].literals)), other = chosen;
    if (mutations > 0 && one_in(4)) {
        mutations--;
        other = below(count_of(facts[type].literals));
    }
    for (int side = 0; side < 2; side++) {
        const char *word = facts[type].literals[side == 0 ? chosen : other];
        bool has_type = one_in(3);
        add(side, has_type ? "CAST(" : "");
        add(side, word);
        add(side, has_type ? " AS " : "");
        add(side, has_type ? facts[type].names[0] : "");
        add(side, has_type ? ")" : "");
    }
}

static Type type_like(Type type) {
    if (type <= DOUBLE) {
        return (Type)below(DOUBLE + 1);
    }
    if (type >= TEXT && type <= CHAR) {
        return (Type)(TEXT + below(3));
    }
    if (type >= DATE && type <= TIMESTAMPTZ) {
        return (Type)(DATE + below(3));
    }
    return type;
}

/* x::type, CAST(x AS type) */
static void cast(Type type, int depth) {
    Type from = type_like(type);
    unsigned name = below(count_of(facts[type].names)), other = name;
    if (mutations > 0 && one_in(3)) {
        mutations--;
        other = below(count_of(facts[type].names));
    }
    bool is_function[2] = {one_in(2), one_in(2)};
    add(0, is_function[0] ? "CAST(" : "(");
    add(1, is_function[1] ? "CAST(" : "(");
    scalar(from, depth - 1);
    for (int side = 0; side < 2; side++) {
        add(side, is_function[side] ? " AS " : ")::");
        add(side, facts[type].names[side == 0 ? name : other]);
        add(side, is_function[side] ? ")" : "");
    }
}

static void call(Type type, int depth) {
    mean(facts[type].functions);
    both("(");
    scalar(type, depth - 1);
    both(")");
}

static void two_argument_call(Type type, int depth) {
    mean(FEW("COALESCE", "GREATEST", "LEAST", "NULLIF"));
    both("(");
    scalar(type, depth - 1);
    both(", ");
    literal(type);
    both(")");
}

static void case_expression(Type type, int depth) {
    both("CASE WHEN ");
    boolean(depth - 1);
    both(" THEN ");
    scalar(type, depth - 1);
    both(" ELSE ");
    scalar(type, depth - 1);
    both(" END");
}

static void operation(Type type, int depth) {
    bool has[2];
    open(has);
    if (type <= DOUBLE) {
        scalar(type, depth - 1);
        mean(FEW(" + ", " - ", " * "));
        scalar(type_like(type), depth - 1);
    } else if (type == TEXT) {
        scalar(type, depth - 1);
        both(" || ");
        scalar(VARCHAR, depth - 1);
    } else if (type == DATE) {
        scalar(type, depth - 1);
        mean(FEW(" + ", " - "));
        scalar(INTEGER, 0);
    } else if (type == TIMESTAMP || type == TIMESTAMPTZ) {
        scalar(type, depth - 1);
        mean(FEW(" + ", " - "));
        scalar(INTERVAL, 0);
    } else if (type == JSONB) {
        scalar(type, depth - 1);
        mean(FEW(" -> 'a'", " -> 'b'", " -> 0", " #> '{a}'"));
    } else {
        scalar(type, depth - 1);
    }
    close(has);
}

static void scalar(Type type, int depth) {
    unsigned choice = depth <= 0 ? below(2) : below(9);
    switch (choice) {
        case 0:
        case 1:
        case 2: mean(facts[type].columns); break;
        case 3: literal(type); break;
        case 4: cast(type, depth); break;
        case 5:
            if (facts[type].functions != NULL) {
                call(type, depth);
                break;
            }
            mean(facts[type].columns);
            break;
        case 6: two_argument_call(type, depth); break;
        case 7: case_expression(type, depth); break;
        default: operation(type, depth); break;
    }
}

static void comparison(int depth) {
    Type type = (Type)below(TYPE_COUNT);
    scalar(type, depth - 1);
    unsigned kind = below(8);
    if (kind == 0) {
        mean(FEW(" IS DISTINCT FROM ", " IS NOT DISTINCT FROM "));
    } else if (kind < 3) {
        spell(FEW(" <> ", " != "));
    } else {
        mean(FEW(" = ", " < ", " <= ", " > ", " >= "));
    }
    if (one_in(2)) {
        literal(type);
    } else {
        scalar(type_like(type), depth - 1);
    }
}

/* x IN (a, b) and x = ANY (ARRAY[a, b]); NOT IN and <> ALL. */
static void membership(int depth) {
    Type type = (Type)below(UUID + 1);
    bool is_list[2] = {one_in(2), one_in(2)}, is_negated = one_in(3);
    scalar(type, depth - 1);
    for (int side = 0; side < 2; side++) {
        add(side, is_negated ? (is_list[side] ? " NOT IN (" : " <> ALL (ARRAY[")
                             : (is_list[side] ? " IN (" : " = ANY (ARRAY["));
    }
    for (unsigned i = 0, count = 1 + below(3); i < count; i++) {
        both(i == 0 ? "" : ", ");
        literal(type);
    }
    for (int side = 0; side < 2; side++) {
        add(side, is_list[side] ? ")" : "])");
    }
}

/* x BETWEEN a AND b, x >= a AND x <= b: x is a column, because it is written twice. */
static void range(void) {
    Type type = (Type)below(INTERVAL + 1);
    const char *column = facts[type].columns[0];
    const char *low = facts[type].literals[0], *high = facts[type].literals[1];
    for (int side = 0; side < 2; side++) {
        bool is_mutated = side == 1 && mutations > 0 && one_in(3);
        mutations -= is_mutated;
        add(side, column);
        if (one_in(2)) {
            add(side, is_mutated ? " BETWEEN SYMMETRIC " : " BETWEEN ");
            add(side, low);
            add(side, " AND ");
        } else {
            add(side, is_mutated ? " > " : " >= ");
            add(side, low);
            add(side, " AND ");
            add(side, column);
            add(side, " <= ");
        }
        add(side, high);
    }
}

static void pattern(void) {
    Type type = (Type)(TEXT + below(3));
    const char *const *const same[] = {FEW(" LIKE ", " ~~ "), FEW(" NOT LIKE ", " !~~ "),
                                       FEW(" ILIKE ", " ~~* ")};
    mean(facts[type].columns);
    if (mutations > 0 && one_in(2)) {
        mutations--;
        add(0, " LIKE ");
        add(1, " ILIKE ");
    } else {
        spell(same[below(3)]);
    }
    literal(TEXT);
}

static void logic(int depth) {
    bool has[2], inner[2];
    open(has);
    boolean(depth - 1);
    mean(FEW(" AND ", " OR "));
    if (one_in(2)) {
        boolean(depth - 1);
    } else {
        open(inner);
        boolean(depth - 1);
        mean(FEW(" AND ", " OR "));
        boolean(depth - 1);
        close(inner);
    }
    close(has);
}

static void test(int depth) {
    bool has[2];
    open(has);
    scalar((Type)below(TYPE_COUNT), depth - 1);
    close(has);
    if (one_in(2)) {
        spell(FEW(" IS NULL", " ISNULL"));
    } else {
        spell(FEW(" IS NOT NULL", " NOTNULL"));
    }
}

/* Spellings that the grammar has a form for; some groups are one meaning, some look so. */
static const char *const *const groups[] = {
    FEW("t SIMILAR TO 'a%'", "t ~ similar_to_escape('a%')", "t SIMILAR TO 'a%' ESCAPE '!'"),
    FEW("substring(t FROM 1 FOR 2) = 'a'", "substring(t, 1, 2) = 'a'", "substr(t, 1, 2) = 'a'"),
    FEW("substring(t FROM 'a') = 'a'", "substring(t, 'a') = 'a'"),
    FEW("trim(t) = 'a'", "btrim(t) = 'a'", "trim(BOTH ' ' FROM t) = 'a'"),
    FEW("position('a' IN v) > 1", "strpos(v, 'a') > 1", "position('a' IN t) > 1"),
    FEW("extract(year FROM d) > 1", "extract(YEAR FROM ts) > 1", "date_part('year', d) > 1"),
    FEW("ts AT TIME ZONE 'utc' > tz", "timezone('utc', ts) > tz", "ts AT TIME ZONE 'UTC' > tz"),
    FEW("(d, e) OVERLAPS (e, d)", "(d, e) OVERLAPS (d, e)", "\"overlaps\"(d, e, e, d)"),
    FEW("(i, n) < (1, 2)", "ROW(i, n) < ROW(1, 2)", "(i, n) < (1, 2.0)", "(i, n) <= (1, 2)"),
    FEW("(i, t) = (1, 'a')", "i = 1 AND t = 'a'", "(i, t) IN ((1, 'a'))"),
    FEW("(i, v) IS DISTINCT FROM (1, 'a')", "i IS DISTINCT FROM 1 OR v IS DISTINCT FROM 'a'"),
    FEW("ROW(1, 'a')::pair = p", "ROW(1, 'a'::text)::pair = p", "(1, 'a') = p"),
    FEW("(p).b = 'a'", "(p).b::text = 'a'", "(p).a = 1"),
    FEW("i = ANY ('{1,2}')", "i = ANY ('{1, 2}'::int[])", "i = ANY (ARRAY[1,2])", "i IN (1, 2)"),
    FEW("v LIKE ANY ('{a,b}')", "v LIKE ANY (ARRAY['a','b'])", "v ~~ ANY ('{a, b}'::text[])"),
    FEW("n > 1e3", "n > 1000", "n > 1000.0", "n > '1e3'"),
    FEW("n > .5", "n > 0.5", "n > 0.50"),
    FEW("t > 'a' COLLATE \"C\"", "t COLLATE \"C\" > 'a'", "t > 'a'"),
    FEW("ts > '2020-01-01 01:02:03.456'::timestamp(2)", "ts > '2020-01-01 01:02:03.46'",
        "ts > '2020-01-01 1:2:3.456'::timestamp(2)"),
    FEW("ar[1] = 1", "(ar)[1] = 1", "ar[1:1] = '{1}'"),
    FEW("concat(i, v) = 'a'", "concat(i, v::text) = 'a'"),
    FEW("num_nulls(i, j) = 0", "num_nulls(j, i) = 0"),
    FEW("t IS NORMALIZED", "t IS NFC NORMALIZED", "t IS NFD NORMALIZED"),
    FEW("i > 0 AND (j > 0 AND b > 0)", "i > 0 AND j > 0 AND b > 0"),
    FEW("E'a\\x41' = t", "U&'a\\0041' = t", "$$aA$$ = t", "'a\\0041' = t"),
    FEW("make_interval(days => i) > iv", "make_interval(0, 0, 0, i) > iv"),
};

static void construct(void) {
    both("(");
    spell(groups[below(sizeof groups / sizeof *groups)]);
    both(")");
}

static void wrapped(int depth) {
    bool has[2];
    mean(FEW("NOT ", "", ""));
    open(has);
    boolean(depth - 1);
    close(has);
    mean(FEW("", "", " IS TRUE", " IS NOT FALSE"));
}

static void boolean(int depth) {
    bool has[2];
    open(has);
    switch (depth <= 0 ? below(6) : below(11)) {
        case 0: mean(FEW("bo", "bp")); break;
        case 1: membership(0); break;
        case 2: range(); break;
        case 3: pattern(); break;
        case 4: comparison(1); break;
        case 5: construct(); break;
        case 6: logic(depth); break;
        case 7: test(depth); break;
        case 8: wrapped(depth); break;
        case 9: membership(depth); break;
        default: comparison(depth); break;
    }
    close(has);
}

int main(int argument_count, char **arguments) {
    if (argument_count != 3) {
        fputs("usage: expressions SEED COUNT\n", stderr);
        return 2;
    }
    uint64_t seed = strtoull(arguments[1], NULL, 10);
    for (unsigned long i = 0, count = strtoul(arguments[2], NULL, 10); i < count; i++) {
        state = (seed * 1000003 + i + 1) * UINT64_C(0x9E3779B97F4A7C15);
        below(2);
        length[0] = length[1] = 0;
        mutations = one_in(3) ? 0 : 1;
        boolean(3);
        printf("%s\t%s\n", text[0], text[1]);
    }
    return 0;
}
