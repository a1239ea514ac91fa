/*
 * Tree: walk a raw parse tree through the places that hold its nodes.
 *
 * PostgreSQL's raw_expression_tree_walker() shows each child but not where it is kept, so a child
 * cannot be replaced by a node of another kind.  Here the visitor gets the place ("slot").
 */
#ifndef SCHEMAC_TREE_H
#define SCHEMAC_TREE_H

#include "postgres.h" /* libpg_query's */

#include "compiler/text.h"
#include "nodes/parsenodes.h"

typedef void TreeVisitor(Node **slot, void *state);

/* Visit the slots of the node's children, in the order of the text; a List's items, not the List.
 */
void tree_visit_children(Node *node, TreeVisitor *visit, void *state);

/* The same for the items of a list. */
void tree_visit_list(List *list, TreeVisitor *visit, void *state);

/* A C string in the tree's memory. */
char *tree_string(Text text);

#endif
