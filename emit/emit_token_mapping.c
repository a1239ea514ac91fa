/*
 * Text search configurations: which dictionaries each type of token is looked up in.
 *
 * Tokens with the same dictionaries share a statement, as PostgreSQL's own documentation writes it.
 */
#include "emit/spell_definition.h"

#include "compiler/definition.h"

typedef enum Verb { VERB_NONE, VERB_ADD, VERB_ALTER } Verb;

/* What takes the token from what it was to what it shall be. */
static Verb verb_for(const Definition *old, const Setting *mapping) {
    Text before = old == NULL ? TEXT_ABSENT : definition_item(old, mapping->name);
    if (text_is_absent(before)) {
        return VERB_ADD;
    }
    return text_equal(before, mapping->value) ? VERB_NONE : VERB_ALTER;
}

static bool is_mapping(const Setting *item) {
    return !text_equal(item->name, TEXT("parser"));
}

/* Item `at` and the later ones that the same statement serves; none when an earlier one did. */
static TextList group_of(Arena *arena, const Definition *old, const Definition *new, size_t at) {
    const Setting *first = &new->items.items[at];
    Verb verb = verb_for(old, first);
    TextList tokens = {0};
    for (size_t i = 0; verb != VERB_NONE && i < new->items.count; i++) {
        const Setting *item = &new->items.items[i];
        if (is_mapping(item) && verb_for(old, item) == verb &&
            text_equal(item->value, first->value)) {
            if (i < at) {
                return (TextList){0};
            }
            list_push(arena, &tokens, item->name);
        }
    }
    return tokens;
}

static Text quoted(Arena *arena, const TextList *tokens, Text quote(Arena *, Text)) {
    TextList list = {0};
    for (size_t i = 0; i < tokens->count; i++) {
        list_push(arena, &list, quote(arena, tokens->items[i]));
    }
    return text_join(arena, &list, TEXT(", "));
}

/* None of the tokens has dictionaries yet: ADD MAPPING would fail on one that has. */
static Text are_open(Arena *arena, const Object *configuration, const TextList *tokens) {
    return text_format(arena,
                       "NOT EXISTS (\n        SELECT FROM pg_catalog.pg_ts_config c\n"
                       "            JOIN pg_catalog.pg_ts_config_map m ON m.mapcfg = c.oid,\n"
                       "            pg_catalog.ts_token_type(c.cfgparser) t\n"
                       "        WHERE c.cfgname = %L AND c.cfgnamespace = to_regnamespace(%L)\n"
                       "            AND t.tokid = m.maptokentype\n"
                       "            AND t.alias IN (%s)\n    )",
                       configuration->name, text_quote_identifier(arena, configuration->schema),
                       quoted(arena, tokens, text_quote_literal));
}

static void give(Spelling *out, const Object *configuration, const TextList *tokens, Verb verb,
                 Text dictionaries) {
    Text names = quoted(out->arena, tokens, text_quote_identifier);
    Text words = text_format(out->arena, "Sets the dictionaries for %s in %s.", names,
                             object_describe(out->arena, configuration));
    Text sql = text_format(out->arena,
                           "ALTER TEXT SEARCH CONFIGURATION %s\n    %s MAPPING FOR %s\n    WITH %s",
                           object_sql_name(out->arena, configuration),
                           verb == VERB_ADD ? TEXT("ADD") : TEXT("ALTER"), names, dictionaries);
    if (verb == VERB_ADD) {
        guard_add(out, words, are_open(out->arena, configuration, tokens), sql);
    } else {
        spell_add(out, words, sql);
    }
}

static void drop_mappings(Spelling *out, const Definition *old, const Definition *new) {
    TextList gone = {0};
    for (size_t i = 0; i < old->items.count; i++) {
        if (text_is_absent(definition_item(new, old->items.items[i].name))) {
            list_push(out->arena, &gone, old->items.items[i].name);
        }
    }
    if (gone.count > 0) {
        Text names = quoted(out->arena, &gone, text_quote_identifier);
        spell_format(out,
                     text_format(out->arena, "Leaves %s out of %s: it is not searched for.", names,
                                 object_describe(out->arena, &new->object)),
                     "ALTER TEXT SEARCH CONFIGURATION %s\n    DROP MAPPING IF EXISTS FOR %s",
                     object_sql_name(out->arena, &new->object), names);
    }
}

void spell_token_mappings(Spelling *out, const Definition *old, const Definition *new) {
    if (old != NULL) {
        drop_mappings(out, old, new);
    }
    for (size_t i = 0; i < new->items.count; i++) {
        const Setting *item = &new->items.items[i];
        if (is_mapping(item)) {
            TextList tokens = group_of(out->arena, old, new, i);
            if (tokens.count > 0) {
                give(out, &new->object, &tokens, verb_for(old, item), item->value);
            }
        }
    }
}
