/*
 * Rename walk: the state of one pass over the tree of a piece of SQL.
 */
#ifndef SCHEMAC_RENAME_WALK_H
#define SCHEMAC_RENAME_WALK_H

#include "parser/rename_scope.h"
#include "parser/sql_edit.h"
#include "parser/tree.h"

typedef struct RenameWalk {
    const Renaming *renaming;
    Text sql; /* what was parsed: locations are offsets in it */
    SqlEditList edits;
    const RenameScope *scope;
    bool hides_outputs; /* in a sublink, whose column names nobody sees */
    bool is_certain;
} RenameWalk;

void rename_visit(Node **slot, void *walk); /* a TreeVisitor */

/* The new form of schema.name when the renaming concerns it. */
bool rename_name(const Renaming *renaming, Text schema, Text name, QualifiedName *renamed);
/* Replace the schema.name that begins at the position, if it is the renamed one. */
void rename_chain_at(RenameWalk *walk, int position);
/* Replace one part of the name that begins at the position. */
void rename_part_at(RenameWalk *walk, int position, size_t part, Text replacement);

/* rename_label.c; true: the literal's type is known, and there is nothing more to look at. */
bool rename_visit_label_cast(RenameWalk *walk, const TypeCast *cast);
bool rename_visit_label_comparison(RenameWalk *walk, const A_Expr *comparison);
void rename_visit_bare_literal(RenameWalk *walk, const Node *node);
void rename_label_of_default(const Renaming *renaming, Text type, Text *default_value);

/* rename_query.c */
void rename_visit_select(RenameWalk *walk, SelectStmt *select);
void rename_visit_change(RenameWalk *walk, Node *statement);

#endif
