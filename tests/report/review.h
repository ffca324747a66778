/* A review with something in every part, read from data/rich.txt (lines of an id and a body), and
 * what is derived from it. */
#ifndef TESTS_REPORT_REVIEW_H
#define TESTS_REPORT_REVIEW_H

#include "report/report.h"
#include "tests/test.h"

#define MADE_HOSTILE                                                                               \
    "</script><img src=x onerror=alert(1)>\"'&|\x1b[31m\xe2\x80\xae [x](javascript:alert(1)) "     \
    "[y](https://e.example/\"onclick=alert(1)) `<b>` **<i>** <!-- {{head}}"

struct made {
    struct arena arena;
    struct review_stored *stored;
    size_t count;
    struct review review;
    struct review_settled settled;
    struct review_bounds bounds;
    struct review_quality quality;
    struct report_review report; /* everything, for the team, in UTC */
};

/* Reads the file $REPORT_DATA/NAME; made_put and made_out may then change it before made_settle. */
void made_read(struct made *made, const char *name);
/* A body in place of the one with this id, or one more; NULL takes it out. */
void made_put(struct made *made, const char *id, const char *body);
void made_settle(struct made *made);
void made_rich(struct made *made); /* made_read("rich.txt") and made_settle */
/* The rich review with MADE_HOSTILE in every text, line, name and written time. */
void made_hostile(struct made *made);
void made_release(struct made *made);

typedef enum status made_renderer(const struct report_review *report,
                                  const struct report_sink *sink, struct error *error);
/* Appends what a renderer gives; fails the test on an error. */
void made_render(const struct made *made, made_renderer *render, struct text *out);
struct report_sink made_sink(struct text *out);

/* The same bytes as $REPORT_DATA/../golden/NAME; with UPDATE=1 in the environment it is rewritten.
 */
void assert_golden(const struct text *text, const char *name);
void assert_has(const struct text *text, const char *words);
void assert_lacks(const struct text *text, const char *words);
size_t count_of(const struct text *text, const char *words);

#endif
