/*
 * Renames: ALTER ... RENAME, for every kind of object and for values of enums.
 *
 * Each asks the catalog first whether the old name is there and the new one is not.  Knows nothing
 * of why: the step holds the object as it was and as it will be.
 */
#include "emit/spell.h"
#include "emit/spell_column.h"

/* The old name is there and the new one is not. */
static Text is_still_old(const Spelling *out, const Object *old, const Object *new) {
    Text before = vanish_is_there(out, old), after = vanish_is_there(out, new);
    Text there = TEXT(" IS NOT NULL");
    return text_ends_with(after, there)
               ? text_format(out->arena, "%s AND %s IS NULL", before,
                             text_slice(after, 0, after.length - there.length))
               : text_format(out->arena, "%s AND NOT %s", before, after);
}

static bool holds_data(ObjectKind kind) {
    return kind == KIND_TABLE || kind == KIND_COLUMN || kind == KIND_SCHEMA ||
           kind == KIND_MATERIALIZED_VIEW;
}

static Text statement(const Spelling *out, const Object *old, const Object *new) {
    Text keyword = text_from_string(object_kind_facts[old->kind].keyword);
    if (old->kind == KIND_COLUMN || old->kind == KIND_CONSTRAINT) {
        bool is_attribute = old->parent != NULL && old->parent->kind == KIND_COMPOSITE;
        Text owner = old->parent == NULL
                         ? TEXT("TABLE")
                         : text_from_string(object_kind_facts[old->parent->kind].keyword);
        return text_format(out->arena, "ALTER %s %s\n    RENAME %s %I TO %I", owner,
                           object_sql_relation(out->arena, old),
                           is_attribute ? TEXT("ATTRIBUTE") : keyword, old->name, new->name);
    }
    return text_format(out->arena, "ALTER %s\n    RENAME TO %I", spell_designation(out->arena, old),
                       new->name);
}

/* The value that has another name: the lists are the same but for that. */
static void rename_label(Spelling *out, const EnumType *old, const EnumType *new) {
    Text type = object_sql_name(out->arena, &new->object);
    for (size_t i = 0; i < old->labels.count && i < new->labels.count; i++) {
        Text before = old->labels.items[i], after = new->labels.items[i];
        if (!text_equal(before, after)) {
            Text is_before =
                text_format(out->arena,
                            "EXISTS (\n        SELECT FROM pg_catalog.pg_enum\n"
                            "        WHERE enumtypid = to_regtype(%L) AND enumlabel = %L\n    )",
                            type, before);
            Text words = text_format(out->arena,
                                     "Gives the value %L of %s its new name, %L, in every row that "
                                     "holds it.",
                                     before, object_describe(out->arena, &new->object), after);
            guard_add(out, words, is_before,
                      text_format(out->arena, "ALTER TYPE %s\n    RENAME VALUE %L TO %L", type,
                                  before, after));
        }
    }
}

void alter_rename(Spelling *out) {
    const Object *old = out->step->old, *new = out->step->new;
    if (old->kind == KIND_ENUM && text_equal(old->name, new->name)) {
        rename_label(out, (const EnumType *)old, (const EnumType *)new);
        return;
    }
    Text words = text_format(
        out->arena, "Gives %s its new name, %I.%s", object_describe(out->arena, old), new->name,
        holds_data(old->kind) ? TEXT(" What it holds stays as it is.") : TEXT(""));
    guard_add(out, words, is_still_old(out, old, new), statement(out, old, new));
}
