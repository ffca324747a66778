/*
 * The hour that comes twice: once the zone of a source without offsets is known, its records in
 * such an hour are told apart by their order in the file, and what only looked late is late no
 * more. Where the zone is not known but the stamps fall as clocks do that night, the hour is marked
 * as one that came twice, and its times stay as they are written.
 */
#include "timeline/internal.h"

static bool changes_within(const struct zone *zone, const struct evidence_index *index)
{
    instant from = instant_add(index->first, -NS_PER_DAY),
            to = instant_add(index->last, NS_PER_DAY);
    return zone && index->timed && zone_next_change(zone, from) <= to;
}

static void mark_late_again(const struct timeline_source *source, uint16_t *flags,
                            struct evidence_index *index)
{
    instant latest = INSTANT_NONE;
    index->late = 0;
    for (uint64_t i = 0; i < index->count; i++) {
        instant at = timeline_record_time(source, i);
        bool late = at != INSTANT_NONE && at < latest && (flags[i] & EVIDENCE_LATE);
        flags[i] = (uint16_t)(late ? flags[i] : flags[i] & ~EVIDENCE_LATE);
        index->late += late;
        if (at > latest) latest = at;
    }
}

enum status timeline_settle_folds(struct timeline_source *source, struct arena *arena,
                                  struct error *error)
{
    const struct evidence_index *given = source->index;
    struct zone *like = NULL; /* as its clock goes, by whatever offset */
    if (given->local == 0) return STATUS_OK;
    if (source->clock.zone || source->clock.zone_basis != TIMELINE_BASIS_NONE) {
        if (!changes_within(source->clock.zone, given)) return STATUS_OK;
    } else if (!clock_fold_seen(given, &like, NULL)) {
        return STATUS_OK;
    }
    struct evidence_index *index = arena_alloc(arena, sizeof *index);
    uint16_t *flags = arena_array(arena, (size_t)given->count, sizeof *flags);
    if (!index || !flags) {
        zone_free(like);
        return arena_full(arena, error);
    }
    memcpy(flags, given->flags, (size_t)given->count * sizeof *flags);
    evidence_settle_folds(given->time, flags, given->count, like ? like : source->clock.zone);
    zone_free(like);
    *index = *given;
    index->flags = flags;
    index->owner = NULL;
    source->index = index;
    mark_late_again(source, flags, index);
    return STATUS_OK;
}
