/*
 * coverage: which verbs, kinds and parts the plans of the cases hold, and which no case shows.
 *
 *   coverage CASE...     CASE is a folder with old.sql and new.sql.  Prints TAP.
 *
 * Walks the kinds of compiler/object_kinds.h and the parts of diff/plan.h.  For every kind a case
 * has to create an object, change one and drop one, and set whatever the kind has of comment,
 * label, owner and privileges; for every part below, a case has to change it in each of its kinds.
 * A part that no kind below has, and a kind and part that a plan holds but the table does not, fail
 * as well: so that whoever adds one adds its case.
 */
#include "compiler/pipeline.h"
#include "emit/describe.h"

#include <stdio.h>
#include <string.h>

/* Comment, label, owner and privileges come from the facts of the kind. */
static const struct {
    StepPart part;
    const char *name;
    ObjectKind kinds[OBJECT_KIND_COUNT];
    int count;
} parts[] = {
#define PART(part, ...)                                                   \
    {                                                                     \
        PART_##part, #part, {__VA_ARGS__},                                \
            (int)(sizeof(ObjectKind[]){__VA_ARGS__} / sizeof(ObjectKind)) \
    }
    PART(NAME, KIND_CONSTRAINT, KIND_INDEX, KIND_COLUMN),
    PART(BACKFILL, KIND_COLUMN),
    PART(RENAME, KIND_SCHEMA, KIND_ENUM, KIND_COMPOSITE, KIND_DOMAIN, KIND_SEQUENCE, KIND_FUNCTION,
         KIND_PROCEDURE, KIND_TABLE, KIND_COLUMN, KIND_VIEW, KIND_MATERIALIZED_VIEW, KIND_RULE,
         KIND_TRIGGER, KIND_POLICY, KIND_CONSTRAINT, KIND_INDEX),
    PART(TYPE, KIND_COLUMN),
    PART(DEFAULT, KIND_COLUMN, KIND_DOMAIN),
    PART(NOT_NULL, KIND_COLUMN, KIND_DOMAIN),
    PART(NO_INHERIT, KIND_COLUMN),
    PART(NOT_NULL_COMMENT, KIND_COLUMN),
    PART(IDENTITY, KIND_COLUMN),
    PART(EXPRESSION, KIND_COLUMN),
    PART(STORAGE, KIND_COLUMN),
    PART(COMPRESSION, KIND_COLUMN),
    PART(STATISTICS, KIND_COLUMN, KIND_STATISTICS, KIND_INDEX),
    PART(COLUMN_OPTIONS, KIND_COLUMN),
    PART(PERSISTENCE, KIND_TABLE, KIND_SEQUENCE),
    PART(OPTIONS, KIND_TABLE, KIND_SEQUENCE, KIND_VIEW, KIND_MATERIALIZED_VIEW, KIND_PUBLICATION,
         KIND_SUBSCRIPTION, KIND_INDEX),
    PART(ROW_SECURITY, KIND_TABLE),
    PART(REPLICA_IDENTITY, KIND_TABLE),
    PART(INHERITANCE, KIND_TABLE),
    PART(PARTITION, KIND_TABLE, KIND_INDEX),
    PART(ACCESS_METHOD, KIND_TABLE, KIND_MATERIALIZED_VIEW),
    PART(TABLESPACE, KIND_TABLE, KIND_MATERIALIZED_VIEW, KIND_INDEX),
    PART(OWNED_BY, KIND_SEQUENCE),
    PART(LABELS, KIND_ENUM),
    PART(REBUILD, KIND_ENUM),
    /* TRIGGER only on servers from 14 on, which files do not tell: tests/live.sh */
    PART(DEFINITION, KIND_FUNCTION, KIND_PROCEDURE, KIND_VIEW, KIND_RULE, KIND_POLICY, KIND_WRAPPER,
         KIND_SUBSCRIPTION, KIND_LANGUAGE, KIND_TRANSFORM, KIND_BASE_TYPE, KIND_AGGREGATE,
         KIND_OPERATOR, KIND_OPERATOR_FAMILY, KIND_TEXT_SEARCH_DICTIONARY,
         KIND_TEXT_SEARCH_CONFIGURATION),
    PART(OF_TYPE, KIND_TABLE),
    PART(FOREIGN_OPTIONS, KIND_WRAPPER, KIND_SERVER, KIND_USER_MAPPING, KIND_TABLE, KIND_COLUMN),
    PART(ENABLED, KIND_TRIGGER, KIND_RULE, KIND_EVENT_TRIGGER, KIND_SUBSCRIPTION),
    PART(VALIDATION, KIND_CONSTRAINT, KIND_COLUMN),
    PART(INDEX_COMMENT, KIND_CONSTRAINT),
    PART(DEFERRABILITY, KIND_CONSTRAINT),
    PART(CLUSTER, KIND_INDEX, KIND_CONSTRAINT),
    PART(VERSION, KIND_EXTENSION, KIND_SERVER),
    PART(SCHEMA, KIND_EXTENSION),
#undef PART
};

typedef struct Coverage {
    bool creates[OBJECT_KIND_COUNT], drops[OBJECT_KIND_COUNT], changes[OBJECT_KIND_COUNT];
    bool alters[OBJECT_KIND_COUNT][STEP_PART_COUNT];
} Coverage;

typedef struct Report {
    int count, failures;
} Report;

static const char *const kind_names[] = {
#define X(id, ...) [KIND_##id] = #id,
    OBJECT_KINDS(X)
#undef X
};

/* For kinds that know no ALTER, the old object goes and a new one comes. */
static bool is_made_anew(Arena *arena, const Plan *plan, const Object *old) {
    Text name = object_describe(arena, old);
    for (size_t i = 0; i < plan->groups.count; i++) {
        const StepList *steps = &plan->groups.items[i].steps;
        for (size_t j = 0; j < steps->count; j++) {
            const Step *step = steps->items[j];
            if (step->verb == STEP_CREATE &&
                step->new->kind ==
                    old->kind &&text_equal(object_describe(arena, step->new), name)) {
                return true;
            }
        }
    }
    return false;
}

static void cover_step(Arena *arena, Coverage *coverage, const Plan *plan, const Step *step) {
    ObjectKind kind = step_object(step)->kind;
    switch (step->verb) {
        case STEP_CREATE:
            coverage->creates[kind] = true;
            for (size_t i = 0; i < step->folded.count; i++) {
                cover_step(arena, coverage, plan, step->folded.items[i]);
            }
            break;
        case STEP_DROP:
            coverage->drops[kind] = true;
            coverage->changes[kind] |= !step->is_recreation && is_made_anew(arena, plan, step->old);
            break;
        case STEP_ALTER:
            coverage->alters[kind][step->part] = true;
            coverage->changes[kind] |= step->part != PART_COMMENT &&
                                       step->part != PART_SECURITY_LABEL &&
                                       step->part != PART_OWNER;
            break;
    }
}

static void cover_case(Coverage *coverage, const char *folder) {
    Arena arena = {0};
    Diagnostics diagnostics = {.arena = &arena};
    Text name = text_from_string(folder);
    Options options = options_new(&arena, COMMAND_DIFF);
    list_push(&arena, &options.sources, text_format(&arena, "%s/new.sql", name));
    options.from = text_format(&arena, "%s/old.sql", name);
    options.is_strict = true;
    const Plan *plan = pipeline_plan(&arena, &options, &diagnostics);
    for (size_t i = 0; plan != NULL && i < plan->groups.count; i++) {
        const StepList *steps = &plan->groups.items[i].steps;
        for (size_t j = 0; j < steps->count; j++) {
            cover_step(&arena, coverage, plan, steps->items[j]);
        }
    }
    arena_end(&arena);
}

static void report(Report *report, bool is_covered, const char *verb, ObjectKind kind,
                   const char *what, Text part) {
    report->count++;
    report->failures += !is_covered;
    printf("%s %d - %s %s%s%.*s\n", is_covered ? "ok" : "not ok", report->count, verb,
           kind_names[kind], what, (int)part.length, part.data);
}

/* As in diff/plan.h; what stands in no row of `parts` goes by its word in --json. */
static Text name_of(StepPart part) {
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].part == part) {
            return text_from_string(parts[i].name);
        }
    }
    return describe_part(part);
}

static bool is_shared(const ObjectKindFacts *facts, StepPart part) {
    return (part == PART_COMMENT && facts->has_comment) ||
           (part == PART_SECURITY_LABEL && facts->has_label) ||
           (part == PART_OWNER && facts->has_owner) ||
           (part == PART_PRIVILEGES && facts->has_privileges);
}

static bool is_known(ObjectKind kind, StepPart part) {
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        for (int j = 0; parts[i].part == part && j < parts[i].count; j++) {
            if (parts[i].kinds[j] == kind) {
                return true;
            }
        }
    }
    return is_shared(&object_kind_facts[kind], part);
}

static void report_kind(Report *out, const Coverage *coverage, ObjectKind kind) {
    Text none = TEXT("");
    report(out, coverage->creates[kind], "create", kind, "", none);
    if (kind != KIND_PUBLICATION_SCHEMA) { /* it has no properties */
        report(out, coverage->changes[kind], "change", kind, "", none);
    }
    report(out, coverage->drops[kind], "drop", kind, "", none);
    for (int part = PART_WHOLE + 1; part < STEP_PART_COUNT; part++) {
        bool is_covered = coverage->alters[kind][part];
        if (is_known(kind, (StepPart)part)) {
            report(out, is_covered, "alter", kind, ": ", name_of((StepPart)part));
        } else if (is_covered) {
            report(out, false, "the table above lacks", kind, ": ", name_of((StepPart)part));
        }
    }
}

int main(int count, char **arguments) {
    static Coverage coverage;
    Report out = {0, 0};
    for (int i = 1; i < count; i++) {
        cover_case(&coverage, arguments[i]);
    }
    for (int kind = 0; kind < OBJECT_KIND_COUNT; kind++) {
        report_kind(&out, &coverage, (ObjectKind)kind);
    }
    for (int part = PART_WHOLE + 1; part < STEP_PART_COUNT; part++) {
        bool has_kind = false;
        for (int kind = 0; kind < OBJECT_KIND_COUNT; kind++) {
            has_kind |= is_known((ObjectKind)kind, (StepPart)part);
        }
        if (!has_kind) {
            out.failures++;
            out.count++;
            Text name = name_of((StepPart)part);
            printf("not ok %d - no kind has part: %.*s\n", out.count, (int)name.length, name.data);
        }
    }
    printf("1..%d\n", out.count);
    return out.failures != 0;
}
