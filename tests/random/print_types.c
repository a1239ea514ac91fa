/*
 * Print: schemas, types and sequences.
 */
#include <stdio.h>

#include "tests/random/print.h"

const char *print_name(const char *prefix, int number) {
    static char names[256][24];
    static unsigned next;
    next = (next + 1) % 256;
    snprintf(names[next], sizeof names[next], "%s%d", prefix, number);
    return names[next];
}

bool print_has(const Draw *draw, const char *object) {
    return draw_chance(draw, object, "is there", 85);
}

bool print_may_make_ranges(const Draw *draw) {
    return draw_fixed(draw, "schema", "ranges", 2) == 0;
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

/* Types made of types: what lies below changes under them. */
static void print_towers(const Draw *draw) {
    printf("CREATE DOMAIN app.positive AS %s%s;\n",
           draw_fixed(draw, "positive", "type", 2) == 0 ? "integer" : "numeric",
           draw_chance(draw, "positive", "check", 60) ? " CHECK (VALUE > 0)" : "");
    print_about(draw, "DOMAIN", "app.positive");
    printf("CREATE DOMAIN app.small AS app.positive%s%s;\n",
           draw_chance(draw, "small", "default", 50) ? " DEFAULT 1" : "",
           draw_chance(draw, "small", "check", 60) ? " CONSTRAINT small_check CHECK (VALUE < 100)"
                                                   : "");
    /* What PostgreSQL does not let change under columns changes seldom: by the seed alone. */
    printf("CREATE TYPE app.place AS (lat %s, code varchar(%d)%s%s);\n",
           draw_fixed(draw, "place", "type", 3) == 0 ? "app.small" : "integer",
           10 + draw_fixed(draw, "place", "length", 2),
           draw_chance(draw, "place", "extra", 50) ? ", extra text" : "",
           draw_fixed(draw, "place", "state", 8) == 0 ? ", state app.kind1" : "");
    print_about(draw, "TYPE", "app.place");
    printf("CREATE TYPE app.route AS (\"from\" app.place, stops app.place[]%s);\n",
           draw_chance(draw, "route", "named", 50) ? ", name text COLLATE \"C\"" : "");
    printf("CREATE DOMAIN app.states AS %s[]%s;\n",
           draw_fixed(draw, "states", "type", 8) == 0 ? "app.kind1" : "text",
           draw_chance(draw, "states", "default", 50) ? " DEFAULT '{first}'" : "");
    print_about(draw, "DOMAIN", "app.states");
    printf("CREATE TYPE app.span AS RANGE (subtype = %s%s);\n",
           draw_fixed(draw, "span", "type", 2) == 0 ? "bigint" : "float8",
           draw_fixed(draw, "span", "multirange", 2) == 0 ? ", multirange_type_name = app.spans"
                                                          : "");
    print_about(draw, "TYPE", "app.span");
}

void print_types(const Draw *draw) {
    static void (*const prints[])(const Draw *, const char *) = {
        print_enum, print_enum, print_domain, print_composite, print_range, print_sequence};
    static const char *const words[] = {"TYPE", "TYPE", "DOMAIN", "TYPE", "TYPE", "SEQUENCE"};
    puts("CREATE SCHEMA app;\nCREATE SCHEMA \"Other one\";\n");
    for (int i = 0; i < 6; i++) {
        const char *name = print_name("kind", i);
        bool is_always_there = i < 3 || (i == 4 && !print_may_make_ranges(draw));
        if (is_always_there || print_has(draw, name)) { /* the first ones are used by columns */
            prints[i](draw, name);
            char qualified[64];
            snprintf(qualified, sizeof qualified, "app.%s", name);
            print_about(draw, words[i], qualified);
        }
    }
    print_towers(draw);
}
