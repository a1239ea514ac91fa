/*
 * Rename scope: what the names in a query's FROM mean, as far as a renaming has to know.
 */
#ifndef SCHEMAC_RENAME_SCOPE_H
#define SCHEMAC_RENAME_SCOPE_H

#include "parser/rename.h"

typedef struct FromItem {
    Text name;              /* alias, or the relation's own name */
    const Object *relation; /* NULL: a subquery, a function, a CTE */
    bool is_target;         /* the renamed relation, or one that has the renamed column */
    bool has_alias;
    bool knows_columns;
    TextList columns;
} FromItem;

typedef struct FromItemList {
    FromItem *items;
    size_t count, capacity;
} FromItemList;

typedef struct RenameScope {
    const struct RenameScope *outer;
    FromItemList from;
    const List *ctes;        /* CommonTableExpr */
    bool has_merged_columns; /* JOIN ... USING, NATURAL */
} RenameScope;

/* Is the relation the renamed one, or among those that have the renamed column? */
bool rename_is_target(const Renaming *renaming, const Object *relation);

/* Fill scope->from; scope->outer and scope->ctes are set. */
void rename_scope_add(const Renaming *renaming, RenameScope *scope, const List *from_clause);
/* One relation with an alias or none: the target of UPDATE, the table of a CHECK. */
void rename_scope_add_relation(const Renaming *renaming, RenameScope *scope, const Object *relation,
                               Text name, bool has_alias);

typedef enum Meaning { MEANS_OTHER, MEANS_TARGET, MEANS_UNKNOWN } Meaning;

/* What an unqualified column name means: a column of the renamed relation? */
Meaning rename_column_meaning(const RenameScope *scope, Text column);
/* The item that a qualifier means; NULL when none. */
const FromItem *rename_find_item(const RenameScope *scope, Text qualifier);

#endif
