/*
 * Objects: find them by their place in the server's catalog, add them, apply the statements that
 * make them.
 */
#include "parser/catalog_reader.h"

#include <assert.h>

static size_t address_hash(CatalogAddress address) {
    uint64_t mixed =
        ((uint64_t)address.class << 48) ^ ((uint64_t)address.column << 32) ^ address.oid;
    mixed *= UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(mixed >> 20);
}

static bool address_equal(CatalogAddress left, CatalogAddress right) {
    return left.class == right.class && left.oid == right.oid && left.column == right.column;
}

/* The entry of the address, or the free place where it belongs. */
static CatalogEntry *entry_at(CatalogEntry *entries, size_t capacity, CatalogAddress address) {
    size_t i = address_hash(address) & (capacity - 1);
    while (entries[i].object != NULL && !address_equal(entries[i].address, address)) {
        i = (i + 1) & (capacity - 1);
    }
    return &entries[i];
}

static void entries_grow(CatalogReader *reader) {
    size_t capacity = reader->entry_capacity == 0 ? 1024 : reader->entry_capacity * 2;
    CatalogEntry *entries = arena_array(&reader->kept, CatalogEntry, capacity);
    for (size_t i = 0; i < reader->entry_capacity; i++) {
        if (reader->entries[i].object != NULL) {
            *entry_at(entries, capacity, reader->entries[i].address) = reader->entries[i];
        }
    }
    reader->entries = entries;
    reader->entry_capacity = capacity;
}

Object *catalog_find(const CatalogReader *reader, CatalogClass class, uint32_t oid,
                     uint32_t column) {
    if (reader->entry_capacity == 0) {
        return NULL;
    }
    CatalogAddress address = {class, oid, column};
    return entry_at(reader->entries, reader->entry_capacity, address)->object;
}

void catalog_enter(CatalogReader *reader, CatalogClass class, uint32_t oid, uint32_t column,
                   Object *object) {
    if (reader->entry_count * 2 >= reader->entry_capacity) {
        entries_grow(reader);
    }
    CatalogAddress address = {class, oid, column};
    CatalogEntry *entry = entry_at(reader->entries, reader->entry_capacity, address);
    reader->entry_count += entry->object == NULL;
    *entry = (CatalogEntry){address, object};
}

static void mark_object(const CatalogReader *reader, Object *object) {
    object->where = (Location){reader->source, {0, 0}};
    object->is_from_catalog = true;
    object->privileges_are_stated = true;
}

void catalog_add_object(CatalogReader *reader, Object *object, Object *parent) {
    mark_object(reader, object);
    interpreter_add_object(&reader->interpreter, object, parent);
}

void catalog_note_newer(const CatalogReader *reader, Object *object, BuiltinKind kind, Text name) {
    NormalizeContext context = {.role = REFERENCE_BY_DEFINITION, .references = &object->references};
    newer_note_name(&reader->interpreter, &context, kind, name);
}

void catalog_note_newer_type(const CatalogReader *reader, Object *object, Text type) {
    Text brackets = TEXT("[]");
    bool is_array = text_ends_with(type, brackets);
    catalog_note_newer(reader, object, BUILTIN_TYPE,
                       is_array ? text_slice(type, 0, type.length - brackets.length) : type);
}

void catalog_add_type_reference(const CatalogReader *reader, Object *object, Text schema,
                                Text name) {
    if (!text_is_empty(name) && !text_equal(schema, TEXT("pg_catalog"))) {
        Arena *arena = reader->schema->arena;
        Reference reference = {REFERENCE_TYPE,
                               REFERENCE_BY_DEFINITION,
                               text_copy(arena, schema),
                               text_copy(arena, name),
                               TEXT_ABSENT,
                               0};
        reference_add(arena, &object->references, reference);
    }
}

/* One part of a qualified name, from *position on; quotes undone. */
static Text name_part(Arena *arena, Text name, size_t *position) {
    Builder out = builder_new(arena);
    bool is_quoted = false;
    size_t i = *position;
    for (; i < name.length && (is_quoted || name.data[i] != '.'); i++) {
        if (name.data[i] != '"') {
            builder_add_char(&out, name.data[i]);
        } else if (is_quoted && i + 1 < name.length && name.data[i + 1] == '"') {
            builder_add_char(&out, name.data[++i]);
        } else {
            is_quoted = !is_quoted;
        }
    }
    *position = i;
    return builder_text(&out);
}

void catalog_add_collation_reference(const CatalogReader *reader, Object *object, Text name) {
    Arena *arena = reader->schema->arena;
    size_t position = 0;
    Text schema = name_part(arena, name, &position);
    if (position < name.length) {
        position++;
        Reference reference = {REFERENCE_OBJECT, REFERENCE_BY_DEFINITION,
                               schema,           name_part(arena, name, &position),
                               TEXT_ABSENT,      KIND_COLLATION};
        reference_add(arena, &object->references, reference);
    }
}

void catalog_unsupported(CatalogReader *reader, Text what) {
    Schema *schema = reader->schema;
    Unsupported item = {text_copy(schema->arena, what), {reader->source, {0, 0}}};
    list_push(schema->arena, &schema->unsupported, item);
}

CatalogPending *catalog_expect(CatalogReader *reader, CatalogClass class, uint32_t oid,
                               ObjectKind kind, const Object *parent, Text schema, Text name) {
    Arena *arena = &reader->kept;
    bool is_child = object_kind_facts[kind].is_child;
    CatalogPending pending = {.address = {class, oid, 0},
                              .kind = kind,
                              .schema = text_copy(arena, parent != NULL ? parent->schema : schema),
                              .relation = is_child ? parent->name : TEXT(""),
                              .name = text_copy(arena, name)};
    list_push(arena, &reader->pending, pending);
    return &reader->pending.items[reader->pending.count - 1];
}

/* What no statement of the batch says. */
static void complete_object(CatalogReader *reader, Object *object, const CatalogPending *pending) {
    mark_object(reader, object);
    if (object_kind_facts[object->kind].has_owner) {
        catalog_own(reader, object, pending->owner, pending->acl);
    }
    switch (object->kind) {
        case KIND_CONSTRAINT:
            ((TableConstraint *)object)->is_inherited = pending->is_inherited;
            break;
        case KIND_INDEX:
            ((TableIndex *)object)->is_invalid = pending->is_invalid;
            ((TableIndex *)object)->is_only = pending->is_only;
            ((TableIndex *)object)->is_clustered = pending->is_clustered;
            break;
        case KIND_TRIGGER: ((TableTrigger *)object)->enabled = pending->enabled; break;
        case KIND_RULE: ((RewriteRule *)object)->enabled = pending->enabled; break;
        case KIND_EVENT_TRIGGER: ((EventTrigger *)object)->enabled = pending->enabled; break;
        case KIND_SCHEMA:
        case KIND_EXTENSION:
        case KIND_ENUM:
        case KIND_COMPOSITE:
        case KIND_DOMAIN:
        case KIND_SEQUENCE:
        case KIND_FUNCTION:
        case KIND_PROCEDURE:
        case KIND_TABLE:
        case KIND_COLUMN:
        case KIND_VIEW:
        case KIND_MATERIALIZED_VIEW:
        case KIND_POLICY:
        case KIND_DEFAULT_PRIVILEGE:
#define X(id, ...) case KIND_##id:
            DEFINITION_KINDS(X)
#undef X
        case KIND_WRAPPER:
        case KIND_SERVER:
        case KIND_USER_MAPPING:
        case KIND_STATISTICS:
        case KIND_PUBLICATION:
        case KIND_PUBLICATION_SCHEMA:
        case KIND_PUBLICATION_TABLE:
        case KIND_SUBSCRIPTION:
        case OBJECT_KIND_COUNT: break;
    }
}

static Object *find_pending(CatalogReader *reader, const CatalogPending *pending) {
    Text key = schema_key(&reader->scratch, pending->kind, pending->schema, pending->relation,
                          pending->name, pending->arguments);
    return schema_find_key(reader->schema, key);
}

/*
 * The interpreter has no model for it, or could not read the definition: what is in the catalog is
 * never passed over.
 */
static void report_missing(CatalogReader *reader, const CatalogPending *pending, bool is_error) {
    Object unread = {.kind = pending->kind,
                     .schema = pending->schema,
                     .relation = pending->relation,
                     .name = pending->name,
                     .arguments = pending->arguments};
    Text described = object_describe(&reader->scratch, &unread);
    if (is_error) {
        diagnostic_add(reader->diagnostics, DIAGNOSTIC_CATALOG_ERROR,
                       ((Location){reader->source, {0, 0}}), "the definition of %s cannot be read",
                       described);
    } else {
        catalog_unsupported(reader, described);
    }
}

/* Once all of the batch are known: a whole may come after its parts. */
static void find_wholes(CatalogReader *reader) {
    for (size_t i = 0; i < reader->pending.count; i++) {
        const CatalogPending *pending = &reader->pending.items[i];
        Object *whole =
            pending->whole == 0 ? NULL : catalog_find(reader, CATALOG_RELATION, pending->whole, 0);
        Object *part = whole == NULL ? NULL : find_pending(reader, pending);
        if (part != NULL && part->kind == whole->kind) {
            object_set_whole(part, whole);
        }
    }
}

void catalog_apply_batch(CatalogReader *reader) {
    ArenaMark mark = arena_mark(&reader->scratch);
    bool is_good = true;
    if (reader->batch.length != 0) {
        is_good = interpreter_apply_text(&reader->interpreter, builder_text(&reader->batch));
    }
    for (size_t i = 0; i < reader->pending.count; i++) {
        const CatalogPending *pending = &reader->pending.items[i];
        Object *object = find_pending(reader, pending);
        if (object != NULL) {
            complete_object(reader, object, pending);
            catalog_enter(reader, pending->address.class, pending->address.oid, 0, object);
            if (pending->index != 0) { /* what is said of the index is said of the constraint */
                catalog_enter(reader, CATALOG_RELATION, pending->index, 0, object);
            }
        } else {
            report_missing(reader, pending, !is_good);
        }
    }
    find_wholes(reader);
    arena_release(&reader->scratch, mark);
    catalog_copy_defaults(reader);
    reader->pending.count = 0;
    reader->batch.length = 0;
}
