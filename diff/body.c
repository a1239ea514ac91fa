/*
 * Bodies: what a routine's body names, when the body is a string that only its language
 * understands.
 *
 * In: the text of the body (PL/pgSQL and its like; the parser reads LANGUAGE sql itself).  Out:
 * uses that give a better order, never a must: every name in the text that is the name of a
 * relation, a type or a routine counts, also within literals (nextval('s'), EXECUTE 'SELECT ...
 * FROM t') and though it may be a variable.  A name without a schema is looked for in the routine's
 * own schema and in public.
 */
#include "diff/references.h"

typedef struct BodyScan {
    Text text;
    size_t at;
} BodyScan;

static bool starts_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}

static bool continues_name(char c) {
    return starts_name(c) || (c >= '0' && c <= '9') || c == '$';
}

static bool has_more(const BodyScan *scan) {
    return scan->at < scan->text.length;
}

/* To the first character of a name; a number is passed as a whole. */
static bool find_name(BodyScan *scan) {
    while (has_more(scan)) {
        char c = scan->text.data[scan->at];
        if (starts_name(c) || c == '"') {
            return true;
        }
        scan->at++;
        while (c >= '0' && c <= '9' && has_more(scan) &&
               continues_name(scan->text.data[scan->at])) {
            scan->at++;
        }
    }
    return false;
}

/* "Order Lines" with its quotes; a doubled quote is no end, and ends up as it is. */
static Text read_quoted(BodyScan *scan) {
    size_t start = ++scan->at;
    while (has_more(scan) && scan->text.data[scan->at] != '"') {
        scan->at++;
    }
    Text name = text_slice(scan->text, start, scan->at);
    scan->at++;
    return name;
}

/* Folded to lower case as the grammar does, in `folded`, which is as long as a name can be. */
static Text read_name(BodyScan *scan, char folded[64]) {
    if (scan->text.data[scan->at] == '"') {
        return read_quoted(scan);
    }
    size_t length = 0;
    while (has_more(scan) && continues_name(scan->text.data[scan->at])) {
        char c = scan->text.data[scan->at++];
        if (length < 63) {
            folded[length++] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        }
    }
    return (Text){folded, length};
}

static void use_name(const Resolver *in, Text schema, Text name) {
    if (text_is_empty(schema)) {
        return;
    }
    reference_use(in, schema_find_relation(in->schema, schema, name), USE_BODY);
    reference_use(in, schema_find_type(in->schema, schema, name), USE_BODY);
    if (schema_has_routine(in->schema, schema, name)) {
        reference_use_routines(in, schema, name, TEXT_ABSENT, USE_BODY);
    }
}

/* Is it the name of anything that may get steps?  The list is sorted. */
static bool is_known(const TextList *names, Text name) {
    size_t low = 0, high = names->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = text_compare(names->items[middle], name);
        if (order == 0) {
            return true;
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return false;
}

TextList reference_body_names(const Planner *planner) {
    TextList names = {0};
    for (size_t i = 0; i < planner->pairs.count; i++) {
        const Pair *pair = planner->pairs.items[i];
        const Object *object = pair->sides[pair->sides[0] == NULL];
        if (pair->sides[0] != pair->sides[1] && !object_kind_facts[object->kind].is_child) {
            list_push(planner->arena, &names, object->name);
        }
    }
    text_list_sort(&names);
    return names;
}

void reference_use_body(const Resolver *in, const TextList *names, Text body) {
    BodyScan scan = {body, 0};
    char buffers[2][64];
    Text before = TEXT(""); /* "app", while the name after "app." is read */
    for (size_t count = 0; find_name(&scan); count++) {
        Text name = read_name(&scan, buffers[count % 2]);
        bool is_prefix = has_more(&scan) && scan.text.data[scan.at] == '.';
        if (is_known(names, name)) {
            use_name(in, in->user->sides[in->side]->schema, name);
            use_name(in, TEXT("public"), name);
            use_name(in, before, name);
        }
        scan.at += is_prefix;
        before = is_prefix ? name : TEXT("");
    }
}
