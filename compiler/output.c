/* Output: numbered files, all of them or none. */
#include "compiler/output.h"

#include "compiler/input.h"

#include <stdio.h>
#include <unistd.h>

static const Location nowhere = {NULL, {0, 0}};

/* Scripts are numbered 001 to 999, so that rollbacks can count down from 999. */
enum { LAST_NUMBER = 999 };

/* The number that a file name such as "012_add_x.sql" starts with; 0 when none. */
static size_t number_of(Text name) {
    size_t number = 0, i = 0;
    while (i < name.length && i < 6 && name.data[i] >= '0' && name.data[i] <= '9') {
        number = number * 10 + (size_t)(name.data[i] - '0');
        i++;
    }
    bool is_script =
        i > 0 && i < name.length && name.data[i] == '_' && text_ends_with(name, TEXT(".sql"));
    return is_script ? number : 0;
}

static bool next_number(Arena *arena, Text folder, size_t *number, Diagnostics *diagnostics) {
    TextList names = {0};
    if (!output_list_folder(arena, folder, &names, diagnostics)) {
        return false;
    }
    size_t highest = 0;
    for (size_t i = 0; i < names.count; i++) {
        size_t found = number_of(names.items[i]);
        highest = found > highest ? found : highest;
    }
    *number = highest + 1;
    return true;
}

/* A yes on the terminal; never asked when standard input is something else. */
static bool is_confirmed(const LossList *losses) {
    if (!isatty(STDIN_FILENO)) {
        return false;
    }
    fprintf(stderr, "These steps lose data:\n");
    for (size_t i = 0; i < losses->count; i++) {
        Text words = losses->items[i].words;
        fprintf(stderr, "  %.*s\n", (int)words.length, words.data);
    }
    fprintf(stderr, "Write them? [y/N] ");
    char answer[16] = "";
    return fgets(answer, sizeof answer, stdin) != NULL && (answer[0] == 'y' || answer[0] == 'Y');
}

/* "drop-column:public.users.email", also without "public."; several with commas. */
static bool names_permit(Arena *arena, Text allowed, Text permit) {
    size_t start = 0;
    for (size_t i = 0; i <= allowed.length; i++) {
        if (i == allowed.length || allowed.data[i] == ',') {
            Text name = text_trim(text_slice(allowed, start, i));
            size_t colon = 0;
            while (colon < name.length && name.data[colon] != ':') {
                colon++;
            }
            Text in_public = text_format(arena, "%s:public.%s", text_slice(name, 0, colon),
                                         text_slice(name, colon + 1, name.length));
            if (text_equal(name, permit) || text_equal(in_public, permit)) {
                return true;
            }
            start = i + 1;
        }
    }
    return false;
}

static bool is_permitted(Arena *arena, const Options *options, Text permit) {
    for (size_t i = 0; i < options->allowed.count; i++) {
        if (names_permit(arena, options->allowed.items[i], permit)) {
            return true;
        }
    }
    return options->allows_destructive;
}

static bool is_refused(Arena *arena, const Plan *plan, const Options *options,
                       Diagnostics *diagnostics) {
    LossList all = emit_losses(arena, plan), losses = {0};
    for (size_t i = 0; i < all.count; i++) {
        if (!is_permitted(arena, options, all.items[i].permit)) {
            list_push(arena, &losses, all.items[i]);
        }
    }
    if (losses.count == 0 || is_confirmed(&losses)) {
        return false;
    }
    TextList permits = {0};
    for (size_t i = 0; i < losses.count; i++) {
        diagnostic_add(diagnostics, DIAGNOSTIC_DESTRUCTIVE, nowhere, "refused: %s",
                       losses.items[i].words);
        list_push(arena, &permits, losses.items[i].permit);
    }
    diagnostic_hint(diagnostics,
                    text_format(arena,
                                "Nothing was written. --allow-destructive writes these steps too, "
                                "or only what is named: --allow %s",
                                text_join(arena, &permits, TEXT(","))));
    return true;
}

static void remove_written(Arena *arena, const TextList *paths) {
    for (size_t i = 0; i < paths->count; i++) {
        unlink(text_to_string(arena, paths->items[i]));
    }
}

static bool write_scripts(Arena *arena, Text folder, const ScriptList *scripts, TextList *written,
                          Diagnostics *diagnostics) {
    if (!output_make_folder(arena, folder, diagnostics)) {
        return false;
    }
    for (size_t i = 0; i < scripts->count; i++) {
        Text path = text_format(arena, "%s/%s", folder, scripts->items[i].name);
        if (!output_write_file(arena, path, scripts->items[i].text, diagnostics)) {
            return false;
        }
        list_push(arena, written, path);
    }
    return true;
}

bool output_document(Arena *arena, const Plan *plan, const Options *options,
                     const EmitOptions *emit, Diagnostics *diagnostics) {
    return text_is_empty(options->document) ||
           output_write_file(arena, options->document, emit_document(arena, plan, emit),
                             diagnostics);
}

ExitCode output_plan(Arena *arena, const Plan *plan, const Options *options, EmitOptions *emit,
                     Diagnostics *diagnostics) {
    if (is_refused(arena, plan, options, diagnostics)) {
        return EXIT_REFUSED;
    }
    if (plan->groups.count == 0) {
        return EXIT_DONE;
    }
    Text up = text_format(arena, "%s/scripts", options->output);
    Text down = text_format(arena, "%s/rollback-scripts", options->output);
    if (!next_number(arena, up, &emit->first_number, diagnostics)) {
        return EXIT_TROUBLE;
    }
    if (emit->first_number + plan->groups.count - 1 > LAST_NUMBER) {
        diagnostic_add(diagnostics, DIAGNOSTIC_CANNOT_WRITE, nowhere,
                       "\"%s\" would need a number above 999", up);
        diagnostic_hint(diagnostics,
                        TEXT("Start a new folder, or print the migration without -o."));
        return EXIT_TROUBLE;
    }
    ScriptList scripts = emit_scripts(arena, plan, emit);
    ScriptList rollbacks = emit_rollback_scripts(arena, plan, emit);
    TextList written = {0};
    if (!write_scripts(arena, up, &scripts, &written, diagnostics) ||
        !write_scripts(arena, down, &rollbacks, &written, diagnostics)) {
        remove_written(arena, &written);
        return EXIT_TROUBLE;
    }
    emit->folder = options->output;
    if (!output_document(arena, plan, options, emit, diagnostics)) {
        remove_written(arena, &written);
        return EXIT_TROUBLE;
    }
    return EXIT_DONE;
}
