/*
 * The fewest choices that meet every group often enough. Plans of remediation (items that break
 * sets) and guardrails over many incidents are the same question, known as set multi-cover.
 */
#ifndef CAUSES_MULTICOVER_H
#define CAUSES_MULTICOVER_H

#include "causes/sets.h"

/* A group is met as often as it has chosen members: `depth` times, or by all of its members when it
 * has fewer. All pointers are borrowed. */
struct multicover {
    const uint32_t *members; /* choices, each once in a group; the groups behind each other */
    const size_t *ends;      /* where each group ends in `members` */
    size_t count;            /* of groups */
    const uint32_t *weights; /* how much a group counts when the next choice is made; NULL: 1 */
    uint32_t choices;        /* choices are numbers below this */
    uint32_t depth;
};

/* Where a group begins. */
static inline size_t multicover_start(const struct multicover *cover, size_t group)
{
    return group ? cover->ends[group - 1] : 0;
}
static inline uint32_t multicover_demand(const struct multicover *cover, size_t group)
{
    size_t size = cover->ends[group] - multicover_start(cover, group);
    return size < cover->depth ? (uint32_t)size : cover->depth;
}

/* The choice that meets the most that is not met yet, again and again, lowest number on a tie; then
 * what turned out superfluous is taken out (Johnson 1974, Dobson 1982). *ret in `arena`, in the
 * order of choice. Work: the members of all groups, and a logarithm. */
enum status multicover_greedy(const struct multicover *cover, struct arena *arena, uint32_t **ret,
                              size_t *ret_count, struct error *error);

/* All smallest covers, by their members, the first `most` of them in `arena`; `upper` is the size
 * of one that is known. None (count 0) when more than 64 choices matter or `steps` do not suffice;
 * if there are any, no smaller one exists. *ret_complete: no other of that size is missing. */
enum status multicover_smallest(const struct multicover *cover, size_t upper, uint64_t steps,
                                size_t most, struct arena *arena, struct causes_list *ret,
                                bool *ret_complete, struct error *error);

#endif
