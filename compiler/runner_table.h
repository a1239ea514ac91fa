/*
 * Runner table: the tables in which migration runners keep what has run.
 *
 * They are made by the runner, not by migrations, and stand in databases and dumps beside the
 * schema.
 */
#ifndef SCHEMAC_RUNNER_TABLE_H
#define SCHEMAC_RUNNER_TABLE_H

#include "compiler/text.h"

bool runner_table_is(Text name);

#endif
