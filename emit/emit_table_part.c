/*
 * What ALTER TABLE changes of a table itself: storage, row security, inheritance, partitioning.
 */
#include "emit/spell.h"

static Text alter_prefix(const Spelling *out, const Object *object) {
    return text_format(out->arena, "ALTER %s %s",
                       text_from_string(object_kind_facts[object->kind].keyword),
                       object_sql_name(out->arena, object));
}

void alter_persistence(Spelling *out) {
    const Object *new = out->step->new;
    bool is_unlogged = new->kind == KIND_SEQUENCE ? ((const Sequence *)new)->is_unlogged
                                                  : ((const Table *)new)->is_unlogged;
    Text what = object_describe(out->arena, new);
    Text words = is_unlogged
                     ? text_format(out->arena,
                                   "No longer writes %s to the write-ahead log: faster, but empty "
                                   "after a crash and not replicated.",
                                   what)
                     : text_format(out->arena,
                                   "Writes %s to the write-ahead log: it survives a crash and is "
                                   "replicated.",
                                   what);
    spell_format(out, words, "%s SET %s", alter_prefix(out, new),
                 is_unlogged ? TEXT("UNLOGGED") : TEXT("LOGGED"));
}

void alter_table_options(Spelling *out) {
    const Table *old = (const Table *)out->step->old, *new = (const Table *)out->step->new;
    spell_settings(out,
                   text_format(out->arena,
                               "Changes storage parameters of %s. Rows that are there "
                               "stay as they are.",
                               object_describe(out->arena, &new->object)),
                   text_format(out->arena, "%s ", alter_prefix(out, &new->object)), &old->options,
                   &new->options);
}

void alter_row_security(Spelling *out) {
    const Table *old = (const Table *)out->step->old, *new = (const Table *)out->step->new;
    Text what = object_describe(out->arena, &new->object);
    Text prefix = alter_prefix(out, &new->object);
    if (old->has_row_security != new->has_row_security) {
        Text words = new->has_row_security
                         ? text_format(out->arena,
                                       "Turns row security on for %s: without a policy that lets "
                                       "them, nobody but the owner sees a row.",
                                       what)
                         : text_format(out->arena,
                                       "Turns row security off for %s: whoever may read the table "
                                       "sees every row.",
                                       what);
        spell_format(out, words, "%s %s ROW LEVEL SECURITY", prefix,
                     new->has_row_security ? TEXT("ENABLE") : TEXT("DISABLE"));
    }
    if (old->forces_row_security != new->forces_row_security) {
        Text words =
            new->forces_row_security
                ? text_format(out->arena, "Row security holds for the owner of %s too.", what)
                : text_format(out->arena, "The owner of %s is above its policies.", what);
        spell_format(out, words, "%s %sFORCE ROW LEVEL SECURITY", prefix,
                     new->forces_row_security ? TEXT("") : TEXT("NO "));
    }
}

void alter_replica_identity(Spelling *out) {
    const Table *new = (const Table *)out->step->new;
    spell_format(out,
                 text_format(out->arena,
                             "Changes what logical replication sends to tell an old row of %s.",
                             object_describe(out->arena, &new->object)),
                 "%s REPLICA IDENTITY %s", alter_prefix(out, &new->object),
                 text_is_empty(new->replica_identity) ? TEXT("DEFAULT") : new->replica_identity);
}

static bool has_parent(const InheritanceList *list, const Inheritance *parent) {
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->items[i].schema, parent->schema) &&
            text_equal(list->items[i].name, parent->name)) {
            return true;
        }
    }
    return false;
}

void alter_inheritance(Spelling *out) {
    const Table *old = (const Table *)out->step->old, *new = (const Table *)out->step->new;
    Text name = object_sql_name(out->arena, &new->object);
    Text what = object_describe(out->arena, &new->object);
    for (size_t i = 0; i < old->inherits.count; i++) {
        const Inheritance *parent = &old->inherits.items[i];
        if (!has_parent(&new->inherits, parent)) {
            Text relation = text_quote_name(out->arena, parent->schema, parent->name);
            guard_add(out,
                      text_format(out->arena, "Queries of %s no longer see the rows of %s.",
                                  relation, what),
                      guard_inherits(out->arena, name, relation),
                      text_format(out->arena, "ALTER TABLE %s NO INHERIT %s", name, relation));
        }
    }
    for (size_t i = 0; i < new->inherits.count; i++) {
        const Inheritance *parent = &new->inherits.items[i];
        if (!has_parent(&old->inherits, parent)) {
            Text relation = text_quote_name(out->arena, parent->schema, parent->name);
            guard_add(
                out,
                text_format(out->arena, "Queries of %s see the rows of %s too.", relation, what),
                text_format(out->arena, "NOT %s", guard_inherits(out->arena, name, relation)),
                text_format(out->arena, "ALTER TABLE %s INHERIT %s", name, relation));
        }
    }
}

static void detach(Spelling *out, const Table *old) {
    const Table *now = (const Table *)schema_find_key(out->target, old->object.key);
    Text name = object_sql_name(out->arena, &old->object);
    Text parent = text_quote_name(out->arena, old->partition_schema, old->partition_parent);
    Text condition = guard_inherits(out->arena, name, parent);
    const char *words = "Takes %s out of %s. It stays as a table of its own, with its rows.";
    if (now != NULL && !text_is_empty(now->partition_parent)) {
        words = "Takes %s out of %s, with its rows, until it is attached again.";
    }
    if (now != NULL && text_equal(now->partition_parent, old->partition_parent) &&
        text_equal(now->partition_schema, old->partition_schema)) {
        condition = guard_bound(out->arena, name, parent, "<>", now->partition_bound);
    }
    guard_add(out,
              text_format(out->arena, words, object_describe(out->arena, &old->object), parent),
              condition,
              text_format(out->arena, "ALTER TABLE %s\n    DETACH PARTITION %s", parent, name));
}

void alter_partition(Spelling *out) {
    const Table *old = (const Table *)out->step->old, *new = (const Table *)out->step->new;
    if (text_is_empty(new->partition_parent)) {
        detach(out, old);
        return;
    }
    Text name = object_sql_name(out->arena, &new->object);
    Text parent = text_quote_name(out->arena, new->partition_schema, new->partition_parent);
    guard_add(
        out,
        text_format(out->arena,
                    "Makes %s a partition of %s. Every row must fit its bounds, or this fails.",
                    object_describe(out->arena, &new->object), parent),
        text_format(out->arena, "NOT %s", guard_inherits(out->arena, name, parent)),
        text_format(out->arena, "ALTER TABLE %s\n    ATTACH PARTITION %s %s", parent, name,
                    new->partition_bound));
}

static Text *access_method(const Object *object) {
    return object->kind == KIND_TABLE ? &((Table *)object)->access_method
                                      : &((View *)object)->access_method;
}

void alter_access_method(Spelling *out) {
    const Object *new = out->step->new;
    Text method = *access_method(new);
    spell_format(out,
                 text_format(out->arena, "Moves the rows of %s into another kind of storage.",
                             object_describe(out->arena, new)),
                 "%s SET ACCESS METHOD %I", alter_prefix(out, new),
                 text_is_empty(method) ? TEXT("heap") : method);
}

void alter_tablespace(Spelling *out) {
    const Object *new = out->step->new;
    Text place = new->kind == KIND_TABLE ? ((const Table *)new)->tablespace
                                         : ((const View *)new)->tablespace;
    spell_format(out,
                 text_format(out->arena, "Moves the files of %s to another tablespace.",
                             object_describe(out->arena, new)),
                 "%s SET TABLESPACE %I", alter_prefix(out, new),
                 text_is_empty(place) ? TEXT("pg_default") : place);
}

void alter_of_type(Spelling *out) {
    const Table *new = (const Table *)out->step->new;
    Text name = object_sql_name(out->arena, &new->object);
    if (text_is_empty(new->of_type)) {
        const Table *old = (const Table *)out->step->old;
        guard_add(out,
                  text_format(out->arena,
                              "Lets %s have columns of its own, and no longer those of a type.",
                              object_describe(out->arena, &new->object)),
                  text_format(out->arena,
                              "EXISTS (\n        SELECT FROM pg_catalog.pg_class\n"
                              "        WHERE oid = to_regclass(%L) AND reloftype = to_regtype(%L)\n"
                              "    )",
                              name, text_quote_name(out->arena, old->of_schema, old->of_type)),
                  text_format(out->arena, "ALTER TABLE %s NOT OF", name));
        return;
    }
    Text type = text_quote_name(out->arena, new->of_schema, new->of_type);
    spell_format(out,
                 text_format(out->arena,
                             "Ties the columns of %s to type %s. They must be the same by now.",
                             object_describe(out->arena, &new->object), type),
                 "ALTER TABLE %s OF %s", name, type);
}
