/*
 * Routines: the options of CREATE FUNCTION and ALTER FUNCTION.
 *
 * SET clauses are kept as pg_get_functiondef() prints them: names in lists and all other values as
 * string literals.
 */
#include "parser/interpreter_state.h"
#include "parser/parse_routine.h"

#include "parser/scansup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/builder.h"

/* COST and ROWS are stored as four-byte floats and printed with %g. */
static Text number_text(Interpreter *in, const Node *number) {
    char digits[48];
    double value =
        IsA(number, Integer) ? (double)intVal(number) : strtod(castNode(Float, number)->fval, NULL);
    snprintf(digits, sizeof digits, "%g", (double)(float)value);
    return interpreter_text(in, digits);
}

static bool setting_is_list(Text name) {
    static const char *const lists[] = {"search_path",
                                        "temp_tablespaces",
                                        "session_preload_libraries",
                                        "local_preload_libraries",
                                        "shared_preload_libraries",
                                        "unix_socket_directories"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (text_equal_ignoring_case(name, text_from_string(lists[i]))) {
            return true;
        }
    }
    return false;
}

static void add_setting_argument(Builder *out, const Node *argument) {
    const A_Const *constant = (const A_Const *)argument;
    if (IsA(argument, TypeCast)) { /* SET TIME ZONE INTERVAL '...' */
        add_setting_argument(out, ((const TypeCast *)argument)->arg);
    } else if (IsA(&constant->val, Integer)) {
        builder_add_integer(out, constant->val.ival.ival);
    } else if (IsA(&constant->val, Float)) {
        builder_add(out, text_from_string(constant->val.fval.fval));
    } else {
        builder_add(out, text_from_string(constant->val.sval.sval));
    }
}

static Text set_clause_value(Interpreter *in, const VariableSetStmt *set) {
    Builder list = builder_new(in->schema->arena), plain = builder_new(in->scratch);
    ListCell *cell;
    foreach (cell, set->args) {
        Builder one = builder_new(in->scratch);
        add_setting_argument(&one, lfirst(cell));
        if (foreach_current_index(cell) > 0) {
            builder_add(&list, TEXT(", "));
            builder_add(&plain, TEXT(", "));
        }
        builder_add_literal(&list, builder_text(&one));
        builder_add(&plain, builder_text(&one));
    }
    if (setting_is_list(text_from_string(set->name))) {
        return builder_text(&list);
    }
    return text_quote_literal(in->schema->arena, builder_text(&plain));
}

static void remove_setting(SettingList *settings, Text name) {
    size_t kept = 0;
    for (size_t i = 0; i < settings->count; i++) {
        if (!text_equal(settings->items[i].name, name)) {
            settings->items[kept++] = settings->items[i];
        }
    }
    settings->count = kept;
}

static void put_setting(Interpreter *in, SettingList *settings, Text name, Text value) {
    for (size_t i = 0; i < settings->count; i++) {
        if (text_equal(settings->items[i].name, name)) {
            settings->items[i].value = value;
            return;
        }
    }
    list_push(in->schema->arena, settings, ((Setting){name, value}));
}

/* SET search_path FROM CURRENT: the path of this moment, which the interpreter knows. */
static Text current_search_path(Interpreter *in) {
    Builder out = builder_new(in->schema->arena);
    for (size_t i = 0; i < in->search_path.count; i++) {
        builder_add(&out, i > 0 ? TEXT(", ") : TEXT(""));
        builder_add_literal(&out, in->search_path.items[i]);
    }
    return in->search_path.count == 0 ? TEXT("''") : builder_text(&out);
}

/* Names of parameters know no case (guc_name_compare() in guc.c): proconfig has "TimeZone=UTC" for
 * SET timezone. */
static Text parameter_name(Interpreter *in, const VariableSetStmt *set) {
    const char *name = set->name == NULL ? "" : set->name;
    return interpreter_text(in, downcase_identifier(name, (int)strlen(name), false, false));
}

static Outcome apply_set_clause(Interpreter *in, Routine *routine, const VariableSetStmt *set) {
    Text name = parameter_name(in, set);
    switch (set->kind) {
        case VAR_SET_VALUE:
            put_setting(in, &routine->settings, name, set_clause_value(in, set));
            return OUTCOME_APPLIED;
        case VAR_SET_CURRENT:
            if (!text_equal(name, TEXT("search_path"))) {
                return interpreter_unsupported(
                    in, set->location,
                    text_format(in->scratch, "SET %s FROM CURRENT of a function", name));
            }
            put_setting(in, &routine->settings, name, current_search_path(in));
            return OUTCOME_APPLIED;
        case VAR_SET_DEFAULT:
        case VAR_RESET: remove_setting(&routine->settings, name); return OUTCOME_APPLIED;
        case VAR_RESET_ALL: routine->settings.count = 0; return OUTCOME_APPLIED;
        case VAR_SET_MULTI: break;
    }
    return OUTCOME_APPLIED;
}

/* C functions have an object file and a symbol, all others a string. */
static void apply_as(Interpreter *in, Routine *routine, const List *strings) {
    routine->body = interpreter_text(in, strVal(linitial(strings)));
    if (list_length(strings) > 1) {
        routine->link_symbol = interpreter_text(in, strVal(lsecond(strings)));
    }
}

static bool apply_transforms(Interpreter *in, Routine *routine, const List *types) {
    ListCell *cell;
    foreach (cell, types) {
        Text type = normalize_argument_type(in, lfirst(cell), NULL);
        if (text_is_absent(type)) {
            return false;
        }
        list_push(in->schema->arena, &routine->transforms, type);
    }
    return true;
}

static bool apply_support(Interpreter *in, Routine *routine, const List *name) {
    NormalizeContext context = {.role = REFERENCE_BY_DEFINITION,
                                .references = &routine->object.references};
    routine->support = normalize_function_name(in, name, &context);
    return !text_is_absent(routine->support);
}

static Outcome apply_option(Interpreter *in, Routine *routine, const DefElem *option) {
    Text name = text_from_string(option->defname);
    Node *value = option->arg;
    if (text_equal(name, TEXT("as"))) {
        apply_as(in, routine, (const List *)value);
    } else if (text_equal(name, TEXT("language"))) {
        routine->language = interpreter_text(in, strVal(value));
    } else if (text_equal(name, TEXT("volatility"))) {
        routine->volatility = strVal(value)[0];
    } else if (text_equal(name, TEXT("parallel"))) {
        routine->parallel = strVal(value)[0];
    } else if (text_equal(name, TEXT("strict"))) {
        routine->is_strict = boolVal(value);
    } else if (text_equal(name, TEXT("security"))) {
        routine->is_security_definer = boolVal(value);
    } else if (text_equal(name, TEXT("leakproof"))) {
        routine->is_leakproof = boolVal(value);
    } else if (text_equal(name, TEXT("window"))) {
        routine->is_window = boolVal(value);
    } else if (text_equal(name, TEXT("cost"))) {
        routine->cost = number_text(in, value);
    } else if (text_equal(name, TEXT("rows"))) {
        routine->rows = number_text(in, value);
    } else if (text_equal(name, TEXT("set"))) {
        return apply_set_clause(in, routine, (const VariableSetStmt *)value);
    } else if (text_equal(name, TEXT("transform"))) {
        return apply_transforms(in, routine, (const List *)value) ? OUTCOME_APPLIED
                                                                  : interpreter_absent(in);
    } else if (text_equal(name, TEXT("support"))) {
        return apply_support(in, routine, (const List *)value) ? OUTCOME_APPLIED
                                                               : interpreter_absent(in);
    } else {
        return interpreter_unsupported(in, option->location,
                                       text_format(in->scratch, "option %s of a function", name));
    }
    return OUTCOME_APPLIED;
}

Outcome routine_apply_options(Interpreter *in, Routine *routine, const List *options) {
    ListCell *cell;
    foreach (cell, options) {
        Outcome outcome = apply_option(in, routine, lfirst(cell));
        if (outcome != OUTCOME_APPLIED) {
            return outcome;
        }
    }
    return OUTCOME_APPLIED;
}

void routine_fill_estimates(Routine *routine) {
    bool is_compiled =
        text_equal(routine->language, TEXT("c")) || text_equal(routine->language, TEXT("internal"));
    bool is_set = text_starts_with(routine->result, TEXT("SETOF ")) ||
                  text_equal(routine->result, TEXT("TABLE"));
    if (text_is_empty(routine->cost)) {
        routine->cost = is_compiled ? TEXT("1") : TEXT("100");
    }
    if (text_is_empty(routine->rows)) {
        routine->rows = is_set ? TEXT("1000") : TEXT("0");
    }
}
