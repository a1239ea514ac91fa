/*
 * Object: facts about PostgreSQL's object types, and walks over the model that several statements
 * share.
 */
#include "parser/parse_object.h"

#include "compiler/definition.h"

#include <string.h>

typedef struct TypeFacts {
    const char *word;
    bool is_modelled; /* a kind of the model, or part of one */
    bool is_outside;  /* of the cluster, not of this database's schema */
} TypeFacts;

static const TypeFacts type_facts[] = {
    [OBJECT_ACCESS_METHOD] = {"access method", true, false},
    [OBJECT_AGGREGATE] = {"aggregate", true, false},
    [OBJECT_AMOP] = {"operator family member", false, false},
    [OBJECT_AMPROC] = {"operator family member", false, false},
    [OBJECT_ATTRIBUTE] = {"column", true, false},
    [OBJECT_CAST] = {"cast", true, false},
    [OBJECT_COLUMN] = {"column", true, false},
    [OBJECT_COLLATION] = {"collation", true, false},
    [OBJECT_CONVERSION] = {"conversion", true, false},
    [OBJECT_DATABASE] = {"database", false, true},
    [OBJECT_DEFAULT] = {"default value", false, false},
    [OBJECT_DEFACL] = {"default privileges", false, false},
    [OBJECT_DOMAIN] = {"type", true, false},
    [OBJECT_DOMCONSTRAINT] = {"constraint", true, false},
    [OBJECT_EVENT_TRIGGER] = {"event trigger", true, false},
    [OBJECT_EXTENSION] = {"extension", true, false},
    [OBJECT_FDW] = {"foreign-data wrapper", true, false},
    [OBJECT_FOREIGN_SERVER] = {"server", true, false},
    [OBJECT_FOREIGN_TABLE] = {"foreign table", true, false},
    [OBJECT_FUNCTION] = {"function", true, false},
    [OBJECT_INDEX] = {"index", true, false},
    [OBJECT_LANGUAGE] = {"language", true, false},
    [OBJECT_LARGEOBJECT] = {"large object", false, true},
    [OBJECT_MATVIEW] = {"materialized view", true, false},
    [OBJECT_OPCLASS] = {"operator class", true, false},
    [OBJECT_OPERATOR] = {"operator", true, false},
    [OBJECT_OPFAMILY] = {"operator family", true, false},
    [OBJECT_PARAMETER_ACL] = {"parameter", false, true},
    [OBJECT_POLICY] = {"policy", true, false},
    [OBJECT_PROCEDURE] = {"procedure", true, false},
    [OBJECT_PUBLICATION] = {"publication", true, false},
    [OBJECT_PUBLICATION_NAMESPACE] = {"publication", false, false},
    [OBJECT_PUBLICATION_REL] = {"publication", false, false},
    [OBJECT_ROLE] = {"role", false, true},
    [OBJECT_ROUTINE] = {"routine", true, false},
    [OBJECT_RULE] = {"rule", true, false},
    [OBJECT_SCHEMA] = {"schema", true, false},
    [OBJECT_SEQUENCE] = {"sequence", true, false},
    [OBJECT_SUBSCRIPTION] = {"subscription", true, false},
    [OBJECT_STATISTIC_EXT] = {"statistics object", true, false},
    [OBJECT_TABCONSTRAINT] = {"constraint", true, false},
    [OBJECT_TABLE] = {"table", true, false},
    [OBJECT_TABLESPACE] = {"tablespace", false, true},
    [OBJECT_TRANSFORM] = {"transform", true, false},
    [OBJECT_TRIGGER] = {"trigger", true, false},
    [OBJECT_TSCONFIGURATION] = {"text search configuration", true, false},
    [OBJECT_TSDICTIONARY] = {"text search dictionary", true, false},
    [OBJECT_TSPARSER] = {"text search parser", true, false},
    [OBJECT_TSTEMPLATE] = {"text search template", true, false},
    [OBJECT_TYPE] = {"type", true, false},
    [OBJECT_USER_MAPPING] = {"user mapping", false, false},
    [OBJECT_VIEW] = {"view", true, false},
};

Text object_type_word(ObjectType type) {
    return text_from_string(type_facts[type].word);
}

bool object_type_is_modelled(ObjectType type) {
    return type_facts[type].is_modelled;
}

bool object_is_builtin_language(Text name) {
    static const char *const builtin[] = {"sql", "plpgsql", "c", "internal"};
    for (size_t i = 0; i < lengthof(builtin); i++) {
        if (text_equal(name, text_from_string(builtin[i]))) {
            return true;
        }
    }
    return false;
}

bool object_is_built_in(ObjectType type, const Node *name) {
    return (type == OBJECT_EXTENSION && strcmp(strVal(name), "plpgsql") == 0) ||
           (type == OBJECT_LANGUAGE && object_is_builtin_language(text_from_string(strVal(name))));
}

bool object_type_is_outside(ObjectType type) {
    return type_facts[type].is_outside;
}

bool object_is_of_type(const Object *object, ObjectType type) {
    switch (type) {
        case OBJECT_TABLE: return object->kind == KIND_TABLE && !object_is_foreign_table(object);
        case OBJECT_FOREIGN_TABLE: return object_is_foreign_table(object);
        case OBJECT_VIEW: return object->kind == KIND_VIEW;
        case OBJECT_MATVIEW: return object->kind == KIND_MATERIALIZED_VIEW;
        case OBJECT_SEQUENCE: return object->kind == KIND_SEQUENCE;
        case OBJECT_INDEX: return object->kind == KIND_INDEX;
        case OBJECT_DOMAIN: return object->kind == KIND_DOMAIN;
        case OBJECT_TYPE: /* DROP TYPE and the like accept a domain */
            return object_kind_is_type(object->kind);
        default: /* the other lookups find nothing else */ return true;
    }
}

static Text with_article(Arena *arena, ObjectType type) {
    Text word = type == OBJECT_DOMAIN ? TEXT("domain") : object_type_word(type);
    return text_format(arena, type == OBJECT_INDEX ? "an %s" : "a %s", word);
}

Outcome object_wrong_type(Interpreter *in, ObjectType type, const Object *object,
                          int node_location) {
    return interpreter_error(in, DIAGNOSTIC_WRONG_KIND, node_location, "\"%s\" is not %s",
                             object->name, with_article(in->scratch, type));
}

static bool keeps_columns_on_demand(ObjectKind kind) {
    return kind == KIND_VIEW || kind == KIND_MATERIALIZED_VIEW;
}

Column *relation_column_on_demand(Interpreter *in, Object *relation, Text name) {
    Column *column = table_find_column(relation, name);
    if (column != NULL || !keeps_columns_on_demand(relation->kind)) {
        return column;
    }
    const View *view = (const View *)relation;
    if (view->columns.count != 0 && !text_list_contains(&view->columns, name)) {
        return NULL;
    }
    column = schema_object_new(in->schema, Column, KIND_COLUMN);
    column->object.schema = relation->schema;
    column->object.relation = relation->name;
    column->object.name = text_copy(in->schema->arena, name);
    column->object.where = interpreter_location(in, -1);
    column->object.is_from_catalog = relation->is_from_catalog;
    column->statistics = -1;
    schema_add(in->schema, &column->object, relation);
    return column;
}

bool relation_column_names(Arena *arena, const Object *relation, TextList *names) {
    if (keeps_columns_on_demand(relation->kind)) {
        *names = ((const View *)relation)->columns;
        return names->count != 0;
    }
    for (size_t i = 0; i < relation->children.count; i++) {
        if (relation->children.items[i]->kind == KIND_COLUMN) {
            list_push(arena, names, relation->children.items[i]->name);
        }
    }
    return relation->kind == KIND_TABLE || relation->kind == KIND_COMPOSITE;
}

static void visit_list(const ObjectList *list, ObjectVisitor visit, void *context) {
    for (size_t i = 0; i < list->count; i++) {
        visit(list->items[i], context);
        visit_list(&list->items[i]->children, visit, context);
    }
}

void schema_visit(const Schema *schema, ObjectVisitor visit, void *context) {
    visit_list(&schema->roots, visit, context);
}

bool table_is_child_of(const Table *child, const Object *parent) {
    if (child->object.kind != KIND_TABLE) {
        return false;
    }
    if (!text_is_empty(child->partition_parent)) {
        return text_equal(child->partition_parent, parent->name) &&
               text_equal(child->partition_schema, parent->schema);
    }
    for (size_t i = 0; i < child->inherits.count; i++) {
        if (text_equal(child->inherits.items[i].name, parent->name) &&
            text_equal(child->inherits.items[i].schema, parent->schema)) {
            return true;
        }
    }
    return false;
}

static bool has_index(const Object *object) {
    if (object->kind != KIND_CONSTRAINT) {
        return false;
    }
    ConstraintType type = ((const TableConstraint *)object)->type;
    return type == CONSTRAINT_TYPE_PRIMARY_KEY || type == CONSTRAINT_TYPE_UNIQUE ||
           type == CONSTRAINT_TYPE_EXCLUDE;
}

TableConstraint *constraint_of_index(const Schema *schema, Text index_schema, Text index) {
    for (size_t i = 0; i < schema->roots.count; i++) {
        const Object *table = schema->roots.items[i];
        if (table->kind != KIND_TABLE || !text_equal(table->schema, index_schema)) {
            continue;
        }
        Object *found =
            schema_find_child(schema, KIND_CONSTRAINT, table->schema, table->name, index);
        if (found != NULL && has_index(found)) {
            return (TableConstraint *)found;
        }
    }
    return NULL;
}
