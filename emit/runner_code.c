/*
 * Runner file, in JavaScript, TypeScript and Python: each statement in a string of that language,
 * with its words in a comment of that language above.
 */
#include "emit/runner_file.h"

/* Lines "-- words" -> "// words", `indent` deeper. */
static void add_comment(Builder *out, Text comment, Text mark, Text indent) {
    for (size_t start = 0; start < comment.length;) {
        const char *newline = memchr(comment.data + start, '\n', comment.length - start);
        size_t end = newline == NULL ? comment.length : (size_t)(newline - comment.data);
        builder_format(out, "%s%s%s\n", indent, mark, text_slice(comment, start + 2, end));
        start = end + 1;
    }
}

/* -------- JavaScript -------- */

/* Between backticks.  Knex takes a question mark for the place of a value. */
static void add_template(Builder *out, Text sql, bool is_knex) {
    builder_add(out, TEXT("`\n"));
    for (size_t i = 0; i < sql.length; i++) {
        char letter = sql.data[i];
        bool is_start = letter == '$' && i + 1 < sql.length && sql.data[i + 1] == '{';
        if (letter == '\r') {
            builder_add(out, TEXT("\\r"));
        } else if (letter == '?' && is_knex) {
            builder_add(out, TEXT("\\\\?"));
        } else {
            builder_add(out, letter == '\\' || letter == '`' || is_start ? TEXT("\\") : TEXT(""));
            builder_add_char(out, letter);
        }
    }
    builder_add_char(out, '`');
}

/* How the language says it: await CALL(`...`REST); */
typedef struct Call {
    Text name, rest, indent;
} Call;

static void add_calls(Builder *out, const RunnerFile *file, const ScriptParts *parts, Call call) {
    for (size_t i = 0; i < parts->pieces.count; i++) {
        const ScriptPiece *piece = &parts->pieces.items[i];
        builder_add(out, i == 0 ? TEXT("") : TEXT("\n"));
        add_comment(out, piece->comment, TEXT("//"), call.indent);
        if (!text_is_empty(piece->sql)) {
            builder_format(out, "%sawait %s(", call.indent, call.name);
            add_template(out, piece->sql, file->runner->id == RUNNER_KNEX);
            builder_format(out, "%s);\n", call.rest);
        }
    }
}

void runner_write_knex(Arena *arena, const RunnerFile *file, ScriptList *files) {
    const Call knex = {TEXT("knex.raw"), TEXT(""), TEXT("  ")};
    Builder out = builder_new(arena);
    add_comment(&out, file->up.header, TEXT("//"), TEXT(""));
    builder_add(&out, TEXT("\nexports.up = async function (knex) {\n"));
    add_calls(&out, file, &file->up, knex);
    builder_add(&out, TEXT("};\n\n"));
    add_comment(&out, file->down.header, TEXT("//"), TEXT(""));
    builder_add(&out, TEXT("\nexports.down = async function (knex) {\n"));
    add_calls(&out, file, &file->down, knex);
    builder_add(&out, TEXT("};\n"));
    if (!file->up.is_transactional || !file->down.is_transactional) {
        builder_add(&out, TEXT("\nexports.config = { transaction: false };\n"));
    }
    list_push(arena, files, ((Script){file->up_name, builder_text(&out)}));
}

void runner_write_typeorm(Arena *arena, const RunnerFile *file, ScriptList *files) {
    const Call query = {TEXT("queryRunner.query"), TEXT(""), TEXT("        ")};
    Builder out = builder_new(arena);
    Text class_name = text_format(arena, "%s%s", file->description, file->version);
    add_comment(&out, file->up.header, TEXT("//"), TEXT(""));
    builder_format(&out,
                   "\nimport { MigrationInterface, QueryRunner } from \"typeorm\";\n\n"
                   "export class %s implements MigrationInterface {\n    name = '%s'\n",
                   class_name, class_name);
    if (!file->up.is_transactional || !file->down.is_transactional) {
        builder_add(&out, TEXT("    transaction = false\n"));
    }
    builder_add(&out, TEXT("\n    public async up(queryRunner: QueryRunner): Promise<void> {\n"));
    add_calls(&out, file, &file->up, query);
    builder_add(&out, TEXT("    }\n\n"));
    add_comment(&out, file->down.header, TEXT("//"), TEXT("    "));
    builder_add(&out, TEXT("\n    public async down(queryRunner: QueryRunner): Promise<void> {\n"));
    add_calls(&out, file, &file->down, query);
    builder_add(&out, TEXT("    }\n}\n"));
    list_push(arena, files, ((Script){file->up_name, builder_text(&out)}));
}

/* Sequelize opens no transaction by itself, and takes it with each query. */
static void add_sequelize_way(Builder *out, const RunnerFile *file, const ScriptParts *parts,
                              const char *name) {
    bool in_transaction = script_needs_begin(file->runner, parts);
    const Call call = {TEXT("queryInterface.sequelize.query"),
                       in_transaction ? TEXT(", { transaction }") : TEXT(""),
                       in_transaction ? TEXT("      ") : TEXT("    ")};
    builder_format(out, "\n  async %s(queryInterface) {\n", text_from_string(name));
    builder_add(
        out, in_transaction
                 ? TEXT("    await queryInterface.sequelize.transaction(async (transaction) => {\n")
                 : TEXT(""));
    add_calls(out, file, parts, call);
    builder_add(out, in_transaction ? TEXT("    });\n") : TEXT(""));
    builder_add(out, TEXT("  },\n"));
}

void runner_write_sequelize(Arena *arena, const RunnerFile *file, ScriptList *files) {
    Builder out = builder_new(arena);
    builder_add(&out, TEXT("'use strict';\n\n"));
    add_comment(&out, file->up.header, TEXT("//"), TEXT(""));
    builder_add(&out, TEXT("\n/** @type {import('sequelize-cli').Migration} */\n"
                           "module.exports = {"));
    add_sequelize_way(&out, file, &file->up, "up");
    builder_add_char(&out, '\n');
    add_comment(&out, file->down.header, TEXT("//"), TEXT("  "));
    add_sequelize_way(&out, file, &file->down, "down");
    builder_add(&out, TEXT("};\n"));
    list_push(arena, files, ((Script){file->up_name, builder_text(&out)}));
}

/* -------- Python -------- */

static bool is_word(Text sql, size_t at) {
    char letter = at < sql.length ? sql.data[at] : ' ';
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '_' || letter == '$' ||
           (letter & 0x80) != 0;
}

/*
 * SQLAlchemy takes ":word" for the place of a value and "\:word" for ":word", but neither when a
 * colon follows, and the first not behind a word or a colon: those get one backslash more.
 */
static Text bindless(Arena *arena, Text sql) {
    Builder out = builder_new(arena);
    for (size_t i = 0; i < sql.length; i++) {
        if (sql.data[i] == ':') {
            size_t end = i + 1;
            while (is_word(sql, end)) {
                end++;
            }
            bool is_escaped = i > 0 && sql.data[i - 1] == '\\';
            bool is_glued = i > 0 && (sql.data[i - 1] == ':' || is_word(sql, i - 1));
            bool is_taken = end > i + 1 && !is_glued;
            bool is_followed = end < sql.length && sql.data[end] == ':';
            builder_add(&out, !is_followed && (is_escaped || is_taken) ? TEXT("\\") : TEXT(""));
        }
        builder_add_char(&out, sql.data[i]);
    }
    return builder_text(&out);
}

/* A raw string where one can hold it: it starts and ends with a line end. */
static void add_python_string(Builder *out, Text sql) {
    if (!text_contains(sql, TEXT("\"\"\"")) && !text_contains(sql, TEXT("\r"))) {
        builder_format(out, "r\"\"\"\n%s\"\"\"", sql);
        return;
    }
    builder_add(out, TEXT("\"\"\"\n"));
    for (size_t i = 0; i < sql.length; i++) {
        char letter = sql.data[i];
        builder_add(out, letter == '\\' || letter == '"' || letter == '\r' ? TEXT("\\") : TEXT(""));
        builder_add_char(out, letter == '\r' ? 'r' : letter);
    }
    builder_add(out, TEXT("\"\"\""));
}

static void add_function(Builder *out, const ScriptParts *parts, Text name) {
    Text indent = parts->is_transactional ? TEXT("    ") : TEXT("        ");
    bool does_nothing = true;
    builder_format(out, "\n\ndef %s() -> None:\n", name);
    if (!parts->is_transactional) {
        builder_add(out, TEXT("    with op.get_context().autocommit_block():\n"));
    }
    for (size_t i = 0; i < parts->pieces.count; i++) {
        const ScriptPiece *piece = &parts->pieces.items[i];
        builder_add(out, i == 0 ? TEXT("") : TEXT("\n"));
        add_comment(out, piece->comment, TEXT("#"), indent);
        if (!text_is_empty(piece->sql)) {
            does_nothing = false;
            builder_format(out, "%sop.execute(", indent);
            add_python_string(out, bindless(out->arena, piece->sql));
            builder_add(out, TEXT(")\n"));
        }
    }
    if (does_nothing) {
        builder_format(out, "%spass\n", indent);
    }
}

void runner_write_alembic(Arena *arena, const RunnerFile *file, ScriptList *files) {
    Builder out = builder_new(arena);
    bool is_base = text_is_empty(file->previous);
    Text quoted = is_base ? TEXT("None") : text_format(arena, "\"%s\"", file->previous);
    builder_format(&out, "\"\"\"%s\n\nRevision ID: %s\nRevises: %s\n\"\"\"\n", file->description,
                   file->version, file->previous);
    add_comment(&out, file->up.header, TEXT("#"), TEXT(""));
    builder_format(&out,
                   "\nfrom alembic import op\n\nrevision = \"%s\"\ndown_revision = %s\n"
                   "branch_labels = None\ndepends_on = None\n",
                   file->version, quoted);
    add_function(&out, &file->up, TEXT("upgrade"));
    builder_add(&out, TEXT("\n\n"));
    add_comment(&out, file->down.header, TEXT("#"), TEXT(""));
    Builder down = builder_new(arena);
    add_function(&down, &file->down, TEXT("downgrade"));
    Text text = builder_text(&down);
    builder_add(&out, text_slice(text, 1, text.length));
    list_push(arena, files, ((Script){file->up_name, builder_text(&out)}));
}
