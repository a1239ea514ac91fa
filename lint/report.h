/*
 * Report: findings for machines.
 */
#ifndef SCHEMAC_REPORT_H
#define SCHEMAC_REPORT_H

#include "lint/lint.h"

/* {"findings": [{"rule", "level", "message", "reason", "file", "line", "column"}]} */
Text report_json(Arena *arena, const Diagnostics *findings);

/* SARIF 2.1.0, as code hosts read it. */
Text report_sarif(Arena *arena, const Diagnostics *findings);

#endif
