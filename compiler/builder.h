/*
 * Builder: text that grows, and the one template language of schemac.
 *
 * builder_format(out, "ALTER TABLE %s ADD COLUMN %I %s;\n", ...) takes Text arguments only, so that
 * the compiler checks them.  As in PostgreSQL's format():
 *     %s  the text itself
 *     %I  an identifier, quoted when it needs quotes
 *     %L  a string literal; absent gives NULL
 *     %%  a percent sign
 * The number of directives must equal the number of arguments; a mismatch is a bug and aborts.
 */
#ifndef SCHEMAC_BUILDER_H
#define SCHEMAC_BUILDER_H

#include "compiler/text.h"

typedef struct Builder {
    Arena *arena;
    char *data;
    size_t length, capacity;
} Builder;

Builder builder_new(Arena *arena);
void builder_expect(Builder *out, size_t more); /* make room at once, not bit by bit */
void builder_add(Builder *out, Text text);
void builder_add_char(Builder *out, char letter);
void builder_add_integer(Builder *out, int64_t value);
void builder_add_identifier(Builder *out, Text name); /* quoted when PostgreSQL needs it */
void builder_add_literal(Builder *out, Text text);    /* '...' or E'...'; absent gives NULL */
/* schema.name, or name alone when the schema is empty; both quoted when they need it. */
void builder_add_name(Builder *out, Text schema, Text name);
Text builder_text(const Builder *out); /* valid until the builder grows again */

void builder_format_list(Builder *out, const char *template, const Text *arguments, size_t count);
Text text_format_list(Arena *arena, const char *template, const Text *arguments, size_t count);

#define BUILDER_ARGUMENTS(...) \
    (const Text[]){__VA_ARGS__}, sizeof((const Text[]){__VA_ARGS__}) / sizeof(Text)
#define builder_format(out, template, ...) \
    builder_format_list((out), (template), BUILDER_ARGUMENTS(__VA_ARGS__))
#define text_format(arena, template, ...) \
    text_format_list((arena), (template), BUILDER_ARGUMENTS(__VA_ARGS__))

/* The same, for one name: handy as an argument of %s. */
Text text_quote_identifier(Arena *arena, Text name);
Text text_quote_name(Arena *arena, Text schema, Text name);
Text text_quote_literal(Arena *arena, Text text);

/* A key word that a table or column can be called only in quotes: "order", "user". */
bool text_is_reserved_word(Text name);

#endif
