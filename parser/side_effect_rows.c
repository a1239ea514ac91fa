/*
 * Side effect, rows: an INSERT whose rows can be found again.
 *
 * In: an INSERT into a known table.  Out: a key of the table and, of each row, the values of that
 * key as SQL; or the reason why there are none.
 */
#include "parser/side_effect.h"

#include "compiler/builder.h"

/* A literal as SQL; absent for all else, and for NULL, which no key finds. */
static Text literal_text(const Interpreter *in, const Node *node) {
    Arena *arena = in->schema->arena;
    if (IsA(node, TypeCast)) {
        return literal_text(in, castNode(TypeCast, node)->arg);
    }
    if (IsA(node, A_Expr)) {
        const A_Expr *sign = castNode(A_Expr, node);
        bool is_minus = sign->lexpr == NULL && list_length(sign->name) == 1 &&
                        strcmp(strVal(linitial(sign->name)), "-") == 0;
        Text value = is_minus ? literal_text(in, sign->rexpr) : TEXT_ABSENT;
        return text_is_absent(value) ? value : text_format(arena, "-%s", value);
    }
    if (!IsA(node, A_Const) || castNode(A_Const, node)->isnull) {
        return TEXT_ABSENT;
    }
    const Node *value = (const Node *)&castNode(A_Const, node)->val;
    switch (nodeTag(value)) {
        case T_Integer: return text_from_integer(arena, intVal(value));
        case T_Float: return text_copy_string(arena, castNode(Float, value)->fval);
        case T_Boolean: return boolVal(value) ? TEXT("true") : TEXT("false");
        case T_String: return text_quote_literal(arena, text_from_string(strVal(value)));
        default: return TEXT_ABSENT;
    }
}

/* The rows of VALUES, or of a SELECT without FROM, as lists of expressions; NIL for any other. */
static List *literal_rows(const SelectStmt *select) {
    if (select == NULL || select->withClause != NULL || select->op != SETOP_NONE) {
        return NIL;
    }
    if (select->valuesLists != NIL) {
        return select->valuesLists;
    }
    if (select->fromClause != NIL || select->whereClause != NULL) {
        return NIL;
    }
    List *row = NIL;
    ListCell *cell;
    foreach (cell, select->targetList) {
        row = lappend(row, lfirst_node(ResTarget, cell)->val);
    }
    return list_make1(row);
}

/* The place of a column in each row of the INSERT; -1 when it is not given. */
static int column_place(const InsertStmt *insert, const Object *table, Text name) {
    int place = 0;
    ListCell *cell;
    foreach (cell, insert->cols) {
        if (text_equal(text_from_string(lfirst_node(ResTarget, cell)->name), name)) {
            return place;
        }
        place++;
    }
    for (size_t i = 0; insert->cols == NIL && i < table->children.count; i++) {
        const Object *child = table->children.items[i];
        if (child->kind == KIND_COLUMN && text_equal(child->name, name)) {
            return place;
        }
        place += child->kind == KIND_COLUMN;
    }
    return -1;
}

/* "(1, 'x')"; absent when one of the values is not a literal. */
static Text row_key(const Interpreter *in, const InsertStmt *insert, const Object *table,
                    const TableConstraint *key, const List *row) {
    Builder out = builder_new(in->schema->arena);
    for (size_t i = 0; i < key->columns.count; i++) {
        int place = column_place(insert, table, key->columns.items[i]);
        Text value = place < 0 || place >= list_length(row)
                         ? TEXT_ABSENT
                         : literal_text(in, list_nth(row, place));
        if (text_is_absent(value)) {
            return TEXT_ABSENT;
        }
        builder_format(&out, "%s%s", i == 0 ? TEXT("(") : TEXT(", "), value);
    }
    builder_add_char(&out, ')');
    return builder_text(&out);
}

static bool read_by_key(const Interpreter *in, const InsertStmt *insert, const TableConstraint *key,
                        const List *rows, SideEffect *effect) {
    Arena *arena = in->schema->arena;
    TextList found = {0};
    ObjectList columns = {0};
    ListCell *cell;
    foreach (cell, rows) {
        Text row = row_key(in, insert, effect->table, key, lfirst(cell));
        if (text_is_absent(row)) {
            return false;
        }
        list_push(arena, &found, row);
    }
    for (size_t i = 0; i < key->columns.count; i++) {
        Column *column = table_find_column(effect->table, key->columns.items[i]);
        if (column == NULL) {
            return false;
        }
        list_push(arena, &columns, &column->object);
    }
    effect->rows = found;
    effect->columns = columns;
    return true;
}

/* The primary key, or else a unique constraint, whose every value is a literal. */
static bool read_by_any_key(const Interpreter *in, const InsertStmt *insert, const List *rows,
                            SideEffect *effect) {
    static const ConstraintType types[] = {CONSTRAINT_TYPE_PRIMARY_KEY, CONSTRAINT_TYPE_UNIQUE};
    for (size_t wanted = 0; wanted < lengthof(types); wanted++) {
        for (size_t i = 0; i < effect->table->children.count; i++) {
            const Object *child = effect->table->children.items[i];
            if (child->kind == KIND_CONSTRAINT &&
                ((const TableConstraint *)child)->type == types[wanted] &&
                read_by_key(in, insert, (const TableConstraint *)child, rows, effect)) {
                return true;
            }
        }
    }
    return false;
}

void side_effect_read_rows(Interpreter *in, const InsertStmt *insert, SideEffect *effect) {
    if (insert->onConflictClause != NULL) {
        effect->reason = TEXT("with ON CONFLICT it is not known which rows were there before");
        return;
    }
    const List *rows =
        insert->withClause != NULL ? NIL : literal_rows((const SelectStmt *)insert->selectStmt);
    if (rows == NIL) {
        effect->reason = TEXT("its rows are computed, so that nothing says which ones they are");
    } else if (!read_by_any_key(in, insert, rows, effect)) {
        effect->reason = TEXT("it does not state the values of a primary key or unique constraint, "
                              "by which its rows could be found again");
    }
}
