/*
 * Print: objects that hang together: a function that defaults, checks, indexes, views, policies and
 * generated columns call; a type that columns, views and routines have; views upon views.
 */
#include <stdio.h>

#include "tests/random/print.h"

static void print_rate(const Draw *draw) {
    const char *type = draw_chance(draw, "rate", "type", 70) ? "integer" : "bigint";
    printf("\nCREATE FUNCTION app.rate(%s %s) RETURNS %s LANGUAGE sql IMMUTABLE AS $$SELECT $1 * "
           "%d$$;\n",
           draw_chance(draw, "rate", "argument", 80) ? "of" : "n", type,
           draw_chance(draw, "rate", "result", 70) ? type : "numeric",
           1 + draw_number(draw, "rate", "factor", 3));
}

static void print_web_table(const Draw *draw) {
    printf("CREATE TABLE app.web (\n    id integer PRIMARY KEY,\n    n integer%s",
           draw_chance(draw, "web", "default", 60) ? " DEFAULT app.rate(2)" : "");
    if (draw_chance(draw, "web", "generated", 60)) {
        printf(",\n    rated numeric GENERATED ALWAYS AS (app.rate(id) + %d) STORED",
               draw_number(draw, "web", "plus", 2));
    }
    if (draw_chance(draw, "web", "state", 70)) {
        printf(",\n    state app.kind1 DEFAULT 'first'");
    }
    if (draw_chance(draw, "web", "pair", 60)) {
        printf(",\n    pair app.pair%s", draw_fixed(draw, "web", "pairs", 3) == 0 ? "[]" : "");
    }
    printf(",\n    tag app.tag%s,\n    self integer\n);\n",
           draw_chance(draw, "web", "tag", 50) ? " DEFAULT 'x'" : "");
}

static void print_web_keys(const Draw *draw) {
    if (draw_chance(draw, "web", "check", 60)) {
        printf("ALTER TABLE app.web ADD CONSTRAINT web_rate_check CHECK (app.rate(n) > %d);\n",
               draw_number(draw, "web", "above", 3));
    }
    if (draw_chance(draw, "web", "index", 60)) {
        printf("CREATE INDEX web_rate_idx ON app.web (app.rate(id)%s);\n",
               draw_chance(draw, "web", "desc", 50) ? " DESC" : "");
    }
    if (draw_chance(draw, "web", "foreign", 60)) {
        printf("ALTER TABLE app.web ADD CONSTRAINT web_self_fkey FOREIGN KEY (self) REFERENCES "
               "app.web (id)%s;\n",
               draw_chance(draw, "web", "valid", 70) ? "" : " NOT VALID");
    }
    if (draw_chance(draw, "web", "policy", 60)) {
        printf("CREATE POLICY web_rate ON app.web USING (app.rate(id) < %d);\n",
               5 + draw_number(draw, "web", "below", 2));
    }
    if (draw_chance(draw, "web", "trigger", 50)) {
        printf("CREATE TRIGGER web_touch BEFORE UPDATE ON app.web FOR EACH ROW WHEN "
               "(app.rate(new.id) > %d) EXECUTE FUNCTION app.touch();\n",
               draw_number(draw, "web", "when", 2));
    }
}

static void print_web_views(const Draw *draw) {
    printf("CREATE VIEW app.web_rates AS SELECT w.id, app.rate(w.id) AS rate, w.tag%s FROM app.web "
           "w WHERE w.n IN (1, %d);\n",
           draw_chance(draw, "web_rates", "n", 50) ? ", w.n" : "",
           2 + draw_number(draw, "web_rates", "in", 2));
    if (draw_chance(draw, "web_sums", "is there", 70)) {
        printf("CREATE %sVIEW app.web_sums AS SELECT r.tag, sum(r.rate) AS total FROM "
               "app.web_rates r GROUP BY r.tag%s;\n",
               draw_chance(draw, "web_sums", "stored", 40) ? "MATERIALIZED " : "",
               draw_chance(draw, "web_sums", "having", 40) ? " HAVING sum(r.rate) > 1" : "");
    }
    if (draw_chance(draw, "web_rows", "is there", 60)) {
        puts("CREATE FUNCTION app.web_rows() RETURNS SETOF app.web_rates LANGUAGE sql STABLE AS "
             "$$SELECT * FROM app.web_rates$$;");
    }
}

void print_web(const Draw *draw) {
    print_rate(draw);
    printf("CREATE DOMAIN app.tag AS %s%s;\n",
           draw_fixed(draw, "tag", "type", 2) == 0 ? "text" : "varchar(30)",
           draw_chance(draw, "tag", "check", 50) ? " CONSTRAINT tag_check CHECK (VALUE <> 'y')"
                                                 : "");
    printf("CREATE TYPE app.pair AS (a integer, b text%s);\n",
           draw_chance(draw, "pair", "more", 50) ? ", c app.tag" : "");
    print_web_table(draw);
    print_web_keys(draw);
    print_web_views(draw);
}
