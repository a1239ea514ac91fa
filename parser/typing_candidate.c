/*
 * Candidates: which of the operators or functions of a name a call means, by the rules of
 * PostgreSQL's manual, "Type Conversion" (parse_func.c and parse_coerce.c).
 */
#include "parser/typing.h"

/* ---- Polymorphism */

typedef struct Generic {
    TypeId element, array, range;
    bool is_wrong, is_used, wants_enum, wants_plain;
} Generic;

static void bind(TypeId *bound, TypeId type, bool *is_wrong) {
    *is_wrong = *is_wrong || (*bound != TYPE_NONE && *bound != type);
    *bound = type;
}

/* anyelement and its kin. */
static void bind_simple(const TypeTable *table, Generic *generic, TypeId declared, TypeId actual) {
    TypeId base = type_base(table, actual);
    char kind = type_entry(table, base)->kind;
    switch (declared) {
        case TYPE_ANYENUM: generic->wants_enum = true; break;
        case TYPE_ANYNONARRAY: generic->wants_plain = true; break;
        case TYPE_ANYARRAY:
            generic->is_wrong = generic->is_wrong ||
                                (actual != TYPE_UNKNOWN && type_element(table, base) == TYPE_NONE);
            break;
        case TYPE_ANYRANGE:
        case TYPE_ANYMULTIRANGE:
            generic->is_wrong =
                generic->is_wrong ||
                (actual != TYPE_UNKNOWN && kind != (declared == TYPE_ANYRANGE ? 'r' : 'm'));
            break;
        default: break;
    }
    generic->is_used = true;
    if (actual == TYPE_UNKNOWN || generic->is_wrong) {
        return;
    }
    if (declared == TYPE_ANYARRAY) {
        bind(&generic->array, base, &generic->is_wrong);
    } else if (declared == TYPE_ANYRANGE || declared == TYPE_ANYMULTIRANGE) {
        generic->is_wrong = generic->is_wrong || (generic->range != TYPE_NONE &&
                                                  generic->range != base); /* or a pair of them */
        generic->range = base;
    } else {
        bind(&generic->element, actual, &generic->is_wrong);
    }
}

static void relate(const TypeTable *table, Generic *generic) {
    if (generic->array != TYPE_NONE) {
        bind(&generic->element, type_element(table, generic->array), &generic->is_wrong);
    }
    if (generic->range != TYPE_NONE) {
        bind(&generic->element, type_entry(table, generic->range)->element, &generic->is_wrong);
    }
    if (generic->element == TYPE_NONE) {
        return;
    }
    TypeId base = type_base(table, generic->element);
    bool is_enum = type_entry(table, base)->kind == 'e';
    bool is_array = type_element(table, base) != TYPE_NONE;
    generic->is_wrong = generic->is_wrong || (generic->wants_enum && !is_enum) ||
                        (generic->wants_plain && is_array);
}

static bool is_compatible_family(TypeId type) {
    return type == TYPE_ANYCOMPATIBLE || type == TYPE_ANYCOMPATIBLEARRAY ||
           type == TYPE_ANYCOMPATIBLENONARRAY;
}

static Generic generic_of(const TypeTable *table, const Candidate *candidate, const TypeId *actual,
                          size_t count) {
    Generic generic = {.is_wrong = false};
    for (size_t i = 0; i < count; i++) {
        TypeId declared = candidate->arguments[i];
        generic.is_wrong = generic.is_wrong || declared == TYPE_ANYCOMPATIBLERANGE ||
                           declared == TYPE_ANYCOMPATIBLEMULTIRANGE;
        if (type_is_polymorphic(declared) && !is_compatible_family(declared)) {
            bind_simple(table, &generic, declared, actual[i]);
        }
    }
    relate(table, &generic);
    return generic;
}

/*
 * The common type of what stands for anycompatible; TYPE_NONE when there is none.  Literals have no
 * say as long as there is anything else.
 */
static bool compatible_of(Typing *typing, const Candidate *candidate, const TypeId *actual,
                          size_t count, TypeId *common) {
    TypeId *types = arena_array(typing->arena, TypeId, count + 1);
    size_t used = 0;
    bool is_used = false;
    for (size_t i = 0; i < count; i++) {
        TypeId declared = candidate->arguments[i], type = actual[i];
        if (!is_compatible_family(declared)) {
            continue;
        }
        is_used = true;
        if (declared == TYPE_ANYCOMPATIBLEARRAY && type != TYPE_UNKNOWN) {
            type = type_element(typing->types, type_base(typing->types, type));
        }
        if (type != TYPE_UNKNOWN) {
            types[used++] = type;
        }
    }
    *common = used != 0 ? typing_common_type(typing, types, used) : is_used ? TYPE_TEXT : TYPE_NONE;
    return !is_used || *common != TYPE_NONE;
}

static TypeId settled(Typing *typing, TypeId declared, const Generic *generic, TypeId compatible) {
    switch (declared) {
        case TYPE_ANYELEMENT:
        case TYPE_ANYNONARRAY:
        case TYPE_ANYENUM: return generic->element;
        case TYPE_ANYARRAY:
            return generic->array != TYPE_NONE ? generic->array
                                               : type_array(typing->types, generic->element);
        case TYPE_ANYRANGE:
        case TYPE_ANYMULTIRANGE: {
            char kind = declared == TYPE_ANYRANGE ? 'r' : 'm';
            return type_entry(typing->types, generic->range)->kind == kind ? generic->range
                                                                           : TYPE_NONE;
        }
        case TYPE_ANYCOMPATIBLE:
        case TYPE_ANYCOMPATIBLENONARRAY: return compatible;
        case TYPE_ANYCOMPATIBLEARRAY: return type_array(typing->types, compatible);
        default: return declared;
    }
}

bool candidate_settle(Typing *typing, Candidate *candidate, const TypeId *actual, size_t count) {
    Generic generic = generic_of(typing->types, candidate, actual, count);
    TypeId compatible;
    if (generic.is_wrong || (generic.is_used && generic.element == TYPE_NONE) ||
        !compatible_of(typing, candidate, actual, count, &compatible)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        candidate->arguments[i] = settled(typing, candidate->arguments[i], &generic, compatible);
    }
    candidate->result = settled(typing, candidate->result, &generic, compatible);
    return true;
}

/* ---- Which candidates a call could mean */

static bool matches(Typing *typing, const Candidate *candidate, const TypeId *actual,
                    size_t count) {
    TypeId compatible;
    for (size_t i = 0; i < count; i++) {
        if (!type_can_coerce(typing->types, actual[i], candidate->arguments[i], 'i')) {
            return false;
        }
    }
    return !generic_of(typing->types, candidate, actual, count).is_wrong &&
           compatible_of(typing, candidate, actual, count, &compatible);
}

static bool is_exact(const Candidate *candidate, const TypeId *actual, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (candidate->arguments[i] != actual[i]) {
            return false;
        }
    }
    return true;
}

typedef int CandidateScore(const TypeTable *table, const Candidate *candidate, const TypeId *actual,
                           size_t count);

static int exact_score(const TypeTable *table, const Candidate *candidate, const TypeId *actual,
                       size_t count) {
    int score = 0;
    for (size_t i = 0; i < count; i++) {
        TypeId base = type_base(table, actual[i]);
        score += base != TYPE_UNKNOWN && candidate->arguments[i] == base;
    }
    return score;
}

static int preferred_score(const TypeTable *table, const Candidate *candidate, const TypeId *actual,
                           size_t count) {
    int score = 0;
    for (size_t i = 0; i < count; i++) {
        TypeId base = type_base(table, actual[i]), declared = candidate->arguments[i];
        const TypeEntry *entry = type_entry(table, declared);
        bool is_preferred =
            entry->is_preferred && entry->category == type_entry(table, base)->category;
        score += base != TYPE_UNKNOWN && (declared == base || is_preferred);
    }
    return score;
}

static void keep_best(const TypeTable *table, CandidateList *list, CandidateScore *score,
                      const TypeId *actual, size_t count) {
    int best = 0;
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        int its = score(table, &list->items[i], actual, count);
        if (its > best) {
            best = its;
            kept = 0;
        }
        if (its == best) {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
}

/*
 * The category of an unknown argument: the candidates' own if they agree, strings if one of them
 * takes a string.  '\0' when they do not.
 */
static char category_of_slot(const TypeTable *table, const CandidateList *list, size_t slot,
                             bool *has_preferred) {
    char category = '\0';
    bool is_conflict = false;
    *has_preferred = false;
    for (size_t i = 0; i < list->count; i++) {
        const TypeEntry *entry = type_entry(table, list->items[i].arguments[slot]);
        if (category == '\0') {
            category = entry->category;
            *has_preferred = entry->is_preferred;
        } else if (entry->category == category) {
            *has_preferred = *has_preferred || entry->is_preferred;
        } else if (entry->category == 'S') {
            category = 'S';
            *has_preferred = entry->is_preferred;
        } else if (category != 'S') {
            is_conflict = true;
        }
    }
    return is_conflict && category != 'S' ? '\0' : category;
}

enum { SLOT_LIMIT = 32 };

typedef struct SlotCategories {
    char category[SLOT_LIMIT]; /* '\0': of a known argument */
    bool has_preferred[SLOT_LIMIT];
} SlotCategories;

static bool fits_categories(const TypeTable *table, const Candidate *candidate,
                            const SlotCategories *slots, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const TypeEntry *entry = type_entry(table, candidate->arguments[i]);
        if (slots->category[i] != '\0' && (entry->category != slots->category[i] ||
                                           (slots->has_preferred[i] && !entry->is_preferred))) {
            return false;
        }
    }
    return true;
}

/* Nothing is dropped when an unknown argument's category cannot be told, or when none would stay.
 */
static void keep_by_categories(const TypeTable *table, CandidateList *list, const TypeId *actual,
                               size_t count) {
    SlotCategories slots = {{0}, {false}};
    for (size_t i = 0; i < count; i++) {
        if (actual[i] == TYPE_UNKNOWN) {
            slots.category[i] = category_of_slot(table, list, i, &slots.has_preferred[i]);
            if (slots.category[i] == '\0') {
                return;
            }
        }
    }
    size_t kept = 0;
    Candidate *fitting = arena_array(table->arena, Candidate, list->count);
    for (size_t i = 0; i < list->count; i++) {
        if (fits_categories(table, &list->items[i], &slots, count)) {
            fitting[kept++] = list->items[i];
        }
    }
    if (kept != 0) {
        list->items = fitting;
        list->count = kept;
    }
}

/* The last resort: unknown arguments are taken for the one type of all known ones. */
static Candidate *select_by_known(Typing *typing, CandidateList *list, const TypeId *actual,
                                  size_t count) {
    TypeId known = TYPE_UNKNOWN;
    for (size_t i = 0; i < count; i++) {
        TypeId base = type_base(typing->types, actual[i]);
        if (base == TYPE_UNKNOWN) {
            continue;
        }
        if (known != TYPE_UNKNOWN && known != base) {
            return NULL;
        }
        known = base;
    }
    Candidate *found = NULL;
    TypeId *types = arena_array(typing->arena, TypeId, count);
    for (size_t k = 0; k < count; k++) {
        types[k] = known;
    }
    for (size_t i = 0; known != TYPE_UNKNOWN && i < list->count; i++) {
        bool fits = matches(typing, &list->items[i], types, count);
        if (fits && found != NULL) {
            return NULL;
        }
        found = fits ? &list->items[i] : found;
    }
    return found;
}

static bool has_unknown(const TypeId *actual, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (actual[i] == TYPE_UNKNOWN) {
            return true;
        }
    }
    return false;
}

static void keep_matching(Typing *typing, CandidateList *list, const TypeId *actual, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (matches(typing, &list->items[i], actual, count)) {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
}

Candidate *candidate_select(Typing *typing, CandidateList *list, const TypeId *actual,
                            size_t count) {
    for (size_t i = 0; i < list->count; i++) {
        if (is_exact(&list->items[i], actual, count)) {
            return &list->items[i];
        }
    }
    keep_matching(typing, list, actual, count);
    if (list->count <= 1) {
        return list->count == 0 ? NULL : &list->items[0];
    }
    keep_best(typing->types, list, exact_score, actual, count);
    if (list->count > 1) {
        keep_best(typing->types, list, preferred_score, actual, count);
    }
    if (list->count == 1) {
        return &list->items[0];
    }
    if (!has_unknown(actual, count) || count > SLOT_LIMIT) {
        return NULL;
    }
    keep_by_categories(typing->types, list, actual, count);
    return list->count == 1 ? &list->items[0] : select_by_known(typing, list, actual, count);
}
