/*
 * Many sources as one stream, ordered by (time, source, place in the file).
 *
 * Method: a tree of losers (D. E. Knuth, The Art of Computer Programming, vol. 3, 5.4.1): after the
 * winner has given a record, only the matches on its way to the root are played again. A source
 * that wins twice in a row is usually in a burst: then its records are taken up to the runner-up's
 * time without playing at all.
 */
#include "timeline/internal.h"

#include <assert.h>
#include <stdlib.h>

#define NO_KEY INT64_MAX /* of a lane that is used up; no record's time reaches it */

/* One source on its way through the merge. */
struct lane {
    const int64_t *time;
    const uint8_t *level;  /* NULL when all levels are wanted */
    const uint32_t *order; /* record numbers by time; NULL when the file is in order */
    int64_t shift;
    uint64_t at, end; /* places in `order`, or record numbers */
};

/* What a lane stands on; apart from it, since the merge looks at a lane for each record. */
struct ground {
    struct times times;
    uint32_t *order;
};

struct node {
    int64_t key;
    uint64_t lane;
};

struct timeline_merge {
    struct lane *lanes;
    struct ground *grounds; /* beside them */
    size_t count;
    uint32_t level_mask;
    struct node *losers; /* 1 .. leaves - 1 */
    size_t leaves;       /* a power of two */
    struct node winner;
};

/* ---- lanes ---- */

/* Passes over records that have no time or not a wanted level. Returns the time of the next one. */
static int64_t lane_key(struct lane *lane, uint32_t level_mask)
{
    for (; lane->at < lane->end; lane->at++) {
        uint64_t record = lane->order ? lane->order[lane->at] : lane->at;
        int64_t time = lane->time[record];
        if (time == EVIDENCE_NO_TIME) continue;
        if (lane->level && !(level_mask >> (lane->level[record] & 31) & 1)) continue;
        return time + lane->shift;
    }
    return NO_KEY;
}

/* The wanted records of a file that is out of order, put in order. */
static enum status lane_sort(struct lane *lane, struct ground *ground,
                             const struct timeline_filter *filter, struct error *error)
{
    const struct times *times = &ground->times;
    if (times->count > UINT32_MAX)
        return error_set(error, STATUS_LIMIT,
                         "a file of %llu records that are out of order is too large to sort; split "
                         "it",
                         (unsigned long long)times->count);
    size_t room = 0;
    uint64_t count = 0;
    for (uint64_t i = 0; i < times->count; i++) {
        instant at = times_at(times, i);
        if (at == INSTANT_NONE || at < filter->from || at >= filter->to) continue;
        if (lane->level && !(filter->level_mask >> (lane->level[i] & 31) & 1)) continue;
        enum status status =
            grow_array(&ground->order, &room, (size_t)count + 1, sizeof *lane->order, error);
        if (status) return status;
        ground->order[count++] = (uint32_t)i;
    }
    lane->end = count;
    lane->order = ground->order;
    return runs_sort(times->time, ground->order, (size_t)count, error);
}

/* Everything is found out already: only the ends of the window are searched for. */
static void lane_take(struct lane *lane, const struct timeline_prepared *prepared,
                      const struct timeline_filter *filter)
{
    lane->time = prepared->times.time;
    lane->shift = prepared->times.shift;
    lane->order = prepared->order;
    lane->end = prepared->count;
    if (filter->from != INSTANT_OPEN_START) lane->at = prepared_find(prepared, 0, filter->from);
    if (filter->to != INSTANT_OPEN_END) lane->end = prepared_find(prepared, lane->at, filter->to);
}

static enum status lane_init(struct lane *lane, struct ground *ground,
                             const struct timeline_source *source,
                             const struct timeline_filter *filter, struct error *error)
{
    lane->level = filter->level_mask ? source->index->level : NULL;
    if (source->prepared) {
        lane_take(lane, source->prepared, filter);
        return STATUS_OK;
    }
    enum status status = times_init(source, &ground->times, error);
    if (status) return status;
    const struct times *times = &ground->times;
    lane->time = times->time;
    lane->shift = times->shift;
    if (!times->timed) return STATUS_OK;
    if (!times->sorted) return lane_sort(lane, ground, filter, error);
    lane->end = times->count;
    if (filter->from != INSTANT_OPEN_START) lane->at = times_find(times, 0, filter->from);
    if (filter->to != INSTANT_OPEN_END) lane->end = times_find(times, lane->at, filter->to);
    return STATUS_OK;
}

/* ---- the tree ---- */

static bool before(struct node a, struct node b)
{
    return (a.key < b.key) | ((a.key == b.key) & (a.lane < b.lane));
}

/* Plays the matches from a leaf up to the root, without branches: in a merge of many sources nobody
 * can predict who wins. Of equal times the lower source goes first: that is who comes from the left
 * (an even node), whoever it is. */
static void replay(struct timeline_merge *merge, struct node player)
{
    int64_t key = player.key;
    uint64_t lane = player.lane;
    for (size_t at = merge->leaves + player.lane; at > 1; at /= 2) {
        struct node *loser = &merge->losers[at / 2];
        int64_t loser_key = loser->key;
        uint64_t loser_lane = loser->lane;
        uint64_t swap = -(uint64_t)(loser_key - (int64_t)(at % 2) < key);
        uint64_t keys = ((uint64_t)key ^ (uint64_t)loser_key) & swap;
        uint64_t lanes = (lane ^ loser_lane) & swap;
        loser->key = (int64_t)((uint64_t)loser_key ^ keys);
        loser->lane = loser_lane ^ lanes;
        key = (int64_t)((uint64_t)key ^ keys);
        lane ^= lanes;
    }
    merge->winner = (struct node){key, lane};
}

/* The best of those that lost against the winner: the next one to win after it. */
static struct node runner_up(const struct timeline_merge *merge)
{
    struct node best = {NO_KEY, UINT64_MAX};
    for (size_t at = (merge->leaves + merge->winner.lane) / 2; at; at /= 2)
        if (before(merge->losers[at], best)) best = merge->losers[at];
    return best;
}

static struct node first_node(struct timeline_merge *merge, size_t lane)
{
    struct node node = {NO_KEY, lane};
    if (lane < merge->count) node.key = lane_key(&merge->lanes[lane], merge->level_mask);
    return node;
}

/* All matches of the first round, leaves first; `winners` has room for 2 * leaves. */
static void play_all(struct timeline_merge *merge, struct node *winners)
{
    for (size_t i = 0; i < merge->leaves; i++) winners[merge->leaves + i] = first_node(merge, i);
    for (size_t at = merge->leaves - 1; at; at--) {
        struct node a = winners[2 * at], b = winners[2 * at + 1];
        bool first = before(a, b);
        winners[at] = first ? a : b;
        merge->losers[at] = first ? b : a;
    }
    merge->winner = winners[1];
}

static enum status tree_init(struct timeline_merge *merge, struct error *error)
{
    merge->leaves = 1;
    while (merge->leaves < merge->count) merge->leaves *= 2;
    merge->losers = calloc(merge->leaves, sizeof *merge->losers);
    struct node *winners = calloc(2 * merge->leaves, sizeof *winners);
    enum status status = STATUS_OK;
    if (merge->losers && winners)
        play_all(merge, winners);
    else
        status = error_set(error, STATUS_NO_MEMORY, "no memory to merge %zu sources", merge->count);
    free(winners);
    return status;
}

/* ---- the face ---- */

enum status timeline_merge_new(const struct timeline_source *sources, size_t count,
                               const struct timeline_filter *filter, struct timeline_merge **ret,
                               struct error *error)
{
    if (count > UINT32_MAX / 2)
        return error_set(error, STATUS_LIMIT, "%zu sources are too many to merge", count);
    struct timeline_merge *merge = calloc(1, sizeof *merge);
    if (merge) merge->lanes = calloc(count ? count : 1, sizeof *merge->lanes);
    if (merge) merge->grounds = calloc(count ? count : 1, sizeof *merge->grounds);
    enum status status = STATUS_OK;
    if (!merge || !merge->lanes || !merge->grounds) {
        status = error_set(error, STATUS_NO_MEMORY, "no memory to merge %zu sources", count);
        goto out;
    }
    merge->count = count;
    merge->level_mask = filter->level_mask;
    for (size_t i = 0; i < count && !status; i++)
        if (!filter->source_on || filter->source_on[i])
            status = lane_init(&merge->lanes[i], &merge->grounds[i], &sources[i], filter, error);
    if (!status) status = tree_init(merge, error);
    if (status) goto out;
    *ret = merge;
    merge = NULL;
out:
    timeline_merge_free(merge);
    return status;
}

/* How many records the winner gives before the next of the others comes: one when it has just begun
 * to win, since two in a row are needed before a burst is worth asking the runner-up for. */
static struct node limit_of(const struct timeline_merge *merge, uint64_t last)
{
    return merge->winner.lane == last ? runner_up(merge) : (struct node){INT64_MIN, 0};
}

static uint64_t next_record(const struct lane *lane)
{
    return lane->order ? lane->order[lane->at] : lane->at;
}

/* A lane whose records are its places, all of them wanted: a burst is found by its times alone. */
static bool is_plain(const struct lane *lane)
{
    return !lane->order && !lane->level;
}

/* Length of the burst at lane->at: records that have a time and come before `limit`. Its first one
 * won already and is not asked. */
static uint64_t burst_length(const struct lane *lane, uint64_t number, struct node limit,
                             uint64_t most)
{
    const int64_t *time = lane->time + lane->at;
    uint64_t left = lane->end - lane->at, length = 1;
    if (left > most) left = most;
    int64_t bound = limit.key == NO_KEY ? NO_KEY : minus(limit.key, lane->shift);
    if (bound < INSTANT_OPEN_START) bound = INSTANT_OPEN_START;
    if (number < limit.lane && bound != NO_KEY) bound++;
    /* EVIDENCE_NO_TIME is the least number: one below all others, it wraps to the greatest */
    uint64_t below = (uint64_t)bound - (uint64_t)INSTANT_OPEN_START;
    while (length < left && (uint64_t)time[length] - (uint64_t)INSTANT_OPEN_START < below) length++;
    return length;
}

/* Takes records from the winner as long as they come before `limit`. */
static size_t take_entries(struct timeline_merge *merge, struct node limit,
                           struct timeline_entry *entries, size_t most)
{
    struct node *winner = &merge->winner;
    struct lane *lane = &merge->lanes[winner->lane];
    size_t count = 0;
    if (is_plain(lane)) {
        uint64_t length = burst_length(lane, winner->lane, limit, most);
        for (; count < length; count++, lane->at++)
            entries[count] = (struct timeline_entry){lane->time[lane->at] + lane->shift,
                                                     (uint32_t)winner->lane, lane->at};
        winner->key = lane_key(lane, merge->level_mask);
        return count;
    }
    do {
        entries[count++] =
            (struct timeline_entry){winner->key, (uint32_t)winner->lane, next_record(lane)};
        lane->at++;
        winner->key = lane_key(lane, merge->level_mask);
    } while (count < most && winner->key != NO_KEY && before(*winner, limit));
    return count;
}

size_t timeline_merge_next(struct timeline_merge *merge, struct timeline_entry *entries,
                           size_t most)
{
    size_t count = 0;
    uint64_t last = UINT64_MAX;
    while (count < most && merge->winner.key != NO_KEY) {
        struct node limit = limit_of(merge, last);
        last = merge->winner.lane;
        count += take_entries(merge, limit, entries + count, most - count);
        replay(merge, merge->winner);
    }
    return count;
}

/* Takes the winner's next record, or burst of up to `most` records; returns how many. */
static uint32_t take_burst(struct timeline_merge *merge, struct node limit, uint32_t most)
{
    struct lane *lane = &merge->lanes[merge->winner.lane];
    uint32_t length = 1;
    if (is_plain(lane)) length = (uint32_t)burst_length(lane, merge->winner.lane, limit, most);
    lane->at += length;
    merge->winner.key = lane_key(lane, merge->level_mask);
    return length;
}

size_t timeline_merge_runs(struct timeline_merge *merge, struct timeline_run *runs, size_t most)
{
    size_t count = 0;
    uint64_t last = UINT64_MAX;
    while (merge->winner.key != NO_KEY) {
        struct timeline_run *run = count ? &runs[count - 1] : NULL;
        uint32_t source = (uint32_t)merge->winner.lane;
        uint64_t first = next_record(&merge->lanes[source]);
        if (!run || run->source != source || run->first + run->count != first ||
            run->count == UINT32_MAX) {
            if (count == most) break;
            run = &runs[count++];
            *run = (struct timeline_run){.source = source, .first = first};
        }
        run->count += take_burst(merge, limit_of(merge, last), UINT32_MAX - run->count);
        last = source;
        replay(merge, merge->winner);
    }
    return count;
}

void timeline_merge_free(struct timeline_merge *merge)
{
    if (!merge) return;
    for (size_t i = 0; merge->grounds && i < merge->count; i++) {
        times_release(&merge->grounds[i].times);
        free(merge->grounds[i].order);
    }
    free(merge->lanes);
    free(merge->grounds);
    free(merge->losers);
    free(merge);
}
