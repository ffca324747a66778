/* Zones of sources whose stamps are local time without an offset. */
#include "timeline/clocks.h"

#include <assert.h>
#include <stdlib.h>

enum {
    QUARTERS_MOST = 14 * 4, /* of an hour, either way */
    TIES_LEAST = 3,
    RECORDS_LEAST = 20, /* of a source whose activity is compared */
    OTHERS_MOST = 8,    /* sources that it is compared with */
    NEAR = 60,          /* bins about a shift in which it must be the best */
    BINS_MOST = 1 << 16,
};

#define QUARTER (15 * NS_PER_MIN)
#define SKEW_MOST                                                                                  \
    (5 * NS_PER_MIN) /* further from a quarter of an hour nobody can say which one                 \
                      */
#define SPREAD_MOST NS_PER_MIN

static enum status keep_zone(struct timeline_zones *zones, struct zone *zone, struct error *error)
{
    if (!zone) return error_set(error, STATUS_NO_MEMORY, "no memory for a zone");
    enum status status =
        grow_array(&zones->items, &zones->room, zones->count + 1, sizeof(struct zone *), error);
    if (status)
        zone_free(zone);
    else
        zones->items[zones->count++] = zone;
    return status;
}

static enum status set_zone(struct clock_work *work, size_t source, long quarter,
                            struct error *error)
{
    struct zone *zone = zone_fixed((int32_t)(quarter * (QUARTER / NS_PER_S)));
    enum status status = keep_zone(work->zones, zone, error);
    if (status) return status;
    struct timeline_clock *clock = &work->sources[source].clock;
    clock->zone = zone;
    clock->zone_basis = TIMELINE_BASIS_FOUND;
    work->zoned[source] = true;
    work->shift[source] = quarter * QUARTER;
    text_addf(&work->zone_why[source], "Zone %s: ", zone_name(zone));
    return STATUS_OK;
}

/* ---- what the content says ---- */

static enum status zone_of_content(struct clock_work *work, size_t source, struct error *error)
{
    struct timeline_clock *clock = &work->sources[source].clock;
    const struct evidence_index *index = work->sources[source].index;
    struct text *why = &work->zone_why[source];
    work->zoned[source] = true;
    if (clock->zone_basis != TIMELINE_BASIS_NONE) {
        if (clock->zone_basis == TIMELINE_BASIS_STATED) text_adds(why, "Zone as stated. ");
        return STATUS_OK;
    }
    if (!index->local) {
        if (!index->timed) return STATUS_OK;
        clock->zone_basis = TIMELINE_BASIS_CONTENT;
        text_adds(why, "Its stamps state their offset. ");
        return STATUS_OK;
    }
    work->zoned[source] = false;
    struct zone *zone = NULL;
    if (!index->zone_stated[0] || zone_load(index->zone_stated, &zone, NULL)) return STATUS_OK;
    enum status status = keep_zone(work->zones, zone, error);
    if (status) return status;
    clock->zone = zone;
    clock->zone_basis = TIMELINE_BASIS_CONTENT;
    work->zoned[source] = true;
    text_addf(why, "The content itself names its zone, %s. ", zone_name(zone));
    return STATUS_OK;
}

enum status clock_zones_of_content(struct clock_work *work, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < work->count && !status; i++) status = zone_of_content(work, i, error);
    return status;
}

/* ---- from ties ---- */

/* The quarter of an hour nearest to a difference of local time and UTC; false when it is no zone.
 */
static bool nearest_quarter(duration difference, long *ret)
{
    if (difference > (QUARTERS_MOST + 1) * QUARTER || difference < -(QUARTERS_MOST + 1) * QUARTER)
        return false;
    duration half = difference < 0 ? -QUARTER / 2 : QUARTER / 2;
    long quarter = (long)((difference + half) / QUARTER);
    duration rest = difference - quarter * QUARTER;
    *ret = quarter;
    return labs(quarter) <= QUARTERS_MOST && rest <= SKEW_MOST && rest >= -SKEW_MOST;
}

/* The tie with most agreement between a source without zone and one with; or, when `both`, between
 * two without. */
static const struct tie *best_zone_tie(const struct clock_work *work, bool both)
{
    const struct tie *best = NULL;
    for (size_t i = 0; i < work->tie_count; i++) {
        const struct tie *tie = &work->ties[i];
        uint32_t agreeing = tie_agreeing(tie);
        int zoned = work->zoned[tie->a] + work->zoned[tie->b];
        if (zoned != (both ? 0 : 1) || agreeing < TIES_LEAST) continue;
        if (agreeing < tie->pairs - tie->pairs / 3 || tie->spread > SPREAD_MOST) continue;
        long quarter;
        duration difference = minus(tie->median, tie_shift(work, tie));
        if (!nearest_quarter(difference, &quarter)) continue;
        if (!best || agreeing > tie_agreeing(best)) best = tie;
    }
    return best;
}

static enum status zone_by_tie(struct clock_work *work, const struct tie *tie, struct error *error)
{
    uint32_t source = work->zoned[tie->a] ? tie->b : tie->a;
    uint32_t other = source == tie->a ? tie->b : tie->a;
    struct text *why = &work->zone_why[source];
    long quarter = 0;
    bool near = nearest_quarter(minus(tie->median, tie_shift(work, tie)), &quarter);
    assert(near);
    work->assumed[source] = work->assumed[other];
    if (work->assumed[source] && quarter == 0) {
        work->zoned[source] = true;
        text_adds(why, "Nothing says which zone it is in, but it is that of ");
        say_source(why, work, other);
        text_adds(why, ": taken as UTC. ");
        return STATUS_OK;
    }
    enum status status = set_zone(work, source, source == tie->a ? quarter : -quarter, error);
    if (status) return status;
    text_adds(why, "at the nearest quarter of an hour, ");
    say_tie(why, work, tie, source);
    text_adds(why, ". ");
    if (work->assumed[source])
        text_adds(why, "But that one's zone is not known and taken as UTC: only their difference "
                       "is found. ");
    return STATUS_OK;
}

enum status clock_zones_by_ties(struct clock_work *work, bool *ret_found, struct error *error)
{
    const struct tie *tie;
    enum status status = STATUS_OK;
    while (!status && (tie = best_zone_tie(work, false))) {
        status = zone_by_tie(work, tie, error);
        *ret_found = true;
    }
    return status;
}

enum status clock_zones_by_assumption(struct clock_work *work, bool *ret_found, struct error *error)
{
    const struct tie *tie;
    enum status status = STATUS_OK;
    while (!status && (tie = best_zone_tie(work, true))) {
        work->zoned[tie->a] = work->assumed[tie->a] = true;
        status = clock_zones_by_ties(work, ret_found, error);
    }
    return status;
}

/* ---- from activity ---- */

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
    int64_t place = minus(minus(mine->from, quarter * QUARTER), theirs->from) / mine->width;
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
    for (long quarter = -QUARTERS_MOST; quarter <= QUARTERS_MOST; quarter++) {
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
    duration reach = QUARTERS_MOST * QUARTER;
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
        status = set_zone(work, source, search.match.quarter, error);
        if (!status) say_match(&search);
        *ret_found = true;
    } else if (!status && search.contradicted) {
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
    if (unzoned > 64 && count > 1) count = 1; /* the time for all of them is bounded */
    enum status status = STATUS_OK;
    for (size_t i = 0; i < work->count && !status; i++)
        if (!work->zoned[i] && clock_counts(work, i) &&
            work->sources[i].index->timed >= RECORDS_LEAST)
            status = zone_by_activity(work, i, others, count, ret_found, error);
    return status;
}
