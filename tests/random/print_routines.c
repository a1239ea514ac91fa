/*
 * Print: functions and procedures of all shapes.
 */
#include <stdio.h>

#include "tests/random/print.h"

static void print_function(const Draw *draw, const char *name, int number) {
    static const char *const volatilities[] = {"IMMUTABLE", "STABLE", "VOLATILE"};
    int added = draw_number(draw, name, "added", 4);
    printf(
        "CREATE FUNCTION app.%s(%s integer, b text DEFAULT '%s') RETURNS %s LANGUAGE %s %s%s%s%s",
        name, draw_chance(draw, name, "argument", 50) ? "a" : "x",
        draw_chance(draw, name, "default", 50) ? "one" : "two",
        draw_chance(draw, name, "result", 50) ? "integer" : "bigint",
        number % 2 == 0 ? "sql" : "plpgsql", volatilities[draw_number(draw, name, "volatility", 3)],
        draw_chance(draw, name, "strict", 30) ? " STRICT" : "",
        draw_chance(draw, name, "cost", 20) ? " COST 7 PARALLEL SAFE" : "",
        draw_chance(draw, name, "path", 30) ? " SET search_path TO app, pg_temp" : "");
    if (number % 4 == 2) {
        printf(" BEGIN ATOMIC SELECT length(b) + %d; END;\n", added);
    } else if (number % 2 == 0) {
        printf(" AS $$SELECT $1 + %d$$;\n", added);
    } else {
        printf(" AS $$BEGIN RETURN $1 + %d; END$$;\n", added);
    }
    char signature[64];
    snprintf(signature, sizeof signature, "app.%s(integer, text)", name);
    print_about(draw, "FUNCTION", signature);
}

static void print_procedures(const Draw *draw) {
    if (print_has(draw, "work")) {
        bool has_second = draw_chance(draw, "work", "second", 50);
        printf("CREATE PROCEDURE app.work(a integer%s) LANGUAGE plpgsql%s AS $$BEGIN NULL; -- "
               "%d\nEND$$;\n",
               has_second ? ", b text" : "",
               draw_chance(draw, "work", "definer", 30) ? " SECURITY DEFINER" : "",
               draw_number(draw, "work", "body", 3));
        print_about(draw, "PROCEDURE",
                    has_second ? "app.work(integer, text)" : "app.work(integer)");
    }
    if (print_has(draw, "give")) {
        printf("CREATE PROCEDURE app.give(%s integer, %s text) LANGUAGE plpgsql AS $$BEGIN NULL; "
               "END$$;\n",
               draw_chance(draw, "give", "mode", 50) ? "OUT a" : "INOUT a",
               draw_chance(draw, "give", "in", 50) ? "IN b" : "b");
    }
}

/* Results of several columns, polymorphic and variadic arguments, rows of tables. */
static void print_shapes(const Draw *draw) {
    if (print_has(draw, "outs")) {
        printf("CREATE FUNCTION app.outs(IN a integer, OUT b integer%s) LANGUAGE sql AS "
               "$$SELECT 1%s$$;\n",
               draw_chance(draw, "outs", "more", 50) ? ", OUT c text" : "",
               draw_chance(draw, "outs", "more", 50) ? ", 'x'::text" : "");
        print_about(draw, "FUNCTION", "app.outs(integer)");
    }
    if (print_has(draw, "pieces")) {
        printf("CREATE FUNCTION app.pieces(n integer DEFAULT %d) RETURNS TABLE (id integer, %s "
               "text) LANGUAGE plpgsql ROWS %d AS $$BEGIN RETURN; END$$;\n",
               draw_number(draw, "pieces", "default", 3),
               draw_chance(draw, "pieces", "name", 70) ? "word" : "phrase",
               10 * (1 + draw_number(draw, "pieces", "rows", 2)));
        print_about(draw, "FUNCTION", "app.pieces(integer)");
    }
    if (print_has(draw, "either")) {
        printf("CREATE FUNCTION app.either(%s, anyelement) RETURNS anyelement LANGUAGE sql "
               "IMMUTABLE AS $$SELECT coalesce($1, $2)$$;\n",
               draw_chance(draw, "either", "named", 50) ? "a anyelement" : "anyelement");
        print_about(draw, "FUNCTION", "app.either(anyelement, anyelement)");
    }
    if (print_has(draw, "many")) {
        printf("CREATE FUNCTION app.many(first text, VARIADIC rest %s) RETURNS integer LANGUAGE "
               "sql%s AS $$SELECT cardinality($2)$$;\n",
               draw_fixed(draw, "many", "type", 2) == 0 ? "integer[]" : "text[]",
               draw_chance(draw, "many", "leakproof", 40) ? " LEAKPROOF" : "");
    }
    if (print_has(draw, "overload")) {
        puts("CREATE FUNCTION app.over(integer) RETURNS integer LANGUAGE sql AS $$SELECT 1$$;");
        printf("CREATE FUNCTION app.over(text) RETURNS %s LANGUAGE sql AS $$SELECT '1'$$;\n",
               draw_chance(draw, "overload", "result", 50) ? "text" : "varchar");
        print_about(draw, "FUNCTION", "app.over(text)");
    }
    if (print_has(draw, "window")) {
        puts("CREATE FUNCTION app.place() RETURNS bigint LANGUAGE internal WINDOW AS "
             "'window_row_number';");
    }
    if (print_has(draw, "prefer")) {
        printf(
            "CREATE FUNCTION app.prefer(app.kind1%s) RETURNS app.kind1 LANGUAGE sql RETURN $1;\n",
            draw_chance(draw, "prefer", "default", 50) ? " DEFAULT 'first'" : "");
        print_about(draw, "FUNCTION", "app.prefer(app.kind1)");
    }
}

void print_routines(const Draw *draw) {
    for (int i = 0; i < 4; i++) {
        const char *name = print_name("calc", i);
        if (print_has(draw, name)) {
            print_function(draw, name, i);
        }
    }
    print_procedures(draw);
    print_shapes(draw);
    puts("CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS "
         "$$BEGIN RETURN NEW; END$$;");
    puts("CREATE FUNCTION app.add_up(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS "
         "$$SELECT $1 + $2$$;");
}

/* Functions whose bodies or arguments are of tables: after those. */
void print_readers(const Draw *draw) {
    if (print_has(draw, "read")) {
        printf("CREATE FUNCTION app.read(w app.web) RETURNS integer LANGUAGE sql STABLE AS "
               "$$SELECT w.id + %d$$;\n",
               draw_number(draw, "read", "added", 2));
        print_about(draw, "FUNCTION", "app.read(app.web)");
    }
    if (print_has(draw, "newest")) {
        printf("CREATE FUNCTION app.newest() RETURNS %s LANGUAGE sql STABLE BEGIN ATOMIC SELECT "
               "max(w.n)%s FROM app.web w; END;\n",
               draw_chance(draw, "newest", "type", 60) ? "integer" : "bigint",
               draw_chance(draw, "newest", "cast", 50) ? "::integer" : "");
        print_about(draw, "FUNCTION", "app.newest()");
        if (draw_chance(draw, "newest", "view", 50)) {
            puts("CREATE VIEW app.newest_of AS SELECT app.newest() AS newest;");
        }
    }
    if (print_has(draw, "rows")) {
        puts("CREATE FUNCTION app.all_of() RETURNS SETOF app.keyed LANGUAGE plpgsql AS $$BEGIN "
             "RETURN; END$$;");
    }
}
