/*
 * Type names: TypeName -> the name that format_type() gives with an empty search_path.
 *
 * "int4" -> "integer", "varchar(10)" -> "character varying(10)", "mood" -> "public.mood".
 */
#include "parser/newer.h"
#include "parser/normalizer.h"

#include <string.h>

#include "compiler/builder.h"
#include "utils/datetime.h"
#include "utils/timestamp.h"

/* Types whose display name is not their name; `tail` follows the modifier. */
typedef struct DisplayName {
    const char *name, *head, *tail;
} DisplayName;

static const DisplayName display_names[] = {
    {"bit", "bit", ""},
    {"bool", "boolean", ""},
    {"bpchar", "character", ""},
    {"float4", "real", ""},
    {"float8", "double precision", ""},
    {"int2", "smallint", ""},
    {"int4", "integer", ""},
    {"int8", "bigint", ""},
    {"interval", "interval", ""},
    {"json", "json", ""}, /* a keyword, yet never quoted */
    {"numeric", "numeric", ""},
    {"time", "time", " without time zone"},
    {"timestamp", "timestamp", " without time zone"},
    {"timestamptz", "timestamp", " with time zone"},
    {"timetz", "time", " with time zone"},
    {"varbit", "bit varying", ""},
    {"varchar", "character varying", ""},
};

static const DisplayName *find_display_name(Text name) {
    for (size_t i = 0; i < sizeof display_names / sizeof *display_names; i++) {
        if (name.data[0] == display_names[i].name[0] && /* most end here */
            text_equal(name, text_from_string(display_names[i].name))) {
            return &display_names[i];
        }
    }
    return NULL;
}

/* The value of an integer modifier; -1 when it is something else. */
static int modifier_value(const List *modifiers, int index) {
    if (index >= list_length(modifiers) || !IsA(list_nth(modifiers, index), A_Const)) {
        return -1;
    }
    const A_Const *constant = list_nth(modifiers, index);
    return IsA(&constant->val, Integer) ? constant->val.ival.ival : -1;
}

static const char *interval_fields(int mask) {
    static const struct {
        int mask;
        const char *text;
    } fields[] = {
        {INTERVAL_MASK(YEAR), " year"},
        {INTERVAL_MASK(MONTH), " month"},
        {INTERVAL_MASK(DAY), " day"},
        {INTERVAL_MASK(HOUR), " hour"},
        {INTERVAL_MASK(MINUTE), " minute"},
        {INTERVAL_MASK(SECOND), " second"},
        {INTERVAL_MASK(YEAR) | INTERVAL_MASK(MONTH), " year to month"},
        {INTERVAL_MASK(DAY) | INTERVAL_MASK(HOUR), " day to hour"},
        {INTERVAL_MASK(DAY) | INTERVAL_MASK(HOUR) | INTERVAL_MASK(MINUTE), " day to minute"},
        {INTERVAL_MASK(DAY) | INTERVAL_MASK(HOUR) | INTERVAL_MASK(MINUTE) | INTERVAL_MASK(SECOND),
         " day to second"},
        {INTERVAL_MASK(HOUR) | INTERVAL_MASK(MINUTE), " hour to minute"},
        {INTERVAL_MASK(HOUR) | INTERVAL_MASK(MINUTE) | INTERVAL_MASK(SECOND), " hour to second"},
        {INTERVAL_MASK(MINUTE) | INTERVAL_MASK(SECOND), " minute to second"},
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (fields[i].mask == mask) {
            return fields[i].text;
        }
    }
    return "";
}

static void add_parenthesized(Builder *out, int value) {
    builder_add_char(out, '(');
    builder_add_integer(out, value);
    builder_add_char(out, ')');
}

static void add_interval_modifier(Builder *out, const List *modifiers) {
    int mask = modifier_value(modifiers, 0), precision = modifier_value(modifiers, 1);
    if (list_length(modifiers) > 0 && mask >= 0 && mask != INTERVAL_FULL_RANGE) {
        builder_add(out, text_from_string(interval_fields(mask)));
    }
    if (precision >= 0 && precision != INTERVAL_FULL_PRECISION) {
        add_parenthesized(out,
                          precision > MAX_INTERVAL_PRECISION ? MAX_INTERVAL_PRECISION : precision);
    }
}

/* Modifiers as written, "(10,2)", "(point,4326)": what types of extensions take. */
static void add_modifiers(Builder *out, const List *modifiers) {
    const char *separator = "(";
    const ListCell *cell;
    foreach (cell, modifiers) {
        const Node *modifier = lfirst(cell);
        builder_add(out, text_from_string(separator));
        separator = ",";
        if (IsA(modifier, ColumnRef)) {
            builder_add_identifier(
                out, text_from_string(strVal(llast(((const ColumnRef *)modifier)->fields))));
        } else if (IsA(modifier, A_Const)) {
            const A_Const *constant = (const A_Const *)modifier;
            switch (nodeTag(&constant->val)) {
                case T_Integer: builder_add_integer(out, constant->val.ival.ival); break;
                case T_Float: builder_add(out, text_from_string(constant->val.fval.fval)); break;
                default: builder_add_literal(out, text_from_string(constant->val.sval.sval)); break;
            }
        }
    }
    if (modifiers != NIL) {
        builder_add_char(out, ')');
    }
}

static bool has_seconds_precision(Text name) {
    return text_starts_with(name, TEXT("time")) && find_display_name(name) != NULL;
}

/* PostgreSQL fills in what is left out (numeric(10), "char") and cuts what is too much (time(9)).
 */
static void add_builtin_modifier(Builder *out, Text name, const List *modifiers) {
    int first = modifier_value(modifiers, 0);
    if (text_equal(name, TEXT("interval"))) {
        add_interval_modifier(out, modifiers);
    } else if (text_equal(name, TEXT("numeric")) && list_length(modifiers) == 1) {
        builder_add_char(out, '(');
        builder_add_integer(out, first);
        builder_add(out, TEXT(",0)"));
    } else if (has_seconds_precision(name) && first > MAX_TIMESTAMP_PRECISION) {
        add_parenthesized(out, MAX_TIMESTAMP_PRECISION);
    } else {
        add_modifiers(out, modifiers);
    }
}

static void add_builtin(Builder *out, Text name, const List *modifiers) {
    const DisplayName *display = find_display_name(name);
    /* Without a modifier "character" would mean character(1), and "bit" bit(1). */
    if (modifiers == NIL && (text_equal(name, TEXT("bpchar")) || text_equal(name, TEXT("bit")))) {
        builder_add(out, text_equal(name, TEXT("bit")) ? TEXT("\"bit\"") : name);
        return;
    }
    if (display == NULL) {
        builder_add_identifier(out, name);
        add_modifiers(out, modifiers);
        return;
    }
    builder_add(out, text_from_string(display->head));
    add_builtin_modifier(out, name, modifiers);
    builder_add(out, text_from_string(display->tail));
}

/* "schema.name" of a type that is not built in; false when it is not there (yet). */
static bool add_user_type(Normalizer *normalizer, Builder *out, QualifiedName name) {
    const Object *object = interpreter_find_type(normalizer->in, name);
    Text schema = object != NULL ? object->schema
                                 : normalizer_assumed_schema(normalizer, REFERENCE_TYPE, name);
    if (text_is_absent(schema)) {
        return false;
    }
    builder_add_name(out, schema, name.name);
    if (!normalizer_is_system_schema(schema)) {
        normalizer_add_reference(normalizer, REFERENCE_TYPE, schema, name.name, TEXT_ABSENT);
    }
    return true;
}

/* table.column%TYPE: the type that the column has. */
static Text referenced_column_type(Normalizer *normalizer, const TypeName *type) {
    Interpreter *in = normalizer->in;
    List *relation_names = list_truncate(list_copy(type->names), list_length(type->names) - 1);
    Text column_name = text_from_string(strVal(llast(type->names)));
    const Object *relation =
        interpreter_find_relation_named(in, interpreter_name(in, relation_names));
    const Column *column = relation == NULL ? NULL : table_find_column(relation, column_name);
    if (column != NULL) {
        return column->type;
    }
    if (in->is_last_try) {
        diagnostic_add(in->diagnostics, DIAGNOSTIC_UNKNOWN_COLUMN,
                       interpreter_location(in, type->location), "column \"%s\" does not exist",
                       column_name);
    }
    return TEXT_ABSENT;
}

/* The tables and views of pg_catalog have row types. */
static bool is_builtin(Text name) {
    return builtin_type_exists(name) || builtin_relation_exists(name);
}

/* "_text" is the array type of "text". */
static bool is_array_name(Text name) {
    return name.length > 1 && name.data[0] == '_' && !is_builtin(name) &&
           is_builtin(text_slice(name, 1, name.length));
}

static Text canonical_type(Normalizer *normalizer, const TypeName *type) {
    Text marked = tree_marked_type(type);
    if (!text_is_absent(marked)) {
        return marked;
    }
    if (type->pct_type) {
        return referenced_column_type(normalizer, type);
    }
    QualifiedName name = interpreter_name(normalizer->in, type->names);
    Builder out = builder_new(normalizer->in->scratch);
    bool is_array = type->arrayBounds != NIL;
    bool may_be_builtin = text_is_empty(name.schema) || text_equal(name.schema, TEXT("pg_catalog"));
    if (may_be_builtin && is_array_name(name.name)) {
        name.name = text_slice(name.name, 1, name.name.length);
        is_array = true;
    }
    if (may_be_builtin && is_builtin(name.name)) {
        newer_note_name(normalizer->in, normalizer->context, BUILTIN_TYPE, name.name);
        add_builtin(&out, name.name, type->typmods);
    } else if (add_user_type(normalizer, &out, name)) {
        add_modifiers(&out, type->typmods);
    } else {
        return TEXT_ABSENT;
    }
    if (is_array) {
        builder_add(&out, TEXT("[]"));
    }
    return text_copy(normalizer->in->schema->arena, builder_text(&out));
}

Text normalize_type(Interpreter *in, const TypeName *type, const NormalizeContext *context) {
    static const NormalizeContext no_context = {.references = NULL};
    Normalizer normalizer = {.in = in, .context = context == NULL ? &no_context : context};
    return canonical_type(&normalizer, type);
}

Text normalize_argument_type(Interpreter *in, const TypeName *type,
                             const NormalizeContext *context) {
    Text canonical = normalize_type(in, type, context);
    return text_is_absent(canonical) ? canonical
                                     : normalizer_plain_type(in->schema->arena, canonical);
}

void normalizer_type(Normalizer *normalizer, TypeName *type) {
    Text canonical = canonical_type(normalizer, type);
    if (text_is_absent(canonical)) {
        normalizer->is_missing = true;
        return;
    }
    tree_mark_type(type, canonical);
}

void tree_mark_type(TypeName *type, Text canonical) {
    char *name = palloc(canonical.length + 3);
    name[0] = MARK;
    memcpy(name + 1, canonical.data, canonical.length);
    name[canonical.length + 1] = MARK;
    name[canonical.length + 2] = '\0';
    type->names = list_make1(makeString(name));
    type->typmods = NIL;
    type->arrayBounds = NIL;
    type->pct_type = false;
}

Text tree_marked_type(const TypeName *type) {
    if (list_length(type->names) != 1 || strVal(linitial(type->names))[0] != MARK) {
        return TEXT_ABSENT;
    }
    Text name = text_from_string(strVal(linitial(type->names)));
    return text_slice(name, 1, name.length - 1);
}

bool normalizer_is_array(Text type, Text *element) {
    if (!text_ends_with(type, TEXT("[]"))) {
        return false;
    }
    *element = text_slice(type, 0, type.length - 2);
    return true;
}

/* Cuts the first "(...)" that is not inside quotes; "bpchar" is how "character" shows without one.
 */
Text normalizer_plain_type(Arena *arena, Text type) {
    Text element;
    bool is_array = normalizer_is_array(type, &element), is_quoted = false;
    Builder out = builder_new(arena);
    size_t skipped = 0;
    element = is_array ? element : type;
    for (size_t i = 0; i < element.length; i++) {
        char letter = element.data[i];
        is_quoted = letter == '"' ? !is_quoted : is_quoted;
        if (!is_quoted && letter == '(') {
            skipped = i;
        }
        if (skipped == 0) {
            builder_add_char(&out, letter);
        } else if (!is_quoted && letter == ')') {
            skipped = 0;
        }
    }
    Text plain = builder_text(&out);
    if (text_starts_with(plain, TEXT("interval "))) {
        plain = TEXT("interval"); /* its fields are a modifier too */
    } else if (text_equal(plain, TEXT("bpchar"))) {
        plain = TEXT("character");
    } else if (text_equal(plain, TEXT("\"bit\""))) {
        plain = TEXT("bit");
    }
    return is_array ? text_format(arena, "%s[]", plain) : plain;
}

Text normalizer_internal_type_name(Arena *arena, Text type) {
    Text element, plain = normalizer_plain_type(arena, type);
    plain = normalizer_is_array(plain, &element) ? element : plain;
    for (size_t i = 0; i < sizeof display_names / sizeof *display_names; i++) {
        Text head = text_from_string(display_names[i].head);
        if (text_starts_with(plain, head) &&
            text_equal(text_slice(plain, head.length, plain.length),
                       text_from_string(display_names[i].tail))) {
            return text_from_string(display_names[i].name);
        }
    }
    QualifiedName name;
    return normalizer_parse_name(arena, plain, &name) ? name.name : plain;
}

Text type_of_serial(const TypeName *type) {
    static const char *const serials[][2] = {
        {"serial", "integer"}, {"serial4", "integer"},      {"bigserial", "bigint"},
        {"serial8", "bigint"}, {"smallserial", "smallint"}, {"serial2", "smallint"},
    };
    if (list_length(type->names) != 1 || type->pct_type) {
        return TEXT("");
    }
    for (size_t i = 0; i < sizeof serials / sizeof *serials; i++) {
        if (strcmp(strVal(linitial(type->names)), serials[i][0]) == 0) {
            return text_from_string(serials[i][1]);
        }
    }
    return TEXT("");
}
