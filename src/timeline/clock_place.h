/* Sources that ties connect, put in places relative to each other; what the files clock_place.c,
 * clock_vote.c, clock_witness.c and clock_offset.c share. */
#ifndef TIMELINE_CLOCK_PLACE_H
#define TIMELINE_CLOCK_PLACE_H

#include "timeline/clocks.h"

enum { GROUPS_MOST = 16 };

struct member {
    uint32_t source;
    duration at, half; /* position within the component, half the width of its bounds */
    uint32_t ties;     /* agreeing pairs of its ties */
    int group;
};

struct group {
    double weight;
    uint32_t ties;
    uint32_t head; /* the member that stands for it */
    size_t sources, votes;
    size_t voter; /* one that voted for it */
    double voter_best;
    uint32_t voted; /* and the member it was compared with */
    duration voted_lag;
    size_t witnesses; /* deploys told of elsewhere that fit this clock alone */
    size_t witness;   /* a source of one, and when it says that was */
    instant witnessed;
    int custom; /* by convention, when nothing else decides: the edge before what lies behind it */
};

struct solver {
    struct clock_work *work;
    uint32_t *root;         /* per source: its component */
    bool *in_tree;          /* per tie */
    struct member *members; /* of the component at hand */
    size_t count;
    uint32_t *place; /* per source: number in `members`, or UINT32_MAX */
    struct group groups[GROUPS_MOST];
    int group_count;
};

static inline duration tie_least(const struct clock_work *work, const struct tie *tie)
{
    return minus(tie->least, tie_shift(work, tie));
}

static inline duration tie_most(const struct clock_work *work, const struct tie *tie)
{
    return minus(tie->most, tie_shift(work, tie));
}

/* Whether a person said how far the source's clock is off. */
static inline bool offset_stated(const struct clock_work *work, uint32_t source)
{
    return work->sources[source].clock.offset_basis == TIMELINE_BASIS_STATED;
}

/* Enough agreement to move a clock by. */
bool tie_usable(const struct clock_work *work, const struct tie *tie);

enum status solver_init(struct solver *solver, struct clock_work *work, struct error *error);
void solver_release(struct solver *solver);
/* The first source of the component that a source belongs to. */
uint32_t solver_root(struct solver *solver, uint32_t source);
/* Places the component of `root` and divides it into groups; solver_leave ends the work on it. */
void solver_enter(struct solver *solver, uint32_t root);
void solver_leave(struct solver *solver);

/* Adds to the groups' weights what sources outside the component say by their activity. */
enum status clock_vote(struct solver *solver, struct error *error);
/* Likewise what deploys say by the moments in which requests fail or a process restarts. */
void clock_witness(struct solver *solver);

#endif
