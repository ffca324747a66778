/* What all reviews say together, as desk_stats gathers it. */
#ifndef DESK_STATS_H
#define DESK_STATS_H

#include "store/store.h"

enum stats_list_kind {
    STATS_FACTORS,
    STATS_TOOLS,
    STATS_CHOICES,
    STATS_COMPONENTS,
    STATS_LABELS,
    STATS_LISTS
};

struct stats_list {
    const char *name;
    struct review_tally *tallies;
    size_t count;
};

struct stats {
    size_t reviews, incomplete; /* incomplete: an anchor is missing */
    struct review_spread spreads[REVIEW_LENGTH_COUNT];
    size_t found[REVIEW_FOUND_USER + 1]; /* by enum review_found_by */
    struct stats_list lists[STATS_LISTS];
    size_t items;
    struct review_survival survival;
    struct review_recurred *recurred;
    size_t recurred_count;
};

/* Of which reviews, and of which of their entries: what somebody may see. The number of `entry` is
 * 0 where the review as a whole is asked about. */
struct stats_of {
    bool (*wanted)(void *context, uint32_t review, struct review_id entry);
    void *context;
};

/* Names and formulas of the durations, by enum review_length_kind. */
extern const struct stats_length {
    const char *word, *formula;
} desk_lengths[REVIEW_LENGTH_COUNT];

#endif
