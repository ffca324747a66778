/* How good a layout is for a sample; shared by the files that detect. */
#ifndef EVIDENCE_LINES_SCORE_H
#define EVIDENCE_LINES_SCORE_H

#include "evidence/lines_propose.h"

struct line_detection {
    struct evidence_account *account; /* or NULL */
    const struct line_sample *sample;
    struct line_layouts *layouts;
    struct line_proposals proposals;
    bool blank[SAMPLE_LINES], likely[SAMPLE_LINES]; /* likely: something like a clock is in it */
    bool matched[SAMPLE_LINES];                     /* explained by a locked layout, or blank */
    bool hits[SAMPLE_LINES];                        /* of the layout at hand */
    size_t nonblank, open;
    instant times[SAMPLE_LINES]; /* with a date, of lines that are explained; INSTANT_NONE */
    instant near;                /* the file's own date, or now; INSTANT_NONE */
    instant low, high; /* of the times with a date that locked layouts have in the sample */
};

struct line_score {
    double points;
    size_t hits;
    size_t lines, open; /* from the first hit on: with text, and not explained yet */
    size_t upright;     /* of all that are not explained yet, those that are not indented */
    bool indented;      /* one of the hits is */
    bool led;           /* the same word begins all hits */
    size_t astray;      /* that do not fit between the records before and behind */
    uint16_t tenths;    /* which first decimals the times have, one bit each */
    bool moves;         /* not the same time in all */
    double ordered;     /* share of neighbours in ascending or descending order */
    instant low, high;
};

/* Matches one line apart from all others. */
bool line_try(const struct line_layout *layout, struct span line, struct line_hit *ret);
/* Scores a layout over the lines that are open; hits[] receives which it reads. */
struct line_score line_score_of(struct line_detection *detection, const struct line_layout *layout,
                                bool *hits);
/* What speaks against a layout, a literal, or NULL when so many lines of the sample have it that it
 * is no accident. Indented lines and text with a date in it must not become records. */
const char *line_objection(const struct line_detection *detection, const struct line_layout *layout,
                           const struct line_score *score);
/* lines_head.c: notes the head of the layout that was locked first, if its records have one. */
void lines_find_head(const struct line_detection *detection, struct line_layouts *layouts);
/* Notes what was thought of for whoever wants an account; what was taken (`why` is NULL) stays. */
void line_note_candidate(struct line_detection *detection, const struct line_layout *layout,
                         const struct line_score *score, const char *why);

#endif
