/*
 * statements: what libpg_query alone says of a file, for tests that must not ask schemac itself.
 *
 *   statements parse FILE     exit 1 and a message when PostgreSQL's grammar refuses the file
 *   statements reverse FILE   its statements in reverse order; exit 3 when their order has a
 * meaning statements time FILE N    seconds of the fastest of N bare raw parses
 */
#include "postgres.h"

#include "nodes/parsenodes.h"
#include "pg_query.h"
#include "pg_query_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static char *read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        perror(path);
        exit(2);
    }
    size_t size = (size_t)ftell(file);
    rewind(file);
    char *text = calloc(size + 1, 1);
    if (text == NULL || fread(text, 1, size, file) != size) {
        perror(path);
        exit(2);
    }
    fclose(file);
    return text;
}

static List *parse(const char *path, const char *text) {
    PgQueryInternalParsetreeAndError result = pg_query_raw_parse(text, 0);
    if (result.error != NULL) {
        fprintf(stderr, "%s: character %d: %s\n", path, result.error->cursorpos,
                result.error->message);
        exit(1);
    }
    return result.tree;
}

/* Statements that only add something: these may stand in any order. */
static bool is_free(const Node *statement) {
    switch (nodeTag(statement)) {
        case T_CreateSchemaStmt:
        case T_CreateExtensionStmt:
        case T_CreateEnumStmt:
        case T_CreateDomainStmt:
        case T_CompositeTypeStmt:
        case T_CreateSeqStmt:
        case T_CreateStmt:
        case T_IndexStmt:
        case T_ViewStmt:
        case T_CreateTableAsStmt:
        case T_CreateFunctionStmt:
        case T_CreateTrigStmt:
        case T_CreatePolicyStmt:
        case T_RuleStmt:
        case T_CommentStmt:
        case T_SecLabelStmt: return true;
        case T_GrantStmt: return ((const GrantStmt *)statement)->is_grant;
        default: return false;
    }
}

static int reverse(const char *text, const List *tree) {
    for (int i = 0; i < list_length(tree); i++) {
        if (!is_free(list_nth_node(RawStmt, tree, i)->stmt)) {
            return 3;
        }
    }
    for (int i = list_length(tree) - 1; i >= 0; i--) {
        const RawStmt *raw = list_nth_node(RawStmt, tree, i);
        const char *start = text + raw->stmt_location;
        int length = raw->stmt_len == 0 ? (int)strlen(start) : raw->stmt_len;
        printf("%.*s\n;\n", length, start);
    }
    return 0;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double fastest_parse(const char *path, const char *text, int rounds) {
    double fastest = 1e9;
    for (int i = 0; i < rounds; i++) {
        double start = now();
        MemoryContext context = pg_query_enter_memory_context();
        parse(path, text);
        pg_query_exit_memory_context(context);
        double taken = now() - start;
        fastest = taken < fastest ? taken : fastest;
    }
    return fastest;
}

int main(int argument_count, char **arguments) {
    if (argument_count < 3) {
        fputs("usage: statements parse|reverse|time FILE [N]\n", stderr);
        return 2;
    }
    const char *command = arguments[1], *path = arguments[2];
    char *text = read_file(path);
    if (strcmp(command, "time") == 0) {
        printf("%.6f\n", fastest_parse(path, text, argument_count > 3 ? atoi(arguments[3]) : 5));
        return 0;
    }
    MemoryContext context = pg_query_enter_memory_context();
    List *tree = parse(path, text);
    int status = strcmp(command, "reverse") == 0 ? reverse(text, tree) : 0;
    pg_query_exit_memory_context(context);
    free(text);
    return status;
}
