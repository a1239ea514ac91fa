/*
 * Print: what PostgreSQL 18 has and 15 lacks: virtual columns, keys over time, rules that are not
 * enforced, identities of partitioned tables.
 */
#include <stdio.h>

#include "tests/random/print.h"

bool print_is_newer(const Draw *draw) {
    return draw_fixed(draw, "schema", "server", 4) == 0;
}

static void print_virtual(const Draw *draw) {
    printf("\nCREATE TABLE app.virtual (\n    a integer%s,\n    b %s",
           draw_chance(draw, "virtual", "default", 50) ? " DEFAULT 1" : "",
           draw_chance(draw, "virtual", "type", 60) ? "integer" : "bigint");
    if (draw_chance(draw, "virtual", "column", 80)) {
        printf(",\n    c bigint GENERATED ALWAYS AS (a + b * %d)%s",
               2 + draw_number(draw, "virtual", "factor", 2),
               draw_chance(draw, "virtual", "stored", 30) ? " STORED" : " VIRTUAL");
    }
    if (draw_chance(draw, "virtual", "text", 50)) {
        printf(",\n    d text GENERATED ALWAYS AS (upper(a::text))");
    }
    puts("\n);");
    printf("ALTER TABLE app.virtual ADD CONSTRAINT virtual_check CHECK (a > %d)%s;\n",
           draw_number(draw, "virtual", "above", 2),
           draw_chance(draw, "virtual", "enforced", 50) ? " NOT ENFORCED" : "");
    print_about(draw, "TABLE", "app.virtual");
}

static void print_temporal(const Draw *draw) {
    printf("CREATE TABLE app.during (\n    id int4range NOT NULL,\n    valid %s NOT NULL\n);\n",
           draw_fixed(draw, "during", "type", 2) == 0 ? "daterange" : "tsrange");
    bool has_key = draw_chance(draw, "during", "key", 70);
    if (has_key) {
        printf("ALTER TABLE app.during ADD CONSTRAINT during_key %s (id, valid WITHOUT "
               "OVERLAPS);\n",
               draw_chance(draw, "during", "primary", 50) ? "PRIMARY KEY" : "UNIQUE");
    }
    printf("CREATE TABLE app.within (\n    during_id int4range,\n    valid %s\n);\n",
           draw_fixed(draw, "during", "type", 2) == 0 ? "daterange" : "tsrange");
    if (has_key && draw_chance(draw, "within", "key", 60)) {
        puts("ALTER TABLE app.within ADD CONSTRAINT within_fkey FOREIGN KEY (during_id, PERIOD "
             "valid) REFERENCES app.during (id, PERIOD valid);");
    }
}

static void print_unenforced(const Draw *draw) {
    printf("CREATE TABLE app.loose (\n    web_id integer,\n    n integer%s\n);\n",
           draw_chance(draw, "loose", "not null", 40) ? " NOT NULL" : "");
    if (draw_chance(draw, "loose", "key", 70)) {
        printf("ALTER TABLE app.loose ADD CONSTRAINT loose_fkey FOREIGN KEY (web_id) REFERENCES "
               "app.web (id)%s%s;\n",
               draw_chance(draw, "loose", "cascade", 50) ? " ON DELETE CASCADE" : "",
               draw_chance(draw, "loose", "enforced", 50) ? " NOT ENFORCED" : "");
    }
    printf("CREATE TABLE app.counted (\n    id bigint GENERATED %s AS IDENTITY%s,\n    part "
           "integer\n) PARTITION BY LIST (part);\n",
           draw_chance(draw, "counted", "always", 50) ? "ALWAYS" : "BY DEFAULT",
           draw_chance(draw, "counted", "start", 50) ? " (START WITH 100)" : "");
    for (int i = 0; i < 2; i++) {
        const char *name = print_name("counted_", i);
        if (print_has(draw, name)) {
            printf("CREATE TABLE app.%s PARTITION OF app.counted FOR VALUES IN (%d);\n", name, i);
        }
    }
}

void print_newer(const Draw *draw) {
    if (print_is_newer(draw)) {
        print_virtual(draw);
        print_temporal(draw);
        print_unenforced(draw);
    }
}
