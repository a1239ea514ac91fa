/*
 * Calls: which function a call means (ParseFuncOrColumn(), func_get_detail()), and what its
 * arguments become.
 */
#include "parser/typing.h"

#include <string.h>

/* ---- The arguments, in place */

typedef struct Arguments {
    Node ***slots;
    TypeId *types;
    size_t count;
    bool has_names; /* f(x => 1) */
} Arguments;

static void add_argument(Typing *typing, Arguments *arguments, Node **slot) {
    arguments->types[arguments->count] = typing_expression(typing, slot).type;
    arguments->slots[arguments->count++] = slot;
}

/* Those in parentheses, then what an ordered-set aggregate sorts by. */
static Arguments read_arguments(Typing *typing, FuncCall *call) {
    size_t count = (size_t)(list_length(call->args) + list_length(call->agg_order));
    Arguments arguments = {arena_array(typing->arena, Node **, count + 1),
                           arena_array(typing->arena, TypeId, count + 1), 0, false};
    ListCell *cell;
    foreach (cell, call->args) {
        Node **slot = (Node **)&lfirst(cell);
        if (IsA(*slot, NamedArgExpr)) {
            arguments.has_names = true;
            slot = (Node **)&((NamedArgExpr *)*slot)->arg;
        }
        add_argument(typing, &arguments, slot);
    }
    foreach (cell, call->agg_order) {
        SortBy *key = lfirst(cell);
        if (call->agg_within_group) {
            add_argument(typing, &arguments, &key->node);
        } else {
            typing_expression(typing, &key->node);
        }
    }
    return arguments;
}

/* ---- Functions of the name */

/* `declared` types of a function, as this call would fill them. */
static void add_candidate(Typing *typing, CandidateList *list, const TypeId *declared,
                          size_t declared_count, size_t default_count, TypeId variadic,
                          bool is_variadic_call, TypeId result, const Arguments *call) {
    bool is_expanded = variadic != TYPE_NONE && !is_variadic_call;
    size_t fixed = is_expanded ? declared_count - 1 : declared_count;
    bool fits = call->count == declared_count ||
                (call->count < declared_count && call->count + default_count >= declared_count) ||
                (is_expanded && call->count >= declared_count);
    if (!fits || (is_variadic_call && variadic == TYPE_NONE)) {
        return;
    }
    Candidate candidate = {.arguments = arena_array(typing->arena, TypeId, call->count + 1),
                           .result = result,
                           .fixed = fixed,
                           .is_gathered = is_expanded && variadic != TYPE_ANY};
    for (size_t i = 0; i < call->count; i++) {
        candidate.arguments[i] = i < fixed ? declared[i] : variadic;
    }
    list_push(typing->arena, list, candidate);
}

static CandidateList builtin_candidates(Typing *typing, const FuncCall *call, Text name,
                                        const Arguments *arguments) {
    CandidateList list = {0};
    BuiltinSpan span = builtin_routines_named(name);
    for (size_t i = span.first; i < span.end; i++) {
        const BuiltinRoutine *routine = builtin_routine(i);
        TypeId declared[ROUTINE_ARGUMENT_LIMIT];
        for (size_t k = 0; k < routine->argument_count; k++) {
            declared[k] = routine->arguments[k];
        }
        add_candidate(typing, &list, declared, routine->argument_count, routine->default_count,
                      routine->variadic, call->func_variadic, routine->result, arguments);
    }
    return list;
}

static Text without_setof(Text type) {
    return text_starts_with(type, TEXT("SETOF ")) ? text_slice(type, 6, type.length) : type;
}

static bool is_input(const Parameter *parameter) {
    return !text_equal(parameter->mode, TEXT("OUT")) && !text_equal(parameter->mode, TEXT("TABLE"));
}

static void add_routine(Typing *typing, CandidateList *list, const Routine *routine,
                        bool is_variadic_call, const Arguments *arguments) {
    TypeId *declared = arena_array(typing->arena, TypeId, routine->parameters.count + 1);
    TypeId variadic = TYPE_NONE;
    size_t count = 0, default_count = 0;
    for (size_t i = 0; i < routine->parameters.count; i++) {
        const Parameter *parameter = &routine->parameters.items[i];
        if (is_input(parameter)) {
            declared[count++] = type_find(typing->types, parameter->type);
            default_count += !text_is_absent(parameter->default_value);
        }
        if (text_equal(parameter->mode, TEXT("VARIADIC"))) {
            variadic = type_element(typing->types, declared[count - 1]);
        }
    }
    add_candidate(typing, list, declared, count, default_count, variadic, is_variadic_call,
                  type_find(typing->types, without_setof(routine->result)), arguments);
}

/* None when there are others of the name whose arguments are not known. */
static CandidateList model_candidates(Typing *typing, const FuncCall *call, Text schema, Text name,
                                      const Arguments *arguments) {
    CandidateList list = {0}, none = {0};
    const Schema *model = typing->types->schema;
    if (schema_has_external(model, REFERENCE_FUNCTION, schema, name)) {
        return none;
    }
    for (size_t i = 0; i < model->roots.count; i++) {
        const Object *object = model->roots.items[i];
        bool is_it = text_equal(object->name, name) && text_equal(object->schema, schema);
        if (is_it && object->kind == KIND_AGGREGATE) {
            return none;
        }
        if (is_it && object->kind == KIND_FUNCTION) {
            add_routine(typing, &list, (const Routine *)object, call->func_variadic, arguments);
        }
    }
    return list;
}

/* ---- What the call means */

static bool knows_all(const TypeId *types, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (types[i] == TYPE_NONE) {
            return false;
        }
    }
    return true;
}

/* A call that was accepted means the only function there is, whatever else is not known. */
static Candidate *only_candidate(Typing *typing, CandidateList *list, const Arguments *arguments) {
    if (list->count != 1) {
        return NULL;
    }
    Candidate *only = &list->items[0];
    bool is_generic = type_is_polymorphic(only->result);
    for (size_t i = 0; i < arguments->count; i++) {
        is_generic = is_generic || type_is_polymorphic(only->arguments[i]);
    }
    if (!is_generic || (knows_all(arguments->types, arguments->count) &&
                        candidate_settle(typing, only, arguments->types, arguments->count))) {
        return only;
    }
    return NULL;
}

static Candidate *find_function(Typing *typing, CandidateList *list, const Arguments *arguments) {
    if (list->count <= 1) {
        return only_candidate(typing, list, arguments);
    }
    for (size_t i = 0; i < list->count; i++) {
        if (!knows_all(list->items[i].arguments, arguments->count)) {
            return NULL;
        }
    }
    if (!knows_all(arguments->types, arguments->count)) {
        return NULL;
    }
    Candidate *found = candidate_select(typing, list, arguments->types, arguments->count);
    bool is_good =
        found != NULL && candidate_settle(typing, found, arguments->types, arguments->count);
    return is_good ? found : NULL;
}

/* EXTRACT (year FROM x), NORMALIZE (x, NFC): a word that the deparser wants to see bare. */
static bool is_keyword(const FuncCall *call, size_t index) {
    if (call->funcformat != COERCE_SQL_SYNTAX) {
        return false;
    }
    const char *name = strVal(llast(call->funcname));
    return (index == 0 && strcmp(name, "extract") == 0) ||
           (index == 1 && (strcmp(name, "normalize") == 0 || strcmp(name, "is_normalized") == 0));
}

static bool is_builtin(const FuncCall *call) {
    return list_length(call->funcname) == 1 ||
           strcmp(strVal(linitial(call->funcname)), "pg_catalog") == 0;
}

static CandidateList candidates_of(Typing *typing, const FuncCall *call,
                                   const Arguments *arguments) {
    Text name = text_from_string(strVal(llast(call->funcname)));
    return is_builtin(call)
               ? builtin_candidates(typing, call, name, arguments)
               : model_candidates(typing, call, text_from_string(strVal(linitial(call->funcname))),
                                  name, arguments);
}

/* f(a, b, c) -> f(a, VARIADIC ARRAY[b, c]), as it is stored. */
static void gather(FuncCall *call, size_t fixed) {
    A_ArrayExpr *array = makeNode(A_ArrayExpr);
    array->elements = list_copy_tail(call->args, (int)fixed);
    array->location = -1;
    call->args = lappend(list_truncate(call->args, (int)fixed), array);
    call->func_variadic = true;
}

/* What every function of the name gives, when it is not known which one is meant. */
static Typed result_of_all(Text name) {
    BuiltinSpan span = builtin_routines_named(name);
    if (span.first == span.end) {
        return typing_of(TYPE_NONE);
    }
    TypeId result = builtin_routine(span.first)->result;
    for (size_t i = span.first; i < span.end; i++) {
        result = builtin_routine(i)->result == result ? result : TYPE_NONE;
    }
    return typing_of(type_is_polymorphic(result) ? TYPE_NONE : result);
}

Typed typing_call(Typing *typing, FuncCall *call) {
    Arguments arguments = read_arguments(typing, call);
    if (call->agg_filter != NULL) {
        typing_condition(typing, &call->agg_filter);
    }
    if (call->over != NULL) {
        typing_list(typing, call->over->partitionClause);
        typing_list(typing, call->over->orderClause);
    }
    CandidateList list = candidates_of(typing, call, &arguments);
    Candidate *found = arguments.has_names ? NULL : find_function(typing, &list, &arguments);
    if (found == NULL) {
        Text name = text_from_string(strVal(llast(call->funcname)));
        return is_builtin(call) ? result_of_all(name) : typing_of(TYPE_NONE);
    }
    for (size_t i = 0; i < arguments.count; i++) {
        if (!is_keyword(call, i)) {
            typing_coerce(typing, arguments.slots[i], arguments.types[i], found->arguments[i]);
        }
    }
    if (found->is_gathered && arguments.count > found->fixed && !call->agg_within_group) {
        gather(call, found->fixed);
    }
    return typing_of(found->result);
}

/* ---- ARRAY[...] */

typedef struct Elements {
    TypeId *types;
    size_t count;
    bool is_nested, has_modifier;
} Elements;

static Elements read_elements(Typing *typing, const A_ArrayExpr *array, TypeId element) {
    Elements elements = {.count = (size_t)list_length(array->elements)};
    elements.types = arena_array(typing->arena, TypeId, elements.count + 1);
    ListCell *cell;
    foreach (cell, array->elements) {
        Node **slot = (Node **)&lfirst(cell);
        bool is_array = IsA(*slot, A_ArrayExpr);
        Typed typed = is_array ? typing_array(typing, (A_ArrayExpr *)*slot, element)
                               : typing_expression(typing, slot);
        elements.types[foreach_current_index(cell)] = typed.type;
        elements.is_nested = elements.is_nested || is_array;
        elements.has_modifier = elements.has_modifier || !text_is_empty(typed.modifier);
    }
    return elements;
}

static TypeId nested_type(const Elements *elements) {
    for (size_t i = 1; i < elements->count; i++) {
        if (elements->types[i] != elements->types[0]) {
            return TYPE_NONE;
        }
    }
    return elements->types[0];
}

/* With an element type, that of an explicit cast; else the elements find one among themselves. */
Typed typing_array(Typing *typing, A_ArrayExpr *array, TypeId element) {
    Elements elements = read_elements(typing, array, element);
    if (elements.is_nested) {
        return typing_of(nested_type(&elements));
    }
    TypeId common =
        element != TYPE_NONE ? element : typing_common_type(typing, elements.types, elements.count);
    ListCell *cell;
    foreach (cell, array->elements) {
        Node **slot = (Node **)&lfirst(cell);
        TypeId type = elements.types[foreach_current_index(cell)];
        if (typing_is_literal(*slot)) {
            typing_literal(typing, slot, common);
        } else if (element != TYPE_NONE && type != element) {
            *slot = tree_make_cast(*slot, type_cast_name(typing->types, element));
        } else {
            typing_coerce(typing, slot, type, common);
        }
    }
    return (Typed){type_array(typing->types, common), elements.has_modifier ? TEXT("?") : TEXT("")};
}
