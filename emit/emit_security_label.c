/*
 * SECURITY LABEL: what a provider, such as sepgsql or anon, is told about an object.
 *
 * The provider is always named: which ones a server has loaded is not known.  A provider that is
 * not loaded is an error there, and so is a label that it does not accept.
 */
#include "emit/spell.h"

static void spell_label(Spelling *out, const Object *object, Text provider, Text label) {
    Text what = object_describe(out->arena, object);
    bool is_removed = text_is_absent(label);
    Text words = text_format(out->arena,
                             is_removed ? "Removes the security label of %s for %I."
                                        : "Labels %s for the security label provider %I, which "
                                          "the server must have loaded.",
                             what, provider);
    spell_format(out, words,
                 is_removed ? "SECURITY LABEL FOR %I ON %s IS %L"
                            : "SECURITY LABEL FOR %I ON %s IS\n    %L",
                 provider, spell_designation(out->arena, object), label);
}

static void spell_labels(Spelling *out, const Object *object, const SettingList *before) {
    const SettingList *after = &object->security_labels;
    for (size_t i = 0; i < before->count; i++) {
        if (setting_find(after, before->items[i].name) == NULL) {
            spell_label(out, object, before->items[i].name, TEXT_ABSENT);
        }
    }
    for (size_t i = 0; i < after->count; i++) {
        const Setting *label = &after->items[i], *there = setting_find(before, label->name);
        if (there == NULL || !text_equal(there->value, label->value)) {
            spell_label(out, object, label->name, label->value);
        }
    }
}

void spell_new_security_labels(Spelling *out, const Object *object) {
    if (!out->plan->no_security_labels) {
        spell_labels(out, object, &(SettingList){0});
    }
}

void spell_remarks(Spelling *out, const Object *object) {
    if (!out->plan->no_comments && !text_is_absent(object->comment)) {
        spell_comment(out, object);
    }
    spell_new_security_labels(out, object);
}

void alter_security_label(Spelling *out) {
    spell_labels(out, out->step->new, &out->step->old->security_labels);
}
