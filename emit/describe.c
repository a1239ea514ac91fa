/*
 * Describe: plain words about single steps.
 */
#include "emit/describe.h"

#include "compiler/builder.h"

/* What an ALTER changes: the word for a summary, and the sentence around "%s", the object. */
typedef struct PartWords {
    const char *word, *sentence;
} PartWords;

static const PartWords part_words[STEP_PART_COUNT] = {
    [PART_WHOLE] = {"all", "Changes %s"},
    [PART_OWNER] = {"owner", "Changes the owner of %s"},
    [PART_NAME] = {"name", "Renames %s"},
    [PART_BACKFILL] = {"values", "Fills %s where it is NULL"},
    [PART_RENAME] = {"name", "Renames %s"},
    [PART_COMMENT] = {"comment", "Changes the description of %s"},
    [PART_SECURITY_LABEL] = {"security label", "Changes the security label of %s"},
    [PART_PRIVILEGES] = {"privileges", "Changes who may use %s"},
    [PART_TYPE] = {"type", "Changes the type of %s"},
    [PART_DEFAULT] = {"default", "Changes the default of %s"},
    [PART_NOT_NULL] = {"NOT NULL", "Changes whether %s may be NULL"},
    [PART_NO_INHERIT] = {"NOT NULL", "Changes whether tables that inherit %s get its NOT NULL"},
    [PART_NOT_NULL_COMMENT] = {"comment on NOT NULL", "Changes the description of NOT NULL of %s"},
    [PART_IDENTITY] = {"identity", "Changes how %s is numbered"},
    [PART_EXPRESSION] = {"generation expression", "Changes how %s is computed"},
    [PART_STORAGE] = {"storage", "Changes how %s is stored"},
    [PART_COMPRESSION] = {"compression", "Changes how %s is compressed"},
    [PART_STATISTICS] = {"statistics target", "Changes the statistics kept of %s"},
    [PART_COLUMN_OPTIONS] = {"options", "Changes the options of %s"},
    [PART_PERSISTENCE] = {"persistence", "Changes whether %s survives a crash"},
    [PART_OPTIONS] = {"options", "Changes the options of %s"},
    [PART_ROW_SECURITY] = {"row security", "Changes the row security of %s"},
    [PART_REPLICA_IDENTITY] = {"replica identity", "Changes the replica identity of %s"},
    [PART_INHERITANCE] = {"inheritance", "Changes what %s inherits from"},
    [PART_PARTITION] = {"partition", "Changes which table %s is a partition of"},
    [PART_ACCESS_METHOD] = {"access method", "Changes the access method of %s"},
    [PART_TABLESPACE] = {"tablespace", "Moves %s to another tablespace"},
    [PART_OWNED_BY] = {"owned by", "Changes the column that %s belongs to"},
    [PART_LABELS] = {"values", "Adds values to %s"},
    [PART_REBUILD] = {"values", "Builds %s anew, with other values"},
    [PART_DEFINITION] = {"definition", "Replaces %s"},
    [PART_OF_TYPE] = {"type", "Changes the type that %s is made of"},
    [PART_FOREIGN_OPTIONS] = {"foreign options", "Changes the options of %s"},
    [PART_ENABLED] = {"enabled", "Switches %s on or off"},
    [PART_VALIDATION] = {"validation", "Changes whether %s is known to hold for every row"},
    [PART_INDEX_COMMENT] = {"comment on its index", "Changes the description of the index of %s"},
    [PART_DEFERRABILITY] = {"deferrability", "Changes when %s is checked"},
    [PART_CLUSTER] = {"clustering", "Changes whether CLUSTER uses %s"},
    [PART_VERSION] = {"version", "Changes the version of %s"},
    [PART_SCHEMA] = {"schema", "Moves %s to another schema"},
};

Text describe_part(StepPart part) {
    return text_from_string(part_words[part].word);
}

/* An index has no table in its name; in a sentence it needs one. */
static Text describe_object(Arena *arena, const Object *object) {
    Text what = object_describe(arena, object);
    return object->kind == KIND_INDEX && object->parent != NULL
               ? text_format(arena, "%s on %s", what, object_sql_relation(arena, object))
               : what;
}

static const char *enabled_sentence(const Object *object) {
    char enabled = 'O';
    switch (object->kind) {
        case KIND_TRIGGER: enabled = ((const TableTrigger *)object)->enabled; break;
        case KIND_RULE: enabled = ((const RewriteRule *)object)->enabled; break;
        case KIND_EVENT_TRIGGER: enabled = ((const EventTrigger *)object)->enabled; break;
        default: return part_words[PART_ENABLED].sentence;
    }
    return enabled == 'D'   ? "Switches %s off"
           : enabled == 'R' ? "Makes %s act on replicas only"
           : enabled == 'A' ? "Makes %s act on replicas too"
                            : "Switches %s on";
}

/* The type was a shell until its functions were there. */
static bool completes_shell(const Step *step) {
    return step->verb == STEP_ALTER && step->old->kind == KIND_BASE_TYPE &&
           ((const Definition *)step->old)->items.count == 0;
}

static const char *not_null_validation(const Object *column) {
    return ((const Column *)column)->not_null.is_not_valid
               ? "Makes NOT NULL of %s one that is not validated"
               : "Validates NOT NULL of %s";
}

/* Parts that are on or off say which. */
static const char *alter_sentence(const Step *step) {
    const Object *new = step->new;
    if (completes_shell(step)) {
        return "Completes %s";
    }
    if (step->part == PART_NOT_NULL) {
        bool is_not_null = new->kind == KIND_COLUMN ? ((const Column *)new)->is_not_null
                                                    : ((const Domain *)new)->is_not_null;
        return is_not_null ? "Forbids NULL in %s" : "Allows NULL in %s";
    }
    if (step->part == PART_VALIDATION) {
        return new->kind == KIND_COLUMN                       ? not_null_validation(new)
               : ((const TableConstraint *)new)->is_not_valid ? "Makes %s one that is not validated"
                                                              : "Validates %s";
    }
    if (step->part == PART_NAME && new->kind == KIND_COLUMN) {
        return "Renames NOT NULL of %s";
    }
    if (step->part == PART_PARTITION && new->kind == KIND_INDEX) {
        return "Attaches %s to that of the whole table";
    }
    if (step->part == PART_ENABLED) {
        return enabled_sentence(new);
    }
    if (step->part == PART_PERSISTENCE && new->kind == KIND_TABLE) {
        return ((const Table *)new)->is_unlogged
                   ? "Makes %s unlogged: faster, and empty after a crash"
                   : "Makes %s logged: it survives a crash";
    }
    if (new->kind == KIND_DEFAULT_PRIVILEGE) {
        return "Changes %s";
    }
    if (step->part == PART_COMMENT && text_is_absent(new->comment)) {
        return "Removes the description of %s";
    }
    if (step->part == PART_SECURITY_LABEL && new->security_labels.count == 0) {
        return "Removes the security label of %s";
    }
    return part_words[step->part].sentence;
}

/* "Renames table public.old_users to users" */
static Text describe_rename(Arena *arena, const Step *step) {
    if (!text_equal(step->old->name, step->new->name)) {
        return text_format(arena, "Renames %s to %I", describe_object(arena, step->old),
                           step->new->name);
    }
    return text_format(arena, "Renames a value of %s", describe_object(arena, step->new));
}

/* "Makes table public.p1 a partition of public.p" */
static Text describe_partition(Arena *arena, const Step *step) {
    const Table *old = (const Table *)step->old, *new = (const Table *)step->new;
    Text what = describe_object(arena, step->new);
    bool is_out = text_is_empty(new->partition_parent);
    const Table *side = is_out ? old : new;
    Text parent = text_quote_name(arena, side->partition_schema, side->partition_parent);
    return text_format(arena, is_out ? "Takes %s out of %s" : "Makes %s a partition of %s", what,
                       parent);
}

/* A table that is published, or no longer, is neither created nor dropped. */
static const char *come_and_go(const Step *step) {
    const Object *object = step_object(step);
    bool is_published =
        object->kind == KIND_PUBLICATION_TABLE || object->kind == KIND_PUBLICATION_SCHEMA;
    if (step->verb == STEP_DROP) {
        return is_published          ? "No longer publishes %s"
               : step->is_recreation ? "Takes %s out of the way"
                                     : "Drops %s";
    }
    if (is_published) {
        return step->is_recreation ? "Publishes %s again" : "Publishes %s";
    }
    bool is_part = object->kind == KIND_COLUMN || object->kind == KIND_CONSTRAINT;
    return step->is_recreation                      ? "Builds %s again"
           : object->kind == KIND_DEFAULT_PRIVILEGE ? "Sets %s"
           : is_part                                ? "Adds %s"
                                                    : "Creates %s";
}

static Text describe_alter(Arena *arena, const Step *step) {
    switch (step->part) {
        case PART_RENAME: return describe_rename(arena, step);
        case PART_PARTITION: return describe_partition(arena, step);
        default: return text_format(arena, alter_sentence(step), describe_object(arena, step->new));
    }
}

Text describe_step(Arena *arena, const Step *step) {
    return step->verb == STEP_ALTER
               ? describe_alter(arena, step)
               : text_format(arena, come_and_go(step), describe_object(arena, step_object(step)));
}

Text describe_reason(const Step *step, bool is_replaced, bool is_rollback) {
    if (is_rollback) {
        return TEXT("to undo the migration of the same number");
    }
    if (step->is_recreation) {
        return TEXT("something that other objects are built on changes, and PostgreSQL lets it "
                    "change only while they are gone");
    }
    if (is_replaced) {
        return TEXT("the desired schema defines it differently from the database, and PostgreSQL "
                    "cannot change it in place");
    }
    if (step->part == PART_BACKFILL) {
        return TEXT("the desired schema says what rows that are there get");
    }
    if (step->part == PART_RENAME) {
        return TEXT("the desired schema has it under another name, and says so");
    }
    switch (completes_shell(step) ? STEP_CREATE : step->verb) {
        case STEP_CREATE: return TEXT("the desired schema has it and the database does not");
        case STEP_DROP: return TEXT("the database has it and the desired schema does not");
        case STEP_ALTER: return TEXT("the desired schema defines it differently from the database");
    }
    return TEXT("");
}

Text describe_locked(Arena *arena, const Step *step) {
    const Object *object = step_object(step);
    if (step->converted.count != 0) {
        object = step->converted.items[0];
    }
    while (object->parent != NULL) {
        object = object->parent;
    }
    bool is_relation = object->kind == KIND_TABLE || object->kind == KIND_VIEW ||
                       object->kind == KIND_MATERIALIZED_VIEW || object->kind == KIND_SEQUENCE;
    return step->lock != LOCK_NONE && is_relation ? object_sql_name(arena, object) : TEXT_ABSENT;
}

/* What takes time, if anything does. */
static Text describe_work(const Step *step) {
    if (step->hazards & HAZARD_REWRITES_TABLE) {
        return TEXT("The whole table is rewritten, with its indexes: time and disk space grow with "
                    "its size.");
    }
    if (step->hazards & HAZARD_BUILDS_INDEX) {
        return TEXT("The index is built from every row: time grows with their number.");
    }
    if (step->hazards & HAZARD_SCANS_TABLE) {
        return TEXT("Every row is read: time grows with their number.");
    }
    return TEXT("");
}

/* Locks without work are in the header: a transaction holds them to its end anyhow. */
Text describe_effects(Arena *arena, const Step *step) {
    Builder out = builder_new(arena);
    Text work = describe_work(step), table = describe_locked(arena, step);
    builder_add(&out, work);
    if (!text_is_empty(work) && step->lock >= LOCK_SHARE && !text_is_absent(table)) {
        builder_format(&out,
                       step->lock == LOCK_ACCESS_EXCLUSIVE
                           ? " Reads and writes of %s wait meanwhile."
                           : " Writes to %s wait meanwhile; reads go on.",
                       table);
    } else if (!text_is_empty(work) && step->lock < LOCK_SHARE) {
        builder_add(&out, TEXT(" Reads and writes go on meanwhile."));
    }
    if (step->hazards & HAZARD_CHANGES_VALUES) {
        builder_format(&out,
                       "%sThe conversion may round, cut or shift values, and what is lost so "
                       "does not come back.",
                       out.length == 0 ? TEXT("") : TEXT(" "));
    }
    return builder_text(&out);
}

/* "812 kB", "3 MB", "40 GB" */
static Text bytes_in_words(Arena *arena, int64_t bytes) {
    static const char *const units[] = {"kB", "MB", "GB", "TB"};
    int64_t amount = (bytes + 1023) / 1024;
    size_t unit = 0;
    while (amount >= 10 * 1024 && unit + 1 < sizeof units / sizeof *units) {
        amount /= 1024;
        unit++;
    }
    return text_format(arena, "%s %s", text_from_integer(arena, amount),
                       text_from_string(units[unit]));
}

Text describe_size(Arena *arena, const Object *object) {
    const Object *root = object != NULL && object->parent != NULL ? object->parent : object;
    const Table *table = root != NULL && root->kind == KIND_TABLE ? (const Table *)root : NULL;
    if (table == NULL || !table->has_estimate) {
        return TEXT("");
    }
    Text rows = text_from_integer(arena, table->estimated_rows);
    return table->estimated_bytes == 0 ? text_format(arena, " (about %s rows)", rows)
                                       : text_format(arena, " (about %s rows, %s)", rows,
                                                     bytes_in_words(arena, table->estimated_bytes));
}
