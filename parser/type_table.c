/*
 * Type table: PostgreSQL's own types and those of the model, and what can be made of what.
 */
#include "parser/type_table.h"

#include "compiler/builder.h"
#include "compiler/definition.h"
#include "parser/normalizer.h"

#include <stdlib.h>
#include <string.h>

#include "parser/builtin_signatures.inc"

enum {
    BUILTIN_TYPE_COUNT = sizeof builtin_type_facts / sizeof *builtin_type_facts,
    BUILTIN_CAST_COUNT = sizeof builtin_casts / sizeof *builtin_casts,
    DOMAIN_DEPTH = 16, /* domains over domains */
};

/* ---- Types */

static TypeId add_entry(TypeTable *table, TypeEntry entry) {
    list_push(table->arena, &table->entries, entry);
    return (TypeId)(table->entries.count - 1);
}

/* A range type and its multirange. */
static void add_range(TypeTable *table, const Object *object) {
    const Definition *range = (const Definition *)object;
    TypeEntry entry = {.name = text_quote_name(table->arena, object->schema, object->name),
                       .kind = 'r',
                       .category = 'R',
                       .element = type_find(table, definition_item(range, TEXT("subtype"))),
                       .object = object};
    if (entry.element == TYPE_NONE) {
        return;
    }
    Text named = definition_item(range, TEXT("multirange_type_name"));
    TypeId id = add_entry(table, entry);
    entry.range = id;
    entry.kind = 'm';
    entry.name = text_is_empty(named) ? definition_multirange(table->arena, range) : named;
    add_entry(table, entry);
}

static void add_operator_name(TypeTable *table, const Object *object) {
    list_push(table->arena, &table->operators, object->name);
}

static void add_cast(TypeTable *table, const Object *object) {
    Text context = definition_item((const Definition *)object, TEXT("context"));
    UserCast cast = {type_find(table, object->name), type_find(table, object->arguments),
                     text_equal_ignoring_case(context, TEXT("implicit"))     ? 'i'
                     : text_equal_ignoring_case(context, TEXT("assignment")) ? 'a'
                                                                             : 'e'};
    if (cast.source != TYPE_NONE && cast.target != TYPE_NONE) {
        list_push(table->arena, &table->casts, cast);
    }
}

/* What the model has of its own: ranges first, because casts may be of them. */
static void add_of_model(TypeTable *table, ObjectKind kind,
                         void (*add)(TypeTable *table, const Object *object)) {
    for (size_t i = 0; i < table->schema->roots.count; i++) {
        if (table->schema->roots.items[i]->kind == kind) {
            add(table, table->schema->roots.items[i]);
        }
    }
}

TypeTable *type_table_new(Arena *arena, const Schema *schema) {
    TypeTable *table = arena_new(arena, TypeTable);
    table->arena = arena;
    table->schema = schema;
    add_of_model(table, KIND_OPERATOR, add_operator_name);
    add_entry(table, (TypeEntry){.name = TEXT("")});
    for (size_t i = 0; i < BUILTIN_TYPE_COUNT; i++) {
        const BuiltinType *type = &builtin_type_facts[i];
        add_entry(table, (TypeEntry){.name = text_from_string(type->name),
                                     .kind = type->kind,
                                     .category = type->category,
                                     .is_preferred = type->is_preferred != 0,
                                     .element = type->element,
                                     .array = type->array});
    }
    add_of_model(table, KIND_RANGE, add_range);
    add_of_model(table, KIND_CAST, add_cast);
    return table;
}

static int compare_type_name(const void *name, const void *type) {
    return text_compare(*(const Text *)name, text_from_string(((const BuiltinType *)type)->name));
}

static TypeId find_builtin(Text name) {
    const BuiltinType *found = bsearch(&name, builtin_type_facts, BUILTIN_TYPE_COUNT,
                                       sizeof *builtin_type_facts, compare_type_name);
    return found == NULL ? TYPE_NONE : (TypeId)(found - builtin_type_facts + 1);
}

static void split_modifier(Text type, Text *plain, Text *modifier) {
    size_t length = 0;
    while (length < type.length && type.data[length] != '(') {
        length++;
    }
    *plain = text_slice(type, 0, length);
    *modifier = text_slice(type, length, type.length);
}

/* What "CREATE DOMAIN d AS varchar(10)" makes of itself: the category of its base. */
static TypeId add_domain(TypeTable *table, TypeEntry entry) {
    Text type = ((const Domain *)entry.object)->type, plain;
    split_modifier(type, &plain, &entry.base_modifier);
    entry.base = type_find(table, plain);
    if (entry.base == TYPE_NONE) {
        return TYPE_NONE;
    }
    entry.kind = 'd';
    entry.category = table->entries.items[entry.base].category;
    return add_entry(table, entry);
}

static TypeId add_named(TypeTable *table, Text name, const Object *object) {
    TypeEntry entry = {.name = text_copy(table->arena, name), .object = object};
    switch (object->kind) {
        case KIND_DOMAIN: return add_domain(table, entry);
        case KIND_ENUM:
            entry.kind = 'e';
            entry.category = 'E';
            return add_entry(table, entry);
        case KIND_COMPOSITE:
        case KIND_TABLE:
        case KIND_VIEW:
        case KIND_MATERIALIZED_VIEW:
            entry.kind = 'c';
            entry.category = 'C';
            return add_entry(table, entry);
        default: return TYPE_NONE;
    }
}

/* Of "public.mood", as text_quote_name() writes it. */
static const Object *find_object(const TypeTable *table, Text name) {
    QualifiedName parts;
    bool is_name = normalizer_parse_name(table->arena, name, &parts);
    return is_name ? schema_find_type(table->schema, parts.schema, parts.name) : NULL;
}

static TypeId find_known(const TypeTable *table, Text name) {
    for (size_t i = BUILTIN_TYPE_COUNT + 1; i < table->entries.count; i++) {
        if (text_equal(table->entries.items[i].name, name)) {
            return (TypeId)i;
        }
    }
    return TYPE_NONE;
}

TypeId type_find(TypeTable *table, Text name) {
    TypeId type = find_builtin(name);
    if (type == TYPE_NONE) {
        type = find_known(table, name);
    }
    if (type != TYPE_NONE || !text_contains(name, TEXT("."))) {
        return type;
    }
    if (text_ends_with(name, TEXT("[]"))) {
        return type_array(table, type_find(table, text_slice(name, 0, name.length - 2)));
    }
    const Object *object = find_object(table, name);
    return object == NULL ? TYPE_NONE : add_named(table, name, object);
}

const TypeEntry *type_entry(const TypeTable *table, TypeId type) {
    return &table->entries.items[type];
}

Text type_cast_name(const TypeTable *table, TypeId type) {
    switch (type) {
        case TYPE_BPCHAR: return TEXT("bpchar");
        case TYPE__BPCHAR: return TEXT("bpchar[]");
        case TYPE_BIT: return TEXT("\"bit\"");
        case TYPE__BIT: return TEXT("\"bit\"[]");
        default: return table->entries.items[type].name;
    }
}

TypeId type_array(TypeTable *table, TypeId element) {
    TypeEntry entry = table->entries.items[element];
    if (entry.array != TYPE_NONE || element <= BUILTIN_TYPE_COUNT) {
        return entry.array;
    }
    if (entry.kind == 'b') {
        return TYPE_NONE; /* an array itself */
    }
    TypeId array =
        add_entry(table, (TypeEntry){.name = text_format(table->arena, "%s[]", entry.name),
                                     .kind = 'b',
                                     .category = 'A',
                                     .element = element});
    table->entries.items[element].array = array;
    return array;
}

TypeId type_element(const TypeTable *table, TypeId array) {
    const TypeEntry *entry = type_entry(table, array);
    return entry->category == 'A' ? entry->element : TYPE_NONE;
}

TypeId type_base(const TypeTable *table, TypeId type) {
    for (int i = 0; i < DOMAIN_DEPTH && type_entry(table, type)->kind == 'd'; i++) {
        type = type_entry(table, type)->base;
    }
    return type;
}

bool type_is_polymorphic(TypeId type) {
    switch (type) {
        case TYPE_ANYELEMENT:
        case TYPE_ANYARRAY:
        case TYPE_ANYNONARRAY:
        case TYPE_ANYENUM:
        case TYPE_ANYRANGE:
        case TYPE_ANYMULTIRANGE:
        case TYPE_ANYCOMPATIBLE:
        case TYPE_ANYCOMPATIBLEARRAY:
        case TYPE_ANYCOMPATIBLENONARRAY:
        case TYPE_ANYCOMPATIBLERANGE:
        case TYPE_ANYCOMPATIBLEMULTIRANGE: return true;
        default: return false;
    }
}

bool type_is_row(const TypeTable *table, TypeId type) {
    return type == TYPE_RECORD || type_entry(table, type)->kind == 'c';
}

/* ---- Casts */

static int compare_casts(const void *left, const void *right) {
    const BuiltinCast *a = left, *b = right;
    return a->source != b->source ? a->source - b->source : a->target - b->target;
}

/* 'e', 'a' or 'i'; '\0' when pg_cast has none. */
static char cast_context(const TypeTable *table, TypeId source, TypeId target) {
    for (size_t i = 0; i < table->casts.count; i++) {
        if (table->casts.items[i].source == source && table->casts.items[i].target == target) {
            return table->casts.items[i].context;
        }
    }
    if (source > BUILTIN_TYPE_COUNT || target > BUILTIN_TYPE_COUNT) {
        return '\0';
    }
    BuiltinCast wanted = {.source = (uint8_t)source, .target = (uint8_t)target};
    const BuiltinCast *found =
        bsearch(&wanted, builtin_casts, BUILTIN_CAST_COUNT, sizeof *builtin_casts, compare_casts);
    return found == NULL ? '\0' : found->context;
}

static int strength(char context) {
    return context == 'i' ? 0 : context == 'a' ? 1 : 2;
}

/* find_coercion_pathway(): whether there is one. */
static bool has_pathway(const TypeTable *table, TypeId source, TypeId target, char context) {
    source = type_base(table, source);
    target = type_base(table, target);
    char needed = cast_context(table, source, target);
    if (source == target) {
        return true;
    }
    if (needed != '\0') {
        return strength(context) >= strength(needed);
    }
    TypeId from = type_element(table, source), to = type_element(table, target);
    if (from != TYPE_NONE && to != TYPE_NONE) {
        return has_pathway(table, from, to, context);
    }
    bool to_text = type_entry(table, target)->category == 'S';
    bool from_text = type_entry(table, source)->category == 'S';
    return (strength(context) >= 1 && to_text) || (strength(context) >= 2 && from_text);
}

bool type_can_coerce(const TypeTable *table, TypeId source, TypeId target, char context) {
    if (source == target || target == TYPE_ANY || type_is_polymorphic(target) ||
        source == TYPE_UNKNOWN) {
        return true;
    }
    return source != TYPE_NONE && target != TYPE_NONE &&
           (has_pathway(table, source, target, context) ||
            (source == TYPE_RECORD && type_is_row(table, target)) ||
            (target == TYPE_RECORD && type_is_row(table, source)));
}

/* ---- Operators and functions */

static Text operator_name(size_t index) {
    return text_from_string(builtin_operators_names[builtin_operators[index].name]);
}

static Text routine_name(size_t index) {
    return text_from_string(builtin_routines_names[builtin_routines[index].name]);
}

static BuiltinSpan find_span(Text name, Text (*name_of)(size_t), size_t count) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (text_compare(name_of(middle), name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    BuiltinSpan span = {low, low};
    while (span.end < count && text_equal(name_of(span.end), name)) {
        span.end++;
    }
    return span;
}

BuiltinSpan builtin_operators_named(Text name) {
    return find_span(name, operator_name, sizeof builtin_operators / sizeof *builtin_operators);
}

BuiltinSpan builtin_routines_named(Text name) {
    return find_span(name, routine_name, sizeof builtin_routines / sizeof *builtin_routines);
}

const BuiltinOperator *builtin_operator(size_t index) {
    return &builtin_operators[index];
}

const BuiltinRoutine *builtin_routine(size_t index) {
    return &builtin_routines[index];
}
