/*
 * Print: what is said about an object whatever its kind: comment, owner, privileges.
 */
#include <stdio.h>
#include <string.h>

#include "tests/random/print.h"

typedef struct Remarks {
    const char *word;    /* after COMMENT ON and ALTER */
    const char *granted; /* after GRANT ... ON; NULL: the kind has no privileges */
    const char *right;
    const char *owner;  /* who may be the owner; NULL: the kind has none */
    bool is_for_public; /* PUBLIC has the right from the start */
} Remarks;

static const Remarks remarks[] = {
    {"TABLE", "TABLE", "SELECT", "app_owner", false},
    {"VIEW", "TABLE", "SELECT", "app_owner", false},
    {"MATERIALIZED VIEW", "TABLE", "SELECT", "app_owner", false},
    {"FOREIGN TABLE", "TABLE", "SELECT", "app_owner", false},
    {"SEQUENCE", "SEQUENCE", "USAGE", "app_owner", false},
    {"FUNCTION", "FUNCTION", "EXECUTE", "app_owner", true},
    {"PROCEDURE", "PROCEDURE", "EXECUTE", "app_owner", true},
    {"AGGREGATE", "FUNCTION", "EXECUTE", "app_owner", true},
    {"TYPE", "TYPE", "USAGE", "app_owner", true},
    {"DOMAIN", "DOMAIN", "USAGE", "app_owner", true},
    {"LANGUAGE", "LANGUAGE", "USAGE", "app_owner", true},
    {"FOREIGN DATA WRAPPER", "FOREIGN DATA WRAPPER", "USAGE", "app_admin", false},
    {"SERVER", "FOREIGN SERVER", "USAGE", "app_owner", false},
    {"CONVERSION", NULL, NULL, "app_owner", false},
    {"COLLATION", NULL, NULL, "app_owner", false},
    {"OPERATOR", NULL, NULL, "app_owner", false},
    {"OPERATOR FAMILY", NULL, NULL, "app_owner", false},
    {"OPERATOR CLASS", NULL, NULL, "app_owner", false},
    {"TEXT SEARCH DICTIONARY", NULL, NULL, "app_owner", false},
    {"TEXT SEARCH CONFIGURATION", NULL, NULL, "app_owner", false},
    {"STATISTICS", NULL, NULL, "app_owner", false},
    {"PUBLICATION", NULL, NULL, "app_admin", false},
    {"EVENT TRIGGER", NULL, NULL, "app_admin", false},
};

static const Remarks *remarks_of(const char *word) {
    for (size_t i = 0; i < sizeof remarks / sizeof *remarks; i++) {
        if (strcmp(remarks[i].word, word) == 0) {
            return &remarks[i];
        }
    }
    return NULL; /* comments only: constraints, indexes, casts ... */
}

static void print_rights(const Draw *draw, const Remarks *kind, const char *name) {
    if (draw_chance(draw, name, "rights", 15)) {
        printf("GRANT %s ON %s %s TO app_reader%s;\n", kind->right, kind->granted, name,
               draw_chance(draw, name, "rights with option", 20) ? " WITH GRANT OPTION" : "");
    }
    if (kind->is_for_public && draw_chance(draw, name, "rights of all", 8)) {
        printf("REVOKE ALL ON %s %s FROM PUBLIC;\n", kind->granted, name);
    }
}

void print_about(const Draw *draw, const char *word, const char *name) {
    const Remarks *kind = remarks_of(word);
    if (draw_chance(draw, name, "comment", 25)) {
        printf("COMMENT ON %s %s IS 'About it: %d';\n", word, name,
               draw_number(draw, name, "comment text", 3));
    }
    if (kind == NULL) {
        return;
    }
    if (kind->owner != NULL && draw_chance(draw, name, "owner", 10)) {
        printf("ALTER %s %s OWNER TO %s;\n", word, name, kind->owner);
    }
    /* GRANT names an aggregate as a function: not what it orders by. */
    if (kind->granted != NULL && strstr(name, "ORDER BY") == NULL) {
        print_rights(draw, kind, name);
    }
}

static void print_table_remarks(const Draw *draw, int table) {
    const char *name = print_name("t", table);
    const char *relation = print_table_name(draw, table);
    print_about(draw, "TABLE", relation);
    if (draw_chance(draw, name, "column comment", 30)) {
        printf("COMMENT ON COLUMN %s.id IS 'Key %d: it''s';\n", relation,
               draw_number(draw, name, "key text", 2));
    }
    if (draw_chance(draw, name, "grant", 40)) {
        static const char *const rights[] = {"SELECT", "SELECT, INSERT", "ALL", "UPDATE (id)",
                                             "SELECT (id), INSERT (id)"};
        printf("GRANT %s ON %s TO app_writer%s;\n", rights[draw_number(draw, name, "rights", 5)],
               relation, draw_chance(draw, name, "option", 20) ? " WITH GRANT OPTION" : "");
    }
    if (draw_chance(draw, name, "own rights", 10)) {
        printf("REVOKE DELETE ON %s FROM CURRENT_USER;\n", relation);
    }
    static const char *const identities[] = {"FULL", "NOTHING", "DEFAULT"};
    if (draw_chance(draw, name, "replica", 20)) {
        printf("ALTER TABLE %s REPLICA IDENTITY %s;\n", relation,
               identities[draw_number(draw, name, "replica identity", 3)]);
    }
    if (draw_chance(draw, name, "cluster", 15)) {
        printf("ALTER TABLE %s CLUSTER ON %s_pkey;\n", relation, name);
    }
}

static void print_schema_remarks(const Draw *draw) {
    static const char *const objects[] = {"TABLES",   "FUNCTIONS", "TYPES",
                                          "ROUTINES", "SEQUENCES", "SEQUENCES"};
    static const char *const rights[] = {"SELECT",  "EXECUTE", "USAGE",
                                         "EXECUTE", "UPDATE",  "USAGE"};
    if (draw_chance(draw, "schema", "comment", 40)) {
        printf("COMMENT ON SCHEMA app IS 'Schema %d';\n", draw_number(draw, "schema", "text", 2));
    }
    if (draw_chance(draw, "schema", "usage", 50)) {
        puts("GRANT USAGE ON SCHEMA app TO app_reader;");
    }
    for (int i = 0; i < 3; i++) {
        const char *slot = print_name("defaults ", i);
        if (draw_chance(draw, "schema", slot, 20)) {
            /* The constructors of a range that is made then would have those rights too. */
            int what = 2 * draw_number(draw, slot, "what", 3) + !print_may_make_ranges(draw);
            printf("ALTER DEFAULT PRIVILEGES%s%s GRANT %s ON %s TO app_writer%s;\n",
                   draw_chance(draw, slot, "role", 40) ? " FOR ROLE app_owner" : "",
                   draw_chance(draw, slot, "in schema", 60) ? " IN SCHEMA app" : "", rights[what],
                   objects[what],
                   draw_chance(draw, slot, "option", 20) ? " WITH GRANT OPTION" : "");
        }
    }
    if (!print_may_make_ranges(draw) && draw_chance(draw, "schema", "taken", 15)) {
        puts("ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;");
    }
}

void print_remarks(const Draw *draw) {
    puts("");
    for (int table = 0; table < TABLE_COUNT; table++) {
        if (print_has(draw, print_name("t", table))) {
            print_table_remarks(draw, table);
        }
    }
    print_schema_remarks(draw);
}
