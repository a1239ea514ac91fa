/*
 * Ground: what a twin stands on.
 *
 * A twin is made in the database as it is.  Where the tables, types or functions that it uses are
 * about to change, what the server says of the twin is not what it will say of the object.
 */
#ifndef SCHEMAC_PROBE_GROUND_H
#define SCHEMAC_PROBE_GROUND_H

#include "compiler/schema.h"

/* Something that the desired object uses, at whatever remove, has other types in the two schemas.
 */
bool ground_moves(const Schema *old, const Schema *new, const Object *object);

#endif
