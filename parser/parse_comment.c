/*
 * COMMENT ON: one text on one object; NULL and the empty string both remove it, as in PostgreSQL.
 * SECURITY LABEL: one text of each provider; NULL removes it, the empty string is a label.
 */
#include "parser/identity.h"
#include "parser/interpreter_state.h"
#include "parser/parse_object.h"

#include "nodes/pg_list.h"

/* The key or exclusion constraint whose index has the name; NULL when none. */
static TableConstraint *constraint_of(const Interpreter *in, const CommentStmt *statement) {
    if (statement->objtype != OBJECT_INDEX) {
        return NULL;
    }
    QualifiedName name = interpreter_name(in, (const List *)statement->object);
    if (!text_is_empty(name.schema)) {
        return constraint_of_index(in->schema, name.schema, name.name);
    }
    TableConstraint *found = NULL;
    for (size_t i = 0; found == NULL && i < in->search_path.count; i++) {
        found = constraint_of_index(in->schema, in->search_path.items[i], name.name);
    }
    return found;
}

static Outcome subject_missing(Interpreter *in, ObjectType type, const Node *name) {
    SkippedKind subject;
    if (in->is_last_try && object_is_never_modelled(in, type, name, &subject)) {
        return interpreter_skip(in, subject);
    }
    return object_missing(in, type, name, -1);
}

Outcome apply_comment(Interpreter *in, const CommentStmt *statement) {
    if (object_is_built_in(statement->objtype, statement->object)) {
        return OUTCOME_APPLIED;
    }
    if (object_type_is_outside(statement->objtype)) {
        return interpreter_skip(in, SKIPPED_SERVER);
    }
    if (!object_type_is_modelled(statement->objtype)) {
        return interpreter_unsupported(in, -1,
                                       text_format(in->scratch, "comment on %s %s",
                                                   object_type_word(statement->objtype),
                                                   object_name_text(in, statement->object)));
    }
    Object *object = identity_find_object(in, statement->objtype, statement->object);
    bool is_removed = statement->comment == NULL || statement->comment[0] == '\0';
    Text comment =
        is_removed ? TEXT_ABSENT : text_copy_string(in->schema->arena, statement->comment);
    TableConstraint *constraint = object == NULL ? constraint_of(in, statement) : NULL;
    if (constraint != NULL) {
        constraint->index_comment = comment;
        return OUTCOME_APPLIED;
    }
    Column *required = object == NULL && statement->objtype == OBJECT_TABCONSTRAINT
                           ? object_find_not_null(in, (const List *)statement->object)
                           : NULL;
    if (required != NULL) {
        required->not_null.comment = comment;
        return OUTCOME_APPLIED;
    }
    if (object == NULL) {
        return subject_missing(in, statement->objtype, statement->object);
    }
    if (!object_is_of_type(object, statement->objtype)) {
        return object_wrong_type(in, statement->objtype, object,
                                 object_name_location(statement->object));
    }
    object->comment = comment;
    return OUTCOME_APPLIED;
}

/* As SecLabelSupportsObjectType() has it; what is of the cluster has been skipped. */
static bool is_labelled(ObjectType type) {
    switch (type) {
        case OBJECT_AGGREGATE:
        case OBJECT_COLUMN:
        case OBJECT_DOMAIN:
        case OBJECT_EVENT_TRIGGER:
        case OBJECT_FOREIGN_TABLE:
        case OBJECT_FUNCTION:
        case OBJECT_LANGUAGE:
        case OBJECT_MATVIEW:
        case OBJECT_PROCEDURE:
        case OBJECT_PUBLICATION:
        case OBJECT_ROUTINE:
        case OBJECT_SCHEMA:
        case OBJECT_SEQUENCE:
        case OBJECT_SUBSCRIPTION:
        case OBJECT_TABLE:
        case OBJECT_TYPE:
        case OBJECT_VIEW: return true;
        default: return false;
    }
}

/* A new list each time: copies of the object share the old one. */
static void set_label(Interpreter *in, Object *object, const SecLabelStmt *statement) {
    Arena *arena = in->schema->arena;
    const SettingList *old = &object->security_labels;
    Setting label = {.name = text_copy_string(arena, statement->provider)};
    SettingList labels = {0};
    for (size_t i = 0; i < old->count; i++) {
        if (!text_equal(old->items[i].name, label.name)) {
            list_push(arena, &labels, old->items[i]);
        }
    }
    if (statement->label != NULL) {
        label.value = text_copy_string(arena, statement->label);
        list_push(arena, &labels, label);
    }
    setting_list_sort(&labels);
    object->security_labels = labels;
}

static Outcome provider_missing(Interpreter *in) {
    Outcome outcome = interpreter_error(
        in, DIAGNOSTIC_INVALID_DEFINITION, -1, "must specify %s",
        TEXT("provider: without one a server takes the only one that it has loaded"));
    diagnostic_hint(in->diagnostics, TEXT("Write SECURITY LABEL FOR provider ON ..."));
    return outcome;
}

Outcome apply_security_label(Interpreter *in, const SecLabelStmt *statement) {
    ObjectType type = statement->objtype;
    if (object_type_is_outside(type) || object_is_built_in(type, statement->object)) {
        return interpreter_skip(in, SKIPPED_SERVER);
    }
    if (statement->provider == NULL) {
        return provider_missing(in);
    }
    if (!is_labelled(type)) {
        return interpreter_error(in, DIAGNOSTIC_WRONG_KIND, -1,
                                 "security labels are not supported for this type of object: %s",
                                 object_type_word(type));
    }
    Object *object = identity_find_object(in, type, statement->object);
    if (object == NULL) {
        return subject_missing(in, type, statement->object);
    }
    if (!object_is_of_type(object, type)) {
        return object_wrong_type(in, type, object, object_name_location(statement->object));
    }
    set_label(in, object, statement);
    return OUTCOME_APPLIED;
}
