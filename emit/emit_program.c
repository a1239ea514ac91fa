/*
 * Languages, access methods, casts, conversions, transforms: the grammar of their CREATE.
 */
#include "emit/spell_definition.h"

#include "compiler/definition.h"

static Text item(const Definition *definition, const char *name) {
    return definition_item(definition, text_from_string(name));
}

static void add_clause(Builder *out, const char *template, Text value) {
    if (!text_is_absent(value)) {
        builder_format(out, template, value);
    }
}

static Text language(const Spelling *out, const Definition *definition) {
    Builder sql = builder_new(out->arena);
    bool is_trusted = !text_is_absent(item(definition, "trusted"));
    builder_format(&sql, "%s%sLANGUAGE %I\n    HANDLER %s", spell_or_replace(out),
                   is_trusted ? TEXT("TRUSTED ") : TEXT(""), definition->object.name,
                   item(definition, "handler"));
    add_clause(&sql, "\n    INLINE %s", item(definition, "inline"));
    add_clause(&sql, "\n    VALIDATOR %s", item(definition, "validator"));
    return builder_text(&sql);
}

static Text access_method(const Spelling *out, const Definition *definition) {
    return text_format(out->arena, "ACCESS METHOD %I\n    TYPE %s\n    HANDLER %s",
                       definition->object.name, item(definition, "type"),
                       item(definition, "handler"));
}

static Text cast(const Spelling *out, const Definition *definition) {
    Builder sql = builder_new(out->arena);
    builder_format(&sql, "CAST %s\n    ", object_sql_name(out->arena, &definition->object));
    Text function = item(definition, "function");
    if (!text_is_absent(function)) {
        builder_format(&sql, "WITH FUNCTION %s", function);
    } else {
        bool is_by_text = !text_is_absent(item(definition, "inout"));
        builder_add(&sql, is_by_text ? TEXT("WITH INOUT") : TEXT("WITHOUT FUNCTION"));
    }
    add_clause(&sql, "\n    AS %s", item(definition, "context"));
    return builder_text(&sql);
}

static Text conversion(const Spelling *out, const Definition *definition) {
    bool is_default = !text_is_absent(item(definition, "default"));
    return text_format(out->arena, "%sCONVERSION %s\n    FOR %L TO %L\n    FROM %s",
                       is_default ? TEXT("DEFAULT ") : TEXT(""),
                       object_sql_name(out->arena, &definition->object), item(definition, "for"),
                       item(definition, "to"), item(definition, "function"));
}

static Text transform(const Spelling *out, const Definition *definition) {
    Builder sql = builder_new(out->arena);
    Text from = item(definition, "from_sql"), to = item(definition, "to_sql");
    builder_format(&sql, "%sTRANSFORM %s (", spell_or_replace(out),
                   object_sql_name(out->arena, &definition->object));
    add_clause(&sql, "\n    FROM SQL WITH FUNCTION %s", from);
    builder_add(&sql, text_is_absent(from) || text_is_absent(to) ? TEXT("") : TEXT(","));
    add_clause(&sql, "\n    TO SQL WITH FUNCTION %s", to);
    builder_add(&sql, TEXT("\n)"));
    return builder_text(&sql);
}

Text spell_program(const Spelling *out, const Definition *definition) {
    switch (definition->object.kind) {
        case KIND_LANGUAGE: return language(out, definition);
        case KIND_ACCESS_METHOD: return access_method(out, definition);
        case KIND_CAST: return cast(out, definition);
        case KIND_CONVERSION: return conversion(out, definition);
        case KIND_TRANSFORM: return transform(out, definition);
        case KIND_OPERATOR_CLASS: return spell_operator_class(out, definition);
        case KIND_OPERATOR_FAMILY:
            return text_format(out->arena, "OPERATOR FAMILY %s",
                               object_sql_name(out->arena, &definition->object));
        default: return TEXT_ABSENT;
    }
}
