/*
 * CREATE TYPE name, a shell, and CREATE TYPE name (input = ..., output = ...), which fills it;
 * ALTER TYPE ... SET.
 */
#include "parser/interpreter_state.h"
#include "parser/parse_definition.h"
#include "parser/parse_object.h"

#include "nodes/pg_list.h"

#include <string.h>

/* How PostgreSQL stores values of a type: what LIKE copies. */
typedef struct TypeLayout {
    const char *type, *length, *by_value, *alignment, *storage;
} TypeLayout;

static const TypeLayout layouts[] = {
    {"\"char\"", "1", "true", "char", "plain"},
    {"boolean", "1", "true", "char", "plain"},
    {"smallint", "2", "true", "int2", "plain"},
    {"integer", "4", "true", "int4", "plain"},
    {"bigint", "8", "true", "double", "plain"},
    {"real", "4", "true", "int4", "plain"},
    {"double precision", "8", "true", "double", "plain"},
    {"oid", "4", "true", "int4", "plain"},
    {"date", "4", "true", "int4", "plain"},
    {"timestamp without time zone", "8", "true", "double", "plain"},
    {"timestamp with time zone", "8", "true", "double", "plain"},
    {"time without time zone", "8", "true", "double", "plain"},
    {"interval", "16", "false", "double", "plain"},
    {"uuid", "16", "false", "char", "plain"},
    {"name", "64", "false", "char", "plain"},
    {"point", "16", "false", "double", "plain"},
    {"box", "32", "false", "double", "plain"},
    {"text", "variable", "false", "int4", "extended"},
    {"character varying", "variable", "false", "int4", "extended"},
    {"character", "variable", "false", "int4", "extended"},
    {"bytea", "variable", "false", "int4", "extended"},
    {"jsonb", "variable", "false", "int4", "extended"},
    {"json", "variable", "false", "int4", "extended"},
    {"numeric", "variable", "false", "int4", "main"},
};

static void set(Interpreter *in, Definition *type, const char *item, const char *value) {
    Text name = text_from_string(item);
    const char *standard = definition_facts(KIND_BASE_TYPE, name)->standard;
    definition_set(in->schema->arena, type, name,
                   strcmp(standard, value) == 0 ? TEXT_ABSENT : text_from_string(value));
}

static Outcome copy_layout(Interpreter *in, Definition *type, Text like) {
    for (size_t i = 0; i < lengthof(layouts); i++) {
        if (text_equal(like, text_from_string(layouts[i].type))) {
            set(in, type, "internallength", layouts[i].length);
            set(in, type, "passedbyvalue", layouts[i].by_value);
            set(in, type, "alignment", layouts[i].alignment);
            set(in, type, "storage", layouts[i].storage);
            return OUTCOME_APPLIED;
        }
    }
    return interpreter_unsupported(
        in, -1, text_format(in->scratch, "type %I LIKE %s", type->object.name, like));
}

static Outcome copy_like(Interpreter *in, Definition *type, const DefElem *like) {
    QualifiedName name = interpreter_name(in, definition_names(like->arg));
    const Object *known = interpreter_find_type(in, name);
    if (known == NULL || known->kind != KIND_BASE_TYPE) {
        Text canonical = definition_type_name(in, like->arg);
        return text_is_absent(canonical) ? interpreter_absent(in)
                                         : copy_layout(in, type, canonical);
    }
    static const char *const items[] = {"internallength", "passedbyvalue", "alignment", "storage"};
    for (size_t i = 0; i < lengthof(items); i++) {
        Text item = text_from_string(items[i]);
        definition_set(in->schema->arena, type, item,
                       definition_item((const Definition *)known, item));
    }
    return OUTCOME_APPLIED;
}

/* An element of a type of fixed length is found without being told how. */
static void drop_standard_subscript(Interpreter *in, Definition *type) {
    Text item = TEXT("subscript");
    if (text_equal(definition_item(type, item), TEXT("raw_array_subscript_handler"))) {
        definition_set(in->schema->arena, type, item, TEXT_ABSENT);
    }
}

/* LIKE counts wherever it stands: what is said besides changes it. */
static Outcome read_items(Interpreter *in, Definition *type, const List *elements) {
    List *items = NIL;
    ListCell *cell;
    foreach (cell, elements) {
        const DefElem *element = lfirst_node(DefElem, cell);
        if (strcmp(element->defname, "like") != 0) {
            items = lappend(items, lfirst(cell));
            continue;
        }
        Outcome outcome = copy_like(in, type, element);
        if (outcome != OUTCOME_APPLIED) {
            return outcome;
        }
    }
    Outcome outcome = definition_read_items(in, type, items);
    drop_standard_subscript(in, type);
    return outcome;
}

Outcome apply_create_base_type(Interpreter *in, const DefineStmt *statement) {
    Definition *type = definition_new(in, KIND_BASE_TYPE, statement->defnames);
    Object *known = schema_find_type(in->schema, type->object.schema, type->object.name);
    bool is_shell = known != NULL && known->kind == KIND_BASE_TYPE &&
                    ((const Definition *)known)->items.count == 0;
    if (known != NULL && (!is_shell || statement->definition == NIL)) {
        return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, -1, "type \"%s\" already exists",
                                 type->object.name);
    }
    Outcome outcome = read_items(in, type, statement->definition);
    return outcome == OUTCOME_APPLIED ? definition_add(in, type, is_shell, false) : outcome;
}

Outcome apply_alter_base_type(Interpreter *in, const AlterTypeStmt *statement) {
    Object *type = interpreter_find_type(in, interpreter_name(in, statement->typeName));
    if (type == NULL) {
        return object_missing(in, OBJECT_TYPE, (const Node *)statement->typeName, -1);
    }
    if (type->kind != KIND_BASE_TYPE) {
        return interpreter_error(in, DIAGNOSTIC_WRONG_KIND, -1, "%s is not a base type",
                                 type->name);
    }
    return definition_read_items(in, (Definition *)type, statement->options);
}
