/*
 * Functions and procedures.
 */
#include "emit/spell.h"

static Text parameter_text(Arena *arena, const Parameter *parameter) {
    Builder out = builder_new(arena);
    bool is_plain = text_is_empty(parameter->mode) || text_equal(parameter->mode, TEXT("TABLE"));
    if (!is_plain) {
        builder_format(&out, "%s ", parameter->mode);
    }
    if (!text_is_empty(parameter->name)) {
        builder_format(&out, "%I ", parameter->name);
    }
    builder_add(&out, parameter->type);
    if (!text_is_absent(parameter->default_value)) {
        builder_format(&out, " DEFAULT %s", parameter->default_value);
    }
    return builder_text(&out);
}

/* "(a integer, b text)": the parameters, or the columns of RETURNS TABLE. */
static Text parameter_list(Arena *arena, const Routine *routine, bool of_table) {
    TextList parts = {0};
    size_t length = 0;
    for (size_t i = 0; i < routine->parameters.count; i++) {
        const Parameter *parameter = &routine->parameters.items[i];
        if (text_equal(parameter->mode, TEXT("TABLE")) == of_table) {
            list_push(arena, &parts, parameter_text(arena, parameter));
            length += parts.items[parts.count - 1].length + 2;
        }
    }
    return length <= 70
               ? text_format(arena, "(%s)", text_join(arena, &parts, TEXT(", ")))
               : text_format(arena, "(\n    %s\n)", text_join(arena, &parts, TEXT(",\n    ")));
}

static bool returns_set(const Routine *routine) {
    return text_equal(routine->result, TEXT("TABLE")) ||
           text_starts_with(routine->result, TEXT("SETOF "));
}

static void add_attributes(Builder *out, const Routine *routine) {
    static const struct {
        char code;
        const char *word;
    } volatilities[] = {{'i', "IMMUTABLE"}, {'s', "STABLE"}};
    Builder words = builder_new(out->arena);
    if (routine->is_window) {
        builder_add(&words, TEXT(" WINDOW"));
    }
    for (size_t i = 0; i < sizeof volatilities / sizeof *volatilities; i++) {
        if (volatilities[i].code == routine->volatility) {
            builder_format(&words, " %s", text_from_string(volatilities[i].word));
        }
    }
    if (routine->is_leakproof) {
        builder_add(&words, TEXT(" LEAKPROOF"));
    }
    if (routine->is_strict) {
        builder_add(&words, TEXT(" STRICT"));
    }
    if (routine->is_security_definer) {
        builder_add(&words, TEXT(" SECURITY DEFINER"));
    }
    if (routine->parallel == 's' || routine->parallel == 'r') {
        builder_format(&words, " PARALLEL %s",
                       routine->parallel == 's' ? TEXT("SAFE") : TEXT("RESTRICTED"));
    }
    if (words.length != 0) {
        builder_format(out, "\n   %s", builder_text(&words));
    }
}

static void add_estimates(Builder *out, const Routine *routine) {
    bool is_compiled =
        text_equal(routine->language, TEXT("c")) || text_equal(routine->language, TEXT("internal"));
    Text cost = is_compiled ? TEXT("1") : TEXT("100");
    Text rows = returns_set(routine) ? TEXT("1000") : TEXT("0");
    bool is_function = routine->object.kind == KIND_FUNCTION;
    if (is_function && !text_is_empty(routine->cost) && !text_equal(routine->cost, cost)) {
        builder_format(out, "\n    COST %s", routine->cost);
    }
    if (is_function && !text_is_empty(routine->rows) && !text_equal(routine->rows, rows)) {
        builder_format(out, "\n    ROWS %s", routine->rows);
    }
    if (!text_is_empty(routine->support)) {
        builder_format(out, "\n    SUPPORT %s", routine->support);
    }
}

static void add_settings(Builder *out, const Routine *routine) {
    for (size_t i = 0; i < routine->transforms.count; i++) {
        builder_format(out, "%s FOR TYPE %s", i == 0 ? TEXT("\n    TRANSFORM") : TEXT(","),
                       routine->transforms.items[i]);
    }
    for (size_t i = 0; i < routine->settings.count; i++) {
        const Setting *setting = &routine->settings.items[i];
        builder_add(out, TEXT("\n    SET "));
        size_t start = 0; /* "app.user_id": the parts of a name are quoted one by one */
        for (size_t j = 0; j < setting->name.length; j++) {
            if (setting->name.data[j] == '.') {
                builder_format(out, "%I.", text_slice(setting->name, start, j));
                start = j + 1;
            }
        }
        builder_format(out, "%I TO %s", text_slice(setting->name, start, setting->name.length),
                       setting->value);
    }
}

static void add_body(Builder *out, const Routine *routine) {
    if (routine->is_sql_standard_body) {
        builder_format(out, "\n%s", routine->body);
    } else if (!text_is_absent(routine->link_symbol)) {
        builder_format(out, "\nAS %L, %L", routine->body, routine->link_symbol);
    } else if (text_equal(routine->language, TEXT("internal")) ||
               text_equal(routine->language, TEXT("c"))) {
        builder_format(out, "\nAS %L", routine->body);
    } else {
        Text tag = routine->object.kind == KIND_FUNCTION ? TEXT("function") : TEXT("procedure");
        Text quote = layout_dollar_quote(out->arena, routine->body, tag);
        builder_format(out, "\nAS %s%s%s", quote, routine->body, quote);
    }
}

static Text routine_definition(const Spelling *out, const Routine *routine) {
    Builder sql = builder_new(out->arena);
    builder_format(&sql, "CREATE %s%s %s%s", spell_or_replace(out),
                   text_from_string(object_kind_facts[routine->object.kind].keyword),
                   text_quote_name(out->arena, routine->object.schema, routine->object.name),
                   parameter_list(out->arena, routine, false));
    if (text_equal(routine->result, TEXT("TABLE"))) {
        builder_format(&sql, "\n    RETURNS TABLE %s", parameter_list(out->arena, routine, true));
    } else if (!text_is_empty(routine->result) && routine->object.kind == KIND_FUNCTION) {
        builder_format(&sql, "\n    RETURNS %s", routine->result);
    }
    builder_format(&sql, "\n    LANGUAGE %I", routine->language);
    add_attributes(&sql, routine);
    add_estimates(&sql, routine);
    add_settings(&sql, routine);
    add_body(&sql, routine);
    return builder_text(&sql);
}

/* What is worth knowing of a routine before it runs. */
static Text caution(const Routine *routine) {
    if (!routine->is_security_definer) {
        return TEXT("");
    }
    return setting_find(&routine->settings, TEXT("search_path")) != NULL
               ? TEXT(" It runs with the rights of its owner.")
               : TEXT(" It runs with the rights of its owner, and sets no search_path: whoever "
                      "calls "
                      "it decides what unqualified names in it mean.");
}

void create_routine(Spelling *out) {
    const Routine *new = (const Routine *)out->step->new;
    spell_add(out,
              text_format(out->arena, "Creates %s.%s", object_describe(out->arena, &new->object),
                          caution(new)),
              routine_definition(out, new));
    spell_belongings(out, &new->object);
}

void alter_routine_definition(Spelling *out) {
    const Routine *new = (const Routine *)out->step->new;
    spell_add(out,
              text_format(out->arena,
                          "Replaces %s in place: its owner and privileges stay, and what uses it "
                          "goes on with the new one.%s",
                          object_describe(out->arena, &new->object), caution(new)),
              routine_definition(out, new));
}
