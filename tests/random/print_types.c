/*
 * Print: schemas, types, sequences and routines.
 */
#include <stdio.h>

#include "tests/random/print.h"

const char *print_name(const char *prefix, int number) {
    static char names[4][24];
    static int next;
    next = (next + 1) % 4;
    snprintf(names[next], sizeof names[next], "%s%d", prefix, number);
    return names[next];
}

bool print_has(const Draw *draw, const char *object) {
    return draw_chance(draw, object, "is there", 85);
}

static void print_enum(const Draw *draw, const char *name) {
    static const char *const labels[] = {"new", "open", "on hold", "it's done", "Closed"};
    printf("CREATE TYPE app.%s AS ENUM ('first'", name);
    for (int i = 0; i < 5; i++) {
        if (draw_chance(draw, name, labels[i], 60)) {
            const char *quote = i == 3 ? "it''s done" : labels[i];
            printf(", '%s'", quote);
        }
    }
    puts(");");
}

static void print_domain(const Draw *draw, const char *name) {
    static const char *const checks[] = {"VALUE <> ''", "length(VALUE) < 100", "VALUE ~ '^[a-z]'"};
    printf("CREATE DOMAIN app.%s AS text", name);
    if (draw_chance(draw, name, "default", 30)) {
        printf(" DEFAULT '%c'", 'a' + draw_number(draw, name, "letter", 3));
    }
    if (draw_chance(draw, name, "check", 60)) {
        printf(" CONSTRAINT %s_check CHECK (%s)", name,
               checks[draw_number(draw, name, "which", 3)]);
    }
    puts(";");
}

static void print_composite(const Draw *draw, const char *name) {
    static const char *const types[] = {"integer", "text", "numeric(8,2)"};
    printf("CREATE TYPE app.%s AS (a integer", name);
    for (int i = 0; i < 3; i++) {
        const char *attribute = print_name("b", i);
        if (draw_chance(draw, name, attribute, 70)) {
            printf(", %s %s", attribute, types[draw_fixed(draw, name, attribute, 3)]);
        }
    }
    puts(");");
}

static void print_range(const Draw *draw, const char *name) {
    static const char *const subtypes[] = {"integer", "text", "timestamp"};
    printf("CREATE TYPE app.%s AS RANGE (subtype = %s);\n", name,
           subtypes[draw_fixed(draw, name, "subtype", 3)]);
}

static void print_sequence(const Draw *draw, const char *name) {
    printf("CREATE SEQUENCE app.%s AS %s INCREMENT %d MINVALUE 1 START %d CACHE %d%s;\n", name,
           draw_chance(draw, name, "type", 50) ? "bigint" : "integer",
           1 + draw_number(draw, name, "increment", 3), 1 + draw_number(draw, name, "start", 5),
           1 + draw_number(draw, name, "cache", 2),
           draw_chance(draw, name, "cycle", 30) ? " CYCLE" : "");
}

void print_types(const Draw *draw) {
    static void (*const prints[])(const Draw *, const char *) = {
        print_enum, print_enum, print_domain, print_composite, print_range, print_sequence};
    puts("CREATE SCHEMA app;\nCREATE SCHEMA \"Other one\";\n");
    for (int i = 0; i < 6; i++) {
        const char *name = print_name("kind", i);
        if (i < 3 || print_has(draw, name)) { /* the first ones are used by columns */
            prints[i](draw, name);
        }
    }
}

static void print_function(const Draw *draw, const char *name, int number) {
    static const char *const volatilities[] = {"IMMUTABLE", "STABLE", "VOLATILE"};
    int added = draw_number(draw, name, "added", 4);
    printf("CREATE FUNCTION app.%s(%s integer, b text DEFAULT '%s') RETURNS %s LANGUAGE %s %s%s%s",
           name, draw_chance(draw, name, "argument", 50) ? "a" : "x",
           draw_chance(draw, name, "default", 50) ? "one" : "two",
           draw_chance(draw, name, "result", 50) ? "integer" : "bigint",
           number % 2 == 0 ? "sql" : "plpgsql",
           volatilities[draw_number(draw, name, "volatility", 3)],
           draw_chance(draw, name, "strict", 30) ? " STRICT" : "",
           draw_chance(draw, name, "path", 30) ? " SET search_path TO app, pg_temp" : "");
    if (number % 4 == 2) {
        printf(" BEGIN ATOMIC SELECT length(b) + %d; END;\n", added);
    } else if (number % 2 == 0) {
        printf(" AS $$SELECT $1 + %d$$;\n", added);
    } else {
        printf(" AS $$BEGIN RETURN $1 + %d; END$$;\n", added);
    }
}

static void print_procedure(const Draw *draw, const char *name) {
    printf(
        "CREATE PROCEDURE app.%s(a integer%s) LANGUAGE plpgsql%s AS $$BEGIN NULL; -- %d\nEND$$;\n",
        name, draw_chance(draw, name, "second", 50) ? ", b text" : "",
        draw_chance(draw, name, "definer", 30) ? " SECURITY DEFINER" : "",
        draw_number(draw, name, "body", 3));
}

void print_routines(const Draw *draw) {
    for (int i = 0; i < 4; i++) {
        const char *name = print_name("calc", i);
        if (print_has(draw, name)) {
            print_function(draw, name, i);
        }
    }
    if (print_has(draw, "work")) {
        print_procedure(draw, "work");
    }
    puts("CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS "
         "$$BEGIN RETURN NEW; END$$;");
    puts("CREATE FUNCTION app.add_up(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS "
         "$$SELECT $1 + $2$$;");
}
