/*
 * Step JSON: what reports for programs say of a step.
 */
#ifndef SCHEMAC_STEP_JSON_H
#define SCHEMAC_STEP_JSON_H

#include "compiler/json.h"
#include "diff/plan.h"

/* ["drops-data", "blocks-reads"] */
json_t *json_from_hazards(unsigned hazards);

/* One step with its statements; see emit/plan.schema.json. */
json_t *json_from_step(Arena *arena, const Plan *plan, const Step *step, bool is_rollback);

#endif
