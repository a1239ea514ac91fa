/* Output: numbered files, all of them or none. */
#include "compiler/output.h"

#include "compiler/input.h"
#include "compiler/output_version.h"

#include <stdio.h>
#include <unistd.h>

static const Location nowhere = {NULL, {0, 0}};

/* Scripts are numbered 001 to 999, so that rollbacks can count down from 999. */
enum { SCRIPT_DIGITS = 3 };

EmitOptions output_options(Arena *arena, const Options *options) {
    return (EmitOptions){.runner = runner_find(TEXT("")),
                         .first_version = TEXT("001"),
                         .name = options->name,
                         .compared = options_compared(arena, options)};
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

static Text folder_of(Text path) {
    size_t end = path.length;
    while (end > 0 && path.data[end - 1] != '/') {
        end--;
    }
    return text_slice(path, 0, end == 0 ? 0 : end - 1);
}

static bool write_files(Arena *arena, Text folder, const ScriptList *files, TextList *written,
                        Diagnostics *diagnostics) {
    for (size_t i = 0; i < files->count; i++) {
        Text path = text_format(arena, "%s/%s", folder, files->items[i].name);
        if (!output_make_folder(arena, folder_of(path), diagnostics) ||
            !output_write_file(arena, path, files->items[i].text, diagnostics)) {
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

/* Three digits do not go further: each of these files would need a name of its own kind. */
static bool has_numbers(Arena *arena, const Plan *plan, const EmitOptions *emit, Text folder,
                        Diagnostics *diagnostics) {
    Text last = emit->first_version;
    for (size_t i = 1; i < plan->groups.count; i++) {
        last = runner_next_version(arena, last);
    }
    if (emit->runner->id == RUNNER_NONE && last.length > SCRIPT_DIGITS) {
        diagnostic_add(diagnostics, DIAGNOSTIC_CANNOT_WRITE, nowhere,
                       "\"%s\" would need a number above 999", folder);
        diagnostic_hint(diagnostics,
                        text_format(arena,
                                    "Start a new folder, or use a --layout whose numbers go on: "
                                    "%s.",
                                    runner_names(arena, TEXT(", "))));
        return false;
    }
    return true;
}

/* What the layout makes of the plan can be written down. */
static bool set_layout(Arena *arena, const Plan *plan, const Options *options, EmitOptions *emit,
                       Diagnostics *diagnostics) {
    emit->runner = runner_find(options->layout);
    emit->folder = options->output;
    bool is_own = emit->runner->id == RUNNER_NONE;
    Text folder = is_own ? text_format(arena, "%s/scripts", options->output) : options->output;
    if (!output_first_version(arena, emit->runner, folder, options->timestamp, &emit->first_version,
                              diagnostics) ||
        !has_numbers(arena, plan, emit, folder, diagnostics)) {
        return false;
    }
    Text unfit = emit_unfit_line(arena, plan, emit);
    if (!text_is_absent(unfit)) {
        diagnostic_add(diagnostics, DIAGNOSTIC_CANNOT_WRITE, nowhere,
                       "layout %s cannot hold this line, which %s would take for its own: %s",
                       options->layout, text_from_string(emit->runner->title), unfit);
    }
    return text_is_absent(unfit);
}

ExitCode output_plan(Arena *arena, const Plan *plan, const Options *options, EmitOptions *emit,
                     Diagnostics *diagnostics) {
    if (is_refused(arena, plan, options, diagnostics)) {
        return EXIT_REFUSED;
    }
    if (plan->groups.count == 0) {
        return EXIT_DONE;
    }
    if (!set_layout(arena, plan, options, emit, diagnostics)) {
        return EXIT_TROUBLE;
    }
    ScriptList files = emit_files(arena, plan, emit);
    TextList written = {0};
    if (!write_files(arena, options->output, &files, &written, diagnostics) ||
        !output_document(arena, plan, options, emit, diagnostics)) {
        remove_written(arena, &written);
        return EXIT_TROUBLE;
    }
    return EXIT_DONE;
}
