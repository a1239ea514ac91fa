/*
 * Side effect: which statement does what.
 *
 * Rows of a table that the migration makes, values of a column that it adds: diff/ leaves those out
 * later, because they go when the table or column goes.
 */
#include "parser/side_effect.h"

#include "compiler/builder.h"
#include "parser/normalize.h"

#include "nodes/nodeFuncs.h"

#include <string.h>

static const char *const not_kept = "what was there before is not kept anywhere";

static Location effect_location(const Interpreter *in) {
    Location where = interpreter_location(in, -1);
    return where.source == NULL ? in->state->block : where;
}

static void add_effect(Interpreter *in, SideEffect effect) {
    effect.where = effect_location(in);
    list_push(in->schema->arena, &in->schema->side_effects, effect);
}

static void add_irreversible(Interpreter *in, Text what, Object *table, const char *reason) {
    add_effect(in, (SideEffect){.what = what, .table = table, .reason = text_from_string(reason)});
}

/* What a statement writes to; false when it is temporary or missing (then *outcome says so). */
static bool find_target(Interpreter *in, const RangeVar *name, Object **table, Outcome *outcome) {
    *table = interpreter_find_relation(in, name);
    if (interpreter_is_temporary(name) ||
        (*table == NULL && name->schemaname == NULL &&
         schema_has_external(in->schema, REFERENCE_RELATION, TEXT("pg_temp"),
                             text_from_string(name->relname)))) {
        return false;
    }
    bool is_elsewhere =
        interpreter_relation_is_external(in, name) ||
        builtin_relation_exists(text_from_string(name->relname)) ||
        (name->schemaname != NULL && strcmp(name->schemaname, "information_schema") == 0);
    if (*table == NULL && !is_elsewhere) {
        *outcome =
            interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, name->location,
                                "relation \"%s\" does not exist", text_from_string(name->relname));
        return false;
    }
    if (*table != NULL && (*table)->kind != KIND_TABLE) {
        *table = NULL; /* a view's rows are those of other tables */
    }
    return true;
}

/* "name", "name::integer": a cast back does as well as can be done. */
static bool is_cast_of(const Node *expression, Text column) {
    while (IsA(expression, TypeCast)) {
        expression = ((const TypeCast *)expression)->arg;
    }
    if (!IsA(expression, ColumnRef)) {
        return false;
    }
    const Node *last = llast(((const ColumnRef *)expression)->fields);
    return IsA(last, String) && text_equal(text_from_string(strVal(last)), column);
}

void side_effect_note_conversion(Interpreter *in, Object *table, Column *column, const Node *by) {
    if (!in->state->is_migration || by == NULL || is_cast_of(by, column->object.name)) {
        return;
    }
    SideEffect effect = {
        .table = table,
        .reason = TEXT("how to get the old values back from what USING made of them is not known")};
    effect.what =
        text_format(in->schema->arena, "the conversion of %s.%I to %s",
                    object_sql_name(in->schema->arena, table), column->object.name, column->type);
    list_push(in->schema->arena, &effect.columns, &column->object);
    add_effect(in, effect);
}

static Text target_name(const Interpreter *in, const RangeVar *name, const Object *table) {
    Arena *arena = in->schema->arena;
    if (table != NULL) {
        return object_sql_name(arena, table);
    }
    return text_quote_name(arena, text_copy_string(arena, name->schemaname),
                           text_copy_string(arena, name->relname));
}

static void note_insert(Interpreter *in, const InsertStmt *insert, bool is_whole,
                        Outcome *outcome) {
    SideEffect effect = {0};
    if (!find_target(in, insert->relation, &effect.table, outcome)) {
        return;
    }
    effect.what = text_format(in->schema->arena, "INSERT INTO %s",
                              target_name(in, insert->relation, effect.table));
    if (effect.table == NULL || !is_whole) {
        effect.reason = TEXT("its rows cannot be told from others");
    } else {
        side_effect_read_rows(in, insert, &effect);
    }
    add_effect(in, effect);
}

static void note_update(Interpreter *in, const UpdateStmt *update, Outcome *outcome) {
    SideEffect effect = {.reason = text_from_string(not_kept)};
    if (!find_target(in, update->relation, &effect.table, outcome)) {
        return;
    }
    effect.what = text_format(in->schema->arena, "UPDATE %s",
                              target_name(in, update->relation, effect.table));
    ListCell *cell;
    foreach (cell, update->targetList) {
        Text name = text_from_string(lfirst_node(ResTarget, cell)->name);
        Column *column = effect.table == NULL ? NULL : table_find_column(effect.table, name);
        if (column == NULL) {
            effect.columns = (ObjectList){0}; /* not known: any of them */
            break;
        }
        list_push(in->schema->arena, &effect.columns, &column->object);
    }
    add_effect(in, effect);
}

static void note_target(Interpreter *in, const char *verb, const RangeVar *name, const char *reason,
                        Outcome *outcome) {
    Object *table = NULL;
    if (find_target(in, name, &table, outcome)) {
        add_irreversible(in,
                         text_format(in->schema->arena, "%s %s", text_from_string(verb),
                                     target_name(in, name, table)),
                         table, reason);
    }
}

/* What a routine may change, by the words in its body. */
typedef enum Act { ACT_NONE, ACT_ON_ROWS, ACT_ON_SCHEMA } Act;

static Act body_acts(Text body) {
    static const struct {
        const char *word;
        Act act;
    } words[] = {{"create", ACT_ON_SCHEMA}, {"alter", ACT_ON_SCHEMA},  {"drop", ACT_ON_SCHEMA},
                 {"grant", ACT_ON_SCHEMA},  {"revoke", ACT_ON_SCHEMA}, {"execute", ACT_ON_SCHEMA},
                 {"call", ACT_ON_SCHEMA},   {"insert", ACT_ON_ROWS},   {"update", ACT_ON_ROWS},
                 {"delete", ACT_ON_ROWS},   {"merge", ACT_ON_ROWS},    {"truncate", ACT_ON_ROWS},
                 {"copy", ACT_ON_ROWS},     {"perform", ACT_ON_ROWS},  {"setval", ACT_ON_ROWS}};
    Act most = ACT_NONE;
    for (size_t i = 0; i < body.length; i++) {
        for (size_t j = 0; j < lengthof(words); j++) {
            Text word = text_from_string(words[j].word);
            if (words[j].act > most &&
                text_equal_ignoring_case(text_slice(body, i, i + word.length), word)) {
                most = words[j].act;
            }
        }
    }
    return most;
}

/* The most that a routine of that name may do; *is_known: there is one. */
static Act routine_acts(const Interpreter *in, QualifiedName name, bool *is_known) {
    Act most = ACT_NONE;
    for (size_t i = 0; i < in->schema->roots.count; i++) {
        const Object *object = in->schema->roots.items[i];
        bool is_routine = object->kind == KIND_FUNCTION || object->kind == KIND_PROCEDURE;
        if (is_routine && text_equal(object->name, name.name) &&
            (text_is_empty(name.schema) || text_equal(object->schema, name.schema))) {
            const Routine *routine = (const Routine *)object;
            *is_known = true;
            Act act = routine->volatility == 'v' ? body_acts(routine->body) : ACT_NONE;
            most = act > most ? act : most;
        }
    }
    return most;
}

/* The sequence or table that setval() is about, where its name is a literal. */
static Object *sequence_of_call(const Interpreter *in, const FuncCall *call) {
    const Node *first = call->args == NIL ? NULL : linitial(call->args);
    while (first != NULL && IsA(first, TypeCast)) {
        first = castNode(TypeCast, first)->arg;
    }
    if (first != NULL && IsA(first, FuncCall)) {
        return sequence_of_call(in, castNode(FuncCall, first)); /* pg_get_serial_sequence() */
    }
    if (first == NULL || !IsA(first, A_Const) ||
        nodeTag(&castNode(A_Const, first)->val) != T_String) {
        return NULL;
    }
    Text name = text_from_string(strVal(&castNode(A_Const, first)->val));
    for (size_t i = 0; i < in->schema->roots.count; i++) {
        Object *object = in->schema->roots.items[i];
        bool is_one = object->kind == KIND_SEQUENCE || object->kind == KIND_TABLE;
        if (is_one && (text_equal(object->name, name) ||
                       text_equal(object_sql_name(in->scratch, object), name))) {
            return object;
        }
    }
    return NULL;
}

typedef struct EffectWalk {
    Interpreter *in;
    const Node *top;
    Outcome outcome;
    bool asks_server; /* the statement is a SELECT: what it calls is called for its effect */
} EffectWalk;

static void note_call(EffectWalk *walk, const FuncCall *call) {
    Interpreter *in = walk->in;
    QualifiedName name = interpreter_name(in, call->funcname);
    bool is_known = false;
    Act act = routine_acts(in, name, &is_known);
    bool is_builtin = !is_known && builtin_function_exists(name.name);
    Text what = text_format(in->schema->arena, "%s()",
                            text_quote_name(in->schema->arena, name.schema, name.name));
    if (is_builtin && text_equal(name.name, TEXT("setval"))) {
        add_irreversible(in, TEXT("setval()"), sequence_of_call(in, call),
                         "where the sequence stood is not kept anywhere");
    } else if (is_builtin && text_starts_with(name.name, TEXT("lo_"))) {
        add_irreversible(in, what, NULL, "large objects are no part of the schema");
    } else if (act == ACT_ON_SCHEMA) {
        interpreter_unsupported(
            in, -1,
            text_format(in->schema->arena, "call of %s, which may change the schema", what));
    } else if (act == ACT_ON_ROWS || (!is_builtin && !is_known && walk->asks_server)) {
        add_irreversible(in, text_format(in->schema->arena, "call of %s", what), NULL,
                         "what it did is not known");
    }
}

static bool walk_effects(Node *node, void *context) {
    EffectWalk *walk = context;
    if (node == NULL) {
        return false;
    }
    Interpreter *in = walk->in;
    switch (nodeTag(node)) {
        case T_InsertStmt:
            note_insert(in, (const InsertStmt *)node, node == walk->top, &walk->outcome);
            break;
        case T_UpdateStmt: note_update(in, (const UpdateStmt *)node, &walk->outcome); break;
        case T_DeleteStmt:
            note_target(in, "DELETE FROM", ((const DeleteStmt *)node)->relation, not_kept,
                        &walk->outcome);
            break;
        case T_MergeStmt:
            note_target(in, "MERGE INTO", ((const MergeStmt *)node)->relation, not_kept,
                        &walk->outcome);
            break;
        case T_FuncCall: note_call(walk, (const FuncCall *)node); break;
        default: break;
    }
    return raw_expression_tree_walker(node, walk_effects, walk);
}

static Outcome note_query(Interpreter *in, const Node *query) {
    EffectWalk walk = {in, query, OUTCOME_APPLIED, IsA(query, SelectStmt)};
    size_t before = in->schema->side_effects.count;
    walk_effects((Node *)(uintptr_t)query, &walk);
    if (walk.outcome != OUTCOME_APPLIED) { /* it is read again, or has failed */
        in->schema->side_effects.count = before;
    }
    return walk.outcome;
}

static Outcome note_truncate(Interpreter *in, const TruncateStmt *statement) {
    Outcome outcome = OUTCOME_APPLIED;
    ListCell *cell;
    foreach (cell, statement->relations) {
        note_target(in, "TRUNCATE", lfirst_node(RangeVar, cell), not_kept, &outcome);
    }
    return outcome;
}

static Outcome note_copy(Interpreter *in, const CopyStmt *statement) {
    Outcome outcome = OUTCOME_APPLIED;
    if (statement->is_from && statement->relation != NULL) {
        note_target(in, "COPY INTO", statement->relation, "its rows cannot be told from others",
                    &outcome);
    }
    return outcome;
}

/* Upkeep changes nothing that a rollback could bring back. */
static bool is_upkeep(NodeTag tag) {
    return tag == T_VacuumStmt || tag == T_ReindexStmt || tag == T_CheckPointStmt ||
           tag == T_RefreshMatViewStmt || tag == T_PrepareStmt || tag == T_DeclareCursorStmt ||
           tag == T_FetchStmt || tag == T_AlterDatabaseRefreshCollStmt;
}

static Outcome note_rest(Interpreter *in, const Node *statement, SkippedKind kind) {
    NodeTag tag = nodeTag(statement);
    if (tag == T_ExplainStmt) {
        return note_query(in, ((const ExplainStmt *)statement)->query);
    }
    if (kind == SKIPPED_ROLE) {
        add_effect(in, (SideEffect){.what = TEXT("statement about roles"),
                                    .reason = TEXT("roles belong to the whole server"),
                                    .is_of_server = true});
    } else if (kind == SKIPPED_SERVER && !is_upkeep(tag)) {
        add_effect(in, (SideEffect){.what = TEXT("statement about the database or the server"),
                                    .reason = TEXT("it is no part of the schema"),
                                    .is_of_server = true});
    } else if (!is_upkeep(tag)) {
        add_irreversible(in, TEXT("EXECUTE"), NULL, "what it did is not known");
    }
    return OUTCOME_APPLIED;
}

Outcome side_effect_note(Interpreter *in, const Node *statement, SkippedKind kind) {
    if (!in->state->is_migration) {
        return OUTCOME_APPLIED;
    }
    switch (nodeTag(statement)) {
        case T_InsertStmt:
        case T_UpdateStmt:
        case T_DeleteStmt:
        case T_MergeStmt:
        case T_SelectStmt: return note_query(in, statement);
        case T_TruncateStmt: return note_truncate(in, (const TruncateStmt *)statement);
        case T_CopyStmt: return note_copy(in, (const CopyStmt *)statement);
        default: return note_rest(in, statement, kind);
    }
}

Outcome side_effect_apply(Interpreter *in, const Node *statement, SkippedKind kind) {
    interpreter_skip(in, kind);
    return side_effect_note(in, statement, kind);
}
