/*
 * Columns of tables: added, dropped, changed in place.  Types and identities are in emit_retype.c
 * and emit_identity.c.  Attributes of composite types come here too and are sent on to emit_type.c.
 */
#include "emit/spell.h"
#include "emit/spell_column.h"

#include "compiler/storage.h"

static bool is_default_sequence_name(Arena *arena, const Column *column) {
    Text usual = text_format(arena, "%s_%s_seq", column->object.relation, column->object.name);
    const Object *sequence = &column->sequence->object;
    bool is_same_schema =
        text_is_empty(sequence->schema) || text_equal(sequence->schema, column->object.schema);
    return text_is_empty(sequence->name) || (is_same_schema && text_equal(usual, sequence->name));
}

Text column_identity(Arena *arena, const Column *column) {
    Text options = spell_sequence_options(arena, &column->sequence->options, false);
    Builder inside = builder_new(arena);
    if (!is_default_sequence_name(arena, column)) {
        builder_add(&inside, TEXT("SEQUENCE NAME "));
        builder_add_name(&inside, column->sequence->object.schema, column->sequence->object.name);
    }
    if (!text_is_empty(options)) {
        builder_add(&inside, inside.length == 0 ? TEXT("") : TEXT(" "));
        builder_add(&inside, options);
    }
    Text kind = column->identity == IDENTITY_ALWAYS ? TEXT("ALWAYS") : TEXT("BY DEFAULT");
    return inside.length == 0
               ? text_format(arena, "GENERATED %s AS IDENTITY", kind)
               : text_format(arena, "GENERATED %s AS IDENTITY (%s)", kind, builder_text(&inside));
}

/* DEFAULT or what is in its place, and NOT NULL; each with a blank before it. */
static void add_column_constraints(const Spelling *out, Builder *text, const Column *column,
                                   bool with_default) {
    if (column->generated != GENERATED_NEVER) {
        builder_format(text, " GENERATED ALWAYS AS (%s)%s", column->default_value,
                       column->generated == GENERATED_STORED ? TEXT(" STORED") : TEXT(" VIRTUAL"));
    } else if (column->identity != IDENTITY_NONE) {
        builder_format(text, " %s", column_identity(out->arena, column));
    } else if (with_default && !text_is_absent(column->default_value)) {
        builder_format(text, " DEFAULT %s", column->default_value);
    }
    builder_add(text, spell_not_null(out->arena, column));
}

Text spell_column(const Spelling *out, const Column *column, bool with_default) {
    Builder text = builder_new(out->arena);
    builder_format(&text, "%I %s", column->object.name, column->type);
    if (!text_is_empty(column->storage) && out->version >= 160000) {
        builder_format(&text, " STORAGE %s", column->storage);
    }
    if (!text_is_empty(column->compression)) {
        builder_format(&text, " COMPRESSION %s", column->compression);
    }
    builder_add(&text, spell_foreign_options(out->arena, &column->foreign_options, TEXT(" ")));
    if (!text_is_empty(column->collation)) {
        builder_format(&text, " COLLATE %s", column->collation);
    }
    add_column_constraints(out, &text, column, with_default);
    return builder_text(&text);
}

/* A line of CREATE TABLE ... OF: what the type does not say; nothing when it says it all. */
Text spell_typed_column(const Spelling *out, const Column *column, bool with_default) {
    Builder text = builder_new(out->arena);
    add_column_constraints(out, &text, column, with_default);
    return text.length == 0 ? TEXT("")
                            : text_format(out->arena, "%I WITH OPTIONS%s", column->object.name,
                                          builder_text(&text));
}

Text column_alter(const Spelling *out, const Column *column) {
    const Object *parent = column->object.parent;
    Text keyword =
        parent == NULL ? TEXT("TABLE") : text_from_string(object_kind_facts[parent->kind].keyword);
    return text_format(out->arena, "ALTER %s %s", keyword,
                       object_sql_relation(out->arena, &column->object));
}

/* "column public.users.email" */
Text column_in_words(const Spelling *out, const Column *column) {
    return object_describe(out->arena, &column->object);
}

void spell_column_extras(Spelling *out, const Column *column) {
    Text name = object_sql_name(out->arena, &column->object);
    Text alter = column_alter(out, column);
    Text what = column_in_words(out, column);
    bool is_typed = column->object.parent != NULL && column->object.parent->kind == KIND_TABLE &&
                    !text_is_empty(((const Table *)column->object.parent)->of_type);
    if (!text_is_empty(column->storage) && (out->version < 160000 || is_typed)) {
        spell_format(out, text_format(out->arena, "Sets how long values of %s are stored.", what),
                     "%s\n    ALTER COLUMN %s SET STORAGE %s", alter, name, column->storage);
    }
    if (column->statistics >= 0) {
        spell_format(out, text_format(out->arena, "Sets how closely ANALYZE samples %s.", what),
                     "%s\n    ALTER COLUMN %s SET STATISTICS %s", alter, name,
                     text_from_integer(out->arena, column->statistics));
    }
    if (column->options.count != 0) {
        spell_format(out, text_format(out->arena, "Sets what the planner assumes of %s.", what),
                     "%s\n    ALTER COLUMN %s SET (%s)", alter, name,
                     spell_setting_list(out->arena, &column->options));
    }
    spell_identity_type(out, column, column->type);
    spell_remarks(out, &column->object);
    spell_new_not_null_comment(out, column);
}

/* What rows that are there already hold in a new column. */
static Text existing_rows(const Spelling *out, const Column *column) {
    if (column->generated != GENERATED_NEVER) {
        return TEXT("Its value is computed from other columns of the same row.");
    }
    if (column->identity != IDENTITY_NONE) {
        return TEXT("Rows that are there already are numbered.");
    }
    if (!text_is_absent(column->default_value)) {
        return TEXT("Rows that are there already get the default.");
    }
    if (column->is_not_null) {
        return out->is_rollback
                   ? TEXT("It is required and has no default: on a table with rows this fails. "
                          "Then fill the column from a copy of the old values first, and require "
                          "it afterwards.")
                   : TEXT("It is required and has no default: on a table with rows this fails "
                          "and changes nothing.");
    }
    return TEXT("Rows that are there already hold NULL in it.");
}

/* What the table is by the end; NULL when it is none. */
static const Table *table_by_then(const Spelling *out, const Object *table) {
    const Object *now = table == NULL ? NULL : schema_find_key(out->target, table->key);
    return now != NULL && now->kind == KIND_TABLE ? (const Table *)now : NULL;
}

/* A partition refuses ADD COLUMN, even IF NOT EXISTS, on a second run. */
static bool becomes_partition(const Spelling *out, const Object *table) {
    const Table *now = table_by_then(out, table);
    return now != NULL && !text_is_empty(now->partition_parent);
}

/* A typed table refuses ADD COLUMN and DROP COLUMN likewise. */
static bool becomes_typed(const Spelling *out, const Object *table) {
    const Table *now = table_by_then(out, table);
    return now != NULL && !text_is_empty(now->of_type);
}

static void add_column(Spelling *out, const Column *column, bool with_default) {
    Text words = text_format(out->arena, "Adds %s, of type %s. %s", column_in_words(out, column),
                             column->type, existing_rows(out, column));
    Text alter = column_alter(out, column), definition = spell_column(out, column, with_default);
    const Object *parent = column->object.parent;
    if (becomes_partition(out, parent) || becomes_typed(out, parent)) {
        Text there = guard_column(out->arena, object_sql_relation(out->arena, &column->object),
                                  column->object.name, TEXT(""));
        guard_add(out, words, text_format(out->arena, "NOT %s", there),
                  text_format(out->arena, "%s\n    ADD COLUMN %s", alter, definition));
        return;
    }
    spell_format(out, words, "%s\n    ADD COLUMN %s%s", alter, spell_if_not_exists(out),
                 definition);
}

void create_column(Spelling *out) {
    const Column *column = (const Column *)out->step->new;
    const Object *parent = column->object.parent;
    if (parent != NULL && parent->kind == KIND_COMPOSITE) {
        attribute_create(out);
        return;
    }
    if (parent != NULL && parent->kind != KIND_TABLE) { /* a view's: it came with the view */
        spell_column_extras(out, column);
        return;
    }
    bool is_deferred = false;
    for (size_t i = 0; i < out->step->deferred.count; i++) {
        is_deferred |= out->step->deferred.items[i] == &column->object;
    }
    if (out->step->is_kept && out->is_rollback) {
        Column open = *column; /* required once it is filled */
        open.is_not_null = false;
        add_column(out, &open, !is_deferred);
        kept_restore_column(out);
    } else {
        add_column(out, column, !is_deferred);
    }
    spell_column_extras(out, column);
    if (!out->plan->no_privileges) {
        spell_privileges(out, &column->object, &out->step->initial);
    }
}

/* A column of the table that the expression reads and that gets another type. */
static bool is_retyped_below(const Spelling *out, const Column *generated, const Object *sibling) {
    const Object *before = schema_find_key(out->source, sibling->key);
    if (sibling->kind != KIND_COLUMN || before == NULL ||
        text_equal(((const Column *)before)->type, ((const Column *)sibling)->type)) {
        return false;
    }
    const ReferenceList *references = &generated->object.references;
    for (size_t i = 0; i < references->count; i++) {
        if (references->items[i].kind == REFERENCE_COLUMN &&
            text_equal(references->items[i].member, sibling->name)) {
            return true;
        }
    }
    return false;
}

/* A generated column comes back as it was, because what it reads is retyped: until that is done. */
static Text still_to_be_retyped(Spelling *out, const Column *now) {
    const Object *table = now->object.parent;
    Text relation = object_sql_relation(out->arena, &now->object);
    Text condition = TEXT("");
    for (size_t i = 0; i < table->children.count; i++) {
        const Object *sibling = table->children.items[i];
        if (is_retyped_below(out, now, sibling)) {
            Text type = guard_type_is(out->arena, ((const Column *)sibling)->type, TEXT("atttypid"),
                                      TEXT("atttypmod"));
            Text also = text_format(out->arena, "\n            AND NOT %s", type);
            Text one = guard_column(out->arena, relation, sibling->name, also);
            condition = text_is_empty(condition)
                            ? one
                            : text_format(out->arena, "%s\n        OR %s", condition, one);
        }
    }
    Text is_there = guard_column(out->arena, relation, now->object.name, TEXT(""));
    return text_is_empty(condition)
               ? is_there
               : text_format(out->arena, "%s\n        AND (%s)", is_there, condition);
}

/*
 * The target has a column of that name again.  Dropping and adding it twice would lose values that
 * the first run has brought in: the DROP asks whether the column is the old one still.
 */
static Text still_old_column(Spelling *out, const Column *now) {
    Text expression = TEXT("");
    if (now->generated != GENERATED_NEVER) {
        expression =
            text_format(out->arena,
                        "\n            AND (SELECT pg_get_expr(adbin, adrelid) FROM "
                        "pg_catalog.pg_attrdef\n"
                        "                WHERE adrelid = attrelid AND adnum = attnum) "
                        "IN (%L, %L)",
                        now->default_value, text_format(out->arena, "(%s)", now->default_value));
    }
    const char *generated[] = {"''", "'s'", "'v'"};
    Text also = text_format(
        out->arena, "\n            AND attgenerated = %s\n            AND %s%s",
        text_from_string(generated[now->generated]),
        guard_type_is(out->arena, now->type, TEXT("atttypid"), TEXT("atttypmod")), expression);
    Text relation = object_sql_relation(out->arena, &now->object);
    return text_format(out->arena, "%s\n        AND NOT %s",
                       guard_column(out->arena, relation, now->object.name, TEXT("")),
                       guard_column(out->arena, relation, now->object.name, also));
}

/*
 * DROP COLUMN reaches the tables that inherit the column.  Where one of them keeps it as its own,
 * only the parent's is dropped, and then that of each child that does not keep it.
 */
static bool drop_column_above(Spelling *out, const Column *column) {
    TextList gone = {0};
    bool is_kept = false;
    for (size_t i = 0; i < out->source->roots.count; i++) {
        const Object *before = out->source->roots.items[i];
        const Object *now = schema_find_key(out->target, before->key);
        if (before->kind != KIND_TABLE || now == NULL ||
            !spell_is_child_of((const Table *)before, column->object.parent) ||
            !spell_is_child_of((const Table *)now, column->object.parent)) {
            continue;
        }
        const Column *inherited = table_find_column(before, column->object.name);
        if (table_find_column(now, column->object.name) != NULL) {
            is_kept = true;
        } else if (inherited != NULL && inherited->is_inherited) {
            list_push(out->arena, &gone, object_sql_name(out->arena, now));
        }
    }
    if (!is_kept) {
        return false;
    }
    Text words =
        text_format(out->arena, "Removes %s, and not the columns of tables that have inherited it.",
                    column_in_words(out, column));
    spell_format(out, words, "ALTER TABLE ONLY %s\n    DROP COLUMN IF EXISTS %I",
                 object_sql_relation(out->arena, &column->object), column->object.name);
    for (size_t i = 0; i < gone.count; i++) {
        spell_format(out, text_format(out->arena, "Removes what %s had inherited.", gone.items[i]),
                     "ALTER TABLE %s\n    DROP COLUMN IF EXISTS %I", gone.items[i],
                     column->object.name);
    }
    return true;
}

/* The target has it as it is: it goes because of something below it, and not for itself. */
static bool is_recreated(const Spelling *out, const Column *column, const Column *now) {
    return out->step->is_recreation ||
           (column->generated == now->generated && text_equal(column->type, now->type) &&
            text_same(column->default_value, now->default_value));
}

void drop_column(Spelling *out) {
    const Column *column = (const Column *)out->step->old;
    const Object *parent = column->object.parent;
    if (parent != NULL && parent->kind == KIND_COMPOSITE) {
        attribute_drop(out);
        return;
    }
    const Column *now = (const Column *)schema_find_key(out->target, column->object.key);
    Text what = column_in_words(out, column);
    Text alter = column_alter(out, column);
    kept_copy(out);
    if (now != NULL) {
        guard_add(out,
                  text_format(out->arena, "Removes the old %s, which is built anew below.", what),
                  is_recreated(out, column, now) ? still_to_be_retyped(out, now)
                                                 : still_old_column(out, now),
                  text_format(out->arena, "%s\n    DROP COLUMN %I", alter, column->object.name));
        return;
    }
    if (becomes_typed(out, parent)) {
        guard_add(out, text_format(out->arena, "Removes %s.", what),
                  guard_column(out->arena, object_sql_relation(out->arena, &column->object),
                               column->object.name, TEXT("")),
                  text_format(out->arena, "%s\n    DROP COLUMN %I", alter, column->object.name));
        return;
    }
    if (parent != NULL && parent->kind == KIND_TABLE && drop_column_above(out, column)) {
        return;
    }
    guard_drop(
        out, text_format(out->arena, "Removes %s.", what),
        text_format(out->arena, "%s\n    DROP COLUMN IF EXISTS %I", alter, column->object.name));
}

static bool same_storage(const Column *left, const Column *right) {
    return text_equal(left->storage, right->storage);
}

/* SET STORAGE DEFAULT came with 16; before, the type's own storage must be looked up. */
static Text set_looked_up(const Spelling *out, const Column *column, Text alter) {
    Text inner = text_format(
        out->arena,
        "BEGIN\n    EXECUTE %L || (\n"
        "        SELECT CASE typstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL'\n"
        "            WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END\n"
        "        FROM pg_catalog.pg_attribute\n"
        "            JOIN pg_catalog.pg_type ON pg_type.oid = atttypid\n"
        "        WHERE attrelid = to_regclass(%L) AND attname = %L\n    );\nEND\n",
        alter, object_sql_relation(out->arena, &column->object), column->object.name);
    Text quote = layout_dollar_quote(out->arena, inner, TEXT("do"));
    return text_format(out->arena, "DO %s\n%s%s", quote, inner, quote);
}

static void set_storage(Spelling *out, const Column *column, Text words, Text table) {
    Text known = !text_is_empty(column->storage) ? column->storage
                 : out->version >= 160000        ? TEXT("DEFAULT")
                                                 : storage_of_type(column->type);
    Text alter = text_format(out->arena, "%s\n    ALTER COLUMN %s SET STORAGE ", table,
                             object_sql_name(out->arena, &column->object));
    spell_add(out, words,
              text_is_empty(known) ? set_looked_up(out, column, alter)
                                   : text_format(out->arena, "%s%s", alter, known));
}

void alter_column_storage(Spelling *out) {
    const Column *column = (const Column *)out->step->new;
    Text words = text_format(out->arena,
                             "Changes how long values of %s are stored from now on. Rows that are "
                             "there stay as they are.",
                             column_in_words(out, column));
    TextList alters = column_alter_each(out, column, same_storage);
    for (size_t i = 0; i < alters.count; i++) {
        set_storage(out, column, words, alters.items[i]);
    }
}

/* CREATE TABLE takes storage and compression over from the parent. */
void column_keep_own_storage(Spelling *out, const Column *column, const Column *parent) {
    Text what = column_in_words(out, column), alter = column_alter(out, column);
    bool is_set = !text_is_empty(column->storage) && out->version < 160000;
    if (!same_storage(column, parent) && !is_set) { /* else it is spelled with the other extras */
        set_storage(out, column,
                    text_format(out->arena, "Sets how long values of %s are stored.", what), alter);
    }
    if (!text_equal(column->compression, parent->compression)) {
        spell_format(out, text_format(out->arena, "Sets how values of %s are compressed.", what),
                     "%s\n    ALTER COLUMN %s SET COMPRESSION %s", alter,
                     object_sql_name(out->arena, &column->object),
                     text_is_empty(column->compression) ? TEXT("DEFAULT") : column->compression);
    }
}

void alter_column_compression(Spelling *out) {
    const Column *column = (const Column *)out->step->new;
    spell_format(out,
                 text_format(out->arena,
                             "Changes how new values of %s are compressed. Rows that are there "
                             "stay as they are.",
                             column_in_words(out, column)),
                 "%s\n    ALTER COLUMN %s SET COMPRESSION %s", column_alter(out, column),
                 object_sql_name(out->arena, &column->object),
                 text_is_empty(column->compression) ? TEXT("DEFAULT") : column->compression);
}

static bool same_statistics(const Column *left, const Column *right) {
    return left->statistics == right->statistics;
}

void alter_column_statistics(Spelling *out) {
    const Column *column = (const Column *)out->step->new;
    Text words = text_format(out->arena, "Changes how closely the next ANALYZE samples %s.",
                             column_in_words(out, column));
    TextList alters = column_alter_each(out, column, same_statistics);
    for (size_t i = 0; i < alters.count; i++) {
        spell_format(out, words, "%s\n    ALTER COLUMN %s SET STATISTICS %s", alters.items[i],
                     object_sql_name(out->arena, &column->object),
                     text_from_integer(out->arena, column->statistics));
    }
}

void alter_column_options(Spelling *out) {
    const Column *old = (const Column *)out->step->old, *new = (const Column *)out->step->new;
    Text prefix = text_format(out->arena, "%s\n    ALTER COLUMN %s ", column_alter(out, new),
                              object_sql_name(out->arena, &new->object));
    spell_settings(out,
                   text_format(out->arena, "Changes what the planner assumes of %s.",
                               column_in_words(out, new)),
                   prefix, &old->options, &new->options);
}
