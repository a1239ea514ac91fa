/*
 * Typing: the entrances.
 */
#include "parser/typing.h"

TypingMemory *typing_memory_new(Arena *arena, const Schema *schema) {
    TypingMemory *memory = arena_new(arena, TypingMemory);
    memory->arena = arena;
    memory->types = type_table_new(arena, schema);
    return memory;
}

static Typing typing_new(Normalizer *normalizer) {
    TypingMemory *memory = normalizer->in->typing;
    return (Typing){
        .normalizer = normalizer, .memory = memory, .types = memory->types, .arena = memory->arena};
}

void typing_node(Normalizer *normalizer, Node **slot) {
    Typing typing = typing_new(normalizer);
    typing_expression(&typing, slot);
}

Text typing_column_type(Interpreter *in, const Object *view, Text column) {
    static const NormalizeContext no_context = {.references = NULL};
    Normalizer normalizer = {.in = in, .context = &no_context};
    Typing typing = typing_new(&normalizer);
    TypedColumns columns = typing_relation(&typing, view);
    const TypedColumn *found = typed_column_find(&columns, column);
    return found == NULL || found->typed.type == TYPE_NONE
               ? TEXT("")
               : type_cast_name(typing.types, found->typed.type);
}

TypedColumns typing_columns(Normalizer *normalizer, SelectStmt *query) {
    Typing typing = typing_new(normalizer);
    return typing_query(&typing, query);
}

/* A cast that the assignment adds is not shown, except that of a literal, which is its type. */
void typing_default(Normalizer *normalizer, Node **slot, Text target_type) {
    Typing typing = typing_new(normalizer);
    Typed target =
        text_is_empty(target_type) ? typing_of(TYPE_NONE) : typing_declared(&typing, target_type);
    bool is_interval = target.type == TYPE_INTERVAL;
    if (is_interval && tree_is_string(*slot) && !text_is_empty(target.modifier)) {
        *slot = tree_make_cast(*slot, target.modifier);
    }
    bool takes_modifier = is_interval && typing_is_interval(&typing, *slot);
    Typed typed = typing_expression(&typing, slot);
    if (takes_modifier && text_is_empty(target.modifier)) {
        *slot = tree_make_cast((Node *)((TypeCast *)*slot)->arg, TEXT("interval"));
    }
    if (typed.type == TYPE_UNKNOWN) {
        typing_coerce(&typing, slot, TYPE_UNKNOWN, type_base(typing.types, target.type));
    }
}
