/* The guardrails that together meet the sets of all incidents often enough. */
#include "causes/across_parts.h"
#include "causes/multicover.h"

enum {
    EXACT_CHOICES = 25,     /* guardrails up to which the smallest cover is looked for */
    EXACT_STEPS = 20000000, /* groups looked at */
    WEIGHT = 1 << 20,       /* of an incident, shared by its sets */
};

/* The same weight for each incident, shared by its sets. */
static enum status weigh(struct compare *compare, uint32_t **ret, struct error *error)
{
    const struct observed *observed = compare->observed;
    uint32_t *weights = arena_array(&compare->scratch, observed->set_count, sizeof *weights);
    if (!weights) return arena_full(&compare->scratch, error);
    for (size_t i = 0; i < compare->incident_count; i++) {
        size_t from = observed_first(observed, i), to = observed->incident_ends[i];
        for (size_t s = from; s < to; s++) weights[s] = (uint32_t)(WEIGHT / (to - from)) + 1;
    }
    *ret = weights;
    return STATUS_OK;
}

/* Puts a cover into the order of choice: the greedy one among its members alone. */
static enum status order_cover(struct compare *compare, const struct multicover *cover,
                               const uint32_t *chosen, size_t count, struct error *error)
{
    size_t total = cover->ends[cover->count - 1], kept = 0;
    uint8_t *in = arena_array(&compare->scratch, cover->choices, sizeof *in);
    uint32_t *members = arena_array(&compare->scratch, total, sizeof *members);
    size_t *ends = arena_array(&compare->scratch, cover->count, sizeof *ends);
    if (!in || !members || !ends) return arena_full(&compare->scratch, error);
    for (size_t i = 0; i < count; i++) in[chosen[i]] = 1;
    for (size_t g = 0; g < cover->count; g++) {
        for (size_t m = multicover_start(cover, g); m < cover->ends[g]; m++)
            if (in[cover->members[m]]) members[kept++] = cover->members[m];
        ends[g] = kept;
    }
    struct multicover among = *cover;
    among.members = members;
    among.ends = ends;
    uint32_t *ordered;
    enum status status =
        multicover_greedy(&among, compare->arena, &ordered, &compare->result.cover_count, error);
    if (status == STATUS_OK) compare->result.cover = ordered;
    return status;
}

enum status across_find_cover(struct compare *compare, struct error *error)
{
    struct multicover cover = {.members = compare->guarded.members,
                               .ends = compare->guarded.ends,
                               .count = compare->observed->set_count,
                               .choices = compare->guardrail_count,
                               .depth = compare->depth};
    uint32_t *weights = NULL, *greedy, useful = 0;
    enum status status = weigh(compare, &weights, error);
    if (status) return status;
    cover.weights = weights;
    for (size_t s = 0; s < cover.count; s++)
        compare->result.uncovered += multicover_demand(&cover, s) < cover.depth;
    size_t count;
    status = multicover_greedy(&cover, compare->arena, &greedy, &count, error);
    if (status) return status;
    compare->result.cover = greedy;
    compare->result.cover_count = count;
    for (uint32_t g = 0; g < cover.choices; g++) useful += compare->guards[g].sets > 0;
    if (useful > EXACT_CHOICES || cover.count == 0) {
        compare->result.cover_exact = count <= 1;
        return STATUS_OK;
    }
    struct causes_list smallest;
    bool complete;
    status = multicover_smallest(&cover, count, EXACT_STEPS, 1, &compare->scratch, &smallest,
                                 &complete, error);
    if (status || smallest.count == 0) return status;
    compare->result.cover_exact = true;
    if (smallest.ends[0] == count) return STATUS_OK;
    return order_cover(compare, &cover, smallest.members, smallest.ends[0], error);
}
