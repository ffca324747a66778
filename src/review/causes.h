/*
 * The graph of conditions that a review holds: factors, the ways in which they came together, and
 * what was answered when a condition was supposed away.
 *
 * Where nobody has drawn a way yet, a graph follows from what each factor says it took part in: one
 * way for each of the five outcomes that is named and has none, of the factors that no drawn way
 * holds. It is a beginning to talk about, and said to be one.
 */
#ifndef REVIEW_CAUSES_H
#define REVIEW_CAUSES_H

#include "review/when.h"

struct review_causes {
    struct causes_graph graph; /* names are ids (F3, W2, I4); implied outcomes: "onset", ... */
    bool drawn;                /* somebody has drawn a way */
    bool implied; /* there are ways that only follow from what factors say: those without a name */
};
/* In `arena`; borrows the review's strings. Factors of the part "mitigator" stand in it as what was
 * there; items as far as they have come; what acts on none of it is left out. Of an answer that was
 * given again the latest counts. */
enum status review_causes_of(const struct review *review, const struct review_settled *settled,
                             struct arena *arena, struct review_causes *ret, struct error *error);

/* What a review gets when a graph is taken over that people typed: entries to store, those that
 * change and new ones, with the next numbers of their kinds. A condition is the factor of that name
 * (F3), else the one with the same text, else a new one. A way is the one that holds the same, else
 * the one of that name (W2), which then holds what was typed, else a new one. An answer that
 * differs is a new supposition. New items are ideas: nobody accepts one by typing. Evidence that
 * names entries ties them; other words go to the note. What was implied is drawn from then on.
 *
 * Nothing is taken out, and a field that the graph does not state stays as it is: a graph that
 * review_causes_of gave, with nothing implied in it, changes nothing. In `arena`; borrows strings
 * of the graph. */
enum status review_causes_take(const struct review *review, const struct causes_graph *graph,
                               struct arena *arena, struct review_entry ***ret, size_t *ret_count,
                               struct error *error);

#endif
