/*
 * Hint: from comments to what they ask for.
 *
 * In: the text of the sources.  Out: schema->hints, or an error for a comment that begins as a hint
 * and is none.  Other comments are nobody's business.
 */
#include "parser/hint.h"

#include "parser/parse.h"
#include "parser/statement_scan.h"

#include <string.h>

typedef struct HintReader {
    Schema *schema;
    const Source *source;
    ObjectList objects;
    Diagnostics *diagnostics;
} HintReader;

/* The words of a comment: without its marks and the blanks around them. */
static Text comment_words(Text comment) {
    bool is_block = text_starts_with(comment, TEXT("/*"));
    return text_trim(text_slice(comment, 2, comment.length - (is_block ? 2 : 0)));
}

static bool skip_prefix(Text *text, const char *prefix) {
    Text wanted = text_from_string(prefix);
    if (!text_starts_with(*text, wanted)) {
        return false;
    }
    *text = text_trim(text_slice(*text, wanted.length, text->length));
    return true;
}

static bool wrong(const HintReader *in, Span comment, Text message) {
    diagnostic_add(in->diagnostics, DIAGNOSTIC_WRONG_HINT, ((Location){in->source, comment}), "%s",
                   message);
    diagnostic_hint(in->diagnostics, TEXT("Hints are \"renamed from name\", \"backfill "
                                          "(expression)\" and \"using (expression)\"."));
    return false;
}

/* One part of a name as it is stored, from *rest on: folded unless it is in quotes. */
static Text name_part(Arena *arena, Text *rest, bool folds) {
    Builder out = builder_new(arena);
    size_t i = 0;
    char quote = rest->length > 0 ? rest->data[0] : '\0';
    if (quote == '"' || quote == '\'') {
        for (i = 1; i < rest->length; i++) {
            if (rest->data[i] == quote && ++i < rest->length && rest->data[i] != quote) {
                break;
            }
            if (i < rest->length) {
                builder_add_char(&out, rest->data[i]);
            }
        }
    } else {
        while (i < rest->length && (unsigned char)rest->data[i] > ' ' && rest->data[i] != '.') {
            char letter = rest->data[i++];
            bool is_upper = folds && letter >= 'A' && letter <= 'Z';
            builder_add_char(&out, is_upper ? (char)(letter + ('a' - 'A')) : letter);
        }
    }
    *rest = text_slice(*rest, i, rest->length);
    return builder_text(&out);
}

/* "name" or "schema.name", when that schema is the object's own. */
static bool read_name(const HintReader *in, Span comment, Text words, Hint *hint) {
    Arena *arena = in->schema->arena;
    bool is_label = !text_is_absent(hint->label);
    Text part = name_part(arena, &words, !is_label);
    if (!is_label && text_starts_with(words, TEXT("."))) {
        bool has_schema = object_kind_facts[hint->object->kind].is_in_schema &&
                          !object_kind_facts[hint->object->kind].is_child;
        if (!has_schema || !text_equal(part, hint->object->schema)) {
            return wrong(in, comment, TEXT("a renamed object stays in its schema and table"));
        }
        words = text_slice(words, 1, words.length);
        part = name_part(arena, &words, true);
    }
    hint->argument = part;
    return !text_is_empty(part) && text_is_empty(text_trim(words))
               ? true
               : wrong(in, comment, TEXT("the old name in a hint cannot be read"));
}

/* "(expression)", up to the end of the comment. */
static bool read_expression(const HintReader *in, Span comment, Text words, Hint *hint) {
    const Object *parent = hint->object->parent;
    if (hint->object->kind != KIND_COLUMN || parent == NULL || parent->kind != KIND_TABLE) {
        return wrong(in, comment, TEXT("only columns of tables have a backfill or a conversion"));
    }
    size_t position = 0, depth = 0, end = 0;
    Span token;
    while (end == 0 && statement_next_token(words, &position, words.length, &token)) {
        depth += words.data[token.start] == '(';
        depth -= words.data[token.start] == ')' && depth > 0;
        end = depth == 0 ? token.end : 0;
    }
    hint->argument = end < 2 ? TEXT("") : text_trim(text_slice(words, 1, end - 1));
    Text complaint;
    if (!text_is_empty(hint->argument) &&
        !parse_is_expression(in->schema->arena, hint->argument, &complaint)) {
        return wrong(in, comment, complaint);
    }
    bool is_whole = words.length > 0 && words.data[0] == '(' && end == words.length;
    return is_whole && !text_is_empty(hint->argument)
               ? true
               : wrong(in, comment, TEXT("the expression of a hint stands in parentheses"));
}

static void read_words(const HintReader *in, Span statement, Span comment, Text words) {
    bool is_ours = skip_prefix(&words, "schemac:");
    bool is_renamed =
        is_ours ? skip_prefix(&words, "renamed from ")
                : skip_prefix(&words, "@renamed from=") || skip_prefix(&words, "@rename from=");
    if ((!is_ours && !is_renamed) || (is_ours && text_starts_with(words, TEXT("allow ")))) {
        return;
    }
    HintPlace place = hint_place(&in->objects, in->source, statement, comment, in->schema->arena);
    Hint hint = {.verb = HINT_RENAMED_FROM,
                 .object = place.object,
                 .label = place.label,
                 .where = {in->source, comment},
                 .is_lenient = !is_ours};
    bool is_read;
    if (place.object == NULL) {
        is_read = wrong(in, comment, TEXT("a hint stands beside nothing that it could be about"));
    } else if (is_renamed) {
        is_read = read_name(in, comment, words, &hint);
    } else if (skip_prefix(&words, "backfill")) {
        hint.verb = HINT_BACKFILL;
        is_read = read_expression(in, comment, words, &hint);
    } else if (skip_prefix(&words, "using")) {
        hint.verb = HINT_USING;
        is_read = read_expression(in, comment, words, &hint);
    } else {
        is_read = wrong(in, comment, TEXT("a hint of an unknown kind"));
    }
    if (is_read) {
        list_push(in->schema->arena, &in->schema->hints, hint);
    }
}

/* The comments from `start` to `end`; those on the line where `before` ends are about that. */
static void read_comments(const HintReader *in, size_t start, size_t end, Span before,
                          Span statement) {
    Text text = in->source->text;
    Span token;
    while (statement_next_token(text, &start, end, &token)) {
        if (!statement_is_comment(text, token.start)) {
            continue;
        }
        bool is_behind = token.start >= before.end && before.end > before.start &&
                         memchr(text.data + before.end, '\n', token.start - before.end) == NULL;
        read_words(in, is_behind ? before : statement, token,
                   comment_words(text_slice(text, token.start, token.end)));
    }
}

static bool is_copy(Text statement) {
    return text_equal_ignoring_case(text_slice(statement, 0, 5), TEXT("copy ")) &&
           text_ends_with(text_trim(statement), TEXT("stdin"));
}

static void read_source(const HintReader *in) {
    Text text = in->source->text;
    Span before = {0, 0}, statement;
    size_t position = 0, read = 0;
    while (statement_scan(text, &position, &statement)) {
        read_comments(in, read, statement.end, before, statement);
        if (is_copy(text_slice(text, statement.start, statement.end))) {
            position = statement_skip_data(text, position);
        }
        before = statement;
        read = position;
    }
    read_comments(in, read, text.length, before, (Span){text.length, text.length});
}

void hint_read(Schema *schema, const SourceList *sources, Diagnostics *diagnostics) {
    for (size_t i = 0; i < sources->count; i++) {
        const Source *source = &sources->items[i];
        if (text_contains(source->text, TEXT("schemac:")) ||
            text_contains(source->text, TEXT("@rename"))) {
            HintReader in = {schema, source, hint_objects_of(schema, source), diagnostics};
            read_source(&in);
        }
    }
}
