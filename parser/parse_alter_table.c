/*
 * Alter table: every subcommand is reported as not supported.
 */
#include "parser/parse_alter_table.h"

Outcome alter_table_cluster(Interpreter *in, const ClusterStmt *statement) {
    (void)statement;
    return interpreter_unsupported(in, -1, TEXT("CLUSTER"));
}

Outcome apply_alter_table(Interpreter *in, const AlterTableStmt *statement) {
    (void)statement;
    return interpreter_unsupported(in, -1, TEXT("ALTER TABLE"));
}
