/*
 * Options check: what each command needs, and what does not go together.
 */
#ifndef SCHEMAC_OPTIONS_CHECK_H
#define SCHEMAC_OPTIONS_CHECK_H

#include "compiler/options.h"

/* Always false; `argument` is for the one %s of the template. */
bool options_usage_error(Diagnostics *diagnostics, const char *template, Text argument);

/* As PQserverVersion() numbers them: "15.4" is 150004; 0: not stated, or no version. */
int options_server_version(const Options *options);

bool options_check(const Options *options, Diagnostics *diagnostics);

#endif
