/*
 * COMMENT ON: one text on one object; NULL and the empty string both remove it, as in PostgreSQL.
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

static Outcome comment_missing(Interpreter *in, const CommentStmt *statement) {
    SkippedKind subject;
    if (in->is_last_try &&
        object_is_never_modelled(in, statement->objtype, statement->object, &subject)) {
        return interpreter_skip(in, subject);
    }
    return object_missing(in, statement->objtype, statement->object, -1);
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
        return comment_missing(in, statement);
    }
    if (!object_is_of_type(object, statement->objtype)) {
        return object_wrong_type(in, statement->objtype, object,
                                 object_name_location(statement->object));
    }
    object->comment = comment;
    return OUTCOME_APPLIED;
}
