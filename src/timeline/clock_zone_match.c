/*
 * Zones from activity: shifted by its zone, a source is busy in the same moments as the others.
 */
#include "timeline/clocks.h"

enum {
    RECORDS_LEAST = 20, /* of a source whose activity is compared */
    OTHERS_MOST = 8,    /* sources that it is compared with */
    NEAR = 60,          /* bins about a shift in which it must be the best */
    BINS_MOST = 1 << 16,
    UNZONED_MOST = 64, /* beyond, each is compared with one other only */
};

struct match {
    long quarter;
    size_t other;
    enum activity_of mine, theirs;
    double best, next; /* correlation here, and the best one elsewhere */
    size_t bins;
    bool only; /* at no other shift do the two overlap */
};

struct search {
    struct clock_work *work;
    size_t source;
    struct activity mine;
    struct match match;
    bool contradicted;
};

static instant floor_to(instant at, duration width)
{
    int64_t rest = at % width;
    return minus(at, rest < 0 ? rest + width : rest);
}

/* The source's own activity by its local time, on a grid that shifts by quarters of an hour fit. */
static enum status search_init(struct search *search, struct error *error)
{
    const struct evidence_index *index = search->work->sources[search->source].index;
    duration span = minus(index->last, index->first);
    duration width = NS_PER_S;
    if (span > 6 * NS_PER_HOUR) width = 10 * NS_PER_S;
    if (span > 60 * NS_PER_HOUR) width = NS_PER_MIN;
    uint64_t bins = (uint64_t)(span / width) + 2;
    if (bins > BINS_MOST) bins = BINS_MOST;
    return activity_init(search->work, search->source, floor_to(index->first, width), width,
                         (size_t)bins, &search->mine, error);
}

/* One shift of one pair of series; r at the shift itself or one bin beside it. */
struct trial {
    const float *x, *y; /* y from NEAR bins before x's time */
    size_t bins;
};

static bool trial_of(const struct activity *mine, const float *x, const struct activity *theirs,
                     const float *y, long quarter, struct trial *ret)
{
    /* `theirs` has NEAR empty bins at both ends */
    int64_t place = minus(minus(mine->from, quarter * CLOCK_QUARTER), theirs->from) / mine->width;
    int64_t first = place < NEAR ? NEAR - place : 0;
    int64_t last = (int64_t)theirs->bins - NEAR - place;
    if (last > (int64_t)mine->bins) last = (int64_t)mine->bins;
    if (last - first < NEAR || last - first < (int64_t)mine->bins / 3) return false;
    *ret = (struct trial){x + first, y + place + first - NEAR, (size_t)(last - first)};
    return true;
}

static void try_pair(struct search *search, const struct activity *theirs, size_t other,
                     enum activity_of mine_what, enum activity_of theirs_what)
{
    const float *x = search->mine.steps[mine_what], *y = theirs->steps[theirs_what];
    if (!x || !y) return;
    struct match match = {.other = other, .mine = mine_what, .theirs = theirs_what};
    struct trial trial, best = {0};
    size_t overlaps = 0;
    for (long quarter = -CLOCK_QUARTERS_MOST; quarter <= CLOCK_QUARTERS_MOST; quarter++) {
        if (!trial_of(&search->mine, x, theirs, y, quarter, &trial)) continue;
        overlaps++;
        double r = activity_echo(trial.x, trial.y + NEAR - 1, trial.bins, 3).best;
        if (r > match.best) {
            match.next = match.best;
            match.best = r;
            match.quarter = quarter;
            best = trial;
        } else if (r > match.next) {
            match.next = r;
        }
    }
    if (!best.x || match.best < 1.5 * match.next) return;
    struct echo echo = activity_echo(best.x, best.y, best.bins, 2 * NEAR + 1);
    if (!echo.clear || echo.lag + 1 < NEAR || echo.lag > NEAR + 1) return;
    if (echo.next > match.next) match.next = echo.next;
    match.bins = best.bins;
    match.only = overlaps == 1;
    if (search->match.bins && search->match.quarter != match.quarter) search->contradicted = true;
    if (match.best > search->match.best) search->match = match;
}

static enum status try_other(struct search *search, size_t other, struct error *error)
{
    const struct evidence_index *index = search->work->sources[other].index;
    const struct activity *mine = &search->mine;
    duration reach = CLOCK_QUARTERS_MOST * CLOCK_QUARTER;
    instant end = instant_add(mine->from, mine->width * (int64_t)mine->bins);
    instant first = minus(index->first, clock_moved(search->work, other));
    instant last = minus(index->last, clock_moved(search->work, other));
    if (first < minus(mine->from, reach)) first = minus(mine->from, reach);
    if (last > instant_add(end, reach)) last = instant_add(end, reach);
    if (first >= last) return STATUS_OK;
    size_t bins = (size_t)(minus(last, first) / mine->width) + 2 + 2 * NEAR;
    instant from = minus(floor_to(first, mine->width), NEAR * mine->width);
    struct activity theirs;
    enum status status =
        activity_init(search->work, other, from, mine->width, bins, &theirs, error);
    if (status) return status;
    for (int a = 0; a < ACTIVITY_COUNT; a++)
        for (int b = 0; b < ACTIVITY_COUNT; b++)
            try_pair(search, &theirs, other, (enum activity_of)a, (enum activity_of)b);
    activity_release(&theirs);
    return STATUS_OK;
}

static void say_match(const struct search *search)
{
    static const char *const words[] = {"records", "failures"};
    const struct match *match = &search->match;
    struct text *why = &search->work->zone_why[search->source];
    text_addf(why, "at this shift its %s rise and fall in the same moments as the %s of ",
              words[match->mine], words[match->theirs]);
    say_source(why, search->work, match->other);
    text_addf(why, " (correlation %.2f, next best %.2f, over %zu bins of ", match->best,
              match->next, match->bins);
    duration_add_text(why, search->mine.width);
    text_adds(why, match->only ? "); at no other shift from -14:00 to +14:00 do the two overlap. "
                               : "), at no other from -14:00 to +14:00 in steps of 15 min. ");
}

/* The largest sources that have a zone, into `others`; returns how many. */
static size_t largest_zoned(const struct clock_work *work, size_t *others, size_t most)
{
    size_t count = 0;
    for (size_t i = 0; i < work->count; i++) {
        const struct evidence_index *index = work->sources[i].index;
        if (!work->zoned[i] || !clock_counts(work, i) || index->timed < RECORDS_LEAST) continue;
        if (index->kind != EVIDENCE_LOG) continue;
        size_t at = count < most ? count++ : most;
        for (; at && work->sources[others[at - 1]].index->timed < index->timed; at--)
            if (at < most) others[at] = others[at - 1];
        if (at < most) others[at] = i;
    }
    return count;
}

static enum status zone_by_activity(struct clock_work *work, size_t source, const size_t *others,
                                    size_t count, bool *ret_found, struct error *error)
{
    struct search search = {.work = work, .source = source};
    enum status status = search_init(&search, error);
    for (size_t i = 0; i < count && !status; i++) status = try_other(&search, others[i], error);
    if (!status && search.match.bins && !search.contradicted) {
        status = clock_set_zone(work, source, search.match.quarter, error);
        if (!status) say_match(&search);
        *ret_found = true;
    } else if (!status && search.contradicted && !work->zone_why[source].len) {
        text_adds(&work->zone_why[source],
                  "Other sources' activity suggests more than one zone: taken as UTC. ");
    }
    activity_release(&search.mine);
    return status;
}

enum status clock_zones_by_activity(struct clock_work *work, bool *ret_found, struct error *error)
{
    size_t others[OTHERS_MOST], unzoned = 0;
    size_t count = largest_zoned(work, others, OTHERS_MOST);
    for (size_t i = 0; i < work->count; i++) unzoned += !work->zoned[i] && clock_counts(work, i);
    if (unzoned > UNZONED_MOST && count > 1) count = 1; /* the time for all of them is bounded */
    enum status status = STATUS_OK;
    for (size_t i = 0; i < work->count && !status; i++)
        if (!work->zoned[i] && clock_counts(work, i) &&
            work->sources[i].index->timed >= RECORDS_LEAST)
            status = zone_by_activity(work, i, others, count, ret_found, error);
    return status;
}
