/*
 * Privilege: the ACL of an object as the model keeps it.
 *
 * Object.privileges is what everybody but the owner has, built-in defaults of PUBLIC included;
 * Object.owner_revoked is what the owner has not.
 */
#ifndef SCHEMAC_PRIVILEGE_H
#define SCHEMAC_PRIVILEGE_H

#include "parser/interpreter.h"

/* An empty grantee is PUBLIC.  The owner himself is a no-op, but takes it out of owner_revoked. */
void privilege_grant(Arena *arena, Object *object, Text grantee, Text privilege, bool is_grantable);
void privilege_revoke(Arena *arena, Object *object, Text grantee, Text privilege);
/* REVOKE GRANT OPTION FOR. */
void privilege_revoke_option(Object *object, Text grantee, Text privilege);

/* Says that who granted is not modelled, of an object on which others than its owner grant. */
void privilege_note_grantor(const Interpreter *in, const Object *object, Text grantor);

/*
 * The built-in defaults of a new object: EXECUTE on functions and procedures, USAGE on types and
 * domains, both for PUBLIC; nothing else.  Replaces what was there.
 */
void privileges_default(Arena *arena, Object *object);

#endif
