/*
 * Default name: {table}_{columns}_{label}, cut as PostgreSQL cuts it.
 */
#include "compiler/default_name.h"

#include "compiler/builder.h"

enum { NAME_LIMIT = 63 };

Text default_name_make(Arena *arena, Text first, Text second, Text label) {
    size_t overhead = label.length + 1 + (text_is_empty(second) ? 0 : 1);
    size_t available = NAME_LIMIT - overhead;
    size_t first_length = first.length, second_length = second.length;
    while (first_length + second_length > available) {
        if (first_length > second_length) {
            first_length--;
        } else {
            second_length--;
        }
    }
    first = text_clip(first, first_length);
    second = text_clip(second, second_length);
    if (text_is_empty(second)) {
        return text_format(arena, "%s_%s", first, label);
    }
    return text_format(arena, "%s_%s_%s", first, second, label);
}

Text default_name_of_not_null(Arena *arena, const Column *column) {
    return text_is_empty(column->not_null.name)
               ? default_name_make(arena, column->object.relation, column->object.name,
                                   TEXT("not_null"))
               : column->not_null.name;
}
