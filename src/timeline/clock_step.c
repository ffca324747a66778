/*
 * A clock that is put on or back while a log is written: stamps of local time without offset jump
 * by an hour against another log's, once, where daylight saving begins or ends.
 *
 * Differences of pairs then lie at two values an hour apart, all of one before all of the other.
 * The moment and the direction of the jump leave few zones, and the difference itself says which of
 * them it is, even where the clock is minutes off.
 */
#include "timeline/clocks.h"

#include <stdlib.h>

enum { PAIRS_LEAST = 8, SIDE_LEAST = 3 };

#define JUMP  NS_PER_HOUR
#define NOISE NS_PER_MIN        /* of differences on either side */
#define ASIDE (6 * NS_PER_HOUR) /* from the jump, where the zone is surely that of before */

static int by_time(const void *left, const void *right)
{
    const struct clock_pair *a = left, *b = right;
    return (a->at > b->at) - (a->at < b->at);
}

static bool near(duration difference, duration to)
{
    duration away = minus(difference, to);
    return away <= NOISE && away >= -NOISE;
}

/* How many pairs of [from, to) lie near a difference. */
static size_t count_near(const struct clock_pair *pairs, size_t from, size_t to, duration value)
{
    size_t count = 0;
    for (size_t i = from; i < to; i++) count += near(pairs[i].difference, value);
    return count;
}

/* In order of time: those before the jump at `before`, those after it at `after`. */
static bool try_jump(const struct clock_pair *pairs, size_t count, duration before, duration after,
                     struct clock_step *ret)
{
    size_t low = count_near(pairs, 0, count, after), best = 0, right = low, split = 0;
    for (size_t i = 0; i < count; i++) {
        right += near(pairs[i].difference, before);
        right -= near(pairs[i].difference, after);
        if (right > best) best = right, split = i + 1;
    }
    if (split < SIDE_LEAST || count - split < SIDE_LEAST || best * 10 < count * 9) return false;
    if (count_near(pairs, 0, split, before) < SIDE_LEAST ||
        count_near(pairs, split, count, after) < SIDE_LEAST)
        return false;
    *ret = (struct clock_step){
        .by = minus(after, before), .from = pairs[split - 1].at, .to = pairs[split].at};
    return true;
}

/* Most logs tell at a glance that there is none. */
static bool are_close(const struct clock_pair *pairs, size_t count)
{
    duration least = INT64_MAX, most = INT64_MIN;
    for (size_t i = 0; i < count; i++) {
        if (pairs[i].difference < least) least = pairs[i].difference;
        if (pairs[i].difference > most) most = pairs[i].difference;
    }
    return minus(most, least) < JUMP - 2 * NOISE;
}

bool clock_find_step(struct clock_pair *pairs, size_t count, struct clock_step *ret)
{
    if (count < PAIRS_LEAST || are_close(pairs, count)) return false;
    int64_t *sorted = calloc(count, sizeof *sorted);
    if (!sorted) return false; /* without it, as if there were none */
    for (size_t i = 0; i < count; i++) sorted[i] = pairs[i].difference;
    qsort(sorted, count, sizeof *sorted, order_times);
    duration most = sorted[count / 2]; /* on the side with more of them */
    free(sorted);
    qsort(pairs, count, sizeof *pairs, by_time);
    for (int sign = -1; sign <= 1; sign += 2) {
        duration other = instant_add(most, sign * JUMP);
        if (count_near(pairs, 0, count, other) < SIDE_LEAST) continue;
        if (try_jump(pairs, count, most, other, ret) || try_jump(pairs, count, other, most, ret))
            return true;
    }
    return false;
}

/* ---- which zone it is ---- */

enum status clock_zone_of_step(const struct clock_step *step, duration ahead, struct zone **ret,
                               struct error *error)
{
    const duration skew_most = 25 * NS_PER_MIN;
    struct zone *best = NULL;
    duration least = skew_most;
    (void)error;
    for (size_t i = 0; clock_places[i]; i++) {
        struct zone *zone = NULL;
        if (zone_load(clock_places[i], &zone, NULL)) continue; /* no such file here */
        duration before = zone_offset(zone, instant_add(step->from, -ASIDE), NULL) * NS_PER_S;
        duration skew = minus(ahead, before), size = skew < 0 ? minus(0, skew) : skew;
        /* The clock jumps when it shows the hour itself, which is its own error away. */
        instant from = minus(instant_add(step->from, skew), NOISE);
        instant to = instant_add(instant_add(step->to, skew), NOISE);
        bool jumps = size < least && zone_offset(zone, from, NULL) * NS_PER_S == before &&
                     zone_offset(zone, to, NULL) * NS_PER_S == instant_add(before, step->by);
        if (jumps) {
            zone_free(best);
            best = zone, least = size;
        } else {
            zone_free(zone);
        }
    }
    if (!best) return STATUS_NOT_FOUND;
    *ret = best;
    return STATUS_OK;
}
