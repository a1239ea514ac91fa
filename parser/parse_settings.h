/*
 * Settings: WITH (name = value, ...) and SET (...) as the model's sorted list.
 */
#ifndef SCHEMAC_PARSE_SETTINGS_H
#define SCHEMAC_PARSE_SETTINGS_H

#include "parser/interpreter.h"

/* The text that PostgreSQL stores for a storage parameter: "70", "off"; "true" when none is given.
 */
Text setting_value(const Interpreter *in, const DefElem *element);

/* List of DefElem -> settings, sorted by name; "toast.x" for what is said of the TOAST table. */
SettingList settings_read(const Interpreter *in, const List *elements);

void settings_set(const Interpreter *in, SettingList *list, const List *elements);
void settings_reset(const Interpreter *in, SettingList *list, const List *elements);

/* " WITH (fillfactor='70')", as pg_get_indexdef() spells it; empty for no settings. */
Text settings_clause(const Interpreter *in, const List *elements);

#endif
