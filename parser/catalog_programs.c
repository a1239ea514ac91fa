/* Views, routines, triggers, rules, policies: SQL in the server's own words. */
#include "parser/catalog_reader.h"

enum {
    VIEW_OID,
    VIEW_KIND,
    VIEW_SCHEMA,
    VIEW_NAME,
    VIEW_OWNER,
    VIEW_ACL,
    VIEW_OPTIONS,
    VIEW_IS_POPULATED,
    VIEW_ACCESS_METHOD,
    VIEW_TABLESPACE,
    VIEW_QUERY,
};

/* {security_barrier=true} -> " WITH (security_barrier='true')", or nothing. */
static Text with_options(CatalogReader *reader, Text array) {
    SettingList options = {0};
    Builder out = builder_new(&reader->scratch);
    catalog_add_settings(reader, &options, array, TEXT(""));
    for (size_t i = 0; i < options.count; i++) {
        builder_format(&out, "%s%I=%L", i == 0 ? TEXT(" WITH (") : TEXT(", "),
                       options.items[i].name, options.items[i].value);
    }
    if (options.count != 0) {
        builder_add(&out, TEXT(")"));
    }
    return builder_text(&out);
}

static void add_materialized_view(CatalogReader *reader, const CatalogRow *row, Text query) {
    Text access_method = catalog_cell(row, VIEW_ACCESS_METHOD);
    Text tablespace = catalog_cell(row, VIEW_TABLESPACE);
    Arena *arena = &reader->scratch;
    catalog_add_statement(
        reader, "CREATE MATERIALIZED VIEW %I.%I%s%s%s AS %s%s", catalog_cell(row, VIEW_SCHEMA),
        catalog_cell(row, VIEW_NAME),
        text_is_absent(access_method) ? TEXT("") : text_format(arena, " USING %I", access_method),
        with_options(reader, catalog_cell(row, VIEW_OPTIONS)),
        text_is_absent(tablespace) ? TEXT("") : text_format(arena, " TABLESPACE %I", tablespace),
        query, catalog_flag(row, VIEW_IS_POPULATED) ? TEXT("") : TEXT(" WITH NO DATA"));
}

void catalog_read_view(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    ArenaMark mark = arena_mark(&reader->scratch);
    Text query = text_trim(catalog_cell(row, VIEW_QUERY));
    if (text_ends_with(query, TEXT(";"))) {
        query = text_slice(query, 0, query.length - 1);
    }
    bool is_materialized = catalog_letter(row, VIEW_KIND) == 'm';
    if (is_materialized) {
        add_materialized_view(reader, row, query);
    } else {
        catalog_add_statement(reader, "CREATE VIEW %I.%I%s AS %s", catalog_cell(row, VIEW_SCHEMA),
                              catalog_cell(row, VIEW_NAME),
                              with_options(reader, catalog_cell(row, VIEW_OPTIONS)), query);
    }
    CatalogPending *pending =
        catalog_expect(reader, CATALOG_RELATION, catalog_oid(row, VIEW_OID),
                       is_materialized ? KIND_MATERIALIZED_VIEW : KIND_VIEW, NULL,
                       catalog_cell(row, VIEW_SCHEMA), catalog_cell(row, VIEW_NAME));
    pending->owner = text_copy(&reader->kept, catalog_cell(row, VIEW_OWNER));
    pending->acl = text_copy(&reader->kept, catalog_cell(row, VIEW_ACL));
    arena_release(&reader->scratch, mark);
}

enum { QUOTED_ROUTINE_OID, QUOTED_ROUTINE_DEFINITION };

/* What it says of the routine comes with all the others; here it is only made. */
void catalog_read_quoted_routine(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    CatalogAddress address = {CATALOG_ROUTINE, catalog_oid(row, QUOTED_ROUTINE_OID), 0};
    catalog_add_statement(reader, "%s", catalog_cell(row, QUOTED_ROUTINE_DEFINITION));
    list_push(&reader->kept, &reader->quoted, address);
}

enum {
    ROUTINE_OID,
    ROUTINE_KIND,
    ROUTINE_SCHEMA,
    ROUTINE_NAME,
    ROUTINE_ARGUMENTS,
    ROUTINE_OWNER,
    ROUTINE_ACL,
    ROUTINE_DEFINITION,
};

static bool is_read_quoted(const CatalogReader *reader, uint32_t oid) {
    for (size_t i = 0; i < reader->quoted.count; i++) {
        if (reader->quoted.items[i].oid == oid) {
            return true;
        }
    }
    return false;
}

void catalog_read_routine(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    uint32_t oid = catalog_oid(row, ROUTINE_OID);
    if (!is_read_quoted(reader, oid)) {
        catalog_add_statement(reader, "%s", catalog_cell(row, ROUTINE_DEFINITION));
    }
    CatalogPending *pending =
        catalog_expect(reader, CATALOG_ROUTINE, oid,
                       catalog_letter(row, ROUTINE_KIND) == 'p' ? KIND_PROCEDURE : KIND_FUNCTION,
                       NULL, catalog_cell(row, ROUTINE_SCHEMA), catalog_cell(row, ROUTINE_NAME));
    pending->arguments = text_copy(&reader->kept, catalog_cell(row, ROUTINE_ARGUMENTS));
    pending->owner = text_copy(&reader->kept, catalog_cell(row, ROUTINE_OWNER));
    pending->acl = text_copy(&reader->kept, catalog_cell(row, ROUTINE_ACL));
}

/* pg_trigger and pg_rewrite give the same columns. */
enum { ACTION_OID, ACTION_RELATION, ACTION_NAME, ACTION_ENABLED, ACTION_DEFINITION };

static Text enabled_verb(char enabled) {
    return enabled == 'D'   ? TEXT("DISABLE")
           : enabled == 'R' ? TEXT("ENABLE REPLICA")
           : enabled == 'A' ? TEXT("ENABLE ALWAYS")
                            : TEXT("ENABLE");
}

/* The states of triggers are said by statements, because those of partitions follow from them. */
static void read_action(CatalogReader *reader, const CatalogRow *row, CatalogClass class,
                        ObjectKind kind) {
    const Object *relation =
        catalog_find(reader, CATALOG_RELATION, catalog_oid(row, ACTION_RELATION), 0);
    if (relation == NULL) {
        return; /* an extension's, or a foreign table's */
    }
    Text definition = catalog_cell(row, ACTION_DEFINITION);
    char enabled = catalog_letter(row, ACTION_ENABLED);
    if (!text_is_absent(definition)) {
        catalog_add_statement(reader, "%s", definition);
    }
    if (kind == KIND_TRIGGER && (enabled != 'O' || text_is_absent(definition))) {
        catalog_add_statement(reader, "ALTER TABLE %I.%I %s TRIGGER %I", relation->schema,
                              relation->name, enabled_verb(enabled),
                              catalog_cell(row, ACTION_NAME));
    }
    CatalogPending *pending = catalog_expect(reader, class, catalog_oid(row, ACTION_OID), kind,
                                             relation, TEXT(""), catalog_cell(row, ACTION_NAME));
    pending->enabled = enabled;
}

void catalog_read_trigger(void *context, const CatalogRow *row) {
    read_action(context, row, CATALOG_TRIGGER, KIND_TRIGGER);
}

void catalog_read_rule(void *context, const CatalogRow *row) {
    read_action(context, row, CATALOG_RULE, KIND_RULE);
}

enum {
    POLICY_OID,
    POLICY_TABLE,
    POLICY_NAME,
    POLICY_COMMAND,
    POLICY_IS_PERMISSIVE,
    POLICY_ROLES, /* NULL: PUBLIC */
    POLICY_USING,
    POLICY_CHECK,
};

static Text policy_command(char letter) {
    switch (letter) {
        case 'r': return TEXT("SELECT");
        case 'a': return TEXT("INSERT");
        case 'w': return TEXT("UPDATE");
        case 'd': return TEXT("DELETE");
        default: return TEXT("ALL");
    }
}

static void add_clause(CatalogReader *reader, const char *template, Text expression) {
    if (!text_is_absent(expression)) {
        builder_format(&reader->batch, template, expression);
    }
}

void catalog_read_policy(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    const Object *table = catalog_find(reader, CATALOG_RELATION, catalog_oid(row, POLICY_TABLE), 0);
    if (table == NULL) {
        return; /* an extension's */
    }
    ArenaMark mark = arena_mark(&reader->scratch);
    TextList roles = catalog_array(&reader->scratch, catalog_cell(row, POLICY_ROLES));
    bool is_permissive = catalog_flag(row, POLICY_IS_PERMISSIVE);
    builder_format(&reader->batch, "CREATE POLICY %I ON %I.%I AS %s FOR %s TO ",
                   catalog_cell(row, POLICY_NAME), table->schema, table->name,
                   is_permissive ? TEXT("PERMISSIVE") : TEXT("RESTRICTIVE"),
                   policy_command(catalog_letter(row, POLICY_COMMAND)));
    for (size_t i = 0; i < roles.count; i++) {
        builder_format(&reader->batch, "%s%I", i == 0 ? TEXT("") : TEXT(", "), roles.items[i]);
    }
    if (roles.count == 0) {
        builder_add(&reader->batch, TEXT("PUBLIC"));
    }
    add_clause(reader, " USING (%s)", catalog_cell(row, POLICY_USING));
    add_clause(reader, " WITH CHECK (%s)", catalog_cell(row, POLICY_CHECK));
    builder_add(&reader->batch, TEXT(";\n"));
    catalog_expect(reader, CATALOG_POLICY, catalog_oid(row, POLICY_OID), KIND_POLICY, table,
                   TEXT(""), catalog_cell(row, POLICY_NAME));
    arena_release(&reader->scratch, mark);
}
