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
    Text *names; /* f(x => 1); empty: in its place */
    size_t count;
    bool has_names;
} Arguments;

static void add_argument(Typing *typing, Arguments *arguments, Node **slot) {
    arguments->types[arguments->count] = typing_expression(typing, slot).type;
    arguments->slots[arguments->count++] = slot;
}

/* Those in parentheses, then what an ordered-set aggregate sorts by. */
static Arguments read_arguments(Typing *typing, FuncCall *call) {
    size_t count = (size_t)(list_length(call->args) + list_length(call->agg_order));
    Arguments arguments = {arena_array(typing->arena, Node **, count + 1),
                           arena_array(typing->arena, TypeId, count + 1),
                           arena_array(typing->arena, Text, count + 1), 0, false};
    ListCell *cell;
    foreach (cell, call->args) {
        Node **slot = (Node **)&lfirst(cell);
        if (IsA(*slot, NamedArgExpr)) {
            arguments.has_names = true;
            arguments.names[arguments.count] = text_from_string(((NamedArgExpr *)*slot)->name);
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

/* What a function of the model declares, one for each argument that it takes. */
typedef struct Declared {
    TypeId *types;
    Text *names;
    bool *has_default;
    size_t count, default_count;
    TypeId variadic; /* its element type */
} Declared;

static Declared read_declared(Typing *typing, const Routine *routine) {
    size_t limit = routine->parameters.count + 1;
    Declared declared = {arena_array(typing->arena, TypeId, limit),
                         arena_array(typing->arena, Text, limit),
                         arena_array(typing->arena, bool, limit),
                         0,
                         0,
                         TYPE_NONE};
    for (size_t i = 0; i < routine->parameters.count; i++) {
        const Parameter *parameter = &routine->parameters.items[i];
        if (is_input(parameter)) {
            bool has_default = !text_is_absent(parameter->default_value);
            declared.names[declared.count] = parameter->name;
            declared.has_default[declared.count] = has_default;
            declared.types[declared.count++] = type_find(typing->types, parameter->type);
            declared.default_count += has_default;
        }
        if (text_equal(parameter->mode, TEXT("VARIADIC"))) {
            declared.variadic = type_element(typing->types, declared.types[declared.count - 1]);
        }
    }
    return declared;
}

/* f(b => 1): the types in the order of the call, if every other argument has a default. */
static void add_by_names(Typing *typing, CandidateList *list, const Declared *declared,
                         TypeId result, const Arguments *call) {
    bool *is_given = arena_array(typing->arena, bool, declared->count + 1);
    Candidate candidate = {.arguments = arena_array(typing->arena, TypeId, call->count + 1),
                           .result = result,
                           .fixed = call->count};
    for (size_t i = 0; i < call->count; i++) {
        size_t place = i;
        if (!text_is_empty(call->names[i])) {
            for (place = 0; place < declared->count; place++) {
                if (text_equal(declared->names[place], call->names[i])) {
                    break;
                }
            }
        }
        if (place >= declared->count) {
            return;
        }
        is_given[place] = true;
        candidate.arguments[i] = declared->types[place];
    }
    for (size_t i = 0; i < declared->count; i++) {
        if (!is_given[i] && !declared->has_default[i]) {
            return;
        }
    }
    list_push(typing->arena, list, candidate);
}

static void add_routine(Typing *typing, CandidateList *list, const Routine *routine,
                        bool is_variadic_call, const Arguments *arguments) {
    Declared declared = read_declared(typing, routine);
    TypeId result = type_find(typing->types, without_setof(routine->result));
    if (arguments->has_names) {
        add_by_names(typing, list, &declared, result, arguments);
    } else {
        add_candidate(typing, list, declared.types, declared.count, declared.default_count,
                      declared.variadic, is_variadic_call, result, arguments);
    }
}

/* price_range(1, 2, '[]'); price_multirange(price_range(1, 2)) */
static void add_constructors(Typing *typing, CandidateList *list, Text schema, Text name,
                             const FuncCall *call, const Arguments *arguments) {
    TypeId id = type_find(typing->types, text_quote_name(typing->arena, schema, name));
    const TypeEntry *type = type_entry(typing->types, id);
    TypeId bounds[] = {type->element, type->element, TYPE_TEXT};
    TypeId range[] = {type->range};
    if (type->object == NULL || type->object->kind != KIND_RANGE) {
        return;
    }
    if (type->kind == 'r') {
        add_candidate(typing, list, bounds, 2, 0, TYPE_NONE, call->func_variadic, id, arguments);
        add_candidate(typing, list, bounds, 3, 0, TYPE_NONE, call->func_variadic, id, arguments);
    } else if (!call->func_variadic) {
        add_candidate(typing, list, range, 1, 1, type->range, false, id, arguments);
    }
}

/* None when there are others of the name whose arguments are not known. */
static CandidateList model_candidates(Typing *typing, const FuncCall *call, Text schema, Text name,
                                      const Arguments *arguments) {
    CandidateList list = {0}, none = {0};
    const Schema *model = typing->types->schema;
    add_constructors(typing, &list, schema, name, call, arguments);
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

/* rank(1, 'a') WITHIN GROUP (ORDER BY i, t): each value has the type of its key. */
static void unite_hypothetical(Typing *typing, const FuncCall *call, Arguments *arguments) {
    static const char *const names[] = {"rank", "dense_rank", "percent_rank", "cume_dist"};
    size_t half = arguments->count / 2;
    bool is_one = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        is_one = is_one || strcmp(strVal(llast(call->funcname)), names[i]) == 0;
    }
    if (!is_one || !call->agg_within_group || half != (size_t)list_length(call->agg_order)) {
        return;
    }
    for (size_t i = 0; i < half; i++) {
        TypeId types[] = {arguments->types[i], arguments->types[i + half]};
        TypeId common = typing_common_type(typing, types, 2);
        if (common != TYPE_NONE) {
            typing_coerce(typing, arguments->slots[i], types[0], common);
            typing_coerce(typing, arguments->slots[i + half], types[1], common);
            arguments->types[i] = arguments->types[i + half] = common;
        }
    }
}

/* ---- Windows */

/* RANGE BETWEEN '1 day' PRECEDING: how far, in what is added to the key. */
static TypeId distance_type(TypeId key) {
    switch (key) {
        case TYPE_DATE:
        case TYPE_TIME:
        case TYPE_TIMETZ:
        case TYPE_TIMESTAMP:
        case TYPE_TIMESTAMPTZ:
        case TYPE_INTERVAL: return TYPE_INTERVAL;
        case TYPE_FLOAT4:
        case TYPE_FLOAT8: return TYPE_FLOAT8;
        case TYPE_INT2:
        case TYPE_INT4:
        case TYPE_INT8:
        case TYPE_NUMERIC: return key;
        default: return TYPE_NONE;
    }
}

void typing_window(Typing *typing, WindowDef *window) {
    TypeId key = TYPE_NONE;
    ListCell *cell;
    typing_list(typing, window->partitionClause);
    foreach (cell, window->orderClause) {
        key = typing_expression(typing, &((SortBy *)lfirst(cell))->node).type;
    }
    TypeId distance = window->frameOptions & FRAMEOPTION_RANGE ? distance_type(key) : TYPE_INT8;
    Node **slots[] = {&window->startOffset, &window->endOffset};
    for (size_t i = 0; i < 2; i++) {
        if (*slots[i] != NULL && typing_expression(typing, slots[i]).type == TYPE_UNKNOWN) {
            typing_coerce(typing, slots[i], TYPE_UNKNOWN, distance);
        }
    }
}

/* ---- The call */

/* string_agg(v, ',' ORDER BY v) sorts by the argument, whatever it is cast to. */
static void coerce_argument(Typing *typing, const FuncCall *call, const Arguments *arguments,
                            size_t index, TypeId to) {
    Node **slot = arguments->slots[index], *before = *slot;
    typing_coerce(typing, slot, arguments->types[index], to);
    if (*slot == before || call->agg_within_group || typing_is_literal(before)) {
        return;
    }
    ListCell *cell;
    foreach (cell, call->agg_order) {
        SortBy *key = lfirst(cell);
        if (equal(key->node, before)) {
            key->node = copyObjectImpl(*slot);
        }
    }
}

/* substring(a FROM b) with a pattern is the one such call that is printed as any other. */
static void settle_format(FuncCall *call, const Arguments *arguments) {
    if (call->funcformat == COERCE_SQL_SYNTAX && arguments->count == 2 &&
        strcmp(strVal(llast(call->funcname)), "substring") == 0 &&
        arguments->types[1] != TYPE_INT4) {
        call->funcformat = COERCE_EXPLICIT_CALL;
        call->funcname = list_make1(llast(call->funcname));
    }
}

Typed typing_call(Typing *typing, FuncCall *call) {
    Arguments arguments = read_arguments(typing, call);
    if (call->agg_filter != NULL) {
        typing_condition(typing, &call->agg_filter);
    }
    if (call->over != NULL) {
        typing_window(typing, call->over);
    }
    unite_hypothetical(typing, call, &arguments);
    CandidateList list = candidates_of(typing, call, &arguments);
    bool is_known = !arguments.has_names || !is_builtin(call); /* names of builtins are not */
    Candidate *found = is_known ? find_function(typing, &list, &arguments) : NULL;
    if (found == NULL) {
        Text name = text_from_string(strVal(llast(call->funcname)));
        return is_builtin(call) ? result_of_all(name) : typing_of(TYPE_NONE);
    }
    for (size_t i = 0; i < arguments.count; i++) {
        if (!is_keyword(call, i)) {
            coerce_argument(typing, call, &arguments, i, found->arguments[i]);
        }
    }
    settle_format(call, &arguments);
    if (found->is_gathered && arguments.count > found->fixed && !call->agg_within_group) {
        gather(call, found->fixed);
    }
    return typing_of(found->result);
}

/* ---- What a call gives as a row */

/* The only function of the name; NULL when there are several, or none that is known. */
static const Routine *only_routine(const Typing *typing, const FuncCall *call) {
    const Schema *model = typing->types->schema;
    Text schema = text_from_string(strVal(linitial(call->funcname)));
    Text name = text_from_string(strVal(llast(call->funcname)));
    const Routine *only = NULL;
    for (size_t i = 0; i < model->roots.count; i++) {
        const Object *object = model->roots.items[i];
        if (object->kind == KIND_FUNCTION && text_equal(object->name, name) &&
            text_equal(object->schema, schema)) {
            if (only != NULL) {
                return NULL;
            }
            only = (const Routine *)object;
        }
    }
    return only;
}

static TypedColumns output_columns(Typing *typing, const Routine *routine) {
    TypedColumns columns = {0};
    for (size_t i = 0; i < routine->parameters.count; i++) {
        const Parameter *parameter = &routine->parameters.items[i];
        if (!is_input(parameter) || text_equal(parameter->mode, TEXT("INOUT"))) {
            TypeId type = type_find(typing->types, parameter->type);
            TypedColumn column = {parameter->name, typing_of(type)};
            columns.is_partial =
                columns.is_partial || text_is_empty(parameter->name) || type_is_polymorphic(type);
            list_push(typing->arena, &columns, column);
        }
    }
    columns.is_partial = columns.is_partial || columns.count == 0;
    return columns;
}

TypedColumns typing_call_columns(Typing *typing, const Node *node, Typed typed) {
    const FuncCall *call = (const FuncCall *)node;
    TypedColumns columns = {.is_partial = true};
    if (IsA(call, FuncCall) && is_builtin(call)) {
        columns = typing_builtin_outputs(typing, text_from_string(strVal(llast(call->funcname))));
    } else if (IsA(call, FuncCall)) {
        const Routine *routine = only_routine(typing, call);
        columns = routine == NULL ? columns : output_columns(typing, routine);
    }
    if (!columns.is_partial) {
        return columns;
    }
    return typing_row(typing, type_base(typing->types, typed.type));
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
