/*
 * GRANT and REVOKE on objects that are there.  ALL PRIVILEGES is spelled out by kind; who granted
 * is not modelled, which is said where it is not the owner.
 */
#include "parser/identity.h"
#include "parser/interpreter_state.h"
#include "parser/parse_object.h"

#include "compiler/definition.h"
#include "parser/privilege.h"

#include "nodes/pg_list.h"

/* One statement on one object. */
typedef struct Grant {
    Interpreter *in;
    const GrantStmt *statement;
    const TextList *grantees;
    Object *object;
} Grant;

static Text upper_case(Arena *arena, const char *word) {
    Text text = text_copy_string(arena, word);
    char *letters = (char *)text.data;
    for (size_t i = 0; i < text.length; i++) {
        if (letters[i] >= 'a' && letters[i] <= 'z') {
            letters[i] = (char)(letters[i] - 'a' + 'A');
        }
    }
    return text;
}

static bool is_granted_on(const Object *object, Text grantee, Text privilege) {
    for (size_t i = 0; i < object->privileges.count; i++) {
        const Privilege *known = &object->privileges.items[i];
        if (known->is_grantable && text_equal(known->grantee, grantee) &&
            text_equal(known->privilege, privilege)) {
            return true;
        }
    }
    return false;
}

/* REVOKE ... CASCADE takes away what the grantee granted in turn: the model knows no grantors. */
static void report_cascade(const Grant *grant, const Object *object, Text grantee, Text privilege) {
    if (grant->statement->behavior == DROP_CASCADE && !grant->statement->is_grant &&
        is_granted_on(object, grantee, privilege)) {
        Arena *scratch = grant->in->scratch;
        interpreter_unsupported(grant->in, -1,
                                text_format(scratch, "REVOKE %s ON %s FROM %s CASCADE", privilege,
                                            object_describe(scratch, object), grantee));
    }
}

static void change_one(const Grant *grant, Object *object, Text privilege) {
    const GrantStmt *statement = grant->statement;
    object->privileges_are_stated = true;
    for (size_t i = 0; i < grant->grantees->count; i++) {
        Text grantee = grant->grantees->items[i];
        report_cascade(grant, object, grantee, privilege);
        if (statement->is_grant) {
            privilege_grant(grant->in->schema->arena, object, grantee, privilege,
                            statement->grant_option);
        } else if (statement->grant_option) {
            privilege_revoke_option(object, grantee, privilege);
        } else {
            privilege_revoke(grant->in->schema->arena, object, grantee, privilege);
        }
    }
}

/* Taking a privilege from a table takes it from every column too. */
static void change_columns(const Grant *grant, Text privilege) {
    for (size_t i = 0; i < grant->object->children.count; i++) {
        Object *child = grant->object->children.items[i];
        if (child->kind == KIND_COLUMN && child->privileges.count != 0) {
            change_one(grant, child, privilege);
        }
    }
}

static void change_object(const Grant *grant, Text privilege) {
    change_one(grant, grant->object, privilege);
    if (!grant->statement->is_grant) {
        change_columns(grant, privilege);
    }
}

static Text kind_for_message(const Object *object) {
    switch (object->kind) {
        case KIND_TABLE:
        case KIND_VIEW:
        case KIND_MATERIALIZED_VIEW: return TEXT("relation");
        default: return text_from_string(object_kind_facts[object->kind].word);
    }
}

/* Every name that GRANT may use for the kind; MAINTAIN may be spelled out for any version. */
static bool privilege_is_valid(Interpreter *in, const Object *object, Text privilege) {
    TextList valid = object_kind_privileges(in->scratch, object->kind, 170000);
    return text_list_contains(&valid, privilege);
}

/* GRANT ... ON TABLE accepts a sequence and leaves out, with a warning, what it does not have. */
static bool is_forgiven(const Grant *grant) {
    return grant->object->kind == KIND_SEQUENCE && grant->statement->objtype == OBJECT_TABLE;
}

static Outcome change_named_columns(const Grant *grant, const AccessPriv *access, Text privilege) {
    Interpreter *in = grant->in;
    ListCell *cell;
    foreach (cell, access->cols) {
        Text name = text_from_string(strVal(lfirst(cell)));
        Column *column = relation_column_on_demand(in, grant->object, name);
        if (column == NULL) {
            return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_COLUMN, -1,
                                       "column \"%s\" of relation \"%s\" does not exist", name,
                                       grant->object->name);
        }
        if (!text_is_empty(privilege) && !privilege_is_valid(in, &column->object, privilege)) {
            return interpreter_error(in, DIAGNOSTIC_INVALID_DEFINITION, -1,
                                     "invalid privilege type %s for column", privilege);
        }
        TextList all = object_kind_privileges(in->scratch, KIND_COLUMN, 0);
        for (size_t i = 0; i < all.count; i++) {
            if (text_is_empty(privilege) || text_equal(privilege, all.items[i])) {
                change_one(grant, &column->object, all.items[i]);
            }
        }
    }
    return OUTCOME_APPLIED;
}

static Outcome change_all(const Grant *grant) {
    TextList all = object_kind_privileges(grant->in->scratch, grant->object->kind,
                                          grant->in->schema->server_version);
    if (!grant->statement->is_grant && grant->object->kind != KIND_SEQUENCE) {
        /* Whatever was granted goes, MAINTAIN too. */
        all = object_kind_privileges(grant->in->scratch, grant->object->kind, 170000);
        if (grant->in->schema->server_version < 170000 &&
            text_list_contains(grant->grantees, grant->object->owner)) {
            all = object_kind_privileges(grant->in->scratch, grant->object->kind, 0);
        }
    }
    for (size_t i = 0; i < all.count; i++) {
        change_object(grant, all.items[i]);
    }
    return OUTCOME_APPLIED;
}

static Outcome change_privilege(const Grant *grant, const AccessPriv *access) {
    Interpreter *in = grant->in;
    Text privilege =
        access->priv_name == NULL ? TEXT("") : upper_case(in->scratch, access->priv_name);
    if (access->cols != NIL) {
        return change_named_columns(grant, access, privilege);
    }
    if (privilege_is_valid(in, grant->object, privilege)) {
        change_object(grant, privilege);
        return OUTCOME_APPLIED;
    }
    if (is_forgiven(grant)) {
        return OUTCOME_APPLIED;
    }
    return interpreter_error(in, DIAGNOSTIC_INVALID_DEFINITION, -1,
                             "invalid privilege type %s for %s", privilege,
                             kind_for_message(grant->object));
}

static Outcome change_privileges(const Grant *grant) {
    if (grant->statement->privileges == NIL) {
        return change_all(grant);
    }
    ListCell *cell;
    foreach (cell, grant->statement->privileges) {
        Outcome outcome = change_privilege(grant, lfirst_node(AccessPriv, cell));
        if (outcome != OUTCOME_APPLIED) {
            return outcome;
        }
    }
    return OUTCOME_APPLIED;
}

static bool is_granted_kind(const Object *object, ObjectType type) {
    switch (object->kind) {
        case KIND_TABLE:
        case KIND_VIEW:
        case KIND_MATERIALIZED_VIEW: return type == OBJECT_TABLE;
        case KIND_SEQUENCE: return type == OBJECT_SEQUENCE;
        case KIND_AGGREGATE:
        case KIND_FUNCTION: return type == OBJECT_FUNCTION || type == OBJECT_ROUTINE;
        case KIND_PROCEDURE: return type == OBJECT_PROCEDURE || type == OBJECT_ROUTINE;
        default: return false;
    }
}

typedef struct SequenceSearch {
    Arena *arena;
    Text schema;
    ObjectList *found;
} SequenceSearch;

static void collect_identity(Sequence *sequence, void *context) {
    const SequenceSearch *search = context;
    if (text_equal(sequence->object.schema, search->schema)) {
        list_push(search->arena, search->found, &sequence->object);
    }
}

static Outcome collect_in_schemas(Interpreter *in, const GrantStmt *statement,
                                  ObjectList *targets) {
    ListCell *cell;
    foreach (cell, statement->objects) {
        if (interpreter_find_object(in, OBJECT_SCHEMA, lfirst(cell)) == NULL) {
            return object_missing(in, OBJECT_SCHEMA, lfirst(cell), -1);
        }
        Text name = text_from_string(strVal(lfirst(cell)));
        for (size_t i = 0; i < in->schema->roots.count; i++) {
            Object *object = in->schema->roots.items[i];
            if (text_equal(object->schema, name) && is_granted_kind(object, statement->objtype)) {
                list_push(in->scratch, targets, object);
            }
            if (statement->objtype == OBJECT_SEQUENCE && object->kind == KIND_TABLE) {
                identity_visit(object, collect_identity,
                               &(SequenceSearch){in->scratch, name, targets});
            }
        }
    }
    return OUTCOME_APPLIED;
}

static bool fits(const Object *object, ObjectType type) {
    return type == OBJECT_TABLE
               ? is_granted_kind(object, OBJECT_TABLE) || object->kind == KIND_SEQUENCE
               : object_is_of_type(object, type);
}

static Outcome collect_named(Interpreter *in, const GrantStmt *statement, ObjectList *targets) {
    ListCell *cell;
    foreach (cell, statement->objects) {
        const Node *name = lfirst(cell);
        Object *object = identity_find_object(in, statement->objtype, name);
        SkippedKind subject;
        if (object == NULL && in->is_last_try &&
            object_is_never_modelled(in, statement->objtype, name, &subject)) {
            interpreter_skip(in, subject);
            continue;
        }
        if (object == NULL) {
            return object_missing(in, statement->objtype, name, -1);
        }
        if (!fits(object, statement->objtype)) {
            return object_wrong_type(in, statement->objtype, object, object_name_location(name));
        }
        list_push(in->scratch, targets, object);
    }
    return OUTCOME_APPLIED;
}

static Outcome grant_elsewhere(Interpreter *in, const GrantStmt *statement) {
    Text word = object_type_word(statement->objtype);
    if (object_type_is_outside(statement->objtype)) {
        return interpreter_skip(in, SKIPPED_SERVER);
    }
    const Node *first = statement->objects == NIL ? NULL : linitial(statement->objects);
    return interpreter_unsupported(
        in, -1, text_format(in->scratch, "privileges on %s %s", word, object_name_text(in, first)));
}

/* With a grant option, and without being the owner or acting for him, it is granted in his name. */
static bool is_grantor(const Object *object, Text role) {
    for (size_t i = 0; i < object->privileges.count; i++) {
        const Privilege *known = &object->privileges.items[i];
        if (known->is_grantable && text_equal(known->grantee, role)) {
            return true;
        }
    }
    return false;
}

static void note_grantor(const Interpreter *in, const GrantStmt *statement, const Object *object) {
    Text role =
        statement->grantor == NULL ? in->current_role : object_role_name(in, statement->grantor);
    if (!text_is_empty(role) && !text_is_empty(object->owner) && !text_equal(object->owner, role) &&
        is_grantor(object, role)) {
        privilege_note_grantor(in, object, role);
    }
}

Outcome apply_grant(Interpreter *in, const GrantStmt *statement) {
    in->schema->states_privileges = true;
    if (!object_type_is_modelled(statement->objtype)) {
        return grant_elsewhere(in, statement);
    }
    ObjectList targets = {0};
    Outcome outcome = statement->targtype == ACL_TARGET_ALL_IN_SCHEMA
                          ? collect_in_schemas(in, statement, &targets)
                          : collect_named(in, statement, &targets);
    TextList grantees = object_role_names(in, statement->grantees);
    for (size_t i = 0; i < targets.count && outcome == OUTCOME_APPLIED; i++) {
        outcome = change_privileges(&(Grant){in, statement, &grantees, targets.items[i]});
        note_grantor(in, statement, targets.items[i]);
    }
    return outcome;
}
