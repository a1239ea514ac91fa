/*
 * schemac: compares PostgreSQL schemas and writes the migration between them.
 *
 * Reads the command line, runs the pipeline, prints the complaints, ends with the exit code.
 */
#include "compiler/input.h"
#include "compiler/pipeline.h"

#include <stdio.h>

#define VERSION "0.1"

int main(int argument_count, char **arguments) {
    Arena arena = {0};
    Diagnostics diagnostics = {.arena = &arena};
    Options options = {0};
    ExitCode code = EXIT_TROUBLE;
    if (options_parse(&arena, &options, argument_count, arguments, &diagnostics)) {
        if (options.wants_help) {
            bool is_written =
                output_write_standard(options_help(&arena, options.command), &diagnostics);
            code = is_written ? EXIT_DONE : EXIT_TROUBLE;
        } else if (options.wants_version) {
            bool is_written = output_write_standard(TEXT("schemac " VERSION "\n"), &diagnostics);
            code = is_written ? EXIT_DONE : EXIT_TROUBLE;
        } else {
            code = pipeline_run(&arena, &options, &diagnostics);
        }
    }
    diagnostic_print(&diagnostics, stderr, options.is_quiet);
    arena_end(&arena);
    return (int)code;
}
