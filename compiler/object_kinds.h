/*
 * The one list of object kinds.
 *
 * The order is the default order of creation (drops run backwards) and breaks ties when steps are
 * sorted.  Facts that hold for a kind stand here; what a stage does for a kind stands in that
 * stage's table, indexed by ObjectKind.
 *
 * Columns: identifier; keyword of CREATE, ALTER, DROP, COMMENT ON; word in messages; has its schema
 * in its name; belongs to a parent whose name is part of its own (Object.relation); has an owner;
 * has privileges; has comments; has security labels.
 */
#ifndef SCHEMAC_OBJECT_KINDS_H
#define SCHEMAC_OBJECT_KINDS_H

#include <stdbool.h>

/* clang-format off: one row a kind */
/*
 * Kinds whose definition is a list of named items: struct Definition, the facts of
 * compiler/definition.c. They need no code of their own in the stages but what parses and spells
 * their statement.
 */
#define DEFINITION_KINDS(X)                                                                      \
    X(LANGUAGE, "LANGUAGE", "language", false, false, true, true, true, true)                    \
    X(ACCESS_METHOD, "ACCESS METHOD", "access method", false, false, false, false, true, false)  \
    X(CAST, "CAST", "cast", false, false, false, false, true, false)                             \
    X(TRANSFORM, "TRANSFORM", "transform", false, false, false, false, true, false)              \
    X(CONVERSION, "CONVERSION", "conversion", true, false, true, false, true, false)             \
    X(COLLATION, "COLLATION", "collation", true, false, true, false, true, false)                \
    X(BASE_TYPE, "TYPE", "type", true, false, true, true, true, true)                            \
    X(RANGE, "TYPE", "type", true, false, true, true, true, true)                                \
    X(AGGREGATE, "AGGREGATE", "aggregate", true, false, true, true, true, true)                  \
    X(OPERATOR, "OPERATOR", "operator", true, false, true, false, true, false)                   \
    X(OPERATOR_FAMILY, "OPERATOR FAMILY", "operator family", true, false, true, false, true,     \
      false)                                                                                     \
    X(OPERATOR_CLASS, "OPERATOR CLASS", "operator class", true, false, true, false, true, false) \
    X(TEXT_SEARCH_PARSER, "TEXT SEARCH PARSER", "text search parser", true, false, false, false, \
      true, false)                                                                               \
    X(TEXT_SEARCH_TEMPLATE, "TEXT SEARCH TEMPLATE", "text search template", true, false, false,  \
      false, true, false)                                                                        \
    X(TEXT_SEARCH_DICTIONARY, "TEXT SEARCH DICTIONARY", "text search dictionary", true, false,   \
      true, false, true, false)                                                                  \
    X(TEXT_SEARCH_CONFIGURATION, "TEXT SEARCH CONFIGURATION", "text search configuration", true, \
      false, true, false, true, false)

/*    identifier         keyword              word                 schema child  owner  privs
 * comment label */
#define OBJECT_KINDS(X)                                                                           \
    X(SCHEMA, "SCHEMA", "schema", false, false, true, true, true, true)                           \
    X(EXTENSION, "EXTENSION", "extension", false, false, false, false, true, false)               \
    X(WRAPPER, "FOREIGN DATA WRAPPER", "foreign-data wrapper", false, false, true, true, true,    \
      false)                                                                                      \
    X(SERVER, "SERVER", "server", false, false, true, true, true, false)                          \
    X(USER_MAPPING, "USER MAPPING", "user mapping", false, false, false, false, false, false)     \
    X(ENUM, "TYPE", "type", true, false, true, true, true, true)                                  \
    X(COMPOSITE, "TYPE", "type", true, false, true, true, true, true)                             \
    X(DOMAIN, "DOMAIN", "domain", true, false, true, true, true, true)                            \
    X(SEQUENCE, "SEQUENCE", "sequence", true, false, true, true, true, true)                      \
    X(FUNCTION, "FUNCTION", "function", true, false, true, true, true, true)                      \
    X(PROCEDURE, "PROCEDURE", "procedure", true, false, true, true, true, true)                   \
    DEFINITION_KINDS(X)                                                                           \
    X(TABLE, "TABLE", "table", true, false, true, true, true, true)                               \
    X(COLUMN, "COLUMN", "column", true, true, false, true, true, true)                            \
    X(CONSTRAINT, "CONSTRAINT", "constraint", true, true, false, false, true, false)              \
    X(INDEX, "INDEX", "index", true, false, false, false, true, false)                            \
    X(STATISTICS, "STATISTICS", "statistics object", true, false, true, false, true, false)       \
    X(VIEW, "VIEW", "view", true, false, true, true, true, true)                                  \
    X(MATERIALIZED_VIEW, "MATERIALIZED VIEW", "materialized view", true, false, true, true, true, \
      true)                                                                                       \
    X(RULE, "RULE", "rule", true, true, false, false, true, false)                                \
    X(TRIGGER, "TRIGGER", "trigger", true, true, false, false, true, false)                       \
    X(POLICY, "POLICY", "policy", true, true, false, false, true, false)                          \
    X(PUBLICATION, "PUBLICATION", "publication", false, false, true, false, true, true)           \
    X(PUBLICATION_SCHEMA, "SCHEMA", "published schema", false, true, false, false, false, false)  \
    X(PUBLICATION_TABLE, "TABLE", "published table", false, true, false, false, false, false)     \
    X(SUBSCRIPTION, "SUBSCRIPTION", "subscription", false, false, true, false, true, true)        \
    X(DEFAULT_PRIVILEGE, "DEFAULT PRIVILEGES", "default privileges", false, false, false, true,   \
      false, false)                                                                               \
    X(EVENT_TRIGGER, "EVENT TRIGGER", "event trigger", false, false, true, false, true, true)
/* clang-format on */

typedef enum ObjectKind {
#define X(id, keyword, word, in_schema, child, owner, privileges, comment, label) KIND_##id,
    OBJECT_KINDS(X)
#undef X
        OBJECT_KIND_COUNT
} ObjectKind;

typedef struct ObjectKindFacts {
    const char *keyword; /* "MATERIALIZED VIEW" */
    const char *word;    /* "materialized view" */
    bool is_in_schema, is_child, has_owner, has_privileges, has_comment, has_label;
} ObjectKindFacts;

extern const ObjectKindFacts object_kind_facts[OBJECT_KIND_COUNT];

#endif
