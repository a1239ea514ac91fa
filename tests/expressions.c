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
    [DATE] = {FEW("d", "e"), FEW("date"), FEW("'2020-01-01'", "'2021-12-31'", "CURRENT_DATE"),
              NULL},
    [TIMESTAMP] = {FEW("ts"), FEW("timestamp", "timestamp without time zone", "timestamp(3)"),
                   FEW("'2020-01-01 00:00:00'", "'2020-06-01 12:30:00'", "LOCALTIMESTAMP"), NULL},
    [TIMESTAMPTZ] = {FEW("tz"), FEW("timestamptz", "timestamp with time zone"),
                     FEW("'2020-01-01 00:00:00+00'", "now()", "CURRENT_TIMESTAMP"), NULL},
    [INTERVAL] = {FEW("iv"), FEW("interval"), FEW("'1 day'", "'02:00:00'", "'1 mon'"), NULL},
    [JSONB] = {FEW("jb"), FEW("jsonb"), FEW("'{}'", "'{\"a\": 1}'", "'null'"), NULL},
    [MOOD] = {FEW("m"), FEW("mood", "public.mood"), FEW("'sad'", "'ok'", "'happy'"), NULL},
    [UUID] = {FEW("id"), FEW("uuid"), FEW("'00000000-0000-0000-0000-000000000000'"), NULL},
    [INTEGERS] = {FEW("ar"), FEW("integer[]", "int[]", "int4[]"), FEW("'{}'", "'{1,2}'"), NULL},
    [TEXTS] = {FEW("ta"), FEW("text[]"), FEW("'{}'", "'{a,b}'"), NULL},
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
    switch (depth <= 0 ? below(5) : below(10)) {
        case 0: mean(FEW("bo", "bp")); break;
        case 1: membership(0); break;
        case 2: range(); break;
        case 3: pattern(); break;
        case 4: comparison(1); break;
        case 5: logic(depth); break;
        case 6: test(depth); break;
        case 7: wrapped(depth); break;
        case 8: membership(depth); break;
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
