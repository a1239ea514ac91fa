/*
 * Report: findings as JSON and as SARIF 2.1.0.
 */
#include "lint/report.h"

#include "compiler/json.h"

#include <string.h>

static const char *const json_levels[] = {
    [SEVERITY_ERROR] = "error", [SEVERITY_WARNING] = "warning", [SEVERITY_NOTE] = "note"};

static bool has_position(Location where) {
    return where.source != NULL && !where.source->is_database;
}

/* ---- JSON ---- */

static json_t *json_finding(Arena *arena, const Diagnostic *finding) {
    json_t *object = json_object();
    Location where = finding->where;
    json_add_text(arena, object, "rule", finding->rule);
    json_add(object, "level", json_string(json_levels[finding->severity]));
    json_add_text(arena, object, "message", finding->message);
    json_add_text(arena, object, "reason", finding->hint);
    json_add_text(arena, object, "file", where.source == NULL ? TEXT_ABSENT : where.source->path);
    if (has_position(where)) {
        LinePosition position = source_position(where.source, where.span.start);
        json_add(object, "line", json_integer((json_int_t)position.line));
        json_add(object, "column", json_integer((json_int_t)position.column));
    }
    return object;
}

Text report_json(Arena *arena, const Diagnostics *findings) {
    json_t *array = json_array(), *tree = json_object();
    for (size_t i = 0; i < findings->count; i++) {
        json_array_append_new(array, json_finding(arena, &findings->items[i]));
    }
    json_add(tree, "findings", array);
    return json_finish(arena, tree);
}

/* ---- SARIF ---- */

static json_t *sarif_text(Arena *arena, Text text) {
    json_t *object = json_object();
    json_add_text(arena, object, "text", text);
    return object;
}

static json_t *sarif_rule(Arena *arena, const LintRuleFacts *facts) {
    json_t *rule = json_object(), *configuration = json_object();
    json_add(rule, "id", json_string(facts->id));
    json_add(rule, "shortDescription", sarif_text(arena, text_from_string(facts->reason)));
    json_add(configuration, "level", json_string(json_levels[facts->level]));
    json_add(configuration, "enabled", json_boolean(facts->is_default));
    json_add(rule, "defaultConfiguration", configuration);
    return rule;
}

/* SARIF wants URIs: what a path may hold and a URI may not is written as %XX. */
static Text sarif_uri(Arena *arena, Text path) {
    static const char digits[] = "0123456789ABCDEF";
    Builder out = builder_new(arena);
    for (size_t i = 0; i < path.length; i++) {
        unsigned char letter = (unsigned char)path.data[i];
        bool is_plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                        (letter >= '0' && letter <= '9') || strchr("/._-~", letter) != NULL;
        if (is_plain && letter != '\0') {
            builder_add_char(&out, (char)letter);
        } else {
            builder_add_char(&out, '%');
            builder_add_char(&out, digits[letter >> 4]);
            builder_add_char(&out, digits[letter & 15]);
        }
    }
    return builder_text(&out);
}

static json_t *sarif_location(Arena *arena, Location where) {
    json_t *location = json_object(), *physical = json_object(), *artifact = json_object();
    json_t *region = json_object();
    LinePosition position = source_position(where.source, where.span.start);
    json_add_text(arena, artifact, "uri", sarif_uri(arena, where.source->path));
    json_add(region, "startLine", json_integer((json_int_t)position.line));
    json_add(region, "startColumn", json_integer((json_int_t)position.column));
    json_add(physical, "artifactLocation", artifact);
    json_add(physical, "region", region);
    json_add(location, "physicalLocation", physical);
    return location;
}

/* A live database has no file: the message names the object. */
static json_t *sarif_result(Arena *arena, const Diagnostic *finding) {
    json_t *result = json_object(), *locations = json_array();
    Text message = text_format(arena, "%s. %s", finding->message, finding->hint);
    json_add_text(arena, result, "ruleId", finding->rule);
    json_add(result, "level", json_string(json_levels[finding->severity]));
    json_add(result, "message", sarif_text(arena, message));
    if (has_position(finding->where)) {
        json_array_append_new(locations, sarif_location(arena, finding->where));
    }
    json_add(result, "locations", locations);
    return result;
}

static json_t *sarif_tool(Arena *arena) {
    json_t *tool = json_object(), *driver = json_object(), *rules = json_array();
    for (int i = 0; i < LINT_RULE_COUNT; i++) {
        json_array_append_new(rules, sarif_rule(arena, &lint_rule_facts[i]));
    }
    json_add(driver, "name", json_string("schemac"));
    json_add(driver, "version", json_string("0.1"));
    json_add(driver, "rules", rules);
    json_add(tool, "driver", driver);
    return tool;
}

Text report_sarif(Arena *arena, const Diagnostics *findings) {
    json_t *tree = json_object(), *runs = json_array(), *run = json_object();
    json_t *results = json_array();
    for (size_t i = 0; i < findings->count; i++) {
        json_array_append_new(results, sarif_result(arena, &findings->items[i]));
    }
    json_add(run, "tool", sarif_tool(arena));
    json_add(run, "columnKind", json_string("unicodeCodePoints"));
    json_add(run, "results", results);
    json_array_append_new(runs, run);
    json_add(tree, "$schema", json_string("https://json.schemastore.org/sarif-2.1.0.json"));
    json_add(tree, "version", json_string("2.1.0"));
    json_add(tree, "runs", runs);
    return json_finish(arena, tree);
}
