/*
 * Settings: WITH (...), SET (...) and RESET (...), of tables, views, columns.
 */
#include "emit/spell.h"

/* toast.autovacuum_enabled: the parts of a name are quoted one by one. */
static void add_setting_name(Builder *out, Text name) {
    size_t start = 0;
    for (size_t i = 0; i < name.length; i++) {
        if (name.data[i] == '.') {
            builder_add_identifier(out, text_slice(name, start, i));
            builder_add_char(out, '.');
            start = i + 1;
        }
    }
    builder_add_identifier(out, text_slice(name, start, name.length));
}

/* Numbers and true, false, on, off stand bare; all else is a literal. */
static bool is_plain_value(Text value) {
    bool is_number = value.length != 0, has_digit = false;
    for (size_t i = 0; i < value.length; i++) {
        char letter = value.data[i];
        bool is_digit = letter >= '0' && letter <= '9';
        is_number &= is_digit || letter == '.' || (letter == '-' && i == 0);
        has_digit |= is_digit;
    }
    return (is_number && has_digit) || text_equal(value, TEXT("true")) ||
           text_equal(value, TEXT("false"));
}

Text spell_setting_list(Arena *arena, const SettingList *settings) {
    Builder out = builder_new(arena);
    for (size_t i = 0; i < settings->count; i++) {
        builder_add(&out, i == 0 ? TEXT("") : TEXT(", "));
        add_setting_name(&out, settings->items[i].name);
        builder_add(&out, TEXT(" = "));
        if (is_plain_value(settings->items[i].value)) {
            builder_add(&out, settings->items[i].value);
        } else {
            builder_add_literal(&out, settings->items[i].value);
        }
    }
    return builder_text(&out);
}

void spell_settings(Spelling *out, Text comment, Text prefix, const SettingList *before,
                    const SettingList *after) {
    SettingList set = {0};
    Builder reset = builder_new(out->arena);
    for (size_t i = 0; i < after->count; i++) {
        const Setting *old = setting_find(before, after->items[i].name);
        if (old == NULL || !text_equal(old->value, after->items[i].value)) {
            list_push(out->arena, &set, after->items[i]);
        }
    }
    for (size_t i = 0; i < before->count; i++) {
        if (setting_find(after, before->items[i].name) == NULL) {
            builder_add(&reset, reset.length == 0 ? TEXT("") : TEXT(", "));
            add_setting_name(&reset, before->items[i].name);
        }
    }
    if (reset.length != 0) {
        spell_format(out, comment, "%sRESET (%s)", prefix, builder_text(&reset));
    }
    if (set.count != 0) {
        spell_format(out, comment, "%sSET (%s)", prefix, spell_setting_list(out->arena, &set));
    }
}
