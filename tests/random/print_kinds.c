/*
 * Print: the kinds that define how values behave: casts, operators and their classes, aggregates,
 * languages, transforms, access methods, text search, base types; each with something that uses it.
 */
#include <stdio.h>

#include "tests/random/print.h"

/* Types of our own below a cast and a transform: they may be made anew beneath them. */
static void print_casts(const Draw *draw) {
    if (print_has(draw, "cast")) {
        puts("CREATE FUNCTION app.weigh(app.kind1) RETURNS integer LANGUAGE sql IMMUTABLE AS "
             "$$SELECT length($1::text)$$;");
        printf("CREATE CAST (app.kind1 AS integer) WITH FUNCTION app.weigh(app.kind1)%s;\n",
               draw_chance(draw, "cast", "assignment", 50) ? " AS ASSIGNMENT" : "");
        print_about(draw, "CAST", "(app.kind1 AS integer)");
        print_about(draw, "FUNCTION", "app.weigh(app.kind1)");
    }
    if (print_has(draw, "shape cast")) {
        printf("CREATE CAST (app.shape AS text) WITH INOUT%s;\n",
               draw_chance(draw, "shape cast", "assignment", 50) ? " AS ASSIGNMENT" : "");
        print_about(draw, "CAST", "(app.shape AS text)");
    }
    if (print_has(draw, "transform")) {
        puts("CREATE TRANSFORM FOR app.shape LANGUAGE sql (FROM SQL WITH FUNCTION "
             "prsd_lextype(internal));");
        print_about(draw, "TRANSFORM", "FOR app.shape LANGUAGE sql");
    }
}

static void print_conversion(const Draw *draw) {
    if (print_has(draw, "conversion")) {
        printf("CREATE %sCONVERSION app.latin FOR '%s' TO 'UTF8' FROM iso8859_1_to_utf8;\n",
               draw_chance(draw, "conversion", "default", 50) ? "DEFAULT " : "", "LATIN1");
        print_about(draw, "CONVERSION", "app.latin");
    }
}

static void print_near(const Draw *draw) {
    printf("CREATE FUNCTION app.near(bigint, bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS "
           "$$SELECT abs($1 - $2) < %d$$;\n",
           5 + draw_number(draw, "near", "within", 3));
    printf("CREATE OPERATOR app.<~> (FUNCTION = app.near, LEFTARG = bigint, RIGHTARG = bigint, "
           "COMMUTATOR = OPERATOR(app.<~>)%s);\n",
           draw_chance(draw, "near", "restrict", 50) ? ", RESTRICT = eqsel, JOIN = eqjoinsel" : "");
    print_about(draw, "OPERATOR", "app.<~>(bigint, bigint)");
    if (draw_chance(draw, "near", "negator", 50)) {
        puts("CREATE FUNCTION app.far(bigint, bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS "
             "$$SELECT NOT app.near($1, $2)$$;\n"
             "CREATE OPERATOR app.<!> (FUNCTION = app.far, LEFTARG = bigint, RIGHTARG = bigint, "
             "COMMUTATOR = OPERATOR(app.<!>), NEGATOR = OPERATOR(app.<~>));");
    }
    if (draw_chance(draw, "near", "view", 60)) {
        printf("CREATE VIEW app.near_ones AS SELECT k FROM app.keyed WHERE k OPERATOR(app.<~>) "
               "%d::bigint;\n",
               draw_number(draw, "near", "to", 2));
        print_about(draw, "VIEW", "app.near_ones");
    }
}

static void print_operator_class(const Draw *draw) {
    bool has_family = draw_chance(draw, "class", "family", 60);
    if (has_family) {
        puts("CREATE OPERATOR FAMILY app.sorting USING btree;");
        print_about(draw, "OPERATOR FAMILY", "app.sorting USING btree");
    }
    printf("CREATE OPERATOR CLASS app.by_size FOR TYPE bigint USING btree%s AS OPERATOR 1 <, "
           "OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 "
           "btint8cmp(bigint, bigint)%s;\n",
           has_family ? " FAMILY app.sorting" : "",
           draw_chance(draw, "class", "support", 50) ? ", FUNCTION 2 btint8sortsupport(internal)"
                                                     : "");
    print_about(draw, "OPERATOR CLASS", "app.by_size USING btree");
    if (has_family && draw_chance(draw, "class", "loose", 50)) {
        puts("ALTER OPERATOR FAMILY app.sorting USING btree ADD OPERATOR 1 < (bigint, integer), "
             "FUNCTION 1 btint84cmp(bigint, integer);");
    }
    if (draw_chance(draw, "class", "index", 70)) {
        printf("CREATE INDEX keyed_by_size ON app.keyed (k app.by_size%s);\n",
               draw_chance(draw, "class", "desc", 50) ? " DESC" : "");
        print_about(draw, "INDEX", "app.keyed_by_size");
    }
}

static void print_aggregates(const Draw *draw) {
    if (print_has(draw, "moving")) {
        printf("CREATE AGGREGATE app.moving(bigint) (SFUNC = app.add_up, STYPE = bigint, INITCOND "
               "= '0'%s, PARALLEL = %s);\n",
               draw_chance(draw, "moving", "moves", 50)
                   ? ", MSFUNC = app.add_up, MINVFUNC = app.add_up, MSTYPE = bigint"
                   : "",
               draw_chance(draw, "moving", "parallel", 50) ? "safe" : "restricted");
        print_about(draw, "AGGREGATE", "app.moving(bigint)");
        if (draw_chance(draw, "moving", "view", 60)) {
            printf(
                "CREATE VIEW app.moved AS SELECT n, app.moving(k) AS sum FROM app.keyed GROUP BY "
                "n%s;\n",
                draw_chance(draw, "moving", "having", 50) ? " HAVING app.moving(k) > 1" : "");
            print_about(draw, "VIEW", "app.moved");
        }
    }
    if (print_has(draw, "ordered")) {
        printf("CREATE AGGREGATE app.ranked(VARIADIC \"any\" ORDER BY VARIADIC \"any\") (SFUNC = "
               "ordered_set_transition_multi, STYPE = internal, FINALFUNC = %s, "
               "FINALFUNC_EXTRA, HYPOTHETICAL);\n",
               draw_chance(draw, "ordered", "final", 50) ? "rank_final" : "dense_rank_final");
        print_about(draw, "AGGREGATE", "app.ranked(VARIADIC \"any\" ORDER BY VARIADIC \"any\")");
    }
}

static void print_language(const Draw *draw) {
    if (print_has(draw, "language")) {
        printf("CREATE TRUSTED LANGUAGE app_language HANDLER plpgsql_call_handler INLINE "
               "plpgsql_inline_handler%s;\n",
               draw_chance(draw, "language", "validator", 50) ? " VALIDATOR plpgsql_validator"
                                                              : "");
        print_about(draw, "LANGUAGE", "app_language");
        if (draw_chance(draw, "language", "used", 70)) {
            puts("CREATE FUNCTION app.spoken(integer) RETURNS integer LANGUAGE app_language AS "
                 "$$BEGIN RETURN $1; END$$;");
            print_about(draw, "FUNCTION", "app.spoken(integer)");
        }
    }
}

/* Access methods under other names, and relations that are stored by them. */
static void print_access_methods(const Draw *draw) {
    if (print_has(draw, "app_heap")) {
        puts("CREATE ACCESS METHOD app_heap TYPE TABLE HANDLER heap_tableam_handler;");
        print_about(draw, "ACCESS METHOD", "app_heap");
        printf("CREATE TABLE app.heaped (a integer%s) USING %s;\n",
               draw_chance(draw, "app_heap", "column", 50) ? ", b text" : "",
               draw_chance(draw, "app_heap", "used", 60) ? "app_heap" : "heap");
    }
    if (print_has(draw, "app_tree")) {
        puts("CREATE ACCESS METHOD app_tree TYPE INDEX HANDLER bthandler;");
        print_about(draw, "ACCESS METHOD", "app_tree");
        puts("CREATE OPERATOR CLASS app.in_tree DEFAULT FOR TYPE integer USING app_tree AS "
             "OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 "
             "btint4cmp(integer, integer);");
    }
}

static void print_text_search(const Draw *draw) {
    bool has_parser = print_has(draw, "splitter");
    if (has_parser) {
        puts("CREATE TEXT SEARCH PARSER app.splitter (START = prsd_start, GETTOKEN = "
             "prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);");
        print_about(draw, "TEXT SEARCH PARSER", "app.splitter");
    }
    bool has_template = print_has(draw, "plainly");
    if (has_template) {
        puts("CREATE TEXT SEARCH TEMPLATE app.plainly (INIT = dsimple_init, LEXIZE = "
             "dsimple_lexize);");
        print_about(draw, "TEXT SEARCH TEMPLATE", "app.plainly");
    }
    printf("CREATE TEXT SEARCH DICTIONARY app.plain_words (TEMPLATE = %s%s);\n",
           has_template ? "app.plainly" : "pg_catalog.simple",
           draw_chance(draw, "plainly", "accept", 50) ? ", accept = 'false'" : "");
    print_about(draw, "TEXT SEARCH DICTIONARY", "app.plain_words");
    printf("CREATE TEXT SEARCH CONFIGURATION app.finding (PARSER = %s);\n",
           has_parser ? "app.splitter" : "pg_catalog.\"default\"");
    printf("ALTER TEXT SEARCH CONFIGURATION app.finding ADD MAPPING FOR %s WITH app.plain_words;\n",
           draw_chance(draw, "plainly", "tokens", 50) ? "word, asciiword" : "word");
    print_about(draw, "TEXT SEARCH CONFIGURATION", "app.finding");
    if (draw_chance(draw, "plainly", "index", 60)) {
        puts(
            "CREATE INDEX keyed_words ON app.keyed USING gin (to_tsvector('app.finding', words));");
    }
}

static void print_base_type(const Draw *draw) {
    if (!print_has(draw, "raw")) {
        return;
    }
    puts("CREATE TYPE app.raw;\n"
         "CREATE FUNCTION app.raw_in(cstring) RETURNS app.raw LANGUAGE internal IMMUTABLE STRICT "
         "AS 'textin';\n"
         "CREATE FUNCTION app.raw_out(app.raw) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT "
         "AS 'textout';");
    printf("CREATE TYPE app.raw (INPUT = app.raw_in, OUTPUT = app.raw_out, LIKE = text%s%s);\n",
           draw_fixed(draw, "raw", "category", 2) == 0 ? ", CATEGORY = 'S'" : "",
           draw_fixed(draw, "raw", "delimiter", 2) == 0 ? ", DELIMITER = ';'" : "");
    print_about(draw, "TYPE", "app.raw");
    if (draw_chance(draw, "raw", "table", 60)) {
        printf("CREATE TABLE app.raws (r app.raw%s);\n",
               draw_chance(draw, "raw", "default", 50) ? " DEFAULT 'x'" : "");
    }
}

static void print_event_trigger(const Draw *draw) {
    static const char *const events[] = {"ddl_command_start", "ddl_command_end", "sql_drop"};
    static const char *const states[] = {"DISABLE", "ENABLE", "ENABLE REPLICA", "ENABLE ALWAYS"};
    if (print_has(draw, "watch")) {
        puts("CREATE FUNCTION app.watch() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN NULL; "
             "END$$;");
        printf("CREATE EVENT TRIGGER watch ON %s%s EXECUTE FUNCTION app.watch();\n",
               events[draw_number(draw, "watch", "event", 3)],
               draw_chance(draw, "watch", "tags", 40) ? " WHEN TAG IN ('DROP TABLE', 'ALTER TABLE')"
                                                      : "");
        printf("ALTER EVENT TRIGGER watch %s;\n", states[draw_number(draw, "watch", "state", 4)]);
        print_about(draw, "EVENT TRIGGER", "watch");
    }
}

void print_kinds(const Draw *draw) {
    puts("\nCREATE TYPE app.shape AS (edges integer, label text);");
    printf("CREATE TABLE app.keyed (k %s, n integer, words text%s);\n",
           draw_chance(draw, "keyed", "not null", 50) ? "bigint NOT NULL" : "bigint",
           draw_chance(draw, "keyed", "shape", 50) ? ", shape app.shape" : "");
    print_about(draw, "TABLE", "app.keyed");
    print_casts(draw);
    print_conversion(draw);
    if (print_has(draw, "near")) {
        print_near(draw);
    }
    if (print_has(draw, "class")) {
        print_operator_class(draw);
    }
    print_aggregates(draw);
    print_language(draw);
    print_access_methods(draw);
    print_text_search(draw);
    print_base_type(draw);
    print_event_trigger(draw);
}
