/*
 * Defaults: each different one is given to the interpreter once.
 *
 * now(), 0, '{}'::jsonb ... stand on thousands of columns.  The canonical form of a DEFAULT depends
 * on its text and on the column's type only (it cannot name columns), so the others copy it.
 */
#include "parser/catalog_reader.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

struct CatalogDefault {
    Text key;
    Column *column; /* NULL: the place is free */
};

static CatalogDefault *default_at(CatalogDefault *defaults, size_t capacity, Text key) {
    size_t i = (size_t)XXH3_64bits(key.data, key.length) & (capacity - 1);
    while (defaults[i].column != NULL && !text_equal(defaults[i].key, key)) {
        i = (i + 1) & (capacity - 1);
    }
    return &defaults[i];
}

static void defaults_grow(CatalogReader *reader) {
    size_t capacity = reader->default_capacity == 0 ? 256 : reader->default_capacity * 2;
    CatalogDefault *defaults = arena_array(&reader->kept, CatalogDefault, capacity);
    for (size_t i = 0; i < reader->default_capacity; i++) {
        if (reader->defaults[i].column != NULL) {
            *default_at(defaults, capacity, reader->defaults[i].key) = reader->defaults[i];
        }
    }
    reader->defaults = defaults;
    reader->default_capacity = capacity;
}

/* The column that has this default already; the given one when it is the first. */
static Column *first_column(CatalogReader *reader, Column *column, Text expression) {
    if (reader->default_count * 2 >= reader->default_capacity) {
        defaults_grow(reader);
    }
    ArenaMark mark = arena_mark(&reader->kept);
    Text key = text_format(&reader->kept, "%s\n%s", column->type, expression);
    CatalogDefault *known = default_at(reader->defaults, reader->default_capacity, key);
    if (known->column == NULL) {
        *known = (CatalogDefault){key, column};
        reader->default_count++;
    } else {
        arena_release(&reader->kept, mark);
    }
    return known->column;
}

void catalog_add_default(CatalogReader *reader, Column *column, Text expression) {
    const Object *object = &column->object;
    if (column->generated != GENERATED_NEVER) {
        catalog_add_statement(reader,
                              "ALTER TABLE ONLY %I.%I ALTER COLUMN %I SET EXPRESSION AS (%s)",
                              object->schema, object->relation, object->name, expression);
        return;
    }
    Column *first = first_column(reader, column, expression);
    if (first != column) {
        CatalogSameDefault same = {first, column};
        list_push(&reader->kept, &reader->same_defaults, same);
        return;
    }
    catalog_add_statement(reader, "ALTER TABLE ONLY %I.%I ALTER COLUMN %I SET DEFAULT %s",
                          object->schema, object->relation, object->name, expression);
}

void catalog_copy_defaults(CatalogReader *reader) {
    Arena *arena = reader->schema->arena;
    for (size_t i = 0; i < reader->same_defaults.count; i++) {
        CatalogSameDefault same = reader->same_defaults.items[i];
        const ReferenceList *references = &same.from->object.references;
        same.to->default_value = same.from->default_value;
        for (size_t j = 0; j < references->count; j++) {
            reference_add(arena, &same.to->object.references, references->items[j]);
        }
    }
    reader->same_defaults.count = 0;
}
