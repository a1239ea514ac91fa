/*
 * Values: what the cells of the catalog hold: numbers, flags, arrays of text, access control lists.
 */
#include "parser/catalog_reader.h"

#include "compiler/definition.h"
#include "parser/privilege.h"

int64_t catalog_number(Text text) {
    bool is_negative = text.length != 0 && text.data[0] == '-';
    uint64_t value = 0;
    for (size_t i = is_negative; i < text.length; i++) {
        value = value * 10 + (uint64_t)(text.data[i] - '0');
    }
    return (int64_t)(is_negative ? 0 - value : value);
}

int64_t catalog_integer(const CatalogRow *row, int number) {
    return catalog_number(catalog_cell(row, number));
}

uint32_t catalog_oid(const CatalogRow *row, int number) {
    return (uint32_t)catalog_integer(row, number);
}

char catalog_letter(const CatalogRow *row, int number) {
    Text text = catalog_cell(row, number);
    return (char)(text.length == 0 ? '\0' : text.data[0]);
}

bool catalog_flag(const CatalogRow *row, int number) {
    return catalog_letter(row, number) == 't';
}

Text catalog_text(const CatalogReader *reader, const CatalogRow *row, int number) {
    return text_copy(reader->schema->arena, catalog_cell(row, number));
}

/* One element from *position on, to the comma or brace after it; quotes and backslashes undone. */
static Text array_element(Arena *arena, Text array, size_t *position) {
    Builder out = builder_new(arena);
    bool is_quoted = false;
    size_t i = *position;
    for (; i < array.length; i++) {
        char letter = array.data[i];
        if (letter == '"') {
            is_quoted = !is_quoted;
        } else if (letter == '\\' && i + 1 < array.length) {
            builder_add_char(&out, array.data[++i]);
        } else if (!is_quoted && (letter == ',' || letter == '}')) {
            break;
        } else {
            builder_add_char(&out, letter);
        }
    }
    *position = i;
    Text element = builder_text(&out);
    return text_is_absent(element) ? TEXT("") : element;
}

TextList catalog_array(Arena *arena, Text array) {
    TextList list = {0};
    size_t position = 1;
    if (array.length <= 2) {
        return list; /* absent, or {} */
    }
    for (; position < array.length; position++) {
        Text element = array_element(arena, array, &position);
        list_push(arena, &list, element);
    }
    return list;
}

void catalog_add_settings(const CatalogReader *reader, SettingList *list, Text array, Text prefix) {
    Arena *arena = reader->schema->arena;
    TextList options = catalog_array(arena, array);
    for (size_t i = 0; i < options.count; i++) {
        Text option = options.items[i];
        size_t equals = 0;
        while (equals < option.length && option.data[equals] != '=') {
            equals++;
        }
        /* Minor releases since 2025 keep the version of statistics among a column's options. */
        if (text_starts_with(option, TEXT("pg_attver="))) {
            continue;
        }
        Text name = text_slice(option, 0, equals);
        Setting setting = {text_format(arena, "%s%s", prefix, name),
                           text_slice(option, equals + 1, option.length)};
        list_push(arena, list, setting);
    }
    setting_list_sort(list);
}

static Text privilege_name(char letter) {
    switch (letter) {
        case 'r': return TEXT("SELECT");
        case 'a': return TEXT("INSERT");
        case 'w': return TEXT("UPDATE");
        case 'd': return TEXT("DELETE");
        case 'D': return TEXT("TRUNCATE");
        case 'x': return TEXT("REFERENCES");
        case 't': return TEXT("TRIGGER");
        case 'm': return TEXT("MAINTAIN"); /* 17 and newer */
        case 'X': return TEXT("EXECUTE");
        case 'U': return TEXT("USAGE");
        case 'C': return TEXT("CREATE");
        default: return TEXT_ABSENT; /* of databases, parameters, large objects */
    }
}

/* One aclitem: grantee=letters/grantor, each letter followed by "*" when it may be granted on. */
typedef struct AclItem {
    Text grantee; /* empty = PUBLIC */
    Text letters;
    Text grantor;
} AclItem;

/* Role names with unusual letters are in double quotes, which are doubled inside. */
static Text acl_role(Arena *arena, Text text, size_t *at) {
    Builder role = builder_new(arena);
    bool is_quoted = false;
    size_t i = *at;
    for (; i < text.length && (is_quoted || text.data[i] != '='); i++) {
        if (text.data[i] != '"') {
            builder_add_char(&role, text.data[i]);
        } else if (is_quoted && i + 1 < text.length && text.data[i + 1] == '"') {
            builder_add_char(&role, text.data[++i]);
        } else {
            is_quoted = !is_quoted;
        }
    }
    *at = i + 1;
    return builder_text(&role);
}

static AclItem acl_item(Arena *arena, Text text) {
    size_t at = 0;
    Text grantee = acl_role(arena, text, &at);
    size_t end = at;
    while (end < text.length && text.data[end] != '/') {
        end++;
    }
    Text letters = text_slice(text, at, end);
    at = end + 1;
    return (AclItem){grantee, letters, acl_role(arena, text, &at)};
}

static void note_grantor(const CatalogReader *reader, const Object *object, Text owner,
                         Text grantor, TextList *noted) {
    if (!text_is_empty(owner) && !text_equal(grantor, owner) &&
        !text_list_contains(noted, grantor)) {
        list_push(reader->schema->arena, noted, grantor);
        privilege_note_grantor(&reader->interpreter, object, grantor);
    }
}

/* Grant to the object what the item says; the owner's own rights are collected instead. */
static void apply_acl_item(Arena *arena, Object *object, Text owner, AclItem item,
                           TextList *owner_has) {
    for (size_t i = 0; i < item.letters.length; i++) {
        Text privilege = privilege_name(item.letters.data[i]);
        bool is_grantable = text_starts_with(text_slice(item.letters, i + 1, i + 2), TEXT("*"));
        i += is_grantable;
        if (text_is_absent(privilege)) {
            continue;
        }
        if (!text_is_empty(item.grantee) && text_equal(item.grantee, owner)) {
            list_push(arena, owner_has, privilege);
        } else {
            privilege_grant(arena, object, item.grantee, privilege, is_grantable);
        }
    }
}

static TextList apply_acl(const CatalogReader *reader, Object *object, Text owner, Text acl) {
    Arena *arena = reader->schema->arena;
    TextList owner_has = {0}, grantors = {0};
    TextList items = catalog_array(arena, acl);
    object->privileges.count = 0;
    object->owner_revoked.count = 0;
    for (size_t i = 0; i < items.count; i++) {
        AclItem item = acl_item(arena, items.items[i]);
        apply_acl_item(arena, object, owner, item, &owner_has);
        note_grantor(reader, object, owner, item.grantor, &grantors);
    }
    privilege_list_sort(&object->privileges);
    return owner_has;
}

static void revoke_from_owner(const CatalogReader *reader, Object *object, const TextList *has) {
    Arena *arena = reader->schema->arena;
    TextList all = object_kind_privileges(arena, object->kind, reader->server_version);
    for (size_t i = 0; i < all.count; i++) {
        if (!text_list_contains(has, all.items[i])) {
            list_push(arena, &object->owner_revoked, all.items[i]);
        }
    }
}

void catalog_own(CatalogReader *reader, Object *object, Text owner, Text acl) {
    Arena *arena = reader->schema->arena;
    object->owner = text_copy(arena, owner);
    if (text_is_absent(acl)) {
        privileges_default(arena, object);
        return;
    }
    TextList owner_has = apply_acl(reader, object, object->owner, acl);
    revoke_from_owner(reader, object, &owner_has);
}

void catalog_column_privileges(CatalogReader *reader, Column *column, Text acl) {
    if (!text_is_absent(acl)) {
        apply_acl(reader, &column->object, column->object.parent->owner, acl);
    }
}

/* "TABLES" for the letter of pg_default_acl.defaclobjtype; absent for what is not modelled. */
static Text default_privilege_objects(char letter, ObjectKind *kind) {
    switch (letter) {
        case 'r': *kind = KIND_TABLE; return TEXT("TABLES");
        case 'S': *kind = KIND_SEQUENCE; return TEXT("SEQUENCES");
        case 'f': *kind = KIND_FUNCTION; return TEXT("FUNCTIONS");
        case 'T': *kind = KIND_DOMAIN; return TEXT("TYPES");
        case 'n': *kind = KIND_SCHEMA; return TEXT("SCHEMAS");
        default: return TEXT_ABSENT; /* 'L', large objects (18) */
    }
}

enum { DEFAULT_ROLE, DEFAULT_SCHEMA, DEFAULT_OBJECTS, DEFAULT_ACL };

/*
 * A row without a schema replaces the built-in ACL, so it is compared with that one; a row with a
 * schema only adds to it.
 */
static void take_built_in(CatalogReader *reader, DefaultPrivilege *object, ObjectKind kind,
                          const TextList *owner_has) {
    Arena *arena = reader->schema->arena;
    Object built_in = {.kind = kind};
    privileges_default(arena, &built_in);
    for (size_t i = 0; i < built_in.privileges.count; i++) {
        Text privilege = built_in.privileges.items[i].privilege;
        size_t count_before = object->object.privileges.count;
        privilege_revoke(arena, &object->object, TEXT(""), privilege);
        if (object->object.privileges.count == count_before) {
            list_push(arena, &object->object.owner_revoked, privilege);
        }
    }
    TextList all = object_kind_privileges(arena, kind, reader->server_version);
    for (size_t i = 0; i < all.count; i++) {
        if (!text_list_contains(owner_has, all.items[i])) {
            list_push(arena, &object->object.owner_revoked,
                      default_privilege_own(arena, all.items[i]));
        }
    }
}

void catalog_read_default_privilege(void *context, const CatalogRow *row) {
    CatalogReader *reader = context;
    Arena *arena = reader->schema->arena;
    ObjectKind kind = KIND_TABLE;
    Text objects = default_privilege_objects(catalog_letter(row, DEFAULT_OBJECTS), &kind);
    if (text_is_absent(objects)) {
        catalog_unsupported(reader, TEXT("default privileges on large objects"));
        return;
    }
    DefaultPrivilege *object =
        schema_object_new(reader->schema, DefaultPrivilege, KIND_DEFAULT_PRIVILEGE);
    object->role = catalog_text(reader, row, DEFAULT_ROLE);
    object->in_schema = catalog_text(reader, row, DEFAULT_SCHEMA);
    object->objects = objects;
    object->object.name = text_format(arena, "%s/%s/%s", object->role, object->in_schema, objects);
    bool is_global = text_is_empty(object->in_schema);
    TextList owner_has = apply_acl(reader, &object->object, is_global ? object->role : TEXT(""),
                                   catalog_cell(row, DEFAULT_ACL));
    if (is_global) {
        take_built_in(reader, object, kind, &owner_has);
    } else {
        Reference in_schema = {
            REFERENCE_SCHEMA, REFERENCE_BY_DEFINITION, TEXT(""), object->in_schema, TEXT_ABSENT, 0};
        reference_add(arena, &object->object.references, in_schema);
    }
    catalog_add_object(reader, &object->object, NULL);
}
