/*
 * Rename in SQL: one piece of canonical SQL -> the same with the new name.
 *
 * Expressions and queries are walked by their tree.  Lists of plain columns (keys, INCLUDE, UPDATE
 * OF) have no positions in the tree and are found among the tokens.
 */
#include "parser/rename_walk.h"

#include "compiler/builder.h"
#include "nodes/pg_list.h"
#include "parser/parser.h"

static Text prefix_of(SqlForm form) {
    switch (form) {
        case SQL_EXPRESSION: return TEXT("SELECT (");
        case SQL_QUERY:
        case SQL_STATEMENT: return TEXT("");
        case SQL_INDEX: return TEXT("CREATE INDEX ON x ");
        case SQL_CONSTRAINT: return TEXT("ALTER TABLE x ADD CONSTRAINT x ");
        case SQL_PARTITION_KEY: return TEXT("CREATE TABLE x () PARTITION BY ");
        case SQL_BODY: return TEXT("CREATE FUNCTION x() RETURNS int LANGUAGE sql ");
        case SQL_TYPE: break;
    }
    return TEXT("");
}

static bool is_column_of(const RenameWalk *walk, const Object *relation) {
    return walk->renaming->kind == RENAMED_COLUMN && rename_is_target(walk->renaming, relation);
}

static bool is_old_column(const RenameWalk *walk, SqlToken token) {
    return token.kind == TOKEN_NAME && text_equal(token.name, walk->renaming->old.name);
}

/* The first token of an element of a list: a plain column, unless it calls or qualifies. */
static void rename_element(RenameWalk *walk, SqlToken token) {
    Arena *scratch = walk->renaming->in->scratch;
    SqlToken next = sql_token(scratch, walk->sql, token.span.end);
    if (sql_token_is_word(token, "period") && next.kind == TOKEN_NAME) {
        rename_element(walk, next);
    } else if (is_old_column(walk, token) && !sql_token_is(walk->sql, next, '(') &&
               !sql_token_is(walk->sql, next, '.')) {
        sql_edit_add(scratch, &walk->edits, token.span,
                     text_quote_identifier(scratch, walk->renaming->new.name));
    }
}

/* One parenthesised list, from its opening parenthesis; the position after the closing one. */
static size_t rename_list(RenameWalk *walk, size_t position, bool is_ours) {
    Arena *scratch = walk->renaming->in->scratch;
    size_t depth = 0;
    bool starts_element = false;
    for (;;) {
        SqlToken token = sql_token(scratch, walk->sql, position);
        position = token.span.end;
        if (token.kind == TOKEN_END) {
            return position;
        }
        if (starts_element && is_ours) {
            rename_element(walk, token);
        }
        starts_element = depth == 1 && sql_token_is(walk->sql, token, ',');
        if (sql_token_is(walk->sql, token, '(')) {
            starts_element = ++depth == 1;
        } else if (sql_token_is(walk->sql, token, ')') && --depth == 0) {
            return position;
        }
    }
}

/*
 * The lists of an index, a constraint or a partition key.  That after REFERENCES name holds columns
 * of the other table; those after WITH, WHERE and CHECK are no lists of columns.
 */
static void rename_lists(RenameWalk *walk, size_t position, bool is_own, bool is_foreign) {
    Arena *scratch = walk->renaming->in->scratch;
    SqlToken before = {.kind = TOKEN_END};
    bool is_referenced = false;
    for (;;) {
        SqlToken token = sql_token(scratch, walk->sql, position);
        if (token.kind == TOKEN_END) {
            return;
        }
        if (!sql_token_is(walk->sql, token, '(')) {
            is_referenced |= sql_token_is_word(token, "references");
            position = token.span.end;
            before = token;
            continue;
        }
        bool is_list = !sql_token_is_word(before, "with") && !sql_token_is_word(before, "where") &&
                       !sql_token_is_word(before, "check");
        position =
            rename_list(walk, token.span.start, is_list && (is_referenced ? is_foreign : is_own));
        is_referenced = false;
    }
}

/* Every dotted name, where none can be a column with its table: types, indexes, keys. */
static void rename_chains(RenameWalk *walk, size_t position) {
    Arena *scratch = walk->renaming->in->scratch;
    for (;;) {
        SqlToken token = sql_token(scratch, walk->sql, position);
        if (token.kind == TOKEN_END) {
            return;
        }
        position = token.span.end;
        if (token.kind == TOKEN_NAME) {
            position = sql_chain(scratch, walk->sql, token.span.start).span.end;
            rename_chain_at(walk, (int)token.span.start);
        }
    }
}

/* ---- forms ---- */

static void visit_index(RenameWalk *walk, const IndexStmt *index) {
    ListCell *cell;
    foreach (cell, index->indexParams) {
        rename_visit(&lfirst_node(IndexElem, cell)->expr, walk);
    }
    Node *where = index->whereClause;
    rename_visit(&where, walk);
}

static void visit_constraint(RenameWalk *walk, const Constraint *constraint) {
    Node *nodes[] = {constraint->raw_expr, constraint->where_clause, (Node *)constraint->pktable};
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
        rename_visit(&nodes[i], walk);
    }
    ListCell *cell;
    foreach (cell, constraint->exclusions) {
        rename_visit(&lfirst_node(IndexElem, list_head(lfirst_node(List, cell)))->expr, walk);
    }
}

static void visit_partition_key(RenameWalk *walk, const PartitionSpec *key) {
    ListCell *cell;
    foreach (cell, key->partParams) {
        rename_visit(&lfirst_node(PartitionElem, cell)->expr, walk);
    }
}

/* UPDATE OF a, b: up to the next event or ON. */
static size_t rename_update_columns(RenameWalk *walk, size_t position) {
    Arena *scratch = walk->renaming->in->scratch;
    for (;;) {
        SqlToken token = sql_token(scratch, walk->sql, position);
        if (token.kind != TOKEN_NAME) {
            return position;
        }
        rename_element(walk, token);
        SqlToken comma = sql_token(scratch, walk->sql, token.span.end);
        position = comma.span.end;
        if (!sql_token_is(walk->sql, comma, ',')) {
            return token.span.end;
        }
    }
}

/* The function's name and the columns have no positions in the tree. */
static void rename_trigger_tokens(RenameWalk *walk, bool is_own) {
    Arena *scratch = walk->renaming->in->scratch;
    SqlToken before = {.kind = TOKEN_END};
    for (size_t position = 0;;) {
        SqlToken token = sql_token(scratch, walk->sql, position);
        if (token.kind == TOKEN_END) {
            return;
        }
        position = token.span.end;
        if (is_own && sql_token_is_word(before, "update") && sql_token_is_word(token, "of")) {
            position = rename_update_columns(walk, position);
        } else if (sql_token_is_word(before, "execute") &&
                   (sql_token_is_word(token, "function") ||
                    sql_token_is_word(token, "procedure"))) {
            if (walk->renaming->kind == RENAMED_ROUTINE || walk->renaming->kind == RENAMED_SCHEMA) {
                rename_chain_at(walk, (int)position);
            }
            return; /* arguments follow */
        }
        before = token;
    }
}

static void visit_trigger(RenameWalk *walk, const CreateTrigStmt *trigger, const Object *table) {
    Node *nodes[] = {(Node *)trigger->relation, (Node *)trigger->constrrel, trigger->whenClause};
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
        rename_visit(&nodes[i], walk);
    }
    rename_trigger_tokens(walk, is_column_of(walk, table));
}

static void visit_rule(RenameWalk *walk, const RuleStmt *rule) {
    Node *nodes[] = {(Node *)rule->relation, rule->whereClause};
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
        rename_visit(&nodes[i], walk);
    }
    tree_visit_list(rule->actions, rename_visit, walk);
}

/* A body is a RETURN, or a list of lists of statements. */
static void visit_body(RenameWalk *walk, Node *body) {
    if (IsA(body, List)) {
        tree_visit_list((List *)body, rename_visit, walk);
    } else {
        rename_visit(&body, walk);
    }
}

static void visit_statement(RenameWalk *walk, Node *node, const Object *relation, size_t start) {
    bool is_own = is_column_of(walk, relation);
    switch (nodeTag(node)) {
        case T_IndexStmt: visit_index(walk, (const IndexStmt *)node); break;
        case T_CreateTrigStmt: visit_trigger(walk, (const CreateTrigStmt *)node, relation); return;
        case T_RuleStmt: visit_rule(walk, (const RuleStmt *)node); return;
        case T_CreateFunctionStmt:
            visit_body(walk, ((const CreateFunctionStmt *)node)->sql_body);
            return;
        case T_CreateStmt: visit_partition_key(walk, ((const CreateStmt *)node)->partspec); break;
        case T_AlterTableStmt: {
            const AlterTableCmd *command = linitial(((const AlterTableStmt *)node)->cmds);
            const Constraint *constraint = (const Constraint *)command->def;
            visit_constraint(walk, constraint);
            bool is_foreign = constraint->pktable != NULL &&
                              is_column_of(walk, interpreter_find_relation(walk->renaming->in,
                                                                           constraint->pktable));
            rename_lists(walk, start, is_own, is_foreign);
            break;
        }
        default: rename_visit(&node, walk); return;
    }
    if (walk->renaming->kind == RENAMED_SCHEMA) {
        rename_chains(walk, start);
    } else if (is_own && !IsA(node, AlterTableStmt)) {
        rename_lists(walk, start, true, false);
    }
}

/* ---- the entrance ---- */

/* A column can only be meant where its table is named, or stands unsaid. */
static bool may_hold_column(const Renaming *renaming, SqlForm form, Text sql,
                            const Object *relation) {
    bool is_star = form != SQL_EXPRESSION && text_contains(sql, TEXT("*"));
    if (!is_star && !sql_may_name(sql, renaming->old.name)) {
        return false;
    }
    for (size_t i = 0; i < renaming->relations.count; i++) {
        const Object *target = renaming->relations.items[i];
        if (target == relation || target->kind == KIND_COMPOSITE ||
            sql_may_name(sql, target->name)) {
            return true;
        }
    }
    return false;
}

static bool may_hold(const Renaming *renaming, SqlForm form, Text sql, const Object *relation) {
    if (text_is_empty(sql)) {
        return false;
    }
    if (renaming->kind == RENAMED_COLUMN) {
        return may_hold_column(renaming, form, sql, relation);
    }
    if (renaming->kind == RENAMED_LABEL) {
        bool is_spelled_so = !text_contains(renaming->old_label, TEXT("'")) &&
                             !text_contains(renaming->old_label, TEXT("\\"));
        return form != SQL_TYPE && (!is_spelled_so || text_contains(sql, renaming->old_label));
    }
    bool is_schema = renaming->kind == RENAMED_SCHEMA;
    return sql_may_name(sql, is_schema ? renaming->old.schema : renaming->old.name);
}

static void add_trigger_rows(const Renaming *renaming, RenameScope *scope, const Object *relation) {
    static const char *const names[] = {"new", "old"};
    for (size_t i = 0; i < 2; i++) {
        rename_scope_add_relation(renaming, scope, relation, text_from_string(names[i]), true);
        scope->from.items[scope->from.count - 1].columns.count = 0; /* only with the qualifier */
    }
}

static void walk_tree(RenameWalk *walk, SqlForm form, const Object *relation, size_t start) {
    List *tree =
        raw_parser(text_to_string(walk->renaming->in->scratch, walk->sql), RAW_PARSE_DEFAULT);
    RenameScope scope = {.outer = NULL};
    if (relation != NULL && form == SQL_STATEMENT) {
        add_trigger_rows(walk->renaming, &scope, relation);
    } else if (relation != NULL) {
        rename_scope_add_relation(walk->renaming, &scope, relation, relation->name, false);
    }
    walk->scope = &scope;
    if (list_length(tree) != 1) {
        walk->is_certain = false;
    } else if (form == SQL_EXPRESSION) {
        const SelectStmt *select = (const SelectStmt *)linitial_node(RawStmt, tree)->stmt;
        rename_visit(&linitial_node(ResTarget, select->targetList)->val, walk);
    } else {
        visit_statement(walk, linitial_node(RawStmt, tree)->stmt, relation, start);
    }
}

Text rename_in_sql(const Renaming *renaming, SqlForm form, Text sql, const Object *relation,
                   bool *is_certain) {
    if (!may_hold(renaming, form, sql, relation)) {
        return sql;
    }
    Arena *scratch = renaming->in->scratch;
    Text prefix = prefix_of(form);
    Text suffix = form == SQL_EXPRESSION ? TEXT(")") : TEXT("");
    RenameWalk walk = {.renaming = renaming, .is_certain = true};
    walk.sql = text_format(scratch, "%s%s%s", prefix, sql, suffix);
    if (form == SQL_TYPE) {
        rename_chains(&walk, 0);
    } else {
        walk_tree(&walk, form, relation, prefix.length);
    }
    *is_certain &= walk.is_certain;
    if (walk.edits.count == 0) {
        return sql;
    }
    Text edited = sql_edit_apply(renaming->in->schema->arena, walk.sql, &walk.edits);
    return text_slice(edited, prefix.length, edited.length - suffix.length);
}
