/*
 * Statistics objects and event triggers.
 */
#include "emit/spell.h"

static Text element_list(Arena *arena, const ExtendedStatistics *statistics) {
    TextList elements = {0};
    for (size_t i = 0; i < statistics->columns.count; i++) {
        list_push(arena, &elements, text_quote_identifier(arena, statistics->columns.items[i]));
    }
    for (size_t i = 0; i < statistics->expressions.count; i++) {
        list_push(arena, &elements, text_format(arena, "(%s)", statistics->expressions.items[i]));
    }
    return text_join(arena, &elements, TEXT(", "));
}

static void spell_target(Spelling *out, const ExtendedStatistics *statistics, Text words) {
    spell_format(out, words, "ALTER STATISTICS %s SET STATISTICS %s",
                 object_sql_name(out->arena, &statistics->object),
                 text_from_integer(out->arena, statistics->target));
}

void create_statistics(Spelling *out) {
    const ExtendedStatistics *new = (const ExtendedStatistics *)out->step->new;
    Arena *arena = out->arena;
    Text table = object_sql_relation(arena, &new->object);
    Text kinds = new->kinds.count == 0
                     ? TEXT("")
                     : text_format(arena, " (%s)", text_join(arena, &new->kinds, TEXT(", ")));
    spell_format(out,
                 text_format(arena,
                             "Creates %s: from the next ANALYZE on, the planner knows how these "
                             "columns of %s go together.",
                             object_describe(arena, &new->object), table),
                 "CREATE STATISTICS %s%s%s\n    ON %s\n    FROM %s", spell_if_not_exists(out),
                 object_sql_name(arena, &new->object), kinds, element_list(arena, new), table);
    if (new->target >= 0) {
        spell_target(out, new, TEXT("Sets how many values ANALYZE keeps for it."));
    }
    spell_belongings(out, &new->object);
}

void alter_statistics_target(Spelling *out) {
    const ExtendedStatistics *new = (const ExtendedStatistics *)out->step->new;
    spell_target(out, new,
                 text_format(out->arena, "Changes how many values ANALYZE keeps for %s.",
                             object_describe(out->arena, &new->object)));
}

/* How ALTER EVENT TRIGGER says each value of evtenabled. */
static Text enabled_verb(char enabled) {
    switch (enabled) {
        case 'D': return TEXT("DISABLE");
        case 'R': return TEXT("ENABLE REPLICA");
        case 'A': return TEXT("ENABLE ALWAYS");
        default: return TEXT("ENABLE");
    }
}

static void spell_enabled(Spelling *out, const EventTrigger *trigger) {
    Text words =
        text_format(out->arena, trigger->enabled == 'D' ? "Switches %s off." : "Switches %s on.",
                    object_describe(out->arena, &trigger->object));
    spell_format(out, words, "ALTER EVENT TRIGGER %I %s", trigger->object.name,
                 enabled_verb(trigger->enabled));
}

void create_event_trigger(Spelling *out) {
    const EventTrigger *new = (const EventTrigger *)out->step->new;
    Arena *arena = out->arena;
    Builder sql = builder_new(arena);
    builder_format(&sql, "CREATE EVENT TRIGGER %I\n    ON %I", new->object.name, new->event);
    for (size_t i = 0; i < new->tags.count; i++) {
        builder_format(&sql, "%s%L", i == 0 ? TEXT("\n    WHEN TAG IN (") : TEXT(", "),
                       new->tags.items[i]);
    }
    builder_format(&sql, "%s\n    EXECUTE FUNCTION %s()",
                   new->tags.count == 0 ? TEXT("") : TEXT(")"), new->function);
    guard_add(out,
              text_format(arena, "Creates %s, which calls %s() at every %s. Needs a superuser.",
                          object_describe(arena, &new->object), new->function, new->event),
              guard_is_missing(arena, &new->object), builder_text(&sql));
    if (new->enabled != 'O') {
        spell_enabled(out, new);
    }
    spell_belongings(out, &new->object);
}

void alter_event_trigger_enabled(Spelling *out) {
    spell_enabled(out, (const EventTrigger *)out->step->new);
}
