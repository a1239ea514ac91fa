/* Text: comparing, slicing and copying counted strings. */
#include "compiler/text.h"

#include "compiler/builder.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool text_same(Text left, Text right) {
    return text_is_absent(left) == text_is_absent(right) && text_equal(left, right);
}

int text_compare(Text left, Text right) {
    size_t shorter = left.length < right.length ? left.length : right.length;
    int order = shorter == 0 ? 0 : memcmp(left.data, right.data, shorter);
    if (order != 0) {
        return order;
    }
    return (left.length > right.length) - (left.length < right.length);
}

bool text_starts_with(Text text, Text prefix) {
    return text.length >= prefix.length && text_equal(text_slice(text, 0, prefix.length), prefix);
}

bool text_is_in(Text text, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (text_equal(text, text_from_string(words[i]))) {
            return true;
        }
    }
    return false;
}

bool text_ends_with(Text text, Text suffix) {
    return text.length >= suffix.length &&
           text_equal(text_slice(text, text.length - suffix.length, text.length), suffix);
}

bool text_contains(Text text, Text part) {
    return part.length == 0 ||
           (text.length != 0 && memmem(text.data, text.length, part.data, part.length) != NULL);
}

static char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

bool text_equal_ignoring_case(Text left, Text right) {
    if (left.length != right.length) {
        return false;
    }
    for (size_t i = 0; i < left.length; i++) {
        if (lower(left.data[i]) != lower(right.data[i])) {
            return false;
        }
    }
    return true;
}

Text text_slice(Text text, size_t start, size_t end) {
    end = end > text.length ? text.length : end;
    start = start > end ? end : start;
    return (Text){text.data == NULL ? NULL : text.data + start, end - start};
}

static bool is_space(char letter) {
    return letter == ' ' || (letter >= '\t' && letter <= '\r');
}

Text text_trim(Text text) {
    size_t start = 0, end = text.length;
    while (start < end && is_space(text.data[start])) {
        start++;
    }
    while (end > start && is_space(text.data[end - 1])) {
        end--;
    }
    return text_slice(text, start, end);
}

Text text_copy(Arena *arena, Text text) {
    if (text_is_absent(text)) {
        return text;
    }
    char *data = arena_array(arena, char, text.length + 1);
    memcpy(data, text.data, text.length);
    return (Text){data, text.length};
}

Text text_copy_string(Arena *arena, const char *string) {
    return text_copy(arena, text_from_string(string));
}

char *text_to_string(Arena *arena, Text text) {
    char *data = arena_array(arena, char, text.length + 1);
    if (text.length != 0) {
        memcpy(data, text.data, text.length);
    }
    return data;
}

Text text_join(Arena *arena, const TextList *list, Text separator) {
    Builder out = builder_new(arena);
    for (size_t i = 0; i < list->count; i++) {
        if (i > 0) {
            builder_add(&out, separator);
        }
        builder_add(&out, list->items[i]);
    }
    return builder_text(&out);
}

Text text_from_integer(Arena *arena, int64_t value) {
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRId64, value);
    return text_copy(arena, (Text){digits, (size_t)length});
}

Text text_count(Arena *arena, size_t count, const char *word) {
    return text_format(arena, count == 1 ? "%s %s" : "%s %ss",
                       text_from_integer(arena, (int64_t)count), text_from_string(word));
}

Text text_clip(Text text, size_t limit) {
    if (text.length <= limit) {
        return text;
    }
    while (limit > 0 && ((unsigned char)text.data[limit] & 0xC0) == 0x80) {
        limit--;
    }
    return text_slice(text, 0, limit);
}

bool text_list_contains(const TextList *list, Text text) {
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->items[i], text)) {
            return true;
        }
    }
    return false;
}

void text_list_remove(TextList *list, Text text) {
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (!text_equal(list->items[i], text)) {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
}

bool text_list_equal(const TextList *left, const TextList *right) {
    if (left->count != right->count) {
        return false;
    }
    for (size_t i = 0; i < left->count; i++) {
        if (!text_equal(left->items[i], right->items[i])) {
            return false;
        }
    }
    return true;
}

static int compare_items(const void *left, const void *right) {
    return text_compare(*(const Text *)left, *(const Text *)right);
}

void text_list_sort(TextList *list) {
    if (list->count > 1) {
        qsort(list->items, list->count, sizeof *list->items, compare_items);
    }
}
