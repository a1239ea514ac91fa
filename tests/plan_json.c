/*
 * plan_json SCHEMA [--rollback]: reads what `schemac diff --json` prints, holds it against the JSON
 * Schema, and prints the SQL of its files as `schemac diff` does.  Exit code 1 with the first place
 * that does not fit.
 *
 * Knows of JSON Schema what emit/plan.schema.json uses: type, enum, required, properties,
 * additionalProperties: false, items, and $ref into $defs.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const json_t *definitions;

static _Noreturn void fail(const char *place, const char *what) {
    fprintf(stderr, "%s: %s\n", place, what);
    exit(1);
}

static bool is_of_type(const json_t *value, const char *type) {
    return (strcmp(type, "object") == 0 && json_is_object(value)) ||
           (strcmp(type, "array") == 0 && json_is_array(value)) ||
           (strcmp(type, "string") == 0 && json_is_string(value)) ||
           (strcmp(type, "boolean") == 0 && json_is_boolean(value)) ||
           (strcmp(type, "null") == 0 && json_is_null(value));
}

static void check_type(const json_t *value, const json_t *types, const char *place) {
    bool is_good = json_is_string(types) && is_of_type(value, json_string_value(types));
    size_t i;
    const json_t *type;
    json_array_foreach(types, i, type) {
        is_good |= is_of_type(value, json_string_value(type));
    }
    if (types != NULL && !is_good) {
        fail(place, "wrong type");
    }
}

static void check_enum(const json_t *value, const json_t *values, const char *place) {
    bool is_good = values == NULL;
    size_t i;
    const json_t *allowed;
    json_array_foreach(values, i, allowed) {
        is_good |= json_equal(value, allowed);
    }
    if (!is_good) {
        fail(place, "no such value");
    }
}

static void check(const json_t *value, const json_t *schema, const char *place);

static void check_members(const json_t *value, const json_t *schema, const char *place) {
    const json_t *properties = json_object_get(schema, "properties"), *name;
    size_t i;
    json_array_foreach(json_object_get(schema, "required"), i, name) {
        if (json_object_get(value, json_string_value(name)) == NULL) {
            fail(place, json_string_value(name));
        }
    }
    const char *key;
    json_t *member;
    json_object_foreach((json_t *)value, key, member) {
        const json_t *property = json_object_get(properties, key);
        if (property == NULL) {
            fail(place, key);
        }
        check(member, property, key);
    }
}

static void check(const json_t *value, const json_t *schema, const char *place) {
    const char *reference = json_string_value(json_object_get(schema, "$ref"));
    if (reference != NULL) {
        schema = json_object_get(definitions, reference + strlen("#/$defs/"));
        if (schema == NULL) {
            fail(place, reference);
        }
    }
    check_type(value, json_object_get(schema, "type"), place);
    check_enum(value, json_object_get(schema, "enum"), place);
    if (json_is_object(value)) {
        check_members(value, schema, place);
    }
    size_t i;
    const json_t *item;
    json_array_foreach(value, i, item) {
        check(item, json_object_get(schema, "items"), place);
    }
}

static void print_sql(const json_t *file, bool is_first) {
    printf("%s%s", is_first ? "" : "\n\n", json_string_value(json_object_get(file, "sql")));
}

int main(int argument_count, char **arguments) {
    json_error_t error;
    json_t *schema = json_load_file(arguments[1], 0, &error);
    json_t *plan = json_loadf(stdin, 0, &error);
    if (schema == NULL || plan == NULL) {
        fail(error.source, error.text);
    }
    definitions = json_object_get(schema, "$defs");
    check(plan, schema, "the plan");
    const json_t *files = json_object_get(plan, "files");
    size_t count = json_array_size(files);
    bool is_rollback = argument_count > 2;
    for (size_t i = 0; i < count; i++) {
        const json_t *file = json_array_get(files, is_rollback ? count - 1 - i : i);
        print_sql(is_rollback ? json_object_get(file, "rollback") : file, i == 0);
    }
    json_decref(schema);
    json_decref(plan);
    return 0;
}
