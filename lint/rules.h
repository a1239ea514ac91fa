/*
 * Rules: the one table of what lint looks for.
 *
 * Columns: identifier; id as the user writes it; what it looks at (OBJECT: every object of a
 * schema; OPERATION: every operation of a migration); level; on unless it is asked for (ON, OFF);
 * the reason, a whole sentence that also says what to do instead.  Each row has one function,
 * rule_<identifier>, and two fixtures: fixtures/lint/<id>/{bad,good}.sql.
 */
#ifndef SCHEMAC_RULES_H
#define SCHEMAC_RULES_H

/* clang-format off: one row a rule */
#define LINT_RULES(X)                                                                              \
    /* names */                                                                                    \
    X(name_pattern, "name-pattern", OBJECT, WARNING, ON,                                           \
      "Names that follow one pattern tell what they are for; --name-pattern sets another.")        \
    X(name_lower_case, "name-lower-case", OBJECT, WARNING, ON,                                     \
      "A name with capitals has to be quoted wherever it is used.")                                \
    X(name_snake_case, "name-snake-case", OBJECT, WARNING, ON,                                     \
      "Letters, digits and _ alone, not beginning with a digit, need no quotes.")                  \
    X(name_reserved_word, "name-reserved-word", OBJECT, WARNING, ON,                               \
      "A key word of SQL has to be quoted wherever it is used as a name.")                         \
    X(name_too_long, "name-too-long", OBJECT, ERROR, ON,                                           \
      "PostgreSQL cuts names at 63 bytes without an error: two names may become one.")             \
    /* columns */                                                                                  \
    X(timestamp_without_time_zone, "timestamp-without-time-zone", OBJECT, WARNING, ON,             \
      "Use timestamptz: timestamp means another instant in each session's time zone.")             \
    X(serial_column, "serial-column", OBJECT, WARNING, ON,                                         \
      "Use GENERATED ... AS IDENTITY: a serial's sequence has privileges of its own, and anybody " \
      "can write the column.")                                                                     \
    X(varchar_limit, "varchar-limit", OBJECT, WARNING, ON,                                         \
      "Use text, with a CHECK where a limit matters: a CHECK is changed without a rewrite.")       \
    X(char_type, "char-type", OBJECT, WARNING, ON,                                                 \
      "Use text: char(n) pads with blanks, which comparisons then ignore.")                        \
    X(json_type, "json-type", OBJECT, WARNING, ON,                                                 \
      "Use jsonb: json has no equality, so DISTINCT, GROUP BY and UNION fail.")                    \
    X(money_type, "money-type", OBJECT, WARNING, ON,                                               \
      "Use numeric: what money holds depends on the server's lc_monetary.")                        \
    X(integer_key, "integer-key", OBJECT, WARNING, ON,                                             \
      "Use bigint: changing the type of a key that runs out rewrites the table and stops it.")     \
    /* tables */                                                                                   \
    X(no_primary_key, "no-primary-key", OBJECT, WARNING, ON,                                       \
      "Without a primary key rows cannot be told apart, nor replicated one by one.")               \
    X(nullable_unique, "nullable-unique", OBJECT, NOTE, ON,                                        \
      "NULLs are distinct: such rows may repeat. Use NOT NULL, or NULLS NOT DISTINCT (15).")       \
    X(missing_comment, "missing-comment", OBJECT, NOTE, OFF,                                       \
      "COMMENT ON tells the next reader what it is for.")                                          \
    X(domain_constraint, "domain-constraint", OBJECT, NOTE, OFF,                                   \
      "A new column of a domain with constraints rewrites its table; constraints of the column "   \
      "do "                                                                                        \
      "not.")                                                                                      \
    /* indexes */                                                                                  \
    X(foreign_key_index, "foreign-key-index", OBJECT, WARNING, ON,                                 \
      "Without an index that begins with its columns, every DELETE or UPDATE of a referenced row " \
      "reads the whole table.")                                                                    \
    X(duplicate_index, "duplicate-index", OBJECT, WARNING, ON,                                     \
      "Two indexes that are the same cost twice and help once; drop one.")                         \
    X(redundant_index, "redundant-index", OBJECT, NOTE, ON,                                        \
      "A longer index that begins with the same columns answers the same queries; drop this one.") \
    X(wide_index, "wide-index", OBJECT, NOTE, ON,                                                  \
      "An index of more than three columns rarely pays unless it is unique; its last columns "     \
      "seldom narrow a search.")                                                                   \
    /* access */                                                                                   \
    X(row_security_without_policy, "row-security-without-policy", OBJECT, WARNING, ON,             \
      "With row security on and no policy, nobody but the owner sees a row.")                      \
    X(policy_without_row_security, "policy-without-row-security", OBJECT, ERROR, ON,               \
      "A policy has no effect until ALTER TABLE ... ENABLE ROW LEVEL SECURITY.")                   \
    X(security_definer_search_path, "security-definer-search-path", OBJECT, ERROR, ON,             \
      "Add SET search_path: else who calls it can put an object of his own in the way.")           \
    X(grant_to_public, "grant-to-public", OBJECT, WARNING, ON,                                     \
      "PUBLIC is every role there is and will be; grant to a role that stands for the users.")     \
    /* migrations: locks */                                                                        \
    X(index_not_concurrent, "index-not-concurrent", OPERATION, ERROR, ON,                          \
      "Use CREATE INDEX CONCURRENTLY, outside a transaction: else no row can be written until "    \
      "the index is built.")                                                                       \
    X(drop_index_not_concurrent, "drop-index-not-concurrent", OPERATION, WARNING, ON,              \
      "Use DROP INDEX CONCURRENTLY, outside a transaction: else the table is locked even for "     \
      "reading, and everybody waits behind who waits for that.")                                   \
    X(reindex_not_concurrent, "reindex-not-concurrent", OPERATION, ERROR, ON,                      \
      "Use REINDEX ... CONCURRENTLY (12): else no row can be written until the index is built, "   \
      "nor read through it.")                                                                      \
    X(detach_not_concurrent, "detach-not-concurrent", OPERATION, WARNING, ON,                      \
      "Use DETACH PARTITION ... CONCURRENTLY (14): else the whole table is locked even for "       \
      "reading.")                                                                                  \
    X(concurrently_in_transaction, "concurrently-in-transaction", OPERATION, ERROR, ON,            \
      "PostgreSQL refuses it inside a transaction block: give it a file of its own, without "      \
      "BEGIN.")                                                                                    \
    X(concurrent_index_corruption, "concurrent-index-corruption", OPERATION, ERROR, ON,            \
      "PostgreSQL 14.0 to 14.3 may build a corrupt index CONCURRENTLY: update the server to "      \
      "14.4 first.")                                                                               \
    X(check_validates, "check-validates", OPERATION, ERROR, ON,                                    \
      "Every row is read while nothing else can touch the table: ADD CONSTRAINT ... NOT VALID, "   \
      "then VALIDATE CONSTRAINT in another transaction.")                                          \
    X(foreign_key_validates, "foreign-key-validates", OPERATION, ERROR, ON,                        \
      "Every row is checked while neither table can be written: ADD CONSTRAINT ... NOT VALID, "    \
      "then VALIDATE CONSTRAINT in another transaction.")                                          \
    X(unique_constraint_builds, "unique-constraint-builds", OPERATION, ERROR, ON,                  \
      "The index is built while nothing else can touch the table: CREATE UNIQUE INDEX "            \
      "CONCURRENTLY, then ADD CONSTRAINT ... USING INDEX.")                                        \
    X(exclusion_constraint_builds, "exclusion-constraint-builds", OPERATION, ERROR, ON,            \
      "The index is built while nothing else can touch the table, and there is no other way: "     \
      "plan a quiet hour, or a new table.")                                                        \
    X(validate_under_lock, "validate-under-lock", OPERATION, ERROR, ON,                            \
      "This transaction already keeps others from the table, and does so until all rows are "      \
      "read: VALIDATE in a transaction of its own.")                                               \
    X(primary_key_nullable, "primary-key-nullable", OPERATION, ERROR, ON,                          \
      "Every row is read for NULLs under an exclusive lock: make the columns NOT NULL first, "     \
      "by way of a CHECK that is added NOT VALID.")                                                \
    X(set_not_null_scans, "set-not-null-scans", OPERATION, ERROR, ON,                              \
      "Every row is read under an exclusive lock: ADD CHECK (... IS NOT NULL) NOT VALID, "         \
      "VALIDATE it, SET NOT NULL (12 needs no scan then), and drop the CHECK in another ALTER "    \
      "TABLE.")                                                                                    \
    X(type_change_rewrites, "type-change-rewrites", OPERATION, ERROR, ON,                          \
      "All rows and indexes are written anew while nothing else can touch the table: new "         \
      "column, backfill in batches, then swap the names.")                                         \
    X(column_addition_rewrites, "column-addition-rewrites", OPERATION, ERROR, ON,                  \
      "All rows and indexes are written anew while nothing else can touch the table: add a "       \
      "plain column, set the default apart, backfill in batches.")                                 \
    X(column_addition_validates, "column-addition-validates", OPERATION, ERROR, ON,                \
      "The constraint is checked, or its index built, while nothing else can touch the table: "    \
      "add the column first, the constraint by its safe way after it.")                            \
    X(required_column, "required-column", OPERATION, ERROR, ON,                                    \
      "It fails when the table has rows: add the column with a DEFAULT, or nullable, and SET "     \
      "NOT NULL after a backfill.")                                                                \
    X(domain_constraint_validates, "domain-constraint-validates", OPERATION, ERROR, ON,            \
      "All tables that use the domain are read while they cannot be written: ADD CONSTRAINT "      \
      "... NOT VALID, then VALIDATE CONSTRAINT.")                                                  \
    X(attach_partition_scans, "attach-partition-scans", OPERATION, WARNING, ON,                    \
      "All rows of the partition are read while it is locked: give it a CHECK that implies the "   \
      "bound first, NOT VALID and then validated.")                                                \
    X(partition_of_locks, "partition-of-locks", OPERATION, NOTE, ON,                               \
      "CREATE TABLE ... PARTITION OF locks the whole table even for reading: CREATE TABLE "        \
      "(LIKE ...), then ATTACH PARTITION.")                                                        \
    X(table_rewrite, "table-rewrite", OPERATION, ERROR, ON,                                        \
      "All rows are written anew while nothing else can touch the table: plan a quiet hour, or "   \
      "use pg_repack.")                                                                            \
    X(vacuum_full, "vacuum-full", OPERATION, ERROR, ON,                                            \
      "All rows are written anew while nothing else can touch the table: use plain VACUUM, or "    \
      "pg_repack.")                                                                                \
    X(refresh_not_concurrent, "refresh-not-concurrent", OPERATION, WARNING, ON,                    \
      "Use REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index: else nobody can "   \
      "read the view meanwhile.")                                                                  \
    X(lock_timeout, "lock-timeout", OPERATION, WARNING, ON,                                        \
      "SET lock_timeout first: who waits for a strong lock makes everybody behind wait too.")      \
    X(statement_timeout, "statement-timeout", OPERATION, NOTE, OFF,                                \
      "SET statement_timeout first, so that a statement that takes too long gives up.")            \
    /* migrations: what is lost or breaks */                                                       \
    X(unique_on_rows, "unique-on-rows", OPERATION, WARNING, ON,                                    \
      "It fails when rows repeat: look for them first.")                                           \
    X(drop_table, "drop-table", OPERATION, ERROR, ON,                                              \
      "Its rows are gone: rename it or move it aside first, and drop it when nobody has missed "   \
      "it.")                                                                                       \
    X(drop_column, "drop-column", OPERATION, ERROR, ON,                                            \
      "Its values are gone, and programs that name it fail: deploy them without it first.")        \
    X(drop_schema, "drop-schema", OPERATION, ERROR, ON,                                            \
      "All that is in it is gone: move it aside first, and drop it when nobody has missed it.")    \
    X(drop_database, "drop-database", OPERATION, ERROR, ON,                                        \
      "Everything is gone; a migration is no place for it.")                                       \
    X(drop_cascade, "drop-cascade", OPERATION, WARNING, ON,                                        \
      "CASCADE takes along what nobody has listed: drop each dependent by its name.")              \
    X(drop_constraint, "drop-constraint", OPERATION, NOTE, ON,                                     \
      "From here on rows may come that the rollback will find in its way.")                        \
    X(drop_not_null, "drop-not-null", OPERATION, NOTE, ON,                                         \
      "Programs that never expected NULL may now find it.")                                        \
    X(truncate, "truncate", OPERATION, ERROR, ON, "All rows are gone.")                            \
    X(rename_table, "rename-table", OPERATION, ERROR, ON,                                          \
      "Programs that use the old name fail at once: put a view under the old name, or expand "     \
      "and contract.")                                                                             \
    X(rename_column, "rename-column", OPERATION, ERROR, ON,                                        \
      "Programs that use the old name fail at once: add a new column, fill both, and drop the "    \
      "old one later.")                                                                            \
    X(rename_schema, "rename-schema", OPERATION, ERROR, ON,                                        \
      "Programs that use the old name fail at once.")                                              \
    X(rename_enum_value, "rename-enum-value", OPERATION, WARNING, ON,                              \
      "Programs that write or compare the old label fail at once.")                                \
    X(update_without_where, "update-without-where", OPERATION, WARNING, ON,                        \
      "One statement locks and writes every row: backfill in batches, outside the transaction "    \
      "that changes the schema.")                                                                  \
    /* migrations: the script */                                                                   \
    X(enum_value_in_transaction, "enum-value-in-transaction", OPERATION, WARNING, ON,              \
      "The new value cannot be used before COMMIT (and before 12 it cannot be added in a "         \
      "transaction at all): give it a file of its own.")                                           \
    X(enum_value_position, "enum-value-position", OPERATION, NOTE, OFF,                            \
      "Say BEFORE or AFTER: values compare in this order, and without a word the new one comes "   \
      "last.")                                                                                     \
    X(not_repeatable, "not-repeatable", OPERATION, WARNING, ON,                                    \
      "A second run fails here: use IF [NOT] EXISTS, OR REPLACE, or ask the catalog in a DO "      \
      "block.")                                                                                    \
    X(transaction_nesting, "transaction-nesting", OPERATION, WARNING, ON,                          \
      "BEGIN inside a transaction and COMMIT outside one do nothing but warn: what is meant to "   \
      "be one unit is not.")                                                                       \
    X(uncommitted_transaction, "uncommitted-transaction", OPERATION, ERROR, ON,                    \
      "The file ends inside its transaction: all of it is rolled back when the session ends.")     \
    X(schema_not_written, "schema-not-written", OPERATION, NOTE, OFF,                              \
      "Write the schema too: else search_path decides where it goes.")
/* clang-format on */

#endif
