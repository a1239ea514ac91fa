/* References: see reference.h. */
#include "compiler/reference.h"

void reference_add(Arena *arena, ReferenceList *list, Reference reference) {
    for (size_t i = 0; i < list->count; i++) {
        const Reference *known = &list->items[i];
        if (known->kind == reference.kind && known->role == reference.role &&
            known->object == reference.object && text_equal(known->schema, reference.schema) &&
            text_equal(known->name, reference.name) && text_same(known->member, reference.member)) {
            return;
        }
    }
    list_push(arena, list, reference);
}

void reference_drop(ReferenceList *list, ReferenceRole role) {
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].role != role) {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
}
