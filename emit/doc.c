/*
 * Document: a plan as Markdown: purpose, changes, checklists, rollback, risk.
 */
#include "emit/doc.h"

#include "emit/layout.h"

#include <string.h>

static bool is_folded(const StepGroup *group, const Step *step) {
    for (size_t i = 0; i < group->steps.count; i++) {
        const StepList *folded = &group->steps.items[i]->folded;
        for (size_t j = 0; j < folded->count; j++) {
            if (folded->items[j] == step) {
                return true;
            }
        }
    }
    return false;
}

DocumentStepList document_steps(const Document *document) {
    DocumentStepList list = {0};
    for (size_t i = 0; i < document->plan->groups.count; i++) {
        const StepGroup *group = &document->plan->groups.items[i];
        for (size_t j = 0; j < group->steps.count; j++) {
            const Step *step = group->steps.items[j];
            if (!step->is_recreation && !is_folded(group, step)) {
                DocumentStep item = {step, &document->scripts.items[i]};
                list_push(document->arena, &list, item);
            }
        }
    }
    return list;
}

/* An underscore inside a word marks nothing. */
static bool is_inside_word(Text text, size_t at) {
    return text.data[at] == '_' && at > 0 && at + 1 < text.length &&
           layout_is_word(text.data[at - 1]) && layout_is_word(text.data[at + 1]);
}

Text document_text(Arena *arena, Text text) {
    static const char marks[] = "\\`*_<>[]&|~#";
    Builder out = builder_new(arena);
    text = layout_harmless(arena, text);
    for (size_t i = 0; i < text.length; i++) {
        if (memchr(marks, text.data[i], sizeof marks - 1) != NULL && !is_inside_word(text, i)) {
            builder_add_char(&out, '\\');
        }
        builder_add_char(&out, text.data[i]);
    }
    return builder_text(&out);
}

/* Between more backticks than stand in it. */
Text document_code(Arena *arena, Text text) {
    size_t longest = 0, run = 0;
    text = layout_harmless(arena, text);
    for (size_t i = 0; i < text.length; i++) {
        run = text.data[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    Builder fence = builder_new(arena);
    for (size_t i = 0; i <= longest; i++) {
        builder_add_char(&fence, '`');
    }
    Text space = longest == 0 ? TEXT("") : TEXT(" ");
    Text marks = builder_text(&fence);
    Text inner = text_format(arena, "%s%s%s", space, text, space);
    return text_format(arena, "%s%s%s", marks, inner, marks);
}

/* Not indented under its list item: a line of a quoted name must stay as it is. */
void document_sql(Document *document, Text sql) {
    Text fence = text_contains(sql, TEXT("```")) ? TEXT("~~~~") : TEXT("```");
    builder_format(&document->out, "\n%ssql\n%s\n%s\n\n", fence, sql, fence);
}

void document_heading(Document *document, const char *heading) {
    builder_format(&document->out, "\n## %s\n\n", text_from_string(heading));
}

/* In quotes where a shell needs them. */
static Text shell_word(Arena *arena, Text word) {
    static const char plain[] = "/._-+,@%";
    Builder out = builder_new(arena);
    bool is_plain = true;
    builder_add_char(&out, '\'');
    for (size_t i = 0; i < word.length; i++) {
        char letter = word.data[i];
        bool is_letter = layout_is_word(letter) && letter != '$' && (letter & 0x80) == 0;
        is_plain &= is_letter || memchr(plain, letter, sizeof plain - 1) != NULL;
        if (letter == '\'') {
            builder_add(&out, TEXT("'\\'"));
        }
        builder_add_char(&out, letter);
    }
    builder_add_char(&out, '\'');
    return is_plain ? word : builder_text(&out);
}

Text document_words(Arena *arena, const TextList *words) {
    TextList quoted = {0};
    for (size_t i = 0; i < words->count; i++) {
        list_push(arena, &quoted, shell_word(arena, layout_harmless(arena, words->items[i])));
    }
    return text_join(arena, &quoted, TEXT(" "));
}

Text document_command(const Document *document, const Script *script, bool is_rollback) {
    Arena *arena = document->arena;
    Text folder = document->options->folder, path = script->name;
    if (!text_is_empty(folder)) {
        path = text_format(arena, is_rollback ? "%s/rollback-scripts/%s" : "%s/scripts/%s", folder,
                           script->name);
    }
    return text_format(arena, "psql -X -v ON_ERROR_STOP=1 -d \"$DATABASE_URL\" -f %s",
                       shell_word(arena, layout_harmless(arena, path)));
}

Text emit_document(Arena *arena, const Plan *plan, const EmitOptions *options) {
    Document document = {.arena = arena,
                         .plan = plan,
                         .options = options,
                         .scripts = emit_scripts(arena, plan, options),
                         .rollbacks = emit_rollback_scripts(arena, plan, options),
                         .out = builder_new(arena)};
    builder_add(&document.out, TEXT("# Migration\n"));
    document_purpose(&document);
    document_changes(&document);
    document_data(&document);
    document_before(&document);
    document_after(&document);
    document_rollback(&document);
    document_risk(&document);
    builder_add(&document.out, TEXT("\nWritten by schemac 0.1.\n"));
    return builder_text(&document.out);
}
