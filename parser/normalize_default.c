/*
 * Defaults: a column's type says what the type of its default's constant need not.
 *
 * 'x' and 'x'::text are one default of a text column, 0 and '0'::numeric one of a numeric column.
 */
#include "parser/normalizer.h"

#include <string.h>

static bool is_one_of(Text type, const char *const *types) {
    for (; *types != NULL; types++) {
        if (text_equal(type, text_from_string(*types))) {
            return true;
        }
    }
    return false;
}

static bool is_numeric_type(Text type) {
    static const char *const types[] = {"smallint", "integer",          "bigint", "numeric",
                                        "real",     "double precision", NULL};
    return is_one_of(type, types);
}

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
    static const char *const types[] = {"character", "character varying", "bit", "bit varying",
                                        NULL};
    return is_one_of(target->plain, types);
}

/* Does a literal of this type, put into the column, become what the bare literal would? */
static bool is_implied(Text type, const Target *target) {
    return (text_equal(type, target->type) && !cast_truncates(target)) ||
           text_equal(type, target->plain) || text_equal(type, target->base) ||
           (text_equal(type, TEXT("bpchar")) && text_equal(target->base, TEXT("character")));
}

/* The constant under casts to the column's type, or the node itself. */
static Node *strip_implied_casts(Node *node, const Target *target) {
    Node *inner = node;
    while (IsA(inner, TypeCast) &&
           is_implied(tree_marked_type(((TypeCast *)inner)->typeName), target)) {
        inner = ((TypeCast *)inner)->arg;
    }
    bool is_number = IsA(inner, A_Const) && !tree_is_string(inner) && is_numeric_type(target->base);
    return tree_is_string(inner) || tree_is_null(inner) || is_number ? inner : node;
}

void normalizer_default(Normalizer *normalizer, Node **slot) {
    Target target = target_of(normalizer);
    Node *node = strip_implied_casts(*slot, &target);
    /* A domain's own default would hold if NULL were not said. */
    if (tree_is_null(node)) {
        *slot = target.is_domain ? node : NULL;
        return;
    }
    if (tree_is_string(node)) {
        Text text = text_from_string(((A_Const *)node)->val.sval.sval);
        Node *constant = NULL;
        if (text_equal(target.base, TEXT("boolean"))) {
            constant = tree_make_boolean(text);
        } else if (is_numeric_type(target.base) &&
                   (normalizer_is_integer(text) || normalizer_is_decimal(text))) {
            constant = tree_make_number(text);
        }
        node = constant != NULL ? constant : node;
    }
    *slot = node;
}
