/*
 * Which logs are counted: those that are nearly only requests, else the one with the most of them;
 * without any, every log that tells errors from other records.
 */
#include "timeline/impact_choose.h"

enum { SAMPLE = 256 };

/* Of a source's records, from a sample spread over the file. */
struct shares {
    double requests, timed; /* that are requests; that say how one ended and how long it took */
};

static struct shares shares_of(const struct timeline_source *source)
{
    const struct evidence_index *index = source->index;
    uint64_t step = index->count / SAMPLE + 1;
    double looked = 0, requests = 0, timed = 0;
    for (uint64_t i = 0; i < index->count; i += step, looked++) {
        struct evidence_fields fields;
        evidence_fields_of(index, source->content, i, &fields);
        requests += fields.is_request;
        timed += fields.status > 0 && fields.took >= 0;
    }
    return looked > 0 ? (struct shares){requests / looked, timed / looked} : (struct shares){0, 0};
}

/* A log of the edge without durations: the largest other one that has them tells those. */
static void choose_timed(const struct timeline_input *input, const struct shares *shares,
                         uint8_t *use)
{
    size_t best = SIZE_MAX;
    double most = 0, timed = 0;
    for (size_t i = 0; i < input->source_count; i++) {
        double count = shares[i].timed * (double)input->sources[i].index->count;
        if (use[i]) timed += count;
        if (!use[i] && shares[i].timed > 0.05 && count > most) best = i, most = count;
    }
    if (timed < 1 && best != SIZE_MAX) use[best] = USE_TIMED;
}

/* A log whose zone nobody knows may be whole hours away from where it is placed: beside logs whose
 * zone is known it would count at a wrong time, and spread what it tells over hours. */
static size_t leave_unplaced(const struct timeline_input *input, uint8_t *use, size_t chosen)
{
    size_t placed = 0;
    for (size_t i = 0; i < input->source_count; i++)
        placed += use[i] && input->sources[i].clock.zone_basis != TIMELINE_BASIS_NONE;
    if (placed == 0 || placed == chosen) return chosen;
    for (size_t i = 0; i < input->source_count; i++)
        if (input->sources[i].clock.zone_basis == TIMELINE_BASIS_NONE) use[i] = USE_NOT;
    return placed;
}

/* Chooses the sources to count: all that are nearly only requests, else the one with the most. */
static size_t choose(const struct timeline_input *input, struct shares *shares, uint8_t *use,
                     uint32_t *main_source)
{
    size_t chosen = 0, best = SIZE_MAX;
    double best_count = 0;
    *main_source = UINT32_MAX;
    for (size_t i = 0; i < input->source_count; i++) {
        const struct timeline_source *source = &input->sources[i];
        use[i] = USE_NOT;
        shares[i] = (struct shares){0, 0};
        if (source->index->kind != EVIDENCE_LOG || source->index->timed < 50) continue;
        shares[i] = shares_of(source);
        if (shares[i].requests > 0.8) use[i] = USE_COUNTED, chosen++;
        double count = shares[i].requests * (double)source->index->count;
        if (shares[i].requests > 0.05 && count > best_count) best = i, best_count = count;
    }
    if (chosen == 0 && best != SIZE_MAX) {
        use[best] = USE_COUNTED;
        chosen = 1;
    }
    chosen = leave_unplaced(input, use, chosen);
    for (size_t i = 0; i < input->source_count && chosen == 1; i++)
        if (use[i]) *main_source = (uint32_t)i;
    if (chosen) choose_timed(input, shares, use);
    return chosen;
}

/* Errors tell something where other records do not say that they are errors. */
static bool tells_levels(const struct evidence_index *index, uint64_t errors_least)
{
    const uint64_t *count = index->level_count;
    uint64_t errors = count[EVIDENCE_LEVEL_ERROR] + count[EVIDENCE_LEVEL_FATAL];
    uint64_t others = count[EVIDENCE_LEVEL_INFO] + count[EVIDENCE_LEVEL_DEBUG];
    return index->kind == EVIDENCE_LOG && errors >= errors_least && others > 0;
}

/* Without requests: every log that knows levels. */
static size_t choose_by_level(const struct timeline_input *input, uint8_t *use)
{
    size_t chosen = 0;
    for (size_t i = 0; i < input->source_count; i++) {
        const struct evidence_index *index = input->sources[i].index;
        use[i] = tells_levels(index, 1) ? USE_COUNTED : USE_NOT;
        chosen += use[i] == USE_COUNTED;
    }
    return leave_unplaced(input, use, chosen);
}

static bool all_unplaced(const struct timeline_input *input, const uint8_t *use)
{
    for (size_t i = 0; i < input->source_count; i++)
        if (use[i] && input->sources[i].clock.zone_basis != TIMELINE_BASIS_NONE) return false;
    return true;
}

/* Errors at a known time tell more than requests at an unknown one. */
static bool levels_are_placed(const struct timeline_input *input)
{
    enum { ERRORS_LEAST = 20 };
    for (size_t i = 0; i < input->source_count; i++) {
        const struct evidence_index *index = input->sources[i].index;
        if (tells_levels(index, ERRORS_LEAST) &&
            input->sources[i].clock.zone_basis != TIMELINE_BASIS_NONE)
            return true;
    }
    return false;
}

enum status impact_choose(const struct timeline_input *input, struct arena *arena, uint8_t *use,
                          struct impact *impact, size_t *ret_chosen, struct error *error)
{
    struct shares *shares = arena_array(arena, input->source_count + 1, sizeof *shares);
    if (!shares) return arena_full(arena, error);
    size_t chosen = choose(input, shares, use, &impact->source);
    if (chosen && all_unplaced(input, use) && levels_are_placed(input))
        chosen = 0, impact->source = UINT32_MAX;
    impact->of_requests = chosen > 0;
    *ret_chosen = chosen ? chosen : choose_by_level(input, use);
    return STATUS_OK;
}
