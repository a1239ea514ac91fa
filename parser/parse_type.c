/*
 * Enums and composite types: CREATE TYPE, ALTER TYPE ... VALUE, ALTER TYPE ... ATTRIBUTE.
 *
 * Domains are in parse_domain.c; renames of types and attributes are RENAME statements.
 */
#include "parser/interpreter_state.h"
#include "parser/normalize.h"
#include "parser/parse_alter_table.h"
#include "parser/rename.h"

#include <string.h>

static Outcome type_exists(Interpreter *in, Text name) {
    return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, -1, "type \"%s\" already exists",
                             name);
}

static Outcome type_missing(Interpreter *in, QualifiedName name) {
    return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, -1, "type \"%s\" does not exist",
                               text_quote_name(in->scratch, name.schema, name.name));
}

Outcome apply_create_enum(Interpreter *in, const CreateEnumStmt *statement) {
    QualifiedName name = interpreter_name(in, statement->typeName);
    Text schema = text_is_empty(name.schema)
                      ? interpreter_creation_schema(in, NULL)
                      : interpreter_creation_schema(in, text_to_string(in->scratch, name.schema));
    if (schema_find_type(in->schema, schema, name.name) != NULL) {
        return type_exists(in, name.name);
    }
    EnumType *type = schema_object_new(in->schema, EnumType, KIND_ENUM);
    type->object.schema = schema;
    type->object.name = name.name;
    ListCell *cell;
    foreach (cell, statement->vals) {
        list_push(in->schema->arena, &type->labels, interpreter_text(in, strVal(lfirst(cell))));
    }
    interpreter_add_object(in, &type->object, NULL);
    return OUTCOME_APPLIED;
}

/* The label's place in the list; its length when it is not there. */
static size_t label_position(const TextList *labels, const char *label) {
    size_t i = 0;
    while (i < labels->count && !text_equal(labels->items[i], text_from_string(label))) {
        i++;
    }
    return i;
}

static Outcome label_missing(Interpreter *in, const char *label) {
    return interpreter_error(in, DIAGNOSTIC_UNKNOWN_OBJECT, -1,
                             "\"%s\" is not an existing enum label", text_from_string(label));
}

static Outcome change_label(Interpreter *in, EnumType *type, const AlterEnumStmt *statement) {
    TextList *labels = &type->labels;
    size_t position = label_position(labels, statement->oldVal);
    if (position == labels->count) {
        return label_missing(in, statement->oldVal);
    }
    Text new_label = interpreter_text(in, statement->newVal);
    rename_label(in, &type->object, labels->items[position], new_label);
    LabelRename rename = {&type->object, labels->items[position], new_label};
    list_push(in->schema->arena, &in->schema->label_renames, rename);
    labels->items[position] = new_label;
    return OUTCOME_APPLIED;
}

static Outcome add_label(Interpreter *in, TextList *labels, const AlterEnumStmt *statement) {
    if (label_position(labels, statement->newVal) != labels->count) {
        return statement->skipIfNewValExists
                   ? OUTCOME_APPLIED
                   : interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, -1,
                                       "enum label \"%s\" already exists",
                                       text_from_string(statement->newVal));
    }
    size_t position = labels->count;
    if (statement->newValNeighbor != NULL) {
        position = label_position(labels, statement->newValNeighbor);
        if (position == labels->count) {
            return label_missing(in, statement->newValNeighbor);
        }
        position += statement->newValIsAfter ? 1 : 0;
    }
    list_push(in->schema->arena, labels, TEXT(""));
    memmove(&labels->items[position + 1], &labels->items[position],
            (labels->count - 1 - position) * sizeof *labels->items);
    labels->items[position] = interpreter_text(in, statement->newVal);
    return OUTCOME_APPLIED;
}

Outcome apply_alter_enum(Interpreter *in, const AlterEnumStmt *statement) {
    QualifiedName name = interpreter_name(in, statement->typeName);
    Object *object = interpreter_find_type(in, name);
    if (object == NULL) {
        return type_missing(in, name);
    }
    if (object->kind != KIND_ENUM) {
        return interpreter_error(in, DIAGNOSTIC_WRONG_KIND, -1, "%s is not an enum", name.name);
    }
    TextList *labels = &((EnumType *)object)->labels;
    return statement->oldVal != NULL ? change_label(in, (EnumType *)object, statement)
                                     : add_label(in, labels, statement);
}

/* Type and collation of an attribute, into `column`; false when the type is not there yet. */
static bool read_attribute(Interpreter *in, const ColumnDef *definition, Column *column) {
    ReferenceList references = {0};
    NormalizeContext context = {.role = REFERENCE_BY_DEFINITION, .references = &references};
    Text type = normalize_type(in, definition->typeName, &context);
    if (text_is_absent(type)) {
        return false;
    }
    column->type = type;
    column->collation = definition->collClause == NULL
                            ? TEXT("")
                            : normalize_collation(in, definition->collClause->collname, &context);
    column->object.references = references;
    return true;
}

static Column *attribute_new(Interpreter *in, const Object *type, const ColumnDef *definition) {
    Column *column = schema_object_new(in->schema, Column, KIND_COLUMN);
    column->object.schema = type->schema;
    column->object.relation = type->name;
    column->object.name = interpreter_text(in, definition->colname);
    column->statistics = -1;
    return column;
}

Outcome apply_create_composite(Interpreter *in, const CompositeTypeStmt *statement) {
    Text schema = interpreter_creation_schema(in, statement->typevar->schemaname);
    Text name = interpreter_text(in, statement->typevar->relname);
    if (schema_find_type(in->schema, schema, name) != NULL) {
        return type_exists(in, name);
    }
    CompositeType *type = schema_object_new(in->schema, CompositeType, KIND_COMPOSITE);
    type->object.schema = schema;
    type->object.name = name;
    ObjectList columns = {0};
    ListCell *cell;
    foreach (cell, statement->coldeflist) {
        Column *column = attribute_new(in, &type->object, lfirst(cell));
        if (!read_attribute(in, lfirst(cell), column)) {
            return interpreter_absent(in);
        }
        list_push(in->scratch, &columns, &column->object);
    }
    interpreter_add_object(in, &type->object, NULL);
    for (size_t i = 0; i < columns.count; i++) {
        interpreter_add_object(in, columns.items[i], &type->object);
    }
    return OUTCOME_APPLIED;
}

static Outcome attribute_missing(Interpreter *in, const Object *type, Text name) {
    return interpreter_error(in, DIAGNOSTIC_UNKNOWN_COLUMN, -1,
                             "column \"%s\" of relation \"%s\" does not exist", name, type->name);
}

static Outcome add_attribute(Interpreter *in, Object *type, const ColumnDef *definition) {
    if (table_find_column(type, text_from_string(definition->colname)) != NULL) {
        return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, definition->location,
                                 "column \"%s\" of relation \"%s\" already exists",
                                 text_from_string(definition->colname), type->name);
    }
    Column *column = attribute_new(in, type, definition);
    if (!read_attribute(in, definition, column)) {
        return interpreter_absent(in);
    }
    interpreter_add_object(in, &column->object, type);
    return OUTCOME_APPLIED;
}

/* CASCADE: the tables made OF the type get, lose or retype the column with it. */
static Outcome alter_typed_tables(Interpreter *in, const Object *type,
                                  const AlterTableCmd *command) {
    size_t count = in->schema->roots.count;
    for (size_t i = 0; i < count; i++) {
        Object *table = in->schema->roots.items[i];
        bool is_typed = table->kind == KIND_TABLE &&
                        text_equal(((const Table *)table)->of_type, type->name) &&
                        text_equal(((const Table *)table)->of_schema, type->schema);
        if (!is_typed) {
            continue;
        }
        if (command->behavior != DROP_CASCADE) {
            return interpreter_error(in, DIAGNOSTIC_DEPENDENT_OBJECTS, -1,
                                     "cannot alter type \"%s\" because it is the type of a typed "
                                     "table",
                                     type->name);
        }
        Outcome outcome = alter_table_apply(in, table, command);
        if (outcome != OUTCOME_APPLIED) {
            return outcome;
        }
    }
    return OUTCOME_APPLIED;
}

static Outcome alter_attribute(Interpreter *in, Object *type, const AlterTableCmd *command) {
    if (command->subtype == AT_AddColumn) {
        return add_attribute(in, type, (const ColumnDef *)command->def);
    }
    Text name = text_from_string(command->name);
    Column *column = table_find_column(type, name);
    switch (command->subtype) {
        case AT_DropColumn:
            if (column == NULL) {
                return command->missing_ok ? OUTCOME_APPLIED : attribute_missing(in, type, name);
            }
            schema_remove(in->schema, &column->object);
            return OUTCOME_APPLIED;
        case AT_AlterColumnType:
            if (column == NULL) {
                return attribute_missing(in, type, name);
            }
            return read_attribute(in, (const ColumnDef *)command->def, column)
                       ? OUTCOME_APPLIED
                       : interpreter_absent(in);
        default:
            return interpreter_unsupported(
                in, -1,
                text_format(in->scratch, "ALTER TYPE %s",
                            text_quote_name(in->scratch, type->schema, type->name)));
    }
}

Outcome apply_alter_composite(Interpreter *in, const AlterTableStmt *statement) {
    Object *type = interpreter_find_relation(in, statement->relation);
    if (type == NULL) {
        return type_missing(in, (QualifiedName){text_from_string(statement->relation->schemaname),
                                                text_from_string(statement->relation->relname)});
    }
    if (type->kind != KIND_COMPOSITE) {
        return interpreter_error(in, DIAGNOSTIC_WRONG_KIND, statement->relation->location,
                                 "\"%s\" is not a composite type", type->name);
    }
    ListCell *cell;
    foreach (cell, statement->cmds) {
        Outcome outcome = alter_attribute(in, type, lfirst(cell));
        if (outcome == OUTCOME_APPLIED) {
            outcome = alter_typed_tables(in, type, lfirst(cell));
        }
        if (outcome != OUTCOME_APPLIED) {
            return outcome;
        }
    }
    return OUTCOME_APPLIED;
}
