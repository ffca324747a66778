/* Zones of sources whose stamps are local time without an offset: as the content names them, and
 * from ties. */
#include "timeline/clocks.h"

#include <stdlib.h>

enum { TIES_LEAST = 3 };

/* Further from a quarter of an hour nobody can say which one it is. */
#define SKEW_MOST   (5 * NS_PER_MIN)
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

enum status clock_set_zone(struct clock_work *work, size_t source, long quarter,
                           struct error *error)
{
    struct zone *zone = zone_fixed((int32_t)(quarter * (CLOCK_QUARTER / NS_PER_S)));
    enum status status = keep_zone(work->zones, zone, error);
    if (status) return status;
    struct timeline_clock *clock = &work->sources[source].clock;
    clock->zone = zone;
    clock->zone_basis = TIMELINE_BASIS_FOUND;
    work->zoned[source] = true;
    work->shift[source] = quarter * CLOCK_QUARTER;
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
    if (difference > (CLOCK_QUARTERS_MOST + 1) * CLOCK_QUARTER ||
        difference < -(CLOCK_QUARTERS_MOST + 1) * CLOCK_QUARTER)
        return false;
    duration half = difference < 0 ? -CLOCK_QUARTER / 2 : CLOCK_QUARTER / 2;
    long quarter = (long)((difference + half) / CLOCK_QUARTER);
    duration rest = difference - quarter * CLOCK_QUARTER;
    *ret = quarter;
    return labs(quarter) <= CLOCK_QUARTERS_MOST && rest <= SKEW_MOST && rest >= -SKEW_MOST;
}

/* The jump by the clock that has a zone, as local time minus that clock; by 0 for none. */
static struct clock_step step_of(const struct clock_work *work, const struct tie *tie)
{
    struct clock_step step = {0, 0, 0};
    if (work->zoned[tie->a] == work->zoned[tie->b]) return step;
    step = work->zoned[tie->a] ? tie->by_a : tie->by_b;
    if (step.by && work->zoned[tie->a]) step.by = -step.by;
    return step;
}

static bool has_step(const struct clock_work *work, const struct tie *tie)
{
    return step_of(work, tie).by != 0;
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
        /* One request is told of when it begins and when it is given up: half may agree. */
        uint32_t least = tie->requests ? tie->pairs / 2 + 1 : tie->pairs - tie->pairs / 3;
        if (agreeing < least || tie->spread > SPREAD_MOST) continue;
        long quarter;
        duration difference = minus(tie->median, tie_shift(work, tie));
        if (!has_step(work, tie) && !nearest_quarter(difference, &quarter)) continue;
        if (!best || agreeing > tie_agreeing(best)) best = tie;
    }
    return best;
}

/* A zone whose daylight saving begins or ends where local time jumps. *ret_done: there is one. */
static enum status zone_by_step(struct clock_work *work, const struct tie *tie, bool *ret_done,
                                struct error *error)
{
    uint32_t source = work->zoned[tie->a] ? tie->b : tie->a;
    uint32_t other = source == tie->a ? tie->b : tie->a;
    struct clock_step step = step_of(work, tie);
    struct zone *zone = NULL;
    duration ahead = minus(tie->median, tie_shift(work, tie));
    step.from = minus(step.from, work->shift[other]);
    step.to = minus(step.to, work->shift[other]);
    if (source == tie->b) ahead = -ahead;
    *ret_done = false;
    if (step.by == 0 || work->assumed[other] || clock_zone_of_step(&step, ahead, &zone, error))
        return STATUS_OK;
    duration before = zone_offset(zone, instant_add(step.from, -6 * NS_PER_HOUR), NULL) * NS_PER_S;
    enum status status = keep_zone(work->zones, zone, error);
    if (status) return status;
    struct timeline_clock *clock = &work->sources[source].clock;
    struct text *why = &work->zone_why[source];
    clock->zone = zone;
    clock->zone_basis = TIMELINE_BASIS_FOUND;
    work->zoned[source] = true;
    work->shift[source] = before;
    text_addf(why, "Zone %s, or one with the same rules: its stamps jump by an hour between ",
              zone_name(zone));
    instant_add_text(why, step.from, NULL, INSTANT_FULL, 0);
    text_adds(why, " and ");
    instant_add_text(why, step.to, NULL, INSTANT_FULL, 0);
    text_adds(why, ", as daylight saving does there; ");
    say_tie(why, work, tie, source);
    text_adds(why, " apart from that hour. ");
    *ret_done = true;
    return STATUS_OK;
}

static enum status zone_by_tie(struct clock_work *work, const struct tie *tie, struct error *error)
{
    uint32_t source = work->zoned[tie->a] ? tie->b : tie->a;
    uint32_t other = source == tie->a ? tie->b : tie->a;
    struct text *why = &work->zone_why[source];
    long quarter = 0;
    bool done;
    enum status status = zone_by_step(work, tie, &done, error);
    if (status || done) return status;
    bool near = nearest_quarter(minus(tie->median, tie_shift(work, tie)), &quarter);
    if (!near) { /* a jump that no zone explains */
        work->zoned[source] = work->assumed[source] = true;
        return STATUS_OK;
    }
    work->assumed[source] = work->assumed[other];
    if (work->assumed[source] && quarter == 0) {
        work->zoned[source] = true;
        text_adds(why, "Nothing says which zone it is in, but it is that of ");
        say_source(why, work, other);
        text_adds(why, ": taken as UTC. ");
        return STATUS_OK;
    }
    status = clock_set_zone(work, source, source == tie->a ? quarter : -quarter, error);
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
