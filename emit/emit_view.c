/*
 * Views and materialized views.
 */
#include "emit/spell.h"

static Text view_options(const Spelling *out, const View *view) {
    return view->options.count == 0 ? TEXT("")
                                    : text_format(out->arena, "\n    WITH (%s)",
                                                  spell_setting_list(out->arena, &view->options));
}

static Text view_definition(const Spelling *out, const View *view) {
    Text name = object_sql_name(out->arena, &view->object);
    Text query = layout_query(out->arena, view->query);
    if (view->object.kind == KIND_VIEW) {
        return text_format(out->arena, "CREATE %sVIEW %s%s AS\n%s", spell_or_replace(out), name,
                           view_options(out, view), query);
    }
    Builder sql = builder_new(out->arena);
    builder_format(&sql, "CREATE MATERIALIZED VIEW %s%s", spell_if_not_exists(out), name);
    if (!text_is_empty(view->access_method)) {
        builder_format(&sql, "\n    USING %I", view->access_method);
    }
    builder_add(&sql, view_options(out, view));
    if (!text_is_empty(view->tablespace)) {
        builder_format(&sql, "\n    TABLESPACE %I", view->tablespace);
    }
    builder_format(&sql, " AS\n%s%s", query,
                   view->is_not_populated ? TEXT("\nWITH NO DATA") : TEXT(""));
    return builder_text(&sql);
}

/* What is said of single columns: defaults of views, settings, descriptions, privileges. */
static void spell_view_columns(Spelling *out, const Object *view) {
    ObjectList columns = {0};
    for (size_t i = 0; i < view->children.count; i++) {
        Object *child = view->children.items[i];
        if (child->kind != KIND_COLUMN) {
            continue;
        }
        const Column *column = (const Column *)child;
        list_push(out->arena, &columns, child);
        if (!text_is_absent(column->default_value)) {
            spell_format(out,
                         text_format(out->arena, "What an INSERT into the view puts into %s.",
                                     object_sql_name(out->arena, child)),
                         "ALTER VIEW %s\n    ALTER COLUMN %s SET DEFAULT %s",
                         object_sql_name(out->arena, view), object_sql_name(out->arena, child),
                         column->default_value);
        }
        spell_column_extras(out, column);
    }
    if (!out->plan->no_privileges) {
        spell_column_privileges(out, &columns);
    }
}

void create_view(Spelling *out) {
    const View *new = (const View *)out->step->new;
    Text what = object_describe(out->arena, &new->object);
    Text words = text_format(
        out->arena, out->step->is_recreation ? "Builds %s again, as it was." : "Creates %s.", what);
    if (new->object.kind == KIND_MATERIALIZED_VIEW) {
        words =
            text_format(out->arena, "%s%s", words,
                        new->is_not_populated
                            ? TEXT(" It is empty, and cannot be read, until REFRESH MATERIALIZED "
                                   "VIEW fills it.")
                            : TEXT(" Its query runs now, and its rows stay as they are until "
                                   "REFRESH MATERIALIZED VIEW."));
    }
    spell_add(out, words, view_definition(out, new));
    spell_belongings(out, &new->object);
    spell_view_columns(out, &new->object);
}

void alter_view_definition(Spelling *out) {
    const View *new = (const View *)out->step->new;
    spell_add(out,
              text_format(out->arena,
                          "Replaces %s in place: its owner and privileges stay, and so does what "
                          "is built on it.",
                          object_describe(out->arena, &new->object)),
              view_definition(out, new));
}

void alter_view_options(Spelling *out) {
    const View *old = (const View *)out->step->old, *new = (const View *)out->step->new;
    Text keyword = text_from_string(object_kind_facts[new->object.kind].keyword);
    spell_settings(
        out,
        text_format(out->arena, "Changes options of %s.",
                    object_describe(out->arena, &new->object)),
        text_format(out->arena, "ALTER %s %s ", keyword, object_sql_name(out->arena, &new->object)),
        &old->options, &new->options);
}
