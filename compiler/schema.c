/*
 * Schema: the container of objects; lookup by identity, names for messages and for SQL.
 *
 * Lookup is one hash by key, built as objects are added, so that a schema of any size is read in
 * linear time.  Columns, which are most of all objects, are not in it: they are found through their
 * relation.
 */
#include "compiler/schema.h"

#include "compiler/builder.h"
#include "compiler/definition.h"
#include "compiler/fingerprint.h"
#include "compiler/key_table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#define HASH_FUNCTION(key, length, hash) ((hash) = (unsigned)XXH3_64bits((key), (length)))
#include <uthash.h>

const ObjectKindFacts object_kind_facts[OBJECT_KIND_COUNT] = {
#define X(id, keyword, word, in_schema, child, owner, privileges, comment, label) \
    [KIND_##id] = {keyword, word, in_schema, child, owner, privileges, comment, label},
    OBJECT_KINDS(X)
#undef X
};

/* Routines share a name; this counts how many of them a schema has under it. */
typedef struct RoutineEntry {
    size_t count;
    UT_hash_handle hh;
} RoutineEntry;

typedef struct ExternalEntry {
    UT_hash_handle hh;
} ExternalEntry;

typedef struct SchemaLookup {
    KeyTable objects; /* all but columns */
    ObjectList definitions[OBJECT_KIND_COUNT];
    RoutineEntry *routines;
    ExternalEntry *externals;
    size_t external_count; /* how many of schema->externals are in the hash */
} SchemaLookup;

Schema *schema_new(Arena *arena) {
    Schema *schema = arena_new(arena, Schema);
    schema->arena = arena;
    schema->lookup = arena_new(arena, SchemaLookup);
    return schema;
}

static SchemaLookup *schema_lookup(const Schema *schema) {
    return schema->lookup;
}

Object *object_initialize(Object *object, ObjectKind kind) {
    object->kind = kind;
    return object;
}

static const size_t sizes[OBJECT_KIND_COUNT] = {[KIND_SCHEMA] = sizeof(Object),
                                                [KIND_EXTENSION] = sizeof(Extension),
                                                [KIND_ENUM] = sizeof(EnumType),
                                                [KIND_COMPOSITE] = sizeof(CompositeType),
                                                [KIND_DOMAIN] = sizeof(Domain),
                                                [KIND_SEQUENCE] = sizeof(Sequence),
                                                [KIND_FUNCTION] = sizeof(Routine),
                                                [KIND_PROCEDURE] = sizeof(Routine),
                                                [KIND_TABLE] = sizeof(Table),
                                                [KIND_COLUMN] = sizeof(Column),
                                                [KIND_CONSTRAINT] = sizeof(TableConstraint),
                                                [KIND_INDEX] = sizeof(TableIndex),
                                                [KIND_VIEW] = sizeof(View),
                                                [KIND_MATERIALIZED_VIEW] = sizeof(View),
                                                [KIND_RULE] = sizeof(RewriteRule),
                                                [KIND_TRIGGER] = sizeof(TableTrigger),
                                                [KIND_POLICY] = sizeof(RowPolicy),
                                                [KIND_DEFAULT_PRIVILEGE] = sizeof(DefaultPrivilege),
                                                [KIND_WRAPPER] = sizeof(ForeignWrapper),
                                                [KIND_SERVER] = sizeof(ForeignServer),
                                                [KIND_USER_MAPPING] = sizeof(UserMapping),
                                                [KIND_STATISTICS] = sizeof(ExtendedStatistics),
                                                [KIND_PUBLICATION] = sizeof(Publication),
                                                [KIND_PUBLICATION_SCHEMA] = sizeof(Object),
                                                [KIND_PUBLICATION_TABLE] = sizeof(PublishedTable),
                                                [KIND_SUBSCRIPTION] = sizeof(Subscription),
                                                [KIND_EVENT_TRIGGER] = sizeof(EventTrigger),
#define X(id, ...) [KIND_##id] = sizeof(Definition),
                                                DEFINITION_KINDS(X)
#undef X
};

Object *object_copy(Arena *arena, const Object *object) {
    size_t size = sizes[object->kind];
    Object *copy = arena_allocate(arena, size, 1);
    memcpy(copy, object, size);
    return copy;
}

static char *key_add(char *end, Text part) {
    if (part.length != 0) {
        memcpy(end, part.data, part.length);
    }
    end[part.length] = '\0';
    return end + part.length + 1;
}

static size_t key_length(Text schema, Text relation, Text name, Text arguments) {
    return 1 + schema.length + relation.length + name.length + arguments.length + 4;
}

static void key_fill(char *key, ObjectKind kind, Text schema, Text relation, Text name,
                     Text arguments) {
    key[0] = (char)(kind + 1);
    key_add(key_add(key_add(key_add(key + 1, schema), relation), name), arguments);
}

Text schema_key(Arena *arena, ObjectKind kind, Text schema, Text relation, Text name,
                Text arguments) {
    size_t length = key_length(schema, relation, name, arguments);
    char *key = arena_array(arena, char, length);
    key_fill(key, kind, schema, relation, name, arguments);
    return (Text){key, length};
}

static bool is_column_key(Text key) {
    return key.data[0] == KIND_COLUMN + 1;
}

/* The part of a key that starts here; parts end with a zero byte. */
static Text key_part(const char *start) {
    return text_from_string(start);
}

static Object *find_column(const Schema *schema, Text key) {
    static const ObjectKind kinds[] = {KIND_TABLE, KIND_VIEW, KIND_MATERIALIZED_VIEW,
                                       KIND_COMPOSITE};
    Text in_schema = key_part(key.data + 1);
    Text relation_name = key_part(in_schema.data + in_schema.length + 1);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const Object *relation = schema_find(schema, kinds[i], in_schema, relation_name);
        for (size_t j = 0; relation != NULL && j < relation->children.count; j++) {
            Object *child = relation->children.items[j];
            if (child->kind == KIND_COLUMN && text_equal(child->key, key)) {
                return child;
            }
        }
    }
    return NULL;
}

Object *schema_find_key(const Schema *schema, Text key) {
    return is_column_key(key) ? find_column(schema, key)
                              : key_table_find(&schema_lookup(schema)->objects, key);
}

static Object *find_identity(const Schema *schema, ObjectKind kind, Text in_schema, Text relation,
                             Text name, Text arguments) {
    char room[512]; /* all but signatures of many arguments */
    size_t length = key_length(in_schema, relation, name, arguments);
    if (length <= sizeof room) {
        key_fill(room, kind, in_schema, relation, name, arguments);
        return schema_find_key(schema, (Text){room, length});
    }
    ArenaMark mark = arena_mark(schema->arena);
    Text key = schema_key(schema->arena, kind, in_schema, relation, name, arguments);
    Object *object = schema_find_key(schema, key);
    arena_release(schema->arena, mark);
    return object;
}

Object *schema_find(const Schema *schema, ObjectKind kind, Text in_schema, Text name) {
    return find_identity(schema, kind, in_schema, TEXT(""), name, TEXT(""));
}

Object *schema_find_child(const Schema *schema, ObjectKind kind, Text in_schema, Text relation,
                          Text name) {
    return find_identity(schema, kind, in_schema, relation, name, TEXT(""));
}

Object *schema_find_routine(const Schema *schema, ObjectKind kind, Text in_schema, Text name,
                            Text arguments) {
    return find_identity(schema, kind, in_schema, TEXT(""), name, arguments);
}

static Object *find_first(const Schema *schema, const ObjectKind *kinds, size_t count,
                          Text in_schema, Text name) {
    for (size_t i = 0; i < count; i++) {
        Object *object = schema_find(schema, kinds[i], in_schema, name);
        if (object != NULL) {
            return object;
        }
    }
    return NULL;
}

Object *object_whole(const Object *object) {
    return object->kind == KIND_INDEX        ? ((const TableIndex *)object)->whole
           : object->kind == KIND_CONSTRAINT ? ((const TableConstraint *)object)->whole
                                             : NULL;
}

void object_set_whole(Object *part, Object *whole) {
    if (part->kind == KIND_INDEX) {
        ((TableIndex *)part)->whole = whole;
    } else {
        ((TableConstraint *)part)->whole = whole;
        ((TableConstraint *)part)->is_inherited = false; /* it follows the whole, not its name */
    }
}

Object *schema_find_relation(const Schema *schema, Text in_schema, Text name) {
    static const ObjectKind kinds[] = {KIND_TABLE,    KIND_VIEW,  KIND_MATERIALIZED_VIEW,
                                       KIND_SEQUENCE, KIND_INDEX, KIND_COMPOSITE};
    return find_first(schema, kinds, sizeof kinds / sizeof *kinds, in_schema, name);
}

const ObjectList *schema_definitions(const Schema *schema, ObjectKind kind) {
    return &schema_lookup(schema)->definitions[kind];
}

/* A range type brings a multirange type of its own. */
static Object *find_multirange(const Schema *schema, Text in_schema, Text name) {
    const ObjectList *ranges = schema_definitions(schema, KIND_RANGE);
    for (size_t i = 0; i < ranges->count; i++) {
        const Definition *range = (const Definition *)ranges->items[i];
        Text multirange = definition_multirange(schema->arena, range);
        if (text_equal(range->object.schema, in_schema) &&
            text_equal(multirange, text_quote_name(schema->arena, in_schema, name))) {
            return ranges->items[i];
        }
    }
    return NULL;
}

Object *schema_find_type(const Schema *schema, Text in_schema, Text name) {
    static const ObjectKind kinds[] = {KIND_ENUM,  KIND_DOMAIN,   KIND_COMPOSITE,
                                       KIND_TABLE, KIND_VIEW,     KIND_MATERIALIZED_VIEW,
                                       KIND_RANGE, KIND_BASE_TYPE};
    Object *object = find_first(schema, kinds, sizeof kinds / sizeof *kinds, in_schema, name);
    return object != NULL ? object : find_multirange(schema, in_schema, name);
}

Column *table_find_column(const Object *table, Text name) {
    for (size_t i = 0; i < table->children.count; i++) {
        Object *child = table->children.items[i];
        if (child->kind == KIND_COLUMN && text_equal(child->name, name)) {
            return (Column *)child;
        }
    }
    return NULL;
}

/* Called by its name, with arguments in parentheses. */
static bool is_called(const Object *object) {
    return object_kind_is_routine(object->kind) || object->kind == KIND_RANGE;
}

static Text routine_key(Arena *arena, Text in_schema, Text name) {
    char *key = arena_array(arena, char, in_schema.length + name.length + 2);
    key_add(key_add(key, in_schema), name);
    return (Text){key, in_schema.length + name.length + 2};
}

static RoutineEntry *routine_entry(const Schema *schema, Text in_schema, Text name,
                                   bool is_wanted) {
    SchemaLookup *lookup = schema_lookup(schema);
    ArenaMark mark = arena_mark(schema->arena);
    Text key = routine_key(schema->arena, in_schema, name);
    RoutineEntry *entry = NULL;
    HASH_FIND(hh, lookup->routines, key.data, key.length, entry);
    if (entry == NULL && is_wanted) {
        entry = arena_new(schema->arena, RoutineEntry);
        HASH_ADD_KEYPTR(hh, lookup->routines, key.data, key.length, entry);
        return entry; /* the key stays */
    }
    arena_release(schema->arena, mark);
    return entry;
}

bool schema_has_routine(const Schema *schema, Text in_schema, Text name) {
    const RoutineEntry *entry = routine_entry(schema, in_schema, name, false);
    return (entry != NULL && entry->count != 0) || find_multirange(schema, in_schema, name) != NULL;
}

static void lookup_add(Schema *schema, Object *object) {
    SchemaLookup *lookup = schema_lookup(schema);
    object->key = schema_key(schema->arena, object->kind, object->schema, object->relation,
                             object->name, object->arguments);
    object->is_removed = false;
    if (object->kind != KIND_COLUMN) {
        key_table_add(schema->arena, &lookup->objects, object);
    }
    if (is_called(object)) {
        routine_entry(schema, object->schema, object->name, true)->count++;
    }
    if (object_kind_is_definition(object->kind)) {
        list_push(schema->arena, &lookup->definitions[object->kind], object);
    }
}

static void list_remove(ObjectList *list, const Object *object) {
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i] == object) {
            memmove(list->items + i, list->items + i + 1,
                    (list->count - i - 1) * sizeof *list->items);
            list->count--;
            return;
        }
    }
}

static void lookup_remove(Schema *schema, Object *object) {
    SchemaLookup *lookup = schema_lookup(schema);
    if (object_kind_is_definition(object->kind)) {
        list_remove(&lookup->definitions[object->kind], object);
    }
    if (is_called(object)) {
        /* The name may have changed since: the old one is in the key, after the kind's byte. */
        Text in_schema = key_part(object->key.data + 1);
        Text relation = key_part(in_schema.data + in_schema.length + 1);
        Text name = key_part(relation.data + relation.length + 1);
        routine_entry(schema, in_schema, name, true)->count--;
    }
    if (object->kind != KIND_COLUMN) {
        key_table_remove(&lookup->objects, object);
    }
    object->is_removed = true;
}

void schema_add(Schema *schema, Object *object, Object *parent) {
    object->parent = parent;
    lookup_add(schema, object);
    ObjectList *siblings = parent == NULL ? &schema->roots : &parent->children;
    list_push(schema->arena, siblings, object);
}

void schema_remove(Schema *schema, Object *object) {
    while (object->children.count != 0) {
        schema_remove(schema, object->children.items[object->children.count - 1]);
    }
    lookup_remove(schema, object);
    list_remove(object->parent == NULL ? &schema->roots : &object->parent->children, object);
}

void schema_rekey(Schema *schema, Object *object) {
    lookup_remove(schema, object);
    lookup_add(schema, object);
    for (size_t i = 0; i < object->children.count; i++) {
        schema_rekey(schema, object->children.items[i]);
    }
}

static Text external_key(Arena *arena, ReferenceKind kind, Text in_schema, Text name) {
    char *key = arena_array(arena, char, in_schema.length + name.length + 3);
    key[0] = (char)kind;
    key_add(key_add(key + 1, in_schema), name);
    return (Text){key, in_schema.length + name.length + 3};
}

/* Externals are pushed on the public list; the hash catches up here. */
static void externals_hash(const Schema *schema) {
    SchemaLookup *lookup = schema_lookup(schema);
    while (lookup->external_count < schema->externals.count) {
        const ExternalName *external = &schema->externals.items[lookup->external_count++];
        Text key = external_key(schema->arena, external->kind, external->schema, external->name);
        ExternalEntry *entry = NULL;
        HASH_FIND(hh, lookup->externals, key.data, key.length, entry);
        if (entry == NULL) {
            entry = arena_new(schema->arena, ExternalEntry);
            HASH_ADD_KEYPTR(hh, lookup->externals, key.data, key.length, entry);
        }
    }
}

bool schema_has_external(const Schema *schema, ReferenceKind kind, Text in_schema, Text name) {
    externals_hash(schema);
    ArenaMark mark = arena_mark(schema->arena);
    Text key = external_key(schema->arena, kind, in_schema, name);
    ExternalEntry *entry = NULL;
    HASH_FIND(hh, schema_lookup(schema)->externals, key.data, key.length, entry);
    arena_release(schema->arena, mark);
    return entry != NULL;
}

Text schema_external_schema(const Schema *schema, ReferenceKind kind, const TextList *search_path,
                            Text name) {
    for (size_t i = 0; i < search_path->count; i++) {
        if (schema_has_external(schema, kind, search_path->items[i], name)) {
            return search_path->items[i];
        }
    }
    return TEXT_ABSENT;
}

static void sort_privileges(Object *object) {
    privilege_list_sort(&object->privileges);
    text_list_sort(&object->owner_revoked);
}

/* Objects of one kind, on their way into schema->all. */
typedef struct KindBuckets {
    ObjectList kinds[OBJECT_KIND_COUNT];
    Arena scratch;
} KindBuckets;

static void finish_object(Schema *schema, KindBuckets *buckets, Object *object);

static int compare_objects(const void *left, const void *right) {
    return text_compare((*(Object *const *)left)->key, (*(Object *const *)right)->key);
}

static bool is_sorted(const ObjectList *list) {
    for (size_t i = 1; i < list->count; i++) {
        if (text_compare(list->items[i - 1]->key, list->items[i]->key) > 0) {
            return false;
        }
    }
    return true;
}

static void sort_objects(ObjectList *list) {
    if (!is_sorted(list)) {
        qsort(list->items, list->count, sizeof *list->items, compare_objects);
    }
}

/* In order of keys, so that each bucket comes out sorted, or nearly so; the list itself stays. */
static void finish_list(Schema *schema, KindBuckets *buckets, const ObjectList *list) {
    ObjectList sorted = {.count = list->count, .capacity = list->count};
    if (list->count == 0) {
        return;
    }
    sorted.items = arena_array(&buckets->scratch, Object *, list->count);
    memcpy(sorted.items, list->items, list->count * sizeof *list->items);
    sort_objects(&sorted);
    for (size_t i = 0; i < sorted.count; i++) {
        finish_object(schema, buckets, sorted.items[i]);
    }
}

static void finish_object(Schema *schema, KindBuckets *buckets, Object *object) {
    int position = 0;
    for (size_t i = 0; i < object->children.count; i++) {
        Column *column = (Column *)object->children.items[i];
        if (column->object.kind == KIND_COLUMN) {
            column->position = ++position;
            if (column->sequence != NULL) {
                sort_privileges(&column->sequence->object);
            }
        }
    }
    sort_privileges(object);
    fingerprint_object(schema->arena, object);
    list_push(&buckets->scratch, &buckets->kinds[object->kind], object);
    finish_list(schema, buckets, &object->children);
}

void schema_finish(Schema *schema) {
    KindBuckets buckets = {0};
    finish_list(schema, &buckets, &schema->roots);
    size_t count = 0;
    for (int kind = 0; kind < OBJECT_KIND_COUNT; kind++) {
        count += buckets.kinds[kind].count;
    }
    schema->all = (ObjectList){.items = arena_array(schema->arena, Object *, count + 1),
                               .capacity = count + 1};
    for (int kind = 0; kind < OBJECT_KIND_COUNT; kind++) {
        ObjectList *bucket = &buckets.kinds[kind];
        sort_objects(bucket);
        for (size_t i = 0; i < bucket->count; i++) {
            schema->all.items[schema->all.count++] = bucket->items[i];
        }
    }
    arena_end(&buckets.scratch);
}

Text object_sql_relation(Arena *arena, const Object *object) {
    if (object->parent != NULL) {
        return text_quote_name(arena, object->parent->schema, object->parent->name);
    }
    return text_quote_name(arena, object->schema, object->relation);
}

bool object_is_foreign_table(const Object *object) {
    return object->kind == KIND_TABLE && !text_is_empty(((const Table *)object)->server);
}

Text object_keyword(const Object *object) {
    return object_is_foreign_table(object)
               ? TEXT("FOREIGN TABLE")
               : text_from_string(object_kind_facts[object->kind].keyword);
}

Text object_sql_name(Arena *arena, const Object *object) {
    if (object_kind_facts[object->kind].is_child) {
        return text_quote_identifier(arena, object->name);
    }
    return definition_sql_name(arena, object);
}

/* "default privileges of role app_owner for TABLES in schema app" */
static Text describe_default_privileges(Arena *arena, const DefaultPrivilege *rule) {
    Text role =
        text_is_empty(rule->role) ? TEXT("") : text_format(arena, " of role %I", rule->role);
    Text place = text_is_empty(rule->in_schema)
                     ? TEXT("")
                     : text_format(arena, " in schema %I", rule->in_schema);
    return text_format(arena, "default privileges%s for %s%s", role, rule->objects, place);
}

static Text describe_user_mapping(Arena *arena, const Object *mapping) {
    Text role =
        text_is_empty(mapping->name) ? TEXT("PUBLIC") : text_quote_identifier(arena, mapping->name);
    return text_format(arena, "user mapping of %s for server %I", role, mapping->relation);
}

Text object_describe(Arena *arena, const Object *object) {
    Text word = object_is_foreign_table(object)
                    ? TEXT("foreign table")
                    : text_from_string(object_kind_facts[object->kind].word);
    Text name = object->kind == KIND_PROCEDURE ? definition_routine_address(arena, object)
                                               : object_sql_name(arena, object);
    if (object->kind == KIND_USER_MAPPING) {
        return describe_user_mapping(arena, object);
    }
    if (object->kind == KIND_PUBLICATION_TABLE) {
        return text_format(arena, "table %s of publication %I", object->name, object->relation);
    }
    if (object->kind == KIND_PUBLICATION_SCHEMA) {
        return text_format(arena, "schema %I of publication %I", object->name, object->relation);
    }
    if (object->kind == KIND_DEFAULT_PRIVILEGE) {
        return describe_default_privileges(arena, (const DefaultPrivilege *)object);
    }
    if (object->kind == KIND_COLUMN && object->parent != NULL &&
        object->parent->kind == KIND_COMPOSITE) {
        return text_format(arena, "attribute %s of type %s", name,
                           object_sql_relation(arena, object));
    }
    if (object->kind == KIND_COLUMN) {
        return text_format(arena, "%s %s.%s", word, object_sql_relation(arena, object), name);
    }
    if (object_kind_facts[object->kind].is_child) {
        return text_format(arena, "%s %s on %s", word, name, object_sql_relation(arena, object));
    }
    return text_format(arena, "%s %s", word, name);
}

const Hint *schema_find_hint(const Schema *schema, const Object *object, HintVerb verb) {
    for (size_t i = 0; i < schema->hints.count; i++) {
        const Hint *hint = &schema->hints.items[i];
        if (hint->verb == verb && text_equal(hint->object->key, object->key)) {
            return hint;
        }
    }
    return NULL;
}

#define OWN_PREFIX TEXT("own ")

Text default_privilege_own(Arena *arena, Text privilege) {
    return text_format(arena, "%s%s", OWN_PREFIX, privilege);
}

Text default_privilege_own_right(Text entry) {
    return text_starts_with(entry, OWN_PREFIX) ? text_slice(entry, OWN_PREFIX.length, entry.length)
                                               : TEXT_ABSENT;
}
