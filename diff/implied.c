/*
 * Implied: what an object uses without naming it.
 *
 * In: an object with the uses that its names make.  Out: more uses: the operator class of a key's
 * type, the transforms of a routine's types, the casts between types that an expression has, the
 * fields of such types.  Where SQL alone does not tell, what may be meant is taken to be: at worst
 * something is made anew that could have stayed.
 */
#include "diff/references.h"

#include "compiler/definition.h"

/* Keys are compared by the default class of a type; indexes and exclusions may name another one. */
static bool may_use_class(const Resolver *in, const Object *object, const Definition *class) {
    Text method = class->object.arguments;
    if (object->kind == KIND_INDEX) {
        return text_contains(((const TableIndex *)object)->definition,
                             text_format(in->planner->arena, "USING %I ", method));
    }
    return ((const TableConstraint *)object)->type == CONSTRAINT_TYPE_EXCLUDE ||
           (text_equal(method, TEXT("btree")) &&
            !text_is_absent(definition_item(class, TEXT("default"))));
}

/* An operator class made for the type of a key column may be the one that is used. */
static void use_operator_classes(const Resolver *in, const Object *object,
                                 const TextList *columns) {
    const ObjectList *classes = schema_definitions(in->schema, KIND_OPERATOR_CLASS);
    for (size_t i = 0; object->parent != NULL && i < classes->count; i++) {
        const Definition *class = (const Definition *)classes->items[i];
        for (size_t j = 0; may_use_class(in, object, class) && j < columns->count; j++) {
            const Column *column = table_find_column(object->parent, columns->items[j]);
            if (column != NULL && text_equal(definition_item(class, TEXT("type")), column->type)) {
                reference_use(in, &class->object, USE_DEFINITION);
            }
        }
    }
}

/*
 * PostgreSQL lets a function depend on whatever transform of its language there is for the types of
 * its parameters and result, asked for or not.
 */
static void use_transforms(const Resolver *in, const Routine *routine) {
    const ObjectList *transforms = schema_definitions(in->schema, KIND_TRANSFORM);
    Text set = TEXT("SETOF ");
    Text result = text_starts_with(routine->result, set)
                      ? text_slice(routine->result, set.length, routine->result.length)
                      : routine->result;
    for (size_t i = 0; i < transforms->count; i++) {
        const Object *transform = transforms->items[i];
        if (!text_equal(transform->arguments, routine->language)) {
            continue;
        }
        bool is_used = text_equal(result, transform->name);
        for (size_t j = 0; j < routine->parameters.count; j++) {
            is_used |= text_equal(routine->parameters.items[j].type, transform->name);
        }
        if (is_used) {
            reference_use(in, transform, USE_DEFINITION);
        }
    }
}

/* An expression or query, or something with one; a string body is none. */
static Text text_with_expressions(const Object *object) {
    switch (object->kind) {
        case KIND_COLUMN: return ((const Column *)object)->default_value;
        case KIND_DOMAIN: return ((const Domain *)object)->default_value;
        case KIND_VIEW:
        case KIND_MATERIALIZED_VIEW: return ((const View *)object)->query;
        case KIND_FUNCTION:
        case KIND_PROCEDURE: {
            const Routine *routine = (const Routine *)object;
            return routine->is_sql_standard_body ? routine->body : TEXT_ABSENT;
        }
        case KIND_CONSTRAINT: return ((const TableConstraint *)object)->definition;
        case KIND_INDEX: return ((const TableIndex *)object)->definition;
        case KIND_TRIGGER: return ((const TableTrigger *)object)->definition;
        case KIND_RULE: return ((const RewriteRule *)object)->definition;
        case KIND_STATISTICS:
        case KIND_POLICY: return object->canonical;
        default: return TEXT_ABSENT;
    }
}

/* Is it the type, or a column of it or of its array? */
static bool is_of_type(const Resolver *in, const Object *object, Text type) {
    if (object->kind == KIND_COLUMN) {
        return text_starts_with(((const Column *)object)->type, type);
    }
    return object_kind_is_type(object->kind) &&
           text_equal(object_sql_name(in->planner->arena, object), type);
}

/* Something that in->user uses is of the type, or its text says "::type". */
static bool has_values_of(const Resolver *in, Text expressions, Text type) {
    const UseList *uses = &in->user->uses[in->side];
    for (size_t i = 0; i < uses->count; i++) {
        const Object *used = uses->items[i].pair->sides[in->side];
        if (used != NULL && is_of_type(in, used, type)) {
            return true;
        }
    }
    return text_contains(expressions, text_format(in->planner->arena, "::%s", type));
}

/* A view over a cast depends on the cast's function, though it only says "::". */
static void use_casts(const Resolver *in, const Object *object, Text expressions) {
    const ObjectList *casts = schema_definitions(in->schema, KIND_CAST);
    Arena *arena = in->planner->arena;
    for (size_t i = 0; i < casts->count; i++) {
        const Object *cast = casts->items[i];
        bool is_implicit = text_equal(definition_item((const Definition *)cast, TEXT("context")),
                                      TEXT("implicit"));
        bool is_meant =
            is_implicit || text_contains(expressions, text_format(arena, "::%s", cast->arguments));
        if (is_meant && has_values_of(in, expressions, cast->name)) {
            bool is_default = object->kind == KIND_DOMAIN ||
                              (object->kind == KIND_COLUMN &&
                               ((const Column *)object)->generated == GENERATED_NEVER);
            reference_use(in, cast, is_default ? USE_DEFAULT : USE_DEFINITION);
        }
    }
}

static bool has_default_parameter(const Object *object) {
    const Routine *routine = (const Routine *)object;
    bool is_routine = object->kind == KIND_FUNCTION || object->kind == KIND_PROCEDURE;
    for (size_t i = 0; is_routine && i < routine->parameters.count; i++) {
        if (!text_is_absent(routine->parameters.items[i].default_value)) {
            return true;
        }
    }
    return false;
}

/* An expression that names a type may take a field of its rows, which then cannot be retyped. */
static void use_fields(const Resolver *in, const Object *object) {
    bool is_default =
        object->kind == KIND_DOMAIN ||
        (object->kind == KIND_COLUMN && ((const Column *)object)->generated == GENERATED_NEVER);
    for (size_t i = 0; !is_default && i < object->references.count; i++) {
        const Reference *reference = &object->references.items[i];
        const Object *type = reference->kind == REFERENCE_TYPE
                                 ? schema_find_type(in->schema, reference->schema, reference->name)
                                 : NULL;
        for (size_t j = 0; type != NULL && j < type->children.count; j++) {
            if (type->children.items[j]->kind == KIND_COLUMN) {
                reference_use(in, type->children.items[j], USE_DEFINITION);
            }
        }
    }
}

void reference_use_implied(const Resolver *in, const Object *object) {
    if (object->kind == KIND_FUNCTION || object->kind == KIND_PROCEDURE) {
        use_transforms(in, (const Routine *)object);
    } else if (object->kind == KIND_CONSTRAINT) {
        use_operator_classes(in, object, &((const TableConstraint *)object)->columns);
    } else if (object->kind == KIND_INDEX) {
        use_operator_classes(in, object, &((const TableIndex *)object)->columns);
    }
    Text expressions = text_with_expressions(object);
    if (!text_is_empty(expressions)) {
        use_casts(in, object, expressions);
    }
    if (!text_is_empty(expressions) || has_default_parameter(object)) {
        use_fields(in, object);
    }
}
