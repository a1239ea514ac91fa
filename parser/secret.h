/*
 * Secret: passwords never enter the model, so that nothing can print them.
 *
 * They are not compared either; whoever takes one away says so with secret_report().
 */
#ifndef SCHEMAC_SECRET_H
#define SCHEMAC_SECRET_H

#include "parser/interpreter.h"

/* Takes the options out whose values are secrets; true when there were any. */
bool secret_take_options(SettingList *options);

/*
 * A connection string as libpq understands it, "key=value key=value", without its secrets; absent
 * when libpq cannot read it.
 */
Text secret_strip_connection(Arena *arena, Text connection, bool *has_secret);

/* "the password of user mapping ... is neither compared nor written" */
void secret_report(Interpreter *in, const Object *object);

#endif
