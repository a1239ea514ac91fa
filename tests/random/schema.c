/*
 * schema: a random schema as SQL, for tests that hold schemac to its promises on a real server.
 *
 *   schema SEED old|new [CHANGES]    the first or the second generation of SEED; CHANGES in a
 * hundred slots differ between them (15)
 *
 * The same arguments print the same bytes.  What a generation holds, servers of the version
 * in the first line and newer accept.
 */
#include "tests/random/print.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int count, char **arguments) {
    if (count < 3 || (strcmp(arguments[2], "old") != 0 && strcmp(arguments[2], "new") != 0)) {
        fputs("usage: schema SEED old|new [CHANGES]\n", stderr);
        return 2;
    }
    Draw draw = {.seed = strtoull(arguments[1], NULL, 10),
                 .is_wanted = strcmp(arguments[2], "new") == 0,
                 .changes = count > 3 ? atoi(arguments[3]) : 15};
    puts(print_is_newer(&draw) ? "-- needs: 18" : "-- needs: 15");
    print_types(&draw);
    print_routines(&draw);
    print_tables(&draw);
    print_keys(&draw);
    print_views(&draw);
    print_web(&draw);
    print_kinds(&draw);
    print_readers(&draw);
    print_programs(&draw);
    print_newer(&draw);
    print_servers(&draw);
    print_remarks(&draw);
    return ferror(stdout) ? 1 : 0;
}
