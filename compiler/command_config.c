/*
 * Command config: prints, in the form of schemac.ini, what each command would run with.
 *
 * One command: all its options, with their defaults; without an argument: of all commands, what the
 * file sets.
 */
#include "compiler/command_config.h"

#include "compiler/input.h"

static const Location nowhere = {NULL, {0, 0}};

static bool show_command(Arena *arena, const Options *options, Command command, bool with_defaults,
                         Builder *out, Diagnostics *diagnostics) {
    Options shown = options_new(arena, command);
    if (options->file != NULL && !options_apply_config(arena, &shown, options->file, diagnostics)) {
        return false;
    }
    builder_format(out, "%s%s", out->length == 0 ? TEXT("") : TEXT("\n"),
                   options_show(arena, &shown, with_defaults));
    return true;
}

ExitCode command_config(Arena *arena, const Options *options, Diagnostics *diagnostics) {
    Builder out = builder_new(arena);
    bool has_word = options->sources.count != 0, is_good = true;
    Text word = has_word ? options->sources.items[0] : TEXT("");
    Command wanted = options_command(word);
    if (has_word && (wanted == COMMAND_NONE || wanted == COMMAND_CONFIG)) {
        diagnostic_add(diagnostics, DIAGNOSTIC_USAGE, nowhere, "there is no command \"%s\"", word);
        return EXIT_TROUBLE;
    }
    if (options->file == NULL) {
        diagnostic_add(
            diagnostics, DIAGNOSTIC_NO_CONFIG, nowhere, "%s",
            options->no_config
                ? TEXT("no file was read: --no-config")
                : TEXT("there is no schemac.ini here or above, up to the project's root"));
    }
    for (int command = COMMAND_NONE + 1; command < COMMAND_COUNT; command++) {
        if (has_word ? command == (int)wanted : command != COMMAND_CONFIG) {
            is_good = is_good &&
                      show_command(arena, options, (Command)command, has_word, &out, diagnostics);
        }
    }
    return is_good && output_write_standard(builder_text(&out), diagnostics) ? EXIT_DONE
                                                                             : EXIT_TROUBLE;
}
