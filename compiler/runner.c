/* Runner: the table, and reading and making versions. */
#include "compiler/runner.h"

#include "compiler/builder.h"
#include "compiler/migration_name.h"

static const Runner runners[RUNNER_COUNT] = {
    [RUNNER_NONE] = {.id = RUNNER_NONE,
                     .name = "",
                     .up = {"", ".sql"},
                     .down = {"", ".sql"},
                     .separator = "_",
                     .first = "001",
                     .outside = "run it statement by statement, as psql -f does"},
    [RUNNER_GOLANG_MIGRATE] = {.id = RUNNER_GOLANG_MIGRATE,
                               .name = "golang-migrate",
                               .title = "golang-migrate",
                               .up = {"", ".up.sql"},
                               .down = {"", ".down.sql"},
                               .separator = "_",
                               .first = "000001",
                               .sends_whole_file = true,
                               .outside = "it is alone in its file"},
    [RUNNER_SQLX] = {.id = RUNNER_SQLX,
                     .name = "sqlx",
                     .title = "sqlx",
                     .up = {"", ".up.sql"},
                     .down = {"", ".down.sql"},
                     .separator = "_",
                     .first = "00000000000001",
                     .opens_transaction = true,
                     .sends_whole_file = true,
                     .outside = "the first line says so to sqlx",
                     .outside_line = "-- no-transaction\n"},
    [RUNNER_DIESEL] = {.id = RUNNER_DIESEL,
                       .name = "diesel",
                       .title = "diesel",
                       .up = {"", "/up.sql"},
                       .down = {"", "/down.sql"},
                       .separator = "_",
                       .first = "00000000000001",
                       .opens_transaction = true,
                       .sends_whole_file = true,
                       .outside = "metadata.toml says so to diesel"},
    [RUNNER_PRISMA] = {.id = RUNNER_PRISMA,
                       .name = "prisma",
                       .title = "Prisma",
                       .up = {"", "/migration.sql"},
                       .down = {"", "/down.sql"},
                       .separator = "_",
                       .first = "00000000000001",
                       .sends_whole_file = true,
                       .outside = "it is alone in its file"},
    [RUNNER_FLYWAY] = {.id = RUNNER_FLYWAY,
                       .name = "flyway",
                       .title = "Flyway",
                       .up = {"V", ".sql"},
                       .down = {"U", ".sql"},
                       .separator = "__",
                       .first = "1",
                       .opens_transaction = true,
                       .outside = "the .conf beside it says so; run Flyway with "
                                  "-postgresql.transactional.lock=false, or it waits for itself"},
    [RUNNER_DBMATE] = {.id = RUNNER_DBMATE,
                       .name = "dbmate",
                       .title = "dbmate",
                       .up = {"", ".sql"},
                       .separator = "_",
                       .first = "00000000000001",
                       .way_down = "its way down",
                       .opens_transaction = true,
                       .sends_whole_file = true,
                       .outside = "transaction:false says so to dbmate",
                       .mark = "migrate:"},
    [RUNNER_GOOSE] = {.id = RUNNER_GOOSE,
                      .name = "goose",
                      .title = "goose",
                      .up = {"", ".sql"},
                      .separator = "_",
                      .first = "00001",
                      .way_down = "its way down",
                      .opens_transaction = true,
                      .outside = "NO TRANSACTION says so to goose",
                      .mark = "+goose"},
    [RUNNER_KNEX] = {.id = RUNNER_KNEX,
                     .name = "knex",
                     .title = "Knex",
                     .up = {"", ".js"},
                     .separator = "_",
                     .first = "00000000000001",
                     .way_down = "its down()",
                     .opens_transaction = true,
                     .shares_transactions = true,
                     .outside = "exports.config says so to Knex"},
    [RUNNER_TYPEORM] = {.id = RUNNER_TYPEORM,
                        .name = "typeorm",
                        .title = "TypeORM",
                        .up = {"", ".ts"},
                        .separator = "-",
                        .first = "0000000000001",
                        .way_down = "its down()",
                        .opens_transaction = true,
                        .shares_transactions = true,
                        .outside = "TypeORM must run it with \"-t each\", and revert it with "
                                   "\"-t none\""},
    [RUNNER_SEQUELIZE] = {.id = RUNNER_SEQUELIZE,
                          .name = "sequelize",
                          .title = "Sequelize",
                          .up = {"", ".js"},
                          .separator = "-",
                          .first = "00000000000001",
                          .way_down = "its down()",
                          .outside = "each query is sent by itself"},
    [RUNNER_ALEMBIC] = {.id = RUNNER_ALEMBIC,
                        .name = "alembic",
                        .title = "Alembic",
                        .up = {"", ".py"},
                        .separator = "_",
                        .way_down = "its downgrade()",
                        .opens_transaction = true,
                        .shares_transactions = true,
                        .outside = "an autocommit block says so to Alembic"},
};

const Runner *runner_find(Text name) {
    for (size_t i = 0; i < RUNNER_COUNT; i++) {
        if (text_equal(name, text_from_string(runners[i].name))) {
            return &runners[i];
        }
    }
    return NULL;
}

Text runner_names(Arena *arena, Text separator) {
    TextList names = {0};
    for (size_t i = RUNNER_NONE + 1; i < RUNNER_COUNT; i++) {
        list_push(arena, &names, text_from_string(runners[i].name));
    }
    return text_join(arena, &names, separator);
}

Text runner_version_of(const Runner *runner, Text name) {
    if (runner->id == RUNNER_FLYWAY) {
        MigrationName read = migration_name_read(name);
        bool counts = read.form == MIGRATION_VERSIONED || read.form == MIGRATION_BASELINE;
        return counts ? read.version : TEXT("");
    }
    bool is_folder = runner->up.after[0] == '/';
    bool is_file = text_ends_with(name, text_from_string(runner->up.after));
    return is_file || is_folder ? migration_name_version(name) : TEXT("");
}

Text runner_next_version(Arena *arena, Text version) {
    char *digits = text_to_string(arena, version);
    size_t i = version.length;
    while (i > 0 && digits[i - 1] == '9') {
        digits[--i] = '0';
    }
    Text next = {digits, version.length};
    if (i > 0 && digits[i - 1] >= '0' && digits[i - 1] < '9') {
        digits[i - 1]++;
        return next;
    }
    return text_format(arena, "%s1%s", text_slice(next, 0, i), text_slice(next, i, next.length));
}

Text runner_version_after(Arena *arena, const Runner *runner, const TextList *names) {
    Text highest = TEXT("");
    for (size_t i = 0; i < names->count; i++) {
        Text version = runner_version_of(runner, names->items[i]);
        if (!text_is_empty(version) &&
            (text_is_empty(highest) || migration_version_compare(highest, version) < 0)) {
            highest = version;
        }
    }
    return text_is_empty(highest) ? text_from_string(runner->first)
                                  : runner_next_version(arena, highest);
}

Text runner_mirror(Arena *arena, Text digits) {
    Builder out = builder_new(arena);
    size_t last = digits.length;
    while (last > 0 && digits.data[last - 1] == '0') {
        last--;
    }
    for (size_t i = 0; i < digits.length; i++) {
        int digit = digits.data[i] - '0';
        builder_add_char(&out, (char)('0' + (i + 1 == last  ? 10 - digit
                                             : i + 1 < last ? 9 - digit
                                                            : 0)));
    }
    return builder_text(&out);
}
