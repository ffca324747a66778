#include "evidence/folds.h"

#include <assert.h>

struct fold_walk {
    const struct zone *zone;
    int64_t sure_from, sure_to; /* local times known to be outside any fold */
    int64_t fold_from, fold_to; /* the fold met last */
    int64_t before;             /* local time of the record before, EVIDENCE_NO_TIME at first */
    bool second;
};

/* Local times from `local`, which is in no fold, up to the next change of the zone are in none. */
static void note_sure(struct fold_walk *walk, int64_t local, instant at)
{
    instant change = zone_next_change(walk->zone, at);
    walk->sure_from = local;
    walk->sure_to = INT64_MAX;
    if (change == INT64_MAX) return;
    int32_t offset = zone_offset(walk->zone, change - 1, NULL);
    int32_t after = zone_offset(walk->zone, change, NULL);
    walk->sure_to = instant_add(change, (after < offset ? after : offset) * NS_PER_S);
}

static bool falls_back(const struct fold_walk *walk, int64_t local)
{
    if (walk->before < walk->fold_from || walk->before >= walk->fold_to) return false;
    duration fall = walk->before - local;
    return fall >= 20 * NS_PER_MIN && fall <= 70 * NS_PER_MIN;
}

/* The flags of one record with this local time. */
static uint16_t look_at(struct fold_walk *walk, int64_t local)
{
    instant first, second;
    if (local >= walk->sure_from && local < walk->sure_to) return 0;
    enum zone_fit fit = zone_to_instants(walk->zone, local, &first, &second);
    if (fit == ZONE_UNIQUE) note_sure(walk, local, first);
    if (fit != ZONE_FOLD) return 0;
    instant change = zone_next_change(walk->zone, first);
    assert(change != INT64_MAX && first < change && change <= second); /* it made the fold */
    int64_t from = instant_add(change, local - second);
    if (from != walk->fold_from) {
        walk->fold_from = from;
        walk->fold_to = instant_add(change, local - first);
        walk->second = false;
    }
    if (falls_back(walk, local)) walk->second = true;
    return EVIDENCE_FOLD_GUESS | (walk->second ? EVIDENCE_FOLD_SECOND : 0);
}

void evidence_settle_folds(const int64_t *times, uint16_t *flags, uint64_t count,
                           const struct zone *zone)
{
    struct fold_walk walk = {.zone = zone, .before = EVIDENCE_NO_TIME};
    for (uint64_t i = 0; i < count; i++) {
        flags[i] &= (uint16_t) ~(EVIDENCE_FOLD_GUESS | EVIDENCE_FOLD_SECOND);
        if (!zone || !(flags[i] & EVIDENCE_LOCAL) || times[i] == EVIDENCE_NO_TIME) continue;
        flags[i] |= look_at(&walk, times[i]);
        walk.before = times[i];
    }
}
