/*
 * Print: views of tables, views of views, materialized ones with their indexes, rules and triggers
 * on them.
 */
#include <stdio.h>

#include "tests/random/print.h"

static void print_view_options(const Draw *draw, const char *name) {
    static const char *const options[] = {"security_barrier = true", "check_option = local",
                                          "security_invoker = true",
                                          "security_barrier = true, security_invoker = true"};
    if (draw_chance(draw, name, "options", 25)) {
        printf(" WITH (%s)", options[draw_number(draw, name, "which options", 4)]);
    }
}

static void print_view(const Draw *draw, const char *name, int table, bool is_stored) {
    printf("\nCREATE %sVIEW app.%s", is_stored ? "MATERIALIZED " : "", name);
    if (!is_stored) {
        print_view_options(draw, name);
    }
    printf(" AS SELECT t.id");
    for (int column = 0; column < COLUMN_COUNT; column++) {
        if (print_has_column(draw, table, column) &&
            draw_chance(draw, name, print_name("c", column), 60)) {
            bool is_renamed = draw_chance(draw, name, print_name("renamed", column), 10);
            printf(is_renamed ? ", t.c%d AS renamed%d" : ", t.c%d", column, column);
        }
    }
    printf(" FROM %s t", print_table_name(draw, table));
    if (draw_chance(draw, name, "where", 50)) {
        printf(" WHERE t.id > %d", draw_number(draw, name, "above", 3));
    }
    puts(";");
    char qualified[64];
    snprintf(qualified, sizeof qualified, "app.%s", name);
    print_about(draw, is_stored ? "MATERIALIZED VIEW" : "VIEW", qualified);
    if (draw_chance(draw, name, "column comment", 25)) {
        printf("COMMENT ON COLUMN app.%s.id IS 'Of %s';\n", name, name);
    }
}

static void print_stored_indexes(const Draw *draw, const char *name) {
    if (draw_chance(draw, name, "index", 60)) {
        printf("CREATE UNIQUE INDEX %s_id_idx ON app.%s (id)%s;\n", name, name,
               draw_chance(draw, name, "part", 40) ? " WHERE id > 1" : "");
        char qualified[64];
        snprintf(qualified, sizeof qualified, "app.%s_id_idx", name);
        print_about(draw, "INDEX", qualified);
    }
}

static void print_over(const Draw *draw) {
    printf("CREATE VIEW app.over_v1 AS SELECT v1.id, count(*) AS n FROM app.v1 GROUP BY v1.id%s;\n",
           draw_chance(draw, "v1", "having", 40) ? " HAVING count(*) > 1" : "");
    print_about(draw, "VIEW", "app.over_v1");
    if (print_has(draw, "over_all")) {
        /* Not filled: the owner of a view below may not read the tables. */
        bool is_stored = draw_fixed(draw, "over_all", "stored", 3) == 0;
        printf("CREATE %sVIEW app.over_all AS SELECT o.*, row_number() OVER (ORDER BY o.n%s) AS "
               "place FROM app.over_v1 o%s;\n",
               is_stored ? "MATERIALIZED " : "",
               draw_chance(draw, "over_all", "desc", 50) ? " DESC" : "",
               is_stored ? " WITH NO DATA" : "");
    }
}

static void print_view_programs(const Draw *draw) {
    if (draw_chance(draw, "v2", "default", 30)) {
        puts("ALTER VIEW app.v2 ALTER COLUMN id SET DEFAULT 7;");
    }
    if (draw_chance(draw, "v2", "rule", 40)) {
        printf("CREATE RULE v2_insert AS ON INSERT TO app.v2 DO INSTEAD %s;\n",
               draw_chance(draw, "v2", "nothing", 50)
                   ? "NOTHING"
                   : "INSERT INTO app.tree_ids (id) VALUES (NEW.id)");
        print_about(draw, "RULE", "v2_insert ON app.v2");
    }
    if (draw_chance(draw, "v2", "instead", 40)) {
        puts("CREATE TRIGGER v2_instead INSTEAD OF UPDATE ON app.v2 FOR EACH ROW EXECUTE FUNCTION "
             "app.touch();");
        print_about(draw, "TRIGGER", "v2_instead ON app.v2");
    }
}

/* Queries of other shapes over the tables that are always there. */
static void print_shaped_views(const Draw *draw) {
    if (print_has(draw, "unions")) {
        printf("CREATE VIEW app.unions AS SELECT id FROM app.tree_ids UNION %sSELECT id FROM "
               "app.tree%s;\n",
               draw_chance(draw, "unions", "all", 50) ? "ALL " : "",
               draw_chance(draw, "unions", "ordered", 40) ? " ORDER BY 1 LIMIT 10" : "");
        print_about(draw, "VIEW", "app.unions");
    }
    if (print_has(draw, "counting")) {
        printf("CREATE RECURSIVE VIEW app.counting (n) AS VALUES (%d) UNION ALL SELECT n + 1 FROM "
               "counting WHERE n < 10;\n",
               draw_number(draw, "counting", "from", 2));
    }
    if (print_has(draw, "joined")) {
        printf("CREATE VIEW app.joined AS WITH s AS (SELECT b.a, b.b FROM app.base b) SELECT s.a, "
               "x.region%s FROM s %s JOIN app.tree x ON x.id = s.a;\n",
               draw_chance(draw, "joined", "case", 50)
                   ? ", CASE WHEN s.a > 1 THEN 'many' ELSE s.b END AS size"
                   : "",
               draw_chance(draw, "joined", "left", 50) ? "LEFT" : "");
        print_about(draw, "VIEW", "app.joined");
    }
    if (print_has(draw, "keyed_by")) { /* depends on the primary key */
        printf("CREATE VIEW app.keyed_by AS SELECT i.id, %s(x.at) AS at FROM app.tree_ids i JOIN "
               "app.tree x ON x.id = i.id GROUP BY i.id;\n",
               draw_chance(draw, "keyed_by", "least", 50) ? "min" : "max");
    }
}

void print_views(const Draw *draw) {
    for (int i = 0; i < VIEW_COUNT; i++) {
        const char *name = print_name("v", i);
        int table = print_table_of(draw, name);
        if (table < 0) {
            continue;
        }
        print_view(draw, name, table, i == 0);
        switch (i) {
            case 0: print_stored_indexes(draw, name); break;
            case 1: print_over(draw); break;
            default: print_view_programs(draw); break;
        }
    }
    print_shaped_views(draw);
}
