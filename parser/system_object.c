/*
 * System objects and members of extensions: a statement may name them, and the model never holds
 * them.
 */
#include "parser/interpreter_state.h"
#include "parser/normalize.h"
#include "parser/normalizer.h"
#include "parser/parse_object.h"

#include "nodes/pg_list.h"

/* What a name node of GRANT may mean: among which names to look for it. */
static bool reference_kind_of(ObjectType type, ReferenceKind *kind) {
    switch (type) {
        case OBJECT_TABLE:
        case OBJECT_SEQUENCE: *kind = REFERENCE_RELATION; return true;
        case OBJECT_TYPE:
        case OBJECT_DOMAIN: *kind = REFERENCE_TYPE; return true;
        case OBJECT_FUNCTION:
        case OBJECT_PROCEDURE:
        case OBJECT_ROUTINE: *kind = REFERENCE_FUNCTION; return true;
        default: return false;
    }
}

static bool is_builtin(ReferenceKind kind, Text name) {
    switch (kind) {
        case REFERENCE_RELATION: return builtin_relation_exists(name);
        case REFERENCE_TYPE: return builtin_type_exists(name);
        default: return builtin_function_exists(name);
    }
}

/* Of information_schema there is no list: whatever is there, the server made. */
static bool is_system(ReferenceKind kind, QualifiedName name) {
    bool may_be_builtin = text_is_empty(name.schema) || text_equal(name.schema, TEXT("pg_catalog"));
    return text_equal(name.schema, TEXT("information_schema")) ||
           (may_be_builtin && is_builtin(kind, name.name));
}

static bool is_visible(const Interpreter *in, Text wanted, Text schema) {
    return text_is_empty(wanted) ? text_list_contains(&in->search_path, schema)
                                 : text_equal(wanted, schema);
}

static bool is_member(const Interpreter *in, ReferenceKind kind, QualifiedName name) {
    const ExternalNameList *externals = &in->schema->externals;
    for (size_t i = 0; i < externals->count; i++) {
        const ExternalName *external = &externals->items[i];
        if (external->kind == kind && !text_is_empty(external->extension) &&
            text_equal(external->name, name.name) &&
            is_visible(in, name.schema, external->schema)) {
            return true;
        }
    }
    Text extension = kind == REFERENCE_RELATION
                         ? TEXT_ABSENT
                         : builtin_extension_of(in->scratch, kind, name.name);
    const Extension *object =
        text_is_absent(extension)
            ? NULL
            : (const Extension *)schema_find(in->schema, KIND_EXTENSION, TEXT(""), extension);
    return object != NULL &&
           is_visible(in, name.schema,
                      text_is_empty(object->in_schema) ? TEXT("public") : object->in_schema);
}

bool object_is_never_modelled(const Interpreter *in, ObjectType type, const Node *name,
                              SkippedKind *subject) {
    ReferenceKind kind;
    if (type == OBJECT_SCHEMA) {
        *subject = SKIPPED_SYSTEM;
        return normalizer_is_system_schema(text_from_string(strVal(name)));
    }
    if (type == OBJECT_LANGUAGE) {
        *subject = SKIPPED_SYSTEM;
        return object_is_built_in(type, name);
    }
    if (!reference_kind_of(type, &kind)) {
        return false;
    }
    QualifiedName qualified = object_qualified_name(in, name);
    *subject = is_system(kind, qualified) ? SKIPPED_SYSTEM : SKIPPED_MEMBER;
    return *subject == SKIPPED_SYSTEM || is_member(in, kind, qualified);
}
