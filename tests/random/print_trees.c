/*
 * Print: trees of tables: partitions of several levels, made in place or attached, default ones,
 * and inheritance from several parents.
 */
#include <stdio.h>

#include "tests/random/print.h"

/* Columns that a table in the tree and one beside it have alike, so that it can be attached. */
static void print_tree_columns(const Draw *draw) {
    printf("(\n    id integer NOT NULL,\n    region text NOT NULL,\n    at date%s%s%s\n)",
           draw_chance(draw, "tree", "at default", 50) ? " DEFAULT CURRENT_DATE" : "",
           draw_chance(draw, "tree", "note", 50) ? ",\n    note text" : "",
           draw_chance(draw, "tree", "amount", 50) ? ",\n    amount numeric(10,2) DEFAULT 0" : "");
}

/* Partitions leave trees that have no foreign key and no rule: DETACH leaves those behind. */
static bool may_leave(const Draw *draw) {
    return draw_fixed(draw, "tree", "leaving", 2) == 0;
}

/*
 * A partition made in place, or made beside and attached, or left there.  Which of the first two
 * never changes: 18 names NOT NULL after the whole table in one and after the part in the other,
 * and lets nobody rename what is inherited.
 */
static void print_branch(const Draw *draw, const char *name, const char *parent, const char *bound,
                         const char *key) {
    if (draw_fixed(draw, name, "in place", 5) < 3) {
        printf("CREATE TABLE app.%s PARTITION OF app.%s %s%s;\n", name, parent, bound, key);
        return;
    }
    printf("CREATE TABLE app.%s ", name);
    print_tree_columns(draw);
    printf("%s;\n", key);
    if (!may_leave(draw) || draw_chance(draw, name, "attached", 70)) {
        printf("ALTER TABLE app.%s ATTACH PARTITION app.%s %s;\n", parent, name, bound);
    }
}

static void print_tree_keys(const Draw *draw) {
    if (draw_chance(draw, "tree", "key", 60)) {
        puts("ALTER TABLE app.tree ADD CONSTRAINT tree_key UNIQUE (id, region, at);");
    }
    if (draw_chance(draw, "tree", "index", 50)) {
        printf("CREATE INDEX tree_id_idx ON app.tree (id%s);\n",
               draw_chance(draw, "tree", "desc", 50) ? " DESC" : "");
    }
    if (!may_leave(draw) && draw_chance(draw, "tree", "check", 50)) {
        printf("ALTER TABLE app.tree ADD CONSTRAINT tree_check CHECK (id > %d);\n",
               draw_number(draw, "tree", "above", 2));
    }
    if (!may_leave(draw) && draw_chance(draw, "tree", "foreign", 40)) {
        puts("ALTER TABLE app.tree ADD CONSTRAINT tree_web_fkey FOREIGN KEY (id) REFERENCES "
             "app.tree_ids (id);");
    }
    if (draw_chance(draw, "tree", "trigger", 40)) {
        printf("CREATE TRIGGER tree_touch %s INSERT ON app.tree FOR EACH ROW EXECUTE FUNCTION "
               "app.touch();\n",
               draw_chance(draw, "tree", "before", 50) ? "BEFORE" : "AFTER");
    }
    print_about(draw, "TABLE", "app.tree");
}

/* What a partition may have for itself. */
static void print_leaf_remarks(const Draw *draw, const char *name) {
    if (draw_chance(draw, name, "own check", 20)) {
        printf("ALTER TABLE app.%s ADD CONSTRAINT %s_own CHECK (id < 1000);\n", name, name);
    }
    if (draw_chance(draw, name, "own index", 20)) {
        printf("CREATE INDEX %s_own_idx ON app.%s (at);\n", name, name);
    }
    if (draw_chance(draw, name, "own default", 20)) {
        printf("ALTER TABLE app.%s ALTER COLUMN region SET DEFAULT '%c';\n", name,
               'a' + draw_number(draw, name, "region", 2));
    }
    if (draw_chance(draw, name, "own not null", 10)) {
        printf("ALTER TABLE app.%s ALTER COLUMN at SET NOT NULL;\n", name);
    }
    char qualified[64];
    snprintf(qualified, sizeof qualified, "app.%s", name);
    print_about(draw, "TABLE", qualified);
}

static void print_tree(const Draw *draw) {
    puts("\nCREATE TABLE app.tree_ids (id integer PRIMARY KEY);");
    printf("CREATE TABLE app.tree ");
    print_tree_columns(draw);
    puts(" PARTITION BY LIST (region);");
    bool has_branches = print_has(draw, "tree_a");
    if (has_branches) {
        print_branch(draw, "tree_a", "tree", "FOR VALUES IN ('a', 'aa')",
                     " PARTITION BY RANGE (at)");
        for (int i = 0; i < 3; i++) {
            const char *name = print_name("tree_a", i);
            char bound[80];
            snprintf(bound, sizeof bound, "FOR VALUES FROM ('202%d-01-01') TO ('202%d-%02d-01')", i,
                     i, 6 + draw_number(draw, name, "until", 2));
            if (print_has(draw, name)) {
                print_branch(draw, name, "tree_a", bound, "");
            }
        }
        if (print_has(draw, "tree_a_rest")) {
            print_branch(draw, "tree_a_rest", "tree_a", "DEFAULT", "");
        }
    }
    if (print_has(draw, "tree_b")) {
        print_branch(draw, "tree_b", "tree",
                     draw_chance(draw, "tree_b", "more", 50) ? "FOR VALUES IN ('b')"
                                                             : "FOR VALUES IN ('b', NULL)",
                     "");
        print_leaf_remarks(draw, "tree_b");
    }
    if (print_has(draw, "tree_rest")) {
        print_branch(draw, "tree_rest", "tree", "DEFAULT", "");
        print_leaf_remarks(draw, "tree_rest");
    }
    print_tree_keys(draw);
}

static void print_parted(const Draw *draw) {
    printf("\nCREATE TABLE app.parted (\n    id integer NOT NULL,\n    at date NOT NULL%s\n) "
           "PARTITION BY RANGE (at);\n",
           draw_chance(draw, "parted", "note", 50) ? ",\n    note text" : "");
    for (int i = 0; i < 3; i++) {
        const char *name = print_name("parted_", i);
        if (print_has(draw, name)) {
            printf("CREATE TABLE app.%s PARTITION OF app.parted FOR VALUES FROM ('202%d-01-01') TO "
                   "('202%d-01-01');\n",
                   name, i, i + 1);
        }
    }
    if (draw_chance(draw, "parted", "key", 70)) {
        puts("ALTER TABLE app.parted ADD CONSTRAINT parted_pkey PRIMARY KEY (id, at);");
    }
    if (draw_chance(draw, "parted", "index", 50)) {
        puts("CREATE INDEX parted_at_idx ON app.parted (at);");
    }
    printf("CREATE TABLE app.hashed (h integer%s) PARTITION BY HASH (h);\n",
           draw_chance(draw, "hashed", "key", 50) ? " PRIMARY KEY" : "");
    for (int i = 0; i < 2; i++) {
        const char *name = print_name("hashed_", i);
        if (print_has(draw, name)) {
            printf("CREATE TABLE app.%s PARTITION OF app.hashed FOR VALUES WITH (MODULUS 2, "
                   "REMAINDER %d)%s;\n",
                   name, i,
                   draw_chance(draw, name, "options", 30) ? " WITH (fillfactor = 50)" : "");
        }
    }
}

static void print_heirs(const Draw *draw) {
    printf("\nCREATE TABLE app.base (a integer%s, b text%s);\n",
           draw_chance(draw, "base", "not null", 40) ? " NOT NULL" : "",
           draw_chance(draw, "base", "extra", 40) ? ", extra date" : "");
    printf("CREATE TABLE app.side (b text%s%s);\n",
           draw_chance(draw, "side", "default", 50) ? " DEFAULT 'side'" : "",
           draw_chance(draw, "side", "more", 50) ? ", more numeric" : "");
    if (draw_chance(draw, "base", "check", 50)) {
        printf("ALTER TABLE app.base ADD CONSTRAINT base_check CHECK (a > %d)%s;\n",
               draw_number(draw, "base", "above", 2),
               draw_fixed(draw, "base", "no inherit", 3) == 0 ? " NO INHERIT" : "");
    }
    if (!print_has(draw, "heir")) {
        return;
    }
    bool has_two = draw_fixed(draw, "heir", "two parents", 5) < 2;
    printf("CREATE TABLE app.heir (own %s, b text DEFAULT 'heir') INHERITS (app.base%s);\n",
           draw_chance(draw, "heir", "type", 50) ? "integer" : "bigint",
           has_two ? ", app.side" : "");
    print_about(draw, "TABLE", "app.heir");
    if (print_has(draw, "grandheir")) {
        printf("CREATE TABLE app.grandheir (last date) INHERITS (app.heir);\n");
        if (draw_chance(draw, "grandheir", "own default", 40)) {
            puts("ALTER TABLE app.grandheir ALTER COLUMN own SET DEFAULT 3;");
        }
    }
}

void print_trees(const Draw *draw) {
    print_tree(draw);
    print_parted(draw);
    print_heirs(draw);
}
