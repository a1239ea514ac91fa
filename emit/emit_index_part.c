/*
 * Indexes of partitions that are parts of the whole table's: how one becomes a part, and what is
 * its own.
 */
#include "emit/spell.h"

/* A second ATTACH of the same index is nothing to PostgreSQL. */
void spell_attach_index(Spelling *out, const Object *part) {
    const Object *whole = object_whole(part);
    spell_format(out,
                 text_format(out->arena,
                             "Makes %s a part of %s, which serves queries once every partition has "
                             "its part.",
                             object_describe(out->arena, part), object_sql_name(out->arena, whole)),
                 "ALTER INDEX %s\n    ATTACH PARTITION %s", object_sql_name(out->arena, whole),
                 object_sql_name(out->arena, part));
}

/*
 * Where several indexes of the whole have the same columns, PostgreSQL numbers the names of their
 * parts in the order in which the wholes came to be: each part is found by what it is a part of.
 */
void spell_part_name(Spelling *out, const Object *part) {
    Text inner = text_format(
        out->arena,
        "DECLARE\n    part name := (\n        SELECT relname\n"
        "        FROM pg_catalog.pg_class\n"
        "        JOIN pg_catalog.pg_inherits ON inhrelid = pg_class.oid\n"
        "        JOIN pg_catalog.pg_index ON indexrelid = pg_class.oid\n"
        "        WHERE inhparent = to_regclass(%L) AND indrelid = to_regclass(%L)\n    );\n"
        "BEGIN\n    IF part <> %L THEN\n"
        "        ALTER INDEX IF EXISTS %s RENAME TO schemac_other_part;\n"
        "        EXECUTE format('ALTER INDEX %%I.%%I RENAME TO %%I', %L, part, %L);\n"
        "        EXECUTE format('ALTER INDEX IF EXISTS %%I.schemac_other_part RENAME TO %%I', %L, "
        "part);\n"
        "    END IF;\nEND\n",
        text_quote_name(out->arena, part->schema, object_whole(part)->name),
        object_sql_relation(out->arena, part), part->name,
        text_quote_name(out->arena, part->schema, part->name), part->schema, part->name,
        part->schema);
    Text quote = layout_dollar_quote(out->arena, inner, TEXT("do"));
    spell_add(out,
              text_format(out->arena,
                          "Finds the part that PostgreSQL made, and calls it %I. Another part of "
                          "that name gets the name that it had.",
                          part->name),
              text_format(out->arena, "DO %s\n%s%s", quote, inner, quote));
}

void alter_index_partition(Spelling *out) {
    spell_attach_index(out, out->step->new);
}

void alter_index_options(Spelling *out) {
    const TableIndex *old = (const TableIndex *)out->step->old;
    const TableIndex *new = (const TableIndex *)out->step->new;
    spell_settings(
        out,
        text_format(out->arena, "Changes storage parameters of %s. What is stored stays as it is.",
                    object_describe(out->arena, &new->object)),
        text_format(out->arena, "ALTER INDEX %s ", object_sql_name(out->arena, &new->object)),
        &old->options, &new->options);
}

void alter_index_tablespace(Spelling *out) {
    const TableIndex *new = (const TableIndex *)out->step->new;
    spell_format(out,
                 text_format(out->arena, "Moves the files of %s to another tablespace.",
                             object_describe(out->arena, &new->object)),
                 "ALTER INDEX %s SET TABLESPACE %I", object_sql_name(out->arena, &new->object),
                 text_is_empty(new->tablespace) ? TEXT("pg_default") : new->tablespace);
}
