/*
 * Print: tables, their columns, keys and indexes.
 */
#include <stdio.h>
#include <string.h>

#include "tests/random/print.h"

static const Family families[] = {
    {{"integer", "bigint", "numeric(12,2)"}, "1", "20"},
    {{"varchar(20)", "text", "varchar(40)"}, "'a'", "'it''s'"},
    {{"timestamp", "timestamptz", "timestamp(3)"}, "now()", "'2020-01-01 00:00:00'"},
    {{"boolean", "boolean", "boolean"}, "true", "false"},
    {{"jsonb", "jsonb", "jsonb"}, "'{}'", "'[1, 2]'"},
    {{"text[]", "varchar(9)[]", "text[]"}, "'{}'", "ARRAY['a', 'b']"},
    {{"app.kind0", "app.kind0", "app.kind0"}, "'first'", "'first'"},
    {{"app.kind2", "app.kind2", "app.kind2"}, "'a'", "'b'"},
    {{"date", "date", "date"}, "CURRENT_DATE", "'2020-01-01'"},
    {{"uuid", "uuid", "uuid"}, "'00000000-0000-0000-0000-000000000001'", "gen_random_uuid()"},
    {{"interval", "interval", "interval"}, "'1 day'", "'02:00:00'"},
    {{"app.small", "app.positive", "app.small"}, "1", "2"},
    {{"app.place", "app.place", "app.place"}, "NULL", "NULL"},
    {{"app.states", "app.states", "app.states"}, "'{first}'", "'{}'"},
    {{"app.kind1[]", "app.kind1[]", "app.kind1[]"}, "'{first}'", "'{}'"},
    {{"app.span", "app.span", "app.span"}, "'[1,2)'", "'empty'"},
};

enum { FAMILY_COUNT = sizeof families / sizeof *families, PLAIN_COUNT = 3 };

const char *print_table_name(const Draw *draw, int table) {
    static char names[64][64];
    static unsigned next;
    static const char *const schemas[] = {"app", "public", "\"Other one\""};
    next = (next + 1) % 64;
    const char *name = print_name("t", table);
    snprintf(names[next], sizeof names[next], "%s.%s", schemas[draw_fixed(draw, name, "schema", 3)],
             name);
    return names[next];
}

/* "t1.c2", the name of a column among the choices. */
static const char *column_key(int table, int column) {
    static char keys[64][32];
    static unsigned next;
    next = (next + 1) % 64;
    snprintf(keys[next], sizeof keys[next], "t%d.c%d", table, column);
    return keys[next];
}

bool print_has_column(const Draw *draw, int table, int column) {
    return draw_chance(draw, column_key(table, column), "is there", 75);
}

const Family *print_family(const Draw *draw, int table, int column) {
    return &families[draw_fixed(draw, column_key(table, column), "family", FAMILY_COUNT)];
}

int print_plain_column(const Draw *draw, int table, const char *slot) {
    int first = draw_chance(draw, print_name("t", table), slot, 50) ? 0 : COLUMN_COUNT / 2;
    for (int i = 0; i < COLUMN_COUNT; i++) {
        int column = (first + i) % COLUMN_COUNT;
        if (print_has_column(draw, table, column) &&
            print_family(draw, table, column) < families + PLAIN_COUNT) {
            return column;
        }
    }
    return -1;
}

static void print_column(const Draw *draw, int table, int column) {
    const char *key = column_key(table, column);
    const Family *family = print_family(draw, table, column);
    printf(",\n    c%d %s", column, family->variants[draw_number(draw, key, "variant", 3)]);
    switch (draw_number(draw, key, "default", 4)) {
        case 0: printf(" DEFAULT %s", family->value); break;
        case 1: printf(" DEFAULT %s", family->other); break;
        default: break;
    }
    if (draw_chance(draw, key, "not null", 30)) {
        printf(" NOT NULL");
    }
}

/* What ALTER TABLE says of a column of a plain type. */
static void print_column_remarks(const Draw *draw, int table, int column) {
    const char *key = column_key(table, column);
    const char *relation = print_table_name(draw, table);
    if (strchr(print_family(draw, table, column)->variants[0], '(') != NULL) {
        static const char *const storages[] = {"MAIN", "EXTERNAL", "PLAIN"};
        if (draw_chance(draw, key, "storage", 15)) {
            printf("ALTER TABLE %s ALTER COLUMN c%d SET STORAGE %s;\n", relation, column,
                   storages[draw_number(draw, key, "which storage", 3)]);
        }
        if (draw_chance(draw, key, "compression", 15)) {
            printf("ALTER TABLE %s ALTER COLUMN c%d SET COMPRESSION pglz;\n", relation, column);
        }
    }
    if (draw_chance(draw, key, "statistics", 10)) {
        printf("ALTER TABLE %s ALTER COLUMN c%d SET STATISTICS %d;\n", relation, column,
               50 * draw_number(draw, key, "target", 3));
    }
    if (draw_chance(draw, key, "distinct", 10)) {
        printf("ALTER TABLE %s ALTER COLUMN c%d SET (n_distinct = -0.5);\n", relation, column);
    }
    if (draw_chance(draw, key, "comment", 10)) {
        printf("COMMENT ON COLUMN %s.c%d IS 'Column %d';\n", relation, column,
               draw_number(draw, key, "comment text", 2));
    }
    if (draw_chance(draw, key, "rights", 10)) {
        printf("GRANT SELECT (c%d), UPDATE (c%d) ON %s TO app_reader;\n", column, column, relation);
    }
}

/* Numbers that a sequence of its own hands out, before the table is there. */
static bool is_serial(const Draw *draw, int table) {
    return draw_chance(draw, print_name("t", table), "serial", 25);
}

static const char *id_type(const Draw *draw, int table) {
    return draw_chance(draw, print_name("t", table), "id type", 50) ? "bigint" : "integer";
}

static void print_id(const Draw *draw, int table) {
    static const char *const kinds[] = {
        "", " GENERATED ALWAYS AS IDENTITY", " GENERATED BY DEFAULT AS IDENTITY (START WITH 10)",
        " GENERATED BY DEFAULT AS IDENTITY (INCREMENT BY 2 MINVALUE 2 CACHE 5 CYCLE)"};
    const char *name = print_name("t", table);
    if (is_serial(draw, table)) {
        printf("    id %s NOT NULL",
               strcmp(id_type(draw, table), "bigint") == 0 ? "bigserial" : "serial");
        return;
    }
    printf("    id %s%s NOT NULL", id_type(draw, table),
           kinds[draw_number(draw, name, "identity", 4)]);
}

/* An integer column "t0_id" that a foreign key uses: the table before this one that is there. */
static int parent_of(const Draw *draw, int table) {
    const char *name = print_name("t", table);
    if (table == 0 || !draw_chance(draw, name, "has parent", 60)) {
        return -1;
    }
    int parent = draw_fixed(draw, name, "parent", table);
    return print_has(draw, print_name("t", parent)) ? parent : -1;
}

static void print_table(const Draw *draw, int table) {
    const char *name = print_name("t", table);
    /* Keys of logged tables refer to no unlogged one; the last table is nobody's parent. */
    bool is_unlogged = table == TABLE_COUNT - 1 && draw_chance(draw, name, "unlogged", 30);
    printf("\nCREATE%s TABLE %s (\n", is_unlogged ? " UNLOGGED" : "",
           print_table_name(draw, table));
    print_id(draw, table);
    for (int column = 0; column < COLUMN_COUNT; column++) {
        if (print_has_column(draw, table, column)) {
            print_column(draw, table, column);
        }
    }
    int parent = parent_of(draw, table);
    if (parent >= 0) {
        printf(",\n    parent_id %s", id_type(draw, parent));
    }
    if (draw_chance(draw, print_name("t", table), "generated", 30)) {
        printf(",\n    twice bigint GENERATED ALWAYS AS (id * %d) STORED",
               2 + draw_number(draw, print_name("t", table), "factor", 2));
    }
    printf("\n)%s;\n", draw_chance(draw, print_name("t", table), "fillfactor", 20)
                           ? " WITH (fillfactor = 70)"
                           : "");
    for (int column = 0; column < COLUMN_COUNT; column++) {
        if (print_has_column(draw, table, column)) {
            print_column_remarks(draw, table, column);
        }
    }
}

void print_tables(const Draw *draw) {
    for (int table = 0; table < TABLE_COUNT; table++) {
        if (print_has(draw, print_name("t", table))) {
            print_table(draw, table);
        }
    }
    print_trees(draw);
}

static void print_foreign_key(const Draw *draw, int table) {
    static const char *const actions[] = {"", " ON DELETE CASCADE", " ON DELETE SET NULL",
                                          " ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED"};
    int parent = parent_of(draw, table);
    if (parent >= 0) {
        const char *name = print_name("t", table);
        printf(
            "ALTER TABLE %s ADD CONSTRAINT t%d_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES "
            "%s (id)%s;\n",
            print_table_name(draw, table), table, print_table_name(draw, parent),
            actions[draw_number(draw, name, "action", 4)]);
    }
}

/* Comments on what print_constraints() and print_indexes() print. */
static void print_key_remarks(const Draw *draw, const char *word, const char *name,
                              const char *relation) {
    char designation[128];
    snprintf(designation, sizeof designation, "%s ON %s", name, relation);
    print_about(draw, word, designation);
}

static void print_exclusion(const Draw *draw, int table) {
    const char *name = print_name("t", table);
    if (draw_chance(draw, name, "exclude", 30)) {
        printf("ALTER TABLE %s ADD CONSTRAINT %s_excl EXCLUDE USING gist (int8range(id, id + %d, "
               "'[]') WITH &&)%s%s;\n",
               print_table_name(draw, table), name, 1 + draw_number(draw, name, "reach", 2),
               draw_chance(draw, name, "exclude some", 40) ? " WHERE (id > 5)" : "",
               draw_chance(draw, name, "exclude later", 30) ? " DEFERRABLE" : "");
    }
}

static void print_constraints(const Draw *draw, int table) {
    const char *relation = print_table_name(draw, table);
    const char *name = print_name("t", table);
    printf("ALTER TABLE %s ADD CONSTRAINT %s_pkey PRIMARY KEY (id);\n", relation, name);
    int column = print_plain_column(draw, table, "unique");
    if (column >= 0 && draw_chance(draw, name, "has unique", 40)) {
        printf("ALTER TABLE %s ADD CONSTRAINT %s_key UNIQUE%s (c%d);\n", relation, name,
               draw_chance(draw, name, "deferrable", 20) ? " NULLS NOT DISTINCT" : "", column);
    }
    if (draw_chance(draw, name, "check", 60)) {
        printf("ALTER TABLE %s ADD CONSTRAINT %s_check CHECK (id > %d AND id IN (1, 2, %d))%s;\n",
               relation, name, draw_number(draw, name, "low", 2),
               3 + draw_number(draw, name, "high", 2),
               draw_chance(draw, name, "not valid", 20) ? " NOT VALID" : "");
        char check[32];
        snprintf(check, sizeof check, "%s_check", name);
        print_key_remarks(draw, "CONSTRAINT", check, relation);
    }
    print_exclusion(draw, table);
}

static void print_indexes(const Draw *draw, int table) {
    static const char *const shapes[] = {"(c%d)", "(c%d DESC NULLS LAST, id)", "(c%d) INCLUDE (id)",
                                         "(c%d) WHERE (id > 0)", "((c%d IS NULL), id)"};
    for (int i = 0; i < 3; i++) {
        char name[32];
        snprintf(name, sizeof name, "t%d_idx%d", table, i);
        int column = print_plain_column(draw, table, name);
        if (column >= 0 && draw_chance(draw, name, "is there", 50)) {
            printf("CREATE %sINDEX %s ON %s ",
                   draw_chance(draw, name, "unique", 20) ? "UNIQUE " : "", name,
                   print_table_name(draw, table));
            printf(shapes[draw_number(draw, name, "shape", 5)], column);
            puts(";");
        }
    }
    const char *name = print_name("stat", table);
    int column = print_plain_column(draw, table, "statistics");
    if (column >= 0 && draw_chance(draw, name, "is there", 30)) {
        printf("CREATE STATISTICS app.%s%s ON id, c%d FROM %s;\n", name,
               draw_chance(draw, name, "kinds", 50) ? " (ndistinct)" : "", column,
               print_table_name(draw, table));
        char qualified[64];
        snprintf(qualified, sizeof qualified, "app.%s", name);
        if (draw_chance(draw, name, "target", 40)) {
            printf("ALTER STATISTICS %s SET STATISTICS %d;\n", qualified,
                   100 * draw_number(draw, name, "which target", 3));
        }
        print_about(draw, "STATISTICS", qualified);
    }
}

void print_keys(const Draw *draw) {
    puts("");
    for (int table = 0; table < TABLE_COUNT; table++) {
        if (print_has(draw, print_name("t", table))) {
            print_constraints(draw, table);
            print_indexes(draw, table);
        }
    }
    for (int table = 0; table < TABLE_COUNT; table++) {
        if (print_has(draw, print_name("t", table))) {
            print_foreign_key(draw, table);
        }
    }
}
