/*
 * CREATE and ALTER EVENT TRIGGER.
 */
#include "parser/normalize.h"
#include "parser/parse_named.h"

#include "nodes/pg_list.h"

/* PostgreSQL stores tags in capitals; their order means nothing. */
static Text upper_case(const Interpreter *in, const char *tag) {
    Text text = interpreter_text(in, tag);
    char *letters = (char *)text.data;
    for (size_t i = 0; i < text.length; i++) {
        if (letters[i] >= 'a' && letters[i] <= 'z') {
            letters[i] = (char)(letters[i] - 'a' + 'A');
        }
    }
    return text;
}

static TextList read_tags(const Interpreter *in, const List *filters) {
    TextList tags = {0};
    ListCell *cell, *value;
    foreach (cell, filters) {
        foreach (value, castNode(List, lfirst_node(DefElem, cell)->arg)) {
            list_push(in->schema->arena, &tags, upper_case(in, strVal(lfirst(value))));
        }
    }
    text_list_sort(&tags);
    return tags;
}

Outcome apply_create_event_trigger(Interpreter *in, const CreateEventTrigStmt *statement) {
    Text name = interpreter_text(in, statement->trigname);
    if (schema_find(in->schema, KIND_EVENT_TRIGGER, TEXT(""), name) != NULL) {
        return named_exists(in, KIND_EVENT_TRIGGER, name);
    }
    EventTrigger *trigger = schema_object_new(in->schema, EventTrigger, KIND_EVENT_TRIGGER);
    NormalizeContext context = {.role = REFERENCE_BY_DEFINITION,
                                .references = &trigger->object.references};
    trigger->object.name = name;
    trigger->event = interpreter_text(in, statement->eventname);
    trigger->tags = read_tags(in, statement->whenclause);
    trigger->enabled = 'O';
    trigger->function = normalize_function_name(in, statement->funcname, &context);
    if (text_is_absent(trigger->function)) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, -1,
                                   "function %s() does not exist",
                                   interpreter_name(in, statement->funcname).name);
    }
    interpreter_add_object(in, &trigger->object, NULL);
    return OUTCOME_APPLIED;
}

Outcome apply_alter_event_trigger(Interpreter *in, const AlterEventTrigStmt *statement) {
    Object *trigger = schema_find(in->schema, KIND_EVENT_TRIGGER, TEXT(""),
                                  text_from_string(statement->trigname));
    if (trigger == NULL) {
        return named_missing(in, KIND_EVENT_TRIGGER, statement->trigname);
    }
    ((EventTrigger *)trigger)->enabled = statement->tgenabled;
    return OUTCOME_APPLIED;
}
