/* The report of a review for somebody: what its pages and its files share. */
#ifndef WEB_PAPER_H
#define WEB_PAPER_H

#include "web/server.h"

struct web_paper {
    struct desk desk;
    struct review_settled settled;
    struct review_bounds bounds;
    struct review_quality quality;
    struct review_past *past;
    size_t past_count;
    struct report_review report; /* for the circle that was asked for (?for=) */
};
/* Closed by desk_close(&ret->desk), whatever it returned. Who does not take part gets what is for
 * the circle that they are in, or a wider one. */
enum status web_paper_open(struct web_request *request, struct web_paper *ret, struct error *error);

typedef enum status web_paper_writer(const struct report_review *report,
                                     const struct report_sink *sink, struct error *error);
/* Into a text that the caller made. */
enum status web_paper_write(const struct web_paper *paper, web_paper_writer *write,
                            struct text *out, struct error *error);

/* The texts of a report that people write in place: name, words, what it is for. */
#define WEB_PAPER_TEXTS(X)                                                                         \
    X(summary, "Summary")                                                                          \
    X(concerns, "Concerns you if")                                                                 \
    X(background, "Background")                                                                    \
    X(safe, "What normally keeps this working")                                                    \
    X(story, "The story")                                                                          \
    X(impact, "Impact")                                                                            \
    X(recurrence, "Similar incidents")                                                             \
    X(method, "How this was looked into")                                                          \
    X(definitions, "Words used here")                                                              \
    X(internal_note, "Message inside the company")                                                 \
    X(public_note, "Message for everybody")

#endif
