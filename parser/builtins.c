/*
 * Builtins: what pg_catalog, and the extensions that come with PostgreSQL, have by name.
 *
 * The lists are data read from servers; see parser/queries/builtins.sh and extensions.sh.
 */
#include "parser/normalize.h"

#include <stdlib.h>

#include "compiler/builder.h"
#include "parser/builtin_names.inc"
#include "parser/extension_names.inc"

static int compare_name(const void *name, const void *item) {
    return text_compare(*(const Text *)name, text_from_string(*(const char *const *)item));
}

#define LIST_HAS(list, name) \
    (bsearch(&(name), (list), sizeof(list) / sizeof *(list), sizeof *(list), compare_name) != NULL)

bool builtin_type_exists(Text name) {
    return LIST_HAS(builtin_types, name);
}

bool builtin_function_exists(Text name) {
    return LIST_HAS(builtin_functions, name);
}

bool builtin_relation_exists(Text name) {
    return LIST_HAS(builtin_relations, name);
}

bool builtin_result_columns(Text function, Text *columns) {
    size_t pairs = sizeof builtin_results / sizeof *builtin_results / 2;
    const char *const *found =
        bsearch(&function, builtin_results, pairs, 2 * sizeof *builtin_results, compare_name);
    if (found != NULL) {
        *columns = text_from_string(found[1]);
    }
    return found != NULL;
}

static int compare_member(const void *prefix, const void *item) {
    const Text *wanted = prefix;
    Text member = text_from_string(*(const char *const *)item);
    return text_compare(*wanted, text_slice(member, 0, wanted->length));
}

static Text extension_with(Arena *arena, Text name, const char *letter) {
    Text prefix = text_format(arena, "%s:%s:", name, text_from_string(letter));
    const char *const *found =
        bsearch(&prefix, extension_members, sizeof extension_members / sizeof *extension_members,
                sizeof *extension_members, compare_member);
    if (found == NULL) {
        return TEXT_ABSENT;
    }
    Text member = text_from_string(*found);
    return text_slice(member, prefix.length, member.length);
}

Text builtin_extension_of(Arena *arena, ReferenceKind kind, Text name) {
    return extension_with(arena, name, kind == REFERENCE_TYPE ? "t" : "f");
}

Text builtin_extension_of_object(Arena *arena, ObjectKind kind, Text name) {
    switch (kind) {
        case KIND_TEXT_SEARCH_DICTIONARY: return extension_with(arena, name, "d");
        case KIND_TEXT_SEARCH_TEMPLATE: return extension_with(arena, name, "m");
        case KIND_TEXT_SEARCH_PARSER: return extension_with(arena, name, "p");
        case KIND_TEXT_SEARCH_CONFIGURATION: return extension_with(arena, name, "g");
        default: return TEXT_ABSENT;
    }
}

/* Few enough to look through. */
bool builtin_extension_operator(Text name, size_t index, BuiltinExtensionOperator *found) {
    for (size_t i = 0; i < sizeof extension_operators / sizeof *extension_operators; i++) {
        Text key = text_from_string(extension_operators[i][0]);
        bool is_it =
            key.length > name.length && key.data[name.length] == ' ' && text_starts_with(key, name);
        if (is_it && index-- == 0) {
            *found = (BuiltinExtensionOperator){text_slice(key, name.length + 1, key.length),
                                                text_from_string(extension_operators[i][1]),
                                                text_from_string(extension_operators[i][2])};
            return true;
        }
    }
    return false;
}
