/*
 * Typing: pairs of definitions that PostgreSQL stores alike, as written and as it prints them, and
 * pairs that look alike and are not.  What the server prints was taken from PostgreSQL 15 and 18.
 */
#include "tests/unit/unit.h"

#include "compiler/builder.h"
#include "compiler/diagnostic.h"
#include "compiler/fingerprint.h"
#include "parser/parse.h"
#include "parser/typed_pairs.h"

static Arena arena;

static const char *const prelude =
    "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');"
    "CREATE DOMAIN email AS text;"
    "CREATE DOMAIN code AS character varying(10);"
    "CREATE TYPE pair AS (a integer, b text);"
    "CREATE FUNCTION many(VARIADIC r text[]) RETURNS text LANGUAGE sql AS 'SELECT $1[1]';"
    "CREATE FUNCTION twice(n bigint) RETURNS bigint LANGUAGE sql AS 'SELECT n * 2';"
    "CREATE FUNCTION named(p text, VARIADIC r text[]) RETURNS pair LANGUAGE sql AS 'SELECT 1, p';"
    "CREATE TABLE t (i integer, b bigint, s smallint, n numeric, f double precision, x text,"
    " v character varying(20), w character varying, c character(3), m mood, e email, d date,"
    " z timestamp with time zone, l timestamp without time zone, j jsonb, ts text[],"
    " vs character varying[], k boolean, u uuid, p pair, iv interval, q code);";

static Schema *schema_of(const char *definition) {
    Schema *schema = schema_new(&arena);
    Diagnostics diagnostics = {.arena = &arena};
    Text sql =
        text_format(&arena, "%s%s;", text_from_string(prelude), text_from_string(definition));
    Source source = {.path = TEXT("test"), .text = text_from_string(text_to_string(&arena, sql))};
    SourceList sources = {.items = &source, .count = 1, .capacity = 1};
    bool is_good = parse_sources(schema, &sources, &diagnostics);
    if (!is_good) {
        print_message("cannot be read: %s\n", definition);
    }
    assert_true(is_good);
    schema_finish(schema);
    return schema;
}

static bool are_one(const char *left, const char *right) {
    Schema *old = schema_of(left), *new = schema_of(right);
    typed_pairs_settle(&arena, old, new);
    bool is_one = old->all.count == new->all.count;
    for (size_t i = 0; is_one && i < new->all.count; i++) {
        is_one = object_equal(old->all.items[i], new->all.items[i]);
    }
    return is_one;
}

typedef struct TestPair {
    const char *left, *right;
} TestPair;

static void check_pairs(const TestPair *pairs, size_t count, const char *template, const char *end,
                        bool are_equal) {
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        Text form = text_from_string(template);
        Text left = text_format(&arena, "%s %s%s", form, text_from_string(pairs[i].left),
                                text_from_string(end));
        Text right = text_format(&arena, "%s %s%s", form, text_from_string(pairs[i].right),
                                 text_from_string(end));
        bool is_one = are_one(text_to_string(&arena, left), text_to_string(&arena, right));
        bool is_same = are_one(text_to_string(&arena, right), text_to_string(&arena, left));
        if (is_one != are_equal || is_same != are_equal) {
            print_message("%s: %s  |  %s\n", are_equal ? "not equal" : "equal", pairs[i].left,
                          pairs[i].right);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

#define CHECK_PAIRS(pairs, template, are_equal) \
    check_pairs(pairs, sizeof(pairs) / sizeof *(pairs), template, "", are_equal)

static const char *const as_check = "ALTER TABLE t ADD CONSTRAINT k CHECK";

static void conditions_are_stored_with_casts(void **state) {
    (void)state;
    static const TestPair pairs[] = {
        {"(n > 0)", "((n > (0)::numeric))"},
        {"(f >= 1.5)", "((f >= (1.5)::double precision))"},
        {"(n > i)", "(n > (i)::numeric)"},
        {"(b = i)", "(b = i)"},
        {"(k AND (b = i AND i > 1))", "(k AND b = i AND i > 1)"},
        {"(v = 'a')", "((v)::text = 'a'::text)"},
        {"(v IN ('a', 'b'))",
         "((v)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))"},
        {"(v IN ('a', 'b'))", "((v)::text = ANY (ARRAY[('a'::character varying)::text, "
                              "('b'::character varying)::text]))"},
        {"(v NOT IN ('a', 'b'))",
         "((v)::text <> ALL ((ARRAY['a'::character varying, 'b'::character varying])::text[]))"},
        {"(lower(x) IN ('a', 'b'))", "(lower(x) = ANY (ARRAY['a'::text, 'b'::text]))"},
        {"(lower(v) IN ('a', 'b'))", "(lower((v)::text) = ANY (ARRAY['a'::text, 'b'::text]))"},
        {"(i IN (1, 2))", "(i = ANY (ARRAY[1, 2]))"},
        {"(b IN (1, 2))", "(b = ANY (ARRAY[(1)::bigint, (2)::bigint]))"},
        {"(n IN (1, 2.5))", "(n = ANY (ARRAY[(1)::numeric, 2.5]))"},
        {"(m IN ('sad', 'ok'))", "(m = ANY (ARRAY['sad'::mood, 'ok'::mood]))"},
        {"(m = 'sad')", "(m = 'sad'::mood)"},
        {"(e = 'a')", "((e)::text = 'a'::text)"},
        {"(e ~ '^a')", "((e)::text ~ '^a'::text)"},
        {"(q = 'a')", "((q)::text = 'a'::text)"},
        {"(e IN ('a', 'b'))", "((e)::text = ANY (ARRAY['a'::text, 'b'::text]))"},
        {"(v LIKE 'a%')", "((v)::text ~~ 'a%'::text)"},
        {"(length(v) > 3)", "(length((v)::text) > 3)"},
        {"(length(c) > 3)", "(length(c) > 3)"},
        {"(c = 'abc')", "(c = 'abc'::bpchar)"},
        {"(char_length(e) < 9)", "(char_length((e)::text) < 9)"},
        {"(x || 'a' = 'b')", "((x || 'a'::text) = 'b'::text)"},
        {"(v || w = 'b')", "(((v)::text || (w)::text) = 'b'::text)"},
        {"(coalesce(v, '') <> '')", "((COALESCE(v, ''::character varying))::text <> ''::text)"},
        {"(coalesce(n, 0) > 0)", "(COALESCE(n, (0)::numeric) > (0)::numeric)"},
        {"(greatest(n, 1) > 0)", "(GREATEST(n, (1)::numeric) > (0)::numeric)"},
        {"(nullif(v, '') IS NULL)", "(NULLIF((v)::text, ''::text) IS NULL)"},
        {"(CASE WHEN k THEN 1 ELSE n END > 0)",
         "(CASE WHEN k THEN (1)::numeric ELSE n END > (0)::numeric)"},
        {"(CASE v WHEN 'a' THEN k END)", "(CASE v WHEN 'a'::text THEN k ELSE NULL::boolean END)"},
        {"(d > '2020-01-01')", "(d > '2020-01-01'::date)"},
        {"(d > '2020-1-1')", "(d > '2020-01-01'::date)"},
        {"(l > '2020-01-01')", "(l > '2020-01-01 00:00:00'::timestamp without time zone)"},
        {"(z < '2020-01-01 01:00+01')", "(z < '2020-01-01 00:00:00+00'::timestamp with time zone)"},
        {"(CASE e WHEN v THEN e WHEN 'b' THEN e END = 'a')",
         "(CASE e WHEN v THEN (e)::text WHEN 'b'::text THEN (e)::text ELSE NULL::text END = "
         "'a'::text)"},
        {"('t')", "(true)"},
        {"(concat(x, 'a') = many('a', x))",
         "(concat(x, 'a') = many(VARIADIC ARRAY['a'::text, x]))"},
        {"((x COLLATE \"C\")::varchar = 'a')",
         "((((x)::character varying)::text COLLATE \"C\") = 'a'::text)"},
        {"(greatest(make_interval(days => i), '30 DAY') = iv)",
         "(GREATEST(make_interval(days => i), '30 days'::interval) = iv)"},
        {"(ARRAY['a', 'b']::varchar(3)[] = vs)",
         "((ARRAY['a'::character varying(3), 'b'::character varying(3)]) = vs)"},
        {"(array_append('{1}', i) = '{2}')",
         "(array_append('{1}'::integer[], i) = '{2}'::integer[])"},
        {"(j ->> 'a' = 'b')", "((j ->> 'a'::text) = 'b'::text)"},
        {"(j -> 'a' ->> 'b' IS NOT NULL)", "(((j -> 'a'::text) ->> 'b'::text) IS NOT NULL)"},
        {"(j ? 'a')", "(j ? 'a'::text)"},
        {"(x = ANY ('{a,b}'))", "(x = ANY ('{a,b}'::text[]))"},
        {"(ts @> ARRAY['a'])", "(ts @> ARRAY['a'::text])"},
        {"(ts = '{}')", "(ts = '{}'::text[])"},
        {"('a' = ANY (ts))", "('a'::text = ANY (ts))"},
        {"(v = ANY (vs))", "((v)::text = ANY ((vs)::text[]))"},
        {"(twice(i) > 0)", "(twice((i)::bigint) > 0)"},
        {"((named('a', 'b', 'c')).a > 0)", "((named('a'::text, 'b'::text, 'c'::text)).a > 0)"},
        {"((p).b = 'a')", "((p).b = 'a'::text)"},
        {"(date_trunc('day', l) = l)", "(date_trunc('day'::text, l) = l)"},
        {"(x IS DISTINCT FROM NULL)", "(x IS NOT NULL)"},
        {"(x IS NOT DISTINCT FROM 'a')", "(NOT (x IS DISTINCT FROM 'a'::text))"},
        {"(z > now() - '1 day'::interval)", "(z > (now() - '1 day'::interval))"},
        {"(num_nonnulls(i, x) = 1)", "(num_nonnulls(i, x) = 1)"},
        {"(w::text = 'a')", "((w)::text = 'a'::text)"},
        {"(v::varchar(20) = 'a')", "((v)::text = 'a'::text)"},
        {"(ts[1] = 'a')", "(ts[1] = 'a'::text)"},
        {"(k = 't')", "(k = true)"},
        {"(array_length(ts, 1) > 0)", "(array_length(ts, 1) > 0)"},
        {"(array_position(ts, 'a') > 0)", "(array_position(ts, 'a'::text) > 0)"},
        {"(i::text = 'a')", "((i)::text = 'a'::text)"},
    };
    CHECK_PAIRS(pairs, as_check, true);
}

static void conditions_that_differ(void **state) {
    (void)state;
    static const TestPair pairs[] = {
        {"(n > 0)", "(n > (0)::double precision)"},
        {"(n > 0)", "((n)::integer > 0)"},
        {"(n > 0)", "((n)::double precision > (0)::double precision)"},
        {"(v = 'a')", "((v)::character varying(3) = 'a')"},
        {"(v = 'a')", "((v)::bpchar = 'a')"},
        {"(c = 'a')", "((c)::text = 'a'::text)"},
        {"(x LIKE 'a')", "(x ILIKE 'a')"},
        {"(x = 'a')", "(x COLLATE \"C\" = 'a')"},
        {"(d > '2020-01-01')", "(d > '2020-01-01'::timestamp)"},
        {"(l > '2020-01-01')", "(l > '2020-01-01'::timestamptz)"},
        {"(z > '2020-01-01 00:00:00')", "(z > '2020-01-01 00:00:00+00')"},
        {"(x IN ('a', NULL))", "(x IN ('a'))"},
        {"(x IS DISTINCT FROM NULL)", "(x IS NULL)"},
        {"(p IS DISTINCT FROM NULL)", "(p IS NOT NULL)"},
        {"(i / 2 > 0)", "(i / 2.0 > 0)"},
        {"(i = 1)", "(i = 1.0)"},
        {"(i = 1)", "(i = 1::bigint)"},
        {"(m = 'sad')", "(m::text = 'sad')"},
        {"(m < 'sad')", "(m::text < 'sad')"},
        {"(j -> 'a' IS NULL)", "(j ->> 'a' IS NULL)"},
        {"(j -> '1' IS NULL)", "(j -> 1 IS NULL)"},
        {"(round(n) > 0)", "(round(n::double precision) > 0)"},
        {"(CASE WHEN k THEN 1 ELSE n END > 0)", "(CASE WHEN k THEN 1 ELSE n::integer END > 0)"},
        {"(coalesce(v, 'a') = 'a')", "(coalesce(v, 'a')::varchar(2) = 'a')"},
        {"(i::text = '1')", "(i = '1')"},
        {"(s + i > 0)", "((s + i)::smallint > 0)"},
        {"(x < v)", "(x > v)"},
        {"(ts = '{a}')", "(ts = ARRAY['b'])"},
        {"(k)", "(NOT k)"},
        {"(z::date > d)", "(z > d)"},
        {"(e = 'a')", "(e = 'b')"},
        {"(named('a', 'b') IS NULL)", "(named('a', 'b', 'b') IS NULL)"},
    };
    CHECK_PAIRS(pairs, as_check, false);
}

static void defaults(void **state) {
    (void)state;
    static const TestPair equal[] = {
        {"n SET DEFAULT 0", "n SET DEFAULT 0"},
        {"v SET DEFAULT 'a'", "v SET DEFAULT 'a'::character varying"},
        {"e SET DEFAULT 'a'", "e SET DEFAULT 'a'::text"},
        {"q SET DEFAULT 'a'", "q SET DEFAULT 'a'::character varying"},
        {"ts SET DEFAULT '{}'", "ts SET DEFAULT '{}'::text[]"},
        {"m SET DEFAULT 'ok'", "m SET DEFAULT 'ok'::mood"},
        {"x SET DEFAULT coalesce(current_setting('a', true), 'b')",
         "x SET DEFAULT COALESCE(current_setting('a'::text, true), 'b'::text)"},
        {"x SET DEFAULT md5(random()::text)", "x SET DEFAULT md5((random())::text)"},
        {"d SET DEFAULT '2020-1-2'", "d SET DEFAULT '2020-01-02'::date"},
        {"z SET DEFAULT timezone('utc', now())", "z SET DEFAULT timezone('utc'::text, now())"},
    };
    static const TestPair different[] = {
        {"n SET DEFAULT 0", "n SET DEFAULT '0'"},
        {"x SET DEFAULT '1'::text", "x SET DEFAULT 1"},
        {"x SET DEFAULT '1'", "x SET DEFAULT '1 '"},
        {"v SET DEFAULT 'abc'", "v SET DEFAULT 'abc'::varchar(2)"},
        {"z SET DEFAULT now()", "z SET DEFAULT now()::timestamp"},
        {"l SET DEFAULT now()", "l SET DEFAULT timezone('utc', now())"},
        {"i SET DEFAULT 1.5", "i SET DEFAULT 1"},
        {"b SET DEFAULT twice(1)", "b SET DEFAULT twice(2)"},
    };
    CHECK_PAIRS(equal, "ALTER TABLE t ALTER", true);
    CHECK_PAIRS(different, "ALTER TABLE t ALTER", false);
}

static void literals(void **state) {
    (void)state;
    static const TestPair equal[] = {
        {"interval DEFAULT '30 DAY'", "interval DEFAULT '30 days'::interval"},
        {"interval DEFAULT '1'", "interval DEFAULT '00:00:01'::interval"},
        {"interval DEFAULT interval '1' hour", "interval DEFAULT '01:00:00'::interval"},
        {"interval DEFAULT '1 year 2 months 90 minutes'",
         "interval DEFAULT '1 year 2 mons 01:30:00'::interval"},
        {"interval DEFAULT '2 weeks 1.5 seconds'",
         "interval DEFAULT '14 days 00:00:01.5'::interval"},
        {"interval DEFAULT '-1 day'", "interval DEFAULT '-1 days'::interval"},
        {"time DEFAULT '10:00 PM'", "time DEFAULT '22:00:00'::time without time zone"},
        {"numeric DEFAULT 1e3", "numeric DEFAULT '1000'::numeric"},
        {"numeric DEFAULT '1.50e-1'", "numeric DEFAULT 0.150"},
        {"integer DEFAULT '007'", "integer DEFAULT 7"},
        {"double precision DEFAULT '1.50'", "double precision DEFAULT '1.5'::double precision"},
        {"bit(4) DEFAULT X'a'", "bit(4) DEFAULT '1010'::\"bit\""},
        {"bytea DEFAULT 'a'", "bytea DEFAULT '\\x61'::bytea"},
        {"jsonb DEFAULT '{\"bb\":[1,2 ],\"a\" : null}'",
         "jsonb DEFAULT '{\"a\": null, \"bb\": [1, 2]}'::jsonb"},
        {"jsonb DEFAULT '\"\\u00e9\\/\"'", "jsonb DEFAULT '\"\xc3\xa9/\"'::jsonb"},
    };
    static const TestPair different[] = {
        {"interval DEFAULT '24 hours'", "interval DEFAULT '1 day'"},
        {"interval DEFAULT '30 days'", "interval DEFAULT '1 month'"},
        {"interval DEFAULT '-1 day 1 hour'", "interval DEFAULT '-1 day -1 hour'"},
        {"interval DEFAULT interval '1' hour", "interval DEFAULT '1'::interval"},
        {"interval DEFAULT interval '1.5' second(0)", "interval DEFAULT interval '1.5' second(3)"},
        {"interval DEFAULT interval '90 minutes' hour", "interval DEFAULT '90 minutes'::interval"},
        {"numeric DEFAULT '1.0'", "numeric DEFAULT '1.00'"},
        {"json DEFAULT '{\"a\":1}'", "json DEFAULT '{\"a\": 1}'"},
        {"jsonb DEFAULT '{\"a\":1}'", "jsonb DEFAULT '{\"a\": 1.0}'"},
        {"bytea DEFAULT 'a'", "bytea DEFAULT 'A'"},
        {"bit(4) DEFAULT B'0001'", "bit(4) DEFAULT B'1000'"},
        {"text DEFAULT '007'", "text DEFAULT '7'"},
        {"time DEFAULT '10:00 PM'", "time DEFAULT '10:00 AM'"},
        {"double precision DEFAULT '0.1'", "double precision DEFAULT '0.2'"},
    };
    check_pairs(equal, sizeof equal / sizeof *equal, "CREATE TABLE y (c", ")", true);
    check_pairs(different, sizeof different / sizeof *different, "CREATE TABLE y (c", ")", false);
}

static void queries(void **state) {
    (void)state;
    static const TestPair equal[] = {
        {"SELECT 'a' AS a, i FROM t", "SELECT 'a'::text AS a, t.i FROM t"},
        {"SELECT count(*) AS c FROM t WHERE v = 'a' GROUP BY v",
         "SELECT count(*) AS c FROM t WHERE (t.v)::text = 'a'::text GROUP BY t.v"},
        {"SELECT a.x FROM t a JOIN t b ON a.v = b.x",
         "SELECT a.x FROM t a JOIN t b ON ((a.v)::text = b.x)"},
        {"SELECT s.y FROM (SELECT v AS y FROM t) s WHERE s.y = 'a'",
         "SELECT s.y FROM (SELECT t.v AS y FROM t) s WHERE (s.y)::text = 'a'::text"},
        {"WITH r AS (SELECT n FROM t) SELECT n FROM r WHERE n > 1",
         "WITH r AS (SELECT t.n FROM t) SELECT r.n FROM r WHERE (r.n > (1)::numeric)"},
        {"SELECT 'a' AS a UNION ALL SELECT v FROM t",
         "SELECT 'a'::character varying AS a UNION ALL SELECT t.v AS a FROM t"},
        {"SELECT coalesce(sum(n), 0) AS s FROM t",
         "SELECT COALESCE(sum(t.n), (0)::numeric) AS s FROM t"},
        {"SELECT string_agg(v, ',' ORDER BY i) AS s FROM t",
         "SELECT string_agg((t.v)::text, ','::text ORDER BY t.i) AS s FROM t"},
        {"SELECT x FROM t WHERE v IN (SELECT x FROM t)",
         "SELECT t.x FROM t WHERE ((t.v)::text IN ( SELECT t_1.x FROM t t_1))"},
        {"SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY i) AS p FROM t",
         "SELECT percentile_cont((0.5)::double precision) WITHIN GROUP (ORDER BY ((t.i)::double "
         "precision)) AS p FROM t"},
        {"SELECT u.u FROM t, unnest(vs) u WHERE u.u = 'a'",
         "SELECT u.u FROM t, LATERAL unnest(t.vs) u(u) WHERE (u.u)::text = 'a'::text"},
        {"SELECT lag(n, 1, 0) OVER (ORDER BY i) AS l FROM t",
         "SELECT lag(t.n, 1, (0)::numeric) OVER (ORDER BY t.i) AS l FROM t"},
    };
    static const TestPair different[] = {
        {"SELECT 'a' AS a", "SELECT 'a'::character varying AS a"},
        {"SELECT v AS a FROM t", "SELECT v::varchar AS a FROM t"},
        {"SELECT v AS a FROM t", "SELECT v::text AS a FROM t"},
        {"SELECT n AS a FROM t", "SELECT n::numeric(10,2) AS a FROM t"},
        {"SELECT coalesce(v, v) AS a FROM t", "SELECT coalesce(v, v)::varchar AS a FROM t"},
        {"SELECT 1 AS a", "SELECT 1::bigint AS a"},
        {"SELECT NULL AS a", "SELECT NULL::integer AS a"},
        {"SELECT x FROM t WHERE v IN (SELECT x FROM t)",
         "SELECT x FROM t WHERE v NOT IN (SELECT x FROM t)"},
        {"SELECT CASE WHEN k THEN v END AS a FROM t",
         "SELECT CASE WHEN k THEN v ELSE NULL::varchar(20) END AS a FROM t"},
        {"SELECT sum(i) AS a FROM t", "SELECT sum(n) AS a FROM t"},
        {"SELECT 'a' AS a UNION SELECT 'b'", "SELECT 'a' AS a UNION ALL SELECT 'b'"},
    };
    CHECK_PAIRS(equal, "CREATE VIEW y AS", true);
    CHECK_PAIRS(different, "CREATE VIEW y AS", false);
}

/* Servers before 16 have none of these, so that they stand in no table of tests on servers. */
static void constructors_of_json(void **state) {
    (void)state;
    static const TestPair equal[] = {
        {"SELECT JSON_OBJECT('a': x) AS o FROM t",
         "SELECT JSON_OBJECT('a' : x RETURNING json) AS o FROM t"},
        {"SELECT JSON_ARRAY(1, 'a', j) AS o FROM t",
         "SELECT JSON_ARRAY(1, 'a'::text, j RETURNING jsonb) AS o FROM t"},
        {"SELECT JSON_VALUE(j, '$.a') AS o FROM t",
         "SELECT JSON_VALUE(j, '$.\"a\"' RETURNING text NULL ON ERROR) AS o FROM t"},
        {"SELECT JSON_QUERY(j, '$.a' WITH WRAPPER) AS o FROM t",
         "SELECT JSON_QUERY(j, '$.\"a\"' RETURNING jsonb WITH UNCONDITIONAL WRAPPER KEEP QUOTES) "
         "AS "
         "o FROM t"},
        {"SELECT i FROM t WHERE v IS JSON", "SELECT t.i FROM t WHERE (t.v)::text IS JSON"},
        {"SELECT q.a FROM t, JSON_TABLE(j, '$' COLUMNS (a int)) q",
         "SELECT q.a FROM t, LATERAL JSON_TABLE(t.j, '$' AS json_table_path_0 COLUMNS (a integer "
         "PATH '$.\"a\"')) q"},
    };
    CHECK_PAIRS(equal, "CREATE VIEW k AS", true);
    static const TestPair different[] = {
        {"SELECT JSON_OBJECT('a': x) AS o FROM t",
         "SELECT JSON_OBJECT('a' : x RETURNING jsonb) AS o FROM t"},
        {"SELECT JSON_ARRAY(1, x) AS o FROM t", "SELECT JSON_ARRAY(1, x NULL ON NULL) AS o FROM t"},
        {"SELECT JSON_VALUE(j, '$.a') AS o FROM t",
         "SELECT JSON_VALUE(j, '$.a' ERROR ON ERROR) AS o FROM t"},
        {"SELECT JSON_QUERY(j, '$.a' KEEP QUOTES) AS o FROM t",
         "SELECT JSON_QUERY(j, '$.a' OMIT QUOTES) AS o FROM t"},
        {"SELECT JSON_EXISTS(j, '$.a' ERROR ON ERROR) AS o FROM t",
         "SELECT JSON_EXISTS(j, '$.a' FALSE ON ERROR) AS o FROM t"},
        {"SELECT q.a FROM t, JSON_TABLE(j, '$' COLUMNS (a int PATH '$.a')) q",
         "SELECT q.a FROM t, JSON_TABLE(j, '$' COLUMNS (a int PATH '$.b')) q"},
    };
    CHECK_PAIRS(different, "CREATE VIEW k AS", false);
}

static void indexes_policies_and_triggers(void **state) {
    (void)state;
    static const TestPair equal[] = {
        {"INDEX y ON t (lower(v))", "INDEX y ON t USING btree (lower((v)::text))"},
        {"INDEX y ON t (i) WHERE v = 'a'", "INDEX y ON t (i) WHERE ((v)::text = 'a'::text)"},
        {"INDEX y ON t ((j ->> 'a'))", "INDEX y ON t (((j ->> 'a'::text)))"},
        {"POLICY y ON t USING (v = CURRENT_USER)",
         "POLICY y ON t USING ((v)::text = CURRENT_USER)"},
        {"DOMAIN y AS varchar CHECK (VALUE IN ('a', 'b'))",
         "DOMAIN y AS varchar CHECK ((VALUE)::text = ANY ((ARRAY['a'::character varying, "
         "'b'::character varying])::text[]))"},
        {"TABLE y (a integer, r int4range, EXCLUDE USING gist (r WITH &&) WHERE (a > 1.5))",
         "TABLE y (a integer, r int4range, EXCLUDE USING gist (r WITH &&) WHERE (((a)::numeric > "
         "1.5)))"},
        {"TABLE y (a varchar) PARTITION BY RANGE (lower(a))",
         "TABLE y (a varchar) PARTITION BY RANGE (lower((a)::text))"},
        {"FUNCTION y(a integer, b text) RETURNS text LANGUAGE sql RETURN $2 || 'x'",
         "FUNCTION y(a integer, b text) RETURNS text LANGUAGE sql RETURN (b || 'x'::text)"},
        {"FUNCTION y(a integer, word text) RETURNS text LANGUAGE sql "
         "BEGIN ATOMIC SELECT v FROM t WHERE i = $1 AND v = word; END",
         "FUNCTION y(a integer, word text) RETURNS text LANGUAGE sql "
         "BEGIN ATOMIC SELECT t.v FROM t WHERE ((t.i = y.a) AND ((t.v)::text = y.word)); END"},
        {"FUNCTION y(a numeric DEFAULT 1, b text DEFAULT 'q') RETURNS int LANGUAGE sql AS 'SELECT "
         "1'",
         "FUNCTION y(a numeric DEFAULT 1, b text DEFAULT 'q'::text) RETURNS int LANGUAGE sql AS "
         "'SELECT 1'"},
    };
    static const TestPair different[] = {
        {"INDEX y ON t (lower(v))", "INDEX y ON t (upper(v))"},
        {"INDEX y ON t (i) WHERE v = 'a'", "INDEX y ON t (i) WHERE v = 'b'"},
        {"INDEX y ON t ((x::bpchar))", "INDEX y ON t ((x::varchar))"},
        {"FUNCTION y(a integer, b integer) RETURNS integer LANGUAGE sql RETURN $1",
         "FUNCTION y(a integer, b integer) RETURNS integer LANGUAGE sql RETURN b"},
        {"TABLE y (a varchar) PARTITION BY RANGE (lower(a))",
         "TABLE y (a varchar) PARTITION BY RANGE (upper(a))"},
        {"DOMAIN y AS text DEFAULT 'a'", "DOMAIN y AS text DEFAULT 'A'"},
    };
    CHECK_PAIRS(equal, "CREATE", true);
    CHECK_PAIRS(different, "CREATE", false);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conditions_are_stored_with_casts),
        cmocka_unit_test(conditions_that_differ),
        cmocka_unit_test(defaults),
        cmocka_unit_test(literals),
        cmocka_unit_test(queries),
        cmocka_unit_test(constructors_of_json),
        cmocka_unit_test(indexes_policies_and_triggers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
