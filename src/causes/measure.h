/*
 * Counting what items leave of the known sets of one outcome, without listing a set.
 *
 * A family beside that of the known sets may be known up to a smaller size than that. Then a
 * function returns LIMIT and `lower` says up to which size all are known: begin again with it.
 */
#ifndef CAUSES_MEASURE_H
#define CAUSES_MEASURE_H

#include "causes/plan_graph.h"

/* One measurement: of sets up to a size at which every family is known. */
struct measure {
    const struct causes_graph *graph;
    uint32_t outcome;
    const struct causes_budget *budget;
    struct arena scratch;
    uint8_t *below;           /* what stands below the outcome */
    uint8_t *inner;           /* of each item: it acts on an effect or a way below the outcome */
    uint8_t *counted, *trial; /* items in place: those counted; those of a question */
    uint8_t *gone;            /* of each condition */
    bool any_inner;
    uint32_t largest, lower; /* sizes of sets: asked of each family, 0 all; to be asked instead */
    uint64_t steps_each, walks;
    struct causes_sets *known;
    causes_count sets;
    struct causes_extent extent;
};

/* The budget has no zeros; `measure` borrows it and the graph, and is to be released in any case.
 */
enum status measure_init(struct measure *measure, const struct causes_graph *graph,
                         uint32_t outcome, const struct causes_budget *budget, struct error *error);
void measure_release(struct measure *measure);

/* Finds the known sets, of up to `largest` conditions. */
enum status measure_known(struct measure *measure, struct error *error);

/* A family beside them, of sets larger by `extra` (0 or 1). */
enum status measure_family(struct measure *measure, const struct causes_graph *graph,
                           uint32_t outcome, const struct causes_world *world, uint32_t extra,
                           struct causes_sets **ret, struct error *error);

/* How many known sets the items marked (a byte each) leave open. */
enum status measure_open(struct measure *measure, const uint8_t *in_place, causes_count *ret,
                         struct error *error);

/* The known sets that are broken in each of several cases; rows of items in place. */
enum status measure_broken(struct measure *measure, const uint8_t *cases, size_t count,
                           causes_count *ret, struct error *error);

#endif
