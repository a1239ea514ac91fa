/* Migration program: folders whose migrations are written in a language other than SQL. */
#include "compiler/input.h"
#include "compiler/migrations.h"

static const Location nowhere = {NULL, {0, 0}};

typedef struct ProgramFacts {
    const char *ending;
    const char *hint;
} ProgramFacts;

static const ProgramFacts programs[] = {
    {".py",
     "Alembic and Django can print SQL (alembic upgrade head --sql, manage.py sqlmigrate); or "
     "apply the migrations to a database and compare that with --db."},
    {".js",
     "Knex and its like write migrations in JavaScript: apply them to a database and compare "
     "that with --db."},
    {".ts",
     "Knex and its like write migrations in TypeScript: apply them to a database and compare "
     "that with --db."},
    {".rb", "With schema_format = :sql Rails keeps db/structure.sql: compare that file, or a "
            "database with --db."},
    {".go", "Migrations in Go only run: apply them to a database and compare that with --db."},
    {".xml", "liquibase update-sql prints the SQL; or apply the changes to a database and compare "
             "that with --db."},
    {".yaml", "liquibase update-sql prints the SQL; or apply the changes to a database and compare "
              "that with --db."},
};

enum { PROGRAM_COUNT = sizeof programs / sizeof *programs };

static void count_programs(Arena *arena, Text folder, size_t counts[PROGRAM_COUNT], int depth,
                           Diagnostics *diagnostics) {
    TextList names = {0};
    if (!output_list_folder(arena, folder, &names, diagnostics)) {
        return;
    }
    for (size_t i = 0; i < names.count; i++) {
        Text path = text_format(arena, "%s/%s", folder, names.items[i]);
        if (depth > 0 && input_is_folder(arena, path)) {
            count_programs(arena, path, counts, depth - 1, diagnostics);
        }
        for (size_t k = 0; k < PROGRAM_COUNT; k++) {
            counts[k] += text_ends_with(path, text_from_string(programs[k].ending));
        }
    }
}

void migrations_report_none(Arena *arena, Text folder, Diagnostics *diagnostics) {
    enum { DEPTH = 2 }; /* alembic/versions/x.py */
    size_t counts[PROGRAM_COUNT] = {0}, most = 0;
    count_programs(arena, folder, counts, DEPTH, diagnostics);
    for (size_t k = 1; k < PROGRAM_COUNT; k++) {
        most = counts[k] > counts[most] ? k : most;
    }
    if (counts[most] == 0) {
        diagnostic_add(diagnostics, DIAGNOSTIC_EMPTY_SOURCE, nowhere,
                       "folder \"%s\" holds no .sql file", folder);
        return;
    }
    diagnostic_add(diagnostics, DIAGNOSTIC_NOT_SQL, nowhere,
                   "folder \"%s\" holds no .sql file, but %s in %s", folder,
                   text_from_integer(arena, (int64_t)counts[most]),
                   text_from_string(programs[most].ending));
    diagnostic_hint(diagnostics, text_from_string(programs[most].hint));
}
