/*
 * Backfill: the rows that are there get a value in a column that holds NULL, by a hint.
 *
 * A small table in one UPDATE, inside the script's transaction.  Any other in batches, each in a
 * transaction of its own: along the primary key, or without one along the pages of the table.  What
 * is filled is passed over, so that a run that was broken off is simply run again.
 */
#include "emit/spell.h"
#include "emit/spell_column.h"

typedef struct Backfill {
    Spelling *out;
    const Object *column;
    Text relation, name, value;
    TextList key; /* names as they are stored; empty = none */
} Backfill;

static TextList key_of(const Object *table) {
    for (size_t i = 0; table != NULL && i < table->children.count; i++) {
        const TableConstraint *constraint = (const TableConstraint *)table->children.items[i];
        if (constraint->object.kind == KIND_CONSTRAINT &&
            constraint->type == CONSTRAINT_TYPE_PRIMARY_KEY) {
            return constraint->columns;
        }
    }
    return (TextList){0};
}

/* The key that the table has before and after; a new one may come later than this. */
static TextList lasting_key(const Spelling *out, const Object *column) {
    const Object *before = schema_find_key(out->source, column->parent->key);
    const Object *after = schema_find_key(out->target, column->parent->key);
    TextList key = key_of(before), new_key = key_of(after);
    return text_list_equal(&key, &new_key) ? key : (TextList){0};
}

/* "id", "from_1" for each column of the key, with commas; in parentheses when there are several. */
static Text row_of(const Backfill *work, const char *prefix) {
    Arena *arena = work->out->arena;
    TextList parts = {0};
    for (size_t i = 0; i < work->key.count; i++) {
        Text number = text_from_integer(arena, (int64_t)i + 1);
        list_push(arena, &parts,
                  prefix == NULL ? text_quote_identifier(arena, work->key.items[i])
                                 : text_format(arena, "%s_%s", text_from_string(prefix), number));
    }
    return text_join(arena, &parts, TEXT(", "));
}

static Text grouped(Arena *arena, const Backfill *work, Text row) {
    return work->key.count == 1 ? row : text_format(arena, "(%s)", row);
}

static Text declarations(const Backfill *work, const char *prefix) {
    Builder out = builder_new(work->out->arena);
    for (size_t i = 0; i < work->key.count; i++) {
        builder_format(&out, "    %s_%s %s.%I%%TYPE;\n", text_from_string(prefix),
                       text_from_integer(work->out->arena, (int64_t)i + 1), work->relation,
                       work->key.items[i]);
    }
    return builder_text(&out);
}

/* Once the column is required there is nothing left to fill. */
static void leave_when_done(const Backfill *work, Builder *sql) {
    const Object *now = schema_find_key(work->out->target, work->column->key);
    if (now != NULL && ((const Column *)now)->is_not_null) {
        Text done = guard_column(work->out->arena, work->relation, work->column->name,
                                 TEXT("\n            AND attnotnull"));
        builder_format(sql, "    IF %s THEN\n        RETURN;\n    END IF;\n", done);
    }
}

static Text along_key(const Backfill *work) {
    Arena *arena = work->out->arena;
    Text key = row_of(work, NULL), from = row_of(work, "from"), upto = row_of(work, "upto");
    Text in_window =
        text_format(arena, "%s >= %s", grouped(arena, work, key), grouped(arena, work, from));
    Builder sql = builder_new(arena);
    builder_format(&sql, "DECLARE\n%s%sBEGIN\n", declarations(work, "from"),
                   declarations(work, "upto"));
    leave_when_done(work, &sql);
    builder_format(&sql,
                   "    SELECT %s FROM %s ORDER BY %s LIMIT 1 INTO %s;\n"
                   "    WHILE from_1 IS NOT NULL LOOP\n",
                   key, work->relation, key, from);
    builder_format(&sql,
                   "        SELECT %s\n        FROM %s\n        WHERE %s\n        ORDER BY %s\n"
                   "        OFFSET 10000 LIMIT 1\n        INTO %s;\n",
                   key, work->relation, in_window, key, upto);
    builder_format(&sql,
                   "        UPDATE %s\n        SET %s = (%s)\n        WHERE %s\n"
                   "            AND (upto_1 IS NULL OR %s < %s)\n            AND %s IS NULL;\n"
                   "        COMMIT;\n",
                   work->relation, work->name, work->value, in_window, grouped(arena, work, key),
                   grouped(arena, work, upto), work->name);
    for (size_t i = 1; i <= work->key.count; i++) {
        Text number = text_from_integer(arena, (int64_t)i);
        builder_format(&sql, "        from_%s := upto_%s;\n", number, number);
    }
    builder_add(&sql, TEXT("    END LOOP;\nEND\n"));
    return builder_text(&sql);
}

/* Rows that are updated move to pages behind the last one seen at the start, filled. */
static Text along_pages(const Backfill *work) {
    Builder sql = builder_new(work->out->arena);
    builder_format(
        &sql,
        "DECLARE\n    page bigint := 0;\n    pages bigint := (\n"
        "        SELECT max(pg_relation_size(part)) / current_setting('block_size')::int\n"
        "        FROM (\n            SELECT to_regclass(%L)\n            UNION ALL\n"
        "            SELECT relid FROM pg_partition_tree(to_regclass(%L))\n"
        "        ) AS parts(part)\n    );\nBEGIN\n",
        work->relation, work->relation);
    leave_when_done(work, &sql);
    builder_format(&sql,
                   "    WHILE page <= pages LOOP\n        UPDATE %s\n        SET %s = (%s)\n"
                   "        WHERE ctid >= format('(%%s,0)', page)::tid\n"
                   "            AND ctid < format('(%%s,0)', page + 500)::tid\n"
                   "            AND %s IS NULL;\n"
                   "        COMMIT;\n        page := page + 500;\n    END LOOP;\nEND\n",
                   work->relation, work->name, work->value, work->name);
    return builder_text(&sql);
}

static void fill_in_batches(const Backfill *work) {
    Arena *arena = work->out->arena;
    Text inner = work->key.count != 0 ? along_key(work) : along_pages(work);
    Text quote = layout_dollar_quote(arena, inner, TEXT("do"));
    Text words = text_format(arena,
                             "Fills %s, %s at a time, and commits after each: locks are short, and "
                             "nothing is done twice "
                             "when it is broken off and run again.",
                             column_in_words(work->out, (const Column *)work->column),
                             work->key.count != 0 ? TEXT("10000 rows") : TEXT("500 pages"));
    spell_format(work->out, words, "DO %s\n%s%s", quote, inner, quote);
}

void alter_backfill(Spelling *out) {
    const Object *column = out->step->new;
    const Hint *hint = schema_find_hint(out->plan->new, column, HINT_BACKFILL);
    Backfill work = {out,
                     column,
                     object_sql_relation(out->arena, column),
                     text_quote_identifier(out->arena, column->name),
                     hint->argument,
                     lasting_key(out, column)};
    if (!out->step->is_transactional) {
        fill_in_batches(&work);
        return;
    }
    Text words = text_format(
        out->arena, "Fills %s in the rows that hold NULL there, all at once: the table is small.",
        column_in_words(out, (const Column *)column));
    spell_format(out, words, "UPDATE %s\nSET %s = (%s)\nWHERE %s IS NULL", work.relation, work.name,
                 work.value, work.name);
}
