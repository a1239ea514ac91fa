/*
 * Command completion: words for bash: commands, the options of each, and layouts.
 */
#include "compiler/command_completion.h"

#include "compiler/builder.h"
#include "compiler/input.h"
#include "compiler/runner.h"

static void add_options(Builder *out) {
    for (int i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++) {
        TextList names = options_of_command(out->arena, (Command)i);
        builder_format(out, "        %s) words='%s' ;;\n", options_command_name((Command)i),
                       text_join(out->arena, &names, TEXT(" ")));
    }
}

static Text command_names(Arena *arena) {
    TextList names = {0};
    for (int i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++) {
        list_push(arena, &names, options_command_name((Command)i));
    }
    return text_join(arena, &names, TEXT(" "));
}

/* Where no word fits, bash's own completion takes over: file names. */
ExitCode command_completion(Arena *arena, const Options *options, Diagnostics *diagnostics) {
    (void)options;
    Builder out = builder_new(arena);
    builder_add(&out, TEXT("_schemac() {\n    local words='' current=${COMP_WORDS[COMP_CWORD]}\n"
                           "    case ${COMP_WORDS[1]} in\n"));
    add_options(&out);
    builder_format(&out,
                   "    esac\n    [[ $COMP_CWORD -gt 1 ]] || words='%s'\n"
                   "    [[ $COMP_CWORD -eq 1 || $current == -* ]] || words=''\n"
                   "    [[ ${COMP_WORDS[COMP_CWORD-1]} != --layout ]] || words='%s'\n"
                   "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n}\n"
                   "complete -o bashdefault -o default -F _schemac schemac\n",
                   command_names(arena), runner_names(arena, TEXT(" ")));
    return output_write_standard(builder_text(&out), diagnostics) ? EXIT_DONE : EXIT_TROUBLE;
}
