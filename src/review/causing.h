/* What causes_of.c and causes_take.c share: how an entry reads as a part of a graph. */
#ifndef REVIEW_CAUSING_H
#define REVIEW_CAUSING_H

#include "review/causes.h"
#include "review/conducting.h"

struct review_causing {
    const struct review *review;
    const struct review_settled *settled;
    struct arena *arena;
    bool full; /* memory ran out */
};

/* A factor, item, or an answer as the graph has them; strings in the arena, or borrowed. */
struct causes_condition review_condition_of(struct review_causing *causing,
                                            const struct review_factor *factor);
struct causes_said review_said_of(struct review_causing *causing,
                                  const struct review_supposition *supposition);
enum causes_standing review_standing_of(const struct review_item *item);

/* The answer that counts: the latest one about a way without a condition (number 0: with all of
 * them). NULL: not asked yet. */
const struct review_supposition *review_latest(const struct review *review, struct review_id way,
                                               struct review_id without);

#endif
