/*
 * Trigger state: ENABLE and DISABLE TRIGGER on tables and their partitions.
 *
 * A row trigger of a partitioned table has a part on each partition.  The model holds a part only
 * where it is switched unlike the parent's, as a TableTrigger without a definition (is_part).
 */
#include "parser/trigger_state.h"

#include "parser/inheritance.h"
#include "parser/interpreter_state.h"

static TableTrigger *find_on(const Interpreter *in, const Object *table, Text name) {
    return (TableTrigger *)schema_find_child(in->schema, KIND_TRIGGER, table->schema, table->name,
                                             name);
}

static const Object *parent_of(const Interpreter *in, const Object *table) {
    const Table *part = (const Table *)table;
    return table->kind != KIND_TABLE || text_is_empty(part->partition_parent)
               ? NULL
               : schema_find(in->schema, KIND_TABLE, part->partition_schema,
                             part->partition_parent);
}

/* The state that a partition has from its parent; '\0' when that has no such row trigger. */
static char state_above(const Interpreter *in, const Object *table, Text name) {
    for (const Object *at = parent_of(in, table); at != NULL; at = parent_of(in, at)) {
        const TableTrigger *trigger = find_on(in, at, name);
        if (trigger != NULL) {
            bool has_parts =
                trigger->is_part || text_contains(trigger->definition, TEXT(" FOR EACH ROW "));
            return has_parts ? trigger->enabled : '\0';
        }
    }
    return '\0';
}

static char state_of(const Interpreter *in, const Object *table, Text name) {
    const TableTrigger *trigger = find_on(in, table, name);
    return trigger != NULL ? trigger->enabled : state_above(in, table, name);
}

static void add_part(Interpreter *in, Object *table, Text name, char state) {
    TableTrigger *part = schema_object_new(in->schema, TableTrigger, KIND_TRIGGER);
    part->object.schema = table->schema;
    part->object.relation = table->name;
    part->object.name = text_copy(in->schema->arena, name);
    part->enabled = state;
    part->is_part = true;
    interpreter_add_object(in, &part->object, table);
}

/* This table's own state: a part is in the model only as long as it is unlike its parent's. */
static void put_state(Interpreter *in, Object *table, Text name, char state) {
    TableTrigger *trigger = find_on(in, table, name);
    bool is_part = trigger == NULL || trigger->is_part;
    bool is_like_parent = is_part && state_above(in, table, name) == state;
    if (is_like_parent && trigger != NULL) {
        schema_remove(in->schema, &trigger->object);
    } else if (trigger != NULL) {
        trigger->enabled = state;
    } else if (!is_like_parent) {
        add_part(in, table, name, state);
    }
}

static void set_state(Interpreter *in, Object *table, Text name, char state, bool is_only) {
    ObjectList children = inheritance_children(in, table);
    char *states = arena_array(in->scratch, char, children.count + 1);
    for (size_t i = 0; i < children.count; i++) {
        bool is_partition = parent_of(in, children.items[i]) == table;
        states[i] = is_partition ? state_of(in, children.items[i], name) : '\0';
    }
    put_state(in, table, name, state);
    for (size_t i = 0; i < children.count; i++) {
        if (states[i] != '\0' && state_above(in, children.items[i], name) != '\0') {
            if (is_only) {
                put_state(in, children.items[i], name, states[i]);
            } else {
                set_state(in, children.items[i], name, state, false);
            }
        }
    }
}

const Object *trigger_state_whole(const Interpreter *in, const Object *part) {
    const Object *whole = part;
    for (const Object *at = part->parent; at != NULL; at = parent_of(in, at)) {
        const TableTrigger *trigger = find_on(in, at, part->name);
        whole = trigger != NULL ? &trigger->object : whole;
    }
    return whole;
}

char trigger_state_letter(AlterTableType type) {
    switch (type) {
        case AT_EnableAlwaysTrig:
        case AT_EnableAlwaysRule: return 'A';
        case AT_EnableReplicaTrig:
        case AT_EnableReplicaRule: return 'R';
        case AT_DisableTrig:
        case AT_DisableTrigAll:
        case AT_DisableTrigUser:
        case AT_DisableRule: return 'D';
        default: return 'O';
    }
}

/* ALL and USER: the table's own triggers and its parts of those above it. */
static TextList all_names(const Interpreter *in, const Object *table) {
    TextList names = {0};
    for (const Object *at = table; at != NULL; at = parent_of(in, at)) {
        for (size_t i = 0; i < at->children.count; i++) {
            const Object *child = at->children.items[i];
            if (child->kind == KIND_TRIGGER && !text_list_contains(&names, child->name) &&
                state_of(in, table, child->name) != '\0') {
                list_push(in->scratch, &names, child->name);
            }
        }
    }
    return names;
}

Outcome alter_table_trigger_state(AlterWork *work) {
    Interpreter *in = work->in;
    char state = trigger_state_letter(work->command->subtype);
    TextList names = {0};
    if (work->command->name == NULL) {
        names = all_names(in, work->relation);
    } else {
        list_push(in->scratch, &names, interpreter_text(in, work->command->name));
    }
    for (size_t i = 0; i < names.count; i++) {
        if (state_of(in, work->relation, names.items[i]) == '\0') {
            return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, alter_table_location(work),
                                       "trigger \"%s\" for table \"%s\" does not exist",
                                       names.items[i], work->relation->name);
        }
        set_state(in, work->relation, names.items[i], state, !work->statement->relation->inh);
    }
    return OUTCOME_APPLIED;
}

void trigger_state_forget(Interpreter *in, Object *table, Text name) {
    ObjectList children = inheritance_children(in, table);
    for (size_t i = 0; i < children.count; i++) {
        TableTrigger *trigger = find_on(in, children.items[i], name);
        if (trigger != NULL && trigger->is_part) {
            schema_remove(in->schema, &trigger->object);
        }
        trigger_state_forget(in, children.items[i], name);
    }
}

void trigger_state_forget_all(Interpreter *in, Object *table) {
    for (size_t i = table->children.count; i-- > 0;) {
        Object *child = table->children.items[i];
        if (child->kind == KIND_TRIGGER && ((const TableTrigger *)child)->is_part &&
            state_above(in, table, child->name) == '\0') {
            schema_remove(in->schema, child);
        }
    }
    ObjectList children = inheritance_children(in, table);
    for (size_t i = 0; i < children.count; i++) {
        trigger_state_forget_all(in, children.items[i]);
    }
}

void trigger_state_rename(Interpreter *in, Object *table, Text old_name, Text new_name) {
    ObjectList children = inheritance_children(in, table);
    for (size_t i = 0; i < children.count; i++) {
        TableTrigger *trigger = find_on(in, children.items[i], old_name);
        if (trigger != NULL && trigger->is_part) {
            trigger->object.name = new_name;
            schema_rekey(in->schema, &trigger->object);
        }
        trigger_state_rename(in, children.items[i], old_name, new_name);
    }
}
