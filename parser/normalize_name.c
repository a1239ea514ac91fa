/*
 * Names in a tree: what is in pg_catalog loses its schema, everything else gets one.
 *
 * The search path is that of the statement.  PostgreSQL looks into pg_catalog before the path, and
 * so does this.
 */
#include "parser/newer.h"
#include "parser/normalizer.h"
#include "parser/parse_definition.h"

#include <string.h>

#include "compiler/builder.h"

bool tree_name_is(const List *names, const char *name) {
    int length = list_length(names);
    return (length == 1 || (length == 2 && strcmp(strVal(linitial(names)), "pg_catalog") == 0)) &&
           strcmp(strVal(llast(names)), name) == 0;
}

/* What the server adds to every database; the model never holds it. */
bool normalizer_is_system_schema(Text schema) {
    return text_equal(schema, TEXT("information_schema")) || text_starts_with(schema, TEXT("pg_"));
}

/* Where CREATE EXTENSION has put what it brings; absent when no such extension is in the model. */
static Text extension_schema(Normalizer *normalizer, ReferenceKind kind, Text name) {
    const Interpreter *in = normalizer->in;
    Text extension =
        kind == REFERENCE_RELATION ? TEXT_ABSENT : builtin_extension_of(in->scratch, kind, name);
    const Object *object = text_is_absent(extension)
                               ? NULL
                               : schema_find(in->schema, KIND_EXTENSION, TEXT(""), extension);
    if (object == NULL) {
        return TEXT_ABSENT;
    }
    normalizer_add_reference(normalizer, REFERENCE_EXTENSION, TEXT(""), extension, TEXT_ABSENT);
    Text schema = ((const Extension *)object)->in_schema;
    return text_is_empty(schema) ? TEXT("public") : schema;
}

Text normalizer_assumed_schema(Normalizer *normalizer, ReferenceKind kind, QualifiedName name) {
    const Interpreter *in = normalizer->in;
    if (!text_is_empty(name.schema)) {
        bool is_known = normalizer_is_system_schema(name.schema) || in->is_last_try ||
                        in->is_catalog ||
                        schema_has_external(in->schema, kind, name.schema, name.name) ||
                        text_equal(extension_schema(normalizer, kind, name.name), name.schema);
        return is_known ? name.schema : TEXT_ABSENT;
    }
    Text schema = schema_external_schema(in->schema, kind, &in->search_path, name.name);
    if (text_is_absent(schema)) {
        schema = extension_schema(normalizer, kind, name.name);
    }
    if (text_is_absent(schema) && (in->is_last_try || in->is_catalog)) {
        bool is_guess =
            (kind != REFERENCE_FUNCTION || normalizer->is_scan) && in->search_path.count != 0;
        return is_guess ? in->search_path.items[0] : TEXT("");
    }
    return schema;
}

/* The schema to write before a relation's name: empty for pg_catalog, absent to wait. */
static Text relation_schema(Normalizer *normalizer, QualifiedName name) {
    bool is_unqualified = text_is_empty(name.schema);
    if ((is_unqualified || text_equal(name.schema, TEXT("pg_catalog"))) &&
        builtin_relation_exists(name.name)) {
        newer_note_name(normalizer->in, normalizer->context, BUILTIN_RELATION, name.name);
        return TEXT("");
    }
    const Object *object = interpreter_find_relation_named(normalizer->in, name);
    Text schema = object != NULL ? object->schema
                                 : normalizer_assumed_schema(normalizer, REFERENCE_RELATION, name);
    if (text_is_absent(schema)) {
        normalizer->is_missing = true;
    } else if (!normalizer_is_system_schema(schema)) {
        normalizer_add_reference(normalizer, REFERENCE_RELATION, schema, name.name, TEXT_ABSENT);
    }
    return schema;
}

void normalizer_relation(Normalizer *normalizer, RangeVar *relation) {
    QualifiedName name = {text_from_string(relation->schemaname),
                          text_from_string(relation->relname)};
    Text schema = relation_schema(normalizer, name);
    relation->catalogname = NULL;
    relation->schemaname = text_is_empty(schema) ? NULL : tree_string(schema);
}

/* 'users_id_seq' as a regclass: the name inside the literal becomes qualified. */
void normalizer_relation_literal(Normalizer *normalizer, String *literal, int location) {
    (void)location;
    Text text = text_from_string(literal->sval);
    bool is_number = text.length != 0;
    for (size_t i = 0; i < text.length; i++) {
        is_number = is_number && text.data[i] >= '0' && text.data[i] <= '9';
    }
    QualifiedName name;
    if (is_number || text_equal(text, TEXT("-")) ||
        !normalizer_parse_name(normalizer->in->scratch, text, &name)) {
        return; /* an oid, or nothing that PostgreSQL would take */
    }
    Text schema = relation_schema(normalizer, name);
    literal->sval = tree_string(text_quote_name(normalizer->in->scratch, schema, name.name));
}

/* 'words' as a regconfig: true when it is one of the schema's; its name then becomes qualified. */
bool normalizer_configuration_literal(Normalizer *normalizer, String *literal) {
    const Interpreter *in = normalizer->in;
    QualifiedName name;
    if (!normalizer_parse_name(in->scratch, text_from_string(literal->sval), &name)) {
        return false;
    }
    const Object *found = definition_find(in, KIND_TEXT_SEARCH_CONFIGURATION, name, TEXT(""));
    if (found == NULL) {
        return false;
    }
    if (normalizer->context->references != NULL) {
        Reference reference = {REFERENCE_OBJECT, normalizer->context->role,
                               found->schema,    found->name,
                               TEXT(""),         found->kind};
        reference_add(in->schema->arena, normalizer->context->references, reference);
    }
    literal->sval = tree_string(text_quote_name(in->scratch, found->schema, found->name));
    return true;
}

/* One part of a dotted name: folded unless quoted.  *rest is what follows it. */
static bool parse_name_part(Arena *arena, Text *rest, Text *part) {
    Builder out = builder_new(arena);
    Text text = text_trim(*rest);
    size_t i = 0;
    if (text.length != 0 && text.data[0] == '"') {
        for (i = 1; i < text.length; i++) {
            if (text.data[i] == '"' && (++i == text.length || text.data[i] != '"')) {
                break;
            }
            builder_add_char(&out, text.data[i]);
        }
    } else {
        for (; i < text.length && text.data[i] != '.' && text.data[i] != ' '; i++) {
            bool is_upper = text.data[i] >= 'A' && text.data[i] <= 'Z';
            builder_add_char(&out, is_upper ? (char)(text.data[i] - 'A' + 'a') : text.data[i]);
        }
    }
    *part = builder_text(&out);
    *rest = text_trim(text_slice(text, i, text.length));
    return part->length != 0;
}

bool normalizer_parse_name(Arena *arena, Text text, QualifiedName *name) {
    *name = (QualifiedName){.schema = TEXT("")};
    if (!parse_name_part(arena, &text, &name->name)) {
        return false;
    }
    while (text.length != 0) {
        if (text.data[0] != '.') {
            return false;
        }
        text = text_slice(text, 1, text.length);
        name->schema = name->name;
        if (!parse_name_part(arena, &text, &name->name)) {
            return false;
        }
    }
    return true;
}

/* Where the model has a routine of that name, along the search path; absent when it has none. */
static Text routine_schema(const Interpreter *in, QualifiedName name) {
    if (!text_is_empty(name.schema)) {
        return schema_has_routine(in->schema, name.schema, name.name) ? name.schema : TEXT_ABSENT;
    }
    for (size_t i = 0; i < in->search_path.count; i++) {
        if (schema_has_routine(in->schema, in->search_path.items[i], name.name)) {
            return in->search_path.items[i];
        }
    }
    return TEXT_ABSENT;
}

/* The schema to write before a function's name: empty for pg_catalog, absent to wait. */
static Text function_schema(Normalizer *normalizer, QualifiedName name) {
    const Interpreter *in = normalizer->in;
    bool may_be_builtin = text_equal(name.schema, TEXT("pg_catalog")) ||
                          (text_is_empty(name.schema) && builtin_function_exists(name.name));
    Text schema = may_be_builtin && !newer_may_lack_function(in, name.name)
                      ? TEXT_ABSENT
                      : routine_schema(in, name);
    if (may_be_builtin && text_is_absent(schema)) {
        newer_note_name(normalizer->in, normalizer->context, BUILTIN_FUNCTION, name.name);
        return TEXT("");
    }
    if (text_is_absent(schema)) {
        schema = normalizer_assumed_schema(normalizer, REFERENCE_FUNCTION, name);
    }
    if (text_is_absent(schema)) {
        normalizer->is_missing = true;
    } else if (!text_is_empty(schema) && !normalizer_is_system_schema(schema)) {
        normalizer_add_reference(normalizer, REFERENCE_FUNCTION, schema, name.name, TEXT_ABSENT);
    }
    return schema;
}

List *normalizer_function_names(Normalizer *normalizer, List *names) {
    Text schema = function_schema(normalizer, interpreter_name(normalizer->in, names));
    String *last = llast(names);
    return text_is_empty(schema) ? list_make1(last)
                                 : list_make2(makeString(tree_string(schema)), last);
}

/* nextval('s') is nextval('s'::regclass): these take a regclass. */
static bool takes_relation(const FuncCall *call) {
    static const char *const functions[] = {"nextval", "currval", "setval"};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (tree_name_is(call->funcname, functions[i])) {
            return call->args != NIL && tree_is_string(linitial(call->args));
        }
    }
    return false;
}

/* to_tsvector('words', x) is to_tsvector('words'::regconfig, x). */
static bool takes_configuration(const FuncCall *call) {
    static const char *const functions[] = {"to_tsvector", "to_tsquery", "plainto_tsquery",
                                            "phraseto_tsquery", "websearch_to_tsquery"};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (tree_name_is(call->funcname, functions[i])) {
            return list_length(call->args) == 2 && tree_is_string(linitial(call->args));
        }
    }
    return false;
}

void normalizer_function(Normalizer *normalizer, FuncCall *call) {
    newer_note_call(normalizer->in, normalizer->context, call);
    if (call->funcformat == COERCE_SQL_SYNTAX) {
        return; /* EXTRACT, TRIM ...: the deparser knows them by their qualified names */
    }
    if (takes_relation(call)) {
        A_Const *constant = linitial(call->args);
        normalizer_relation_literal(normalizer, &constant->val.sval, constant->location);
        linitial(call->args) = tree_make_cast((Node *)constant, TEXT("regclass"));
    }
    if (takes_configuration(call)) {
        A_Const *constant = linitial(call->args);
        if (normalizer_configuration_literal(normalizer, &constant->val.sval)) {
            linitial(call->args) = tree_make_cast((Node *)constant, TEXT("regconfig"));
        }
    }
    call->funcname = normalizer_function_names(normalizer, call->funcname);
}

Text normalize_function_name(Interpreter *in, const List *names, const NormalizeContext *context) {
    Normalizer normalizer = {.in = in, .context = context};
    QualifiedName name = interpreter_name(in, names);
    Text schema = function_schema(&normalizer, name);
    return normalizer.is_missing ? TEXT_ABSENT
                                 : text_quote_name(in->schema->arena, schema, name.name);
}

static bool is_system_column(Text name) {
    static const char *const columns[] = {"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        if (text_equal(name, text_from_string(columns[i]))) {
            return true;
        }
    }
    return false;
}

/* Does the reference begin with the relation's own name, or schema and name?  Then how many parts.
 */
static int own_prefix(const Object *relation, const ColumnRef *column) {
    int length = list_length(column->fields);
    for (int i = 0; i < length; i++) {
        if (!IsA(list_nth(column->fields, i), String)) {
            length = i + 1; /* "*" ends it */
        }
    }
    if (length == 2 &&
        text_equal(text_from_string(strVal(linitial(column->fields))), relation->name)) {
        return 1;
    }
    bool is_qualified =
        length == 3 &&
        text_equal(text_from_string(strVal(linitial(column->fields))), relation->schema) &&
        text_equal(text_from_string(strVal(lsecond(column->fields))), relation->name);
    return is_qualified ? 2 : 0;
}

static bool is_trigger_row(const char *name) {
    return strcmp(name, "old") == 0 || strcmp(name, "new") == 0;
}

/* NEW.a, which names a column of the table that the trigger or rule is on. */
static bool is_trigger_column(const ColumnRef *column) {
    return list_length(column->fields) == 2 && is_trigger_row(strVal(linitial(column->fields)));
}

/* f(t), f(public.t.*): the row of the table, which PostgreSQL prints as "t.*". */
static bool is_own_row(const Normalizer *normalizer, const Object *relation,
                       const ColumnRef *column, int prefix) {
    bool is_star = prefix != 0 && !IsA(llast(column->fields), String);
    bool is_name = list_length(column->fields) == 1 &&
                   text_equal(text_from_string(strVal(linitial(column->fields))), relation->name) &&
                   table_find_column(relation, relation->name) == NULL;
    return is_star || (is_name && !normalizer->is_in_row); /* ROW(t.*) would be its columns */
}

/* A column in an expression of a table (CHECK, index, policy ...), outside any query. */
void normalizer_column(Normalizer *normalizer, ColumnRef *column) {
    const Object *relation = normalizer->context->relation;
    if (relation == NULL || !IsA(linitial(column->fields), String)) {
        return;
    }
    int prefix = own_prefix(relation, column);
    if (is_own_row(normalizer, relation, column, prefix)) {
        column->fields = list_make2(makeString(tree_string(relation->name)), makeNode(A_Star));
        return;
    }
    if (prefix != 0) {
        column->fields = list_copy_tail(column->fields, prefix);
    }
    bool is_plain = list_length(column->fields) == 1;
    if ((!is_plain && !is_trigger_column(column)) || !IsA(llast(column->fields), String)) {
        return;
    }
    if (is_plain && normalizer->has_trigger_rows && is_trigger_row(strVal(llast(column->fields)))) {
        if (!normalizer->is_in_row) { /* ROW(old.*) would be its columns */
            column->fields = lappend(list_copy(column->fields), makeNode(A_Star));
        }
        return;
    }
    Text name = text_from_string(strVal(llast(column->fields)));
    if (table_find_column(relation, name) != NULL) {
        normalizer_add_reference(normalizer, REFERENCE_COLUMN, relation->schema, relation->name,
                                 name);
    } else if (is_plain && relation->kind == KIND_TABLE && !is_system_column(name) &&
               !text_equal(name, relation->name) && !normalizer->in->is_catalog) {
        normalizer->is_missing = true;
        if (normalizer->in->is_last_try) {
            diagnostic_add(normalizer->in->diagnostics, DIAGNOSTIC_UNKNOWN_COLUMN,
                           interpreter_location(normalizer->in, column->location),
                           "column \"%s\" does not exist", name);
        }
    }
}
