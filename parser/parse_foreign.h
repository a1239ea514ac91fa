/*
 * Foreign: what foreign tables share with wrappers and servers: options and the server itself.
 */
#ifndef SCHEMAC_PARSE_FOREIGN_H
#define SCHEMAC_PARSE_FOREIGN_H

#include "parser/interpreter.h"

/* OPTIONS (ADD a '1', SET b '2', DROP c), applied in order; an unknown or repeated one is an error.
 */
Outcome foreign_options(Interpreter *in, SettingList *options, const List *elements);

/* To a wrapper or a server. */
Reference foreign_reference(ObjectKind kind, Text name);

/* The server of a foreign table: must be there; gives the table a reference to it. */
Outcome foreign_take_server(Interpreter *in, Table *table, const char *server);

#endif
