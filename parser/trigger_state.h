/*
 * Trigger state: whether triggers fire, also on partitions, each of which has its own word on the
 * triggers of the whole table.
 */
#ifndef SCHEMAC_TRIGGER_STATE_H
#define SCHEMAC_TRIGGER_STATE_H

#include "parser/alter_table.h"

/* ALTER TABLE ... ENABLE, DISABLE TRIGGER. */
AlterStep alter_table_trigger_state;

/* What partitions below the table say of triggers that they no longer have from it is forgotten. */
void trigger_state_forget(Interpreter *in, Object *table, Text name);
void trigger_state_forget_all(Interpreter *in, Object *table);
/* The whole table's trigger has another name, and its parts with it. */
void trigger_state_rename(Interpreter *in, Object *table, Text old_name, Text new_name);

/* The trigger that a part is of. */
const Object *trigger_state_whole(const Interpreter *in, const Object *part);

/* 'O', 'D', 'R', 'A': how ALTER TABLE says it. */
char trigger_state_letter(AlterTableType type);

#endif
