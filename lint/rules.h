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
      "PUBLIC is every role there is and will be; grant to a role that stands for the users.")
/* clang-format on */

#endif
