/*
 * Defaults: a column's type says what the type of its default's constant need not.
 *
 * 'x' and 'x'::text are one default of a text column, 0 and '0'::numeric one of a numeric column.
 */
#include "parser/normalizer.h"

#include <string.h>

/* The types that say nothing new about a constant of this column. */
typedef struct Target {
    Text type;  /* the column's: "character varying(10)" */
    Text plain; /* without modifiers */
    Text base;  /* of a domain: what it is over, without modifiers; else as plain */
    bool is_domain;
} Target;

static const Object *find_type(const Normalizer *normalizer, Text type) {
    QualifiedName name;
    bool is_user_type =
        normalizer_parse_name(normalizer->in->scratch, type, &name) && !text_is_empty(name.schema);
    return is_user_type ? interpreter_find_type(normalizer->in, name) : NULL;
}

static Target target_of(const Normalizer *normalizer) {
    enum { DOMAIN_DEPTH = 16 }; /* domains over domains */
    Arena *arena = normalizer->in->scratch;
    Target target = {.type = normalizer->context->target_type};
    target.plain = normalizer_plain_type(arena, target.type);
    target.base = target.plain;
    const Object *object = find_type(normalizer, target.base);
    for (int i = 0; i < DOMAIN_DEPTH && object != NULL && object->kind == KIND_DOMAIN; i++) {
        target.is_domain = true;
        target.base = normalizer_plain_type(arena, ((const Domain *)object)->type);
        object = find_type(normalizer, target.base);
    }
    return target;
}

/* A cast cuts what is too long, an assignment refuses it: 'abc'::varchar(2) is not 'abc'. */
static bool cast_truncates(const Target *target) {
    static const char *const types[] = {"character", "character varying", "bit", "bit varying"};
    return TEXT_IS_ONE_OF(target->plain, types);
}

/* Does a literal of this type, put into the column, become what the bare literal would? */
static bool is_implied(Text type, const Target *target) {
    return (text_equal(type, target->type) && !cast_truncates(target)) ||
           text_equal(type, target->plain) || text_equal(type, target->base) ||
           (text_equal(type, TEXT("bpchar")) && text_equal(target->base, TEXT("character")));
}

/* The literal under casts to the column's type, or the node itself.  A number keeps its cast: of a
 * bigint column PostgreSQL stores 2 and 2::bigint as two things. */
static Node *strip_implied_casts(Node *node, const Target *target) {
    Node *inner = node;
    while (IsA(inner, TypeCast) &&
           is_implied(tree_marked_type(((TypeCast *)inner)->typeName), target)) {
        inner = ((TypeCast *)inner)->arg;
    }
    return tree_is_string(inner) || tree_is_null(inner) ? inner : node;
}

/*
 * DEFAULT NULL is stored as nothing, unless the type has a modifier, whose coercion is stored; and
 * a domain's own default would hold if NULL were not said.
 */
static Node *settle_null(Node *node, const Target *target) {
    bool has_modifier = !text_equal(target->type, target->plain);
    return target->is_domain || has_modifier ? node : NULL;
}

/* '2' of an integer column is the constant 2, '0.5' of a numeric one 0.5; '2' of a bigint column is
 * not what 2 is there: that is an integer, and a coercion. */
static Node *constant_of_literal(Text text, const Target *target) {
    if (text_equal(target->base, TEXT("boolean"))) {
        return tree_make_boolean(text);
    }
    bool is_integer = text_equal(target->base, TEXT("integer")) && normalizer_is_integer(text);
    bool is_decimal = text_equal(target->type, TEXT("numeric")) && normalizer_is_decimal(text);
    return is_integer || is_decimal ? tree_make_number(text) : NULL;
}

/* '1'::positive of a column of that domain is stored with the cast, and 1 without. */
static bool is_cast_to_domain(const Node *node, const Target *target) {
    return target->is_domain && IsA(node, TypeCast) &&
           text_equal(tree_marked_type(((const TypeCast *)node)->typeName), target->type);
}

void normalizer_default(Normalizer *normalizer, Node **slot) {
    Target target = target_of(normalizer);
    Node *node = strip_implied_casts(*slot, &target);
    bool is_null = tree_is_null(node);
    if (tree_is_string(node)) {
        Text text = text_from_string(((A_Const *)node)->val.sval.sval);
        Node *constant = constant_of_literal(text, &target);
        node = constant != NULL ? constant : node;
    }
    if (node != *slot && is_cast_to_domain(*slot, &target)) {
        ((TypeCast *)*slot)->arg = node;
    } else {
        *slot = is_null ? settle_null(node, &target) : node;
    }
}
