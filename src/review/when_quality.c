/* How good a timeline is: what is sourced, dated, ordered and told in context, and what is not. */
#include "review/when_parts.h"

#include <stdlib.h>

/* Different contents and statements, up to two. */
static size_t sources_of(const struct review *review, const struct review_event *event)
{
    size_t count = event->says.count + (event->evidence.count > 0);
    for (size_t i = 0; i < review->statements.count && count < 2; i++)
        count += review_tells_of(&review->statements.at[i], event);
    for (size_t i = 1; i < event->evidence.count && count < 2; i++)
        count += memcmp(&event->evidence.at[i].content, &event->evidence.at[0].content,
                        sizeof event->evidence.at[0].content) != 0;
    return count;
}

static bool is_thin(const struct review_event *event)
{
    return (event->turning && !review_said(event->context)) ||
           (review_event_acts(event) && !review_said(event->intent)) ||
           (event->kind == REVIEW_EVENT_DECIDE && !review_said(event->options));
}

/* The end of the incident as far as it is known. */
static struct interval end_of(const struct review_bounds *bounds)
{
    static const enum review_anchor_kind ends[] = {REVIEW_ANCHOR_RESOLVED, REVIEW_ANCHOR_IMPACT_END,
                                                   REVIEW_ANCHOR_MITIGATED};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (when_is_dated(bounds->anchors[ends[i]].at)) return bounds->anchors[ends[i]].at;
    return INTERVAL_NONE;
}

static void count_event(struct review_quality *q, const struct review *review,
                        const struct review_moment *moment, struct interval end)
{
    const struct review_event *event = moment->event;
    q->events++;
    q->with_evidence += review_event_sourced(review, event);
    q->undated += !when_is_dated(moment->start);
    q->doubtful += event->at.doubtful;
    q->actions += review_event_acts(event);
    q->actions_with_intent += review_event_acts(event) && review_said(event->intent);
    q->hindsight +=
        when_is_dated(end) && when_is_dated(moment->known) && moment->known.earliest > end.latest;
    q->single_source += event->backing == REVIEW_BACKING_SINGLE ||
                        (event->backing == REVIEW_BACKING_NONE && sources_of(review, event) == 1);
    if (is_thin(event)) q->thin[q->thin_count++] = event->entry.id;
}

static int by_length(const void *left, const void *right)
{
    const duration *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

/* Median as a width that occurs, the lower of the two middle ones; open bounds are the widest. */
static void measure_bounds(struct review_quality *q, const struct review_settled *settled,
                           duration *widths)
{
    size_t count = 0;
    for (size_t i = 0; i < settled->count; i++) {
        struct interval at = settled->moments[i].start;
        if (!when_is_dated(at)) continue;
        bool open = at.earliest == INSTANT_OPEN_START || at.latest == INSTANT_OPEN_END ||
                    __builtin_sub_overflow(at.latest, at.earliest, &widths[count]);
        if (open) widths[count] = INSTANT_OPEN_END;
        count++;
    }
    if (!count) return;
    qsort(widths, count, sizeof *widths, by_length);
    q->bound_median = widths[(count - 1) / 2];
    q->bound_widest = widths[count - 1];
}

/* The quiet between two neighbours, as far as it lies within one stretch of impact. */
static void look_at_gap(struct review_quality *q, const struct review_moment *from,
                        const struct review_moment *to, const struct interval impact[2])
{
    if (!when_is_dated(impact[1]) || !when_is_dated(to->start)) return;
    struct span_of_time gap =
        interval_between(when_last(from->start, impact[0]), when_first(to->start, impact[1]));
    if (!gap.known || gap.most < 0) return;
    if (gap.least < 0) gap.least = 0;
    if (q->widest_gap.known &&
        (gap.least < q->widest_gap.least ||
         (gap.least == q->widest_gap.least && gap.most <= q->widest_gap.most)))
        return;
    q->widest_gap = gap;
    q->gap_after = from->event;
}

static void find_gap(struct review_quality *q, const struct review_settled *settled,
                     const struct review_bounds *bounds)
{
    size_t first = 0; /* stretches before it ended before the moment at hand */
    for (size_t i = 0; i + 1 < settled->count; i++) {
        const struct review_moment *from = &settled->moments[i], *to = from + 1;
        if (!when_is_dated(from->start)) break;
        while (first < bounds->impact_count &&
               bounds->impacts[2 * first + 1].latest < from->start.earliest)
            first++;
        for (size_t j = first;
             j < bounds->impact_count && bounds->impacts[2 * j].earliest <= to->start.latest; j++)
            look_at_gap(q, from, to, &bounds->impacts[2 * j]);
    }
}

enum status review_quality_of(const struct review *review, const struct review_settled *settled,
                              const struct review_bounds *bounds, struct arena *arena,
                              struct review_quality *ret, struct error *error)
{
    struct review_quality q = {.events = 0};
    duration *widths = arena_array(arena, settled->count + 1, sizeof *widths);
    q.thin = arena_array(arena, settled->count + 1, sizeof *q.thin);
    if (!widths || !q.thin) return arena_full(arena, error);
    for (size_t i = 0; i < settled->count; i++)
        count_event(&q, review, &settled->moments[i], end_of(bounds));
    for (size_t i = 0; i + 1 < settled->count; i++)
        q.order_open += when_is_dated(settled->moments[i].start) &&
                        when_is_dated(settled->moments[i + 1].start) &&
                        !review_before(review, settled, i, i + 1);
    for (size_t i = 0; i < review->conflicts.count; i++)
        q.conflicts_open += review->conflicts.at[i].disposition <= REVIEW_DISPOSITION_OPEN;
    for (size_t i = 0; i < REVIEW_ANCHOR_COUNT; i++)
        q.anchors_known += when_is_dated(bounds->anchors[i].at);
    measure_bounds(&q, settled, widths);
    find_gap(&q, settled, bounds);
    *ret = q;
    return STATUS_OK;
}
