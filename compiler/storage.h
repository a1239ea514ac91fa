/*
 * Storage: how PostgreSQL stores values of a type when the column says nothing
 * (pg_type.typstorage).
 */
#ifndef SCHEMAC_STORAGE_H
#define SCHEMAC_STORAGE_H

#include "compiler/text.h"

/*
 * "PLAIN", "MAIN" or "EXTENDED", as SET STORAGE spells it.  Empty for a type that is not one of
 * PostgreSQL's common ones.  `type` is canonical, with its modifier: "character varying(20)".
 */
Text storage_of_type(Text type);

#endif
