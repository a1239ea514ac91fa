/*
 * CREATE DOMAIN, ALTER DOMAIN.
 *
 * CHECK constraints of a domain are its children, named as PostgreSQL names them: {domain}_check.
 */
#include "parser/interpreter_state.h"
#include "parser/names.h"
#include "parser/normalize.h"
#include "parser/normalizer.h"

static NormalizeContext default_context(const Domain *domain, ReferenceList *references) {
    return (NormalizeContext){
        .target_type = domain->type, .role = REFERENCE_BY_DEFAULT, .references = references};
}

static Text check_expression(Interpreter *in, const Domain *domain, const Constraint *check,
                             ReferenceList *references) {
    NormalizeContext context = {
        .value_type = domain->type, .role = REFERENCE_BY_DEFINITION, .references = references};
    return normalize_expression(in, check->raw_expr, &context);
}

static TableConstraint *find_check(const Domain *domain, Text name) {
    for (size_t i = 0; i < domain->object.children.count; i++) {
        Object *child = domain->object.children.items[i];
        if (child->kind == KIND_CONSTRAINT && text_equal(child->name, name)) {
            return (TableConstraint *)child;
        }
    }
    return NULL;
}

/* The domain is in the schema already; the expression is canonical. */
static Outcome add_check(Interpreter *in, Domain *domain, const Constraint *check, Text expression,
                         ReferenceList references) {
    if (check->conname != NULL && find_check(domain, text_from_string(check->conname)) != NULL) {
        return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, check->location,
                                 "constraint \"%s\" for domain \"%s\" already exists",
                                 text_from_string(check->conname), domain->object.name);
    }
    TableConstraint *constraint = schema_object_new(in->schema, TableConstraint, KIND_CONSTRAINT);
    constraint->object.schema = domain->object.schema;
    constraint->object.relation = domain->object.name;
    constraint->object.name = check->conname != NULL
                                  ? interpreter_text(in, check->conname)
                                  : names_choose_constraint(in, domain->object.schema,
                                                            domain->object.name, TEXT(""), "check");
    constraint->object.references = references;
    constraint->type = CONSTRAINT_TYPE_CHECK;
    constraint->expression = expression;
    constraint->definition = text_format(in->schema->arena, "CHECK (%s)", expression);
    constraint->is_not_valid = check->skip_validation;
    interpreter_add_object(in, &constraint->object, &domain->object);
    return OUTCOME_APPLIED;
}

/* Everything but CHECK, which needs the domain to be there. */
static bool read_property(Interpreter *in, Domain *domain, const Constraint *constraint) {
    switch (constraint->contype) {
        case CONSTR_NOTNULL: domain->is_not_null = true; return true;
        case CONSTR_NULL: domain->is_not_null = false; return true;
        case CONSTR_DEFAULT: {
            NormalizeContext context = default_context(domain, &domain->object.references);
            Text value = normalize_expression(in, constraint->raw_expr, &context);
            domain->default_value = text_is_empty(value) ? TEXT_ABSENT : value;
            return !text_is_absent(value);
        }
        default: return true;
    }
}

/* CREATE DOMAIN over a domain copies the default that it has then; see DefineDomain(). */
static void take_default(Interpreter *in, Domain *domain) {
    QualifiedName name;
    bool is_named = !text_ends_with(domain->type, TEXT("[]")) &&
                    normalizer_parse_name(in->scratch, domain->type, &name) &&
                    !text_is_empty(name.schema);
    const Object *base = is_named ? interpreter_find_type(in, name) : NULL;
    if (base == NULL || base->kind != KIND_DOMAIN) {
        return;
    }
    domain->default_value = ((const Domain *)base)->default_value;
    for (size_t i = 0; i < base->references.count; i++) {
        if (base->references.items[i].role == REFERENCE_BY_DEFAULT) {
            reference_add(in->schema->arena, &domain->object.references, base->references.items[i]);
        }
    }
}

static bool read_domain(Interpreter *in, Domain *domain, const CreateDomainStmt *statement) {
    NormalizeContext context = {.role = REFERENCE_BY_DEFINITION,
                                .references = &domain->object.references};
    domain->type = normalize_type(in, statement->typeName, &context);
    if (text_is_absent(domain->type)) {
        return false;
    }
    if (statement->collClause != NULL) {
        domain->collation = normalize_collation(in, statement->collClause->collname, &context);
    }
    take_default(in, domain);
    ListCell *cell;
    foreach (cell, statement->constraints) {
        if (!read_property(in, domain, lfirst(cell))) {
            return false;
        }
    }
    return true;
}

typedef struct CheckText {
    Text expression;
    ReferenceList references;
} CheckText;

Outcome apply_create_domain(Interpreter *in, const CreateDomainStmt *statement) {
    QualifiedName name = interpreter_name(in, statement->domainname);
    Domain *domain = schema_object_new(in->schema, Domain, KIND_DOMAIN);
    domain->object.name = name.name;
    domain->object.schema = interpreter_creation_schema(
        in, text_is_empty(name.schema) ? NULL : text_to_string(in->scratch, name.schema));
    if (schema_find_type(in->schema, domain->object.schema, name.name) != NULL) {
        return interpreter_error(in, DIAGNOSTIC_DUPLICATE_OBJECT, -1, "type \"%s\" already exists",
                                 name.name);
    }
    if (!read_domain(in, domain, statement)) {
        return interpreter_absent(in);
    }
    CheckText *checks =
        arena_array(in->scratch, CheckText, list_length(statement->constraints) + 1);
    ListCell *cell;
    foreach (cell, statement->constraints) {
        const Constraint *constraint = lfirst(cell);
        CheckText *check = &checks[foreach_current_index(cell)];
        if (constraint->contype == CONSTR_CHECK) {
            check->expression = check_expression(in, domain, constraint, &check->references);
            if (text_is_absent(check->expression)) {
                return interpreter_absent(in);
            }
        }
    }
    interpreter_add_object(in, &domain->object, NULL);
    Outcome outcome = OUTCOME_APPLIED;
    foreach (cell, statement->constraints) {
        const Constraint *constraint = lfirst(cell);
        CheckText *check = &checks[foreach_current_index(cell)];
        if (constraint->contype == CONSTR_CHECK && outcome == OUTCOME_APPLIED) {
            outcome = add_check(in, domain, constraint, check->expression, check->references);
        }
    }
    return outcome;
}

static Outcome constraint_missing(Interpreter *in, const Domain *domain, const char *name) {
    return interpreter_error(in, DIAGNOSTIC_UNKNOWN_OBJECT, -1,
                             "constraint \"%s\" of domain \"%s\" does not exist",
                             text_from_string(name), domain->object.name);
}

static Outcome set_default(Interpreter *in, Domain *domain, Node *expression) {
    ReferenceList references = {0};
    NormalizeContext context = default_context(domain, &references);
    Text value = expression == NULL ? TEXT("") : normalize_expression(in, expression, &context);
    if (text_is_absent(value)) {
        return interpreter_absent(in);
    }
    reference_drop(&domain->object.references, REFERENCE_BY_DEFAULT);
    for (size_t i = 0; i < references.count; i++) {
        reference_add(in->schema->arena, &domain->object.references, references.items[i]);
    }
    domain->default_value = text_is_empty(value) ? TEXT_ABSENT : value;
    return OUTCOME_APPLIED;
}

static Outcome add_constraint(Interpreter *in, Domain *domain, const Constraint *constraint) {
    if (constraint->contype != CONSTR_CHECK) {
        return read_property(in, domain, constraint) ? OUTCOME_APPLIED : interpreter_absent(in);
    }
    ReferenceList references = {0};
    Text expression = check_expression(in, domain, constraint, &references);
    return text_is_absent(expression) ? interpreter_absent(in)
                                      : add_check(in, domain, constraint, expression, references);
}

Outcome apply_alter_domain(Interpreter *in, const AlterDomainStmt *statement) {
    QualifiedName name = interpreter_name(in, statement->typeName);
    Domain *domain = (Domain *)interpreter_find_type(in, name);
    if (domain == NULL) {
        return interpreter_missing(in, DIAGNOSTIC_UNKNOWN_OBJECT, -1, "type \"%s\" does not exist",
                                   text_quote_name(in->scratch, name.schema, name.name));
    }
    if (domain->object.kind != KIND_DOMAIN) {
        return interpreter_error(in, DIAGNOSTIC_WRONG_KIND, -1, "\"%s\" is not a domain",
                                 name.name);
    }
    TableConstraint *check =
        statement->name == NULL ? NULL : find_check(domain, text_from_string(statement->name));
    switch (statement->subtype) {
        case 'T': return set_default(in, domain, statement->def);
        case 'N': domain->is_not_null = false; return OUTCOME_APPLIED;
        case 'O': domain->is_not_null = true; return OUTCOME_APPLIED;
        case 'C': return add_constraint(in, domain, (const Constraint *)statement->def);
        case 'X':
            if (check != NULL) {
                schema_remove(in->schema, &check->object);
            } else if (!statement->missing_ok) {
                return constraint_missing(in, domain, statement->name);
            }
            return OUTCOME_APPLIED;
        case 'V':
            if (check == NULL) {
                return constraint_missing(in, domain, statement->name);
            }
            check->is_not_valid = false;
            return OUTCOME_APPLIED;
        default:
            return interpreter_unsupported(
                in, -1,
                text_format(
                    in->scratch, "ALTER DOMAIN %s",
                    text_quote_name(in->scratch, domain->object.schema, domain->object.name)));
    }
}
