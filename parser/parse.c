/*
 * Parse: sources -> statements -> trees -> the schema.
 *
 * Reads one statement at a time: found by statement_scan, parsed by PostgreSQL's grammar, applied
 * by statements.c, its memory reset.  Statements that name something not there yet are kept as
 * spans and read again later.  The one place where PostgreSQL's longjmp is caught.
 */
#include "parser/parse.h"

#include "parser/hint.h"
#include "parser/index_part.h"
#include "parser/interpreter_state.h"
#include "parser/operations.h"
#include "parser/older_keyword.h"
#include "parser/parse_constraint.h"
#include "parser/parse_partition.h"
#include "parser/statement_scan.h"
#include "parser/statements.h"

#include "parser/parser.h" /* libpg_query's */
#include "pg_query.h"
#include "pg_query_internal.h"

#include <string.h>

/* A statement that could not be applied yet, and the state it has to be read under. */
typedef struct Waiting {
    const Source *source;
    Text text; /* that the span is in */
    Span span;
    TextList search_path;
    Text current_role;
    StatementRank rank;
    bool is_movable;   /* its order among others does not matter */
    Text replaced;     /* CREATE OR REPLACE VIEW: its name; movable while it is the only one */
    int commands_done; /* see InterpreterState */
    bool is_done;
} Waiting;

typedef struct WaitingList {
    Waiting *items;
    size_t count, capacity;
} WaitingList;

typedef struct Reader {
    Interpreter *in;
    Text text;             /* being read; positions are offsets in it */
    MemoryContext context; /* of one statement; reset after each */
    WaitingList waiting;
    bool is_retrying; /* what waits still is in the list already */
} Reader;

/* One statement on its way through the parser. */
typedef struct Reading {
    Reader *reader;
    Span span;
    StatementRank rank;
    bool is_movable;
    Text replaced;   /* see Waiting; in the tree's memory */
    bool reads_data; /* COPY FROM stdin: data lines follow */
    Outcome outcome;
    InterpreterWork *work; /* interpreter_run()'s */
    void *work_state;
} Reading;

/* Two statements that replace one view must keep their order. */
static bool has_twin(WaitingList *list, Text replaced) {
    bool is_found = false;
    for (size_t i = 0; i < list->count && !text_is_empty(replaced); i++) {
        if (text_equal(list->items[i].replaced, replaced)) {
            list->items[i].is_movable = false;
            is_found = true;
        }
    }
    return is_found;
}

static void add_waiting(const Reading *reading, Span span) {
    Reader *reader = reading->reader;
    Interpreter *in = reader->in;
    if (reader->is_retrying) {
        return;
    }
    Waiting waiting = {.source = in->source,
                       .text = reader->text,
                       .span = span,
                       .search_path = in->search_path,
                       .current_role = in->current_role,
                       .rank = reading->rank,
                       .replaced = text_copy(in->schema->arena, reading->replaced),
                       .commands_done = in->state->commands_done};
    waiting.is_movable = reading->is_movable && !has_twin(&reader->waiting, waiting.replaced);
    list_push(in->schema->arena, &reader->waiting, waiting);
}

/* A failure always leaves a message, even where a function forgot to say why. */
static void check_reported(Interpreter *in, size_t errors_before) {
    if (in->diagnostics->error_count == errors_before) {
        diagnostic_add(in->diagnostics, DIAGNOSTIC_INVALID_DEFINITION, interpreter_location(in, -1),
                       "%s", TEXT("statement cannot be applied"));
    }
}

static Span raw_statement_span(const Reading *reading, const RawStmt *raw) {
    Span span = reading->span;
    if (reading->reader->in->is_respelled) {
        return span;
    }
    span.start += (size_t)raw->stmt_location;
    if (raw->stmt_len != 0) {
        span.end = span.start + (size_t)raw->stmt_len;
    }
    return span;
}

static void apply_tree(Reading *reading, const List *tree) {
    Interpreter *in = reading->reader->in;
    ListCell *cell;
    foreach (cell, tree) {
        const RawStmt *raw = lfirst_node(RawStmt, cell);
        size_t errors_before = in->diagnostics->error_count;
        in->statement = raw_statement_span(reading, raw);
        reading->rank = statement_rank(raw->stmt);
        reading->is_movable = statement_is_movable(raw->stmt);
        reading->replaced = statement_replaced_view(raw->stmt);
        reading->reads_data = statement_reads_data(raw->stmt);
        Outcome outcome = interpreter_apply_node(in, raw->stmt);
        if (outcome == OUTCOME_WAITING) {
            add_waiting(reading, in->statement);
        } else if (outcome == OUTCOME_FAILED) {
            check_reported(in, errors_before);
        }
        reading->outcome = outcome;
    }
}

/* cursorpos counts characters of the text that was parsed, from 1; 0 when there is no place. */
static void report_error(const Reading *reading, const ErrorData *error) {
    Interpreter *in = reading->reader->in;
    Text text = reading->reader->text;
    Location where = interpreter_location(in, -1);
    if (error->cursorpos > 0 && where.source != NULL && !where.source->is_database) {
        where.span.start =
            source_character_offset(text, reading->span.start, (size_t)error->cursorpos);
        where.span.end = statement_token_end(text, where.span.start);
    }
    DiagnosticId id = error->sqlerrcode == ERRCODE_SYNTAX_ERROR || error->cursorpos > 0
                          ? DIAGNOSTIC_SYNTAX_ERROR
                          : DIAGNOSTIC_INVALID_DEFINITION;
    diagnostic_add(in->diagnostics, id, where, "%s", text_from_string(error->message));
    if (error->hint != NULL) {
        diagnostic_hint(in->diagnostics, text_copy_string(in->diagnostics->arena, error->hint));
    }
}

static char *palloc_text(Text text) {
    char *string = palloc(text.length + 1);
    memcpy(string, text.data, text.length);
    string[text.length] = '\0';
    return string;
}

typedef void GuardedWork(Reading *reading, const char *sql);

static bool parses(const Reading *reading, const char *sql, List **tree) {
    volatile bool is_parsed = false;
    PG_TRY();
    {
        *tree = raw_parser(sql, RAW_PARSE_DEFAULT);
        is_parsed = true;
    }
    PG_CATCH();
    {
        MemoryContextSwitchTo(reading->reader->context);
        FlushErrorState();
    }
    PG_END_TRY();
    return is_parsed;
}

/* What 18's grammar refuses may have been plain names before; else the error is that of the text.
 */
static List *parse_any_version(const Reading *reading, const char *sql) {
    Interpreter *in = reading->reader->in;
    List *tree = NIL;
    if (parses(reading, sql, &tree)) {
        return tree;
    }
    Text quoted = older_keywords_quoted(in->scratch, text_from_string(sql));
    in->is_respelled = !text_is_absent(quoted) && parses(reading, palloc_text(quoted), &tree);
    return in->is_respelled ? tree : raw_parser(sql, RAW_PARSE_DEFAULT);
}

static void parse_and_apply(Reading *reading, const char *sql) {
    apply_tree(reading, parse_any_version(reading, sql));
}

/* Everything that may longjmp runs in here. */
static void run_guarded(Reading *reading, GuardedWork *work, const char *sql) {
    PG_TRY();
    { work(reading, sql); }
    PG_CATCH();
    {
        MemoryContextSwitchTo(reading->reader->context);
        report_error(reading, CopyErrorData());
        FlushErrorState();
        reading->outcome = OUTCOME_FAILED;
    }
    PG_END_TRY();
}

static Reading read_statement(Reader *reader, Span span) {
    Interpreter *in = reader->in;
    Reading reading = {.reader = reader, .span = span};
    ArenaMark mark = arena_mark(in->scratch);
    MemoryContext before = MemoryContextSwitchTo(reader->context);
    in->statement = span;
    in->location_base = span.start;
    in->is_respelled = false;
    run_guarded(&reading, parse_and_apply,
                palloc_text(text_slice(reader->text, span.start, span.end)));
    MemoryContextSwitchTo(before);
    MemoryContextReset(reader->context);
    arena_release(in->scratch, mark);
    return reading;
}

/* In a history nothing may wait: what a migration needs was there before it. */
static void read_text(Reader *reader, Text text, bool is_history) {
    Interpreter *in = reader->in;
    size_t position = 0;
    Span span;
    reader->text = text;
    while (statement_scan(text, &position, &span)) {
        in->state->commands_done = 0;
        in->is_last_try = is_history;
        Reading reading = read_statement(reader, span);
        if (is_history) {
            constraint_settle_foreign_keys(in);
        }
        in->is_last_try = false;
        if (reading.reads_data) {
            position = statement_skip_data(text, position);
        }
    }
}

static Outcome read_again(Reader *reader, size_t number, bool is_last_try) {
    Interpreter *in = reader->in;
    Waiting waiting = reader->waiting.items[number];
    in->source = waiting.source;
    in->search_path = waiting.search_path;
    in->current_role = waiting.current_role;
    in->is_last_try = is_last_try;
    in->state->commands_done = waiting.commands_done;
    reader->text = waiting.text;
    reader->is_retrying = true;
    Reading reading = read_statement(reader, waiting.span);
    reader->is_retrying = false;
    reader->waiting.items[number].commands_done = in->state->commands_done;
    in->is_last_try = false;
    reader->waiting.items[number].is_done = reading.outcome != OUTCOME_WAITING;
    return reading.outcome;
}

static bool drop_done(WaitingList *list) {
    size_t kept = 0, count = list->count;
    for (size_t i = 0; i < count; i++) {
        if (!list->items[i].is_done) {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
    return kept < count;
}

/*
 * Until nothing moves.  Plain CREATE statements are also tried backwards (a file may be sorted
 * against its dependencies): all others change or replace something and keep their order.
 */
static void retry(Reader *reader) {
    WaitingList *list = &reader->waiting;
    bool is_progress = true;
    while (is_progress && list->count != 0) {
        for (size_t i = list->count; i-- > 0;) {
            if (list->items[i].is_movable) {
                read_again(reader, i, false);
            }
        }
        is_progress = drop_done(list);
        for (size_t i = 0; i < list->count; i++) {
            read_again(reader, i, false);
        }
        is_progress = drop_done(list) || is_progress;
    }
}

/* A last try that keeps its complaints to itself: it may be only what others still lack. */
static void try_quietly(Reader *reader, size_t number) {
    Interpreter *in = reader->in;
    Diagnostics before = *in->diagnostics;
    in->state->is_trial = true;
    if (read_again(reader, number, true) == OUTCOME_FAILED) {
        *in->diagnostics = before;
        reader->waiting.items[number].is_done = false;
    }
    in->state->is_trial = false;
}

/*
 * What waits for good: names that nobody defines.  Taken by rank, so that a view is not judged
 * before the table that it reads, which may itself be accepted only on its last try.
 */
static void settle(Reader *reader) {
    WaitingList *list = &reader->waiting;
    retry(reader);
    for (int rank = RANK_TYPE; rank < RANK_OTHER; rank++) {
        for (size_t i = 0; i < list->count; i++) {
            if (list->items[i].rank == (StatementRank)rank) {
                try_quietly(reader, i);
            }
        }
        if (drop_done(list)) {
            retry(reader);
        }
    }
    for (size_t i = 0; i < list->count; i++) {
        read_again(reader, i, true);
    }
    list->count = 0;
    constraint_settle_foreign_keys(reader->in);
}

/* Statements are small: a block that holds nearly all of them is kept between resets. */
static Reader reader_open(Interpreter *in) {
    enum { BLOCK = 256 * 1024 };
    Reader reader = {.in = in};
    reader.context = AllocSetContextCreate(CurrentMemoryContext, "statement", 0, BLOCK, 8 * BLOCK);
    return reader;
}

static bool has_expression(Text partition_key) {
    const char *first = memchr(partition_key.data, '(', partition_key.length);
    size_t rest = (size_t)(partition_key.data + partition_key.length - first - 1);
    return memchr(first + 1, '(', rest) != NULL || memchr(first + 1, ' ', rest) != NULL;
}

static void respell_partition_keys(Reading *reading, const char *sql) {
    (void)sql;
    const ObjectList *roots = &reading->reader->in->schema->roots;
    for (size_t i = 0; i < roots->count; i++) {
        Table *table = (Table *)roots->items[i];
        if (table->object.kind == KIND_TABLE && !text_is_empty(table->partition_key) &&
            has_expression(table->partition_key)) {
            partition_respell_key(reading->reader->in, table);
        }
    }
}

static void foresee_names(Reading *reading, const char *sql) {
    (void)sql;
    index_part_foresee_names(reading->reader->in);
}

void interpreter_finish_catalog(Interpreter *in) {
    MemoryContext outer = pg_query_enter_memory_context();
    Reader reader = reader_open(in);
    MemoryContextSwitchTo(reader.context);
    run_guarded(&(Reading){.reader = &reader}, respell_partition_keys, "");
    run_guarded(&(Reading){.reader = &reader}, foresee_names, "");
    pg_query_exit_memory_context(outer);
}

static void do_work(Reading *reading, const char *sql) {
    (void)sql;
    reading->work(reading->reader->in, reading->work_state);
}

bool interpreter_run(Interpreter *in, InterpreterWork *work, void *state) {
    MemoryContext outer = pg_query_enter_memory_context();
    Reader reader = reader_open(in);
    Reading reading = {
        .reader = &reader, .outcome = OUTCOME_APPLIED, .work = work, .work_state = state};
    MemoryContextSwitchTo(reader.context);
    run_guarded(&reading, do_work, "");
    pg_query_exit_memory_context(outer);
    return reading.outcome == OUTCOME_APPLIED;
}

bool interpreter_apply_text(Interpreter *in, Text sql) {
    size_t errors_before = in->diagnostics->error_count;
    Interpreter saved = *in;
    MemoryContext before = CurrentMemoryContext; /* NULL unless called for a statement's sake */
    MemoryContext outer = pg_query_enter_memory_context();
    Reader reader = reader_open(in);
    read_text(&reader, sql, false);
    settle(&reader);
    pg_query_exit_memory_context(outer);
    if (before != NULL) {
        MemoryContextSwitchTo(before);
    }
    *in = saved;
    return in->diagnostics->error_count == errors_before;
}

static bool read_sources(Schema *schema, const SourceList *sources, bool is_migration,
                         OperationList *operations, Diagnostics *diagnostics) {
    Arena scratch = {0};
    size_t errors_before = diagnostics->error_count;
    Interpreter in = interpreter_new(schema, &scratch, diagnostics);
    in.state->operations = operations;
    MemoryContext outer = pg_query_enter_memory_context();
    Reader reader = reader_open(&in);
    in.state->is_migration = is_migration;
    in.is_history = sources->is_history;
    schema->is_replayed = schema->is_replayed || sources->is_history;
    for (size_t i = 0; i < sources->count; i++) {
        in.source = &sources->items[i];
        interpreter_begin_session(&in);
        read_text(&reader, in.source->text,
                  sources->is_history || is_migration || operations != NULL);
    }
    settle(&reader);
    MemoryContextSwitchTo(reader.context);
    run_guarded(&(Reading){.reader = &reader}, foresee_names, "");
    pg_query_exit_memory_context(outer);
    if (operations == NULL) { /* else nothing was passed over without being looked at */
        interpreter_report_skipped(&in);
    }
    if (operations == NULL && diagnostics->error_count == errors_before) {
        hint_read(schema, sources, diagnostics);
    }
    arena_end(&scratch);
    return diagnostics->error_count == errors_before;
}

static void parse_only(Reading *reading, const char *sql) {
    (void)reading;
    raw_parser(sql, RAW_PARSE_DEFAULT);
}

bool parse_is_expression(Arena *arena, Text expression, Text *complaint) {
    Arena scratch = {0};
    Diagnostics found = {.arena = arena};
    Interpreter in = interpreter_new(schema_new(arena), &scratch, &found);
    MemoryContext outer = pg_query_enter_memory_context();
    Reader reader = reader_open(&in);
    Text query = text_format(arena, "SELECT (%s\n)", expression);
    reader.text = query;
    MemoryContextSwitchTo(reader.context);
    run_guarded(&(Reading){.reader = &reader}, parse_only, palloc_text(query));
    pg_query_exit_memory_context(outer);
    arena_end(&scratch);
    *complaint = found.error_count == 0 ? TEXT_ABSENT : found.items[0].message;
    return found.error_count == 0;
}

bool parse_sources(Schema *schema, const SourceList *sources, Diagnostics *diagnostics) {
    return read_sources(schema, sources, false, NULL, diagnostics);
}

bool parse_migrations(Schema *schema, const SourceList *migrations, Diagnostics *diagnostics) {
    return read_sources(schema, migrations, true, NULL, diagnostics);
}

bool operations_read(Schema *schema, const SourceList *sources, OperationList *operations,
                     Diagnostics *diagnostics) {
    return read_sources(schema, sources, false, operations, diagnostics);
}
