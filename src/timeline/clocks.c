/* Finding clocks: the order of the steps, and what is told of each source in the end. */
#include "timeline/clocks.h"

#include <stdlib.h>

enum status clock_work_init(struct clock_work *work, const struct timeline_source *sources,
                            size_t count, struct error *error)
{
    size_t room = count ? count : 1;
    *work = (struct clock_work){.count = count};
    work->sources = calloc(room, sizeof *work->sources);
    work->zoned = calloc(room, sizeof *work->zoned);
    work->assumed = calloc(room, sizeof *work->assumed);
    work->shift = calloc(room, sizeof *work->shift);
    work->zone_why = calloc(room, sizeof *work->zone_why);
    work->clock_why = calloc(room, sizeof *work->clock_why);
    work->failures = calloc(room, sizeof *work->failures);
    work->restarts = calloc(room, sizeof *work->restarts);
    work->request_share = calloc(room, sizeof *work->request_share);
    work->zones = calloc(1, sizeof *work->zones);
    if (!work->sources || !work->zoned || !work->assumed || !work->shift || !work->zone_why ||
        !work->clock_why || !work->failures || !work->restarts || !work->request_share ||
        !work->zones) {
        work->count = 0;
        return error_set(error, STATUS_NO_MEMORY, "no memory for the clocks of %zu sources", count);
    }
    for (size_t i = 0; i < count; i++) {
        work->sources[i] = sources[i];
        if (sources[i].clock.offset_basis == TIMELINE_BASIS_NONE)
            work->sources[i].clock.offset_least = work->sources[i].clock.offset_most = 0;
        text_init(&work->zone_why[i], 0);
        text_init(&work->clock_why[i], 0);
    }
    return STATUS_OK;
}

void clock_work_release(struct clock_work *work)
{
    for (size_t i = 0; i < work->count; i++) {
        text_release(&work->zone_why[i]);
        text_release(&work->clock_why[i]);
        free(work->failures[i].at);
        free(work->restarts[i].at);
    }
    free(work->sources);
    free(work->zoned);
    free(work->assumed);
    free(work->shift);
    free(work->zone_why);
    free(work->clock_why);
    free(work->failures);
    free(work->restarts);
    free(work->request_share);
    free(work->ties);
    timeline_zones_free(work->zones);
}

void timeline_zones_free(struct timeline_zones *zones)
{
    if (!zones) return;
    for (size_t i = 0; i < zones->count; i++) zone_free(zones->items[i]);
    free(zones->items);
    free(zones);
}

/* ---- what is told when nothing was found ---- */

/* The tie with most pairs of a source that no offset rests on; NULL when it has none. */
static const struct tie *weak_tie(const struct clock_work *work, size_t source)
{
    const struct tie *best = NULL;
    for (size_t i = 0; i < work->tie_count; i++) {
        const struct tie *tie = &work->ties[i];
        if (tie->a != source && tie->b != source) continue;
        if (!best || tie->pairs > best->pairs) best = tie;
    }
    return best;
}

/* Ids by which two clocks differ by one length, though not enough agree to say which of them is
 * right; a length that varies as widely as it is long is work that takes its time. */
static bool is_sharp(const struct clock_work *work, const struct tie *tie, duration away)
{
    enum { AGREEING = 20 };
    return work->zoned[tie->a] && work->zoned[tie->b] && tie_agreeing(tie) >= AGREEING &&
           tie_agreeing(tie) >= tie->pairs / 2 && tie->spread <= away / 10 &&
           away <= 30 * NS_PER_MIN;
}

static void say_what_is_missing(struct clock_work *work, size_t source)
{
    struct timeline_source *at = &work->sources[source];
    at->clock.unconfirmed = false;
    at->clock.unsettled = 0;
    struct text *zone = &work->zone_why[source], *why = &work->clock_why[source];
    if (at->clock.zone_basis == TIMELINE_BASIS_NONE && at->index->local) {
        if (!zone->len)
            text_adds(zone, "Its stamps have no offset and nothing found says which zone they are "
                            "in: taken as UTC. ");
        (void)clock_fold_seen(at->index, NULL, zone); /* ignoring: it has been told, or not seen */
    }
    if (at->clock.offset_basis == TIMELINE_BASIS_STATED) text_adds(why, "Offset as stated. ");
    if (!at->index->timed) text_adds(why, "It has no times. ");
    if (why->len) return;
    const struct tie *weak = weak_tie(work, source);
    if (!clock_counts(work, source)) {
        at->clock.unconfirmed = true;
        text_adds(why, "Its clock is taken as it is. ");
    } else if (!weak) {
        at->clock.unconfirmed = true;
        text_adds(why, "It shares no ids or messages with another log: its clock is taken as it "
                       "is. ");
    } else {
        duration ahead = minus(weak->median, tie_shift(work, weak));
        duration away = ahead < 0 ? minus(0, ahead) : ahead;
        bool agrees = away <= weak->spread + weak->width;
        at->clock.unconfirmed = !agrees;
        if (!agrees && is_sharp(work, weak, away))
            at->clock.unsettled = weak->a == source ? ahead : minus(0, ahead);
        if (agrees && span_find(text_span(zone), SPAN("shared with")) != SIZE_MAX) {
            text_adds(why, "As far as these can tell, its clock agrees. ");
            return;
        }
        text_adds(why, agrees ? "As far as few things can tell, its clock agrees: "
                              : "Too little to correct its clock by: ");
        say_tie(why, work, weak, source);
        if (weak->pairs > tie_agreeing(weak))
            text_addf(why, "; %u more do not agree", weak->pairs - tie_agreeing(weak));
        text_adds(why, ". ");
    }
}

static enum status hand_over(struct clock_work *work, struct arena *arena,
                             struct timeline_clock *clocks, struct error *error)
{
    for (size_t i = 0; i < work->count; i++) {
        say_what_is_missing(work, i);
        struct text *zone = &work->zone_why[i], *why = &work->clock_why[i];
        text_add(zone, text_span(why));
        enum status status = text_status(zone, error);
        if (!status) status = text_status(why, error);
        if (status) return status;
        char *sentences = arena_copy(arena, span_trim(text_span(zone)));
        if (!sentences) return arena_full(arena, error);
        work->sources[i].clock.why = sentences;
    }
    for (size_t i = 0; i < work->count; i++) clocks[i] = work->sources[i].clock;
    return STATUS_OK;
}

/* ---- the steps ---- */

enum status timeline_clocks_from(const struct timeline_source *sources, size_t count,
                                 const struct timeline_ties *ties, struct arena *arena,
                                 struct timeline_clock *clocks, struct timeline_zones **ret_zones,
                                 struct error *error)
{
    struct clock_work work;
    bool found = false;
    enum status status = clock_work_init(&work, sources, count, error);
    if (!status) status = clock_zones_of_content(&work, error);
    if (!status) status = clock_take_ties(&work, ties, error);
    if (!status) status = clock_zones_by_ties(&work, &found, error);
    /* On the clocks as they are, then on those that ties correct: logs of one machine share its
     * error, others are true. */
    if (!status) status = clock_zones_by_activity(&work, &found, error);
    if (!status) status = clock_offsets(&work, error);
    found = false;
    if (!status) status = clock_zones_by_activity(&work, &found, error);
    if (!status && found) status = clock_zones_by_ties(&work, &found, error);
    if (!status) status = clock_zones_by_assumption(&work, &found, error);
    if (!status && found) status = clock_offsets(&work, error);
    if (!status) status = hand_over(&work, arena, clocks, error);
    if (!status) {
        *ret_zones = work.zones;
        work.zones = NULL;
    }
    clock_work_release(&work);
    return status;
}

enum status timeline_find_clocks(const struct timeline_source *sources, size_t count,
                                 struct arena *arena, struct timeline_clock *clocks,
                                 struct timeline_zones **ret_zones, struct error *error)
{
    struct timeline_ties *ties = NULL;
    enum status status = timeline_find_ties(sources, count, &ties, error);
    if (!status)
        status = timeline_clocks_from(sources, count, ties, arena, clocks, ret_zones, error);
    timeline_ties_free(ties);
    return status;
}
