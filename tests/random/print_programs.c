/*
 * Print: triggers and policies, and what is typed by a composite type or stored elsewhere: typed
 * and foreign tables, publications.
 */
#include <stdio.h>
#include <string.h>

#include "tests/random/print.h"

int print_table_of(const Draw *draw, const char *object) {
    int table = draw_fixed(draw, object, "table", TABLE_COUNT);
    bool is_there = print_has(draw, print_name("t", table)) && print_has(draw, object);
    return is_there ? table : -1;
}

/* A remark on something that belongs to a table: "TRIGGER", "trigger0". */
static void print_about_child(const Draw *draw, const char *word, const char *name,
                              const char *relation) {
    char designation[128];
    snprintf(designation, sizeof designation, "%s ON %s", name, relation);
    print_about(draw, word, designation);
}

static void print_trigger(const Draw *draw, const char *name) {
    static const char *const events[] = {"INSERT", "INSERT OR UPDATE", "UPDATE OF id", "DELETE"};
    static const char *const states[] = {"DISABLE", "ENABLE REPLICA", "ENABLE ALWAYS"};
    int table = print_table_of(draw, name);
    if (table < 0) {
        return;
    }
    const char *relation = print_table_name(draw, table);
    int event = draw_number(draw, name, "events", 4);
    printf("CREATE TRIGGER %s %s %s ON %s FOR EACH ROW%s EXECUTE FUNCTION app.touch(%s);\n", name,
           draw_chance(draw, name, "before", 50) ? "BEFORE" : "AFTER", events[event], relation,
           event == 2 && draw_chance(draw, name, "when", 60)
               ? " WHEN (OLD.id IS DISTINCT FROM NEW.id)"
               : "",
           draw_chance(draw, name, "arguments", 30) ? "'it''s', 'two'" : "");
    if (draw_chance(draw, name, "state", 25)) {
        printf("ALTER TABLE %s %s TRIGGER %s;\n", relation,
               states[draw_number(draw, name, "which state", 3)], name);
    }
    print_about_child(draw, "TRIGGER", name, relation);
}

/* Triggers of whole statements, with the rows they changed; triggers that wait for the commit. */
static void print_other_triggers(const Draw *draw) {
    if (print_has(draw, "shift")) {
        printf("CREATE TRIGGER shift AFTER UPDATE ON app.keyed REFERENCING OLD TABLE AS %s NEW "
               "TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION app.touch();\n",
               draw_chance(draw, "shift", "name", 50) ? "before_it" : "old_ones");
    }
    if (print_has(draw, "late")) {
        static const char *const times[] = {"", " DEFERRABLE", " DEFERRABLE INITIALLY DEFERRED"};
        printf("CREATE CONSTRAINT TRIGGER late AFTER INSERT OR DELETE ON app.keyed%s FOR EACH ROW "
               "EXECUTE FUNCTION app.touch();\n",
               times[draw_number(draw, "late", "time", 3)]);
        print_about_child(draw, "TRIGGER", "late", "app.keyed");
    }
    if (print_has(draw, "empty")) {
        printf("CREATE TRIGGER empty %s TRUNCATE ON app.keyed EXECUTE FUNCTION app.touch();\n",
               draw_chance(draw, "empty", "before", 50) ? "BEFORE" : "AFTER");
    }
}

static void print_policy(const Draw *draw, const char *name) {
    static const char *const commands[] = {"ALL", "SELECT", "UPDATE", "DELETE"};
    int table = print_table_of(draw, name);
    if (table >= 0) {
        const char *relation = print_table_name(draw, table);
        printf("ALTER TABLE %s %s ROW LEVEL SECURITY;\n", relation,
               draw_chance(draw, name, "force", 20) ? "FORCE" : "ENABLE");
        int command = draw_number(draw, name, "command", 4);
        printf("CREATE POLICY %s ON %s%s FOR %s TO %s USING (id > %d)%s;\n", name, relation,
               draw_chance(draw, name, "restrictive", 30) ? " AS RESTRICTIVE" : "",
               commands[command],
               draw_chance(draw, name, "role", 50) ? "app_reader, app_writer" : "PUBLIC",
               draw_number(draw, name, "above", 3),
               command % 2 == 0 && draw_chance(draw, name, "check", 40)
                   ? " WITH CHECK (EXISTS (SELECT FROM app.web w WHERE w.id = 1))"
                   : "");
        print_about_child(draw, "POLICY", name, relation);
    }
}

static void print_definitions(const Draw *draw) {
    if (print_has(draw, "total")) {
        printf("CREATE AGGREGATE app.total(bigint) (SFUNC = app.add_up, STYPE = bigint%s);\n",
               draw_chance(draw, "total", "initial", 50) ? ", INITCOND = '0'" : "");
        print_about(draw, "AGGREGATE", "app.total(bigint)");
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
        print_about(draw, "COLLATION", "app.plain");
        if (draw_chance(draw, "collation", "used", 60)) {
            printf("CREATE TABLE app.sorted (a text COLLATE app.plain%s);\n",
                   draw_chance(draw, "collation", "unique", 50) ? " UNIQUE" : "");
        }
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

static void print_typed_table(const Draw *draw) {
    if (print_has(draw, "placed")) {
        printf("CREATE TABLE app.placed OF app.place%s;\n",
               draw_chance(draw, "placed", "options", 50) ? " (lat NOT NULL, code DEFAULT 'x')"
                                                          : "");
        print_about(draw, "TABLE", "app.placed");
    }
    if (draw_chance(draw, "placed", "routes", 70)) {
        printf("CREATE TABLE app.routes (id integer, way app.route%s);\n",
               draw_chance(draw, "placed", "route key", 50) ? ", CHECK ((way).\"from\" IS NOT NULL)"
                                                            : "");
    }
}

void print_programs(const Draw *draw) {
    puts("");
    for (int i = 0; i < 3; i++) {
        print_trigger(draw, print_name("trigger", i));
        print_policy(draw, print_name("policy", i));
    }
    print_other_triggers(draw);
    print_definitions(draw);
    print_typed_table(draw);
}

static void print_foreign(const Draw *draw) {
    printf("CREATE FOREIGN DATA WRAPPER far%s;\n",
           draw_chance(draw, "far", "options", 40) ? " OPTIONS (debug 'true')" : "");
    print_about(draw, "FOREIGN DATA WRAPPER", "far");
    printf("CREATE SERVER away%s VERSION '%d' FOREIGN DATA WRAPPER far%s;\n",
           draw_chance(draw, "away", "type", 30) ? " TYPE 'old'" : "",
           1 + draw_number(draw, "away", "version", 2),
           draw_chance(draw, "away", "options", 50) ? " OPTIONS (host 'h', port '1')" : "");
    print_about(draw, "SERVER", "away");
    if (draw_chance(draw, "away", "mapping", 50)) {
        printf("CREATE USER MAPPING FOR %s SERVER away OPTIONS (\"user\" 'u%d');\n",
               draw_chance(draw, "away", "public", 50) ? "PUBLIC" : "app_reader",
               draw_number(draw, "away", "user", 2));
    }
    printf("CREATE FOREIGN TABLE app.remote (id integer%s%s%s) SERVER away OPTIONS (name '%d');\n",
           draw_chance(draw, "remote", "column options", 40) ? " OPTIONS (column_name 'nr')" : "",
           draw_chance(draw, "remote", "column", 50) ? ", note text" : "",
           draw_chance(draw, "remote", "check", 30) ? ", CONSTRAINT remote_check CHECK (id > 0)"
                                                    : "",
           draw_number(draw, "remote", "name", 2));
    print_about(draw, "FOREIGN TABLE", "app.remote");
    if (draw_chance(draw, "remote", "partition", 40)) {
        puts("CREATE FOREIGN TABLE app.far_part PARTITION OF app.plain_parts FOR VALUES IN (2) "
             "SERVER away;");
    }
}

static void print_publications(const Draw *draw) {
    int table = print_table_of(draw, "publication");
    if (table >= 0 && table < TABLE_COUNT - 1) { /* the last one may be unlogged */
        printf("CREATE PUBLICATION told FOR TABLE %s WITH (publish = '%s');\n",
               print_table_name(draw, table),
               draw_chance(draw, "publication", "all", 50) ? "insert, update" : "insert");
        print_about(draw, "PUBLICATION", "told");
    }
    if (print_has(draw, "some")) {
        printf("CREATE PUBLICATION a_few FOR TABLE app.keyed%s%s, app.tree WITH (publish = "
               "'insert', publish_via_partition_root = %s);\n",
               draw_chance(draw, "some", "columns", 50) ? " (k, n)" : "",
               draw_chance(draw, "some", "rows", 50) ? " WHERE (k > 1)" : "",
               draw_chance(draw, "some", "root", 50) ? "true" : "false");
        print_about(draw, "PUBLICATION", "a_few");
    }
    if (print_has(draw, "whole")) {
        static const char *const what[] = {"ALL TABLES", "TABLES IN SCHEMA app",
                                           "TABLES IN SCHEMA app, \"Other one\", TABLE "
                                           "public.plainly_told"};
        puts("CREATE TABLE public.plainly_told (id integer);");
        printf("CREATE PUBLICATION whole FOR %s;\n", what[draw_number(draw, "whole", "what", 3)]);
    }
}

void print_servers(const Draw *draw) {
    puts("");
    puts("CREATE TABLE app.plain_parts (a integer) PARTITION BY LIST (a);");
    if (print_has(draw, "wrapper")) {
        print_foreign(draw);
    }
    print_publications(draw);
}
