/*
 * Guard: statements that ask the catalog before they act, so that a second run changes nothing.
 *
 * In: a condition and a statement for which PostgreSQL has no IF [NOT] EXISTS.  Out: a DO block.
 * Names of pg_catalog are qualified and names of ours are compared through to_regclass() and its
 * kin, so that no search_path changes what is meant.  Knows nothing of diff's reasons.
 */
#include "emit/spell.h"

#include "compiler/definition.h"

#include <string.h>

Text guard_block(Arena *arena, Text condition, Text sql) {
    Text inner = text_format(arena, "BEGIN\n    IF %s THEN\n%s;\n    END IF;\nEND\n", condition,
                             layout_indent(arena, sql, 8));
    Text quote = layout_dollar_quote(arena, inner, TEXT("do"));
    return text_format(arena, "DO %s\n%s%s", quote, inner, quote);
}

void guard_add(Spelling *out, Text comment, Text condition, Text sql) {
    if (out->is_dump) {
        spell_add(out, comment, sql);
        return;
    }
    spell_add(out, comment, guard_block(out->arena, condition, sql));
}

enum { DEPTH_LIMIT = 16 }; /* views over views */

/* The reference stands for the object, whatever is wanted of it. */
static bool is_named_by(const Reference *reference, const Object *object) {
    if (!text_equal(reference->name, object->name) ||
        !text_equal(reference->schema, object->schema)) {
        return false;
    }
    switch (object->kind) {
        case KIND_FUNCTION:
        case KIND_PROCEDURE: return reference->kind == REFERENCE_FUNCTION;
        case KIND_ENUM:
        case KIND_DOMAIN:
        case KIND_RANGE:
        case KIND_BASE_TYPE:
        case KIND_COMPOSITE: return reference->kind == REFERENCE_TYPE;
        case KIND_AGGREGATE: return reference->kind == REFERENCE_FUNCTION;
        default:
            if (reference->kind == REFERENCE_OBJECT) {
                return reference->object == object->kind;
            }
            return reference->kind == REFERENCE_RELATION || reference->kind == REFERENCE_COLUMN ||
                   reference->kind == REFERENCE_TYPE;
    }
}

static bool has_reference_to(const Object *user, const Object *object) {
    for (size_t i = 0; i < user->references.count; i++) {
        if (is_named_by(&user->references.items[i], object)) {
            return true;
        }
    }
    return false;
}

/*
 * Will the target hold an object that needs this one, and that did not need it before?  Then a
 * second run of the script finds that user in the way of the DROP.  So it does when a user is kept
 * for that reason.
 */
static bool has_new_user(const Spelling *out, const Object *object, int depth) {
    for (size_t i = 0; depth < DEPTH_LIMIT && i < out->target->all.count; i++) {
        const Object *user = out->target->all.items[i];
        if (!has_reference_to(user, object)) {
            continue;
        }
        /* A generated column is not dropped again once it is the new one. */
        bool stays =
            user->kind == KIND_COLUMN && ((const Column *)user)->generated != GENERATED_NEVER;
        const Object *before = schema_find_key(out->source, user->key);
        if (stays || before == NULL || !has_reference_to(before, object) ||
            has_new_user(out, user, depth + 1)) {
            return true;
        }
    }
    return false;
}

void guard_drop(Spelling *out, Text comment, Text sql) {
    const Object *object = out->step->old;
    bool comes_back = schema_find_key(out->target, object->key) != NULL;
    if (!comes_back || !has_new_user(out, object, 0)) {
        spell_add(out, comment, sql);
        return;
    }
    Text message = text_format(out->arena, "%s is in use already and is kept",
                               object_describe(out->arena, object));
    Text inner = text_format(out->arena,
                             "BEGIN\n%s;\nEXCEPTION WHEN dependent_objects_still_exist THEN\n"
                             "    RAISE NOTICE USING MESSAGE = %L;\nEND\n",
                             layout_indent(out->arena, sql, 4), message);
    Text quote = layout_dollar_quote(out->arena, inner, TEXT("do"));
    Text words = text_format(out->arena,
                             "%s On a second run, what the later steps have built on it keeps it "
                             "in place.",
                             comment);
    spell_format(out, words, "DO %s\n%s%s", quote, inner, quote);
}

Text guard_relation_kind(Arena *arena, Text relation, const char *kinds) {
    return text_format(arena,
                       "EXISTS (\n        SELECT FROM pg_catalog.pg_class\n"
                       "        WHERE oid = to_regclass(%L) AND relkind IN (%s)\n    )",
                       relation, text_from_string(kinds));
}

Text guard_constraint(Arena *arena, const Object *constraint, Text also) {
    bool is_domains = constraint->parent != NULL && constraint->parent->kind == KIND_DOMAIN;
    Text owner = is_domains ? TEXT("contypid = to_regtype") : TEXT("conrelid = to_regclass");
    return text_format(arena,
                       "EXISTS (\n        SELECT FROM pg_catalog.pg_constraint\n"
                       "        WHERE %s(%L) AND conname = %L%s\n    )",
                       owner, object_sql_relation(arena, constraint), constraint->name, also);
}

Text guard_column(Arena *arena, Text relation, Text column, Text also) {
    return text_format(arena,
                       "EXISTS (\n        SELECT FROM pg_catalog.pg_attribute\n"
                       "        WHERE attrelid = to_regclass(%L) AND attname = %L\n"
                       "            AND NOT attisdropped%s\n    )",
                       relation, column, also);
}

/* The name without its schema: what format_type() gives when the search_path finds the type. */
static Text without_schema(Text name) {
    bool is_quoted = false;
    for (size_t i = 0; i < name.length; i++) {
        is_quoted ^= name.data[i] == '"';
        if (!is_quoted && name.data[i] == '.') {
            return text_slice(name, i + 1, name.length);
        }
    }
    return name;
}

Text guard_type_is(Arena *arena, Text type, Text oid, Text modifier) {
    Text bare = without_schema(type);
    if (bare.length == type.length) { /* of pg_catalog: every search_path finds it */
        return text_format(arena, "format_type(%s, %s) = %L", oid, modifier, type);
    }
    if (text_contains(type, TEXT("("))) {
        return text_format(arena, "format_type(%s, %s) IN (%L, %L)", oid, modifier, type, bare);
    }
    return text_format(arena, "%s = to_regtype(%L) AND %s = -1", oid, type, modifier);
}

Text guard_column_type(const Spelling *out, const Column *column) {
    Arena *arena = out->arena;
    const Column *old = (const Column *)out->step->old;
    Text collation = TEXT("");
    if (!text_is_empty(column->collation)) {
        collation = text_format(arena, "\n            AND attcollation = to_regcollation(%L)",
                                column->collation);
    } else if (old != NULL && !text_is_empty(old->collation)) {
        collation = TEXT("\n            AND attcollation = (SELECT typcollation FROM "
                         "pg_catalog.pg_type WHERE oid = atttypid)");
    }
    Text type = guard_type_is(arena, column->type, TEXT("atttypid"), TEXT("atttypmod"));
    return guard_column(arena, object_sql_relation(arena, &column->object), column->object.name,
                        text_format(arena, "\n            AND %s%s", type, collation));
}

/* A partition of that parent whose bound is that one ("="), or another one ("<>"). */
Text guard_bound(Arena *arena, Text child, Text parent, const char *comparison, Text bound) {
    return text_format(arena,
                       "EXISTS (\n        SELECT FROM pg_catalog.pg_inherits\n"
                       "            JOIN pg_catalog.pg_class ON oid = inhrelid\n"
                       "        WHERE inhrelid = to_regclass(%L) AND inhparent = to_regclass(%L)\n"
                       "            AND pg_get_expr(relpartbound, oid) %s %L\n    )",
                       child, parent, text_from_string(comparison), bound);
}

Text guard_inherits(Arena *arena, Text child, Text parent) {
    return text_format(arena,
                       "EXISTS (\n        SELECT FROM pg_catalog.pg_inherits\n"
                       "        WHERE inhrelid = to_regclass(%L) AND inhparent = to_regclass(%L)\n"
                       "    )",
                       child, parent);
}
