/* Properties: see property.h. */
#include "compiler/property.h"

#include <stdlib.h>

static int compare_settings(const void *left, const void *right) {
    return text_compare(((const Setting *)left)->name, ((const Setting *)right)->name);
}

void setting_list_sort(SettingList *list) {
    if (list->count > 1) {
        qsort(list->items, list->count, sizeof *list->items, compare_settings);
    }
}

const Setting *setting_find(const SettingList *list, Text name) {
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->items[i].name, name)) {
            return &list->items[i];
        }
    }
    return NULL;
}

static int compare_privileges(const void *left, const void *right) {
    const Privilege *one = left, *other = right;
    int order = text_compare(one->grantee, other->grantee);
    return order != 0 ? order : text_compare(one->privilege, other->privilege);
}

void privilege_list_sort(PrivilegeList *list) {
    if (list->count > 1) {
        qsort(list->items, list->count, sizeof *list->items, compare_privileges);
    }
}
