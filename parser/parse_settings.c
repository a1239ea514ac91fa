/*
 * Settings: storage parameters, attribute options and view options from the parse tree.
 */
#include "parser/parse_settings.h"

#include <string.h>

static Text type_name_text(const Interpreter *in, const TypeName *type) {
    return interpreter_text(in, strVal(llast(type->names)));
}

Text setting_value(const Interpreter *in, const DefElem *element) {
    if (element->arg == NULL) {
        return TEXT("true");
    }
    switch (nodeTag(element->arg)) {
        case T_Integer: return text_from_integer(in->schema->arena, intVal(element->arg));
        case T_Float: return interpreter_text(in, castNode(Float, element->arg)->fval);
        case T_Boolean: return boolVal(element->arg) ? TEXT("true") : TEXT("false");
        case T_String: return interpreter_text(in, strVal(element->arg));
        case T_TypeName: return type_name_text(in, castNode(TypeName, element->arg));
        case T_List: return interpreter_name(in, castNode(List, element->arg)).name;
        default: return TEXT("");
    }
}

static Text setting_name(const Interpreter *in, const DefElem *element) {
    Arena *arena = in->schema->arena;
    Text name = text_from_string(element->defname);
    return element->defnamespace == NULL
               ? text_copy(arena, name)
               : text_format(arena, "%s.%s", text_from_string(element->defnamespace), name);
}

static void remove_setting(SettingList *list, Text name) {
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->items[i].name, name)) {
            memmove(list->items + i, list->items + i + 1,
                    (list->count - i - 1) * sizeof *list->items);
            list->count--;
            return;
        }
    }
}

/* In the order they are written in: what is there already goes to the end. */
static void add_settings(const Interpreter *in, SettingList *list, const List *elements) {
    ListCell *cell;
    foreach (cell, elements) {
        const DefElem *element = lfirst_node(DefElem, cell);
        Setting setting = {setting_name(in, element), setting_value(in, element)};
        if (text_equal(setting.name, TEXT("oids"))) {
            continue; /* WITH (oids = false): PostgreSQL 12 and newer store nothing */
        }
        remove_setting(list, setting.name);
        list_push(in->schema->arena, list, setting);
    }
}

void settings_set(const Interpreter *in, SettingList *list, const List *elements) {
    add_settings(in, list, elements);
    setting_list_sort(list);
}

void settings_reset(const Interpreter *in, SettingList *list, const List *elements) {
    ListCell *cell;
    foreach (cell, elements) {
        remove_setting(list, setting_name(in, lfirst_node(DefElem, cell)));
    }
}

SettingList settings_read(const Interpreter *in, const List *elements) {
    SettingList list = {0};
    settings_set(in, &list, elements);
    return list;
}

/* Of an index: PostgreSQL keeps the order, and pg_get_indexdef() shows it. */
Text settings_clause(const Interpreter *in, const List *elements) {
    SettingList list = {0};
    add_settings(in, &list, elements);
    if (list.count == 0) {
        return TEXT("");
    }
    Builder out = builder_new(in->scratch);
    builder_add(&out, TEXT(" WITH ("));
    for (size_t i = 0; i < list.count; i++) {
        Text value = list.items[i].value;
        bool is_plain = text_equal(text_quote_identifier(in->scratch, value), value);
        builder_format(&out, "%s%I=%s", i == 0 ? TEXT("") : TEXT(", "), list.items[i].name,
                       is_plain ? value : text_quote_literal(in->scratch, value));
    }
    builder_add_char(&out, ')');
    return builder_text(&out);
}
