/*
 * Typed pairs: one rule per kind of object says where its SQL stands and how it is read back.
 */
#include "parser/typed_pairs.h"

#include "compiler/builder.h"
#include "compiler/fingerprint.h"
#include "parser/parse_index.h"
#include "parser/parse_partition.h"
#include "parser/typing.h"

#include "parser/parser.h" /* libpg_query's */

/* One side of the comparison. */
typedef struct Side {
    Arena scratch;
    Diagnostics unheard;
    Interpreter in;
} Side;

/* The typed form of a text that belongs to the object; absent when it cannot be had. */
typedef Text PieceReader(Interpreter *in, const Object *object, Text text, Text target_type);

typedef struct Piece {
    PieceReader *reader;
    const Object *object;
    Text text, target_type;
    Text typed; /* the answer */
} Piece;

typedef struct Pairs {
    Arena *arena;
    Side *old, *new;
    bool is_in_doubt; /* of the object at hand: two texts may be one that could not be typed */
} Pairs;

static void side_open(Side *side, Arena *arena, Schema *schema) {
    *side = (Side){.unheard = {.arena = arena}};
    side->in = interpreter_new(schema, &side->scratch, &side->unheard);
    side->in.search_path = (TextList){0};
    side->in.is_catalog = true; /* names in canonical text are complete */
    side->in.typing = typing_memory_new(arena, schema);
}

/* ---- Reading a text back */

static Node *parse_one(Interpreter *in, Text sql) {
    const List *tree = raw_parser(text_to_string(in->scratch, sql), RAW_PARSE_DEFAULT);
    return list_length(tree) == 1 ? linitial_node(RawStmt, tree)->stmt : NULL;
}

static Text read_expression(Interpreter *in, Text text, const NormalizeContext *context) {
    Node *expression = parse_expression_text(in, text);
    return expression == NULL ? TEXT_ABSENT : normalize_expression(in, expression, context);
}

static Text read_default(Interpreter *in, const Object *object, Text text, Text target_type) {
    bool is_of_view =
        object->parent != NULL && object->kind == KIND_COLUMN && text_is_empty(target_type);
    NormalizeContext context = {
        .target_type =
            is_of_view ? typing_column_type(in, object->parent, object->name) : target_type};
    return read_expression(in, text, &context);
}

/* CHECK, USING, a generated column: of a table, or CHECK of a domain. */
static Text read_of_parent(Interpreter *in, const Object *object, Text text, Text target_type) {
    const Object *parent = object->parent;
    bool is_of_domain = parent->kind == KIND_DOMAIN;
    NormalizeContext context = {.target_type = target_type,
                                .relation = is_of_domain ? NULL : parent,
                                .value_type =
                                    is_of_domain ? ((const Domain *)parent)->type : TEXT("")};
    return read_expression(in, text, &context);
}

static Text read_index(Interpreter *in, const Object *object, Text text, Text target_type) {
    (void)target_type;
    TableIndex index = {.object = {.kind = KIND_INDEX}};
    Outcome outcome = index_define(in, &index, object->parent, index_parse_definition(in, text));
    return outcome == OUTCOME_APPLIED ? index.definition : TEXT_ABSENT;
}

static Text read_query(Interpreter *in, const Object *object, Text text, Text target_type) {
    (void)object;
    (void)target_type;
    Node *statement = parse_one(in, text);
    TextList columns = {0};
    NormalizeContext context = {.references = NULL};
    return statement == NULL || !IsA(statement, SelectStmt)
               ? TEXT_ABSENT
               : normalize_query(in, (SelectStmt *)statement, NIL, &context, &columns);
}

/* CREATE TRIGGER, CREATE RULE. */
static Text read_statement(Interpreter *in, const Object *object, Text text, Text target_type) {
    (void)target_type;
    Node *statement = parse_one(in, text);
    NormalizeContext context = {.relation = object->parent};
    return statement == NULL ? TEXT_ABSENT : normalize_statement(in, statement, &context);
}

/* An expression of a statement, typed in place. */
static bool retype(Interpreter *in, const Object *relation, Node **slot) {
    NormalizeContext context = {.relation = relation};
    Text typed = *slot == NULL ? TEXT_ABSENT : normalize_expression(in, *slot, &context);
    *slot = text_is_absent(typed) ? *slot : parse_expression_text(in, typed);
    return *slot != NULL;
}

/* EXCLUDE USING gist (lower(a) WITH =) WHERE (...) */
static Text read_exclusion(Interpreter *in, const Object *object, Text text, Text target_type) {
    (void)target_type;
    Node *statement = parse_one(in, text_format(in->scratch, "ALTER TABLE x ADD %s", text));
    AlterTableCmd *command =
        linitial_node(AlterTableCmd, castNode(AlterTableStmt, statement)->cmds);
    Constraint *constraint = castNode(Constraint, command->def);
    ListCell *cell;
    foreach (cell, constraint->exclusions) {
        retype(in, object->parent, &linitial_node(IndexElem, lfirst(cell))->expr);
    }
    retype(in, object->parent, &constraint->where_clause);
    Normalizer normalizer = {.in = in};
    return normalizer_print(&normalizer, statement, TEXT(""));
}

/* "RANGE (lower(a))" */
static Text read_partition_key(Interpreter *in, const Object *object, Text text, Text target_type) {
    (void)target_type;
    Table table = *(const Table *)object;
    table.partition_key = text;
    partition_respell_key(in, &table);
    return table.partition_key;
}

static Text read_body_statement(Interpreter *in, const Object *object, Node *statement) {
    NormalizeContext context = {.routine = (const Routine *)object};
    return normalize_statement(in, statement, &context);
}

/* BEGIN ATOMIC ... END, or RETURN ... */
static Text read_body(Interpreter *in, const Object *object, Text text, Text target_type) {
    (void)target_type;
    const char *form = "CREATE FUNCTION x() RETURNS void LANGUAGE sql %s";
    Node *statement = parse_one(in, text_format(in->scratch, form, text));
    Node *body = castNode(CreateFunctionStmt, statement)->sql_body;
    if (!IsA(body, List)) {
        return read_body_statement(in, object, body);
    }
    Builder out = builder_new(in->scratch);
    ListCell *cell;
    foreach (cell, (List *)linitial((List *)body)) {
        builder_format(&out, "%s;", read_body_statement(in, object, lfirst(cell)));
    }
    return text_copy(in->schema->arena, builder_text(&out));
}

static void read_piece(Interpreter *in, void *state) {
    Piece *piece = state;
    piece->typed = piece->reader(in, piece->object, piece->text, piece->target_type);
}

static Text typed_text(Side *side, Piece piece) {
    ArenaMark mark = arena_mark(&side->scratch);
    bool is_read = interpreter_run(&side->in, read_piece, &piece);
    arena_release(&side->scratch, mark);
    return is_read ? piece.typed : TEXT_ABSENT;
}

/* Are the two texts one?  Each is read with the objects of its own side. */
static bool are_one(Pairs *pairs, PieceReader *reader, const Object *old, Text old_text,
                    Text old_target, const Object *new, Text new_text, Text new_target) {
    if (text_same(old_text, new_text) || text_is_empty(old_text) || text_is_empty(new_text)) {
        return false;
    }
    pairs->old->in.typing->is_in_doubt = pairs->new->in.typing->is_in_doubt = false;
    Text left = typed_text(pairs->old, (Piece){reader, old, old_text, old_target, TEXT_ABSENT});
    Text right = typed_text(pairs->new, (Piece){reader, new, new_text, new_target, TEXT_ABSENT});
    bool is_one = !text_is_empty(left) && text_equal(left, right);
    bool is_told =
        is_one || (!pairs->old->in.typing->is_in_doubt && !pairs->new->in.typing->is_in_doubt);
    pairs->is_in_doubt |= !is_told;
    return is_one;
}

static void take(Pairs *pairs, Text *text, Text from) {
    *text = text_copy(pairs->arena, from);
}

/* ---- Kinds */

typedef void PairRule(Pairs *pairs, const Object *old, Object *new);

static void settle_column(Pairs *pairs, const Object *old_object, Object *new_object) {
    const Column *old = (const Column *)old_object;
    Column *new = (Column *)new_object;
    PieceReader *reader = old->generated == GENERATED_NEVER ? read_default : read_of_parent;
    if (old->generated == new->generated &&
        are_one(pairs, reader, old_object, old->default_value, old->type, new_object,
                new->default_value, new->type)) {
        take(pairs, &new->default_value, old->default_value);
    }
}

static void settle_constraint(Pairs *pairs, const Object *old_object, Object *new_object) {
    const TableConstraint *old = (const TableConstraint *)old_object;
    TableConstraint *new = (TableConstraint *)new_object;
    if (old->type != new->type || old->is_no_inherit != new->is_no_inherit) {
        return;
    }
    bool is_check = old->type == CONSTRAINT_TYPE_CHECK;
    bool is_exclusion = old->type == CONSTRAINT_TYPE_EXCLUDE;
    if ((is_check && are_one(pairs, read_of_parent, old_object, old->expression, TEXT("boolean"),
                             new_object, new->expression, TEXT("boolean"))) ||
        (is_exclusion && are_one(pairs, read_exclusion, old_object, old->definition, TEXT(""),
                                 new_object, new->definition, TEXT("")))) {
        take(pairs, &new->expression, old->expression);
        take(pairs, &new->definition, old->definition);
    }
}

static void settle_domain(Pairs *pairs, const Object *old_object, Object *new_object) {
    const Domain *old = (const Domain *)old_object;
    Domain *new = (Domain *)new_object;
    if (are_one(pairs, read_default, old_object, old->default_value, old->type, new_object,
                new->default_value, new->type)) {
        take(pairs, &new->default_value, old->default_value);
    }
}

static void settle_index(Pairs *pairs, const Object *old_object, Object *new_object) {
    const TableIndex *old = (const TableIndex *)old_object;
    TableIndex *new = (TableIndex *)new_object;
    if (are_one(pairs, read_index, old_object, old->definition, TEXT(""), new_object,
                new->definition, TEXT(""))) {
        take(pairs, &new->definition, old->definition);
    }
}

static void settle_view(Pairs *pairs, const Object *old_object, Object *new_object) {
    const View *old = (const View *)old_object;
    View *new = (View *)new_object;
    if (are_one(pairs, read_query, old_object, old->query, TEXT(""), new_object, new->query,
                TEXT(""))) {
        take(pairs, &new->query, old->query);
    }
}

static void settle_trigger(Pairs *pairs, const Object *old_object, Object *new_object) {
    const TableTrigger *old = (const TableTrigger *)old_object;
    TableTrigger *new = (TableTrigger *)new_object;
    if (are_one(pairs, read_statement, old_object, old->definition, TEXT(""), new_object,
                new->definition, TEXT(""))) {
        take(pairs, &new->definition, old->definition);
    }
}

static void settle_rule(Pairs *pairs, const Object *old_object, Object *new_object) {
    const RewriteRule *old = (const RewriteRule *)old_object;
    RewriteRule *new = (RewriteRule *)new_object;
    if (are_one(pairs, read_statement, old_object, old->definition, TEXT(""), new_object,
                new->definition, TEXT(""))) {
        take(pairs, &new->definition, old->definition);
    }
}

static void settle_policy(Pairs *pairs, const Object *old_object, Object *new_object) {
    const RowPolicy *old = (const RowPolicy *)old_object;
    RowPolicy *new = (RowPolicy *)new_object;
    if (are_one(pairs, read_of_parent, old_object, old->using_expression, TEXT("boolean"),
                new_object, new->using_expression, TEXT("boolean"))) {
        take(pairs, &new->using_expression, old->using_expression);
    }
    if (are_one(pairs, read_of_parent, old_object, old->check_expression, TEXT("boolean"),
                new_object, new->check_expression, TEXT("boolean"))) {
        take(pairs, &new->check_expression, old->check_expression);
    }
}

static void settle_routine(Pairs *pairs, const Object *old_object, Object *new_object) {
    const Routine *old = (const Routine *)old_object;
    Routine *new = (Routine *)new_object;
    for (size_t i = 0; i < old->parameters.count && i < new->parameters.count; i++) {
        const Parameter *there = &old->parameters.items[i];
        Parameter *wanted = &new->parameters.items[i];
        if (are_one(pairs, read_default, old_object, there->default_value, there->type, new_object,
                    wanted->default_value, wanted->type)) {
            take(pairs, &wanted->default_value, there->default_value);
        }
    }
    if (old->is_sql_standard_body && new->is_sql_standard_body &&
        are_one(pairs, read_body, old_object, old->body, TEXT(""), new_object, new->body,
                TEXT(""))) {
        take(pairs, &new->body, old->body);
    }
}

static void settle_table(Pairs *pairs, const Object *old_object, Object *new_object) {
    const Table *old = (const Table *)old_object;
    Table *new = (Table *)new_object;
    if (are_one(pairs, read_partition_key, old_object, old->partition_key, TEXT(""), new_object,
                new->partition_key, TEXT(""))) {
        take(pairs, &new->partition_key, old->partition_key);
    }
}

static PairRule *const rules[OBJECT_KIND_COUNT] = {
    [KIND_COLUMN] = settle_column,     [KIND_CONSTRAINT] = settle_constraint,
    [KIND_DOMAIN] = settle_domain,     [KIND_INDEX] = settle_index,
    [KIND_VIEW] = settle_view,         [KIND_MATERIALIZED_VIEW] = settle_view,
    [KIND_TRIGGER] = settle_trigger,   [KIND_RULE] = settle_rule,
    [KIND_POLICY] = settle_policy,     [KIND_FUNCTION] = settle_routine,
    [KIND_PROCEDURE] = settle_routine, [KIND_TABLE] = settle_table,
};

size_t typed_pairs_count(const Schema *old, const Schema *new) {
    size_t count = 0;
    for (size_t i = 0; i < new->all.count; i++) {
        const Object *object = new->all.items[i];
        const Object *there =
            rules[object->kind] == NULL ? NULL : schema_find_key(old, object->key);
        count += there != NULL && !object_equal(there, object);
    }
    return count;
}

ObjectList typed_pairs_settle(Arena *arena, Schema *old, Schema *new) {
    ObjectList in_doubt = {0};
    Side sides[2];
    Pairs pairs = {.arena = arena};
    for (size_t i = 0; i < new->all.count; i++) {
        Object *object = new->all.items[i];
        PairRule *rule = rules[object->kind];
        const Object *there = rule == NULL ? NULL : schema_find_key(old, object->key);
        if (there == NULL || object_equal(there, object)) {
            continue;
        }
        if (pairs.old == NULL) {
            side_open(&sides[0], arena, old);
            side_open(&sides[1], arena, new);
            pairs.old = &sides[0];
            pairs.new = &sides[1];
        }
        pairs.is_in_doubt = false;
        rule(&pairs, there, object);
        fingerprint_object(arena, object);
        if (pairs.is_in_doubt) {
            list_push(arena, &in_doubt, object);
        }
    }
    return in_doubt;
}
