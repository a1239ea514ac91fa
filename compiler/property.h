/*
 * Properties that many kinds of object have: privileges, and settings by name.
 */
#ifndef SCHEMAC_PROPERTY_H
#define SCHEMAC_PROPERTY_H

#include "compiler/text.h"

/*
 * One right of one grantee.  An object's list is what its ACL says of everybody but the owner; the
 * built-in defaults for PUBLIC (EXECUTE on functions, USAGE on types and domains) are listed like
 * any other.  Sorted by grantee, then privilege.
 */
typedef struct Privilege {
    Text grantee;   /* role; empty = PUBLIC; for owner_revoked: unused */
    Text privilege; /* "SELECT", "EXECUTE" ... in capitals */
    bool is_grantable;
} Privilege;

typedef struct PrivilegeList {
    Privilege *items;
    size_t count, capacity;
} PrivilegeList;

typedef struct Setting {
    Text name, value; /* storage parameters, view options, SET clauses of functions */
} Setting;

typedef struct SettingList {
    Setting *items;
    size_t count, capacity; /* sorted by name unless the field says otherwise */
} SettingList;

void privilege_list_sort(PrivilegeList *list);
void setting_list_sort(SettingList *list);
const Setting *setting_find(const SettingList *list, Text name); /* NULL: not there */

#endif
