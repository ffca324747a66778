/*
 * Sets of conditions. A sufficient set is one whose conditions together bring the outcome about,
 * whatever the others do, and which no longer does when any one is taken out. A breaking set is a
 * smallest group of conditions such that, had all of them been otherwise, no known way is left.
 * Fault trees call them minimal cut sets and minimal path sets.
 *
 * Families of sets are kept as zero-suppressed decision diagrams (Minato 1993), made from binary
 * decision diagrams by Rauzy's minimal solutions (1993), or of smaller families where that is less,
 * module by module (Dutuit and Rauzy 1996).
 * A family of 10^13 sets takes some thousand nodes: nothing is listed unless asked for.
 *
 * With links that are turned round, a sufficient set is a minimal set of true leaves among the
 * worlds in which the outcome comes about (Rauzy's definition for such graphs). A breaking set is
 * always a smallest group that has a member in every sufficient set, with such links too.
 */
#ifndef CAUSES_SETS_H
#define CAUSES_SETS_H

#include "causes/graph.h"

/* What a computation may use. It never ends with a wrong answer: where the budget ends, the answer
 * is a bound, and says so. Steps are counted the same on every machine. */
struct causes_budget {
    uint64_t steps;              /* operations on diagrams; some ten million a second */
    size_t bytes;                /* of memory at any time */
    uint32_t largest;            /* only sets of at most so many conditions; 0: all */
    bool (*stop)(void *context); /* asked now and then; true ends the work like a budget; or NULL */
    void *context;
};
extern const struct causes_budget causes_budget_default; /* 256 MB, half a minute or so */

/* What is held fast: one byte a condition and a way, or NULL for none. Of a leaf that is held NO it
 * is never so; an effect that is held NO does not come about whatever its ways say; a way that is
 * held NO is cut. FREE is 0. */
enum causes_fixed { CAUSES_FREE, CAUSES_FIXED_NO, CAUSES_FIXED_YES };
struct causes_world {
    const uint8_t *conditions, *ways; /* enum causes_fixed */
    bool observed;   /* only what was so this time: leaves with `was` NO are held NO */
    bool unknown_no; /* together with that: leaves that are not known count as not so */
};

enum causes_which { CAUSES_SUFFICIENT, CAUSES_BREAKING };

/* A family of sets. Owns its memory; borrows nothing. It has working room of its own, so it is
 * asked by one thread at a time. */
struct causes_sets;

/* Never OK with a wrong or silently cut family. BAD_INPUT for a circle or an outcome that is none
 * of the graph's conditions; LIMIT when not even a bound could be made. `world` may be NULL. */
enum status causes_sets_new(const struct causes_graph *graph, uint32_t outcome,
                            enum causes_which which, const struct causes_world *world,
                            const struct causes_budget *budget, struct causes_sets **ret,
                            struct error *error);
void causes_sets_free(struct causes_sets *sets); /* NULL is fine */

/* Whether these are all sets. If not, all those with at most `upto` conditions are there, and none
 * larger: "at least n, none of up to k conditions is missing". */
struct causes_extent {
    bool complete;
    uint32_t upto;  /* when not complete; 0: nothing is known */
    bool limited;   /* not complete because budget.largest asked for it, not for want of budget */
    uint64_t steps; /* used */
    size_t bytes;   /* most at any time */
};
struct causes_extent causes_sets_extent(const struct causes_sets *sets);

/* Exact to 2^128 - 1; that number stands for "so many or more". */
__extension__ typedef unsigned __int128 causes_count;
#define CAUSES_COUNT_MOST (~(causes_count)0)
/* "4,805", "7,159,688,704", "more than 3.4e38". */
void causes_count_text(struct text *to, causes_count count);

causes_count causes_sets_count(const struct causes_sets *sets);
/* How many sets have 0, 1, ... conditions: ret[0 .. *ret_count), in `arena`. */
enum status causes_sets_sizes(const struct causes_sets *sets, struct arena *arena,
                              causes_count **ret, size_t *ret_count, struct error *error);
/* How many sets a leaf is in, and the size of the smallest of them (0: in none), for every
 * condition of the graph (0 for those that are no leaf below the outcome); arrays in `arena`. */
struct causes_membership {
    causes_count sets;
    uint32_t smallest;
};
enum status causes_sets_members(const struct causes_sets *sets, struct arena *arena,
                                struct causes_membership **ret, struct error *error);
/* Whether exactly this set is in the family; `conditions` in any order, each once. */
bool causes_sets_contain(const struct causes_sets *sets, const uint32_t *conditions, size_t count);
/* How many sets hold none of the leaves marked in `gone` (a byte a condition). */
causes_count causes_sets_without(const struct causes_sets *sets, const uint8_t *gone);

/* Sets by size, then by the names of their conditions: the first `most` of them. Of a family that
 * is not listed as a whole only the smallest are made. */
struct causes_list {
    const uint32_t *members; /* all sets behind each other, conditions ascending */
    const uint32_t *ends;    /* where each set ends in `members` */
    size_t count;
};
enum status causes_sets_list(const struct causes_sets *sets, size_t most, struct arena *arena,
                             struct causes_list *ret, struct error *error);
/* One set of a list. */
static inline const uint32_t *causes_set_at(const struct causes_list *list, size_t i,
                                            size_t *ret_count)
{
    uint32_t from = i ? list->ends[i - 1] : 0;
    *ret_count = list->ends[i] - from;
    return list->members + from;
}

/* ---- how a condition stands among the others ---- */

/* None of these is a share of blame or of probability. */
struct causes_weight {
    uint32_t condition; /* a leaf below the outcome */
    bool observed;      /* it was so this time, or may have been: it is not known */
    bool needed;        /* without it, this time, the outcome does not come about (but-for) */
    uint32_t together;  /* the fewest conditions, itself included, that had to be otherwise for the
                           outcome not to come about, none of them idle; 0: it is in no such group.
                           1 is `needed` (responsibility is 1 / this: Chockler and Halpern 2004) */
    causes_count sets;  /* sufficient sets it is in, of all known ones */
    uint32_t smallest;  /* size of the smallest of them; 0: it is in none */
    double decides;     /* share of the worlds of the other observed leaves in which this one
                           decides (Birnbaum's structural importance, over what was so this time);
                           exact up to 53 leaves; NAN when the budget ended before */
};
/* Weights of all leaves below the outcome by `together` (0 last), share of sets, name; in `arena`.
 * *ret_extent says whether the counts are those of all sets; where they are not, `together` is 0 as
 * well for what takes more than is known. LIMIT as above. */
enum status causes_weights(const struct causes_graph *graph, uint32_t outcome,
                           const struct causes_budget *budget, struct arena *arena,
                           struct causes_weight **ret, size_t *ret_count,
                           struct causes_extent *ret_extent, struct error *error);

#endif
