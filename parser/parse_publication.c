/*
 * CREATE and ALTER PUBLICATION: what is published are children of the publication.
 *
 * FOR TABLE t means the inheritance children that t has at that moment too, and PostgreSQL keeps
 * each of them; partitions come with their table by themselves.
 */
#include "parser/normalize.h"
#include "parser/parse_named.h"
#include "parser/parse_object.h"
#include "parser/parse_settings.h"

#include "nodes/pg_list.h"

#include <string.h>

/* ---- options ---- */

/* "delete, insert" -> "insert, delete"; empty when it is all of them, which is the default. */
static Text canonical_operations(const Interpreter *in, Text value) {
    static const char *const operations[] = {"insert", "update", "delete", "truncate"};
    Builder out = builder_new(in->schema->arena);
    size_t count = 0;
    for (size_t i = 0; i < lengthof(operations); i++) {
        Text operation = text_from_string(operations[i]);
        if (text_contains(value, operation)) {
            builder_format(&out, "%s%s", count++ == 0 ? TEXT("") : TEXT(", "), operation);
        }
    }
    return count == lengthof(operations) ? TEXT_ABSENT : builder_text(&out);
}

static bool is_true(Text value) {
    return text_equal(value, TEXT("true")) || text_equal(value, TEXT("on")) ||
           text_equal(value, TEXT("1")) || text_equal(value, TEXT("yes")) ||
           text_equal(value, TEXT("t"));
}

/* The value as it is kept; absent: the default. */
static Text canonical_option(const Interpreter *in, Text name, Text value) {
    if (text_equal(name, TEXT("publish"))) {
        return canonical_operations(in, value);
    }
    if (text_equal(name, TEXT("publish_generated_columns"))) {
        bool is_stored = text_equal(value, TEXT("stored")) || is_true(value);
        return is_stored ? TEXT("stored") : TEXT_ABSENT;
    }
    return is_true(value) ? TEXT("true") : TEXT_ABSENT;
}

static void set_options(const Interpreter *in, SettingList *options, const List *elements) {
    SettingList changed = settings_read(in, elements), kept = {0};
    for (size_t i = 0; i < options->count; i++) {
        if (setting_find(&changed, options->items[i].name) == NULL) {
            list_push(in->schema->arena, &kept, options->items[i]);
        }
    }
    for (size_t i = 0; i < changed.count; i++) {
        Setting setting = changed.items[i];
        setting.value = canonical_option(in, setting.name, setting.value);
        if (!text_is_absent(setting.value)) {
            list_push(in->schema->arena, &kept, setting);
        }
    }
    setting_list_sort(&kept);
    *options = kept;
}

/* ---- what is published ---- */

static void name_child(Object *child, const Object *publication, Text name) {
    child->relation = publication->name;
    child->name = name;
}

static Outcome read_table(Interpreter *in, const PublicationTable *spec, PublishedTable *published,
                          const Object *table) {
    ListCell *cell;
    foreach (cell, spec->columns) {
        Text column = interpreter_text(in, strVal(lfirst(cell)));
        if (table_find_column(table, column) == NULL) {
            return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_COLUMN, spec->relation->location,
                                       "column \"%s\" of relation \"%s\" does not exist", column,
                                       table->name);
        }
        Reference reference = {
            REFERENCE_COLUMN, REFERENCE_BY_DEFINITION, table->schema, table->name, column, 0};
        reference_add(in->schema->arena, &published->object.references, reference);
        list_push(in->schema->arena, &published->columns, column);
    }
    text_list_sort(&published->columns);
    published->filter = TEXT_ABSENT;
    if (spec->whereClause != NULL) {
        NormalizeContext context = {.relation = table,
                                    .role = REFERENCE_BY_DEFINITION,
                                    .references = &published->object.references};
        published->filter = normalize_expression(in, spec->whereClause, &context);
        if (text_is_absent(published->filter)) {
            return OUTCOME_WAITING;
        }
    }
    return OUTCOME_APPLIED;
}

static Outcome add_table(Interpreter *in, Object *publication, const PublicationTable *spec,
                         Object *table) {
    PublishedTable *published =
        schema_object_new(in->schema, PublishedTable, KIND_PUBLICATION_TABLE);
    Reference reference = {
        REFERENCE_RELATION, REFERENCE_BY_DEFINITION, table->schema, table->name, TEXT_ABSENT, 0};
    reference_add(in->schema->arena, &published->object.references, reference);
    published->table_schema = table->schema;
    published->table = table->name;
    Outcome outcome = read_table(in, spec, published, table);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    name_child(&published->object, publication,
               text_quote_name(in->schema->arena, table->schema, table->name));
    if (schema_find_child(in->schema, KIND_PUBLICATION_TABLE, TEXT(""), publication->name,
                          published->object.name) == NULL) {
        interpreter_add_object(in, &published->object, publication);
    }
    return OUTCOME_APPLIED;
}

static void collect_children(const Interpreter *in, Object *table, ObjectList *tables) {
    list_push(in->scratch, tables, table);
    for (size_t i = 0;
         text_is_empty(((Table *)table)->partition_key) && i < in->schema->roots.count; i++) {
        Object *child = in->schema->roots.items[i];
        if (child->kind == KIND_TABLE && table_is_child_of((const Table *)child, table)) {
            collect_children(in, child, tables);
        }
    }
}

static Outcome find_tables(Interpreter *in, const PublicationTable *spec, ObjectList *tables) {
    Object *table = interpreter_find_relation(in, spec->relation);
    if (table == NULL) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, spec->relation->location,
                                   "relation \"%s\" does not exist",
                                   text_from_string(spec->relation->relname));
    }
    if (table->kind != KIND_TABLE) {
        return interpreter_error(in, DIAGNOSTIC_WRONG_KIND, spec->relation->location,
                                 "cannot add relation \"%s\" to publication", table->name);
    }
    if (spec->relation->inh) {
        collect_children(in, table, tables);
    } else {
        list_push(in->scratch, tables, table);
    }
    return OUTCOME_APPLIED;
}

static Outcome add_schema(Interpreter *in, Object *publication, Text name) {
    if (interpreter_find_schema(in, name) == NULL) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, -1,
                                   "schema \"%s\" does not exist", name);
    }
    Object *child = schema_object_new(in->schema, Object, KIND_PUBLICATION_SCHEMA);
    Reference reference = {
        REFERENCE_SCHEMA, REFERENCE_BY_DEFINITION, TEXT(""), name, TEXT_ABSENT, 0};
    name_child(child, publication, name);
    reference_add(in->schema->arena, &child->references, reference);
    if (schema_find_child(in->schema, KIND_PUBLICATION_SCHEMA, TEXT(""), publication->name, name) ==
        NULL) {
        interpreter_add_object(in, child, publication);
    }
    return OUTCOME_APPLIED;
}

static void take_out(Interpreter *in, const Object *publication, ObjectKind kind, Text name) {
    Object *child = schema_find_child(in->schema, kind, TEXT(""), publication->name, name);
    if (child != NULL) {
        schema_remove(in->schema, child);
    }
}

static Text schema_of(const Interpreter *in, const PublicationObjSpec *spec) {
    return spec->pubobjtype == PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA
               ? interpreter_creation_schema(in, NULL)
               : interpreter_text(in, spec->name);
}

static Outcome change_one(Interpreter *in, Object *publication, const PublicationObjSpec *spec,
                          bool is_drop) {
    if (spec->pubobjtype != PUBLICATIONOBJ_TABLE) {
        Text schema = schema_of(in, spec);
        if (is_drop) {
            take_out(in, publication, KIND_PUBLICATION_SCHEMA, schema);
            return OUTCOME_APPLIED;
        }
        return add_schema(in, publication, schema);
    }
    ObjectList tables = {0};
    Outcome outcome = find_tables(in, spec->pubtable, &tables);
    for (size_t i = 0; i < tables.count && outcome == OUTCOME_APPLIED; i++) {
        const Object *table = tables.items[i];
        if (is_drop) {
            take_out(in, publication, KIND_PUBLICATION_TABLE,
                     text_quote_name(in->scratch, table->schema, table->name));
        } else {
            outcome = add_table(in, publication, spec->pubtable, tables.items[i]);
        }
    }
    return outcome;
}

static Outcome change_objects(Interpreter *in, Object *publication, const List *specs,
                              bool is_drop) {
    ListCell *cell;
    foreach (cell, specs) {
        Outcome outcome =
            change_one(in, publication, lfirst_node(PublicationObjSpec, cell), is_drop);
        if (outcome != OUTCOME_APPLIED) {
            return outcome;
        }
    }
    return OUTCOME_APPLIED;
}

/* ---- statements ---- */

Outcome apply_create_publication(Interpreter *in, const CreatePublicationStmt *statement) {
    Text name = interpreter_text(in, statement->pubname);
    if (schema_find(in->schema, KIND_PUBLICATION, TEXT(""), name) != NULL) {
        return named_exists(in, KIND_PUBLICATION, name);
    }
    Publication *publication = schema_object_new(in->schema, Publication, KIND_PUBLICATION);
    publication->object.name = name;
    publication->has_all_tables = statement->for_all_tables;
    set_options(in, &publication->options, statement->options);
    interpreter_add_object(in, &publication->object, NULL);
    Outcome outcome = change_objects(in, &publication->object, statement->pubobjects, false);
    if (outcome != OUTCOME_APPLIED) {
        schema_remove(in->schema, &publication->object);
    }
    return outcome;
}

Outcome apply_alter_publication(Interpreter *in, const AlterPublicationStmt *statement) {
    Text name = text_from_string(statement->pubname);
    Object *publication = schema_find(in->schema, KIND_PUBLICATION, TEXT(""), name);
    if (publication == NULL) {
        return named_missing(in, KIND_PUBLICATION, statement->pubname);
    }
    if (statement->options != NIL) {
        set_options(in, &((Publication *)publication)->options, statement->options);
        return OUTCOME_APPLIED;
    }
    if (statement->action == AP_SetObjects) {
        while (publication->children.count != 0) {
            schema_remove(in->schema, publication->children.items[0]);
        }
    }
    return change_objects(in, publication, statement->pubobjects,
                          statement->action == AP_DropObjects);
}
