/*
 * ALTER of objects whose definition is a list of items: OPERATOR ... SET, TEXT SEARCH DICTIONARY,
 * TEXT SEARCH CONFIGURATION ... MAPPING.
 */
#include "parser/interpreter_state.h"
#include "parser/parse_definition.h"
#include "parser/parse_object.h"

#include "nodes/pg_list.h"

#include <string.h>

static Object *find_altered(Interpreter *in, ObjectType type, const Node *name, Outcome *outcome) {
    Object *object = interpreter_find_object(in, type, name);
    if (object == NULL) {
        *outcome = object_missing(in, type, name, -1);
    }
    return object;
}

static bool is_named(Arena *arena, const Definition *definition, const Reference *reference) {
    Text name = text_quote_name(arena, reference->schema, reference->name);
    Text operator= text_format(arena, "OPERATOR(%I.%s)", reference->schema, reference->name);
    for (size_t i = 0; i < definition->items.count; i++) {
        Text value = definition->items.items[i].value;
        if (text_contains(value, name) || text_contains(value, operator)) {
            return true;
        }
    }
    return false;
}

/* What was named by an item that is gone is needed no longer. */
static void prune_references(const Interpreter *in, Definition *definition) {
    ReferenceList *list = &definition->object.references;
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        const Reference *reference = &list->items[i];
        bool can_go = reference->kind == REFERENCE_OBJECT || reference->kind == REFERENCE_FUNCTION;
        if (!can_go || is_named(in->scratch, definition, reference)) {
            list->items[kept++] = *reference;
        }
    }
    list->count = kept;
}

static Outcome finish(const Interpreter *in, Definition *definition, Outcome outcome) {
    if (outcome == OUTCOME_APPLIED) {
        prune_references(in, definition);
    }
    return outcome;
}

Outcome apply_alter_operator(Interpreter *in, const AlterOperatorStmt *statement) {
    Outcome outcome;
    Object *object = find_altered(in, OBJECT_OPERATOR, (const Node *)statement->opername, &outcome);
    if (object == NULL) {
        return outcome;
    }
    Definition *operator=(Definition *) object;
    return finish(in, operator, definition_read_items(in, operator, statement->options));
}

/* An option without a value goes. */
Outcome apply_alter_dictionary(Interpreter *in, const AlterTSDictionaryStmt *statement) {
    Outcome outcome;
    Object *object =
        find_altered(in, OBJECT_TSDICTIONARY, (const Node *)statement->dictname, &outcome);
    if (object == NULL) {
        return outcome;
    }
    List *given = NIL;
    ListCell *cell;
    foreach (cell, statement->options) {
        const DefElem *element = lfirst_node(DefElem, cell);
        if (element->arg != NULL) {
            given = lappend(given, lfirst(cell));
        } else {
            definition_set(in->schema->arena, (Definition *)object,
                           text_from_string(element->defname), TEXT_ABSENT);
        }
    }
    return definition_read_items(in, (Definition *)object, given);
}

/* ---- text search configurations ---- */

/* Canonical names with commas between them; absent when one is not there yet. */
static Text dictionary_list(Interpreter *in, Definition *configuration, const List *dictionaries) {
    TextList names = {0};
    ListCell *cell;
    foreach (cell, dictionaries) {
        Text name = definition_object_name(in, KIND_TEXT_SEARCH_DICTIONARY, lfirst(cell),
                                           &configuration->object.references);
        if (text_is_absent(name)) {
            return TEXT_ABSENT;
        }
        list_push(in->scratch, &names, name);
    }
    return text_join(in->schema->arena, &names, TEXT(", "));
}

static Outcome set_mappings(Interpreter *in, Definition *configuration,
                            const AlterTSConfigurationStmt *statement) {
    Text dictionaries = dictionary_list(in, configuration, statement->dicts);
    if (text_is_absent(dictionaries)) {
        return interpreter_absent(in);
    }
    ListCell *cell;
    foreach (cell, statement->tokentype) {
        definition_set(in->schema->arena, configuration, interpreter_text(in, strVal(lfirst(cell))),
                       dictionaries);
    }
    return OUTCOME_APPLIED;
}

static Outcome drop_mappings(Interpreter *in, Definition *configuration,
                             const AlterTSConfigurationStmt *statement) {
    ListCell *cell;
    foreach (cell, statement->tokentype) {
        Text token = text_from_string(strVal(lfirst(cell)));
        if (text_is_absent(definition_item(configuration, token)) && !statement->missing_ok) {
            return interpreter_error(in, DIAGNOSTIC_UNKNOWN_OBJECT, -1,
                                     "mapping for token type \"%s\" does not exist", token);
        }
        definition_set(in->schema->arena, configuration, token, TEXT_ABSENT);
    }
    return OUTCOME_APPLIED;
}

static bool is_among(const List *tokens, Text token) {
    ListCell *cell;
    foreach (cell, tokens) {
        if (text_equal(token, text_from_string(strVal(lfirst(cell))))) {
            return true;
        }
    }
    return tokens == NIL;
}

static Outcome replace_dictionary(Interpreter *in, Definition *configuration,
                                  const AlterTSConfigurationStmt *statement) {
    List *dictionaries = statement->dicts;
    Text old = dictionary_list(in, configuration, list_make1(linitial(dictionaries)));
    Text new = dictionary_list(in, configuration, list_make1(lsecond(dictionaries)));
    if (text_is_absent(old) || text_is_absent(new)) {
        return interpreter_absent(in);
    }
    for (size_t i = 0; i < configuration->items.count; i++) {
        Setting *item = &configuration->items.items[i];
        if (!text_equal(item->name, TEXT("parser")) && is_among(statement->tokentype, item->name)) {
            item->value = definition_replace_name(in->schema->arena, item->value, old, new);
        }
    }
    return OUTCOME_APPLIED;
}

Outcome apply_alter_configuration(Interpreter *in, const AlterTSConfigurationStmt *statement) {
    Outcome outcome;
    Object *object =
        find_altered(in, OBJECT_TSCONFIGURATION, (const Node *)statement->cfgname, &outcome);
    if (object == NULL) {
        return outcome;
    }
    Definition *configuration = (Definition *)object;
    switch (statement->kind) {
        case ALTER_TSCONFIG_ADD_MAPPING:
        case ALTER_TSCONFIG_ALTER_MAPPING_FOR_TOKEN:
            return finish(in, configuration, set_mappings(in, configuration, statement));
        case ALTER_TSCONFIG_DROP_MAPPING:
            return finish(in, configuration, drop_mappings(in, configuration, statement));
        case ALTER_TSCONFIG_REPLACE_DICT:
        case ALTER_TSCONFIG_REPLACE_DICT_FOR_TOKEN:
            return finish(in, configuration, replace_dictionary(in, configuration, statement));
    }
    return OUTCOME_APPLIED;
}
