/*
 * Secret: which options and which parts of a connection string hold one.
 */
#include "parser/secret.h"

#include <libpq-fe.h>
#include <string.h>

static bool is_secret(Text name) {
    static const char *const words[] = {"password", "passwd", "passcode", "secret"};
    char lower[64] = {0};
    for (size_t i = 0; i < name.length && i < sizeof lower - 1; i++) {
        char letter = name.data[i];
        lower[i] = letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
    }
    if (strcmp(lower, "password_required") == 0) {
        return false;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strstr(lower, words[i]) != NULL) {
            return true;
        }
    }
    return false;
}

bool secret_take_options(SettingList *options) {
    size_t kept = 0, count = options->count;
    for (size_t i = 0; i < count; i++) {
        if (!is_secret(options->items[i].name)) {
            options->items[kept++] = options->items[i];
        }
    }
    options->count = kept;
    return kept != count;
}

/* As libpq wants values quoted: 'it\'s'. */
static void add_value(Builder *out, const char *value) {
    bool is_plain = *value != '\0' && strpbrk(value, " '\\\t\n") == NULL;
    if (is_plain) {
        builder_add(out, text_from_string(value));
        return;
    }
    builder_add_char(out, '\'');
    for (const char *letter = value; *letter != '\0'; letter++) {
        if (*letter == '\'' || *letter == '\\') {
            builder_add_char(out, '\\');
        }
        builder_add_char(out, *letter);
    }
    builder_add_char(out, '\'');
}

/* libpq marks what a person must not see with "*". */
Text secret_strip_connection(Arena *arena, Text connection, bool *has_secret) {
    char *message = NULL;
    PQconninfoOption *options = PQconninfoParse(text_to_string(arena, connection), &message);
    *has_secret = false;
    if (options == NULL) {
        PQfreemem(message); /* it may repeat the text */
        return TEXT_ABSENT;
    }
    Builder out = builder_new(arena);
    for (const PQconninfoOption *option = options; option->keyword != NULL; option++) {
        if (option->val == NULL) {
            continue;
        }
        if (option->dispchar[0] == '*' || is_secret(text_from_string(option->keyword))) {
            *has_secret = true;
            continue;
        }
        builder_format(&out, "%s%s=", out.length == 0 ? TEXT("") : TEXT(" "),
                       text_from_string(option->keyword));
        add_value(&out, option->val);
    }
    PQconninfoFree(options);
    return builder_text(&out);
}

void secret_report(Interpreter *in, const Object *object) {
    diagnostic_add(in->diagnostics, DIAGNOSTIC_LEFT_ALONE, interpreter_location(in, -1),
                   "the password of %s is neither compared nor written",
                   object_describe(in->scratch, object));
}
