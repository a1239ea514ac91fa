/*
 * ALTER CONSTRAINT: the fields of the constraint, and the words of its definition with them.
 */
#include "parser/parse_constraint.h"

#include "parser/interpreter_state.h"

static Text without_end(Text text, Text end) {
    return text_ends_with(text, end) ? text_slice(text, 0, text.length - end.length) : text;
}

/* What follows a definition: in the order of pg_get_constraintdef(). */
static void respell_end(Interpreter *in, TableConstraint *constraint) {
    Text bare = without_end(constraint->definition, TEXT(" NOT ENFORCED"));
    bare = without_end(bare, TEXT(" INITIALLY DEFERRED"));
    bare = without_end(bare, TEXT(" DEFERRABLE"));
    constraint->definition =
        text_format(in->schema->arena, "%s%s%s%s", bare,
                    constraint->is_deferrable ? TEXT(" DEFERRABLE") : TEXT(""),
                    constraint->is_initially_deferred ? TEXT(" INITIALLY DEFERRED") : TEXT(""),
                    constraint->is_not_enforced ? TEXT(" NOT ENFORCED") : TEXT(""));
}

void constraint_set_deferrable(Interpreter *in, TableConstraint *constraint, bool is_deferrable,
                               bool is_initially_deferred) {
    constraint->is_deferrable = is_deferrable;
    constraint->is_initially_deferred = is_initially_deferred;
    respell_end(in, constraint);
}

void constraint_set_enforced(Interpreter *in, TableConstraint *constraint, bool is_enforced) {
    constraint->is_not_enforced = !is_enforced;
    respell_end(in, constraint);
}

void constraint_set_no_inherit(Interpreter *in, TableConstraint *constraint, bool is_no_inherit) {
    Text bare = without_end(constraint->definition, TEXT(" NO INHERIT"));
    constraint->is_no_inherit = is_no_inherit;
    constraint->definition = text_format(in->schema->arena, "%s%s", bare,
                                         is_no_inherit ? TEXT(" NO INHERIT") : TEXT(""));
}
