/*
 * Hint place: which object a comment stands beside.
 *
 * In: the span of a statement and of a comment in or around it.  Out: the object, by the places
 * where the parser says that objects begin.  Columns, table constraints and enum values are told
 * from the rest by the parenthesis or the comma before them.
 */
#include "parser/hint.h"
#include "parser/statement_scan.h"

#include <stdlib.h>
#include <string.h>

/* A statement makes its table before the sequences and constraints that come with it. */
static int rank_of(const Object *object) {
    return object->parent != NULL && object->kind != KIND_INDEX ? 2
           : object->kind == KIND_SEQUENCE                      ? 1
                                                                : 0;
}

static int compare_places(const void *left, const void *right) {
    const Object *one = *(Object *const *)left, *other = *(Object *const *)right;
    if (one->where.span.start != other->where.span.start) {
        return one->where.span.start < other->where.span.start ? -1 : 1;
    }
    return rank_of(one) - rank_of(other);
}

static void collect(const ObjectList *objects, const Source *source, Arena *arena,
                    ObjectList *found) {
    for (size_t i = 0; i < objects->count; i++) {
        Object *object = objects->items[i];
        if (object->where.source == source) {
            list_push(arena, found, object);
        }
        collect(&object->children, source, arena, found);
    }
}

ObjectList hint_objects_of(const Schema *schema, const Source *source) {
    ObjectList found = {0};
    collect(&schema->roots, source, schema->arena, &found);
    if (found.count != 0) {
        qsort(found.items, found.count, sizeof *found.items, compare_places);
    }
    return found;
}

/* The first object that begins in start..end-1; NULL when none does. */
static const Object *object_within(const ObjectList *objects, size_t start, size_t end) {
    size_t low = 0, high = objects->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (objects->items[middle]->where.span.start < start) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool is_inside = low < objects->count && objects->items[low]->where.span.start < end;
    return is_inside ? objects->items[low] : NULL;
}

/* 'it''s' -> it's */
static Text literal_value(Arena *arena, Text literal) {
    Builder out = builder_new(arena);
    for (size_t i = 1; i + 1 < literal.length; i++) {
        builder_add_char(&out, literal.data[i]);
        i += literal.data[i] == '\'';
    }
    return builder_text(&out);
}

/* What begins at the token, which follows "(" or "," in the statement's outermost parentheses. */
static HintPlace element_at(const ObjectList *objects, Text text, Span token,
                            const Object *statement, Arena *arena) {
    bool is_label =
        statement != NULL && statement->kind == KIND_ENUM && text.data[token.start] == '\'';
    if (is_label) {
        return (HintPlace){statement,
                           literal_value(arena, text_slice(text, token.start, token.end))};
    }
    return (HintPlace){object_within(objects, token.start, token.start + 1), TEXT_ABSENT};
}

static bool is_on_line_of(Text text, size_t end, size_t comment) {
    return end <= comment && memchr(text.data + end, '\n', comment - end) == NULL;
}

HintPlace hint_place(const ObjectList *objects, const Source *source, Span statement, Span comment,
                     Arena *arena) {
    Text text = source->text;
    const Object *whole = object_within(objects, statement.start, statement.end);
    HintPlace last = {whole, TEXT_ABSENT};
    if (comment.start < statement.start || comment.start >= statement.end) {
        return last;
    }
    size_t position = statement.start, depth = 0;
    Span token;
    char before = '\0';
    bool ends_line = false;
    while (statement_next_token(text, &position, statement.end, &token)) {
        if (statement_is_comment(text, token.start)) {
            continue;
        }
        bool is_after = token.start > comment.start;
        if (is_after && ends_line) {
            return last;
        }
        bool begins = depth == 1 && (before == '(' || before == ',');
        HintPlace element = begins ? element_at(objects, text, token, whole, arena)
                                   : (HintPlace){NULL, TEXT_ABSENT};
        if (element.object != NULL) {
            last = element;
        }
        if (is_after && element.object != NULL) {
            return element;
        }
        ends_line = ends_line || (!is_after && is_on_line_of(text, token.end, comment.start));
        before = text.data[token.start];
        depth += before == '(';
        depth -= before == ')' && depth > 0;
    }
    return ends_line ? last : (HintPlace){NULL, TEXT_ABSENT};
}
