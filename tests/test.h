/* What every unit test includes: cmocka and its prerequisites, and a few checks in our own terms.
 */
#ifndef TESTS_TEST_H
#define TESTS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/base.h"

/* Fails with the error's own sentence. */
#define assert_ok(call)                                                                            \
    do {                                                                                           \
        enum status assert_ok_status = (call);                                                     \
        if (assert_ok_status)                                                                      \
            fail_msg("%s: %s (%s)", #call, status_name(assert_ok_status), error.message);          \
    } while (0)

#define assert_status(call, wanted)                                                                \
    do {                                                                                           \
        enum status assert_status_got = (call);                                                    \
        if (assert_status_got != (wanted))                                                         \
            fail_msg("%s: %s, wanted %s", #call, status_name(assert_status_got), #wanted);         \
    } while (0)

#define assert_span(got, wanted)                                                                   \
    do {                                                                                           \
        struct span assert_span_got = (got);                                                       \
        if (!span_is(assert_span_got, (wanted)))                                                   \
            fail_msg("%s is \"%.*s\", wanted \"%s\"", #got, SPAN_ARGS(assert_span_got), (wanted)); \
    } while (0)

#endif
