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
