/*
 * Builtin columns: those of the catalogs, and of PostgreSQL's own functions that give rows.
 */
#include "parser/typing.h"

#include <stdlib.h>

typedef struct BuiltinColumns {
    const char *owner;
    const char *columns; /* "name type,name type" */
} BuiltinColumns;

#include "parser/builtin_columns.inc"

static int compare_owner(const void *name, const void *columns) {
    return text_compare(*(const Text *)name,
                        text_from_string(((const BuiltinColumns *)columns)->owner));
}

static size_t find_end(Text text, size_t start, char end) {
    while (start < text.length && text.data[start] != end) {
        start++;
    }
    return start;
}

static TypedColumns read_columns(Typing *typing, const BuiltinColumns *found) {
    TypedColumns columns = {.is_partial = found == NULL};
    Text text = text_from_string(found == NULL ? "" : found->columns);
    for (size_t start = 0; start < text.length;) {
        size_t blank = find_end(text, start, ' '), end = find_end(text, start, ',');
        TypeId type = type_find(typing->types, text_slice(text, blank + 1, end));
        TypedColumn column = {text_slice(text, start, blank), typing_of(type)};
        list_push(typing->arena, &columns, column);
        start = end + 1;
    }
    return columns;
}

TypedColumns typing_catalog_columns(Typing *typing, Text relation) {
    return read_columns(typing,
                        bsearch(&relation, builtin_relation_columns,
                                sizeof builtin_relation_columns / sizeof *builtin_relation_columns,
                                sizeof *builtin_relation_columns, compare_owner));
}

TypedColumns typing_builtin_outputs(Typing *typing, Text function) {
    return read_columns(typing,
                        bsearch(&function, builtin_function_columns,
                                sizeof builtin_function_columns / sizeof *builtin_function_columns,
                                sizeof *builtin_function_columns, compare_owner));
}
