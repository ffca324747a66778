/*
 * From what a source wrote to the one clock: zone first, then the clock's offset.
 *
 * true time = written time - zone offset - clock offset, the clock offset being an interval.
 */
#include "timeline/internal.h"

#include <assert.h>
#include <stdlib.h>

/* A local time can be off its instant by this much; wider than any zone. */
#define ZONE_REACH (26 * NS_PER_HOUR)
/* No log is older; a "time" before it counts from a boot, or needs a second look. */
#define BOOT_LATEST (INT64_C(946684800) * NS_PER_S)

static int64_t clock_middle(const struct timeline_clock *clock)
{
    return middle(clock->offset_least, clock->offset_most);
}

/* The instants that the written time can mean by zone alone; *ret_first is the one to show. */
static bool written_instants(const struct timeline_source *source, uint64_t record,
                             instant *ret_first, instant *ret_last, instant *ret_shown)
{
    const struct evidence_index *index = source->index;
    assert(record < index->count);
    instant time = index->time[record];
    unsigned flags = index->flags[record];
    if (time == EVIDENCE_NO_TIME || flags & EVIDENCE_SINCE_BOOT) return false;
    *ret_first = *ret_last = *ret_shown = time;
    if (!(flags & EVIDENCE_LOCAL) || !source->clock.zone) return true;
    enum zone_fit fit = zone_to_instants(source->clock.zone, time, ret_first, ret_last);
    *ret_shown = *ret_first;
    if (fit == ZONE_FOLD && flags & EVIDENCE_FOLD_GUESS) {
        if (flags & EVIDENCE_FOLD_SECOND) *ret_shown = *ret_last;
        *ret_first = *ret_last = *ret_shown;
    }
    if (*ret_last < *ret_first) { /* a gap: the offset after it gives the earlier instant */
        instant swap = *ret_first;
        *ret_first = *ret_last;
        *ret_last = swap;
    }
    return true;
}

instant timeline_record_time(const struct timeline_source *source, uint64_t record)
{
    instant first, last, shown;
    if (!written_instants(source, record, &first, &last, &shown)) return INSTANT_NONE;
    return minus(shown, clock_middle(&source->clock));
}

/* What the written digits leave open: [t, t + width). Stamps that stop at the minute are told by
 * the name of their format. */
static duration stamp_width(const struct evidence_index *index, uint64_t record)
{
    unsigned digits = EVIDENCE_DIGITS(index->flags[record]);
    const struct evidence_layout *layout =
        &index->layouts[index->layout[record] % EVIDENCE_LAYOUTS_MAX];
    struct span name = {layout->stamp, strnlen(layout->stamp, sizeof layout->stamp)};
    if (!digits && span_find(name, SPAN("minute")) != SIZE_MAX) return NS_PER_MIN;
    duration width = NS_PER_S;
    for (; digits && width > 1; digits--) width /= 10;
    return width;
}

struct interval timeline_record_interval(const struct timeline_source *source, uint64_t record)
{
    instant first, last, shown;
    if (!written_instants(source, record, &first, &last, &shown)) return INTERVAL_NONE;
    last = instant_add(last, stamp_width(source->index, record) - 1);
    return (struct interval){minus(first, source->clock.offset_most),
                             minus(last, source->clock.offset_least)};
}

/* ---- the whole column ---- */

static bool shift_fits(int64_t first, int64_t last, int64_t shift)
{
    int64_t sum;
    return !__builtin_add_overflow(first, shift, &sum) && sum > INSTANT_OPEN_START &&
           !__builtin_add_overflow(last, shift, &sum) && sum < INSTANT_OPEN_END;
}

/* One shift for all records, or false. */
static bool one_shift(const struct timeline_source *source, int64_t *ret)
{
    const struct evidence_index *index = source->index;
    if (!index->timed) {
        *ret = 0;
        return true;
    }
    if (index->first < BOOT_LATEST) return false;
    int64_t shift = minus(0, clock_middle(&source->clock));
    const struct zone *zone = source->clock.zone;
    if (zone && index->local) {
        if (index->local != index->timed) return false;
        instant before = minus(index->first, ZONE_REACH);
        instant after = instant_add(index->last, ZONE_REACH);
        if (zone_next_change(zone, before) <= after) return false;
        shift = minus(shift, zone_offset(zone, before, NULL) * NS_PER_S);
    }
    *ret = shift;
    return shift_fits(index->first, index->last, shift);
}

/* Local times between two changes of a zone, far enough from both to have one meaning. */
struct quiet {
    instant from, to; /* local time: from <= t < to */
    int64_t shift;
};

static void quiet_around(const struct zone *zone, instant local, struct quiet *quiet)
{
    instant before = minus(local, ZONE_REACH);
    instant change = zone_next_change(zone, before);
    *quiet = (struct quiet){.shift = -zone_offset(zone, before, NULL) * NS_PER_S};
    instant end = change == INT64_MAX ? INT64_MAX : minus(change, ZONE_REACH);
    if (end <= local) return; /* too near to a change: each record on its own */
    quiet->from = local;
    quiet->to = end;
}

static enum status write_out(const struct timeline_source *source, struct times *times,
                             struct error *error)
{
    const struct evidence_index *index = source->index;
    if (index->count > SIZE_MAX / sizeof *times->owned)
        return error_set(error, STATUS_LIMIT, "too many records for this machine's memory");
    times->owned = malloc((size_t)index->count * sizeof *times->owned);
    if (!times->owned)
        return error_set(error, STATUS_NO_MEMORY,
                         "no memory for the times of %llu records; close other programs or split "
                         "the file",
                         (unsigned long long)index->count);
    const struct zone *zone = source->clock.zone;
    int64_t offset = clock_middle(&source->clock);
    struct quiet quiet = {0};
    instant latest = INSTANT_NONE;
    times->sorted = true;
    for (uint64_t i = 0; i < index->count; i++) {
        instant at = index->time[i];
        unsigned flags = index->flags[i];
        if (at != EVIDENCE_NO_TIME && zone && flags & EVIDENCE_LOCAL &&
            !(flags & (EVIDENCE_SINCE_BOOT | EVIDENCE_FOLD_GUESS))) {
            if (at < quiet.from || at >= quiet.to) quiet_around(zone, at, &quiet);
            at = at >= quiet.from && at < quiet.to ? minus(instant_add(at, quiet.shift), offset)
                                                   : timeline_record_time(source, i);
        } else {
            at = timeline_record_time(source, i);
        }
        if (at == INSTANT_OPEN_END) at--; /* saturated; the end itself means "used up" */
        times->owned[i] = at;
        if (at == INSTANT_NONE) continue;
        if (!times->timed++ || at < times->first) times->first = at;
        if (at > times->last) times->last = at;
        if (at < latest) times->sorted = false;
        latest = at;
    }
    times->time = times->owned;
    return STATUS_OK;
}

enum status times_init(const struct timeline_source *source, struct times *ret, struct error *error)
{
    const struct evidence_index *index = source->index;
    struct times times = {.count = index->count, .first = INSTANT_NONE, .last = INSTANT_NONE};
    if (one_shift(source, &times.shift)) {
        times.time = index->time;
        times.timed = index->timed;
        times.sorted = index->late == 0;
        if (times.timed) {
            times.first = index->first + times.shift;
            times.last = index->last + times.shift;
        }
    } else {
        times.shift = 0;
        enum status status = write_out(source, &times, error);
        if (status) return status;
    }
    *ret = times;
    return STATUS_OK;
}

void times_release(struct times *times)
{
    free(times->owned);
    *times = (struct times){0};
}

uint64_t times_find(const struct times *times, uint64_t from, instant at)
{
    uint64_t low = from, high = times->count;
    while (low < high) {
        uint64_t probe = low + (high - low) / 2, next = probe;
        while (next < high && times->time[next] == EVIDENCE_NO_TIME) next++;
        if (next < high && times->time[next] + times->shift < at)
            low = next + 1;
        else
            high = probe;
    }
    while (low < times->count && times->time[low] == EVIDENCE_NO_TIME) low++;
    return low;
}
