/*
 * Schemas and extensions.
 */
#include "emit/spell.h"

/* Every database has "public": a dump only says how it differs. */
static void spell_public(Spelling *out, const Object *schema) {
    static const Privilege usage = {{"", 0}, {"USAGE", 5}, false};
    bool is_usual = schema->privileges.count == 1 &&
                    text_is_empty(schema->privileges.items[0].grantee) &&
                    text_equal(schema->privileges.items[0].privilege, usage.privilege);
    bool is_usual_owner = text_is_empty(schema->owner) ||
                          text_equal(schema->owner, TEXT("pg_database_owner")) ||
                          text_equal(schema->owner, TEXT("postgres"));
    if (!out->plan->no_owner && !is_usual_owner) {
        spell_owner(out, schema);
    }
    bool is_usual_comment = text_is_absent(schema->comment) ||
                            text_equal(schema->comment, TEXT("standard public schema"));
    if (!out->plan->no_comments && !is_usual_comment) {
        spell_comment(out, schema);
    }
    spell_new_security_labels(out, schema);
    if (!out->plan->no_privileges && schema->privileges_are_stated && !is_usual) {
        spell_add(out, TEXT(""), TEXT("REVOKE ALL ON SCHEMA public FROM PUBLIC"));
        spell_privileges(out, schema, &(InitialRights){0});
    }
}

void create_schema(Spelling *out) {
    const Object *new = out->step->new;
    if (out->is_dump && text_equal(new->name, TEXT("public"))) {
        spell_public(out, new);
        return;
    }
    spell_format(out, text_format(out->arena, "Creates %s.", object_describe(out->arena, new)),
                 "CREATE SCHEMA %s%I", spell_if_not_exists(out), new->name);
    spell_belongings(out, new);
}

/* A server's own version is what CREATE EXTENSION takes: only a version that was asked for is said.
 */
void create_extension(Spelling *out) {
    const Extension *new = (const Extension *)out->step->new;
    Builder sql = builder_new(out->arena);
    builder_format(&sql, "CREATE EXTENSION IF NOT EXISTS %I", new->object.name);
    if (!text_is_empty(new->in_schema)) {
        builder_format(&sql, "\n    SCHEMA %I", new->in_schema);
    }
    if (!text_is_empty(new->version) && !new->object.is_from_catalog) {
        builder_format(&sql, "\n    VERSION %L", new->version);
    }
    spell_add(out,
              text_format(out->arena,
                          "Installs %s. Its files must be on the server; some extensions need a "
                          "superuser.",
                          object_describe(out->arena, &new->object)),
              builder_text(&sql));
    spell_remarks(out, &new->object);
}

void alter_version(Spelling *out) {
    const Extension *new = (const Extension *)out->step->new;
    spell_format(out,
                 text_format(out->arena, "Brings %s to another version.",
                             object_describe(out->arena, &new->object)),
                 "ALTER EXTENSION %I UPDATE TO %L", new->object.name, new->version);
}

void alter_extension_schema(Spelling *out) {
    const Extension *new = (const Extension *)out->step->new;
    spell_format(out,
                 text_format(out->arena, "Moves what belongs to %s into schema %I.",
                             object_describe(out->arena, &new->object), new->in_schema),
                 "ALTER EXTENSION %I SET SCHEMA %I", new->object.name, new->in_schema);
}
