/* JSON: Text in, Text out; the tree between is jansson's. */
#include "compiler/json.h"

#include <assert.h>

json_t *json_from_text(Arena *arena, Text text) {
    if (text_is_absent(text)) {
        return json_null();
    }
    json_t *string = json_stringn(text.data, text.length);
    if (string != NULL) {
        return string;
    }
    char *clean = text_to_string(arena, text);
    for (size_t i = 0; i < text.length; i++) {
        clean[i] = clean[i] & 0x80 ? '?' : clean[i];
    }
    return json_stringn(clean, text.length);
}

json_t *json_from_texts(Arena *arena, const TextList *list) {
    json_t *array = json_array();
    for (size_t i = 0; i < list->count; i++) {
        json_array_append_new(array, json_from_text(arena, list->items[i]));
    }
    return array;
}

void json_add(json_t *object, const char *name, json_t *value) {
    int failure = json_object_set_new(object, name, value);
    assert(failure == 0);
    (void)failure;
}

void json_add_text(Arena *arena, json_t *object, const char *name, Text text) {
    json_add(object, name, json_from_text(arena, text));
}

Text json_finish(Arena *arena, json_t *tree) {
    size_t flags = JSON_INDENT(2), length = json_dumpb(tree, NULL, 0, flags);
    char *bytes = arena_array(arena, char, length + 1);
    json_dumpb(tree, bytes, length, flags);
    bytes[length] = '\n';
    json_decref(tree);
    return (Text){bytes, length + 1};
}
