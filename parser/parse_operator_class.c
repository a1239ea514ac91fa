/*
 * CREATE OPERATOR CLASS, CREATE and ALTER OPERATOR FAMILY.
 *
 * Members are items: "OPERATOR 1 (integer, bigint)" = "< (integer, bigint)", and
 * "FUNCTION 1 (integer, bigint)" = "btint48cmp(integer, bigint)".  The types that PostgreSQL fills
 * in are always written.
 */
#include "parser/interpreter_state.h"
#include "parser/normalize.h"
#include "parser/parse_definition.h"
#include "parser/parse_object.h"

#include "nodes/pg_list.h"

#include <string.h>

/* A class or family whose members are being read. */
typedef struct MemberReader {
    Interpreter *in;
    Definition *definition; /* what the statement is about */
    Definition *family;     /* NULL: one of the system's */
    Text method;
    Text type; /* of the class; empty for a family */
} MemberReader;

/*
 * What an access method binds to a class, as the amadjustmembers() of PostgreSQL 14 and newer say;
 * all else belongs to the family, whichever statement names it.  Methods that are not here bind all
 * that a class names.
 */
typedef struct MethodRule {
    const char *method;
    unsigned functions; /* bits by number */
    bool binds_operators;
} MethodRule;

static const MethodRule method_rules[] = {
    {"btree", 1u << 1, true},
    {"hash", 1u << 1, true},
    {"gist", 1u << 1 | 1u << 2 | 1u << 5 | 1u << 6 | 1u << 7, false},
    {"gin", 1u << 2 | 1u << 3, false},
    {"spgist", 1u << 1 | 1u << 2 | 1u << 3 | 1u << 4 | 1u << 5, false},
};

static const MethodRule *method_rule(Text method) {
    for (size_t i = 0; i < sizeof method_rules / sizeof *method_rules; i++) {
        if (text_equal(method, text_from_string(method_rules[i].method))) {
            return &method_rules[i];
        }
    }
    return NULL;
}

/* The class of that family whose type stands on both sides; NULL when there is none. */
static Definition *class_of_types(const MemberReader *it, Text types) {
    const Schema *schema = it->in->schema;
    Arena *arena = schema->arena;
    Text family = text_quote_name(arena, it->family->object.schema, it->family->object.name);
    const ObjectList *classes = schema_definitions(schema, KIND_OPERATOR_CLASS);
    for (size_t i = 0; i < classes->count; i++) {
        Definition *class = (Definition *)classes->items[i];
        if (!class->object.is_removed && text_equal(class->object.arguments, it->method) &&
            text_equal(definition_item(class, TEXT("family")), family)) {
            Text type = definition_item(class, TEXT("type"));
            if (text_equal(types, text_format(arena, "%s, %s", type, type))) {
                return class;
            }
        }
    }
    return NULL;
}

/* The class or the family that the member belongs to. */
static Definition *owner_of_member(const MemberReader *it, const CreateOpClassItem *item,
                                   Text types) {
    const MethodRule *rule = method_rule(it->method);
    if (rule == NULL || it->family == NULL) {
        return it->definition;
    }
    bool is_function = item->itemtype == OPCLASS_ITEM_FUNCTION;
    bool is_bound = is_function ? item->number < 32 && (rule->functions >> item->number & 1) != 0
                                : rule->binds_operators;
    if (!is_bound) {
        return it->family;
    }
    if (!rule->binds_operators) {
        return it->definition;
    }
    if (text_equal(types, text_format(it->in->schema->arena, "%s, %s", it->type, it->type))) {
        return it->definition;
    }
    Definition *class = class_of_types(it, types);
    return class != NULL ? class : it->family;
}

static Text type_name(const MemberReader *it, const Node *type) {
    NormalizeContext context = {.role = REFERENCE_BY_DEFINITION,
                                .references = &it->definition->object.references};
    return normalize_argument_type(it->in, copyObjectImpl(type), &context);
}

/* One type stands for both sides; absent when one is not there yet. */
static Text pair_of_types(const MemberReader *it, const List *types) {
    Text left = type_name(it, linitial(types));
    Text right = list_length(types) > 1 ? type_name(it, lsecond(types)) : left;
    return text_is_absent(left) || text_is_absent(right)
               ? TEXT_ABSENT
               : text_format(it->in->schema->arena, "%s, %s", left, right);
}

static Text member_name(const MemberReader *it, const char *word, int number, Text types) {
    Arena *arena = it->in->schema->arena;
    return text_format(arena, "%s %s (%s)", text_from_string(word),
                       text_from_integer(arena, number), types);
}

static const Object *find_operator(const Interpreter *in, QualifiedName name, Text operands) {
    return definition_find(in, KIND_OPERATOR, name, operands);
}

static Outcome read_operator(const MemberReader *it, const CreateOpClassItem *item) {
    Interpreter *in = it->in;
    Arena *arena = in->schema->arena;
    Text operands = item->name->objargs == NIL ? text_format(arena, "%s, %s", it->type, it->type)
                                               : pair_of_types(it, item->name->objargs);
    if (text_is_absent(operands)) {
        return interpreter_absent(in);
    }
    Definition *owner = owner_of_member(it, item, operands);
    QualifiedName name = interpreter_name(in, item->name->objname);
    const Object *known = find_operator(in, name, operands);
    if (known != NULL ||
        (!text_is_empty(name.schema) && !text_equal(name.schema, TEXT("pg_catalog")))) {
        name.schema = known != NULL ? known->schema : name.schema;
        Reference reference = {REFERENCE_OBJECT, REFERENCE_BY_DEFINITION,
                               name.schema,      name.name,
                               operands,         KIND_OPERATOR};
        reference_add(arena, &owner->object.references, reference);
        name.name = text_format(arena, "%I.%s", name.schema, name.name);
    }
    Builder value = builder_new(arena);
    builder_format(&value, "%s (%s)", name.name, operands);
    if (item->order_family != NIL) {
        QualifiedName family = interpreter_name(in, item->order_family);
        bool is_system = text_equal(family.schema, TEXT("pg_catalog"));
        builder_format(&value, " FOR ORDER BY %s",
                       text_quote_name(arena, is_system ? TEXT("") : family.schema, family.name));
    }
    definition_set(arena, owner, member_name(it, "OPERATOR", item->number, operands),
                   builder_text(&value));
    return OUTCOME_APPLIED;
}

/* As PostgreSQL's assignProcTypes() takes them from the function, where it does. */
static Text types_of_function(const MemberReader *it, const CreateOpClassItem *item) {
    const List *arguments = item->name->objargs;
    int count = list_length(arguments);
    bool is_btree = text_equal(it->method, TEXT("btree"));
    if (item->class_args != NIL) {
        return pair_of_types(it, item->class_args);
    }
    if (is_btree && item->number == 1 && count == 2) {
        return pair_of_types(it, arguments);
    }
    if (is_btree && item->number == 3 && count == 5) {
        return pair_of_types(it, list_make2(linitial(arguments), lthird(arguments)));
    }
    if (text_equal(it->method, TEXT("hash")) && count > 0) {
        return pair_of_types(it, list_make1(linitial(arguments)));
    }
    return text_format(it->in->schema->arena, "%s, %s", it->type, it->type);
}

static Outcome read_function(const MemberReader *it, const CreateOpClassItem *item) {
    Text types = types_of_function(it, item);
    if (text_is_absent(types)) {
        return interpreter_absent(it->in);
    }
    Definition *owner = owner_of_member(it, item, types);
    Text function = definition_routine_name(it->in, item->name, &owner->object.references);
    if (text_is_absent(function)) {
        return interpreter_absent(it->in);
    }
    definition_set(it->in->schema->arena, owner, member_name(it, "FUNCTION", item->number, types),
                   function);
    return OUTCOME_APPLIED;
}

static Outcome read_storage(const MemberReader *it, const CreateOpClassItem *item) {
    Text type = type_name(it, (const Node *)item->storedtype);
    if (text_is_absent(type)) {
        return interpreter_absent(it->in);
    }
    definition_set(it->in->schema->arena, it->definition, TEXT("storage"),
                   text_equal(type, it->type) ? TEXT_ABSENT : type);
    return OUTCOME_APPLIED;
}

static Outcome read_members(const MemberReader *it, const List *items) {
    ListCell *cell;
    foreach (cell, items) {
        const CreateOpClassItem *item = lfirst_node(CreateOpClassItem, cell);
        Outcome outcome = item->itemtype == OPCLASS_ITEM_OPERATOR   ? read_operator(it, item)
                          : item->itemtype == OPCLASS_ITEM_FUNCTION ? read_function(it, item)
                                                                    : read_storage(it, item);
        if (outcome != OUTCOME_APPLIED) {
            return outcome;
        }
    }
    return OUTCOME_APPLIED;
}

static void add_method_reference(Interpreter *in, Definition *definition) {
    Reference method = {REFERENCE_OBJECT, REFERENCE_BY_DEFINITION,
                        TEXT(""),         definition->object.arguments,
                        TEXT(""),         KIND_ACCESS_METHOD};
    reference_add(in->schema->arena, &definition->object.references, method);
}

static Definition *family_new(Interpreter *in, const List *names, const char *method) {
    Definition *family = definition_new(in, KIND_OPERATOR_FAMILY, names);
    family->object.arguments = interpreter_text(in, method);
    add_method_reference(in, family);
    return family;
}

Outcome apply_create_operator_family(Interpreter *in, const CreateOpFamilyStmt *statement) {
    return definition_add(in, family_new(in, statement->opfamilyname, statement->amname), false,
                          false);
}

/* FAMILY names one that is there; without it the one of the same name is used, or made. */
static Object *family_of_class(Interpreter *in, const CreateOpClassStmt *statement,
                               const Definition *class) {
    Text method = class->object.arguments;
    if (statement->opfamilyname != NIL) {
        return definition_find(in, KIND_OPERATOR_FAMILY,
                               interpreter_name(in, statement->opfamilyname), method);
    }
    Object *family = schema_find_routine(in->schema, KIND_OPERATOR_FAMILY, class->object.schema,
                                         class->object.name, method);
    if (family != NULL) {
        return family;
    }
    Definition *made = family_new(in, statement->opclassname, statement->amname);
    definition_add(in, made, false, false);
    return &made->object;
}

/* The family's name; one of pg_catalog has no schema.  Absent when it is not there yet. */
static Text family_name(Interpreter *in, const CreateOpClassStmt *statement, Definition *class,
                        const Object *family) {
    Arena *arena = in->schema->arena;
    if (family != NULL) {
        Reference reference = {REFERENCE_OBJECT, REFERENCE_BY_DEFINITION, family->schema,
                               family->name,     family->arguments,       KIND_OPERATOR_FAMILY};
        reference_add(arena, &class->object.references, reference);
        return text_quote_name(arena, family->schema, family->name);
    }
    QualifiedName name = interpreter_name(in, statement->opfamilyname);
    bool is_system = text_equal(name.schema, TEXT("pg_catalog"));
    if (!is_system && !in->is_catalog && !in->is_last_try) {
        return TEXT_ABSENT;
    }
    return text_quote_name(arena, is_system ? TEXT("") : name.schema, name.name);
}

Outcome apply_create_operator_class(Interpreter *in, const CreateOpClassStmt *statement) {
    Definition *class = definition_new(in, KIND_OPERATOR_CLASS, statement->opclassname);
    class->object.arguments = interpreter_text(in, statement->amname);
    Object *family = family_of_class(in, statement, class);
    MemberReader it = {in, class, (Definition *)family, class->object.arguments, TEXT("")};
    it.type = type_name(&it, (const Node *)statement->datatype);
    Text named = family_name(in, statement, class, family);
    if (text_is_absent(it.type) || text_is_absent(named)) {
        return interpreter_absent(in);
    }
    Outcome outcome = read_members(&it, statement->items);
    if (outcome != OUTCOME_APPLIED) {
        return outcome;
    }
    add_method_reference(in, class);
    Arena *arena = in->schema->arena;
    definition_set(arena, class, TEXT("default"),
                   statement->isDefault ? TEXT("true") : TEXT_ABSENT);
    definition_set(arena, class, TEXT("type"), it.type);
    definition_set(arena, class, TEXT("family"), named);
    return definition_add(in, class, false, false);
}

static Outcome drop_members(const MemberReader *it, const List *items) {
    ListCell *cell;
    foreach (cell, items) {
        const CreateOpClassItem *item = lfirst_node(CreateOpClassItem, cell);
        Text types = pair_of_types(it, item->class_args);
        if (text_is_absent(types)) {
            return interpreter_absent(it->in);
        }
        const char *word = item->itemtype == OPCLASS_ITEM_OPERATOR ? "OPERATOR" : "FUNCTION";
        Text name = member_name(it, word, item->number, types);
        if (text_is_absent(definition_item(it->definition, name))) {
            return interpreter_error(it->in, DIAGNOSTIC_UNKNOWN_OBJECT, -1,
                                     "%s does not exist in operator family \"%s\"", name,
                                     it->definition->object.name);
        }
        definition_set(it->in->schema->arena, it->definition, name, TEXT_ABSENT);
    }
    return OUTCOME_APPLIED;
}

Outcome apply_alter_operator_family(Interpreter *in, const AlterOpFamilyStmt *statement) {
    Text method = interpreter_text(in, statement->amname);
    QualifiedName name = interpreter_name(in, statement->opfamilyname);
    Object *family = definition_find(in, KIND_OPERATOR_FAMILY, name, method);
    if (family == NULL) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, -1,
                                   "operator family \"%s\" does not exist for access method \"%s\"",
                                   name.name, method);
    }
    MemberReader it = {in, (Definition *)family, (Definition *)family, method, TEXT("")};
    return statement->isDrop ? drop_members(&it, statement->items)
                             : read_members(&it, statement->items);
}
