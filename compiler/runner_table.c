/* Runner table: their names. */
#include "compiler/runner_table.h"

bool runner_table_is(Text name) {
    static const char *const names[] = {
        "schema_migrations", /* golang-migrate, dbmate, Rails */
        "ar_internal_metadata",
        "__diesel_schema_migrations",
        "_sqlx_migrations",
        "flyway_schema_history",
        "refinery_schema_history",
        "goose_db_version",
        "gorp_migrations", /* sql-migrate */
        "pgmigrations",    /* node-pg-migrate */
        "_prisma_migrations",
        "__drizzle_migrations",
        "knex_migrations",
        "knex_migrations_lock",
        "SequelizeMeta",
        "alembic_version",
        "django_migrations",
        "databasechangelog", /* Liquibase */
        "databasechangeloglock",
        "atlas_schema_revisions",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (text_equal(name, text_from_string(names[i]))) {
            return true;
        }
    }
    return false;
}
