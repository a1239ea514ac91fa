/*
 * Document (internal): what the files of doc_*.c share while they write --doc.
 */
#ifndef SCHEMAC_DOC_H
#define SCHEMAC_DOC_H

#include "emit/emit.h"

#include "compiler/builder.h"

typedef struct Document {
    Arena *arena;
    const Plan *plan;
    const EmitOptions *options;
    ScriptList scripts, rollbacks;
    Builder out;
} Document;

/* One step, and the script that it is in. */
typedef struct DocumentStep {
    const Step *step;
    const Script *script;
} DocumentStep;

typedef struct DocumentStepList {
    DocumentStep *items;
    size_t count, capacity;
} DocumentStepList;

/* All steps in their order, without those that only clear the way for others. */
DocumentStepList document_steps(const Document *document);

/* Text from a database or a file as Markdown that says nothing else. */
Text document_text(Arena *arena, Text text);
Text document_code(Arena *arena, Text text);     /* `text` */
void document_sql(Document *document, Text sql); /* a fenced block, behind a list item */
void document_heading(Document *document, const char *heading);

/* Words of a command, in quotes where a shell needs them. */
Text document_words(Arena *arena, const TextList *words);
/* What runs it: "psql ... -f migrations/scripts/001_x.sql" */
Text document_command(const Document *document, const Script *script, bool is_rollback);

/* doc_changes.c: purpose, changes applied, data migration. */
void document_purpose(Document *document);
void document_changes(Document *document);
void document_data(Document *document);
/* doc_check.c: what to do before and after. */
void document_before(Document *document);
void document_after(Document *document);
/* doc_risk.c */
void document_rollback(Document *document);
void document_risk(Document *document);

#endif
