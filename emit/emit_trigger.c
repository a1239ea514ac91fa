/*
 * Triggers, policies and rules.
 */
#include "emit/spell.h"

/* How ALTER TABLE says each value of tgenabled and ev_enabled. */
static Text enabled_verb(char enabled) {
    switch (enabled) {
        case 'D': return TEXT("DISABLE");
        case 'R': return TEXT("ENABLE REPLICA");
        case 'A': return TEXT("ENABLE ALWAYS");
        default: return TEXT("ENABLE");
    }
}

static void spell_enabled(Spelling *out, const Object *object, char enabled, Text keyword) {
    Text what = object_describe(out->arena, object);
    Text words = enabled == 'D'   ? text_format(out->arena, "Switches %s off.", what)
                 : enabled == 'R' ? text_format(out->arena, "%s acts on replicas only.", what)
                 : enabled == 'A' ? text_format(out->arena, "%s acts on replicas too.", what)
                                  : text_format(out->arena, "Switches %s on.", what);
    spell_format(out, words, "ALTER TABLE %s %s %s %I", object_sql_relation(out->arena, object),
                 enabled_verb(enabled), keyword, object->name);
}

static bool drops(const StepGroup *group, const Object *object) {
    for (size_t i = 0; i < group->steps.count; i++) {
        const Step *step = group->steps.items[i];
        if (step->verb == STEP_DROP && text_equal(step->old->key, object->key)) {
            return true;
        }
    }
    return false;
}

/* The script that the step is in has taken the old trigger away already, on a second run too. */
static bool is_dropped_above(const Spelling *out, const Object *object) {
    const StepGroupList *groups = out->is_rollback ? &out->plan->rollback : &out->plan->groups;
    for (size_t i = 0; i < groups->count; i++) {
        const StepGroup *group = &groups->items[i];
        for (size_t j = 0; j < group->steps.count; j++) {
            if (group->steps.items[j] == out->step) {
                return drops(group, object);
            }
        }
    }
    return false;
}

/*
 * OR REPLACE came with 14, and never for constraint triggers: elsewhere the old trigger goes first.
 */
static void spell_trigger(Spelling *out, const TableTrigger *trigger, Text words) {
    Text usual = TEXT("CREATE TRIGGER ");
    bool is_plain = text_starts_with(trigger->definition, usual);
    Text definition = layout_trigger(out->arena, trigger->definition);
    Text rest = text_slice(definition, usual.length, definition.length);
    if (out->is_dump || is_dropped_above(out, &trigger->object)) {
        spell_add(out, words, definition);
    } else if (is_plain && !trigger->is_constraint && out->version >= 140000) {
        spell_format(out, words, "CREATE OR REPLACE TRIGGER %s", rest);
    } else {
        spell_format(out, TEXT("Clears the way for the trigger below, on a second run too."),
                     "DROP TRIGGER IF EXISTS %I ON %s", trigger->object.name,
                     object_sql_relation(out->arena, &trigger->object));
        spell_aside(out);
        spell_add(out, words, definition);
    }
    if (trigger->enabled != 'O' && trigger->enabled != '\0') {
        spell_enabled(out, &trigger->object, trigger->enabled, TEXT("TRIGGER"));
    }
    spell_remarks(out, &trigger->object);
}

void create_trigger(Spelling *out) {
    const TableTrigger *new = (const TableTrigger *)out->step->new;
    spell_trigger(out, new,
                  text_format(out->arena, "Creates %s. Rows that are there do not fire it.",
                              object_describe(out->arena, &new->object)));
}

void alter_trigger_definition(Spelling *out) {
    const TableTrigger *new = (const TableTrigger *)out->step->new;
    spell_trigger(
        out, new,
        text_format(out->arena, "Replaces %s.", object_describe(out->arena, &new->object)));
}

void alter_trigger_enabled(Spelling *out) {
    const TableTrigger *new = (const TableTrigger *)out->step->new;
    spell_enabled(out, &new->object, new->enabled, TEXT("TRIGGER"));
}

static void spell_rule(Spelling *out, const RewriteRule *rule, Text words) {
    Text usual = TEXT("CREATE RULE ");
    Text rest = text_slice(rule->definition, usual.length, rule->definition.length);
    if (!out->is_dump && text_starts_with(rule->definition, usual)) {
        spell_format(out, words, "CREATE OR REPLACE RULE %s", rest);
    } else {
        spell_add(out, words, rule->definition);
    }
}

void create_rule(Spelling *out) {
    const RewriteRule *new = (const RewriteRule *)out->step->new;
    spell_rule(out, new,
               text_format(out->arena, "Creates %s.", object_describe(out->arena, &new->object)));
    if (new->enabled != 'O' && new->enabled != '\0') {
        spell_enabled(out, &new->object, new->enabled, TEXT("RULE"));
    }
    spell_remarks(out, &new->object);
}

/* A rule that is replaced keeps its comment, and stays disabled. */
void alter_rule_definition(Spelling *out) {
    const RewriteRule *new = (const RewriteRule *)out->step->new;
    spell_rule(out, new,
               text_format(out->arena, "Replaces %s.", object_describe(out->arena, &new->object)));
}

void alter_rule_enabled(Spelling *out) {
    const RewriteRule *new = (const RewriteRule *)out->step->new;
    spell_enabled(out, &new->object, new->enabled, TEXT("RULE"));
}

static Text policy_roles(Arena *arena, const RowPolicy *policy) {
    TextList roles = {0};
    for (size_t i = 0; i < policy->roles.count; i++) {
        list_push(arena, &roles, spell_role(arena, policy->roles.items[i]));
    }
    return roles.count == 0 ? TEXT("PUBLIC") : text_join(arena, &roles, TEXT(", "));
}

static void add_policy_expressions(Builder *sql, const RowPolicy *policy) {
    if (!text_is_absent(policy->using_expression)) {
        builder_format(sql, "\n    USING (%s)", policy->using_expression);
    }
    if (!text_is_absent(policy->check_expression)) {
        builder_format(sql, "\n    WITH CHECK (%s)", policy->check_expression);
    }
}

void create_policy(Spelling *out) {
    const RowPolicy *new = (const RowPolicy *)out->step->new;
    Builder sql = builder_new(out->arena);
    builder_format(&sql, "CREATE POLICY %I ON %s", new->object.name,
                   object_sql_relation(out->arena, &new->object));
    if (!new->is_permissive) {
        builder_add(&sql, TEXT("\n    AS RESTRICTIVE"));
    }
    builder_format(&sql, "\n    FOR %s\n    TO %s", new->command, policy_roles(out->arena, new));
    add_policy_expressions(&sql, new);
    guard_add(out,
              text_format(out->arena, "Creates %s, which decides for %s which rows %s.",
                          object_describe(out->arena, &new->object), policy_roles(out->arena, new),
                          new->is_permissive ? TEXT("may be seen or written")
                                             : TEXT("may not, whatever other policies say")),
              guard_is_missing(out->arena, &new->object), builder_text(&sql));
    spell_remarks(out, &new->object);
}

void alter_policy_definition(Spelling *out) {
    const RowPolicy *new = (const RowPolicy *)out->step->new;
    Builder sql = builder_new(out->arena);
    builder_format(&sql, "ALTER POLICY %I ON %s\n    TO %s", new->object.name,
                   object_sql_relation(out->arena, &new->object), policy_roles(out->arena, new));
    add_policy_expressions(&sql, new);
    spell_add(out,
              text_format(out->arena, "Changes %s: whom it is for, or which rows.",
                          object_describe(out->arena, &new->object)),
              builder_text(&sql));
}
