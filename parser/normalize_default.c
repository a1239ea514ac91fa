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
    static const char *const types[] = {"smallint", "integer", "bigint",           "numeric",
                                        "real",     "double precision", NULL};
    return is_one_of(type, types);
}

/* Does a literal of this type, put into a column of that type, become what the bare literal would? */
static bool is_implied(Text type, Text target, Text plain_target) {
    return text_equal(type, target) || text_equal(type, plain_target) ||
           (text_equal(type, TEXT("bpchar")) && text_equal(plain_target, TEXT("character")));
}

/* The constant under casts to the target type, or the node itself. */
static Node *strip_implied_casts(Node *node, Text target, Text plain_target) {
    Node *inner = node;
    while (IsA(inner, TypeCast) &&
           is_implied(tree_marked_type(((TypeCast *)inner)->typeName), target, plain_target)) {
        inner = ((TypeCast *)inner)->arg;
    }
    bool is_number = IsA(inner, A_Const) && !tree_is_string(inner) && is_numeric_type(plain_target);
    return tree_is_string(inner) || tree_is_null(inner) || is_number ? inner : node;
}

static bool target_is_domain(const Normalizer *normalizer, Text target) {
    QualifiedName name;
    if (!normalizer_parse_name(normalizer->in->scratch, target, &name) || text_is_empty(name.schema)) {
        return false;
    }
    const Object *object = interpreter_find_type(normalizer->in, name);
    return object == NULL || object->kind == KIND_DOMAIN;
}

void normalizer_default(Normalizer *normalizer, Node **slot) {
    Text target = normalizer->context->target_type;
    Text plain_target = normalizer_plain_type(normalizer->in->scratch, target);
    Node *node = strip_implied_casts(*slot, target, plain_target);
    /* A domain's own default would hold if NULL were not said. */
    if (tree_is_null(node)) {
        *slot = target_is_domain(normalizer, target) ? node : NULL;
        return;
    }
    if (tree_is_string(node)) {
        Text text = text_from_string(((A_Const *)node)->val.sval.sval);
        Node *constant = NULL;
        if (text_equal(plain_target, TEXT("boolean"))) {
            constant = tree_make_boolean(text);
        } else if (is_numeric_type(plain_target) && (normalizer_is_integer(text) || normalizer_is_decimal(text))) {
            constant = tree_make_number(text);
        }
        node = constant != NULL ? constant : node;
    }
    *slot = node;
}
