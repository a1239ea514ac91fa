/* What every unit test includes: cmocka wants these headers before its own. */
#ifndef SCHEMAC_UNIT_H
#define SCHEMAC_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compiler/text.h"

#define assert_text(actual, expected)                                           \
    do {                                                                        \
        Text assert_text_ = (actual);                                           \
        assert_int_equal(assert_text_.length, sizeof(expected) - 1);            \
        assert_memory_equal(assert_text_.data, expected, sizeof(expected) - 1); \
    } while (0)

#endif
