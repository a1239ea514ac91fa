/*
 * Find object: ObjectType and name node of DROP, COMMENT, GRANT, OWNER, RENAME -> Object.
 *
 * The same object arrives as a list of strings, a RangeVar, a TypeName or an ObjectWithArgs,
 * depending on the statement.  Relations are returned whatever kind they are: ALTER TABLE may name
 * a view, and the caller knows which mismatch PostgreSQL forgives.
 */
#include "parser/parse_object.h"

#include "parser/normalize.h"
#include "parser/not_null.h"
#include "parser/parse_definition.h"
#include "parser/parse_named.h"
#include "parser/sql_edit.h"

#include "nodes/pg_list.h"

QualifiedName object_relation_name(const Interpreter *in, const Node *name) {
    if (IsA(name, RangeVar)) {
        const RangeVar *relation = (const RangeVar *)name;
        return (QualifiedName){interpreter_text(in, relation->schemaname),
                               interpreter_text(in, relation->relname)};
    }
    return interpreter_name(in, (const List *)name);
}

static QualifiedName name_of_type(const Interpreter *in, const Node *name) {
    const List *names = IsA(name, TypeName) ? ((const TypeName *)name)->names : (const List *)name;
    return interpreter_name(in, names);
}

QualifiedName object_qualified_name(const Interpreter *in, const Node *name) {
    if (IsA(name, ObjectWithArgs)) {
        return interpreter_name(in, ((const ObjectWithArgs *)name)->objname);
    }
    return IsA(name, TypeName) ? name_of_type(in, name) : object_relation_name(in, name);
}

/* {schema, table, trigger}: the table and what it holds. */
static Object *find_owner_of_child(const Interpreter *in, const List *names) {
    List *relation = list_truncate(list_copy(names), list_length(names) - 1);
    return relation == NIL ? NULL
                           : interpreter_find_relation_named(in, interpreter_name(in, relation));
}

static Object *find_child(const Interpreter *in, ObjectKind kind, const List *names) {
    const Object *relation = find_owner_of_child(in, names);
    if (relation == NULL) {
        return NULL;
    }
    Text name = text_from_string(strVal(llast(names)));
    if (kind == KIND_COLUMN) {
        return (Object *)relation_column_on_demand((Interpreter *)in, (Object *)relation, name);
    }
    return schema_find_child(in->schema, kind, relation->schema, relation->name, name);
}

static Object *find_domain_constraint(const Interpreter *in, const List *names) {
    const Object *domain = interpreter_find_type(in, name_of_type(in, linitial(names)));
    if (domain == NULL) {
        return NULL;
    }
    return schema_find_child(in->schema, KIND_CONSTRAINT, domain->schema, domain->name,
                             text_from_string(strVal(llast(names))));
}

static bool routine_kind_fits(ObjectKind kind, ObjectType type) {
    return (kind == KIND_FUNCTION && type != OBJECT_PROCEDURE && type != OBJECT_AGGREGATE) ||
           (kind == KIND_PROCEDURE && type != OBJECT_FUNCTION && type != OBJECT_AGGREGATE) ||
           (kind == KIND_AGGREGATE && type != OBJECT_PROCEDURE);
}

/* The types of all parameters: DROP PROCEDURE may list those of OUT parameters too. */
static Text all_parameter_types(Arena *arena, const Routine *routine) {
    TextList types = {0};
    for (size_t i = 0; i < routine->parameters.count; i++) {
        list_push(arena, &types, routine->parameters.items[i].type);
    }
    return text_join(arena, &types, TEXT(", "));
}

static Text argument_types(const Interpreter *in, const List *arguments) {
    Interpreter copy = *in;
    TextList types = {0};
    ListCell *cell;
    foreach (cell, arguments) {
        Text type =
            normalize_argument_type(&copy, copyObjectImpl(lfirst(cell)), &(NormalizeContext){0});
        if (text_is_absent(type)) {
            return TEXT_ABSENT;
        }
        list_push(in->scratch, &types, type);
    }
    return text_join(in->scratch, &types, TEXT(", "));
}

static Object *find_routine_with(const Interpreter *in, ObjectType type, QualifiedName name,
                                 Text arguments) {
    static const ObjectKind kinds[] = {KIND_FUNCTION, KIND_PROCEDURE, KIND_AGGREGATE};
    for (size_t i = 0; i < lengthof(kinds); i++) {
        Object *found =
            schema_find_routine(in->schema, kinds[i], name.schema, name.name, arguments);
        if (found != NULL && routine_kind_fits(kinds[i], type)) {
            return found;
        }
    }
    return NULL;
}

/* Without arguments: the only routine of the name.  With them: one whose OUT parameters are listed.
 */
static Object *find_routine_among(const Interpreter *in, ObjectType type, QualifiedName name,
                                  Text arguments) {
    Object *found = NULL;
    for (size_t i = 0; i < in->schema->roots.count; i++) {
        Object *object = in->schema->roots.items[i];
        if (!routine_kind_fits(object->kind, type) || !text_equal(object->name, name.name) ||
            !text_equal(object->schema, name.schema)) {
            continue;
        }
        if (!text_is_absent(arguments)) {
            if (object->kind == KIND_PROCEDURE &&
                text_equal(all_parameter_types(in->scratch, (Routine *)object), arguments)) {
                return object;
            }
        } else if (found != NULL) {
            return NULL;
        } else {
            found = object;
        }
    }
    return found;
}

static Object *find_routine_in(const Interpreter *in, ObjectType type, QualifiedName name,
                               Text arguments) {
    if (!schema_has_routine(in->schema, name.schema, name.name)) {
        return NULL;
    }
    Object *found = text_is_absent(arguments) ? NULL : find_routine_with(in, type, name, arguments);
    return found != NULL ? found : find_routine_among(in, type, name, arguments);
}

static Object *find_routine(const Interpreter *in, ObjectType type, const ObjectWithArgs *name) {
    QualifiedName qualified = interpreter_name(in, name->objname);
    Text arguments = TEXT_ABSENT;
    if (!name->args_unspecified) {
        arguments = argument_types(in, name->objargs);
        if (text_is_absent(arguments)) {
            return NULL;
        }
    }
    if (!text_is_empty(qualified.schema)) {
        return find_routine_in(in, type, qualified, arguments);
    }
    for (size_t i = 0; i < in->search_path.count; i++) {
        qualified.schema = in->search_path.items[i];
        Object *found = find_routine_in(in, type, qualified, arguments);
        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

/* A missing operand is NONE, as in Object.arguments. */
static Text operand_types(const Interpreter *in, const List *operands) {
    TextList types = {0};
    ListCell *cell;
    foreach (cell, operands) {
        Interpreter copy = *in;
        Text type = lfirst(cell) == NULL
                        ? TEXT("NONE")
                        : normalize_argument_type(&copy, copyObjectImpl(lfirst(cell)),
                                                  &(NormalizeContext){0});
        if (text_is_absent(type)) {
            return TEXT_ABSENT;
        }
        list_push(in->scratch, &types, type);
    }
    return text_join(in->scratch, &types, TEXT(", "));
}

static Object *find_operator(const Interpreter *in, const ObjectWithArgs *name) {
    Text operands = operand_types(in, name->objargs);
    return text_is_absent(operands)
               ? NULL
               : definition_find(in, KIND_OPERATOR, interpreter_name(in, name->objname), operands);
}

static Object *find_cast(const Interpreter *in, const List *types) {
    Text source = argument_types(in, list_make1(linitial(types)));
    Text target = argument_types(in, list_make1(lsecond(types)));
    return text_is_absent(source) || text_is_absent(target)
               ? NULL
               : schema_find_routine(in->schema, KIND_CAST, TEXT(""), source, target);
}

/* The access method, then the parts of the name. */
static Object *find_for_method(const Interpreter *in, ObjectKind kind, const List *name) {
    return definition_find(in, kind, interpreter_name(in, list_copy_tail(name, 1)),
                           text_from_string(strVal(linitial(name))));
}

static Object *find_transform(const Interpreter *in, const List *name) {
    Text type = argument_types(in, list_make1(linitial(name)));
    return text_is_absent(type) ? NULL
                                : schema_find_routine(in->schema, KIND_TRANSFORM, TEXT(""), type,
                                                      text_from_string(strVal(lsecond(name))));
}

static Object *find_definition(const Interpreter *in, ObjectKind kind, const Node *name) {
    return definition_find(in, kind, interpreter_name(in, definition_names(name)), TEXT(""));
}

Object *interpreter_find_object(const Interpreter *in, ObjectType type, const Node *name) {
    switch (type) {
        case OBJECT_TABLE:
        case OBJECT_FOREIGN_TABLE:
        case OBJECT_VIEW:
        case OBJECT_MATVIEW:
        case OBJECT_SEQUENCE:
        case OBJECT_INDEX:
            return interpreter_find_relation_named(in, object_relation_name(in, name));
        case OBJECT_TYPE:
        case OBJECT_DOMAIN: return interpreter_find_type(in, name_of_type(in, name));
        case OBJECT_FUNCTION:
        case OBJECT_PROCEDURE:
        case OBJECT_AGGREGATE:
        case OBJECT_ROUTINE: return find_routine(in, type, (const ObjectWithArgs *)name);
        case OBJECT_OPERATOR: return find_operator(in, (const ObjectWithArgs *)name);
        case OBJECT_COLLATION: return find_definition(in, KIND_COLLATION, name);
        case OBJECT_CONVERSION: return find_definition(in, KIND_CONVERSION, name);
        case OBJECT_LANGUAGE: return find_definition(in, KIND_LANGUAGE, name);
        case OBJECT_ACCESS_METHOD: return find_definition(in, KIND_ACCESS_METHOD, name);
        case OBJECT_OPCLASS: return find_for_method(in, KIND_OPERATOR_CLASS, (const List *)name);
        case OBJECT_OPFAMILY: return find_for_method(in, KIND_OPERATOR_FAMILY, (const List *)name);
        case OBJECT_CAST: return find_cast(in, (const List *)name);
        case OBJECT_TRANSFORM: return find_transform(in, (const List *)name);
        case OBJECT_TSPARSER: return find_definition(in, KIND_TEXT_SEARCH_PARSER, name);
        case OBJECT_TSTEMPLATE: return find_definition(in, KIND_TEXT_SEARCH_TEMPLATE, name);
        case OBJECT_TSDICTIONARY: return find_definition(in, KIND_TEXT_SEARCH_DICTIONARY, name);
        case OBJECT_TSCONFIGURATION:
            return find_definition(in, KIND_TEXT_SEARCH_CONFIGURATION, name);
        case OBJECT_SCHEMA:
            return interpreter_find_schema((Interpreter *)in, text_from_string(strVal(name)));
        case OBJECT_EXTENSION:
            return schema_find(in->schema, KIND_EXTENSION, TEXT(""),
                               text_from_string(strVal(name)));
        case OBJECT_COLUMN:
        case OBJECT_ATTRIBUTE: return find_child(in, KIND_COLUMN, (const List *)name);
        case OBJECT_TABCONSTRAINT: return find_child(in, KIND_CONSTRAINT, (const List *)name);
        case OBJECT_TRIGGER: return find_child(in, KIND_TRIGGER, (const List *)name);
        case OBJECT_POLICY: return find_child(in, KIND_POLICY, (const List *)name);
        case OBJECT_RULE: return find_child(in, KIND_RULE, (const List *)name);
        case OBJECT_DOMCONSTRAINT: return find_domain_constraint(in, (const List *)name);
        default: {
            ObjectKind kind = named_kind(type);
            return kind == OBJECT_KIND_COUNT ? NULL : named_find(in, kind, name);
        }
    }
}

Column *object_find_not_null(Interpreter *in, const List *names) {
    return not_null_find(in, find_owner_of_child(in, names),
                         text_from_string(strVal(llast(names))));
}

static Text names_text(Arena *arena, const List *names) {
    TextList parts = {0};
    ListCell *cell;
    foreach (cell, names) {
        const Node *part = lfirst(cell);
        if (IsA(part, String) && strcmp(strVal(part), "pg_catalog") != 0) {
            list_push(arena, &parts, text_from_string(strVal(part)));
        } else if (IsA(part, TypeName)) { /* of a cast or transform */
            list_push(arena, &parts, names_text(arena, ((const TypeName *)part)->names));
        }
    }
    return text_join(arena, &parts, TEXT("."));
}

static Text routine_text(const Interpreter *in, const ObjectWithArgs *name) {
    Text text = names_text(in->scratch, name->objname);
    if (name->args_unspecified) {
        return text;
    }
    TextList types = {0};
    ListCell *cell;
    foreach (cell, name->objargs) {
        const TypeName *type = lfirst_node(TypeName, cell);
        Interpreter copy = *in;
        Text known = type == NULL
                         ? TEXT("none") /* the missing side of an operator */
                         : normalize_type(&copy, copyObjectImpl(type), &(NormalizeContext){0});
        list_push(in->scratch, &types,
                  text_is_absent(known) ? names_text(in->scratch, type->names) : known);
    }
    return text_format(in->scratch, "%s(%s)", text, text_join(in->scratch, &types, TEXT(", ")));
}

Text object_name_text(const Interpreter *in, const Node *name) {
    if (name == NULL) {
        return TEXT("");
    }
    switch (nodeTag(name)) {
        case T_String: return text_from_string(strVal(name));
        case T_RangeVar: {
            QualifiedName relation = object_relation_name(in, name);
            return text_is_empty(relation.schema)
                       ? relation.name
                       : text_format(in->scratch, "%s.%s", relation.schema, relation.name);
        }
        case T_TypeName: return names_text(in->scratch, ((const TypeName *)name)->names);
        case T_ObjectWithArgs: return routine_text(in, (const ObjectWithArgs *)name);
        case T_List: return names_text(in->scratch, (const List *)name);
        default: return TEXT("");
    }
}

int object_name_location(const Node *name) {
    if (name == NULL) {
        return -1;
    }
    switch (nodeTag(name)) {
        case T_RangeVar: return ((const RangeVar *)name)->location;
        case T_TypeName: return ((const TypeName *)name)->location;
        default: return -1;
    }
}

static Outcome missing_child(Interpreter *in, ObjectType type, const List *names, int location) {
    Text child = text_from_string(strVal(llast(names)));
    Text relation =
        object_name_text(in, (Node *)list_truncate(list_copy(names), list_length(names) - 1));
    if (find_owner_of_child(in, names) == NULL) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, location,
                                   "relation \"%s\" does not exist", relation);
    }
    if (type == OBJECT_COLUMN || type == OBJECT_ATTRIBUTE) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_COLUMN, location,
                                   "column \"%s\" of relation \"%s\" does not exist", child,
                                   relation);
    }
    Text of = type == OBJECT_RULE ? TEXT("relation") : TEXT("table");
    return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, location,
                               "%s \"%s\" for %s \"%s\" does not exist", object_type_word(type),
                               child, of, relation);
}

static Outcome missing_domain_constraint(Interpreter *in, const List *names, int location) {
    Text domain = object_name_text(in, linitial(names));
    if (interpreter_find_type(in, name_of_type(in, linitial(names))) == NULL) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, location,
                                   "type \"%s\" does not exist", domain);
    }
    return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, location,
                               "constraint \"%s\" for domain %s does not exist",
                               text_from_string(strVal(llast(names))), domain);
}

static Outcome missing_routine(Interpreter *in, ObjectType type, const ObjectWithArgs *name,
                               int location) {
    Text word = object_type_word(type), text = object_name_text(in, (const Node *)name);
    if (name->args_unspecified) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, location,
                                   "could not find a %s named \"%s\"", word, text);
    }
    return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, location, "%s %s does not exist",
                               word, text);
}

/* The last part of the name: what reports of unsupported objects hold. */
Text object_last_name(const Interpreter *in, ObjectType type, const Node *name) {
    bool is_child = type == OBJECT_COLUMN || type == OBJECT_TABCONSTRAINT ||
                    type == OBJECT_TRIGGER || type == OBJECT_POLICY || type == OBJECT_RULE;
    if (IsA(name, List) && is_child) {
        const List *names = (const List *)name;
        return list_length(names) < 2
                   ? TEXT("")
                   : text_from_string(strVal(list_nth(names, list_length(names) - 2)));
    }
    if (IsA(name, ObjectWithArgs)) {
        return interpreter_name(in, ((const ObjectWithArgs *)name)->objname).name;
    }
    if (IsA(name, RangeVar)) {
        return text_from_string(((const RangeVar *)name)->relname);
    }
    if (IsA(name, TypeName)) {
        return name_of_type(in, name).name;
    }
    if (IsA(name, List) && IsA(llast((const List *)name), String)) {
        return text_from_string(strVal(llast((const List *)name)));
    }
    return TEXT("");
}

bool object_is_reported(const Interpreter *in, Text name) {
    const UnsupportedList *list = &in->schema->unsupported;
    for (size_t i = 0; !text_is_empty(name) && i < list->count; i++) {
        if (sql_may_name(list->items[i].what, name)) {
            return true;
        }
    }
    return false;
}

static bool is_external(const Interpreter *in, Text name) {
    for (size_t i = 0; i < in->schema->externals.count; i++) {
        if (text_equal(in->schema->externals.items[i].name, name)) {
            return true;
        }
    }
    return false;
}

Outcome object_missing(Interpreter *in, ObjectType type, const Node *name, int node_location) {
    int location = node_location >= 0 ? node_location : object_name_location(name);
    Text last = object_last_name(in, type, name);
    if (object_is_reported(in, last) || (in->is_last_try && is_external(in, last))) {
        return interpreter_unsupported(in, location,
                                       text_format(in->scratch, "statement on %s %s",
                                                   object_type_word(type),
                                                   object_name_text(in, name)));
    }
    switch (type) {
        case OBJECT_COLUMN:
        case OBJECT_ATTRIBUTE:
        case OBJECT_TABCONSTRAINT:
        case OBJECT_TRIGGER:
        case OBJECT_POLICY:
        case OBJECT_RULE: return missing_child(in, type, (const List *)name, location);
        case OBJECT_DOMCONSTRAINT:
            return missing_domain_constraint(in, (const List *)name, location);
        case OBJECT_FUNCTION:
        case OBJECT_PROCEDURE:
        case OBJECT_AGGREGATE:
        case OBJECT_ROUTINE:
            return missing_routine(in, type, (const ObjectWithArgs *)name, location);
        case OBJECT_TABLE:
        case OBJECT_FOREIGN_TABLE:
        case OBJECT_VIEW:
        case OBJECT_MATVIEW:
        case OBJECT_SEQUENCE:
        case OBJECT_INDEX:
            return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, location,
                                       "relation \"%s\" does not exist",
                                       object_name_text(in, name));
        default:
            return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, location,
                                       "%s \"%s\" does not exist", object_type_word(type),
                                       object_name_text(in, name));
    }
}
