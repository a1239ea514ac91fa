/* Command rollback, renames: the statements are written, and applied to the model as any other. */
#include "compiler/command_rollback_rename.h"

#include "parser/parse.h"

typedef struct Renaming {
    Arena *arena;
    Schema *after;
    RenameStatementList *renames;
} Renaming;

static bool has_other_name(const Object *object) {
    const Object *origin = object->origin;
    return origin != NULL && emit_can_rename(object->kind) &&
           (!text_equal(object->name, origin->name) ||
            (!object_kind_facts[object->kind].is_child &&
             !text_equal(object->schema, origin->schema)));
}

/* False when PostgreSQL would refuse it as things are: the name may become free later. */
static bool apply(Renaming *renaming, RenameStatement statement) {
    Diagnostics heard = {.arena = renaming->arena};
    SourceList *sources = arena_new(renaming->arena, SourceList);
    list_push(renaming->arena, sources, ((Source){.text = statement.plain}));
    if (!parse_migrations(renaming->after, sources, &heard)) {
        return false;
    }
    list_push(renaming->arena, renaming->renames, statement);
    return true;
}

/* One round over the objects; each statement may rename others in passing. */
static bool rename_some(Renaming *renaming, const ObjectList *objects) {
    bool is_progress = false;
    for (size_t i = 0; i < objects->count; i++) {
        const Object *object = objects->items[i];
        while (has_other_name(object) && apply(renaming, emit_rename(renaming->arena, object))) {
            is_progress = true;
        }
        is_progress |= rename_some(renaming, &object->children);
    }
    return is_progress;
}

/* Schemas first: what lives in them has its old name again then. */
static bool rename_schemas(Renaming *renaming) {
    bool is_progress = false;
    const ObjectList *roots = &renaming->after->roots;
    for (size_t i = 0; i < roots->count; i++) {
        const Object *object = roots->items[i];
        if (object->kind == KIND_SCHEMA && has_other_name(object)) {
            is_progress |= apply(renaming, emit_rename(renaming->arena, object));
        }
    }
    return is_progress;
}

static const Object *first_renamed(const ObjectList *objects) {
    for (size_t i = 0; i < objects->count; i++) {
        const Object *object = objects->items[i];
        const Object *inner = has_other_name(object) ? object : first_renamed(&object->children);
        if (inner != NULL) {
            return inner;
        }
    }
    return NULL;
}

static bool rename_labels(Renaming *renaming) {
    const LabelRenameList *labels = &renaming->after->label_renames;
    for (size_t i = labels->count; i-- > 0;) {
        const LabelRename *label = &labels->items[i];
        if (!label->type->is_removed && label->type->origin != NULL &&
            !apply(renaming, emit_label_rename(renaming->arena, label))) {
            return false;
        }
    }
    return true;
}

/* What has the name by now; NULL when it is nothing that can be moved. */
static const Object *blocker_of(const Schema *after, const Object *object) {
    const Object *origin = object->origin;
    if (object_kind_facts[object->kind].is_child) {
        for (size_t i = 0; i < object->parent->children.count; i++) {
            const Object *sibling = object->parent->children.items[i];
            if (sibling->kind == object->kind && text_equal(sibling->name, origin->name)) {
                return sibling;
            }
        }
        return NULL;
    }
    const Object *found = schema_find(after, object->kind, object->schema, origin->name);
    return found != NULL ? found : schema_find_relation(after, object->schema, origin->name);
}

/*
 * A new column of the old name has to step aside.  Of two that changed places nobody could tell, on
 * a second run, whether they have changed back.
 */
static bool move_aside(Renaming *renaming, const Object *stuck) {
    const Object *blocker = blocker_of(renaming->after, stuck);
    return blocker != NULL && blocker->origin == NULL && emit_can_rename(blocker->kind) &&
           apply(renaming, emit_rename_aside(renaming->arena, blocker, stuck));
}

bool undo_renames(Arena *arena, Schema *after, RenameStatementList *renames,
                  Diagnostics *diagnostics) {
    Renaming renaming = {arena, after, renames};
    size_t labels = after->label_renames.count;
    const Object *stuck = NULL;
    do {
        while (rename_schemas(&renaming) || rename_some(&renaming, &after->roots)) {
        }
        stuck = first_renamed(&after->roots);
    } while (stuck != NULL && move_aside(&renaming, stuck));
    if (stuck != NULL) {
        diagnostic_add(diagnostics, DIAGNOSTIC_CANNOT_MIGRATE, stuck->where,
                       "%s: its name before the migration, %s, now belongs to something else",
                       object_describe(arena, stuck), object_sql_name(arena, stuck->origin));
        diagnostic_hint(diagnostics, TEXT("Write this rollback by hand; --check says whether it "
                                          "restores everything."));
        return false;
    }
    after->label_renames.count = labels;
    return rename_labels(&renaming);
}
