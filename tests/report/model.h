/* Models of incidents made by hand, for tests of the page. */
#ifndef TESTS_REPORT_MODEL_H
#define TESTS_REPORT_MODEL_H

#include "report/report.h"
#include "tests/timeline/fixture.h"

/* 2026-11-22T05:54:53Z, when impact starts in the small model. */
#define MODEL_START (INT64_C(1795326893) * NS_PER_S)

struct model {
    struct report_model report;
    struct arena arena;
    struct fixture *logs;
    size_t log_count;
    struct timeline_source *sources;
    struct report_source *custody;
    struct timeline_reading reading;
    struct timeline_findings findings;
};

/* "small": a story with everything in it; "hostile": the same with markup, control characters and
 * endless names wherever text of the evidence can stand; "empty"; "one": a log and nothing else;
 * "thousand": as many logs; "many": more of each list than is shown; "long": a year of logs around
 * an hour of impact; "wild": times at the ends of what an instant can hold. */
void model_init(struct model *model, const char *name);
void model_release(struct model *model);
extern const char *const model_names[]; /* ends with NULL */

/* Appends the page; fails the test on an error. */
void model_page(const struct model *model, struct text *page);

/* In the hostile model each piece of evidence holds this, raw. */
#define MODEL_CANARY "</script><img src=x onerror=alert(1)>\"'&\x1b[31m\xe2\x80\xae"

#endif
