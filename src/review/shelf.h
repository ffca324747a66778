/*
 * Across reviews: what keeps coming back, and numbers that stay honest for few and skewed values.
 *
 * No means, no trend arrows, no counts per person. A distribution is all its points and a median
 * with an interval by order statistics; a share is k of n with its interval; what was left out is
 * said with its count. Nothing here takes a person, a role or an owner as a key.
 */
#ifndef REVIEW_SHELF_H
#define REVIEW_SHELF_H

#include "review/conduct.h"

/* What one review gives to the shelf; derived, small, kept by the store beside the record. Its
 * strings live in the arena it was made with; uid, title and severity are never NULL. */
struct review_summary {
    uint32_t number;
    const char *uid, *title, *severity;
    uint8_t sort, stage, status, circle;
    int32_t day;
    instant published;
    struct review_length lengths[REVIEW_LENGTH_COUNT];
    uint8_t found_by;                         /* enum review_found_by */
    size_t events, factors, items, learnings; /* learnings: and corrected beliefs */
    bool anchors_complete; /* those that bound signal, detection, impact (of an incident), end */
};
enum review_found_by {
    REVIEW_FOUND_UNKNOWN,
    REVIEW_FOUND_ALERT,
    REVIEW_FOUND_PERSON,
    REVIEW_FOUND_USER
};
enum status review_summarise(const struct review *review, struct arena *arena,
                             struct review_summary *ret, struct error *error);
/* The summary as JSON, for the store to keep, and back. */
void review_summary_write(const struct review_summary *summary, struct text *out);
enum status review_summary_read(struct span json, struct arena *arena, struct review_summary *ret,
                                struct error *error);

/* One fact of one entry, kept by the store for lists across reviews. */
struct review_fact {
    uint32_t review; /* number */
    struct review_id id;
    const struct review_field *field;
    const char *value; /* word, line, date, or one of LINES, REFS, WORDS */
};
/* Calls `each` for every fact of an entry (fields flagged REVIEW_FACT; one a list element). */
enum status review_entry_facts(const struct review_entry *entry,
                               enum status (*each)(void *context, const struct review_field *field,
                                                   struct span value, struct error *error),
                               void *context, struct error *error);
/* Joins two facts of the same entry, such as what was chosen and what was passed over, into facts
 * of the first one's field with the value "a > b". Facts without their other half are left out. */
enum status review_facts_paired(const struct review_fact *left, size_t left_count,
                                const struct review_fact *right, size_t right_count,
                                struct arena *arena, struct review_fact **ret, size_t *ret_count,
                                struct error *error);

/* ---- small statistics ---- */

/* Ranks [low, high] of n sorted points that hold the median with at least `cover`; false when n is
 * too small (under 6 for 0.95). Coverage 1 - 2 sum_{i<k} C(n,i) / 2^n (David and Nagaraja, Order
 * Statistics, 7.1). */
bool review_median_ranks(size_t n, double cover, size_t *ret_low, size_t *ret_high,
                         double *ret_cover);
/* Exact interval of a Poisson mean for a count (Garwood 1936). */
void review_poisson(uint64_t count, double cover, double *ret_low, double *ret_high);
/* Interval of a share (Wilson 1927). */
void review_wilson(uint64_t k, uint64_t n, double cover, double *ret_low, double *ret_high);

struct review_point { /* one review's duration */
    uint32_t review;
    duration least, most;
    bool ongoing; /* at least `least`; `most` is INT64_MAX */
};
struct review_spread {
    enum review_length_kind kind;
    struct review_point *points; /* by least, then most, then review */
    size_t count, left_out;      /* reviews in which it is not known */
    bool has_median;
    /* of the points' own bounds; between the two middle ones when their number is even */
    duration median_least, median_most;
    bool has_interval;
    duration interval_least, interval_most; /* low rank on lower ends, high rank on upper ends */
    double cover;
};
enum status review_spread_of(const struct review_summary *summaries, size_t count,
                             enum review_length_kind kind, struct arena *arena,
                             struct review_spread *ret, struct error *error);

/* Counts incidents, not mentions; the reviews behind each number are listed. */
struct review_tally {
    const char *value; /* name of a shared factor, tool, pair "a > b", component, label */
    uint32_t *reviews; /* ascending, each once */
    size_t count;
    uint64_t mentions;
};
/* Groups facts by value, letters of either case (of ASCII) alike; the spelling is that of the first
 * review. Most reviews first, then by name. A field flagged REVIEW_NAMES is refused
 * with BAD_INPUT. */
enum status review_tally_of(const struct review_fact *facts, size_t count, struct arena *arena,
                            struct review_tally **ret, size_t *ret_count, struct error *error);

/* An item as lists across reviews show it. Only `raised` and what stands before it is given;
 * review_items_by_age fills in the rest and sorts, oldest first. */
struct review_open_item {
    uint32_t review;
    struct review_item *item;
    int32_t raised;                 /* day */
    int64_t age_days, overdue_days; /* overdue 0: not */
};
enum status review_items_by_age(struct review_open_item *items, size_t count, int32_t today,
                                struct error *error);
/* Share of items not yet done by days since they were raised (Kaplan and Meier 1958). Open ones are
 * censored today; those declined, replaced or retired on the day they were last written. Points
 * where the curve drops. */
struct review_survival {
    struct {
        int64_t day;
        double open;
        size_t at_risk;
    } * points;
    size_t count, left_out; /* left out: the day raised or done is not known */
    bool has_median;        /* half of them are done */
    int64_t median_day;
};
enum status review_survival_of(const struct review_open_item *items, size_t count, int32_t today,
                               struct arena *arena, struct review_survival *ret,
                               struct error *error);

/* Open items of earlier reviews whose factor struck again: same shared factor, later incident. */
struct review_recurred {
    const char *factor;
    uint32_t earlier, later; /* reviews */
    struct review_open_item item;
};

#endif
