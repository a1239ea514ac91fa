/*
 * Print: views, and what hangs on tables: triggers, policies, comments, privileges; and the kinds
 * that stand alone: aggregates, operators, casts, collations, servers, publications.
 */
#include <stdio.h>

#include "tests/random/print.h"

/* The table that a view, a trigger or the like is about; -1: it is not there. */
static int table_of(const Draw *draw, const char *object) {
    int table = draw_fixed(draw, object, "table", TABLE_COUNT);
    bool is_there = print_has(draw, print_name("t", table)) && print_has(draw, object);
    return is_there ? table : -1;
}

static void print_view(const Draw *draw, const char *name, int table, const char *word) {
    printf("\nCREATE %s app.%s AS SELECT t.id", word, name);
    for (int column = 0; column < COLUMN_COUNT; column++) {
        if (print_has_column(draw, table, column) &&
            draw_chance(draw, name, print_name("c", column), 60)) {
            printf(", t.c%d%s", column, draw_chance(draw, name, "star", 10) ? " AS renamed" : "");
        }
        if (draw_chance(draw, name, "star", 10)) {
            break;
        }
    }
    printf(" FROM %s t", print_table_name(draw, table));
    if (draw_chance(draw, name, "where", 50)) {
        printf(" WHERE t.id > %d", draw_number(draw, name, "above", 3));
    }
    puts(";");
}

void print_views(const Draw *draw) {
    for (int i = 0; i < VIEW_COUNT; i++) {
        const char *name = print_name("v", i);
        int table = table_of(draw, name);
        if (table >= 0) {
            print_view(draw, name, table, i == 0 ? "MATERIALIZED VIEW" : "VIEW");
            if (i == 0 && draw_chance(draw, name, "index", 50)) {
                puts("CREATE UNIQUE INDEX v0_id_idx ON app.v0 (id);");
            } else if (i == 1) {
                printf("CREATE VIEW app.over_v1 AS SELECT v1.id, count(*) AS n FROM app.v1 GROUP "
                       "BY v1.id%s;\n",
                       draw_chance(draw, name, "having", 40) ? " HAVING count(*) > 1" : "");
            } else if (i == 2 && draw_chance(draw, name, "rule", 40)) {
                puts("CREATE RULE v2_insert AS ON INSERT TO app.v2 DO INSTEAD NOTHING;");
            }
        }
    }
}

static void print_trigger(const Draw *draw, const char *name) {
    static const char *const events[] = {"INSERT", "INSERT OR UPDATE", "UPDATE OF id", "DELETE"};
    int table = table_of(draw, name);
    if (table >= 0) {
        printf("CREATE TRIGGER %s %s %s ON %s FOR EACH ROW EXECUTE FUNCTION app.touch();\n", name,
               draw_chance(draw, name, "before", 50) ? "BEFORE" : "AFTER",
               events[draw_number(draw, name, "events", 4)], print_table_name(draw, table));
    }
}

static void print_policy(const Draw *draw, const char *name) {
    static const char *const commands[] = {"ALL", "SELECT", "UPDATE", "DELETE"};
    int table = table_of(draw, name);
    if (table >= 0) {
        printf("ALTER TABLE %s ENABLE ROW LEVEL SECURITY;\n", print_table_name(draw, table));
        printf("CREATE POLICY %s ON %s FOR %s TO %s USING (id > %d);\n", name,
               print_table_name(draw, table), commands[draw_number(draw, name, "command", 4)],
               draw_chance(draw, name, "role", 50) ? "app_reader" : "PUBLIC",
               draw_number(draw, name, "above", 3));
    }
}

static void print_definitions(const Draw *draw) {
    if (print_has(draw, "total")) {
        printf("CREATE AGGREGATE app.total(bigint) (SFUNC = app.add_up, STYPE = bigint%s);\n",
               draw_chance(draw, "total", "initial", 50) ? ", INITCOND = '0'" : "");
    }
    if (print_has(draw, "operator")) {
        printf("CREATE OPERATOR app.@+ (FUNCTION = app.add_up, LEFTARG = bigint, RIGHTARG = "
               "bigint%s);\n",
               draw_chance(draw, "operator", "commutator", 50) ? ", COMMUTATOR = OPERATOR(app.@+)"
                                                               : "");
    }
    if (print_has(draw, "collation")) {
        printf("CREATE COLLATION app.plain (provider = libc, locale = '%s');\n",
               draw_chance(draw, "collation", "locale", 50) ? "C" : "POSIX");
    }
    if (print_has(draw, "search")) {
        printf("CREATE TEXT SEARCH DICTIONARY app.stem (TEMPLATE = snowball, language = '%s');\n",
               draw_chance(draw, "search", "language", 50) ? "english" : "german");
        puts("CREATE TEXT SEARCH CONFIGURATION app.words (PARSER = pg_catalog.\"default\");");
        printf("ALTER TEXT SEARCH CONFIGURATION app.words ADD MAPPING FOR asciiword WITH "
               "app.stem%s;\n",
               draw_chance(draw, "search", "simple", 50) ? ", pg_catalog.simple" : "");
    }
}

void print_programs(const Draw *draw) {
    puts("");
    for (int i = 0; i < 3; i++) {
        print_trigger(draw, print_name("trigger", i));
        print_policy(draw, print_name("policy", i));
    }
    print_definitions(draw);
}

void print_servers(const Draw *draw) {
    puts("");
    if (print_has(draw, "wrapper")) {
        puts("CREATE FOREIGN DATA WRAPPER far;");
        printf("CREATE SERVER away VERSION '%d' FOREIGN DATA WRAPPER far%s;\n",
               1 + draw_number(draw, "away", "version", 2),
               draw_chance(draw, "away", "options", 50) ? " OPTIONS (host 'h', port '1')" : "");
        printf("CREATE FOREIGN TABLE app.remote (id integer%s) SERVER away OPTIONS (name '%d');\n",
               draw_chance(draw, "remote", "column", 50) ? ", note text" : "",
               draw_number(draw, "remote", "name", 2));
    }
    int table = table_of(draw, "publication");
    if (table >= 0 && table < TABLE_COUNT - 1) { /* the last one may be unlogged */
        printf("CREATE PUBLICATION told FOR TABLE %s WITH (publish = '%s');\n",
               print_table_name(draw, table),
               draw_chance(draw, "publication", "all", 50) ? "insert, update" : "insert");
    }
}

static void print_table_remarks(const Draw *draw, int table) {
    const char *name = print_name("t", table);
    const char *relation = print_table_name(draw, table);
    if (draw_chance(draw, name, "comment", 40)) {
        printf("COMMENT ON TABLE %s IS 'Table %d: it''s %d';\n", relation, table,
               draw_number(draw, name, "comment text", 3));
    }
    if (draw_chance(draw, name, "column comment", 30)) {
        printf("COMMENT ON COLUMN %s.id IS 'Key %d';\n", relation,
               draw_number(draw, name, "key text", 2));
    }
    if (draw_chance(draw, name, "grant", 40)) {
        static const char *const rights[] = {"SELECT", "SELECT, INSERT", "ALL", "UPDATE (id)"};
        printf("GRANT %s ON %s TO app_reader%s;\n", rights[draw_number(draw, name, "rights", 4)],
               relation, draw_chance(draw, name, "option", 20) ? " WITH GRANT OPTION" : "");
    }
    if (draw_chance(draw, name, "owner", 20)) {
        printf("ALTER TABLE %s OWNER TO app_owner;\n", relation);
    }
    if (draw_chance(draw, name, "replica", 20)) {
        printf("ALTER TABLE %s REPLICA IDENTITY FULL;\n", relation);
    }
}

void print_remarks(const Draw *draw) {
    puts("");
    for (int table = 0; table < TABLE_COUNT; table++) {
        if (print_has(draw, print_name("t", table))) {
            print_table_remarks(draw, table);
        }
    }
    if (draw_chance(draw, "schema", "comment", 40)) {
        printf("COMMENT ON SCHEMA app IS 'Schema %d';\n", draw_number(draw, "schema", "text", 2));
    }
    if (draw_chance(draw, "schema", "usage", 50)) {
        puts("GRANT USAGE ON SCHEMA app TO app_reader;");
    }
    if (draw_chance(draw, "schema", "defaults", 30)) {
        printf("ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON %s TO app_writer;\n",
               draw_chance(draw, "schema", "what", 50) ? "TABLES" : "SEQUENCES");
    }
}
