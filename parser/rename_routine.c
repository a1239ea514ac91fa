/*
 * ALTER FUNCTION, PROCEDURE, AGGREGATE ... RENAME TO: calls follow, as far as they can be told from
 * those of other routines of the name.
 */
#include "parser/rename.h"

#include "compiler/definition.h"
#include "parser/parse_object.h"

typedef struct ArgumentCount {
    size_t least, most;
} ArgumentCount;

/* How many arguments a call may have; CALL lists OUT parameters too. */
static ArgumentCount argument_count(const Object *object) {
    const Routine *routine = (const Routine *)object;
    ArgumentCount count = {0, 0};
    if (object->kind == KIND_AGGREGATE) {
        return (ArgumentCount){0, SIZE_MAX / 2}; /* told apart by name alone */
    }
    for (size_t i = 0; i < routine->parameters.count; i++) {
        const Parameter *parameter = &routine->parameters.items[i];
        bool is_out = text_equal(parameter->mode, TEXT("OUT"));
        if (text_equal(parameter->mode, TEXT("TABLE")) ||
            (is_out && routine->object.kind == KIND_FUNCTION)) {
            continue;
        }
        if (text_equal(parameter->mode, TEXT("VARIADIC"))) {
            count.most = SIZE_MAX / 2;
        }
        count.most++;
        count.least += text_is_absent(parameter->default_value) &&
                               !text_equal(parameter->mode, TEXT("VARIADIC"))
                           ? 1
                           : 0;
    }
    return count;
}

void rename_count_arguments(Renaming *renaming, const Object *routine) {
    ArgumentCount count = argument_count(routine);
    renaming->routine = routine;
    renaming->least_arguments = count.least;
    renaming->most_arguments = count.most;
    for (size_t i = 0; i < renaming->in->schema->roots.count; i++) {
        const Object *other = renaming->in->schema->roots.items[i];
        if (other == routine || !object_kind_is_routine(other->kind) ||
            !text_equal(other->name, routine->name) ||
            !text_equal(other->schema, routine->schema)) {
            continue;
        }
        ArgumentCount others = argument_count(other);
        renaming->leaves_namesake = true;
        renaming->is_overloaded |= others.least <= count.most && count.least <= others.most;
    }
}

bool routine_exists(const Schema *schema, Text in_schema, Text name, Text arguments) {
    return schema_find_routine(schema, KIND_FUNCTION, in_schema, name, arguments) != NULL ||
           schema_find_routine(schema, KIND_PROCEDURE, in_schema, name, arguments) != NULL ||
           schema_find_routine(schema, KIND_AGGREGATE, in_schema, name, arguments) != NULL;
}

Outcome rename_routine(Interpreter *in, const RenameStmt *statement) {
    Object *routine = interpreter_find_object(in, statement->renameType, statement->object);
    Text new_name = interpreter_text(in, statement->newname);
    if (routine == NULL) {
        return object_missing(in, statement->renameType, statement->object, -1);
    }
    if (routine_exists(in->schema, routine->schema, new_name, routine->arguments)) {
        return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, -1,
                                 "function %s(%s) already exists in schema \"%s\"", new_name,
                                 routine->arguments, routine->schema);
    }
    Renaming renaming = {.in = in,
                         .kind = RENAMED_ROUTINE,
                         .old = {routine->schema, routine->name},
                         .new = {routine->schema, new_name}};
    rename_count_arguments(&renaming, routine);
    rename_in_model(&renaming);
    object_set_identity(in->schema, routine, routine->schema, new_name);
    return OUTCOME_APPLIED;
}
