/*
 * Operator class: which ones PostgreSQL has, and which it takes by itself for a type.
 */
#ifndef SCHEMAC_OPERATOR_CLASS_H
#define SCHEMAC_OPERATOR_CLASS_H

#include "compiler/schema.h"

/* Is it one of pg_catalog's ("text_pattern_ops"), as of PostgreSQL 18? */
bool operator_class_is_builtin(Text name);

/*
 * Would an index of that access method use it for a column of that canonical type without being
 * told? `is_enum`: the type is an enum.  False when in doubt.
 */
bool operator_class_is_default(Text access_method, Text name, Text type, bool is_enum);

#endif
