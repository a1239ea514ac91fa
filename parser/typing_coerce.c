/*
 * Coercion: an implicit cast, as coerce_type() adds it and ruleutils shows it; and
 * select_common_type().
 */
#include "parser/typing.h"

#include "compiler/definition.h"
#include "parser/constant.h"

bool typing_is_literal(const Node *node) {
    return tree_is_string(node) || tree_is_null(node);
}

/* Types whose literals are kept letter by letter. */
static bool is_verbatim(const TypeTable *table, TypeId type) {
    switch (type) {
        case TYPE_JSON:
        case TYPE_XML:
        case TYPE_CHAR:
        case TYPE_REGCLASS: return true;
        default:
            return type_entry(table, type)->category == 'S' || type_entry(table, type)->kind == 'e';
    }
}

static Text spelled(Typing *typing, Text text, TypeId type, Text modifier) {
    const TypeEntry *entry = type_entry(typing->types, type);
    Text element = type_cast_name(typing->types, entry->element);
    if (type == TYPE_INTERVAL) {
        return constant_interval_of(typing->arena, text, modifier);
    }
    bool is_discrete =
        entry->object == NULL &&
        (entry->element == TYPE_INT4 || entry->element == TYPE_INT8 || entry->element == TYPE_DATE);
    if (entry->object != NULL && entry->object->kind == KIND_RANGE &&
        !text_is_empty(definition_item((const Definition *)entry->object, TEXT("canonical")))) {
        return text; /* which a function of the user's spells */
    }
    switch (entry->kind) {
        case 'r': return constant_range(typing->arena, text, element, is_discrete);
        case 'm': return constant_multirange(typing->arena, text, element, is_discrete);
        default: break;
    }
    return entry->category == 'A'
               ? constant_array(typing->arena, text, element)
               : constant_canonical(typing->arena, text, type_cast_name(typing->types, type));
}

/*
 * The literal's text as the type would print it, where neither the session's settings nor the
 * server's version has a say: a moment needs a zone of its own.  What cannot be read is in doubt.
 */
void typing_respell(Typing *typing, A_Const *literal, TypeId type, Text modifier) {
    Text text = text_from_string(literal->val.sval.sval);
    bool is_open = type == TYPE_TIMESTAMPTZ && !constant_has_zone(text);
    Text canonical = is_open ? text : spelled(typing, text, type, modifier);
    bool is_as_written = canonical.data == text.data;
    typing->memory->is_in_doubt |= is_as_written && !is_verbatim(typing->types, type);
    literal->val.sval.sval = tree_string(canonical);
}

/* 'a'::text; of a domain over text ('a'::text)::public.d, whose constant has the base type. */
void typing_literal(Typing *typing, Node **slot, TypeId to) {
    TypeId base = type_base(typing->types, to);
    if (to == TYPE_NONE || to == TYPE_UNKNOWN || to == TYPE_ANY || type_is_polymorphic(to)) {
        return;
    }
    if (base != to && !text_is_empty(type_entry(typing->types, to)->base_modifier)) {
        *slot = tree_make_cast(*slot, type_cast_name(typing->types, to));
        return;
    }
    if (tree_is_string(*slot)) {
        typing_respell(typing, (A_Const *)*slot, base, TEXT(""));
    }
    *slot = tree_make_cast(*slot, type_cast_name(typing->types, base));
    /* Names are complete but for those in a literal that only now is known to be a regclass. */
    Interpreter *in = typing->normalizer->in;
    TextList path = in->search_path;
    in->search_path = in->schema->search_path;
    normalizer_rewrite(typing->normalizer, slot);
    in->search_path = path;
    if (base != to) {
        *slot = tree_make_cast(*slot, type_cast_name(typing->types, to));
    }
}

/* ARRAY[a, b] of another type: each element is cast, which is what a dump and restore makes of it.
 */
static bool coerce_elements(Typing *typing, A_ArrayExpr *array, TypeId from, TypeId to) {
    TypeId from_element = type_element(typing->types, from);
    TypeId to_element = type_element(typing->types, to);
    if (from_element == TYPE_NONE || to_element == TYPE_NONE || array->elements == NIL) {
        return false;
    }
    ListCell *cell;
    foreach (cell, array->elements) {
        if (IsA(lfirst(cell), A_ArrayExpr)) {
            coerce_elements(typing, lfirst(cell), from, to);
        } else {
            typing_coerce(typing, (Node **)&lfirst(cell), from_element, to_element);
        }
    }
    return true;
}

/* Types whose values have a collation. */
bool typing_is_collatable(const Typing *typing, TypeId type) {
    TypeId base = type_base(typing->types, type), element = type_element(typing->types, base);
    base = element != TYPE_NONE ? type_base(typing->types, element) : base;
    return type_entry(typing->types, base)->category == 'S';
}

/* (a COLLATE "C") of another type is ((a)::type COLLATE "C"), or without COLLATE where it has none.
 */
static void coerce_below_collate(Typing *typing, Node **slot, TypeId from, TypeId to) {
    CollateClause *clause = (CollateClause *)*slot;
    typing_coerce(typing, (Node **)&clause->arg, from, to);
    if (!typing_is_collatable(typing, to)) {
        *slot = (Node *)clause->arg;
    }
}

void typing_coerce(Typing *typing, Node **slot, TypeId from, TypeId to) {
    if (from == TYPE_NONE || to == TYPE_NONE || from == to || to == TYPE_ANY ||
        type_is_polymorphic(to)) {
        return;
    }
    if (typing_is_literal(*slot)) {
        typing_literal(typing, slot, to);
        return;
    }
    if (IsA(*slot, CollateClause)) {
        coerce_below_collate(typing, slot, from, to);
        return;
    }
    bool is_array = IsA(*slot, A_ArrayExpr);
    if (from == TYPE_UNKNOWN || !type_can_coerce(typing->types, from, to, 'i') ||
        (is_array && coerce_elements(typing, (A_ArrayExpr *)*slot, from, to))) {
        return;
    }
    *slot = tree_make_cast(*slot, type_cast_name(typing->types, to));
}

static bool all_are(const TypeId *types, size_t count, TypeId type) {
    for (size_t i = 0; i < count; i++) {
        if (types[i] != type) {
            return false;
        }
    }
    return true;
}

/* The first type, unless a later one of its category can hold it and it not that one. */
static bool is_better(const TypeTable *table, TypeId best, TypeId next) {
    return !type_entry(table, best)->is_preferred && type_can_coerce(table, best, next, 'i') &&
           !type_can_coerce(table, next, best, 'i');
}

TypeId typing_common_type(Typing *typing, const TypeId *types, size_t count) {
    const TypeTable *table = typing->types;
    if (count == 0) {
        return TYPE_NONE;
    }
    if (types[0] != TYPE_UNKNOWN && all_are(types, count, types[0])) {
        return types[0]; /* the only way that a domain is the common type */
    }
    TypeId best = type_base(table, types[0]);
    for (size_t i = 0; i < count; i++) {
        TypeId next = type_base(table, types[i]);
        if (next == TYPE_NONE) {
            return TYPE_NONE;
        }
        if (next == TYPE_UNKNOWN || next == best) {
            continue;
        }
        if (best == TYPE_UNKNOWN) {
            best = next;
        } else if (type_entry(table, best)->category != type_entry(table, next)->category) {
            return TYPE_NONE;
        } else if (is_better(table, best, next)) {
            best = next;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (best != TYPE_UNKNOWN && !type_can_coerce(table, types[i], best, 'i')) {
            return TYPE_NONE;
        }
    }
    return best == TYPE_UNKNOWN ? TYPE_TEXT : best;
}
