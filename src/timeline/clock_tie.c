/*
 * Ties between two clocks: the same things, seen by both.
 *
 * What one source saw of a request lies within what the other saw of it, if the other saw more: an
 * application's lines about a request lie between its start and its end at the edge. So each pair
 * bounds the difference of the clocks from both sides, stamps cut to whole seconds included, and
 * thousands of pairs together leave little room. This is the intersection of K. Marzullo and
 * S. Owicki, "Maintaining the time in a distributed system" (1983), with quantiles in place of the
 * extremes so that a few wrong pairs do no harm. Where the bounds contradict each other (work that
 * goes on after the answer), the median and its absolute deviation speak instead.
 */
#include "timeline/clocks.h"

#include <stdlib.h>

enum {
    RECORDS_MOST = 64, /* of one source about one id; more is no request but a host or a session */
    SOURCES_MOST = 8,  /* of those that saw one id */
    PAIRS_MOST = 1 << 20,
    PAIRS_LEAST = 3, /* to say anything at all */
    ROUNDS = 4,      /* of leaving out what is far off */
};

#define WINDOW_MOST    NS_PER_HOUR
#define CLOSE_ENOUGH   NS_PER_MS        /* two computers' idea of the same moment */
#define SPREAD_WORST   (INT64_MAX / 16) /* larger ones are of no use, and sums of these fit */
#define DRIFT_LEAST    (50 * NS_PER_MS)
#define OUTER_QUANTILE 0.01
#define DEVIATIONS     1.4826 /* median absolute deviation to standard deviation */

struct pair {
    uint32_t a, b;
    instant a_from, a_to, b_from, b_to;
    uint8_t a_digits, b_digits;
    uint8_t seen;
};

struct pairs {
    struct pair *at;
    size_t count, room;
};

static int by_key(const void *left, const void *right)
{
    const struct sighting *a = left, *b = right;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    if (a->source != b->source) return a->source < b->source ? -1 : 1;
    return a->from < b->from ? -1 : a->from > b->from;
}

static int by_sources(const void *left, const void *right)
{
    const struct pair *a = left, *b = right;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    if (a->b != b->b) return a->b < b->b ? -1 : 1;
    return a->b_from < b->b_from ? -1 : a->b_from > b->b_from;
}

static duration width_of(unsigned digits)
{
    duration width = NS_PER_S;
    for (; digits && width > 1; digits--) width /= 10;
    return width;
}

/* ---- from sightings to pairs ---- */

/* All that one source saw under one key as one sighting; returns false when it is too much to be
 * one thing. */
static bool join(const struct sighting *at, size_t count, struct sighting *ret)
{
    *ret = at[0];
    for (size_t i = 1; i < count; i++) {
        if (at[i].from < ret->from) ret->from = at[i].from;
        if (at[i].to > ret->to) ret->to = at[i].to;
        if (at[i].digits < ret->digits) ret->digits = at[i].digits;
        if (at[i].seen != ret->seen) return false;
    }
    return count <= (ret->seen == SEEN_ID ? RECORDS_MOST : 1) &&
           minus(ret->to, ret->from) <= WINDOW_MOST;
}

static enum status add_pair(struct pairs *pairs, const struct sighting *a, const struct sighting *b,
                            struct error *error)
{
    if (pairs->count == PAIRS_MOST) return STATUS_OK; /* keys are in no order: as good as any */
    enum status status =
        grow_array(&pairs->at, &pairs->room, pairs->count + 1, sizeof *pairs->at, error);
    if (!status)
        pairs->at[pairs->count++] = (struct pair){a->source, b->source, a->from,   a->to,  b->from,
                                                  b->to,     a->digits, b->digits, a->seen};
    return status;
}

/* Sightings from..to (exclusive) have one key. */
static enum status pair_key(const struct sighting *at, size_t from, size_t to, struct pairs *pairs,
                            struct error *error)
{
    struct sighting seen[SOURCES_MOST];
    size_t count = 0;
    for (size_t i = from, end; i < to && count < SOURCES_MOST; i = end) {
        for (end = i + 1; end < to && at[end].source == at[i].source;) end++;
        if (join(at + i, end - i, &seen[count])) count++;
    }
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count && !status; j++)
            status = add_pair(pairs, &seen[i], &seen[j], error);
    return status;
}

/* ---- from pairs to a tie ---- */

struct bounds {
    int64_t *least, *most; /* per pair: the difference lies between */
    int64_t *scratch;
    const struct pair *pairs;
    size_t count;
};

static int64_t quantile(int64_t *sorted, size_t count, double share)
{
    size_t place = (size_t)(share * (double)(count - 1) + 0.5);
    return sorted[place];
}

static int64_t median(int64_t *values, size_t count)
{
    qsort(values, count, sizeof *values, order_times);
    return middle(values[(count - 1) / 2], values[count / 2]);
}

/* Median of absolute distances from `centre`, as a standard deviation. Overwrites the values. */
static duration deviation(int64_t *values, size_t count, int64_t centre)
{
    for (size_t i = 0; i < count; i++) {
        int64_t away = minus(values[i], centre);
        values[i] = away < 0 ? minus(0, away) : away;
    }
    double spread = DEVIATIONS * (double)median(values, count);
    return spread < (double)SPREAD_WORST ? (duration)spread : SPREAD_WORST;
}

static duration window_median(struct bounds *bounds, bool of_a)
{
    for (size_t i = 0; i < bounds->count; i++) {
        const struct pair *pair = &bounds->pairs[i];
        bounds->scratch[i] = of_a ? pair->a_to - pair->a_from : pair->b_to - pair->b_from;
    }
    return median(bounds->scratch, bounds->count);
}

/* Whichever saw more of most things is taken for the one around the other. */
static void bound_pairs(struct bounds *bounds)
{
    bool a_around = window_median(bounds, true) > window_median(bounds, false);
    for (size_t i = 0; i < bounds->count; i++) {
        const struct pair *p = &bounds->pairs[i];
        duration a_width = width_of(p->a_digits), b_width = width_of(p->b_digits);
        instant a_first = a_around ? p->a_from : p->a_to, b_first = a_around ? p->b_from : p->b_to;
        instant a_last = a_around ? p->a_to : p->a_from, b_last = a_around ? p->b_to : p->b_from;
        bounds->least[i] = minus(minus(a_first, b_first), b_width);
        bounds->most[i] = instant_add(minus(a_last, b_last), a_width);
    }
}

/* Middles of the pairs first..last (exclusive) that are at most `widest` wide and within `reach` of
 * `centre`, into scratch. */
static size_t middles(struct bounds *bounds, size_t first, size_t last, duration widest,
                      int64_t centre, duration reach)
{
    size_t count = 0;
    for (size_t i = first; i < last; i++) {
        if (minus(bounds->most[i], bounds->least[i]) > widest) continue;
        int64_t at = middle(bounds->least[i], bounds->most[i]);
        if (at > instant_add(centre, reach) || at < minus(centre, reach)) continue;
        bounds->scratch[count++] = at;
    }
    return count;
}

/* Median and deviation of the narrower half, far-off ones left out round by round. */
static void centre_of(struct bounds *bounds, struct tie *tie, duration *ret_widest)
{
    for (size_t i = 0; i < bounds->count; i++)
        bounds->scratch[i] = minus(bounds->most[i], bounds->least[i]);
    duration widest = median(bounds->scratch, bounds->count);
    duration reach = INT64_MAX;
    for (int round = 0; round < ROUNDS; round++) {
        size_t count = middles(bounds, 0, bounds->count, widest, tie->median, reach);
        if (!count) break;
        tie->median = median(bounds->scratch, count);
        tie->spread = deviation(bounds->scratch, count, tie->median);
        reach = 4 * tie->spread + CLOSE_ENOUGH;
    }
    *ret_widest = widest;
}

/* Narrows the bounds by all pairs that agree with the centre. */
static void intersect(struct bounds *bounds, struct tie *tie)
{
    duration slack = tie->spread + CLOSE_ENOUGH;
    size_t count = 0;
    for (size_t i = 0; i < bounds->count; i++) {
        if (minus(bounds->least[i], slack) > tie->median) continue;
        if (instant_add(bounds->most[i], slack) < tie->median) continue;
        if (bounds->pairs[i].seen == SEEN_ID)
            tie->ids++;
        else if (bounds->pairs[i].seen == SEEN_REQUEST)
            tie->requests++;
        else
            tie->messages++;
        bounds->scratch[count] = bounds->least[i];
        bounds->most[count++] = bounds->most[i];
    }
    if (!count) return;
    qsort(bounds->scratch, count, sizeof *bounds->scratch, order_times);
    qsort(bounds->most, count, sizeof *bounds->most, order_times);
    tie->least = quantile(bounds->scratch, count, 1 - OUTER_QUANTILE);
    tie->most = quantile(bounds->most, count, OUTER_QUANTILE);
    tie->bounded = tie->least <= tie->most;
}

/* Compares the first third with the last. Comes before intersect(), which reorders the bounds. */
static void look_for_drift(struct bounds *bounds, struct tie *tie, duration widest)
{
    size_t third = bounds->count / 3;
    duration reach = 4 * tie->spread + CLOSE_ENOUGH;
    size_t count = middles(bounds, 0, third, widest, tie->median, reach);
    if (count < 10) return;
    tie->early = median(bounds->scratch, count);
    duration inner = deviation(bounds->scratch, count, tie->early);
    count = middles(bounds, bounds->count - third, bounds->count, widest, tie->median, reach);
    if (count < 10) return;
    tie->late = median(bounds->scratch, count);
    duration other = deviation(bounds->scratch, count, tie->late);
    if (other > inner) inner = other;
    duration moved = minus(tie->late, tie->early);
    if (moved < 0) moved = -moved;
    tie->drifts = moved > DRIFT_LEAST && moved > 2 * inner;
}

static void settle(struct tie *tie)
{
    duration least = tie->spread;
    duration finest = tie->width / 2;
    if (least < finest) least = finest;
    if (tie->drifts) {
        tie->bounded = false;
        tie->least = minus(tie->early < tie->late ? tie->early : tie->late, finest);
        tie->most = instant_add(tie->early > tie->late ? tie->early : tie->late, finest);
    } else if (!tie->bounded) {
        tie->least = minus(tie->median, least);
        tie->most = instant_add(tie->median, least);
    }
}

/* Weak things count only where there is nothing better: endings of messages after ids and whole
 * messages, clients' requests last. Keeps the order; returns how many are left. */
static size_t keep_strongest(struct pair *pairs, size_t count)
{
    size_t requests = 0, endings = 0, kept = 0;
    for (size_t i = 0; i < count; i++) {
        endings += pairs[i].seen == SEEN_ENDING;
        requests += pairs[i].seen == SEEN_REQUEST;
    }
    bool strong = count - endings - requests >= PAIRS_LEAST;
    bool ended = count - requests >= PAIRS_LEAST;
    if (!ended && requests < PAIRS_LEAST) return count;
    for (size_t i = 0; i < count; i++) {
        uint8_t seen = pairs[i].seen;
        bool keep = strong  ? seen == SEEN_ID || seen == SEEN_MESSAGE
                    : ended ? seen != SEEN_REQUEST
                            : seen == SEEN_REQUEST;
        if (keep) pairs[kept++] = pairs[i];
    }
    return kept;
}

/* Looks for a jump on one of the two clocks; where there is one, pairs behind it are taken back to
 * what they were without it. `by_a`: whose clock orders the pairs. */
static bool take_step_out(struct bounds *bounds, bool by_a, struct clock_pair *scratch,
                          struct clock_step *step)
{
    for (size_t i = 0; i < bounds->count; i++)
        scratch[i] =
            (struct clock_pair){.at = by_a ? bounds->pairs[i].a_from : bounds->pairs[i].b_from,
                                .difference = middle(bounds->least[i], bounds->most[i])};
    if (!clock_find_step(scratch, bounds->count, step)) return false;
    for (size_t i = 0; i < bounds->count; i++) {
        instant at = by_a ? bounds->pairs[i].a_from : bounds->pairs[i].b_from;
        if (at < step->to) continue;
        bounds->least[i] = minus(bounds->least[i], step->by);
        bounds->most[i] = minus(bounds->most[i], step->by);
    }
    return true;
}

/* The jump by both clocks: by the other one its span follows from the pairs beside it. */
static enum status look_for_step(struct bounds *bounds, struct tie *tie, struct error *error)
{
    struct clock_pair *scratch = calloc(bounds->count + 1, sizeof *scratch);
    if (!scratch)
        return error_set(error, STATUS_NO_MEMORY, "no memory to compare %zu pairs", bounds->count);
    struct clock_step step;
    if (take_step_out(bounds, false, scratch, &step))
        tie->by_b = step;
    else if (take_step_out(bounds, true, scratch, &step))
        tie->by_a = step;
    free(scratch);
    return STATUS_OK;
}

/* Pairs of one pair of sources, in order of time. */
static enum status measure(struct timeline_ties *ties, struct pair *pairs, size_t count,
                           struct error *error)
{
    count = keep_strongest(pairs, count);
    struct bounds bounds = {.pairs = pairs, .count = count};
    bounds.least = calloc(3 * count, sizeof *bounds.least);
    if (!bounds.least)
        return error_set(error, STATUS_NO_MEMORY, "no memory to compare %zu pairs", count);
    bounds.most = bounds.least + count;
    bounds.scratch = bounds.most + count;
    struct tie tie = {.a = pairs->a,
                      .b = pairs->b,
                      .pairs = (uint32_t)count,
                      .width = width_of(pairs->a_digits) + width_of(pairs->b_digits)};
    duration widest;
    bound_pairs(&bounds);
    enum status status = look_for_step(&bounds, &tie, error);
    if (status) {
        free(bounds.least);
        return status;
    }
    centre_of(&bounds, &tie, &widest);
    look_for_drift(&bounds, &tie, widest);
    intersect(&bounds, &tie);
    settle(&tie);
    free(bounds.least);
    status = grow_array(&ties->ties, &ties->tie_room, ties->tie_count + 1, sizeof tie, error);
    if (!status) ties->ties[ties->tie_count++] = tie;
    return status;
}

/* The pairs of each part of the keys. */
struct pairing {
    struct sighting *sightings;
    size_t from[SIGHT_PARTS + 1]; /* where each part begins, and the end */
    struct pairs pairs[SIGHT_PARTS];
};

static enum status pair_part(void *context, size_t part, unsigned worker, struct error *error)
{
    struct pairing *pairing = context;
    struct sighting *at = pairing->sightings + pairing->from[part];
    size_t count = pairing->from[part + 1] - pairing->from[part];
    enum status status = STATUS_OK;
    (void)worker;
    if (count) qsort(at, count, sizeof *at, by_key);
    for (size_t from = 0, to; from < count && !status; from = to) {
        for (to = from + 1; to < count && at[to].key == at[from].key;) to++;
        status = pair_key(at, from, to, &pairing->pairs[part], error);
    }
    return status;
}

static enum status pair_all(struct pairing *pairing, size_t count, struct pairs *ret,
                            struct error *error)
{
    size_t at = 0;
    for (unsigned part = 0; part < SIGHT_PARTS; part++) {
        pairing->from[part] = at;
        while (at < count && sighting_part(&pairing->sightings[at]) == part) at++;
    }
    pairing->from[SIGHT_PARTS] = at;
    enum status status = threads_run(os_cpus(), SIGHT_PARTS, pair_part, pairing, error);
    for (unsigned part = 0; part < SIGHT_PARTS && !status; part++) {
        const struct pairs *some = &pairing->pairs[part];
        size_t take = some->count < PAIRS_MOST - ret->count ? some->count : PAIRS_MOST - ret->count;
        if (take == 0) continue;
        status = grow_array(&ret->at, &ret->room, ret->count + take, sizeof *ret->at, error);
        if (status) break;
        memcpy(ret->at + ret->count, some->at, take * sizeof *ret->at);
        ret->count += take;
    }
    for (unsigned part = 0; part < SIGHT_PARTS; part++) free(pairing->pairs[part].at);
    return status;
}

enum status clock_tie(struct sighting *sightings, size_t count, struct timeline_ties *ties,
                      struct error *error)
{
    struct pairing pairing = {.sightings = sightings};
    struct pairs pairs = {0};
    enum status status = pair_all(&pairing, count, &pairs, error);
    if (!status && pairs.count) qsort(pairs.at, pairs.count, sizeof *pairs.at, by_sources);
    for (size_t from = 0, to; from < pairs.count && !status; from = to) {
        struct pair *first = &pairs.at[from];
        for (to = from + 1;
             to < pairs.count && pairs.at[to].a == first->a && pairs.at[to].b == first->b;)
            to++;
        if (to - from >= PAIRS_LEAST) status = measure(ties, first, to - from, error);
    }
    free(pairs.at);
    return status;
}
